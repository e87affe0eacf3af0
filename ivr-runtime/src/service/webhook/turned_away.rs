//! New calls under overload. They are turned away, so that calls in progress are answered in time.

use super::{OVERLOAD, RequestPath, Webhook, answer::Answer, fields::Fields};
use crate::dialog::tree::PhoneTree;

impl<T: PhoneTree> Webhook<T> {
    /// Returns the answer to a call that is turned away. A call that does not ring is in progress or outgoing, and
    /// continues.
    pub(super) fn turn_away(&self, place: &RequestPath<T>, fields: &Fields<'_>) -> Option<Answer> {
        let is_new = match place {
            RequestPath::NewCall | RequestPath::Start(_) => fields.is_ringing(),
            RequestPath::At(_) | RequestPath::Callback(_) | RequestPath::Unknown(_) => false,
        };
        let why = if is_new { self.load.excess() } else { None }?;
        if self.may_log(OVERLOAD) {
            tracing::warn!(call.sid = fields.call_sid(), tree = T::NAME, "a new call is turned away: {why}");
        }
        Some(Answer::document(self.turned_away.clone()))
    }
}
