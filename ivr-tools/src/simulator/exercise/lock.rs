//! Whether calls in progress survive a new version.

use std::path::Path;

use crate::inspect::lock;
use ivr_runtime::tree::PhoneTree;

/// Checks that the tree can take over the calls of the version in the lock file. Calls would be stranded or misled by
/// a state that is gone or waits for something else, a key that leads elsewhere, or a field of another type.
/// `phone-tree lock` writes the file.
///
/// A renamed state gives its former name: `state Menu was MainMenu { … }`. `lock --breaking` accepts a breaking
/// change.
///
/// ```no_run
/// # use ivr_runtime::tree::PhoneTree;
/// # fn test<Acme: PhoneTree>() {
/// // In a test: the path is relative to `Cargo.toml`.
/// ivr_tools::simulator::check_lock::<Acme>("ivr.lock");
/// # }
/// ```
///
/// # Panics
///
/// Panics if calls would be stranded or misled, or if the file cannot be read.
#[track_caller]
#[expect(clippy::panic, reason = "the test fails")]
pub fn check_lock<T: PhoneTree>(path: impl AsRef<Path>) {
    let (path, dialog) = (path.as_ref(), super::dialog::<T>());
    let checked = lock::read(path).and_then(|locked| lock::check(&locked, dialog.description()));
    if let Err(error) = checked {
        let shown = path.display();
        panic!(
            "{shown}: {error}\nAdd `was OldName` to a renamed state; `lock --breaking {shown}` accepts the rest."
        );
    }
}
