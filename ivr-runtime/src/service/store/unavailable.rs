//! Replaces a store that cannot be opened: callers are answered without a record.

use super::{CallStore, Page, Pending, Saved, StoreError};

/// Refuses every operation with the same error.
#[derive(Debug)]
pub(super) struct UnavailableStore(pub(super) StoreError);

impl UnavailableStore {
    fn refuse<T: Send>(&self) -> Pending<'_, T> {
        Box::pin(async { Err(self.0.clone()) })
    }
}

impl CallStore for UnavailableStore {
    fn load<'a>(&'a self, _: &'a str) -> Pending<'a, Option<Vec<u8>>> {
        self.refuse()
    }

    fn save<'a>(&'a self, _: &'a str, _: Option<&'a [u8]>, _: Vec<u8>) -> Pending<'a, Saved> {
        self.refuse()
    }

    fn remove<'a>(&'a self, _: &'a str, _: &'a [u8]) -> Pending<'a, Saved> {
        self.refuse()
    }

    fn page<'a>(&'a self, _: Option<&'a str>) -> Pending<'a, Page> {
        self.refuse()
    }

    fn ready<'a>(&'a self) -> Pending<'a, ()> {
        self.refuse()
    }
}
