//! One run of wrk, and what it prints.

use std::{env, fs, path::Path, process};

use crate::{
    question::{Form, Question},
    server::{Server, pinned},
};

/// How much is asked.
pub(crate) struct Load {
    pub(crate) rounds: u32,
    pub(crate) seconds: u32,
    pub(crate) connections: u32,
}

/// What one run came to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Measured {
    pub(crate) a_second: f64,
    /// Milliseconds that 99 of 100 answers took at most.
    pub(crate) p99: f64,
}

impl Measured {
    /// The medians of several runs.
    pub(crate) fn median(runs: &[Self]) -> Self {
        let middle = |of: fn(&Self) -> f64| {
            let mut values: Vec<f64> = runs.iter().map(of).collect();
            values.sort_by(f64::total_cmp);
            values[values.len() / 2]
        };
        Self { a_second: middle(|run| run.a_second), p99: middle(|run| run.p99) }
    }
}

impl Load {
    /// Asks one server the same question for a while.
    pub(crate) fn run(&self, server: &Server, question: Question) -> Result<Measured, String> {
        let script = env::temp_dir().join(format!("ivr-bench-requests-{}.lua", process::id()));
        let path = server.path(question);
        let signature = match server.signed {
            true => format!(
                "wrk.headers[\"X-Twilio-Signature\"] = \"{}\"\n",
                question.signature(path, Form::Five)
            ),
            false => String::new(),
        };
        let text = format!(
            "wrk.method = \"POST\"\nwrk.body = \"{}\"\n\
             wrk.headers[\"Content-Type\"] = \"application/x-www-form-urlencoded\"\n{signature}",
            question.body(Form::Five),
        );
        fs::write(&script, text).map_err(|error| error.to_string())?;
        let output = pinned(Path::new("wrk"), "1")
            .args([
                "-t1",
                "--latency",
                &format!("-c{}", self.connections),
                &format!("-d{}s", self.seconds),
                "-s",
            ])
            .arg(&script)
            .arg(format!("http://127.0.0.1:{}{path}", server.port))
            .output();
        let _ = fs::remove_file(&script);
        let output = output.map_err(|error| format!("wrk does not run: {error}"))?;
        let printed = String::from_utf8_lossy(&output.stdout);
        if !output.status.success() || printed.contains("Non-2xx") || printed.contains("Socket errors") {
            return Err(format!("{}: {printed}{}", server.name, String::from_utf8_lossy(&output.stderr)));
        }
        read(&printed).ok_or_else(|| format!("wrk printed what nobody understands:\n{printed}"))
    }
}

fn read(printed: &str) -> Option<Measured> {
    let after = |word: &str| printed.lines().find_map(|line| line.trim().strip_prefix(word));
    Some(Measured {
        a_second: after("Requests/sec:")?.trim().parse().ok()?,
        p99: milliseconds(after("99%")?.trim())?,
    })
}

/// `310.00us`, `1.20ms`, `2.00s`.
fn milliseconds(text: &str) -> Option<f64> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let scale = match text.get(digits.len()..)? {
        "us" => 0.001,
        "ms" => 1.0,
        "s" => 1000.0,
        _ => return None,
    };
    digits.parse::<f64>().ok().map(|number| number * scale)
}
