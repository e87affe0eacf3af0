//! The changes that are not in the tables yet. A transaction writes its changes as one row, so that it touches few pages
//! regardless of the ids of its calls. A merge moves the newest change of each call into the tables and empties the
//! journal.

use std::{
    collections::{BTreeMap, HashSet},
    hash::{BuildHasher as _, RandomState},
    ops::Bound,
    sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard},
};

use redb::{
    Database, ReadableDatabase as _, ReadableTable as _, TableDefinition, TableError, WriteTransaction,
};

use super::{
    super::{StoreError, records::StoredRecord},
    tables::{Snapshot, fault},
};

/// The changes of each transaction, in the order of the transactions.
const JOURNAL: TableDefinition<'_, u64, &[u8]> = TableDefinition::new("journal");

/// The size of the journal in bytes at which it is merged. It limits the memory for changes, and the time that opening an
/// unclosed file takes.
const MAX_BYTES: usize = 8 << 20;

/// Changes by call: the new record, or `None` if it was removed.
pub(super) type Changes = BTreeMap<String, Option<StoredRecord>>;

/// What is known of a call without reading the disk.
pub(super) enum Known {
    /// The stored record.
    Stored(Option<StoredRecord>),
    /// The call has a row, which must be read from the disk.
    Row,
}

/// The journal of an open file, with the committed changes in memory.
pub(super) struct Journal(RwLock<State>);

/// The hash of an id. A collision is less likely than a disk that loses data.
type Digest = [u64; 2];

#[derive(Default)]
struct State {
    /// The newest changes that are not in the tables yet.
    changed: Changes,
    /// The changes of the last merge. The tables contain them, too, but on the disk.
    merged: Changes,
    /// The calls that have a row, so that a new call is recognized without reading the disk.
    rows: HashSet<Digest>,
    digests: [RandomState; 2],
    /// The size of the journal in bytes.
    bytes: usize,
    /// The key of the next row.
    next: u64,
    /// The number of stored calls.
    calls: usize,
}

impl Journal {
    /// Reads the journal from a file.
    pub(super) fn of(database: &Database) -> Result<Self, StoreError> {
        let mut state = State::default();
        let transaction = database.begin_read().map_err(fault)?;
        match transaction.open_table(JOURNAL) {
            Ok(rows) => {
                for row in rows.iter().map_err(fault)? {
                    let (key, row) = row.map_err(fault)?;
                    state.next = key.value().saturating_add(1);
                    state.bytes += row.value().len();
                    read(row.value(), &mut state.changed)
                        .ok_or_else(|| StoreError::corrupt("a row of its journal is invalid"))?;
                }
            }
            // After a clean shutdown the file has no journal.
            Err(TableError::TableDoesNotExist(_)) => {}
            Err(error) => return Err(fault(error)),
        }
        let ids = Snapshot::of(database)?.ids()?;
        state.rows = ids.iter().map(|call| state.digest(call)).collect();
        let is_new = |(call, change): &(&String, &Option<_>)| change.is_some() && !state.has_row(call);
        let is_gone = |(call, change): &(&String, &Option<_>)| change.is_none() && state.has_row(call);
        let new = state.changed.iter().filter(is_new).count();
        let gone = state.changed.iter().filter(is_gone).count();
        state.calls = (state.rows.len() + new).saturating_sub(gone);
        Ok(Self(RwLock::new(state)))
    }

    /// Returns what is known of a call.
    pub(super) fn find(&self, call: &str) -> Known {
        let state = self.read();
        match state.known(call) {
            Some(change) => Known::Stored(change.clone()),
            None if state.has_row(call) => Known::Row,
            None => Known::Stored(None),
        }
    }

    /// Returns whether a call has a record.
    pub(super) fn has(&self, call: &str) -> bool {
        let state = self.read();
        state.known(call).map_or_else(|| state.has_row(call), Option::is_some)
    }

    /// Returns the first changes after this call that are not in the tables yet.
    pub(super) fn behind(&self, after: Option<&str>, at_most: usize) -> Changes {
        let start = after.map_or(Bound::Unbounded, Bound::Excluded);
        let state = self.read();
        let changes = state.changed.range::<str, _>((start, Bound::Unbounded)).take(at_most);
        changes.map(|(call, change)| (call.clone(), change.clone())).collect()
    }

    /// Passes each change that is not in the tables yet to `merge`.
    pub(super) fn each(
        &self,
        merge: impl FnMut((&String, &Option<StoredRecord>)) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        // A read lock, so that other reads do not wait for the merge.
        self.read().changed.iter().try_for_each(merge)
    }

    /// Returns the time of the newest change that is not in the tables yet.
    pub(super) fn newest(&self) -> Option<u64> {
        self.read().changed.values().flatten().map(|kept| kept.at).max()
    }

