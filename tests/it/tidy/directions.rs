//! The import directions of modules: a module uses only modules before it, so there are no cycles. The diagram in
//! `ARCHITECTURE.md` is generated from the code.

use std::{
    collections::{BTreeMap, BTreeSet},
    env, fs,
};

use super::{File, files, texts::document};

/// A group of modules, and each of its modules after all that it may use.
type Layer = (&'static str, &'static [&'static str]);

/// The crates in the order of their dependencies, each with its layers, the lowest first. Roots know everything.
const CRATES: [(&str, &[Layer]); 4] = [
    (
        "ivr-core",
        &[(
            "",
            &[
                "event",
                "condition",
                "position",
                "text",
                "hours",
                "matching",
                "offer",
                "callback",
                "twiml",
                "description",
                "guidance",
                "audio_folder",
                "prompt_file",
            ],
        )],
    ),
    (
        "ivr-compiler",
        &[(
            "",
            &[
                "diagnostics",
                "errors",
                "syntax",
                "prompts",
                "model",
                "check",
                "codegen",
                "conditional",
                "compile",
            ],
        )],
    ),
    (
        "ivr-runtime",
        &[
            (
                "dialog",
                &[
                    "dialog::after",
                    "dialog::answer",
                    "dialog::offer",
                    "dialog::places",
                    "dialog::told",
                    "dialog::data",
                    "dialog::speak",
                    "dialog::tree",
                    "input",
                    "dialog::call",
                ],
            ),
            ("documents", &["audio", "carrier::signature", "twiml"]),
            (
                "service",
                &[
                    "service::telemetry",
                    "service::events",
                    "service::store",
                    "service::config",
                    "service::request_headers",
                    "service::origin_guard",
                    "service::deadline",
                    "service::guard",
                    "service::overload",
                    "service::task",
                    "service::body",
                    "service::hours",
                    "service::trial",
                    "service::tls",
                    "service::snapshot",
                    "service::session",
                    "service::prompts",
                    "service::agent",
                    "service::development",
                    "service::webhook",
                    "service::router",
                    "service::server",
                    "service::cli",
                ],
            ),
        ],
    ),
    ("ivr-tools", &[("", &["inspect", "records", "simulator", "dev", "cli"])]),
];

/// Folders that group modules.
const GROUPS: [&str; 3] = ["dialog", "carrier", "service"];

#[test]
fn a_module_uses_only_modules_before_it() {
    let files = files(&["rs"]);
    for (name, layers) in CRATES {
        let order: Vec<&str> = layers.iter().flat_map(|(_, modules)| *modules).copied().collect();
        let place = |module: &str| order.iter().position(|known| *known == module);
        let mut broken = Vec::new();
        let uses = uses(&files, name);
        for (module, used) in &uses {
            let Some(own) = place(module) else {
                broken.push(format!("`{module}` is not in the order"));
                continue;
            };
            let later = used.iter().filter(|used| place(used).is_none_or(|place| place > own));
            broken.extend(later.map(|later| format!("`{module}` uses `{later}`")));
        }
        let gone = order.iter().filter(|module| !uses.contains_key(**module));
        broken.extend(gone.map(|gone| format!("there is no `{gone}`")));
        assert!(broken.is_empty(), "{name}:\n{}", broken.join("\n"));
    }
}

#[test]
fn a_crate_depends_only_on_crates_before_it() {
    // The macro depends only on the compiler, and the facade on what its users name.
    let order = ["ivr-core", "ivr-compiler", "ivr-macros", "ivr-runtime", "ivr-tools", "ivr"];
    for (place, name) in order.iter().enumerate() {
        let path = if *name == "ivr" { "Cargo.toml".to_owned() } else { format!("{name}/Cargo.toml") };
        let manifest = document(&path);
        let (_, dependencies) = manifest.split_once("\n[dependencies]\n").unwrap_or_default();
        for line in dependencies.lines().take_while(|line| !line.starts_with('[')) {
            let used = line.split(['.', ' ', '=']).next().unwrap();
            if let Some(used) = order.iter().position(|known| *known == used) {
                assert!(used < place, "{name} depends on {}", order[used]);
            }
        }
    }
    let runtime = document("ivr-runtime/Cargo.toml");
    assert!(!runtime.contains("ivr-compiler") && !runtime.contains("ivr-macros"));
}

#[test]
fn the_picture_of_modules_is_that_of_the_code() {
    let (begin, end) = ("<!-- modules -->\n", "<!-- /modules -->\n");
    let text = document("ARCHITECTURE.md");
    let (before, rest) = text.split_once(begin).unwrap();
    let (_, after) = rest.split_once(end).unwrap();
    let drawn = format!("{before}{begin}{}{end}{after}", picture(&files(&["rs"])));
    if env::var_os("PAGES").is_some_and(|value| value == "overwrite") {
        fs::write(format!("{}/ARCHITECTURE.md", env!("CARGO_MANIFEST_DIR")), &drawn).unwrap();
        return;
    }
    assert!(drawn == text, "ARCHITECTURE.md is behind the code: run with PAGES=overwrite");
}

/// The modules of the runtime as Mermaid. An arrow that follows from others is left out.
fn picture(files: &[File]) -> String {
    let (name, layers) = CRATES[2];
    let uses = uses(files, name);
    let short = |module: &str| module.rsplit("::").next().unwrap().to_owned();
    let mut text = "```mermaid\nflowchart BT\n".to_owned();
    for (layer, modules) in layers {
        let names: Vec<String> = modules.iter().map(|module| short(module)).collect();
        text += &format!("  subgraph {layer}\n    {}\n  end\n", names.join("\n    "));
    }
    for module in layers.iter().flat_map(|(_, modules)| *modules) {
        for used in &uses[*module] {
            let follows = uses[*module].iter().any(|other| reaches(&uses, other, used));
            if !follows {
                text += &format!("  {} --> {}\n", short(module), short(used));
            }
        }
    }
    text + "```\n"
}

/// Whether `from` uses `to`, through others or by itself. There are no cycles.
fn reaches(uses: &BTreeMap<String, BTreeSet<String>>, from: &str, to: &str) -> bool {
    uses.get(from).is_some_and(|used| used.iter().any(|next| next == to || reaches(uses, next, to)))
}

/// The modules of a crate, and which others each of them names.
fn uses(files: &[File], name: &str) -> BTreeMap<String, BTreeSet<String>> {
    let folder = format!("{name}/src/");
    let of_crate = || files.iter().filter(|file| file.path.starts_with(&folder) && !file.only_tests);
    let modules: BTreeSet<String> =
        of_crate().filter_map(|file| module_of(&file.path[folder.len()..])).collect();
    let mut uses: BTreeMap<String, BTreeSet<String>> =
        modules.iter().map(|module| (module.clone(), BTreeSet::new())).collect();
    for file in of_crate() {
        let Some(own) = module_of(&file.path[folder.len()..]) else { continue };
        let used = paths(file).into_iter().filter_map(|path| module_at(&path));
        // A name that is not a module is a re-export of another crate.
        let used = used.filter(|used| *used != own && modules.contains(used));
        uses.get_mut(&own).unwrap().extend(used);
    }
    uses
}

/// The module that a file belongs to; none for the root of the crate or of a group.
fn module_of(file: &str) -> Option<String> {
    let path: Vec<&str> = file.trim_end_matches(".rs").split('/').filter(|name| *name != "mod").collect();
    if path == ["lib"] { None } else { module_at(&path.join("::")) }
}

/// The module at the beginning of a path.
fn module_at(path: &str) -> Option<String> {
    let mut names = path.split("::");
    let first = names.next()?;
    if GROUPS.contains(&first) { Some(format!("{first}::{}", names.next()?)) } else { Some(first.to_owned()) }
}

/// The paths behind `crate::` in what is compiled into the product.
fn paths(file: &File) -> BTreeSet<String> {
    let code = file.production().into_iter().filter(|line| !line.trim_start().starts_with("//"));
    let code = code.collect::<Vec<_>>().join("\n");
    code.split("crate::").skip(1).flat_map(expanded).collect()
}

/// `a::b` of `a::b;`, and `a::b`, `a::c::d` of `a::{b, c::{d}}`.
fn expanded(path: &str) -> Vec<String> {
    let length = path.find(|letter: char| !letter.is_alphanumeric() && letter != '_' && letter != ':');
    let (prefix, rest) = path.split_at(length.unwrap_or(path.len()));
    match rest.strip_prefix('{').filter(|_| prefix.is_empty() || prefix.ends_with("::")) {
        None => vec![prefix.to_owned()],
        Some(group) => {
            let parts = parts(group).into_iter().flat_map(expanded);
            parts.map(|part| format!("{prefix}{part}")).collect()
        }
    }
}

/// What stands between the commas of a group, up to the brace that closes it.
fn parts(group: &str) -> Vec<&str> {
    let (mut parts, mut depth, mut start) = (Vec::new(), 0, 0);
    for (place, letter) in group.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => {
                parts.push(&group[start..place]);
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&group[start..place]);
                start = place + 1;
            }
            _ => {}
        }
    }
    parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect()
}

#[test]
fn the_paths_of_a_group_are_found() {
    assert_eq!(expanded("a::b;"), ["a::b"]);
    assert_eq!(expanded("{\n    a::{b, c},\n    d,\n    e::f,\n}; g::h"), ["a::b", "a::c", "d", "e::f"]);
    assert_eq!(expanded("a::{b::{c, d}, e}"), ["a::b::c", "a::b::d", "a::e"]);
}
