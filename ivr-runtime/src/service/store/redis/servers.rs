//! The servers that have the calls: a single one, or the primaries of a cluster.

use std::sync::Arc;

use redis::{Cmd, RedisError, RedisResult, Value, aio::ConnectionManager};

use super::{
    address::{Address, Nodes},
    cluster::Cluster,
    link::Failure,
    primary::Primary,
    slots::SlotMap,
};
use crate::service::store::{PAGE_SIZE, StoreError};

pub(super) enum Servers {
    One(Primary),
    Cluster(Cluster),
}

/// A server that has calls.
pub(super) struct Server {
    pub(super) connection: ConnectionManager,
    /// The hash tag that assigns a key to this server when it is written in braces.
    pub(super) tag: String,
    /// `host:port`, if there are several servers.
    pub(super) address: Option<String>,
    pub(super) replicas: usize,
}

/// All servers that have calls, in a fixed order.
pub(super) struct All {
    pub(super) servers: Vec<Server>,
    /// Changes when the slots are assigned differently.
    version: u64,
    map: Option<Arc<SlotMap>>,
}

impl Servers {
    pub(super) fn of(url: &str) -> Result<Self, StoreError> {
        Ok(match Nodes::read(url)? {
            Some(nodes) => Self::Cluster(Cluster::new(nodes)),
            None => Self::One(Primary::new(Address::read(url)?)),
        })
    }

    /// Sends a command to the server that has the key.
    pub(super) async fn ask(&self, key: &str, command: &Cmd) -> Result<Value, Failure> {
        match self {
            Self::One(primary) => primary.ask(command).await,
            Self::Cluster(cluster) => cluster.ask(key, command).await,
        }
    }

    /// Returns all servers that have calls.
    pub(super) async fn all(&self) -> Result<All, StoreError> {
        let cluster = match self {
            Self::One(primary) => {
                let connection = primary.connection().await?;
                let server = Server { connection, tag: "0".to_owned(), address: None, replicas: 0 };
                return Ok(All { servers: vec![server], version: 0, map: None });
            }
            Self::Cluster(cluster) => cluster,
        };
        let map = cluster.whole().await?;
        let servers = map.members.iter().map(|member| {
            Ok(Server {
                connection: cluster.connection(&member.address)?,
                tag: member.tag.clone(),
                address: Some(member.address.clone()),
                replicas: member.replicas,
            })
        });
        Ok(All { servers: servers.collect::<Result<_, StoreError>>()?, version: map.version, map: Some(map) })
    }

    /// Returns the failure for an error of one of the servers. The next attempt asks the servers that exist by then.
    pub(super) async fn failed(&self, all: &All, error: &RedisError) -> Failure {
        match (self, &all.map) {
            (Self::One(primary), _) => primary.failed(error),
            (Self::Cluster(cluster), Some(map)) => cluster.failed(map, error).await,
            (Self::Cluster(_), None) => Failure::of(error),
        }
    }
}

impl All {
    /// Returns the server, and its cursor, at which a page begins. If the slots were assigned differently meanwhile, this is
    /// the first server, because the calls may have moved.
    pub(super) fn place(&self, after: Option<&str>) -> (usize, u64) {
        let read = |after: &str| {
            let mut parts = after.split('-');
            let is_same = u64::from_str_radix(parts.next()?, 16).ok()? == self.version;
            let place = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
            is_same.then_some(place)
        };
        after.and_then(read).unwrap_or_default()
    }

    /// Returns a server and its cursor as text.
    pub(super) fn cursor(&self, place: usize, cursor: u64) -> String {
        format!("{:x}-{place}-{cursor}", self.version)
    }
}

/// Calls and their records. A record that expired meanwhile is `None`.
type Found = Vec<(String, Option<Vec<u8>>)>;

impl Server {
    /// Returns the next cursor and some of the calls after a cursor whose keys begin with `prefix`.
    pub(super) async fn page(&self, cursor: u64, prefix: &str) -> RedisResult<(u64, Found)> {
        let mut connection = self.connection.clone();
        let mut scan = redis::cmd("SCAN");
        scan.arg(cursor).arg("MATCH").arg(format!("{}*", escape(prefix))).arg("COUNT").arg(PAGE_SIZE);
        let (next, keys): (u64, Vec<String>) = scan.query_async(&mut connection).await?;
        if keys.is_empty() {
            return Ok((next, Vec::new()));
        }
        // In a cluster, a command accepts only keys of the same slot.
        let mut get = redis::pipe();
        for key in &keys {
            get.get(key);
        }
        let found: Vec<Option<Vec<u8>>> = get.query_async(&mut connection).await?;
        let found = keys.iter().zip(found);
        let found = found.filter_map(|(key, found)| Some((key.strip_prefix(prefix)?.to_owned(), found)));
        Ok((next, found.collect()))
    }
}

/// Returns a pattern that matches only this text.
fn escape(text: &str) -> String {
    text.chars().flat_map(|one| ['\\', one].into_iter().skip(usize::from(!"\\*?[]^".contains(one)))).collect()
}
