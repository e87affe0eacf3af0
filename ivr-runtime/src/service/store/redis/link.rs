//! The connection to one server, and its errors.

use std::time::Duration;

use redis::{
    Client, Cmd, ErrorKind, RedisError, RedisResult, ServerErrorKind, Value,
    aio::{ConnectionManager, ConnectionManagerConfig},
};

use crate::service::store::{StoreError, remote::CONNECT_TIMEOUT};

/// The time within which a server must answer a command.
const RESPONSE_TIMEOUT: Duration = Duration::from_secs(2);

/// The reason why a command was not executed.
pub(super) enum Failure {
    /// The server does not know the script, so the whole script must be sent.
    NoScript,
    Store(StoreError),
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<Failure> for StoreError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::NoScript => Self::away("Redis does not know its script"),
            Failure::Store(error) => error,
        }
    }
}

impl Failure {
    /// Converts an error. Error messages of Redis contain neither keys nor values.
    pub(super) fn of(error: &RedisError) -> Self {
        if error.kind() == ErrorKind::Server(ServerErrorKind::NoScript) {
            return Self::NoScript;
        }
        Self::Store(match error.code() {
            Some("OOM") => StoreError::OutOfSpace { why: error.to_string() },
            _ => StoreError::away(error),
        })
    }

    /// Returns whether another server may have to be asked.
    pub(super) fn is_away(&self) -> bool {
        matches!(self, Self::Store(StoreError::Away { .. }))
    }
}

/// Returns a connection that is opened when it is first used, and again when it is lost. Requires a runtime.
pub(super) fn connect(client: Client) -> Result<ConnectionManager, StoreError> {
    let config = ConnectionManagerConfig::new()
        .set_connection_timeout(Some(CONNECT_TIMEOUT))
        .set_response_timeout(Some(RESPONSE_TIMEOUT))
        // The caller of the store repeats an operation.
        .set_number_of_retries(1)
        .set_min_delay(Duration::from_millis(10));
    ConnectionManager::new_lazy_with_config(client, config).map_err(StoreError::away)
}

/// Sends a command and returns the response of the server.
pub(super) async fn send(connection: &mut ConnectionManager, command: &Cmd) -> RedisResult<Value> {
    connection.send_packed_command(command).await?.extract_error()
}
