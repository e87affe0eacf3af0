//! `tests/mistakes/`: trees with one mistake each, as people make them in their first days. Each has one error, on the
//! right token, in the right words, and its help, followed to the letter, leads to a tree without that error.
//!
//! A file is a list of cases: a title after `==`, an indented tree or a fragment of one, and below its line the carets,
//! the message and the help. A fragment is completed with a tree, a start, the states that it names, and arms for
//! silence. A case without carets must compile. `MISTAKES=show cargo test -p ivr-compiler mistakes` prints what differs;
//! `MISTAKES_IN=folder` reads other files.

use std::{env, fs, path::Path};

use crate::{
    compile,
    diagnostics::{Diagnostic, Severity},
};

/// One case of a file.
struct Case {
    place: String,
    lines: Vec<String>,
    expected: Option<Expected>,
}

/// What the compiler has to say.
#[derive(Debug, PartialEq, Eq)]
struct Expected {
    /// Counted from 0 within the case.
    line: usize,
    columns: (usize, usize),
    message: String,
    help: Vec<String>,
}

fn cases() -> Vec<Case> {
    let folder = match env::var_os("MISTAKES_IN") {
        Some(folder) => folder.into(),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/mistakes"),
    };
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().flat_map(|path| of_file(path)).collect()
}

fn of_file(path: &Path) -> Vec<Case> {
    let (text, name) = (fs::read_to_string(path).unwrap(), path.file_stem().unwrap().to_string_lossy());
    let blocks = text.split("\n== ").skip(1);
    blocks.map(|block| case(&name, block)).collect()
}

fn case(file: &str, block: &str) -> Case {
    let (title, body) = block.split_once('\n').unwrap();
    let mut case = Case { place: format!("{file}: {title}"), lines: Vec::new(), expected: None };
    for line in body.lines().filter(|line| !line.trim().is_empty()) {
        let Some(note) = line.strip_prefix("//~") else {
            case.lines.push(line.to_owned());
            continue;
        };
        if let Some(caret) = note.find('^') {
            let rest = &note[caret..];
            let width = rest.len() - rest.trim_start_matches('^').len();
            let columns = (caret + 3, caret + 3 + width);
            let message = rest[width..].trim().to_owned();
            let line = case.lines.len() - 1;
            case.expected = Some(Expected { line, columns, message, help: Vec::new() });
        } else if let Some(expected) = &mut case.expected {
            expected.help.push(note.trim().to_owned());
        }
    }
    case
}

/// States that a fragment may name without declaring them.
const STATES: [&str; 12] = [
    "Menu",
    "Sales",
    "Support",
    "Hours",
    "Reception",
    "Message",
    "Thanks",
    "Goodbye",
    "MainMenu",
    "Code",
    "Check",
    "Bye",
];

/// The whole tree; the lines of the case stand in it as they are, from its second line on.
fn completed(lines: &[String]) -> String {
    let fragment = lines.join("\n");
    let begins = fragment.trim_start();
    if begins.starts_with("tree ") || begins.starts_with("pub ") || begins.contains("pub tree ") {
        return format!("\n{fragment}\n");
    }
    // Text in quotes is not a name.
    let code: String = fragment.split('"').step_by(2).collect::<Vec<_>>().join("\"\"");
    let words: Vec<&str> = code.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
    let declared = |state: &str| words.windows(2).any(|pair| pair[0] == "state" && pair[1] == state);
    let mut head = String::from("pub tree Line { ");
    if !words.contains(&"start") {
        let first = words.windows(2).find(|pair| pair[0] == "state").map(|pair| pair[1]);
        let first = first.filter(|first| first.starts_with(char::is_uppercase));
        head.push_str(&format!("start {}; ", first.unwrap_or("Menu")));
    }
    let mut tail = String::new();
    for state in STATES.iter().filter(|state| words.contains(*state) && !declared(state)) {
        tail.push_str(&format!("state {state} {{ say \"{state}.\"; hangup; }} "));
    }
    let listens =
        ["{ 1 =>", "{ entered =>", "{ \"sales\"", "{ \"ventes\""].iter().any(|arm| fragment.contains(arm));
    if listens && !["silence", "everywhere", "_ =>"].iter().any(|told| code.contains(told)) {
        tail.push_str("everywhere { silence | _ => retry 2 { say \"Sorry?\"; } then end } ");
    }
    format!("{head}\n{fragment}\n{tail} }}")
}

fn errors(tree: &str) -> Vec<Diagnostic> {
    let tokens = tree.parse().unwrap_or_else(|error| panic!("{error}: {tree}"));
    let told = compile::diagnostics(tokens).into_iter();
    let mut errors: Vec<_> = told.filter(|diagnostic| diagnostic.severity == Severity::Error).collect();
    errors.sort_by_key(|diagnostic| (diagnostic.span.start().line, diagnostic.span.start().column));
    errors
}

fn told(diagnostic: &Diagnostic) -> Expected {
    let (start, end) = (diagnostic.span.start(), diagnostic.end.end());
    Expected {
        line: start.line.saturating_sub(2),
        columns: (start.column, end.column),
        message: diagnostic.message.clone(),
        help: diagnostic.lines.iter().filter(|line| line.starts_with("help: ")).cloned().collect(),
    }
}

