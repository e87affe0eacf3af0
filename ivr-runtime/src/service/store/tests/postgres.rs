//! PostgreSQL, as Debian packages it.

use std::{path::Path, process::Stdio};

use deadpool_postgres::tokio_postgres::{self, NoTls};

use super::{
    databases::{self, open},
    run,
    servers::{Kind, Server, as_ordinary_user},
};
use crate::service::store::{Saved, StoreError};

/// SIGQUIT ends it without a word to anybody, as a crash does, and its children with it.
const POSTGRES: Kind = Kind { program: "postgres", crash: "QUIT", prepare, arguments, url };

fn prepare(program: &Path, folder: &Path) {
    let mut initdb = as_ordinary_user(&program.with_file_name("initdb"), folder);
    initdb.arg("-D").arg(folder.join("data")).args(["-U", "ivr", "--auth=trust", "--no-sync", "-E", "UTF8"]);
    assert!(initdb.stdin(Stdio::null()).stdout(Stdio::null()).status().unwrap().success());
}

fn arguments(folder: &Path, port: u16) -> Vec<String> {
    let (data, port) = (folder.join("data").display().to_string(), port.to_string());
    let arguments = ["-D", &data, "-p", &port, "-c", "listen_addresses=127.0.0.1"];
    arguments.into_iter().chain(["-c", "unix_socket_directories="]).map(str::to_owned).collect()
}

fn url(port: u16) -> String {
    format!("postgres://ivr@127.0.0.1:{port}/postgres")
}

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
        tokio::time::timeout(std::time::Duration::from_secs(20), swept).await.unwrap();
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
