//! The queue from a request to the writer thread. It is bounded and never blocks a request.

use std::{
    fmt,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc,
        mpsc::{Receiver, SyncSender, TryRecvError, TrySendError, sync_channel},
    },
    thread,
    time::{Duration, Instant},
};

use prometheus_client::metrics::counter::Counter;

use super::{
    CallEvent, Timestamp,
    names::Names,
    output::{EventOutput, Open},
};
use crate::{
    description::{Description, End},
    service::telemetry::redact,
};
use ivr_core::{callback::CallStatus, event::Event};

/// The number of events that may wait: some seconds on a busy server, and less than a megabyte.
const QUEUE: usize = 8_192;

/// The maximum number of events per write.
const BATCH: usize = 512;

/// The minimum interval between log lines about events that cannot be written.
const COMPLAINT_INTERVAL: Duration = Duration::from_secs(60);

/// The note of a request. It consists of numbers, so that it needs no allocation.
#[derive(Clone, Debug)]
pub(crate) struct Noted {
    pub(super) time: Timestamp,
    pub(super) call: Sid,
    pub(super) what: What,
}

/// What happened, with states and starts by index.
#[derive(Clone, Copy, Debug)]
pub(crate) enum What {
    Started { start: usize, rest: Rest },
    Step { state: usize, heard: Event, attempt: u8, rest: Rest, latency_us: u64 },
    OnError { state: Option<usize> },
    Ended { status: CallStatus, duration_s: Option<u32> },
}

/// The position of a call afterwards.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Rest {
    pub(crate) state: Option<usize>,
    pub(crate) end: Option<End>,
}

/// The length of `CA` and 32 hexadecimal digits.
const SID_LENGTH: usize = 34;

/// A `CallSid`, or nothing if it is invalid.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sid(Option<[u8; SID_LENGTH]>);

impl Sid {
    fn new(sid: &str) -> Self {
        Self(redact::call_sid(sid).as_bytes().try_into().ok())
    }
}

impl fmt::Display for Sid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sid = self.0.as_ref().and_then(|sid| str::from_utf8(sid).ok());
        f.write_str(sid.unwrap_or("-"))
    }
}

enum Message {
    Event(Noted),
    /// A request to write all earlier events and to confirm it.
    Flush(SyncSender<()>),
}

/// The event queue of a tree.
pub(crate) struct Events {
    queue: SyncSender<Message>,
    /// The number of events that were not written, because the queue was full or the output failed.
    dropped: Counter,
}

impl fmt::Debug for Events {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Events").field("dropped", &self.dropped.get()).finish_non_exhaustive()
    }
}

impl Events {
    /// Opens the output and starts the writer thread. The thread ends when the queue is dropped.
    pub(crate) fn start(
        output: &EventOutput,
        tree: &Description,
        dropped: Counter,
    ) -> Result<Arc<Self>, String> {
        let (queue, noted) = sync_channel(QUEUE);
        let writer = Writer {
            noted,
            names: Names::of(tree),
            output: output.open()?,
            dropped: dropped.clone(),
            complained: None,
        };
        let thread = thread::Builder::new().name("ivr-events".to_owned()).spawn(move || writer.run());
        thread.map_err(|error| format!("the thread that writes events cannot be started: {error}"))?;
        Ok(Arc::new(Self { queue, dropped }))
    }

    /// Records an event of a call, or counts it as dropped.
    pub(crate) fn note(&self, call: &str, what: What) {
        let noted = Noted { time: Timestamp::now(), call: Sid::new(call), what };
        if self.queue.try_send(Message::Event(noted)).is_err() {
            self.dropped.inc();
        }
    }

    /// Waits until all earlier events are written, within a limit. Returns whether they were.
    #[cfg_attr(not(any(test, feature = "serve")), expect(dead_code, reason = "only `serve` ends in order"))]
    pub(crate) fn flush(&self, limit: Duration) -> bool {
        let until = Instant::now() + limit;
        let (done, is_done) = sync_channel(1);
        let mut message = Message::Flush(done);
        loop {
            message = match self.queue.try_send(message) {
                Ok(()) => {
                    return is_done.recv_timeout(until.saturating_duration_since(Instant::now())).is_ok();
                }
                Err(TrySendError::Full(message)) if Instant::now() < until => message,
                Err(TrySendError::Full(_) | TrySendError::Disconnected(_)) => return false,
            };
            thread::sleep(Duration::from_millis(5));
        }
    }
}

/// The writer thread.
struct Writer {
    noted: Receiver<Message>,
    names: Names,
    output: Open,
    dropped: Counter,
    complained: Option<Instant>,
}

impl Writer {
    fn run(mut self) {
        let mut events = Vec::new();
        let mut waiting: Vec<SyncSender<()>> = Vec::new();
        while let Ok(first) = self.noted.recv() {
            self.take(first, &mut events, &mut waiting);
            while events.len() < BATCH {
                match self.noted.try_recv() {
                    Ok(message) => self.take(message, &mut events, &mut waiting),
                    Err(TryRecvError::Empty | TryRecvError::Disconnected) => break,
                }
            }
            self.write(&events);
            events.clear();
            // An error means that the receiver no longer waits.
            for done in waiting.drain(..) {
                let _ = done.send(());
            }
        }
    }

    fn take(&mut self, message: Message, events: &mut Vec<CallEvent>, waiting: &mut Vec<SyncSender<()>>) {
        match message {
            Message::Event(noted) => events.extend(self.names.event(&noted)),
            Message::Flush(done) => waiting.push(done),
        }
    }

    /// Writes events, or counts them as dropped. Later events are tried again.
    fn write(&mut self, events: &[CallEvent]) {
        if events.is_empty() {
            return;
        }
        let output = &mut self.output;
        let why = match catch_unwind(AssertUnwindSafe(|| output.write(events))) {
            Ok(Ok(())) => return,
            Ok(Err(error)) => error.to_string(),
            Err(_) => "the function that receives events panicked".to_owned(),
        };
        self.dropped.inc_by(u64::try_from(events.len()).unwrap_or(u64::MAX));
        if self.complained.is_none_or(|last| last.elapsed() > COMPLAINT_INTERVAL) {
            self.complained = Some(Instant::now());
            tracing::error!(dropped = self.dropped.get(), "events of calls cannot be written: {why}");
        }
    }
}

#[cfg(test)]
mod tests;
