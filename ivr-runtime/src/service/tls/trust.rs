//! The certificate authorities that a TLS client trusts: the public roots, or those in a file.

use std::{path::Path, sync::Arc};

use tokio_rustls::rustls::{
    ClientConfig, ConfigBuilder, DigitallySignedStruct, Error, RootCertStore, SignatureScheme, WantsVerifier,
    client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature},
    pki_types::{CertificateDer, ServerName, UnixTime},
    version::{TLS12, TLS13},
};

use super::pem::{self, PemError, provider};

/// The certificate authorities that a client trusts.
#[derive(Clone, Debug)]
pub struct Trust(Arc<ClientConfig>);

impl Trust {
    /// Trusts the public roots that browsers trust.
    pub fn public() -> Result<Self, PemError> {
        Self::by(webpki_roots::TLS_SERVER_ROOTS.iter().cloned().collect())
    }

    /// Trusts only the certificates in this PEM file.
    pub fn only(path: &Path) -> Result<Self, PemError> {
        let mut trusted = RootCertStore::empty();
        for certificate in pem::chain(path, &pem::read(path)?)? {
            let unread = |_| PemError::file(path, "contains a certificate that cannot be parsed");
            trusted.add(certificate).map_err(unread)?;
        }
        Self::by(trusted)
    }

    /// Trusts any certificate, for requests to this machine itself, where only the answer matters.
    pub fn anybody() -> Result<Self, PemError> {
        let credulous = Arc::new(Credulous(provider()));
        let client = builder()?.dangerous().with_custom_certificate_verifier(credulous);
        Ok(Self(Arc::new(client.with_no_client_auth())))
    }

    fn by(trusted: RootCertStore) -> Result<Self, PemError> {
        Ok(Self(Arc::new(builder()?.with_root_certificates(trusted).with_no_client_auth())))
    }

    /// Returns the configuration of a client with this trust.
    pub fn config(&self) -> Arc<ClientConfig> {
        Arc::clone(&self.0)
    }
}

fn builder() -> Result<ConfigBuilder<ClientConfig, WantsVerifier>, PemError> {
    let client = ClientConfig::builder_with_provider(provider());
    client.with_protocol_versions(&[&TLS13, &TLS12]).map_err(|error| PemError::of(&error))
}

/// Accepts any name, but still verifies the signatures of the handshake.
#[derive(Debug)]
struct Credulous(Arc<CryptoProvider>);

impl ServerCertVerifier for Credulous {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, certificate, signed, &self.0.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, certificate, signed, &self.0.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}
