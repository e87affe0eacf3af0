//! Opens the store for a URL.

use std::{path::PathBuf, sync::Arc, time::Duration};

#[cfg(all(feature = "serve", any(feature = "redis", feature = "postgres")))]
use super::remote::DatabaseReport;
use super::{CallStore, Limits, MemoryStore, StoreError, unavailable::UnavailableStore};

/// How long a starting server waits for the process that has its file open. A killed process releases it soon.
const LOCK_TIMEOUT: Duration = Duration::from_secs(5);

/// The default file of calls, in the working directory of the server.
///
/// ```
/// assert_eq!(ivr_runtime::store::DEFAULT_FILE, "ivr-calls.redb");
/// ```
pub const DEFAULT_FILE: &str = "ivr-calls.redb";

/// Opens the store for a URL, with the limits of [`Limits::default`].
///
/// `memory:` is a [`MemoryStore`]. `file:PATH`, or a path alone, is an [`EmbeddedStore`](super::EmbeddedStore), whose
/// file is created if it does not exist. The function blocks while a file that was not closed properly is repaired,
/// so call it before the first call arrives. `redis://…`, `rediss://…` and `postgres://…` are databases that several
/// servers share. They require the features `redis` and `postgres`, and connect at the first operation.
///
/// ```
/// let store = ivr_runtime::store::open("memory:").unwrap();
/// let error = ivr_runtime::store::open("mysql://user:secret@db/calls").unwrap_err();
/// assert!(error.to_string().starts_with("there is no call store `mysql`: write `memory:`, `file:PATH`"));
/// ```
///
/// # Errors
///
/// Returns an error if there is no such store, or its file cannot be opened, is in use by another process, or is
/// damaged.
pub fn open(url: &str) -> Result<Arc<dyn CallStore>, StoreError> {
    open_with(url, Limits::default())
}

/// Opens the store for a URL with other limits; see [`open`].
///
/// ```
/// use ivr_runtime::store::{Limits, open_with};
/// let store = open_with("memory:", Limits { calls: 10, ..Limits::default() }).unwrap();
/// ```
///
/// # Errors
///
/// Returns the same errors as [`open`].
pub fn open_with(url: &str, limits: Limits) -> Result<Arc<dyn CallStore>, StoreError> {
    match StoreLocation::of(url)? {
        StoreLocation::Memory => Ok(Arc::new(MemoryStore::new(limits))),
        StoreLocation::File(path) => file(path, limits, Duration::ZERO),
        StoreLocation::Redis => redis(url, "", limits),
        StoreLocation::Postgres => postgres(url, "", limits),
    }
}

/// What to do with a file of calls that cannot be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum DamagedFilePolicy {
    /// Refuse to start.
    Refuse,
    /// Answer calls without a record, so that they reach the target of `on_error`.
    AnswerWithout,
    /// Rename it, and start with an empty one.
    SetAside,
}

/// Opens the store of a server. It waits for a file that another process is about to close, and handles an unreadable
/// one as `damaged` says. In a database, the calls of each `tree` are separate.
pub(super) fn open_for_service(
    url: &str,
    tree: &str,
    limits: Limits,
    damaged: DamagedFilePolicy,
) -> Result<Arc<dyn CallStore>, StoreError> {
    let path = match StoreLocation::of(url)? {
        StoreLocation::Memory => return Ok(Arc::new(MemoryStore::new(limits))),
        StoreLocation::File(path) => path,
        StoreLocation::Redis => return redis(url, tree, limits),
        StoreLocation::Postgres => return postgres(url, tree, limits),
    };
    match (file(path, limits, LOCK_TIMEOUT), damaged) {
        (Err(error @ StoreError::Corrupt { .. }), DamagedFilePolicy::AnswerWithout) => {
            tracing::error!("calls are answered without a record, because {error}");
            Ok(Arc::new(UnavailableStore(error)))
        }
        (Err(error @ StoreError::Corrupt { .. }), DamagedFilePolicy::SetAside) => {
            let aside = set_aside(path)?;
            tracing::warn!(file = %aside.display(), "renamed a damaged store and created an empty one: {error}");
            file(path, limits, LOCK_TIMEOUT)
        }
        (opened, _) => opened,
    }
}

