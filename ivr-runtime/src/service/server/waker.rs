//! A waker for a connection that omits one wake-up. hyper passes the body of a request to its reader through a
//! channel, and the channel wakes the connection for the next piece when a piece is taken. After the last piece there
//! is no next one, and the connection would be polled for nothing.

use std::{
    cell::Cell,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, Wake, Waker},
};

use bytes::Bytes;
use hyper::body::{Body as HttpBody, Frame, SizeHint};

/// Wakes the task of a connection, unless a wake-up of this thread is held back.
#[derive(Debug)]
struct ConnectionWaker(Waker);

impl Wake for ConnectionWaker {
    fn wake(self: Arc<Self>) {
        match HELD.take() {
            Held::Nothing => self.0.wake_by_ref(),
            Held::Waiting => HELD.set(Held::Woken(self)),
            Held::Woken(other) => {
                HELD.set(Held::Woken(other));
                self.0.wake_by_ref();
            }
        }
    }
}

/// Whether a wake-up of this thread is held back.
#[derive(Default)]
enum Held {
    #[default]
    Nothing,
    /// The next one will be.
    Waiting,
    /// This one was.
    Woken(Arc<ConnectionWaker>),
}

thread_local! {
    static HELD: Cell<Held> = const { Cell::new(Held::Nothing) };
}

/// Runs `work`, and returns the waker that was called on this thread meanwhile and held back.
fn holding_back<V>(work: impl FnOnce() -> V) -> (V, Option<Arc<ConnectionWaker>>) {
    /// Ends the holding back, also when `work` panics.
    struct Release;
    impl Drop for Release {
        fn drop(&mut self) {
            HELD.set(Held::Nothing);
        }
    }
    HELD.set(Held::Waiting);
    let release = Release;
    let done = work();
    let woken = match HELD.take() {
        Held::Woken(waker) => Some(waker),
        Held::Waiting | Held::Nothing => None,
    };
    drop(release);
    (done, woken)
}

/// The waker of a connection, created again only if its task has another waker.
#[derive(Default, Debug)]
pub(super) struct Wakers(Option<(Waker, Waker)>);

impl Wakers {
    /// Returns the waker with which a connection of `task` is polled.
    pub(super) fn of(&mut self, task: &Waker) -> &Waker {
        let made = self.0.take().filter(|(of, _)| of.will_wake(task));
        let made = made.unwrap_or_else(|| (task.clone(), Arc::new(ConnectionWaker(task.clone())).into()));
        &self.0.insert(made).1
    }
}

/// The body of a request. Reading it as a whole does not wake the connection.
#[derive(Debug)]
pub(super) struct RequestBody<B>(pub(super) B);

impl<B: HttpBody<Data = Bytes> + Unpin> HttpBody for RequestBody<B> {
    type Data = Bytes;
    type Error = B::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, B::Error>>> {
        let length = self.0.size_hint().exact();
        let (frame, woken) = holding_back(|| Pin::new(&mut self.0).poll_frame(context));
        if let Some(waker) = woken
            && !is_of_length(&frame, length)
        {
            waker.wake();
        }
        frame
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.0.size_hint()
    }
}

/// Returns whether a frame is the rest of a body of this length.
fn is_of_length<E>(frame: &Poll<Option<Result<Frame<Bytes>, E>>>, length: Option<u64>) -> bool {
    let Poll::Ready(Some(Ok(frame))) = frame else { return false };
    frame.data_ref().map(|data| data.len() as u64) == length && length.is_some()
}

#[cfg(test)]
mod tests {
    use std::{
        convert::Infallible,
        sync::atomic::{AtomicUsize, Ordering::SeqCst},
    };

    use super::*;

    #[derive(Default)]
    struct Count(AtomicUsize);

    impl Wake for Count {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, SeqCst);
        }
    }

    /// A body of this length that wakes a connection for each piece, as that of hyper does.
    struct Channel {
        left: u64,
        pieces: Vec<&'static str>,
        connection: Waker,
    }

    impl HttpBody for Channel {
        type Data = Bytes;
        type Error = Infallible;

        fn poll_frame(
            mut self: Pin<&mut Self>,
            _: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
            self.connection.wake_by_ref();
            let piece = self.pieces.pop().expect("no piece on purpose");
            self.left -= piece.len() as u64;
            Poll::Ready(Some(Ok(Frame::data(piece.into()))))
        }

        fn size_hint(&self) -> SizeHint {
            SizeHint::with_exact(self.left)
        }
    }

    /// How often the task of a connection is woken while a body is read that comes in these pieces.
    fn woken(pieces: &[&'static str]) -> usize {
        let count = Arc::new(Count::default());
        let task = Waker::from(Arc::clone(&count));
        let connection = Wakers::default().of(&task).clone();
        let left = pieces.iter().map(|piece| piece.len() as u64).sum();
        let mut body =
            RequestBody(Channel { left, pieces: pieces.iter().rev().copied().collect(), connection });
        for _ in pieces {
            assert!(Pin::new(&mut body).poll_frame(&mut Context::from_waker(Waker::noop())).is_ready());
        }
        count.0.load(SeqCst)
    }

    #[test]
    fn only_the_last_piece_wakes_nobody() {
        assert_eq!(woken(&["CallSid=CA1"]), 0);
        assert_eq!(woken(&["CallSid=", "CA1"]), 1);
        assert_eq!(woken(&["a", "b", "c"]), 2);
    }

    #[test]
    fn a_waker_wakes_when_nothing_is_held_back() {
        let count = Arc::new(Count::default());
        let task = Waker::from(Arc::clone(&count));
        let mut wakers = Wakers::default();
        let waker = wakers.of(&task).clone();
        waker.wake_by_ref();
        assert!(wakers.of(&task).will_wake(&waker), "one is made for a task");
        waker.wake();
        assert_eq!(count.0.load(SeqCst), 2);
        wakers.of(Waker::noop()).wake_by_ref();
        assert_eq!(count.0.load(SeqCst), 2, "another task has another");
    }

    #[test]
    fn a_panic_while_a_body_is_read_holds_nothing_back_later() {
        let count = Arc::new(Count::default());
        let task = Waker::from(Arc::clone(&count));
        let waker = Wakers::default().of(&task).clone();
        let caught = std::panic::catch_unwind(|| {
            let mut body = RequestBody(Channel { left: 0, pieces: vec![], connection: waker.clone() });
            let _ = Pin::new(&mut body).poll_frame(&mut Context::from_waker(Waker::noop()));
        });
        assert!(caught.is_err());
        let before = count.0.load(SeqCst);
        waker.wake();
        assert_eq!(count.0.load(SeqCst), before + 1);
    }
}
