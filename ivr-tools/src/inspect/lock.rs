//! The lock file: the version of a tree whose calls may be in progress, for comparison with the current tree.

use std::{fmt, path::Path};

use super::diff::Diff;
use ivr_runtime::description::Description;

/// The default path.
pub(crate) const DEFAULT_FILE: &str = "ivr.lock";

/// Why a tree does not match its lock file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum LockError {
    /// The file cannot be read, or contains no tree.
    Unreadable(String),
    /// Calls of the locked version would be stranded or misled, with an explanation.
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

/// Reads the tree in a lock file, which has the format of `graph --format json`.
pub(crate) fn read(path: &Path) -> Result<Description, LockError> {
    let shown = path.display();
    let text = std::fs::read_to_string(path)
        .map_err(|error| LockError::Unreadable(format!("cannot read {shown}: {error}")))?;
    serde_json::from_str(&text).map_err(|error| {
        LockError::Unreadable(format!("{shown} is not what `lock` or `graph --format json` writes: {error}"))
    })
}

/// Checks whether a tree can take over the calls of the locked version.
pub(crate) fn check(locked: &Description, tree: &Description) -> Result<Diff, LockError> {
    let diff = Diff::between(locked, tree);
    match diff.breaking() {
        None => Ok(diff),
        Some(why) => Err(LockError::Breaking(why)),
    }
}
