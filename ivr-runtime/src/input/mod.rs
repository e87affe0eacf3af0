//! Maps what Twilio reports to an [`Event`]: keys, speech, and the outcomes of verbs.
//!
//! Everything that does not depend on a call (the arms of entries, phrases in normal form) is computed once, in
//! [`InputMatcher::new`].

#[cfg(test)]
mod tests;

use std::{borrow::Cow, fmt};

use crate::description::Verb;
use ivr_core::{
    condition::Conditions,
    event::{self, Event, Outcome},
    matching::Matcher,
    twiml::Noun,
};

/// An input from Twilio, reduced to what a tree can ask for. The default is silence.
///
/// ```
/// use ivr_runtime::input::Input;
/// let pressed = Input { digits: "3".into(), ..Input::default() };
/// assert!(pressed.speech.is_empty());
/// ```
#[derive(Clone, PartialEq, Default)]
pub struct Input<'a> {
    /// `Digits`: the keys of a `gather`, or the key that ended a recording.
    pub digits: Cow<'a, str>,
    /// `SpeechResult`.
    pub speech: Cow<'a, str>,
    /// `Confidence`, 0 to 1. Twilio does not always send it.
    pub confidence: Option<f32>,
    /// `DialCallStatus`.
    pub dial_status: Cow<'a, str>,
    /// `DialBridged`: `false` if nobody spoke with the caller.
    pub dial_bridged: Cow<'a, str>,
    /// `QueueResult`.
    pub queue_result: Cow<'a, str>,
    /// `RecordingUrl`.
    pub recording_url: Cow<'a, str>,
    /// `RecordingDuration`, in seconds.
    pub recording_duration: Cow<'a, str>,
    /// `HandoffData`: the result of an agent.
    pub handoff: Cow<'a, str>,
}

/// Shows which parts are present, never their values, because this may be logged.
impl fmt::Debug for Input<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = [
            ("digits", &self.digits),
            ("speech", &self.speech),
            ("dial_status", &self.dial_status),
            ("dial_bridged", &self.dial_bridged),
            ("queue_result", &self.queue_result),
            ("recording_url", &self.recording_url),
            ("recording_duration", &self.recording_duration),
            ("handoff", &self.handoff),
        ];
        let mut shown = f.debug_struct("Input");
        for (name, _) in parts.iter().filter(|(_, value)| !value.is_empty()) {
            shown.field(name, &format_args!("…"));
        }
        shown.field("confidence", &self.confidence).finish()
    }
}

/// The inputs that a state accepts, prepared before the first call.
///
/// ```
/// use ivr_core::condition::Conditions;
/// use ivr_runtime::{description::Verb, input::{InputMatcher, Input}, tree::Event};
/// let verb: Verb = serde_json::from_str(
///     r#"{"gather":{"keys":{"min":1,"max":1},"speech":true,"timeout":5,"arms":[
///         {"keys":["1"],"phrases":[{"text":"sales"}],"heard":"1","to":{"go":"Sales"}}]}}"#).unwrap();
/// let matcher = InputMatcher::new(&verb, "en-US");
/// let said = Input { speech: "Sales, please.".into(), ..Input::default() };
/// assert_eq!(matcher.hear(&said, Conditions::NONE), Event::Key1);
/// assert_eq!(matcher.hear(&Input::default(), Conditions::NONE), Event::Silence);
/// ```
#[derive(Clone, Debug)]
pub struct InputMatcher(Kind);

#[derive(Clone, Debug)]
enum Kind {
    /// One matcher for each combination of its conditions.
    Gather(Box<[Matcher]>),
    /// The kind of callee of a `dial`, and whether the callee may decline.
    Dial {
        noun: Noun,
        is_screened: bool,
    },
    /// The keys that end the recording and that arms name.
    Record(String),
    Enqueue,
    /// Rust parses the result of an agent. This is an agent without a result, or a stream.
    Connect(Event),
    None,
}

impl InputMatcher {
    /// Creates the matcher for a state with this verb, in a tree that speaks `language`.
    #[must_use]
    pub fn new(verb: &Verb, language: &str) -> Self {
        Self(match verb {
            Verb::Gather(gather) => {
                Kind::Gather(gather.combinations().map(|held| gather.matcher(language, held)).collect())
            }
            Verb::Dial(dial) => Kind::Dial { noun: dial.noun, is_screened: dial.screen.is_some() },
            Verb::Record(record) => Kind::Record(
                record.arms.iter().flat_map(|arm| arm.keys.concat().chars().collect::<Vec<_>>()).collect(),
            ),
            Verb::Enqueue(_) => Kind::Enqueue,
            Verb::Connect(connect) => {
                Kind::Connect(if connect.stream { Event::Answered } else { Event::Failed })
            }
            Verb::Goto(_)
            | Verb::Hangup
            | Verb::Reject { .. }
            | Verb::Redirect { .. }
            | Verb::Leave
            | Verb::Match(_)
            | Verb::Hours(_) => Kind::None,
        })
    }

    /// Returns the event for an input while the conditions `held` held. It never fails: an input without an arm is
    /// [`Event::Else`] or [`Event::Silence`].
    #[must_use]
    pub fn hear(&self, input: &Input<'_>, held: Conditions) -> Event {
        match &self.0 {
            Kind::Gather(matchers) => {
                matchers.get(held.number()).map_or(Event::Else, |matcher| gathered(matcher, input))
            }
            Kind::Dial { noun, is_screened } => dialled(*noun, *is_screened, input),
            Kind::Record(keys) => recorded(keys, input),
            Kind::Enqueue => event::Verb::Enqueue.reported(&input.queue_result).heard(),
            Kind::Connect(otherwise) => *otherwise,
            Kind::None => Event::Next,
        }
    }
}

impl InputMatcher {
    /// Returns the keys that were pressed, or spoken where keys are accepted, while the conditions `held` held.
    pub(crate) fn key(&self, input: &Input<'_>, held: Conditions) -> Option<String> {
        match &self.0 {
            Kind::Gather(_) if !input.digits.is_empty() => Some(input.digits.clone().into_owned()),
            Kind::Gather(matchers) => matchers.get(held.number())?.spoken_keys(&input.speech),
            Kind::Dial { .. } | Kind::Record(_) | Kind::Enqueue | Kind::Connect(_) | Kind::None => None,
        }
    }
}

/// Returns the event for a `dial`. A callee who answered a screened call and was not connected has declined it. An
/// outcome that it cannot have has no arm, and is a failure like an unknown value.
fn dialled(noun: Noun, is_screened: bool, input: &Input<'_>) -> Event {
    match event::Verb::Dial.reported(&input.dial_status) {
        Outcome::Answered if is_screened && input.dial_bridged == "false" => Event::Declined,
        outcome if noun.can_be(outcome, is_screened) => outcome.heard(),
        _ => Event::Failed,
    }
}

fn gathered(matcher: &Matcher, input: &Input<'_>) -> Event {
    match (input.digits.is_empty(), input.speech.is_empty()) {
        (false, _) => matcher.entry(&input.digits),
        (true, false) => matcher.words(&input.speech, input.confidence),
        (true, true) => Event::Silence,
    }
}

fn recorded(keys: &str, input: &Input<'_>) -> Event {
    let nothing = input.recording_url.is_empty() || input.recording_duration == "0";
    let ended_by = Event::single_key(&input.digits).filter(|_| keys.contains(&*input.digits));
    if nothing { Event::Silence } else { ended_by.unwrap_or(Event::Recorded) }
}
