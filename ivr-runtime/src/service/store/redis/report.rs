//! The report on the servers, for `doctor`.

use std::time::Duration;

use redis::aio::ConnectionManager;

use super::{
    Redis,
    link::Failure,
    servers::{Server, Servers},
};
use crate::service::store::{Limits, StoreError, remote::DatabaseReport};

/// The maximum `cluster-node-timeout` in milliseconds with which a replica takes over, election included, while a request
/// still waits.
const MAX_NODE_TIMEOUT: u64 = 3000;

/// Returns the clock and the eviction policy, and notes on what would lose calls in progress.
pub(in crate::service::store) async fn report(url: &str) -> Result<DatabaseReport, StoreError> {
    let redis = Redis::new(url, "", Limits::default())?;
    let all = redis.servers.all().await?;
    let mut report = None;
    for mut server in all.servers {
        let found = examine(&redis.servers, &mut server).await?;
        let whole = report.get_or_insert_with(|| DatabaseReport { clock: found.clock, ..found.clone() });
        whole.eviction = whole.eviction.take().or(found.eviction);
        whole.fine.retain(|fine| found.fine.contains(fine));
        whole
            .notes
            .extend(found.notes.into_iter().filter(|note| !whole.notes.contains(note)).collect::<Vec<_>>());
    }
    report.ok_or_else(|| StoreError::away("the cluster has no primary"))
}

/// Returns the report on one server.
async fn examine(servers: &Servers, server: &mut Server) -> Result<DatabaseReport, StoreError> {
    let connection = &mut server.connection;
    let (seconds, micros): (u64, u32) =
        redis::cmd("TIME").query_async(connection).await.map_err(|error| Failure::of(&error))?;
    if let Servers::One(primary) = servers
        && field(&info(connection, "cluster").await?, "cluster_enabled") == Some("1")
    {
        return Err(StoreError::InvalidUrl { why: primary.node_of_cluster() });
    }
    let memory = info(connection, "memory").await?;
    let policy = field(&memory, "maxmemory_policy");
    let (mut fine, mut notes) = (Vec::new(), Vec::new());
    let persistence = info(connection, "persistence").await?;
    match keeps(&persistence) {
        Ok(keeps) => fine.push(keeps.to_owned()),
        Err(why) => notes.push(why.to_owned()),
    }
    if let Servers::Cluster(_) = servers {
        notes.extend(stands_in(server).await);
    }
    Ok(DatabaseReport {
        clock: Duration::new(seconds, micros.saturating_mul(1000).min(999_999_999)),
        eviction: policy.filter(|policy| *policy != "noeviction").map(str::to_owned),
        fine,
        notes,
    })
}

/// Returns the reasons why no replica would take over from this primary of a cluster in time.
async fn stands_in(server: &mut Server) -> Vec<String> {
    let mut notes = Vec::new();
    if let (Some(address), 0) = (&server.address, server.replicas) {
        notes.push(format!(
            "{address} has no replica: while it is unavailable, the calls that it stores hear `on_error`"
        ));
    }
    // A managed Redis may not allow `CONFIG`.
    let mut asked = redis::cmd("CONFIG");
    asked.arg("GET").arg("cluster-node-timeout");
    let answer: Result<(String, u64), _> = asked.query_async(&mut server.connection).await;
    if let Ok((_, millis)) = answer
        && millis > MAX_NODE_TIMEOUT
    {
        notes.push(format!(
            "a replica takes over after more than {millis} ms, and callers hear `on_error` meanwhile: set \
             cluster-node-timeout to 2000"
        ));
    }
    notes
}

/// Returns a section of `INFO`.
async fn info(connection: &mut ConnectionManager, section: &str) -> Result<String, StoreError> {
    let asked = redis::cmd("INFO").arg(section).query_async(connection).await;
    asked.map_err(|error| Failure::of(&error).into())
}

fn field<'a>(info: &'a str, name: &str) -> Option<&'a str> {
    info.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':')).map(str::trim)
}

/// Returns whether calls in progress survive a restart of the server, from the section `persistence` of `INFO`.
fn keeps(persistence: &str) -> Result<&'static str, &'static str> {
    match field(persistence, "aof_enabled") {
        Some("1") if field(persistence, "aof_last_write_status") == Some("err") => {
            Err("Redis cannot write its append-only file: a restart loses calls in progress")
        }
        Some("1") => Ok("Redis keeps calls in progress over a restart: appendonly is yes"),
        _ => {
            Err("Redis keeps only snapshots over a restart, so calls since the last snapshot are lost: set \
             appendonly to yes")
        }
    }
}
