//! Stores the data of a call between two of its requests: opaque records by call identifier.
//!
//! [`crate::dialog::data`] defines the content of a record. Trees without data do not use a store.
//!
//! | | [`MemoryStore`] | [`EmbeddedStore`] |
//! |---|---|---|
//! | URL | `memory:` | `file:PATH`, or the path alone |
//! | content | one record for each call: what the caller entered and the tree stored, including `secret` fields | the same, not encrypted |
//! | location | in this process | in a file on this machine, by default [`DEFAULT_FILE`] in the working directory |
//! | lifetime | [`Limits::ttl`] after the last change of the call, or until a restart | [`Limits::ttl`] after the last change of the call |
//! | readable by | this process | on Unix only the user of the server (mode 0600), elsewhere anybody who can read the directory |

// The errors and limits of all stores.
mod fault;
mod limits;

pub use fault::StoreError;
pub use limits::Limits;

mod clock;
mod records;

// Stores in this process or on its disk.
mod memory;
mod unavailable;

#[cfg(feature = "embedded")]
mod embedded;

pub use memory::MemoryStore;

#[cfg(feature = "embedded")]
pub use embedded::EmbeddedStore;
#[cfg(all(test, feature = "embedded"))]
pub(in crate::service) use embedded::tests::Folder;

// Databases that several servers share.
#[cfg(any(feature = "redis", feature = "postgres"))]
mod remote;

#[cfg(feature = "redis")]
mod redis;

#[cfg(feature = "postgres")]
mod postgres;

// The choice of a store by its URL.
mod open;

pub(crate) use open::DamagedFilePolicy;
#[cfg(feature = "serve")]
pub(crate) use open::Probed;
pub use open::{DEFAULT_FILE, open, open_with};

mod source;

pub(crate) use source::Source;

#[cfg(test)]
mod tests;

use std::{
    fmt::{self, Debug},
    future::Future,
    pin::Pin,
};

/// The pending result of a store operation.
///
/// ```
/// use ivr_runtime::store::{CallStore, MemoryStore, Pending};
/// fn ready(store: &MemoryStore) -> Pending<'_, ()> {
///     store.ready()
/// }
/// ```
pub type Pending<'a, T> = Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + 'a>>;

/// A store for the data of calls: one record of bytes for each call identifier.
///
/// A record whose identifier begins with `~` does not belong to a call: servers store there which of them are
/// running.
///
/// A record older than the store's time to live counts as absent, whether it has been removed yet or not; the store
/// removes it by itself. A future that is dropped before it completes may or may not have had its effect.
///
/// ```
/// use ivr_runtime::store::{CallStore, MemoryStore, Saved};
///
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// let store = MemoryStore::default();
/// assert_eq!(store.save("CA1", None, b"one".to_vec()).await, Ok(Saved::Done));
/// assert_eq!(store.load("CA1").await, Ok(Some(b"one".to_vec())));
/// // Somebody who read nothing earlier does not overwrite it.
/// assert_eq!(store.save("CA1", None, b"two".to_vec()).await, Ok(Saved::Changed(Some(b"one".to_vec()))));
/// # });
/// ```
pub trait CallStore: Send + Sync + Debug + 'static {
    /// Loads the record of a call.
    ///
    /// # Errors
    ///
    /// Returns an error if the identifier is invalid, or the store is unavailable or damaged.
    fn load<'a>(&'a self, call: &'a str) -> Pending<'a, Option<Vec<u8>>>;

    /// Stores a record if `before` is the current one (`None`: no record), so that two requests of one call never
    /// overwrite each other. The record is durable when this returns [`Saved::Done`].
    ///
    /// # Errors
    ///
    /// Returns an error if the identifier is invalid, the record is too large, or the store is full, unavailable or
    /// damaged. The store then contains the old record or, if it became unavailable during the operation, either of
    /// the two.
    fn save<'a>(&'a self, call: &'a str, before: Option<&'a [u8]>, record: Vec<u8>) -> Pending<'a, Saved>;

    /// Removes a record if it is still `before`. The removal is durable when this returns [`Saved::Done`]. If the
    /// record is absent, it returns [`Saved::Changed`] with `None`.
    ///
    /// # Errors
    ///
    /// Returns an error if the call identifier is invalid, or the store is unavailable or damaged.
    fn remove<'a>(&'a self, call: &'a str, before: &'a [u8]) -> Pending<'a, Saved>;

    /// Returns some of the records, for recovery after a crash: the first ones, or those after the page that ended
    /// with [`Page::next`]. All pages together contain every record that exists the whole time; a record that changes
    /// meanwhile may be returned twice. A page is small: the stores of this crate return about 256 records.
    ///
    /// # Errors
    ///
    /// Returns an error if the store is unavailable or damaged.
    fn page<'a>(&'a self, after: Option<&'a str>) -> Pending<'a, Page>;

    /// Checks whether another call can be stored now, for `/readyz`. A store on a disk writes something and removes
    /// it.
    ///
    /// # Errors
    ///
    /// Returns an error if the store is full, unavailable or damaged.
    fn ready<'a>(&'a self) -> Pending<'a, ()>;
}

/// The approximate number of records on a page.
const PAGE_SIZE: usize = 256;

/// A page of the records of a store; see [`CallStore::page`].
///
/// ```
/// use ivr_runtime::store::{CallStore, MemoryStore, Page};
///
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// let store = MemoryStore::default();
/// assert_eq!(store.page(None).await, Ok(Page { records: Vec::new(), next: None }));
/// # });
/// ```
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Page {
    /// Call identifiers with their records, in no particular order. A page before the last one may be empty.
    pub records: Vec<(String, Vec<u8>)>,
    /// Where the next page begins, in a format of the store; `None` after the last page.
    pub next: Option<String>,
}

/// Shows the number of records, and none of their content.
impl Debug for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Page").field("records", &self.records.len()).finish_non_exhaustive()
    }
}

/// Returns every record, for a test.
#[cfg(test)]
pub(in crate::service) async fn all(store: &dyn CallStore) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
    let mut page = store.page(None).await?;
    let mut all = std::mem::take(&mut page.records);
    while let Some(next) = page.next {
        page = store.page(Some(&next)).await?;
        all.append(&mut page.records);
    }
    Ok(all)
}

/// The result of storing or removing a record.
///
/// ```
/// use ivr_runtime::store::Saved;
/// assert_ne!(Saved::Done, Saved::Changed(None));
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
#[must_use = "a record that was changed meanwhile is not saved"]
pub enum Saved {
    /// The operation succeeded.
    Done,
    /// The operation failed: the current record is not the expected one, but this one.
    Changed(Option<Vec<u8>>),
}
