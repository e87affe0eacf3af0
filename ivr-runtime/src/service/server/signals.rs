//! Signals to a running server: to stop, and to reload.

use std::io;

/// Resolves when the process is asked to stop, by an interrupt or by a termination.
///
/// After this call, the signals no longer end the process by themselves.
#[cfg(unix)]
pub(crate) fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupted, mut terminated) =
        (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupted.recv() => {}
            _ = terminated.recv() => {}
        }
    })
}

/// Resolves when the process is interrupted.
#[cfg(not(unix))]
pub(crate) fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}

/// SIGHUP: after the first poll, the signal requests a reload and does not end the process.
#[derive(Debug)]
pub(crate) struct SighupStream(#[cfg(unix)] Option<tokio::signal::unix::Signal>);

#[cfg(unix)]
impl SighupStream {
    pub(crate) fn new() -> Self {
        use tokio::signal::unix::{SignalKind, signal};
        Self(signal(SignalKind::hangup()).ok())
    }

    /// Resolves at the next signal.
    pub(crate) async fn next(&mut self) {
        match &mut self.0 {
            Some(signal) => drop(signal.recv().await),
            None => std::future::pending().await,
        }
    }
}

#[cfg(not(unix))]
impl SighupStream {
    pub(crate) fn new() -> Self {
        Self()
    }

    /// Never resolves: this system has no such signal.
    pub(crate) async fn next(&mut self) {
        std::future::pending().await
    }
}
