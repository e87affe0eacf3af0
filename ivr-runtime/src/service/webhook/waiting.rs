//! Requests of callers who wait in a queue: Twilio asks what they hear, and asks again when that is done.

use super::{fields::Fields, form::Form};
use crate::{
    description::Verb,
    dialog::{call::Dialog, tree::PhoneTree},
    service::session::CallPosition,
};

/// Whether the caller waits in a queue: it asks, or holds the state that is answered.
pub(super) fn is_waiting<T: PhoneTree>(dialog: &Dialog<T>, place: CallPosition<T>) -> bool {
    place.mark.is_of_queue() || dialog.state(place.at.state).waiting
}

/// Whether the caller has waited as long as `max_wait` says. It is looked at whenever a queue asks what is heard in it.
pub(super) fn is_over<T: PhoneTree>(dialog: &Dialog<T>, place: CallPosition<T>, form: &Form<'_>) -> bool {
    if !place.mark.is_of_queue() {
        return false;
    }
    let Verb::Enqueue(enqueue) = &dialog.state(place.at.state).verb else { return false };
    let waited = Fields::queue(form).map(|queue| queue.waited);
    enqueue.max_wait.zip(waited).is_some_and(|(limit, waited)| waited >= limit)
}
