//! All of a tree that is not control, as data: words, keys, phrases, verbs, targets by name.
//!
//! `phone_tree!` writes it as one JSON text; it is read once, when a server or a test starts. Documents,
//! pictures, scripts and diffs are made from it, and `graph --format json` prints it.

// Promises and scenarios.
mod claims;

use serde::{Deserialize, Serialize};

pub use claims::{Course, Scenario};

use crate::{heard::Heard, tree::Ending};

/// A whole tree.
///
/// ```
/// use ivr_runtime::description::Description;
/// let tree: Description = serde_json::from_str(
///     r#"{"name":"Bye","language":"en-US","starts":[{"state":"Goodbye"}],
///         "states":[{"name":"Goodbye","lines":[{"say":{"text":"Goodbye."}}],"verb":"hangup"}]}"#,
/// ).unwrap();
/// assert_eq!(tree.states[0].name, "Goodbye");
/// ```
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Description {
    /// `Acme`.
    pub name: String,
    /// The documentation comment.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub docs: String,
    /// A BCP 47 tag such as `en-US`, spoken and listened for unless something says otherwise.
    pub language: String,
    /// A voice of the provider, `Polly.Joanna`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voice: Option<String>,
    /// What relative `play` files are under.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audio: Option<String>,
    /// The roots; the first has no name.
    pub starts: Vec<Start>,
    /// What the caller hears when our side fails, and where the call goes then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trouble: Option<Trouble>,
    /// The states in the order of the source.
    pub states: Vec<State>,
    /// The rows that [`Target::Way`] points at.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ways: Vec<Way>,
    /// What the tree promises of every call, in the words of its source.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub promises: Vec<String>,
    /// Calls that are known to go as they are written down.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scenarios: Vec<Scenario>,
}

impl Description {
    /// The same tree with words in the place of every recording that has some: for where no recordings are at
    /// hand.
    ///
    /// ```
    /// # let tree: ivr_runtime::description::Description = serde_json::from_str(
    /// #   r#"{"name":"Bye","language":"en-US","starts":[{"state":"A"}],"states":[{"name":"A","verb":"hangup",
    /// #     "lines":[{"play":{"url":"bye.mp3","text":"Goodbye."}}]}]}"#).unwrap();
    /// use ivr_runtime::description::Line;
    /// assert!(matches!(&tree.spoken().states[0].lines[0], Line::Say { text, .. } if text == "Goodbye."));
    /// ```
    #[must_use]
    pub fn spoken(mut self) -> Self {
        for state in &mut self.states {
            state.lines.iter_mut().for_each(Line::speak);
            match &mut state.verb {
                Verb::Gather(gather) => gather.prompts.iter_mut().for_each(Line::speak),
                Verb::Match(question) => question.meanwhile.iter_mut().for_each(Line::speak),
                _ => {}
            }
        }
        for way in &mut self.ways {
            match way {
                Way::Retry { blocks, .. } => blocks.iter_mut().flatten().for_each(Line::speak),
                Way::Say { lines, .. } => lines.iter_mut().for_each(Line::speak),
                Way::Enter { .. } => {}
            }
        }
        if let Some(trouble) = &mut self.trouble {
            trouble.lines.iter_mut().for_each(Line::speak);
        }
        self
    }

    /// The state called `name`.
    ///
    /// ```
    /// # let tree: ivr_runtime::description::Description = serde_json::from_str(
    /// #   r#"{"name":"Bye","language":"en-US","starts":[{"state":"A"}],"states":[{"name":"A","verb":"hangup"}]}"#).unwrap();
    /// assert!(tree.state("A").is_some());
    /// assert!(tree.state("B").is_none());
    /// ```
    #[must_use]
    pub fn state(&self, name: &str) -> Option<&State> {
        self.states.iter().find(|state| state.name == name)
    }
}

/// A root of a tree: where a call begins.
///
/// ```
/// let start = ivr_runtime::description::Start { name: None, state: "Menu".into() };
/// assert_eq!(serde_json::to_string(&start).unwrap(), r#"{"state":"Menu"}"#);
/// ```
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Start {
    /// `volunteers` in `start volunteers AcceptCall;`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The state it begins with.
    pub state: String,
}

