//! Decides whether the answer to a mutant is wrong.

use super::edits::Mutant;
use crate::{
    compile,
    diagnostics::{Diagnostic, Severity},
};

/// What is wrong.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Fault {
    Panics,
    /// More than one error.
    Several,
    /// The error stands far from the change.
    Far,
    /// Words that a reader of the manual does not know.
    Jargon,
    NoHelp,
    /// Its help was followed, and the same is told, or more than one thing.
    HelpFails,
}

/// What the compiler says of a mutant.
pub(super) struct Answer {
    pub(super) faults: Vec<Fault>,
    /// The messages, without the names in them.
    pub(super) told: String,
    /// As they are printed.
    pub(super) shown: String,
}

impl Answer {
    pub(super) fn of(fault: Fault) -> Self {
        Self { faults: vec![fault], told: String::new(), shown: String::new() }
    }
}

/// Words of syn and rustc, and sentences that say nothing.
const JARGON: [&str; 12] = [
    "expected identifier",
    "expected literal",
    "expected one of",
    "expected any",
    "expected integer",
    "expected string",
    "expected parentheses",
    "expected square",
    "expected curly",
    "unexpected",
    "lookahead",
    " is no ",
];

/// How many words an error may stand from the change.
const MAX_WORDS: usize = 12;

pub(super) fn judge(mutant: &Mutant) -> Answer {
    let told = errors(&mutant.text);
    let mut faults = Vec::new();
    if told.len() > 1 {
        faults.push(Fault::Several);
    }
    if let Some(error) = told.first() {
        if error.rule == "syntax" && words_between(mutant, error) > MAX_WORDS {
            faults.push(Fault::Far);
        }
        if JARGON.iter().any(|word| error.message.replace("there is no ", "").contains(word)) {
            faults.push(Fault::Jargon);
        }
        if !error.message.starts_with("missing `") && !error.help.starts_with("help: ") {
            faults.push(Fault::NoHelp);
        }
        if let (1, Some(mended)) = (told.len(), mended(&mutant.text, error)) {
            let left = errors(&mended);
            let same = left.first().is_some_and(|left| {
                left.message == error.message
                    && left.from <= error.from
                    && left.to - left.from == error.to - error.from
            });
            if left.len() > 1 || same {
                faults.push(Fault::HelpFails);
            }
        }
    }
    let short: Vec<String> = told.iter().map(|error| without_names(&error.message)).collect();
    let shown: Vec<String> = told.iter().map(|error| shown(&mutant.text, error)).collect();
    Answer { faults, told: short.join(" + "), shown: shown.join("\n") }
}

/// An error, where it stands in bytes.
struct Error {
    rule: &'static str,
    from: usize,
    to: usize,
    message: String,
    help: String,
}

fn errors(text: &str) -> Vec<Error> {
    // rustc reports a source that is not a sequence of tokens.
    let Ok(tokens) = text.parse() else { return Vec::new() };
    let told = compile::diagnostics(tokens).into_iter();
    let mut found: Vec<Error> = told.filter(|told| told.severity == Severity::Error).map(error).collect();
    found.sort_by_key(|error| error.from);
    proc_macro2::extra::invalidate_current_thread_spans();
    found
}

fn error(told: Diagnostic) -> Error {
    let (from, to) = (told.span.byte_range().start, told.end.byte_range().end);
    Error {
        rule: told.rule,
        from,
        to: to.max(from),
        message: told.message,
        help: told.lines.into_iter().find(|line| line.starts_with("help: ")).unwrap_or_default(),
    }
}

fn words_between(mutant: &Mutant, error: &Error) -> usize {
    let between = if error.to <= mutant.from {
        &mutant.text[error.to..mutant.from]
    } else if mutant.to <= error.from {
        &mutant.text[mutant.to..error.from]
    } else {
        ""
    };
    between.split_whitespace().count()
}

/// `unknown word `…``.
fn without_names(message: &str) -> String {
    let mut text = String::new();
    for (place, part) in message.split('`').enumerate() {
        match place % 2 {
            0 => text.push_str(part),
            _ => text.push_str("`…`"),
        }
    }
    text
}

fn shown(text: &str, error: &Error) -> String {
    let at: String = text[error.from..error.to].split_whitespace().collect::<Vec<_>>().join(" ");
    let at =
        if at.chars().count() > 60 { format!("{}…", at.chars().take(60).collect::<String>()) } else { at };
    format!("        ^ {at} ^ {} [{}] {}", error.message, error.rule, error.help)
}

/// The tree after the help was followed to the letter, where it says exactly what to write.
fn mended(text: &str, error: &Error) -> Option<String> {
    super::super::mistakes::followed(&error.message, &error.help, text, error.from, error.to)
}