/// What a server would find at the location of its store.
#[cfg(feature = "serve")]
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Probed {
    Memory,
    /// There is no file, or an empty one, and one can be created.
    Missing(PathBuf),
    /// The file can be opened.
    Opened(PathBuf),
    /// A database, by its name.
    Database(&'static str),
}

/// Opens the store of a server if it exists. Otherwise it checks whether the store can be created, and leaves nothing
/// behind.
#[cfg(feature = "serve")]
pub(super) fn probe(url: &str) -> Result<(Probed, Option<Arc<dyn CallStore>>), StoreError> {
    let path = match StoreLocation::of(url)? {
        StoreLocation::Memory => return Ok((Probed::Memory, None)),
        StoreLocation::File(path) => path,
        StoreLocation::Redis => {
            return Ok((Probed::Database("Redis"), Some(redis(url, "", Limits::default())?)));
        }
        StoreLocation::Postgres => {
            return Ok((Probed::Database("PostgreSQL"), Some(postgres(url, "", Limits::default())?)));
        }
    };
    if probe_place(path)? {
        return Ok((Probed::Opened(path.into()), Some(file(path, Limits::default(), Duration::ZERO)?)));
    }
    Ok((Probed::Missing(path.into()), None))
}

/// Returns the report of the database at this URL, or nothing for a store in this process or on its disk.
#[cfg(all(feature = "serve", any(feature = "redis", feature = "postgres")))]
pub(super) async fn report(url: &str) -> Result<Option<DatabaseReport>, StoreError> {
    match StoreLocation::of(url)? {
        StoreLocation::Memory | StoreLocation::File(_) => Ok(None),
        #[cfg(feature = "redis")]
        StoreLocation::Redis => super::redis::report(url).await.map(Some),
        #[cfg(feature = "postgres")]
        StoreLocation::Postgres => super::postgres::report(url).await.map(Some),
        #[cfg(not(feature = "redis"))]
        StoreLocation::Redis => Ok(None),
        #[cfg(not(feature = "postgres"))]
        StoreLocation::Postgres => Ok(None),
    }
}

/// Returns the URL without a password.
pub(super) fn without_secrets(url: &str) -> String {
    match StoreLocation::of(url) {
        Ok(StoreLocation::Memory | StoreLocation::File(_)) | Err(StoreError::NoPath) => url.to_owned(),
        Ok(StoreLocation::Redis | StoreLocation::Postgres) | Err(_) => {
            format!("{}:…", url.split_once(':').map_or("", |(scheme, _)| scheme))
        }
    }
}

/// Describes the location of a store and who can read it, in one line for the operator.
#[cfg(feature = "serve")]
pub(super) fn describe(url: &str) -> String {
    match StoreLocation::of(url) {
        Ok(StoreLocation::File(path)) => {
            let path = std::path::absolute(path).unwrap_or_else(|_| path.into());
            format!("{} (input and numbers of callers, not encrypted)", path.display())
        }
        // The rest of the URL may contain a password.
        Ok(StoreLocation::Redis) => "Redis (input and numbers of callers, not encrypted)".to_owned(),
        Ok(StoreLocation::Postgres) => "PostgreSQL (input and numbers of callers, not encrypted)".to_owned(),
        Ok(StoreLocation::Memory) => "memory (calls in progress are lost when this process ends)".to_owned(),
        Err(error) => error.to_string(),
    }
}

/// Returns whether the store at this URL is a separate server.
pub(super) fn is_remote(url: &str) -> bool {
    match StoreLocation::of(url) {
        Ok(StoreLocation::Redis | StoreLocation::Postgres) => true,
        Ok(StoreLocation::Memory | StoreLocation::File(_)) | Err(_) => false,
    }
}

/// Returns whether the content of the store at this URL is lost when the process ends.
#[cfg(feature = "serve")]
pub(super) fn forgets(url: &str) -> bool {
    StoreLocation::of(url).is_ok_and(|place| place == StoreLocation::Memory)
}

#[cfg(feature = "embedded")]
fn file(path: &str, limits: Limits, longest: Duration) -> Result<Arc<dyn CallStore>, StoreError> {
    Ok(Arc::new(super::EmbeddedStore::open_within(path.as_ref(), limits, longest)?))
}

#[cfg(feature = "embedded")]
fn set_aside(path: &str) -> Result<PathBuf, StoreError> {
    super::EmbeddedStore::set_aside(path.as_ref())
}

/// Returns whether there is a file to open. If there is none, one can be created.
#[cfg(all(feature = "serve", feature = "embedded"))]
fn probe_place(path: &str) -> Result<bool, StoreError> {
    super::EmbeddedStore::probe_place(path.as_ref())
}

#[cfg(all(feature = "serve", not(feature = "embedded")))]
fn probe_place(_: &str) -> Result<bool, StoreError> {
    Err(StoreError::NotBuiltIn { scheme: "file", feature: "embedded" })
}

#[cfg(not(feature = "embedded"))]
fn set_aside(_: &str) -> Result<PathBuf, StoreError> {
    Err(StoreError::NotBuiltIn { scheme: "file", feature: "embedded" })
}

#[cfg(not(feature = "embedded"))]
fn file(_: &str, _: Limits, _: Duration) -> Result<Arc<dyn CallStore>, StoreError> {
    Err(StoreError::NotBuiltIn { scheme: "file", feature: "embedded" })
}

#[cfg(feature = "redis")]
use super::redis::open as redis;

#[cfg(not(feature = "redis"))]
fn redis(_: &str, _: &str, _: Limits) -> Result<Arc<dyn CallStore>, StoreError> {
    Err(StoreError::NotBuiltIn { scheme: "redis", feature: "redis" })
}

#[cfg(feature = "postgres")]
use super::postgres::open as postgres;

#[cfg(not(feature = "postgres"))]
fn postgres(_: &str, _: &str, _: Limits) -> Result<Arc<dyn CallStore>, StoreError> {
    Err(StoreError::NotBuiltIn { scheme: "postgres", feature: "postgres" })
}

#[derive(PartialEq, Eq, Debug)]
enum StoreLocation<'u> {
    Memory,
    File(&'u str),
    Redis,
    Postgres,
}

impl<'u> StoreLocation<'u> {
    /// Parses the URL. Errors contain only its scheme, because the rest may contain a password.
    fn of(url: &'u str) -> Result<Self, StoreError> {
        let scheme = |(scheme, _): &(&str, &str)| {
            // A single letter is a drive on Windows, and a scheme has no slash.
            scheme.len() > 1
                && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
        };
        match url.split_once(':').filter(scheme) {
            Some(("memory", "")) => Ok(Self::Memory),
            Some(("file", path)) => Self::file(path.strip_prefix("//").unwrap_or(path)),
            Some((
                "redis" | "rediss" | "redis+sentinel" | "rediss+sentinel" | "redis+cluster"
                | "rediss+cluster",
                address,
            )) if address.starts_with("//") => Ok(Self::Redis),
            Some(("postgres" | "postgresql", address)) if address.starts_with("//") => Ok(Self::Postgres),
            Some((scheme @ ("redis-cluster" | "rediss-cluster"), _)) => {
                let why = format!("write `{}://…` for a cluster", scheme.replace('-', "+"));
                Err(StoreError::InvalidUrl { why })
            }
            Some((scheme, _)) => Err(StoreError::Unknown { scheme: scheme.to_owned() }),
            None => Self::file(url),
        }
    }

    fn file(path: &'u str) -> Result<Self, StoreError> {
        if path.is_empty() { Err(StoreError::NoPath) } else { Ok(Self::File(path)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_says_where_calls_live() {
        for (url, place) in [
            ("memory:", StoreLocation::Memory),
            ("file:calls.redb", StoreLocation::File("calls.redb")),
            ("file:/var/lib/calls.redb", StoreLocation::File("/var/lib/calls.redb")),
            ("file:///var/lib/calls.redb", StoreLocation::File("/var/lib/calls.redb")),
            ("calls.redb", StoreLocation::File("calls.redb")),
            ("./a:b/calls", StoreLocation::File("./a:b/calls")),
            ("redis://user:secret@host:6379/2", StoreLocation::Redis),
            ("rediss://host", StoreLocation::Redis),
            ("redis+sentinel://one,two/line", StoreLocation::Redis),
            ("rediss+cluster://user:secret@one,two:7000", StoreLocation::Redis),
            ("postgres://user:secret@host/calls", StoreLocation::Postgres),
            ("postgresql:///calls", StoreLocation::Postgres),
            (r"C:\calls.redb", StoreLocation::File(r"C:\calls.redb")),
        ] {
            assert_eq!(StoreLocation::of(url), Ok(place), "{url}");
        }
    }

    #[cfg(not(feature = "redis"))]
    #[test]
    fn a_store_whose_feature_is_missing_names_the_feature() {
        let error = open("rediss://user:secret@host").unwrap_err().to_string();
        assert_eq!(
            error,
            "this program was built without the feature `redis` of `ivr`, which `redis:` needs"
        );
    }

    #[test]
    fn what_means_no_store_is_refused_without_its_password() {
        for url in ["mysql://user:secret@host", "redis:secret", "memory:x", "FILE:x", "postgres:secret"] {
            let error = StoreLocation::of(url).unwrap_err();
            assert!(matches!(error, StoreError::Unknown { .. }), "{url}");
            assert!(!error.to_string().contains("secret"), "{url}");
        }
        let error = StoreLocation::of("rediss-cluster://user:secret@host").unwrap_err();
        assert!(error.is_of_the_settings() && !error.to_string().contains("secret"), "{error}");
        assert!(error.to_string().ends_with("write `rediss+cluster://…` for a cluster"), "{error}");
        for url in ["", "file:", "file://"] {
            assert_eq!(StoreLocation::of(url), Err(StoreError::NoPath), "{url}");
        }
    }
}
