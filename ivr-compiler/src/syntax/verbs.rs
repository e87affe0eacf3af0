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
    /// Could not be parsed, or is missing, which was reported.
    Broken,
}

/// `gather … { … } match { … }`, with the arms of the source or, in the model, with resolved arms.
#[derive(Debug)]
pub(crate) struct Gather<A = Arms> {
    pub(crate) keys: Option<Keys>,
    /// `(expr) keys`: the number of keys, if it is known only during a call.
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
    /// The field that stores an entry.
    pub(crate) into: Option<Ident>,
    pub(crate) offer: Option<Offer>,
    /// The fields and schedules that its conditions test, once it is resolved.
    pub(crate) conditions: Vec<Ident>,
    pub(crate) prompts: Vec<Step>,
    pub(crate) arms: A,
}

/// `offer stop from stops, more 9`.
#[derive(Debug)]
pub(crate) struct Offer {
    /// The word `offer`.
    pub(crate) word: Span,
    /// The field that stores the chosen item.
    pub(crate) item: Ident,
    /// The field that contains the list.
    pub(crate) list: Ident,
    /// The key that turns the page.
    pub(crate) more: Option<Text>,
    /// `key stop.digit`: the key that an item specifies.
    pub(crate) key: Option<TokenStream>,
}

/// `match EXPR within 20s meanwhile { … } { PATTERN => Target, late => Target }`.
#[derive(Debug)]
pub(crate) struct Match {
    /// The word `match`.
    pub(crate) word: Span,
    pub(crate) question: TokenStream,
    pub(crate) within: Option<Number>,
    /// What is said while the answer is late.
    pub(crate) meanwhile: Vec<Step>,
    pub(crate) arms: Vec<RustArm>,
    /// The arm `late`, with its word.
    pub(crate) late: Option<(Span, Target)>,
    /// Whether an arm could not be parsed.
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
    /// The field that stores an item.
    pub(crate) item: Ident,
    /// The field that contains the list.
    pub(crate) list: Ident,
    pub(crate) another: Option<NextArm>,
    pub(crate) done: Option<NextArm>,
    /// Whether an arm could not be parsed.
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
    /// Whether a tone precedes the message. The default is yes.
    pub(crate) play_beep: Option<Flag>,
    /// The word `transcribe`.
    pub(crate) transcribe: Option<Span>,
    pub(crate) arms: A,
}

/// `enqueue "…" match { … }`.
#[derive(Debug)]
pub(crate) struct Enqueue<A = Arms> {
    pub(crate) queue: Value,
    /// The maximum time, in seconds.
    pub(crate) max_wait: Option<Number>,
    /// The first state of a waiting caller.
    pub(crate) wait: Option<Ident>,
    /// What a waiting caller hears if there is no `wait`: one step.
    pub(crate) music: Vec<Step>,
    pub(crate) arms: A,
}

/// The block after `match`.
#[derive(Debug)]
pub(crate) struct Arms {
    /// The word `match`.
    pub(crate) word: Span,
    pub(crate) arms: Vec<Arm>,
    /// Whether an arm could not be parsed. An outcome that seems to be missing may be there.
    pub(crate) broken: bool,
}
