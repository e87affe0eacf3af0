//! What a tree says at one time, whole: its words, where its recordings are, and the documents that are made of them. A
//! request takes one edition and uses no other, and the next one takes its place between two requests.

// The recordings under the settings.
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
    service::config::{Checked, Mistake, Mistakes, Recordings},
    twiml::Documents,
};

#[cfg(feature = "serve")]
pub(crate) use placed::placed;

/// How often is looked whether the URLs of recordings are to be made anew. The time is looked at rather than slept
/// through, because a machine that was suspended does not count its sleep.
const LOOK: Duration = Duration::from_secs(60);

/// One edition.
#[derive(Debug)]
pub struct Edition<T> {
    /// The tree with the prompts of this edition.
    pub dialog: Dialog<T>,
    pub(crate) documents: Documents<T>,
    audio: Audio,
}

/// The edition that holds now, and how the next one is made.
#[derive(Debug)]
pub struct Editions<T> {
    current: RwLock<Arc<Edition<T>>>,
    /// Held while an edition is made, so that none is made of what another has just replaced.
    printing: Mutex<()>,
    /// Whether somebody looks at the time.
    tended: AtomicBool,
    base: String,
    spoken: bool,
    recordings: Recordings,
    clock: Clock,
}

impl<T: PhoneTree> Editions<T> {
    /// The first edition. All URLs of the tree begin with `base`.
    pub(crate) fn new(dialog: Dialog<T>, base: &str, settings: &Checked) -> Result<Arc<Self>, Mistakes> {
        Self::at(Clock::system(), dialog, base, settings)
    }

    fn at(clock: Clock, dialog: Dialog<T>, base: &str, settings: &Checked) -> Result<Arc<Self>, Mistakes> {
        let (spoken, recordings) = (settings.spoken, settings.recordings.clone());
        let first = Edition::new(dialog, base, spoken, &recordings, clock.now())?;
        let (current, printing) = (RwLock::new(Arc::new(first)), Mutex::new(()));
        let (tended, base) = (AtomicBool::new(false), base.to_owned());
        let editions = Arc::new(Self { current, printing, tended, base, spoken, recordings, clock });
        editions.tend();
        Ok(editions)
    }

    /// What holds now. Whoever asks keeps it for as long as one answer takes.
    pub fn current(self: &Arc<Self>) -> Arc<Edition<T>> {
        let edition = self.latest();
        let Some(window) = edition.documents.window() else { return edition };
        self.tend();
        if window.serves_at(self.clock.now()) {
            return edition;
        }
        // The machine slept, or nobody looked at the time: this caller waits rather than hears nothing.
        self.renew();
        self.latest()
    }

    /// Puts other words in the place of these, or leaves these where the next edition cannot be made.
    pub(crate) fn replace(&self, dialog: Dialog<T>) -> Result<(), Mistakes> {
        let _printing = self.printing.lock().unwrap_or_else(PoisonError::into_inner);
        self.publish(Edition::new(dialog, &self.base, self.spoken, &self.recordings, self.clock.now())?);
        Ok(())
    }

    /// Makes the URLs of recordings anew when their time has come.
    fn renew(&self) {
        let _printing = self.printing.lock().unwrap_or_else(PoisonError::into_inner);
        let (latest, now) = (self.latest(), self.clock.now());
        if !latest.is_due(now) {
            return;
        }
        match Edition::print(latest.dialog.clone(), &self.base, latest.audio.clone(), now) {
            Ok(next) => {
                self.publish(next);
                tracing::info!(tree = T::NAME, "the URLs of recordings were signed anew");
            }
            Err(error) => {
                tracing::error!(tree = T::NAME, "the URLs of recordings are not signed anew: {error}");
            }
        }
    }

