//! A router in an app that reloads a prompt file: what callers in the middle of a call hear.

use std::time::{Duration, Instant};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::Request,
};
use ivr::{config::Settings, speak::Digits};
use tower::ServiceExt as _;

use super::{PHARMACY, Words, pharmacy::Pharmacy, with_notice};

ivr::phone_tree! {
    /// Keeps what callers enter, and says it in the words of the file.
    pub tree Survey {
        start Welcome;
        prompts "tests/it/prompts/prompts.toml";
        data { zip: Digits }

        everywhere { silence | _ => retry 2 { say sorry; } then Person }

        state Welcome { say welcome; goto Zip; }
        state Zip     { gather 5 keys, into zip { say zip; } match { entered => Thanks } }
        state Thanks  { say thanks; hangup; }
        state Person  { dial "+12345678900" match { _ => end } }
    }
}

const SURVEY: &str = include_str!("prompts.toml");

/// How long a change may take to be heard.
const TIMEOUT: Duration = Duration::from_secs(20);

async fn ask(router: &Router, path: &str, form: &str) -> String {
    let request = Request::post(path).header("content-type", "application/x-www-form-urlencoded");
    let request = request.body(Body::from(format!("CallSid=CA1&{form}"))).unwrap();
    let response = router.clone().oneshot(request).await.unwrap();
    assert_eq!(response.status(), 200, "{path}");
    let bytes = to_bytes(response.into_body(), 100_000).await.unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}

async fn get(router: &Router, path: &str) -> String {
    let response = router.clone().oneshot(Request::get(path).body(Body::empty()).unwrap()).await.unwrap();
    assert_eq!(response.status(), 200, "{path}");
    String::from_utf8(to_bytes(response.into_body(), 100_000).await.unwrap().to_vec()).unwrap()
}

/// Asks until the answer has these words.
async fn until(router: &Router, path: &str, words: &str) {
    let begun = Instant::now();
    loop {
        let answer =
            if path.starts_with("/pharmacy") { ask(router, path, "").await } else { get(router, path).await };
        if answer.contains(words) {
            return;
        }
        assert!(begun.elapsed() < TIMEOUT, "`{words}` is not in {answer}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

fn settings(words: &Words) -> Settings {
    Settings::new().unsigned().store("memory:").prompts(words.path())
}

#[tokio::test]
async fn an_emergency_greeting_is_switched_on_and_off_while_calls_go_on() {
    let words = Words::new("emergency", PHARMACY);
    let router = ivr::router::<Pharmacy>((), &settings(&words)).unwrap();
    let notice = "Today the pharmacy is closed.";
    assert!(!ask(&router, "/pharmacy", "").await.contains(notice));
    words.write(&with_notice());
    until(&router, "/pharmacy", notice).await;
    // A caller in the menu continues with the same number of attempts.
    let again = ask(&router, "/pharmacy/Menu/1", "").await;
    assert!(again.contains("Sorry?") && again.contains(r#"action="/pharmacy/Menu/2""#), "{again}");
    words.write(PHARMACY);
    let begun = Instant::now();
    while ask(&router, "/pharmacy", "").await.contains(notice) {
        assert!(begun.elapsed() < TIMEOUT, "the notice is still heard");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test]
async fn a_version_with_mistakes_is_refused_and_callers_hear_the_one_before() {
    let words = Words::new("refused", PHARMACY);
    let router = ivr::router::<Pharmacy>((), &settings(&words)).unwrap();
    words.write(&PHARMACY.replace("press one", "press five"));
    until(&router, "/readyz", "ready; the prompt file is refused").await;
    assert!(ask(&router, "/pharmacy", "").await.contains("press one"));
    let numbers = get(&router, "/metrics").await;
    assert!(numbers.contains(r#"ivr_prompts_refusals_total{tree="Pharmacy"} 1"#), "{numbers}");
    words.write(&PHARMACY.replace("press one", "press 1"));
    until(&router, "/pharmacy", "press 1").await;
    assert_eq!(get(&router, "/readyz").await, "ready\n");
}

#[tokio::test]
async fn a_call_that_keeps_something_goes_on_in_the_new_words() {
    let words = Words::new("kept", SURVEY);
    let router = ivr::router::<Survey>((), &settings(&words)).unwrap();
    let asked = ask(&router, "/survey", "").await;
    assert!(asked.contains("Enter your zip code."), "{asked}");
    let action = asked.split("action=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    words.write(&SURVEY.replace("You live in {zip:digits}.", "{zip:digits}, then."));
    let begun = Instant::now();
    while !get(&router, "/metrics").await.contains(r#"ivr_prompts_reloads_total{tree="Survey"} 1"#) {
        assert!(begun.elapsed() < TIMEOUT, "the words are not taken");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let thanked = ask(&router, &action, "Digits=06457").await;
    assert!(thanked.contains("0 6 4 5 7, then. Thank you."), "{thanked}");
}

#[test]
fn a_file_with_mistakes_is_told_whole_before_the_first_call() {
    let words = Words::new("start", &PHARMACY.replace("[sorry]", "[sory]").replace("on = false", ""));
    let mistakes = ivr::router::<Pharmacy>((), &settings(&words)).map(drop).unwrap_err().to_string();
    let lines: Vec<&str> = mistakes.lines().map(|line| line.split_once(".toml: ").unwrap().1).collect();
    assert_eq!(
        lines,
        [
            "line 7, column 2: `notice` needs `on` (write `on = true` or `on = false`)",
            "line 19, column 2: `sory` is never used, and `sorry` is missing (did you mean `sorry`?)",
        ]
    );
}
