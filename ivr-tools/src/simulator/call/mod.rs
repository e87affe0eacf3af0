//! A call as Twilio executes it: documents go in, and what is heard and whose turn it is come out. It is pure: it
//! does not fetch, sleep or print.
//!
//! Reports about a leg of a call are not implemented, and are named if a document asks for them.

// The turns of a call.
mod turn;

// Callbacks in addition to the requests of a call.
mod callbacks;

// The responses of the application.
mod answer;

// The verbs that wait for somebody.
mod gather;
mod queue;
mod record;
mod screen;
mod world;

// The agent of `connect`.
mod connect;

mod ending;

#[cfg(test)]
mod tests;

use std::collections::{HashSet, VecDeque};

use self::{
    answer::Answer,
    queue::{Queued, is_of_queue},
};
pub(crate) use self::{
    gather::Gathering,
    turn::{End, Event, Moment, Turn, UnexpectedAct},
};
use super::{
    act::Act,
    alert::Alert,
    pace,
    request::{CallStatus, Form, Identity, Method, Request, Response},
    told::Told,
    twiml::{Link, Prompt, Sound, Verb},
    url::Url,
};

/// The maximum number of consecutive documents without a move and without anything new that is heard.
const DOCUMENTS_IN_A_ROW: u32 = 100;

/// The maximum duration of a call, in seconds: Twilio ends a call after 24 hours at the latest.
const MAX_CALL: f32 = 86_400.0;

/// A call, from the first request to its end.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    who: Identity,
    status: CallStatus,
    /// The URL of the current document.
    document: Url,
    rest: VecDeque<Verb>,
    turn: Turn,
    /// Seconds since the call began.
    clock: f32,
    log: Vec<Moment>,
    /// What was heard since the last move, for keys that arrive early.
    playing: Vec<Playing>,
    documents_in_a_row: u32,
    /// What was heard since the last move.
    heard_in_a_row: HashSet<Sound>,
    http_redirects: u32,
    /// The URL of the status callback.
    status_callback: Option<Url>,
    /// How the call ended, while the status callback is sent.
    ended: Option<End>,
    /// The pending requests outside of the call, and the turn that follows them.
    callbacks: VecDeque<Request>,
    held: Option<Turn>,
    /// The queue in which the caller waits, if its documents are heard.
    queued: Option<Queued>,
    /// The leg of a callee who hears a document first.
    leg: Option<screen::Leg>,
    /// The position of the caller in a queue, if a test sets it.
    position: Option<u32>,
    /// The tones that transcripts do not show.
    secrets: HashSet<String>,
}

#[derive(Clone, Copy, Debug)]
struct Playing {
    seconds: f32,
    /// Whether keys count while it plays.
    listening: bool,
}

impl Call {
    /// Creates a call whose first request is `method url`.
    pub(crate) fn new(who: Identity, method: Method, url: Url) -> Self {
        let mut call = Self {
            who,
            status: CallStatus::Ringing,
            document: url.clone(),
            rest: VecDeque::new(),
            turn: Turn::Over(End::HungUp),
            clock: 0.0,
            log: Vec::new(),
            playing: Vec::new(),
            documents_in_a_row: 0,
            heard_in_a_row: HashSet::new(),
            http_redirects: 0,
            status_callback: None,
            ended: None,
            callbacks: VecDeque::new(),
            held: None,
            queued: None,
            leg: None,
            position: None,
            secrets: HashSet::new(),
        };
        call.request(method, url, Vec::new());
        call
    }

    /// Sets the number of the caller, before the first request.
    pub(crate) fn call_from(&mut self, number: &str) {
        self.begin_with(|who| number.clone_into(&mut who.from));
    }

    /// Sets what Twilio reports about the call, before the first request.
    pub(crate) fn tell(&mut self, told: Told) {
        self.begin_with(|who| who.told = told);
    }

    /// Returns what Twilio reports about the call.
    pub(crate) fn told_so_far(&self) -> &Told {
        &self.who.told
    }

    fn begin_with(&mut self, change: impl FnOnce(&mut Identity)) {
        if let Turn::Fetch(request) = &self.turn
            && self.status == CallStatus::Ringing
        {
            let method = request.method;
            change(&mut self.who);
            self.log.clear();
            self.documents_in_a_row = 0;
            self.request(method, self.document.with_query(&self.who.told.query()), Vec::new());
        }
    }

    /// The identifier of the call.
    pub(crate) fn sid(&self) -> &str {
        &self.who.call_sid
    }

    /// Returns the account of the call.
    pub(crate) fn account_sid(&self) -> &str {
        &self.who.account_sid
    }