/// `trouble { … } then T`.
///
/// ```
/// let trouble: ivr_runtime::description::Trouble =
///     serde_json::from_str(r#"{"lines":[],"then":{"go":"Reception"}}"#).unwrap();
/// assert!(trouble.lines.is_empty());
/// ```
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trouble {
    /// What is said.
    pub lines: Vec<Line>,
    /// Where the call goes.
    pub then: Target,
}

/// One state.
///
/// ```
/// let state: ivr_runtime::description::State =
///     serde_json::from_str(r#"{"name":"Greeting","verb":{"goto":{"go":"Menu"}}}"#).unwrap();
/// assert!(state.lines.is_empty());
/// ```
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct State {
    /// `Menu`.
    pub name: String,
    /// The documentation comment.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub docs: String,
    /// The state that `back` leads to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub under: Option<String>,
    /// The steps before the verb, said once a visit.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<Line>,
    /// The ending.
    pub verb: Verb,
}

/// Something the caller hears.
///
/// ```
/// use ivr_runtime::description::Line;
/// let line: Line = serde_json::from_str(r#"{"pause":{"seconds":1}}"#).unwrap();
/// assert_eq!(line, Line::Pause { seconds: 1 });
/// ```
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Line {
    /// `say "…";`.
    Say {
        /// The words, with `{field:format}` where a value is spoken.
        text: String,
        /// Where the placeholders stand in the text.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        holes: Vec<Hole>,
        /// Their language where it is not the tree's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        language: Option<String>,
        /// Their voice where it is not the tree's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        voice: Option<String>,
    },
    /// `play "…";`: an absolute URL, or a file under [`Description::audio`].
    Play {
        /// The URL or file; the source of a Rust expression when `hole` is there.
        url: String,
        /// The same in words, for where the recording is not at hand.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        text: Option<String>,
        /// The number of the expression that says what is played.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        hole: Option<u16>,
    },
    /// `pause 1s;`.
    Pause {
        /// At least 1.
        seconds: u16,
    },
    /// `uninterrupted { … }`: no key is listened for while it is said.
    Uninterrupted {
        /// What is said.
        lines: Vec<Line>,
    },
    /// `first { … }` among prompts: on a fresh entry only.
    First {
        /// What is said.
        lines: Vec<Line>,
    },
    /// `set` and `run`: nothing to hear.
    Effect {
        /// The number of the block they stand in.
        block: u16,
    },
}

impl Line {
    /// Puts the words of a recording in its place.
    fn speak(&mut self) {
        match self {
            Self::Play { text: Some(text), .. } => {
                *self =
                    Self::Say { text: std::mem::take(text), holes: Vec::new(), language: None, voice: None };
            }
            Self::Uninterrupted { lines } | Self::First { lines } => lines.iter_mut().for_each(Self::speak),
            Self::Say { .. } | Self::Play { .. } | Self::Pause { .. } | Self::Effect { .. } => {}
        }
    }
}

/// A placeholder: what stands at this place of a text is made for each call.
///
/// ```
/// let hole = ivr_runtime::description::Hole { from: 12, to: 28, number: 0 };
/// assert!(hole.from < hole.to);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hole {
    /// The first byte of the placeholder in the text.
    pub from: u32,
    /// The byte behind it.
    pub to: u32,
    /// What [`PhoneTree::spell`](crate::tree::PhoneTree::spell) is asked for.
    pub number: u16,
}

/// How a state ends.
///
/// ```
/// use ivr_runtime::description::{Target, Verb};
/// let verb: Verb = serde_json::from_str(r#"{"goto":{"go":"Menu"}}"#).unwrap();
/// assert_eq!(verb, Verb::Goto(Target::Go("Menu".into())));
/// ```
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
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
        busy: bool,
    },
    /// Hands the call to another document.
    Redirect {
        /// Its absolute URL.
        url: String,
    },
    /// Leaves the waiting queue.
    Leave,
    /// Asks plain Rust.
    Match(Match),
}

