//! From what the provider reports to an [`Event`]: keys, words, and the outcomes of verbs.
//!
//! Everything that can be known before a call (which entry belongs to which arm, phrases in normal form) is
//! worked out once, in [`Ear::new`].

// What an utterance means in one state.
mod said;

#[cfg(test)]
mod tests;

use std::{borrow::Cow, collections::HashMap, fmt};

use crate::description::{Arm, Gather, Keys, Verb};
use ivr_core::{
    event::{self, Event},
    text as words,
};

use self::said::Sayings;

/// One answer of the provider, reduced to what a tree can ask for. The default is silence.
///
/// ```
/// use ivr_runtime::input::Input;
/// let pressed = Input { digits: "3".into(), ..Input::default() };
/// assert!(pressed.speech.is_empty());
/// ```
#[derive(Clone, PartialEq, Default)]
pub struct Input<'a> {
    /// `Digits`: the keys of a gather, or the key that ended a recording.
    pub digits: Cow<'a, str>,
    /// `SpeechResult`.
    pub speech: Cow<'a, str>,
    /// `Confidence`, 0 to 1; the provider does not promise it.
    pub confidence: Option<f32>,
    /// `DialCallStatus`.
    pub dial_status: Cow<'a, str>,
    /// `QueueResult`.
    pub queue_result: Cow<'a, str>,
    /// `RecordingUrl`.
    pub recording_url: Cow<'a, str>,
    /// `RecordingDuration`, in seconds.
    pub recording_duration: Cow<'a, str>,
}

/// Which parts there are, and never what is in them: this may reach a log.
impl fmt::Debug for Input<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = [
            ("digits", &self.digits),
            ("speech", &self.speech),
            ("dial_status", &self.dial_status),
            ("queue_result", &self.queue_result),
            ("recording_url", &self.recording_url),
            ("recording_duration", &self.recording_duration),
        ];
        let mut shown = f.debug_struct("Input");
        for (name, _) in parts.iter().filter(|(_, value)| !value.is_empty()) {
            shown.field(name, &format_args!("…"));
        }
        shown.field("confidence", &self.confidence).finish()
    }
}

/// What one state listens for, worked out before the first call.
///
/// ```
/// use ivr_runtime::{description::Verb, input::{Ear, Input}, tree::Event};
/// let verb: Verb = serde_json::from_str(
///     r#"{"gather":{"keys":{"min":1,"max":1},"speech":true,"timeout":5,"arms":[
///         {"keys":["1"],"phrases":[{"text":"sales"}],"heard":"1","to":{"go":"Sales"}}]}}"#).unwrap();
/// let ear = Ear::new(&verb, "en-US");
/// let said = Input { speech: "Sales, please.".into(), ..Input::default() };
/// assert_eq!(ear.hear(&said), Event::Key1);
/// assert_eq!(ear.hear(&Input::default()), Event::Silence);
/// ```
#[derive(Clone, Debug)]
pub struct Ear(Kind);

#[derive(Clone, Debug)]
enum Kind {
    Gather(Box<Listening>),
    Dial,
    Record,
    Enqueue,
    None,
}

#[derive(Clone, Debug)]
struct Listening {
    keys: Option<Keys>,
    language: String,
    own: HashMap<String, Event>,
    inherited: HashMap<String, Event>,
    sayings: Sayings,
    takes_entries: bool,
}

impl Ear {
    /// What a state with this verb listens for, in a tree that speaks `language`.
    #[must_use]
    pub fn new(verb: &Verb, language: &str) -> Self {
        Self(match verb {
            Verb::Gather(gather) => Kind::Gather(Box::new(Listening::new(gather, language))),
            Verb::Dial(_) => Kind::Dial,
            Verb::Record(_) => Kind::Record,
            Verb::Enqueue(_) => Kind::Enqueue,
            Verb::Goto(_)
            | Verb::Hangup
            | Verb::Reject { .. }
            | Verb::Redirect { .. }
            | Verb::Leave
            | Verb::Match(_) => Kind::None,
        })
    }

    /// What an answer means here. It never fails: what nothing names is [`Event::Else`] or [`Event::Silence`].
    #[must_use]
    pub fn hear(&self, input: &Input<'_>) -> Event {
        match &self.0 {
            Kind::Gather(listening) => listening.hear(input),
            Kind::Dial => event::Verb::Dial.reported(&input.dial_status).heard(),
            Kind::Record => recorded(input),
            Kind::Enqueue => event::Verb::Enqueue.reported(&input.queue_result).heard(),
            Kind::None => Event::Next,
        }
    }
}

impl Listening {
    fn new(gather: &Gather, language: &str) -> Self {
        let mut own = HashMap::new();
        let mut inherited = HashMap::new();
        for arm in &gather.arms {
            let table = if arm.inherited { &mut inherited } else { &mut own };
            for entry in &arm.keys {
                table.entry(entry.clone()).or_insert_with(|| heard_for(arm, entry));
            }
        }
        let sayings = Sayings::new(&gather.arms);
        let takes_entries = gather.arms.iter().any(|arm| arm.outcomes.contains(&Event::Entered));
        let language = gather.language.as_deref().unwrap_or(language).to_owned();
        Self { keys: gather.keys, language, own, inherited, sayings, takes_entries }
    }

    fn hear(&self, input: &Input<'_>) -> Event {
        if !input.digits.is_empty() {
            return self.entry(&input.digits);
        }
        if !input.speech.is_empty() {
            return self.words(&input.speech, input.confidence);
        }
        Event::Silence
    }

    /// A local arm that names the entry, then a complete entry, then an inherited arm that names it, then `_`.
    fn entry(&self, digits: &str) -> Event {
        if let Some(heard) = self.own.get(digits) {
            return *heard;
        }
        let complete = |keys: Keys| {
            let length = digits.len();
            usize::from(keys.min) <= length && keys.max.is_none_or(|max| length <= usize::from(max))
        };
        if self.takes_entries
            && self.keys.is_some_and(complete)
            && digits.chars().all(|key| Event::key(key).is_some())
        {
            return Event::Entered;
        }
        self.inherited.get(digits).copied().unwrap_or(Event::Else)
    }

    /// The arm that the phrases speak for, then keys that were spoken, then words as an entry, then `_`.
    fn words(&self, speech: &str, confidence: Option<f32>) -> Event {
        let said = words::normalise(speech);
        let sure = confidence.unwrap_or(1.0);
        if let Some(heard) = self.sayings.settle(&said, sure) {
            return heard;
        }
        if let Some(spoken) = self.keys.and_then(|_| words::spoken_keys(&said, &self.language)) {
            let heard = self.entry(&spoken);
            return if self.sayings.is_sure(heard, sure) { heard } else { Event::Else };
        }
        if self.takes_entries && !said.is_empty() { Event::Entered } else { Event::Else }
    }
}

fn heard_for(arm: &Arm, entry: &str) -> Event {
    Event::single_key(entry).or(arm.heard).unwrap_or(Event::Else)
}

fn recorded(input: &Input<'_>) -> Event {
    let nothing = input.recording_url.is_empty() || input.recording_duration == "0";
    if nothing { Event::Silence } else { Event::Recorded }
}
