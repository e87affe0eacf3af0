//! A call with its line and its transcript. A move goes in, and all requests until the next turn are made.

use std::collections::HashMap;

use super::{
    act::Act,
    alert::Alert,
    call::{Call, End, Moment, Turn, UnexpectedAct},
    line::{Exchange, InProcess, Line, Socket},
    request::{Identity, Method, Request, Response},
    told::Told,
    transcript::{self, Transcript},
    url::Url,
};
use ivr_core::hours::LocalTime;
use ivr_runtime::{
    heard::Event,
    signature::Key,
    trial::{Clock, Late, Trial},
};

/// The status of a response to a callback.
const NO_CONTENT: u16 = 204;

/// How often a silent caller may be asked the same before the call counts as endless.
const SAME_QUESTION: u32 = 20;

/// The same limit in a queue, where somebody answers at some time.
const SAME_IN_QUEUE: u32 = 5_000;

/// A call in progress.
#[derive(Debug)]
pub(crate) struct Session {
    call: Call,
    number: Number,
    exchange: Exchange,
    /// What requests are signed with.
    key: Option<Key>,
    /// The origin of the application. A document of another origin belongs to another application. `None` if every
    /// origin is served.
    home: Option<Url>,
    transcript: Transcript,
    /// The last request, and its response.
    last: Option<(Request, Result<Response, Alert>)>,
    /// The last request for a document, and its response. Callbacks do not count.
    last_document: Option<(Request, Result<Response, Alert>)>,
    /// The moments before the last move.
    before: usize,
    /// What is passed to a tree in this process with every request.
    trial: Trial,
    /// What a tree in this process did: the positions that it left, and the event in each.
    steps: Vec<(String, Event)>,
    /// How often each question was asked while the caller was silent.
    asked: HashMap<String, u32>,
}

/// What is called, and how.
#[derive(Clone, Debug)]
pub(crate) struct Number {
    /// The URL of the tree, under which its states are.
    pub(crate) url: Url,
    /// The URL of the first request, if it is another one.
    begins_at: Option<Url>,
    pub(crate) method: Method,
}

/// The base URL of webhooks in this process: a host that the origin guard of every unsigned server admits.
const IN_PROCESS: &str = "http://localhost";

impl Number {
    /// Parses an absolute URL, or the path of a webhook in this process.
    pub(crate) fn read(address: &str) -> Result<Self, Alert> {
        let url =
            if address.starts_with('/') { format!("{IN_PROCESS}{address}") } else { address.to_owned() };
        Ok(Self { url: Url::parse(&url)?, begins_at: None, method: Method::Post })
    }

    /// Returns the same tree with another URL for the first request.
    pub(crate) fn beginning_at(self, reference: &str) -> Result<Self, Alert> {
        Ok(Self { begins_at: Some(self.url.join(reference)?), ..self })
    }
}

impl Session {
    /// Creates a call to a router in this process.
    pub(crate) fn in_process(number: Number, router: axum::Router) -> Self {
        let home = number.url.clone();
        Self::new(number, InProcess(router), Some(home))
    }

    /// Creates a call over TCP: to the host of the URL, or to another address in `socket`.
    pub(crate) fn over_socket(number: Number, socket: Socket) -> Self {
        let home = socket.via.is_some().then(|| number.url.clone());
        Self::new(number, socket, home)
    }

    fn new(number: Number, line: impl Line + 'static, home: Option<Url>) -> Self {
        let first = number.begins_at.as_ref().unwrap_or(&number.url).clone();
        Self {
            call: Call::new(Identity::new(), number.method, first),
            exchange: Exchange::new(line),
            key: None,
            home,
            transcript: Transcript::new(number.url.clone()),
            number,
            last: None,
            last_document: None,
            before: 0,
            trial: Trial::default(),
            steps: Vec::new(),
            asked: HashMap::new(),
        }
    }

    /// Signs every request from here on.
    pub(crate) fn sign(&mut self, key: Key) {
        self.key = Some(key);
    }

