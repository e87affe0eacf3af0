//! `count`: user instructions and allocations of one request, by callgrind. They do not depend on the load of the
//! machine, so they are recorded in `counts.md`, and `count --check` fails if one has grown.

use std::{
    fs,
    io::{Read as _, Write as _},
    net::TcpStream,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use crate::{
    callgrind::Profile,
    question::{Form, Question, TOKEN},
    server::{Server, UNSIGNED, build_acme, pinned},
};

const CONNECTIONS: usize = 64;

/// Requests on each connection in the shorter of two runs. What both runs do once, such as starting, cancels out.
const ROUNDS: usize = 10;

/// How much a count may grow before the check fails.
const TOLERANCE: f64 = 1.03;

/// How long an answer may take on a busy machine under valgrind.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(60);

const HEADER: &str = "\
| request | instructions | allocations |
|---|--:|--:|
";

struct Case {
    name: &'static str,
    question: Question,
    form: Form,
    server: Kind,
}

/// What is asked.
enum Kind {
    Acme {
        options: &'static [&'static str],
        token: Option<&'static str>,
    },
    /// A server of this program.
    Bare(&'static str),
}

const PROXIED: Kind = Kind::Acme { options: UNSIGNED, token: None };
const SIGNED: Kind = Kind::Acme { options: &[], token: Some(TOKEN) };
const DEVELOPMENT: Kind = Kind::Acme { options: &[], token: None };

const fn case(name: &'static str, question: Question, form: Form, server: Kind) -> Case {
    Case { name, question, form, server }
}

const CASES: [Case; 9] = [
    case("new call, unsigned", Question::Call, Form::Five, PROXIED),
    case("key, unsigned", Question::Key, Form::Five, PROXIED),
    case("key, signed, 5 fields", Question::Key, Form::Five, SIGNED),
    case("key, signed, 32 fields", Question::Key, Form::Full, SIGNED),
    case("key, development pages", Question::Key, Form::Five, DEVELOPMENT),
    case("hyper, constant response", Question::Key, Form::Five, Kind::Bare("hyper")),
    case("axum, constant response", Question::Key, Form::Five, Kind::Bare("axum")),
    case("axum, form of 5 fields read into a struct", Question::Key, Form::Five, Kind::Bare("form")),
    case("axum, form of 32 fields read into a struct", Question::Key, Form::Full, Kind::Bare("form")),
];

#[derive(Clone, Copy, Debug)]
struct Count {
    instructions: f64,
    allocations: f64,
}

/// Counts every case, prints the table, and checks it or keeps it.
pub(crate) fn run(arguments: &[String]) -> Result<(), String> {
    let acme = build_acme()?;
    let mut counted = Vec::new();
    for case in &CASES {
        counted.push((case.name, count(case, &acme)?));
    }
    let table = table(&counted);
    println!("{table}");
    match arguments.first().map(String::as_str) {
        None => Ok(()),
        Some("--write") => fs::write(path(), table).map_err(|error| error.to_string()),
        Some("--check") => check(&counted, &fs::read_to_string(path()).map_err(|error| error.to_string())?),
        Some(other) => Err(format!("there is no `{other}`; there are --check and --write")),
    }
}

fn path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("counts.md")
}

