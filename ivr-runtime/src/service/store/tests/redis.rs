//! Redis, as Debian packages it.

use std::time::{Duration, Instant};

use super::{
    databases::{self, open},
    run,
    servers::{Kind, Server},
};
use crate::service::store::{Saved, StoreError};

const REDIS: Kind = Kind::REDIS;

#[test]
fn keeps_the_contract() {
    databases::keeps_the_contract(REDIS);
}

#[cfg(feature = "serve")]
#[test]
fn doctor_is_told_the_clock_a_policy_that_drops_calls_and_what_a_restart_loses() {
    let snapshots = Err("only snapshots over a restart");
    databases::reports(
        REDIS,
        &["--appendonly", "no", "--maxmemory-policy", "allkeys-lru"],
        Some("allkeys-lru"),
        snapshots,
    );
    databases::reports(REDIS, &["--appendonly", "yes"], None, Ok("appendonly is yes"));
}

#[test]
fn a_record_expires_after_its_last_change() {
    databases::a_record_expires_after_its_last_change(REDIS);
}

#[test]
fn replicas_that_race_lose_nothing() {
    databases::replicas_that_race_lose_nothing(REDIS);
}

#[test]
fn away_is_told_in_time_and_comes_back() {
    databases::a_database_that_is_away_is_told_in_time_and_comes_back(REDIS);
}

#[test]
fn a_restart_loses_nothing_and_nobody_notices() {
    databases::a_restart_loses_nothing_and_nobody_notices(REDIS);
}

#[test]
fn slow_is_waited_for_only_so_long() {
    databases::a_slow_database_is_waited_for_only_so_long(REDIS);
}

#[test]
fn each_operation_is_one_round_trip() {
    databases::each_operation_is_one_round_trip(REDIS);
}

/// Redis on watch; `sentinel.conf` says of what.
const SENTINEL: Kind = Kind {
    arguments: |folder, port| {
        let file = folder.join("sentinel.conf").display().to_string();
        vec![file, "--sentinel".to_owned(), "--port".to_owned(), port.to_string()]
    },
    url: |port| format!("redis+sentinel://127.0.0.1:{port}/ivr"),
    ready: "+monitor master",
    ..REDIS
};

async fn does(server: &Server, command: &str) -> redis::Value {
    let client = redis::Client::open(server.url()).unwrap();
    let (name, words) = command.split_once(' ').unwrap();
    let command = redis::cmd(name).arg(words.split(' ').collect::<Vec<_>>()).to_owned();
    command.query_async(&mut client.get_multiplexed_async_connection().await.unwrap()).await.unwrap()
}

/// Waits until a replica has everything. `WAIT` is about the writes of its own connection, so it makes one: a replica
/// takes writes in their order.
async fn is_replicated(server: &Server) {
    let client = redis::Client::open(server.url()).unwrap();
    let mut connection = client.get_multiplexed_async_connection().await.unwrap();
    let began = Instant::now();
    let write = redis::cmd("SET").arg("written-last").arg(1).to_owned();
    write.exec_async(&mut connection).await.unwrap();
    let wait = redis::cmd("WAIT").arg(1).arg(200).to_owned();
    while wait.query_async::<u32>(&mut connection).await.unwrap() != 1 {
        assert!(began.elapsed() < Duration::from_secs(30), "there is no replica");
    }
}

/// A primary, and a replica that has everything.
fn replicated() -> Option<(Server, Server)> {
    let primary = Server::start(REDIS, &[])?;
    let replica = Server::start(REDIS, &["--replicaof", "127.0.0.1", &primary.port().to_string()])?;
    run(is_replicated(&primary));
    Some((primary, replica))
}

#[test]
fn a_replica_that_sentinels_promote_is_found() {
    let Some((mut primary, _replica)) = replicated() else { return };
    let mut sentinel = Server::stopped(SENTINEL, &[]).unwrap();
    let watch = format!(
        "sentinel monitor ivr 127.0.0.1 {} 1\nsentinel down-after-milliseconds ivr 500\n\
         sentinel failover-timeout ivr 3000\n",
        primary.port()
    );
    sentinel.configure("sentinel.conf", &watch);
    sentinel.run();
    run(async {
        // One of the Sentinels is unavailable.
        let url = sentinel.url().replace("://", "://127.0.0.1:1,");
        let store = open(&url, "tree");
        assert_eq!(store.save("CA1", None, b"1".to_vec()).await, Ok(Saved::Done));
        is_replicated(&primary).await;
        primary.kill();
        let began = Instant::now();
        let saved = loop {
            match store.save("CA1", Some(b"1"), b"2".to_vec()).await {
                Ok(saved) => break saved,
                Err(error) => assert!(began.elapsed() < Duration::from_secs(60), "{error}"),
            }
        };
        println!("a replica took over after {:.1?}", began.elapsed());
        assert_eq!(saved, Saved::Done);
        assert_eq!(store.load("CA1").await, Ok(Some(b"2".to_vec())));
    });
}

