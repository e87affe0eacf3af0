//! A phone tree that exports calls to OpenTelemetry: each call is a trace, and each step is a span.
//!
//! ```text
//! OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4318 cargo run -- 127.0.0.1:3000 --unsigned
//! ```

mod spans;

use std::{env, error::Error, process::ExitCode, sync::mpsc::channel, time::Duration};

use ivr::config::Settings;

ivr::phone_tree! {
    /// Somebody answers, or takes a message.
    pub tree Desk {
        start Menu;

        state Menu {
            gather key or speech { say "For a person, press one. To leave a message, press two."; } match {
                1 | "person"  => Person,
                2 | "message" => Message,
                silence | _   => Message,
            }
        }

        state Person  { dial "+12345678900", timeout 20s match { answered => end, _ => Message } }
        state Message { say "Please leave a message."; record match { recorded | silence => end } }
    }
}

/// How long the last spans may take to reach the collector.
const LAST_SPANS: Duration = Duration::from_secs(5);

fn main() -> ExitCode {
    match serve() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn serve() -> Result<(), Box<dyn Error>> {
    let provider = spans::provider()?;
    let settings = Settings::from_env();
    let is_unsigned = env::args().any(|argument| argument == "--unsigned");
    let settings = if is_unsigned { settings.unsigned() } else { settings };
    // The thread that writes the events keeps `last` until it has sent all of them.
    let (last, is_told) = channel::<()>();
    let tell = spans::exporter(&provider);
    let settings = settings.own_events(move |events| {
        let _ = &last;
        tell(events);
    });
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:3000".to_owned());
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(async {
        let listener = tokio::net::TcpListener::bind(&address).await?;
        println!("webhook  http://{}/desk", listener.local_addr()?);
        let app = ivr::router::<Desk>((), &settings)?;
        axum::serve(listener, app).with_graceful_shutdown(stopped()).await?;
        Ok::<_, Box<dyn Error>>(())
    })?;
    drop(settings);
    let _ = is_told.recv_timeout(LAST_SPANS);
    provider.shutdown_with_timeout(LAST_SPANS)?;
    Ok(())
}

/// Resolves when the process is asked to stop.
async fn stopped() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminated) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = terminated.recv() => {}
                _ = tokio::signal::ctrl_c() => {}
            }
            return;
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}
