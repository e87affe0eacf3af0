//! A transaction. Reads in it return its own changes first, then those of the journal, then the tables.

use std::cell::OnceCell;

use redb::{TableDefinition, WriteTransaction};

use super::{
    super::{
        StoreError,
        records::{Records, StoredRecord},
    },
    journal::{Changes, Journal, Known},
    opening::Opened,
    tables::{Tables, fault},
};

/// The table for probes. It is separate from the calls, so that a probe that remains after a crash is not a call.
const PROBES: TableDefinition<'_, (), &[u8]> = TableDefinition::new("probes");

/// The content of a probe, which is as large as most records of calls.
pub(super) const PROBE: &[u8] = &[0; 4096];

/// A transaction in progress.
pub(super) struct Transaction<'t> {
    written: &'t WriteTransaction,
    journal: &'t Journal,
    /// The tables, which are opened when they are needed. Most steps belong to calls in the journal.
    tables: OnceCell<Tables<'t>>,
    /// The changes of the transaction.
    changes: Changes,
    /// Whether the tables contain all changes, including those of the journal.
    merged: bool,
    /// Whether the transaction wrote a row that is not a call.
    probed: bool,
    calls: usize,
}

/// The result of a transaction.
struct Outcome {
    changes: Changes,
    merged: bool,
    calls: usize,
    /// The size of its row in the journal, if it has one.
    bytes: Option<usize>,
}

/// Calls a function in a transaction. Returns whether there was anything to commit.
pub(super) fn transact(
    opened: &Opened,
    work: impl FnOnce(&mut Transaction<'_>) -> Result<(), StoreError>,
) -> Result<bool, StoreError> {
    let (written, journal) = (opened.database.begin_write().map_err(fault)?, &opened.journal);
    let Some(outcome) = fill(&written, journal, work)? else {
        written.abort().map_err(fault)?;
        return Ok(false);
    };
    written.commit().map_err(fault)?;
    let Outcome { changes, merged, calls, bytes } = outcome;
    match bytes {
        Some(bytes) => journal.written(changes, bytes, calls),
        None if merged => journal.merged(changes, calls),
        // The transaction changed no call.
        None => {}
    }
    Ok(true)
}

/// Returns `None` if there is nothing to commit.
fn fill(
    written: &WriteTransaction,
    journal: &Journal,
    work: impl FnOnce(&mut Transaction<'_>) -> Result<(), StoreError>,
) -> Result<Option<Outcome>, StoreError> {
    let mut transaction = Transaction {
        written,
        journal,
        tables: OnceCell::new(),
        changes: Changes::new(),
        merged: false,
        probed: false,
        calls: journal.calls(),
    };
    work(&mut transaction)?;
    let Transaction { changes, merged, probed, calls, .. } = transaction;
    let bytes = match merged || changes.is_empty() {
        true => None,
        false => Some(journal.write(written, &changes)?),
    };
    let is_changed = merged || probed || !changes.is_empty();
    Ok(is_changed.then_some(Outcome { changes, merged, calls, bytes }))
}

impl<'t> Transaction<'t> {
    /// Moves all changes into the tables.
    pub(super) fn merge(&mut self) -> Result<(), StoreError> {
        if self.merged || self.journal.is_empty() && self.changes.is_empty() {
            return Ok(());
        }
        self.tables()?;
        let Some(tables) = self.tables.get_mut() else { return Ok(()) };
        self.journal.each(|(call, change)| tables.change(call, change.as_ref()))?;
        self.changes.iter().try_for_each(|(call, change)| tables.change(call, change.as_ref()))?;
        Journal::clear(self.written)?;
        self.merged = true;
        Ok(())
    }

    /// Writes a row that is not a call, or removes it.
    pub(super) fn probe(&mut self, row: Option<&[u8]>) -> Result<(), StoreError> {
        self.probed = true;
        let mut probes = self.written.open_table(PROBES).map_err(fault)?;
        let replaced = match row {
            Some(row) => probes.insert((), row),
            None => probes.remove(()),
        };
        replaced.map(drop).map_err(fault)
    }

    fn tables(&self) -> Result<&Tables<'t>, StoreError> {
        if let Some(tables) = self.tables.get() {
            return Ok(tables);
        }
        let tables = Tables::of(self.written)?;
        Ok(self.tables.get_or_init(|| tables))
    }

    /// Returns whether a call has a record.
    fn has(&self, call: &str) -> bool {
        self.changes.get(call).map_or_else(|| self.journal.has(call), Option::is_some)
    }

    fn change(&mut self, call: &str, change: Option<StoredRecord>) -> Result<(), StoreError> {
        if self.merged
            && let Some(tables) = self.tables.get_mut()
        {
            tables.change(call, change.as_ref())?;
        }
        self.changes.insert(call.to_owned(), change);
        Ok(())
    }
}

impl Records for Transaction<'_> {
    fn get(&self, call: &str) -> Result<Option<StoredRecord>, StoreError> {
        if let Some(change) = self.changes.get(call) {
            return Ok(change.clone());
        }
        match self.journal.find(call) {
            Known::Stored(stored) => Ok(stored),
            Known::Row => self.tables()?.get(call),
        }
    }

    fn put(&mut self, call: &str, kept: StoredRecord) -> Result<(), StoreError> {
        if !self.has(call) {
            self.calls = self.calls.saturating_add(1);
        }
        self.change(call, Some(kept))
    }

    fn take(&mut self, call: &str) -> Result<(), StoreError> {
        if self.has(call) {
            self.calls = self.calls.saturating_sub(1);
            self.change(call, None)?;
        }
        Ok(())
    }

    fn calls(&self) -> Result<usize, StoreError> {
        Ok(self.calls)
    }

    /// The changes are merged first, because only the tables are sorted by age.
    fn oldest(&mut self) -> Result<Option<(u64, String)>, StoreError> {
        self.merge()?;
        self.tables()?.oldest()
    }
}