impl Verb {
    /// The arms of a verb that comes back; none for the others.
    ///
    /// ```
    /// assert!(ivr_runtime::description::Verb::Hangup.arms().is_empty());
    /// ```
    #[must_use]
    pub fn arms(&self) -> &[Arm] {
        match self {
            Self::Gather(gather) => &gather.arms,
            Self::Dial(dial) => &dial.arms,
            Self::Record(record) => &record.arms,
            Self::Enqueue(enqueue) => &enqueue.arms,
            Self::Match(question) => &question.arms,
            Self::Goto(_) | Self::Hangup | Self::Reject { .. } | Self::Redirect { .. } | Self::Leave => &[],
        }
    }
}

/// `gather …`.
///
/// ```
/// let gather: ivr_runtime::description::Gather = serde_json::from_str(
///     r#"{"keys":{"min":1,"max":1},"timeout":5,"arms":[{"keys":["1"],"heard":"1","to":"again"}]}"#).unwrap();
/// assert!(!gather.speech && gather.finish.is_none());
/// ```
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gather {
    /// How many keys an entry has; no keys are listened for when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keys: Option<Keys>,
    /// Whether words are listened for.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub speech: bool,
    /// Seconds until something must come, and between keys.
    pub timeout: u16,
    /// Seconds of quiet that end an utterance; the provider's default when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pause: Option<u16>,
    /// The key that finishes an entry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finish: Option<char>,
    /// The language listened for where it is not the tree's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub listen: Option<String>,
    /// Words the recogniser is told to expect: the author's, then those of the arms.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hints: Vec<String>,
    /// The field that an entry is put into.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub into: Option<String>,
    /// What is said while listening, at every asking.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub prompts: Vec<Line>,
    /// The state's own arms, then the inherited ones.
    pub arms: Vec<Arm>,
}

/// How many keys an entry has.
///
/// ```
/// let zip = ivr_runtime::description::Keys { min: 5, max: Some(5) };
/// assert_eq!(zip.max, Some(zip.min));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Keys {
    /// The fewest that are complete.
    pub min: u16,
    /// The most; as many as it takes until the finish key when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<u16>,
}

/// `dial …`.
///
/// ```
/// let dial: ivr_runtime::description::Dial =
///     serde_json::from_str(r#"{"numbers":["+12345678900"],"timeout":20,"arms":[]}"#).unwrap();
/// assert_eq!(dial.numbers.len(), 1);
/// ```
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dial {
    /// E.164 numbers, or one short code; several ring at once. The source of a Rust expression when `hole` is
    /// there.
    pub numbers: Vec<String>,
    /// The number of the expression that says whom to call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hole: Option<u16>,
    /// Seconds it rings.
    pub timeout: u16,
    /// The number shown to the one called; the caller's when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caller_id: Option<String>,
    /// What can come of it.
    pub arms: Vec<Arm>,
}

/// `record …`.
///
/// ```
/// let record: ivr_runtime::description::Record =
///     serde_json::from_str(r#"{"max":120,"silence":5,"arms":[]}"#).unwrap();
/// assert!(!record.transcribe);
/// ```
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// The longest message, in seconds.
    pub max: u32,
    /// Seconds of silence that end it; 0 never does.
    pub silence: u16,
    /// The key that ends it; any key does when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finish: Option<char>,
    /// Whether the provider writes it down.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub transcribe: bool,
    /// What can come of it.
    pub arms: Vec<Arm>,
}

/// `enqueue …`.
///
/// ```
/// let enqueue: ivr_runtime::description::Enqueue =
///     serde_json::from_str(r#"{"queue":"support","arms":[]}"#).unwrap();
/// assert_eq!(enqueue.queue, "support");
/// ```
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Enqueue {
    /// The name of the queue.
    pub queue: String,
    /// What can come of it.
    pub arms: Vec<Arm>,
}

