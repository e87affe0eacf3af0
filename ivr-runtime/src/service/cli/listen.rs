//! A server on its addresses, from the first connection to the last.

use std::{
    io::{self, Write, stderr, stdout},
    net::SocketAddr,
    sync::Arc,
    time::Duration,
};

use axum::{Router, routing::get};
use tokio::{
    net::TcpListener,
    sync::{Notify, watch},
    task::spawn_blocking,
    time::timeout,
};

use super::wire::Wire;
use crate::{
    dialog::tree::PhoneTree,
    service::{
        config::Checked,
        events::{EventOutput, Events},
        origin_guard::{Links, OriginGuard},
        router::{self, Built, Routes},
        server::{self, Limits, SighupStream},
    },
};

/// How long a stopping server waits for load balancers to notice. Zero on loopback.
const LINGER: Duration = Duration::from_secs(2);

/// The time limit for writing the last events.
const EVENTS_TIMEOUT: Duration = Duration::from_secs(5);

/// The maximum number of connections to the address of `--admin-bind`.
const MAX_ADMIN_CONNECTIONS: usize = 16;

/// Serves until the process is asked to stop.
pub(super) async fn listen<T: PhoneTree>(built: Built<T>, wire: Wire, settings: &Checked) -> io::Result<()> {
    let listener = bind(settings.bind).await?;
    let admin = match settings.admin_bind {
        Some(address) => Some(bind(address).await?),
        None => None,
    };
    let signal = server::stop_signal()?;
    let (stop, stopped) = watch::channel(false);
    let stop = async move {
        signal.await;
        // An open live view is a response that does not end.
        if let Some(observer) = built.observer {
            observer.server_stopping();
        }
        let _ = stop.send(true);
    };
    if T::STATEFUL && settings.store.forgets() {
        tracing::warn!("calls are stored in memory and lost when this process ends");
    }
    if let Some(words) = built.words {
        on_request(words);
    }
    let local = format!("{}://{}", wire.scheme(), listener.local_addr()?);
    announce::<T>(settings, &local, &built.pages, admin.as_ref().map(TcpListener::local_addr).transpose()?);
    let limits = limits(settings);
    let Routes { tree, probes, events } = built.routes;
    tree.webhook.load().watch(&limits);
    let front = front_page::<T>(settings, &built.pages);
    let front = Router::new().route("/", get(move || std::future::ready(front.clone())));
    let tree = tree.merge(match OriginGuard::of_unsigned(settings) {
        Some(guard) => guard.protect(front, Links::Followed, None),
        None => front,
    });
    match admin {
        None => wire.serve(listener, tree.merge(probes), limits, stop).await,
        Some(admin) => {
            let probes = server::serve(admin, probes, admin_limits(&limits), until(stopped));
            tokio::join!(wire.serve(listener, tree, limits, stop), probes);
        }
    }
    // `run`s of steps that were already answered.
    built.tasks.close();
    let promised = async {
        built.tasks.wait().await;
        if let Some(sessions) = built.sessions {
            sessions.leave().await;
        }
    };
    if timeout(limits.shutdown_timeout, promised).await.is_err() {
        tracing::warn!("some `run`s did not finish before the shutdown timeout and were aborted");
    }
    if let Some(events) = events {
        write_last(events).await;
    }
    Ok(())
}

/// Waits until the last events are written.
async fn write_last(events: Arc<Events>) {
    let written = spawn_blocking(move || events.flush(EVENTS_TIMEOUT)).await;
    if !written.is_ok_and(|written| written) {
        tracing::warn!("the last events of calls were not written in time");
    }
}

async fn bind(address: SocketAddr) -> io::Result<TcpListener> {
    TcpListener::bind(address)
        .await
        .map_err(|error| io::Error::new(error.kind(), format!("{address}: {error}")))
}

/// Returns the limits of the tree's listener, reduced to what the machine allows.
fn limits(settings: &Checked) -> Limits {
    let shutdown_delay = if settings.bind.ip().is_loopback() { Duration::ZERO } else { LINGER };
    let max_connections = server::fitting_connections(settings.limits.max_connections);
    Limits { max_connections, shutdown_delay, ..settings.limits }
}

/// Returns the limits of the listener for probes and metrics.
fn admin_limits(limits: &Limits) -> Limits {
    Limits { max_connections: MAX_ADMIN_CONNECTIONS, max_connections_per_address: None, ..*limits }
}

/// Resolves when the server stops.
async fn until(mut stopped: watch::Receiver<bool>) {
    // An error means that the sender was dropped because the server has ended.
    let _ = stopped.wait_for(|stopped| *stopped).await;
}

/// Checks the prompt file at once on SIGHUP.
fn on_request(words: Arc<Notify>) {
    let mut sighups = SighupStream::new();
    tokio::spawn(async move {
        loop {
            sighups.next().await;
            words.notify_one();
        }
    });
}

/// Returns the page at the root of the server. Only in development does it say what is served.
fn front_page<T: PhoneTree>(settings: &Checked, pages: &[(&str, &str)]) -> String {
    let mut text = "This server answers Twilio's voice webhooks.\n".to_owned();
    if settings.development {
        let root = router::root::<T>();
        text += &format!("\nwebhook  {root}  POST or GET; every request to it begins a call\n");
        pages.iter().for_each(|(name, path)| text += &format!("{name:8} {root}{path}\n"));
    }
    text
}

/// Prints one line for each address, for people and for scripts.
fn announce<T: PhoneTree>(
    settings: &Checked,
    local: &str,
    pages: &[(&str, &str)],
    admin: Option<SocketAddr>,
) {
    let root = router::root::<T>();
    let mut lines = match &settings.public_url {
        Some(url) => format!("webhook  {url}{root}\nlocal    {local}{root}\n"),
        None => format!("webhook  {local}{root}\n"),
    };
    for (name, path) in pages {
        lines += &format!("{name:8} {local}{root}{path}\n");
    }
    if T::STATEFUL {
        lines += &format!("store    {}\n", settings.store.describe());
    }
    if let Some(admin) = admin {
        lines += &format!("metrics  http://{admin}/metrics\n");
    }
    // The server also answers calls if nobody reads its output.
    let _ = match settings.events {
        // Standard output contains only events.
        Some(EventOutput::Stdout) => stderr().write_all(lines.as_bytes()),
        Some(EventOutput::File(_) | EventOutput::Own(_)) | None => {
            let mut stdout = stdout().lock();
            stdout.write_all(lines.as_bytes()).and_then(|()| stdout.flush())
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        fixture::Acme,
        service::config::{Host, Settings},
    };

    #[test]
    fn the_front_page_names_the_pages_in_development_only() {
        let pages = [("phone", "/phone")];
        let page = |settings: Settings| front_page::<Acme>(&settings.check(Host::Ours).unwrap(), &pages);
        let open = page(Settings::new());
        assert!(open.contains("\nwebhook  /acme ") && open.contains("\nphone    /acme/phone\n"), "{open}");
        assert_eq!(
            page(Settings::new().auth_token("12345")),
            "This server answers Twilio's voice webhooks.\n"
        );
    }
}