    /// Returns the number of stored calls.
    pub(super) fn calls(&self) -> usize {
        self.read().calls
    }

    /// Returns whether all changes are in the tables.
    pub(super) fn is_empty(&self) -> bool {
        self.read().changed.is_empty()
    }

    /// Returns whether the journal must be merged.
    pub(super) fn is_full(&self) -> bool {
        self.read().bytes >= MAX_BYTES
    }

    /// Writes the changes of a transaction and returns their size in bytes.
    pub(super) fn write(
        &self,
        transaction: &WriteTransaction,
        changes: &Changes,
    ) -> Result<usize, StoreError> {
        let row = row(changes)?;
        let mut rows = transaction.open_table(JOURNAL).map_err(fault)?;
        rows.insert(self.read().next, row.as_slice()).map_err(fault)?;
        Ok(row.len())
    }

    /// Removes all rows, after their changes were written to the tables.
    pub(super) fn clear(transaction: &WriteTransaction) -> Result<(), StoreError> {
        transaction.delete_table(JOURNAL).map(drop).map_err(fault)
    }

    /// Records that the changes of a transaction are on the disk, in a row of this size.
    pub(super) fn written(&self, changes: Changes, bytes: usize, calls: usize) {
        let mut state = self.write_state();
        state.changed.extend(changes);
        state.bytes += bytes;
        state.next = state.next.saturating_add(1);
        state.calls = calls;
    }

    /// Records that the changes of a transaction and all earlier changes are in the tables.
    pub(super) fn merged(&self, changes: Changes, calls: usize) {
        let mut state = self.write_state();
        let mut merged = std::mem::take(&mut state.changed);
        merged.extend(changes);
        for (call, change) in &merged {
            let digest = state.digest(call);
            match change {
                Some(_) => state.rows.insert(digest),
                None => state.rows.remove(&digest),
            };
        }
        merged.retain(|_, change| change.is_some());
        (state.merged, state.calls) = (merged, calls);
        (state.bytes, state.next) = (0, 0);
    }

    /// Locks the state. No code that holds the lock panics.
    fn read(&self) -> RwLockReadGuard<'_, State> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write_state(&self) -> RwLockWriteGuard<'_, State> {
        self.0.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Returns the newest change of a call, if it is in memory.
    fn known(&self, call: &str) -> Option<&Option<StoredRecord>> {
        self.changed.get(call).or_else(|| self.merged.get(call))
    }

    fn has_row(&self, call: &str) -> bool {
        self.rows.contains(&self.digest(call))
    }

    fn digest(&self, call: &str) -> Digest {
        self.digests.each_ref().map(|digest| digest.hash_one(call))
    }
}

/// The length in a row that marks a removed record.
const REMOVED: u32 = u32::MAX;

/// Encodes a row. For each change it contains the lengths of the id and the record, the time, the id and the record.
fn row(changes: &Changes) -> Result<Vec<u8>, StoreError> {
    let length = |bytes: &[u8]| u32::try_from(bytes.len()).map_err(StoreError::away);
    let mut row = Vec::with_capacity(changes.len() * 512);
    for (call, change) in changes {
        row.extend(length(call.as_bytes())?.to_le_bytes());
        let (long, at) = match change {
            Some(kept) => (length(&kept.record)?, kept.at),
            None => (REMOVED, 0),
        };
        row.extend(long.to_le_bytes());
        row.extend(at.to_le_bytes());
        row.extend(call.as_bytes());
        if let Some(kept) = change {
            row.extend(&kept.record);
        }
    }
    Ok(row)
}

/// Adds the changes of a row. Returns `None` if the row is malformed.
fn read(mut row: &[u8], changes: &mut Changes) -> Option<()> {
    while !row.is_empty() {
        let id = u32::from_le_bytes(*part(&mut row)?);
        let long = u32::from_le_bytes(*part(&mut row)?);
        let at = u64::from_le_bytes(*part(&mut row)?);
        let (call, rest) = row.split_at_checked(usize::try_from(id).ok()?)?;
        let (record, rest) = match long {
            REMOVED => (None, rest),
            long => {
                let (record, rest) = rest.split_at_checked(usize::try_from(long).ok()?)?;
                (Some(StoredRecord { at, record: record.to_vec() }), rest)
            }
        };
        changes.insert(str::from_utf8(call).ok()?.to_owned(), record);
        row = rest;
    }
    Some(())
}

/// Takes the next bytes of a row.
fn part<'r, const LENGTH: usize>(row: &mut &'r [u8]) -> Option<&'r [u8; LENGTH]> {
    let (part, rest) = row.split_first_chunk()?;
    *row = rest;
    Some(part)
}
