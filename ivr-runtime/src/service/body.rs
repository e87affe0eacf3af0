//! Request bodies, bounded in size and in time.

use std::time::Duration;

use axum::body::{Body, HttpBody};
use bytes::Bytes;
use http_body_util::BodyExt;

/// Why a body was not read to its end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BodyError {
    /// It is longer than allowed.
    TooLarge,
    /// It did not arrive in time.
    TimedOut,
    /// The connection broke, or the framing is invalid.
    Incomplete,
}

/// Reads `body` to its end: at most `max_size` bytes, within `timeout`.
///
/// # Errors
///
/// When it is longer, does not arrive in time, or breaks off.
pub async fn read_body(body: Body, max_size: usize, timeout: Duration) -> Result<Bytes, BodyError> {
    if body.size_hint().lower() > max_size as u64 {
        return Err(BodyError::TooLarge);
    }
    tokio::time::timeout(timeout, copy(body, max_size)).await.unwrap_or(Err(BodyError::TimedOut))
}

/// A frame is a slice of hyper's read buffer and keeps all of it allocated, however short the frame is. Collecting the
/// frames of a body that arrives byte by byte would hold 8 KiB for each byte, so every frame is copied and dropped.
async fn copy(mut body: Body, max_size: usize) -> Result<Bytes, BodyError> {
    let mut whole = Vec::new();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| BodyError::Incomplete)?;
        let Some(data) = frame.data_ref() else { continue };
        if whole.len() + data.len() > max_size {
            return Err(BodyError::TooLarge);
        }
        whole.extend_from_slice(data);
    }
    Ok(whole.into())
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
