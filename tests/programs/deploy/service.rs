//! The systemd unit: the program is started with its settings, called, queried and stopped.

use std::{
    env, fs,
    fs::File,
    path::{Path, PathBuf},
    process::{self, Command, Output},
};

use super::{is_read, text};
use crate::program::{self, Running};

const UNIT: &str = "deploy/systemd/phone-tree.service";
const TLS: &str = "deploy/systemd/tls.conf";
const TOKEN: &str = "0123456789abcdef0123456789abcdef";

/// All values of a setting, in their order.
fn values(unit: &str, name: &str) -> Vec<String> {
    let text = text(unit);
    let settings = text.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('='));
    settings.filter(|(known, _)| *known == name).map(|(_, value)| value.to_owned()).collect()
}

fn value(unit: &str, name: &str) -> String {
    values(unit, name).pop().unwrap_or_else(|| panic!("{unit} has no {name}"))
}

/// The folders that systemd makes for a service.
struct Machine(PathBuf);

impl Machine {
    fn new(story: &str) -> Self {
        let machine = Self(env::temp_dir().join(format!("ivr-unit-{story}-{}", process::id())));
        let state = machine.0.join("state").join(value(UNIT, "StateDirectory"));
        let credentials = machine.0.join("credentials");
        for folder in [&state, &credentials] {
            fs::create_dir_all(folder).unwrap();
        }
        let credential = value(UNIT, "LoadCredential");
        let (name, _) = credential.split_once(':').unwrap();
        fs::write(credentials.join(name), format!("{TOKEN}\n")).unwrap();
        machine
    }

    /// A value with its specifiers filled in: the folder of states, and that of credentials.
    fn filled(&self, value: &str) -> String {
        let folder = |name: &str| self.0.join(name).to_str().unwrap().to_owned();
        let filled = value.replace("%S", &folder("state")).replace("%d", &folder("credentials"));
        assert!(!filled.contains('%'), "{filled}");
        filled
    }

    /// The program with the unit's environment, in the unit's folder, and no other environment.
    fn program(&self) -> Command {
        let mut program = Command::new(program::triage());
        let environment: Vec<String> =
            values(UNIT, "Environment").iter().map(|pair| self.filled(pair)).collect();
        program
            .env_clear()
            .envs(environment.iter().filter_map(|pair| pair.split_once('=')))
            .env("TRIAGE_LEDGER", self.0.join("ledger"))
            .current_dir(self.filled(&value(UNIT, "WorkingDirectory")));
        program
    }

    /// What the program says when it is run beside the service.
    fn runs(&self, arguments: &[&str]) -> Output {
        self.program().args(arguments).output().unwrap()
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn the_service_answers_signed_webhooks_keeps_its_calls_and_stops_in_order() {
    let machine = Machine::new("runs");
    let line = value(UNIT, "ExecStart");
    let (_, arguments) = line.split_once(' ').unwrap();
    let log = machine.0.join("log");
    let mut running = Running::start(
        machine
            .program()
            .args(arguments.split(' '))
            // The port of the unit may be in use here.
            .args(["--bind", "127.0.0.1:0"])
            .stderr(File::create(&log).unwrap()),
    );
    assert_eq!(running.line(), "webhook  https://voice.example.com/triage");
    let local = running.line();
    let address = local.split("//").nth(1).unwrap().trim_end_matches("/triage").to_owned();
    // Twilio signs the public URL, and its requests arrive through the proxy.
    let called = ["call", "--url", "https://voice.example.com/triage", "--via", &address, "1", "1", "2"];
    let signed = machine.runs(&called);
    let heard = String::from_utf8(signed.stdout).unwrap();
    assert!(heard.contains("waits for a key") && !heard.contains("error"), "{heard}");
    let unsigned = machine.program().env_remove("TWILIO_AUTH_TOKEN_FILE").args(called).output().unwrap();
    assert!(String::from_utf8(unsigned.stdout).unwrap().contains("status 403"));
    for question in ["health", "health --ready"] {
        let asked =
            machine.runs(&[&question.split(' ').collect::<Vec<_>>()[..], &["--bind", &address]].concat());
        assert!(asked.status.success(), "{question}: {}", String::from_utf8_lossy(&asked.stderr));
    }
    let store = values(UNIT, "Environment");
    let store = store.iter().find_map(|pair| pair.strip_prefix("IVR_STORE=file:")).unwrap();
    assert!(Path::new(&machine.filled(store)).exists(), "calls are kept where the unit says");
    running.stop();
    let log = fs::read_to_string(&log).unwrap();
    assert!(log.contains("incoming call") && !log.contains(TOKEN), "{log}");
}

#[test]
fn settings_that_are_wrong_are_not_tried_again() {
    let machine = Machine::new("wrong");
    fs::remove_dir_all(machine.0.join("credentials")).unwrap();
    let ended = machine.runs(&["serve"]);
    let said = String::from_utf8(ended.stderr).unwrap();
    assert!(said.contains("twilio-auth-token` cannot be read"), "{said}");
    assert_eq!(ended.status.code().unwrap().to_string(), value(UNIT, "RestartPreventExitStatus"));
    assert_eq!(value(UNIT, "Restart"), "on-failure");
    assert_eq!(value(UNIT, "StartLimitIntervalSec"), "0");
}

#[test]
fn a_unit_names_what_the_program_reads_and_gives_it_no_more_than_it_needs() {
    for unit in [UNIT, TLS] {
        for pair in values(unit, "Environment") {
            is_read(pair.split_once('=').unwrap().0);
        }
    }
    for (name, expected) in [
        ("DynamicUser", "yes"),
        ("NoNewPrivileges", "yes"),
        ("ProtectSystem", "strict"),
        ("CapabilityBoundingSet", ""),
        ("StateDirectoryMode", "0700"),
    ] {
        assert_eq!(value(UNIT, name), expected, "{name}");
    }
    // The times for load balancers, answers, `run`s and events.
    assert!(value(UNIT, "TimeoutStopSec").parse::<u32>().unwrap() > 2 + 15 + 15 + 5);
    assert_eq!(value(TLS, "CapabilityBoundingSet"), "CAP_NET_BIND_SERVICE");
    assert!(value(TLS, "ExecReload").ends_with("kill -HUP $MAINPID"));
}

#[test]
fn systemd_itself_has_nothing_to_say_against_the_unit() {
    let machine = Machine::new("verified");
    let unit = machine.0.join("phone-tree.service");
    let program = program::triage();
    fs::write(&unit, text(UNIT).replace("/usr/local/bin/phone-tree", program.to_str().unwrap())).unwrap();
    let drop_in = machine.0.join("phone-tree.service.d");
    fs::create_dir(&drop_in).unwrap();
    fs::write(drop_in.join("tls.conf"), text(TLS)).unwrap();
    let verified = Command::new("systemd-analyze").args(["verify", "--man=no"]).arg(&unit).output();
    let Ok(verified) = verified else {
        assert_ne!(env::var("CI").as_deref(), Ok("true"), "systemd-analyze is not installed");
        eprintln!("SKIPPED: this needs systemd-analyze, and it is not installed");
        return;
    };
    let said = String::from_utf8(verified.stderr).unwrap();
    assert!(verified.status.success() && !said.contains("phone-tree"), "{said}");
}
