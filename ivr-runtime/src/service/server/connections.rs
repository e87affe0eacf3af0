//! The connections of a listener: their maximum number, and which is closed to make room for another.

use std::{
    collections::HashMap,
    future::Future,
    net::{IpAddr, Ipv6Addr},
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
    time::Duration,
};

use tokio::{
    sync::Notify,
    task::AbortHandle,
    time::{sleep, timeout},
};

use super::connection::{Activity, Verdict};
use crate::service::{config::Limits, telemetry::LogBudget};

/// The interval at which the table is checked while every connection is being answered.
const RETRY: Duration = Duration::from_millis(20);

/// The open connections.
#[derive(Clone, Debug)]
pub(super) struct Connections(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    limits: Limits,
    table: Mutex<Table>,
    freed: Notify,
    log: Arc<LogBudget>,
}

#[derive(Default, Debug)]
struct Table {
    next: u64,
    open: HashMap<u64, Entry>,
}

#[derive(Debug)]
struct Entry {
    network: IpAddr,
    activity: Arc<Activity>,
    task: Option<AbortHandle>,
    is_closing: bool,
}

/// A slot in the table, which is released when it is dropped.
#[derive(Debug)]
pub(super) struct ConnectionSlot {
    id: u64,
    shared: Arc<Shared>,
    pub(super) activity: Arc<Activity>,
}

/// The decision about a new client.
enum Admission {
    Admitted(u64, Arc<Activity>),
    /// Its address has too many connections, and all of them are being answered.
    Refused,
    /// The client must wait for a slot.
    Wait,
}

impl Connections {
    /// Creates the table, and closes connections that exceed a limit.
    pub(super) fn new(limits: Limits) -> Self {
        let (table, freed) = (Mutex::default(), Notify::new());
        let log = LogBudget::new(1, "room", "more connections were closed to make room for others");
        let shared = Arc::new(Shared { limits, table, freed, log });
        tokio::spawn(sweep(Arc::downgrade(&shared), pause(&limits)));
        Self(shared)
    }

    /// Returns a slot for a client, after closing the longest idle connection if necessary, or `None` if the client
    /// is refused.
    pub(super) async fn admit(&self, address: IpAddr) -> Option<ConnectionSlot> {
        let network = network(address);
        loop {
            match self.0.admit(network) {
                Admission::Admitted(id, activity) => {
                    return Some(ConnectionSlot { id, shared: Arc::clone(&self.0), activity });
                }
                Admission::Refused => return None,
                // The table is checked again in either case.
                Admission::Wait => drop(timeout(RETRY, self.0.freed.notified()).await),
            }
        }
    }

    /// Runs a connection until its work is done or it is closed.
    pub(super) fn run(&self, place: ConnectionSlot, work: impl Future<Output = ()> + Send + 'static) {
        let id = place.id;
        let task = tokio::spawn(async move {
            work.await;
            drop(place);
        });
        if let Some(entry) = self.0.table().open.get_mut(&id) {
            entry.task = Some(task.abort_handle());
        }
    }

    /// Closes an idle connection, if there is one, when the system has no file descriptors left.
    pub(super) fn close_one(&self) {
        let mut table = self.0.table();
        table.close_victim(|_| true);
    }

    /// Waits until all connections are closed, each after its current response. Connections that take too long are
    /// aborted.
    pub(super) async fn close_all(&self) {
        self.0.table().open.values().for_each(|entry| entry.activity.retire());
        let closed = async {
            while !self.0.table().open.is_empty() {
                self.0.freed.notified().await;
            }
        };
        if timeout(self.0.limits.shutdown_timeout, closed).await.is_err() {
            tracing::warn!("some requests did not finish before the shutdown timeout and were aborted");
            self.0.table().open.values_mut().for_each(Entry::close);
        }
    }
}

impl Shared {
    fn table(&self) -> MutexGuard<'_, Table> {
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn admit(&self, network: IpAddr) -> Admission {
        let mut table = self.table();
        if let Some(max) = self.limits.max_connections_per_address
            && table.count(network) >= max
            && !table.close_victim(|entry| entry.network == network)
        {
            return Admission::Refused;
        }
        if table.open.len() < self.limits.max_connections {
            let (id, activity) = table.open(network);
            return Admission::Admitted(id, activity);
        }
        let will_be_free = table.open.values().any(|entry| entry.is_closing);
        if !will_be_free && table.close_victim(|_| true) && self.log.admits() {
            let max = self.limits.max_connections;
            tracing::warn!("all {max} connections are in use: closing the one that was idle longest");
        }
        Admission::Wait
    }
}

impl Table {
    fn open(&mut self, network: IpAddr) -> (u64, Arc<Activity>) {
        let (id, activity) = (self.next, Arc::new(Activity::new()));
        self.next += 1;
        let entry = Entry { network, activity: Arc::clone(&activity), task: None, is_closing: false };
        self.open.insert(id, entry);
        (id, activity)
    }

    fn count(&self, network: IpAddr) -> usize {
        self.open.values().filter(|entry| entry.network == network && !entry.is_closing).count()
    }

    /// Closes the first connection that may be closed. Returns `false` if there is none.
    fn close_victim(&mut self, among: impl Fn(&Entry) -> bool) -> bool {
        let open = self.open.values_mut().filter(|entry| !entry.is_closing && among(entry));
        let candidates = open.filter_map(|entry| Some((entry.activity.precedence()?, entry)));
        let victim = candidates.min_by_key(|(precedence, _)| *precedence);
        let Some((_, entry)) = victim else { return false };
        entry.close();
        true
    }