    /// Looks at the time from now on, until nobody answers calls any more.
    fn tend(self: &Arc<Self>) {
        let (signs, in_runtime) =
            (self.latest().audio.signs(), tokio::runtime::Handle::try_current().is_ok());
        if !signs || !in_runtime || self.tended.swap(true, Ordering::Relaxed) {
            return;
        }
        let editions = Arc::downgrade(self);
        tokio::spawn(async move {
            loop {
                tokio::time::sleep(LOOK).await;
                let Some(due) = due(&editions) else { return };
                if !due {
                    continue;
                }
                let editions = editions.clone();
                let renew = move || editions.upgrade().map(|editions| editions.renew());
                if tokio::task::spawn_blocking(renew).await.is_err() {
                    tracing::error!(tree = T::NAME, "the URLs of recordings are not signed anew");
                }
            }
        });
    }

    fn latest(&self) -> Arc<Edition<T>> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn publish(&self, next: Edition<T>) {
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(next);
    }
}

/// Whether there is something to do; `None` when nobody is left to do it for.
fn due<T: PhoneTree>(editions: &Weak<Editions<T>>) -> Option<bool> {
    let editions = editions.upgrade()?;
    Some(editions.latest().is_due(editions.clock.now()))
}

impl<T: PhoneTree> Edition<T> {
    fn new(
        dialog: Dialog<T>,
        base: &str,
        spoken: bool,
        recordings: &Recordings,
        now: u64,
    ) -> Result<Self, Mistakes> {
        let dialog = if spoken { dialog.spoken() } else { dialog };
        let (dialog, audio) = placed::placed(dialog, recordings)?;
        Self::print(dialog, base, audio, now)
    }

