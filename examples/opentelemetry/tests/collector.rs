//! The program and a collector on loopback: which spans arrive, and what none of them contains.

#![cfg(unix)]

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    process::{Child, Command, Stdio},
    sync::mpsc::{Receiver, channel},
    thread,
    time::Duration,
};

use serde_json::Value;

const WITHIN: Duration = Duration::from_secs(30);
const TRACE: &str = "0123456789abcdef0123456789abcdef";

/// A program that serves; dropped, it is killed.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A collector that takes whatever is sent to it.
fn collector() -> (SocketAddr, Receiver<(String, Value)>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (sender, requests) = channel();
    thread::spawn(move || {
        while let Ok((connection, _)) = listener.accept() {
            connection.set_read_timeout(Some(WITHIN)).unwrap();
            let mut reader = BufReader::new(connection);
            while let Some(request) = take(&mut reader) {
                if sender.send(request).is_err() {
                    return;
                }
            }
        }
    });
    (address, requests)
}

/// One request of a connection: its path and its JSON.
fn take(reader: &mut BufReader<TcpStream>) -> Option<(String, Value)> {
    let (mut path, mut length) = (None, 0);
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok().filter(|read| *read > 0)?;
        let line = line.trim().to_ascii_lowercase();
        if line.is_empty() {
            break;
        }
        path = path.or_else(|| line.split(' ').nth(1).map(str::to_owned));
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    let answer = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}";
    reader.get_mut().write_all(answer).ok()?;
    Some((path?, serde_json::from_slice(&body).unwrap()))
}

fn post(server: &str, path: &str, fields: &str) {
    let mut connection = TcpStream::connect(server).unwrap();
    connection.set_read_timeout(Some(WITHIN)).unwrap();
    let body = format!("CallSid=CA{TRACE}&From=%2B14158675309&{fields}");
    write!(
        connection,
        "POST {path} HTTP/1.1\r\nhost: {server}\r\nconnection: close\r\ncontent-length: {}\r\n\
         content-type: application/x-www-form-urlencoded\r\n\r\n{body}",
        body.len()
    )
    .unwrap();
    let mut answer = String::new();
    connection.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 20"), "{answer}");
}

fn attribute(span: &Value, name: &str) -> Option<String> {
    let attributes = span["attributes"].as_array()?;
    let found = attributes.iter().find(|attribute| attribute["key"] == name)?;
    found["value"]["stringValue"].as_str().map(str::to_owned)
}

#[test]
fn a_call_is_a_trace_and_each_step_a_span_of_it() {
    let (collector, requests) = collector();
    let mut program = Running(
        Command::new(env!("CARGO_BIN_EXE_ivr-opentelemetry"))
            .env_clear()
            .env("OTEL_EXPORTER_OTLP_ENDPOINT", format!("http://{collector}"))
            .args(["127.0.0.1:0", "--unsigned"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap(),
    );
    let mut line = String::new();
    BufReader::new(program.0.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let server = line.trim().trim_start_matches("webhook  http://").trim_end_matches("/desk").to_owned();
    post(&server, "/desk", "");
    post(&server, "/desk/Menu", "SpeechResult=A+person%2C+please.");
    post(&server, "/desk/Person", "DialCallStatus=completed");
    post(&server, "/desk/status", "CallStatus=completed&CallDuration=40");
    assert!(Command::new("kill").arg(program.0.id().to_string()).status().unwrap().success());
    assert!(program.0.wait().unwrap().success(), "it ends in order, with its last spans told");

    let mut spans = Vec::new();
    let mut text = String::new();
    while let Ok((path, request)) = requests.recv_timeout(Duration::from_millis(500)) {
        assert_eq!(path, "/v1/traces");
        text += &request.to_string();
        let scopes = request["resourceSpans"][0]["scopeSpans"].as_array().unwrap().clone();
        spans.extend(scopes.iter().flat_map(|scope| scope["spans"].as_array().unwrap().clone()));
    }
    let names: Vec<&str> = spans.iter().map(|span| span["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["call started", "gather Menu", "dial Person", "call"], "{text}");
    assert!(spans.iter().all(|span| span["traceId"] == TRACE), "{text}");
    let [.., gather, dial, call] = &spans[..] else { panic!("{text}") };
    assert_eq!(gather["parentSpanId"], call["spanId"], "{text}");
    assert_eq!(attribute(gather, "ivr.arm").as_deref(), Some("person"));
    assert_eq!(attribute(gather, "ivr.next").as_deref(), Some("Person"));
    assert_eq!(attribute(dial, "ivr.outcome").as_deref(), Some("answered"));
    let nanos = |name: &str| call[name].as_str().unwrap().parse::<u64>().unwrap();
    assert_eq!(nanos("endTimeUnixNano") - nanos("startTimeUnixNano"), 40_000_000_000);
    for private in ["1415", "please"] {
        assert!(!text.contains(private), "{private} in {text}");
    }
}

/// This program is built as most are; the tests of `ivr` are built with every store.
#[test]
fn a_database_whose_feature_is_missing_names_the_feature() {
    for (url, feature) in [
        ("redis://user:hunter2@db/1", "redis"),
        ("rediss://user:hunter2@db/1", "redis"),
        ("postgres://user:hunter2@db/calls", "postgres"),
    ] {
        let said = ivr::store::open(url).unwrap_err().to_string();
        assert!(said.contains(&format!("built without the feature `{feature}`")), "{said}");
        assert!(!said.contains("hunter2"), "{said}");
    }
}