/// `match EXPR within 5s { … }`: a question to plain Rust.
///
/// ```
/// let question: ivr_runtime::description::Match = serde_json::from_str(
///     r#"{"question":0,"source":"app.is_open()","arms":[
///         {"outcomes":["arm 0"],"pattern":"true","to":{"go":"Menu"}},
///         {"outcomes":["arm 1"],"pattern":"false","to":{"end":"hangup"}}]}"#).unwrap();
/// assert_eq!(question.within, None);
/// ```
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Match {
    /// What [`PhoneTree::ask`](crate::tree::PhoneTree::ask) is asked.
    pub question: u16,
    /// The expression, for readers.
    pub source: String,
    /// Seconds until the arm `late` is taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<u16>,
    /// What is said when the answer takes its time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub meanwhile: Vec<Line>,
    /// What can come of it.
    pub arms: Vec<Arm>,
}

/// One arm of a `match`, in the state or from `everywhere`.
///
/// ```
/// use ivr_runtime::{description::Arm, tree::Heard};
/// let arm: Arm = serde_json::from_str(
///     r#"{"keys":["1"],"phrases":[{"text":"sales"}],"heard":"1","to":{"go":"Sales"}}"#).unwrap();
/// assert_eq!(arm.heard, Some(Heard::Key1));
/// ```
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Arm {
    /// Entries of keys, `"1"` or `"12"`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keys: Vec<String>,
    /// Words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub phrases: Vec<Phrase>,
    /// Everything else the arm is for: `silence`, `_`, `entered`, `busy` …
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub outcomes: Vec<Heard>,
    /// What one of its phrases, or an entry of several keys, counts as; absent when it has neither keys nor
    /// phrases.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heard: Option<Heard>,
    /// The Rust pattern, for readers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
    /// Not announced, on purpose.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub hidden: bool,
    /// From `everywhere`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub inherited: bool,
    /// Where it leads.
    pub to: Target,
}

/// Words that an arm is for.
///
/// ```
/// let phrase: ivr_runtime::description::Phrase = serde_json::from_str(r#"{"text":"sales"}"#).unwrap();
/// assert_eq!(phrase.above, None);
/// ```
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phrase {
    /// As the author wrote them.
    pub text: String,
    /// The least confidence of the recogniser, 0 to 1; an answer without one counts as sure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub above: Option<f32>,
}

/// Where an arm leads, by name.
///
/// ```
/// use ivr_runtime::{description::Target, tree::Ending};
/// let over: Target = serde_json::from_str(r#"{"end":"hangup"}"#).unwrap();
/// assert_eq!(over, Target::End(Ending::Hangup));
/// ```
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// A state.
    Go(String),
    /// This state again, no attempt counted.
    Again,
    /// The call is over.
    End(Ending),
    /// A row of [`Description::ways`].
    Way(u16),
}

/// The words and the ends of a [`crate::tree::Way`].
///
/// ```
/// use ivr_runtime::description::Way;
/// let way: Way = serde_json::from_str(
///     r#"{"retry":{"times":2,"blocks":[[{"say":{"text":"Sorry?"}}]],"then":{"go":"Reception"}}}"#).unwrap();
/// assert!(matches!(way, Way::Retry { times: 2, .. }));
/// ```
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Way {
    /// `retry N { … } then T`.
    Retry {
        /// At most 15.
        times: u8,
        /// What is said before asking again: the first time, the second; the last block goes on.
        blocks: Vec<Vec<Line>>,
        /// The state asked again, where it is not the same.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at: Option<String>,
        /// What giving up means.
        then: Target,
    },
    /// `{ … } then T`.
    Say {
        /// What is said.
        lines: Vec<Line>,
        /// Where it leads.
        then: Target,
    },
    /// An entry to a state with a counter of its own.
    Enter {
        /// The state.
        state: String,
    },
}

impl Way {
    /// What is said in `block`; the last block serves every later attempt.
    ///
    /// ```
    /// use ivr_runtime::description::Way;
    /// let enter = Way::Enter { state: "Menu".into() };
    /// assert!(enter.lines(0).is_empty());
    /// ```
    #[must_use]
    pub fn lines(&self, block: u8) -> &[Line] {
        match self {
            Self::Retry { blocks, .. } => {
                blocks.get(usize::from(block)).or(blocks.last()).map_or(&[], Vec::as_slice)
            }
            Self::Say { lines, .. } => lines,
            Self::Enter { .. } => &[],
        }
    }
}
