//! Inputs of a state: phrases that apply, hide and contradict each other, and their confidence.

use super::*;

/// An ear for yes, no and a doubt that everybody inherits.
fn matcher() -> InputMatcher {
    let verb = r#"{"gather":{"keys":{"min":1,"max":1},"speech":true,"timeout":5,"arms":[
        {"keys":["1"],"phrases":[{"text":"oui","above":0.5},{"text":"fièvre","above":0.5}],"heard":"1","to":{"go":"Yes"}},
        {"keys":["2"],"phrases":[{"text":"non","above":0.5},{"text":"pas de fièvre","above":0.9}],"heard":"2","to":{"go":"No"}},
        {"keys":["9"],"phrases":[{"text":"répéter"}],"heard":"9","to":"again"},
        {"outcomes":["_"],"phrases":[{"text":"pas"}],"inherited":true,"to":{"action":0}}]}}"#;
    InputMatcher::new(&serde_json::from_str(verb).unwrap(), "fr-FR")
}

fn said(words: &str, confidence: f32) -> Event {
    matcher().hear(
        &Input { speech: words.into(), confidence: Some(confidence), ..Input::default() },
        Conditions::NONE,
    )
}

#[test]
fn accents_case_and_full_stops_change_nothing() {
    for oui in [
        "oui",
        "OUI !",
        "Oui.",
        "  oui… ",
        "Oui, oui.",
        "o\u{AD}ui",
        "<b>Oui</b>",
        "Fievre",
        "La FIÈVRE, oui.",
    ] {
        assert_eq!(said(oui, 0.9), Event::Key1, "{oui}");
    }
    for other in ["Louis", "ouïe", "ou i", "nonante", "sinon", "🙂", "o-u-i"] {
        assert_eq!(said(other, 0.9), Event::Else, "{other}");
    }
}

#[test]
fn phrases_of_several_arms_contradict_each_other() {
    for both in ["oui enfin non", "non oui", "oui, pas de fièvre", "je ne sais pas, oui", "non, répéter"] {
        assert_eq!(said(both, 0.95), Event::Else, "{both}");
    }
    // Even if one of them is longer.
    assert_eq!(said("fièvre, non", 0.95), Event::Else);
}

#[test]
fn phrases_of_one_arm_agree() {
    assert_eq!(said("Non, non, pas de fièvre.", 0.95), Event::Key2);
    assert_eq!(said("Oui, de la fièvre.", 0.95), Event::Key1);
}

#[test]
fn a_longer_phrase_hides_the_one_inside_it() {
    assert_eq!(said("Je n'ai pas de fièvre.", 0.95), Event::Key2);
}

#[test]
fn a_doubtful_longer_phrase_hides_the_one_inside_it_all_the_same() {
    assert_eq!(said("Je n'ai pas de fièvre.", 0.6), Event::Else);
    // Another phrase of the same arm accepts the confidence.
    assert_eq!(said("Non, pas de fièvre.", 0.6), Event::Key2);
}

#[test]
fn a_phrase_counts_from_its_confidence_on() {
    assert_eq!(said("oui", 0.49), Event::Else);
    assert_eq!(said("oui", 0.5), Event::Key1);
    assert_eq!(said("répéter", 0.0), Event::Key9);
    // Twilio does not always send a confidence.
    assert_eq!(
        matcher().hear(&Input { speech: "oui".into(), ..Input::default() }, Conditions::NONE),
        Event::Key1
    );
}

#[test]
fn a_spoken_key_has_to_be_as_sure_as_the_phrases_of_its_arm() {
    assert_eq!(said("Deux, s'il vous plaît.", 0.9), Event::Key2);
    assert_eq!(said("deux", 0.2), Event::Else);
    assert_eq!(said("neuf", 0.2), Event::Key9);
}

#[test]
fn the_same_phrase_may_mean_less_when_it_is_less_sure() {
    let verb = r#"{"gather":{"speech":true,"timeout":5,"arms":[
        {"phrases":[{"text":"yes","above":0.8}],"heard":"arm 0","to":{"go":"Yes"}},
        {"phrases":[{"text":"Yes!"}],"heard":"arm 1","to":{"go":"Sure"}},
        {"phrases":[{"text":"yes"}],"heard":"arm 2","inherited":true,"to":{"go":"Other"}}]}}"#;
    let matcher = InputMatcher::new(&serde_json::from_str(verb).unwrap(), "en-US");
    let said = |sure| {
        matcher.hear(
            &Input { speech: "yes".into(), confidence: Some(sure), ..Input::default() },
            Conditions::NONE,
        )
    };
    assert_eq!((said(0.8), said(0.5)), (Event::Arm(0), Event::Arm(1)));
}

#[test]
fn words_that_contradict_each_other_are_still_an_entry() {
    let verb = r#"{"gather":{"speech":true,"timeout":5,"into":"words","arms":[
        {"phrases":[{"text":"sales"}],"heard":"arm 0","to":{"go":"Sales"}},
        {"phrases":[{"text":"support"}],"heard":"arm 1","to":{"go":"Support"}},
        {"outcomes":["entered"],"to":{"go":"Classify"}},{"outcomes":["_"],"to":"again"}]}}"#;
    let matcher = InputMatcher::new(&serde_json::from_str(verb).unwrap(), "en-US");
    let said = |words: &'static str| {
        matcher.hear(&Input { speech: words.into(), ..Input::default() }, Conditions::NONE)
    };
    assert_eq!(said("Sales."), Event::Arm(0));
    assert_eq!(said("not sales but support"), Event::Entered);
    assert_eq!(said("…"), Event::Else);
}

#[test]
fn what_was_heard_never_reaches_a_log() {
    let input = Input {
        digits: "4711".into(),
        speech: "j'ai de la fièvre".into(),
        recording_url: "https://api.example/RE1".into(),
        ..Input::default()
    };
    assert_eq!(format!("{input:?}"), "Input { digits: …, speech: …, recording_url: …, confidence: None }");
}

#[test]
fn a_conference_is_answered_or_fails() {
    let dialled = |noun: &str, status: &'static str| {
        let verb = format!(r#"{{"dial":{{"noun":"{noun}","numbers":["weekly"],"timeout":20,"arms":[]}}}}"#);
        let matcher = InputMatcher::new(&serde_json::from_str(&verb).unwrap(), "en-US");
        matcher.hear(&Input { dial_status: status.into(), ..Input::default() }, Conditions::NONE)
    };
    assert_eq!([dialled("client", "busy"), dialled("client", "no-answer")], [Event::Busy, Event::NoAnswer]);
    assert_eq!([dialled("conference", "answered"), dialled("conference", "completed")], [Event::Answered; 2]);
    for unexpected in ["busy", "no-answer", "canceled", "failed", "other"] {
        assert_eq!(dialled("conference", unexpected), Event::Failed, "{unexpected}");
    }
}
