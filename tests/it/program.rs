//! The examples as processes, for tests that start one.

use std::{
    env, fs,
    io::{BufRead, BufReader, Lines, Read},
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

/// How long a program may take to end by itself.
const ENDS_WITHIN: Duration = Duration::from_secs(30);

/// A process that serves; dropped, it is killed.
pub(crate) struct Running {
    process: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Running {
    pub(crate) fn start(command: &mut Command) -> Self {
        let mut process = command.stdout(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(process.stdout.take().unwrap()).lines();
        Self { process, lines }
    }

    /// The next line that it prints.
    pub(crate) fn line(&mut self) -> String {
        self.lines.next().expect("it says where it listens, or why it does not in its log").unwrap()
    }

    /// Where it listens, as a program says on standard error whose events have standard output for themselves.
    pub(crate) fn address_on_stderr(&mut self) -> SocketAddr {
        let lines = BufReader::new(self.process.stderr.take().unwrap()).lines();
        let mut lines = lines.map_while(Result::ok);
        let said = lines.find_map(|line| line.strip_prefix("webhook  http://").map(str::to_owned)).unwrap();
        // Later output must not fill the pipe.
        thread::spawn(move || lines.for_each(drop));
        said.split('/').next().unwrap().parse().unwrap()
    }

    /// The number of the process.
    pub(crate) fn id(&self) -> u32 {
        self.process.id()
    }

    /// Sends a signal by its name.
    pub(crate) fn is_sent(&self, signal: &str) {
        let sent = Command::new("kill").args([signal, &self.process.id().to_string()]).status().unwrap();
        assert!(sent.success());
    }

    /// At once, whatever it is doing.
    pub(crate) fn kill(mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    /// As a machine does it that is switched off in order; everything that was begun is finished.
    pub(crate) fn stop(mut self) {
        self.is_sent("-TERM");
        assert!(self.process.wait().unwrap().success());
    }
}

/// The exit code of a program that ends by itself, and what it said on standard error. One that does not end is killed.
pub(crate) fn ends(command: &mut Command) -> (Option<i32>, String) {
    let mut process =
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stderr = process.stderr.take().unwrap();
    let reading = thread::spawn(move || {
        let mut said = String::new();
        stderr.read_to_string(&mut said).unwrap();
        said
    });
    let started = Instant::now();
    let status = loop {
        match process.try_wait().unwrap() {
            Some(status) => break status,
            None if started.elapsed() > ENDS_WITHIN => {
                process.kill().unwrap();
                break process.wait().unwrap();
            }
            None => thread::sleep(Duration::from_millis(10)),
        }
    };
    (status.code(), reading.join().unwrap())
}

impl Drop for Running {
    fn drop(&mut self) {
        // The process may have ended.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The root of the project, from whichever package this is compiled in.
pub(crate) fn root() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.ancestors().find(|folder| folder.join("examples").is_dir()).unwrap().to_owned()
}

/// The triage line.
pub(crate) fn triage() -> PathBuf {
    example("triage")
}

/// An example, as `cargo test` has built it beside this test.
pub(crate) fn example(name: &str) -> PathBuf {
    let test = env::current_exe().unwrap();
    let target = test.parent().and_then(Path::parent).unwrap();
    let program = target.join("examples").join(format!("{name}{}", env::consts::EXE_SUFFIX));
    let source = root().join(format!("examples/{name}.rs"));
    let written = |path: &Path| fs::metadata(path).and_then(|file| file.modified());
    let is_new = written(&program).is_ok_and(|built| built >= written(&source).unwrap());
    assert!(
        is_new,
        "the example is not built: run `cargo build --example {name}` with the features of this test, or all of \
         `cargo test`"
    );
    program
}
