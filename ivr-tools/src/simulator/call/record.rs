//! `<Record>`: a beep, then a message or none.

use super::{Call, End, Event, Turn, callbacks::Recorded};
use crate::simulator::{
    act::{Act, MESSAGE_SECONDS, MessageEnd},
    pace,
    request::CallStatus,
    twiml::{LANGUAGE, Prompt, Record, Sound},
};

impl Call {
    pub(super) fn begin_record(&mut self, record: Record) {
        if record.beep {
            self.hear(Prompt { sound: Sound::Beep, times: 1 }, false);
        }
        self.wait(Turn::Record(record));
    }

    pub(super) fn answer_record(&mut self, record: &Record, act: &Act) {
        match act {
            Act::Message(seconds, end) => self.take_message(record, *seconds, *end, ""),
            // A caller who presses a finish key is assumed to have spoken.
            Act::Press(keys) | Act::PressAfter(_, keys) => {
                match keys.chars().find(|key| record.finish.contains(*key)) {
                    Some(key) => self.take_message(record, MESSAGE_SECONDS, MessageEnd::Key(key), ""),
                    None => {
                        self.note(Event::Lost(keys.clone()));
                        self.take_nothing(record);
                    }
                }
            }
            Act::Say(words, _) => {
                // Rounded up, so that only a message without words has no length.
                let seconds = pace::speaking_seconds(words, LANGUAGE).ceil() as u32;
                self.take_message(record, seconds, MessageEnd::Silence, words);
            }
            Act::HangUp => self.end(End::CallerHungUp),
            Act::Silence | Act::World(_) | Act::HandBack(_) | Act::MoveUp => self.take_nothing(record),
        }
    }

    fn take_message(&mut self, record: &Record, seconds: u32, end: MessageEnd, words: &str) {
        match end {
            MessageEnd::HangUp if seconds == 0 => return self.end(End::CallerHungUp),
            _ if seconds == 0 => return self.take_nothing(record),
            _ => {}
        }
        let seconds = seconds.min(record.max_length);
        self.pass(seconds);
        let digits = match end {
            MessageEnd::Silence => {
                self.pass(record.timeout);
                String::new()
            }
            MessageEnd::Key(key) => key.to_string(),
            MessageEnd::HangUp => {
                self.status = CallStatus::Completed;
                "hangup".into()
            }
        };
        let (recording, url) = self.who.new_recording();
        let recorded =
            Recorded { sid: recording.clone(), url: url.clone(), seconds, words: words.trim().to_owned() };
        self.report_recording(record, &recorded);
        let extra = vec![
            ("RecordingUrl", url),
            ("RecordingSid", recording),
            ("RecordingDuration", seconds.to_string()),
            ("Digits", digits),
        ];
        self.follow(&record.action, extra);
    }

    /// Continues the document after an empty recording, which is not reported.
    fn take_nothing(&mut self, record: &Record) {
        self.pass(record.timeout);
        self.run();
    }
}
