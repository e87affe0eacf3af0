//! `<Dial>` and `<Enqueue>`: what came of them, reported to their action when they have one.

use super::{Call, Turn};
use ivr_core::event::Verb;

use crate::simulator::{
    act::Outcome,
    alert::Alert,
    request::{CallStatus, sid},
    twiml::{Dial, Enqueue},
};

use super::Event;

/// The length of a conversation that nobody gave one.
const TALK_SECONDS: u32 = 60;

/// The time in a queue that nobody gave one.
const QUEUE_SECONDS: u32 = 60;

/// Twilio lets it ring about so much longer than it was told to.
const RING_BUFFER_SECONDS: u32 = 5;

impl Call {
    pub(super) fn begin_dial(&mut self, dial: &Dial) {
        if dial.parties.is_empty() {
            self.arrive(Turn::Dial(dial.clone()));
            return self.answer_dial(dial, Outcome::Failed);
        }
        self.wait(Turn::Dial(dial.clone()));
    }

    pub(super) fn answer_dial(&mut self, dial: &Dial, outcome: Outcome) {
        let talked = outcome == Outcome::Answered;
        let status = match (talked && dial.is_conference, Verb::Dial.value(outcome)) {
            (true, _) => "answered",
            (false, status) => status.unwrap_or("failed"),
        };
        self.pass(match outcome {
            Outcome::Answered => TALK_SECONDS,
            Outcome::NoAnswer => dial.timeout + RING_BUFFER_SECONDS,
            Outcome::Busy | Outcome::Failed | Outcome::Canceled => 0,
            Outcome::Entered
            | Outcome::Chosen
            | Outcome::Silence
            | Outcome::Else
            | Outcome::Recorded
            | Outcome::Bridged
            | Outcome::Left
            | Outcome::HungUp
            | Outcome::Full
            | Outcome::Late => return self.run(),
        });
        if dial.action.url.is_none() {
            return self.run();
        }
        let mut extra = vec![("DialCallStatus", status.to_owned()), ("DialBridged", talked.to_string())];
        if !dial.is_conference {
            extra.push(("DialCallSid", sid("CA")));
            if talked {
                extra.push(("DialCallDuration", TALK_SECONDS.to_string()));
            }
        }
        if dial.records && talked {
            extra.push(("RecordingUrl", self.who.new_recording().1));
        }
        self.follow(&dial.action, extra);
    }

    pub(super) fn answer_enqueue(&mut self, enqueue: &Enqueue, outcome: Outcome) {
        let waited = match outcome {
            Outcome::Bridged => QUEUE_SECONDS + TALK_SECONDS,
            Outcome::Left => QUEUE_SECONDS,
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
            | Outcome::Recorded
            | Outcome::Late => return self.run(),
        };
        self.pass(waited);
        self.report_queue(enqueue, Verb::Enqueue.value(outcome).unwrap_or("error"), waited > 0);
    }

    /// The application still learns that the caller gave up waiting; its answer is heard by nobody.
    pub(super) fn hang_up_in_queue(&mut self, enqueue: &Enqueue) {
        self.status = CallStatus::Completed;
        self.rest.clear();
        self.pass(QUEUE_SECONDS);
        self.report_queue(enqueue, Verb::Enqueue.value(Outcome::HungUp).unwrap_or("hangup"), true);
    }

    fn report_queue(&mut self, enqueue: &Enqueue, result: &str, was_in_queue: bool) {
        if enqueue.action.url.is_none() {
            return self.run();
        }
        let mut extra = vec![("QueueResult", result.to_owned())];
        if was_in_queue {
            extra.push(("QueueSid", sid("QU")));
            extra.push(("QueueTime", QUEUE_SECONDS.to_string()));
        }
        self.follow(&enqueue.action, extra);
    }
}
