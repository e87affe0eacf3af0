//! TLS: the files of a certificate and its key, what clients see of them, and the authorities that a client trusts.
//! This module opens no socket.

// Certificate files, which are read again when they are renewed.
mod certificate;

// The parser of PEM files and its errors.
mod pem;

// The checks that Twilio makes on a certificate.
mod certificate_check;

// The certificate authorities that a client trusts.
mod trust;

pub use certificate::Certificate;
pub(crate) use certificate_check::{CertificateCheck, CertificateProblem};
pub use pem::PemError;
pub use trust::Trust;
