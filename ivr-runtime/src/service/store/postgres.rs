//! Calls in a table of PostgreSQL, through a connection pool with prepared statements.

use std::{
    error::Error as _,
    fmt,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use deadpool_postgres::{
    Manager, ManagerConfig, Object, Pool, PoolError, QueueMode, RecyclingMethod, Runtime, Transaction,
    tokio_postgres::{self, Config, error::SqlState, types::ToSql},
};
use tokio::sync::OnceCell;
use tokio_postgres_rustls::MakeRustlsConnect;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

#[cfg(feature = "serve")]
use super::remote::DatabaseReport;
use super::{
    CallStore, Limits, PAGE_SIZE, Page, Pending, Saved, StoreError,
    remote::{CONNECT_TIMEOUT, OPERATION_TIMEOUT, Remote, install_crypto_provider},
};

/// The number of connections of a server. A statement takes well below a millisecond, so this is sufficient for
/// thousands of steps a second. More connections would slow down a restart of the database, since each is a process
/// there.
const MAX_CONNECTIONS: usize = 8;

/// The time limit for a statement, for a connection from the pool, and for opening one.
const STATEMENT_TIMEOUT: Duration = Duration::from_secs(2);

/// The time limit for removing many calls at once.
const BULK_TIMEOUT: Duration = Duration::from_secs(60);

/// The interval at which expired rows are removed.
const SWEEP_INTERVAL: Duration = Duration::from_secs(60);

/// Half of each page stays free, so that a step updates its row in place. An index on the time would prevent that.
const CREATE_TABLE: &str = "CREATE TABLE IF NOT EXISTS ivr_calls (
    tree text COLLATE \"C\" NOT NULL,
    call text COLLATE \"C\" NOT NULL,
    record bytea NOT NULL,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (tree, call)
) WITH (fillfactor = 50)";

const LOAD: &str = "SELECT record FROM ivr_calls WHERE tree = $1 AND call = $2 AND expires_at > now()";

const INSERT: &str = "INSERT INTO ivr_calls AS old (tree, call, record, expires_at)
    VALUES ($1, $2, $3, now() + make_interval(secs => $4))
    ON CONFLICT (tree, call) DO UPDATE SET record = excluded.record, expires_at = excluded.expires_at
    WHERE old.expires_at <= now()";

const UPDATE: &str = "UPDATE ivr_calls SET record = $3, expires_at = now() + make_interval(secs => $4)
    WHERE tree = $1 AND call = $2 AND record = $5 AND expires_at > now()";

const REMOVE: &str =
    "DELETE FROM ivr_calls WHERE tree = $1 AND call = $2 AND record = $3 AND expires_at > now()";

/// In the order of the primary key. No call identifier is empty.
const PAGE: &str = "SELECT call, record FROM ivr_calls WHERE tree = $1 AND call > $2 AND expires_at > now()
    ORDER BY call LIMIT $3";

const SWEEP: &str = "DELETE FROM ivr_calls WHERE expires_at <= now()";

/// Writes a row that has already expired, with the empty identifier.
const PROBE: &str = "INSERT INTO ivr_calls (tree, call, record, expires_at) VALUES ($1, '', '', now())
    ON CONFLICT (tree, call) DO UPDATE SET expires_at = excluded.expires_at";

/// Opens the store at a URL. It connects at the first operation, so that a server starts while PostgreSQL is
/// unavailable.
pub(super) fn open(url: &str, tree: &str, limits: Limits) -> Result<Arc<dyn CallStore>, StoreError> {
    Ok(Arc::new(Remote::new(Postgres::new(url, tree, limits)?, limits)))
}

/// Returns the report of the server with its clock.
#[cfg(feature = "serve")]
pub(super) async fn report(url: &str) -> Result<DatabaseReport, StoreError> {
    let connection = Postgres::new(url, "", Limits::default())?.connection().await?;
    let clock = "SELECT extract(epoch FROM clock_timestamp())::float8";
    let clock = connection.query_one(clock, &[]).await.and_then(|row| row.try_get(0));
    let clock = Duration::try_from_secs_f64(clock.map_err(|error| failure(&error))?);
    let (fine, notes) = match durability(&connection).await.map_err(|error| failure(&error))? {
        Ok(fine) => (vec![fine], Vec::new()),
        Err(why) => (Vec::new(), vec![why]),
    };
    Ok(DatabaseReport { clock: clock.map_err(StoreError::away)?, eviction: None, fine, notes })
}

