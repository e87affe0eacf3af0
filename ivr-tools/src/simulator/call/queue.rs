//! `<Enqueue>`: the documents that a waiting caller hears, and how the waiting ends.

use std::collections::VecDeque;

use super::{Call, Event, Turn};
use crate::simulator::{
    act::{Act, Outcome},
    alert::Alert,
    request::{CallStatus, Form, Method, sid},
    twiml::{Enqueue, Verb},
    url::Url,
};
use ivr_core::event;

/// The default length of a conversation.
const TALK_SECONDS: u32 = 60;

/// The time in a queue whose documents are not heard.
const QUEUE_SECONDS: u32 = 60;

/// The initial position of a caller in a queue.
const POSITION: u32 = 2;

/// How long callers wait on average.
const AVERAGE_SECONDS: u32 = 120;

/// The maximum size of a queue at Twilio.
const MAX_SIZE: u32 = 1000;

/// A caller in a queue whose documents are heard.
#[derive(Clone, Debug)]
pub(super) struct Queued {
    enqueue: Enqueue,
    /// The document with the `<Enqueue>`, and what follows it.
    document: Url,
    rest: VecDeque<Verb>,
    /// The request for the next document.
    asked: (Method, Url),
    sid: String,
    /// When the waiting began.
    began: f32,
    position: u32,
}

impl Queued {
    pub(super) fn enqueue(&self) -> Enqueue {
        self.enqueue.clone()
    }
}

/// Returns whether a move belongs to the queue, and not to the document that is heard in it.
pub(super) fn is_of_queue(turn: &Turn, act: &Act) -> bool {
    match act {
        Act::World(outcome) => event::Verb::Enqueue.has(*outcome) && *outcome != Outcome::Waits,
        Act::HangUp | Act::MoveUp => true,
        Act::Silence => matches!(turn, Turn::Enqueue(_)),
        Act::Press(_) | Act::PressAfter(..) | Act::Say(..) | Act::Message(..) | Act::HandBack(_) => false,
    }
}

impl Call {
    pub(super) fn act_in_queue(&mut self, enqueue: &Enqueue, act: &Act) {
        match act {
            Act::World(outcome) => self.answer_enqueue(enqueue, *outcome),
            Act::HangUp => self.hang_up_in_queue(enqueue),
            Act::MoveUp => self.move_up(),
            Act::Silence
            | Act::Press(_)
            | Act::PressAfter(..)
            | Act::Say(..)
            | Act::Message(..)
            | Act::HandBack(_) => self.ask_queue(),
        }
    }

    pub(super) fn begin_enqueue(&mut self, enqueue: Enqueue) {
        let Some(link) = &enqueue.wait else { return self.wait(Turn::Enqueue(enqueue)) };
        let asked = match self.resolve(link) {
            Ok(url) => (link.method, url),
            Err(alert) => return self.fail(alert),
        };
        self.arrive(Turn::Enqueue(enqueue.clone()));
        self.queued = Some(Queued {
            enqueue,
            document: self.document.clone(),
            rest: std::mem::take(&mut self.rest),
            asked,
            sid: sid("QU"),
            began: self.clock,
            position: self.position.unwrap_or(POSITION),
        });
        self.ask_queue();
    }

    /// Returns the queue in which the caller waits.
    pub(crate) fn queue(&self) -> Option<&str> {
        let waiting = match &self.turn {
            Turn::Enqueue(enqueue) => Some(enqueue),
            _ => self.queued.as_ref().map(|queued| &queued.enqueue),
        };
        waiting.map(|enqueue| enqueue.name.as_str())
    }

    /// Returns whether the caller waits in a queue whose documents are heard.
    pub(crate) fn is_queued(&self) -> bool {
        self.queued.is_some()
    }

    /// Sets the position of the caller in a queue.
    pub(crate) fn stand_at(&mut self, position: u32) {
        self.position = Some(position);
        self.queued.iter_mut().for_each(|queued| queued.position = position);
    }

    /// Connects a caller who was ahead in the queue.
    pub(super) fn move_up(&mut self) {
        if let Some(queued) = &mut self.queued {
            queued.position = queued.position.saturating_sub(1).max(1);
        }
    }

