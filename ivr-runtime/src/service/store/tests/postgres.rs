//! PostgreSQL, as Debian packages it.

use std::{
    thread,
    time::{Duration, Instant},
};

use deadpool_postgres::tokio_postgres::{self, NoTls};

use super::{
    databases::{self, open},
    run,
    servers::{Kind, Server},
};
use crate::service::store::{Saved, StoreError};

const POSTGRES: Kind = Kind::POSTGRES;

#[test]
fn keeps_the_contract() {
    databases::keeps_the_contract(POSTGRES);
}

#[cfg(feature = "serve")]
#[test]
fn doctor_is_told_the_clock_the_table_and_what_a_crash_loses() {
    databases::reports(
        POSTGRES,
        &["-c", "fsync=on", "-c", "synchronous_commit=on"],
        None,
        Ok("the table ivr_calls has "),
    );
    databases::reports(POSTGRES, &["-c", "synchronous_commit=off"], None, Err("a crash loses the steps"));
}

#[test]
fn a_record_expires_after_its_last_change() {
    databases::a_record_expires_after_its_last_change(POSTGRES);
}

#[test]
fn replicas_that_race_lose_nothing() {
    databases::replicas_that_race_lose_nothing(POSTGRES);
}

#[test]
fn away_is_told_in_time_and_comes_back() {
    databases::a_database_that_is_away_is_told_in_time_and_comes_back(POSTGRES);
}

#[test]
fn a_restart_loses_nothing_and_nobody_notices() {
    databases::a_restart_loses_nothing_and_nobody_notices(POSTGRES);
}

#[test]
fn slow_is_waited_for_only_so_long() {
    databases::a_slow_database_is_waited_for_only_so_long(POSTGRES);
}

#[test]
fn each_operation_is_one_round_trip() {
    databases::each_operation_is_one_round_trip(POSTGRES);
}

/// Says something to the server that no store says.
async fn execute(server: &Server, statements: &str) -> i64 {
    let (client, connection) = tokio_postgres::connect(&server.url(), NoTls).await.unwrap();
    tokio::spawn(connection);
    client.batch_execute(statements).await.unwrap();
    client.query_one("SELECT count(*) FROM ivr_calls", &[]).await.unwrap().get(0)
}

#[test]
fn a_full_disk_refuses_new_calls_and_keeps_old_ones() {
    let Some(server) = Server::start(POSTGRES, &[]) else { return };
    run(async {
        let store = open(&server.url(), "tree");
        assert_eq!(store.save("CA1", None, b"1".to_vec()).await, Ok(Saved::Done));
        let fill = "CREATE FUNCTION fill() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$;
            CREATE TRIGGER full_disk BEFORE INSERT OR UPDATE ON ivr_calls EXECUTE FUNCTION fill();";
        execute(&server, fill).await;
        for before in [None, Some(&b"1"[..])] {
            let call = if before.is_none() { "CA2" } else { "CA1" };
            let refused = store.save(call, before, b"2".to_vec()).await;
            assert!(matches!(refused, Err(StoreError::OutOfSpace { .. })), "{refused:?}");
        }
        assert!(matches!(store.ready().await, Err(StoreError::OutOfSpace { .. })));
        assert_eq!(store.load("CA1").await, Ok(Some(b"1".to_vec())));
        execute(&server, "DROP TRIGGER full_disk ON ivr_calls").await;
        assert_eq!(store.ready().await, Ok(()));
        assert_eq!(store.save("CA1", Some(b"1"), b"2".to_vec()).await, Ok(Saved::Done));
    });
}

/// A standby, which is made of a primary.
const STANDBY: Kind = Kind { prepare: |_, _| {}, ready: "eady to accept read-only connections", ..POSTGRES };

#[test]
fn a_standby_that_is_promoted_is_found_among_the_hosts_of_the_url() {
    let Some(mut primary) = Server::start(POSTGRES, &["-c", "synchronous_standby_names=*"]) else { return };
    let mut standby = Server::stopped(STANDBY, &[]).unwrap();
    let port = primary.port().to_string();
    let from = ["-h", "127.0.0.1", "-p", &port, "-U", "ivr", "-D", "data", "-R", "-c", "fast"];
    standby.does("pg_basebackup", &from);
    standby.run();
    let hosts = format!("127.0.0.1:{},127.0.0.1:{}", primary.port(), standby.port());
    let url = primary.url().replace(&format!("127.0.0.1:{port}"), &hosts);
    run(async {
        let store = open(&format!("{url}?target_session_attrs=read-write"), "tree");
        assert_eq!(store.save("CA1", None, b"1".to_vec()).await, Ok(Saved::Done));
        primary.kill();
        let began = Instant::now();
        let promoting = thread::spawn(move || {
            standby.does("pg_ctl", &["promote", "-w", "-D", "data"]);
            standby
        });
        let saved = loop {
            match store.save("CA1", Some(b"1"), b"2".to_vec()).await {
                Ok(saved) => break saved,
                Err(error) => assert!(began.elapsed() < Duration::from_secs(60), "{error}"),
            }
        };
        println!("a standby took over after {:.1?}", began.elapsed());
        assert_eq!(saved, Saved::Done);
        assert_eq!(store.load("CA1").await, Ok(Some(b"2".to_vec())));
        drop(promoting.join().unwrap());
    });
}

#[test]
fn rows_that_have_expired_are_removed() {
    let Some(server) = Server::start(POSTGRES, &[]) else { return };
    run(async {
        let store = open(&server.url(), "tree");
        assert_eq!(store.save("CA1", None, b"1".to_vec()).await, Ok(Saved::Done));
        assert_eq!(store.save("CA2", None, b"1".to_vec()).await, Ok(Saved::Done));
        let old = "UPDATE ivr_calls SET expires_at = now() WHERE call = 'CA1'";
        assert_eq!(execute(&server, old).await, 2);
        // A store removes them with its first new call, and every minute after that.
        let store = open(&server.url(), "tree");
        assert_eq!(store.save("CA3", None, b"1".to_vec()).await, Ok(Saved::Done));
        let swept = async { while execute(&server, "").await != 2 {} };
        tokio::time::timeout(Duration::from_secs(20), swept).await.unwrap();
        assert_eq!(store.load("CA2").await, Ok(Some(b"1".to_vec())));
    });
}

#[test]
fn a_user_who_may_not_create_tables_uses_the_one_that_is_there() {
    let Some(server) = Server::start(POSTGRES, &[]) else { return };
    run(async {
        let store = open(&server.url(), "tree");
        assert_eq!(store.ready().await, Ok(()));
        execute(
            &server,
            "CREATE ROLE line LOGIN; REVOKE CREATE ON SCHEMA public FROM PUBLIC;
             GRANT SELECT, INSERT, UPDATE, DELETE ON ivr_calls TO line;",
        )
        .await;
        let store = open(&server.url().replace("ivr@", "line@"), "tree");
        assert_eq!(store.save("CA1", None, b"1".to_vec()).await, Ok(Saved::Done));
        assert_eq!(store.ready().await, Ok(()));
    });
}
