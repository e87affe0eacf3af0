//! What every store does alike. The contract of [`CallStore`] holds for all of them; a clock that the test sets, and a
//! limit of calls, only those of this process have.

// What holds for every store, whoever keeps the time.
mod contract;

// Servers as processes of the test.
#[cfg(any(feature = "redis", feature = "postgres"))]
mod servers;

// What holds for all of them, and for each.
#[cfg(feature = "redis")]
mod cluster;
#[cfg(any(feature = "redis", feature = "postgres"))]
mod databases;
#[cfg(feature = "postgres")]
mod postgres;
#[cfg(feature = "redis")]
mod redis;

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use super::{CallStore, Limits, MemoryStore, Saved, StoreError, all, clock::Clock};

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
fn the_stores_of_this_process_keep_the_contract() {
    for story in contract::STORIES {
        on_each(Limits::default(), |Bench { store, .. }| story(store));
    }
}

#[test]
fn a_store_in_memory_removes_what_is_too_old_while_others_call() {
    let limits = Limits { ttl: Duration::from_secs(60), ..Limits::default() };
    let (clock, hands) = Clock::by_hand();
    let store = MemoryStore::at(limits, clock);
    run(async {
        for call in 0..10 {
            assert_eq!(store.save(&format!("CA{call}"), None, Vec::new()).await, Ok(Saved::Done));
        }
        hands.fetch_add(60_000, Ordering::SeqCst);
        for _ in 0..5 {
            assert_eq!(store.save("CA0", Some(b"1"), Vec::new()).await, Ok(Saved::Changed(None)));
        }
        assert!(format!("{store:?}").contains("calls: 0"), "{store:?}");
    });
}

#[test]
fn a_record_is_there_until_the_last_millisecond_of_its_time() {
    on_each(Limits { ttl: Duration::from_secs(60), ..Limits::default() }, |bench| async move {
        let store = &bench.store;
        for call in ["old", "kept"] {
            assert_eq!(store.save(call, None, b"1".to_vec()).await, Ok(Saved::Done));
        }
        bench.pass(Duration::from_secs(30));
        assert_eq!(store.save("kept", Some(b"1"), b"2".to_vec()).await, Ok(Saved::Done));

        bench.pass(Duration::from_millis(29_999));
        assert_eq!(store.load("old").await, Ok(Some(b"1".to_vec())));
        bench.pass(Duration::from_millis(1));
        assert_eq!(store.load("old").await, Ok(None));
        assert_eq!(all(&**store).await, Ok(vec![("kept".into(), b"2".to_vec())]));
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
        // The probe of `ready` is not a call.
        assert_eq!(all(&**store).await, Ok(Vec::new()));
        assert_eq!(store.save("CA2", None, b"1".to_vec()).await, Ok(Saved::Done));
    });
}
