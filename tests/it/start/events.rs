//! `--events`: what a program writes about its calls until it is stopped, and what `report` and `replay` print for it.

use std::{
    fs,
    net::SocketAddr,
    path::Path,
    process::{Command, Output},
};

use super::{Folder, address, triage};
use crate::{
    http,
    program::{self, Running, ends},
};

const SID: &str = "CA0123456789abcdef0123456789abcdef";

/// Sends a form to a path of the tree.
fn post(server: SocketAddr, path: &str, fields: &str) -> String {
    let form = format!("CallSid={SID}&From=%2B14158675309&To=%2B18005551212&{fields}");
    http::post(server, path, form.as_bytes()).unwrap()
}

/// The address that a document asks next.
fn action(document: &str) -> String {
    let (_, rest) = document.split_once("action=\"").unwrap();
    rest.split('"').next().unwrap().to_owned()
}

/// Calls the triage line: silence, then a wrong key, then away.
fn one_call(server: SocketAddr) {
    let first = post(server, "/triage", "");
    let second = post(server, &action(&first), "");
    post(server, &action(&second), "Digits=7");
    post(server, "/triage/status", "CallStatus=completed&CallDuration=31");
}

/// What a command of the triage line prints.
fn told(arguments: &[&str]) -> Output {
    Command::new(program::triage()).env_clear().args(arguments).output().unwrap()
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn every_step_is_in_the_file_when_the_program_was_stopped_and_can_be_reported_and_replayed() {
    let folder = Folder::new("events");
    let events = folder.path("events.jsonl");
    let mut running = Running::start(&mut triage(&["--store", "memory:", "--events", text(&events)]));
    one_call(address(&mut running));
    running.stop();
    let written = fs::read_to_string(&events).unwrap();
    let kinds: Vec<&str> = written
        .lines()
        .map(|line| line.split(r#""event":""#).nth(1).unwrap().split('"').next().unwrap())
        .collect();
    assert_eq!(kinds, ["started", "step", "step", "ended"], "{written}");
    for private in ["1415", "1800", "Digits", "From"] {
        assert!(!written.contains(private), "{private} in\n{written}");
    }
    let report = told(&["report", text(&events)]);
    let said = String::from_utf8(report.stdout).unwrap();
    assert_eq!(report.status.code(), Some(0));
    assert!(said.starts_with("1 call in Triage, ") && said.contains("100.0 %  left by the caller"), "{said}");
    let replay = told(&["replay", text(&events)]);
    assert_eq!(replay.status.code(), Some(0), "{replay:?}");
    // The version that wrote this event had another state.
    let other = folder.path("other.jsonl");
    fs::write(&other, written.replace("\"Introduction\"", "\"Prologue\"")).unwrap();
    let replay = told(&["replay", text(&other)]);
    let said = String::from_utf8(replay.stdout).unwrap();
    assert_eq!(replay.status.code(), Some(1), "{said}");
    assert!(said.contains("the start: led to Prologue, now leads to Introduction"), "{said}");
}

#[test]
fn standard_output_has_events_alone() {
    let mut running =
        Running::start(triage(&["--store", "memory:", "--events", "-"]).stderr(std::process::Stdio::piped()));
    let server = running.address_on_stderr();
    one_call(server);
    for kind in ["started", "step", "step", "ended"] {
        let line = running.line();
        assert!(line.starts_with(r#"{"time":""#) && line.contains(&format!(r#""event":"{kind}""#)), "{line}");
    }
    running.stop();
}

#[test]
fn a_file_that_cannot_be_opened_or_read_is_named() {
    let (code, said) = ends(&mut triage(&["--store", "memory:", "--events", "/nowhere/events.jsonl"]));
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("events: cannot open /nowhere/events.jsonl"), "{said}");
    for command in ["report", "replay"] {
        let (code, said) =
            ends(Command::new(program::triage()).env_clear().args([command, "/nowhere/events.jsonl"]));
        assert_eq!(code, Some(2), "{said}");
        assert!(said.starts_with("error: cannot read /nowhere/events.jsonl"), "{said}");
    }
}
