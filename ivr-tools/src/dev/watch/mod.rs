//! Follows calls through a tree for those who make it: which states each of them passed, and what kind of thing was
//! heard there. Never what was said or entered, nor by whom.

// From a state to the next that waits.
mod trail;

// What is kept, and who looks on.
mod log;

use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use tokio::sync::mpsc::Receiver;

pub(crate) use self::trail::Passed;
use self::{log::Log, trail::Trails};
use crate::inspect::graph::Cause;
use ivr_runtime::{description::Description, development::Moved, heard::Heard, input::Input};

/// The calls of a tree, in progress and lately over, as far as a webhook saw them.
#[derive(Debug)]
pub(crate) struct Watch {
    trails: Trails,
    log: Mutex<Log>,
}

impl Watch {
    pub(crate) fn new(tree: &Description) -> Self {
        Self { trails: Trails::of(tree), log: Mutex::default() }
    }

    /// A call came in, and was answered.
    pub(crate) fn began(&self, sid: &str) {
        let mut log = self.log();
        if !log.knows(sid) {
            log.add(sid, None, self.trails.begin());
        }
    }

    /// A request moved a call from a state to another, or to an ending.
    pub(crate) fn moved(&self, sid: &str, moved: &Moved<'_>) {
        let Some((from, heard)) = moved.steps.first() else { return };
        let mut log = self.log();
        // What lies between the place that was seen last and this one was passed without the webhook.
        let gap = log.last(sid).map_or_else(|| vec![Passed::state(from)], |last| self.trails.gap(last, from));
        let next = moved.steps.iter().skip(1).map(|(state, _)| *state).chain([moved.to]);
        let steps = moved.steps.iter().zip(next);
        let trails: Option<Vec<_>> = steps
            .map(|((from, heard), to)| self.trails.between(from, Cause::Outcome(*heard).kind(), to))
            .collect();
        if let Some(trails) = trails {
            let trail = gap.into_iter().chain(trails.into_iter().flatten()).collect();
            log.add(sid, Some(word(*heard, moved.input)), trail);
        }
    }

    /// A call heard the words for trouble.
    pub(crate) fn troubled(&self, sid: &str) {
        self.log().add(sid, Some("on_error"), self.trails.trouble());
    }

    /// A call is over, also where the tree had no say in it.
    pub(crate) fn ended(&self, sid: &str) {
        self.log().end(sid);
    }

    /// Everything that a call passed.
    pub(crate) fn trail(&self, sid: &str) -> Vec<Passed> {
        self.log().trail(sid)
    }

    /// All events that are kept, then those that come, each as the text of a server-sent event.
    pub(crate) fn listen(&self) -> Receiver<Bytes> {
        self.log().listen()
    }

    /// Sends everybody away who looks on, so that a server can stop.
    pub(crate) fn close(&self) {
        self.log().close();
    }

    /// No event leaves the log half written.
    fn log(&self) -> MutexGuard<'_, Log> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What kind of thing was heard. Which key, and which words, is nobody's business.
fn word(heard: Heard, input: &Input<'_>) -> &'static str {
    match heard {
        Heard::Answered => "answered",
        Heard::Busy => "busy",
        Heard::NoAnswer => "no answer",
        Heard::Failed => "failed",
        Heard::Canceled => "canceled",
        Heard::Recorded => "recorded",
        Heard::Bridged => "bridged",
        Heard::Left => "left the queue",
        Heard::Full => "the queue was full",
        Heard::Silence => "silence",
        Heard::Late => "a late answer",
        Heard::Next => "an answer of the app",
        _ if !input.digits.is_empty() => "keys",
        _ if !input.speech.is_empty() => "words",
        _ => "something else",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::Acme;
    use ivr_runtime::tree::PhoneTree;

    fn watch() -> Watch {
        Watch::new(&serde_json::from_str(Acme::DESCRIPTION).unwrap())
    }

    fn step(watch: &Watch, from: &'static str, heard: Heard, to: &'static str) {
        watch.moved("CA1", &Moved { steps: &[(from, heard)], input: &Input::default(), to });
    }

    fn nodes(watch: &Watch) -> Vec<String> {
        watch.trail("CA1").into_iter().map(|passed| passed.node).collect()
    }

    #[test]
    fn a_call_is_followed_through_states_that_go_on_by_themselves_to_its_ending() {
        let watch = watch();
        watch.began("CA1");
        assert_eq!(nodes(&watch), ["start", "state-Greeting", "state-Menu"]);
        step(&watch, "Menu", Heard::Key1, "Sales");
        step(&watch, "Sales", Heard::Recorded, "Thanks");
        let whole = ["start", "state-Greeting", "state-Menu", "state-Sales", "state-Thanks", "end-hangup"];
        assert_eq!(nodes(&watch), whole);
    }

    #[test]
    fn a_state_that_asks_again_is_passed_again() {
        let watch = watch();
        watch.began("CA1");
        step(&watch, "Menu", Heard::Silence, "Menu");
        assert_eq!(nodes(&watch), ["start", "state-Greeting", "state-Menu", "state-Menu"]);
    }

    #[test]
    fn the_lines_of_a_key_and_of_giving_up_are_told_apart() {
        let by = |heard| {
            let watch = watch();
            watch.began("CA1");
            step(&watch, "Menu", heard, "Reception");
            watch.trail("CA1").pop().unwrap().by
        };
        assert_eq!([by(Heard::Key0), by(Heard::Silence)], [Some("chosen"), Some("failure")]);
    }

    #[test]
    fn a_call_of_an_earlier_process_is_followed_from_where_it_is() {
        let watch = watch();
        step(&watch, "Reception", Heard::Busy, "Sales");
        assert_eq!(nodes(&watch), ["state-Reception", "state-Sales"]);
    }

    #[test]
    fn a_call_in_trouble_goes_where_the_tree_says() {
        let watch = watch();
        watch.began("CA1");
        watch.troubled("CA1");
        assert_eq!(nodes(&watch).last().map(String::as_str), Some("state-Reception"));
    }

    #[test]
    fn what_was_entered_is_told_by_its_kind_alone() {
        let pressed = Input { digits: "3".into(), ..Input::default() };
        let said = Input { speech: "sales".into(), ..Input::default() };
        assert_eq!([word(Heard::Key3, &pressed), word(Heard::Key1, &said)], ["keys", "words"]);
        assert_eq!(word(Heard::Silence, &Input::default()), "silence");
    }
}
