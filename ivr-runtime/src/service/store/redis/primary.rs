//! The single server that has all calls, at an address or named by Sentinels.

use std::sync::{Mutex, MutexGuard, PoisonError};

use redis::{Cmd, RedisError, Value, aio::ConnectionManager};

use super::{
    address::Address,
    link::{Failure, connect, send},
};
use crate::service::store::StoreError;

/// The error code of a server that was the primary and is now a replica.
const DEMOTED: &str = "READONLY";

/// The connection to the primary. It is dropped when it leads to the wrong server.
pub(super) struct Primary {
    connection: Mutex<Option<ConnectionManager>>,
    address: Address,
}

impl Primary {
    pub(super) fn new(address: Address) -> Self {
        Self { connection: Mutex::default(), address }
    }

    /// Returns the connection. It is created at the first use, because it requires a runtime and opening a store does
    /// not.
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

    /// Returns the failure for an error. The next attempt looks for the primary again if it may be a different server.
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

    /// Returns the message for a server that has only some of the calls.
    pub(super) fn node_of_cluster(&self) -> String {
        format!("this Redis is a node of a cluster: write `{}`", self.address.as_cluster())
    }

    /// Locks the connection. No code that holds the lock panics.
    fn lock(&self) -> MutexGuard<'_, Option<ConnectionManager>> {
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