    /// From now on, the app of a tree in this process answers these questions too late.
    pub(crate) fn delay(&mut self, late: Late) {
        self.trial.late = late;
    }

    /// Sets the clock of a tree in this process.
    pub(crate) fn set_clock(&mut self, clock: Clock) {
        self.trial.clock = clock;
    }

    /// Returns when the call began, by the clock that was set.
    pub(crate) fn began(&self) -> Option<LocalTime> {
        match self.trial.clock {
            Clock::At { began, .. } => Some(began),
            Clock::System | Clock::Open(_) => None,
        }
    }

    /// Returns the URL that receives the result of the current turn.
    pub(crate) fn action(&self) -> Option<Url> {
        self.call.action()
    }

    /// Returns what is passed to a tree with the next request. The time advances with the call.
    fn trial(&self) -> Trial {
        let mut trial = self.trial.clone();
        if let Clock::At { passed, .. } = &mut trial.clock {
            *passed = self.call.elapsed();
        }
        trial
    }

    /// Returns the positions that a tree in this process has left, and the event in each.
    pub(crate) fn steps(&self) -> &[(String, Event)] {
        &self.steps
    }

    /// Sets the URL of the status callback, relative to the number.
    pub(crate) fn tell_status(&mut self, reference: &str) -> Result<(), Alert> {
        self.call.tell_status(self.number.url.join(reference)?);
        Ok(())
    }

    /// Moves the call in progress to another URL of the tree, as Twilio's REST API does.
    pub(crate) fn redirect(&mut self, to: &Number) {
        self.carry_on();
        self.before = self.transcript.moments().len();
        self.asked.clear();
        self.call.redirect_live(to.begins_at.as_ref().unwrap_or(&to.url).clone());
        self.carry_on();
    }

    /// Repeats the last request, as Twilio does if it missed the response. Returns both responses.
    pub(crate) fn retry(&mut self) -> Option<[Result<Response, Alert>; 2]> {
        let (request, first) = self.last.clone()?;
        let again = self.repeat(&request).map(|response| Response { report: None, ..response });
        Some([first, again])
    }

    /// Repeats a request of this call, without any effect on the phone.
    pub(crate) fn repeat(&self, request: &Request) -> Result<Response, Alert> {
        self.exchange.fetch(request, self.key.as_ref())
    }

    /// Sets the number of the caller, before the first move.
    pub(crate) fn call_from(&mut self, from: &str) {
        self.call.call_from(from);
    }

    /// Sets what Twilio reports about the call, before the first move.
    pub(crate) fn tell(&mut self, told: Told) {
        self.call.tell(told);
    }

    /// Returns what Twilio reports about the call.
    pub(crate) fn told(&self) -> &Told {
        self.call.told_so_far()
    }

    /// Makes the pending requests, until it is somebody else's turn.
    pub(crate) fn carry_on(&mut self) {
        while let Turn::Fetch(request) = self.call.turn() {
            if self.home.as_ref().is_some_and(|home| !home.same_origin(&request.url)) {
                self.call.leave();
                break;
            }
            let request = Request { trial: self.trial(), ..request.clone() };
            let mut response = self.exchange.fetch(&request, self.key.as_ref());
            if let Some(report) = response.as_mut().ok().and_then(|response| response.report.take()) {
                self.steps.extend(report.steps);
                self.call.hide(report.secrets);
                report.on_error.iter().for_each(|why| self.call.remark(Alert::on_error(why)));
            }
            // Only requests of the call itself are repeated, not callbacks.
            if !self.call.is_reporting() {
                self.last = Some((request, response.clone()));
                if !matches!(&response, Ok(response) if response.status == NO_CONTENT) {
                    self.last_document.clone_from(&self.last);
                }
            }
            self.call.fetched(response);
        }
        self.transcript.extend(self.call.take_log());
    }

