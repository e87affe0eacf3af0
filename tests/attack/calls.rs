//! Calls that mean it, made while others attack.

use std::{
    fmt, io,
    net::SocketAddr,
    time::{Duration, Instant},
};

use ivr_runtime::signature::Key;
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::TcpStream,
    time::{sleep, timeout},
};

use crate::server::{PUBLIC_URL, Server, TOKEN};

/// How long Twilio waits for an answer.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(15);

/// From one call to the next.
const PAUSE: Duration = Duration::from_millis(10);

/// What became of the calls.
pub(crate) struct Calls {
    made: usize,
    answered: Vec<Duration>,
}

impl Calls {
    /// Makes so many calls one after another, each over a connection of its own.
    pub(crate) async fn make(server: &Server, count: usize) -> Self {
        let mut calls = Self { made: 0, answered: Vec::new() };
        for _ in 0..count {
            calls.made += 1;
            let begun = Instant::now();
            if timeout(ANSWER_TIMEOUT, call(server.address, server.is_signed))
                .await
                .is_ok_and(|ok| ok.is_ok())
            {
                calls.answered.push(begun.elapsed());
            }
            sleep(PAUSE).await;
        }
        calls.answered.sort_unstable();
        calls
    }

    /// All were answered; in full also in less than one second, of 99 in 100.
    #[track_caller]
    pub(crate) fn are_answered(&self, attack: &str) {
        println!("{attack}: {self}");
        assert_eq!(self.answered.len(), self.made, "{attack}: {self}");
        assert!(!crate::is_full() || self.percentile(99) < Duration::from_secs(1), "{attack}: {self}");
    }

    fn percentile(&self, percent: usize) -> Duration {
        let place = (self.answered.len() * percent).div_ceil(100).max(1) - 1;
        self.answered.get(place).copied().unwrap_or_default()
    }
}

impl fmt::Display for Calls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [median, slow] = [50, 99].map(|percent| self.percentile(percent).as_secs_f64() * 1000.0);
        let (answered, made) = (self.answered.len(), self.made);
        write!(f, "{answered} of {made} calls answered, median {median:.1} ms, p99 {slow:.1} ms")
    }
}

async fn call(address: SocketAddr, is_signed: bool) -> io::Result<()> {
    let mut stream = TcpStream::connect(address).await?;
    call_over(&mut stream, is_signed).await
}

/// A new call over a connection; an error unless it is answered with a document.
pub(crate) async fn call_over(
    stream: &mut (impl AsyncRead + AsyncWrite + Unpin),
    is_signed: bool,
) -> io::Result<()> {
    let sid = format!("CA{:032x}", rand());
    let form = [("CallSid", sid.as_str()), ("From", "+14158675309"), ("To", "+18005551212")];
    let body = form.map(|(name, value)| format!("{name}={}", value.replace('+', "%2B"))).join("&");
    let signature = Key::new(TOKEN).sign(&format!("{PUBLIC_URL}/triage"), &form);
    let signature = if is_signed { format!("X-Twilio-Signature: {signature}\r\n") } else { String::new() };
    let request = format!(
        "POST /triage HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {}\r\n{signature}\
         Content-Type: application/x-www-form-urlencoded\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).await?;
    stream.flush().await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;
    let is_document = answer.starts_with("HTTP/1.1 200") && answer.ends_with("</Response>");
    if is_document { Ok(()) } else { Err(io::Error::other(answer)) }
}

/// Another number for every call.
fn rand() -> u64 {
    use std::hash::{BuildHasher, RandomState};
    RandomState::new().hash_one(0u8)
}
