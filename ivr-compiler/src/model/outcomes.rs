//! What a verb can come back with, and which of it its arms leave open.

use super::{Arm, Gather, Verb};

impl Verb {
    /// The outcomes that none of its arms has.
    pub(crate) fn unhandled(&self) -> Vec<&str> {
        unhandled(self)
    }
}

fn unhandled(verb: &Verb) -> Vec<&str> {
    let Some(arms) = verb.arms().filter(|arms| !arms.broken) else { return Vec::new() };
    let has = |outcome: &str| arms.list.iter().any(|arm| arm.outcomes().any(|text| text.value == outcome));
    let mut open: Vec<&str> = outcomes(verb).into_iter().filter(|outcome| !has(outcome)).collect();
    // `_` is anything else that a verb comes back with; where somebody listens it is never silence.
    if !matches!(verb, Verb::Gather(_)) && has("_") {
        open.clear();
    }
    open
}

fn outcomes(verb: &Verb) -> Vec<&str> {
    match verb {
        // Any key and any words are an entry there, so that nothing is left for `_`.
        Verb::Gather(gather) if takes_all(gather) => vec!["silence"],
        Verb::Gather(gather) if needs_entered(gather) => vec!["entered", "silence", "_"],
        Verb::Gather(_) => vec!["silence", "_"],
        Verb::Match(question) if question.within.is_some() => vec!["late"],
        // Whether a Rust `match` is exhaustive is for rustc to say.
        Verb::Match(_) => Vec::new(),
        verb => verb.answers(),
    }
}

/// Whether every answer is a complete entry, and `entered` has an arm.
fn takes_all(gather: &Gather) -> bool {
    let entered = |arm: &Arm| arm.outcomes().any(|outcome| outcome.value == "entered");
    gather.keys.is_none_or(|keys| keys.min <= 1) && gather.arms.list.iter().any(entered)
}

/// An entry of several keys that no arm names can only be meant for `entered`.
fn needs_entered(gather: &Gather) -> bool {
    let several = gather.keys.is_some_and(|keys| keys.max != Some(1));
    let named = gather.arms.list.iter().any(|arm| !arm.inherited && arm.keys().next().is_some());
    several && !named
}
