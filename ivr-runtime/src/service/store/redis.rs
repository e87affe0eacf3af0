//! Calls in Redis or Valkey: one string for each call, which the engine itself removes when its time is over.

// Where it is.
mod address;

use std::{
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use redis::{
    AsyncCommands as _, RedisError, Script, ScriptInvocation, Value,
    aio::{ConnectionManager, ConnectionManagerConfig},
};
use xxhash_rust::xxh3::xxh3_128;

use self::address::Address;
#[cfg(feature = "serve")]
use super::remote::DatabaseReport;
use super::{
    CallStore, Limits, PAGE_SIZE, Page, Pending, Saved, StoreError,
    open::NO_CLUSTER,
    remote::{CONNECT_TIMEOUT, Remote, install_crypto_provider},
};

/// How long one command may take.
const RESPONSE_TIMEOUT: Duration = Duration::from_secs(2);

/// How many bytes are written to find out whether there is room: as many as most calls have.
const PROBE: usize = 4096;

/// The bytes before a record: its hash, so that a script compares these instead of two records.
const TAG: usize = 16;

/// Sets the key to the first argument, a record behind its tag, for so many milliseconds, if its tag is the second; that is
/// empty where the key is to be absent.
fn save_script(ttl: u128) -> Script {
    Script::new(&format!(
        "if redis.call('GETRANGE', KEYS[1], 0, 15) ~= ARGV[2] then return redis.call('GET', KEYS[1]) end
redis.call('PSETEX', KEYS[1], {ttl}, ARGV[1])
return 1"
    ))
}

/// Deletes the key if its tag is the argument.
const REMOVE: &str =
    "if redis.call('GETRANGE', KEYS[1], 0, 15) ~= ARGV[1] then return redis.call('GET', KEYS[1]) end
redis.call('DEL', KEYS[1])
return 1";

/// Opens the store at a URL. It connects when it is first asked, so that a server starts while Redis is away.
pub(super) fn open(url: &str, tree: &str, limits: Limits) -> Result<Arc<dyn CallStore>, StoreError> {
    Ok(Arc::new(Remote::new(Redis::new(url, tree, limits)?, limits)))
}

/// The clock and the eviction policy of the server.
#[cfg(feature = "serve")]
pub(super) async fn report(url: &str) -> Result<DatabaseReport, StoreError> {
    let redis = Redis::new(url, "", Limits::default())?;
    let mut connection = redis.connection().await?;
    let (seconds, micros): (u64, u32) =
        redis::cmd("TIME").query_async(&mut connection).await.map_err(|error| failure(&error))?;
    if field(&info(&mut connection, "cluster").await?, "cluster_enabled") == Some("1") {
        return Err(StoreError::InvalidUrl { why: NO_CLUSTER.to_owned() });
    }
    let memory = info(&mut connection, "memory").await?;
    let policy = field(&memory, "maxmemory_policy");
    let (fine, notes) = match keeps(&info(&mut connection, "persistence").await?) {
        Ok(fine) => (vec![fine.to_owned()], Vec::new()),
        Err(why) => (Vec::new(), vec![why.to_owned()]),
    };
    Ok(DatabaseReport {
        clock: Duration::new(seconds, micros.saturating_mul(1000).min(999_999_999)),
        eviction: policy.filter(|policy| *policy != "noeviction").map(str::to_owned),
        fine,
        notes,
    })
}

/// A section of what the server says of itself.
#[cfg(feature = "serve")]
async fn info(connection: &mut ConnectionManager, section: &str) -> Result<String, StoreError> {
    let asked = redis::cmd("INFO").arg(section).query_async(connection).await;
    asked.map_err(|error| failure(&error))
}

#[cfg(feature = "serve")]
fn field<'a>(info: &'a str, name: &str) -> Option<&'a str> {
    info.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':')).map(str::trim)
}

/// Whether calls in progress survive a restart of the server, as its section on persistence tells.
#[cfg(feature = "serve")]
fn keeps(persistence: &str) -> Result<&'static str, &'static str> {
    match field(persistence, "aof_enabled") {
        Some("1") if field(persistence, "aof_last_write_status") == Some("err") => {
            Err("Redis cannot write its append-only file: a restart loses calls in progress")
        }
        Some("1") => Ok("Redis keeps calls in progress over a restart: appendonly is yes"),
        _ => Err(
            "Redis keeps at best snapshots over a restart, and calls in progress are lost with what came after the last \
             one: set appendonly to yes",
        ),
    }
}

/// What a server says that was the primary and is a replica now.
const DEMOTED: &str = "READONLY";

/// The connection, which is made anew when it is lost, and what is sent over it.
pub(super) struct Redis {
    connection: Mutex<Option<ConnectionManager>>,
    address: Address,
    save: Script,
    remove: Script,
    /// What the keys of one tree begin with, so that several trees can share a database.
    prefix: String,
}

impl Redis {
    fn new(url: &str, tree: &str, limits: Limits) -> Result<Self, StoreError> {
        install_crypto_provider();
        Ok(Self {
            connection: Mutex::default(),
            address: Address::read(url)?,
            save: save_script(limits.ttl.as_millis()),
            remove: Script::new(REMOVE),
            prefix: format!("ivr:{tree}:"),
        })
    }

    /// The connection, which needs a runtime from the beginning; a store is opened without one.
    async fn connection(&self) -> Result<ConnectionManager, StoreError> {
        let known = self.lock().clone();
        if let Some(connection) = known {
            return Ok(connection);
        }
        let config = ConnectionManagerConfig::new()
            .set_connection_timeout(Some(CONNECT_TIMEOUT))
            .set_response_timeout(Some(RESPONSE_TIMEOUT))
            // Whoever asks repeats it.
            .set_number_of_retries(1)
            .set_min_delay(Duration::from_millis(10));
        let primary = self.address.primary().await?;
        let connection =
            ConnectionManager::new_lazy_with_config(primary, config).map_err(|error| failure(&error))?;
        Ok(self.lock().get_or_insert(connection).clone())
    }

