//! The transport of the server: plain HTTP behind a proxy, or TLS.

#[cfg(feature = "tls")]
use std::sync::Arc;

use tokio::net::TcpListener;

#[cfg(feature = "tls")]
use crate::service::tls::Certificate;
use crate::service::{
    config::{Checked, SettingError},
    router::Handler,
    server::{self, Limits},
};

/// The transport.
pub(super) enum Wire {
    Plain,
    #[cfg(feature = "tls")]
    Tls(Arc<Certificate>),
}

impl Wire {
    /// Creates the transport from the settings, and reads the files.
    pub(super) fn of(settings: &Checked) -> Result<Self, SettingError> {
        match &settings.tls {
            None => Ok(Self::Plain),
            #[cfg(feature = "tls")]
            Some(files) => match Certificate::open(&files.cert, &files.key) {
                Ok(certificate) => Ok(Self::Tls(certificate.into())),
                Err(unfit) => Err(SettingError::new("TLS", unfit.to_string())),
            },
            // Unreachable: without the feature, settings with TLS are an error.
            #[cfg(not(feature = "tls"))]
            Some(_) => Ok(Self::Plain),
        }
    }

    pub(super) fn scheme(&self) -> &'static str {
        match self {
            Self::Plain => "http",
            #[cfg(feature = "tls")]
            Self::Tls(_) => "https",
        }
    }

    pub(super) async fn serve(
        self,
        listener: TcpListener,
        handler: impl Handler,
        limits: Limits,
        stop: impl Future<Output = ()>,
    ) {
        match self {
            Self::Plain => server::serve_handler(listener, handler, limits, stop).await,
            #[cfg(feature = "tls")]
            Self::Tls(certificate) => {
                server::serve_handler_tls(listener, certificate, handler, limits, stop).await;
            }
        }
    }
}
