//! Request bodies, limited in size and time, and response bodies.

use std::{
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use axum::body::{Body, HttpBody};
use bytes::Bytes;
use http_body::{Frame, SizeHint};
use tokio::time::{Sleep, sleep};

/// Why a body could not be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BodyError {
    /// The body is longer than allowed.
    TooLarge,
    /// The body did not arrive in time.
    TimedOut,
    /// The connection broke, or the framing is invalid.
    Incomplete,
}

/// Reads `body` to its end: at most `max_size` bytes, within `timeout`.
///
/// # Errors
///
/// Returns an error if the body is longer, does not arrive in time, or breaks off.
pub async fn read_body<B>(body: B, max_size: usize, timeout: Duration) -> Result<Bytes, BodyError>
where
    B: HttpBody<Data = Bytes> + Send + Unpin,
{
    ReadBody::new(body, max_size, timeout).await
}

/// The future of [`read_body`].
///
/// A frame is a slice of hyper's read buffer and keeps the whole buffer allocated, however short the frame is.
/// Collecting the frames of a body that arrives byte by byte would hold 8 KiB for each byte. Therefore every frame is
/// copied and dropped, except a frame that is the whole body.
pub(crate) struct ReadBody<B> {
    body: B,
    /// The bytes received so far.
    whole: Vec<u8>,
    max_size: usize,
    timeout: Duration,
    /// Created only if the body is not complete at the first poll.
    timer: Option<Pin<Box<Sleep>>>,
}

impl<B: HttpBody<Data = Bytes> + Unpin> ReadBody<B> {
    pub(crate) fn new(body: B, max_size: usize, timeout: Duration) -> Self {
        Self { body, whole: Vec::new(), max_size, timeout, timer: None }
    }

    fn poll_read(&mut self, context: &mut Context<'_>) -> Poll<Result<Bytes, BodyError>> {
        let left = self.body.size_hint();
        if self.whole.is_empty() && left.lower() > self.max_size as u64 {
            return Poll::Ready(Err(BodyError::TooLarge));
        }
        let length = left.exact().filter(|_| self.whole.is_empty());
        loop {
            let frame = match ready!(Pin::new(&mut self.body).poll_frame(context)) {
                None => return Poll::Ready(Ok(std::mem::take(&mut self.whole).into())),
                Some(Err(_)) => return Poll::Ready(Err(BodyError::Incomplete)),
                Some(Ok(frame)) => frame,
            };
            let Ok(data) = frame.into_data() else { continue };
            if self.whole.len() + data.len() > self.max_size {
                return Poll::Ready(Err(BodyError::TooLarge));
            }
            if length == Some(data.len() as u64) {
                return Poll::Ready(Ok(data));
            }
            self.whole.extend_from_slice(&data);
        }
    }
}

impl<B: HttpBody<Data = Bytes> + Unpin> Future for ReadBody<B> {
    type Output = Result<Bytes, BodyError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        if let Poll::Ready(read) = self.poll_read(context) {
            return Poll::Ready(read);
        }
        let timeout = self.timeout;
        let timer = self.timer.get_or_insert_with(|| Box::pin(sleep(timeout)));
        timer.as_mut().poll(context).map(|()| Err(BodyError::TimedOut))
    }
}

/// The body of a response.
#[derive(Debug)]
pub(crate) enum AnswerBody {
    Bytes(Bytes),
    /// The empty body of a response to HEAD, if the length of the response to GET is unknown.
    UnknownLength,
    /// The body of a response from a router.
    Routed(Body),
}

impl HttpBody for AnswerBody {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        match self.get_mut() {
            Self::Bytes(bytes) if bytes.is_empty() => Poll::Ready(None),
            Self::Bytes(bytes) => Poll::Ready(Some(Ok(Frame::data(std::mem::take(bytes))))),
            Self::UnknownLength => Poll::Ready(None),
            Self::Routed(body) => Pin::new(body).poll_frame(context),
        }
    }

    fn is_end_stream(&self) -> bool {
        match self {
            Self::Bytes(bytes) => bytes.is_empty(),
            Self::UnknownLength => false,
            Self::Routed(body) => body.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Bytes(bytes) => SizeHint::with_exact(bytes.len() as u64),
            Self::UnknownLength => SizeHint::default(),
            Self::Routed(body) => body.size_hint(),
        }
    }
}

impl From<AnswerBody> for Body {
    fn from(body: AnswerBody) -> Self {
        match body {
            AnswerBody::Bytes(bytes) => Self::from(bytes),
            AnswerBody::UnknownLength => Self::new(body),
            AnswerBody::Routed(body) => body,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{
        convert::Infallible,
        pin::Pin,
        sync::{
            Arc,
            atomic::{AtomicUsize, Ordering},
        },
        task::{Context, Poll},
    };

    use axum::body::HttpBody;
    use http_body_util::combinators::UnsyncBoxBody;

    use super::*;

    const LONG: Duration = Duration::from_secs(60);

    /// Owns a buffer, and counts the owners that live.
    struct Buffer(Arc<AtomicUsize>);

    impl AsRef<[u8]> for Buffer {
        fn as_ref(&self) -> &[u8] {
            b"x"
        }
    }

    impl Drop for Buffer {
        fn drop(&mut self) {
            self.0.fetch_sub(1, Ordering::Relaxed);
        }
    }

    /// A body of one-byte frames, each of which owns a buffer; fails when two of them live at once.
    struct Frames {
        left: usize,
        live: Arc<AtomicUsize>,
    }

    impl HttpBody for Frames {
        type Data = Bytes;
        type Error = Infallible;

        fn poll_frame(
            mut self: Pin<&mut Self>,
            _: &mut Context<'_>,
        ) -> Poll<Option<Result<http_body::Frame<Bytes>, Infallible>>> {
            if self.left == 0 {
                return Poll::Ready(None);
            }
            self.left -= 1;
            assert_eq!(self.live.fetch_add(1, Ordering::Relaxed), 0, "a frame is kept");
            let data = Bytes::from_owner(Buffer(Arc::clone(&self.live)));
            Poll::Ready(Some(Ok(http_body::Frame::data(data))))
        }
    }

    fn frames(left: usize) -> Body {
        Body::new(UnsyncBoxBody::new(Frames { left, live: Arc::default() }))
    }

    #[tokio::test]
    async fn frames_are_copied_and_released_one_by_one() {
        assert_eq!(read_body(frames(5000), 5000, LONG).await.unwrap().len(), 5000);
    }

    #[tokio::test]
    async fn a_body_is_too_large_from_the_first_byte_over_the_limit() {
        assert_eq!(read_body(frames(5001), 5000, LONG).await, Err(BodyError::TooLarge));
        assert_eq!(read_body(Body::from("12345"), 4, LONG).await, Err(BodyError::TooLarge));
        assert_eq!(read_body(Body::from("1234"), 4, LONG).await.unwrap(), "1234");
    }

    #[tokio::test(start_paused = true)]
    async fn a_body_that_stops_arriving_is_given_up() {
        struct Stalled;
        impl HttpBody for Stalled {
            type Data = Bytes;
            type Error = Infallible;
            fn poll_frame(
                self: Pin<&mut Self>,
                _: &mut Context<'_>,
            ) -> Poll<Option<Result<http_body::Frame<Bytes>, Infallible>>> {
                Poll::Pending
            }
        }
        assert_eq!(read_body(Body::new(Stalled), 4, LONG).await, Err(BodyError::TimedOut));
    }
}
