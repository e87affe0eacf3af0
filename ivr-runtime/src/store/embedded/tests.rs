//! What only a store in a file does: it survives, it batches, and it says what is wrong with the file.

use std::{
    fs,
    path::PathBuf,
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use super::*;

/// A folder of the test's own, which goes away with it.
pub(in super::super) struct Folder(PathBuf);

impl Folder {
    pub(in super::super) fn new() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let name = format!("ivr-store-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::SeqCst));
        let path = std::env::temp_dir().join(name);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    pub(in super::super) fn open(&self, name: &str, limits: Limits, clock: Clock) -> EmbeddedStore {
        let path = self.path(name);
        let place = path.clone();
        let file = File::new(move || file::open(&place)).unwrap();
        EmbeddedStore::start(path, file, limits, clock, Duration::from_secs(3600)).unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
