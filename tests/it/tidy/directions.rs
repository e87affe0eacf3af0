//! Which way the modules of the compiler and of the runtime look: a stage uses only the stages named behind it.

use std::collections::BTreeSet;

use super::{File, files};

/// What the compiler and the runtime share.
const CORE: &[(&str, &[&str])] =
    &[("event", &[]), ("position", &[]), ("text", &[]), ("audio_folder", &[]), ("prompt_file", &["text"])];

/// The compiler, in the order of its pipeline. `lib.rs` and `compile` know every stage; `words`, `catalogue` and
/// `shelf` are modules of `ivr-core`.
const COMPILER: &[(&str, &[&str])] = &[
    ("diagnostics", &["catalogue"]),
    ("mistakes", &["catalogue", "diagnostics", "syntax"]),
    ("syntax", &["catalogue", "diagnostics", "mistakes"]),
    ("wording", &["catalogue", "diagnostics", "mistakes", "syntax"]),
    ("model", &["catalogue", "diagnostics", "mistakes", "syntax", "words", "shelf"]),
    ("check", &["catalogue", "diagnostics", "mistakes", "syntax", "model", "words", "shelf"]),
    ("codegen", &["syntax", "model", "check"]),
    ("compile", &["diagnostics", "mistakes", "syntax", "wording", "model", "check", "codegen"]),
];

/// The runtime, in the order of a request, then the ways to look at a tree; `heard`, `words`, `catalogue` and `shelf`
/// are modules of `ivr-core`.
const RUNTIME: &[(&str, &[&str])] = &[
    ("tree", &["heard", "data"]),
    ("data", &["heard", "words"]),
    ("description", &["heard", "tree"]),
    ("speak", &["data", "words"]),
    ("input", &["heard", "description", "words"]),
    ("call", &["heard", "tree", "description", "input"]),
    ("audio", &["description", "shelf"]),
    ("twiml", &["heard", "tree", "description", "call", "audio"]),
    ("edition", &["tree", "call", "audio", "twiml", "config"]),
    (
        "wording",
        &["heard", "tree", "description", "words", "catalogue", "call", "config", "edition", "telemetry"],
    ),
    ("store", &[]),
    ("trial", &["heard"]),
    (
        "session",
        &["heard", "tree", "data", "description", "input", "call", "twiml", "store", "telemetry", "trial"],
    ),
    ("signature", &[]),
    // A filter of the log is checked where it is understood.
    ("config", &["audio", "signature", "telemetry"]),
    ("telemetry", &["config"]),
    ("body", &[]),
    ("development", &["heard", "tree", "description", "input", "edition", "config"]),
    (
        "webhook",
        &[
            "body",
            "tree",
            "input",
            "call",
            "edition",
            "session",
            "signature",
            "config",
            "telemetry",
            "development",
            "trial",
        ],
    ),
    (
        "router",
        &[
            "tree",
            "description",
            "call",
            "edition",
            "store",
            "session",
            "signature",
            "config",
            "telemetry",
            "development",
            "webhook",
            "wording",
        ],
    ),
    ("tls", &[]),
    ("server", &["config", "telemetry", "router", "tls"]),
    (
        "cli",
        &[
            "tree",
            "description",
            "audio",
            "call",
            "twiml",
            "edition",
            "signature",
            "config",
            "telemetry",
            "router",
            "store",
            "tls",
            "server",
            "wording",
            "development",
        ],
    ),
];

/// The modules of the tools.
const TOOLS: &[(&str, &[&str])] = &[
    ("inspect", &[]),
    // A test of the whole tree takes its paths; a prompt takes as long as in the listing of paths.
    ("simulator", &["inspect"]),
    ("dev", &["inspect", "simulator"]),
    ("cli", &["inspect", "simulator", "dev"]),
];

#[test]
fn a_module_of_the_tools_uses_only_what_stands_before_it() {
    check("ivr-tools/src/", TOOLS);
}

#[test]
fn a_module_of_the_runtime_uses_only_what_it_may_know() {
    check("ivr-runtime/src/", RUNTIME);
}

#[test]
fn a_module_of_the_core_uses_only_what_it_may_know() {
    check("ivr-core/src/", CORE);
}

#[test]
fn a_stage_of_the_compiler_uses_only_what_stands_before_it() {
    check("ivr-compiler/src/", COMPILER);
}

/// What is allowed is a table, and what is there is every path that begins with `crate::`.
fn check(folder: &str, table: &[(&str, &[&str])]) {
    let mut broken = Vec::new();
    let files = files(&["rs"]);
    for file in files.iter().filter(|file| file.path.starts_with(folder) && !file.only_tests) {
        let module = module(file, folder);
        if module == "lib" {
            continue;
        }
        let Some((_, allowed)) = table.iter().find(|(name, _)| *name == module) else {
            broken.push(format!("{}: the table does not know `{module}`", file.path));
            continue;
        };
        for used in used(file) {
            if used != module && !allowed.contains(&used.as_str()) {
                broken.push(format!("{}: `{module}` uses `{used}`", file.path));
            }
        }
    }
    assert!(broken.is_empty(), "against the direction of imports:\n{}", broken.join("\n"));
}

/// The top-level module that a file belongs to.
fn module(file: &File, folder: &str) -> String {
    let inside = &file.path[folder.len()..];
    inside.split('/').next().unwrap().trim_end_matches(".rs").to_owned()
}

/// The first names behind `crate::` in what is compiled into the product.
fn used(file: &File) -> BTreeSet<String> {
    let code = file.production().into_iter().filter(|line| !line.trim_start().starts_with("//"));
    let code = code.collect::<Vec<_>>().join("\n");
    code.split("crate::").skip(1).flat_map(first_names).collect()
}

/// `a` of `a::b;`, and `a`, `c` of `{a::b, c::{d, e}}`.
fn first_names(path: &str) -> Vec<String> {
    let name =
        |text: &str| text.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect();
    let Some(group) = path.strip_prefix('{') else { return vec![name(path)] };
    let mut names = Vec::new();
    let (mut depth, mut at_start) = (0, true);
    for (place, letter) in group.char_indices() {
        match letter {
            '}' if depth == 0 => break,
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => at_start = true,
            letter if at_start && !letter.is_whitespace() => {
                names.push(name(&group[place..]));
                at_start = false;
            }
            _ => {}
        }
    }
    names
}

#[test]
fn the_names_of_a_group_are_found() {
    assert_eq!(first_names("a::b;"), ["a"]);
    assert_eq!(first_names("{\n    a::{b, c},\n    d,\n    e::f,\n}; g::h"), ["a", "d", "e"]);
}
