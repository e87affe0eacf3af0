//! TLS for an `https://` host.

use std::path::Path;

use tokio::net::TcpStream;

use crate::simulator::{alert::Alert, url::Url};

/// The TLS handshake failed.
const UNAGREED: u16 = 11220;

/// The hint for a self-signed certificate of a trial.
#[cfg(feature = "tls")]
const BY_HAND: &str = "; it is the certificate of an authority, which `openssl req -x509` creates without \
                       `-addext basicConstraints=critical,CA:FALSE`";

/// Performs the handshake with a host whose certificate must be trusted.
#[cfg(feature = "tls")]
pub(super) async fn agree(
    stream: impl Future<Output = Result<TcpStream, Alert>>,
    url: &Url,
    trusted: Option<&Path>,
) -> Result<tokio_rustls::client::TlsStream<TcpStream>, Alert> {
    use tokio_rustls::{TlsConnector, rustls::pki_types::ServerName};

    use ivr_runtime::tls::Trust;

    let trust = trusted.map_or_else(Trust::public, Trust::only);
    let trust = trust.map_err(|unfit| Alert::fatal(UNAGREED, unfit.to_string()))?;
    let host = url.authority();
    let port = host.rsplit_once(':').filter(|(_, port)| port.parse::<u16>().is_ok());
    let host = port.map_or(host, |(host, _)| host);
    let bare = host.trim_start_matches('[').trim_end_matches(']').to_owned();
    let name = ServerName::try_from(bare)
        .map_err(|_| Alert::fatal(UNAGREED, format!("`{host}` is not a valid host name of a certificate")))?;
    let agreed = TlsConnector::from(trust.config()).connect(name, stream.await?).await;
    agreed.map_err(|error| {
        let why = error.to_string();
        let hint = if why.contains("CaUsedAsEndEntity") { BY_HAND } else { "" };
        Alert::fatal(code(&error), format!("no TLS with `{host}`: {why}{hint}"))
    })
}

/// Returns Twilio's code for an error.
#[cfg(feature = "tls")]
fn code(error: &std::io::Error) -> u16 {
    use tokio_rustls::rustls::{CertificateError, Error};
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<Error>());
    let Some(Error::InvalidCertificate(why)) = inner else { return UNAGREED };
    match why {
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => 11235,
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => 11236,
        CertificateError::UnknownIssuer => 11237,
        _ => UNAGREED,
    }
}

/// A phone without TLS.
#[cfg(not(feature = "tls"))]
pub(super) async fn agree(
    _: impl Future<Output = Result<TcpStream, Alert>>,
    url: &Url,
    _: Option<&Path>,
) -> Result<TcpStream, Alert> {
    let text = format!(
        "`{url}`: this phone was built without the feature `tls`; build it with `features = [\"tls\"]` of \
         `ivr`, or add `--via HOST:PORT` with the address where the server listens without TLS"
    );
    Err(Alert::fatal(UNAGREED, text))
}
