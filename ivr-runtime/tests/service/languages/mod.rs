//! Calls to a hotel that speaks French, English and Spanish, as Twilio makes them.

// What a caller must hear, worked out the plain way.
#[expect(clippy::indexing_slicing, reason = "what a description lacks is null")]
mod naive;

use proptest::{
    collection::vec,
    prelude::any,
    test_runner::{Config, TestCaseError, TestRunner},
};
use roxmltree::{Document, Node};

use self::naive::{Said, Walk};
use crate::{
    fixture::Hotel,
    log::Log,
    provider::{Answer, Webhook, open},
};

/// What is said in a document, in order, and where it leads.
fn read(answer: &Answer) -> (Vec<Said>, Option<String>) {
    let document = Document::parse(answer.twiml()).unwrap();
    let elements = || document.descendants().filter(Node::is_element);
    let said = elements().filter_map(|element| match element.tag_name().name() {
        "Say" => {
            let attribute = |name| element.attribute(name).map(str::to_owned);
            Some(Said {
                language: attribute("language"),
                voice: attribute("voice"),
                text: element.text()?.to_owned(),
            })
        }
        "Play" => Some(Said { language: None, voice: None, text: element.text()?.to_owned() }),
        _ => None,
    });
    let action = elements().find_map(|element| element.attribute("action")).map(str::to_owned);
    (said.collect(), action)
}

async fn press(path: &str, key: &str) -> Answer {
    Webhook::post(path, &[("Digits", key)]).to(&open::<Hotel>()).await
}

