//! `lock`: stores the tree as the version whose calls are in progress, unless these calls would be lost.

use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use super::print::print;
use crate::inspect::lock::{self, DEFAULT_FILE, LockError};
use ivr_runtime::{call::Dialog, cli::USED_WRONGLY, description::Description, tree::PhoneTree};

/// Returns the command and its arguments.
pub(crate) fn command() -> Command {
    let file = Arg::new("file")
        .value_name("FILE")
        .value_parser(value_parser!(PathBuf))
        .default_value(DEFAULT_FILE)
        .help("The lock file, to be committed");
    let check = Arg::new("check")
        .long("check")
        .action(ArgAction::SetTrue)
        .help("Only checks; exits with 1 if calls of the locked version would be stranded or misled");
    let breaking = Arg::new("breaking")
        .long("breaking")
        .action(ArgAction::SetTrue)
        .conflicts_with("check")
        .help("Writes the file even if calls of the locked version would be stranded or misled");
    Command::new("lock")
        .about(
            "Writes the tree to a lock file, unless this version would strand or mislead calls in progress",
        )
        .arg(file)
        .arg(check)
        .arg(breaking)
}

/// Compares the tree with the file and writes it. Exits with 1 if calls would be stranded or misled, and with 2 if
/// the file is invalid.
pub(crate) fn run<T: PhoneTree>(dialog: &Dialog<T>, matches: &ArgMatches) -> ExitCode {
    let Some(path) = matches.get_one::<PathBuf>("file") else { return ExitCode::from(USED_WRONGLY) };
    let mode = match (matches.get_flag("check"), matches.get_flag("breaking")) {
        (true, _) => Mode::Check,
        (false, true) => Mode::Breaking,
        (false, false) => Mode::Write,
    };
    match carry_out(path, dialog.description(), mode) {
        Ok(text) => print(&text),
        Err(LockError::Breaking(why)) => {
            eprint!("{why}{}", mode.advice());
            ExitCode::FAILURE
        }
        Err(error @ LockError::Unreadable(_)) => {
            eprintln!("error: {error}");
            ExitCode::from(USED_WRONGLY)
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Mode {
    Write,
    Check,
    Breaking,
}

impl Mode {
    /// Returns what to do about calls that would be lost.
    fn advice(self) -> &'static str {
        match self {
            Self::Check | Self::Breaking => "",
            Self::Write => {
                "Nothing was written. Add `was OldName` to a renamed state; `lock --breaking` accepts the rest.\n"
            }
        }
    }
}

fn carry_out(path: &Path, tree: &Description, mode: Mode) -> Result<String, LockError> {
    let shown = path.display();
    let locked = match fs::exists(path) {
        Ok(false) if mode != Mode::Check => None,
        Ok(_) | Err(_) => Some(lock::read(path)?),
    };
    if let Some(locked) = locked {
        if locked == *tree {
            return Ok(format!("{shown} is up to date\n"));
        }
        match mode {
            Mode::Check => return lock::check(&locked, tree).map(|diff| diff.to_string()),
            Mode::Write => drop(lock::check(&locked, tree)?),
            Mode::Breaking => {}
        }
    }
    let mut text = tree.to_json_pretty();
    text.push('\n');
    match fs::write(path, text) {
        Ok(()) => Ok(format!("wrote {shown}\n")),
        Err(error) => Err(LockError::Unreadable(format!("cannot write {shown}: {error}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::Acme;

    /// A lock file of its own, removed at the end of its test.
    struct Locked(PathBuf);

    impl Locked {
        fn new(name: &str) -> Self {
            Self(std::env::temp_dir().join(format!("ivr-lock-{name}-{}.lock", std::process::id())))
        }

        fn lock(&self, tree: &Description, mode: Mode) -> Result<String, LockError> {
            carry_out(&self.0, tree, mode)
        }
    }

    impl Drop for Locked {
        fn drop(&mut self) {
            let _ = fs::remove_file(&self.0);
        }
    }

    fn acme() -> Description {
        Dialog::<Acme>::new().unwrap().description().clone()
    }

    fn without_support() -> Description {
        let mut tree = acme();
        tree.states.remove(5);
        tree
    }

    #[test]
    fn a_tree_is_written_and_is_up_to_date_then() {
        let file = Locked::new("written");
        assert!(file.lock(&acme(), Mode::Write).unwrap().starts_with("wrote "));
        assert_eq!(lock::read(&file.0), Ok(acme()));
        for mode in [Mode::Write, Mode::Check, Mode::Breaking] {
            assert!(file.lock(&acme(), mode).unwrap().ends_with(" is up to date\n"), "{mode:?}");
        }
    }

    #[test]
    fn a_version_that_strands_calls_is_written_only_as_a_breaking_one() {
        let file = Locked::new("breaking");
        file.lock(&acme(), Mode::Write).unwrap();
        let lost = "Calls in progress would be stranded:\n  state Support is gone: calls waiting there would be stranded\n";
        for mode in [Mode::Write, Mode::Check] {
            let Err(LockError::Breaking(why)) = file.lock(&without_support(), mode) else {
                panic!("{mode:?}")
            };
            assert!(why.starts_with(lost), "{why}");
            assert_eq!(lock::read(&file.0), Ok(acme()));
        }
        file.lock(&without_support(), Mode::Breaking).unwrap();
        assert_eq!(lock::read(&file.0), Ok(without_support()));
    }

    #[test]
    fn other_words_are_told_and_written() {
        let file = Locked::new("words");
        let mut tree = acme();
        tree.states[0].lines.clear();
        file.lock(&acme(), Mode::Write).unwrap();
        assert!(file.lock(&tree, Mode::Check).unwrap().contains("Greeting: the caller no longer hears"));
        assert_eq!(lock::read(&file.0), Ok(acme()));
        file.lock(&tree, Mode::Write).unwrap();
        assert_eq!(lock::read(&file.0), Ok(tree));
    }

    #[test]
    fn a_file_that_is_missing_or_of_something_else_is_refused() {
        let file = Locked::new("foreign");
        assert!(matches!(file.lock(&acme(), Mode::Check), Err(LockError::Unreadable(_))));
        fs::write(&file.0, "version = 4").unwrap();
        for mode in [Mode::Write, Mode::Check, Mode::Breaking] {
            assert!(matches!(file.lock(&acme(), mode), Err(LockError::Unreadable(_))), "{mode:?}");
        }
        assert_eq!(fs::read_to_string(&file.0).unwrap(), "version = 4");
    }
}
