//! The command line of a tree: `serve`, `doctor` and `health` of the runtime, and one file for each command that
//! shows a tree or tries it.

// A phone in the terminal.
mod call;

// Commands that show a tree, or what changed in it.
mod diff;
mod fallback;
mod graph;
mod lock;
mod paths;
mod print;
mod script;

// Commands that read events.
mod records;

use std::process::ExitCode;

use ivr_runtime::{
    cli::{AddedCommand, Additions},
    tree::PhoneTree,
};

use crate::dev;

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
///     ivr_tools::serve::<Acme>()
/// }
/// ```
#[must_use]
pub fn serve<T: PhoneTree<App = ()>>() -> ExitCode {
    run::<T>(())
}

/// Runs the command line of a tree with its app; see [`serve`].
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
///     ivr_tools::run::<Clinic>(Rooms { open: true })
/// }
/// ```
#[must_use]
pub fn run<T: PhoneTree>(app: T::App) -> ExitCode {
    let commands = vec![
        AddedCommand { command: call::command(), run: call::run::<T> },
        AddedCommand { command: graph::command(), run: |_, dialog, matches| graph::run(dialog, matches) },
        AddedCommand { command: script::command(), run: |_, dialog, matches| script::run(dialog, matches) },
        AddedCommand { command: paths::command(), run: |_, dialog, matches| paths::run(dialog, matches) },
        AddedCommand { command: diff::command(), run: |_, dialog, matches| diff::run(dialog, matches) },
        AddedCommand { command: lock::command(), run: |_, dialog, matches| lock::run(dialog, matches) },
        AddedCommand {
            command: fallback::command(),
            run: |_, dialog, matches| fallback::run(dialog, matches),
        },
        AddedCommand {
            command: records::report_command(),
            run: |_, dialog, matches| records::report(dialog, matches),
        },
        AddedCommand {
            command: records::replay_command(),
            run: |_, dialog, matches| records::replay(dialog, matches),
        },
    ];
    ivr_runtime::cli::run_with(app, &Additions { commands, develop: Some(dev::pages::<T>) })
}
