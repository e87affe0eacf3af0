//! The steps of the latest calls, bounded, and the listeners for new ones. A request only records its step; the
//! states that a call passed are computed when somebody looks.

use std::{
    collections::{HashMap, VecDeque},
    sync::Arc,
    time::{Duration, Instant},
};

use axum::response::sse;
use serde::Serialize;
use tokio::sync::mpsc::{self, Receiver, Sender};

use super::{
    Passed,
    trail::{Node, Trails},
};
use crate::inspect::graph::Kind;

/// The maximum number of calls; the oldest is dropped first.
const MAX_CALLS: usize = 64;
/// The maximum number of steps of a call.
const MAX_STEPS: usize = 256;
const MAX_LISTENERS: usize = 16;
/// The number of events that a listener may lag behind.
const LAG: usize = 256;
/// How many characters at the end of a call's identifier distinguish it on a screen.
const SHORT: usize = 6;

#[derive(Debug, Default)]
pub(super) struct Log {
    calls: HashMap<Arc<str>, Followed>,
    /// The calls, oldest first.
    order: VecDeque<Arc<str>>,
    listeners: Vec<Sender<sse::Event>>,
}

/// One call.
#[derive(Debug)]
struct Followed {
    began: Instant,
    steps: Vec<Step>,
}

/// What a request reported about a call.
#[derive(Clone, Copy, Debug)]
struct Step {
    /// The time since the call was first seen.
    at: Duration,
    /// The kind of input.
    heard: Option<&'static str>,
    what: What,
}

/// What happened to a call.
#[derive(Clone, Copy, Debug)]
pub(super) enum What {
    /// It was answered at the start with this index, or moved there.
    Began(usize),
    /// It left the state with this index.
    Moved { from: usize, kind: Kind, to: Node },
    /// It heard `on_error`.
    Failed,
    /// It has ended.
    Ended,
}

/// A step as a listener receives it.
#[derive(Clone, Serialize, Debug)]
struct Event {
    call: String,
    /// The time since the call was first seen, in seconds.
    at: f32,
    #[serde(skip_serializing_if = "Option::is_none")]
    heard: Option<&'static str>,
    /// The nodes that were passed; the call is at the last one.
    trail: Vec<Passed>,
    over: bool,
}

impl Followed {
    /// Returns the steps of a call, with the nodes that it passed in each.
    fn events(&self, trails: &Trails, sid: &str) -> Vec<Event> {
        let (call, mut last) = (short(sid), None);
        let event = |step: &Step| {
            let trail = match step.what {
                What::Began(start) => trails.begin(start),
                // States between the last known place and this one were passed without a request.
                What::Moved { from, kind, to } => {
                    [trails.gap(last, from), trails.between(from, kind, to)].concat()
                }
                What::Failed => trails.on_error(),
                What::Ended => Vec::new(),
            };
            let end = trail.last().map(|passed| passed.at);
            last = end.or(last);
            let over = matches!((step.what, end), (What::Ended, _) | (_, Some(Node::End(_))));
            Event { call: call.clone(), at: step.at.as_secs_f32(), heard: step.heard, trail, over }
        };
        self.steps.iter().map(event).collect()
    }
}

impl Log {
    pub(super) fn knows(&self, sid: &str) -> bool {
        self.calls.contains_key(sid)
    }

    /// Returns the node where a call was last seen.
    pub(super) fn last(&self, trails: &Trails, sid: &str) -> Option<Node> {
        self.trail(trails, sid).last().map(|last| last.at)
    }

    /// Records the end of a call, unless it is already known.
    pub(super) fn end(&mut self, trails: &Trails, sid: &str) {
        if self.events(trails, sid).last().is_some_and(|event| !event.over) {
            self.note(trails, sid, Some("the call is over"), What::Ended);
        }
    }

    /// Records a step of a call.
    pub(super) fn note(&mut self, trails: &Trails, sid: &str, heard: Option<&'static str>, what: What) {
        // Requests that are sent by hand may have no `CallSid`.
        if sid.is_empty() {
            return;
        }
        let call = match self.calls.get_mut(sid) {
            Some(call) => call,
            None => self.follow(sid),
        };
        if call.steps.len() >= MAX_STEPS {
            return;
        }
        call.steps.push(Step { at: call.began.elapsed(), heard, what });
        if !self.listeners.is_empty()
            && let Some(event) = self.events(trails, sid).last().map(sse_event)
        {
            // A listener that has disconnected or is too slow is removed.
            self.listeners.retain(|listener| listener.try_send(event.clone()).is_ok());
        }
    }

