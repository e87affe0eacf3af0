//! How a state ends: verbs with their clauses, and with their arms as written or, in the model, as resolved.

use proc_macro2::{Ident, Span, TokenStream};

use super::{Arm, Computed, Connect, Dial, Flag, MatchHours, Number, Step, Tag, Target, Text, Value};

/// How a state ends.
#[derive(Debug)]
pub(crate) enum Ending {
    Goto(Ident),
    Gather(Box<Gather>),
    Dial(Box<Dial>),
    Record(Record),
    Enqueue(Enqueue),
    Hangup,
    Reject {
        busy: bool,
        word: Span,
    },
    Redirect(Value),
    /// `leave;` or `leave to S;`
    Leave {
        word: Span,
        to: Option<Ident>,
    },
    Match(Box<Match>),
    Connect(Box<Connect>),
    Next(Box<Next>),
    Hours(MatchHours),
    /// Could not be read, or is missing; that was reported.
    Broken,
}

/// `gather … { … } match { … }`, with its arms as they were written or, in the model, as they were resolved.
#[derive(Debug)]
pub(crate) struct Gather<A = Arms> {
    pub(crate) keys: Option<Keys>,
    /// `(expr) keys`: how many, where only a call knows.
    pub(crate) count: Option<Computed>,
    /// The word `speech`.
    pub(crate) speech: Option<Span>,
    pub(crate) timeout: Option<Number>,
    pub(crate) speech_timeout: Option<Number>,
    pub(crate) finish_on_key: Option<Text>,
    pub(crate) language: Option<Tag>,
    pub(crate) hints: Vec<Text>,
    /// `hints (expr)`
    pub(crate) more_hints: Option<Computed>,
    /// The field that an entry is put into.
    pub(crate) into: Option<Ident>,
    pub(crate) offer: Option<Offer>,
    /// The fields and schedules that it depends on, once it is resolved.
    pub(crate) conditions: Vec<Ident>,
    pub(crate) prompts: Vec<Step>,
    pub(crate) arms: A,
}

/// `offer stop from stops, more 9`.
#[derive(Debug)]
pub(crate) struct Offer {
    /// The word `offer`.
    pub(crate) word: Span,
    /// The field that a chosen item is put into.
    pub(crate) item: Ident,
    /// The field that holds the list.
    pub(crate) list: Ident,
    /// The key that turns the page.
    pub(crate) more: Option<Text>,
    /// `key stop.digit`: the key that an item brings itself.
    pub(crate) key: Option<TokenStream>,
}

/// `match EXPR within 20s meanwhile { … } { PATTERN => Target, late => Target }`.
#[derive(Debug)]
pub(crate) struct Match {
    /// The word `match`.
    pub(crate) word: Span,
    pub(crate) question: TokenStream,
    pub(crate) within: Option<Number>,
    /// What is said when the answer takes its time.
    pub(crate) meanwhile: Vec<Step>,
    pub(crate) arms: Vec<RustArm>,
    /// The arm `late`, with its word.
    pub(crate) late: Option<(Span, Target)>,
    /// An arm could not be read.
    pub(crate) broken: bool,
}

/// `Some(desk) if desk.open => Target`.
#[derive(Clone, Debug)]
pub(crate) struct RustArm {
    pub(crate) pattern: TokenStream,
    pub(crate) target: Target,
}

/// `next target in targets match { another => Target, done => Target }`.
#[derive(Debug)]
pub(crate) struct Next {
    /// The word `next`.
    pub(crate) word: Span,
    /// The field that an item is put into.
    pub(crate) item: Ident,
    /// The field that holds the list.
    pub(crate) list: Ident,
    pub(crate) another: Option<NextArm>,
    pub(crate) done: Option<NextArm>,
    /// An arm could not be read.
    pub(crate) broken: bool,
}

/// `another => Target`.
#[derive(Debug)]
pub(crate) struct NextArm {
    /// The word `another` or `done`.
    pub(crate) word: Ident,
    pub(crate) target: Target,
}

/// How many keys an entry has.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Keys {
    pub(crate) min: u32,
    pub(crate) max: Option<u32>,
    pub(crate) span: Span,
}

/// `key`, `4 keys`, `4..=8 keys`, `keys`.
impl std::fmt::Display for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.min, self.max) {
            (_, None) => f.write_str("keys"),
            (1, Some(1)) => f.write_str("key"),
            (min, Some(max)) if min == max => write!(f, "{min} keys"),
            (min, Some(max)) => write!(f, "{min}..={max} keys"),
        }
    }
}

/// `record … match { … }`.
#[derive(Debug)]
pub(crate) struct Record<A = Arms> {
    pub(crate) max_length: Option<Number>,
    pub(crate) timeout: Option<Number>,
    pub(crate) finish_on_key: Option<Text>,
    /// A tone before the message: yes unless it is said.
    pub(crate) play_beep: Option<Flag>,
    /// The word `transcribe`.
    pub(crate) transcribe: Option<Span>,
    pub(crate) arms: A,
}

/// `enqueue "…" match { … }`.
#[derive(Debug)]
pub(crate) struct Enqueue<A = Arms> {
    pub(crate) queue: Value,
    /// So long at most.
    pub(crate) max_wait: Option<Number>,
    /// The state that a caller is in who waits.
    pub(crate) wait: Option<Ident>,
    /// What such a caller hears, where there is no `wait`: one step.
    pub(crate) music: Vec<Step>,
    pub(crate) arms: A,
}

/// The block after `match`.
#[derive(Debug)]
pub(crate) struct Arms {
    /// The word `match`.
    pub(crate) word: Span,
    pub(crate) arms: Vec<Arm>,
    /// Some arm could not be read, so what seems to be missing may stand there.
    pub(crate) broken: bool,
}
