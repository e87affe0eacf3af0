//! Verbs: how a state ends.

use super::{Arm, Dial, Expression, Line, MatchHours, Target, Value, json::write_json};
use crate::{
    event::{self, Event},
    matching,
};

/// How a state ends.
///
/// ```
/// use ivr_core::description::{Target, Verb};
/// let verb: Verb = serde_json::from_str(r#"{"goto":{"go":"Menu"}}"#).unwrap();
/// assert_eq!(verb, Verb::Goto(Target::Go("Menu".into())));
/// ```
#[derive(Clone, PartialEq, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum Verb {
    /// Continues by itself.
    Goto(Target),
    /// Listens for keys, speech or both.
    Gather(Gather),
    /// Calls somebody.
    Dial(Dial),
    /// Records a message.
    Record(Record),
    /// Puts the caller into a queue.
    Enqueue(Enqueue),
    /// Ends the call.
    Hangup,
    /// Rejects the call.
    Reject {
        /// Whether the caller hears the busy tone.
        #[cfg_attr(feature = "serde", serde(default))]
        busy: bool,
    },
    /// Continues the call with another document.
    Redirect {
        /// The absolute URL of the document.
        url: Value,
    },
    /// Leaves the queue.
    Leave,
    /// Asks Rust.
    Match(Match),
    /// Connects the caller with an agent.
    Connect(Connect),
    /// Matches on opening hours.
    Hours(MatchHours),
}

impl Verb {
    /// Returns the index of the arm for `heard`, as in the transition function.
    ///
    /// ```
    /// # use ivr_core::{description::Verb, event::Event};
    /// assert_eq!(Verb::Hangup.taken(Event::Silence), None);
    /// ```
    #[must_use]
    pub fn taken(&self, heard: Event) -> Option<usize> {
        let arms: Vec<_> = self.arms().iter().map(Arm::matching).collect();
        matching::taken(&arms, heard)
    }

    /// Returns the kind of verb, if it returns to the tree.
    ///
    /// ```
    /// use ivr_core::description::Verb;
    /// assert_eq!(Verb::Hangup.kind(), None);
    /// ```
    #[must_use]
    pub const fn kind(&self) -> Option<event::Verb> {
        Some(match self {
            Self::Gather(_) => event::Verb::Gather,
            Self::Dial(_) => event::Verb::Dial,
            Self::Record(_) => event::Verb::Record,
            Self::Enqueue(_) => event::Verb::Enqueue,
            Self::Match(_) => event::Verb::Match,
            Self::Connect(_) => event::Verb::Connect,
            Self::Hours(_) => event::Verb::Hours,
            Self::Goto(_) | Self::Hangup | Self::Reject { .. } | Self::Redirect { .. } | Self::Leave => {
                return None;
            }
        })
    }

    /// Returns the arms of a verb that returns to the tree, or no arms.
    ///
    /// ```
    /// assert!(ivr_core::description::Verb::Hangup.arms().is_empty());
    /// ```
    #[must_use]
    pub fn arms(&self) -> &[Arm] {
        match self {
            Self::Gather(gather) => &gather.arms,
            Self::Dial(dial) => &dial.arms,
            Self::Record(record) => &record.arms,
            Self::Enqueue(enqueue) => &enqueue.arms,
            Self::Match(question) => &question.arms,
            Self::Connect(connect) => &connect.arms,
            Self::Hours(hours) => &hours.arms,
            Self::Goto(_) | Self::Hangup | Self::Reject { .. } | Self::Redirect { .. } | Self::Leave => &[],
        }
    }

    pub(super) fn arms_mut(&mut self) -> &mut [Arm] {
        match self {
            Self::Gather(gather) => &mut gather.arms,
            Self::Dial(dial) => &mut dial.arms,
            Self::Record(record) => &mut record.arms,
            Self::Enqueue(enqueue) => &mut enqueue.arms,
            Self::Match(question) => &mut question.arms,
            Self::Connect(connect) => &mut connect.arms,
            Self::Hours(hours) => &mut hours.arms,
            Self::Goto(_) | Self::Hangup | Self::Reject { .. } | Self::Redirect { .. } | Self::Leave => {
                &mut []
            }
        }
    }
}

