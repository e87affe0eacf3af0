//! `call`: a phone in the terminal that calls the tree itself or any other TwiML webhook.

use std::{
    fs,
    io::{self, ErrorKind, IsTerminal, Write},
    path::PathBuf,
    process::ExitCode,
};

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use crate::simulator::{
    InputMode, Method, Moves, Number, Session, Socket, Start, Stop, Terminal, Told, beginning, status_path,
    written_test,
};
use ivr_core::hours::LocalTime;
use ivr_runtime::{
    call::Dialog,
    cli::{
        USED_WRONGLY,
        serve::{prompts, renamed, spoken},
    },
    config::{Host, Settings},
    description::Description,
    router::{root, router},
    signature::{Key, Keyring},
    tree::PhoneTree,
    trial::{self, Clock},
};

const MOVES: &str = "\
Moves, one per line or argument:
  3, 12#          keys
  sales, '\"3\"'    words; in quotes, text that would otherwise be another move
  silence         no input, like an empty line; silence... until the call ends or dials
  answered, busy, no_answer, failed, canceled    the outcome of a dial
  recorded, silence                               the outcome of a recording
  bridged, left, full, failed                     the outcome of a queue
  hang up         the same as the end of the input

Exit code: 0 if the call was completed, 1 if it failed, 2 if the call did not expect a move.";

/// The variable from which a recorded test reads its URL if the URL contains a password.
const CALLED_URL: &str = "IVR_CALLED_URL";

/// Returns the command and its arguments.
pub(crate) fn command() -> Command {
    let url = Arg::new("url").long("url").value_name("URL");
    let via = Arg::new("via").long("via").value_name("HOST:PORT").requires("url");
    let trusted = Arg::new("ca").long("ca").value_name("FILE").requires("url").conflicts_with("via");
    let file = Arg::new("record").long("record").value_name("FILE").value_parser(value_parser!(PathBuf));
    let at = Arg::new("at").long("at").value_name("TIME").conflicts_with("url");
    let at = at.value_parser(|time: &str| time.parse::<LocalTime>());
    let flag = |name: &'static str| Arg::new(name).long(name).action(ArgAction::SetTrue);
    Command::new("call")
        .about("Calls the tree from the terminal: prints what is said, and reads keys and speech")
        .arg(Arg::new("moves").value_name("MOVE").num_args(0..).help("Plays these moves and exits"))
        .arg(url.help("Calls this TwiML webhook instead, signed if TWILIO_AUTH_TOKEN is set; user:password@ is sent if the server asks for it"))
        .arg(via.help("Connects to this address instead of the host of the URL, such as a server behind a tunnel or proxy"))
        .arg(
            trusted
                .value_parser(value_parser!(PathBuf))
                .help("Trusts these certificates (PEM) for https:// instead of the public ones"),
        )
        .arg(flag("get").requires("url").help("Sends GET requests"))
        .arg(Arg::new("from").long("from").value_name("NUMBER").help("The number of the caller"))
        .arg(
            Arg::new("tell")
                .long("tell")
                .value_name("FIELD=VALUE")
                .action(ArgAction::Append)
                .help("A field of Twilio's requests: CallerName, ForwardedFrom, AnsweredBy, StirVerstat or SipHeader_X-…"),
        )
        .arg(
            Arg::new("param")
                .long("param")
                .value_name("NAME=VALUE")
                .action(ArgAction::Append)
                .help("A query parameter of the webhook"),
        )
        .arg(
            Arg::new("start")
                .long("start")
                .value_name("NAME")
                .conflicts_with("url")
                .help("Begins at the start of this name"),
        )
        .arg(
            Arg::new("with")
                .long("with")
                .value_name("FIELD=VALUE")
                .action(ArgAction::Append)
                .requires("start")
                .help("A field of the request to the start"),
        )
        .arg(at.help("Calls at this time, \"2026-12-24 15:59\", in the zone of the tree's hours"))
        .arg(flag("requests").help("Also prints the requests"))
        .arg(prompts().conflicts_with("url"))
        .arg(renamed("words", "prompts"))
        .arg(spoken().conflicts_with("url"))
        .arg(file.help("Writes the call to FILE as a test"))
        .after_help(MOVES)
}

/// Makes one call.
pub(crate) fn run<T: PhoneTree>(app: T::App, dialog: &Dialog<T>, matches: &ArgMatches) -> ExitCode {
    carry_through::<T>(app, dialog, matches, io::stdout()).unwrap_or_else(|why| {
        eprintln!("error: {why}");
        ExitCode::from(USED_WRONGLY)
    })
}