    /// Is silent once, for a caller who says nothing more. Endless repetition is then a fault.
    pub(crate) fn stay_silent(&mut self) -> Result<(), UnexpectedAct> {
        self.carry_on();
        if !self.is_asked_for_ever() {
            return self.act(&Act::Silence);
        }
        let before = self.transcript.moments().len();
        let text =
            format!("endless silence: the same question was asked {SAME_QUESTION} times without an answer");
        self.call.fail(Alert::endless(text));
        self.before = before;
        self.carry_on();
        Ok(())
    }

    /// Makes a move, and then the pending requests.
    pub(crate) fn act(&mut self, act: &Act) -> Result<(), UnexpectedAct> {
        self.carry_on();
        let before = self.transcript.moments().len();
        if *act != Act::Silence {
            self.asked.clear();
        }
        self.call.act(act)?;
        self.before = before;
        self.carry_on();
        Ok(())
    }

    /// Submits an incomplete entry, because no further key follows.
    pub(crate) fn settle(&mut self) {
        self.carry_on();
        self.call.finish_entry();
        self.carry_on();
    }

    /// Returns the queue in which the caller waits.
    pub(crate) fn queue(&self) -> Option<&str> {
        self.call.queue()
    }

    /// Returns whether the caller waits in a queue whose documents are heard.
    pub(crate) fn is_queued(&self) -> bool {
        self.call.is_queued()
    }

    /// Sets the position of the caller in a queue.
    pub(crate) fn stand_at(&mut self, position: u32) {
        self.call.stand_at(position);
    }

    /// The call, for what it waits for.
    pub(crate) fn turn(&self) -> &Turn {
        self.call.turn()
    }

    /// Returns the position that receives the result of the current turn: `Menu`, or `Menu/2` after two attempts.
    pub(crate) fn place(&self) -> Option<String> {
        self.call.action().and_then(|action| self.transcript.place(&action))
    }

    /// Returns the identifier of the call, as in its requests.
    pub(crate) fn sid(&self) -> &str {
        self.call.sid()
    }

    /// Returns the account of the call.
    pub(crate) fn account_sid(&self) -> &str {
        self.call.account_sid()
    }

    /// Returns the last request for a document, and its response.
    pub(crate) fn last_document(&self) -> Option<&(Request, Result<Response, Alert>)> {
        self.last_document.as_ref()
    }

    pub(crate) fn transcript(&self) -> &Transcript {
        &self.transcript
    }

    /// Returns what was heard since the last move.
    pub(crate) fn heard(&self) -> String {
        transcript::heard(self.since_last_move())
    }

    /// Returns the tones that were sent since the last move.
    pub(crate) fn tones(&self) -> Vec<&str> {
        transcript::tones(self.since_last_move()).collect()
    }

    /// Returns the languages of what was said since the last move, and of the current recognition.
    pub(crate) fn languages(&self) -> Vec<&str> {
        let listens = match self.call.turn() {
            Turn::Gather(gathering) if gathering.verb.words => Some(gathering.verb.language.as_str()),
            _ => None,
        };
        transcript::languages(self.since_last_move()).chain(listens).collect()
    }

    /// The fault that ended the call.
    pub(crate) fn alert(&self) -> Option<&Alert> {
        match self.call.turn() {
            Turn::Over(End::Failed(alert)) => Some(alert),
            _ => None,
        }
    }

    fn since_last_move(&self) -> &[Moment] {
        self.transcript.moments().get(self.before..).unwrap_or_default()
    }

    /// Counts how often a silent caller is asked the same: the same texts and the same accepted inputs.
    fn is_asked_for_ever(&mut self) -> bool {
        let is_asked = matches!(self.call.turn(), Turn::Gather(_) | Turn::Record(_));
        if !is_asked && !self.is_queued() {
            return false;
        }
        let most = if self.is_queued() { SAME_IN_QUEUE } else { SAME_QUESTION };
        let question = format!("{} {}", self.heard(), self.call.turn());
        let times = self.asked.entry(question).or_default();
        *times += 1;
        *times > most
    }
}