/// The lines of a case with what is said of them, as a case writes it.
fn shown(lines: &[String], diagnostics: &[Diagnostic]) -> String {
    let mut text = String::new();
    for (place, line) in lines.iter().enumerate() {
        text.push_str(&format!("{line}\n"));
        let last = place + 1 == lines.len();
        let is_here = |told: &Expected| told.line == place || last && told.line > place;
        for (told, diagnostic) in
            diagnostics.iter().map(|one| (told(one), one)).filter(|(told, _)| is_here(told))
        {
            let space = " ".repeat(told.columns.0.saturating_sub(3));
            let carets = "^".repeat(told.columns.1.saturating_sub(told.columns.0).max(1));
            text.push_str(&format!("//~{space}{carets} {}\n", told.message));
            for line in &diagnostic.lines {
                text.push_str(&format!("//~{space}{line}\n"));
            }
        }
    }
    text
}

/// The tree after its help was followed to the letter, where the help says exactly what to write.
fn mended(lines: &[String], told: &Expected) -> Option<Vec<String>> {
    let text = lines.get(told.line)?;
    let (from, to) = (at(text, told.columns.0), at(text, told.columns.1));
    let help = told.help.first().map_or("", String::as_str);
    let mut lines = lines.to_vec();
    lines[told.line] = followed(&told.message, help, text, from, to)?;
    Some(lines)
}

/// The text after the help to what stands between two of its bytes was followed to the letter.
pub(crate) fn followed(message: &str, help: &str, text: &str, from: usize, to: usize) -> Option<String> {
    let quoted = |text: &str, before: &str, after: &str| -> Option<String> {
        let inner = text.strip_prefix(before)?.strip_suffix(after)?;
        (!inner.contains('…') && !inner.contains("` ") && !inner.contains(" `")).then(|| inner.to_owned())
    };
    // A space separates two words.
    let put = |written: &str| {
        let joint = |before: Option<char>, after: Option<char>| {
            let word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '"'));
            if word(before) && word(after) { " " } else { "" }
        };
        let before = joint(text[..from].chars().last(), written.chars().next());
        let after = joint(written.chars().last(), text[to..].chars().next());
        format!("{}{before}{written}{after}{}", &text[..from], &text[to..])
    };
    Some(
        if let Some((old, new)) =
            help.strip_prefix("help: change `").and_then(|rest| rest.strip_suffix('`')?.split_once("` to `"))
        {
            text.replacen(old, new, 1)
        } else if let Some(missing) = quoted(message, "missing `", "` after this") {
            format!("{} {missing} {}", &text[..to], &text[to..])
        } else if let Some(missing) = quoted(message, "missing `", "` before this") {
            format!("{}{missing} {}", &text[..from], &text[from..])
        } else if help == "help: remove it" {
            put("")
        } else if let Some(meant) = quoted(help, "help: did you mean `", "`?") {
            put(&meant)
        } else if let Some(written) = quoted(help, "help: write `", "`") {
            put(&written)
        } else {
            let arm = quoted(help, "help: add the arm `", "`")?;
            let block = to + text[to..].find('{')? + 1;
            format!("{} {arm}, {}", &text[..block], &text[block..])
        },
    )
}

/// The byte at which a column begins.
fn at(text: &str, column: usize) -> usize {
    text.char_indices().nth(column).map_or(text.len(), |(byte, _)| byte)
}

/// What is wrong with what is said of a case.
fn judge(case: &Case) -> Option<String> {
    let diagnostics = errors(&completed(&case.lines));
    let right = match (&case.expected, &diagnostics[..]) {
        (None, []) => return None,
        (Some(expected), [diagnostic]) => told(diagnostic) == *expected,
        _ => false,
    };
    if !right {
        return Some(format!("is told {} times:\n{}", diagnostics.len(), shown(&case.lines, &diagnostics)));
    }
    let mended = mended(&case.lines, case.expected.as_ref()?)?;
    let left = errors(&completed(&mended));
    // The next token may have the same message.
    let same = |diagnostic: &Diagnostic| {
        let told = told(diagnostic);
        case.expected.as_ref().is_some_and(|expected| {
            told.message == expected.message
                && (told.line, told.columns.0) <= (expected.line, expected.columns.0)
        })
    };
    (left.len() > 1 || left.iter().any(same))
        .then(|| format!("is still told something after its help was followed:\n{}", shown(&mended, &left)))
}

#[test]
fn every_mistake_has_one_error_that_leads_on() {
    let cases = cases();
    let wrong: Vec<String> =
        cases.iter().filter_map(|case| Some(format!("== {} {}", case.place, judge(case)?))).collect();
    let (right, all) = (cases.len() - wrong.len(), cases.len());
    println!("{right} of {all} mistakes are told right");
    if env::var_os("MISTAKES").is_some_and(|value| value == "show") {
        println!("{}", wrong.join("\n"));
    }
    assert!(
        wrong.is_empty(),
        "{right} of {all}: MISTAKES=show cargo test -p ivr-compiler mistakes -- --nocapture"
    );
}
