//! Checks whether the server can store calls. It opens the store as the server would.

use std::path::Path;
#[cfg(any(feature = "redis", feature = "postgres"))]
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::runtime;

use super::Finding::{self, Fails, Fine, Note};
use crate::{
    dialog::tree::PhoneTree,
    service::{
        config::Checked,
        store::{Probed, Source, StoreError},
    },
};

/// Returns the findings about the store, for a tree that stores data.
pub(super) fn store<T: PhoneTree>(settings: &Checked) -> Vec<Finding> {
    if !T::STATEFUL {
        return Vec::new();
    }
    let stored = examine(&settings.store, settings.sets_aside_damaged_store);
    #[cfg(any(feature = "redis", feature = "postgres"))]
    if let Fine(_) = stored {
        return std::iter::once(stored).chain(database(&settings.store)).collect();
    }
    vec![stored]
}

/// The maximum difference between the clock of a database and that of this machine without a remark.
#[cfg(any(feature = "redis", feature = "postgres"))]
const MAX_CLOCK_SKEW: Duration = Duration::from_secs(5);

/// Returns the findings about a database that can store a call.
#[cfg(any(feature = "redis", feature = "postgres"))]
fn database(store: &Source) -> Vec<Finding> {
    let report = match asynchronously(store.report()) {
        Ok(Some(report)) => report,
        Ok(None) => return Vec::new(),
        Err(error) if error.is_of_the_settings() => return vec![Fails(format!("store: {error}"))],
        Err(error) => return vec![Note(format!("store: {error}"))],
    };
    let mut findings: Vec<Finding> = report.fine.into_iter().map(Fine).collect();
    findings.extend(report.notes.into_iter().map(Note));
    if let Some(policy) = report.eviction {
        findings.push(Fails(format!(
            "Redis drops calls in progress when its memory is full, since its maxmemory-policy is {policy}: set it to \
             noeviction"
        )));
    }
    let here = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let skew = here.abs_diff(report.clock);
    if skew > MAX_CLOCK_SKEW {
        findings.push(Note(format!(
            "the clock of the database and that of this machine differ by {} s; calls expire by the former",
            skew.as_secs()
        )));
    }
    findings
}

/// Blocks on a store operation.
fn asynchronously<T>(answer: impl Future<Output = Result<T, StoreError>>) -> Result<T, StoreError> {
    let runtime = runtime::Builder::new_current_thread().enable_all().build();
    runtime.map_err(|error| StoreError::Away { why: error.to_string() })?.block_on(answer)
}

fn examine(store: &Source, sets_aside: bool) -> Finding {
    match probe(store) {
        Ok(Probed::Memory) => {
            Note("calls are stored in memory: those in progress are lost when the server ends".into())
        }
        Ok(Probed::Missing(path)) => {
            Fine(format!("{} does not exist yet, and can be created for calls", shown(&path)))
        }
        Ok(Probed::Database(name)) => Fine(format!("a call can be stored in {name}")),
        Ok(Probed::Opened(path)) => Fine(format!("a call can be stored in {}", shown(&path))),
        Err(StoreError::InUse { file }) => {
            Note(format!("another process uses {} already, perhaps this server", shown(&file)))
        }
        Err(error @ StoreError::Corrupt { .. }) if sets_aside => {
            Note(format!("store: {error}. The server renames it at start"))
        }
        Err(error) => Fails(format!("store: {error}")),
    }
}

fn probe(store: &Source) -> Result<Probed, StoreError> {
    let (probed, opened) = store.probe()?;
    if let Some(opened) = opened {
        asynchronously(opened.ready())?;
    }
    Ok(probed)
}

fn shown(path: &Path) -> String {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned()).display().to_string()
}

#[cfg(all(test, feature = "embedded"))]
mod tests {
    use std::fs;

    use super::*;
    use crate::service::store::{EmbeddedStore, Folder, Limits};

    fn file(path: &Path) -> Source {
        Source::Url(path.display().to_string())
    }

    fn said(path: &Path) -> String {
        examine(&file(path), false).line()
    }

    #[track_caller]
    fn says(path: &Path, words: &str) {
        let said = said(path);
        assert!(said.starts_with(words), "{said}");
    }

    #[test]
    fn a_store_that_can_hold_a_call_is_fine_and_one_that_cannot_fails() {
        let folder = Folder::new();
        let file = folder.path();
        says(&file, "ok    ");
        assert_eq!(fs::read_dir(file.parent().unwrap()).unwrap().count(), 0, "nothing is left behind");

        let open = EmbeddedStore::open(&file, Limits::default()).unwrap();
        says(&file, "note  another process uses");
        drop(open);
        says(&file, "ok    a call can be stored in ");

        fs::write(&file, "a text").unwrap();
        says(&file, "FAIL  store: the call store cannot be read");
        assert!(matches!(examine(&super::tests::file(&file), true), Note(_)));
        assert_eq!(fs::read(&file).unwrap(), b"a text");
    }

    #[test]
    fn a_store_that_cannot_be_created_fails() {
        let folder = Folder::new();
        says(&folder.path().join("calls.redb"), "FAIL  store: the call store is unavailable");
        let directory = folder.path().parent().unwrap().to_owned();
        assert!(said(&directory).contains("is not a regular file"), "{}", said(&directory));
        assert!(
            examine(&Source::Url("mysql://user:secret@host".to_owned()), false)
                .line()
                .starts_with("FAIL  store: there is no call store")
        );
    }

    #[test]
    fn an_empty_file_is_left_empty() {
        let folder = Folder::new();
        fs::write(folder.path(), "").unwrap();
        says(&folder.path(), "ok    ");
        assert_eq!(fs::metadata(folder.path()).unwrap().len(), 0);
    }
}
