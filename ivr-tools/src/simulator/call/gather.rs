//! `<Gather>`: keys and speech until the entry is complete or the timeout expires.

use super::{Call, CallStatus, End, Event, Turn};
use crate::simulator::{
    act::{Act, Quoted},
    twiml::Gather,
};

/// A `<Gather>` that listens, and the keys so far.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Gathering {
    pub(crate) verb: Gather,
    pub(crate) entered: String,
}

/// What a key did to an entry.
enum Progress {
    Open,
    Complete,
    Finished(char),
}

impl Gathering {
    fn take(&mut self, key: char) -> Progress {
        if self.verb.finish == Some(key) {
            return Progress::Finished(key);
        }
        self.entered.push(key);
        let length = u32::try_from(self.entered.len()).unwrap_or(u32::MAX);
        if self.verb.num_digits.is_some_and(|complete| length >= complete) {
            return Progress::Complete;
        }
        Progress::Open
    }
}

impl Call {
    pub(super) fn begin_gather(&mut self, verb: Gather) {
        // `<Gather>` answers the call, even if its first prompt is a pause.
        self.status = CallStatus::InProgress;
        for prompt in verb.prompts.clone() {
            self.hear(prompt, true);
        }
        self.wait(Turn::Gather(Gathering { verb, entered: String::new() }));
    }

    /// Submits an incomplete entry, because no further key follows.
    pub(crate) fn finish_entry(&mut self) {
        if let Turn::Gather(gathering) = &self.turn
            && !gathering.entered.is_empty()
        {
            let gathering = gathering.clone();
            self.time_out(&gathering);
        }
    }

    pub(super) fn answer_gather(&mut self, gathering: Gathering, act: &Act) {
        match act {
            Act::Press(keys) => self.press(gathering, keys),
            Act::PressAfter(seconds, keys) => self.press_after(*seconds, gathering, keys),
            Act::Say(words, confidence) => self.speak(&gathering, words, *confidence),
            Act::HangUp => self.end(End::CallerHungUp),
            Act::Silence | Act::Message(..) | Act::World(_) | Act::HandBack(_) | Act::MoveUp => {
                self.time_out(&gathering);
            }
        }
    }

    fn press(&mut self, mut gathering: Gathering, keys: &str) {
        if !gathering.verb.keys {
            self.note(Event::Lost(keys.to_owned()));
            return self.time_out(&gathering);
        }
        self.playing.clear();
        let mut rest = keys.chars();
        for key in rest.by_ref() {
            let finished_on = match gathering.take(key) {
                Progress::Open => continue,
                Progress::Complete => String::new(),
                Progress::Finished(key) => key.to_string(),
            };
            if !rest.as_str().is_empty() {
                self.note(Event::Lost(rest.as_str().to_owned()));
            }
            return self.submit(&gathering, finished_on);
        }
        self.turn = Turn::Gather(gathering);
    }

    /// Presses keys that may interrupt: they stop a nested prompt, and are lost in any other.
    fn press_after(&mut self, seconds: f32, gathering: Gathering, keys: &str) {
        let mut begins = 0.0;
        let playing = self.playing.iter().find(|playing| {
            begins += playing.seconds;
            seconds < begins
        });
        match playing {
            Some(playing) if !playing.listening => self.note(Event::Lost(keys.to_owned())),
            Some(_) => {
                let all: f32 = self.playing.iter().map(|playing| playing.seconds).sum();
                self.clock -= all - seconds;
                self.note(Event::Interrupts);
                self.press(gathering, keys);
            }
            None => self.press(gathering, keys),
        }
    }

    fn speak(&mut self, gathering: &Gathering, words: &str, confidence: f32) {
        let words = words.trim();
        if !gathering.verb.words || words.is_empty() || !gathering.entered.is_empty() {
            if !words.is_empty() {
                self.note(Event::Lost(Quoted(words).to_string()));
            }
            return self.time_out(gathering);
        }
        self.playing.clear();
        let extra = vec![("SpeechResult", words.to_owned()), ("Confidence", confidence.to_string())];
        self.follow(&gathering.verb.action, extra);
    }

    /// Handles the timeout: what was entered counts.
    fn time_out(&mut self, gathering: &Gathering) {
        self.pass(gathering.verb.timeout);
        self.submit(gathering, String::new());
    }

    fn submit(&mut self, gathering: &Gathering, finished_on: String) {
        let action = &gathering.verb.action;
        if !gathering.entered.is_empty() {
            let extra = vec![
                ("Digits", gathering.entered.clone()),
                ("FinishedOnKey", finished_on),
                ("msg", "Gather End".into()),
            ];
            return self.follow(action, extra);
        }
        // The finish key alone is not an input either.
        if gathering.verb.reports_silence { self.follow(action, Vec::new()) } else { self.run() }
    }
}
