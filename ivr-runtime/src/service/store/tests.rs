//! What every store does alike: each test runs on all of them.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use super::{CallStore, Limits, MemoryStore, Saved, StoreError, clock::Clock};

/// A store with a clock that the test sets, in milliseconds.
struct Bench {
    store: Arc<dyn CallStore>,
    hands: Arc<AtomicU64>,
}

impl Bench {
    fn pass(&self, time: Duration) {
        let time = u64::try_from(time.as_millis()).unwrap();
        self.hands.fetch_add(time, Ordering::SeqCst);
    }
}

/// Runs a story on one store of each kind.
fn on_each<F: Future<Output = ()>>(limits: Limits, story: impl Fn(Bench) -> F) {
    let (clock, hands) = Clock::by_hand();
    run(story(Bench { store: Arc::new(MemoryStore::at(limits, clock)), hands }));
    #[cfg(feature = "embedded")]
    {
        let folder = super::embedded::tests::Folder::new();
        let (clock, hands) = Clock::by_hand();
        let store = folder.open(limits, clock);
        run(story(Bench { store: Arc::new(store), hands }));
    }
}

pub(super) fn run<F: Future>(story: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(story)
}

#[test]
fn what_was_saved_is_loaded_until_it_is_removed() {
    on_each(Limits::default(), |Bench { store, .. }| async move {
        assert_eq!(store.load("CA1").await, Ok(None));
        assert_eq!(store.save("CA1", None, b"one".to_vec()).await, Ok(Saved::Done));
        assert_eq!(store.save("CA1", Some(b"one"), b"two".to_vec()).await, Ok(Saved::Done));
        assert_eq!(store.save("CA2", None, Vec::new()).await, Ok(Saved::Done));
        assert_eq!(store.load("CA1").await, Ok(Some(b"two".to_vec())));
        assert_eq!(store.load("CA2").await, Ok(Some(Vec::new())));
        let mut all = store.all().await.unwrap();
        all.sort();
        assert_eq!(all, [("CA1".into(), b"two".to_vec()), ("CA2".into(), Vec::new())]);
        assert_eq!(store.remove("CA1").await, Ok(()));
        assert_eq!(store.remove("CA1").await, Ok(()));
        assert_eq!(store.load("CA1").await, Ok(None));
        assert_eq!(store.ready().await, Ok(()));
    });
}

#[test]
fn a_save_that_believes_something_else_changes_nothing_and_shows_what_is_there() {
    on_each(Limits::default(), |Bench { store, .. }| async move {
        let save = |before: Option<&'static [u8]>| store.save("CA1", before, b"new".to_vec());
        assert_eq!(save(Some(b"old")).await, Ok(Saved::Changed(None)));
        assert_eq!(store.load("CA1").await, Ok(None));
        assert_eq!(store.save("CA1", None, b"old".to_vec()).await, Ok(Saved::Done));
        assert_eq!(save(None).await, Ok(Saved::Changed(Some(b"old".to_vec()))));
        assert_eq!(save(Some(b"")).await, Ok(Saved::Changed(Some(b"old".to_vec()))));
        assert_eq!(store.load("CA1").await, Ok(Some(b"old".to_vec())));
    });
}

#[test]
fn of_many_who_count_at_once_each_counts_once() {
    on_each(Limits::default(), |Bench { store, .. }| async move {
        let count = |store: Arc<dyn CallStore>| async move {
            let mut before: Option<Vec<u8>> = None;
            loop {
                let seen: u32 =
                    before.as_deref().map_or(0, |seen| String::from_utf8_lossy(seen).parse().unwrap());
                let next = (seen + 1).to_string().into_bytes();
                match store.save("CA1", before.as_deref(), next).await.unwrap() {
                    Saved::Done => return,
                    Saved::Changed(other) => before = other,
                }
            }
        };
        let counters: Vec<_> = (0..40).map(|_| tokio::spawn(count(Arc::clone(&store)))).collect();
        for counter in counters {
            counter.await.unwrap();
        }
        assert_eq!(store.load("CA1").await, Ok(Some(b"40".to_vec())));
    });
}

#[test]
fn hostile_ids_and_large_records_are_refused_before_anything_is_stored() {
    on_each(Limits::default(), |Bench { store, .. }| async move {
        let long = "C".repeat(65);
        for call in ["", "CA 1", "CA\n1", "CA\0", "CÄ", "\u{1F600}", &long] {
            let bad = StoreError::BadCall { limit: 64 };
            assert_eq!(store.load(call).await, Err(bad.clone()), "{call:?}");
            assert_eq!(store.save(call, None, Vec::new()).await, Err(bad.clone()), "{call:?}");
            assert_eq!(store.remove(call).await, Err(bad), "{call:?}");
        }
        let call = "../..%00;DROP<x>\"'".repeat(3);
        assert_eq!(store.save(&call, None, vec![0; 65_536]).await, Ok(Saved::Done));
        let large = StoreError::TooLarge { bytes: 65_537, limit: 65_536 };
        assert_eq!(store.save("CA1", None, vec![0; 65_537]).await, Err(large));
        assert_eq!(store.all().await.unwrap().len(), 1);
    });
}

