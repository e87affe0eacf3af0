//! Prompts of real telephone lines, with exactly the keys that each announces.
//!
//! Expected keys are separated by spaces; `1-5` is a range, `other` is any other key.

use super::{Announced, announced};

mod english;
mod french;
mod german;
mod italian;
mod portuguese;
mod spanish;

/// A prompt, and the keys that it announces.
type Prompt = (&'static str, &'static str);

fn told(text: &str, language: &str) -> String {
    let names = announced(text, language).into_iter().map(|found| match found.kind {
        Announced::Key(keys) => keys,
        Announced::Range(from, to) => format!("{from}-{to}"),
        Announced::AnyOther => "other".to_owned(),
    });
    names.collect::<Vec<_>>().join(" ")
}

fn check(language: &str, prompts: &[Prompt]) {
    let wrong: Vec<_> = prompts
        .iter()
        .filter(|(text, keys)| told(text, language) != *keys)
        .map(|(text, keys)| format!("{text}\n  expected {keys:?}, found {:?}", told(text, language)))
        .collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), prompts.len(), wrong.join("\n"));
    assert!(prompts.len() >= 40);
}

#[test]
fn english_prompts_announce_their_keys() {
    check("en-US", english::PROMPTS);
}

#[test]
fn french_prompts_announce_their_keys() {
    check("fr-FR", french::PROMPTS);
}

#[test]
fn german_prompts_announce_their_keys() {
    check("de-DE", german::PROMPTS);
}

#[test]
fn italian_prompts_announce_their_keys() {
    check("it-IT", italian::PROMPTS);
}

#[test]
fn portuguese_prompts_announce_their_keys() {
    check("pt-BR", portuguese::PROMPTS);
}

#[test]
fn spanish_prompts_announce_their_keys() {
    check("es-MX", spanish::PROMPTS);
}

#[test]
fn another_language_announces_nothing() {
    assert_eq!(told("Press 1. Naciśnij 2.", "pl-PL"), "");
}