/// `gather …`.
///
/// ```
/// let gather: ivr_core::description::Gather = serde_json::from_str(
///     r#"{"keys":{"min":1,"max":1},"timeout":5,"arms":[{"keys":["1"],"heard":"1","to":"again"}]}"#).unwrap();
/// assert!(!gather.speech && gather.finish_on_key.is_none());
/// ```
#[derive(Clone, PartialEq, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(deny_unknown_fields))]
pub struct Gather {
    /// The number of keys of an entry. `None` if no keys are accepted.
    pub keys: Option<Keys>,
    /// The expression for the number of keys, if it depends on the call.
    pub count: Option<Expression>,
    /// Whether speech is accepted.
    #[cfg_attr(feature = "serde", serde(default))]
    pub speech: bool,
    /// The time in seconds until the first input, and between keys.
    pub timeout: u32,
    /// The silence in seconds that ends an utterance. `None` is Twilio's default.
    #[cfg_attr(feature = "serde", serde(alias = "pause"))]
    pub speech_timeout: Option<u32>,
    /// The key that finishes an entry.
    #[cfg_attr(feature = "serde", serde(alias = "finish"))]
    pub finish_on_key: Option<char>,
    /// The language for recognition, if it is not the tree's.
    #[cfg_attr(feature = "serde", serde(alias = "listen"))]
    pub language: Option<String>,
    /// Hints for the recognizer: those of the author, then the phrases of the arms.
    #[cfg_attr(feature = "serde", serde(default))]
    pub hints: Vec<String>,
    /// The expression for further hints, if they depend on the call.
    pub more_hints: Option<Expression>,
    /// The field in which an entry is stored.
    pub into: Option<String>,
    /// The list of items that is offered.
    pub offer: Option<Offer>,
    /// The fields and schedules on which its prompts and arms depend.
    #[cfg_attr(feature = "serde", serde(default))]
    pub conditions: Vec<String>,
    /// The prompts, which are said each time the state asks.
    #[cfg_attr(feature = "serde", serde(default))]
    pub prompts: Vec<Line>,
    /// The arms of the state, followed by the inherited arms.
    #[cfg_attr(feature = "serde", serde(default))]
    pub arms: Vec<Arm>,
}

/// `offer stop from stops, more 9`.
///
/// ```
/// let offer: ivr_core::description::Offer =
///     serde_json::from_str(r#"{"item":"stop","list":"stops","keys":"12345678","more":"9"}"#).unwrap();
/// assert_eq!(offer.key, None);
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(deny_unknown_fields))]
pub struct Offer {
    /// The field in which the chosen item is stored.
    pub item: String,
    /// The field with the list.
    pub list: String,
    /// The keys that items may use.
    pub keys: String,
    /// The key for the next page.
    pub more: Option<char>,
    /// The expression for the key of an item, if items have their own keys.
    pub key: Option<String>,
}

/// The number of keys of an entry.
///
/// ```
/// let zip = ivr_core::description::Keys { min: 5, max: Some(5) };
/// assert_eq!(zip.max, Some(zip.min));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(deny_unknown_fields))]
pub struct Keys {
    /// The minimum number of keys.
    pub min: u16,
    /// The maximum number of keys. `None` if only the finish key ends the entry.
    pub max: Option<u16>,
}

/// `record …`.
///
/// ```
/// let record: ivr_core::description::Record =
///     serde_json::from_str(r#"{"max":120,"silence":5,"arms":[]}"#).unwrap();
/// assert!(!record.transcribe);
/// ```
#[derive(Clone, PartialEq, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(deny_unknown_fields))]
pub struct Record {
    /// The maximum length of a message, in seconds.
    #[cfg_attr(feature = "serde", serde(alias = "max"))]
    pub max_length: u32,
    /// The silence in seconds that ends the message. 0 never ends it.
    #[cfg_attr(feature = "serde", serde(alias = "silence"))]
    pub timeout: u32,
    /// The keys that end the message. `None` if every key does.
    #[cfg_attr(feature = "serde", serde(alias = "finish"))]
    pub finish_on_key: Option<String>,
    /// Whether the tone before the message is omitted.
    #[cfg_attr(feature = "serde", serde(default))]
    pub without_beep: bool,
    /// Whether Twilio transcribes the message.
    #[cfg_attr(feature = "serde", serde(default))]
    pub transcribe: bool,
    /// The arms for the results.
    #[cfg_attr(feature = "serde", serde(default))]
    pub arms: Vec<Arm>,
}

/// `enqueue …`.
///
/// ```
/// let enqueue: ivr_core::description::Enqueue =
///     serde_json::from_str(r#"{"queue":"support","arms":[]}"#).unwrap();
/// assert_eq!(enqueue.queue.literal(), Some("support"));
/// ```
#[derive(Clone, PartialEq, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(deny_unknown_fields))]
pub struct Enqueue {
    /// The name of the queue.
    pub queue: Value,
    /// The maximum waiting time, in seconds.
    #[cfg_attr(feature = "serde", serde(default))]
    pub max_wait: Option<u32>,
    /// What a waiting caller hears, if it requires no arm.
    #[cfg_attr(feature = "serde", serde(default))]
    pub music: Vec<Line>,
    /// The arms for the results.
    #[cfg_attr(feature = "serde", serde(default))]
    pub arms: Vec<Arm>,
}

