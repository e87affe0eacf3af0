//! Three replicas behind nginx with one database, as processes. A replica is killed every second, and the database
//! once; no caller notices.
//!
//! ```text
//! CHAOS_CALLS=2000 CHAOS_SECONDS=90 CHAOS_SEED=7 cargo test -p ivr-test-chaos --features redis,postgres killed -- --nocapture
//! ```

#![cfg(target_os = "linux")]
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test that panics has failed, which is its purpose"
)]

#[expect(dead_code, reason = "shared with `it`, which does more with it")]
#[path = "../../../it/program.rs"]
mod program;

#[expect(dead_code, reason = "shared with the tests of stores, which do more with it")]
#[path = "../../../../ivr-runtime/src/service/store/tests/servers/mod.rs"]
mod servers;

#[expect(unreachable_pub, reason = "shared with random trees, which name it from outside")]
#[path = "../../../random-trees/src/dice.rs"]
mod dice;

// What runs: the replicas, and nginx in front of them.
mod proxy;
mod replicas;

// Who calls: the way of a request, what each caller does, and what should come of it.
mod callers;
mod ledger;
mod provider;

// One database at a time.
mod storm;

// Who answers the requests of one call.
mod kept;

// A new version, and back.
mod rolling;

// What it costs.
mod costs;

// A database that is away for longer than a caller waits.
mod away;

use servers::{Kind, Server, cluster::Cluster};

#[test]
fn nobody_notices_that_replicas_and_redis_are_killed() {
    storm::storm("redis", || Server::start(Kind::REDIS, &[]));
}

#[test]
#[ignore = "takes as long again: cargo test -p ivr-test-chaos --features redis,postgres cluster -- --ignored --nocapture"]
fn nobody_notices_that_replicas_and_a_node_of_a_cluster_are_killed() {
    storm::storm("cluster", Cluster::start);
}

#[test]
fn nobody_notices_that_replicas_and_postgresql_are_killed() {
    // Six programs with 16 connections each, and the connections that killed programs left open.
    storm::storm("postgres", || Server::start(Kind::POSTGRES, &["-c", "max_connections=300"]));
}

#[test]
fn callers_hear_it_while_redis_is_away_and_the_line_comes_back_by_itself() {
    away::away(Kind::REDIS);
}

#[test]
fn callers_hear_it_while_postgresql_is_away_and_the_line_comes_back_by_itself() {
    away::away(Kind::POSTGRES);
}
