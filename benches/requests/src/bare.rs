//! `serve bytes` and `serve form`: the answers of ACME as constants. What is left of a server when nothing has to
//! be decided, and so the most that ours could do on the same framework.

use std::collections::HashMap;

use axum::{Form, Router, http::header, response::IntoResponse, routing::post};

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
    let [kind, port] = arguments else { return Err("serve bytes|form PORT".into()) };
    let router = match kind.as_str() {
        "bytes" => Router::new()
            .route("/acme", post(|| async { xml(CALL) }))
            .route("/acme/Menu", post(|| async { xml(KEY) })),
        "form" => Router::new()
            .route("/acme", post(|form| async { read(form, CALL) }))
            .route("/acme/Menu", post(|form| async { read(form, KEY) })),
        other => return Err(format!("`{other}` is neither `bytes` nor `form`")),
    };
    let port: u16 = port.parse().map_err(|_| "the port is a number")?;
    let runtime = tokio::runtime::Runtime::new().map_err(|error| error.to_string())?;
    runtime
        .block_on(async {
            let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await?;
            axum::serve(listener, router).await
        })
        .map_err(|error| error.to_string())
}

fn xml(text: &'static str) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/xml; charset=utf-8")], text)
}

/// Reads the form before it answers, and uses one field of it.
fn read(Form(form): Form<HashMap<String, String>>, text: &'static str) -> impl IntoResponse {
    xml(if form.contains_key("CallSid") { text } else { "" })
}