fn table(counted: &[(&'static str, Count)]) -> String {
    let row = |(name, count): &(&str, Count)| {
        format!("| {name} | {:.0} | {:.1} |\n", count.instructions, count.allocations)
    };
    HEADER.to_owned() + &counted.iter().map(row).collect::<String>()
}

/// Compares with the counts that are kept; every one that has grown is named.
fn check(counted: &[(&'static str, Count)], kept: &str) -> Result<(), String> {
    let mut grown = Vec::new();
    for (name, now) in counted {
        let before = kept_count(kept, name).ok_or_else(|| format!("counts.md has no row `{name}`"))?;
        if now.instructions > before.instructions * TOLERANCE {
            grown.push(format!(
                "{name}: {:.0} instructions, {:.0} before",
                now.instructions, before.instructions
            ));
        }
        // One more allocation per request fails. Rare ones, such as a growing buffer, are rounded away.
        if now.allocations > before.allocations + 0.5 {
            grown.push(format!(
                "{name}: {:.1} allocations, {:.1} before",
                now.allocations, before.allocations
            ));
        }
    }
    if grown.is_empty() { Ok(()) } else { Err(grown.join("\n")) }
}

fn kept_count(kept: &str, name: &str) -> Option<Count> {
    let row = kept.lines().find_map(|line| line.strip_prefix(&format!("| {name} | ")))?;
    let (instructions, allocations) = row.trim_end_matches(" |").split_once(" | ")?;
    Some(Count { instructions: instructions.parse().ok()?, allocations: allocations.parse().ok()? })
}

/// The difference of two runs, one with twice as many requests.
fn count(case: &Case, acme: &Path) -> Result<Count, String> {
    let (once, twice) = (profile(case, acme, ROUNDS)?, profile(case, acme, 2 * ROUNDS)?);
    let requests = (CONNECTIONS * ROUNDS) as f64;
    let per_request = |of: fn(&Profile) -> u64| (of(&twice) as f64 - of(&once) as f64) / requests;
    Ok(Count {
        instructions: per_request(|profile| profile.instructions),
        allocations: per_request(|profile| profile.allocations),
    })
}

fn profile(case: &Case, acme: &Path, rounds: usize) -> Result<Profile, String> {
    let out = std::env::temp_dir().join(format!("ivr-count-{}-{rounds}.callgrind", std::process::id()));
    let mut command = pinned(Path::new("valgrind"), "0");
    command.arg("--tool=callgrind").arg(format!("--callgrind-out-file={}", out.display()));
    let server = match case.server {
        Kind::Acme { options, token } => {
            command.arg(acme);
            Server::acme(case.name, command, options, token)?
        }
        Kind::Bare(kind) => {
            command.arg(std::env::current_exe().map_err(|error| error.to_string())?);
            Server::bare(case.name, command, kind)?
        }
    };
    let asked = ask(&server, case, rounds);
    server.stop();
    asked.map_err(|error| format!("{}: {error}", case.name))?;
    let read = fs::read_to_string(&out).map_err(|error| format!("callgrind left no profile: {error}"));
    let _ = fs::remove_file(&out);
    Profile::read(&read?).ok_or_else(|| "the profile of callgrind has no total".into())
}

/// Each connection is asked once in a round, and all are asked before any answer is read.
fn ask(server: &Server, case: &Case, rounds: usize) -> Result<(), String> {
    let request = case.question.request(server.path(case.question), case.form);
    let mut connections = Vec::new();
    for _ in 0..CONNECTIONS {
        let connection = TcpStream::connect(("127.0.0.1", server.port)).map_err(|error| error.to_string())?;
        connection.set_read_timeout(Some(ANSWER_TIMEOUT)).map_err(|error| error.to_string())?;
        connections.push(connection);
    }
    for _ in 0..rounds {
        for connection in &mut connections {
            connection.write_all(request.as_bytes()).map_err(|error| error.to_string())?;
        }
        for connection in &mut connections {
            let answer = read_answer(connection)?;
            if !answer.starts_with("HTTP/1.1 200") || !answer.contains(case.question.answer()) {
                return Err(format!("the answer is\n{answer}"));
            }
        }
    }
    Ok(())
}

/// One answer, to the last byte that its `Content-Length` announces.
fn read_answer(connection: &mut TcpStream) -> Result<String, String> {
    let (mut answer, mut buffer) = (Vec::new(), [0; 8192]);
    loop {
        let length = connection.read(&mut buffer).map_err(|error| error.to_string())?;
        answer.extend_from_slice(&buffer[..length]);
        let text = String::from_utf8_lossy(&answer);
        let whole = text.split_once("\r\n\r\n").is_some_and(|(head, body)| {
            let length = head
                .lines()
                .find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse().ok());
            length.is_some_and(|length: usize| body.len() >= length)
        });
        if whole || length == 0 {
            return Ok(text.into_owned());
        }
    }
}

/// A program that is not installed is named before anything is built.
pub(crate) fn needs_valgrind() -> Result<(), String> {
    let found = Command::new("valgrind").arg("--version").output();
    found.map(drop).map_err(|error| format!("valgrind does not run: {error}"))
}
