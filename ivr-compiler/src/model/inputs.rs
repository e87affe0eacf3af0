//! The arm of a state that an input of a scenario takes, or why the input cannot happen.

use ivr_core::{
    condition::Conditions,
    event::{Event, Outcome},
    matching::{self, Matcher},
};

use super::{Arm, Gather, Record, State, Verb};
use crate::syntax::{Condition, Input, Pattern, Text};

/// The arm that was taken, and its event.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct TakenArm {
    /// The index of the arm in its list.
    pub(crate) arm: usize,
    pub(crate) heard: Event,
}

/// Why an input cannot happen in a state.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Impossible {
    /// Keys where only speech is accepted.
    NoKeys,
    /// Speech where only keys are accepted.
    NoWords,
    /// More keys than an entry has, with the maximum.
    TooLong(u32),
    /// An entry with the key that finishes it.
    Finish,
    /// An input of the caller while a verb is executed.
    NotTheCaller,
    /// An outcome of a verb where the caller is asked.
    TheCaller,
    /// The verb has no outcome with this name.
    NoSuchAnswer,
    /// Its effect depends on a condition that the input does not state.
    Depends(String),
    /// The state does not depend on this condition.
    Independent(String),
    /// The call has ended.
    Over,
}

/// Returns the arm that `input` takes in `state` in a call in `language`, or `None` if there is none, which other
/// rules report.
pub(crate) fn hear(state: &State, language: &str, input: &Input) -> Result<Option<TakenArm>, Impossible> {
    if state.verb.arms().is_some_and(|arms| arms.broken) {
        return Ok(None);
    }
    let heard = match (&state.verb, input) {
        (Verb::Gather(_), Input::Answer(_)) => return Err(Impossible::TheCaller),
        (Verb::Gather(_), Input::Silence(_)) => Event::Silence,
        (Verb::Gather(_), Input::Wrong(_)) => Event::Else,
        (Verb::Gather(gather), Input::Keys(keys, conditions)) => {
            possible(gather, &keys.value)?;
            whenever(gather, language, conditions, |matcher| matcher.entry(&keys.value))?
        }
        (Verb::Gather(gather), Input::Words(..)) if gather.speech.is_none() => {
            return Err(Impossible::NoWords);
        }
        (Verb::Gather(gather), Input::Words(text, conditions)) => {
            whenever(gather, language, conditions, |matcher| matcher.words(&text.value, None))?
        }
        (verb, Input::Answer(text)) if verb.arms().is_some() => answer(verb, &text.value)?,
        (Verb::Broken, _) => return Ok(None),
        (verb, _) if verb.arms().is_some() => return Err(Impossible::NotTheCaller),
        _ => return Err(Impossible::Over),
    };
    let arms = state.verb.arms().map(super::Arms::matching).unwrap_or_default();
    // In a `gather`, `_` never includes silence.
    let is_silence = matches!(state.verb, Verb::Gather(_)) && heard == Event::Silence;
    let otherwise = || matching::arm_of(&arms, Event::Else).filter(|_| !is_silence);
    Ok(matching::arm_of(&arms, heard).or_else(otherwise).map(|arm| TakenArm { arm, heard }))
}

impl Gather {
    /// Returns the matcher for a call in `language` while these conditions hold.
    fn matcher(&self, language: &str, held: Conditions) -> Matcher {
        let keys = self.keys.map(|keys| (keys.min, keys.max));
        let language = self.language.as_ref().map_or(language, |tag| &tag.value);
        let arms = self.arms.list.iter().enumerate().filter(|(_, arm)| self.has(arm, held));
        let arms: Vec<_> = arms.map(|(number, arm)| arm.matching(number)).collect();
        let in_order = self.offer.as_ref().is_some_and(|offer| offer.key.is_none());
        Matcher::new(keys, language, &arms).offering(&self.offered_keys(), in_order)
    }
}