/// Makes a call, prints it to `out`, and returns the exit code or why the command was used incorrectly.
fn carry_through<T: PhoneTree>(
    app: T::App,
    dialog: &Dialog<T>,
    matches: &ArgMatches,
    out: impl Write,
) -> Result<ExitCode, String> {
    let script = matches.get_many::<String>("moves");
    let states = dialog.description().states.iter().map(|state| state.name.chars().count());
    let mode = InputMode {
        moves: match &script {
            Some(_) => Moves::Script,
            None if io::stdin().is_terminal() => Moves::Typed,
            None => Moves::Piped,
        },
        requests: matches.get_flag("requests"),
        width: if matches.contains_id("url") { 0 } else { states.max().unwrap_or(0) },
    };
    let start = start(dialog.description(), matches)?;
    let mut terminal = Terminal::new(dial::<T>(app, dialog, &start, matches)?, out, mode);
    let carried = match script {
        Some(moves) => terminal.carry_through(moves.map(|line| Ok(line.clone()))),
        None => terminal.carry_through(io::stdin().lines()),
    };
    if let Some(path) = matches.get_one::<PathBuf>("record") {
        let (caller, tree) = begins::<T>(&start, terminal.began(), matches);
        let test = written_test(terminal.transcript(), &caller, tree);
        fs::write(path, test).map_err(|error| format!("cannot write {}: {error}", path.display()))?;
    }
    match carried {
        Ok(()) if terminal.alert().is_some() => Ok(ExitCode::FAILURE),
        Ok(()) => Ok(ExitCode::SUCCESS),
        // The reader of the pipe has closed it, as `head` does.
        Err(Stop::Io(error)) if error.kind() == ErrorKind::BrokenPipe => Ok(ExitCode::SUCCESS),
        Err(Stop::Io(error)) => Err(error.to_string()),
        Err(Stop::UnexpectedAct(why)) => Err(why),
    }
}

/// Returns where the call begins.
fn start(tree: &Description, matches: &ArgMatches) -> Result<Start, String> {
    let Some(name) = matches.get_one::<String>("start") else { return Ok(Start::default()) };
    Start::named(tree, name, pairs(matches, "with")?)
}

/// Returns the values of a flag that takes `NAME=VALUE`.
fn pairs<'m>(matches: &'m ArgMatches, flag: &str) -> Result<Vec<(&'m str, &'m str)>, String> {
    let given = matches.get_many::<String>(flag).into_iter().flatten();
    let pair = |pair: &'m String| {
        let lacks = || format!("`{pair}` has no `=`: write `--{flag} NAME=VALUE`");
        pair.split_once('=').ok_or_else(lacks)
    };
    given.map(pair).collect()
}

/// Returns what Twilio reports about the call.
fn told(matches: &ArgMatches) -> Result<Told, String> {
    let mut told = Told::default();
    for (name, value) in pairs(matches, "tell")? {
        if !Told::is_known(name) {
            return Err(format!(
                "Twilio sends no `{name}`, but CallerName, ForwardedFrom, AnsweredBy, StirVerstat and SipHeader_X-…"
            ));
        }
        told.field(name, value);
    }
    pairs(matches, "param")?.into_iter().for_each(|(name, value)| told.param(name, value));
    Ok(told)
}

/// Returns the line to the tree in this process, or to the webhook of `--url`.
fn dial<T: PhoneTree>(
    app: T::App,
    dialog: &Dialog<T>,
    start: &Start,
    matches: &ArgMatches,
) -> Result<Session, String> {
    let began = time_of_call(dialog, matches)?;
    let mut session = match matches.get_one::<String>("url") {
        Some(url) => outside(url, matches)?,
        None => {
            let number = start.number(&root::<T>()).map_err(|alert| alert.to_string())?;
            let router = router::<T>(app, &rehearsal(&Settings::from_env(), matches));
            let mut session = Session::in_process(number, router.map_err(|errors| errors.to_string())?);
            if let Some(path) = status_path::<T>() {
                session.tell_status(&path).map_err(|alert| alert.to_string())?;
            }
            session
        }
    };
    if let Some(from) = matches.get_one::<String>("from") {
        session.call_from(from);
    }
    session.tell(told(matches)?);
    if let Some(began) = began {
        session.set_clock(Clock::At { began, passed: 0 });
    }
    Ok(session)
}

/// Returns when the call begins, if its tree has hours.
fn time_of_call<T: PhoneTree>(dialog: &Dialog<T>, matches: &ArgMatches) -> Result<Option<LocalTime>, String> {
    let at = matches.get_one::<LocalTime>("at").copied();
    if at.is_some() && dialog.description().hours.is_empty() {
        return Err(format!("`--at` is for a tree with `hours`, and {} has none", T::NAME));
    }
    let now = || trial::local_time(dialog.description()).filter(|_| !matches.contains_id("url"));
    Ok(at.or_else(now))
}

