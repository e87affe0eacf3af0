//! The rules that all stores keep alike, over whatever holds their records: compare and swap, room, expiry.

use super::{Limits, Saved, StoreError};

/// A container of records without rules: it finds, inserts and removes.
pub(super) trait Records {
    /// The record of a call, and when it was put there.
    fn get(&self, call: &str) -> Result<Option<StoredRecord>, StoreError>;
    /// Puts a record, in place of the one that is there.
    fn put(&mut self, call: &str, kept: StoredRecord) -> Result<(), StoreError>;
    /// Removes a record, if it exists.
    fn take(&mut self, call: &str) -> Result<(), StoreError>;
    /// How many calls there are.
    fn calls(&self) -> Result<usize, StoreError>;
    /// The call that was put here the longest time ago, and when.
    fn oldest(&mut self) -> Result<Option<(u64, String)>, StoreError>;
}

/// A record, and when it was put, in milliseconds.
#[derive(Clone)]
pub(super) struct StoredRecord {
    pub(super) at: u64,
    pub(super) record: Vec<u8>,
}

/// The rules at one moment.
#[derive(Clone, Copy)]
pub(super) struct Rules {
    pub(super) limits: Limits,
    pub(super) now: u64,
}

impl Rules {
    /// Returns whether a record that was stored at this time has expired.
    pub(super) fn is_over(&self, at: u64) -> bool {
        self.limits.is_over(self.now.saturating_sub(at))
    }

    /// The record of a call, unless it is too old.
    pub(super) fn load(&self, records: &impl Records, call: &str) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.fresh(records.get(call)?))
    }

    /// The record, unless it is too old.
    pub(super) fn fresh(&self, kept: Option<StoredRecord>) -> Option<Vec<u8>> {
        kept.filter(|kept| !self.is_over(kept.at)).map(|kept| kept.record)
    }

    /// Puts `record` where `before` is.
    pub(super) fn save(
        &self,
        records: &mut impl Records,
        call: &str,
        before: Option<&[u8]>,
        record: Vec<u8>,
    ) -> Result<Saved, StoreError> {
        let kept = records.get(call)?;
        let is_new = kept.is_none();
        let stored = self.fresh(kept);
        if stored.as_deref() != before {
            return Ok(Saved::Changed(stored));
        }
        if is_new {
            self.make_room(records)?;
        }
        records.put(call, StoredRecord { at: self.now, record })?;
        Ok(Saved::Done)
    }

    /// Removes the record of a call if it is `before`.
    pub(super) fn remove(
        &self,
        records: &mut impl Records,
        call: &str,
        before: &[u8],
    ) -> Result<Saved, StoreError> {
        let stored = self.load(records, call)?;
        if stored.as_deref() != Some(before) {
            return Ok(Saved::Changed(stored));
        }
        records.take(call)?;
        Ok(Saved::Done)
    }

    /// Makes sure that one more call fits, at the cost of one that is too old.
    pub(super) fn make_room(&self, records: &mut impl Records) -> Result<(), StoreError> {
        match self.limits.check_room(records.calls()?) {
            Err(_) if self.expire(records, 1)? == 1 => self.limits.check_room(records.calls()?),
            room => room,
        }
    }

    /// Removes expired records, oldest first and at most this many, and returns how many it has removed.
    pub(super) fn expire(&self, records: &mut impl Records, at_most: usize) -> Result<usize, StoreError> {
        for taken in 0..at_most {
            match records.oldest()? {
                Some((at, call)) if self.is_over(at) => records.take(&call)?,
                _ => return Ok(taken),
            }
        }
        Ok(at_most)
    }
}
