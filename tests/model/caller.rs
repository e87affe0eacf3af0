//! A random caller: two random bytes become an input or an outcome in the state where the call waits.

use ivr_core::event::Verb;
use ivr_runtime::input::Input;
use serde_json::Value;

/// What decides about one event.
#[derive(Clone, Copy, Debug)]
pub(super) struct Whim {
    kind: u8,
    choice: u8,
}

/// What happens, in the words of the language.
#[derive(Clone, Debug)]
pub(super) enum Event {
    Keys(String),
    Words {
        said: String,
        confidence: f64,
    },
    /// `silence`, or what a verb came back with.
    Outcome(&'static str),
    /// A state that does not listen goes on.
    Nothing,
}

/// Twilio's word for each outcome.
const OUTCOMES: [(&str, &[(&str, &str)]); 3] = [
    (
        "dial",
        &[
            ("answered", "completed"),
            ("busy", "busy"),
            ("no_answer", "no-answer"),
            ("failed", "failed"),
            ("canceled", "canceled"),
        ],
    ),
    ("record", &[("recorded", "https://api.example/RE1"), ("silence", "")]),
    (
        "enqueue",
        &[
            ("bridged", "bridged"),
            ("left", "leave"),
            ("hung_up", "hangup"),
            ("full", "queue-full"),
            ("failed", "error"),
        ],
    ),
];

impl From<(u8, u8)> for Whim {
    fn from((kind, choice): (u8, u8)) -> Self {
        Self { kind, choice }
    }
}

impl Whim {
    /// What this caller does where `verb` waits.
    pub(super) fn event(self, verb: &Value) -> Event {
        if let Some((_, outcomes)) = OUTCOMES.iter().find(|(name, _)| !verb[name].is_null()) {
            return Event::Outcome(self.pick(outcomes).0);
        }
        if verb["gather"].is_null() {
            return Event::Nothing;
        }
        let gather = &verb["gather"];
        let (keys, speech) = (!gather["keys"].is_null(), gather["speech"] == true);
        match self.kind % 8 {
            0 | 1 => Event::Outcome("silence"),
            2..=4 if speech => {
                Event::Words { said: self.phrase(gather), confidence: f64::from(self.kind) / 255.0 }
            }
            5 if keys => Event::Keys(self.entry()),
            _ if keys => Event::Keys(self.named_entry(gather).unwrap_or_else(|| self.entry())),
            _ => Event::Words { said: self.phrase(gather), confidence: 1.0 },
        }
    }

    /// One of the combinations of so many conditions.
    pub(super) fn combination(self, conditions: usize) -> usize {
        usize::from(self.kind / 8) % (1 << conditions)
    }

    /// A phrase of one of the arms, or words that none has.
    fn phrase(self, gather: &Value) -> String {
        let arms = gather["arms"].as_array().unwrap();
        let phrases = arms.iter().filter_map(|arm| arm["phrases"].as_array()).flatten();
        let mut known: Vec<&str> = phrases.filter_map(|phrase| phrase["text"].as_str()).collect();
        known.push("whatever you think best");
        (*self.pick(&known)).to_owned()
    }

    /// An entry that one of the arms has.
    fn named_entry(self, gather: &Value) -> Option<String> {
        let arms = gather["arms"].as_array().unwrap();
        let entries = arms.iter().filter_map(|arm| arm["keys"].as_array()).flatten();
        let known: Vec<&str> = entries.filter_map(Value::as_str).collect();
        (!known.is_empty()).then(|| (*self.pick(&known)).to_owned())
    }

    /// One to six keys.
    fn entry(self) -> String {
        let keys = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '#'];
        let first = usize::from(self.choice);
        (0..=first % 6).map(|place| keys[(first + 5 * place) % keys.len()]).collect()
    }

    fn pick<T>(self, list: &[T]) -> &T {
        &list[usize::from(self.choice) % list.len()]
    }
}

impl Event {
    /// The same as the webhook hands it on.
    pub(super) fn input(&self) -> Input<'_> {
        let mut input = Input::default();
        match self {
            Self::Keys(keys) => input.digits = keys.into(),
            Self::Words { said, confidence } => {
                input.speech = said.into();
                input.confidence = Some(*confidence as f32);
            }
            Self::Outcome(outcome) => {
                let word = |verb: usize| OUTCOMES[verb].1.iter().find(|(name, _)| name == outcome);
                input.dial_status = word(0).map_or("", |(_, word)| word).into();
                input.recording_url = word(1).map_or("", |(_, word)| word).into();
                input.queue_result = word(2).map_or("", |(_, word)| word).into();
            }
            Self::Nothing => {}
        }
        input
    }
}

#[test]
fn every_outcome_of_a_verb_is_tried() {
    for (verb, (name, outcomes)) in [Verb::Dial, Verb::Record, Verb::Enqueue].into_iter().zip(OUTCOMES) {
        assert_eq!(verb.as_str(), name);
        let tried: Vec<&str> = outcomes.iter().map(|(outcome, _)| *outcome).collect();
        // The trees of the model have neither `screen` nor `wait`.
        let outcomes = verb.outcomes().map(ivr::tree::Outcome::as_str);
        let outcomes = outcomes.filter(|outcome| !["declined", "waits"].contains(outcome));
        assert_eq!(tried, outcomes.collect::<Vec<_>>());
    }
}
