//! The command line of a tree: `fn main() -> ExitCode { ivr::serve::<Acme>() }`.
//!
//! Every command has its own file with its arguments and its implementation. This file only lists them.

// The command that serves a tree.
mod listen;
pub mod serve;
mod wire;

// An HTTP client.
mod client;

// The command that asks a running server for its health.
mod health;

// The command that checks the settings.
mod doctor;

use std::{fmt, process::ExitCode};

use clap::{ArgMatches, Command};

use crate::{
    dialog::{call::Dialog, tree::PhoneTree},
    service::development::Develop,
};

/// The exit code for wrong usage.
pub const USED_WRONGLY: u8 = 2;

/// Runs the command line of a tree without an app.
///
/// Without arguments it serves the tree; `--help` lists the commands. The exit code is 0 on success, 1 on a negative
/// result, and 2 on wrong usage.
///
/// ```no_run
/// # use ivr_runtime::tree::*;
/// # #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)] enum Acme { Goodbye }
/// # impl PhoneTree for Acme { type App = (); type Data = (); const NAME: &'static str = "Acme";
/// #   const DESCRIPTION: &'static str = r#"{"name":"Acme","language":"en-US","starts":[{"state":"Goodbye"}],"states":[{"name":"Goodbye","verb":"hangup"}]}"#;
/// #   const ACTIONS: &'static [Action<Self>] = &[];
/// #   fn states() -> &'static [Self] { &[Acme::Goodbye] }
/// #   fn index(self) -> usize { 0 } fn name(self) -> &'static str { "Goodbye" }
/// #   fn next(self, _: Event) -> Transition<Self> { Transition::End(Ending::Hangup) } }
/// fn main() -> std::process::ExitCode {
///     ivr_runtime::serve::<Acme>()
/// }
/// ```
#[must_use]
pub fn serve<T: PhoneTree<App = ()>>() -> ExitCode {
    run::<T>(())
}

/// Runs the command line of a tree with its app.
///
/// ```no_run
/// # use ivr_runtime::tree::*;
/// # #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)] enum Clinic { Goodbye }
/// # impl PhoneTree for Clinic { type App = Rooms; type Data = (); const NAME: &'static str = "Clinic";
/// #   const DESCRIPTION: &'static str = r#"{"name":"Clinic","language":"en-US","starts":[{"state":"Goodbye"}],"states":[{"name":"Goodbye","verb":"hangup"}]}"#;
/// #   const ACTIONS: &'static [Action<Self>] = &[];
/// #   fn states() -> &'static [Self] { &[Clinic::Goodbye] }
/// #   fn index(self) -> usize { 0 } fn name(self) -> &'static str { "Goodbye" }
/// #   fn next(self, _: Event) -> Transition<Self> { Transition::End(Ending::Hangup) } }
/// struct Rooms {
///     open: bool,
/// }
///
/// fn main() -> std::process::ExitCode {
///     ivr_runtime::run::<Clinic>(Rooms { open: true })
/// }
/// ```
#[must_use]
pub fn run<T: PhoneTree>(app: T::App) -> ExitCode {
    run_with::<T>(app, &Additions::default())
}

/// What a program adds to the command line of this crate.
#[derive(Debug)]
pub struct Additions<T: PhoneTree> {
    /// Commands in addition to `serve`, `doctor` and `health`.
    pub commands: Vec<AddedCommand<T>>,
    /// Development pages, which are served if the settings allow it.
    pub develop: Option<Develop<T>>,
}

impl<T: PhoneTree> Default for Additions<T> {
    fn default() -> Self {
        Self { commands: Vec::new(), develop: None }
    }
}

/// A command that this crate does not contain.
pub struct AddedCommand<T: PhoneTree> {
    /// Its name and arguments.
    pub command: Command,
    /// Runs it.
    pub run: fn(T::App, &Dialog<T>, &ArgMatches) -> ExitCode,
}

impl<T: PhoneTree> fmt::Debug for AddedCommand<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("AddedCommand").field(&self.command.get_name()).finish()
    }
}

/// Runs the command line of a tree with the additions of a program.
#[must_use]
pub fn run_with<T: PhoneTree>(app: T::App, additions: &Additions<T>) -> ExitCode {
    let dialog = match Dialog::<T>::new() {
        Ok(dialog) => dialog,
        Err(mismatch) => {
            eprintln!("error: {mismatch}");
            return ExitCode::FAILURE;
        }
    };
    match command::<T>(&dialog, &additions.commands).try_get_matches() {
        Ok(matches) => dispatch(app, dialog, &matches, additions),
        Err(refusal) => {
            // Help and version are reported in this way, too. If printing fails, there is no other output to use.
            let _ = refusal.print();
            if refusal.use_stderr() { ExitCode::from(USED_WRONGLY) } else { ExitCode::SUCCESS }
        }
    }
}

fn command<T: PhoneTree>(dialog: &Dialog<T>, added: &[AddedCommand<T>]) -> Command {
    let docs = dialog.description().docs.clone().unwrap_or_else(|| format!("The phone tree {}", T::NAME));
    Command::new(T::NAME)
        .about(docs)
        .args(serve::arguments())
        .args_conflicts_with_subcommands(true)
        .subcommand(serve::command())
        .subcommands(added.iter().map(|added| added.command.clone()))
        .subcommand(doctor::command())
        .subcommand(health::command())
}

fn dispatch<T: PhoneTree>(
    app: T::App,
    dialog: Dialog<T>,
    matches: &ArgMatches,
    additions: &Additions<T>,
) -> ExitCode {
    match matches.subcommand() {
        Some(("doctor", matches)) => doctor::run(&dialog, matches),
        Some(("health", matches)) => health::run(matches),
        Some(("serve", matches)) => serve::run(app, dialog, matches, additions.develop),
        Some((name, matches)) => {
            match additions.commands.iter().find(|added| added.command.get_name() == name) {
                Some(added) => (added.run)(app, &dialog, matches),
                None => ExitCode::from(USED_WRONGLY),
            }
        }
        None => serve::run(app, dialog, matches, additions.develop),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::Acme;

    fn acme() -> Command {
        command(&Dialog::<Acme>::new().unwrap(), &[])
    }

    #[test]
    fn the_command_line_is_sound() {
        acme().debug_assert();
    }

    #[test]
    fn serving_needs_no_word_and_its_arguments_none_either() {
        for line in [&["acme", "--bind", "127.0.0.1:0"][..], &["acme", "serve", "--bind", "127.0.0.1:0"]] {
            let matches = acme().try_get_matches_from(line).unwrap();
            let matches = matches.subcommand().map_or(&matches, |(_, matches)| matches);
            assert_eq!(matches.get_one::<String>("bind").unwrap(), "127.0.0.1:0");
        }
        assert!(acme().try_get_matches_from(["acme", "--bind", "127.0.0.1:0", "doctor"]).is_err());
    }

    #[test]
    fn help_names_the_tree_in_the_words_of_its_author() {
        assert!(acme().render_help().to_string().starts_with("The front desk of ACME, Inc."));
    }
}
