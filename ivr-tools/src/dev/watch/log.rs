//! The events of the latest calls, bounded, and the listeners that get each as it comes.

use std::{collections::VecDeque, time::Instant};

use axum::response::sse;
use serde::Serialize;
use tokio::sync::mpsc::{self, Receiver, Sender};

use super::{Passed, trail::Node};

/// The calls that are kept; the oldest is forgotten first.
const MAX_CALLS: usize = 64;
/// The events of a call that are kept; a longer one is followed no further.
const MAX_EVENTS: usize = 256;
const MAX_LISTENERS: usize = 16;
/// The events that a listener may lag behind.
const LAG: usize = 256;
/// So much of the end of a call's identifier tells it from the others on a screen.
const SHORT: usize = 6;

#[derive(Debug, Default)]
pub(super) struct Log {
    calls: VecDeque<Followed>,
    listeners: Vec<Sender<sse::Event>>,
}

/// One call.
#[derive(Debug)]
struct Followed {
    sid: String,
    began: Instant,
    events: Vec<Event>,
}

#[derive(Clone, Serialize, Debug)]
struct Event {
    call: String,
    /// Seconds since the call was first seen.
    at: f32,
    /// What kind of thing brought it about.
    #[serde(skip_serializing_if = "Option::is_none")]
    heard: Option<&'static str>,
    /// The nodes that were passed, the last of them where the call is.
    trail: Vec<Passed>,
    over: bool,
}

impl Log {
    pub(super) fn knows(&self, sid: &str) -> bool {
        self.calls.iter().any(|call| call.sid == sid)
    }

    /// The node where a call was seen last.
    pub(super) fn last(&self, sid: &str) -> Option<Node> {
        let call = self.calls.iter().find(|call| call.sid == sid)?;
        call.events.iter().rev().find_map(|event| event.trail.last()).map(|last| last.at)
    }

    /// Notes what a call passed.
    pub(super) fn add(&mut self, sid: &str, heard: Option<&'static str>, trail: Vec<Passed>) {
        let over = trail.last().is_some_and(|last| matches!(last.at, Node::End(_)));
        self.note(sid, heard, trail, over);
    }

    /// Notes that a call is over, unless that is known.
    pub(super) fn end(&mut self, sid: &str) {
        let call = self.calls.iter().find(|call| call.sid == sid);
        if call.and_then(|call| call.events.last()).is_some_and(|event| !event.over) {
            self.note(sid, Some("the call is over"), Vec::new(), true);
        }
    }

    fn note(&mut self, sid: &str, heard: Option<&'static str>, trail: Vec<Passed>, over: bool) {
        // Requests written by hand belong to no call.
        if sid.is_empty() {
            return;
        }
        if !self.knows(sid) {
            if self.calls.len() >= MAX_CALLS {
                self.calls.pop_front();
            }
            self.calls.push_back(Followed { sid: sid.to_owned(), began: Instant::now(), events: Vec::new() });
        }
        let Some(call) = self.calls.iter_mut().find(|call| call.sid == sid) else { return };
        if call.events.len() < MAX_EVENTS {
            let event =
                Event { call: short(sid), at: call.began.elapsed().as_secs_f32(), heard, trail, over };
            let sent = sse_event(&event);
            call.events.push(event);
            // Whoever is gone, or does not keep up, hears no more.
            self.listeners.retain(|listener| listener.try_send(sent.clone()).is_ok());
        }
    }

    pub(super) fn trail(&self, sid: &str) -> Vec<Passed> {
        let call = self.calls.iter().find(|call| call.sid == sid);
        call.into_iter().flat_map(|call| &call.events).flat_map(|event| event.trail.clone()).collect()
    }

    /// All that is kept, and what comes. The event `begin` stands first, because a browser that lost the connection
    /// reconnects by itself.
    pub(super) fn listen(&mut self) -> (Vec<sse::Event>, Receiver<sse::Event>) {
        let (listener, events) = mpsc::channel(LAG);
        // A browser does not dispatch an event without data.
        let begin = sse::Event::default().event("begin").data("kept");
        let kept = self.calls.iter().flat_map(|call| &call.events).map(sse_event);
        let kept = [begin].into_iter().chain(kept).collect();
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
    // No part of an event fails to serialize.
    sse::Event::default().data(serde_json::to_string(event).unwrap_or_default())
}

fn short(sid: &str) -> String {
    let plain: Vec<char> = sid.chars().filter(char::is_ascii_alphanumeric).collect();
    plain.iter().skip(plain.len().saturating_sub(SHORT)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passed(state: usize) -> Passed {
        Passed { at: Node::State(state), node: format!("state-{state}"), by: None }
    }

    #[test]
    fn the_oldest_calls_and_the_longest_ones_are_forgotten() {
        let mut log = Log::default();
        for call in 0..=MAX_CALLS {
            log.add(&format!("CA{call}"), None, vec![passed(0)]);
        }
        assert!(!log.knows("CA0") && log.knows("CA1"));
        for _ in 0..=MAX_EVENTS {
            log.add("CA1", Some("silence"), vec![passed(1)]);
        }
        assert_eq!(log.trail("CA1").len(), MAX_EVENTS);
    }

    #[test]
    fn who_listens_gets_what_was_and_what_comes_until_the_log_is_closed() {
        let mut log = Log::default();
        log.add("CA0123456789", None, vec![passed(0)]);
        let (kept, mut events) = log.listen();
        log.end("CA0123456789");
        log.end("CA0123456789");
        let kept = format!("{kept:?}");
        assert!(kept.contains("event: begin") && kept.contains("456789"), "{kept}");
        assert!(format!("{:?}", events.try_recv().unwrap()).contains("over"));
        log.close();
        assert!(events.try_recv().is_err() && events.is_closed());
    }
}
