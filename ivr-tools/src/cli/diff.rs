//! `diff`: describes what changed since a saved `graph --format json`.

use std::{path::PathBuf, process::ExitCode};

use clap::{Arg, ArgMatches, Command, value_parser};

use super::print::print;
use crate::inspect::{diff::Diff, lock};
use ivr_runtime::{call::Dialog, cli::USED_WRONGLY, tree::PhoneTree};

/// Returns the command and its arguments.
pub(crate) fn command() -> Command {
    let old = Arg::new("old")
        .value_name("OLD.json")
        .value_parser(value_parser!(PathBuf))
        .required(true)
        .help("The file that `lock` or `graph --format json` wrote before the change");
    Command::new("diff")
        .about("Describes what changed in the call flow; exits with 1 if calls in progress would be stranded")
        .arg(old)
}

/// Prints the differences. Exits with 1 if calls would be stranded, and with 2 if the file is invalid.
pub(crate) fn run<T: PhoneTree>(dialog: &Dialog<T>, matches: &ArgMatches) -> ExitCode {
    let Some(path) = matches.get_one::<PathBuf>("old") else { return ExitCode::from(USED_WRONGLY) };
    let old = match lock::read(path) {
        Ok(old) => old,
        Err(alert) => {
            eprintln!("error: {alert}");
            return ExitCode::from(USED_WRONGLY);
        }
    };
    let diff = Diff::between(&old, dialog.description());
    let printed = print(&diff.to_string());
    if diff.strands_calls() { ExitCode::FAILURE } else { printed }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{fixture::Acme, inspect::picture};

    /// The difference of ACME to a file with this text.
    fn diff_to(name: &str, text: &str) -> Result<Diff, String> {
        let path = std::env::temp_dir().join(format!("ivr-diff-{name}-{}.json", std::process::id()));
        std::fs::write(&path, text).unwrap();
        let old = lock::read(&path).map_err(|error| error.to_string());
        std::fs::remove_file(&path).unwrap();
        Ok(Diff::between(&old?, Dialog::<Acme>::new().unwrap().description()))
    }

    #[test]
    fn a_saved_tree_is_compared() {
        let mut tree = Dialog::<Acme>::new().unwrap().description().clone();
        assert!(diff_to("same", &picture::json(&tree)).unwrap().is_empty());
        tree.states[6].name = "Attic".to_owned();
        assert!(diff_to("lost", &picture::json(&tree)).unwrap().strands_calls());
    }

    #[test]
    fn a_file_that_is_not_ours_is_refused_with_its_name() {
        let refusal = diff_to("foreign", r#"{"name":"x"}"#).unwrap_err();
        assert!(refusal.contains("ivr-diff-foreign"), "{refusal}");
        assert!(
            refusal.contains("is not what `lock` or `graph --format json` writes: missing field `language`"),
            "{refusal}"
        );
    }

    #[test]
    fn a_file_that_is_not_there_is_a_wrong_use() {
        let matches = command().try_get_matches_from(["diff", "/nowhere/old.json"]).unwrap();
        assert_eq!(run(&Dialog::<Acme>::new().unwrap(), &matches), ExitCode::from(USED_WRONGLY));
    }
}
