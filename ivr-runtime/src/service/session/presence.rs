//! The servers that share the calls of a tree, and which of them have ended without leaving. Each server increments a
//! counter in a record of the store. A server has ended if its counter stands still while another one advances. No
//! clocks are compared, and no server looks dead while the store is unavailable, since then no counter advances.

use std::{
    collections::{BTreeMap, HashMap},
    hash::{BuildHasher as _, RandomState},
    time::Duration,
};

use serde::{Deserialize, Serialize};
use tokio::sync::Mutex;

use crate::service::store::{CallStore, Saved, StoreError};

/// The first character of the identifier of the record; no call has such an identifier.
pub(crate) const RESERVED: char = '~';

/// The identifier of the record.
const ID: &str = "~servers";

/// The time between two increments.
pub(super) const BEAT: Duration = Duration::from_secs(2);

/// How often another server may count before one that does not is considered ended: within ten seconds.
const MAX_MISSED_COUNTS: u64 = 5;

/// How often an increment is retried while other servers change the record.
const ATTEMPTS: usize = 64;

/// This server among those that share a store.
#[derive(Debug)]
pub(super) struct Presence {
    /// The name of the server, different for each process.
    name: String,
    state: Mutex<State>,
}

#[derive(Default, Debug)]
struct State {
    /// The record as this server last saw it.
    stored: Option<Vec<u8>>,
    /// How often it has counted.
    count: u64,
    /// The counter of each other server, and the own count when this server first saw that value.
    seen: HashMap<String, (u64, u64)>,
    /// Ended servers whose work is done.
    done: Vec<String>,
    has_left: bool,
}

/// The servers, as JSON in the store.
#[derive(Default, Serialize, Deserialize)]
struct Servers(BTreeMap<String, Server>);

#[derive(Default, Serialize, Deserialize)]
struct Server {
    count: u64,
    /// The ended servers whose work it takes over.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    takes_over: Vec<String>,
}

/// The result of an increment.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(super) struct Present {
    /// Servers that are running, or not known to have ended.
    pub(super) others: Vec<String>,
    /// Ended servers whose work this one takes over.
    pub(super) takes_over: Vec<String>,
}

impl Presence {
    pub(super) fn new() -> Self {
        let name = format!("{:016x}", RandomState::new().hash_one(std::process::id()));
        Self { name, state: Mutex::default() }
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Increments the counter, and returns the other servers. A server that has left does not count any more.
    pub(super) async fn count(&self, store: &dyn CallStore) -> Result<Present, StoreError> {
        let mut state = self.state.lock().await;
        if state.has_left {
            return Ok(Present::default());
        }
        state.count += 1;
        let ended = state.ended();
        let servers =
            self.change(store, &mut state, |servers, state| servers.count(&self.name, state, &ended));
        let Servers(mut servers) = servers.await?;
        state.done.clear();
        let takes_over = servers.remove(&self.name).map(|own| own.takes_over).unwrap_or_default();
        state.see(&servers);
        Ok(Present { others: servers.into_keys().collect(), takes_over })
    }

    /// Marks the work of these servers as done.
    pub(super) async fn is_done(&self, ended: &[String]) {
        self.state.lock().await.done.extend_from_slice(ended);
    }

    /// Leaves in an orderly way, so that there is nothing to take over.
    #[cfg(any(feature = "serve", test))]
    pub(super) async fn leave(&self, store: &dyn CallStore) -> Result<(), StoreError> {
        let mut state = self.state.lock().await;
        state.has_left = true;
        let leave = |servers: &mut Servers, _: &State| drop(servers.0.remove(&self.name));
        self.change(store, &mut state, leave).await.map(drop)
    }

    /// Simulates `kill -9`, as other servers see it.
    #[cfg(test)]
    pub(super) async fn is_killed(&self) {
        self.state.lock().await.has_left = true;
    }

    /// Stores the servers as changed by `change`.
    async fn change(
        &self,
        store: &dyn CallStore,
        state: &mut State,
        change: impl Fn(&mut Servers, &State),
    ) -> Result<Servers, StoreError> {
        for _ in 0..ATTEMPTS {
            let stored = state.stored.as_deref();
            let mut servers: Servers =
                stored.and_then(|stored| serde_json::from_slice(stored).ok()).unwrap_or_default();
            change(&mut servers, state);
            let written = serde_json::to_vec(&servers).unwrap_or_default();
            match store.save(ID, stored, written.clone()).await? {
                Saved::Done => {
                    state.stored = Some(written);
                    return Ok(servers);
                }
                Saved::Changed(found) => state.stored = found,
            }
        }
        Err(StoreError::Away { why: "other servers keep counting in between".to_owned() })
    }
}

impl State {
    /// Returns the servers that have not counted for too long.
    fn ended(&self) -> Vec<String> {
        let ended =
            self.seen.iter().filter(|(_, (_, since))| self.count.saturating_sub(*since) > MAX_MISSED_COUNTS);
        ended.map(|(name, _)| name.clone()).collect()
    }

