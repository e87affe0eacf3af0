//! The triage line as a program with HTTPS: its certificate is renewed, correctly and incorrectly, during a call; and
//! it does not start with files that do not match.

// The program, and who signs its certificates.
mod server;

use std::{
    fs,
    io::{BufRead, BufReader, Write},
    process::Stdio,
};

use self::server::{Authority, Server};

#[test]
fn a_call_goes_on_while_the_certificate_is_renewed() {
    let authority = Authority::new("renewed");
    authority.writes(&authority.signs());
    let server = Server::start(&authority, &[]);
    let url = format!("https://localhost:{}/triage", server.port());
    let trusted = authority.file("authority.pem");
    let mut phone = authority
        .program(&["call", "--url", &url, "--ca", trusted.to_str().unwrap()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let (mut keys, mut heard) = (phone.stdin.take().unwrap(), BufReader::new(phone.stdout.take().unwrap()));
    let mut press = |moves: &str| writeln!(keys, "{moves}").unwrap();
    let mut hears = |words: &str| {
        let mut line = String::new();
        while !line.contains(words) {
            line.clear();
            assert!(heard.read_line(&mut line).unwrap() > 0, "the call ended without {words:?}");
        }
    };
    press("1");
    hears("> 1");
    hears("waits for");
    let second = authority.signs();
    // Half of the file is written when the server is told to reload.
    fs::write(authority.file("cert.pem"), &second.0[..100]).unwrap();
    server.is_hung_up_on();
    server.logs("the renewed certificate is invalid; keeping the old one", 1);
    server.logs("is truncated", 1);
    press("1");
    hears("waits for");
    authority.writes(&second);
    server.is_hung_up_on();
    server.logs("the certificate was reloaded", 1);
    press("2");
    hears("waits for");
    // The third certificate is noticed without a signal.
    authority.writes(&authority.signs());
    server.logs("the certificate was reloaded", 2);
    press("hang up");
    hears("the caller hung up");
    assert!(phone.wait().unwrap().success());
    server.stop();
}

#[test]
fn a_server_by_https_is_asked_for_its_health_by_the_same_settings() {
    let authority = Authority::new("health");
    authority.writes(&authority.signs());
    let server = Server::start(&authority, &[]);
    for (question, answer) in [(&[][..], "alive\n"), (&["--ready"], "ready\n")] {
        let asked = authority.runs(&[&["health", "--bind", &server.address], question].concat());
        assert_eq!(String::from_utf8(asked.stdout).unwrap(), answer);
        assert_eq!(asked.status.code(), Some(0));
    }
    let bind = server.address.clone();
    server.stop();
    let asked = authority.runs(&["health", "--bind", &bind]);
    assert_eq!(asked.status.code(), Some(1));
    assert!(String::from_utf8(asked.stderr).unwrap().contains(&bind));
}

#[test]
fn a_server_does_not_start_with_files_that_do_not_fit() {
    let authority = Authority::new("unfit");
    let (cert, key) = authority.signs();
    let (_, other) = authority.signs();
    let secret = "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n";
    for (cert, key, why) in [
        ("", &*key, "cert.pem` is empty"),
        (&cert, &other, "is not that of the certificate in"),
        (&cert, secret, "key.pem` is encrypted"),
        (&key, &cert, "are the two files swapped?"),
    ] {
        authority.writes(&(cert.to_owned(), key.to_owned()));
        let ended = authority.runs(&["serve", "--bind", "127.0.0.1:0"]);
        let said = String::from_utf8(ended.stderr).unwrap();
        assert!(said.starts_with("error: TLS: ") && said.contains(why), "{said}");
        assert_eq!((ended.status.code(), ended.stdout.len()), (Some(2), 0), "{said}");
    }
    fs::remove_file(authority.file("key.pem")).unwrap();
    let ended = authority.runs(&["serve", "--bind", "127.0.0.1:0"]);
    assert!(String::from_utf8(ended.stderr).unwrap().contains("key.pem` cannot be read"));
    assert_eq!(ended.status.code(), Some(2));
}

#[test]
fn whoever_keeps_calls_in_memory_is_told_what_a_restart_does() {
    const FORGOTTEN: &str = "calls are stored in memory";
    let authority = Authority::new("memory");
    authority.writes(&authority.signs());
    let forgetful = Server::start(&authority, &["--store", "memory:"]);
    forgetful.logs(FORGOTTEN, 1);
    forgetful.stop();
    let server = Server::start(&authority, &[]);
    let log = server.log();
    assert!(!log.contains(FORGOTTEN), "{log}");
    server.stop();
}
