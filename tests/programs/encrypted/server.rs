//! The triage line as a process with HTTPS, with its own files and log.

use std::{
    env, fs,
    fs::File,
    path::PathBuf,
    process::{self, Command, Output},
    thread,
    time::{Duration, Instant},
};

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};

use crate::program::{self, Running};

/// Longer than the pause between two looks at the files.
const TIMEOUT: Duration = Duration::from_secs(30);

/// An authority, and the folder where it puts what it signs.
pub(super) struct Authority {
    issuer: CertifiedIssuer<'static, KeyPair>,
    folder: PathBuf,
}

impl Authority {
    pub(super) fn new(story: &str) -> Self {
        let folder = env::temp_dir().join(format!("ivr-https-{story}-{}", process::id()));
        fs::create_dir_all(&folder).unwrap();
        let mut parameters = CertificateParams::new(Vec::new()).unwrap();
        parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        parameters.distinguished_name.push(DnType::CommonName, "An authority for a test");
        let issuer = CertifiedIssuer::self_signed(parameters, KeyPair::generate().unwrap()).unwrap();
        fs::write(folder.join("authority.pem"), issuer.pem()).unwrap();
        Self { issuer, folder }
    }

    /// A certificate for this machine and its key, both PEM.
    pub(super) fn signs(&self) -> (String, String) {
        let key = KeyPair::generate().unwrap();
        let parameters = CertificateParams::new(["localhost".to_owned()]).unwrap();
        (parameters.signed_by(&key, &self.issuer).unwrap().pem(), key.serialize_pem())
    }

    /// Puts both where the server looks.
    pub(super) fn writes(&self, (cert, key): &(String, String)) {
        fs::write(self.file("cert.pem"), cert).unwrap();
        fs::write(self.file("key.pem"), key).unwrap();
    }

    pub(super) fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// The program with the settings of the server and these arguments.
    pub(super) fn program(&self, arguments: &[&str]) -> Command {
        let mut program = Command::new(program::triage());
        program
            .args(arguments)
            .env("IVR_TLS_CERT", self.file("cert.pem"))
            .env("IVR_TLS_KEY", self.file("key.pem"))
            .env("IVR_STORE", self.file("calls.redb"))
            .env("TRIAGE_LEDGER", self.file("ledger"))
            .env_remove("TWILIO_AUTH_TOKEN");
        program
    }

    /// What the program says and how it ends, when it ends by itself.
    pub(super) fn runs(&self, arguments: &[&str]) -> Output {
        self.program(arguments).output().unwrap()
    }
}

impl Drop for Authority {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// A running server.
pub(super) struct Server {
    running: Running,
    log: PathBuf,
    /// Host and port.
    pub(super) address: String,
}

impl Server {
    pub(super) fn start(authority: &Authority, arguments: &[&str]) -> Self {
        let log = authority.file("log");
        let mut running = Running::start(
            authority
                .program(&[&["serve", "--bind", "127.0.0.1:0"], arguments].concat())
                .stderr(File::create(&log).unwrap()),
        );
        let line = running.line();
        let address = line.strip_prefix("webhook  https://").and_then(|rest| rest.strip_suffix("/triage"));
        let address = address.unwrap_or_else(|| panic!("no https address in {line:?}")).to_owned();
        Self { running, log, address }
    }

    /// The port it picked.
    pub(super) fn port(&self) -> &str {
        self.address.rsplit_once(':').unwrap().1
    }

    /// The signal by which an operator says that there is something new.
    pub(super) fn is_hung_up_on(&self) {
        self.running.is_sent("-HUP");
    }

    pub(super) fn log(&self) -> String {
        fs::read_to_string(&self.log).unwrap()
    }

    /// Waits until the log has `words` so many times.
    pub(super) fn logs(&self, words: &str, times: usize) {
        let begun = Instant::now();
        while self.log().matches(words).count() < times {
            assert!(begun.elapsed() < TIMEOUT, "{words:?} {times} times in\n{}", self.log());
            thread::sleep(Duration::from_millis(20));
        }
    }

    pub(super) fn stop(self) {
        self.running.stop();
    }
}
