//! The setting for call data: a URL, or a store of the program.

use std::{fmt, sync::Arc};

#[cfg(feature = "serve")]
use super::open::Probed;
#[cfg(all(feature = "serve", any(feature = "redis", feature = "postgres")))]
use super::remote::DatabaseReport;
use super::{
    CallStore, DEFAULT_FILE, Limits, StoreError,
    open::{self, DamagedFilePolicy},
};

/// The location of call data.
#[derive(Clone)]
pub(crate) enum Source {
    Url(String),
    Own(Arc<dyn CallStore>),
}

impl Default for Source {
    fn default() -> Self {
        Self::Url(DEFAULT_FILE.to_owned())
    }
}

/// Does not show the URL of a database, which may contain a password.
impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Url(url) => open::without_secrets(url).fmt(f),
            Self::Own(store) => store.fmt(f),
        }
    }
}

impl Source {
    /// Opens the store for the calls of a tree, with the limits of a server.
    pub(crate) fn open(
        &self,
        tree: &str,
        damaged: DamagedFilePolicy,
    ) -> Result<Arc<dyn CallStore>, StoreError> {
        // A record contains the fields of a call and its last document of up to 64 kB.
        let limits = Limits { record: 3 * Limits::default().record, ..Limits::default() };
        match self {
            Self::Url(url) => open::open_for_service(url, tree, limits, damaged),
            Self::Own(store) => Ok(Arc::clone(store)),
        }
    }

    /// Returns whether an operation is a round trip to another process. A store of the program counts as one.
    pub(crate) fn is_remote(&self) -> bool {
        match self {
            Self::Url(url) => open::is_remote(url),
            Self::Own(_) => true,
        }
    }

    /// Returns what a server would find there, and the store if it exists.
    #[cfg(feature = "serve")]
    pub(crate) fn probe(&self) -> Result<(Probed, Option<Arc<dyn CallStore>>), StoreError> {
        match self {
            Self::Url(url) => open::probe(url),
            Self::Own(store) => {
                Ok((Probed::Database("a store of the program's own"), Some(Arc::clone(store))))
            }
        }
    }

    /// Returns the report of a database.
    #[cfg(all(feature = "serve", any(feature = "redis", feature = "postgres")))]
    pub(crate) async fn report(&self) -> Result<Option<DatabaseReport>, StoreError> {
        match self {
            Self::Url(url) => open::report(url).await,
            Self::Own(_) => Ok(None),
        }
    }

    /// Describes its location and who can read it, in one line for the operator.
    #[cfg(feature = "serve")]
    pub(crate) fn describe(&self) -> String {
        match self {
            Self::Url(url) => open::describe(url),
            Self::Own(_) => "a store of the program's own".to_owned(),
        }
    }

    /// Returns whether its content is lost when the process ends.
    #[cfg(feature = "serve")]
    pub(crate) fn forgets(&self) -> bool {
        match self {
            Self::Url(url) => open::forgets(url),
            Self::Own(_) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_password_of_a_url_is_not_shown() {
        for (url, shown) in [
            ("redis://user:secret@host/1", "\"redis:…\""),
            ("postgres://user:secret@host/calls", "\"postgres:…\""),
            ("mysql:secret", "\"mysql:…\""),
            ("memory:", "\"memory:\""),
            ("file:calls.redb", "\"file:calls.redb\""),
        ] {
            assert_eq!(format!("{:?}", Source::Url(url.to_owned())), shown);
        }
    }
}
