//! One connection: its phase, the start of the phase, and the socket that reports progress.

use std::{
    io,
    pin::Pin,
    sync::{
        OnceLock,
        atomic::{
            AtomicBool, AtomicU8, AtomicU64,
            Ordering::{Relaxed, SeqCst},
        },
    },
    task::{Context, Poll, Waker},
    time::{Duration, Instant},
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
};

#[cfg(feature = "tls")]
use std::future::poll_fn;

use crate::service::config::Limits;

/// How long a new connection counts as one that will send something. The first bytes of an honest client arrive right
/// behind its connection.
const FIRST_BYTE_GRACE: Duration = Duration::from_millis(250);

/// What a connection is doing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
enum Phase {
    /// Open, and nothing was received.
    Connected,
    /// A TLS handshake or the head of a request is arriving.
    ReceivingHead,
    /// The body of a request is arriving.
    ReceivingBody,
    /// The request is whole and is being answered.
    Answering,
    /// The answer is being written.
    Sending,
    /// Between two requests.
    Idle,
}

impl Phase {
    const ALL: [Self; 6] = [
        Self::Connected,
        Self::ReceivingHead,
        Self::ReceivingBody,
        Self::Answering,
        Self::Sending,
        Self::Idle,
    ];
}

/// What is known of a connection. Its task writes it, the table of connections reads it.
#[derive(Debug)]
pub(super) struct Activity {
    opened: Instant,
    /// Nanoseconds after `opened` when the task last looked at the clock: once whenever it is polled.
    now: AtomicU64,
    phase: AtomicU8,
    /// Nanoseconds after `opened` of the first byte of a request, or of the end of its answer.
    since: AtomicU64,
    /// Nanoseconds after `opened` of the last byte written to a client that had taken none for a while.
    written: AtomicU64,
    /// Nanoseconds after `opened` since when the client takes no bytes, plus one; 0 when it does.
    blocked: AtomicU64,
    is_retired: AtomicBool,
    /// The task of the connection, once it runs.
    task: OnceLock<Waker>,
}

/// What becomes of a connection that reached a limit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Verdict {
    /// Close it now.
    Close(&'static str),
    /// Close it after the answer in progress.
    Retire,
}

impl Activity {
    pub(super) fn new() -> Self {
        Self {
            opened: Instant::now(),
            now: AtomicU64::new(0),
            phase: AtomicU8::new(Phase::Connected as u8),
            since: AtomicU64::new(0),
            written: AtomicU64::new(0),
            blocked: AtomicU64::new(0),
            is_retired: AtomicBool::new(false),
            task: OnceLock::new(),
        }
    }

    /// Looks at the clock, for all that the task does from here on.
    pub(super) fn look_at_clock(&self) {
        self.now.store(self.nanos(), Relaxed);
    }

    /// When the task last looked at the clock.
    pub(super) fn now(&self) -> Instant {
        self.at(&self.now)
    }

    /// Bytes arrived.
    pub(super) fn received(&self) {
        if matches!(self.phase(), Phase::Connected | Phase::Idle) {
            self.enter(Phase::ReceivingHead);
        }
    }

    /// The TLS handshake is complete.
    #[cfg(feature = "tls")]
    pub(super) fn shaken_hands(&self) {
        self.look_at_clock();
        self.enter(Phase::Idle);
    }

    /// The head of a request is complete.
    pub(super) fn head_received(&self) {
        self.go_on(Phase::ReceivingBody);
    }

    /// The body of the request is complete, or not wanted.
    pub(super) fn body_received(&self) {
        if self.phase() == Phase::ReceivingBody {
            self.go_on(Phase::Answering);
        }
    }

    /// The answer is known.
    pub(super) fn answered(&self) {
        self.go_on(Phase::Sending);
    }

    /// The answer is in the buffers of the connection.
    pub(super) fn sent(&self) {
        if self.phase() == Phase::Sending {
            self.enter(Phase::Idle);
        }
    }

    /// Has the connection closed after the answer in progress.
    pub(super) fn retire(&self) {
        self.is_retired.store(true, SeqCst);
        if let Some(task) = self.task.get() {
            task.wake_by_ref();
        }
    }