    /// Sets the URL of the status callback.
    pub(crate) fn tell_status(&mut self, callback: Url) {
        self.status_callback = Some(callback);
    }

    /// Whose turn it is.
    pub(crate) fn turn(&self) -> &Turn {
        &self.turn
    }

    /// Takes what happened since the last call of this method.
    pub(crate) fn take_log(&mut self) -> Vec<Moment> {
        std::mem::take(&mut self.log)
    }

    /// Returns the URL that receives the result of the current turn.
    pub(crate) fn action(&self) -> Option<Url> {
        let link = match &self.turn {
            Turn::Gather(gathering) => &gathering.verb.action,
            Turn::Record(record) => &record.action,
            Turn::Dial(dial) => &dial.action,
            Turn::Enqueue(enqueue) => return self.queue_action(enqueue),
            Turn::Connect(connect) => &connect.action,
            Turn::Fetch(_) | Turn::Over(_) => return None,
        };
        let comes_back = link.url.is_some() || matches!(self.turn, Turn::Gather(_) | Turn::Record(_));
        if comes_back { self.resolve(link).ok() } else { None }
    }

    /// Handles the response to the request of [`Turn::Fetch`].
    pub(crate) fn fetched(&mut self, response: Result<Response, Alert>) {
        let Turn::Fetch(request) = &self.turn else { return };
        if self.is_screening() {
            return self.fetched_leg(response);
        }
        if let Some(turn) = self.held.take() {
            return self.told(&request.url.to_string(), response, turn);
        }
        if let Some(end) = self.ended.take() {
            return self.told_status(response, end);
        }
        let request = request.clone();
        let answer = response.and_then(|response| answer::read(&response));
        if self.status == CallStatus::Completed {
            return self.hung_up(answer.err());
        }
        match answer {
            Ok(Answer::Document(document)) => {
                self.http_redirects = 0;
                self.document = request.url;
                document.warnings.into_iter().for_each(|warning| self.note(Event::Alerts(warning)));
                self.rest = document.verbs.into();
                self.run();
            }
            Ok(Answer::Single(sound)) => {
                let sound = sound.unwrap_or_else(|| Sound::Play { url: request.url.to_string() });
                self.hear(Prompt { sound, times: 1 }, false);
                if self.is_queued() {
                    return self.wait_on();
                }
                self.end(End::HungUp);
            }
            Ok(Answer::Redirect { location, keeps_form }) => self.redirect(&request, &location, keeps_form),
            Err(alert) => self.fail(alert),
        }
    }

    /// Makes a move of the caller or of the network. An unexpected move changes nothing.
    pub(crate) fn act(&mut self, act: &Act) -> Result<(), UnexpectedAct> {
        let queued = self.queued.as_ref().filter(|_| !matches!(self.turn, Turn::Fetch(_) | Turn::Over(_)));
        let queued = queued.map(Queued::enqueue).filter(|_| is_of_queue(&self.turn, act));
        if queued.is_none() && !self.turn.takes(act) {
            return Err(UnexpectedAct);
        }
        self.note(Event::Acts(act.clone()));
        self.documents_in_a_row = 0;
        self.heard_in_a_row.clear();
        if let Some(enqueue) = queued {
            self.act_in_queue(&enqueue, act);
            return Ok(());
        }
        match (self.turn.clone(), act) {
            (Turn::Gather(gathering), act) => self.answer_gather(gathering, act),
            (Turn::Record(record), act) => self.answer_record(&record, act),
            (Turn::Dial(dial), Act::World(outcome)) => self.answer_dial(&dial, *outcome),
            (Turn::Connect(connect), Act::HandBack(result)) => self.answer_connect(&connect, Some(result)),
            (Turn::Connect(connect), Act::World(_)) => self.answer_connect(&connect, None),
            (Turn::Enqueue(enqueue), Act::World(outcome)) => self.answer_enqueue(&enqueue, *outcome),
            (Turn::Enqueue(enqueue), _) => self.hang_up_in_queue(&enqueue),
            _ => self.end(End::CallerHungUp),
        }
        Ok(())
    }

    /// Moves the call to `url` at once, whatever it waits for. A call that has ended stays so.
    pub(crate) fn redirect_live(&mut self, url: Url) {
        if matches!(self.turn, Turn::Over(_)) {
            return self.remark(Alert::remark("a call that is over is led nowhere"));
        }
        self.rest.clear();
        self.playing.clear();
        self.documents_in_a_row = 0;
        self.heard_in_a_row.clear();
        self.request(Method::Post, url, Vec::new());
    }

    /// Hides these tones in transcripts from now on.
    pub(crate) fn hide(&mut self, secrets: Vec<String>) {
        self.secrets.extend(secrets);
    }

