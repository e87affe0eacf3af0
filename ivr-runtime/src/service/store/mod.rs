//! Where the data of a call lives between two of its requests: opaque records, keyed by call id.
//!
//! What a record means is the business of [`crate::dialog::data`]; trees without data never come here.
//!
//! | | [`MemoryStore`] | [`EmbeddedStore`] |
//! |---|---|---|
//! | written as | `memory:` | `file:PATH`, or just the path |
//! | what is stored | one record for each call: what the caller entered and the tree noted, also `secret` fields | the same, not encrypted |
//! | where | in this process | in one file of this machine, at first [`DEFAULT_FILE`] in the working directory |
//! | for how long | [`Limits::ttl`] after the last change of the call, or until a restart | [`Limits::ttl`] after the last change of the call |
//! | who can read it | this process | on Unix only the user of the server (mode 0600), elsewhere whoever may read the directory |

// What every store keeps to.
mod fault;
mod limits;

pub use fault::StoreError;
pub use limits::Limits;

mod clock;
mod records;

// The stores.
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

// Which one.
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

/// An answer of a store that is on its way.
///
/// ```
/// use ivr_runtime::store::{CallStore, MemoryStore, Pending};
/// fn ready(store: &MemoryStore) -> Pending<'_, ()> {
///     store.ready()
/// }
/// ```
pub type Pending<'a, T> = Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + 'a>>;

/// Where the data of calls lives: one record of bytes for each call id.
///
/// A record whose id begins with `~` is not that of a call: servers store there which of them are alive.
///
/// A record that is older than the store's time to live counts as not there, whether it has been removed yet or
/// not; the store removes it by itself. A future that is dropped before it answers may or may not have done its work.
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
    /// The record of a call.
    ///
    /// # Errors
    ///
    /// When the id is none, or the store is away or damaged.
    fn load<'a>(&'a self, call: &'a str) -> Pending<'a, Option<Vec<u8>>>;

    /// Keeps a record if `before` is what is stored now (`None`: nothing), so that two requests of one call never
    /// overwrite each other. It is durable when this answers [`Saved::Done`].
    ///
    /// # Errors
    ///
    /// When the id is none, the record is too large, or the store is full, away or damaged. What is stored then
    /// is the record of before, or, when the store went away in the middle, either of the two.
    fn save<'a>(&'a self, call: &'a str, before: Option<&'a [u8]>, record: Vec<u8>) -> Pending<'a, Saved>;

    /// Removes a record if it is still `before`. It is durable when this answers [`Saved::Done`]; a record that is not
    /// there is [`Saved::Changed`] to `None`.
    ///
    /// # Errors
    ///
    /// When the call id is invalid, or the store is away or damaged.
    fn remove<'a>(&'a self, call: &'a str, before: &'a [u8]) -> Pending<'a, Saved>;

    /// Some of the records, for recovery after a crash: the first ones, or those behind the page that ended with
    /// [`Page::next`]. All pages together have every record that is there all the time; one that changes meanwhile may
    /// come twice. A page is small: the stores of this crate give about 256 records.
    ///
    /// # Errors
    ///
    /// When the store is away or damaged.
    fn page<'a>(&'a self, after: Option<&'a str>) -> Pending<'a, Page>;

    /// Whether one more call can be stored now, for `/readyz`: a store on a disk writes something and removes it.
    ///
    /// # Errors
    ///
    /// When the store is full, away or damaged.
    fn ready<'a>(&'a self) -> Pending<'a, ()>;
}

/// How many records a page has, about.
const PAGE_SIZE: usize = 256;

/// Some of the records of a store; see [`CallStore::page`].
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
    /// Call ids with their records, in no particular order. A page may be empty before the last one.
    pub records: Vec<(String, Vec<u8>)>,
    /// Where the next page begins, in the store's own words; `None` behind the last one.
    pub next: Option<String>,
}

/// How many records there are, and nothing of them.
impl Debug for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Page").field("records", &self.records.len()).finish_non_exhaustive()
    }
}

/// Every record, for a test.
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

/// What became of a record.
///
/// ```
/// use ivr_runtime::store::Saved;
/// assert_ne!(Saved::Done, Saved::Changed(None));
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
#[must_use = "a record that was changed meanwhile is not saved"]
pub enum Saved {
    /// It is stored.
    Done,
    /// It is not: this is stored, and not what the caller believed.
    Changed(Option<Vec<u8>>),
}