    /// Whether the connection is to be closed after the answer in progress. The task that asks first is woken when that
    /// changes; a connection has only one.
    pub(super) fn poll_retired(&self, context: &Context<'_>) -> bool {
        if self.task.get().is_none() {
            // It can only have been set by the same task.
            let _ = self.task.set(context.waker().clone());
        }
        self.is_retired.load(SeqCst)
    }

    /// Resolves when the connection is to be closed.
    #[cfg(feature = "tls")]
    pub(super) async fn retired(&self) {
        let is_retired = |context: &mut Context<'_>| match self.poll_retired(context) {
            true => Poll::Ready(()),
            false => Poll::Pending,
        };
        poll_fn(is_retired).await;
    }

    /// Which of several connections is closed first to make room, the smallest first; `None` while a request is
    /// being answered. Those that sent nothing go first, then the one whose last step is longest ago.
    pub(super) fn precedence(&self) -> Option<(bool, Instant)> {
        let phase = self.phase();
        let since = self.at(&self.since);
        let is_silent = phase == Phase::Connected && since.elapsed() > FIRST_BYTE_GRACE;
        (phase != Phase::Answering).then_some((!is_silent, since))
    }

    /// What becomes of the connection under `limits`.
    pub(super) fn verdict(&self, limits: &Limits) -> Option<Verdict> {
        let since = self.at(&self.since).elapsed();
        let blocked =
            self.blocked.load(Relaxed).checked_sub(1).map(|blocked| self.nanos().saturating_sub(blocked));
        if blocked.is_some_and(|blocked| Duration::from_nanos(blocked) >= limits.write_timeout) {
            return Some(Verdict::Close("the client does not read its answer"));
        }
        let idle = since.min(self.at(&self.written).elapsed());
        match self.phase() {
            Phase::Connected | Phase::ReceivingHead if since >= limits.header_timeout => {
                Some(Verdict::Close("the head of a request did not arrive in time"))
            }
            Phase::Idle if blocked.is_none() && idle >= limits.idle_timeout => {
                Some(Verdict::Close("it was idle"))
            }
            _ if self.opened.elapsed() >= limits.max_connection_age => Some(Verdict::Retire),
            Phase::Connected
            | Phase::ReceivingHead
            | Phase::ReceivingBody
            | Phase::Answering
            | Phase::Sending
            | Phase::Idle => None,
        }
    }

    fn phase(&self) -> Phase {
        Phase::ALL.get(usize::from(self.phase.load(Relaxed))).copied().unwrap_or(Phase::Idle)
    }

    fn enter(&self, phase: Phase) {
        self.since.store(self.now.load(Relaxed), Relaxed);
        self.phase.store(phase as u8, Relaxed);
    }

    /// Whether a request is answered that is read to its end.
    fn is_answering(&self) -> bool {
        matches!(self.phase(), Phase::Answering | Phase::Sending)
    }

    /// Enters a phase without a time limit.
    fn go_on(&self, phase: Phase) {
        self.phase.store(phase as u8, Relaxed);
    }

    fn nanos(&self) -> u64 {
        u64::try_from(self.opened.elapsed().as_nanos()).unwrap_or(u64::MAX)
    }

    fn at(&self, nanos: &AtomicU64) -> Instant {
        self.opened + Duration::from_nanos(nanos.load(Relaxed))
    }

    /// What came of a write.
    fn wrote(&self, written: &Poll<io::Result<usize>>) {
        match written {
            Poll::Ready(_) if self.blocked.load(Relaxed) == 0 => {}
            Poll::Ready(_) => {
                self.blocked.store(0, Relaxed);
                self.written.store(self.nanos(), Relaxed);
            }
            Poll::Pending => {
                // The first refusal counts. If another thread stored one before, it is about the same client.
                let _ = self.blocked.compare_exchange(0, self.nanos() + 1, Relaxed, Relaxed);
            }
        }
    }
}

/// A socket that reports what is received and written.
#[derive(Debug)]
pub(super) struct Socket {
    stream: TcpStream,
    activity: std::sync::Arc<Activity>,
}

