//! Which arm of a state an input of a scenario takes, as the runtime's ear decides it, or why it cannot happen.

use ivr_core::event::Outcome;

use super::{Arm, Gather, State, Verb};
use crate::{
    syntax::{Input, Pattern},
    words,
};

/// The arm that was taken, and by what.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct TakenArm {
    /// The place of the arm in its list.
    pub(crate) arm: usize,
    pub(crate) by: By,
}

/// What an arm was taken by.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum By {
    /// An entry of keys that it names.
    Entry(String),
    /// A phrase that it names, or its pattern of Rust.
    Arm,
    /// `silence`, `entered`, `busy` … as it happened; the arm may be the one for anything else.
    Outcome(Outcome),
}

/// Why an input cannot happen in a state.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Impossible {
    /// Keys where only words are heard.
    NoKeys,
    /// Words where only keys are heard.
    NoWords,
    /// More keys than an entry has, with the most.
    TooLong(u32),
    /// An entry with the key that finishes it.
    Finish,
    /// The caller does something where a verb is at work.
    NotTheCaller,
    /// A verb's answer where the caller is asked.
    TheCaller,
    /// Nothing of this name comes back from the verb.
    NoSuchAnswer,
    /// The call is over.
    Over,
}

/// The arm that `input` takes in `state` in a call that speaks `language`; `None` when there is none, which other rules report.
pub(crate) fn hear(state: &State, language: &str, input: &Input) -> Result<Option<TakenArm>, Impossible> {
    if state.verb.arms().is_some_and(|arms| arms.broken) {
        return Ok(None);
    }
    match (&state.verb, input) {
        (Verb::Gather(_), Input::Answer(_)) => Err(Impossible::TheCaller),
        (Verb::Gather(gather), Input::Silence(_)) => Ok(outcome(&gather.arms.list, Outcome::Silence)),
        (Verb::Gather(gather), Input::Wrong(_)) => Ok(outcome(&gather.arms.list, Outcome::Else)),
        (Verb::Gather(gather), Input::Keys(keys)) => {
            possible(gather, &keys.value).map(|()| entry(gather, &keys.value))
        }
        (Verb::Gather(gather), Input::Words(_)) if gather.speech.is_none() => Err(Impossible::NoWords),
        (Verb::Gather(gather), Input::Words(text)) => Ok(spoken(gather, language, &text.value)),
        (verb, Input::Answer(text)) if verb.arms().is_some() => answer(verb, &text.value),
        (Verb::Broken, _) => Ok(None),
        (verb, _) if verb.arms().is_some() => Err(Impossible::NotTheCaller),
        _ => Err(Impossible::Over),
    }
}

impl Verb {
    /// What it comes back with, as a scenario writes it; nothing for a verb that does not come back.
    pub(crate) fn answers(&self) -> Vec<&str> {
        if let Self::Match(question) = self {
            let patterns = question.arms.list.iter().flat_map(|arm| &arm.patterns);
            return patterns.filter_map(answer_of).collect();
        }
        self.kind().into_iter().flat_map(|kind| kind.outcomes().map(Outcome::as_str)).collect()
    }
}

/// How a scenario writes that an arm of a Rust `match` was taken: by its pattern, or `late`.
fn answer_of(pattern: &Pattern) -> Option<&str> {
    match pattern {
        Pattern::Rust { text, .. } => Some(&text.value),
        Pattern::Outcome { outcome, .. } => Some(outcome.as_str()),
        Pattern::Keys(_) | Pattern::Phrase { .. } => None,
    }
}

fn answer(verb: &Verb, name: &str) -> Result<Option<TakenArm>, Impossible> {
    if !verb.answers().contains(&name) {
        return Err(Impossible::NoSuchAnswer);
    }
    let Some(arms) = verb.arms().map(|arms| &arms.list) else { return Ok(None) };
    let rust =
        |arm: &Arm| arm.rust().is_some() && arm.patterns.iter().any(|own| answer_of(own) == Some(name));
    if let Some(arm) = arms.iter().position(rust) {
        return Ok(Some(TakenArm { arm, by: By::Arm }));
    }
    let Some(happened) = Outcome::parse(name) else { return Ok(None) };
    Ok(outcome(arms, happened).or_else(|| taken_as(arms, Outcome::Else, happened)))
}