/// Returns the settings of a rehearsal with the prompt file of the arguments or the environment.
fn rehearsal(set: &Settings, matches: &ArgMatches) -> Settings {
    let mut settings = Settings::rehearsal();
    let named = matches.get_one::<String>("prompts").cloned();
    if let Some(file) = named.or_else(|| set.prompts_file().map(|path| path.display().to_string())) {
        settings = settings.prompts(&file);
    }
    if matches.get_flag("spoken") || set.is_spoken() { settings.spoken() } else { settings }
}

fn outside(url: &str, matches: &ArgMatches) -> Result<Session, String> {
    let mut number = Number::read(url).map_err(|alert| alert.to_string())?;
    if matches.get_flag("get") {
        number.method = Method::Get;
    }
    let (via, trusted) = (matches.get_one("via").cloned(), matches.get_one("ca").cloned());
    let mut session = Session::over_socket(number, Socket { via, trusted });
    let settings = Settings::from_env();
    // Only the keys are needed, so a setup that would require `--unsigned` is accepted.
    let checked = settings.check(Host::Ours).or_else(|_| settings.unsigned().check(Host::Ours));
    let keys = checked.map_err(|errors| errors.to_string())?.keys;
    if let Some(key) = signing_key(&keys, session.account_sid())? {
        session.sign(key);
    }
    Ok(session)
}

/// Returns the key that signs a call of this account, if any secret is set.
fn signing_key(keys: &Keyring, account: &str) -> Result<Option<Key>, String> {
    match keys.signing(account) {
        Some(key) => Ok(Some(key)),
        None if keys.is_empty() => Ok(None),
        None => Err(format!(
            "the requests cannot be signed: no token is set for the account `{account}` of the simulated \
             phone; set TWILIO_AUTH_TOKEN to a token without `AC…=`"
        )),
    }
}

