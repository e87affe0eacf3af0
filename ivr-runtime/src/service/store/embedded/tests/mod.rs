//! Properties of the store in a file only: it survives a crash, writes several jobs at once, and reports errors of the
//! file.

mod batches;
mod crash;
mod files;
mod growth;
mod journal;
mod runtimes;

use std::{
    fs,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use super::{super::records::Records as _, *};
use crate::service::store::{all, tests::run};

/// Longer than any test runs.
const NEVER: Duration = Duration::from_secs(3600);

/// A folder of the test's own, which goes away with it.
pub(in crate::service) struct Folder(PathBuf);

impl Folder {
    pub(in crate::service) fn new() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let name = format!("ivr-store-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::SeqCst));
        let path = std::env::temp_dir().join(name);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(in crate::service) fn path(&self) -> PathBuf {
        self.0.join("calls.redb")
    }

    pub(in crate::service::store) fn open(&self, limits: Limits, clock: Clock) -> EmbeddedStore {
        self.sweeping(limits, clock, NEVER)
    }

    fn sweeping(&self, limits: Limits, clock: Clock, sweep: Duration) -> EmbeddedStore {
        let place = self.path();
        let file = File::new(move || opening::open(&place)).unwrap();
        EmbeddedStore::start(self.path(), file, limits, clock, sweep).unwrap()
    }

    fn plain(&self) -> EmbeddedStore {
        EmbeddedStore::open(self.path(), Limits::default()).unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
