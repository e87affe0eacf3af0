//! A client of this program: whole calls, which go where each answer leads, and one question again and again where wrk is
//! not installed. It runs as a process of its own, on its own core, and prints what it measured.

use std::{
    io,
    net::Ipv4Addr,
    process,
    time::{Duration, Instant},
};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use crate::question::{Form, Question, post};

/// What is said on a connection.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Talk {
    /// The same question again and again.
    Same(Question, Form),
    /// Calls of so many keys, each key out of this many, and the last one `last`, where there is one.
    Calls { keys: u32, of: u32, last: Option<u32> },
}

impl Talk {
    /// As an argument of the process.
    pub(crate) fn to_argument(self) -> String {
        match self {
            Self::Same(question, form) => format!("same,{},{}", question as usize, form as usize),
            Self::Calls { keys, of, last } => format!("calls,{keys},{of},{}", last.unwrap_or(0)),
        }
    }

    fn of_argument(argument: &str) -> Option<Self> {
        let (kind, numbers) = argument.split_once(',')?;
        let numbers: Vec<u32> =
            numbers.split(',').map(|number| number.parse().ok()).collect::<Option<_>>()?;
        match (kind, &numbers[..]) {
            ("same", &[question, form]) => {
                let question = *Question::ALL.get(question as usize)?;
                Some(Self::Same(question, *[Form::Five, Form::Full].get(form as usize)?))
            }
            ("calls", &[keys, of, last]) => {
                Some(Self::Calls { keys, of: of.max(1), last: Some(last).filter(|last| *last > 0) })
            }
            _ => None,
        }
    }
}

/// `ask PORT PATH CONNECTIONS SECONDS TALK`: asks, and prints answers, seconds and the 99th percentile in microseconds.
pub(crate) fn run(arguments: &[String]) -> Result<(), String> {
    let [port, path, connections, seconds, talk] = arguments else {
        return Err("ask PORT PATH CONNECTIONS SECONDS TALK".into());
    };
    let number = |text: &String| text.parse::<u32>().map_err(|_| format!("`{text}` is not a number"));
    let port = u16::try_from(number(port)?).map_err(|error| error.to_string())?;
    let talk = Talk::of_argument(talk).ok_or("TALK is same,QUESTION,FORM or calls,KEYS,OF,LAST")?;
    let (connections, seconds) = (number(connections)?, Duration::from_secs(number(seconds)?.into()));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| error.to_string())?;
    let begun = Instant::now();
    let mut took = runtime.block_on(all(port, path, connections, begun + seconds, talk))?;
    let seconds = begun.elapsed().as_secs_f64();
    took.sort_unstable();
    let p99 = took.get(took.len() * 99 / 100).copied().unwrap_or_default();
    println!("{} {seconds} {p99}", took.len());
    Ok(())
}

async fn all(
    port: u16,
    path: &str,
    connections: u32,
    until: Instant,
    talk: Talk,
) -> Result<Vec<u32>, String> {
    let tasks = (0..connections).map(|number| {
        let speaker = Speaker::new(path, number, talk);
        tokio::spawn(converse(port, until, speaker))
    });
    let tasks: Vec<_> = tasks.collect();
    let mut took = Vec::new();
    for task in tasks {
        let of_one = task.await.map_err(|error| error.to_string())?;
        took.extend(of_one.map_err(|error| format!("a connection failed: {error}"))?);
    }
    Ok(took)
}

/// The microseconds of every answer.
async fn converse(port: u16, until: Instant, mut speaker: Speaker) -> io::Result<Vec<u32>> {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await?;
    stream.set_nodelay(true)?;
    let (mut took, mut buffer) = (Vec::new(), Vec::with_capacity(16 * 1024));
    loop {
        let begun = Instant::now();
        if begun >= until {
            return Ok(took);
        }
        stream.write_all(speaker.request().as_bytes()).await?;
        let body = read(&mut stream, &mut buffer).await?;
        took.push(u32::try_from(begun.elapsed().as_micros()).unwrap_or(u32::MAX));
        speaker.hear(&buffer[body..]);
    }
}

