//! Two PEM files: the certificate chain and the key.

use std::{fs, path::Path, sync::Arc};

use tokio_rustls::rustls::{
    Error, ServerConfig,
    crypto::{CryptoProvider, ring},
    pki_types::{
        CertificateDer, PrivateKeyDer,
        pem::{Error as Malformed, PemObject},
    },
    version::{TLS12, TLS13},
};

/// Why a certificate and its key cannot be used. The message contains nothing of the key.
///
/// ```
/// use ivr_runtime::tls::Certificate;
/// let unfit = Certificate::open("no-such-file.pem", "key.pem").unwrap_err();
/// assert!(unfit.to_string().starts_with("`no-such-file.pem` cannot be read: "));
/// ```
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{0}")]
pub struct PemError(String);

impl PemError {
    pub(super) fn file(path: &Path, why: &str) -> Self {
        Self(format!("`{}` {why}", path.display()))
    }

    pub(super) fn of(error: &Error) -> Self {
        Self(error.to_string())
    }
}

/// Returns the cryptography provider.
pub(super) fn provider() -> Arc<CryptoProvider> {
    Arc::new(ring::default_provider())
}

pub(super) fn read(path: &Path) -> Result<Vec<u8>, PemError> {
    fs::read(path).map_err(|error| PemError::file(path, &format!("cannot be read: {error}")))
}

/// Creates the certificate from the content of two files, which are named in errors.
pub(super) fn shown(
    (chain_file, chain_text): (&Path, &[u8]),
    (key_file, key_text): (&Path, &[u8]),
) -> Result<ServerConfig, PemError> {
    let (chain, key) = (chain(chain_file, chain_text)?, key(key_file, key_text)?);
    let built = ServerConfig::builder_with_provider(provider()).with_protocol_versions(&[&TLS13, &TLS12]);
    let shown = built.and_then(|config| config.with_no_client_auth().with_single_cert(chain, key));
    let mut shown = shown.map_err(|error| match error {
        Error::InconsistentKeys(_) => {
            let (key, chain) = (key_file.display(), chain_file.display());
            PemError(format!("the key in `{key}` is not that of the certificate in `{chain}`"))
        }
        Error::InvalidCertificate(_) => {
            PemError::file(chain_file, "does not begin with a valid server certificate")
        }
        _ => PemError::file(
            key_file,
            "is of a kind that is not supported: RSA of 2048 bits or more, ECDSA on P-256 or P-384, and Ed25519 are",
        ),
    })?;
    shown.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(shown)
}

/// Returns the certificates in a file; at least one.
pub(super) fn chain(path: &Path, text: &[u8]) -> Result<Vec<CertificateDer<'static>>, PemError> {
    let chain: Result<Vec<_>, Malformed> = CertificateDer::pem_slice_iter(text).collect();
    match chain {
        Ok(chain) if !chain.is_empty() => Ok(chain),
        Ok(_) if has(text, "PRIVATE KEY-----") => {
            Err(PemError::file(path, "contains a private key and no certificate: are the two files swapped?"))
        }
        Ok(_) => Err(PemError::file(path, &no_section(text, "CERTIFICATE"))),
        Err(error) => Err(PemError::file(path, damage(&error))),
    }
}

fn key(path: &Path, text: &[u8]) -> Result<PrivateKeyDer<'static>, PemError> {
    // Both formats of an encrypted key contain this word: in the label, or in the header below it.
    if has(text, "ENCRYPTED") {
        let why = "is encrypted, and the server cannot ask for the passphrase: write it without one, with \
                   `openssl pkey -in … -out …`";
        return Err(PemError::file(path, why));
    }
    PrivateKeyDer::from_pem_slice(text).map_err(|error| match error {
        Malformed::NoItemsFound if has(text, "BEGIN CERTIFICATE") => {
            PemError::file(path, "contains a certificate and no private key: are the two files swapped?")
        }
        Malformed::NoItemsFound => PemError::file(path, &no_section(text, "PRIVATE KEY")),
        error => PemError::file(path, damage(&error)),
    })
}