    /// Records the counters of the others.
    fn see(&mut self, others: &BTreeMap<String, Server>) {
        self.seen.retain(|name, _| others.contains_key(name));
        for (name, Server { count, .. }) in others {
            match self.seen.get(name) {
                Some((seen, _)) if seen == count => {}
                Some(_) | None => drop(self.seen.insert(name.clone(), (*count, self.count))),
            }
        }
    }
}

impl Servers {
    /// Increments the counter of a server. It takes over the work of ended servers, including what they had taken
    /// over.
    fn count(&mut self, name: &str, state: &State, ended: &[String]) {
        let mut taken = Vec::new();
        for name in ended {
            // A server that has counted meanwhile is not dead.
            let is_ended =
                |server: &Server| state.seen.get(name).is_some_and(|(seen, _)| *seen == server.count);
            if self.0.get(name).is_some_and(is_ended)
                && let Some(server) = self.0.remove(name)
            {
                taken.push(name.clone());
                taken.extend(server.takes_over);
            }
        }
        let own = self.0.entry(name.to_owned()).or_default();
        own.count = state.count;
        own.takes_over.retain(|other| !state.done.contains(other));
        own.takes_over.extend(taken);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::service::store::MemoryStore;

    fn none() -> Vec<String> {
        Vec::new()
    }

    #[tokio::test]
    async fn one_that_stops_counting_is_taken_over_by_one_other_alone() {
        let store = MemoryStore::default();
        let [gone, first, second] = [(); 3].map(|()| Presence::new());
        for server in [&gone, &first, &second] {
            assert_eq!(server.count(&store).await.unwrap().takes_over, none());
        }
        assert!(first.count(&store).await.unwrap().others.contains(&gone.name));
        let mut taken = Vec::new();
        for _ in 0..MAX_MISSED_COUNTS + 3 {
            for server in [&first, &second] {
                let Present { takes_over, others } = server.count(&store).await.unwrap();
                if !takes_over.is_empty() {
                    assert!(!others.contains(&gone.name));
                    server.is_done(&takes_over).await;
                    taken.push(takes_over);
                }
            }
        }
        assert_eq!(taken, [[gone.name().to_owned()]], "once, until it is done");
    }

    #[tokio::test]
    async fn what_an_heir_had_taken_over_goes_on_to_the_next_one() {
        let store = MemoryStore::default();
        let [gone, heir, last] = [(); 3].map(|()| Presence::new());
        let _ = gone.count(&store).await.unwrap();
        while heir.count(&store).await.unwrap().takes_over.is_empty() {}
        let taken = loop {
            let taken = last.count(&store).await.unwrap().takes_over;
            if !taken.is_empty() {
                break taken;
            }
        };
        assert_eq!(taken, [heir.name, gone.name]);
    }

    #[tokio::test]
    async fn one_that_counts_seldom_or_left_is_not_taken_over() {
        let store = MemoryStore::default();
        let [seldom, left, other] = [(); 3].map(|()| Presence::new());
        let _ = left.count(&store).await.unwrap();
        left.leave(&store).await.unwrap();
        for count in 0..100 {
            if count % MAX_MISSED_COUNTS == 0 {
                assert_eq!(seldom.count(&store).await.unwrap().takes_over, none());
            }
            assert_eq!(other.count(&store).await.unwrap().takes_over, none());
        }
        // A count that was still in progress does not add the server again.
        let _ = left.count(&store).await.unwrap();
        assert_eq!(other.count(&store).await.unwrap().others, [seldom.name]);
    }
}
