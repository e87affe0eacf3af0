//! Store errors, worded for the operator of the server.

use std::path::PathBuf;

/// Why a store failed. The message contains neither calls nor their data.
///
/// ```
/// use ivr_runtime::store::StoreError;
/// let error = StoreError::Full { calls: 1000 };
/// assert_eq!(error.to_string(), "the call store is full: it holds 1000 calls");
/// ```
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The store cannot be reached or does not answer. Trying again later may help.
    #[error("the call store is unavailable: {why}")]
    Away {
        /// The reason.
        why: String,
    },
    /// Another process has the file open.
    #[error("another process uses `{}`: stop it, or use another file", file.display())]
    InUse {
        /// The file.
        file: PathBuf,
    },
    /// The file contains something else, or is damaged.
    #[error(
        "the call store cannot be read: {why}; to start with an empty one, move the file, or add \
         --set-aside-damaged-store"
    )]
    Corrupt {
        /// The reason.
        why: String,
    },
    /// There is no room for another call; see [`Limits::calls`](super::Limits::calls).
    #[error("the call store is full: it holds {calls} calls")]
    Full {
        /// The number of calls.
        calls: usize,
    },
    /// The database is out of space: Redis is at its `maxmemory`, or the disk of PostgreSQL is full.
    #[error("the call store is full: {why}")]
    OutOfSpace {
        /// The message of the database.
        why: String,
    },
    /// The record exceeds the limit; see [`Limits::record`](super::Limits::record).
    #[error("the data of the call is too large: {bytes} bytes, where {limit} are allowed")]
    TooLarge {
        /// The length of the record in bytes.
        bytes: usize,
        /// The maximum length of a record.
        limit: usize,
    },
    /// The call identifier is empty, too long, or contains other characters than visible ASCII; see
    /// [`Limits::id`](super::Limits::id).
    #[error("a call id has 1 to {limit} visible ASCII characters")]
    BadCall {
        /// The maximum length of a call identifier in bytes.
        limit: usize,
    },
    /// This program has no store of this kind.
    #[error(
        "there is no call store `{scheme}`: write `memory:`, `file:PATH`, `redis://…`, `rediss://…` or `postgres://…`"
    )]
    Unknown {
        /// The part of the URL before the colon.
        scheme: String,
    },
    /// The URL of a database is invalid.
    #[error("the URL of the call store cannot be used: {why}")]
    InvalidUrl {
        /// The reason.
        why: String,
    },
    /// The URL has no path for the file of calls.
    #[error("the path of the call store is missing: write `file:PATH`")]
    NoPath,
    /// The path is not a regular file but a directory, a device, a socket or a named pipe.
    #[error("`{}` is not a regular file: name an existing store, or a file to be created", path.display())]
    NotAFile {
        /// The path.
        path: PathBuf,
    },
    /// The store requires a feature that is not enabled.
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

    /// Returns whether the settings are wrong, so that trying again later cannot help.
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

    /// Returns whether the store itself failed, and not only this request.
    #[cfg(feature = "embedded")]
    pub(super) fn is_of_the_file(&self) -> bool {
        matches!(self, Self::Away { .. } | Self::InUse { .. } | Self::Corrupt { .. })
    }
}
