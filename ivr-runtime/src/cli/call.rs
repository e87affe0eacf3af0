//! `call`: a phone in the terminal, into the tree itself or to any other TwiML webhook.

use std::{
    any::TypeId,
    fs,
    io::{self, IsTerminal, Write},
    path::PathBuf,
    process::ExitCode,
};

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use super::USED_WRONGLY;
use crate::{
    call::Flow,
    config::{Host, Settings},
    phone::{Manner, Method, Number, Session, Stop, Terminal, written_test},
    router::{root, router},
    tree::PhoneTree,
};

const MOVES: &str = "\
Moves, one a line or one an argument:
  3, 12#          keys
  sales, '\"3\"'    words; quotes make words of what would be something else
  silence         nothing, as an empty line; silence... until somebody else has a turn
  answered, busy, no_answer, failed, cancelled    what came of a dial
  recorded, silent                                what came of a recording
  bridged, left, full, failed                     what came of a queue
  hang up         as the end of the input

Exit code: 0 when the call was carried through, 1 when it broke off, 2 when nobody waited for a move.";

/// The command and what it takes.
pub(crate) fn command() -> Command {
    let url = Arg::new("url").long("url").value_name("URL");
    let file = Arg::new("record").long("record").value_name("FILE").value_parser(value_parser!(PathBuf));
    let flag = |name: &'static str| Arg::new(name).long(name).action(ArgAction::SetTrue);
    Command::new("call")
        .about("A phone in the terminal: what is said is printed, keys and words are typed")
        .arg(Arg::new("moves").value_name("MOVE").num_args(0..).help("Plays these moves and exits"))
        .arg(url.help("Calls this TwiML webhook instead, signed when TWILIO_AUTH_TOKEN is set"))
        .arg(flag("get").requires("url").help("Asks the webhook by GET"))
        .arg(Arg::new("from").long("from").value_name("NUMBER").help("The number of the caller"))
        .arg(flag("requests").help("Prints the requests, too"))
        .arg(file.help("Writes the call to FILE as a test"))
        .after_help(MOVES)
}

/// Makes one call.
pub(crate) fn run<T: PhoneTree>(app: T::App, flow: &Flow<T>, matches: &ArgMatches) -> ExitCode {
    let session = match dial::<T>(app, matches) {
        Ok(session) => session,
        Err(why) => return wrong(&why),
    };
    let script = matches.get_many::<String>("moves");
    let states = flow.description().states.iter().map(|state| state.name.chars().count());
    let manner = Manner {
        interactive: script.is_none() && io::stdin().is_terminal() && io::stdout().is_terminal(),
        requests: matches.get_flag("requests"),
        width: if matches.contains_id("url") { 0 } else { states.max().unwrap_or(0) },
    };
    let mut terminal = Terminal::new(session, io::stdout(), manner);
    let carried = match script {
        Some(moves) => terminal.carry_through(moves.map(|line| Ok(line.clone()))),
        None => terminal.carry_through(io::stdin().lines()),
    };
    if let Some(path) = matches.get_one::<PathBuf>("record") {
        let (caller, tree) = beginning::<T>(matches);
        if let Err(error) = fs::write(path, written_test(terminal.transcript(), &caller, tree)) {
            return wrong(&format!("cannot write {}: {error}", path.display()));
        }
    }
    match carried {
        Err(Stop::Misfit(why)) => wrong(&why),
        // Whoever closes the pipe early has read enough.
        Err(Stop::Io(error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(Stop::Io(error)) => wrong(&error.to_string()),
        Ok(()) if terminal.fault().is_some() => ExitCode::FAILURE,
        Ok(()) => ExitCode::SUCCESS,
    }
}

/// The line to the tree in this process, or to the webhook of `--url`.
fn dial<T: PhoneTree>(app: T::App, matches: &ArgMatches) -> Result<Session, String> {
    let mut session = match matches.get_one::<String>("url") {
        Some(url) => {
            let mut number = Number::read(url).map_err(|fault| fault.to_string())?;
            if matches.get_flag("get") {
                number.method = Method::Get;
            }
            let mut session = Session::over_socket(number);
            let settings = Settings::from_env().check(Host::Ours).map_err(|mistakes| mistakes.to_string())?;
            if let Some(key) = settings.key {
                session.sign(key);
            }
            session
        }
        None => {
            let number = Number::read(&root::<T>()).map_err(|fault| fault.to_string())?;
            let router =
                router::<T>(app, &Settings::new().unsigned()).map_err(|mistakes| mistakes.to_string())?;
            Session::in_process(number, router)
        }
    };
    if let Some(from) = matches.get_one::<String>("from") {
        session.call_from(from);
    }
    Ok(session)
}

/// How the test of a recorded call begins, and the enum that its states are named by.
fn beginning<T: PhoneTree>(matches: &ArgMatches) -> (String, Option<&'static str>) {
    match matches.get_one::<String>("url") {
        Some(url) => (format!("ivr::phone::Caller::over_socket({url:?})"), None),
        None if TypeId::of::<T::App>() == TypeId::of::<()>() => {
            (format!("ivr::phone::call::<{0}>()", T::NAME), Some(T::NAME))
        }
        None => (format!("ivr::phone::call_with::<{0}>(app())", T::NAME), Some(T::NAME)),
    }
}

/// Says what was used wrongly.
fn wrong(why: &str) -> ExitCode {
    // There is nobody left to tell when this fails.
    let _ = writeln!(io::stderr(), "{why}");
    ExitCode::from(USED_WRONGLY)
}
