//! What the author of a tree is told: many things at once, each on the token that has to change.

mod tokens;

use std::collections::HashSet;

use proc_macro2::{Span, TokenStream};

pub(crate) use crate::prompt_file::nearest;

/// A placeholder for the name of a state in a help, replaced when all states have been parsed.
pub(crate) const A_STATE: &str = "\u{1}";

/// Returns whether a tree with this diagnostic compiles.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Severity {
    Error,
    Warning,
}

/// A diagnostic, which uses the names of the author.
#[derive(Clone, Debug)]
pub(crate) struct Diagnostic {
    /// The name of its page in the error index.
    pub(crate) rule: &'static str,
    pub(crate) severity: Severity,
    /// The state that contains it, whose attributes may waive it.
    pub(crate) state: Option<usize>,
    pub(crate) span: Span,
    /// The last token to underline; the same as `span` for a single token.
    pub(crate) end: Span,
    pub(crate) message: String,
    /// Helps and notes, each on its own line after a label.
    pub(crate) lines: Vec<String>,
}

impl Diagnostic {
    pub(crate) fn new(rule: &'static str, span: Span, message: impl Into<String>) -> Self {
        let (severity, state, message) = (Severity::Error, None, message.into());
        Self { rule, severity, state, span, end: span, message, lines: Vec::new() }
    }

    /// Underlines up to this token.
    pub(crate) fn to(mut self, end: Span) -> Self {
        self.end = end;
        self
    }

    /// Assigns it to a state.
    pub(crate) fn within(mut self, state: impl Into<Option<usize>>) -> Self {
        self.state = state.into();
        self
    }

    pub(crate) fn help(mut self, help: impl AsRef<str>) -> Self {
        self.lines.push(format!("help: {}", help.as_ref()));
        self
    }

    pub(crate) fn note(mut self, note: impl AsRef<str>) -> Self {
        self.lines.push(format!("note: {}", note.as_ref()));
        self
    }

    /// Returns the text that the compiler prints after `error: `; the last line names the page.
    pub(crate) fn text(&self) -> String {
        format!("{}\n= note: {} in docs/errors.md", self.body(), self.rule)
    }

    /// Returns the text without the name of the page.
    pub(crate) fn body(&self) -> String {
        let mut text = self.message.clone();
        for line in &self.lines {
            text.push_str("\n= ");
            text.push_str(line);
        }
        text
    }
}

impl From<syn::Error> for Diagnostic {
    /// Words an error in terms of the language, because syn uses those of Rust's grammar.
    fn from(error: syn::Error) -> Self {
        let told = error.to_string();
        let told = told.strip_prefix("unexpected end of input, ").unwrap_or(&told);
        let (message, help) = match told.strip_prefix("expected ").unwrap_or(told) {
            mark if mark.starts_with('`') && mark.matches('`').count() == 2 => {
                (format!("missing {mark} before this"), format!("write {mark}"))
            }
            "ident" | "identifier" => {
                ("expected a name".to_owned(), format!("write a name, such as `{A_STATE}`"))
            }
            "string literal" => ("expected a text in double quotes".to_owned(), "write `\"…\"`".to_owned()),
            "integer literal" => ("expected a number".to_owned(), "write a number in digits".to_owned()),
            _ => ("this is not allowed here".to_owned(), "remove it".to_owned()),
        };
        Self::new("syntax", error.span(), message).help(help)
    }
}

/// What precedes the token at which parsing continues, so that one mistake is reported once.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) enum Behind {
    /// Something complete.
    #[default]
    Nothing,
    /// Behind the end of what was skipped, which may be no end of its own.
    Skipped,
    /// The punctuation at which parsing failed.
    Mark,
    /// The beginning of something that was reported.
    Beginning,
}

/// A line, a clause or an arm while it is parsed.
#[derive(Debug, Default)]
struct Unit {
    /// The indexes of its own diagnostics, without those of nested units.
    own: Vec<usize>,
    /// Returns whether it is incomplete.
    breaks_off: bool,
}

