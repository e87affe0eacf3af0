//! Requests that are not valid webhooks.

use ivr_runtime::development::RESERVED_PATHS;

use crate::{
    fixture::Acme,
    log::Log,
    provider::{Webhook, guarded, open},
};

const FORM: &str = "application/x-www-form-urlencoded";

fn form(body: &[u8]) -> Webhook {
    Webhook::raw("/acme/Menu", body).with("content-type", FORM)
}

#[tokio::test]
async fn a_body_over_64_kb_is_refused_and_one_of_64_kb_is_not() {
    let router = open::<Acme>();
    let body = |length: usize| [b"Digits=3&Filler=".to_vec(), vec![b'x'; length - 16]].concat();
    form(&body(64 * 1024)).to(&router).await.says("We are open");
    form(&body(64 * 1024 + 1)).to(&router).await.is_refused_with(413);
    let announced = form(b"Digits=3").with("content-length", "1000000");
    announced.to(&router).await.says("We are open");
}

#[tokio::test]
async fn what_is_no_form_is_refused() {
    let router = open::<Acme>();
    for content_type in ["application/json", "text/plain", "multipart/form-data; boundary=x", ""] {
        let webhook = Webhook::raw("/acme/Menu", b"Digits=3").with("content-type", content_type);
        webhook.to(&router).await.is_refused_with(415);
    }
    Webhook::raw("/acme/Menu", b"Digits=3").to(&router).await.is_refused_with(415);
    for content_type in [FORM, "Application/X-WWW-Form-URLencoded", &format!("{FORM}; charset=UTF-8")] {
        let webhook = Webhook::raw("/acme/Menu", b"Digits=3").with("content-type", content_type);
        webhook.to(&router).await.says("We are open");
    }
}

#[tokio::test]
async fn a_form_that_is_not_written_as_it_must_be_is_refused() {
    let router = open::<Acme>();
    for body in
        [&b"Digits=%"[..], b"Digits=%3", b"Digits=%zz", b"Digits=%FF", b"Digits=\xff", b"%C3=1&Digits=3"]
    {
        form(body).to(&router).await.is_refused_with(422);
    }
    Webhook::get("/acme/Menu", &[]).to(&router).await.twiml();
    Webhook::raw("/acme/Menu?Digits=%FF", b"")
        .method(axum::http::Method::GET)
        .to(&router)
        .await
        .is_refused_with(422);
}

#[tokio::test]
async fn the_log_says_why_and_shows_nothing_of_the_body() {
    let (router, log) = (open::<Acme>(), Log::start());
    form(b"Digits=31337%").to(&router).await.is_refused_with(422);
    log.has("a `%` is not followed by two hexadecimal digits");
    log.has("reason=\"form\"");
    log.has_not("31337");
}

#[tokio::test]
async fn a_stranger_learns_nothing_but_that_he_is_one() {
    let router = guarded::<Acme>();
    form(b"Digits=%").to(&router).await.is_refused_with(403);
    form(b"Digits=%").signed().to(&router).await.is_refused_with(422);
    form(&vec![b'x'; 100_000]).to(&router).await.is_refused_with(403);
    form(&vec![b'x'; 100_000]).signed().to(&router).await.is_refused_with(413);
}

#[tokio::test]
async fn there_is_nothing_beside_the_tree() {
    let router = open::<Acme>();
    for path in ["/", "/acmes", "/Acme", "/Menu"] {
        Webhook::get(path, &[]).to(&router).await.is_refused_with(404);
    }
    for path in RESERVED_PATHS {
        Webhook::get(&format!("/acme{path}"), &[]).to(&router).await.is_refused_with(404);
    }
}

#[tokio::test(start_paused = true)]
async fn refusals_are_logged_up_to_a_limit_and_then_counted() {
    let (router, log) = (guarded::<Acme>(), Log::start());
    let long = format!("/acme/{}", "x".repeat(4000));
    for _ in 0..500 {
        form(b"").to(&router).await.is_refused_with(403);
        Webhook::raw(&long, b"").to(&router).await.is_refused_with(403);
    }
    assert!(log.text().len() < 20 * 400, "{} bytes of log", log.text().len());
    // Many refusals for one reason do not hide those for another.
    form(b"Digits=%").signed().to(&router).await.is_refused_with(422);
    log.has("reason=\"form\"");
    tokio::time::sleep(std::time::Duration::from_secs(2)).await;
    log.has("reason=\"unsigned\" counted=980");
}

#[tokio::test(start_paused = true)]
async fn calls_that_nobody_signed_are_logged_up_to_a_limit_and_signed_ones_one_by_one() {
    let log = Log::start();
    let (router, signed) = (open::<Acme>(), guarded::<Acme>());
    let call = || Webhook::raw("/acme", b"").with("content-type", FORM);
    for _ in 0..100 {
        call().to(&router).await.twiml();
    }
    assert_eq!(log.text().matches("incoming call").count(), 20, "{}", log.text());
    tokio::time::sleep(std::time::Duration::from_secs(2)).await;
    log.has("reason=\"call\" counted=80");
    for _ in 0..100 {
        call().signed().to(&signed).await.twiml();
    }
    assert_eq!(log.text().matches("incoming call").count(), 120);
}

#[tokio::test]
async fn no_number_of_a_caller_reaches_the_log() {
    let (router, log) = (open::<Acme>(), Log::start());
    for sid in ["%2B14158675309", "14158675309", "415-867-5309"] {
        for path in ["/acme", "/acme/Menu", "/acme/Nowhere", "/acme/14158675309", "/acme/%2B14158675309"] {
            let webhook = Webhook::raw(path, format!("CallSid={sid}").as_bytes()).with("content-type", FORM);
            webhook.to(&router).await.twiml();
        }
    }
    Webhook::raw("/acme/14158675309", b"{}").to(&router).await.is_refused_with(415);
    log.has("/acme/###########");
    for number in ["4158675309", "415-867-5309"] {
        log.has_not(number);
    }
}

/// A body of which nothing arrives.
struct Never;

impl http_body::Body for Never {
    type Data = axum::body::Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<http_body::Frame<Self::Data>, Self::Error>>> {
        std::task::Poll::Pending
    }
}

#[tokio::test(start_paused = true)]
async fn a_body_that_never_ends_is_given_up() {
    let phone =
        ivr_runtime::router::<Acme>((), &ivr_runtime::config::Settings::new().unsigned().phone()).unwrap();
    for path in ["/acme/Menu", "/acme/phone/calls/1/act"] {
        let never = axum::body::Body::new(Never);
        let request =
            axum::http::Request::post(path).header("host", "localhost").header("content-type", FORM);
        let response = tower::ServiceExt::oneshot(phone.clone(), request.body(never).unwrap()).await.unwrap();
        assert_eq!(response.status(), 408, "{path}");
    }
}
