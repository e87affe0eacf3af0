//! A tree without any syntax.

use serde::{Deserialize, Serialize};

/// The fields of a call: `a`, `b` and `c`, each a number.
pub const FIELDS: [&str; 3] = ["a", "b", "c"];

/// What the fields are when a call begins.
pub const DEFAULTS: [u32; 3] = [1, 2, 3];

/// What options depend on: two fields of a call, and two schedules.
pub const CONDITIONS: [&str; 4] = ["p", "q", "office", "night"];

/// How many of them are fields.
pub const FLAGS: usize = 2;

/// The languages of a tree that has two.
pub const LANGUAGES: [&str; 2] = ["en-US", "fr-FR"];

/// A tree; state 0 is where calls begin.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Tree {
    /// Its name.
    pub name: String,
    /// Whether it has fields and `run`s, which are stored.
    pub keeps: bool,
    /// One or two.
    pub languages: usize,
    /// What is said when Rust fails, and the state that follows.
    pub on_error: Option<(Vec<Step>, usize)>,
    /// What the key 9 does in every gather that has no such key.
    pub everywhere: Option<Arm>,
    /// The states.
    pub states: Vec<State>,
}

/// A state.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct State {
    /// What is said and done before the verb.
    pub steps: Vec<Step>,
    /// How it ends.
    pub verb: Verb,
}

/// A key, and what it does while its condition holds.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Arm {
    /// The key.
    pub key: u32,
    /// None where it is always there.
    pub condition: Option<Condition>,
    /// What it does.
    pub target: Target,
}

/// One of [`CONDITIONS`], or its opposite.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Condition {
    /// Its place.
    pub place: usize,
    /// It must not hold.
    pub negated: bool,
}

/// How a state ends.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Verb {
    /// `goto`.
    Goto(usize),
    /// `gather key`; the arms are those of the keys 1, 2 …
    Gather {
        /// What is said at every asking.
        prompts: Vec<Step>,
        /// In order; those of one key have opposite conditions.
        arms: Vec<Arm>,
        /// Silence and any other key.
        rest: Target,
    },
    /// A question to Rust; the arms are those of the answers 0, 1 …
    Match {
        /// Its number.
        question: u32,
        /// By answer.
        arms: Vec<Target>,
        /// Any other answer, which is bound to a name.
        rest: Target,
    },
    /// Asks a schedule.
    Hours {
        /// Its place among [`CONDITIONS`].
        place: usize,
        /// It is open.
        open: Target,
        /// It is closed.
        closed: Target,
    },
    /// The next item of the list, or its end.
    Next {
        /// There is one.
        another: Target,
        /// There is none.
        done: Target,
    },
    /// The items of the list by the keys that are free; [`MORE`] turns the page.
    Offer {
        /// What is said at every asking, before the items.
        prompts: Vec<Step>,
        /// An item was chosen.
        chosen: Target,
        /// Silence and any other key.
        rest: Target,
    },
    /// A number that Rust chooses by `b`.
    Dial {
        /// Somebody answered.
        answered: Target,
        /// Nobody did.
        rest: Target,
    },
    /// The end.
    Hangup,
}

/// A step.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Step {
    /// Says its number, and the fields.
    Say(u32),
    /// Plays a file that Rust chooses by `a`.
    Play,
    /// Sets a field.
    Set(usize, Value),
    /// Sets the list to so many items, which Rust makes of `a`.
    List(u32),
    /// Tells Rust its number, and the fields.
    Run(u32),
    /// Speaks another language from here on.
    Language(usize),
    /// Speaks the language that Rust chooses by `a`.
    Choose,
    /// Sends the tones that Rust makes of `b`.
    Tones,
    /// Words that no key cuts short.
    Uninterrupted(Vec<Step>),
    /// Words of a fresh entry.
    First(Vec<Step>),
    /// Sets one of the fields that are conditions to whether `a` is even, or to its opposite.
    Flag(usize, bool),
    /// Words under a condition, and those under its opposite.
    If(Condition, Vec<Step>, Vec<Step>),
}

/// What a field is set to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Value {
    /// A number.
    Number(u32),
    /// Another field, and so many more.
    Field(usize, u32),
    /// What the pattern of the arm has bound.
    Bound,
    /// The item that was taken or chosen last.
    Item,
}

/// Where an arm leads.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Target {
    /// Into a state.
    Go(usize),
    /// Asks again, and counts nothing.
    Again,
    /// The call is over.
    End,
    /// Steps on the way.
    Say(Vec<Step>, Box<Target>),
    /// Counted attempts.
    Retry {
        /// How many.
        times: u32,
        /// What is said at each; the last block stands for all further ones.
        blocks: Vec<Vec<Step>>,
        /// The state that is asked again; this one when `None`.
        at: Option<usize>,
        /// After the last attempt.
        then: Box<Target>,
    },
}

/// What Rust answers to a question about these fields; `None` when it panics, where the tree knows what to do then.
#[must_use]
pub fn answer(question: u32, fields: [u32; 3], may_panic: bool) -> Option<u32> {
    let [a, b, c] = fields;
    let mixed =
        (question.wrapping_mul(31) ^ a.wrapping_mul(7) ^ b.wrapping_mul(13) ^ c.wrapping_mul(29)) % 1_009;
    if may_panic && mixed % 11 == 5 { None } else { Some(mixed % 4) }
}

/// The key that turns the page of an offer.
pub const MORE: u32 = 8;

/// The items of a list.
#[must_use]
pub fn items(a: u32, count: u32) -> Vec<u32> {
    (0..count).map(|place| a.wrapping_mul(10) + place).collect()
}

/// The language that Rust chooses, by its place among [`LANGUAGES`].
#[must_use]
pub fn language(a: u32) -> usize {
    a as usize % LANGUAGES.len()
}

/// The tones that are sent.
#[must_use]
pub fn tones(b: u32) -> String {
    format!("{b}w#")
}

/// The file that is played.
#[must_use]
pub fn file(a: u32) -> String {
    format!("https://audio.example/{a}.mp3")
}

/// The number that is dialed; sometimes none, where nothing else can fail.
#[must_use]
pub fn number(b: u32, may_panic: bool) -> String {
    if b % 5 == 4 && !may_panic { format!("nobody {b}") } else { format!("+1415{:07}", b % 10_000_000) }
}
