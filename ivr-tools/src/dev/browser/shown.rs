//! What the page shows of a call after each move, as JSON.

use serde::Serialize;

use super::calls::OneCall;
use crate::dev::watch::Passed;
use crate::simulator::{
    act::Act,
    alert::Alert,
    call::{End, Event, Moment, Turn},
    pace,
    request::{Request, Response},
    session::Session,
    transcript,
    twiml::{Prompt, Sound},
};

/// A call: what is new, and its state.
#[derive(Serialize, Debug)]
pub(super) struct Shown {
    /// The identifier of the call on this desk.
    pub(super) call: String,
    news: Vec<Update>,
    turn: Waits,
    /// The state that waits.
    pub(super) state: Option<String>,
    /// The nodes of the picture that the call has passed.
    trail: Vec<Passed>,
    /// The last document and its request, for debugging.
    exchange: Option<Exchange>,
    /// The call so far, as a test.
    test: String,
}

#[derive(Serialize, Debug)]
struct Update {
    kind: &'static str,
    /// The state it belongs to.
    state: Option<String>,
    /// The text, as in a transcript.
    text: String,
    sound: Option<ShownSound>,
}

/// A sound. `seconds` is an estimate that includes all repetitions.
#[derive(Serialize, Debug)]
struct ShownSound {
    kind: &'static str,
    /// The spoken text, the URL of a file, or keys.
    text: String,
    language: Option<String>,
    times: u16,
    seconds: f32,
}

/// Whose turn it is.
#[derive(Serialize, Debug)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Waits {
    Gather { keys: bool, words: bool, language: String, timeout: u32, entered: String },
    Record { longest: u32, finish: String },
    Dial { timeout: u32, parties: String },
    Queue { name: String },
    Agent { url: String },
    Over { failed: bool, busy: bool },
}

#[derive(Serialize, Debug)]
struct Exchange {
    request: String,
    form: Vec<(String, String)>,
    status: Option<u16>,
    document: String,
}

impl Shown {
    pub(super) fn of(id: &str, call: &mut OneCall, trail: Vec<Passed>, test: String) -> Self {
        let session = &call.session;
        let places = session.transcript().places();
        let news = session.transcript().moments().iter().zip(places).skip(call.shown);
        let news: Vec<Update> = news.map(|(moment, place)| Update::of(moment, place.as_deref())).collect();
        let shown = Self {
            call: id.to_owned(),
            turn: Waits::of(session.turn()),
            state: session.place().as_deref().map(|place| transcript::state(place).to_owned()),
            exchange: exchange(session),
            trail,
            test,
            news,
        };
        call.shown += shown.news.len();
        shown
    }
}

impl Update {
    fn of(moment: &Moment, place: Option<&str>) -> Self {
        let kind = match &moment.event {
            Event::Requests(_) => "requests",
            Event::Hears(_) => "hears",
            Event::CalleeHears(_) | Event::CalleePresses(_) => "callee",
            Event::Waits(..) => "waits",
            Event::Acts(_) => "acts",
            Event::Lost(_) => "lost",
            Event::Interrupts => "interrupts",
            Event::PassesOver(_) => "passes",
            Event::Alerts(_) => "faults",
            Event::Ends(_) => "ends",
        };
        let text = match &moment.event {
            // The time of the key is shown separately.
            Event::Acts(Act::PressAfter(_, keys)) => keys.clone(),
            Event::Acts(act) => act.to_string(),
            event => event.to_string(),
        };
        let sound =
            if let Event::Hears(prompt) = &moment.event { Some(ShownSound::of(prompt)) } else { None };
        let state = place.map(|place| transcript::state(place).to_owned());
        Self { kind, state, text, sound }
    }
}

impl ShownSound {
    fn of(prompt: &Prompt) -> Self {
        let (kind, text, language) = match &prompt.sound {
            Sound::Say { text, language, .. } => ("say", text.clone(), language.clone()),
            Sound::Play { url } => ("play", url.clone(), None),
            Sound::Tones { is_secret: true, .. } => ("tones", transcript::HIDDEN.to_owned(), None),
            Sound::Tones { digits, .. } => ("tones", digits.clone(), None),
            Sound::Pause { .. } => ("pause", String::new(), None),
            Sound::Beep => ("beep", String::new(), None),
        };
        Self { kind, text, language, times: prompt.times, seconds: pace::seconds(prompt) }
    }
}

impl Waits {
    fn of(turn: &Turn) -> Self {
        match turn {
            Turn::Gather(gathering) => Self::Gather {
                keys: gathering.verb.keys,
                words: gathering.verb.words,
                language: gathering.verb.language.clone(),
                timeout: gathering.verb.timeout,
                entered: gathering.entered.clone(),
            },
            Turn::Record(record) => {
                Self::Record { longest: record.max_length, finish: record.finish.clone() }
            }
            Turn::Dial(dial) => Self::Dial { timeout: dial.timeout, parties: dial.parties.join(" and ") },
            Turn::Enqueue(enqueue) => Self::Queue { name: enqueue.name.clone() },
            Turn::Connect(connect) => Self::Agent { url: connect.url.clone() },
            Turn::Over(end) => {
                let busy = matches!(end, End::Rejected { busy: true });
                Self::Over { failed: matches!(end, End::Failed(_)), busy }
            }
            // Unreachable: a call is shown only when it is not fetching.
            Turn::Fetch(_) => Self::Over { failed: true, busy: false },
        }
    }
}

/// Returns the last exchange for a document.
fn exchange(session: &Session) -> Option<Exchange> {
    let (request, answer): &(Request, Result<Response, Alert>) = session.last_document()?;
    let (status, document) = match answer {
        Ok(response) => (Some(response.status), String::from_utf8_lossy(&response.body).into_owned()),
        Err(alert) => (None, alert.to_string()),
    };
    let request_line = format!("{} {}", request.method.as_str(), request.url.path_and_query());
    let form = request.form().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    Some(Exchange { request: request_line, form, status, document })
}
