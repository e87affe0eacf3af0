//! Why a store could not do what it was asked, as sentences for the person who runs the server.

use std::{fmt, path::PathBuf};

/// Why a store could not do what it was asked. Names neither calls nor what is stored of them.
///
/// ```
/// use ivr_runtime::store::StoreError;
/// let error = StoreError::Full { calls: 1000 };
/// assert_eq!(error.to_string(), "the call store is full: it holds 1000 calls");
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum StoreError {
    /// It cannot be reached, or it does not answer; trying again later may help.
    Away {
        /// What stands in the way.
        why: String,
    },
    /// Another process has the file open.
    InUse {
        /// The file.
        file: PathBuf,
    },
    /// The file holds something else, or it is damaged.
    Corrupt {
        /// What does not fit.
        why: String,
    },
    /// There is no room for one more call; see [`Limits::calls`](super::Limits::calls).
    Full {
        /// How many calls there are.
        calls: usize,
    },
    /// The record is over the limit; see [`Limits::record`](super::Limits::record).
    TooLarge {
        /// The length of the record in bytes.
        bytes: usize,
        /// How long a record may be.
        limit: usize,
    },
    /// The call id is empty, too long, or has other characters than visible ASCII; see
    /// [`Limits::id`](super::Limits::id).
    BadCall {
        /// How long a call id may be, in bytes.
        limit: usize,
    },
    /// There is no store of this kind in this program.
    Unknown {
        /// The part of the URL before the colon.
        scheme: String,
    },
}

impl StoreError {
    pub(super) fn away(why: impl fmt::Display) -> Self {
        Self::Away { why: why.to_string() }
    }

    #[cfg(feature = "embedded")]
    pub(super) fn corrupt(why: impl fmt::Display) -> Self {
        Self::Corrupt { why: why.to_string() }
    }

    /// Whether the store itself failed, and did not just refuse one request.
    #[cfg(feature = "embedded")]
    pub(super) fn is_of_the_file(&self) -> bool {
        matches!(self, Self::Away { .. } | Self::InUse { .. } | Self::Corrupt { .. })
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Away { why } => write!(f, "the call store is away: {why}"),
            Self::InUse { file } => {
                let file = file.display();
                write!(f, "another process uses `{file}`: stop it, or give this one a file of its own")
            }
            Self::Corrupt { why } => {
                write!(
                    f,
                    "the call store cannot be read: {why}; move the file away to start with an empty one"
                )
            }
            Self::Full { calls } => write!(f, "the call store is full: it holds {calls} calls"),
            Self::TooLarge { bytes, limit } => {
                write!(f, "the data of the call is too large: {bytes} bytes, where {limit} are allowed")
            }
            Self::BadCall { limit } => {
                write!(f, "a call id has 1 to {limit} visible ASCII characters")
            }
            Self::Unknown { scheme } => {
                write!(f, "there is no call store `{scheme}`: write `memory:` or `file:PATH`")
            }
        }
    }
}

impl std::error::Error for StoreError {}
