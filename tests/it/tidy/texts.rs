//! What no file may contain, and what the documents must name.

use std::{collections::HashSet, fs};

use ivr_core::event::{Outcome, Verb};

use super::files;

#[test]
fn no_file_knows_the_machine_it_was_written_on() {
    let paths =
        [["/ho", "me/"].concat(), ["/ro", "ot/"].concat(), ["/Us", "ers/"].concat(), ["/wo", "rk/"].concat()];
    let mut found = Vec::new();
    for file in files(&[
        "rs",
        "md",
        "toml",
        "lock",
        "stderr",
        "json",
        "run",
        "yaml",
        "conf",
        "service",
        "Dockerfile",
        "Caddyfile",
    ]) {
        for (number, line) in file.text.lines().enumerate() {
            if paths.iter().any(|path| line.contains(path.as_str())) {
                found.push(format!("{}:{}: {line}", file.path, number + 1));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn the_architecture_names_every_module() {
    let text = document("ARCHITECTURE.md");
    for crate_root in
        ["ivr-core/src/lib.rs", "ivr-compiler/src/lib.rs", "ivr-runtime/src/lib.rs", "ivr-tools/src/lib.rs"]
    {
        let root = document(crate_root);
        let lines: Vec<&str> = root.lines().collect();
        for pair in lines.windows(2).filter(|pair| pair[0] != "#[cfg(test)]") {
            let declared = pair[1].strip_prefix("pub ").unwrap_or(pair[1]).strip_prefix("mod ");
            if let Some(module) = declared.and_then(|module| module.strip_suffix(';')) {
                let named = text.contains(&format!("`{module}`")) || text.contains(&format!("`{module}.rs`"));
                assert!(named, "ARCHITECTURE.md does not name `{module}` of {crate_root}");
            }
        }
    }
}

#[test]
fn the_reference_names_every_word_of_the_language() {
    let text = document("docs/language.md");
    let code: String = text.split('`').skip(1).step_by(2).map(|code| format!(" {code} ")).collect();
    let known: HashSet<&str> =
        code.split(|letter: char| !letter.is_alphanumeric() && letter != '_').collect();
    let mut words = 0;
    // The rest of that file and `foreign.rs` contain words of other languages.
    for file in files(&["rs"]).iter().filter(|file| file.path == "ivr-compiler/src/syntax/parse/words.rs") {
        let own = file.production().into_iter().take_while(|line| !line.contains("fn is_known"));
        let lines = own.filter(|line| !line.trim_start().starts_with("//"));
        for word in lines.flat_map(|line| line.split('"').skip(1).step_by(2)).filter(|word| is_word(word)) {
            assert!(known.contains(word), "docs/language.md does not name `{word}` of {}", file.path);
            words += 1;
        }
    }
    assert!(words > 40, "the parser has words: {words}");
}

#[test]
fn the_reference_lists_the_outcomes_of_each_verb() {
    let text = document("docs/language.md");
    for verb in [Verb::Dial, Verb::Record, Verb::Enqueue] {
        let begins = format!("| `{}", verb.as_str());
        let mut rows =
            text.lines().filter(|line| line.starts_with(&begins) && line.matches('|').count() == 4);
        let cells: Vec<&str> = rows.next().unwrap().trim_matches('|').split('|').collect();
        let outcomes: Vec<String> = verb
            .outcomes()
            .filter(|outcome| *outcome != Outcome::Waits)
            .map(|outcome| format!("`{}`", outcome.as_str()))
            .collect();
        assert_eq!(cells[2].trim(), outcomes.join(", "), "{}", verb.as_str());
    }
}

#[test]
fn the_readme_names_every_command() {
    let readme = document("README.md");
    let sources = [document("ivr-runtime/src/service/cli/mod.rs"), document("ivr-tools/src/cli/mod.rs")];
    let commands: Vec<&str> = sources
        .iter()
        .flat_map(|source| source.split(".subcommand(").chain(source.split("command: ")))
        .filter_map(|rest| rest.split_once("::command()"))
        .map(|(name, _)| name)
        .filter(|name| name.chars().all(char::is_alphanumeric))
        .collect();
    assert!(commands.len() >= 7, "{commands:?}");
    for command in commands {
        let named = [format!("`{command}`"), format!("`{command} ")];
        assert!(
            named.iter().any(|name| readme.contains(name.as_str())),
            "README.md does not name `{command}`"
        );
    }
}

#[test]
fn every_setting_of_the_server_is_in_the_manual() {
    let (source, manual) = (document("ivr-runtime/src/service/cli/serve.rs"), document("docs/deploy.md"));
    let constructors = source.split("flag(").chain(source.split("text(")).skip(1);
    let names = constructors.filter_map(|rest| rest.trim_start().strip_prefix('"')?.split('"').next());
    let names: HashSet<&str> = names.collect();
    assert!(names.len() >= 8, "{names:?}");
    for name in names {
        assert!(manual.contains(&format!("`--{name}`")), "docs/deploy.md does not name `--{name}`");
    }
    let variables = source.split("[env: ").skip(1).filter_map(|rest| rest.split(']').next());
    for variable in variables.filter(|variable| !variable.starts_with('{')) {
        assert!(manual.contains(&format!("`{variable}`")), "docs/deploy.md does not name `{variable}`");
    }
    let limits = document("ivr-runtime/src/service/config/limits.rs");
    let is_flag = |text: &str| {
        text.contains('-')
            && text.starts_with(|first: char| first.is_ascii_lowercase())
            && !text.contains(' ')
    };
    let flags: Vec<&str> = limits.split('"').filter(|text| is_flag(text)).collect();
    assert!(flags.len() >= 9, "{flags:?}");
    for flag in flags {
        let variable = format!("IVR_{}", flag.to_uppercase().replace('-', "_"));
        let row = format!("| `--{flag}` | `{variable}` |");
        assert!(manual.contains(&row), "docs/deploy.md has no row {row}");
    }
}

/// Lower case, and not one of the literals of the parser that nobody writes.
fn is_word(text: &str) -> bool {
    let plain = !text.is_empty() && text.chars().all(|letter| letter.is_ascii_lowercase() || letter == '_');
    plain && !["_", "doc", "else", "h", "min", "ms", "s", "step", "syntax", "words"].contains(&text)
}

/// A file by its path from the root of the project.
pub(super) fn document(path: &str) -> String {
    fs::read_to_string(format!("{}/{path}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}
