//! How calls lie in the file: records by call id, and call ids by age.

use std::ops::Bound;

use redb::{
    Database, ReadOnlyTable, ReadableDatabase, ReadableTable, ReadableTableMetadata, Table, TableDefinition,
    WriteTransaction,
};

use super::super::{
    PAGE_SIZE, Page, StoreError,
    records::{Records, Rules, StoredRecord},
};

/// When a record was put, and the record.
type Row = (u64, &'static [u8]);

const CALLS: TableDefinition<'_, &str, Row> = TableDefinition::new("calls");
const AGES: TableDefinition<'_, (u64, &str), ()> = TableDefinition::new("ages");
/// Beside the calls, so that what is left of a probe after a crash is taken for none.
const PROBES: TableDefinition<'_, (), &[u8]> = TableDefinition::new("probes");

/// As long as the record of a call mostly is.
pub(super) const PROBE: &[u8] = &[0; 4096];

/// The tables while one transaction writes them.
pub(super) struct Tables<'t> {
    transaction: &'t WriteTransaction,
    calls: Table<'t, &'static str, Row>,
    ages: Table<'t, (u64, &'static str), ()>,
    changed: bool,
}

impl<'t> Tables<'t> {
    /// The tables, made when they are not there.
    pub(super) fn of(transaction: &'t WriteTransaction) -> Result<Self, StoreError> {
        let calls = transaction.open_table(CALLS).map_err(fault)?;
        let ages = transaction.open_table(AGES).map_err(fault)?;
        Ok(Self { transaction, calls, ages, changed: false })
    }

    /// Writes a row that is not a call, or removes it.
    pub(super) fn probe(&mut self, row: Option<&[u8]>) -> Result<(), StoreError> {
        self.changed = true;
        let mut probes = self.transaction.open_table(PROBES).map_err(fault)?;
        let replaced = match row {
            Some(row) => probes.insert((), row),
            None => probes.remove(()),
        };
        replaced.map(drop).map_err(fault)
    }

    /// Whether there is anything to commit.
    pub(super) fn changed(&self) -> bool {
        self.changed
    }
}

impl Records for Tables<'_> {
    fn get(&self, call: &str) -> Result<Option<StoredRecord>, StoreError> {
        kept(&self.calls, call)
    }

    fn put(&mut self, call: &str, kept: StoredRecord) -> Result<(), StoreError> {
        self.changed = true;
        let row = (kept.at, kept.record.as_slice());
        let before = self.calls.insert(call, row).map_err(fault)?.map(|row| row.value().0);
        if before != Some(kept.at) {
            self.ages.insert((kept.at, call), ()).map_err(fault)?;
            if let Some(at) = before {
                self.ages.remove((at, call)).map_err(fault)?;
            }
        }
        Ok(())
    }

    fn take(&mut self, call: &str) -> Result<(), StoreError> {
        let before = self.calls.remove(call).map_err(fault)?.map(|row| row.value().0);
        if let Some(at) = before {
            self.changed = true;
            self.ages.remove((at, call)).map_err(fault)?;
        }
        Ok(())
    }

    fn calls(&self) -> Result<usize, StoreError> {
        let calls = self.calls.len().map_err(fault)?;
        Ok(usize::try_from(calls).unwrap_or(usize::MAX))
    }

    fn oldest(&self) -> Result<Option<(u64, String)>, StoreError> {
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

    /// When the newest record was put.
    pub(super) fn newest(database: &Database) -> Result<Option<u64>, StoreError> {
        let ages = database.begin_read().map_err(fault)?.open_table(AGES).map_err(fault)?;
        Ok(ages.last().map_err(fault)?.map(|(key, _)| key.value().0))
    }

    /// The records behind this call that are not too old.
    pub(super) fn page(&self, after: Option<&str>, rules: Rules) -> Result<Page, StoreError> {
        let start = after.map_or(Bound::Unbounded, Bound::Excluded);
        let (mut page, mut rows) = (Page::default(), 0);
        for row in self.calls.range::<&str>((start, Bound::Unbounded)).map_err(fault)?.take(PAGE_SIZE) {
            let (call, row) = row.map_err(fault)?;
            let (at, record) = row.value();
            rows += 1;
            if rows == PAGE_SIZE {
                page.next = Some(call.value().to_owned());
            }
            if !rules.is_over(at) {
                page.records.push((call.value().to_owned(), record.to_vec()));
            }
        }
        Ok(page)
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
