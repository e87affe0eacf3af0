//! Follows calls through a tree for its authors: the states that each call passed, and the kind of input there, but
//! never what was said or entered, or by whom.

// The states between two states that wait.
mod trail;

// The recent events and their subscribers.
mod log;

use std::sync::{Mutex, MutexGuard, PoisonError};

use axum::response::sse;
use tokio::sync::mpsc::Receiver;

pub(crate) use self::trail::Passed;
use self::{
    log::{Log, What},
    trail::{Node, Trails},
};
use crate::inspect::graph::{Cause, Kind};
use ivr_core::event::Outcome;
use ivr_runtime::{description::Description, development::Moved, heard::Event, input::Input};

/// The current and recent calls of a tree, as seen by its webhook.
#[derive(Debug)]
pub(crate) struct Watch {
    trails: Trails,
    log: Mutex<Log>,
}

impl Watch {
    pub(crate) fn new(tree: &Description) -> Self {
        Self { trails: Trails::of(tree), log: Mutex::default() }
    }

    /// Called when a call was answered at the start with this index, or a call in progress was moved there.
    pub(crate) fn began(&self, sid: &str, start: usize) {
        let (mut log, trails) = (self.log(), &self.trails);
        if !log.knows(sid) {
            log.note(trails, sid, None, What::Began(start));
        } else if start > 0 && log.last(trails, sid) != trails.begin(start).last().map(|last| last.at) {
            log.note(trails, sid, Some("redirected"), What::Began(start));
        }
    }

    /// Called when a request moved a call; records an event for each state that it left.
    pub(crate) fn moved(&self, sid: &str, moved: &Moved<'_>) {
        let mut log = self.log();
        let next = moved.steps.iter().skip(1).map(|(state, _)| Node::State(*state)).chain([moved.to.into()]);
        for ((from, heard), to) in moved.steps.iter().zip(next) {
            let is_answer = self.trails.asks_rust(*from) && heard.outcome().is_none();
            let kind = if is_answer { Kind::Automatic } else { Cause::Outcome(*heard).kind() };
            let word = if is_answer { "an answer of the app" } else { word(*heard, moved.input) };
            log.note(&self.trails, sid, Some(word), What::Moved { from: *from, kind, to });
        }
    }

    /// Called when a call heard `on_error`.
    pub(crate) fn failed(&self, sid: &str) {
        self.log().note(&self.trails, sid, Some("on_error"), What::Failed);
    }

    /// Called when a call has ended, for any reason.
    pub(crate) fn ended(&self, sid: &str) {
        self.log().end(&self.trails, sid);
    }

    /// Returns the nodes that a call passed.
    pub(crate) fn trail(&self, sid: &str) -> Vec<Passed> {
        self.log().trail(&self.trails, sid)
    }

    /// Returns all stored events, and the receiver for new ones.
    pub(crate) fn listen(&self) -> (Vec<sse::Event>, Receiver<sse::Event>) {
        self.log().listen(&self.trails)
    }

    /// Disconnects all viewers, so that a server can stop.
    pub(crate) fn close(&self) {
        self.log().close();
    }

