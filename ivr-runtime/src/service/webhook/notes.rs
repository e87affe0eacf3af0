//! What a request reports to the development pages, the events and the log.

use std::{
    sync::atomic::Ordering,
    time::{Duration, Instant},
};

use super::{
    CALL, RequestPath, UNKNOWN_LANGUAGE, UNKNOWN_STATE, Webhook, fields::Fields, form::Form,
    incoming::Incoming,
};
use crate::{
    description::End,
    dialog::{
        call::Steps,
        tree::{Callback, PhoneTree, To},
    },
    input::Input,
    service::{
        development::{Moved, Observer},
        events::{Events, Rest, What},
        session::{CallPosition, Stepped},
        snapshot::Snapshot,
        telemetry::redact,
    },
};

use ivr_core::{callback::CallStatus, hours::OpenSet};

/// The time of a request, and its circumstances.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moment {
    /// The start of the call, by index.
    begun: Option<usize>,
    /// The schedules that are open.
    pub(super) open: OpenSet,
    pub(super) started: Instant,
}

impl Moment {
    /// Creates the moment of a request that begins a call at this start.
    pub(super) fn of_start(start: usize, open: OpenSet, started: Instant) -> Self {
        Self { begun: Some(start), open, started }
    }

    /// Creates the moment of a request that continues a call.
    pub(super) fn of_step(open: OpenSet, started: Instant) -> Self {
        Self { begun: None, open, started }
    }
}

/// Returns the position of a call after the request.
fn rest_of<T: PhoneTree>(snapshot: &Snapshot<T>, to: To<T>) -> Rest {
    match to {
        To::Enter(at) | To::Ask(at) | To::Wait(at) | To::Leave(at) => {
            let end = End::of(&snapshot.dialog.state(at.state).verb);
            Rest { state: Some(at.state.index()), end }
        }
        To::End(ending, _) => Rest { state: None, end: Some(ending.into()) },
    }
}

/// Records each step of a request. Each step leads to the next, and the last to where the call waits.
fn note_steps<T: PhoneTree>(events: &Events, call: &str, steps: &Steps<T>, rest: Rest, moment: Moment) {
    let after = |step: usize| match steps.get(step) {
        Some((at, _)) => Rest { state: Some(at.state.index()), end: None },
        None => rest,
    };
    if let Some(start) = moment.begun {
        events.note(call, What::Started { start, rest: after(0) });
    }
    let latency_us = u64::try_from(moment.started.elapsed().as_micros()).unwrap_or(u64::MAX);
    for (step, (at, heard)) in steps.iter().enumerate() {
        let (state, attempt) = (at.state.index(), at.counters.highest());
        events.note(call, What::Step { state, heard: *heard, attempt, rest: after(step + 1), latency_us });
    }
}

impl<T: PhoneTree> Webhook<T> {
    /// Reports and logs a request before it is answered. `foreign` says why another version must have made it.
    pub(super) fn note(
        &self,
        snapshot: &Snapshot<T>,
        place: &RequestPath<T>,
        (incoming, foreign): (&Incoming<'_>, Option<&'static str>),
        (form, fields): (&Form<'_>, &Fields<'_>),
    ) {
        match place {
            RequestPath::NewCall => {
                self.observe(|observer| observer.call_started(fields.id(), 0));
                self.check_mount(incoming.prefix());
                // Signed calls come from Twilio, so they are all logged.
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
            RequestPath::At(place) => {
                if foreign.is_some() && self.may_log("language") {
                    let (path, first) =
                        (redact::path(incoming.path()), snapshot.dialog.tag(place.at.language));
                    tracing::warn!(
                        call.sid = fields.call_sid(),
                        tree = T::NAME,
                        path = ?path,
                        "{UNKNOWN_LANGUAGE}, so the call continues in {first}"
                    );
                }
            }
            RequestPath::Callback(path) => {
                if path.callback == Callback::Call
                    && let Some(status) = fields.ended()
                {
                    self.record_end(fields, status, Fields::duration(form));
                    self.observe(|observer| observer.call_ended(fields.id()));
                    if T::NEEDS_APP
                        && let Some(sessions) = &self.sessions
                    {
                        sessions.over(fields.id());
                    }
                }
            }
            RequestPath::Unknown(_) => {
                self.record_error(fields, None);
                if self.may_log("state") {
                    let path = redact::path(incoming.path());
                    tracing::warn!(call.sid = fields.call_sid(), tree = T::NAME, path = ?path, "{UNKNOWN_STATE}");
                }
            }
        }
    }

    /// Reports and logs a failure.
    pub(super) fn note_failure(
        &self,
        fields: &Fields<'_>,
        place: Option<CallPosition<T>>,
        why: &(dyn std::fmt::Display + Sync),
    ) {
        let state = place.map_or("-", |place| place.at.state.name());
        self.record_error(fields, place.map(|place| place.at.state));
        self.observe(|observer| observer.call_failed(fields.id()));
        tracing::error!(
            call.sid = fields.call_sid(),
            tree.state = state,
            "the caller hears `on_error`: {why}"
        );
    }

    /// Reports the event of a step.
    pub(super) fn observe_step(&self, fields: &Fields<'_>, input: &Input<'_>, stepped: &Stepped<T>) {
        // A repeated request moves nothing.
        let Some(to) = stepped.next.filter(|_| !stepped.heard.is_empty()) else { return };
        self.observe(|observer| {
            let steps: Vec<_> = stepped.heard.iter().map(|(at, heard)| (at.state.index(), *heard)).collect();
            observer.call_moved(fields.id(), &Moved { steps: &steps, input, to: to.into() });
        });
    }

    /// Counts what a request did, and writes its events.
    pub(super) fn record(
        &self,
        snapshot: &Snapshot<T>,
        fields: &Fields<'_>,
        stepped: &mut Stepped<T>,
        moment: Moment,
    ) {
        // A repeated request changes nothing.
        let Some(to) = stepped.next else { return };
        let to = snapshot.dialog.rest(to, moment.open, &mut stepped.heard);
        let (flow, rest) = (&self.metrics.flow, rest_of(snapshot, to));
        stepped.heard.iter().for_each(|(at, heard)| flow.count_step(at.state.index(), *heard));
        match to {
            To::Enter(at) | To::Ask(at) | To::Leave(at) => flow.count_reached(at.state.index()),
            // A caller who waits in a queue stays in the same state.
            To::Wait(_) | To::End(..) => {}
        }
        if let Some(events) = &self.events {
            note_steps(events, fields.id(), &stepped.heard, rest, moment);
        }
    }

    fn record_error(&self, fields: &Fields<'_>, state: Option<T>) {
        if let Some(events) = &self.events {
            events.note(fields.id(), What::OnError { state: state.map(T::index) });
        }
    }

    fn record_end(&self, fields: &Fields<'_>, status: CallStatus, duration_s: Option<u32>) {
        self.metrics.flow.count_end(status, duration_s.map(|seconds| Duration::from_secs(seconds.into())));
        if let Some(events) = &self.events {
            events.note(fields.id(), What::Ended { status, duration_s });
        }
    }

    pub(super) fn observe(&self, report: impl FnOnce(&dyn Observer)) {
        if let Some(observer) = &self.observer {
            report(&**observer);
        }
    }

    /// Logs at the first step if the app nests the router at another prefix than the settings say. The URLs in the
    /// documents have the prefix of the settings, so every call would fail at its second step.
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
