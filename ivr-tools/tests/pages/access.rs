//! The pages are served only in development: a signed server answers 404.

use std::time::Duration;

use axum::{
    body::{Body, Bytes},
    extract::Request,
};
use http_body_util::BodyExt;
use hyper::body::Frame;
use ivr_runtime::{config::Settings, development::RESERVED_PATHS};
use ivr_tools::router;
use tokio::time::timeout;
use tower::ServiceExt;

use crate::{
    fixture::Acme,
    provider::{PUBLIC, TOKEN, Webhook},
};

#[tokio::test]
async fn the_picture_is_shown_when_it_is_asked_for() {
    let router = router::<Acme>((), &Settings::new().auth_token(TOKEN).phone()).unwrap();
    Webhook::get("/acme/tree.mmd", &[]).to(&router).await.has("Reception");
    Webhook::get("/acme/tree.dot", &[]).to(&router).await.has("digraph");
    let json = Webhook::get("/acme/tree.json", &[]).to(&router).await;
    assert_eq!(json.headers.get("content-type").unwrap(), "application/json");
    json.has(r#""name": "Acme""#);
}

#[tokio::test]
async fn the_phone_is_for_this_machine_and_for_nobody_elses_page() {
    let router = router::<Acme>((), &Settings::new().auth_token(TOKEN).phone()).unwrap();
    let page = Webhook::get("/acme/phone", &[]).with("host", "localhost:3000").to(&router).await;
    let policy = page.headers.get("content-security-policy").unwrap().to_str().unwrap();
    assert!(policy.starts_with("default-src 'none'; script-src 'self'"), "{policy}");
    page.has("Keypad");
    Webhook::get("/acme/phone", &[]).with("host", "evil.example").to(&router).await.is_refused_with(403);
    let call = Webhook::raw("/acme/phone/calls", b"{}").with("host", "localhost:3000");
    let foreign = call.clone().with("origin", "http://evil.example");
    foreign.to(&router).await.is_refused_with(403);
    call.to(&router).await.has("Welcome to ACME");
}

#[tokio::test]
async fn there_is_no_phone_for_the_world_and_nobody_watches_unasked() {
    let local = |path: &str| Webhook::get(path, &[]).with("host", "localhost");
    let signed = router::<Acme>((), &Settings::new().auth_token(TOKEN).public_url(PUBLIC)).unwrap();
    for path in RESERVED_PATHS {
        local(&format!("/acme{path}")).to(&signed).await.is_refused_with(404);
    }
    let router = router::<Acme>((), &Settings::new().unsigned().phone()).unwrap();
    for path in ["/acme/watch", "/acme/events"] {
        local(path).to(&router).await.is_refused_with(404);
    }
}

#[tokio::test]
async fn a_reserved_path_never_reaches_the_webhook() {
    let phone = Settings::new().unsigned().phone();
    for settings in [Settings::new().unsigned(), phone.clone(), phone.watch()] {
        let router = router::<Acme>((), &settings).unwrap();
        let answer = async |path: &str| Webhook::post(path, &[]).with("host", "localhost").to(&router).await;
        for path in RESERVED_PATHS {
            let answer = answer(&format!("/acme{path}")).await;
            let is_twiml =
                answer.headers.get("content-type").is_some_and(|kind| kind == "text/xml; charset=utf-8");
            assert!(!is_twiml, "{path}");
        }
        assert_eq!(answer("/acme/phones").await.headers["content-type"], "text/xml; charset=utf-8");
    }
}

#[tokio::test]
async fn the_live_view_begins_with_what_is_kept_and_stays_open() {
    let router = router::<Acme>((), &Settings::new().unsigned().phone().watch()).unwrap();
    Webhook::post("/acme", &[]).to(&router).await.says("Welcome to ACME");
    let request = Request::get("/acme/events").header("host", "localhost").body(Body::empty()).unwrap();
    let response = router.clone().oneshot(request).await.unwrap();
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    let mut body = response.into_body();
    let mut next = async || timeout(Duration::from_secs(1), body.frame()).await;
    let text = |frame: Frame<Bytes>| String::from_utf8(frame.into_data().unwrap().to_vec()).unwrap();
    assert_eq!(text(next().await.unwrap().unwrap().unwrap()), "event: begin\ndata: kept\n\n");
    assert!(text(next().await.unwrap().unwrap().unwrap()).contains("state-Menu"));
    assert!(next().await.is_err(), "the stream is open");
}

#[tokio::test]
async fn an_unsigned_server_refuses_pages_of_other_sites_everywhere() {
    let router = router::<Acme>((), &Settings::new().unsigned().phone().watch()).unwrap();
    let step = Webhook::post("/acme/Reception/0", &[("Digits", "1")]);
    let looks = [
        "/acme/tree.svg",
        "/acme/tree.json",
        "/acme/phone",
        "/acme/watch",
        "/healthz",
        "/readyz",
        "/metrics",
    ];
    let requests = looks.map(|path| Webhook::get(path, &[]));
    let requests =
        requests.into_iter().chain([step, Webhook::post("/acme", &[]), Webhook::get("/acme", &[])]);
    for request in requests {
        let local = request.clone().with("host", "localhost:3000");
        for (name, value) in
            [("origin", "https://evil.example"), ("sec-fetch-site", "cross-site"), ("origin", "null")]
        {
            local.clone().with(name, value).to(&router).await.is_refused_with(403);
        }
        let rebound = request.with("host", "evil.example:3000").with("sec-fetch-site", "same-origin");
        rebound.to(&router).await.is_refused_with(403);
        assert_eq!(local.to(&router).await.status, 200, "the same request of a program");
    }
    let link = Webhook::get("/acme/Reception/0", &[("Digits", "1")])
        .with("host", "localhost")
        .with("sec-fetch-site", "cross-site")
        .with("sec-fetch-mode", "navigate");
    link.to(&router).await.is_refused_with(403);
    let metrics = Webhook::get("/metrics", &[]).with("host", "localhost").to(&router).await;
    metrics.has(r#"reason="origin"} 10"#).has(r#"reason="host"} 3"#);
}

#[tokio::test]
async fn the_public_url_of_an_unsigned_server_is_answered_and_a_signed_server_knows_the_provider_by_its_signature()
 {
    let open = router::<Acme>((), &Settings::new().unsigned().public_url(PUBLIC)).unwrap();
    let call = Webhook::post("/acme", &[]);
    call.clone().with("host", "voice.example.com").to(&open).await.says("Welcome to ACME");
    call.clone().with("host", "other.example.com").to(&open).await.is_refused_with(403);
    let signed = router::<Acme>((), &Settings::new().auth_token(TOKEN).public_url(PUBLIC)).unwrap();
    call.signed().with("host", "internal").to(&signed).await.says("Welcome to ACME");
}

#[tokio::test]
async fn the_phone_of_a_server_with_shared_keys_alone_makes_signed_calls() {
    for key in ["secret", "WK0123456789abcdef0123456789abcdef=secret"] {
        let router = router::<Acme>((), &Settings::new().shared_key(key).public_url(PUBLIC).phone()).unwrap();
        let call = Webhook::raw("/acme/phone/calls", b"{}").with("host", "localhost:3000");
        call.to(&router).await.has("Welcome to ACME");
    }
}
