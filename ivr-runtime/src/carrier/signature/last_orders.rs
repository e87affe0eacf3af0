//! The order of the fields of the last verified requests: Twilio sends the same fields in the same order.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// As many fields are kept without an allocation; Twilio sends some thirty.
pub(super) const KEPT: usize = 40;

/// A place is a byte, and so many are read at once.
const BYTES: usize = size_of::<u64>();

/// For each number of fields the order of the last request that had so many. Nobody relies on it: threads that store orders
/// at the same time may mix them.
#[derive(Debug)]
pub(crate) struct LastOrders([[AtomicU64; KEPT / BYTES]; KEPT]);

impl LastOrders {
    /// No order yet.
    pub(crate) const fn new() -> Self {
        Self([const { [const { AtomicU64::new(0) }; KEPT / BYTES] }; KEPT])
    }

    /// The places of so many fields, and some more; `None` for more fields than are kept.
    pub(super) fn of_count(&self, count: usize) -> Option<[u8; KEPT]> {
        let kept = self.0.get(count)?;
        let mut places = [0; KEPT];
        for (bytes, kept) in places.as_chunks_mut().0.iter_mut().zip(kept) {
            *bytes = kept.load(Relaxed).to_le_bytes();
        }
        Some(places)
    }

    /// Keeps the places of the fields of a request whose signature is valid.
    pub(super) fn remember(&self, places: &[u64]) {
        let Some(kept) = self.0.get(places.len()) else { return };
        for (kept, places) in kept.iter().zip(places.chunks(BYTES)) {
            let packed = places.iter().rev().fold(0, |packed, place| packed << 8 | place);
            kept.store(packed, Relaxed);
        }
    }
}
