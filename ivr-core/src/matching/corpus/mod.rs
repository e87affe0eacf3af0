//! Utterances of callers with the arm or entry that they mean, in one file per language.

use super::{Arm, Matcher};
use crate::event::Event;

const LANGUAGES: [(&str, &str); 10] = [
    ("english", include_str!("english.txt")),
    ("french", include_str!("french.txt")),
    ("german", include_str!("german.txt")),
    ("italian", include_str!("italian.txt")),
    ("portuguese", include_str!("portuguese.txt")),
    ("spanish", include_str!("spanish.txt")),
    ("chinese", include_str!("chinese.txt")),
    ("japanese", include_str!("japanese.txt")),
    ("korean", include_str!("korean.txt")),
    ("thai", include_str!("thai.txt")),
];

/// Parses a state of a file: `> en-US key: 1 "sales", 2 …`, or `> en-US 5 keys` with a field for its entry.
fn state(head: &str) -> Matcher {
    let (language, rest) = head.split_once(' ').unwrap();
    let (keys, arms) = rest.split_once(": ").unwrap_or((rest, ""));
    let length = match keys.strip_suffix("keys").map(str::trim) {
        None => (1, Some(1)),
        Some("") => (1, None),
        Some(many) => (many.parse().unwrap(), Some(many.parse().unwrap())),
    };
    let mut list: Vec<Arm<'_>> = arms.split(", ").filter(|arm| !arm.is_empty()).map(arm).collect();
    let otherwise = if list.is_empty() { Event::Entered } else { Event::Else };
    list.push(Arm { outcomes: vec![otherwise], ..Arm::default() });
    Matcher::new(Some(length), language, &list)
}

/// Parses an arm such as `1 "sales" "shop"`.
fn arm(text: &str) -> Arm<'_> {
    let (key, phrases) = text.split_once(' ').unwrap_or((text, ""));
    let phrases = phrases.split('"').filter(|phrase| !phrase.trim().is_empty());
    Arm {
        keys: vec![key],
        phrases: phrases.map(|phrase| (phrase, 0.0)).collect(),
        heard: Event::single_key(key),
        ..Arm::default()
    }
}

/// Returns the meaning of an utterance as the files write it.
fn meaning(state: &Matcher, said: &str) -> String {
    let keys = state.spoken_keys(said).filter(|keys| state.entry(keys) == Event::Entered);
    match state.words(said, None) {
        Event::Entered => keys.unwrap_or_else(|| "_".to_owned()),
        Event::Else => "_".to_owned(),
        heard => heard.to_string(),
    }
}

#[test]
fn what_callers_say_is_what_they_mean() {
    let mut wrong = Vec::new();
    for (language, text) in LANGUAGES {
        let mut here = None;
        let (mut meant, mut other) = (0, 0);
        for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            if let Some(head) = line.strip_prefix("> ") {
                here = Some(state(head));
                continue;
            }
            let (said, expected) = line.rsplit_once(" = ").unwrap();
            let found = meaning(here.as_ref().unwrap(), said);
            *if expected == "_" { &mut other } else { &mut meant } += 1;
            if found != expected {
                wrong.push(format!("{language}: {said}: {expected} expected, {found} found"));
            }
        }
        assert!(meant >= 35 && other >= 15, "{language}: {meant} and {other}");
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}