/// The diagnostics of a tree. A stage pushes a diagnostic and continues.
#[derive(Debug, Default)]
pub(crate) struct Diagnostics {
    found: Vec<Diagnostic>,
    /// How many of them are about something that was skipped while parsing.
    unread: usize,
    /// The unit that is being parsed.
    unit: Unit,
    /// The messages about undeclared names.
    unknown: HashSet<String>,
    /// Misspelt names that were reported, and were parsed as the intended name.
    repaired: HashSet<String>,
    /// What precedes the token at which parsing continues.
    pub(crate) behind: Behind,
    /// The number of open blocks while a tree is parsed.
    pub(crate) depth: usize,
    /// Returns whether something depends on a `#[cfg(…)]`.
    pub(crate) conditional: bool,
}

impl Diagnostics {
    pub(crate) fn push(&mut self, diagnostic: impl Into<Diagnostic>) {
        self.unit.own.push(self.found.len());
        self.found.push(diagnostic.into());
    }

    /// Pushes a diagnostic unless the unit has one already, from which it may follow.
    pub(crate) fn push_first(&mut self, diagnostic: Diagnostic) {
        if self.unit.own.is_empty() {
            self.push(diagnostic);
        }
    }

    /// Parses a unit: a line, a clause or an arm. Only its first syntax error is kept, because the rest was parsed as if
    /// there were none. Of an incomplete unit, only the first diagnostic is kept.
    pub(crate) fn unit<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> T {
        let outer = std::mem::take(&mut self.unit);
        let read = read(self);
        let unit = std::mem::replace(&mut self.unit, outer);
        if unit.own.len() < 2 {
            return read;
        }
        let is_form = |place: &usize| self.found.get(*place).is_some_and(|told| told.rule == "syntax");
        let first = unit.own.iter().copied().find(is_form);
        let others =
            unit.own.into_iter().skip(1).filter(|place| {
                unit.breaks_off || is_form(place) && first.is_some_and(|first| first < *place)
            });
        let others: Vec<usize> = others.collect();
        for place in others.into_iter().rev() {
            self.found.remove(place);
        }
        read
    }

    /// Returns whether the unit that is being parsed has diagnostics of its own.
    pub(crate) fn is_faulty(&self) -> bool {
        !self.unit.own.is_empty()
    }

    /// Records that a name was reported and parsed as another. Later errors about it are dropped.
    pub(crate) fn repaired(&mut self, name: &str) {
        self.repaired.insert(name.to_owned());
    }

    /// Pushes a diagnostic about something that was skipped, so that nothing is reported as missing because of it.
    pub(crate) fn unread(&mut self, diagnostic: Diagnostic) {
        self.unread += 1;
        self.unit.breaks_off = true;
        self.push(diagnostic);
    }

    /// The same for something that was reported already, in the diagnostics after the first `length`.
    pub(crate) fn unread_since(&mut self, length: usize, diagnostic: Diagnostic) {
        self.unread += 1;
        self.unit.breaks_off = true;
        if self.found.len() <= length {
            self.push(diagnostic);
        }
    }

    /// Reports an undeclared name at its first use, and drops later errors about it.
    pub(crate) fn unknown(&mut self, diagnostic: Diagnostic) {
        self.unread += 1;
        let name = diagnostic.message.split('`').nth(1).unwrap_or_default();
        if !self.repaired.contains(name) && self.unknown.insert(diagnostic.message.clone()) {
            self.push(diagnostic);
        }
    }

    /// Records that something depends on a part that could not be parsed.
    pub(crate) fn is_unread(&mut self) {
        self.unread += 1;
    }

    /// Returns the current state, to find out later whether something was reported.
    pub(crate) fn mark(&self) -> (usize, usize) {
        (self.found.len(), self.unread)
    }

    /// Adds a note to the diagnostics after the first `length`.
    pub(crate) fn note_since(&mut self, length: usize, note: &str) {
        for diagnostic in self.found.iter_mut().skip(length) {
            diagnostic.lines.push(format!("note: {note}"));
        }
    }

