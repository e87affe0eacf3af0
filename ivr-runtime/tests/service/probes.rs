//! The requests of service managers, load balancers and Prometheus.

use crate::{
    fixture::Acme,
    provider::{Webhook, guarded, open},
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
    Webhook::post("/acme/Retired?ivr-retry=10", &[]).to(&router).await.twiml();
    Webhook::post("/acme/status", &[]).to(&router).await;
    Webhook::raw("/acme", b"x").to(&router).await.is_refused_with(415);
    let numbers = Webhook::get("/metrics", &[]).to(&router).await.text;
    for line in [
        r#"ivr_calls_started_total{tree="Acme"} 1"#,
        r#"ivr_requests_total{tree="Acme",outcome="answered"} 1"#,
        r#"ivr_requests_total{tree="Acme",outcome="stepped"} 1"#,
        r#"ivr_requests_total{tree="Acme",outcome="on_error"} 1"#,
        r#"ivr_requests_total{tree="Acme",outcome="passed_on"} 1"#,
        r#"ivr_requests_total{tree="Acme",outcome="noted"} 1"#,
        r#"ivr_rejections_total{tree="Acme",reason="type"} 1"#,
        r#"ivr_request_duration_seconds_count{tree="Acme"} 6"#,
    ] {
        assert!(numbers.contains(line), "{line} in\n{numbers}");
    }
    for private in ["31337", "CA0", "1415", "Retired"] {
        assert!(!numbers.contains(private), "{private} in\n{numbers}");
    }
}
