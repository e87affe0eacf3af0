//! A Redis Cluster: the contract over all primaries, while one of them fails and while slots are migrated.

use std::time::Instant;

use super::{
    databases::{self, open},
    run,
    servers::{Kind, Server, cluster::Cluster},
};
use crate::service::store::{Saved, all};

/// So many calls are on each of three servers.
const CALLS: usize = 40;

fn call(number: usize) -> String {
    format!("CA{number}")
}

/// The node that has a call, and its slot.
fn owner(cluster: &Cluster, call: &str) -> (usize, String) {
    let slot = cluster.asks(0, &format!("CLUSTER KEYSLOT ivr:tree:{call}"));
    let node = match slot.parse::<u16>().unwrap() {
        0..=5460 => 0,
        5461..=10_922 => 1,
        _ => 2,
    };
    (node, slot)
}

#[test]
fn keeps_the_contract() {
    let Some(cluster) = Cluster::start() else { return };
    databases::keeps_the_contract_at(&cluster.url());
    databases::replicas_that_race_lose_nothing_at(&cluster.url());
    // The calls are on all primaries, and so are the probes of `ready`.
    run(async {
        let store = open(&cluster.url(), "spread");
        for number in 0..CALLS {
            assert_eq!(store.save(&call(number), None, b"1".to_vec()).await, Ok(Saved::Done));
        }
        assert_eq!(store.ready().await, Ok(()));
    });
    for node in 0..3 {
        assert_ne!(cluster.asks(node, "DBSIZE"), "0");
        let written = cluster.asks(node, "INFO commandstats");
        assert!(written.contains("cmdstat_psetex:calls"), "{written}");
    }
}

#[test]
fn a_replica_takes_over_while_nobody_notices() {
    let Some(mut cluster) = Cluster::start() else { return };
    let store = open(&cluster.url(), "tree");
    run(async {
        for number in 0..CALLS {
            assert_eq!(store.save(&call(number), None, b"1".to_vec()).await, Ok(Saved::Done));
        }
        let others: Vec<_> = (0..CALLS).map(call).filter(|call| owner(&cluster, call).0 != 0).collect();
        cluster.is_replicated();
        cluster.kill(0);
        let began = Instant::now();
        // The calls of the other primaries continue meanwhile.
        for call in others {
            assert_eq!(store.load(&call).await, Ok(Some(b"1".to_vec())));
        }
        assert!(began.elapsed().as_millis() < 1000, "they waited for {:.1?}", began.elapsed());
        for number in 0..CALLS {
            assert_eq!(store.save(&call(number), Some(b"1"), b"2".to_vec()).await, Ok(Saved::Done));
        }
        println!("a replica took over within {:.1?}", began.elapsed());
        assert_eq!(all(&*store).await.unwrap().len(), CALLS);
        assert_eq!(store.ready().await, Ok(()));
        // A server that starts now finds the cluster through the remaining node.
        let other = open(&cluster.url(), "tree");
        assert_eq!(other.load(&call(0)).await, Ok(Some(b"2".to_vec())));
        // The killed node returns as a replica.
        cluster.run(0);
        cluster.says(0, "INFO replication", &["role:slave", "master_link_status:up"]);
        for number in 0..CALLS {
            assert_eq!(store.save(&call(number), Some(b"2"), b"3".to_vec()).await, Ok(Saved::Done));
        }
        assert_eq!(all(&*store).await.unwrap().len(), CALLS);
    });
}

#[test]
fn calls_go_on_while_their_slot_moves_to_another_server() {
    let Some(cluster) = Cluster::start() else { return };
    let store = open(&cluster.url(), "tree");
    let (from, slot) = owner(&cluster, "CA1");
    let to = (from + 1) % 3;
    let id = |node| cluster.asks(node, "CLUSTER MYID");
    run(async {
        assert_eq!(store.save("CA1", None, b"1".to_vec()).await, Ok(Saved::Done));
        let page = store.page(None).await.unwrap();
        cluster.asks(to, &format!("CLUSTER SETSLOT {slot} IMPORTING {}", id(from)));
        cluster.asks(from, &format!("CLUSTER SETSLOT {slot} MIGRATING {}", id(to)));
        // The record is still on the source node.
        assert_eq!(store.save("CA1", Some(b"1"), b"2".to_vec()).await, Ok(Saved::Done));
        cluster.asks(from, &format!("MIGRATE 127.0.0.1 {} ivr:tree:CA1 0 5000", cluster.port(to)));
        // The record is on the target node and its slot on the source node. The target does not have the scripts yet.
        assert_eq!(store.load("CA1").await, Ok(Some(b"2".to_vec())));
        assert_eq!(store.save("CA1", Some(b"2"), b"3".to_vec()).await, Ok(Saved::Done));
        assert_eq!(
            store.save("CA1", Some(b"2"), b"x".to_vec()).await,
            Ok(Saved::Changed(Some(b"3".to_vec())))
        );
        for node in [to, from, (to + 1) % 3] {
            cluster.asks(node, &format!("CLUSTER SETSLOT {slot} NODE {}", id(to)));
        }
        // The record and its slot are on the target node.
        let began = Instant::now();
        assert_eq!(store.save("CA1", Some(b"3"), b"4".to_vec()).await, Ok(Saved::Done));
        assert_eq!(store.load("CA1").await, Ok(Some(b"4".to_vec())));
        assert!(began.elapsed().as_millis() < 500, "it took {:.1?}", began.elapsed());
        // The pages that were read before do not show where the call is now, so paging starts again.
        let next = page.next.unwrap();
        assert_eq!(store.page(Some(&next)).await, store.page(None).await);
        assert_eq!(all(&*store).await.unwrap().len(), 1);
    });
}

#[cfg(feature = "serve")]
#[test]
fn doctor_is_told_of_every_server() {
    use crate::service::store::Source;
    let Some(cluster) = Cluster::start() else { return };
    cluster.asks(2, "CONFIG SET maxmemory-policy allkeys-lru");
    cluster.asks(1, "CONFIG SET appendonly no");
    cluster.asks(1, "CONFIG SET cluster-node-timeout 15000");
    let report = run(Source::Url(cluster.url()).report()).unwrap().unwrap();
    assert_eq!((report.eviction.as_deref(), report.fine.len()), (Some("allkeys-lru"), 0), "{report:?}");
    let told = |words: &str| report.notes.iter().filter(|note| note.contains(words)).count();
    assert_eq!(told("only snapshots over a restart"), 1, "{report:?}");
    assert_eq!(told("set cluster-node-timeout to 2000"), 1, "{report:?}");
    // Only one of the three primaries has a replica.
    assert_eq!(told("has no replica"), 2, "{report:?}");
    assert!(report.notes.iter().any(|note| note.starts_with(&format!("127.0.0.1:{} has", cluster.port(1)))));
}

#[test]
fn a_server_is_told_from_a_node_of_a_cluster() {
    let Some(server) = Server::start(Kind::REDIS, &[]) else { return };
    let url = server.url().replace("redis:", "redis+cluster:");
    let refused = run(open(&url, "tree").load("CA1")).unwrap_err();
    let works = format!("write `{}`", server.url());
    assert!(refused.is_of_the_settings() && refused.to_string().ends_with(&works), "{refused}");
}
