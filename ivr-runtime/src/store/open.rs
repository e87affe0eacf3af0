//! Which store a URL means.

use std::sync::Arc;

use super::{CallStore, Limits, MemoryStore, StoreError};

/// The file of calls where none is named: in the working directory of the server.
///
/// ```
/// assert_eq!(ivr_runtime::store::DEFAULT_FILE, "ivr-calls.redb");
/// ```
pub const DEFAULT_FILE: &str = "ivr-calls.redb";

/// Opens the store that a URL means, with the limits of [`Limits::default`].
///
/// `memory:` is a [`MemoryStore`]; `file:PATH`, or a path alone, is an [`EmbeddedStore`](super::EmbeddedStore),
/// whose file is made when it is not there. Blocks while a file that was not closed properly is mended, so it
/// belongs before the first call.
///
/// ```
/// let store = ivr_runtime::store::open("memory:").unwrap();
/// let error = ivr_runtime::store::open("postgres://user:secret@db/calls").unwrap_err();
/// assert_eq!(error.to_string(), "there is no call store `postgres`: write `memory:` or `file:PATH`");
/// ```
///
/// # Errors
///
/// When there is no such store, or its file cannot be opened, is in use by another process, or is damaged.
pub fn open(url: &str) -> Result<Arc<dyn CallStore>, StoreError> {
    open_with(url, Limits::default())
}

/// Opens the store that a URL means; see [`open`].
///
/// ```
/// use ivr_runtime::store::{Limits, open_with};
/// let store = open_with("memory:", Limits { calls: 10, ..Limits::default() }).unwrap();
/// ```
///
/// # Errors
///
/// As those of [`open`].
pub fn open_with(url: &str, limits: Limits) -> Result<Arc<dyn CallStore>, StoreError> {
    match Place::of(url)? {
        Place::Memory => Ok(Arc::new(MemoryStore::new(limits))),
        Place::File(path) => file(path, limits),
    }
}

/// Whether what a store at this URL holds is gone when the process is.
#[cfg(feature = "serve")]
pub(crate) fn forgets(url: &str) -> bool {
    Place::of(url).is_ok_and(|place| place == Place::Memory)
}

#[cfg(feature = "embedded")]
fn file(path: &str, limits: Limits) -> Result<Arc<dyn CallStore>, StoreError> {
    Ok(Arc::new(super::EmbeddedStore::open(path, limits)?))
}

#[cfg(not(feature = "embedded"))]
fn file(_: &str, _: Limits) -> Result<Arc<dyn CallStore>, StoreError> {
    Err(StoreError::Away {
        why: "this program was built without the feature `embedded`, which `file:` needs".into(),
    })
}

#[derive(PartialEq, Eq, Debug)]
enum Place<'u> {
    Memory,
    File(&'u str),
}

impl<'u> Place<'u> {
    /// Nothing of the URL but its scheme goes into an error: behind it may stand a password.
    fn of(url: &'u str) -> Result<Self, StoreError> {
        let scheme = |(scheme, _): &(&str, &str)| {
            // One letter is a drive of Windows, and a scheme has no slash.
            scheme.len() > 1
                && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
        };
        match url.split_once(':').filter(scheme) {
            Some(("memory", "")) => Ok(Self::Memory),
            Some(("file", path)) => Self::file(path.strip_prefix("//").unwrap_or(path)),
            Some((scheme, _)) => Err(StoreError::Unknown { scheme: scheme.to_owned() }),
            None => Self::file(url),
        }
    }

    fn file(path: &'u str) -> Result<Self, StoreError> {
        if path.is_empty() { Err(StoreError::away("it has no path")) } else { Ok(Self::File(path)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_says_where_calls_live() {
        for (url, place) in [
            ("memory:", Place::Memory),
            ("file:calls.redb", Place::File("calls.redb")),
            ("file:/var/lib/calls.redb", Place::File("/var/lib/calls.redb")),
            ("file:///var/lib/calls.redb", Place::File("/var/lib/calls.redb")),
            ("calls.redb", Place::File("calls.redb")),
            ("./a:b/calls", Place::File("./a:b/calls")),
            (r"C:\calls.redb", Place::File(r"C:\calls.redb")),
        ] {
            assert_eq!(Place::of(url), Ok(place), "{url}");
        }
    }

    #[test]
    fn what_means_no_store_is_refused_without_its_password() {
        for url in ["redis://user:secret@host", "memory:x", "FILE:x", "postgres:secret"] {
            let error = Place::of(url).unwrap_err();
            assert!(matches!(error, StoreError::Unknown { .. }), "{url}");
            assert!(!error.to_string().contains("secret"), "{url}");
        }
        for url in ["", "file:", "file://"] {
            assert!(matches!(Place::of(url), Err(StoreError::Away { .. })), "{url}");
        }
    }
}
