//! Requests of a call that is made to somebody: what they hear before they are connected, and the key that they press.

use std::{fmt::Display, pin::pin, sync::Arc};

use bytes::Bytes;

use super::{Progress, Webhook, answer::Answer, fields::Fields, form::Form};
use crate::{
    dialog::tree::PhoneTree,
    service::{
        guard::guarded,
        session::{CallInfo, CallPosition, Leg, Script, Sessions},
        snapshot::Snapshot,
        telemetry::Outcome,
        trial::Trial,
    },
    twiml,
};
use ivr_core::hours::OpenSet;

use super::live::STEP_TIMEOUT;

impl<T: PhoneTree> Webhook<T> {
    /// Answers a callee who is called from `place`. Returns `None` if the request belongs to another leg.
    pub(super) fn screen<'a>(
        &'a self,
        snapshot: &Arc<Snapshot<T>>,
        place: CallPosition<T>,
        (form, fields): (&Form<'_>, &Fields<'_>),
        trial: Option<&Trial>,
    ) -> Option<Progress<'a>> {
        let screen = snapshot.dialog.screen(place.at)?;
        let is_accepted = match place.mark.leg {
            Leg::Caller | Leg::Queue => return None,
            Leg::Screened => {
                let mut pressed = [0; 4];
                if fields.input().digits != *screen.key.encode_utf8(&mut pressed) {
                    return Some(Progress::Done(Outcome::Stepped, Answer::document(twiml::decline())));
                }
                true
            }
            Leg::Screen => false,
        };
        // Documents that do not depend on the call are rendered at startup.
        let needs_call =
            screen.unless.is_some() || !is_accepted && snapshot.documents.screen_speaks_fields(place.at);
        if T::NEEDS_APP
            && needs_call
            && let Some(sessions) = &self.sessions
        {
            let (sessions, snapshot, open) = (Arc::clone(sessions), Arc::clone(snapshot), self.open(trial));
            return Some(screen_with_call(sessions, snapshot, (place, is_accepted), form, open));
        }
        let document = without_call(snapshot, place, is_accepted);
        Some(Progress::Done(Outcome::Stepped, Answer::document(document)))
    }
}

/// Answers a callee with a document that depends on the call, or whose `unless` does.
fn screen_with_call<'a, T: PhoneTree>(
    sessions: Arc<Sessions<T>>,
    snapshot: Arc<Snapshot<T>>,
    (place, is_accepted): (CallPosition<T>, bool),
    form: &Form<'_>,
    open: OpenSet,
) -> Progress<'a> {
    let parent = Fields::parent(form).to_owned();
    Progress::Live(Box::pin(async move {
        let script = Script { dialog: &snapshot.dialog, documents: &snapshot.documents, open, trial: None };
        let info = CallInfo::of_parent(&parent);
        let told = async {
            if is_accepted {
                sessions.accept(script, info, place).await
            } else {
                sessions.screen(script, info, place).await
            }
        };
        let why: Box<dyn Display + Send> = match guarded(pin!(told), STEP_TIMEOUT).await {
            Ok(Ok(document)) => return (Outcome::Stepped, Answer::document(document)),
            Ok(Err(error)) => Box::new(error),
            Err(failure) => Box::new(failure),
        };
        let state = place.at.state.name();
        tracing::error!(
            tree.state = state,
            "the called party is screened without the data of the call: {why}"
        );
        (Outcome::OnError, Answer::document(without_call(&snapshot, place, is_accepted)))
    }))
}

/// Asks and connects the callee even if nothing is known of the call.
fn without_call<T: PhoneTree>(snapshot: &Snapshot<T>, place: CallPosition<T>, is_accepted: bool) -> Bytes {
    if is_accepted {
        return twiml::accept();
    }
    snapshot.documents.screen(&snapshot.dialog, place.at, &place.mark.step_text())
}
