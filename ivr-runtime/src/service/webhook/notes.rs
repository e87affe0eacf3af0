//! What is reported to the development pages and logged of a request.

use std::sync::atomic::Ordering;

use super::{CALL, RequestPath, UNKNOWN_STATE, Webhook, fields::Fields, incoming::Incoming};
use crate::{
    dialog::tree::{Callback, PhoneTree},
    input::Input,
    service::{
        development::{Moved, Observer},
        session::{CallPosition, Stepped},
        snapshot::Snapshot,
        telemetry::redact,
    },
};

impl<T: PhoneTree> Webhook<T> {
    /// What is reported and logged of a request before it is answered.
    pub(super) fn note(
        &self,
        snapshot: &Snapshot<T>,
        place: &RequestPath<T>,
        incoming: &Incoming<'_>,
        fields: &Fields<'_>,
    ) {
        match place {
            RequestPath::NewCall => {
                self.observe(|observer| observer.call_started(fields.id(), 0));
                self.check_mount(incoming.prefix());
                // Of signed calls none is left out: they are Twilio's.
                if self.signature_guard.is_signed() || self.may_log(CALL) {
                    tracing::info!(call.sid = fields.call_sid(), tree = T::NAME, "incoming call");
                }
            }
            RequestPath::Start(start) => {
                let name = snapshot.dialog.start_at(start.start).and_then(|(start, _)| start.name.as_deref());
                self.observe(|observer| observer.call_started(fields.id(), start.start));
                self.check_mount(incoming.prefix());
                tracing::info!(
                    call.sid = fields.call_sid(),
                    tree = T::NAME,
                    tree.start = name,
                    "a call at a named start"
                );
            }
            RequestPath::At(_) => {}
            RequestPath::Callback(path) => {
                if path.callback == Callback::Call && fields.is_over() {
                    self.observe(|observer| observer.call_ended(fields.id()));
                    if let Some(sessions) = &self.sessions {
                        sessions.over(fields.id());
                    }
                }
            }
            RequestPath::Unknown(_) => {
                if self.may_log("state") {
                    let path = redact::path(incoming.path());
                    tracing::warn!(call.sid = fields.call_sid(), tree = T::NAME, path = ?path, "{UNKNOWN_STATE}");
                }
            }
        }
    }

    /// Our side failed: what is reported and logged of it.
    pub(super) fn note_trouble(
        &self,
        fields: &Fields<'_>,
        place: Option<CallPosition<T>>,
        why: &(dyn std::fmt::Display + Sync),
    ) {
        let state = place.map_or("-", |place| place.at.state.name());
        self.observe(|observer| observer.call_failed(fields.id()));
        tracing::error!(
            call.sid = fields.call_sid(),
            tree.state = state,
            "the caller hears `on_error`: {why}"
        );
    }

    /// Reports what a step heard.
    pub(super) fn observe_step(&self, fields: &Fields<'_>, input: &Input<'_>, stepped: &Stepped<T>) {
        // A request that was answered before moves nothing.
        let Some(to) = stepped.next.filter(|_| !stepped.heard.is_empty()) else { return };
        self.observe(|observer| {
            let steps: Vec<_> = stepped.heard.iter().map(|(at, heard)| (at.state.index(), *heard)).collect();
            observer.call_moved(fields.id(), &Moved { steps: &steps, input, to: to.into() });
        });
    }

    pub(super) fn observe(&self, report: impl FnOnce(&dyn Observer)) {
        if let Some(observer) = &self.observer {
            report(&**observer);
        }
    }

    /// The URLs in the documents were made for one prefix. Should the app have nested the router under another,
    /// every call would end at its second step, so it is said at the first.
    pub(super) fn check_mount(&self, prefix: &str) {
        let (said, seen) = (self.mount.as_str(), prefix);
        if said != seen && !self.misplaced.swap(true, Ordering::Relaxed) {
            tracing::error!(
                tree = T::NAME,
                "webhooks arrive under `{seen}`, but the URLs are made for `{said}`: write `.mounted_at(\"{seen}\")`"
            );
        }
    }
}
