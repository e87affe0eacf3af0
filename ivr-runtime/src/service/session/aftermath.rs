//! What is stored of a call for the hooks of its tree: its last state, the identifiers of its recordings, and the
//! reports that were handled.

use serde::{Deserialize, Serialize};

use super::walked::{Stop, Walked};
use crate::{
    description::Verb,
    dialog::{
        after::{EndedBy, Report},
        call::Dialog,
        tree::{Callback, Ending, PhoneTree, Position},
    },
    input::Input,
    twiml::Rest,
};

/// The maximum number of reports and of recordings that are remembered for a call.
const MAX_NAMES: usize = 500;

/// The value of `Digits` when the caller hung up during a recording.
const HANG_UP: &str = "hangup";

/// What the hooks of a tree need to know of a call.
#[derive(Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(Debug))]
pub(super) struct Aftermath {
    /// The last state of the call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    last: Option<Last>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    recordings: Vec<Made>,
    /// The names of the reports that were handled.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    reported: Vec<String>,
    /// Whether only the reports are left, because the call was removed or never stored.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    is_call_gone: bool,
}

#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(Debug))]
struct Last {
    state: String,
    language: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ended_by: Option<EndedBy>,
}

/// A recording, as reported by the next request.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(Debug))]
struct Made {
    id: String,
    state: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    key: Option<char>,
}

impl Aftermath {
    /// Creates the value for a call of which nothing is stored.
    pub(super) fn of_no_call() -> Self {
        Self { is_call_gone: true, ..Self::default() }
    }

    pub(super) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Returns whether only the reports are left.
    pub(super) fn is_call_gone(&self) -> bool {
        self.is_call_gone
    }

    /// Returns whether a server without hooks must not remove it.
    pub(super) fn is_told(&self) -> bool {
        self.is_call_gone || !self.reported.is_empty()
    }

    /// Resets it for a call that begins again with the same identifier.
    pub(super) fn anew(self) -> Self {
        Self { last: None, is_call_gone: false, ..self }
    }

    /// Reduces it to the reports when the call is removed.
    pub(super) fn forgotten(self) -> Self {
        Self { reported: self.reported, ..Self::of_no_call() }
    }

