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
pub(crate) use arms::{Arm, Pattern, Retry, Target, in_arm};
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

/// A number with its span; seconds for a duration.
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
    /// The languages. A call begins in the first.
    pub(crate) languages: Option<Vec<Tag>>,
    pub(crate) voice: Option<Texts>,
    pub(crate) audio: Option<Texts>,
    /// The prompt file, and the names that the tree uses.
    pub(crate) prompts: Option<PromptFile>,
    /// The folder or list of the files under `audio`.
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
    /// Every name that the tree uses, in source order, once the file was read.
    pub(crate) keys: Vec<Said>,
}

/// An entry of the file.
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

/// What could not be parsed and was reported. Something that may be there is not reported as missing.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Unread {
    /// Anything at all.
    pub(crate) any: bool,
    pub(crate) state: bool,
    pub(crate) start: bool,
    pub(crate) language: bool,
    pub(crate) data: bool,
    pub(crate) hours: bool,
    pub(crate) prompts: bool,
    /// An arm of `everywhere`.
    pub(crate) everywhere: bool,
}

/// Documentation, and the levels of rules.
#[derive(Clone, Debug, Default)]
pub(crate) struct Attributes {
    pub(crate) docs: Vec<Text>,
    pub(crate) settings: Vec<Setting>,
}

impl Attributes {
    /// Returns whether the rule is waived here.
    pub(crate) fn allows(&self, rule: &str) -> bool {
        self.settings.iter().any(|setting| setting.level == Level::Allow && setting.rule == rule)
    }
}

/// `#[allow(rule, reason = "…")]`, `#[warn(rule)]` or `#[deny(rule)]`, one for each rule.
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
    /// Returns whether it always has a value: an `Option`, or a field with an initial value.
    pub(crate) fn is_optional(&self) -> bool {
        self.default.is_some() || self.kind.clone().into_iter().any(|token| token.to_string() == "Option")
    }
}

/// The level of a rule, lowest first.
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
    /// The fields in a request to it.
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
    /// Whether something was reported while it was parsed. Rules then skip it.
    pub(crate) broken: bool,
}

/// A step.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    Say(Texts),
    Play {
        file: Texts,
        /// The text to speak if the recording is not available.
        words: Option<Texts>,
    },
    /// `play (call.url);`: a Rust expression.
    PlayComputed {
        expression: TokenStream,
        /// The index among the placeholders, once it is resolved.
        placeholder: usize,
    },
    /// `play digits "9";`, inside of an `Uninterrupted` unless it is among prompts: Twilio sends no tones while it
    /// listens.
    PlayDigits {
        /// The word `digits`.
        word: Span,
        digits: Value,
    },
    /// `set field = expr;`
    Set {
        word: Span,
        field: Ident,
        value: TokenStream,
    },
    /// `run expr;`, or `run expr, at_least_once;`
    Run {
        word: Span,
        run: Run,
    },
    /// The `set`s and `run`s of a block, once they are resolved: the index among the effects.
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
    /// If the offer has several pages.
    More,
    /// On the first visit of a call only; its number in the tree, once it is resolved.
    Once(usize),
    /// While a condition holds; `else` is the opposite condition.
    If(Condition),
}

impl Scope {
    /// Returns its word in the language.
    pub(crate) const fn as_str(&self) -> &'static str {
        match self {
            Self::Each => "each",
            Self::More => "more",
            Self::Once(_) => "once",
            Self::If(_) => "if",
        }
    }
}

/// `run`: Rust that is executed after the answer.
#[derive(Clone, Debug)]
pub(crate) struct Run {
    pub(crate) effect: TokenStream,
    /// Whether it is repeated until it succeeds. Otherwise it begins at most once, and a crash may lose it.
    pub(crate) at_least_once: bool,
}

impl Step {
    /// Returns whether it says something that is known only during a call.
    pub(crate) fn is_unknown(&self) -> bool {
        matches!(self, Self::Play { words: None, .. } | Self::PlayComputed { .. })
    }

    /// Returns whether it is silent and takes no time.
    pub(crate) fn is_unheard(&self) -> bool {
        matches!(self, Self::Set { .. } | Self::Run { .. } | Self::Effects(_) | Self::Language { .. })
    }
}
