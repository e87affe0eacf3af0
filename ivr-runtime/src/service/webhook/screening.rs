//! Requests of a call that is made to somebody: what they hear before they are connected, and the key that they press.

use std::sync::Arc;

use super::{Progress, Webhook, answer::Answer, fields::Fields, form::Form, guard::guarded};
use crate::{
    description::Screen,
    dialog::tree::PhoneTree,
    service::{
        session::{CallInfo, CallPosition, Leg, Script},
        snapshot::Snapshot,
        telemetry::Outcome,
        trial::Trial,
    },
    twiml,
};
use ivr_core::hours::OpenSet;

use super::live::STEP_TIMEOUT;

impl<T: PhoneTree> Webhook<T> {
    /// The answer to somebody who is called from `place`; `None` where the request is of another leg.
    pub(super) fn screen<'a>(
        &'a self,
        snapshot: &Arc<Snapshot<T>>,
        place: CallPosition<T>,
        form: &Form<'_>,
        trial: Option<&Trial>,
    ) -> Option<Progress<'a>> {
        let screen = snapshot.dialog.screen(place.at)?;
        match place.mark.leg {
            Leg::Caller | Leg::Queue => None,
            Leg::Screened => {
                let mut pressed = [0; 4];
                let is_taken = Fields::of(form).input().digits == *screen.key.encode_utf8(&mut pressed);
                let document = if is_taken { twiml::accept() } else { twiml::decline() };
                Some(Progress::Done(Outcome::Stepped, Answer::document(document)))
            }
            Leg::Screen => Some(self.screen_asks(snapshot, place, form, (screen, self.open(trial)))),
        }
    }

    fn screen_asks<'a>(
        &'a self,
        snapshot: &Arc<Snapshot<T>>,
        place: CallPosition<T>,
        form: &Form<'_>,
        (screen, open): (&Screen, OpenSet),
    ) -> Progress<'a> {
        let plain = snapshot.documents.screen_of_no_call(
            &snapshot.dialog,
            place.at,
            (screen, open),
            &place.mark.step_text(),
        );
        let Some(sessions) = &self.sessions else {
            return Progress::Done(Outcome::Stepped, Answer::document(plain));
        };
        let (sessions, snapshot) = (Arc::clone(sessions), Arc::clone(snapshot));
        let (parent, screen) = (Fields::parent(form).to_owned(), screen.clone());
        Progress::Live(Box::pin(async move {
            let script =
                Script { dialog: &snapshot.dialog, documents: &snapshot.documents, open, trial: None };
            let info = CallInfo::of_parent(&parent);
            match guarded(sessions.screen(script, info, place, &screen), STEP_TIMEOUT).await {
                Ok(Ok(document)) => (Outcome::Stepped, Answer::document(document)),
                // Without the values of the call, they are asked all the same.
                Ok(Err(why)) => {
                    tracing::error!(
                        tree.state = place.at.state.name(),
                        "a screen is said without values: {why}"
                    );
                    (Outcome::OnError, Answer::document(plain))
                }
                Err(why) => {
                    tracing::error!(
                        tree.state = place.at.state.name(),
                        "a screen is said without values: {why}"
                    );
                    (Outcome::OnError, Answer::document(plain))
                }
            }
        }))
    }
}
