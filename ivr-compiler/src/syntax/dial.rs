//! `dial`: its callees and its clauses.

use proc_macro2::{Span, TokenStream};

pub(crate) use ivr_core::twiml::Noun;

use super::{Arms, Number, Screen, Text};

/// `dial … match { … }`.
#[derive(Debug)]
pub(crate) struct Dial<A = Arms> {
    /// The kind of callee: numbers, unless a word names another kind.
    pub(crate) noun: Noun,
    /// Numbers or names. Several ring at once.
    pub(crate) numbers: Vec<Text>,
    /// The kind of each callee, if they differ.
    pub(crate) nouns: Vec<Noun>,
    /// `dial (app.line(&call))`: a Rust expression in place of `numbers`.
    pub(crate) computed: Option<TokenStream>,
    /// The index of that expression among the placeholders, once it is resolved.
    pub(crate) placeholder: Option<usize>,
    /// The word `short`: one number that is not an E.164 number.
    pub(crate) short: bool,
    pub(crate) clauses: DialClauses,
    pub(crate) arms: A,
}

/// The clauses between the callee and `match`.
#[derive(Debug, Default)]
pub(crate) struct DialClauses {
    /// Seconds it rings.
    pub(crate) timeout: Option<Number>,
    /// Seconds that a conversation lasts at most.
    pub(crate) time_limit: Option<Number>,
    /// `time_limit (expr)`
    pub(crate) computed_time_limit: Option<Computed>,
    pub(crate) caller_id: Option<Value>,
    /// Tones for the called party.
    pub(crate) send_digits: Option<Value>,
    /// The caller ends the conversation by `*`.
    pub(crate) hangup_on_star: Option<Span>,
    /// The conversation is recorded.
    pub(crate) record: Option<Span>,
    /// One after the other, not all at once.
    pub(crate) sequential: Option<Span>,
    /// What the called party hears before they are connected.
    pub(crate) screen: Option<Screen>,
    pub(crate) conference: ConferenceClauses,
}

/// The clauses of `dial conference "…"`.
#[derive(Debug, Default)]
pub(crate) struct ConferenceClauses {
    /// Whether the conference begins with this caller: yes unless it is said.
    pub(crate) start_on_enter: Option<Flag>,
    /// The conference ends with this caller.
    pub(crate) end_on_exit: Option<Flag>,
    pub(crate) max_participants: Option<Number>,
    pub(crate) muted: Option<Flag>,
    /// The document or file for those who wait.
    pub(crate) wait_url: Option<Text>,
}

/// `muted`, `muted true` or `muted false`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Flag {
    pub(crate) value: bool,
    pub(crate) word: Span,
}

/// A literal, or a Rust expression in its place.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    Text(Text),
    /// `(call.line)`
    Computed {
        expression: TokenStream,
        /// The index among the placeholders, once it is resolved.
        placeholder: usize,
    },
}

/// `(expr)` in place of something other than a text.
#[derive(Clone, Debug)]
pub(crate) struct Computed {
    pub(crate) expression: TokenStream,
    /// Its brackets.
    pub(crate) span: Span,
    /// The index among the placeholders, once it is resolved.
    pub(crate) placeholder: usize,
}

impl<A> Dial<A> {
    /// Returns the callees with their kinds.
    pub(crate) fn callees(&self) -> impl Iterator<Item = (Noun, &Text)> {
        self.nouns.iter().copied().chain(std::iter::repeat(self.noun)).zip(&self.numbers)
    }

    /// Returns whether one of the callees is of this kind.
    pub(crate) fn calls(&self, noun: Noun) -> bool {
        self.noun == noun || self.nouns.contains(&noun)
    }
}

impl Value {
    /// Returns the literal, if it is one.
    pub(crate) fn text(&self) -> Option<&Text> {
        match self {
            Self::Text(text) => Some(text),
            Self::Computed { .. } => None,
        }
    }
}

impl ConferenceClauses {
    /// Returns the first clause that is present, with its word.
    pub(crate) fn first(&self) -> Option<(&'static str, Span)> {
        let flag = |word, flag: Option<Flag>| flag.map(|flag| (word, flag.word));
        flag("start_on_enter", self.start_on_enter)
            .or(flag("end_on_exit", self.end_on_exit))
            .or(self.max_participants.map(|number| ("max_participants", number.span)))
            .or(flag("muted", self.muted))
            .or(self.wait_url.as_ref().map(|url| ("wait_url", url.span)))
    }
}