impl Verb {
    /// Returns its outcomes, as a scenario writes them, or nothing for a verb that does not return.
    pub(crate) fn answers(&self) -> Vec<&str> {
        if let Self::Match(_) | Self::Connect(_) = self {
            let arms = self.arms().map_or(&[][..], |arms| &arms.list);
            let patterns = arms.iter().flat_map(|arm| &arm.patterns);
            return patterns.filter_map(answer_of).collect();
        }
        let offers = matches!(self, Self::Gather(gather) if gather.offer.is_some());
        let left_out = if offers { Outcome::Entered } else { Outcome::Chosen };
        let outcomes = self.kind().into_iter().flat_map(ivr_core::event::Verb::outcomes);
        let is_possible = |outcome: &Outcome| match (self, outcome) {
            (Self::Dial(dial), outcome) => dial.can_be(*outcome),
            (Self::Enqueue(enqueue), Outcome::Waits) => enqueue.wait.is_some(),
            (_, outcome) => *outcome != left_out,
        };
        outcomes.filter(is_possible).map(Outcome::as_str).collect()
    }
}

/// Returns how a scenario writes that an arm of a Rust `match` was taken: its pattern, or `late`.
fn answer_of(pattern: &Pattern) -> Option<&str> {
    match pattern {
        Pattern::Rust { text, .. } => Some(&text.value),
        Pattern::Outcome { outcome, .. } => Some(outcome.as_str()),
        Pattern::Keys(_) | Pattern::EndedBy(_) | Pattern::Phrase { .. } => None,
    }
}

/// Returns the event for an outcome of a verb.
fn answer(verb: &Verb, name: &str) -> Result<Event, Impossible> {
    if let Verb::Record(record) = verb
        && let Some(key) = ended_by(name)
    {
        return record.ended_by(key).ok_or(Impossible::NoSuchAnswer);
    }
    if !verb.answers().contains(&name) {
        return Err(Impossible::NoSuchAnswer);
    }
    let arms = verb.arms().map_or(&[][..], |arms| &arms.list);
    let rust =
        |arm: &Arm| arm.rust().is_some() && arm.patterns.iter().any(|own| answer_of(own) == Some(name));
    let rust = arms.iter().position(rust).map(|arm| Event::Arm(u16::try_from(arm).unwrap_or(u16::MAX)));
    rust.or_else(|| Outcome::parse(name).map(Outcome::heard)).ok_or(Impossible::NoSuchAnswer)
}

/// Returns the key in `recorded '1'`.
fn ended_by(name: &str) -> Option<&str> {
    let key = name.strip_prefix(Outcome::Recorded.as_str())?.trim();
    (!key.is_empty()).then(|| key.trim_matches('\''))
}

impl Record {
    /// Returns the event for a message that this key ended, or `None` if the key does not end it.
    fn ended_by(&self, key: &str) -> Option<Event> {
        let ends = |finish: &Text| finish.value.contains(key);
        let heard = Event::single_key(key).filter(|_| self.finish_on_key.as_ref().is_none_or(ends))?;
        let names = |pattern: &Pattern| matches!(pattern, Pattern::EndedBy(own) if own.value == key);
        let has_arm = self.arms.list.iter().any(|arm| arm.patterns.iter().any(names));
        Some(if has_arm { heard } else { Event::Recorded })
    }
}

/// Returns the event whenever these conditions hold.
fn whenever(
    gather: &Gather,
    language: &str,
    conditions: &[Condition],
    heard: impl Fn(&Matcher) -> Event,
) -> Result<Event, Impossible> {
    let is_own = |condition: &&Condition| gather.conditions.contains(&condition.name);
    if let Some(other) = conditions.iter().find(|condition| !is_own(condition)) {
        return Err(Impossible::Independent(other.name.to_string()));
    }
    let is_said = |held: &Conditions| conditions.iter().all(|condition| gather.holds(condition, *held));
    let all = gather.combinations().filter(is_said);
    let all: Vec<(Conditions, Event)> =
        all.map(|held| (held, heard(&gather.matcher(language, held)))).collect();
    let Some((first, event)) = all.first() else { return Ok(Event::Else) };
    let differs = all.iter().find(|(_, other)| other != event);
    let place =
        |held: &Conditions| (0..gather.conditions.len()).find(|place| held.has(*place) != first.has(*place));
    match differs.and_then(|(held, _)| gather.conditions.get(place(held)?)) {
        Some(name) => Err(Impossible::Depends(name.to_string())),
        None => Ok(*event),
    }
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