impl Enqueue {
    /// Returns whether this tree says what a waiting caller hears. Otherwise Twilio plays its own music.
    ///
    /// ```
    /// let enqueue: ivr_core::description::Enqueue =
    ///     serde_json::from_str(r#"{"queue":"support","arms":[]}"#).unwrap();
    /// assert!(!enqueue.is_heard_while_waiting());
    /// ```
    #[must_use]
    pub fn is_heard_while_waiting(&self) -> bool {
        !self.music.is_empty() || self.arms.iter().any(|arm| arm.outcomes.contains(&Event::Waits))
    }
}

/// `match EXPR within 5s { … }`: a question to Rust.
///
/// ```
/// let question: ivr_core::description::Match = serde_json::from_str(
///     r#"{"question":0,"source":"app.is_open()","arms":[
///         {"outcomes":["arm 0"],"pattern":"true","to":{"go":"Menu"}},
///         {"outcomes":["arm 1"],"pattern":"false","to":{"end":"hangup"}}]}"#).unwrap();
/// assert_eq!(question.within, None);
/// ```
#[derive(Clone, PartialEq, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(deny_unknown_fields))]
pub struct Match {
    /// The question that `PhoneTree::ask` receives.
    pub question: u16,
    /// The source of the expression, for display.
    pub source: String,
    /// The list of `next item in list`.
    pub walks: Option<String>,
    /// The time in seconds after which the arm `late` is taken.
    pub within: Option<u32>,
    /// What is said while the answer is pending.
    #[cfg_attr(feature = "serde", serde(default))]
    pub meanwhile: Vec<Line>,
    /// The arms for the results.
    #[cfg_attr(feature = "serde", serde(default))]
    pub arms: Vec<Arm>,
}

/// `connect "wss://…" match { … }`: connects the caller with an agent, which returns the caller.
///
/// ```
/// let connect: ivr_core::description::Connect = serde_json::from_str(
///     r#"{"connect":0,"url":"wss://agent.example/","time_limit":240,"result":"Billing",
///         "arms":[{"outcomes":["failed"],"to":{"end":"hangup"}}]}"#).unwrap();
/// assert!(!connect.stream);
/// ```
#[derive(Clone, PartialEq, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(deny_unknown_fields))]
pub struct Connect {
    /// The index that `PhoneTree::handed_back` receives.
    pub connect: u16,
    /// The URL of the agent, `wss://…`.
    pub url: String,
    /// Whether the agent receives audio. It then returns no result.
    #[cfg_attr(feature = "serde", serde(default))]
    pub stream: bool,
    /// The maximum time with the agent, in seconds.
    pub time_limit: u32,
    /// The values that are passed to the agent.
    #[cfg_attr(feature = "serde", serde(default))]
    pub give: Vec<Given>,
    /// The type of the result, for display.
    pub result: Option<String>,
    /// The arms for the results.
    #[cfg_attr(feature = "serde", serde(default))]
    pub arms: Vec<Arm>,
}

/// A value that is passed to an agent.
///
/// ```
/// let given: ivr_core::description::Given =
///     serde_json::from_str(r#"{"name":"account","placeholder":0}"#).unwrap();
/// assert_eq!(given.name, "account");
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(deny_unknown_fields))]
pub struct Given {
    /// The name of the value.
    pub name: String,
    /// The index of its expression.
    pub placeholder: u16,
}

write_json! {
    enum Verb {
        "goto": Goto(target),
        "gather": Gather(gather),
        "dial": Dial(dial),
        "record": Record(record),
        "enqueue": Enqueue(enqueue),
        "hangup": Hangup,
        "reject": Reject { busy },
        "redirect": Redirect { url },
        "leave": Leave,
        "match": Match(question),
        "connect": Connect(connect),
        "hours": Hours(hours),
    }
}

write_json! {
    Gather { keys, count, speech, timeout, speech_timeout, finish_on_key, language, hints, more_hints, into, offer, conditions, prompts, arms }
    Offer { item, list, keys, more, key }
    Keys { min, max }
    Record { max_length, timeout, finish_on_key, without_beep, transcribe, arms }
    Enqueue { queue, max_wait, music, arms }
    Connect { connect, url, stream, time_limit, give, result, arms }
    Given { name, placeholder }
    Match { question, source, walks, within, meanwhile, arms }
}
