//! What the system tells a running server: to stop, and that there is something new to look at.

use std::io;

/// Resolves when the process is asked to stop: interrupted by a person, or terminated by a machine.
///
/// From the call on, the signals do not end the process by themselves.
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

/// SIGHUP of the process: from the first poll on, the signal asks to look again and does not end the process.
#[derive(Debug)]
pub(crate) struct SighupStream(#[cfg(unix)] Option<tokio::signal::unix::Signal>);

#[cfg(unix)]
impl SighupStream {
    pub(crate) fn new() -> Self {
        use tokio::signal::unix::{SignalKind, signal};
        Self(signal(SignalKind::hangup()).ok())
    }

    /// Comes true at the next one.
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
