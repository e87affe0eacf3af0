//! What holds for every database that servers share: the contract, expiry, and what becomes of a request while the database
//! is away, slow, or started again. Each story has a server of its own.

use std::{
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use super::{
    contract::{self, count},
    run,
    servers::{Kind, Server},
};
use crate::service::store::{
    CallStore, DamagedFilePolicy, Limits, Saved, StoreError, all, open::open_for_service,
    remote::OPERATION_TIMEOUT,
};
#[cfg(feature = "serve")]
use crate::service::store::{Probed, Source};

/// How long a request may wait that gets no answer of the store.
const MAX_WAIT: Duration = OPERATION_TIMEOUT.saturating_add(Duration::from_millis(900));

/// A store for the calls of one tree.
pub(super) fn open(url: &str, tree: &str) -> Arc<dyn CallStore> {
    open_with(url, tree, Limits::default())
}

fn open_with(url: &str, tree: &str, limits: Limits) -> Arc<dyn CallStore> {
    open_for_service(url, tree, limits, DamagedFilePolicy::Refuse).unwrap()
}

fn is_away<T>(answer: &Result<T, StoreError>) -> bool {
    matches!(answer, Err(StoreError::Away { .. }))
}

pub(super) fn keeps_the_contract(kind: Kind) {
    let Some(server) = Server::start(kind, &[]) else { return };
    keeps_the_contract_at(&server.url());
}

pub(super) fn keeps_the_contract_at(url: &str) {
    for (story, tree) in contract::STORIES.into_iter().zip(0..) {
        // The records of one tree are not visible to another.
        run(async { story(open(url, &format!("tree*{tree}"))).await });
    }
}

/// What `doctor` is told.
#[cfg(feature = "serve")]
pub(super) fn reports(kind: Kind, extra: &[&str], eviction: Option<&str>, durable: Result<&str, &str>) {
    let Some(server) = Server::start(kind, extra) else { return };
    let source = Source::Url(server.url());
    let (probed, store) = source.probe().unwrap();
    assert!(matches!(probed, Probed::Database(_)), "{probed:?}");
    assert_eq!(run(store.unwrap().ready()), Ok(()));
    let report = run(source.report()).unwrap().unwrap();
    let here = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    assert!(report.clock.abs_diff(here) < Duration::from_secs(5), "{report:?}");
    assert_eq!(report.eviction.as_deref(), eviction);
    let (said, words) = match durable {
        Ok(fine) => (&report.fine, fine),
        Err(note) => (&report.notes, note),
    };
    assert!(report.fine.len() + report.notes.len() == 1 && said[0].contains(words), "{report:?}");
}

pub(super) fn a_record_expires_after_its_last_change(kind: Kind) {
    let Some(server) = Server::start(kind, &[]) else { return };
    let limits = Limits { ttl: Duration::from_secs(3), ..Limits::default() };
    run(async {
        let store = open_with(&server.url(), "tree", limits);
        for call in ["old", "kept"] {
            assert_eq!(store.save(call, None, b"1".to_vec()).await, Ok(Saved::Done));
        }
        tokio::time::sleep(Duration::from_secs(2)).await;
        assert_eq!(store.save("kept", Some(b"1"), b"2".to_vec()).await, Ok(Saved::Done));
        tokio::time::sleep(Duration::from_secs(2)).await;
        assert_eq!(store.load("old").await, Ok(None));
        assert_eq!(all(&*store).await, Ok(vec![("kept".into(), b"2".to_vec())]));
        assert_eq!(store.save("old", Some(b"1"), b"2".to_vec()).await, Ok(Saved::Changed(None)));
        assert_eq!(store.save("old", None, b"3".to_vec()).await, Ok(Saved::Done));
        assert_eq!(store.load("old").await, Ok(Some(b"3".to_vec())));
    });
}

pub(super) fn replicas_that_race_lose_nothing(kind: Kind) {
    let Some(server) = Server::start(kind, &[]) else { return };
    replicas_that_race_lose_nothing_at(&server.url());
}

pub(super) fn replicas_that_race_lose_nothing_at(url: &str) {
    run(async {
        let stores = [open(url, "tree"), open(url, "tree")];
        let counters: Vec<_> =
            stores.iter().cycle().take(60).map(|store| tokio::spawn(count(Arc::clone(store)))).collect();
        for counter in counters {
            counter.await.unwrap();
        }
        for store in stores {
            assert_eq!(store.load("CA1").await, Ok(Some(b"60".to_vec())));
        }
    });
}

pub(super) fn a_database_that_is_away_is_told_in_time_and_comes_back(kind: Kind) {
    let Some(mut server) = Server::stopped(kind, &[]) else { return };
    run(async {
        // Unavailable at startup.
        let store = open(&server.url(), "tree");
        let began = Instant::now();
        let answer = store.save("CA1", None, b"1".to_vec()).await;
        assert!(is_away(&answer) && began.elapsed() < MAX_WAIT, "{answer:?} after {:?}", began.elapsed());
        assert!(began.elapsed() > OPERATION_TIMEOUT - Duration::from_secs(1), "{:?}", began.elapsed());
        // After a long outage, requests no longer wait.
        let began = Instant::now();
        assert!(is_away(&store.load("CA1").await));
        assert!(began.elapsed() < Duration::from_secs(3), "{:?}", began.elapsed());
        assert!(is_away(&store.ready().await));
        server.run();
        assert_eq!(store.save("CA1", None, b"1".to_vec()).await, Ok(Saved::Done));
        assert_eq!(store.ready().await, Ok(()));
        // Unavailable during calls.
        server.kill();
        let began = Instant::now();
        let answer = store.save("CA1", Some(b"1"), b"2".to_vec()).await;
        assert!(is_away(&answer) && began.elapsed() < MAX_WAIT, "{answer:?} after {:?}", began.elapsed());
        server.run();
        assert_eq!(store.load("CA1").await, Ok(Some(b"1".to_vec())));
        assert_eq!(store.save("CA1", Some(b"1"), b"2".to_vec()).await, Ok(Saved::Done));
    });
}

pub(super) fn a_restart_loses_nothing_and_nobody_notices(kind: Kind) {
    let Some(mut server) = Server::start(kind, &[]) else { return };
    let store = run(async {
        let store = open(&server.url(), "tree");
        assert_eq!(store.save("CA1", None, b"1".to_vec()).await, Ok(Saved::Done));
        store
    });
    server.kill();
    let restarting = thread::spawn(move || {
        thread::sleep(Duration::from_millis(300));
        server.run();
        server
    });
    run(async {
        assert_eq!(store.save("CA1", Some(b"1"), b"2".to_vec()).await, Ok(Saved::Done));
        assert_eq!(store.load("CA1").await, Ok(Some(b"2".to_vec())));
    });
    drop(restarting.join().unwrap());
}

pub(super) fn a_slow_database_is_waited_for_only_so_long(kind: Kind) {
    let Some(server) = Server::start(kind, &[]) else { return };
    let proxy = server.proxy();
    run(async {
        let store = open(&server.url_by(&proxy), "tree");
        assert_eq!(store.save("CA1", None, b"1".to_vec()).await, Ok(Saved::Done));
        proxy.delays(Duration::from_millis(200));
        assert_eq!(store.save("CA1", Some(b"1"), b"2".to_vec()).await, Ok(Saved::Done));
        proxy.delays(Duration::from_secs(5));
        let began = Instant::now();
        let answer = store.load("CA1").await;
        assert!(is_away(&answer) && began.elapsed() < MAX_WAIT, "{answer:?} after {:?}", began.elapsed());
        proxy.delays(Duration::ZERO);
        let began = Instant::now();
        while store.load("CA1").await != Ok(Some(b"2".to_vec())) {
            assert!(began.elapsed() < Duration::from_secs(20), "it stays away");
        }
    });
}

pub(super) fn each_operation_is_one_round_trip(kind: Kind) {
    let Some(server) = Server::start(kind, &[]) else { return };
    let proxy = server.proxy();
    run(async {
        let store = open(&server.url_by(&proxy), "tree");
        assert_eq!(store.save("CA1", None, b"1".to_vec()).await, Ok(Saved::Done));
        // Periodic work besides the calls.
        let mut before = 0;
        while before != proxy.sent() {
            before = proxy.sent();
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
        // Work that is done once per connection.
        assert_eq!(store.save("CA3", None, b"1".to_vec()).await, Ok(Saved::Done));
        assert_eq!(store.load("CA1").await, Ok(Some(b"1".to_vec())));
        assert_eq!(store.save("CA1", Some(b"1"), b"2".to_vec()).await, Ok(Saved::Done));
        assert_eq!(store.remove("CA2", b"1").await, Ok(Saved::Changed(None)));
        let before = proxy.sent();
        assert_eq!(store.save("CA2", None, vec![b'x'; 2000]).await, Ok(Saved::Done));
        assert_eq!(store.load("CA1").await, Ok(Some(b"2".to_vec())));
        assert_eq!(store.save("CA1", Some(b"2"), vec![b'x'; 2000]).await, Ok(Saved::Done));
        assert_eq!(store.remove("CA1", &[b'x'; 2000]).await, Ok(Saved::Done));
        assert_eq!(proxy.sent() - before, 4);
    });
}
