//! Twilio in front of nginx: it tries again once if there is no connection, and not after any other failure. Some
//! requests are repeated, at once or later, and must get the same answer.

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

use axum::{
    Router,
    body::to_bytes,
    http::{StatusCode, request::Parts},
    response::IntoResponse as _,
};
use ivr::phone::Caller;

use crate::{dice::Dice, replicas::Tree};

/// The auth token of the line.
pub(crate) const TOKEN: &str = "0123456789abcdef0123456789abcdef";

/// Where Twilio calls it.
pub(crate) const PUBLIC_URL: &str = "https://voice.example.com";

/// How long Twilio waits for an answer.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(15);

/// How many of a hundred requests are made twice while servers are killed.
const REPEATED: usize = 5;

/// How many of a hundred calls send no cookie back.
const FORGETFUL: usize = 5;

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
    /// Asked in turn.
    servers: Arc<[SocketAddr]>,
    tally: Arc<Tally>,
    line: Arc<Mutex<Line>>,
}

struct Line {
    dice: Dice,
    /// The id of the call, once a request told it.
    call: String,
    /// One to each server.
    connections: Vec<Option<TcpStream>>,
    turn: usize,
    /// A step that is asked for again after the next one, and its document.
    late: Option<(Request, String)>,
    /// So many of a hundred requests are made twice; half of them at once.
    repeated: usize,
    /// What was set last, as it is sent back.
    cookie: Option<String>,
    keeps_cookies: bool,
}

/// One request of the call, or beside it.
#[derive(Clone)]
struct Request {
    /// Up to its last header.
    head: String,
    body: Vec<u8>,
    /// Whether it is of the caller's own leg, whose newest document a repetition gets; not of one who is called, and not a
    /// report.
    is_step: bool,
}

impl Request {
    fn with(&self, cookie: Option<&str>) -> Vec<u8> {
        let cookie = cookie.map(|cookie| format!("cookie: {cookie}\r\n")).unwrap_or_default();
        [self.head.as_bytes(), cookie.as_bytes(), b"\r\n", &self.body].concat()
    }
}

/// What comes back.
struct Answer {
    document: String,
    /// What is to be sent back, if there is anything new.
    cookie: Option<String>,
}

impl Provider {
    pub(crate) fn new(servers: &[SocketAddr], tally: &Arc<Tally>, mut dice: Dice) -> Self {
        let connections = servers.iter().map(|_| None).collect();
        let keeps_cookies = !dice.percent(FORGETFUL);
        let line = Line {
            dice,
            call: String::new(),
            connections,
            turn: 0,
            late: None,
            repeated: REPEATED,
            cookie: None,
            keeps_cookies,
        };
        Self { servers: servers.into(), tally: Arc::clone(tally), line: Arc::new(Mutex::new(line)) }
    }

    /// Whether the call sends cookies back.
    pub(crate) fn keeps_cookies(self, keeps: bool) -> Self {
        self.line.lock().unwrap().keeps_cookies = keeps;
        self
    }

    /// Makes every request once, where the answer depends on who is asked.
    pub(crate) fn repeats_nothing(self) -> Self {
        self.line.lock().unwrap().repeated = 0;
        self
    }

