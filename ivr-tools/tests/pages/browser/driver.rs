//! A real browser, controlled over the WebDriver protocol. Every process that it starts is ended by its own handle.

use std::{
    env, fs,
    io::{self, BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::PathBuf,
    process::{Child, ChildStdout, Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

/// How long anything may take in the browser.
const TIMEOUT: Duration = Duration::from_secs(30);
const BREATH: Duration = Duration::from_millis(25);

/// The key under which the protocol names an element.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// A browser with one window.
#[derive(Debug)]
pub(super) struct Browser {
    driver: Child,
    /// Held, so that the driver may say more.
    _said: BufReader<ChildStdout>,
    port: u16,
    session: String,
    profile: PathBuf,
}

impl Browser {
    /// A browser, or nothing where none is installed. A machine that builds for others must have one. The calls take 16 s,
    /// so nothing, too, where neither `CI` nor `BROWSER_TESTS` is set.
    pub(super) fn open() -> Option<Self> {
        if ["CI", "BROWSER_TESTS"].iter().all(|name| env::var_os(name).is_none()) {
            eprintln!("SKIPPED: neither `CI` nor `BROWSER_TESTS` is set");
            return None;
        }
        let chromium = ["chromium", "chromium-browser", "google-chrome"].into_iter().find_map(installed);
        let (Some(chromium), Some(driver)) = (chromium, installed("chromedriver")) else {
            assert_ne!(env::var("CI").as_deref(), Ok("true"), "chromium and chromedriver are not installed");
            eprintln!("SKIPPED: this needs chromium and chromedriver, and they are not installed");
            return None;
        };
        let mut driver = Command::new(driver)
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(driver.stdout.take().unwrap());
        let port = port(&mut said);
        let profile = env::temp_dir().join(format!("ivr-browser-{}-{port}", std::process::id()));
        let mut browser = Self { driver, _said: said, port, session: String::new(), profile };
        let started = browser.ask("POST", "/session", Some(&browser.wishes(&chromium)));
        browser.session = format!("/session/{}", text(&started, "/sessionId"));
        Some(browser)
    }

    fn wishes(&self, chromium: &std::path::Path) -> Value {
        let mut arguments: Vec<String> = [
            "headless",
            "no-sandbox",
            "disable-gpu",
            "disable-quic",
            "disable-dev-shm-usage",
            "no-first-run",
            "disable-background-networking",
            "disable-component-update",
            "disable-sync",
            "window-size=1280,900",
        ]
        .map(|name| format!("--{name}"))
        .into();
        arguments.push(format!("--user-data-dir={}", self.profile.display()));
        let options = json!({ "binary": chromium, "args": arguments });
        let logs = json!({ "browser": "ALL" });
        json!({ "capabilities": { "alwaysMatch": { "goog:chromeOptions": options, "goog:loggingPrefs": logs } } })
    }

    pub(super) fn go(&self, url: &str) {
        self.tell("/url", &json!({ "url": url }));
    }

    /// Clicks on an element, as soon as it can be clicked on.
    pub(super) fn click(&self, css: &str) {
        self.until(&format!("document.querySelector({css:?})?.matches(':enabled')"));
        let element = self.element(css);
        self.tell(&format!("/element/{element}/click"), &json!({}));
    }

    /// Types into an element, key by key.
    pub(super) fn type_into(&self, css: &str, text: &str) {
        let element = self.element(css);
        self.tell(&format!("/element/{element}/value"), &json!({ "text": text }));
    }

    /// What an expression of the page comes to.
    pub(super) fn see(&self, expression: &str) -> Value {
        self.tell("/execute/sync", &json!({ "script": format!("return {expression}"), "args": [] }))
    }

    /// Waits until an expression of the page is true.
    #[track_caller]
    pub(super) fn until(&self, expression: &str) {
        let begin = Instant::now();
        while self.see(expression) != Value::Bool(true) {
            let page = "document.body.innerText";
            assert!(begin.elapsed() < TIMEOUT, "`{expression}` is still false:\n{}", self.see(page));
            sleep(BREATH);
        }
    }

    /// Everything that the browser found wrong with the page.
    pub(super) fn complaints(&self) -> Vec<String> {
        let log = self.tell("/se/log", &json!({ "type": "browser" }));
        log.as_array().unwrap().iter().map(|line| text(line, "/message")).collect()
    }

    fn element(&self, css: &str) -> String {
        let found = self.tell("/element", &json!({ "using": "css selector", "value": css }));
        text(&found, &format!("/{ELEMENT}"))
    }

    fn tell(&self, command: &str, body: &Value) -> Value {
        self.ask("POST", &format!("{}{command}", self.session), Some(body))
    }

    fn ask(&self, method: &str, path: &str, body: Option<&Value>) -> Value {
        let body = body.map(Value::to_string).unwrap_or_default();
        let (status, answer) = http(self.port, method, path, ("application/json", &body));
        let answer: Value = serde_json::from_str(&answer).unwrap();
        assert_eq!(status, 200, "{method} {path} {body}: {answer}");
        answer.get("value").cloned().unwrap()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // The driver closes the browser of its session. A test that failed must not fail once more here.
        if !self.session.is_empty() {
            let _ = exchange(self.port, "DELETE", &self.session, ("application/json", ""));
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
        let _ = fs::remove_dir_all(&self.profile);
    }
}

/// One exchange on a connection of its own: the status and the text of the answer.
pub(super) fn http(port: u16, method: &str, path: &str, body: (&str, &str)) -> (u16, String) {
    exchange(port, method, path, body).unwrap()
}

fn exchange(port: u16, method: &str, path: &str, (kind, body): (&str, &str)) -> io::Result<(u16, String)> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(TIMEOUT))?;
    let head = format!(
        "{method} {path} HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\
         Content-Type: {kind}\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes())?;
    stream.write_all(body.as_bytes())?;
    let mut answer = BufReader::new(stream);
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        if answer.read_until(b'\n', &mut head)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
    let head = String::from_utf8_lossy(&head).to_ascii_lowercase();
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
    let length = head.lines().find_map(|line| line.strip_prefix("content-length:"));
    let mut text = vec![0; length.map_or(0, |length| length.trim().parse().unwrap())];
    answer.read_exact(&mut text)?;
    Ok((status.unwrap(), String::from_utf8_lossy(&text).into_owned()))
}

/// A text inside an answer.
fn text(answer: &Value, pointer: &str) -> String {
    answer.pointer(pointer).and_then(Value::as_str).unwrap().to_owned()
}

/// The port that the driver says it took.
fn port(said: &mut impl BufRead) -> u16 {
    let said = said.lines().map_while(Result::ok).find_map(|line| {
        let (_, port) = line.rsplit_once("started successfully on port ")?;
        port.trim_end_matches('.').parse().ok()
    });
    said.unwrap()
}

fn installed(program: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?).map(|folder| folder.join(program)).find(|path| path.is_file())
}
