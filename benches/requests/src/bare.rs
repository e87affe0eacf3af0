//! The answers of ACME as constants, from servers without logic: hyper and axum that ignore the body of a request, and
//! axum that reads it into a struct. Each has one thread.

use std::{convert::Infallible, future::Future, io};

use axum::{Form, Router, http::header, response::IntoResponse, routing::post};
use bytes::Bytes;
use http_body_util::Full;
use hyper::{Request, Response, body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use serde::Deserialize;
use tokio::net::TcpListener;

const CALL: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8"?><Response><Gather input="dtmf speech" action="/acme/Menu" "#,
    r#"method="POST" timeout="5" numDigits="1" finishOnKey="" actionOnEmptyResult="true" language="en-US" "#,
    r#"hints="sales,support,hours,repeat,receptionist"><Say language="en-US">Welcome to ACME, Inc.</Say>"#,
    r#"<Say language="en-US">Listen to the following menu options.</Say><Say language="en-US">For sales, press "#,
    r#"one. For support, press two. For our business hours, press three. To repeat these options, press nine. "#,
    r#"To speak with the receptionist, press zero.</Say></Gather><Redirect method="POST">/acme/Menu</Redirect>"#,
    r#"</Response>"#
);

const KEY: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8"?><Response><Gather input="dtmf" action="/acme/Hours" method="POST" "#,
    r#"timeout="5" numDigits="1" finishOnKey="" actionOnEmptyResult="true"><Say language="en-US">We are open "#,
    r#"Monday through Friday from 9 AM to 6 PM, and Saturday from 10 AM to 1 PM. We are closed on Sunday.</Say>"#,
    r#"<Pause length="1"/><Say language="en-US">Press one to repeat this message or any other key to go back to "#,
    r#"the menu.</Say></Gather><Redirect method="POST">/acme/Hours</Redirect></Response>"#
);

/// Serves until it is ended.
pub(crate) fn serve(arguments: &[String]) -> Result<(), String> {
    let [kind, port] = arguments else { return Err("serve hyper|axum|form PORT".into()) };
    let port: u16 = port.parse().map_err(|_| "the port is a number")?;
    match kind.as_str() {
        "hyper" => run(port, hyper),
        "axum" => run(port, |listener| axum(listener, constant())),
        "form" => run(port, |listener| axum(listener, form())),
        other => Err(format!("`{other}` is none of `hyper`, `axum` and `form`")),
    }
}

fn run<F>(port: u16, serve: impl FnOnce(TcpListener) -> F) -> Result<(), String>
where
    F: Future<Output = io::Result<()>>,
{
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let served = runtime.and_then(|runtime| {
        runtime.block_on(async { serve(TcpListener::bind(("127.0.0.1", port)).await?).await })
    });
    served.map_err(|error| error.to_string())
}

async fn hyper(listener: TcpListener) -> io::Result<()> {
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        let answered = http1::Builder::new().serve_connection(TokioIo::new(stream), service_fn(answer));
        // A client that disconnects ends only its own connection.
        tokio::spawn(async move { answered.await.unwrap_or_default() });
    }
}

async fn answer(request: Request<Incoming>) -> Result<Response<Full<Bytes>>, Infallible> {
    let text = if request.uri().path() == "/acme" { CALL } else { KEY };
    let mut response = Response::new(Full::new(Bytes::from_static(text.as_bytes())));
    response.headers_mut().insert(header::CONTENT_TYPE, header::HeaderValue::from_static(TWIML));
    Ok(response)
}

async fn axum(listener: TcpListener, router: Router) -> io::Result<()> {
    axum::serve(listener, router).await
}

fn constant() -> Router {
    Router::new()
        .route("/acme", post(|| async { xml(CALL) }))
        .route("/acme/Menu", post(|| async { xml(KEY) }))
}

fn form() -> Router {
    Router::new()
        .route("/acme", post(|form| async { read(form, CALL) }))
        .route("/acme/Menu", post(|form| async { read(form, KEY) }))
}

const TWIML: &str = "text/xml; charset=utf-8";

fn xml(text: &'static str) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, TWIML)], text)
}

/// What a handler reads of a form.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Webhook {
    call_sid: String,
    from: String,
    to: String,
    call_status: String,
    digits: Option<String>,
}

/// Reads the form before it answers, and looks at every field of it.
fn read(Form(webhook): Form<Webhook>, text: &'static str) -> impl IntoResponse {
    let Webhook { call_sid, from, to, call_status, digits } = webhook;
    let fields = [call_sid, from, to, call_status, digits.unwrap_or_default()];
    xml(if fields.iter().any(|field| !field.is_empty()) { text } else { "" })
}
