//! A step of a call without Rust and without data, which never waits.

use std::time::Instant;

use super::{Webhook, answer::Answer, fields::Fields, notes::Moment, waiting};
use crate::{
    description::Verb,
    dialog::{
        call::Steps,
        tree::{self, Event, PhoneTree, Position, Reply, To},
    },
    input::Input,
    service::{
        body::AnswerBody,
        guard::caught,
        session::{self, Stepped},
        snapshot::Snapshot,
        telemetry::Outcome,
        trial::{Report, Trial},
    },
    twiml::{self, Course},
};
use ivr_core::hours::OpenSet;

impl<T: PhoneTree> Webhook<T> {
    /// Begins a new call at this start.
    pub(super) fn start(
        &self,
        snapshot: &Snapshot<T>,
        at: Position<T>,
        fields: &Fields<'_>,
        trial: Option<&Trial>,
        moment: Moment,
    ) -> (Outcome, Answer) {
        let is_recorded = trial.is_some() || self.observer.is_some();
        let mut stepped = begin(snapshot, at, moment.open, is_recorded);
        if is_recorded {
            self.observe_step(fields, &fields.input(), &stepped);
        }
        self.record(snapshot, fields, &mut stepped, moment);
        (Outcome::Answered, done(snapshot, stepped, trial))
    }

    /// Continues the call from `place`.
    pub(super) fn step(
        &self,
        snapshot: &Snapshot<T>,
        place: session::CallPosition<T>,
        fields: &Fields<'_>,
        trial: Option<&Trial>,
        moment: Moment,
    ) -> (Outcome, Answer) {
        let (input, is_recorded) = (fields.input(), trial.is_some() || self.observer.is_some());
        let open = moment.open;
        match caught(|| advance(snapshot, place, &input, open, is_recorded)) {
            Ok(mut stepped) => {
                self.observe_step(fields, &input, &stepped);
                log_step(snapshot, place, fields, &stepped, moment.started);
                self.record(snapshot, fields, &mut stepped, moment);
                (Outcome::Stepped, done(snapshot, stepped, trial))
            }
            Err(failure) => {
                self.note_failure(fields, Some(place), &failure);
                let text = match waiting::is_waiting(&snapshot.dialog, place) {
                    true => twiml::wait_on(),
                    false => snapshot.documents.on_error(&snapshot.dialog, place.at.language, open),
                };
                (Outcome::OnError, Answer::on_error(text, &failure))
            }
        }
    }
}

pub(super) fn log_step<T: PhoneTree>(
    snapshot: &Snapshot<T>,
    place: session::CallPosition<T>,
    fields: &Fields<'_>,
    stepped: &Stepped<T>,
    started: Instant,
) {
    tracing::debug!(
        call.sid = fields.call_sid(),
        tree.state = place.at.state.name(),
        tree.next = stepped.next.map(tree::name_of),
        tree.language = snapshot.dialog.tag(place.at.language),
        latency_ms = started.elapsed().as_secs_f64() * 1000.0,
        "a call goes on"
    );
}

/// Executes the next step.
pub(super) fn advance<T: PhoneTree>(
    snapshot: &Snapshot<T>,
    place: session::CallPosition<T>,
    input: &Input<'_>,
    open: OpenSet,
    is_recorded: bool,
) -> Stepped<T> {
    let at = place.at;
    let (heard, reply) = if place.mark.is_of_queue() {
        (Event::Waits, snapshot.dialog.wait(at))
    } else {
        let heard = snapshot.dialog.hear_while(at, input, open);
        (heard, at.apply(at.state.next(heard), T::ACTIONS))
    };
    let document = snapshot.documents.reply(&snapshot.dialog, reply, open);
    let mut stepped = Stepped { next: Some(reply.to), document, heard: Steps::new(), secrets: Vec::new() };
    stepped.heard.push((at, heard));
    if is_recorded {
        pass(snapshot, reply, open, &mut stepped);
    }
    stepped
}

/// Adds the states that a reply passes because they match on hours, and their results.
fn pass<T: PhoneTree>(snapshot: &Snapshot<T>, reply: Reply<T>, open: OpenSet, stepped: &mut Stepped<T>) {
    let asks = |verb: &Verb| matches!(verb, Verb::Goto(_) | Verb::Hours(_));
    let is_passed = |at: Position<T>| asks(&snapshot.dialog.state(at.state).verb);
    let passes = matches!(reply.to, To::Enter(at) | To::Ask(at) if is_passed(at));
    if passes && !snapshot.dialog.description().hours.is_empty() {
        let course = Course::of_no_call(&snapshot.dialog, reply, open);
        stepped.heard.extend(course.passed);
        stepped.next = Some(course.to);
    }
}

/// Answers a new call.
pub(super) fn begin<T: PhoneTree>(
    snapshot: &Snapshot<T>,
    at: Position<T>,
    open: OpenSet,
    is_recorded: bool,
) -> Stepped<T> {
    let reply = Reply { words: None, to: To::Enter(at) };
    let document = snapshot.documents.reply(&snapshot.dialog, reply, open);
    let mut stepped = Stepped { next: Some(reply.to), document, heard: Steps::new(), secrets: Vec::new() };
    if is_recorded {
        pass(snapshot, reply, open, &mut stepped);
    }
    stepped
}

/// Returns the document of a step and, for a phone of this process, the report.
pub(super) fn done<T: PhoneTree>(
    snapshot: &Snapshot<T>,
    stepped: Stepped<T>,
    trial: Option<&Trial>,
) -> Answer {
    let report = trial.map(|_| {
        let steps = stepped.heard.into_iter().map(|(at, heard)| (snapshot.dialog.path(at), heard)).collect();
        Box::new(Report { steps, on_error: None, secrets: stepped.secrets })
    });
    Answer::Document(AnswerBody::Bytes(stepped.document), report)
}
