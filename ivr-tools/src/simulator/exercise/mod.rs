//! Tests of a whole tree, each in a line: what stories cover, every path, and callers who do as they please. The
//! only part of the phone that knows what a tree is made of.

mod coverage;
mod every_path;
mod lock;
mod random;

pub use coverage::Coverage;
pub use every_path::{Path, Paths, every_path, every_path_from, every_path_with};
pub use lock::check_lock;
pub use random::{random_callers, random_callers_with};

use super::{alert::Alert, call::Event, session::Session};
use ivr_runtime::{call::Dialog, tree::PhoneTree};

/// Twilio's warning that a queue is full: the world's doing, not the tree's.
const QUEUE_FULL: u16 = 14207;

/// What went wrong in a call, as Twilio would note it.
fn alerts(session: &Session) -> impl Iterator<Item = &Alert> {
    let events = session.transcript().moments().iter().map(|moment| &moment.event);
    let alerts = events.filter_map(|event| match event {
        Event::Alerts(alert) => Some(alert),
        _ => None,
    });
    alerts.filter(|alert| alert.code() != Some(QUEUE_FULL))
}

#[track_caller]
#[expect(clippy::panic, reason = "without a tree there is no test")]
fn dialog<T: PhoneTree>() -> Dialog<T> {
    Dialog::new().unwrap_or_else(|error| panic!("{error}"))
}
