//! Tests of a whole tree, each in one line: the coverage of stories, every path, and random callers. Only this part
//! of the simulator knows the structure of a tree.

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

/// Twilio's warning for a full queue, which is not the fault of the tree.
const QUEUE_FULL: u16 = 14207;

/// Returns the errors in a call, as Twilio would report them.
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
