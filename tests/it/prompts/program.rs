//! The example as a program: its commands, and what it does on SIGHUP.

use std::{
    net::SocketAddr,
    process::{Command, Output, Stdio},
    thread,
    time::{Duration, Instant},
};

use super::{PHARMACY, Words, with_notice};
use crate::{
    http,
    program::{Running, example},
};

fn run(arguments: &[&str]) -> Output {
    Command::new(example("pharmacy"))
        .args(arguments)
        .env_remove("TWILIO_AUTH_TOKEN")
        .env_remove("IVR_PROMPTS")
        .output()
        .unwrap()
}

fn printed(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[test]
fn commands_say_what_the_file_says() {
    let words = Words::new("commands", &with_notice());
    let script = run(&["script", "--prompts", words.path()]);
    assert!(printed(&script).contains("Today the pharmacy is closed."), "{}", printed(&script));
    assert!(!printed(&run(&["script"])).contains("Today"));
    let call = run(&["call", "--prompts", words.path(), "1", "hang up"]);
    assert!(printed(&call).contains("Today the pharmacy is closed."), "{}", printed(&call));
    let doctor = printed(&run(&["doctor", "--prompts", words.path()]));
    assert!(doctor.contains("contains the prompts of the tree"), "{doctor}");
}

#[test]
fn a_file_with_a_mistake_is_told_by_doctor_and_keeps_the_server_from_starting() {
    let old = run(&["script", "--words", "prompts.toml"]);
    assert_eq!(old.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&old.stderr).contains("`--words` is now `--prompts`"), "{old:?}");
    let words = Words::new("doctor", &PHARMACY.replace("welcome = ", "welcome "));
    let mistake = "line 4, column 9: `=` is missing after the name";
    let doctor = run(&["doctor", "--prompts", words.path()]);
    assert!(printed(&doctor).contains(mistake) && !doctor.status.success(), "{}", printed(&doctor));
    let serve = run(&["--bind", "127.0.0.1:0", "--prompts", words.path()]);
    let told = String::from_utf8(serve.stderr).unwrap();
    assert!(told.contains(mistake) && serve.status.code() == Some(2), "{told}");
}

/// The answer to a new call.
fn answer(server: SocketAddr) -> String {
    http::post(server, "/pharmacy", b"").unwrap()
}

#[test]
fn a_signal_has_the_file_looked_at_and_does_not_end_the_program() {
    let words = Words::new("signal", PHARMACY);
    let mut command = Command::new(example("pharmacy"));
    command.args(["--bind", "127.0.0.1:0", "--prompts", words.path()]);
    let mut server = Running::start(command.env_remove("TWILIO_AUTH_TOKEN").stderr(Stdio::null()));
    let line = server.line();
    let address = line.trim_start_matches("webhook  http://").trim_end_matches("/pharmacy").parse().unwrap();
    assert!(!answer(address).contains("Today the pharmacy is closed."));
    words.write(&with_notice());
    let begun = Instant::now();
    while !answer(address).contains("Today the pharmacy is closed.") {
        assert!(begun.elapsed() < Duration::from_secs(20), "the notice is never heard");
        server.is_sent("-HUP");
        thread::sleep(Duration::from_millis(20));
    }
    server.stop();
}
