//! What plain Rust sees of the queue that a caller waits in.

use serde::{Deserialize, Serialize};

use super::Call;

/// What Twilio tells of the queue that a caller waits in, as of the last document that it asked for. All of it is 0 while
/// nobody waits.
///
/// ```
/// use ivr_runtime::data::Queue;
/// let queue = Queue { position: 2, waited: 95, ..Queue::default() };
/// assert_eq!(queue.waited / 60, 1);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Queue {
    /// `QueuePosition`: 1 is the next to be connected.
    pub position: u32,
    /// `QueueTime`: for how long the caller has been waiting, in seconds.
    pub waited: u32,
    /// `AvgQueueTime`: how long callers wait on average, in seconds.
    pub average: u32,
    /// `CurrentQueueSize`: how many wait.
    pub size: u32,
}

impl<D> Call<D> {
    /// The queue that the caller waits in.
    ///
    /// ```
    /// # use ivr_runtime::data::{Call, Queue};
    /// let call = Call::new("CA1", "+14158675309", "+18005551212", ());
    /// assert_eq!(call.queue(), Queue::default());
    /// ```
    #[must_use]
    pub fn queue(&self) -> Queue {
        self.queue
    }

    /// The same call as it waits in this queue.
    #[must_use]
    pub fn waiting_in(self, queue: Queue) -> Self {
        Self { queue, ..self }
    }
}