/// Returns how the test of a recorded call begins, and the enum of its states.
fn begins<T: PhoneTree>(
    start: &Start,
    began: Option<LocalTime>,
    matches: &ArgMatches,
) -> (String, Option<&'static str>) {
    match matches.get_one::<String>("url") {
        // A generated test must not contain the password of the URL.
        Some(url) if Number::read(url).is_ok_and(|number| number.url.credentials().is_some()) => {
            (format!("ivr::phone::Caller::over_socket(&std::env::var({CALLED_URL:?}).unwrap())"), None)
        }
        Some(url) => (format!("ivr::phone::Caller::over_socket({url:?})"), None),
        None => {
            let at = began.map_or_else(String::new, |began| format!(".calls_at(\"{began}\")"));
            let told = told(matches).map_or_else(|_| String::new(), |told| told.written());
            (format!("{}{at}{told}", beginning::<T>(start)), Some(T::NAME))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::Acme;
    use ivr_runtime::tree::{Action, Ending, Event, Transition};

    /// What a call with these arguments prints, and how it ends.
    fn call(arguments: &[&str]) -> (Result<ExitCode, String>, String) {
        let arguments = ["call"].iter().chain(arguments);
        let matches = command().try_get_matches_from(arguments).unwrap();
        let mut printed = Vec::new();
        let code = carry_through::<Acme>((), &Dialog::new().unwrap(), &matches, &mut printed);
        (code, String::from_utf8(printed).unwrap())
    }

    #[test]
    fn a_script_calls_the_tree_itself() {
        let (code, printed) = call(&["3", "silence", "\"sales\"", "recorded"]);
        assert_eq!(code, Ok(ExitCode::SUCCESS));
        assert!(printed.contains(" 0:14  Menu       > 3\n"), "{printed}");
        assert!(printed.ends_with("  the call is over\n"), "{printed}");
        assert!(!printed.contains("POST"), "{printed}");
    }

    #[test]
    fn a_start_that_the_tree_does_not_have_is_named() {
        let (code, printed) = call(&["--start", "night", "3"]);
        assert_eq!((code, &*printed), (Err("Acme has no start with a name".to_owned()), ""));
        assert!(
            command().try_get_matches_from(["call", "--with", "a=b"]).is_err(),
            "`--with` needs `--start`"
        );
    }

    #[test]
    fn requests_are_printed_when_they_are_asked_for() {
        let (_, printed) = call(&["--requests", "3"]);
        assert!(printed.contains("[POST /acme/Menu] Digits=3\n"), "{printed}");
    }

    /// Says goodbye with a recording that has words.
    #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
    struct Goodbye;

    impl PhoneTree for Goodbye {
        type App = ();
        type Data = ();
        const NAME: &'static str = "Bye";
        const DESCRIPTION: &'static str = r#"{"name":"Bye","language":"en-US","starts":[{"state":"Goodbye"}],
            "audio":"https://prompts.example/","states":[{"name":"Goodbye","verb":"hangup",
            "lines":[{"play":{"url":"bye.mp3","text":"Goodbye, dear caller."}}]}]}"#;
        const ACTIONS: &'static [Action<Self>] = &[];

        fn states() -> &'static [Self] {
            &[Self]
        }

        fn index(self) -> usize {
            0
        }

        fn name(self) -> &'static str {
            "Goodbye"
        }

        fn next(self, _: Event) -> Transition<Self> {
            Transition::End(Ending::Hangup)
        }
    }

    #[test]
    fn the_words_of_recordings_are_said_when_they_are_asked_for() {
        let printed = |settings: &Settings, arguments: &[&str]| {
            let matches = command().try_get_matches_from(["call"].iter().chain(arguments)).unwrap();
            let router = router::<Goodbye>((), &rehearsal(settings, &matches)).unwrap();
            let mut session = Session::in_process(Number::read("/bye").unwrap(), router);
            session.settle();
            session.transcript().to_string()
        };
        let (played, said) = ("[plays https://prompts.example/bye.mp3]", "“Goodbye, dear caller.”");
        assert!(printed(&Settings::new(), &[]).contains(played));
        assert!(printed(&Settings::new(), &["--spoken"]).contains(said));
        assert!(printed(&Settings::new().spoken(), &[]).contains(said));
    }

    #[test]
    fn a_move_that_nobody_waits_for_is_wrong_use() {
        let (code, _) = call(&["busy"]);
        assert!(code.unwrap_err().starts_with("nobody waits for the move `busy`"));
    }

    #[test]
    fn a_call_that_cannot_be_signed_is_refused_and_not_made_unsigned() {
        let account = "AC00000000000000000000000000000000";
        let key = |settings: Settings| {
            let keys = settings.check(Host::Theirs).unwrap().keys;
            signing_key(&keys, account).map(|key| key.map(|key| key.sign("https://a.example/", &[])))
        };
        let signed = Ok(Some(Key::new("12345").sign("https://a.example/", &[])));
        assert_eq!(key(Settings::new().auth_token("12345")), signed);
        assert_eq!(key(Settings::new().auth_token(&format!("other,{account}=12345"))), signed);
        assert_eq!(key(Settings::new().unsigned()), Ok(None));
        let shared =
            signing_key(&Settings::new().shared_key("secret").check(Host::Theirs).unwrap().keys, account);
        assert_eq!(
            shared.unwrap().unwrap().settings(),
            Some("key=WK00000000000000000000000000000000,algorithm=HMAC_SHA256")
        );
        let why = key(Settings::new().auth_token("AC00000000000000000000000000000001=12345")).unwrap_err();
        assert!(why.contains("cannot be signed") && !why.contains("12345"), "{why}");
    }

    #[test]
    fn a_url_that_is_none_is_wrong_use() {
        let (code, _) = call(&["--url", "localhost", "3"]);
        assert!(code.unwrap_err().contains("`localhost` is not a URL"));
    }

    #[test]
    fn a_webhook_that_is_not_there_breaks_the_call_off() {
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let (code, printed) = call(&["--url", &format!("http://{free}/webhook"), "3"]);
        assert_eq!(code, Ok(ExitCode::FAILURE));
        assert!(printed.contains("! error 11202: no connection"), "{printed}");
    }

    #[test]
    fn a_password_in_the_url_is_not_written_into_the_test() {
        let began = |url: &str| {
            let matches = command().try_get_matches_from(["call", "--url", url]).unwrap();
            begins::<Acme>(&Start::default(), None, &matches).0
        };
        assert_eq!(
            began("https://a.example/line"),
            r#"ivr::phone::Caller::over_socket("https://a.example/line")"#
        );
        for url in ["https://user:secret@a.example/line", "https://secret@a.example/line"] {
            let test = began(url);
            assert!(test.contains("env::var") && !test.contains("secret"), "{test}");
        }
    }

    #[test]
    fn a_call_is_written_down_as_a_test() {
        let path = std::env::temp_dir().join(format!("ivr-call-{}.rs", std::process::id()));
        let (code, _) = call(&["--record", path.to_str().unwrap(), "3"]);
        let test = fs::read_to_string(&path);
        fs::remove_file(&path).unwrap();
        assert_eq!(code, Ok(ExitCode::SUCCESS));
        let test = test.unwrap();
        assert!(
            test.contains("ivr::phone::call::<Acme>()\n        .hears(\"Welcome to ACME, Inc.\")"),
            "{test}"
        );
        assert!(test.contains(".at(Acme::Menu)\n        .press(\"3\")"), "{test}");
    }
}
