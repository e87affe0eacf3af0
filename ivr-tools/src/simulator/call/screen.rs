//! The leg of a callee: the document that they hear before they are connected, and the key that they press. The
//! caller does not hear it.

use super::{Call, Event, Turn, answer};
use ivr_core::text;

use crate::simulator::{
    act::Outcome,
    alert::Alert,
    request::{CallStatus, Form, Identity, Request, Response, sid},
    twiml::{Dial, Gather, Link, Prompt, Sound, Verb},
    url::Url,
};

/// An answered call to a callee.
#[derive(Clone, Debug)]
pub(super) struct Leg {
    dial: Dial,
    who: Identity,
    parent: String,
    /// Whether they want the call.
    takes: bool,
    document: Url,
}

impl Call {
    /// Begins the leg of a callee, who hears a document first.
    pub(super) fn begin_screen(&mut self, dial: &Dial, screen: &Link, takes: bool) {
        let url = match self.resolve(screen) {
            Ok(url) => url,
            Err(alert) => return self.fail(alert),
        };
        let to = dial.parties.first().cloned().unwrap_or_default();
        let who = Identity { call_sid: sid("CA"), to, ..self.who.clone() };
        let parent = self.who.call_sid.clone();
        let leg = Leg { dial: dial.clone(), who, parent, takes, document: url };
        self.fetch_leg(leg, screen, Vec::new());
    }

    /// Returns whether the current request belongs to a callee.
    pub(super) fn is_screening(&self) -> bool {
        self.leg.is_some()
    }

    fn fetch_leg(&mut self, leg: Leg, link: &Link, extra: Form) {
        let mut standard = leg.who.parameters(CallStatus::InProgress);
        standard.push(("ParentCallSid", leg.parent.clone()));
        let request = Request::new(link.method, leg.document.clone(), standard, extra);
        self.leg = Some(leg);
        self.fetch(request);
    }

    /// Handles the response to a request of that leg.
    pub(super) fn fetched_leg(&mut self, response: Result<Response, Alert>) {
        let Some(mut leg) = self.leg.take() else { return };
        let verbs = match response.and_then(|response| answer::read(&response)) {
            Ok(answer::Answer::Document(document)) => document.verbs,
            Ok(_) => Vec::new(),
            Err(alert) => {
                self.note(Event::Alerts(alert));
                return self.end_screen(&leg.dial, false);
            }
        };
        for verb in verbs {
            match verb {
                Verb::Prompt(prompt) => self.note(Event::CalleeHears(prompt)),
                Verb::Gather(gather) => {
                    let key = self.key(&gather).filter(|_| leg.takes);
                    gather.prompts.iter().for_each(|prompt| self.note(Event::CalleeHears(prompt.clone())));
                    self.clock += gather.prompts.iter().map(crate::simulator::pace::seconds).sum::<f32>();
                    let Some(key) = key else {
                        self.pass(gather.timeout);
                        continue;
                    };
                    self.note(Event::CalleePresses(key.clone()));
                    leg.document = match leg.document.join(gather.action.url.as_deref().unwrap_or_default()) {
                        Ok(url) => url,
                        Err(alert) => return self.fail(alert),
                    };
                    return self.fetch_leg(leg, &gather.action, vec![("Digits", key)]);
                }
                Verb::Hangup => return self.end_screen(&leg.dial, false),
                Verb::Record(_)
                | Verb::Dial(_)
                | Verb::Enqueue(_)
                | Verb::Connect(_)
                | Verb::Redirect(_)
                | Verb::Reject { .. }
                | Verb::Leave
                | Verb::Other(_) => {
                    let text = "a verb that is not executed for the called party";
                    self.note(Event::Alerts(Alert::warning(13201, text)));
                }
            }
        }
        self.end_screen(&leg.dial, true);
    }

    /// Returns the key that the callee is told to press.
    fn key(&self, gather: &Gather) -> Option<String> {
        let told = |prompt: &Prompt| match &prompt.sound {
            Sound::Say { text, language, .. } => {
                let found = text::announced(text, language.as_deref().unwrap_or("en-US"));
                found.into_iter().find_map(|found| match found.kind {
                    text::Announced::Key(key) => Some(key),
                    _ => None,
                })
            }
            Sound::Play { .. } | Sound::Tones { .. } | Sound::Pause { .. } | Sound::Beep => None,
        };
        // The words of a recording are unknown here, and the usual key is 1.
        let is_recorded = gather.prompts.iter().any(|prompt| matches!(prompt.sound, Sound::Play { .. }));
        let prompts = &gather.prompts;
        prompts
            .iter()
            .find_map(told)
            .or_else(|| prompts.iter().find_map(single_key))
            .or_else(|| is_recorded.then(|| "1".to_owned()))
    }

    fn end_screen(&mut self, dial: &Dial, is_taken: bool) {
        self.turn = Turn::Dial(dial.clone());
        self.report_dial(dial, if is_taken { Outcome::Answered } else { Outcome::Declined });
    }
}

/// Returns the only key in a text whose announcements are not recognized.
fn single_key(prompt: &Prompt) -> Option<String> {
    let Sound::Say { text, .. } = &prompt.sound else { return None };
    let mut words = text.split(|letter: char| !(letter.is_alphanumeric() || "*#".contains(letter)));
    words
        .find(|word| word.len() == 1 && word.chars().all(|key| key.is_ascii_digit() || "*#".contains(key)))
        .map(str::to_owned)
}
