//! `docs/from-nothing.md`: the messages after each tree are those of the compiler, and the last tree compiles.

use std::{env, fs, path::Path};

use crate::{
    compile,
    diagnostics::{Diagnostic, Severity},
};

/// `PAGES=overwrite cargo test -p ivr-compiler from_nothing` writes the messages anew.
#[test]
fn the_messages_lead_from_nothing_to_a_tree_that_compiles() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/from-nothing.md");
    let page = fs::read_to_string(&path).expect("the page is there");
    let (now, last) = answered(&page);
    if env::var_os("PAGES").is_some_and(|value| value == "overwrite") {
        fs::write(&path, &now).expect("the page can be written");
        return;
    }
    assert_eq!(page, now, "out of step: PAGES=overwrite cargo test -p ivr-compiler from_nothing");
    assert_eq!(last, COMPILES, "the last tree of the page compiles");
}

const COMPILES: &str = "It compiles.\n";

/// The page with what the compiler says now, and what it says of the last tree.
fn answered(page: &str) -> (String, String) {
    let (mut now, mut rest, mut said) = (String::new(), page, String::new());
    while let Some((before, after)) = rest.split_once("```text\n") {
        let (tree, after) = after.split_once("```\n").expect("a tree ends");
        let (between, after) =
            after.split_once("```console\n").expect("behind a tree stands what is said of it");
        let (_, after) = after.split_once("```\n").expect("a message ends");
        said = told(tree);
        now.push_str(&format!("{before}```text\n{tree}```\n{between}```console\n{said}```\n"));
        rest = after;
    }
    (now + rest, said)
}

fn told(tree: &str) -> String {
    let tokens = tree.parse().expect("the brackets of a tree are balanced");
    let mut diagnostics = compile::diagnostics(tokens);
    diagnostics.retain(|diagnostic| diagnostic.severity == Severity::Error);
    diagnostics.sort_by_key(|diagnostic| (diagnostic.span.start().line, diagnostic.span.start().column));
    if diagnostics.is_empty() {
        return COMPILES.into();
    }
    diagnostics.iter().map(|diagnostic| shown(diagnostic, tree)).collect::<Vec<_>>().join("\n")
}

/// A message much as rustc shows it.
fn shown(diagnostic: &Diagnostic, tree: &str) -> String {
    let (start, end) = (diagnostic.span.start(), diagnostic.end.end());
    let text = diagnostic.body().replace("\n= ", "\n  = ");
    let Some(line) = tree.lines().nth(start.line.saturating_sub(1)).filter(|line| !line.is_empty()) else {
        return format!("error: {text}\n");
    };
    let indent = line.len() - line.trim_start().len();
    let (space, carets) = (
        " ".repeat(start.column.saturating_sub(indent)),
        "^".repeat(end.column.saturating_sub(start.column).max(1)),
    );
    format!("error: {text}\n  |\n  | {}\n  | {space}{carets}\n", line.trim_start())
}
