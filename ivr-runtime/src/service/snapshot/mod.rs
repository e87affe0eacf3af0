//! A snapshot of a tree: its texts, the URLs of its recordings, and the documents made from them. A request uses one
//! snapshot; a new snapshot replaces it between two requests.

// The URLs of recordings under the settings.
mod placed;

use std::{
    fmt,
    sync::{
        Arc, Mutex, PoisonError, RwLock, Weak,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use crate::{
    audio::{Audio, Window},
    dialog::{call::Dialog, tree::PhoneTree},
    service::{
        config::{Checked, Recordings, SettingError, SettingErrors},
        hours::Schedules,
        task, trial,
    },
    twiml::Documents,
};
use ivr_core::hours::OpenSet;

#[cfg(feature = "serve")]
pub(crate) use placed::placed;

/// The interval at which the URLs of recordings are checked. The clock is polled, because a suspended machine does
/// not count its sleep.
const LOOK: Duration = Duration::from_secs(60);

/// A snapshot.
#[derive(Debug)]
pub struct Snapshot<T> {
    /// The tree with the prompts of this snapshot.
    pub dialog: Dialog<T>,
    pub(crate) documents: Documents<T>,
    audio: Audio,
}

/// The current snapshot, and how the next one is made.
#[derive(Debug)]
pub struct Snapshots<T> {
    current: RwLock<Arc<Snapshot<T>>>,
    /// Held while a snapshot is made, so that no snapshot is made from an outdated one.
    rendering: Mutex<()>,
    /// Whether a task checks the time.
    tended: AtomicBool,
    base: String,
    spoken: bool,
    recordings: Recordings,
    clock: Clock,
    schedules: Schedules,
}

impl<T: PhoneTree> Snapshots<T> {
    /// Creates the first snapshot. All URLs of the tree begin with `base`.
    pub(crate) fn new(dialog: Dialog<T>, base: &str, settings: &Checked) -> Result<Arc<Self>, SettingErrors> {
        Self::at(Clock::system(), dialog, base, settings)
    }

    fn at(
        clock: Clock,
        dialog: Dialog<T>,
        base: &str,
        settings: &Checked,
    ) -> Result<Arc<Self>, SettingErrors> {
        let (spoken, recordings) = (settings.spoken, settings.recordings.clone());
        let schedules = Schedules::new(dialog.description())?;
        let first = Snapshot::new(dialog, base, spoken, &recordings, clock.now())?;
        let (current, rendering) = (RwLock::new(Arc::new(first)), Mutex::new(()));
        let (tended, base) = (AtomicBool::new(false), base.to_owned());
        let snapshots =
            Arc::new(Self { current, rendering, tended, base, spoken, recordings, clock, schedules });
        snapshots.tend();
        Ok(snapshots)
    }

    /// Returns the current snapshot. A request keeps it for its whole answer.
    pub fn current(self: &Arc<Self>) -> Arc<Snapshot<T>> {
        let snapshot = self.latest();
        let Some(window) = snapshot.documents.window() else { return snapshot };
        self.tend();
        if window.serves_at(self.clock.now()) {
            return snapshot;
        }
        // The URLs have expired, for example because the machine was suspended. This request waits for new ones.
        self.renew();
        self.latest()
    }

    /// Returns the schedules of the tree that are open by this clock.
    pub(crate) fn open(&self, clock: &trial::Clock) -> OpenSet {
        self.schedules.open(clock)
    }

    /// Replaces the texts. They stay unchanged if the new snapshot cannot be made.
    pub(crate) fn replace(&self, dialog: Dialog<T>) -> Result<(), SettingErrors> {
        let _rendering = self.rendering.lock().unwrap_or_else(PoisonError::into_inner);
        self.publish(Snapshot::new(dialog, &self.base, self.spoken, &self.recordings, self.clock.now())?);
        Ok(())
    }

    /// Renews the URLs of recordings when it is time.
    fn renew(&self) {
        let _rendering = self.rendering.lock().unwrap_or_else(PoisonError::into_inner);
        let (latest, now) = (self.latest(), self.clock.now());
        if !latest.is_due(now) {
            return;
        }
        match Snapshot::render(latest.dialog.clone(), &self.base, latest.audio.clone(), now) {
            Ok(next) => {
                self.publish(next);
                tracing::info!(tree = T::NAME, "renewed the signed URLs of audio files");
            }
            Err(error) => {
                tracing::error!(tree = T::NAME, "failed to renew the signed URLs of audio files: {error}");
            }
        }
    }

    /// Checks the time from now on, as long as the snapshots are in use.
    fn tend(self: &Arc<Self>) {
        let (signs, in_runtime) =
            (self.latest().audio.signs(), tokio::runtime::Handle::try_current().is_ok());
        if !signs || !in_runtime || self.tended.swap(true, Ordering::Relaxed) {
            return;
        }
        let snapshots = Arc::downgrade(self);
        task::spawn(async move {
            loop {
                tokio::time::sleep(LOOK).await;
                let Some(due) = due(&snapshots) else { return };
                if !due {
                    continue;
                }
                let snapshots = snapshots.clone();
                let renew = move || snapshots.upgrade().map(|snapshots| snapshots.renew());
                if tokio::task::spawn_blocking(renew).await.is_err() {
                    tracing::error!(tree = T::NAME, "failed to renew the signed URLs of audio files");
                }
            }
        });
    }

    fn latest(&self) -> Arc<Snapshot<T>> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn publish(&self, next: Snapshot<T>) {
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(next);
    }
}

/// Returns whether a renewal is due, or `None` if the snapshots are no longer in use.
fn due<T: PhoneTree>(snapshots: &Weak<Snapshots<T>>) -> Option<bool> {
    let snapshots = snapshots.upgrade()?;
    Some(snapshots.latest().is_due(snapshots.clock.now()))
}

impl<T: PhoneTree> Snapshot<T> {
    fn new(
        dialog: Dialog<T>,
        base: &str,
        spoken: bool,
        recordings: &Recordings,
        now: u64,
    ) -> Result<Self, SettingErrors> {
        let dialog = if spoken { dialog.spoken() } else { dialog };
        let (dialog, audio) = placed::placed(dialog, recordings)?;
        Self::render(dialog, base, audio, now)
    }

    /// Renders the snapshot for `now` of a tree with its recordings.
    fn render(dialog: Dialog<T>, base: &str, audio: Audio, now: u64) -> Result<Self, SettingErrors> {
        let documents = Documents::with_links(&dialog, base, audio.links(Window::at(now)));
        let documents = documents.map_err(|error| SettingError::new("tree", error.to_string()))?;
        Ok(Self { dialog, documents, audio })
    }

    fn is_due(&self, now: u64) -> bool {
        self.documents.window().is_some_and(|window| window != Window::at(now))
    }
}

/// A source of the time, in seconds since 1970.
struct Clock(Box<dyn Fn() -> u64 + Send + Sync>);

impl Clock {
    fn system() -> Self {
        Self(Box::new(|| SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs()))
    }

    fn now(&self) -> u64 {
        (self.0)()
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Clock")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        fixture::Acme,
        service::config::{Host, Settings},
    };

    fn greeting(snapshot: &Snapshot<Acme>) -> String {
        String::from_utf8(snapshot.documents.answer(&snapshot.dialog, OpenSet::NONE).to_vec()).unwrap()
    }

    fn snapshots(dialog: Dialog<Acme>) -> Arc<Snapshots<Acme>> {
        let settings = Settings::new().unsigned().check(Host::Theirs).unwrap();
        Snapshots::new(dialog, "/acme", &settings).unwrap()
    }

    fn renamed(from: &str, to: &str) -> Dialog<Acme> {
        let dialog = Dialog::<Acme>::new().unwrap();
        let text = dialog.description().to_json().replace(from, to);
        dialog.with(serde_json::from_str(&text).unwrap())
    }

    #[test]
    fn other_words_are_heard_from_the_next_request_on_and_a_running_one_keeps_its_own() {
        let first = renamed("Welcome to ACME", "Bonjour, ACME");
        let snapshots = snapshots(first);
        let running = snapshots.current();
        snapshots.replace(Dialog::new().unwrap()).unwrap();
        assert!(greeting(&running).contains("Bonjour, ACME"));
        assert!(greeting(&snapshots.current()).contains("Welcome to ACME"));
        assert!(Arc::ptr_eq(&snapshots.current(), &snapshots.current()), "nothing is made for a request");
    }

    #[test]
    fn words_that_are_too_long_leave_the_last_good_ones() {
        let snapshots = snapshots(Dialog::new().unwrap());
        let long = renamed("Welcome to ACME", &"Welcome ".repeat(10_000));
        assert!(snapshots.replace(long).is_err());
        assert!(greeting(&snapshots.current()).contains("Welcome to ACME"));
    }

    #[cfg(feature = "s3")]
    mod signed {
        use std::sync::atomic::AtomicU64;

        use super::*;
        use crate::service::config::S3;

        const HOUR: u64 = 60 * 60;
        /// The beginning of a window.
        const NOON: u64 = 1_800_000_000 / (6 * HOUR) * 6 * HOUR;

        /// Snapshots of a tree with a private greeting, and the hands of their clock.
        fn snapshots() -> (Arc<Snapshots<Acme>>, Arc<AtomicU64>) {
            let say = r#"{"say":{"text":"Welcome to ACME, Inc."}}"#;
            let dialog = renamed(say, r#"{"play":{"url":"welcome.mp3"}}"#).under(None, "s3://prompts/acme/");
            let s3 = S3::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG", "eu-west-3");
            let settings = Settings::new().unsigned().s3(s3).check(Host::Theirs).unwrap();
            let hands = Arc::new(AtomicU64::new(NOON));
            let read = Arc::clone(&hands);
            let clock = Clock(Box::new(move || read.load(Ordering::SeqCst)));
            (Snapshots::at(clock, dialog, "/acme", &settings).unwrap(), hands)
        }

        #[test]
        fn a_private_recording_is_played_by_a_signed_url() {
            let (snapshots, _) = snapshots();
            let greeting = greeting(&snapshots.current());
            let (_, url) = greeting.split_once("<Play>").unwrap();
            let place = "https://prompts.s3.eu-west-3.amazonaws.com/acme/welcome.mp3?X-Amz-Algorithm=AWS4-HMAC-SHA256&amp;";
            assert!(url.starts_with(place), "{url}");
        }

        #[test]
        fn documents_are_the_same_within_a_window_and_the_urls_of_the_next_one_are_others() {
            let (snapshots, hands) = snapshots();
            let first = snapshots.current();
            hands.store(NOON + 6 * HOUR - 1, Ordering::SeqCst);
            snapshots.renew();
            assert!(Arc::ptr_eq(&first, &snapshots.current()), "one rendering for a window");
            hands.store(NOON + 6 * HOUR, Ordering::SeqCst);
            assert!(Arc::ptr_eq(&first, &snapshots.current()), "no request waits for the next snapshot");
            snapshots.renew();
            assert_ne!(greeting(&first), greeting(&snapshots.current()));
        }

        #[test]
        fn a_machine_that_slept_gives_out_no_url_of_yesterday() {
            let (snapshots, hands) = snapshots();
            let before = greeting(&snapshots.current());
            hands.store(NOON + 100 * HOUR, Ordering::SeqCst);
            assert_ne!(greeting(&snapshots.current()), before);
            hands.store(NOON - 100 * HOUR, Ordering::SeqCst);
            let set_back = greeting(&snapshots.current());
            assert!(set_back != before, "nor one of tomorrow, when the clock is set back");
        }

        #[tokio::test(start_paused = true)]
        async fn urls_are_signed_anew_without_a_request() {
            let (snapshots, hands) = snapshots();
            let first = greeting(&snapshots.latest());
            snapshots.tend();
            hands.store(NOON + 6 * HOUR, Ordering::SeqCst);
            for _ in 0..1_000 {
                tokio::time::sleep(LOOK).await;
                if greeting(&snapshots.latest()) != first {
                    return;
                }
            }
            panic!("the snapshot of yesterday is still there");
        }

        #[test]
        fn new_words_and_new_urls_do_not_undo_each_other() {
            let (snapshots, hands) = snapshots();
            let words =
                renamed("Listen to the following", "Hear the following").under(None, "s3://prompts/acme/");
            snapshots.replace(words).unwrap();
            hands.store(NOON + 7 * HOUR, Ordering::SeqCst);
            snapshots.renew();
            assert!(greeting(&snapshots.latest()).contains("Hear the following"));
        }

        #[test]
        fn under_load_every_document_is_of_one_edition() {
            let (snapshots, hands) = snapshots();
            std::thread::scope(|scope| {
                let readers = (0..4).map(|_| {
                    scope.spawn(|| {
                        for _ in 0..2_000 {
                            let snapshot = snapshots.current();
                            let menu = snapshot.documents.reply(
                                &snapshot.dialog,
                                snapshot.dialog.answer(),
                                OpenSet::NONE,
                            );
                            assert_eq!(menu, snapshot.documents.answer(&snapshot.dialog, OpenSet::NONE));
                        }
                    })
                });
                let readers: Vec<_> = readers.collect();
                for window in 1..=100 {
                    hands.store(NOON + window * 6 * HOUR, Ordering::SeqCst);
                    snapshots.renew();
                }
                readers.into_iter().for_each(|reader| reader.join().unwrap());
            });
        }
    }
}