    fn follow(&mut self, sid: &str) -> &mut Followed {
        if self.order.len() >= MAX_CALLS
            && let Some(oldest) = self.order.pop_front()
        {
            self.calls.remove(&oldest);
        }
        let sid: Arc<str> = sid.into();
        self.order.push_back(Arc::clone(&sid));
        self.calls.entry(sid).or_insert(Followed { began: Instant::now(), steps: Vec::new() })
    }

    fn events(&self, trails: &Trails, sid: &str) -> Vec<Event> {
        self.calls.get(sid).map(|call| call.events(trails, sid)).unwrap_or_default()
    }

    pub(super) fn trail(&self, trails: &Trails, sid: &str) -> Vec<Passed> {
        self.events(trails, sid).into_iter().flat_map(|event| event.trail).collect()
    }

    /// Returns everything that is stored, and the receiver for new events. The event `begin` comes first, because a
    /// browser that lost the connection reconnects by itself.
    pub(super) fn listen(&mut self, trails: &Trails) -> (Vec<sse::Event>, Receiver<sse::Event>) {
        let (listener, events) = mpsc::channel(LAG);
        // A browser does not dispatch an event without data.
        let mut kept = vec![sse::Event::default().event("begin").data("kept")];
        for sid in &self.order {
            kept.extend(self.events(trails, sid).iter().map(sse_event));
        }
        if self.listeners.len() >= MAX_LISTENERS {
            self.listeners.remove(0);
        }
        self.listeners.push(listener);
        (kept, events)
    }

    pub(super) fn close(&mut self) {
        self.listeners.clear();
    }
}

fn sse_event(event: &Event) -> sse::Event {
    // Serializing an event cannot fail.
    sse::Event::default().data(serde_json::to_string(event).unwrap_or_default())
}

fn short(sid: &str) -> String {
    let plain: Vec<char> = sid.chars().filter(char::is_ascii_alphanumeric).collect();
    plain.iter().skip(plain.len().saturating_sub(SHORT)).collect()
}

#[cfg(test)]
mod tests {
    use ivr_runtime::{description::Description, tree::PhoneTree as _};

    use super::*;
    use crate::fixture::Acme;

    fn trails() -> Trails {
        let tree: Description = serde_json::from_str(Acme::DESCRIPTION).unwrap();
        Trails::of(&tree)
    }

    fn left(state: Acme, to: Acme) -> What {
        What::Moved { from: state.index(), kind: Kind::Chosen, to: Node::State(to.index()) }
    }

    #[test]
    fn the_oldest_calls_and_the_longest_ones_are_forgotten() {
        let (mut log, trails) = (Log::default(), trails());
        for call in 0..=MAX_CALLS {
            log.note(&trails, &format!("CA{call}"), None, What::Began(0));
        }
        assert!(!log.knows("CA0") && log.knows("CA1"));
        for _ in 0..=MAX_STEPS {
            log.note(&trails, "CA1", Some("silence"), left(Acme::Menu, Acme::Menu));
        }
        assert_eq!(log.events(&trails, "CA1").len(), MAX_STEPS);
    }

    #[test]
    fn who_listens_gets_what_was_and_what_comes_until_the_log_is_closed() {
        let (mut log, trails) = (Log::default(), trails());
        log.note(&trails, "CA0123456789", None, What::Began(0));
        let (kept, mut events) = log.listen(&trails);
        log.note(&trails, "CA0123456789", Some("keys"), left(Acme::Menu, Acme::Reception));
        log.end(&trails, "CA0123456789");
        log.end(&trails, "CA0123456789");
        let kept = format!("{kept:?}");
        assert!(kept.contains("event: begin") && kept.contains("456789"), "{kept}");
        let [step, end] = [(); 2].map(|()| format!("{:?}", events.try_recv().unwrap()));
        assert!(step.contains("state-Reception") && end.contains("over"), "{step} {end}");
        log.close();
        assert!(events.try_recv().is_err() && events.is_closed());
    }
}
