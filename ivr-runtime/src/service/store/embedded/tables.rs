//! The tables in the file: records by call id, and call ids by age.

use std::ops::Bound;

use redb::{
    Database, ReadOnlyTable, ReadableDatabase, ReadableTable, Table, TableDefinition, WriteTransaction,
};

use super::{
    super::{StoreError, records::StoredRecord},
    journal::Changes,
};

/// The time at which a record was written, and the record.
type Row = (u64, &'static [u8]);

const CALLS: TableDefinition<'_, &str, Row> = TableDefinition::new("calls");
const AGES: TableDefinition<'_, (u64, &str), ()> = TableDefinition::new("ages");

/// The tables in a transaction that writes.
pub(super) struct Tables<'t> {
    calls: Table<'t, &'static str, Row>,
    ages: Table<'t, (u64, &'static str), ()>,
}

impl<'t> Tables<'t> {
    /// Opens the tables, or creates them.
    pub(super) fn of(transaction: &'t WriteTransaction) -> Result<Self, StoreError> {
        let calls = transaction.open_table(CALLS).map_err(fault)?;
        let ages = transaction.open_table(AGES).map_err(fault)?;
        Ok(Self { calls, ages })
    }

    /// Returns the record of a call.
    pub(super) fn get(&self, call: &str) -> Result<Option<StoredRecord>, StoreError> {
        kept(&self.calls, call)
    }

    /// Writes, replaces or removes a record.
    pub(super) fn change(&mut self, call: &str, record: Option<&StoredRecord>) -> Result<(), StoreError> {
        let before = match record {
            Some(kept) => self.calls.insert(call, (kept.at, kept.record.as_slice())),
            None => self.calls.remove(call),
        };
        let before = before.map_err(fault)?.map(|row| row.value().0);
        let at = record.map(|kept| kept.at);
        if before == at {
            return Ok(());
        }
        if let Some(at) = at {
            self.ages.insert((at, call), ()).map_err(fault)?;
        }
        if let Some(before) = before {
            self.ages.remove((before, call)).map_err(fault)?;
        }
        Ok(())
    }

    /// Returns the call with the oldest row, and its time.
    pub(super) fn oldest(&self) -> Result<Option<(u64, String)>, StoreError> {
        let first = self.ages.first().map_err(fault)?;
        Ok(first.map(|(key, _)| {
            let (at, call) = key.value();
            (at, call.to_owned())
        }))
    }
}

/// A snapshot of the records.
pub(super) struct Snapshot {
    calls: ReadOnlyTable<&'static str, Row>,
}

impl Snapshot {
    pub(super) fn of(database: &Database) -> Result<Self, StoreError> {
        let transaction = database.begin_read().map_err(fault)?;
        Ok(Self { calls: transaction.open_table(CALLS).map_err(fault)? })
    }

    pub(super) fn get(&self, call: &str) -> Result<Option<StoredRecord>, StoreError> {
        kept(&self.calls, call)
    }

    /// Returns the ids of all rows.
    pub(super) fn ids(&self) -> Result<Vec<String>, StoreError> {
        let rows = self.calls.iter().map_err(fault)?;
        rows.map(|row| Ok(row.map_err(fault)?.0.value().to_owned())).collect()
    }

    /// Returns the time of the newest row.
    pub(super) fn newest(database: &Database) -> Result<Option<u64>, StoreError> {
        let ages = database.begin_read().map_err(fault)?.open_table(AGES).map_err(fault)?;
        Ok(ages.last().map_err(fault)?.map(|(key, _)| key.value().0))
    }

    /// Returns the first rows after this call.
    pub(super) fn behind(&self, after: Option<&str>, at_most: usize) -> Result<Changes, StoreError> {
        let start = after.map_or(Bound::Unbounded, Bound::Excluded);
        let rows = self.calls.range::<&str>((start, Bound::Unbounded)).map_err(fault)?;
        let owned = rows.take(at_most).map(|row| {
            let (call, row) = row.map_err(fault)?;
            let (at, record) = row.value();
            Ok((call.value().to_owned(), Some(StoredRecord { at, record: record.to_vec() })))
        });
        owned.collect()
    }
}

fn kept(
    calls: &impl ReadableTable<&'static str, Row>,
    call: &str,
) -> Result<Option<StoredRecord>, StoreError> {
    let row = calls.get(call).map_err(fault)?;
    Ok(row.map(|row| {
        let (at, record) = row.value();
        StoredRecord { at, record: record.to_vec() }
    }))
}

/// Converts an error of the database to an error of the store.
pub(super) fn fault(error: impl Into<redb::Error>) -> StoreError {
    match error.into() {
        redb::Error::Corrupted(why) => StoreError::corrupt(why),
        error @ (redb::Error::TableTypeMismatch { .. }
        | redb::Error::TableIsMultimap(_)
        | redb::Error::TableDoesNotExist(_)
        | redb::Error::TypeDefinitionChanged { .. }
        | redb::Error::UpgradeRequired(_)
        | redb::Error::RepairAborted) => StoreError::corrupt(error),
        error => StoreError::away(error),
    }
}
