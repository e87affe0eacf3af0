//! TLS: the files of a certificate and its key, what clients see of them, and the authorities that a client trusts.
//! This module opens no socket.

// Files that are read, shown, and read again when they are renewed.
mod certificate;

// From PEM to what a server shows, and why that cannot be.
mod pem;

// A certificate as Twilio will meet it.
mod certificate_check;

// The certificate authorities that a client trusts.
mod trust;

pub use certificate::Certificate;
pub(crate) use certificate_check::{CertificateCheck, CertificateProblem};
pub use pem::PemError;
pub use trust::Trust;