fn has(text: &[u8], words: &str) -> bool {
    text.windows(words.len()).any(|window| window == words.as_bytes())
}

fn no_section(text: &[u8], name: &str) -> String {
    if text.trim_ascii().is_empty() {
        return "is empty".to_owned();
    }
    format!("is not a PEM file: `-----BEGIN {name}-----` is missing")
}

fn damage(error: &Malformed) -> &'static str {
    match error {
        Malformed::MissingSectionEnd { .. } => "is truncated: a section has no end",
        _ => "is damaged: the text between BEGIN and END is not base64",
    }
}

#[cfg(test)]
mod tests {
    use ivr_test_certificates::rcgen::{CertifiedKey, KeyPair, generate_simple_self_signed};

    use super::*;

    /// What is said of these two texts.
    fn said(chain: &str, key: &str) -> String {
        let files = [Path::new("c.pem"), Path::new("k.pem")];
        match shown((files[0], chain.as_bytes()), (files[1], key.as_bytes())) {
            Ok(_) => "fine".to_owned(),
            Err(unfit) => unfit.to_string(),
        }
    }

    fn made() -> (String, String) {
        let CertifiedKey { cert, signing_key } =
            generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        (cert.pem(), signing_key.serialize_pem())
    }

    #[test]
    fn a_certificate_and_its_key_are_taken_with_whatever_stands_around_them() {
        let (cert, key) = made();
        assert_eq!(said(&cert, &key), "fine");
        let both = format!("Bag Attributes\n    friendlyName: a\n{key}\n{cert}{cert}");
        assert_eq!(said(&both, &both), "fine");
        assert_eq!(said(&cert.replace('\n', "\r\n"), &key), "fine");
    }

    #[test]
    fn what_is_wrong_with_a_file_is_said_in_words() {
        let (cert, key) = made();
        let cut = |text: &str| text[..text.len() - 40].to_owned();
        let encrypted = key.replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY");
        let old_style = "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n-----END RSA PRIVATE KEY-----\n";
        let nonsense = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
        let spoilt = "-----BEGIN CERTIFICATE-----\n!?\n-----END CERTIFICATE-----\n";
        for (chain, key, words) in [
            ("", &*key, "`c.pem` is empty"),
            (" \n", &key, "`c.pem` is empty"),
            ("hello", &key, "`-----BEGIN CERTIFICATE-----` is missing"),
            (&key, &cert, "`c.pem` contains a private key and no certificate: are the two files swapped?"),
            (&cut(&cert), &key, "`c.pem` is truncated"),
            (spoilt, &key, "`c.pem` is damaged"),
            (nonsense, &key, "`c.pem` does not begin with a valid server certificate"),
            (&cert, "", "`k.pem` is empty"),
            (&cert, "hello", "`-----BEGIN PRIVATE KEY-----` is missing"),
            (&cert, &cert, "`k.pem` contains a certificate and no private key: are the two files swapped?"),
            (&cert, &cut(&key), "`k.pem` is truncated"),
            (&cert, &encrypted, "`k.pem` is encrypted"),
            (&cert, old_style, "`k.pem` is encrypted"),
            (&cert, &nonsense.replace("CERTIFICATE", "PRIVATE KEY"), "is of a kind that is not supported"),
        ] {
            assert!(said(chain, key).contains(words), "{words}: {}", said(chain, key));
        }
    }

    #[test]
    fn a_key_of_another_certificate_is_refused_and_never_shown() {
        let (cert, _) = made();
        let other = KeyPair::generate().unwrap().serialize_pem();
        let words = said(&cert, &other);
        assert_eq!(words, "the key in `k.pem` is not that of the certificate in `c.pem`");
        assert!(!said(&cert, &other[..60]).contains(&other[30..50]));
    }
}