    /// Records a problem outside of the documents.
    pub(crate) fn remark(&mut self, alert: Alert) {
        self.note(Event::Alerts(alert));
    }

    /// Executes verbs until it is somebody else's turn.
    fn run(&mut self) {
        while let Some(verb) = self.rest.pop_front() {
            match verb {
                Verb::Prompt(prompt) => self.hear(prompt, false),
                Verb::Gather(gather) => return self.begin_gather(gather),
                Verb::Record(_) if self.is_queued() => self.refuse_in_queue("Record"),
                Verb::Dial(_) if self.is_queued() => self.refuse_in_queue("Dial"),
                Verb::Enqueue(_) if self.is_queued() => self.refuse_in_queue("Enqueue"),
                Verb::Reject { .. } if self.is_queued() => self.refuse_in_queue("Reject"),
                Verb::Leave if self.is_queued() => return self.leave_queue(),
                Verb::Record(record) => return self.begin_record(record),
                Verb::Dial(dial) => return self.begin_dial(&dial),
                Verb::Connect(_) if self.is_queued() => self.refuse_in_queue("Connect"),
                Verb::Enqueue(enqueue) => return self.begin_enqueue(enqueue),
                Verb::Connect(connect) => return self.wait(Turn::Connect(connect)),
                Verb::Redirect(link) => return self.follow(&link, Vec::new()),
                Verb::Reject { busy } => return self.reject(busy),
                Verb::Hangup => return self.end(End::HungUp),
                Verb::Leave => {
                    self.note(Event::Alerts(Alert::remark("`<Leave>` outside a queue does nothing")));
                }
                Verb::Other(name) => {
                    self.status = CallStatus::InProgress;
                    self.note(Event::PassesOver(name));
                }
            }
        }
        if self.is_queued() {
            return self.wait_on();
        }
        self.end(End::HungUp);
    }

    fn hear(&mut self, mut prompt: Prompt, listening: bool) {
        if let Sound::Tones { digits, is_secret } = &mut prompt.sound {
            *is_secret = self.secrets.contains(digits);
        }
        // A `<Pause>` at the beginning does not answer the call.
        if !matches!(prompt.sound, Sound::Pause { .. }) {
            self.status = CallStatus::InProgress;
            if self.heard_in_a_row.insert(prompt.sound.clone()) {
                self.documents_in_a_row = 0;
            }
        }
        let seconds = pace::seconds(&prompt);
        self.note(Event::Hears(prompt));
        self.playing.push(Playing { seconds, listening });
        self.clock += seconds;
    }

    /// Passes the turn to somebody else.
    fn wait(&mut self, turn: Turn) {
        self.arrive(turn.clone());
        self.stand_still(turn);
    }

    /// Notes whose turn it is.
    fn arrive(&mut self, turn: Turn) {
        self.status = CallStatus::InProgress;
        self.turn = turn;
        self.note(Event::Waits(self.turn.clone(), self.action()));
    }

    fn note(&mut self, event: Event) {
        self.log.push(Moment { at: self.clock, event });
    }

    /// Advances the time past what was heard. Returns the whole seconds since the call began.
    pub(super) fn elapsed(&self) -> u64 {
        self.clock as u64
    }

    fn pass(&mut self, seconds: u32) {
        self.clock += seconds as f32;
        self.playing.clear();
    }

    fn resolve(&self, link: &Link) -> Result<Url, Alert> {
        self.document.join(link.url.as_deref().unwrap_or_default())
    }

    /// Follows `link`, which is the current document if it names none.
    fn follow(&mut self, link: &Link, extra: Form) {
        match self.resolve(link) {
            Ok(url) => self.request(link.method, url, extra),
            Err(alert) => self.fail(alert),
        }
    }

    fn request(&mut self, method: Method, url: Url, extra: Form) {
        self.documents_in_a_row += 1;
        if self.clock > MAX_CALL {
            return self.fail(Alert::endless("endless: the call goes on for more than a day"));
        }
        if self.documents_in_a_row > DOCUMENTS_IN_A_ROW {
            return self.fail(Alert::endless(format!(
                "endless redirects: {DOCUMENTS_IN_A_ROW} documents followed each other without a new text or \
                 a question"
            )));
        }
        let told = self.who.told.fields(self.status == CallStatus::Ringing);
        self.fetch(Request { told, ..Request::new(method, url, self.who.parameters(self.status), extra) });
    }

    fn fetch(&mut self, request: Request) {
        self.note(Event::Requests(request.clone()));
        self.turn = Turn::Fetch(request);
    }
}
