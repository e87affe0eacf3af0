//! `docs/errors.md` equals the head comments of the rules, and their examples are correct.

use std::{env, fs, path::Path};

use crate::{
    check::{
        levels::Weight,
        rules::{ERRORS, LINTS},
        waivers::UNUSED,
    },
    compile,
    diagnostics::{Diagnostic, Severity},
    errors,
    prompts::tests::with_prompts,
};

/// One section of a head comment, with its title.
struct Page {
    name: String,
    text: String,
}

impl Page {
    /// What stands between fences: the first is refused, the second is not.
    fn examples(&self) -> Vec<Example<'_>> {
        let (mut found, mut file) = (Vec::new(), None);
        for (place, part) in self.text.split("```").enumerate().filter(|(place, _)| place % 2 == 1) {
            match part.split_once('\n') {
                Some(("toml", text)) => file = Some(text),
                Some(("text", tree)) => found.push(Example { tree, file }),
                _ => panic!("`{}` has something else between its fences, part {place}", self.name),
            }
        }
        found
    }
}

/// A tree of a page, with the `prompts.toml` that stands before it.
struct Example<'a> {
    tree: &'a str,
    file: Option<&'a str>,
}

/// All pages, in the order of the files.
fn pages() -> Vec<Page> {
    let mut found = Vec::new();
    for folder in ["src/errors", "src/check"] {
        collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut found);
    }
    found
}

fn collect(folder: &Path, found: &mut Vec<Page>) {
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            collect(&path, found);
            continue;
        }
        let source = fs::read_to_string(&path).unwrap();
        let head = source.lines().map_while(|line| line.strip_prefix("//!"));
        let head: String = head.map(|line| format!("{}\n", line.strip_prefix(' ').unwrap_or(line))).collect();
        if let Some((name, text)) = head.strip_prefix("# ").and_then(|page| page.split_once('\n')) {
            found.push(Page { name: name.to_owned(), text: text.trim().to_owned() });
        }
    }
}

/// What the compiler says of an example. A fragment is completed: it gets a tree around it, a start, and the states
/// that it names without declaring them.
fn told(example: &Example<'_>, rule: &str, weight: Weight) -> Vec<Diagnostic> {
    with_prompts(example.file.unwrap_or_default(), || told_of(example.tree, rule, weight))
}

fn told_of(example: &str, rule: &str, weight: Weight) -> Vec<Diagnostic> {
    let mut missing = String::new();
    let whole = example.contains("tree ");
    loop {
        let source = in_full(&complete(example, &missing, rule, weight));
        let diagnostics =
            compile::diagnostics(source.parse().expect("the brackets of an example are balanced"));
        let unknown = |diagnostic: &&Diagnostic| {
            diagnostic.rule == "unknown_state" && rule != "unknown_state" && !whole
        };
        let Some(diagnostic) = diagnostics.iter().find(unknown) else { return diagnostics };
        let name = diagnostic.message.split('`').nth(1).unwrap();
        missing.push_str(&format!("state {name} {{ hangup; }}\n"));
    }
}

/// `…4,097 characters…` as so many.
fn in_full(source: &str) -> String {
    let parts = source.split('…').map(|part| match part.strip_suffix(" characters") {
        Some(count) => "a".repeat(count.replace(',', "").parse().unwrap()),
        None => part.to_owned(),
    });
    parts.collect()
}

fn complete(example: &str, missing: &str, rule: &str, weight: Weight) -> String {
    let asked = if weight == Weight::Silent { format!("#[warn({rule})]") } else { String::new() };
    if example.lines().any(|line| line.trim_start_matches("pub ").starts_with("tree ")) {
        return format!("{asked} {example}");
    }
    let first = example.lines().find_map(|line| line.strip_prefix("state ")?.split(' ').next());
    let start = match first.filter(|_| !example.contains("start ")) {
        Some(state) => format!("start {state};"),
        None => String::new(),
    };
    format!("{asked} tree Line for App {{ {start}\n{example}\n{missing} }}")
}