/// Reads one answer; where its body begins.
async fn read(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> io::Result<usize> {
    let wrong = |why: &str| io::Error::new(io::ErrorKind::InvalidData, why);
    buffer.clear();
    let mut end = None;
    loop {
        if stream.read_buf(buffer).await? == 0 {
            return Err(wrong("it was closed"));
        }
        if end.is_none()
            && let Some(head) = buffer.windows(4).position(|four| four == b"\r\n\r\n")
        {
            let text = std::str::from_utf8(&buffer[..head]).map_err(|_| wrong("a head is not UTF-8"))?;
            if !text.starts_with("HTTP/1.1 200") {
                return Err(wrong(text));
            }
            let length = text.lines().find_map(|line| {
                let (name, value) = line.split_once(':')?;
                name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
            });
            end = Some((head + 4, length.ok_or_else(|| wrong("a head without Content-Length"))?));
        }
        if let Some((body, length)) = end
            && buffer.len() >= body + length
        {
            return Ok(body);
        }
    }
}

/// One side of a connection: what is asked next.
struct Speaker {
    root: String,
    talk: Talk,
    /// The same question, or the next one of a call.
    request: String,
    connection: u32,
    calls: u32,
    keys: u32,
    random: u64,
}

impl Speaker {
    fn new(root: &str, connection: u32, talk: Talk) -> Self {
        let request = match talk {
            Talk::Same(question, form) => question.request(root, form),
            Talk::Calls { .. } => String::new(),
        };
        let random = u64::from(connection) + 1;
        let mut speaker = Self { root: root.into(), talk, request, connection, calls: 0, keys: 0, random };
        if let Talk::Calls { .. } = talk {
            speaker.call();
        }
        speaker
    }

    fn request(&self) -> &str {
        &self.request
    }

    /// Begins another call, with an id that no call had before.
    fn call(&mut self) {
        (self.calls, self.keys) = (self.calls + 1, 0);
        self.request = post(&self.root, &self.form(None));
    }

    fn form(&self, key: Option<u32>) -> String {
        let (process, connection, call) = (process::id(), self.connection, self.calls);
        let key = key.map(|key| format!("&Digits={key}")).unwrap_or_default();
        let status = if key.is_empty() { "ringing" } else { "in-progress" };
        format!(
            "CallSid=CA{process:08x}{connection:08x}{call:016x}&From=%2B14158675310&To=%2B18005551212&\
             CallStatus={status}{key}"
        )
    }

    /// Goes where an answer leads: to the next key, or to another call.
    fn hear(&mut self, answer: &[u8]) {
        let Talk::Calls { keys, of, last } = self.talk else { return };
        let answer = String::from_utf8_lossy(answer);
        let action = answer.split_once("action=\"").and_then(|(_, rest)| rest.split_once('"'));
        let Some((action, _)) = action.filter(|_| self.keys < keys) else { return self.call() };
        self.keys += 1;
        // xorshift: the keys are arbitrary, but the same in each run.
        self.random ^= self.random << 13;
        self.random ^= self.random >> 7;
        self.random ^= self.random << 17;
        let key = 1 + (self.random % u64::from(of)) as u32;
        let key = last.filter(|_| self.keys == keys).unwrap_or(key);
        self.request = post(action, &self.form(Some(key)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_survives_a_command_line() {
        for talk in [
            Talk::Same(Question::Key, Form::Full),
            Talk::Calls { keys: 9, of: 5, last: None },
            Talk::Calls { keys: 9, of: 1, last: Some(2) },
        ] {
            let read = Talk::of_argument(&talk.to_argument());
            assert_eq!(format!("{read:?}"), format!("{:?}", Some(talk)));
        }
        assert!(Talk::of_argument("calls,9,x,0").is_none());
    }

    #[test]
    fn a_call_goes_where_the_answers_lead_and_then_another_begins() {
        let mut speaker = Speaker::new("/kept", 0, Talk::Calls { keys: 2, of: 1, last: Some(2) });
        let first = speaker.request().to_owned();
        assert!(first.starts_with("POST /kept HTTP/1.1") && !first.contains("Digits"), "{first}");
        let gather = br#"<Gather action="/kept/Menu/0/1">"#;
        speaker.hear(gather);
        assert!(
            speaker.request().starts_with("POST /kept/Menu/0/1 ") && speaker.request().ends_with("Digits=1")
        );
        speaker.hear(gather);
        assert!(speaker.request().ends_with("Digits=2"), "{}", speaker.request());
        speaker.hear(b"<Hangup/>");
        let second = speaker.request();
        assert!(second.starts_with("POST /kept HTTP/1.1") && *second != first, "{second}");
    }
}