/// Checks the table, and whether a committed row is durable.
#[cfg(feature = "serve")]
async fn durability(connection: &Object) -> Result<Result<String, String>, tokio_postgres::Error> {
    const TABLE: &str =
        "SELECT current_setting('fsync') = 'on' AND current_setting('synchronous_commit') <> 'off',
        pg_size_pretty(pg_total_relation_size('ivr_calls')), to_regclass('ivr_calls')::text";
    let row = connection.query_one(TABLE, &[]).await?;
    let (is_durable, size, table): (bool, String, String) =
        (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
    Ok(match is_durable {
        true => Ok(format!("the table {table} has {size}")),
        false => Err(
            "PostgreSQL says that a step is stored before it is on the disk (fsync or synchronous_commit is \
                      off): a crash loses the steps of the last moment"
                .to_owned(),
        ),
    })
}

/// The pool, and what is said over its connections.
pub(super) struct Postgres {
    pool: Pool,
    /// Whether the table exists.
    table: OnceCell<()>,
    /// When expired rows were last removed.
    swept: Mutex<Option<Instant>>,
    tree: String,
    ttl: f64,
}

impl Postgres {
    fn new(url: &str, tree: &str, limits: Limits) -> Result<Self, StoreError> {
        let mut config: Config =
            url.parse().map_err(|error| StoreError::InvalidUrl { why: reason(&error) })?;
        let timeout = format!("-c statement_timeout={}", STATEMENT_TIMEOUT.as_millis());
        let options = config.get_options().map_or(timeout.clone(), |options| format!("{timeout} {options}"));
        config.options(options).connect_timeout(CONNECT_TIMEOUT).tcp_user_timeout(OPERATION_TIMEOUT);
        if config.get_application_name().is_none() {
            config.application_name("ivr");
        }
        let recycling = ManagerConfig { recycling_method: RecyclingMethod::Fast };
        let pool = Pool::builder(Manager::from_config(config, tls(), recycling))
            .max_size(MAX_CONNECTIONS)
            // The most recently used connection already has prepared statements.
            .queue_mode(QueueMode::Lifo)
            .wait_timeout(Some(STATEMENT_TIMEOUT))
            .create_timeout(Some(STATEMENT_TIMEOUT))
            .recycle_timeout(Some(CONNECT_TIMEOUT))
            .runtime(Runtime::Tokio1)
            .build()
            .map_err(StoreError::away)?;
        let (table, swept) = (OnceCell::new(), Mutex::default());
        Ok(Self { pool, table, swept, tree: tree.to_owned(), ttl: limits.ttl.as_secs_f64() })
    }

    /// Returns a connection to a database with the table. If two servers create it at once, one of them fails and
    /// tries again.
    async fn connection(&self) -> Result<Object, StoreError> {
        let connection = self.pool.get().await.map_err(|error| unpooled(&error))?;
        let table = self.table.get_or_try_init(async || {
            // If the table exists, the user does not need the right to create it.
            let found = connection.query_one("SELECT to_regclass('ivr_calls') IS NOT NULL", &[]).await;
            if !found.and_then(|row| row.try_get(0)).map_err(|error| failure(&error))? {
                connection.batch_execute(CREATE_TABLE).await.map_err(|error| failure(&error))?;
            }
            Ok::<(), StoreError>(())
        });
        table.await?;
        Ok(connection)
    }

    /// Returns how many rows a statement changed.
    async fn change(&self, statement: &str, values: &[&(dyn ToSql + Sync)]) -> Result<u64, StoreError> {
        let connection = self.connection().await?;
        let statement = connection.prepare_cached(statement).await.map_err(|error| failure(&error))?;
        connection.execute(&statement, values).await.map_err(|error| failure(&error))
    }

    async fn find(&self, call: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let connection = self.connection().await?;
        let statement = connection.prepare_cached(LOAD).await.map_err(|error| failure(&error))?;
        let found = connection.query_opt(&statement, &[&self.tree, &call]).await;
        found.and_then(|row| row.map(|row| row.try_get(0)).transpose()).map_err(|error| failure(&error))
    }

    /// Returns the result of a change that should have matched a row.
    async fn saved(&self, call: &str, changed: u64) -> Result<Saved, StoreError> {
        Ok(if changed == 1 { Saved::Done } else { Saved::Changed(self.find(call).await?) })
    }

    /// Removes expired rows in the background, unless that was done recently.
    fn sweep(&self) {
        let mut swept = self.swept.lock().unwrap_or_else(PoisonError::into_inner);
        if swept.is_some_and(|swept| swept.elapsed() < SWEEP_INTERVAL) {
            return;
        }
        *swept = Some(Instant::now());
        let pool = self.pool.clone();
        tokio::spawn(async move {
            let swept = async {
                let mut connection = pool.get().await.map_err(|error| unpooled(&error))?;
                let transaction = bulk(&mut connection).await.map_err(|error| failure(&error))?;
                transaction.execute(SWEEP, &[]).await.map_err(|error| failure(&error))?;
                transaction.commit().await.map_err(|error| failure(&error))
            };
            if let Err(error) = swept.await {
                tracing::warn!("failed to remove expired records: {error}");
            }
        });
    }
}

/// Begins a transaction with a longer time limit.
async fn bulk(connection: &mut Object) -> Result<Transaction<'_>, tokio_postgres::Error> {
    let transaction = connection.transaction().await?;
    let timeout = format!("SET LOCAL statement_timeout = {}", BULK_TIMEOUT.as_millis());
    transaction.batch_execute(&timeout).await?;
    Ok(transaction)
}

