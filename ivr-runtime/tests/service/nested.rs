//! A tree nested in another app.

use axum::{Router, routing::get};
use ivr_runtime::{config::Settings, router};

use crate::{
    fixture::Acme,
    log::Log,
    provider::{PUBLIC, TOKEN, Webhook},
    trap::Trap,
};

fn signed() -> Settings {
    Settings::new().auth_token(TOKEN).public_url(PUBLIC)
}

#[tokio::test]
async fn a_nested_tree_is_signed_and_continued_under_its_prefix() {
    let tree = router::<Acme>((), &signed().mounted_at("/v1/voice")).unwrap();
    let app = Router::new().route("/", get(async || "home")).nest("/v1", Router::new().nest("/voice", tree));
    let answer = Webhook::post("/v1/voice/acme?line=1", &[]).signed().to(&app).await;
    answer.says(r#"action="https://voice.example.com/v1/voice/acme/Menu""#);
    let answer = Webhook::post("/v1/voice/acme/Menu", &[("Digits", "3")]).signed().to(&app).await;
    answer.says("We are open");
    let stripped = Webhook::post("/v1/voice/acme", &[]).signed_for(&format!("{PUBLIC}/acme"));
    stripped.to(&app).await.is_refused_with(403);
}

#[tokio::test]
async fn without_a_public_url_the_next_step_is_found_under_the_prefix_too() {
    let tree = router::<Acme>((), &Settings::new().unsigned().mounted_at("/voice/")).unwrap();
    let app = Router::new().nest("/voice", tree);
    Webhook::post("/voice/acme", &[]).to(&app).await.says(r#"action="/voice/acme/Menu""#);
}

#[tokio::test]
async fn a_prefix_that_was_not_told_is_told_by_the_first_call() {
    let log = Log::start();
    let app = Router::new().nest("/voice", router::<Acme>((), &signed()).unwrap());
    Webhook::post("/voice/acme", &[]).signed().to(&app).await.twiml();
    log.has(r#"write `.mounted_at("/voice")`"#);

    let log = Log::start();
    Webhook::post("/voice/acme", &[]).signed().to(&app).await.twiml();
    log.has_not("mounted_at");
    let app = Router::new().nest("/voice", router::<Acme>((), &signed().mounted_at("/voice")).unwrap());
    Webhook::post("/voice/acme", &[]).signed().to(&app).await.twiml();
    log.has_not("mounted_at");
}

#[tokio::test]
async fn two_trees_stand_in_one_app() {
    let acme = router::<Acme>((), &signed().mounted_at("/a")).unwrap();
    let trap = router::<Trap>((), &signed().mounted_at("/b")).unwrap();
    let app = Router::new().nest("/a", acme).nest("/b", trap);
    Webhook::post("/a/acme", &[]).signed().to(&app).await.says("/a/acme/Menu");
    Webhook::post("/b/trap-door", &[]).signed().to(&app).await.says("/b/trap-door/Menu");
}

#[test]
fn wrong_settings_are_refused_all_at_once() {
    let settings = Settings::new().public_url("example.com").mounted_at("voice");
    let mistakes = router::<Acme>((), &settings).unwrap_err();
    let told = mistakes.to_string();
    assert_eq!(mistakes.iter().count(), 3, "{told}");
    for words in ["public URL: it must begin with https://", "mounted at: `voice`", "auth token: anybody"] {
        assert!(told.contains(words), "{told}");
    }
}
