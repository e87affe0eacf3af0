//! How a rule is tested: a tree, with the expected message below the token that it points to. rustc does not run.

// Random and malformed trees.
mod corpus;
mod prompts;
mod random;

// Trees of thousands of states.
mod large;

// The error index.
mod pages;

// Mistakes in trees that are in use.
mod audit;

// Mistakes of beginners.
pub(crate) mod mistakes;

// One token changed.
mod mutants;

// A first tree, step by step.
mod from_nothing;

use std::path::{Path, PathBuf};

use proc_macro2::Span;

use crate::{
    compile,
    diagnostics::{Diagnostic, Severity},
};

/// Where the recordings of tests are.
pub(crate) fn recordings() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../ivr-core/src/audio_folder/recordings")
}

/// Compiles `source` and compares the faults with the `//~` lines in it:
///
/// ```text
///     1 => Slaes,
/// //~      ^^^^^ state `Slaes` is not declared
/// //~      help: did you mean `Sales`?
/// ```
///
/// Several in one line stand in its order. A line without carets belongs to the fault above it. Every error must be expected, and every expectation met;
/// the line that names the page is left out, and so are warnings.
#[track_caller]
pub(crate) fn check_diagnostics(source: &str) {
    compare(source, |diagnostic| diagnostic.severity == Severity::Error);
}

/// Compiles a tree that must pass every rule but those of taste.
#[track_caller]
pub(crate) fn check_legal(source: &str) {
    assert!(!source.contains("//~"), "a legal tree expects nothing");
    check_diagnostics(source);
}

/// Compiles a tree without errors and compares the warnings of one rule with the `//~` lines.
#[track_caller]
pub(crate) fn check_warnings(rule: &str, source: &str) {
    check_legal(&source.lines().filter(|line| !line.contains("//~")).collect::<Vec<_>>().join("\n"));
    compare(source, |diagnostic| diagnostic.rule == rule);
}

#[track_caller]
fn compare(source: &str, told: impl FnMut(&Diagnostic) -> bool) {
    let (tree, expected) = split(source);
    let tokens: proc_macro2::TokenStream = tree.parse().expect("the tree of a test has balanced brackets");
    let mut diagnostics: Vec<Diagnostic> = compile::diagnostics(tokens).into_iter().filter(told).collect();
    diagnostics.sort_by_key(|diagnostic| (diagnostic.span.start().line, diagnostic.span.start().column));
    let found: Vec<String> = diagnostics
        .iter()
        .map(|diagnostic| describe(diagnostic.span, diagnostic.end, &diagnostic.body()))
        .collect();
    assert_eq!(found.join("\n"), expected.join("\n"), "left: reported, right: expected");
}

fn describe(start: Span, end: Span, text: &str) -> String {
    let (from, to) = (start.start(), end.end());
    format!("{}:{}-{}: {text}", from.line, from.column, to.column)
}

/// The tree without its expectations (their lines stay, empty), and the expectations as `describe` writes them.
fn split(source: &str) -> (String, Vec<String>) {
    let mut tree = String::new();
    let mut expected: Vec<String> = Vec::new();
    let mut line = 0;
    for text in source.lines() {
        let Some(note) = text.trim_start().strip_prefix("//~") else {
            line += 1;
            tree.push_str(text);
            tree.push('\n');
            continue;
        };
        if let Some(caret) = text.find('^') {
            let rest = &text[caret..];
            let carets = rest.len() - rest.trim_start_matches('^').len();
            expected.push(format!("{line}:{caret}-{}: {}", caret + carets, rest[carets..].trim()));
        } else if let Some(last) = expected.last_mut() {
            last.push_str("\n= ");
            last.push_str(note.trim());
        }
    }
    (tree, expected)
}