/// Uses the trust anchors of the system; `SSL_CERT_FILE` names others. Without certificates no server is trusted; a
/// server without TLS can still be used.
fn tls() -> MakeRustlsConnect {
    install_crypto_provider();
    match MakeRustlsConnect::with_native_certs() {
        Ok((tls, _)) => tls,
        Err(_) => {
            let nobody = ClientConfig::builder().with_root_certificates(RootCertStore::empty());
            MakeRustlsConnect::new(nobody.with_no_client_auth())
        }
    }
}

impl fmt::Debug for Postgres {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Postgres").finish_non_exhaustive()
    }
}

impl CallStore for Postgres {
    fn load<'a>(&'a self, call: &'a str) -> Pending<'a, Option<Vec<u8>>> {
        Box::pin(self.find(call))
    }

    fn save<'a>(&'a self, call: &'a str, before: Option<&'a [u8]>, record: Vec<u8>) -> Pending<'a, Saved> {
        Box::pin(async move {
            let changed = match before {
                None => {
                    let changed = self.change(INSERT, &[&self.tree, &call, &record, &self.ttl]).await?;
                    self.sweep();
                    changed
                }
                Some(before) => {
                    self.change(UPDATE, &[&self.tree, &call, &record, &self.ttl, &before]).await?
                }
            };
            self.saved(call, changed).await
        })
    }

    fn remove<'a>(&'a self, call: &'a str, before: &'a [u8]) -> Pending<'a, Saved> {
        Box::pin(async move {
            let changed = self.change(REMOVE, &[&self.tree, &call, &before]).await?;
            self.saved(call, changed).await
        })
    }

    fn page<'a>(&'a self, after: Option<&'a str>) -> Pending<'a, Page> {
        Box::pin(async move {
            let connection = self.connection().await?;
            let read = async {
                let statement = connection.prepare_cached(PAGE).await?;
                let (after, limit) =
                    (after.unwrap_or_default(), i64::try_from(PAGE_SIZE).unwrap_or(i64::MAX));
                let rows = connection.query(&statement, &[&self.tree, &after, &limit]).await?;
                let records = rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?)));
                records.collect::<Result<Vec<(String, Vec<u8>)>, tokio_postgres::Error>>()
            };
            let records = read.await.map_err(|error| failure(&error))?;
            Ok(Page { next: records.get(PAGE_SIZE - 1).map(|(call, _)| call.clone()), records })
        })
    }

    fn ready<'a>(&'a self) -> Pending<'a, ()> {
        Box::pin(async move { self.change(PROBE, &[&self.tree]).await.map(drop) })
    }
}

fn unpooled(error: &PoolError) -> StoreError {
    match error {
        PoolError::Backend(error) => failure(error),
        error => StoreError::away(error),
    }
}

/// Converts an error of PostgreSQL.
fn failure(error: &tokio_postgres::Error) -> StoreError {
    match error.code() {
        Some(&SqlState::DISK_FULL | &SqlState::OUT_OF_MEMORY) => {
            StoreError::OutOfSpace { why: reason(error) }
        }
        _ => StoreError::away(reason(error)),
    }
}

/// Returns the message of the server without its details, which may contain a call identifier, or why the server
/// cannot be reached.
fn reason(error: &tokio_postgres::Error) -> String {
    match (error.as_db_error(), error.source()) {
        (Some(refused), _) => format!("{} ({})", refused.message(), refused.code().code()),
        (None, Some(source)) => format!("{error}: {source}"),
        (None, None) => error.to_string(),
    }
}