#[test]
fn a_primary_that_became_a_replica_is_left_for_the_server_behind_its_name() {
    let Some((primary, replica)) = replicated() else { return };
    let proxy = primary.proxy();
    run(async {
        let store = open(&primary.url_by(&proxy), "tree");
        assert_eq!(store.save("CA1", None, b"1".to_vec()).await, Ok(Saved::Done));
        is_replicated(&primary).await;
        does(&replica, "REPLICAOF NO ONE").await;
        does(&primary, &format!("REPLICAOF 127.0.0.1 {}", replica.port())).await;
        proxy.leads_to(&replica);
        // The connection to the old primary stays open.
        assert_eq!(store.save("CA1", Some(b"1"), b"2".to_vec()).await, Ok(Saved::Done));
        assert_eq!(store.load("CA1").await, Ok(Some(b"2".to_vec())));
    });
}

#[test]
fn a_node_of_a_cluster_is_told_from_a_server() {
    let Some(server) = Server::start(REDIS, &["--cluster-enabled", "yes"]) else { return };
    let works = format!("write `redis+cluster://127.0.0.1:{}`", server.port());
    run(async {
        let refused = open(&server.url(), "tree").ready().await.unwrap_err();
        assert!(refused.to_string().ends_with(&works), "{refused}");
        // A node with all slots accepts commands about a single key. The report names the cluster nevertheless.
        does(&server, "CLUSTER ADDSLOTSRANGE 0 16383").await;
        #[cfg(feature = "serve")]
        assert!(
            crate::service::store::Source::Url(server.url())
                .report()
                .await
                .is_err_and(|error| error.is_of_the_settings() && error.to_string().ends_with(&works))
        );
    });
}

#[test]
fn without_memory_new_calls_are_refused_and_old_ones_are_kept() {
    let memory = ["--maxmemory", "4mb", "--maxmemory-policy", "noeviction"];
    let Some(server) = Server::start(REDIS, &memory) else { return };
    run(async {
        let store = open(&server.url(), "tree");
        let record = vec![b'x'; 4096];
        let mut calls = 0;
        let refused = loop {
            match store.save(&format!("CA{calls}"), None, record.clone()).await {
                Ok(saved) => assert_eq!(saved, Saved::Done),
                Err(error) => break error,
            }
            calls += 1;
            assert!(calls < 5000, "it takes everything");
        };
        assert!(matches!(refused, StoreError::OutOfSpace { .. }), "{refused}");
        assert!(matches!(store.ready().await, Err(StoreError::OutOfSpace { .. })));
        for call in 0..calls {
            assert_eq!(store.load(&format!("CA{call}")).await, Ok(Some(record.clone())));
        }
        for call in 0..calls {
            assert_eq!(store.remove(&format!("CA{call}"), &record).await, Ok(Saved::Done));
        }
        assert_eq!(store.ready().await, Ok(()));
        assert_eq!(store.save("CA1", None, record).await, Ok(Saved::Done));
    });
}

/// The median duration of each operation, absolute and relative to a `PING` and to a `SET` of the same size with the
/// client of `redis`. Rounds are interleaved, so other work on the machine slows all operations down alike.
#[test]
#[ignore = "measures; run it alone: cargo test --release -p ivr-runtime --lib --features redis round_trip_costs -- --ignored --nocapture"]
fn what_an_operation_and_a_round_trip_costs() {
    const ROUNDS: usize = 10_000;
    let Some(server) = Server::start(REDIS, &["--appendonly", "no"]) else { return };
    run(async {
        let store = open(&server.url(), "tree");
        let client = redis::Client::open(server.url()).unwrap();
        let mut connection = client.get_connection_manager().await.unwrap();
        let (mut pings, mut sets, mut loads, mut saves) = (vec![], vec![], vec![], vec![]);
        let mut before = vec![b'x'; 2000];
        assert_eq!(store.save("CA1", None, before.clone()).await, Ok(Saved::Done));
        for round in 0..ROUNDS {
            let record = format!("{round:02000}").into_bytes();
            let began = Instant::now();
            let _: String = redis::cmd("PING").query_async(&mut connection).await.unwrap();
            let pinged = Instant::now();
            let set = redis::cmd("SET").arg("other").arg(&record).arg("PX").arg(86_400_000).to_owned();
            let _: String = set.query_async(&mut connection).await.unwrap();
            let written = Instant::now();
            assert_eq!(store.load("CA1").await, Ok(Some(before.clone())));
            let loaded = Instant::now();
            assert_eq!(store.save("CA1", Some(&before), record.clone()).await, Ok(Saved::Done));
            saves.push(loaded.elapsed());
            loads.push(loaded - written);
            sets.push(written - pinged);
            pings.push(pinged - began);
            before = record;
        }
        let median = |mut times: Vec<Duration>| {
            times.sort();
            times[ROUNDS / 2]
        };
        let (ping, set) = (median(pings), median(sets));
        println!("ping {ping:?}, set {set:?}");
        for (name, times) in [("load", loads), ("save", saves)] {
            let time = median(times);
            let (pings, sets) =
                (time.as_secs_f64() / ping.as_secs_f64(), time.as_secs_f64() / set.as_secs_f64());
            println!("{name} {time:?}: {pings:.2} PING, {sets:.2} SET");
        }
    });
}