    /// Why it was not done. The next attempt looks for the primary anew, where that may be another server by now.
    fn failure(&self, error: &RedisError) -> StoreError {
        let failure = failure(error);
        let is_away = matches!(failure, StoreError::Away { .. });
        if error.code() == Some(DEMOTED) || is_away && self.address.may_move() {
            *self.lock() = None;
        }
        failure
    }

    /// No code that holds the lock panics.
    fn lock(&self) -> MutexGuard<'_, Option<ConnectionManager>> {
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn key(&self, call: &str) -> String {
        format!("{}{call}", self.prefix)
    }

    /// One round trip, but for the first after the server has forgotten its scripts.
    async fn swap(&self, script: &ScriptInvocation<'_>) -> Result<Saved, StoreError> {
        match script
            .invoke_async(&mut self.connection().await?)
            .await
            .map_err(|error| self.failure(&error))?
        {
            Value::Int(1) => Ok(Saved::Done),
            Value::Nil => Ok(Saved::Changed(None)),
            Value::BulkString(found) => Ok(Saved::Changed(Some(untagged(found)?))),
            other => Err(StoreError::corrupt(format_args!("Redis answers a script with {other:?}"))),
        }
    }

    /// The records of these keys, without those that expired meanwhile.
    async fn records(&self, keys: Vec<String>) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
        if keys.is_empty() {
            return Ok(Vec::new());
        }
        let found: Vec<Option<Vec<u8>>> =
            self.connection().await?.mget(&keys).await.map_err(|error| self.failure(&error))?;
        let calls = keys.into_iter().zip(found);
        calls
            .filter_map(|(key, found)| Some((key.strip_prefix(&self.prefix)?.to_owned(), found?)))
            .map(|(call, found)| Ok((call, untagged(found)?)))
            .collect()
    }
}

impl fmt::Debug for Redis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Redis").finish_non_exhaustive()
    }
}

impl CallStore for Redis {
    fn load<'a>(&'a self, call: &'a str) -> Pending<'a, Option<Vec<u8>>> {
        Box::pin(async move {
            let found: Option<Vec<u8>> =
                self.connection().await?.get(self.key(call)).await.map_err(|error| self.failure(&error))?;
            found.map(untagged).transpose()
        })
    }

    fn save<'a>(&'a self, call: &'a str, before: Option<&'a [u8]>, record: Vec<u8>) -> Pending<'a, Saved> {
        Box::pin(async move {
            let mut script = self.save.key(self.key(call));
            script.arg(tagged(&record));
            let tag = before.map(tag);
            script.arg(tag.as_ref().map_or(&[][..], |tag| tag));
            self.swap(&script).await
        })
    }

    fn remove<'a>(&'a self, call: &'a str, before: &'a [u8]) -> Pending<'a, Saved> {
        Box::pin(async move {
            let mut script = self.remove.key(self.key(call));
            script.arg(&tag(before));
            self.swap(&script).await
        })
    }

    fn page<'a>(&'a self, after: Option<&'a str>) -> Pending<'a, Page> {
        Box::pin(async move {
            let cursor: u64 = after.and_then(|cursor| cursor.parse().ok()).unwrap_or_default();
            let mut scan = redis::cmd("SCAN");
            scan.arg(cursor).arg("MATCH").arg(format!("{}*", escape(&self.prefix)));
            scan.arg("COUNT").arg(PAGE_SIZE);
            let (next, keys): (u64, Vec<String>) = scan
                .query_async(&mut self.connection().await?)
                .await
                .map_err(|error| self.failure(&error))?;
            let next = Some(next).filter(|next| *next != 0).map(|next| next.to_string());
            Ok(Page { records: self.records(keys).await?, next })
        })
    }

    fn ready<'a>(&'a self) -> Pending<'a, ()> {
        Box::pin(async move {
            // Not among the keys of calls.
            let probe = format!("ivr-probe:{}", self.prefix);
            let written: Result<(), _> = self.connection().await?.pset_ex(probe, vec![0_u8; PROBE], 1).await;
            written.map_err(|error| self.failure(&error))
        })
    }
}

/// The hash of a record, by which it is told from another one of the same call. It is part of what is stored: it stays as it is.
fn tag(record: &[u8]) -> [u8; TAG] {
    xxh3_128(record).to_be_bytes()
}

fn tagged(record: &[u8]) -> Vec<u8> {
    [&tag(record), record].concat()
}

/// The record behind its tag.
fn untagged(mut found: Vec<u8>) -> Result<Vec<u8>, StoreError> {
    if found.len() < TAG {
        return Err(StoreError::corrupt("a record in Redis is too short"));
    }
    Ok(found.split_off(TAG))
}

/// A pattern that means this text and nothing else.
fn escape(text: &str) -> String {
    text.chars().flat_map(|one| ['\\', one].into_iter().skip(usize::from(!"\\*?[]^".contains(one)))).collect()
}

/// Why Redis did not do it; its answers name neither keys nor values.
fn failure(error: &RedisError) -> StoreError {
    match error.code() {
        Some("OOM") => StoreError::OutOfSpace { why: reason(error) },
        Some("MOVED" | "ASK" | "CROSSSLOT" | "CLUSTERDOWN") => StoreError::away(NO_CLUSTER),
        _ => StoreError::away(reason(error)),
    }
}

fn reason(error: &RedisError) -> String {
    error.to_string()
}
