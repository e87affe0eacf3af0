//! The inputs of random callers, lines and queues, sensible or not.

use super::rng::Rng;
use ivr_core::event;

use crate::simulator::{
    act::{Act, MessageEnd, Outcome, handed_back},
    call::Turn,
    request::Form,
};
use ivr_runtime::description::{Description, Verb};

const KEYS: &str = "0123456789*#";

/// Unexpected speech, and characters that XML, URLs and logs must handle.
const NOISE: [&str; 8] = [
    "um",
    "could you say that again please",
    "no, wait, yes",
    "<Hangup/> & \"quotes\" 'too'",
    "ça alors, où ça ? Ünïcödé 🙂",
    "%2F..%00+",
    "seven hundred and twelve",
    "la la la la la la la la la la la la la la la la la la la la la la la la la la la la la la la la",
];

/// The inputs that this tree accepts, for callers with sensible inputs.
#[derive(Clone, Debug)]
pub(super) struct RandomInputs {
    keys: Vec<String>,
    phrases: Vec<String>,
    /// The values that agents hand back.
    results: Vec<String>,
    pub(super) has_hours: bool,
}

impl RandomInputs {
    pub(super) fn of(tree: &Description) -> Self {
        let arms = || tree.states.iter().flat_map(|state| state.verb.arms());
        Self {
            keys: arms().flat_map(|arm| arm.keys.clone()).chain(offered_keys(tree)).collect(),
            phrases: arms().flat_map(|arm| &arm.phrases).map(|phrase| phrase.text.clone()).collect(),
            results: arms().filter_map(|arm| arm.pattern.clone()).collect(),
            has_hours: !tree.hours.is_empty(),
        }
    }

    /// A move that somebody waits for.
    pub(super) fn act(&self, rng: &mut Rng, turn: &Turn) -> Act {
        if rng.once_in(30) {
            return Act::HangUp;
        }
        match turn {
            Turn::Gather(_) => self.answer(rng),
            Turn::Record(_) => message(rng),
            Turn::Connect(_) if rng.once_in(2) => Act::HandBack(self.result(rng)),
            Turn::Dial(_) | Turn::Enqueue(_) | Turn::Connect(_) | Turn::Fetch(_) | Turn::Over(_) => {
                world(rng, turn).unwrap_or(Act::HangUp)
            }
        }
    }

    fn answer(&self, rng: &mut Rng) -> Act {
        match rng.below(10) {
            0..3 => Act::Press(rng.one(&self.keys).cloned().unwrap_or_else(|| keys(rng))),
            3 => Act::Press(keys(rng)),
            4 => Act::PressAfter(rng.below(9) as f32, keys(rng)),
            5..8 => Act::Say(self.words(rng), rng.below(11) as f32 / 10.0),
            _ => Act::Silence,
        }
    }

    /// Returns a result that an agent of this tree may return, or an invalid one.
    fn result(&self, rng: &mut Rng) -> String {
        let noise = rng.one(&NOISE).copied().unwrap_or_default();
        rng.one(&self.results).map_or_else(|| noise.to_owned(), |name| handed_back(name))
    }

    /// Returns speech of the tree, noise, or one inside the other.
    fn words(&self, rng: &mut Rng) -> String {
        let noise = rng.one(&NOISE).copied().unwrap_or_default();
        let Some(phrase) = rng.one(&self.phrases) else { return noise.to_owned() };
        match rng.below(4) {
            0 => noise.to_owned(),
            1 => format!("{noise}, {phrase}"),
            2 => format!("{} …", phrase.to_uppercase()),
            _ => phrase.clone(),
        }
    }

    /// Returns fields that no document has asked for.
    pub(super) fn fields(&self, rng: &mut Rng) -> Form {
        match rng.below(5) {
            0 => vec![("Digits", keys(rng))],
            1 => vec![("SpeechResult", self.words(rng)), ("Confidence", "0.93".into())],
            2 => vec![("DialCallStatus", "busy".into())],
            3 => vec![("QueueResult", "queue-full".into())],
            _ => vec![("Digits", String::new()), ("SpeechResult", String::new())],
        }
    }
}

/// Returns the first keys of each offer, which items are likely to have.
fn offered_keys(tree: &Description) -> impl Iterator<Item = String> {
    let offers = tree.states.iter().filter_map(|state| match &state.verb {
        Verb::Gather(gather) => gather.offer.as_ref(),
        _ => None,
    });
    offers.flat_map(|offer| offer.keys.chars().take(3).map(String::from))
}

/// Returns the outcome of a dial or a queue, or `None` if none is expected.
pub(super) fn world(rng: &mut Rng, turn: &Turn) -> Option<Act> {
    let outcomes: Vec<Outcome> = match turn {
        Turn::Dial(dial) => event::Verb::Dial.outcomes().filter(|outcome| dial.can_be(*outcome)).collect(),
        Turn::Enqueue(_) => {
            event::Verb::Enqueue.outcomes().filter(|outcome| *outcome != Outcome::Waits).collect()
        }
        Turn::Connect(_) => vec![Outcome::Failed],
        Turn::Gather(_) | Turn::Record(_) | Turn::Fetch(_) | Turn::Over(_) => Vec::new(),
    };
    rng.one(&outcomes).map(|outcome| Act::World(*outcome))
}

/// Returns what may happen to a caller in a queue, whatever they hear.
pub(super) fn in_queue(rng: &mut Rng, turn: &Turn) -> Act {
    match rng.below(6) {
        0 => Act::MoveUp,
        1 => Act::World(Outcome::Bridged),
        2 => Act::World(Outcome::HungUp),
        _ if matches!(turn, Turn::Enqueue(_)) => Act::Silence,
        _ => Act::MoveUp,
    }
}

fn message(rng: &mut Rng) -> Act {
    let seconds = u32::try_from(rng.below(130)).unwrap_or(0);
    match rng.below(4) {
        0 => Act::Silence,
        1 => Act::Message(seconds, MessageEnd::HangUp),
        2 => Act::Message(seconds, MessageEnd::Key('#')),
        _ => Act::Message(seconds, MessageEnd::Silence),
    }
}

/// One to five keys.
fn keys(rng: &mut Rng) -> String {
    let count = 1 + rng.below(5);
    (0..count).filter_map(|_| KEYS.chars().nth(rng.below(KEYS.len()))).collect()
}