    /// Replaces the placeholder for a state in every help.
    pub(crate) fn name_a_state(&mut self, name: Option<&str>) {
        let helps = self.found.iter_mut().flat_map(|diagnostic| &mut diagnostic.lines);
        for help in helps.filter(|help| help.contains(A_STATE)) {
            *help = help.replace(A_STATE, name.unwrap_or("Menu"));
        }
    }

    /// Removes diagnostics that may follow from a syntax error: something missing or unknown may be what was not parsed.
    /// A name that is similar to one of the tree is kept, because it is a mistake of its own.
    pub(crate) fn settle(&mut self) {
        const MAY_FOLLOW: [&str; 24] = [
            "unknown_state",
            "unknown_field",
            "unknown_start",
            "unknown_hours",
            "unknown_condition",
            "no_start",
            "duplicate_start",
            "duplicate_state",
            "back_to_nowhere",
            "bad_voice",
            "bad_url",
            "unknown_language",
            "missing_language",
            "app_without_type",
            "unhandled_outcome",
            "impossible_outcome",
            "unreachable_state",
            "no_ending",
            "after_the_ending",
            "misplaced_effect",
            "unreadable_words",
            "missing_folder",
            "bad_language",
            "language_without_region",
        ];
        // A language that Twilio does not speak is none that texts and voices can be of.
        const OF_LANGUAGES: [&str; 5] =
            ["bad_language", "language_without_region", "unknown_language", "missing_language", "bad_voice"];
        let rank = |rule: &str| OF_LANGUAGES.iter().position(|of| *of == rule);
        if let Some(first) =
            self.found.iter().filter_map(|told| rank(told.rule)).min().filter(|first| *first != 1)
        {
            self.found.retain(|told| rank(told.rule).is_none_or(|rank| rank == first));
        }
        // A URL may be the name of a state that is entered.
        if self.found.iter().any(|told| told.rule == "bad_url") {
            self.found.retain(|told| told.rule != "unreachable_state");
        }
        if !self.found.iter().any(|told| told.rule == "syntax") {
            return;
        }
        // What a language is called may be cut short by the mistake.
        let of_tag = ["bad_language", "language_without_region"];
        let is_near = |told: &Diagnostic| {
            !of_tag.contains(&told.rule) && told.lines.iter().any(|line| line.contains("did you mean"))
        };
        self.found.retain(|told| !MAY_FOLLOW.contains(&told.rule) || is_near(told));
    }

    /// The only error, where it is of this rule.
    pub(crate) fn only_error(&mut self, rule: &str) -> Option<&mut Diagnostic> {
        let mut errors = self.found.iter_mut().filter(|told| told.severity == Severity::Error);
        errors.next().filter(|only| only.rule == rule && errors.next().is_none())
    }

    /// Returns the last diagnostic.
    pub(crate) fn last_mut(&mut self) -> Option<&mut Diagnostic> {
        self.found.last_mut()
    }

    /// Returns how many times something was skipped.
    pub(crate) fn count_unread(&self) -> usize {
        self.unread
    }

    pub(crate) fn len(&self) -> usize {
        self.found.len()
    }

    /// Removes all diagnostics after the first `length`.
    pub(crate) fn truncate(&mut self, length: usize) {
        self.found.truncate(length);
        self.unit.own.retain(|place| *place < length);
    }

    /// Returns whether there is an error; warnings do not count.
    pub(crate) fn has_errors(&self) -> bool {
        self.found.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// Returns the states with an error.
    pub(crate) fn states(&self) -> HashSet<usize> {
        let errors = self.found.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
        errors.filter_map(|diagnostic| diagnostic.state).collect()
    }

    /// Generates Rust code that makes rustc print the diagnostics, in order.
    pub(crate) fn into_tokens(self) -> TokenStream {
        self.found.into_iter().map(Diagnostic::into_tokens).collect()
    }
}

impl Extend<Diagnostic> for Diagnostics {
    fn extend<I: IntoIterator<Item = Diagnostic>>(&mut self, diagnostics: I) {
        self.found.extend(diagnostics);
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.found.into_iter()
    }
}