/// The arm that names an outcome.
fn outcome(arms: &[Arm], outcome: Outcome) -> Option<TakenArm> {
    taken_as(arms, outcome, outcome)
}

fn taken_as(arms: &[Arm], named: Outcome, happened: Outcome) -> Option<TakenArm> {
    let arm = arms.iter().position(|arm| arm.has(named))?;
    Some(TakenArm { arm, by: By::Outcome(happened) })
}

fn possible(gather: &Gather, entry: &str) -> Result<(), Impossible> {
    let keys = gather.keys.ok_or(Impossible::NoKeys)?;
    if gather.finish_on_key.as_ref().is_some_and(|finish| entry.contains(&finish.value)) {
        return Err(Impossible::Finish);
    }
    match keys.max {
        Some(max) if entry.chars().count() > max as usize => Err(Impossible::TooLong(max)),
        _ => Ok(()),
    }
}

/// A local arm that names the entry, then a complete entry, then an inherited arm that names it, then `_`.
fn entry(gather: &Gather, entry: &str) -> Option<TakenArm> {
    let arms = &gather.arms.list;
    let named = |inherited: bool| {
        let arm = arms
            .iter()
            .position(|arm| arm.inherited == inherited && arm.keys().any(|keys| keys.value == entry))?;
        Some(TakenArm { arm, by: By::Entry(entry.to_owned()) })
    };
    let complete = || {
        let length = entry.chars().count() as u32;
        let keys = gather.keys?;
        let fits = keys.min <= length && keys.max.is_none_or(|max| length <= max);
        fits.then(|| outcome(arms, Outcome::Entered)).flatten()
    };
    named(false).or_else(complete).or_else(|| named(true)).or_else(|| outcome(arms, Outcome::Else))
}

/// The arm that the phrases speak for, then keys that were spoken, then words as an entry, then `_`.
fn spoken(gather: &Gather, language: &str, text: &str) -> Option<TakenArm> {
    let said = words::normalise(text);
    let arms = &gather.arms.list;
    if let Some(arm) = settle(arms, &said) {
        return Some(TakenArm { arm, by: By::Arm });
    }
    let language = gather.language.as_ref().map_or(language, |tag| &tag.value);
    if let Some(keys) = gather.keys.and_then(|_| words::spoken_keys(&said, language)) {
        return entry(gather, &keys);
    }
    let entered = if said.is_empty() { None } else { outcome(arms, Outcome::Entered) };
    entered.or_else(|| outcome(arms, Outcome::Else))
}

/// The one arm that all phrases in an utterance speak for.
fn settle(arms: &[Arm], said: &str) -> Option<usize> {
    let mut phrases: Vec<(String, usize)> = Vec::new();
    // Of the same words the state's own arm comes before the inherited one.
    for inherited in [false, true] {
        for (number, arm) in arms.iter().enumerate().filter(|(_, arm)| arm.inherited == inherited) {
            let normal = arm.patterns.iter().filter_map(phrase).map(words::normalise);
            phrases.extend(normal.map(|words| (words, number)));
        }
    }
    let ready = words::Phrases::new(phrases.iter().map(|(words, _)| words.as_str()));
    let mut spoken_for = ready.said(said).into_iter().filter_map(|place| {
        let (words, _) = phrases.get(place)?;
        phrases.iter().find(|(first, _)| first == words).map(|(_, arm)| *arm)
    });
    let first = spoken_for.next()?;
    spoken_for.all(|arm| arm == first).then_some(first)
}

fn phrase(pattern: &Pattern) -> Option<&str> {
    match pattern {
        Pattern::Phrase { text, .. } => Some(&text.value),
        Pattern::Keys(_) | Pattern::Outcome { .. } | Pattern::Rust { .. } => None,
    }
}