#[test]
fn a_record_that_is_too_old_is_not_there_and_expire_removes_it() {
    on_each(Limits { ttl: Duration::from_secs(60), ..Limits::default() }, |bench| async move {
        let store = &bench.store;
        for call in ["old", "kept"] {
            assert_eq!(store.save(call, None, b"1".to_vec()).await, Ok(Saved::Done));
        }
        bench.pass(Duration::from_secs(30));
        assert_eq!(store.save("kept", Some(b"1"), b"2".to_vec()).await, Ok(Saved::Done));
        assert_eq!(store.expire().await, Ok(0));

        bench.pass(Duration::from_millis(29_999));
        assert_eq!(store.load("old").await, Ok(Some(b"1".to_vec())));
        bench.pass(Duration::from_millis(1));
        assert_eq!(store.load("old").await, Ok(None));
        assert_eq!(store.all().await, Ok(vec![("kept".into(), b"2".to_vec())]));
        assert_eq!(store.expire().await, Ok(1));
        assert_eq!(store.expire().await, Ok(0));
        assert_eq!(store.load("kept").await, Ok(Some(b"2".to_vec())));
    });
}

#[test]
fn a_call_begins_anew_where_an_old_record_was() {
    on_each(Limits { ttl: Duration::from_secs(60), ..Limits::default() }, |bench| async move {
        let store = &bench.store;
        assert_eq!(store.save("CA1", None, b"1".to_vec()).await, Ok(Saved::Done));
        bench.pass(Duration::from_secs(60));
        assert_eq!(store.save("CA1", Some(b"1"), b"2".to_vec()).await, Ok(Saved::Changed(None)));
        assert_eq!(store.save("CA1", None, b"2".to_vec()).await, Ok(Saved::Done));
        assert_eq!(store.expire().await, Ok(0));
        assert_eq!(store.load("CA1").await, Ok(Some(b"2".to_vec())));
    });
}

#[test]
fn a_full_store_takes_one_more_call_only_for_one_that_is_too_old() {
    let limits = Limits { calls: 2, ttl: Duration::from_secs(60), ..Limits::default() };
    on_each(limits, |bench| async move {
        let store = &bench.store;
        assert_eq!(store.save("CA1", None, b"1".to_vec()).await, Ok(Saved::Done));
        bench.pass(Duration::from_secs(30));
        assert_eq!(store.save("CA2", None, b"1".to_vec()).await, Ok(Saved::Done));
        assert_eq!(store.save("CA3", None, b"1".to_vec()).await, Err(StoreError::Full { calls: 2 }));
        assert_eq!(store.save("CA2", Some(b"1"), b"2".to_vec()).await, Ok(Saved::Done));
        bench.pass(Duration::from_secs(30));
        assert_eq!(store.save("CA3", None, b"1".to_vec()).await, Ok(Saved::Done));
        assert_eq!(store.save("CA4", None, b"1".to_vec()).await, Err(StoreError::Full { calls: 2 }));
    });
}

#[test]
fn a_full_store_is_not_ready_until_a_call_is_too_old() {
    let limits = Limits { calls: 1, ttl: Duration::from_secs(60), ..Limits::default() };
    on_each(limits, |bench| async move {
        let store = &bench.store;
        assert_eq!(store.ready().await, Ok(()));
        assert_eq!(store.save("CA1", None, b"1".to_vec()).await, Ok(Saved::Done));
        assert_eq!(store.ready().await, Err(StoreError::Full { calls: 1 }));
        bench.pass(Duration::from_secs(60));
        assert_eq!(store.ready().await, Ok(()));
        // What was written to find out is not a call.
        assert_eq!(store.all().await, Ok(Vec::new()));
        assert_eq!(store.save("CA2", None, b"1".to_vec()).await, Ok(Saved::Done));
    });
}

#[test]
fn what_is_stored_never_reaches_a_log() {
    on_each(Limits::default(), |Bench { store, .. }| async move {
        assert_eq!(store.save("CAsecret", None, b"hunter2".to_vec()).await, Ok(Saved::Done));
        let shown = format!("{store:?}");
        assert!(
            shown.contains("Limits") && !shown.contains("secret") && !shown.contains("hunter2"),
            "{shown}"
        );
    });
}