    fn enforce(&mut self, limits: &Limits) {
        for entry in self.open.values_mut().filter(|entry| !entry.is_closing) {
            match entry.activity.verdict(limits) {
                Some(Verdict::Close(why)) => {
                    tracing::debug!("closed a connection: {why}");
                    entry.close();
                }
                Some(Verdict::Retire) => entry.activity.retire(),
                None => {}
            }
        }
    }
}

impl Entry {
    fn close(&mut self) {
        // A connection whose task is not registered yet is closed by the next check.
        if let Some(task) = &self.task {
            task.abort();
            self.is_closing = true;
        }
    }
}

impl Drop for ConnectionSlot {
    fn drop(&mut self) {
        self.shared.table().open.remove(&self.id);
        self.shared.freed.notify_one();
    }
}

/// Closes connections that exceed a limit, as long as the table exists.
async fn sweep(shared: Weak<Shared>, pause: Duration) {
    loop {
        sleep(pause).await;
        let Some(shared) = shared.upgrade() else { return };
        shared.table().enforce(&shared.limits);
    }
}

/// Returns a quarter of the shortest limit, so that no limit is exceeded by much.
fn pause(limits: &Limits) -> Duration {
    let Limits { header_timeout, idle_timeout, write_timeout, max_connection_age, .. } = *limits;
    let shortest = header_timeout.min(idle_timeout).min(write_timeout).min(max_connection_age);
    (shortest / 4).clamp(Duration::from_millis(5), Duration::from_millis(250))
}

/// Returns what counts as one address: an IPv4 address, or the /64 network of an IPv6 address, which is assigned to
/// one customer.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
        }
        address @ IpAddr::V4(_) => address,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    fn connections(max_connections: usize, per_address: Option<usize>) -> Connections {
        let limits =
            Limits { max_connections, max_connections_per_address: per_address, ..Limits::default() };
        Connections::new(limits)
    }

    /// Opens a connection that does nothing until it is closed, and says when it is.
    async fn opens(connections: &Connections, from: &str) -> (Arc<Activity>, Weak<()>) {
        let place = connections.admit(address(from)).await.unwrap();
        let (activity, alive) = (Arc::clone(&place.activity), Arc::new(()));
        let lives = Arc::downgrade(&alive);
        connections.run(place, async move {
            let _alive = alive;
            std::future::pending::<()>().await;
        });
        activity.received();
        (activity, lives)
    }

    async fn is_closed(lives: &Weak<()>) -> bool {
        for _ in 0..10 {
            tokio::task::yield_now().await;
        }
        lives.upgrade().is_none()
    }

    #[tokio::test]
    async fn one_more_than_there_may_be_closes_the_longest_idle_one() {
        let connections = connections(2, None);
        let (first, first_lives) = opens(&connections, "192.0.2.1").await;
        sleep(Duration::from_millis(5)).await;
        let (_, second_lives) = opens(&connections, "192.0.2.2").await;
        sleep(Duration::from_millis(5)).await;
        first.look_at_clock();
        first.head_received();
        first.answered();
        first.sent();
        let (_, third_lives) = opens(&connections, "192.0.2.3").await;
        assert!(is_closed(&second_lives).await, "its last step was the longest ago");
        assert!(!is_closed(&first_lives).await && !is_closed(&third_lives).await);
    }

    #[tokio::test]
    async fn a_client_waits_while_every_connection_is_being_answered() {
        let connections = connections(1, None);
        let (busy, lives) = opens(&connections, "192.0.2.1").await;
        busy.head_received();
        busy.body_received();
        let early = timeout(RETRY * 4, connections.admit(address("192.0.2.2"))).await;
        assert!(early.is_err() && !is_closed(&lives).await);
        busy.answered();
        let place = timeout(Duration::from_secs(5), connections.admit(address("192.0.2.2"))).await;
        assert!(place.unwrap().is_some() && is_closed(&lives).await);
    }

    #[tokio::test]
    async fn an_address_with_too_many_connections_gives_up_its_own() {
        let connections = connections(8, Some(2));
        let (_, other) = opens(&connections, "192.0.2.1").await;
        let (_, first) = opens(&connections, "2001:db8::1").await;
        sleep(Duration::from_millis(5)).await;
        let (_, second) = opens(&connections, "2001:db8::2").await;
        sleep(Duration::from_millis(5)).await;
        let (_, third) = opens(&connections, "2001:db8::3").await;
        assert!(is_closed(&first).await);
        for lives in [&other, &second, &third] {
            assert!(!is_closed(lives).await);
        }
        let (_, next_network) = opens(&connections, "2001:db8:0:1::1").await;
        assert!(!is_closed(&second).await && !is_closed(&next_network).await);
    }

    #[tokio::test]
    async fn an_address_whose_connections_are_all_being_answered_is_refused_another() {
        let connections = connections(8, Some(1));
        let (busy, _lives) = opens(&connections, "192.0.2.1").await;
        busy.head_received();
        busy.body_received();
        assert!(connections.admit(address("::ffff:192.0.2.1")).await.is_none());
        assert!(connections.admit(address("192.0.2.2")).await.is_some());
    }
}
