//! Why a store could not do what it was asked, as sentences for the person who runs the server.

use std::path::PathBuf;

/// Why a store could not do what it was asked. Names neither calls nor what is stored of them.
///
/// ```
/// use ivr_runtime::store::StoreError;
/// let error = StoreError::Full { calls: 1000 };
/// assert_eq!(error.to_string(), "the call store is full: it holds 1000 calls");
/// ```
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// It cannot be reached, or it does not answer; trying again later may help.
    #[error("the call store is away: {why}")]
    Away {
        /// What stands in the way.
        why: String,
    },
    /// Another process has the file open.
    #[error("another process uses `{}`: stop it, or give this one a file of its own", file.display())]
    InUse {
        /// The file.
        file: PathBuf,
    },
    /// The file holds something else, or it is damaged.
    #[error(
        "the call store cannot be read: {why}; to start with an empty one, move the file away, or say --set-aside-damaged-store"
    )]
    Corrupt {
        /// What does not fit.
        why: String,
    },
    /// There is no room for one more call; see [`Limits::calls`](super::Limits::calls).
    #[error("the call store is full: it holds {calls} calls")]
    Full {
        /// How many calls there are.
        calls: usize,
    },
    /// The database has no room for what is to be stored: Redis is at its `maxmemory`, or the disk of PostgreSQL is full.
    #[error("the call store is full: {why}")]
    OutOfSpace {
        /// What the database says.
        why: String,
    },
    /// The record is over the limit; see [`Limits::record`](super::Limits::record).
    #[error("the data of the call is too large: {bytes} bytes, where {limit} are allowed")]
    TooLarge {
        /// The length of the record in bytes.
        bytes: usize,
        /// How long a record may be.
        limit: usize,
    },
    /// The call id is empty, too long, or has other characters than visible ASCII; see
    /// [`Limits::id`](super::Limits::id).
    #[error("a call id has 1 to {limit} visible ASCII characters")]
    BadCall {
        /// How long a call id may be, in bytes.
        limit: usize,
    },
    /// There is no store of this kind in this program.
    #[error(
        "there is no call store `{scheme}`: write `memory:`, `file:PATH`, `redis://…`, `rediss://…` or `postgres://…`"
    )]
    Unknown {
        /// The part of the URL before the colon.
        scheme: String,
    },
    /// The URL of a database cannot be read.
    #[error("the URL of the call store cannot be used: {why}")]
    InvalidUrl {
        /// What does not fit.
        why: String,
    },
    /// The URL has no path, and the file of calls needs one.
    #[error("the path of the call store is missing: write `file:PATH`")]
    NoPath,
    /// What stands at the path is not a regular file but a directory, a device, a socket or a named pipe.
    #[error("`{}` is not a regular file: name a file that holds calls, or one to be made", path.display())]
    NotAFile {
        /// The path.
        path: PathBuf,
    },
    /// The store needs a feature that this program was built without.
    #[error("this program was built without the feature `{feature}` of `ivr`, which `{scheme}:` needs")]
    NotBuiltIn {
        /// The part of the URL before the colon.
        scheme: &'static str,
        /// The feature of `ivr`.
        feature: &'static str,
    },
}

impl StoreError {
    #[cfg(any(feature = "embedded", feature = "redis", feature = "postgres"))]
    pub(super) fn away(why: impl std::fmt::Display) -> Self {
        Self::Away { why: why.to_string() }
    }

    /// Whether the settings are wrong, so that trying again later cannot help.
    #[cfg(any(feature = "serve", test))]
    pub(crate) fn is_of_the_settings(&self) -> bool {
        match self {
            Self::Unknown { .. }
            | Self::InvalidUrl { .. }
            | Self::NoPath
            | Self::NotAFile { .. }
            | Self::NotBuiltIn { .. } => true,
            Self::Away { .. }
            | Self::InUse { .. }
            | Self::Corrupt { .. }
            | Self::Full { .. }
            | Self::OutOfSpace { .. }
            | Self::TooLarge { .. }
            | Self::BadCall { .. } => false,
        }
    }

    #[cfg(any(feature = "embedded", feature = "redis"))]
    pub(super) fn corrupt(why: impl std::fmt::Display) -> Self {
        Self::Corrupt { why: why.to_string() }
    }

    /// Whether the store itself failed, and did not just refuse one request.
    #[cfg(feature = "embedded")]
    pub(super) fn is_of_the_file(&self) -> bool {
        matches!(self, Self::Away { .. } | Self::InUse { .. } | Self::Corrupt { .. })
    }
}
