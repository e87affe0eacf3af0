//! The one server that has all calls: at an address, or wherever Sentinels say.

use std::sync::{Mutex, MutexGuard, PoisonError};

use redis::{Cmd, RedisError, Value, aio::ConnectionManager};

use super::{
    address::Address,
    link::{Failure, connect, send},
};
use crate::service::store::StoreError;

/// What a server says that was the primary and is a replica now.
const DEMOTED: &str = "READONLY";

/// The connection to it, which is given up when it leads to the wrong server.
pub(super) struct Primary {
    connection: Mutex<Option<ConnectionManager>>,
    address: Address,
}

impl Primary {
    pub(super) fn new(address: Address) -> Self {
        Self { connection: Mutex::default(), address }
    }

    /// The connection, which needs a runtime from the beginning; a store is opened without one.
    pub(super) async fn connection(&self) -> Result<ConnectionManager, StoreError> {
        let known = self.lock().clone();
        if let Some(connection) = known {
            return Ok(connection);
        }
        let connection = connect(self.address.primary().await?)?;
        Ok(self.lock().get_or_insert(connection).clone())
    }

    pub(super) async fn ask(&self, command: &Cmd) -> Result<Value, Failure> {
        let answer = send(&mut self.connection().await?, command).await;
        answer.map_err(|error| self.failed(&error))
    }

    /// Why it was not done. The next attempt looks for the primary anew, where that may be another server by now.
    pub(super) fn failed(&self, error: &RedisError) -> Failure {
        if let Some("MOVED" | "ASK" | "CROSSSLOT" | "CLUSTERDOWN") = error.code() {
            return StoreError::away(self.node_of_cluster()).into();
        }
        let failure = Failure::of(error);
        if error.code() == Some(DEMOTED) || failure.is_away() && self.address.may_move() {
            *self.lock() = None;
        }
        failure
    }

    /// What is said of a server that has a part of the calls only.
    pub(super) fn node_of_cluster(&self) -> String {
        format!("this Redis is a node of a cluster: write `{}`", self.address.as_cluster())
    }

    /// No code that holds the lock panics.
    fn lock(&self) -> MutexGuard<'_, Option<ConnectionManager>> {
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