    /// Records a step: the position, what was heard there, and where it led.
    pub(super) fn step<T: PhoneTree>(
        &mut self,
        dialog: &Dialog<T>,
        answered: Option<(Position<T>, &Input<'_>)>,
        walked: &Walked<'_, T>,
    ) {
        if let Some((at, input)) = answered.filter(|(_, input)| !input.recording_url.is_empty()) {
            let id = recording_id(&input.recording_url).to_owned();
            let mut keys = input.digits.chars();
            let key = keys.next().filter(|_| keys.next().is_none());
            push(&mut self.recordings, Made { id, state: at.state.name().to_owned(), key });
        }
        let (state, is_over) = match walked.stop {
            Stop::Hold(at) => (Some(at.state), false),
            Stop::Rest(Rest::State(at)) => (Some(at.state), is_ending(&dialog.state(at.state).verb)),
            Stop::Rest(Rest::Wait | Rest::Left(_) | Rest::Over(Ending::Leave)) => {
                (walked.heard.last().map(|(at, _)| at.state), false)
            }
            Stop::Rest(Rest::Over(_)) => (walked.heard.last().map(|(at, _)| at.state), true),
        };
        let is_gone = answered.is_some_and(|(_, input)| input.digits == HANG_UP)
            || walked
                .heard
                .iter()
                .filter_map(|(_, heard)| heard.outcome())
                .any(|outcome| !outcome.caller_is_there());
        let ended_by = match (is_gone, is_over) {
            (true, _) => Some(EndedBy::Caller),
            (false, true) => Some(EndedBy::Tree),
            (false, false) => None,
        };
        let before = self.last.take().map(|last| last.state).unwrap_or_default();
        let state = state.map_or(before, |state| state.name().to_owned());
        self.last = Some(Last { state, language: walked.call.language.clone(), ended_by });
    }

    /// Records a report, completed with what is known of it. Returns `None` if it was handled before.
    pub(super) fn report(&mut self, report: Report) -> Option<Report> {
        let name = name(&report);
        if self.reported.contains(&name) {
            return None;
        }
        push(&mut self.reported, name);
        Some(match report {
            Report::Call(told) => Report::Call(self.ended_by(told)),
            Report::Recording(mut recording) => {
                let made = self.recordings.iter().find(|made| made.id == recording.id);
                recording.key = made.and_then(|made| made.key);
                Report::Recording(recording)
            }
            report @ Report::Transcription(_) => report,
        })
    }

    /// Returns who ended the call, given what Twilio reports.
    fn ended_by(&self, told: Option<EndedBy>) -> Option<EndedBy> {
        match (told, &self.last) {
            (Some(EndedBy::Failed), _) => told,
            (_, Some(Last { ended_by: Some(known), .. })) => Some(*known),
            // Nothing in the tree ended the call, so the caller did.
            (None, Some(_)) => Some(EndedBy::Caller),
            (told, _) => told,
        }
    }

    /// Returns the last state of the call.
    pub(super) fn state(&self) -> &str {
        self.last.as_ref().map_or("", |last| &last.state)
    }

    /// Returns the last language of the call.
    pub(super) fn language(&self) -> Option<&str> {
        self.last.as_ref().map(|last| last.language.as_str())
    }

    /// Returns whether a hook still waits for the report of a recording, so that the call is not removed yet.
    pub(super) fn is_awaited<T: PhoneTree>(&self) -> bool {
        let waits = |made: &Made| {
            let of =
                T::HOOKS.iter().filter(|hook| hook.state.is_some_and(|state| state.name() == made.state));
            of.map(|hook| name_of(hook.callback, &made.id)).any(|name| !self.reported.contains(&name))
        };
        self.recordings.iter().any(waits)
    }
}

/// Adds a name, and drops the oldest above the maximum.
fn push<V>(names: &mut Vec<V>, name: V) {
    if names.len() >= MAX_NAMES {
        names.remove(0);
    }
    names.push(name);
}

/// Returns the name that identifies a report when it is repeated. A recording is transcribed once.
pub(super) fn name(report: &Report) -> String {
    match report {
        Report::Call(_) => name_of(Callback::Call, ""),
        Report::Recording(recording) => name_of(Callback::Recording, &recording.id),
        Report::Transcription(transcription) => {
            let recording = &transcription.recording;
            name_of(Callback::Transcription, if recording.is_empty() { &transcription.id } else { recording })
        }
    }
}

fn name_of(callback: Callback, id: &str) -> String {
    match callback {
        Callback::Call => callback.as_str().to_owned(),
        Callback::Recording | Callback::Transcription => format!("{}-{id}", callback.as_str()),
    }
}

/// Returns the identifier in the URL of a recording: `https://…/Recordings/RE…`, with or without a format at its end.
pub(crate) fn recording_id(url: &str) -> &str {
    let path = url.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
    let last = path.rsplit('/').next().unwrap_or_default();
    last.split('.').next().unwrap_or_default()
}

/// Returns whether the call ends after this verb.
fn is_ending(verb: &Verb) -> bool {
    match verb {
        Verb::Hangup | Verb::Reject { .. } | Verb::Redirect { .. } | Verb::Leave => true,
        Verb::Goto(_)
        | Verb::Gather(_)
        | Verb::Dial(_)
        | Verb::Record(_)
        | Verb::Enqueue(_)
        | Verb::Connect(_)
        | Verb::Match(_)
        | Verb::Hours(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::recording_id;

    #[test]
    fn a_recording_is_known_by_the_end_of_its_url() {
        for url in ["https://api/R/RE1", "https://api/R/RE1.mp3", "https://api/R/RE1/?a=b", "RE1"] {
            assert_eq!(recording_id(url), "RE1", "{url}");
        }
        assert_eq!(recording_id(""), "");
    }
}
