//! The syntax tree: types only, with the span of every name. This module contains no rules.

// Verbs and their arms.
mod arms;
mod connect;
mod dial;
mod verbs;

// The conditions of prompts and arms.
mod condition;

// Scenarios and promises.
mod claims;

// Hooks `after call`.
mod after;

// Opening hours.
mod hours;

// Languages.
mod texts;

// Texts in the prompt file.
mod keyed;

// Screens of a callee.
mod screen;

// Blocks of steps.
mod nested;

pub(crate) mod parse;
mod rust_source;

pub(crate) use after::After;
pub(crate) use arms::{Arm, Pattern, Retry, Target};
pub(crate) use claims::{Expected, Input, Later, Promise, Scenario, ScenarioLine};
pub(crate) use condition::Condition;
pub(crate) use connect::{Connect, Give};
pub(crate) use dial::{Computed, Dial, DialClauses, Flag, Noun, Value};
pub(crate) use hours::{Hours, HoursLine, MatchHours, OpenSpan};
pub(crate) use nested::{nested, nested_if, nested_on_entry};
pub(crate) use rust_source::rust_source;
pub(crate) use screen::{Screen, Unless};
pub(crate) use texts::{Block, Key, LanguageValue, Row, Tag, Text, Texts};
pub(crate) use verbs::{Arms, Ending, Enqueue, Gather, Keys, Match, Next, NextArm, Offer, Record, RustArm};

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
    pub(crate) hours: Vec<Hours>,
    pub(crate) everywhere: Vec<Arm>,
    pub(crate) on_error: Option<OnError>,
    pub(crate) states: Vec<State>,
    pub(crate) scenarios: Vec<Scenario>,
    pub(crate) promises: Vec<Promise<Ident>>,
    pub(crate) after: Vec<After>,
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
    pub(crate) hours: bool,
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

impl Field {
    /// Whether it always has a value: an `Option`, or one with a default.
    pub(crate) fn is_optional(&self) -> bool {
        self.default.is_some() || self.kind.clone().into_iter().any(|token| token.to_string() == "Option")
    }
}

/// How much a rule weighs, least first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Level {
    Allow,
    Warn,
    Deny,
}

/// `start S;`, `start name S;` or `start name S with { field: Type };`.
#[derive(Debug)]
pub(crate) struct Start {
    pub(crate) name: Option<Ident>,
    pub(crate) state: Ident,
    /// The fields that a request to it carries.
    pub(crate) with: Vec<Field>,
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
    /// Its names in earlier versions.
    pub(crate) was: Vec<Ident>,
    pub(crate) under: Option<Ident>,
    pub(crate) steps: Vec<Step>,
    pub(crate) ending: Ending,
    /// Something was reported while it was read: no rule says more of it.
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
        placeholder: usize,
    },
    /// `play digits "9";`, inside of an `Uninterrupted` unless it stands among prompts: Twilio sends no tones while it
    /// listens.
    PlayDigits {
        /// The word `digits`.
        word: Span,
        digits: Value,
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
    /// `language en-US;` or `language (expr);`: from here on, for the rest of the call.
    Language {
        word: Span,
        language: LanguageValue,
    },
    Uninterrupted(Vec<Step>),
    First {
        word: Span,
        steps: Vec<Step>,
    },
    /// `each { … }`, `more { … }` and `once { … }` among prompts, and `if open { … }` also elsewhere.
    Scoped {
        word: Span,
        scope: Scope,
        steps: Vec<Step>,
    },
}

/// When steps among prompts are said, and how often.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Scope {
    /// For each offered item.
    Each,
    /// Where an offer has several pages.
    More,
    /// On the first visit of a call only; its number in the tree, once it is resolved.
    Once(usize),
    /// While this holds; `else` is the opposite.
    If(Condition),
}

impl Scope {
    /// The word of the language for it.
    pub(crate) const fn as_str(&self) -> &'static str {
        match self {
            Self::Each => "each",
            Self::More => "more",
            Self::Once(_) => "once",
            Self::If(_) => "if",
        }
    }
}

/// What plain Rust does after the answer.
#[derive(Clone, Debug)]
pub(crate) struct Run {
    pub(crate) effect: TokenStream,
    /// Repeated until it is done; otherwise it is begun once, and may be missing after a crash.
    pub(crate) at_least_once: bool,
}

impl Step {
    /// Whether something is heard of which only a call knows the words.
    pub(crate) fn is_unknown(&self) -> bool {
        matches!(self, Self::Play { words: None, .. } | Self::PlayComputed { .. })
    }

    /// Whether nothing is heard of it, and no time passes.
    pub(crate) fn is_unheard(&self) -> bool {
        matches!(self, Self::Set { .. } | Self::Run { .. } | Self::Effects(_) | Self::Language { .. })
    }
}
