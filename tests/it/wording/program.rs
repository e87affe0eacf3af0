//! The example as a program: its commands, and what it does on SIGHUP.

use std::{
    env,
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    time::{Duration, Instant},
};

use super::{PHARMACY, Words, with_notice};

/// The example, as `cargo test` has built it beside this test.
fn program() -> PathBuf {
    let test = env::current_exe().unwrap();
    let target = test.parent().and_then(Path::parent).unwrap();
    let program = target.join("examples").join(format!("pharmacy{}", env::consts::EXE_SUFFIX));
    assert!(
        program.exists(),
        "the example is not built: run `cargo build --example pharmacy`, or all of `cargo test`"
    );
    program
}

fn run(arguments: &[&str]) -> Output {
    Command::new(program())
        .args(arguments)
        .env_remove("TWILIO_AUTH_TOKEN")
        .env_remove("IVR_WORDS")
        .output()
        .unwrap()
}

fn printed(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[test]
fn commands_say_what_the_file_says() {
    let words = Words::new("commands", &with_notice());
    let script = run(&["script", "--words", words.path()]);
    assert!(printed(&script).contains("Today the pharmacy is closed."), "{}", printed(&script));
    assert!(!printed(&run(&["script"])).contains("Today"));
    let call = run(&["call", "--words", words.path(), "1", "hang up"]);
    assert!(printed(&call).contains("Today the pharmacy is closed."), "{}", printed(&call));
    let doctor = printed(&run(&["doctor", "--words", words.path()]));
    assert!(doctor.contains("has the words that the tree asks for"), "{doctor}");
}

#[test]
fn a_file_with_a_mistake_is_told_by_doctor_and_keeps_the_server_from_starting() {
    let words = Words::new("doctor", &PHARMACY.replace("welcome = ", "welcome "));
    let mistake = "line 4, column 9: there is no `=` behind the name";
    let doctor = run(&["doctor", "--words", words.path()]);
    assert!(printed(&doctor).contains(mistake) && !doctor.status.success(), "{}", printed(&doctor));
    let serve = run(&["--bind", "127.0.0.1:0", "--words", words.path()]);
    let told = String::from_utf8(serve.stderr).unwrap();
    assert!(told.contains(mistake) && serve.status.code() == Some(2), "{told}");
}

/// A running server; dropped, it is killed.
struct Server(Child, SocketAddr);

impl Server {
    fn start(words: &Words) -> Self {
        let mut process = Command::new(program())
            .args(["--bind", "127.0.0.1:0", "--words", words.path()])
            .env_remove("TWILIO_AUTH_TOKEN")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let line = BufReader::new(process.stdout.take().unwrap()).lines().next().unwrap().unwrap();
        let address = line.trim_start_matches("webhook  http://").trim_end_matches("/pharmacy");
        let address = address.parse().unwrap();
        Self(process, address)
    }

    fn answer(&self) -> String {
        let mut connection = TcpStream::connect(self.1).unwrap();
        connection.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        let head = "POST /pharmacy HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-length: 0\r\n\
                    content-type: application/x-www-form-urlencoded\r\n\r\n";
        connection.write_all(head.as_bytes()).unwrap();
        let mut answer = String::new();
        connection.read_to_string(&mut answer).unwrap();
        answer
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn a_signal_has_the_file_looked_at_and_does_not_end_the_program() {
    let words = Words::new("signal", PHARMACY);
    let server = Server::start(&words);
    assert!(!server.answer().contains("Today the pharmacy is closed."));
    words.write(&with_notice());
    let begun = Instant::now();
    while !server.answer().contains("Today the pharmacy is closed.") {
        assert!(begun.elapsed() < Duration::from_secs(20), "the notice is never heard");
        let sent = Command::new("kill").args(["-HUP", &server.0.id().to_string()]).status().unwrap();
        assert!(sent.success());
        std::thread::sleep(Duration::from_millis(20));
    }
}
