//! The queue in which a caller waits, as Rust code sees it.

use serde::{Deserialize, Serialize};

use super::Call;

/// What Twilio reports about the queue in which a caller waits, as of the last document request. All values are 0
/// while nobody waits.
///
/// ```
/// use ivr_runtime::data::Queue;
/// let queue = Queue { position: 2, waited: 95, ..Queue::default() };
/// assert_eq!(queue.waited / 60, 1);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Queue {
    /// `QueuePosition`: 1 is the caller who is connected next.
    pub position: u32,
    /// `QueueTime`: how long the caller has waited, in seconds.
    pub waited: u32,
    /// `AvgQueueTime`: the average waiting time, in seconds.
    pub average: u32,
    /// `CurrentQueueSize`: the number of waiting callers.
    pub size: u32,
}

impl<D> Call<D> {
    /// Returns the queue in which the caller waits.
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

    /// Returns the call as it waits in this queue.
    #[must_use]
    pub fn waiting_in(self, queue: Queue) -> Self {
        Self { queue, ..self }
    }
}