    /// The edition for `now` of a tree whose recordings are where they are.
    fn print(dialog: Dialog<T>, base: &str, audio: Audio, now: u64) -> Result<Self, Mistakes> {
        let documents = Documents::with_links(&dialog, base, audio.links(Window::at(now)));
        let documents = documents.map_err(|error| Mistake::new("tree", error.to_string()))?;
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

    fn greeting(edition: &Edition<Acme>) -> String {
        String::from_utf8(edition.documents.answer().to_vec()).unwrap()
    }

    fn editions(dialog: Dialog<Acme>) -> Arc<Editions<Acme>> {
        let settings = Settings::new().unsigned().check(Host::Theirs).unwrap();
        Editions::new(dialog, "/acme", &settings).unwrap()
    }

    fn renamed(from: &str, to: &str) -> Dialog<Acme> {
        let dialog = Dialog::<Acme>::new().unwrap();
        let text = serde_json::to_string(dialog.description()).unwrap().replace(from, to);
        dialog.with(serde_json::from_str(&text).unwrap())
    }

    #[test]
    fn other_words_are_heard_from_the_next_request_on_and_a_running_one_keeps_its_own() {
        let first = renamed("Welcome to ACME", "Bonjour, ACME");
        let editions = editions(first);
        let running = editions.current();
        editions.replace(Dialog::new().unwrap()).unwrap();
        assert!(greeting(&running).contains("Bonjour, ACME"));
        assert!(greeting(&editions.current()).contains("Welcome to ACME"));
        assert!(Arc::ptr_eq(&editions.current(), &editions.current()), "nothing is made for a request");
    }

    #[test]
    fn words_that_are_too_long_leave_the_last_good_ones() {
        let editions = editions(Dialog::new().unwrap());
        let long = renamed("Welcome to ACME", &"Welcome ".repeat(10_000));
        assert!(editions.replace(long).is_err());
        assert!(greeting(&editions.current()).contains("Welcome to ACME"));
    }

    #[cfg(feature = "s3")]
    mod signed {
        use std::sync::atomic::AtomicU64;

        use super::*;
        use crate::service::config::S3;

        const HOUR: u64 = 60 * 60;
        /// The beginning of a window.
        const NOON: u64 = 1_800_000_000 / (6 * HOUR) * 6 * HOUR;

        /// Editions of a tree with a private greeting, and the hands of their clock.
        fn editions() -> (Arc<Editions<Acme>>, Arc<AtomicU64>) {
            let say = r#"{"say":{"text":"Welcome to ACME, Inc."}}"#;
            let dialog = renamed(say, r#"{"play":{"url":"welcome.mp3"}}"#).under(None, "s3://prompts/acme/");
            let s3 = S3::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG", "eu-west-3");
            let settings = Settings::new().unsigned().s3(s3).check(Host::Theirs).unwrap();
            let hands = Arc::new(AtomicU64::new(NOON));
            let read = Arc::clone(&hands);
            let clock = Clock(Box::new(move || read.load(Ordering::SeqCst)));
            (Editions::at(clock, dialog, "/acme", &settings).unwrap(), hands)
        }

        #[test]
        fn a_private_recording_is_played_by_a_signed_url() {
            let (editions, _) = editions();
            let greeting = greeting(&editions.current());
            let (_, url) = greeting.split_once("<Play>").unwrap();
            let place = "https://prompts.s3.eu-west-3.amazonaws.com/acme/welcome.mp3?X-Amz-Algorithm=AWS4-HMAC-SHA256&amp;";
            assert!(url.starts_with(place), "{url}");
        }

        #[test]
        fn documents_are_the_same_within_a_window_and_the_urls_of_the_next_one_are_others() {
            let (editions, hands) = editions();
            let first = editions.current();
            hands.store(NOON + 6 * HOUR - 1, Ordering::SeqCst);
            editions.renew();
            assert!(Arc::ptr_eq(&first, &editions.current()), "one rendering for a window");
            hands.store(NOON + 6 * HOUR, Ordering::SeqCst);
            assert!(Arc::ptr_eq(&first, &editions.current()), "no request waits for the next edition");
            editions.renew();
            assert_ne!(greeting(&first), greeting(&editions.current()));
        }

        #[test]
        fn a_machine_that_slept_gives_out_no_url_of_yesterday() {
            let (editions, hands) = editions();
            let before = greeting(&editions.current());
            hands.store(NOON + 100 * HOUR, Ordering::SeqCst);
            assert_ne!(greeting(&editions.current()), before);
            hands.store(NOON - 100 * HOUR, Ordering::SeqCst);
            let set_back = greeting(&editions.current());
            assert!(set_back != before, "nor one of tomorrow, when the clock is set back");
        }

        #[tokio::test(start_paused = true)]
        async fn urls_are_signed_anew_without_a_request() {
            let (editions, hands) = editions();
            let first = greeting(&editions.latest());
            editions.tend();
            hands.store(NOON + 6 * HOUR, Ordering::SeqCst);
            for _ in 0..1_000 {
                tokio::time::sleep(LOOK).await;
                if greeting(&editions.latest()) != first {
                    return;
                }
            }
            panic!("the edition of yesterday is still there");
        }

        #[test]
        fn new_words_and_new_urls_do_not_undo_each_other() {
            let (editions, hands) = editions();
            let words =
                renamed("Listen to the following", "Hear the following").under(None, "s3://prompts/acme/");
            editions.replace(words).unwrap();
            hands.store(NOON + 7 * HOUR, Ordering::SeqCst);
            editions.renew();
            assert!(greeting(&editions.latest()).contains("Hear the following"));
        }

        #[test]
        fn under_load_every_document_is_of_one_edition() {
            let (editions, hands) = editions();
            std::thread::scope(|scope| {
                let readers = (0..4).map(|_| {
                    scope.spawn(|| {
                        for _ in 0..2_000 {
                            let edition = editions.current();
                            let menu = edition.documents.reply(&edition.dialog, edition.dialog.answer());
                            assert_eq!(menu, edition.documents.answer());
                        }
                    })
                });
                let readers: Vec<_> = readers.collect();
                for window in 1..=100 {
                    hands.store(NOON + window * 6 * HOUR, Ordering::SeqCst);
                    editions.renew();
                }
                readers.into_iter().for_each(|reader| reader.join().unwrap());
            });
        }
    }
}
