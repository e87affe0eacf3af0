//! A language server behind a pipe: requests with their answers (Language Server Protocol 3.17). Knows nothing about
//! trees.

use std::{
    io::{self, BufRead, BufReader, Write},
    path::Path,
    process::{Child, ChildStdin, Command, Stdio},
    sync::mpsc::{Receiver, channel},
    thread,
    time::Duration,
};

use serde_json::{Value, json};

/// The longest that anything may take: to load the workspace, its procedural macros are compiled.
const TIMEOUT: Duration = Duration::from_secs(600);

/// An error of the protocol: the content was modified meanwhile, so the question is asked again.
const CONTENT_MODIFIED: i64 = -32801;

pub struct Server {
    child: Child,
    stdin: ChildStdin,
    messages: Receiver<Value>,
    asked: i64,
    quiescent: bool,
}

impl Server {
    /// Starts a server and waits until it knows the workspace.
    pub fn start(program: &str, root: &Path) -> io::Result<Self> {
        let mut command = Command::new(program);
        let mut child = command
            .current_dir(root)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let (Some(stdin), Some(stdout)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(io::Error::other("the server has no pipes"));
        };
        let (sender, messages) = channel();
        thread::spawn(move || {
            let mut stdout = BufReader::new(stdout);
            while let Ok(message) = read(&mut stdout) {
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        let mut server = Self { child, stdin, messages, asked: 0, quiescent: false };
        server.request("initialize", &initialize(root))?;
        server.notify("initialized", &json!({}))?;
        while !server.quiescent {
            server.listen()?;
        }
        Ok(server)
    }

    /// Asks, and waits for the answer.
    pub fn request(&mut self, method: &str, params: &Value) -> io::Result<Value> {
        loop {
            self.asked += 1;
            let id = self.asked;
            self.send(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}))?;
            let answer = loop {
                match self.listen()? {
                    Some(answer) if answer["id"] == id => break answer,
                    _ => {}
                }
            };
            match answer["error"]["code"].as_i64() {
                None => return Ok(answer["result"].clone()),
                Some(CONTENT_MODIFIED) => {}
                Some(_) => return Err(io::Error::other(answer["error"].to_string())),
            }
        }
    }

    pub fn notify(&mut self, method: &str, params: &Value) -> io::Result<()> {
        self.send(&json!({"jsonrpc": "2.0", "method": method, "params": params}))
    }

    /// Takes one message; an answer is handed back, everything else is dealt with.
    fn listen(&mut self) -> io::Result<Option<Value>> {
        let message = self
            .messages
            .recv_timeout(TIMEOUT)
            .map_err(|error| io::Error::new(io::ErrorKind::TimedOut, error))?;
        let params = &message["params"];
        match message["method"].as_str() {
            None => return Ok(Some(message)),
            Some("experimental/serverStatus") => self.quiescent = params["quiescent"] == true,
            Some(_) if !message["id"].is_null() => {
                // `workspace/configuration` expects one item per question. Nothing is configured.
                let items = params["items"].as_array().map_or(0, Vec::len);
                let result = if items > 0 { json!(vec![Value::Null; items]) } else { Value::Null };
                self.send(&json!({"jsonrpc": "2.0", "id": message["id"], "result": result}))?;
            }
            Some(_) => {}
        }
        Ok(None)
    }

    fn send(&mut self, message: &Value) -> io::Result<()> {
        let body = message.to_string();
        write!(self.stdin, "Content-Length: {}\r\n\r\n{body}", body.len())?;
        self.stdin.flush()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _already_gone = self.child.kill();
        let _reaped = self.child.wait();
    }
}

fn read(stdout: &mut impl BufRead) -> io::Result<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if stdout.read_line(&mut line)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        match line.trim_end().split_once(": ") {
            Some(("Content-Length", value)) => length = value.parse().map_err(io::Error::other)?,
            Some(_) => {}
            None => break,
        }
    }
    let mut body = vec![0; length];
    stdout.read_exact(&mut body)?;
    serde_json::from_slice(&body).map_err(io::Error::other)
}

fn initialize(root: &Path) -> Value {
    json!({
        "processId": std::process::id(),
        "rootUri": format!("file://{}", root.display()),
        "capabilities": {
            "experimental": {"serverStatusNotification": true},
            "textDocument": {
                "hover": {"contentFormat": ["plaintext"]},
                "completion": {"completionItem": {"labelDetailsSupport": true}},
                "rename": {"prepareSupport": true},
                "diagnostic": {},
            },
        },
        // Without `cargo check`: only the errors that rust-analyzer itself finds are measured.
        "initializationOptions": {
            "checkOnSave": false,
            "cachePriming": {"enable": false},
            "procMacro": {"enable": true},
            "cargo": {"buildScripts": {"enable": true}},
        },
    })
}
