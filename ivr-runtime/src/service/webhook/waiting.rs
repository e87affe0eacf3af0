//! Requests of callers who wait in a queue: Twilio requests what they hear, and requests more when it has ended.

use super::{fields::Fields, form::Form};
use crate::{
    description::Verb,
    dialog::{call::Dialog, tree::PhoneTree},
    service::session::CallPosition,
};

/// Returns whether the caller waits in a queue: the queue asks, or holds the state that is answered.
pub(super) fn is_waiting<T: PhoneTree>(dialog: &Dialog<T>, place: CallPosition<T>) -> bool {
    place.mark.is_of_queue() || dialog.state(place.at.state).waiting
}

/// Returns whether the caller has waited for `max_wait`. This is checked whenever the queue requests a document.
pub(super) fn is_over<T: PhoneTree>(dialog: &Dialog<T>, place: CallPosition<T>, form: &Form<'_>) -> bool {
    if !place.mark.is_of_queue() {
        return false;
    }
    let Verb::Enqueue(enqueue) = &dialog.state(place.at.state).verb else { return false };
    let waited = Fields::queue(form).map(|queue| queue.waited);
    enqueue.max_wait.zip(waited).is_some_and(|(limit, waited)| waited >= limit)
}
