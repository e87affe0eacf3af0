//! The files for deployment: they name what the program has, and the program runs as they say.

// The image.
mod image;

// A service of the machine.
mod service;

// Pods.
mod pods;

// What Prometheus shows of it.
mod dashboard;

use std::{collections::BTreeSet, fs, process::Command};

use axum::{body::Body, extract::Request};
use tower::ServiceExt;

use crate::{acme::Acme, program};

/// A file of the project by its path.
fn text(path: &str) -> String {
    fs::read_to_string(program::root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// What `serve --help` prints.
fn help() -> String {
    let asked = Command::new(program::triage()).args(["serve", "--help"]).output().unwrap();
    String::from_utf8(asked.stdout).unwrap()
}

/// Fails unless the program reads a variable of this name.
fn is_read(variable: &str) {
    let help = help();
    let words: BTreeSet<&str> =
        help.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_').collect();
    assert!(words.contains(variable), "nothing reads {variable}:\n{help}");
}

/// Fails unless `serve` takes these arguments.
fn are_taken(arguments: &[&str]) {
    let line = [&["serve"], arguments, &["--help"]].concat();
    let asked = Command::new(program::triage()).args(&line).output().unwrap();
    assert!(asked.status.success(), "{line:?}: {}", String::from_utf8_lossy(&asked.stderr));
}

/// Fails unless a server answers this path with 200.
fn is_answered(path: &str) {
    let settings = ivr::config::Settings::new().auth_token("12345");
    let router = ivr::router::<Acme>((), &settings).unwrap();
    let request = Request::get(path).body(Body::empty()).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let status = runtime.block_on(router.oneshot(request)).unwrap().status();
    assert_eq!(status.as_u16(), 200, "{path}");
}

#[test]
fn a_proxy_leads_where_the_server_listens_and_leaves_the_path_as_it_is() {
    let bind = help().split("[default: ").nth(1).unwrap().split(']').next().unwrap().to_owned();
    let (nginx, caddy) = (text("deploy/proxy/nginx.conf"), text("deploy/proxy/Caddyfile"));
    assert!(nginx.contains(&format!("server {bind};")), "{bind}");
    assert!(caddy.contains(&format!("reverse_proxy {bind} {{")), "{bind}");
    // A path after the server name would replace the path that was signed.
    let pass = nginx.split("proxy_pass ").nth(1).unwrap().split(';').next().unwrap();
    assert_eq!(pass.matches('/').count(), 2, "{pass}");
    for changes in ["handle_path /", "uri strip_prefix", "rewrite "] {
        assert!(!nginx.contains(changes) && !caddy.contains(changes), "{changes}");
    }
    // With a longer timeout than the server's, a proxy would send requests over a closed connection.
    let longest = ivr_runtime::server::Limits::default().idle_timeout.as_secs();
    for (text, before, after) in [(&nginx, "keepalive_timeout ", "s;"), (&caddy, "keepalive ", "s\n")] {
        let kept = text.split(before).nth(1).unwrap().split(after).next().unwrap();
        assert!(kept.parse::<u64>().unwrap() < longest, "{kept}");
    }
}

#[test]
fn what_nobody_reads_takes_or_answers_is_noticed() {
    use std::panic::catch_unwind;
    is_read("IVR_BIND");
    assert!(catch_unwind(|| is_read("IVR_BINT")).is_err());
    are_taken(&["--log-format", "json"]);
    assert!(catch_unwind(|| are_taken(&["--log-fromat", "json"])).is_err());
    is_answered("/healthz");
    assert!(catch_unwind(|| is_answered("/health")).is_err());
}