    /// Makes the call.
    pub(crate) fn call(&self, tree: Tree) -> Caller {
        let provider = self.clone();
        let forward = async move |request: axum::extract::Request| {
            let (head, body) = request.into_parts();
            let body = to_bytes(body, usize::MAX).await.unwrap();
            let path = head.uri.path_and_query().map_or("/", |path| path.as_str());
            let request = provider.request(&head, path, &body);
            match provider.ask(&request) {
                Ok(answer) if answer.is_empty() => StatusCode::NO_CONTENT.into_response(),
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

    fn request(&self, head: &Parts, path: &str, body: &[u8]) -> Request {
        let form = String::from_utf8_lossy(body);
        let id = form.split('&').find_map(|field| field.strip_prefix("CallSid=")).unwrap_or_default();
        let mut line = self.line.lock().unwrap();
        if line.call.is_empty() {
            id.clone_into(&mut line.call);
        }
        let is_report = ["/status", "/recording", "/transcription"].iter().any(|name| path.contains(name));
        let headers = head.headers.iter().fold(String::new(), |text, (name, value)| {
            format!("{text}{name}: {}\r\n", String::from_utf8_lossy(value.as_bytes()))
        });
        let head = format!("{} {path} HTTP/1.1\r\n{headers}content-length: {}\r\n", head.method, body.len());
        Request { head, body: body.to_vec(), is_step: id == line.call && !is_report }
    }

    /// The id of the call.
    pub(crate) fn id(&self) -> String {
        self.line.lock().unwrap().call.clone()
    }

    /// One request, with whatever is repeated beside it.
    fn ask(&self, request: &Request) -> io::Result<String> {
        let is_step = request.is_step;
        let mut line = self.line.lock().unwrap();
        let repeated = line.repeated;
        let (is_repeated, how) = (line.dice.percent(repeated), line.dice.below(4));
        self.tally.steps.fetch_add(1, Ordering::Relaxed);
        let twin = (is_repeated && how < 2).then(|| {
            self.tally.at_once.fetch_add(1, Ordering::Relaxed);
            // A repetition may come with the cookie or without.
            let (server, cookie) = (self.servers[0], line.cookie.clone().filter(|_| how == 0));
            let bytes = request.with(cookie.as_deref());
            thread::spawn(move || exchange(&mut None, server, &bytes).map(|answer| answer.document))
        });
        let began = Instant::now();
        let document = self.exchange(&mut line, request)?;
        let took = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.tally.slowest.fetch_max(took, Ordering::Relaxed);
        if let Some(twin) = twin {
            same(&document, &twin.join().unwrap()?, "at once")?;
        }
        if is_step && let Some((late, before)) = line.late.take() {
            let answer = self.exchange(&mut line, &late)?;
            // A caller who waits in a queue takes steps that store nothing: a repetition gets its own document again.
            let is_unstored = steps(&before).is_some() && steps(&before) == steps(&document);
            if !(is_unstored && answer == before) {
                same(&document, &answer, "after the next request")?;
            }
        }
        if is_repeated && (how == 2 || how == 3 && !is_step) {
            self.tally.later.fetch_add(1, Ordering::Relaxed);
            same(&document, &self.exchange(&mut line, request)?, "again")?;
        }
        if is_repeated && how == 3 && is_step {
            self.tally.later.fetch_add(1, Ordering::Relaxed);
            line.late = Some((request.clone(), document.clone()));
        }
        Ok(document)
    }

    /// One request to the server whose turn it is.
    fn exchange(&self, line: &mut Line, request: &Request) -> io::Result<String> {
        let turn = line.turn % self.servers.len();
        line.turn += 1;
        let bytes = request.with(line.cookie.as_deref());
        let Answer { document, cookie } = exchange(&mut line.connections[turn], self.servers[turn], &bytes)?;
        if line.keeps_cookies && cookie.is_some() {
            line.cookie = cookie;
        }
        Ok(document)
    }
}

/// The count of steps in the URL that a document asks next.
fn steps(document: &str) -> Option<&str> {
    document.split_once("action=\"")?.1.split_once('"')?.0.rsplit('/').next()
}

/// A repetition gets the newest document of the call.
fn same(document: &str, other: &str, when: &str) -> io::Result<()> {
    if document == other {
        return Ok(());
    }
    Err(io::Error::other(format!("asked {when}, another answer:\n{document}\n{other}")))
}

/// One request, and the document that answers it; nothing where it is answered with 204. Connecting is tried twice, as Twilio
/// does. A kept connection that was closed meanwhile is made anew; nothing else is repeated.
fn exchange(connection: &mut Option<TcpStream>, server: SocketAddr, request: &[u8]) -> io::Result<Answer> {
    if let Some(kept) = connection
        && let Some(answer) = exchange_on(kept, request)?
    {
        return Ok(answer);
    }
    let stream = TcpStream::connect(server).or_else(|_| TcpStream::connect(server))?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(ANSWER_TIMEOUT))?;
    let answer = exchange_on(connection.insert(stream), request)?;
    answer.ok_or_else(|| io::Error::other("the connection was closed without an answer"))
}

/// The same on this connection, or nothing where it is closed.
fn exchange_on(stream: &mut TcpStream, request: &[u8]) -> io::Result<Option<Answer>> {
    let is_closed = |error: &io::Error| {
        matches!(error.kind(), io::ErrorKind::BrokenPipe | io::ErrorKind::ConnectionReset)
    };
    let (mut answer, mut part) = (Vec::new(), [0; 16_384]);
    if let Err(error) = stream.write_all(request) {
        return if is_closed(&error) { Ok(None) } else { Err(error) };
    }
    loop {
        let length = match stream.read(&mut part) {
            Ok(0) if answer.is_empty() => return Ok(None),
            Err(error) if answer.is_empty() && is_closed(&error) => return Ok(None),
            read => read?,
        };
        answer.extend_from_slice(part.get(..length).unwrap_or_default());
        if let Some(document) = document(&answer) {
            return Ok(Some(Answer { document, cookie: cookie(&answer) }));
        }
        let text = String::from_utf8_lossy(&answer);
        let is_fine = ["HTTP/1.1 200", "HTTP/1.1 204"].iter().any(|status| text.starts_with(status));
        if length == 0 || answer.len() > 12 && !is_fine {
            return Err(io::Error::other(format!("no document: {text:?}")));
        }
    }
}

/// What an answer sets, without its attributes.
fn cookie(answer: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(answer);
    let set = head
        .lines()
        .take_while(|line| !line.is_empty())
        .find_map(|line| line.split_once(": ").filter(|(name, _)| name.eq_ignore_ascii_case("set-cookie")));
    Some(set?.1.split(';').next()?.to_owned())
}

/// The document, once all of it is there.
fn document(answer: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(answer).ok()?;
    if text.starts_with("HTTP/1.1 204") {
        return text.ends_with("\r\n\r\n").then(String::new);
    }
    let (head, body) = text.strip_prefix("HTTP/1.1 200")?.split_once("\r\n\r\n")?;
    let length = head.to_ascii_lowercase().split_once("content-length: ").map(|(_, rest)| rest.to_owned())?;
    let length: usize = length.lines().next()?.trim().parse().ok()?;
    let is_whole = ["</Response>", "<Response/>"].iter().any(|end| body.ends_with(end));
    (body.len() == length && is_whole).then(|| body.to_owned())
}