    /// Asks for what is heard next.
    pub(super) fn ask_queue(&mut self) {
        let Some(queued) = &self.queued else { return };
        let (method, url) = queued.asked.clone();
        let waited = (self.clock - queued.began) as u32;
        let extra: Form = vec![
            ("QueuePosition", queued.position.to_string()),
            ("QueueSid", queued.sid.clone()),
            ("QueueTime", waited.to_string()),
            ("AvgQueueTime", AVERAGE_SECONDS.to_string()),
            ("CurrentQueueSize", queued.position.to_string()),
            ("MaxQueueSize", MAX_SIZE.to_string()),
        ];
        self.request(method, url, extra);
    }

    /// Handles the end of a document: the caller waits for the next one.
    pub(super) fn wait_on(&mut self) {
        if let Some(queued) = &self.queued {
            let enqueue = queued.enqueue.clone();
            self.wait(Turn::Enqueue(enqueue));
        }
    }

    /// Returns the URL that receives the result of the waiting.
    pub(super) fn queue_action(&self, enqueue: &Enqueue) -> Option<Url> {
        let document = self.queued.as_ref().map_or(&self.document, |queued| &queued.document);
        enqueue.action.url.as_ref().and_then(|url| document.join(url).ok())
    }

    /// Reports a verb that Twilio does not execute for a waiting caller.
    pub(super) fn refuse_in_queue(&mut self, name: &str) {
        let text = format!("`<{name}>` is not executed in a queue");
        self.note(Event::Alerts(Alert::remark(text)));
    }

    /// `<Leave>`.
    pub(super) fn leave_queue(&mut self) {
        let Some(enqueue) = self.queued.as_ref().map(|queued| queued.enqueue.clone()) else { return };
        self.report_queue(&enqueue, Outcome::Left, 0);
    }

    pub(super) fn answer_enqueue(&mut self, enqueue: &Enqueue, outcome: Outcome) {
        let queue = if self.is_queued() { 0 } else { QUEUE_SECONDS };
        let waited = match outcome {
            Outcome::Bridged => queue + TALK_SECONDS,
            Outcome::Left => queue,
            Outcome::HungUp => return self.hang_up_in_queue(enqueue),
            Outcome::Full => {
                let text = format!("the queue `{}` is full", enqueue.name);
                self.note(Event::Alerts(Alert::warning(14207, text)));
                0
            }
            Outcome::Failed => 0,
            Outcome::Entered
            | Outcome::Chosen
            | Outcome::Silence
            | Outcome::Else
            | Outcome::Answered
            | Outcome::Busy
            | Outcome::NoAnswer
            | Outcome::Canceled
            | Outcome::Declined
            | Outcome::Recorded
            | Outcome::Waits
            | Outcome::Late
            | Outcome::Open
            | Outcome::Closed => return self.run(),
        };
        self.report_queue(enqueue, outcome, waited);
    }

    /// Reports to the application that the caller hung up in the queue. Nobody hears the response.
    pub(super) fn hang_up_in_queue(&mut self, enqueue: &Enqueue) {
        self.status = CallStatus::Completed;
        let seconds = if self.is_queued() { 0 } else { QUEUE_SECONDS };
        self.queued.iter_mut().for_each(|queued| queued.rest.clear());
        self.rest.clear();
        self.report_queue(enqueue, Outcome::HungUp, seconds);
    }

    /// Ends the waiting, and continues with the document that contains the `<Enqueue>`.
    fn report_queue(&mut self, enqueue: &Enqueue, outcome: Outcome, seconds: u32) {
        let queued = self.queued.take();
        let began = queued.as_ref().map(|queued| queued.began);
        let (was_in_queue, known) =
            (seconds > 0 || queued.is_some(), queued.as_ref().map(|queued| queued.sid.clone()));
        if let Some(Queued { document, rest, .. }) = queued {
            (self.document, self.rest) = (document, rest);
        }
        let waited = began.map_or(QUEUE_SECONDS, |began| (self.clock - began) as u32);
        self.pass(seconds);
        if enqueue.action.url.is_none() {
            return self.run();
        }
        let result = event::Verb::Enqueue.value(outcome).unwrap_or("error");
        let mut extra = vec![("QueueResult", result.to_owned())];
        if was_in_queue && !matches!(outcome, Outcome::Full | Outcome::Failed) {
            extra.push(("QueueSid", known.unwrap_or_else(|| sid("QU"))));
            extra.push(("QueueTime", waited.to_string()));
        }
        self.follow(&enqueue.action, extra);
    }
}
