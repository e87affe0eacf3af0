//! What the author wrote: types only, every name with its span. Knows no rule.

// Scenarios and promises.
mod claims;

// Languages.
mod texts;

// Words in a file.
mod keyed;

pub(crate) mod parse;
mod rust_source;

pub(crate) use claims::{Expected, Input, Later, Promise, Scenario, ScenarioLine};
pub(crate) use rust_source::rust_source;
pub(crate) use texts::{Block, Key, Row, Tag, Text, Texts};

use ivr_core::event::Outcome;
use proc_macro2::{Ident, Span, TokenStream};

/// A number with the place it stands at; seconds where it is a duration.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Number {
    pub(crate) value: u32,
    pub(crate) span: Span,
}

/// `phone_tree! { … }`.
#[derive(Debug)]
pub(crate) struct Tree {
    pub(crate) attributes: Attributes,
    pub(crate) visibility: TokenStream,
    pub(crate) name: Ident,
    /// The type after `for`.
    pub(crate) app: Option<TokenStream>,
    pub(crate) starts: Vec<Start>,
    /// The first is what a call begins in.
    pub(crate) languages: Option<Vec<Tag>>,
    pub(crate) voice: Option<Texts>,
    pub(crate) audio: Option<Texts>,
    /// The file that words stand in, and what the tree says of it.
    pub(crate) prompts: Option<PromptFile>,
    /// The folder or list of what is under `audio`.
    pub(crate) audio_files: Option<Texts>,
    /// The fields of `data { … }`.
    pub(crate) data: Vec<Field>,
    pub(crate) everywhere: Vec<Arm>,
    pub(crate) on_error: Option<OnError>,
    pub(crate) states: Vec<State>,
    pub(crate) scenarios: Vec<Scenario>,
    pub(crate) promises: Vec<Promise<Ident>>,
    pub(crate) unread: Unread,
}

/// `prompts "prompts.toml";`
#[derive(Clone, Debug)]
pub(crate) struct PromptFile {
    /// Where the file is, from the folder of the package.
    pub(crate) file: Text,
    /// Every key that the tree says, once it was read, in the order of the source.
    pub(crate) keys: Vec<Said>,
}

/// A key of the file.
#[derive(Clone, Debug)]
pub(crate) struct Said {
    pub(crate) key: String,
    pub(crate) optional: bool,
    pub(crate) off: bool,
    /// Its texts are SSML.
    pub(crate) ssml: bool,
    /// Its texts by language.
    pub(crate) texts: Vec<(String, String)>,
}

/// What could not be read, and was reported: nothing is called missing that may stand there.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Unread {
    /// Anything at all.
    pub(crate) any: bool,
    pub(crate) state: bool,
    pub(crate) start: bool,
    pub(crate) language: bool,
    pub(crate) data: bool,
    /// An arm of `everywhere`.
    pub(crate) everywhere: bool,
}

/// Documentation, and what is asked of rules.
#[derive(Clone, Debug, Default)]
pub(crate) struct Attributes {
    pub(crate) docs: Vec<Text>,
    pub(crate) settings: Vec<Setting>,
}

impl Attributes {
    /// Whether the rule is waived here.
    pub(crate) fn allows(&self, rule: &str) -> bool {
        self.settings.iter().any(|setting| setting.level == Level::Allow && setting.rule == rule)
    }
}

/// `#[allow(rule, reason = "…")]`, `#[warn(rule)]` or `#[deny(rule)]`; one for each rule that it names.
#[derive(Clone, Debug)]
pub(crate) struct Setting {
    pub(crate) level: Level,
    pub(crate) rule: Ident,
    pub(crate) reason: Option<Text>,
}

/// `secret pin: Digits = Digits::default(),`.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    pub(crate) docs: Vec<Text>,
    pub(crate) secret: bool,
    pub(crate) name: Ident,
    pub(crate) kind: TokenStream,
    pub(crate) default: Option<TokenStream>,
}

/// How much a rule weighs, least first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Level {
    Allow,
    Warn,
    Deny,
}

/// `start S;` or `start name S;`.
#[derive(Debug)]
pub(crate) struct Start {
    pub(crate) name: Option<Ident>,
    pub(crate) state: Ident,
}

/// `on_error { … } then T`.
#[derive(Debug)]
pub(crate) struct OnError {
    pub(crate) steps: Vec<Step>,
    pub(crate) then: Target,
}

/// `state S { … }`.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) attributes: Attributes,
    pub(crate) name: Ident,
    pub(crate) under: Option<Ident>,
    pub(crate) steps: Vec<Step>,
    pub(crate) ending: Ending,
    /// Some of it could not be read.
    pub(crate) broken: bool,
}

/// Something that is done in order.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    Say(Texts),
    Play {
        file: Texts,
        /// The same in words, for where the recording is not at hand.
        words: Option<Texts>,
    },
    /// `play (call.url);`: a Rust expression says what.
    PlayComputed {
        expression: TokenStream,
        /// The place in the table of holes, once it is resolved.
        hole: usize,
    },
    /// `set field = expr;`
    Set {
        field: Ident,
        value: TokenStream,
    },
    /// `run expr;`, or `run expr, at_least_once;`
    Run {
        word: Span,
        run: Run,
    },
    /// The `set`s and `run`s of a block, once they are resolved: the place in the table of effects.
    Effects(usize),
    Pause(Number),
    /// `language en-US;`: from here on, for the rest of the call.
    Language {
        word: Span,
        language: Tag,
    },
    Uninterrupted(Vec<Step>),
    First {
        word: Span,
        steps: Vec<Step>,
    },
}

