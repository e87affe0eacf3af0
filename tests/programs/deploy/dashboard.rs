//! The dashboard: a real Prometheus scrapes a real program, and every panel shows data.

use std::{
    env, fs,
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    path::PathBuf,
    process::{self, Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use serde_json::Value;

use super::text;
use crate::program::{self, Running};

const DASHBOARD: &str = "deploy/grafana/phone-tree.json";

/// How long Prometheus may take until a panel has something to show.
const WITHIN: Duration = Duration::from_secs(60);

/// The title and the query of each target of each panel, for a time of the test's length.
fn queries() -> Vec<(String, String)> {
    let dashboard: Value = serde_json::from_str(&text(DASHBOARD)).unwrap();
    let panels = dashboard["panels"].as_array().unwrap();
    let targets = |panel: &Value| {
        let title = panel["title"].as_str().unwrap().to_owned();
        let targets = panel["targets"].as_array().unwrap().clone();
        targets.into_iter().map(move |target| (title.clone(), target["expr"].as_str().unwrap().to_owned()))
    };
    let filled = |query: String| {
        let query = query.replace("$__rate_interval", "1m").replace("$__range", "5m").replace("$tree", ".*");
        assert!(!query.contains('$'), "a variable of Grafana that the test does not know: {query}");
        query
    };
    panels.iter().flat_map(targets).map(|(title, query)| (title, filled(query))).collect()
}

/// Sends a request to loopback, and reads the body of the answer.
fn ask(server: SocketAddr, request: &str) -> String {
    let mut connection = TcpStream::connect(server).unwrap();
    connection.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    connection.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    connection.read_to_string(&mut answer).unwrap();
    answer.split_once("\r\n\r\n").unwrap().1.to_owned()
}

fn get(server: SocketAddr, target: &str) -> String {
    ask(server, &format!("GET {target} HTTP/1.0\r\nhost: {server}\r\n\r\n"))
}

fn post(server: SocketAddr, path: &str, kind: &str, form: &str) -> String {
    ask(
        server,
        &format!(
            "POST {path} HTTP/1.0\r\nhost: {server}\r\ncontent-type: {kind}\r\ncontent-length: {}\r\n\r\n{form}",
            form.len()
        ),
    )
}

/// A caller who listens, says nothing, and is away; and somebody who is not Twilio.
fn call(server: SocketAddr, number: u32) {
    let form = "application/x-www-form-urlencoded";
    let sid = format!("CallSid=CA{number:032x}&From=%2B14158675309&To=%2B18005551212");
    post(server, "/triage", form, &sid);
    for answer in ["", "&Digits=1"] {
        post(server, "/triage/Introduction", form, &format!("{sid}{answer}"));
    }
    post(server, "/triage/Retired", form, &sid);
    post(server, "/triage/status", form, &format!("{sid}&CallStatus=completed&CallDuration=42"));
    post(server, "/triage", "text/plain", "x");
}

/// A Prometheus that reads a server once a second; dropped, it is killed and its folder taken away.
struct Prometheus {
    process: Child,
    folder: PathBuf,
    address: SocketAddr,
}

impl Prometheus {
    /// `None` where there is no such program.
    fn start(target: SocketAddr) -> Option<Self> {
        Command::new("prometheus")
            .arg("--version")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .ok()?;
        let folder = env::temp_dir().join(format!("ivr-prometheus-{}", process::id()));
        fs::create_dir_all(&folder).unwrap();
        let config = folder.join("prometheus.yml");
        let scrape = format!(
            "global: {{scrape_interval: 1s}}\nscrape_configs: [{{job_name: ivr, static_configs: [{{targets: [\"{target}\"]}}]}}]\n"
        );
        fs::write(&config, scrape).unwrap();
        // `prometheus` cannot choose a free port by itself.
        let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let process = Command::new("prometheus")
            .arg(format!("--config.file={}", config.display()))
            .arg(format!("--storage.tsdb.path={}", folder.join("data").display()))
            .arg(format!("--web.listen-address={address}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let started = Self { process, folder, address };
        let since = Instant::now();
        while TcpStream::connect(address).is_err() {
            assert!(since.elapsed() < WITHIN, "it does not listen");
            thread::sleep(Duration::from_millis(50));
        }
        Some(started)
    }

    /// The series that a query has now, or why it is not one.
    fn query(&self, query: &str) -> Result<Vec<Value>, String> {
        let encoded: String = query.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let answer = get(self.address, &format!("/api/v1/query?query={encoded}"));
        let answer: Value = serde_json::from_str(&answer).map_err(|error| format!("{error}: {answer}"))?;
        match answer["data"]["result"].as_array() {
            Some(series) if answer["status"] == "success" => Ok(series.clone()),
            _ => Err(answer["error"].to_string()),
        }
    }
}

impl Drop for Prometheus {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn triage() -> (Running, SocketAddr) {
    let mut command = Command::new(program::triage());
    command.env_clear().args(["--bind", "127.0.0.1:0", "--store", "memory:", "--log", "off"]);
    let mut running = Running::start(&mut command);
    let line = running.line();
    let address = line.trim_start_matches("webhook  http://").trim_end_matches("/triage").parse().unwrap();
    (running, address)
}

#[test]
fn every_metric_of_the_dashboard_is_one_of_the_program_and_in_the_manual() {
    let (running, server) = triage();
    let (numbers, manual) = (get(server, "/metrics"), text("docs/events.md"));
    running.stop();
    let mut seen = 0;
    for (title, query) in queries() {
        let names = query.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_');
        for name in names.filter(|name| name.starts_with("ivr_")) {
            assert!(numbers.lines().any(|line| line.starts_with(&format!("{name}{{"))), "{title}: {name}");
            let documented = name.trim_end_matches("_sum").trim_end_matches("_bucket");
            assert!(manual.contains(&format!("`{documented}`")), "docs/events.md does not name {documented}");
            seen += 1;
        }
    }
    assert!(seen > 10, "{seen}");
}

#[test]
fn every_panel_of_the_dashboard_has_something_to_show_in_a_real_prometheus() {
    let (running, server) = triage();
    let Some(prometheus) = Prometheus::start(server) else {
        assert_ne!(env::var("CI").as_deref(), Ok("true"), "`prometheus` is not installed");
        eprintln!("skipped: `prometheus` is not installed");
        return;
    };
    let (since, mut number) = (Instant::now(), 0);
    let mut empty = queries();
    while !empty.is_empty() {
        assert!(since.elapsed() < WITHIN, "these panels stay empty: {empty:#?}");
        number += 1;
        call(server, number);
        thread::sleep(Duration::from_millis(200));
        empty.retain(|(title, query)| {
            let series = prometheus.query(query).unwrap_or_else(|why| panic!("{title}: {query}: {why}"));
            let is_number = |series: &Value| series["value"][1].as_str().is_some_and(|value| value != "NaN");
            !series.iter().any(is_number)
        });
    }
    running.stop();
}
