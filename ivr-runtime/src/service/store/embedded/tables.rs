//! How calls lie in the file: records by call id, and call ids by age.

use std::ops::Bound;

use redb::{
    Database, ReadOnlyTable, ReadableDatabase, ReadableTable, Table, TableDefinition, WriteTransaction,
};

use super::{
    super::{StoreError, records::StoredRecord},
    journal::Changes,
};

/// When a record was put, and the record.
type Row = (u64, &'static [u8]);

const CALLS: TableDefinition<'_, &str, Row> = TableDefinition::new("calls");
const AGES: TableDefinition<'_, (u64, &str), ()> = TableDefinition::new("ages");

/// The tables while one transaction writes them.
pub(super) struct Tables<'t> {
    calls: Table<'t, &'static str, Row>,
    ages: Table<'t, (u64, &'static str), ()>,
}

impl<'t> Tables<'t> {
    /// The tables, made when they are not there.
    pub(super) fn of(transaction: &'t WriteTransaction) -> Result<Self, StoreError> {
        let calls = transaction.open_table(CALLS).map_err(fault)?;
        let ages = transaction.open_table(AGES).map_err(fault)?;
        Ok(Self { calls, ages })
    }

    /// The record of a call.
    pub(super) fn get(&self, call: &str) -> Result<Option<StoredRecord>, StoreError> {
        kept(&self.calls, call)
    }

    /// Puts a record, in place of the one that is there, or removes that.
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

    /// The call whose row was put the longest time ago, and when.
    pub(super) fn oldest(&self) -> Result<Option<(u64, String)>, StoreError> {
        let first = self.ages.first().map_err(fault)?;
        Ok(first.map(|(key, _)| {
            let (at, call) = key.value();
            (at, call.to_owned())
        }))
    }
}

/// The records as they were when the snapshot was made.
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

    /// The ids of all rows.
    pub(super) fn ids(&self) -> Result<Vec<String>, StoreError> {
        let rows = self.calls.iter().map_err(fault)?;
        rows.map(|row| Ok(row.map_err(fault)?.0.value().to_owned())).collect()
    }

    /// When the newest row was put.
    pub(super) fn newest(database: &Database) -> Result<Option<u64>, StoreError> {
        let ages = database.begin_read().map_err(fault)?.open_table(AGES).map_err(fault)?;
        Ok(ages.last().map_err(fault)?.map(|(key, _)| key.value().0))
    }

    /// The first rows behind this call.
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

/// What the database says, as an error of the store.
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
