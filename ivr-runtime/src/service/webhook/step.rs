//! The step of a call that plain Rust takes no part in: nothing is waited for.

use std::time::Instant;

use bytes::Bytes;

use super::{Webhook, answer::Answer, fields::Fields, guard::caught, waiting};
use crate::{
    dialog::tree::{self, Event, Language, PhoneTree, Reply, To},
    input::Input,
    service::{
        body::AnswerBody,
        session::{self, StartPosition, Stepped},
        snapshot::Snapshot,
        telemetry::Outcome,
        trial::{Report, Trial},
    },
    twiml,
};

impl<T: PhoneTree> Webhook<T> {
    /// The call goes on from `place`.
    pub(super) fn step(
        &self,
        snapshot: &Snapshot<T>,
        place: session::CallPosition<T>,
        fields: &Fields<'_>,
        trial: Option<&Trial>,
        started: Instant,
    ) -> (Outcome, Answer) {
        let (input, is_recorded) = (fields.input(), trial.is_some() || self.observer.is_some());
        match caught(|| advance(snapshot, place, &input, is_recorded)) {
            Ok(stepped) => {
                self.observe_step(fields, &input, &stepped);
                log_step(snapshot, place, fields, &stepped, started);
                (Outcome::Stepped, done(snapshot, stepped, trial))
            }
            Err(failure) => {
                self.note_trouble(fields, Some(place), &failure);
                let text = match waiting::is_waiting(&snapshot.dialog, place) {
                    true => twiml::wait_on(),
                    false => snapshot.documents.on_error(place.at.language),
                };
                (Outcome::OnError, Answer::in_trouble(text, &failure))
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

/// The next step of a call that plain Rust takes no part in.
pub(super) fn advance<T: PhoneTree>(
    snapshot: &Snapshot<T>,
    place: session::CallPosition<T>,
    input: &Input<'_>,
    is_recorded: bool,
) -> Stepped<T> {
    let at = place.at;
    let (heard, reply) = if place.mark.waits {
        (Event::Waits, snapshot.dialog.wait(at))
    } else {
        let heard = snapshot.dialog.hear(at, input);
        (heard, at.apply(at.state.next(heard), T::ACTIONS))
    };
    let document = snapshot.documents.reply(&snapshot.dialog, reply);
    Stepped {
        next: Some(reply.to),
        document,
        heard: is_recorded.then_some((at, heard)).into_iter().collect(),
    }
}

/// The document of a named start in a tree that asks nothing of Rust.
pub(super) fn begin_at<T: PhoneTree>(snapshot: &Snapshot<T>, start: StartPosition<T>) -> Bytes {
    let reply = Reply { words: None, to: To::Enter(start.at(Language::FIRST)) };
    snapshot.documents.reply(&snapshot.dialog, reply)
}

pub(super) fn done<T: PhoneTree>(
    snapshot: &Snapshot<T>,
    stepped: Stepped<T>,
    trial: Option<&Trial>,
) -> Answer {
    let report = trial.map(|_| {
        let steps = stepped.heard.into_iter().map(|(at, heard)| (snapshot.dialog.path(at), heard)).collect();
        Box::new(Report { steps, on_error: None })
    });
    Answer::Document(AnswerBody::Bytes(stepped.document), report)
}
