//! What each arm of a state is for, as `Event`: shared by the transition function and the description.

use ivr_core::event::Outcome;

use crate::{
    model::{Arm, Verb},
    syntax::Pattern,
};

/// What was heard, as a variant of the runtime's `Event`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Event {
    /// A single key.
    Key(char),
    /// A phrase, or an entry of several keys, of the arm with this number.
    Arm(usize),
    /// `silence`, `_`, `busy` …
    Outcome(Outcome),
    /// The state goes on by itself.
    Next,
}

impl Event {
    /// Its name in the description.
    pub(super) fn name(&self) -> String {
        match self {
            Self::Key(key) => key.to_string(),
            Self::Arm(arm) => format!("arm {arm}"),
            Self::Outcome(outcome) => outcome.as_str().to_owned(),
            Self::Next => "next".to_owned(),
        }
    }

    /// The name of the variant; `Arm` has its number behind it.
    pub(super) fn variant(&self) -> String {
        match self {
            Self::Key('*') => "Star".into(),
            Self::Key('#') => "Hash".into(),
            Self::Key(digit) => format!("Key{digit}"),
            Self::Arm(_) => "Arm".into(),
            Self::Outcome(outcome) => outcome.variant().into(),
            Self::Next => "Next".into(),
        }
    }
}

/// What a phrase or an entry of several keys counts as: the arm's own single key, if it has one.
pub(super) fn counts_as(arm: &Arm, number: usize) -> Event {
    arm.keys().find_map(|entry| single(&entry.value)).map_or(Event::Arm(number), Event::Key)
}

/// Everything an arm is for, each once.
pub(super) fn heard(arm: &Arm, number: usize) -> Vec<Event> {
    let mut found: Vec<Event> = Vec::new();
    for pattern in &arm.patterns {
        let heard = match pattern {
            Pattern::Keys(text) => single(&text.value).map_or_else(|| counts_as(arm, number), Event::Key),
            Pattern::Phrase { .. } => counts_as(arm, number),
            Pattern::Rust { .. } => Event::Arm(number),
            Pattern::Outcome { outcome, .. } => Event::Outcome(*outcome),
        };
        if !found.contains(&heard) {
            found.push(heard);
        }
    }
    found
}

/// The arm that also takes whatever cannot happen here, so that the match is total.
pub(super) fn rest(verb: &Verb) -> Option<usize> {
    let arms = verb.arms()?;
    let holds = |outcome: Outcome| arms.list.iter().rposition(|arm| arm.has(outcome));
    let last = matches!(verb, Verb::Match(_)).then(|| arms.list.len().saturating_sub(1));
    Outcome::FALLBACKS.into_iter().find_map(holds).or(last)
}

/// The key of an entry of one key.
pub(super) fn single(entry: &str) -> Option<char> {
    let mut keys = entry.chars();
    keys.next().filter(|_| keys.next().is_none())
}
