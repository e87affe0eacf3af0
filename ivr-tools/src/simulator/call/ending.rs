//! How a call ends: by whom, with which text, and what the application is told.

use std::time::Duration;

use super::{Call, End, Event, Turn};
use crate::simulator::{
    alert::Alert,
    request::{CallStatus, Method, Request, Response},
    twiml::{Prompt, Sound},
};

/// What a caller hears after an invalid response.
const APOLOGY: &str = "We are sorry, an application error has occurred. Goodbye.";

impl Call {
    /// Ends the call with an error and its apology.
    pub(crate) fn fail(&mut self, alert: Alert) {
        self.note(Event::Alerts(alert.clone()));
        // Twilio says nothing in an endless call: it is the simulator that gives up.
        if alert.code().is_some() {
            self.hear(
                Prompt {
                    sound: Sound::Say { text: APOLOGY.into(), language: None, pause: Duration::ZERO },
                    times: 1,
                },
                false,
            );
        }
        self.end(End::Failed(alert));
    }

    /// Ends the call here, because its next document belongs to another application.
    pub(crate) fn leave(&mut self) {
        if let Some(turn) = self.held.take() {
            // The report goes to a URL outside of the tree.
            return self.stand_still(turn);
        }
        if let Turn::Fetch(request) = &self.turn {
            let elsewhere = End::Elsewhere(request.url.clone());
            match self.ended.take() {
                // The status callback is a URL outside of the tree.
                Some(end) => self.turn = Turn::Over(end),
                None => self.end(elsewhere),
            }
        }
    }

    pub(super) fn reject(&mut self, busy: bool) {
        if self.status == CallStatus::Ringing {
            return self.end(End::Rejected { busy });
        }
        self.note(Event::Alerts(Alert::remark("`<Reject>` after the call was answered: it hangs up")));
        self.end(End::HungUp);
    }

    /// Handles the response to a request after the caller hung up, of which only errors matter.
    pub(super) fn hung_up(&mut self, alert: Option<Alert>) {
        if let Some(alert) = alert {
            self.note(Event::Alerts(alert));
        }
        self.end(End::CallerHungUp);
    }

    /// Ends the call, after the status callback, if there is one.
    pub(super) fn end(&mut self, end: End) {
        self.note(Event::Ends(end.clone()));
        let status = match &end {
            End::Rejected { busy: true } => CallStatus::Busy,
            End::Rejected { busy: false } => CallStatus::NoAnswer,
            End::HungUp | End::CallerHungUp | End::Elsewhere(_) | End::Failed(_) => CallStatus::Completed,
        };
        let turn = match self.status_callback.clone() {
            // If a document of another server continues the call, it is not over.
            Some(url) if !matches!(end, End::Elsewhere(_)) => {
                self.ended = Some(end);
                let duration = vec![("CallDuration", (self.clock as u32).to_string())];
                Turn::Fetch(Request::new(Method::Post, url, self.who.parameters(status), duration))
            }
            _ => Turn::Over(end),
        };
        self.stand_still(turn);
    }

    pub(super) fn told_status(&mut self, response: Result<Response, Alert>, end: End) {
        match response {
            Ok(response) if response.status < 300 => {}
            Ok(response) => {
                let text = format!("the status callback answered with status {}", response.status);
                self.note(Event::Alerts(Alert::warning(15003, text)));
            }
            Err(alert) => self.note(Event::Alerts(alert)),
        }
        self.turn = Turn::Over(end);
    }
}
