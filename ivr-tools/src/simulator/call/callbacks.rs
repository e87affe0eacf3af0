//! What Twilio reports about a recording outside of the call: that it exists, and its text. The reports are sent when
//! no other request is due, and their responses are not executed.

use super::{Call, Event, Form, Request, Turn};
use crate::simulator::{
    alert::Alert,
    request::{Response, sid},
    twiml::{Dial, Link, Record},
};

/// A recording that was made.
pub(super) struct Recorded {
    pub(super) sid: String,
    pub(super) url: String,
    pub(super) seconds: u32,
    /// What was said, if the caller used speech.
    pub(super) words: String,
}

impl Call {
    /// Records the reports that the document requests.
    pub(super) fn report_recording(&mut self, record: &Record, recorded: &Recorded) {
        let Recorded { sid: recording, url, seconds, words } = recorded;
        if let Some(link) = &record.status_callback {
            self.report(link, recorded_fields((recording, url), *seconds, "RecordVerb"));
        }
        if let Some(link) = &record.transcribe_callback {
            let status = if words.is_empty() { "failed" } else { "completed" };
            self.report(
                link,
                vec![
                    ("TranscriptionSid", sid("TR")),
                    ("TranscriptionText", words.clone()),
                    ("TranscriptionStatus", status.to_owned()),
                    ("RecordingSid", recording.clone()),
                    ("RecordingUrl", url.clone()),
                ],
            );
        }
    }

    /// The same of a conversation.
    pub(super) fn report_conversation(&mut self, dial: &Dial, recording: (&str, &str), seconds: u32) {
        if let Some(link) = &dial.status_callback {
            self.report(link, recorded_fields(recording, seconds, "DialVerb"));
        }
    }

    fn report(&mut self, link: &Link, extra: Form) {
        match self.resolve(link) {
            Ok(url) => {
                let standard = self.who.parameters(self.status);
                self.callbacks.push_back(Request::new(link.method, url, standard, extra));
            }
            Err(alert) => self.note(Event::Alerts(alert)),
        }
    }

    /// Returns whether the next request is such a report.
    pub(crate) fn is_reporting(&self) -> bool {
        self.held.is_some()
    }

    /// Sends the pending reports, then continues with `turn`.
    pub(super) fn stand_still(&mut self, turn: Turn) {
        match self.callbacks.pop_front() {
            Some(report) => {
                self.held = Some(turn);
                self.fetch(report);
            }
            None => match turn {
                Turn::Fetch(request) => self.fetch(request),
                turn => self.turn = turn,
            },
        }
    }

    /// Handles the response to a report, which matters only to the debugger.
    pub(super) fn told(&mut self, url: &str, response: Result<Response, Alert>, turn: Turn) {
        match response {
            Ok(response) if response.status < 300 => {}
            Ok(response) => {
                let text = format!("the callback `{url}` answered with status {}", response.status);
                self.note(Event::Alerts(Alert::warning(15003, text)));
            }
            Err(alert) => self.note(Event::Alerts(alert)),
        }
        self.stand_still(turn);
    }
}

/// Returns the fields for `recordingStatusCallback`.
fn recorded_fields((recording, url): (&str, &str), seconds: u32, source: &str) -> Form {
    vec![
        ("RecordingSid", recording.to_owned()),
        ("RecordingUrl", url.to_owned()),
        ("RecordingStatus", "completed".to_owned()),
        ("RecordingDuration", seconds.to_string()),
        ("RecordingChannels", "1".to_owned()),
        ("RecordingSource", source.to_owned()),
    ]
}
