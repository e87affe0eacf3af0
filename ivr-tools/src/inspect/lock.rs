//! The lock file: the version of a tree whose calls may be in progress, to be compared with the tree of today.

use std::{fmt, path::Path};

use super::diff::Diff;
use ivr_runtime::description::Description;

/// The file where none is named.
pub(crate) const DEFAULT_FILE: &str = "ivr.lock";

/// Why a tree does not go with its lock file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum LockError {
    /// The file cannot be read, or is of no tree.
    Unreadable(String),
    /// Calls of the locked version would be stranded or misled: what would happen to them.
    Breaking(String),
}

impl fmt::Display for LockError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(why) | Self::Breaking(why) => f.write_str(why),
        }
    }
}

impl std::error::Error for LockError {}

/// Reads the tree of a lock file, which is what `graph --format json` prints, too.
pub(crate) fn read(path: &Path) -> Result<Description, LockError> {
    let shown = path.display();
    let text = std::fs::read_to_string(path)
        .map_err(|error| LockError::Unreadable(format!("cannot read {shown}: {error}")))?;
    serde_json::from_str(&text).map_err(|error| {
        LockError::Unreadable(format!("{shown} is not what `lock` or `graph --format json` writes: {error}"))
    })
}

/// Whether a tree may take over the calls of the locked version.
pub(crate) fn check(locked: &Description, tree: &Description) -> Result<Diff, LockError> {
    let diff = Diff::between(locked, tree);
    match diff.breaking() {
        None => Ok(diff),
        Some(why) => Err(LockError::Breaking(why)),
    }
}
