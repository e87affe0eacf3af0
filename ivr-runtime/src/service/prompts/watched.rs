//! The file while calls go on: looked at about once a second, and when somebody asks. A version is taken whole or not
//! at all, and what is wrong with it is told once.

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
    service::{config::SettingErrors, snapshot::Snapshots, telemetry::Metrics},
};

/// How often the file is looked at. A watcher of the system would say it sooner, and not on every file system.
const LOOK: Duration = Duration::from_secs(1);

/// How long a new version must stay as it is before it is read: editors write in pieces.
const SETTLED: Duration = Duration::from_millis(100);

/// A file, and the version that a tree begins with.
#[derive(Clone, Debug)]
pub(crate) struct Followed {
    path: PathBuf,
    first: Source,
    /// Wakes the one who looks.
    pub(crate) asked: Arc<Notify>,
}

impl Followed {
    /// The tree with the words of the file, and what is needed to follow it.
    pub(crate) fn open<T: PhoneTree>(path: &Path) -> Result<(Dialog<T>, Self), PromptErrors> {
        let first = Source::read(path);
        let dialog = dialog(first.text()?)?;
        Ok((dialog, Self { path: path.to_owned(), first, asked: Arc::default() }))
    }
}

/// A file of words, and the snapshots that are made of it.
pub(crate) struct Watched<T: PhoneTree> {
    path: PathBuf,
    snapshots: Arc<Snapshots<T>>,
    metrics: Arc<Metrics>,
    seen: Mutex<Seen>,
    refused: AtomicBool,
    asked: Arc<Notify>,
}

/// What was seen of the file.
struct Seen {
    /// The version that was judged last.
    judged: Source,
    /// Another one, which may still be written.
    fresh: Option<Source>,
}

/// What a look brought about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Look {
    /// It is as it was.
    Same,
    /// It changed just now, and may change again.
    Fresh,
    Taken,
    PromptErrors,
}

impl<T: PhoneTree> Watched<T> {
    /// Follows the file whose version the snapshots begin with.
    pub(crate) fn new(followed: Followed, snapshots: Arc<Snapshots<T>>, metrics: Arc<Metrics>) -> Arc<Self> {
        let Followed { path, first, asked } = followed;
        let seen = Mutex::new(Seen { judged: first, fresh: None });
        Arc::new(Self { path, snapshots, metrics, seen, refused: AtomicBool::new(false), asked })
    }

    /// Looks at the file from now on, as long as somebody is served from it.
    pub(crate) fn tend(self: &Arc<Self>) {
        if tokio::runtime::Handle::try_current().is_ok() {
            tokio::spawn(tended(Arc::downgrade(self), Arc::clone(&self.asked)));
        }
    }

    /// Whether the file as it is now is refused, and callers hear an earlier version.
    pub(crate) fn is_refused(&self) -> bool {
        self.refused.load(Ordering::Relaxed)
    }

    /// Looks at the file once.
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

    /// Makes a snapshot of the version, and puts it in place of the last.
    fn take(&self, source: &Source) -> Result<(), PromptErrors> {
        let dialog = dialog::<T>(source.text()?)?;
        let told = |errors: SettingErrors| PromptErrors(errors.iter().map(ToString::to_string).collect());
        self.snapshots.replace(dialog).map_err(told)
    }

    fn tell(&self, taken: Result<(), PromptErrors>) -> Look {
        let file = named(&self.path);
        self.metrics.count_words(taken.is_ok());
        match taken {
            Ok(()) => {
                tracing::info!(tree = T::NAME, "reloaded the prompts from {file}");
                Look::Taken
            }
            Err(refused) => {
                let kept = "callers go on hearing the version before";
                tracing::error!(tree = T::NAME, "{file} is not taken, and {kept}: {refused}");
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
        // Documents are made of a new version, which takes a while for a large tree.
        let look = spawn_blocking(move || watched.look()).await;
        pause = if matches!(look, Ok(Look::Fresh)) { SETTLED } else { LOOK };
    }
}