    /// Locks the log. A panic cannot leave it inconsistent.
    fn log(&self) -> MutexGuard<'_, Log> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Returns the kind of input, but not which key or text.
fn word(heard: Event, input: &Input<'_>) -> &'static str {
    match (heard, heard.outcome()) {
        (Event::Next, _) => "an answer of the app",
        (_, Some(outcome)) if !matches!(outcome, Outcome::Entered | Outcome::Chosen | Outcome::Else) => {
            outcome.label()
        }
        _ if !input.digits.is_empty() => "keys",
        _ if !input.speech.is_empty() => "words",
        _ => "something else",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::Acme;
    use ivr_runtime::{
        development::Place,
        tree::{Ending, PhoneTree as _},
    };

    fn watch() -> Watch {
        Watch::new(&serde_json::from_str(Acme::DESCRIPTION).unwrap())
    }

    fn step(watch: &Watch, from: Acme, heard: Event, to: Acme) {
        let to = Place::State(to.index());
        watch.moved("CA1", &Moved { steps: &[(from.index(), heard)], input: &Input::default(), to });
    }

    fn nodes(watch: &Watch) -> Vec<String> {
        watch.trail("CA1").into_iter().map(|passed| passed.node).collect()
    }

    #[test]
    fn a_call_is_followed_through_states_that_go_on_by_themselves_to_its_ending() {
        let watch = watch();
        watch.began("CA1", 0);
        assert_eq!(nodes(&watch), ["start", "state-Greeting", "state-Menu"]);
        step(&watch, Acme::Menu, Event::Key1, Acme::Sales);
        step(&watch, Acme::Sales, Event::Recorded, Acme::Thanks);
        let whole = ["start", "state-Greeting", "state-Menu", "state-Sales", "state-Thanks", "end-hangup"];
        assert_eq!(nodes(&watch), whole);
    }

    #[test]
    fn a_state_that_asks_again_is_passed_again() {
        let watch = watch();
        watch.began("CA1", 0);
        step(&watch, Acme::Menu, Event::Silence, Acme::Menu);
        assert_eq!(nodes(&watch), ["start", "state-Greeting", "state-Menu", "state-Menu"]);
    }

    #[test]
    fn the_lines_of_a_key_and_of_giving_up_are_told_apart() {
        let by = |heard| {
            let watch = watch();
            watch.began("CA1", 0);
            step(&watch, Acme::Menu, heard, Acme::Reception);
            watch.trail("CA1").pop().unwrap().by
        };
        assert_eq!([by(Event::Key0), by(Event::Silence)], [Some("chosen"), Some("failure")]);
    }

    #[test]
    fn every_state_that_a_request_left_is_shown_with_what_was_heard_there() {
        let tree = r#"{"name":"Desk","language":"en-US","starts":[{"state":"Code"}],"states":[
            {"name":"Code","verb":{"gather":{"keys":{"min":2,"max":2},"timeout":5,"prompts":[],"arms":[
                {"outcomes":["entered"],"to":{"go":"Find"}},{"outcomes":["silence","_"],"to":{"end":"hangup"}}]}}},
            {"name":"Find","verb":{"match":{"question":0,"source":"app.find().await","within":5,"arms":[
                {"pattern":"true","heard":"arm 0","to":{"go":"Code"}},{"outcomes":["late"],"to":{"end":"hangup"}}]}}}],
            "actions":[]}"#;
        let watch = Watch::new(&serde_json::from_str(tree).unwrap());
        watch.began("CA1", 0);
        let input = Input { digits: "77".into(), ..Input::default() };
        let answered = [(0, Event::Entered), (1, Event::Arm(0))];
        watch.moved("CA1", &Moved { steps: &answered, input: &input, to: Place::State(0) });
        let late = [(0, Event::Entered), (1, Event::Late)];
        watch.moved("CA1", &Moved { steps: &late, input: &input, to: Place::End(Ending::Hangup) });
        let by: Vec<_> = watch.trail("CA1").into_iter().map(|one| (one.node, one.by)).collect();
        let node = |node: &str, by| (node.to_owned(), by);
        assert_eq!(
            by[2..],
            [
                node("state-Find", Some("chosen")),
                node("state-Code", Some("automatic")),
                node("state-Find", Some("chosen")),
                node("end-hangup", Some("failure")),
            ]
        );
        let events = format!("{:?}", watch.listen().0);
        for heard in ["keys", "an answer of the app", "a late answer"] {
            assert!(events.contains(&format!(r#"\"heard\":\"{heard}\""#)), "{events}");
        }
    }

    #[test]
    fn a_call_of_an_earlier_process_is_followed_from_where_it_is() {
        let watch = watch();
        step(&watch, Acme::Reception, Event::Busy, Acme::Sales);
        assert_eq!(nodes(&watch), ["state-Reception", "state-Sales"]);
    }

    #[test]
    fn a_call_that_failed_goes_where_the_tree_says() {
        let watch = watch();
        watch.began("CA1", 0);
        watch.failed("CA1");
        assert_eq!(nodes(&watch).last().map(String::as_str), Some("state-Reception"));
    }

    #[test]
    fn what_was_entered_is_told_by_its_kind_alone() {
        let pressed = Input { digits: "3".into(), ..Input::default() };
        let said = Input { speech: "sales".into(), ..Input::default() };
        assert_eq!([word(Event::Key3, &pressed), word(Event::Key1, &said)], ["keys", "words"]);
        assert_eq!(word(Event::Silence, &Input::default()), "silence");
    }
}
