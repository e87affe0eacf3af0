//! What the machines around a tree ask, and what those may see who made it.

use ivr_runtime::{config::Settings, router};

use crate::{
    fixture::Acme,
    provider::{TOKEN, Webhook, guarded, open},
};

#[tokio::test]
async fn a_running_tree_is_alive_and_ready_without_a_signature() {
    let router = guarded::<Acme>();
    for probe in ["/healthz", "/readyz"] {
        assert_eq!(Webhook::get(probe, &[]).to(&router).await.status, 200, "{probe}");
    }
}

#[tokio::test]
async fn calls_and_refusals_are_counted_and_nothing_of_a_caller_is() {
    let router = open::<Acme>();
    Webhook::post("/acme", &[]).to(&router).await.twiml();
    Webhook::post("/acme/Menu", &[("Digits", "31337")]).to(&router).await.twiml();
    Webhook::post("/acme/Retired", &[]).to(&router).await.twiml();
    Webhook::post("/acme/status", &[]).to(&router).await;
    Webhook::raw("/acme", b"x").to(&router).await.is_refused_with(415);
    let numbers = Webhook::get("/metrics", &[]).to(&router).await.text;
    for line in [
        r#"ivr_calls_started_total{tree="Acme"} 1"#,
        r#"ivr_requests_total{tree="Acme",outcome="answered"} 1"#,
        r#"ivr_requests_total{tree="Acme",outcome="stepped"} 1"#,
        r#"ivr_requests_total{tree="Acme",outcome="trouble"} 1"#,
        r#"ivr_requests_total{tree="Acme",outcome="noted"} 1"#,
        r#"ivr_rejections_total{tree="Acme",reason="type"} 1"#,
        r#"ivr_request_duration_seconds_count{tree="Acme"} 5"#,
    ] {
        assert!(numbers.contains(line), "{line} in\n{numbers}");
    }
    for private in ["31337", "CA0", "1415", "Retired"] {
        assert!(!numbers.contains(private), "{private} in\n{numbers}");
    }
}

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
    let local = |path| Webhook::get(path, &[]).with("host", "localhost");
    for path in ["/acme/phone", "/acme/watch", "/acme/events"] {
        local(path).to(&guarded::<Acme>()).await.is_refused_with(404);
    }
    let router = router::<Acme>((), &Settings::new().unsigned().phone()).unwrap();
    for path in ["/acme/watch", "/acme/events"] {
        local(path).to(&router).await.is_refused_with(404);
    }
}