impl Socket {
    pub(super) fn new(stream: TcpStream, activity: std::sync::Arc<Activity>) -> Self {
        Self { stream, activity }
    }

    /// Waits for the first byte, and leaves it to be read.
    #[cfg(feature = "tls")]
    pub(super) async fn peek(&self) -> io::Result<Option<u8>> {
        let mut first = [0];
        let length = self.stream.peek(&mut first).await?;
        self.activity.look_at_clock();
        self.activity.received();
        Ok(first.first().copied().filter(|_| length == 1))
    }

    /// Fails when the client has closed its side. What it sends after its request stays to be read.
    fn check_client(&self, context: &mut Context<'_>) -> io::Result<()> {
        let mut first = [0];
        let mut first = ReadBuf::new(&mut first);
        match self.stream.poll_peek(context, &mut first) {
            Poll::Ready(Ok(0)) => Err(io::ErrorKind::ConnectionAborted.into()),
            Poll::Ready(Err(error)) => Err(error),
            Poll::Ready(Ok(_)) | Poll::Pending => Ok(()),
        }
    }
}

impl AsyncRead for Socket {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(context, buffer);
        if buffer.filled().len() > before {
            self.activity.received();
        }
        read
    }
}

impl AsyncWrite for Socket {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.activity.wrote(&written);
        written
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, slices);
        self.activity.wrote(&written);
        written
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    /// hyper flushes whenever it waits for an answer, and does not read meanwhile: see `half_close` in `Serving`.
    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.activity.is_answering() {
            self.check_client(context)?;
        }
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn older(activity: &mut Activity, by: Duration) {
        activity.opened -= by;
    }

    #[test]
    fn a_request_that_is_being_answered_is_never_closed_to_make_room() {
        let activity = Activity::new();
        activity.received();
        activity.head_received();
        assert!(activity.precedence().is_some());
        activity.body_received();
        assert_eq!(activity.precedence(), None);
        activity.answered();
        assert!(activity.precedence().is_some());
        // The request body may be dropped after the response was sent.
        activity.body_received();
        assert!(activity.precedence().is_some());
    }

    #[test]
    fn connections_that_sent_nothing_go_before_older_ones_that_did() {
        let (mut silent, mut idle, fresh) = (Activity::new(), Activity::new(), Activity::new());
        older(&mut idle, Duration::from_secs(4));
        idle.phase.store(Phase::Idle as u8, Relaxed);
        older(&mut silent, Duration::from_secs(1));
        assert!(silent.precedence() < idle.precedence());
        assert!(idle.precedence() < fresh.precedence());
    }

    #[test]
    fn every_limit_has_its_phase() {
        const SECOND: Duration = Duration::from_secs(1);
        let limits = Limits {
            header_timeout: SECOND,
            idle_timeout: SECOND * 2,
            write_timeout: SECOND * 3,
            max_connection_age: SECOND * 4,
            ..Limits::default()
        };
        let verdict = |phase: Phase, age: u32, blocked: bool| {
            let mut activity = Activity::new();
            if blocked {
                activity.wrote(&Poll::Pending);
            }
            activity.phase.store(phase as u8, Relaxed);
            older(&mut activity, SECOND * age);
            activity.verdict(&limits)
        };
        let closes = |phase, age, blocked| matches!(verdict(phase, age, blocked), Some(Verdict::Close(_)));
        assert!(!closes(Phase::ReceivingHead, 0, false) && closes(Phase::ReceivingHead, 1, false));
        assert!(!closes(Phase::Connected, 0, false) && closes(Phase::Connected, 1, false));
        assert!(!closes(Phase::Idle, 1, false) && closes(Phase::Idle, 2, false));
        assert!(!closes(Phase::Idle, 2, true) && closes(Phase::Idle, 3, true));
        assert!(!closes(Phase::Sending, 2, true) && closes(Phase::Sending, 3, true));
        for phase in [Phase::ReceivingBody, Phase::Answering, Phase::Sending] {
            assert_eq!(verdict(phase, 3, false), None, "{phase:?}");
            assert_eq!(verdict(phase, 4, false), Some(Verdict::Retire), "{phase:?}");
        }
    }
}
