//! Stores calls in Redis or Valkey. Each call is one string, which Redis removes when it expires.

// The address of Redis, and the connection to a server.
mod address;
mod link;

// The servers that have the calls: a single one, or the primaries of a cluster.
mod cluster;
mod primary;
mod servers;
mod slots;

#[cfg(feature = "serve")]
mod report;

use std::{fmt, io::Write as _, sync::Arc};

use redis::{Cmd, RedisWrite as _, Value};
use xxhash_rust::xxh3::xxh3_128;

#[cfg(feature = "serve")]
pub(super) use self::report::report;
use self::{link::Failure, servers::Servers};
use super::{
    CallStore, Limits, Page, Pending, Saved, StoreError,
    remote::{Remote, install_crypto_provider},
};

/// The number of bytes that are written to check whether there is space. Most calls are not larger.
const PROBE: usize = 4096;

/// The size of the tag before a record. The tag is a hash, so that a script does not have to compare whole records.
const TAG: usize = 16;

/// What a server does atomically with one key. It knows a script by its hash after the first use. Numbers in a script are
/// strings, because Lua takes longer to format a number than to pass a string.
struct Script {
    text: String,
    hash: String,
}

impl Script {
    fn new(text: String) -> Self {
        let hash = redis::Script::new(&text).get_hash().to_owned();
        Self { text, hash }
    }
}

/// Sets the key to the first argument, a tag and a record, if its current tag equals the second one. That one is empty
/// for a key that must not exist. `ttl` is the time to live in milliseconds. If the tag differs, the value is returned.
fn save_script(ttl: u128) -> Script {
    Script::new(format!(
        "if redis.call('GETRANGE', KEYS[1], '0', '15') ~= ARGV[2] then return redis.call('GET', KEYS[1]) end
redis.call('PSETEX', KEYS[1], '{ttl}', ARGV[1])
return 1"
    ))
}

/// Deletes the key if its tag equals the argument. Otherwise the value is returned.
const REMOVE: &str =
    "if redis.call('GETRANGE', KEYS[1], '0', '15') ~= ARGV[1] then return redis.call('GET', KEYS[1]) end
redis.call('DEL', KEYS[1])
return 1";

/// Opens the store at a URL. It connects at the first operation, so that a server can start while Redis is unreachable.
pub(super) fn open(url: &str, tree: &str, limits: Limits) -> Result<Arc<dyn CallStore>, StoreError> {
    Ok(Arc::new(Remote::new(Redis::new(url, tree, limits)?, limits)))
}

/// The store in Redis.
pub(super) struct Redis {
    servers: Servers,
    save: Script,
    remove: Script,
    /// The prefix of the keys of a tree, so that several trees can share a database.
    prefix: String,
}

impl Redis {
    fn new(url: &str, tree: &str, limits: Limits) -> Result<Self, StoreError> {
        install_crypto_provider();
        Ok(Self {
            servers: Servers::of(url)?,
            save: save_script(limits.ttl.as_millis()),
            remove: Script::new(REMOVE.to_owned()),
            prefix: format!("ivr:{tree}:"),
        })
    }

    fn key(&self, call: &str) -> String {
        format!("{}{call}", self.prefix)
    }

    /// Executes a script in one round trip, or in two if the server does not know it yet.
    async fn swap(
        &self,
        call: &str,
        script: &Script,
        add_arguments: impl Fn(&mut Cmd) + Send,
    ) -> Result<Saved, StoreError> {
        let key = self.key(call);
        let command = |name: &str, script: &str| {
            let mut command = redis::cmd(name);
            command.arg(script).arg(1).arg(&key);
            add_arguments(&mut command);
            command
        };
        let known = command("EVALSHA", &script.hash);
        let answer = match self.servers.ask(&key, &known).await {
            Err(Failure::NoScript) => self.servers.ask(&key, &command("EVAL", &script.text)).await?,
            answer => answer?,
        };
        match answer {
            Value::Int(1) => Ok(Saved::Done),
            answer => Ok(Saved::Changed(record(answer)?)),
        }
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
            let key = self.key(call);
            let get = redis::cmd("GET").arg(&key).to_owned();
            record(self.servers.ask(&key, &get).await?)
        })
    }

    fn save<'a>(&'a self, call: &'a str, before: Option<&'a [u8]>, record: Vec<u8>) -> Pending<'a, Saved> {
        Box::pin(async move {
            let (before, after) = (before.map(tag), tag(&record));
            let arguments = |command: &mut Cmd| {
                let mut argument = command.writer_for_next_arg();
                // Writing into memory cannot fail.
                let _ = argument.write_all(&after).and_then(|()| argument.write_all(&record));
                drop(argument);
                command.arg(before.as_ref().map_or(&[][..], |tag| tag));
            };
            self.swap(call, &self.save, arguments).await
        })
    }

    fn remove<'a>(&'a self, call: &'a str, before: &'a [u8]) -> Pending<'a, Saved> {
        Box::pin(async move {
            let before = tag(before);
            let arguments = |command: &mut Cmd| {
                command.arg(&before);
            };
            self.swap(call, &self.remove, arguments).await
        })
    }

    fn page<'a>(&'a self, after: Option<&'a str>) -> Pending<'a, Page> {
        Box::pin(async move {
            let all = self.servers.all().await?;
            let (mut place, mut cursor) = all.place(after);
            while let Some(server) = all.servers.get(place) {
                let (next, found) = match server.page(cursor, &self.prefix).await {
                    Ok(page) => page,
                    Err(error) => return Err(self.servers.failed(&all, &error).await.into()),
                };
                (place, cursor) = (place + usize::from(next == 0), next);
                // An empty page is skipped.
                if cursor != 0 || !found.is_empty() {
                    let next = (place < all.servers.len()).then(|| all.cursor(place, cursor));
                    let records = found.into_iter().filter_map(|(call, found)| Some((call, found?)));
                    let records = records.map(|(call, found)| Ok((call, untagged(found)?)));
                    return Ok(Page { records: records.collect::<Result<_, StoreError>>()?, next });
                }
            }
            Ok(Page::default())
        })
    }

    fn ready<'a>(&'a self) -> Pending<'a, ()> {
        Box::pin(async move {
            for server in &self.servers.all().await?.servers {
                // A key outside of those of calls.
                let probe = format!("ivr-probe:{{{}}}:{}", server.tag, self.prefix);
                let write = redis::cmd("PSETEX").arg(&probe).arg(1).arg(&[0_u8; PROBE]).to_owned();
                self.servers.ask(&probe, &write).await?;
            }
            Ok(())
        })
    }
}

/// Returns the hash of a record, which distinguishes it from other records of the same call. It is stored, so the algorithm
/// must not change.
fn tag(record: &[u8]) -> [u8; TAG] {
    xxh3_128(record).to_be_bytes()
}

/// Returns the record without its tag.
fn untagged(mut found: Vec<u8>) -> Result<Vec<u8>, StoreError> {
    if found.len() < TAG {
        return Err(StoreError::corrupt("a record in Redis is too short"));
    }
    Ok(found.split_off(TAG))
}

/// Returns the record in a value, if there is a value.
fn record(answer: Value) -> Result<Option<Vec<u8>>, StoreError> {
    match answer {
        Value::Nil => Ok(None),
        Value::BulkString(found) => untagged(found).map(Some),
        other => Err(StoreError::corrupt(format_args!("Redis answers with {other:?}"))),
    }
}