#[tokio::test]
async fn a_call_begins_in_the_first_language_and_its_urls_name_none() {
    let answer = Webhook::post("/hotel", &[]).to(&open::<Hotel>()).await;
    answer.says("https://p.example/fr/accueil.mp3").says(r#"action="/hotel/Menu""#);
    answer.says(r#"<Say language="fr-FR" voice="Polly.Lea">Pour une chambre, tapez un.</Say>"#);
    answer.says(r#"language="fr-FR" hints="#);
}

#[tokio::test]
async fn what_is_said_in_a_language_to_everybody_has_the_voice_of_that_language() {
    for path in ["/hotel/Menu", "/hotel/en-US/Menu", "/hotel/es-ES/Menu"] {
        let answer = Webhook::post(path, &[]).to(&open::<Hotel>()).await;
        answer.says(r#"<Say language="en-US" voice="Polly.Joanna">For English, press two.</Say>"#);
        answer.says(r#"<Say language="es-ES">Para español, pulse tres.</Say>"#);
        answer.says(r#"<Say language="fr-FR" voice="Polly.Lea">Pour le français, tapez quatre.</Say>"#);
    }
}

#[tokio::test]
async fn from_speak_on_all_is_said_and_understood_in_that_language() {
    let english = press("/hotel/Menu", "2").await;
    english
        .says(r#"action="/hotel/en-US/Menu""#)
        .says("For a room, press one.")
        .says(r#"language="en-US" hints="#);
    press("/hotel/en-US/Menu", "1").await.says("Which room?").says(r#"action="/hotel/en-US/Room""#);

    let room = |path: &'static str, words: &'static str| async move {
        Webhook::post(path, &[("SpeechResult", words)]).to(&open::<Hotel>()).await
    };
    room("/hotel/en-US/Room", "forty-two").await.says("Thank you.");
    room("/hotel/Room", "quarante-deux").await.says("Merci.");
    // A number in a language that is not recognized is not an input.
    room("/hotel/Room", "forty-two").await.says("Non.");
}

#[tokio::test]
async fn a_speak_in_the_steps_counts_from_there_on() {
    let answer = press("/hotel/Menu", "5").await;
    answer.says(r#"<Say language="fr-FR" voice="Polly.Lea">Un instant.</Say>"#);
    answer.says(r#"<Say language="en-US" voice="Polly.Joanna">You are abroad.</Say>"#);
    answer.says("For a room, press one.").says(r#"action="/hotel/en-US/Menu""#);
}

#[tokio::test]
async fn a_language_outlives_the_process_and_a_repeated_request_is_answered_alike() {
    // Each request goes to a new router.
    let once = press("/hotel/es-ES/Menu/1", "9").await;
    once.says("¿Perdón?").says(r#"action="/hotel/es-ES/Menu/2""#);
    assert_eq!(press("/hotel/es-ES/Menu/1", "9").await.text, once.text);
}

#[tokio::test]
async fn on_error_speaks_the_language_of_the_call() {
    for (path, words) in
        [("Nowhere", "Une panne."), ("en-US/Nowhere/3", "A fault."), ("es-ES/X", "Una avería.")]
    {
        // No other server knew the state.
        Webhook::post(&format!("/hotel/{path}?ivr-retry=10"), &[]).to(&open::<Hotel>()).await.says(words);
    }
    let english = Webhook::post("/hotel/en-US/Nowhere?ivr-retry=10", &[]).to(&open::<Hotel>()).await;
    english.says("We help you.").says(r#"action="/hotel/en-US/Help""#);
}

#[tokio::test]
async fn a_language_that_this_version_does_not_have_becomes_the_first() {
    let log = Log::start();
    let first = press("/hotel/nl-NL/Menu/1", "7").await;
    first.says("<Redirect method=\"POST\">/hotel/nl-NL/Menu/1?Digits=7&amp;ivr-retry=1</Redirect>");
    // No other server has this language.
    let answer = Webhook::post("/hotel/nl-NL/Menu/1?Digits=7&ivr-retry=10", &[]).to(&open::<Hotel>()).await;
    answer.says("Pardon ?").says(r#"action="/hotel/Menu/2""#);
    log.has("continues in fr-FR");
    log.has("/hotel/nl-NL/Menu/1");
}

#[tokio::test]
async fn rubbish_in_the_place_of_a_language_does_no_harm() {
    for rubbish in
        ["-", "--", "en-us", "en_US-", "%20-", "-%00", "en-US%2F", "..-", "%3CHangup%2F%3E-", "é-%F0"]
    {
        let answer =
            Webhook::post(&format!("/hotel/{rubbish}/Menu?ivr-retry=10"), &[]).to(&open::<Hotel>()).await;
        assert!(
            ["Pardon ?", "Une panne.", "A fault."].iter().any(|words| answer.twiml().contains(words)),
            "{rubbish}"
        );
    }
}

#[test]
fn whatever_callers_press_each_document_is_in_the_language_of_the_plain_way() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    let config = Config { failure_persistence: None, cases: 64, ..Config::default() };
    let walks = vec(any::<u8>(), 40);
    TestRunner::new(config)
        .run(&walks, |whims| {
            let router = open::<Hotel>();
            let mut walk = Walk::begin();
            let mut answer = runtime.block_on(Webhook::post("/hotel", &[]).to(&router));
            for whim in whims {
                let (said, action) = read(&answer);
                if said != walk.said || action != walk.action() {
                    return Err(TestCaseError::fail(format!("{walk:?} is answered by {answer:?}")));
                }
                let Some(path) = action else {
                    walk = Walk::begin();
                    answer = runtime.block_on(Webhook::post("/hotel", &[]).to(&router));
                    continue;
                };
                answer = runtime.block_on(Webhook::post(&path, &walk.goes_on(whim)).to(&router));
            }
            Ok(())
        })
        .unwrap();
}

/// The states that a call passes which presses these keys after it chose a language.
async fn path(choice: &str, keys: &[&str]) -> Vec<String> {
    let mut answer = press("/hotel/Menu", choice).await;
    let mut states = Vec::new();
    for key in keys {
        let action = read(&answer).1.unwrap();
        states.push(action.rsplit('/').next().unwrap().to_owned());
        answer = press(&action, key).await;
    }
    states
}

#[tokio::test]
async fn a_call_goes_the_same_way_in_every_language() {
    let keys = ["1", "99", "42"];
    let french = path("4", &keys).await;
    assert_eq!(french, ["Menu", "Room", "1"]);
    assert_eq!(path("2", &keys).await, french);
    assert_eq!(path("3", &keys).await, french);
}
