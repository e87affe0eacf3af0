//! The triage line as a process that is attacked.

use std::{
    env, fs,
    fs::File,
    net::SocketAddr,
    path::PathBuf,
    process::{self, Command},
    sync::atomic::{AtomicU32, Ordering},
};

use tokio_rustls::rustls::pki_types::{CertificateDer, pem::PemObject};

use crate::program::{self, Running};

/// The auth token of a server that verifies signatures.
pub(crate) const TOKEN: &str = "0123456789abcdef0123456789abcdef";

/// Where Twilio would call it.
pub(crate) const PUBLIC_URL: &str = "https://voice.example.com";

/// A running server with a folder of its own, taken away with it.
pub(crate) struct Server {
    running: Running,
    folder: PathBuf,
    pub(crate) address: SocketAddr,
    pub(crate) is_signed: bool,
}

impl Server {
    /// A server that verifies signatures.
    pub(crate) fn signed(arguments: &[&str]) -> Self {
        Self::start(Command::new(program::triage()), arguments, true)
    }

    /// A server for development, with the phone and the live view.
    pub(crate) fn unsigned(arguments: &[&str]) -> Self {
        Self::start(Command::new(program::triage()), arguments, false)
    }

    /// A server that may have so many descriptors and no more.
    pub(crate) fn with_descriptors(count: usize) -> Self {
        let mut shell = Command::new("sh");
        shell.args(["-c", &format!("ulimit -n {count}; exec \"$0\" \"$@\"")]).arg(program::triage());
        Self::start(shell, &[], false)
    }

    /// A server that speaks TLS itself, and the certificate that it shows.
    pub(crate) fn encrypted(arguments: &[&str]) -> (Self, CertificateDer<'static>) {
        let signed = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        let folder = folder();
        let [cert, key] = ["cert.pem", "key.pem"].map(|name| folder.join(name));
        fs::write(&cert, signed.cert.pem()).unwrap();
        fs::write(&key, signed.signing_key.serialize_pem()).unwrap();
        let mut triage = Command::new(program::triage());
        triage.env("IVR_TLS_CERT", &cert).env("IVR_TLS_KEY", &key);
        let server = Self::start(triage, arguments, true);
        let shown = CertificateDer::from_pem_file(&cert).unwrap();
        fs::remove_dir_all(folder).unwrap();
        (server, shown)
    }

    fn start(mut command: Command, arguments: &[&str], is_signed: bool) -> Self {
        let folder = folder();
        command
            .args(["serve", "--bind", "127.0.0.1:0"])
            .args(arguments)
            .env("IVR_STORE", format!("file:{}", folder.join("calls.redb").display()))
            .env("TRIAGE_LEDGER", folder.join("ledger"))
            .env_remove("TWILIO_AUTH_TOKEN")
            .stderr(File::create(folder.join("log")).unwrap());
        if is_signed {
            command.env("TWILIO_AUTH_TOKEN", TOKEN).env("IVR_PUBLIC_URL", PUBLIC_URL);
        }
        let mut running = Running::start(&mut command);
        let address = loop {
            let line = running.line();
            if let Some((_, rest)) = line.rsplit_once("://127.0.0.1:") {
                let port = rest.strip_suffix("/triage").unwrap();
                break SocketAddr::from(([127, 0, 0, 1], port.parse().unwrap()));
            }
        };
        Self { running, folder, address, is_signed }
    }

    /// The most memory that it had at any time, in bytes.
    pub(crate) fn peak_memory(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.running.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
        line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() * 1024
    }

    /// The descriptors that it has open.
    pub(crate) fn descriptors(&self) -> usize {
        fs::read_dir(format!("/proc/{}/fd", self.running.id())).unwrap().count()
    }

    /// What it logged.
    pub(crate) fn log(&self) -> String {
        fs::read_to_string(self.folder.join("log")).unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Output that the process writes meanwhile need not be read, because it is killed right after.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn folder() -> PathBuf {
    static MADE: AtomicU32 = AtomicU32::new(0);
    let number = MADE.fetch_add(1, Ordering::Relaxed);
    let path = env::temp_dir().join(format!("ivr-attack-{}-{number}", process::id()));
    fs::create_dir_all(&path).unwrap();
    path
}
