//! `<Dial>`: its outcome, reported to its action if it has one.

use super::{Call, Turn};
use ivr_core::event::Verb;

use crate::simulator::{act::Outcome, request::sid, twiml::Dial};

/// The default length of a conversation.
const TALK_SECONDS: u32 = 60;

/// How much longer than the timeout Twilio lets it ring.
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
        match &dial.screen {
            Some(screen) if matches!(outcome, Outcome::Answered | Outcome::Declined) => {
                self.begin_screen(dial, screen, outcome == Outcome::Answered);
            }
            _ => self.report_dial(dial, outcome),
        }
    }

    pub(super) fn report_dial(&mut self, dial: &Dial, outcome: Outcome) {
        let is_picked_up = matches!(outcome, Outcome::Answered | Outcome::Declined);
        let talked = outcome == Outcome::Answered;
        let talk = dial.time_limit.map_or(TALK_SECONDS, |limit| limit.min(TALK_SECONDS));
        let status = match (talked && dial.is_conference, Verb::Dial.value(outcome)) {
            (true, _) => "answered",
            (false, _) if is_picked_up => "completed",
            (false, status) => status.unwrap_or("failed"),
        };
        self.pass(match outcome {
            Outcome::Answered => talk,
            Outcome::NoAnswer => dial.timeout + RING_BUFFER_SECONDS,
            Outcome::Busy | Outcome::Failed | Outcome::Canceled | Outcome::Declined => 0,
            Outcome::Entered
            | Outcome::Chosen
            | Outcome::Silence
            | Outcome::Else
            | Outcome::Recorded
            | Outcome::Bridged
            | Outcome::Left
            | Outcome::HungUp
            | Outcome::Full
            | Outcome::Waits
            | Outcome::Late
            | Outcome::Open
            | Outcome::Closed => return self.run(),
        });
        if dial.action.url.is_none() {
            return self.run();
        }
        let mut extra = vec![("DialCallStatus", status.to_owned()), ("DialBridged", talked.to_string())];
        if !dial.is_conference {
            extra.push(("DialCallSid", sid("CA")));
            if talked {
                extra.push(("DialCallDuration", talk.to_string()));
            }
        }
        if dial.records && talked {
            let (recording, url) = self.who.new_recording();
            self.report_conversation(dial, (&recording, &url), talk);
            extra.push(("RecordingUrl", url));
        }
        self.follow(&dial.action, extra);
    }
}
