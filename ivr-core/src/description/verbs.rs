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
    /// Goes on by itself.
    Goto(Target),
    /// Listens for keys, words or both.
    Gather(Gather),
    /// Calls somebody.
    Dial(Dial),
    /// Takes a message.
    Record(Record),
    /// Waits in a queue.
    Enqueue(Enqueue),
    /// Ends the call.
    Hangup,
    /// Does not take the call.
    Reject {
        /// The caller hears the busy tone.
        #[cfg_attr(feature = "serde", serde(default))]
        busy: bool,
    },
    /// Hands the call to another document.
    Redirect {
        /// Its absolute URL.
        url: Value,
    },
    /// Leaves the waiting queue.
    Leave,
    /// Asks plain Rust.
    Match(Match),
    /// Hands the caller to an agent.
    Connect(Connect),
    /// Asks whether it is open.
    Hours(MatchHours),
}

impl Verb {
    /// The place of the arm that takes `heard`, as the transition function has it.
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

    /// What it is, for a verb that comes back.
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

    /// The arms of a verb that comes back; none for the others.
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
    /// How many keys an entry has; no keys are listened for when absent.
    pub keys: Option<Keys>,
    /// How many keys an entry has, where only a call knows.
    pub count: Option<Expression>,
    /// Whether words are listened for.
    #[cfg_attr(feature = "serde", serde(default))]
    pub speech: bool,
    /// Seconds until something must come, and between keys.
    pub timeout: u32,
    /// Seconds of quiet that end an utterance; Twilio's default when absent.
    #[cfg_attr(feature = "serde", serde(alias = "pause"))]
    pub speech_timeout: Option<u32>,
    /// The key that finishes an entry.
    #[cfg_attr(feature = "serde", serde(alias = "finish"))]
    pub finish_on_key: Option<char>,
    /// The language listened for where it is not the tree's.
    #[cfg_attr(feature = "serde", serde(alias = "listen"))]
    pub language: Option<String>,
    /// Words the recogniser is told to expect: the author's, then those of the arms.
    #[cfg_attr(feature = "serde", serde(default))]
    pub hints: Vec<String>,
    /// More of them, which only a call knows.
    pub more_hints: Option<Expression>,
    /// The field that an entry is put into.
    pub into: Option<String>,
    /// The items of a list that are offered.
    pub offer: Option<Offer>,
    /// The fields and schedules that its prompts and arms depend on.
    #[cfg_attr(feature = "serde", serde(default))]
    pub conditions: Vec<String>,
    /// What is said while listening, at every asking.
    #[cfg_attr(feature = "serde", serde(default))]
    pub prompts: Vec<Line>,
    /// The state's own arms, then the inherited ones.
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
    /// The field that a chosen item is put into.
    pub item: String,
    /// The field that holds the list.
    pub list: String,
    /// The keys that items may have.
    pub keys: String,
    /// The key that turns the page.
    pub more: Option<char>,
    /// The expression for the key that an item brings itself.
    pub key: Option<String>,
}

/// How many keys an entry has.
///
/// ```
/// let zip = ivr_core::description::Keys { min: 5, max: Some(5) };
/// assert_eq!(zip.max, Some(zip.min));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(deny_unknown_fields))]
pub struct Keys {
    /// The fewest that are complete.
    pub min: u16,
    /// The most; as many as it takes until the finish key when absent.
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
    /// The longest message, in seconds.
    #[cfg_attr(feature = "serde", serde(alias = "max"))]
    pub max_length: u32,
    /// Seconds of silence that end it; 0 never does.
    #[cfg_attr(feature = "serde", serde(alias = "silence"))]
    pub timeout: u32,
    /// The keys of which any ends it; every key does when absent.
    #[cfg_attr(feature = "serde", serde(alias = "finish"))]
    pub finish_on_key: Option<String>,
    /// No tone is played before it.
    #[cfg_attr(feature = "serde", serde(default))]
    pub without_beep: bool,
    /// Whether Twilio writes it down.
    #[cfg_attr(feature = "serde", serde(default))]
    pub transcribe: bool,
    /// What can come of it.
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
    /// The longest that somebody waits, in seconds.
    #[cfg_attr(feature = "serde", serde(default))]
    pub max_wait: Option<u32>,
    /// What a caller hears who waits, where no arm is for that.
    #[cfg_attr(feature = "serde", serde(default))]
    pub music: Vec<Line>,
    /// What can come of it.
    #[cfg_attr(feature = "serde", serde(default))]
    pub arms: Vec<Arm>,
}

impl Enqueue {
    /// Whether this tree says what a caller hears meanwhile; otherwise Twilio plays its own music.
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

/// `match EXPR within 5s { … }`: a question to plain Rust.
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
    /// What `PhoneTree::ask` is asked.
    pub question: u16,
    /// The expression, for readers.
    pub source: String,
    /// The list, where it is `next item in list`.
    pub walks: Option<String>,
    /// Seconds until the arm `late` is taken.
    pub within: Option<u32>,
    /// What is said when the answer takes its time.
    #[cfg_attr(feature = "serde", serde(default))]
    pub meanwhile: Vec<Line>,
    /// What can come of it.
    #[cfg_attr(feature = "serde", serde(default))]
    pub arms: Vec<Arm>,
}

/// `connect "wss://…" match { … }`: an agent, and back.
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
    /// What `PhoneTree::handed_back` is asked.
    pub connect: u16,
    /// Where the agent listens: `wss://…`.
    pub url: String,
    /// The agent takes audio, and hands nothing back.
    #[cfg_attr(feature = "serde", serde(default))]
    pub stream: bool,
    /// The longest time with the agent, in seconds.
    pub time_limit: u32,
    /// What the agent is told.
    #[cfg_attr(feature = "serde", serde(default))]
    pub give: Vec<Given>,
    /// The type of what comes back, for readers.
    pub result: Option<String>,
    /// What can come of it.
    #[cfg_attr(feature = "serde", serde(default))]
    pub arms: Vec<Arm>,
}

/// A value that an agent is told.
///
/// ```
/// let given: ivr_core::description::Given =
///     serde_json::from_str(r#"{"name":"account","placeholder":0}"#).unwrap();
/// assert_eq!(given.name, "account");
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(deny_unknown_fields))]
pub struct Given {
    /// Its name.
    pub name: String,
    /// The number of its expression.
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