/// The rules with their weights, in the order of the index.
fn weights() -> Vec<(&'static str, Weight)> {
    let mistakes = errors::NAMES.into_iter().map(|name| (name, Weight::Error));
    let rules = ERRORS.iter().chain(LINTS).chain([&UNUSED]).map(|rule| (rule.name, rule.weight));
    let mut all: Vec<_> = mistakes.chain(rules).collect();
    all.sort_by_key(|(_, weight)| *weight as u8);
    all
}

#[test]
fn every_rule_has_a_page_and_every_page_a_rule() {
    let mut pages: Vec<String> = pages().into_iter().map(|page| page.name).collect();
    let mut rules: Vec<&str> = weights().into_iter().map(|(name, _)| name).collect();
    pages.sort();
    rules.sort_unstable();
    assert_eq!(pages, rules);
}

#[test]
fn the_first_example_of_a_page_has_its_fault_alone_and_the_second_has_none() {
    let weights = weights();
    let mut untrue = Vec::new();
    for page in pages() {
        let (_, weight) = weights.iter().find(|(name, _)| *name == page.name).expect("a rule for the page");
        let examples = page.examples();
        let [wrong, right, ..] = &examples[..] else { panic!("`{}` shows no two trees", page.name) };
        let diagnostics = told(wrong, &page.name, *weight);
        let own = diagnostics.iter().filter(|diagnostic| diagnostic.rule == page.name).count();
        let others: Vec<String> = grave(&diagnostics, &page.name).map(Diagnostic::text).collect();
        if own != 1 || !others.is_empty() {
            untrue.push(format!("{}: what is wrong is told {own} times, and {others:#?}", page.name));
        }
        let diagnostics = told(right, &page.name, *weight);
        let own = diagnostics.iter().filter(|diagnostic| diagnostic.rule == page.name);
        let told: Vec<String> = own.chain(grave(&diagnostics, &page.name)).map(Diagnostic::text).collect();
        if !told.is_empty() {
            untrue.push(format!("{}: what is right is told {told:#?}", page.name));
        }
    }
    assert!(untrue.is_empty(), "{}", untrue.join("\n"));
}

/// The errors of other rules.
fn grave<'a>(diagnostics: &'a [Diagnostic], rule: &str) -> impl Iterator<Item = &'a Diagnostic> {
    diagnostics
        .iter()
        .filter(move |diagnostic| diagnostic.rule != rule && diagnostic.severity == Severity::Error)
}

/// `PAGES=overwrite cargo test -p ivr-compiler pages` writes the index anew.
#[test]
fn the_index_says_what_the_rules_say() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/errors.md");
    let index = index();
    if env::var_os("PAGES").is_some_and(|value| value == "overwrite") {
        fs::write(&path, &index).unwrap();
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        found == index,
        "docs/errors.md is out of step: PAGES=overwrite cargo test -p ivr-compiler pages"
    );
}

const HEAD: &str = "# Errors and warnings

The last line of each compiler message names a rule, and this page has a section for each rule. An *error* is a mistake
that would strand or mislead a caller, so the tree does not compile. A *warning* is a recommendation. Warnings are
reported only when there are no errors.

These attributes are allowed on a tree or on a state:

- `#[allow(rule, reason = \"…\")]` waives a warning, or an error that is marked *waivable*.
- `#[deny(rule)]` turns a warning into an error. `#[deny(warnings)]` turns all warnings into errors.
- `#[warn(rule)]` enables a rule that is *silent* by default.

Some of the examples below are fragments. They leave out the tree around them, its start, and states to which they only
refer.
";

fn index() -> String {
    let pages = pages();
    let mut text = HEAD.to_owned();
    for (name, weight) in weights() {
        text.push_str(&format!("\n- [`{name}`](#{name}): {}", word(weight)));
    }
    for (name, weight) in weights() {
        let page = pages.iter().find(|page| page.name == name).expect("a page for the rule");
        text.push_str(&format!("\n\n## {name}\n\n*{}*\n\n{}", word(weight), page.text));
    }
    text + "\n"
}

fn word(weight: Weight) -> &'static str {
    match weight {
        Weight::Error => "error",
        Weight::WaivableError => "error, waivable",
        Weight::Warning => "warning",
        Weight::Silent => "silent",
    }
}
