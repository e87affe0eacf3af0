//! The Dockerfile: it copies existing files, builds with the pinned Rust, and runs only the program, as an unprivileged
//! user.

use std::{env, fs, path::Path, process};

use super::{are_taken, is_read, text};
use crate::program;

/// Its instructions, with their continued lines put together.
fn instructions() -> Vec<(String, String)> {
    let lines = text("Dockerfile");
    let lines = lines.lines().filter(|line| !line.trim_start().starts_with('#')).collect::<Vec<_>>();
    let whole = lines.join("\n").replace("\\\n", " ");
    let split = |line: &str| line.split_once(' ').map(|(name, rest)| (name.to_owned(), rest.to_owned()));
    whole.lines().filter_map(split).collect()
}

/// What stands behind the last instruction of this name, which is the one that counts.
fn last(name: &str) -> String {
    let mut found = instructions().into_iter().filter(|(known, _)| known == name);
    found.next_back().unwrap_or_else(|| panic!("there is no {name}")).1
}

#[test]
fn it_builds_with_our_rust_from_what_cargo_needs() {
    let toolchain = text("rust-toolchain.toml");
    let version = toolchain.split("channel = \"").nth(1).unwrap().split('"').next().unwrap();
    let (_, base) = instructions().into_iter().find(|(name, _)| name == "FROM").unwrap();
    assert!(base.starts_with(&format!("rust:{version}-")), "{base}");
    // The build context contains only the files that `.dockerignore` names.
    let ignore = text(".dockerignore");
    let rules: Vec<&str> = ignore.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    assert_eq!(rules[0], "*");
    let context = env::temp_dir().join(format!("ivr-context-{}", process::id()));
    for rule in &rules[1..] {
        let name = rule.strip_prefix('!').unwrap_or_else(|| panic!("{rule} leaves out what is left out"));
        copy(&program::root().join(name), &context.join(name));
    }
    let metadata = process::Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps", "--locked", "--offline"])
        .current_dir(&context)
        .output()
        .unwrap();
    fs::remove_dir_all(&context).unwrap();
    assert!(metadata.status.success(), "{}", String::from_utf8_lossy(&metadata.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&metadata.stdout).unwrap();
    let targets = metadata["packages"].as_array().unwrap().iter();
    let targets = targets.flat_map(|package| package["targets"].as_array().unwrap());
    let examples = targets.filter(|target| target["kind"][0] == "example");
    let tree = last("ARG").replace("TREE=", "");
    assert!(examples.into_iter().any(|example| example["name"] == tree.as_str()), "no example {tree}");
}

fn copy(from: &Path, to: &Path) {
    if from.is_dir() {
        fs::create_dir_all(to).unwrap();
        for entry in fs::read_dir(from).unwrap() {
            let entry = entry.unwrap();
            copy(&entry.path(), &to.join(entry.file_name()));
        }
    } else {
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(from, to).unwrap();
    }
}

#[test]
fn what_is_copied_into_the_last_stage_was_made_in_the_first() {
    let made: String =
        instructions().into_iter().filter(|(name, _)| name == "RUN").map(|(_, line)| line).collect();
    let copies = instructions().into_iter().filter(|(name, _)| name == "COPY").map(|(_, line)| line);
    let mut copied = Vec::new();
    for line in copies.filter(|line| line.contains("--from=build")) {
        let mut paths = line.split_whitespace().filter(|word| !word.starts_with("--"));
        let (from, to) = (paths.next().unwrap().to_owned(), paths.next().unwrap().to_owned());
        assert!(made.contains(&format!(" {from}")), "{from} is made by nothing in {made}");
        copied.push(to);
    }
    let entry: Vec<String> = serde_json::from_str(&last("ENTRYPOINT")).unwrap();
    assert!(copied.contains(&entry[0]), "{entry:?} in {copied:?}");
    assert!(copied.contains(&last("WORKDIR")) && copied.contains(&last("VOLUME")), "{copied:?}");
}

#[test]
fn it_runs_as_nobody_special_and_is_asked_for_its_health_by_its_own_program() {
    let user = last("USER");
    let (user, _) = user.split_once(':').unwrap();
    assert!(user.parse::<u32>().unwrap() > 0, "a number, so that it can be seen not to be root");
    let entry: Vec<String> = serde_json::from_str(&last("ENTRYPOINT")).unwrap();
    let health = last("HEALTHCHECK");
    let health: Vec<String> = serde_json::from_str(health.split_once("CMD ").unwrap().1).unwrap();
    assert_eq!(health, [&*entry[0], "health"]);
    for pair in last("ENV").split_whitespace() {
        is_read(pair.split_once('=').unwrap().0);
    }
    are_taken(&[]);
}
