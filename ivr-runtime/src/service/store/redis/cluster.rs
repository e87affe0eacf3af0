//! The servers of a Redis Cluster, each of which has some of the calls. The cluster client of `redis` silently repeats a
//! command whose response was lost, so a repeated save would find its own record and treat it as another server's. Here a
//! command is sent once, and the caller of the store repeats it.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use redis::{
    Client, Cmd, ErrorKind, RedisError, RedisResult, ServerErrorKind, Value, aio::ConnectionManager,
};
use tokio::time::timeout;

use super::{
    address::{Nodes, invalid},
    link::{Failure, connect, send},
    slots::{SlotMap, redirected, slot},
};
use crate::service::store::StoreError;

/// The time within which a server must answer `CLUSTER SLOTS`.
const MAP_TIMEOUT: Duration = Duration::from_millis(500);

/// The minimum time between two reads of the slot map.
const MAP_INTERVAL: Duration = Duration::from_millis(100);

pub(super) struct Cluster {
    nodes: Nodes,
    known: Mutex<Known>,
    /// Locked while the map is read. Contains the time of the last read and its error.
    reading: tokio::sync::Mutex<Option<(Instant, Option<StoreError>)>>,
    /// Rotates the server that is asked first for the map, so that an unreachable one is not asked first each time.
    turn: AtomicUsize,
}

#[derive(Default)]
struct Known {
    map: Option<Arc<SlotMap>>,
    /// The connections, by address.
    connections: HashMap<String, ConnectionManager>,
}

impl Cluster {
    pub(super) fn new(nodes: Nodes) -> Self {
        Self {
            nodes,
            known: Mutex::default(),
            reading: tokio::sync::Mutex::default(),
            turn: AtomicUsize::new(0),
        }
    }

    /// Sends a command to the server that has the key.
    pub(super) async fn ask(&self, key: &str, command: &Cmd) -> Result<Value, Failure> {
        let map = self.map().await?;
        let Some(member) = map.owner(slot(key.as_bytes())) else {
            self.read(Some(&map)).await?;
            return Err(StoreError::away("the slot of the call has no server").into());
        };
        let error = match send(&mut self.connection(&member.address)?, command).await {
            Ok(answer) => return Ok(answer),
            Err(error) => error,
        };
        let Some((to, _)) = error.redirect_node() else { return Err(self.failed(&map, &error).await) };
        let mut connection = self.connection(&redirected(to, &member.address))?;
        let answer = if error.kind() == ErrorKind::Server(ServerErrorKind::Ask) {
            asking(&mut connection, command).await
        } else {
            let answer = send(&mut connection, command).await;
            // With the new map, later commands are not redirected.
            let _ = self.read(Some(&map)).await;
            answer
        };
        match answer {
            Ok(answer) => Ok(answer),
            Err(error) => Err(self.failed(&map, &error).await),
        }
    }

    /// Returns the failure for an error. If the server is unreachable, the map is read again first, since another server
    /// may have its slots by now.
    pub(super) async fn failed(&self, map: &Arc<SlotMap>, error: &RedisError) -> Failure {
        let failure = Failure::of(error);
        if failure.is_away() {
            let _ = self.read(Some(map)).await;
        }
        failure
    }

    /// Returns the map that was read last.
    pub(super) async fn map(&self) -> Result<Arc<SlotMap>, StoreError> {
        let known = self.lock().map.clone();
        match known {
            Some(map) => Ok(map),
            None => self.read(None).await,
        }
    }

    /// Returns a map in which each slot has a server, or an error.
    pub(super) async fn whole(&self) -> Result<Arc<SlotMap>, StoreError> {
        let map = self.map().await?;
        let map = if map.is_whole() { map } else { self.read(Some(&map)).await? };
        if map.is_whole() { Ok(map) } else { Err(StoreError::away("a slot of the cluster has no server")) }
    }

    /// Reads the map, unless another task has read it since `seen`.
    async fn read(&self, seen: Option<&Arc<SlotMap>>) -> Result<Arc<SlotMap>, StoreError> {
        let mut last = self.reading.lock().await;
        let known = self.lock().map.clone();
        let is_recent = |at: &Instant| at.elapsed() < MAP_INTERVAL;
        match (known, &*last) {
            (Some(map), _) if !seen.is_some_and(|seen| Arc::ptr_eq(seen, &map)) => return Ok(map),
            (Some(map), Some((at, _))) if is_recent(at) => return Ok(map),
            (None, Some((at, Some(failure)))) if is_recent(at) => return Err(failure.clone()),
            _ => {}
        }
        let read = self.read_of_any().await;
        *last = Some((Instant::now(), read.as_ref().err().cloned()));
        let map = Arc::new(read?);
        let mut known = self.lock();
        known.connections.retain(|address, _| self.nodes.hosts.contains(address) || map.names(address));
        known.map = Some(Arc::clone(&map));
        Ok(map)
    }

    /// Asks the servers for the map, one after another.
    async fn read_of_any(&self) -> Result<SlotMap, StoreError> {
        let known = self.lock().map.clone();
        let known = known.iter().flat_map(|map| map.addresses());
        let mut addresses: Vec<String> = known.chain(&self.nodes.hosts).cloned().collect();
        let turn = self.turn.fetch_add(1, Ordering::Relaxed) % addresses.len().max(1);
        addresses.rotate_left(turn);
        let mut failure = StoreError::away("no node of the cluster is listed");
        for address in addresses {
            match timeout(MAP_TIMEOUT, self.read_of(&address)).await {
                Ok(Ok(map)) => return Ok(map),
                Ok(Err(error)) => failure = error,
                Err(_) => failure = StoreError::away(format_args!("{address} does not answer")),
            }
        }
        Err(failure)
    }

    async fn read_of(&self, address: &str) -> Result<SlotMap, StoreError> {
        let mut slots = redis::cmd("CLUSTER");
        slots.arg("SLOTS");
        match send(&mut self.connection(address)?, &slots).await {
            Ok(answer) => SlotMap::read(answer, address),
            Err(error) if error.to_string().contains("cluster support disabled") => {
                Err(StoreError::InvalidUrl {
                    why: format!(
                        "this Redis is not a node of a cluster: write `{}`",
                        self.nodes.as_server(address)
                    ),
                })
            }
            Err(error) => Err(Failure::of(&error).into()),
        }
    }

    /// Returns the connection to a server.
    pub(super) fn connection(&self, address: &str) -> Result<ConnectionManager, StoreError> {
        if let Some(connection) = self.lock().connections.get(address) {
            return Ok(connection.clone());
        }
        let client = Client::open(self.nodes.url(address)).map_err(|error| invalid(&error))?;
        let connection = connect(client)?;
        Ok(self.lock().connections.entry(address.to_owned()).or_insert(connection).clone())
    }

    /// Locks what is known. No code that holds the lock panics.
    fn lock(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Sends a command about a slot that is being migrated to this server.
async fn asking(connection: &mut ConnectionManager, command: &Cmd) -> RedisResult<Value> {
    let mut both = redis::pipe();
    both.cmd("ASKING").ignore().add_command(command.clone());
    let (answer,) = both.query_async(connection).await?;
    Ok(answer)
}
