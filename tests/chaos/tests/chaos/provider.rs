//! Twilio on its way to nginx: one more try where there is no connection, none after any other failure. Some requests are
//! made twice, at once or later, and answered alike.

use std::{
    io::{self, Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use axum::{Router, body::to_bytes, extract::Request, http::StatusCode, response::IntoResponse as _};
use ivr::phone::Caller;

use crate::{dice::Dice, replicas::Tree};

/// The auth token of the line.
pub(crate) const TOKEN: &str = "0123456789abcdef0123456789abcdef";

/// Where Twilio calls it.
pub(crate) const PUBLIC_URL: &str = "https://voice.example.com";

/// How long Twilio waits for an answer.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(15);

/// So many of a hundred requests are made twice; half of them at once.
const REPEATED: usize = 5;

/// What was counted on the way.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    pub(crate) steps: AtomicUsize,
    pub(crate) at_once: AtomicUsize,
    pub(crate) later: AtomicUsize,
    /// The longest answer, in milliseconds.
    pub(crate) slowest: AtomicU64,
}

/// The way of one call.
#[derive(Clone)]
pub(crate) struct Provider {
    proxy: SocketAddr,
    tally: Arc<Tally>,
    line: Arc<Mutex<Line>>,
}

struct Line {
    dice: Dice,
    /// The id of the call, once a request told it.
    call: String,
    connection: Option<TcpStream>,
    /// A request that is made again after the next one.
    late: Option<Vec<u8>>,
}

impl Provider {
    pub(crate) fn new(proxy: SocketAddr, tally: &Arc<Tally>, dice: Dice) -> Self {
        let line = Line { dice, call: String::new(), connection: None, late: None };
        Self { proxy, tally: Arc::clone(tally), line: Arc::new(Mutex::new(line)) }
    }

    /// Makes the call.
    pub(crate) fn call(&self, tree: Tree) -> Caller {
        let provider = self.clone();
        let forward = async move |request: Request| {
            let (head, body) = request.into_parts();
            let body = to_bytes(body, usize::MAX).await.unwrap();
            let form = String::from_utf8_lossy(&body);
            let call = form.split('&').find_map(|field| field.strip_prefix("CallSid=")).unwrap_or_default();
            call.clone_into(&mut provider.line.lock().unwrap().call);
            let headers = head.headers.iter().fold(String::new(), |text, (name, value)| {
                format!("{text}{name}: {}\r\n", String::from_utf8_lossy(value.as_bytes()))
            });
            let path = head.uri.path_and_query().map_or("/", |path| path.as_str());
            let text =
                format!("{} {path} HTTP/1.1\r\n{headers}content-length: {}\r\n\r\n", head.method, body.len());
            match provider.ask(&[text.as_bytes(), &body].concat()) {
                Ok(document) => ([("content-type", "text/xml")], document).into_response(),
                Err(error) => {
                    eprintln!("{path}: {error}");
                    (StatusCode::BAD_GATEWAY, error.to_string()).into_response()
                }
            }
        };
        let address = format!("{PUBLIC_URL}{}", tree.path());
        Caller::to(Router::new().fallback(forward), &address).signed(TOKEN)
    }

    /// The id of the call.
    pub(crate) fn id(&self) -> String {
        self.line.lock().unwrap().call.clone()
    }

    /// One step of the call, with whatever is repeated beside it.
    fn ask(&self, request: &[u8]) -> io::Result<String> {
        let mut line = self.line.lock().unwrap();
        let (is_repeated, how) = (line.dice.percent(REPEATED), line.dice.below(4));
        self.tally.steps.fetch_add(1, Ordering::Relaxed);
        let twin = (is_repeated && how < 2).then(|| {
            self.tally.at_once.fetch_add(1, Ordering::Relaxed);
            let (proxy, request) = (self.proxy, request.to_vec());
            thread::spawn(move || exchange(&mut None, proxy, &request))
        });
        let began = Instant::now();
        let document = exchange(&mut line.connection, self.proxy, request)?;
        let took = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.tally.slowest.fetch_max(took, Ordering::Relaxed);
        if let Some(twin) = twin {
            same(&document, &twin.join().unwrap()?, "at once")?;
        }
        if let Some(late) = line.late.take() {
            let answer = exchange(&mut line.connection, self.proxy, &late)?;
            same(&document, &answer, "after the next request")?;
        }
        if is_repeated && how >= 2 {
            self.tally.later.fetch_add(1, Ordering::Relaxed);
        }
        if is_repeated && how == 2 {
            same(&document, &exchange(&mut line.connection, self.proxy, request)?, "again")?;
        }
        if is_repeated && how == 3 {
            line.late = Some(request.to_vec());
        }
        Ok(document)
    }
}

/// A repetition gets the newest document of the call.
fn same(document: &str, other: &str, when: &str) -> io::Result<()> {
    if document == other {
        return Ok(());
    }
    Err(io::Error::other(format!("asked {when}, another answer:\n{document}\n{other}")))
}

/// One request, and the document that answers it. Connecting is tried twice, as Twilio does; nothing else is.
fn exchange(connection: &mut Option<TcpStream>, proxy: SocketAddr, request: &[u8]) -> io::Result<String> {
    let stream = match connection {
        Some(stream) => stream,
        None => connection.insert(TcpStream::connect(proxy).or_else(|_| TcpStream::connect(proxy))?),
    };
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(ANSWER_TIMEOUT))?;
    stream.write_all(request)?;
    let (mut answer, mut part) = (Vec::new(), [0; 16_384]);
    loop {
        let length = stream.read(&mut part)?;
        answer.extend_from_slice(part.get(..length).unwrap_or_default());
        if let Some(document) = document(&answer) {
            return Ok(document);
        }
        let text = String::from_utf8_lossy(&answer);
        if length == 0 || answer.len() > 12 && !text.starts_with("HTTP/1.1 200") {
            return Err(io::Error::other(format!("no document: {text:?}")));
        }
    }
}

/// The document, once all of it is there.
fn document(answer: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(answer).ok()?;
    let (head, body) = text.strip_prefix("HTTP/1.1 200")?.split_once("\r\n\r\n")?;
    let length = head.to_ascii_lowercase().split_once("content-length: ").map(|(_, rest)| rest.to_owned())?;
    let length: usize = length.lines().next()?.trim().parse().ok()?;
    (body.len() == length && body.ends_with("</Response>")).then(|| body.to_owned())
}
