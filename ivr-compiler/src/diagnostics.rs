//! What the author of a tree is told: many things at once, each on the token that has to change.

mod tokens;

use std::collections::HashSet;

use proc_macro2::{Span, TokenStream};

pub(crate) use crate::prompt_file::nearest;

/// Stands in a help for a state of the tree, until all of them were read.
pub(crate) const A_STATE: &str = "\u{1}";

/// Whether a tree may be published all the same.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Severity {
    Error,
    Warning,
}

/// One fault, in the author's names.
#[derive(Clone, Debug)]
pub(crate) struct Diagnostic {
    /// The name of its page in the error index.
    pub(crate) rule: &'static str,
    pub(crate) severity: Severity,
    /// The place of the state it stands in, whose attributes may waive it.
    pub(crate) state: Option<usize>,
    pub(crate) span: Span,
    /// The last token of a longer underline; the same as `span` otherwise.
    pub(crate) end: Span,
    pub(crate) message: String,
    /// What to write instead, and what else is worth knowing; each a line that begins with its own label.
    pub(crate) lines: Vec<String>,
}

impl Diagnostic {
    pub(crate) fn new(rule: &'static str, span: Span, message: impl Into<String>) -> Self {
        let (severity, state, message) = (Severity::Error, None, message.into());
        Self { rule, severity, state, span, end: span, message, lines: Vec::new() }
    }

    /// Underlined up to this token.
    pub(crate) fn to(mut self, end: Span) -> Self {
        self.end = end;
        self
    }

    /// Stands in a state.
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

    /// The whole text as the compiler prints it below `error: `; the last line names the page.
    pub(crate) fn text(&self) -> String {
        format!("{}\n= note: {} in docs/errors.md", self.body(), self.rule)
    }

    /// The text without the name of the page.
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
    /// In the words of the language: syn speaks of Rust's grammar.
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

/// Behind what reading goes on, so that one mistake is told once.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) enum Behind {
    /// What was read has its end.
    #[default]
    Nothing,
    /// Behind the mark at which something could not be read.
    Mark,
    /// In the middle of what was reported.
    Beginning,
}

/// A line, a clause or an arm, while it is read.
#[derive(Debug, Default)]
struct Unit {
    /// The places of its own faults; units inside of it have theirs.
    own: Vec<usize>,
    /// It could not be read to its end.
    breaks_off: bool,
}

/// A heap of faults; a stage pushes into it and goes on.
#[derive(Debug, Default)]
pub(crate) struct Diagnostics {
    found: Vec<Diagnostic>,
    /// How many of them are about something that was skipped.
    unread: usize,
    /// What is being read.
    unit: Unit,
    /// What was said of names that nobody declared.
    unknown: HashSet<String>,
    /// Names that were told already as they are written, and read as what they should be.
    repaired: HashSet<String>,
    /// Behind what reading goes on.
    pub(crate) behind: Behind,
    /// How many blocks are open, while a tree is read.
    pub(crate) depth: usize,
    /// Something depends on a `#[cfg(…)]`.
    pub(crate) conditional: bool,
}

impl Diagnostics {
    pub(crate) fn push(&mut self, diagnostic: impl Into<Diagnostic>) {
        self.unit.own.push(self.found.len());
        self.found.push(diagnostic.into());
    }

    /// Pushes what may follow from a fault of the same unit: that is told alone.
    pub(crate) fn push_first(&mut self, diagnostic: Diagnostic) {
        if self.unit.own.is_empty() {
            self.push(diagnostic);
        }
    }

    /// Reads a unit: a line, a clause, an arm. Only the first fault of its form is told: what follows it was read as if
    /// it were none. Of one that breaks off nothing else is told.
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

    /// Whether the unit that is being read has faults of its own.
    pub(crate) fn is_faulty(&self) -> bool {
        !self.unit.own.is_empty()
    }

    /// A name was told as it is written, and read as another: whatever names it is unread.
    pub(crate) fn repaired(&mut self, name: &str) {
        self.repaired.insert(name.to_owned());
    }

    /// Something could not be read and was skipped: what it was is not missing.
    pub(crate) fn unread(&mut self, diagnostic: Diagnostic) {
        self.unread += 1;
        self.unit.breaks_off = true;
        self.push(diagnostic);
    }

    /// The same where it was told already: all that was found behind the first `length` is about it.
    pub(crate) fn unread_since(&mut self, length: usize, diagnostic: Diagnostic) {
        self.unread += 1;
        self.unit.breaks_off = true;
        if self.found.len() <= length {
            self.push(diagnostic);
        }
    }

    /// Something names what nobody declared: that is told where the name stands first, and whatever names it is unread.
    pub(crate) fn unknown(&mut self, diagnostic: Diagnostic) {
        self.unread += 1;
        let name = diagnostic.message.split('`').nth(1).unwrap_or_default();
        if !self.repaired.contains(name) && self.unknown.insert(diagnostic.message.clone()) {
            self.push(diagnostic);
        }
    }

    /// Something depends on what could not be read, and that was reported.
    pub(crate) fn is_unread(&mut self) {
        self.unread += 1;
    }

    /// How far reading and resolving have come.
    pub(crate) fn mark(&self) -> (usize, usize) {
        (self.found.len(), self.unread)
    }

    /// Adds a note to all that was found behind the first `length`.
    pub(crate) fn note_since(&mut self, length: usize, note: &str) {
        for diagnostic in self.found.iter_mut().skip(length) {
            diagnostic.lines.push(format!("note: {note}"));
        }
    }

    /// Puts the name of a state of the author's wherever a help names one.
    pub(crate) fn name_a_state(&mut self, name: Option<&str>) {
        let helps = self.found.iter_mut().flat_map(|diagnostic| &mut diagnostic.lines);
        for help in helps.filter(|help| help.contains(A_STATE)) {
            *help = help.replace(A_STATE, name.unwrap_or("Menu"));
        }
    }

    /// Takes back what may follow from a mistake of form: what is missing or unknown may be what was not read as it is
    /// meant. A name that is nearly one of the tree's stays, because it is a mistake of its own.
    pub(crate) fn settle(&mut self) {
        const MAY_FOLLOW: [&str; 18] = [
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
        ];
        if !self.found.iter().any(|told| told.rule == "syntax") {
            return;
        }
        let is_near = |told: &Diagnostic| told.lines.iter().any(|line| line.contains("did you mean"));
        self.found.retain(|told| !MAY_FOLLOW.contains(&told.rule) || is_near(told));
    }

    /// The last that was found.
    pub(crate) fn last_mut(&mut self) -> Option<&mut Diagnostic> {
        self.found.last_mut()
    }

    /// How many times something was skipped so far.
    pub(crate) fn count_unread(&self) -> usize {
        self.unread
    }

    pub(crate) fn len(&self) -> usize {
        self.found.len()
    }

    /// Takes back all but the first `length`.
    pub(crate) fn truncate(&mut self, length: usize) {
        self.found.truncate(length);
        self.unit.own.retain(|place| *place < length);
    }

    /// Whether something forbids the tree; warnings do not.
    pub(crate) fn has_errors(&self) -> bool {
        self.found.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// The states that have an error.
    pub(crate) fn states(&self) -> HashSet<usize> {
        let errors = self.found.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
        errors.filter_map(|diagnostic| diagnostic.state).collect()
    }

    /// All of it as Rust that the compiler prints, in the order they were found.
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