/// What plain Rust does after the answer.
#[derive(Clone, Debug)]
pub(crate) struct Run {
    pub(crate) effect: TokenStream,
    /// Repeated until it is done; otherwise it is begun once, and may be missing after a crash.
    pub(crate) at_least_once: bool,
}

impl Step {
    /// Whether nothing is heard of it, and no time passes.
    pub(crate) fn is_unheard(&self) -> bool {
        matches!(self, Self::Set { .. } | Self::Run { .. } | Self::Effects(_) | Self::Language { .. })
    }
}

/// How a state ends.
#[derive(Debug)]
pub(crate) enum Ending {
    Goto(Ident),
    Gather(Box<Gather>),
    Dial(Dial),
    Record(Record),
    Enqueue(Enqueue),
    Hangup,
    Reject {
        busy: bool,
        word: Span,
    },
    Redirect(Text),
    Leave {
        word: Span,
    },
    Match(Box<Match>),
    /// Could not be read, or is missing; that was reported.
    Broken,
}

/// `gather … { … } match { … }`, with its arms as they were written or, in the model, as they were resolved.
#[derive(Debug)]
pub(crate) struct Gather<A = Arms> {
    pub(crate) keys: Option<Keys>,
    /// The word `speech`.
    pub(crate) speech: Option<Span>,
    pub(crate) timeout: Option<Number>,
    pub(crate) speech_timeout: Option<Number>,
    pub(crate) finish_on_key: Option<Text>,
    pub(crate) language: Option<Tag>,
    pub(crate) hints: Vec<Text>,
    /// The field that an entry is put into.
    pub(crate) into: Option<Ident>,
    pub(crate) prompts: Vec<Step>,
    pub(crate) arms: A,
}

/// `match EXPR within 5s meanwhile { … } { PATTERN => Target, late => Target }`.
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

/// `dial … match { … }`.
#[derive(Debug)]
pub(crate) struct Dial<A = Arms> {
    pub(crate) numbers: Vec<Text>,
    /// `dial (app.line(&call))`: a Rust expression says whom, and `numbers` is empty.
    pub(crate) computed: Option<TokenStream>,
    /// The place of that expression in the table of holes, once it is resolved.
    pub(crate) hole: Option<usize>,
    /// The word `short`: one number that is no E.164 number.
    pub(crate) short: bool,
    pub(crate) timeout: Option<Number>,
    pub(crate) caller_id: Option<Text>,
    pub(crate) arms: A,
}

/// `record … match { … }`.
#[derive(Debug)]
pub(crate) struct Record<A = Arms> {
    pub(crate) max_length: Option<Number>,
    pub(crate) timeout: Option<Number>,
    pub(crate) finish_on_key: Option<Text>,
    pub(crate) transcribe: bool,
    pub(crate) arms: A,
}

/// `enqueue "…" match { … }`.
#[derive(Debug)]
pub(crate) struct Enqueue<A = Arms> {
    pub(crate) queue: Text,
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

/// `1 | "sales" => Sales`.
#[derive(Clone, Debug)]
pub(crate) struct Arm {
    pub(crate) hidden: bool,
    pub(crate) patterns: Vec<Pattern>,
    pub(crate) target: Target,
}

/// What an arm is for.
#[derive(Clone, Debug)]
pub(crate) enum Pattern {
    /// `1`, `'*'`, `12`.
    Keys(Text),
    /// `"sales"`, `"oui" above 0.6`.
    Phrase { text: Text, above: Option<f32> },
    /// `silence`, `entered`, `busy` … and `_`.
    Outcome { outcome: Outcome, span: Span },
    /// A pattern of Rust, with its source.
    Rust { tokens: TokenStream, text: Text },
}

impl Pattern {
    pub(crate) fn span(&self) -> Span {
        match self {
            Self::Keys(text) | Self::Phrase { text, .. } | Self::Rust { text, .. } => text.span,
            Self::Outcome { span, .. } => *span,
        }
    }
}

/// As the author writes it.
impl std::fmt::Display for Pattern {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Phrase { text, .. } => write!(f, "\"{}\"", text.value),
            Self::Outcome { outcome, .. } => f.write_str(outcome.as_str()),
            Self::Keys(text) | Self::Rust { text, .. } => f.write_str(&text.value),
        }
    }
}

/// The right side of an arm.
#[derive(Clone, Debug)]
pub(crate) enum Target {
    State(Ident),
    Again,
    Back(Span),
    End,
    Reject {
        busy: bool,
        word: Span,
    },
    Leave(Span),
    Say {
        steps: Vec<Step>,
        then: Box<Target>,
    },
    Retry(Box<Retry>),
    /// Could not be read; that was reported.
    Broken,
}

impl Target {
    /// The word `reject` or `leave`, where it ends with one.
    pub(crate) fn last_word(&self) -> Option<Span> {
        match self {
            Self::Reject { word, .. } | Self::Leave(word) => Some(*word),
            Self::Say { then, .. } => then.last_word(),
            Self::Retry(retry) => retry.then.last_word(),
            _ => None,
        }
    }
}

/// `retry N { … } … at S then T`.
#[derive(Clone, Debug)]
pub(crate) struct Retry {
    pub(crate) word: Span,
    pub(crate) times: Number,
    pub(crate) blocks: Vec<Vec<Step>>,
    pub(crate) at: Option<Ident>,
    pub(crate) then: Target,
}
