//! One run of a client, and its output.

use std::{
    env, fs,
    path::Path,
    process::{self, Command},
    sync::OnceLock,
    time::Duration,
};

use crate::{
    client::Talk,
    process::processor_time,
    question::{Form, Question},
    server::{Server, pinned},
};

/// How much is asked in one run.
pub(crate) struct Load {
    pub(crate) seconds: u32,
    pub(crate) connections: u32,
}

/// What one run came to, or the medians of several.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Measured {
    pub(crate) a_second: f64,
    /// Milliseconds that 99 of 100 answers took at most.
    pub(crate) p99: f64,
    /// Microseconds of processor time of one request.
    pub(crate) processor: f64,
}

impl Measured {
    pub(crate) fn median(runs: &[Self]) -> Self {
        let middle = |of: fn(&Self) -> f64| {
            let mut values: Vec<f64> = runs.iter().map(of).collect();
            values.sort_by(f64::total_cmp);
            values[values.len() / 2]
        };
        Self {
            a_second: middle(|run| run.a_second),
            p99: middle(|run| run.p99),
            processor: middle(|run| run.processor),
        }
    }
}

impl Load {
    /// Asks one server for a while. Calls are made by this program, and so is all else where wrk is not installed.
    pub(crate) fn run(&self, server: &Server, talk: Talk) -> Result<Measured, String> {
        let script = env::temp_dir().join(format!("ivr-bench-requests-{}.lua", process::id()));
        let (mut client, by_wrk) = match talk {
            Talk::Same(question, form) if has_wrk() => {
                let path = server.path(question);
                fs::write(&script, lua(question, path, form)).map_err(|error| error.to_string())?;
                let mut wrk = pinned(Path::new("wrk"), "1");
                wrk.args(["-t1", "--latency"]);
                wrk.args([&format!("-c{}", self.connections), &format!("-d{}s", self.seconds)]);
                wrk.arg("-s").arg(&script).arg(format!("http://127.0.0.1:{}{path}", server.port));
                (wrk, true)
            }
            Talk::Same(question, _) => (self.own(server, server.path(question), talk)?, false),
            Talk::Calls { .. } => (self.own(server, server.path(Question::Call), talk)?, false),
        };
        let before = processor_time(server.id());
        let output = client.output();
        let used = processor_time(server.id()).saturating_sub(before);
        let _ = fs::remove_file(&script);
        let output = output.map_err(|error| format!("the client does not run: {error}"))?;
        let printed = String::from_utf8_lossy(&output.stdout);
        if !output.status.success() || printed.contains("Non-2xx") || printed.contains("Socket errors") {
            return Err(format!("{}: {printed}{}", server.name, String::from_utf8_lossy(&output.stderr)));
        }
        let measured = if by_wrk { read(&printed, used) } else { read_own(&printed, used) };
        measured.ok_or_else(|| format!("the client printed what nobody understands:\n{printed}"))
    }

    fn own(&self, server: &Server, path: &str, talk: Talk) -> Result<Command, String> {
        let program = env::current_exe().map_err(|error| error.to_string())?;
        let mut client = pinned(&program, "1");
        let numbers = [self.connections, self.seconds].map(|number| number.to_string());
        client.args(["ask", &server.port.to_string(), path]).args(numbers).arg(talk.to_argument());
        Ok(client)
    }
}

/// Whether wrk is installed.
pub(crate) fn has_wrk() -> bool {
    static FOUND: OnceLock<bool> = OnceLock::new();
    *FOUND.get_or_init(|| Command::new("wrk").arg("-v").output().is_ok())
}

/// What wrk sends.
fn lua(question: Question, path: &str, form: Form) -> String {
    format!(
        "wrk.method = \"POST\"\nwrk.body = \"{}\"\n\
         wrk.headers[\"Content-Type\"] = \"application/x-www-form-urlencoded; charset=UTF-8\"\n\
         wrk.headers[\"User-Agent\"] = \"TwilioProxy/1.1\"\nwrk.headers[\"Accept\"] = \"*/*\"\n\
         wrk.headers[\"X-Twilio-Signature\"] = \"{}\"\n",
        question.body(form),
        question.signature(path, form),
    )
}

/// Reads what the client of this program prints.
fn read_own(printed: &str, used: Duration) -> Option<Measured> {
    let numbers: Vec<f64> = printed.split_whitespace().map_while(|number| number.parse().ok()).collect();
    let [answers, seconds, p99] = numbers[..] else { return None };
    Some(Measured {
        a_second: answers / seconds,
        p99: p99 / 1e3,
        processor: used.as_secs_f64() * 1e6 / answers,
    })
}

fn read(printed: &str, used: Duration) -> Option<Measured> {
    let after = |word: &str| printed.lines().find_map(|line| line.trim().strip_prefix(word));
    let total = printed.lines().find_map(|line| line.split_once(" requests in "))?.0;
    Some(Measured {
        a_second: after("Requests/sec:")?.trim().parse().ok()?,
        p99: milliseconds(after("99%")?.trim())?,
        processor: used.as_secs_f64() * 1e6 / total.trim().parse::<f64>().ok()?,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_wrk_prints_is_read() {
        let printed = "  Latency Distribution\n     50%  310.00us\n     99%    1.20ms\n  \
                       200000 requests in 2.00s, 10MB read\nRequests/sec:  100000.00\n";
        let measured = read(printed, Duration::from_secs(1)).unwrap();
        assert_eq!((measured.a_second, measured.p99, measured.processor), (100_000.0, 1.2, 5.0));
        let measured = read_own("200000 2.0 1200\n", Duration::from_secs(1)).unwrap();
        assert_eq!((measured.a_second, measured.p99, measured.processor), (100_000.0, 1.2, 5.0));
    }
}
