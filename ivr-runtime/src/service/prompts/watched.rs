//! Watches the file while the server runs: about once a second, and on request. A version is accepted as a whole or
//! not at all, and its errors are logged once.

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError, Weak,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use tokio::{sync::Notify, task::spawn_blocking, time::sleep};

use super::{PromptErrors, Source, dialog, file::named};
use crate::{
    dialog::{call::Dialog, tree::PhoneTree},
    service::{config::SettingErrors, snapshot::Snapshots, task, telemetry::Metrics},
};

/// The polling interval. File notifications would be faster, but do not work on every file system.
const LOOK: Duration = Duration::from_secs(1);

/// How long a new version must be unchanged before it is read, because editors write in pieces.
const SETTLED: Duration = Duration::from_millis(100);

/// A file, and the version with which a tree starts.
#[derive(Clone, Debug)]
pub(crate) struct Followed {
    path: PathBuf,
    first: Source,
    /// Requests an immediate check.
    pub(crate) asked: Arc<Notify>,
}

impl Followed {
    /// Returns the tree with the texts of the file, and what is needed to watch the file.
    pub(crate) fn open<T: PhoneTree>(path: &Path) -> Result<(Dialog<T>, Self), PromptErrors> {
        let first = Source::read(path);
        let dialog = dialog(first.text()?)?;
        Ok((dialog, Self { path: path.to_owned(), first, asked: Arc::default() }))
    }
}

/// A prompt file, and the snapshots that are made from it.
pub(crate) struct Watched<T: PhoneTree> {
    path: PathBuf,
    snapshots: Arc<Snapshots<T>>,
    metrics: Arc<Metrics>,
    seen: Mutex<Seen>,
    refused: AtomicBool,
    asked: Arc<Notify>,
}

/// The observed versions of the file.
struct Seen {
    /// The version that was checked last.
    judged: Source,
    /// A newer version, which may be incomplete.
    fresh: Option<Source>,
}

/// The result of a check.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Look {
    /// The file is unchanged.
    Same,
    /// The file has just changed, and may change again.
    Fresh,
    Taken,
    PromptErrors,
}

impl<T: PhoneTree> Watched<T> {
    /// Watches the file whose version the snapshots begin with.
    pub(crate) fn new(followed: Followed, snapshots: Arc<Snapshots<T>>, metrics: Arc<Metrics>) -> Arc<Self> {
        let Followed { path, first, asked } = followed;
        let seen = Mutex::new(Seen { judged: first, fresh: None });
        Arc::new(Self { path, snapshots, metrics, seen, refused: AtomicBool::new(false), asked })
    }

    /// Checks the file from now on, as long as its snapshots are in use.
    pub(crate) fn tend(self: &Arc<Self>) {
        if tokio::runtime::Handle::try_current().is_ok() {
            task::spawn(tended(Arc::downgrade(self), Arc::clone(&self.asked)));
        }
    }

    /// Returns whether the current version of the file is refused, so that callers hear an earlier one.
    pub(crate) fn is_refused(&self) -> bool {
        self.refused.load(Ordering::Relaxed)
    }

    /// Checks the file once.
    pub(crate) fn look(&self) -> Look {
        let source = Source::read(&self.path);
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if source == seen.judged {
            seen.fresh = None;
            return Look::Same;
        }
        if seen.fresh.as_ref() != Some(&source) {
            seen.fresh = Some(source);
            return Look::Fresh;
        }
        seen.fresh = None;
        let taken = self.take(&source);
        self.refused.store(taken.is_err(), Ordering::Relaxed);
        seen.judged = source;
        self.tell(taken)
    }

    /// Replaces the snapshot with one for this version.
    fn take(&self, source: &Source) -> Result<(), PromptErrors> {
        let dialog = dialog::<T>(source.text()?)?;
        let told = |errors: SettingErrors| PromptErrors(errors.iter().map(ToString::to_string).collect());
        self.snapshots.replace(dialog).map_err(told)
    }

    fn tell(&self, taken: Result<(), PromptErrors>) -> Look {
        let file = named(&self.path);
        self.metrics.count_prompts(taken.is_ok());
        match taken {
            Ok(()) => {
                tracing::info!(tree = T::NAME, "reloaded the prompts from {file}");
                Look::Taken
            }
            Err(refused) => {
                let kept = "callers keep hearing the previous version";
                tracing::error!(tree = T::NAME, "{file} is refused, and {kept}: {refused}");
                Look::PromptErrors
            }
        }
    }
}

async fn tended<T: PhoneTree>(watched: Weak<Watched<T>>, asked: Arc<Notify>) {
    let mut pause = LOOK;
    loop {
        tokio::select! {
            () = sleep(pause) => {}
            () = asked.notified() => {}
        }
        let Some(watched) = watched.upgrade() else { return };
        // Rendering the documents of a new version takes a while for a large tree.
        let look = spawn_blocking(move || watched.look()).await;
        pause = if matches!(look, Ok(Look::Fresh)) { SETTLED } else { LOOK };
    }
}
