//! A certificate and its key: loaded from files, presented to clients, and reloaded when they are renewed.

use std::{
    fmt::{self, Debug, Formatter},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use tokio_rustls::rustls::{ServerConfig, pki_types::CertificateDer};

use super::pem::{self, PemError};

/// A certificate with its chain, and its key: two PEM files, which may be the same file.
///
/// It offers TLS 1.3 and 1.2, and HTTP/1.1.
pub struct Certificate {
    chain_file: PathBuf,
    key_file: PathBuf,
    shown: Mutex<Shown>,
}

/// The last valid content of the files, and the configuration made from it.
struct Shown {
    texts: [Vec<u8>; 2],
    config: Arc<ServerConfig>,
}

impl Certificate {
    /// Loads both files.
    ///
    /// # Errors
    ///
    /// Returns an error if a file cannot be read, is empty, truncated, encrypted or of an unsupported kind, or if the
    /// key does not belong to the certificate.
    ///
    /// ```
    /// # use ivr_test_certificates::rcgen;
    /// use ivr_runtime::tls::Certificate;
    /// let signed = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    /// let folder = std::env::temp_dir();
    /// let [chain, key] = ["ivr-doc-open.pem", "ivr-doc-open.key"].map(|name| folder.join(name));
    /// std::fs::write(&chain, signed.cert.pem()).unwrap();
    /// std::fs::write(&key, signed.signing_key.serialize_pem()).unwrap();
    /// assert!(Certificate::open(&chain, &key).is_ok());
    /// assert!(Certificate::open(&key, &chain).unwrap_err().to_string().ends_with("are the two files swapped?"));
    /// ```
    pub fn open(chain: impl Into<PathBuf>, key: impl Into<PathBuf>) -> Result<Self, PemError> {
        let (chain_file, key_file) = (chain.into(), key.into());
        let shown = Shown::of(&chain_file, &key_file, read(&chain_file, &key_file)?)?;
        Ok(Self { chain_file, key_file, shown: Mutex::new(shown) })
    }

    /// Loads the files again. Returns whether they have changed. New connections use the new certificate; open
    /// connections continue.
    ///
    /// # Errors
    ///
    /// Returns an error if the files cannot be used, as in [`open`](Self::open). The old certificate then stays in
    /// use.
    ///
    /// ```
    /// # use ivr_test_certificates::rcgen;
    /// use ivr_runtime::tls::Certificate;
    /// let folder = std::env::temp_dir();
    /// let [chain, key] = ["ivr-doc-again.pem", "ivr-doc-again.key"].map(|name| folder.join(name));
    /// let renew = || {
    ///     let signed = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    ///     std::fs::write(&chain, signed.cert.pem()).unwrap();
    ///     std::fs::write(&key, signed.signing_key.serialize_pem()).unwrap();
    /// };
    /// renew();
    /// let certificate = Certificate::open(&chain, &key).unwrap();
    /// assert_eq!(certificate.look_again(), Ok(false));
    /// renew();
    /// assert_eq!(certificate.look_again(), Ok(true));
    /// ```
    pub fn look_again(&self) -> Result<bool, PemError> {
        let texts = read(&self.chain_file, &self.key_file)?;
        // Locked while the files are parsed, so that two reloads at once do not undo each other. A connection that
        // arrives meanwhile waits for less than a handshake takes.
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        if shown.texts == texts {
            return Ok(false);
        }
        *shown = Shown::of(&self.chain_file, &self.key_file, texts)?;
        Ok(true)
    }

    /// Returns the TLS configuration for clients.
    pub(crate) fn config(&self) -> Arc<ServerConfig> {
        Arc::clone(&self.shown.lock().unwrap_or_else(PoisonError::into_inner).config)
    }

    /// Returns the certificate chain, beginning with that of the server.
    pub(crate) fn chain(&self) -> Vec<CertificateDer<'static>> {
        let shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        let [chain, _] = &shown.texts;
        // These texts were parsed successfully when they were loaded.
        pem::chain(&self.chain_file, chain).unwrap_or_default()
    }
}

impl Debug for Certificate {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let files = (&self.chain_file, &self.key_file);
        f.debug_tuple("Certificate").field(&files.0).field(&files.1).finish()
    }
}

impl Shown {
    fn of(chain_file: &Path, key_file: &Path, texts: [Vec<u8>; 2]) -> Result<Self, PemError> {
        let [chain, key] = &texts;
        let config = Arc::new(pem::shown((chain_file, chain), (key_file, key))?);
        Ok(Self { texts, config })
    }
}

fn read(chain_file: &Path, key_file: &Path) -> Result<[Vec<u8>; 2], PemError> {
    Ok([pem::read(chain_file)?, pem::read(key_file)?])
}
