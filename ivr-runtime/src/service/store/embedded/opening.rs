//! Opens the file, or creates it.

use std::{
    ffi::OsString,
    fs::{self, File, Metadata, OpenOptions, TryLockError},
    io::{self, Write},
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use redb::{Builder, Database, DatabaseError, backends::FileBackend};

use super::{
    super::{
        PAGE_SIZE, Page, StoreError,
        records::{Rules, StoredRecord},
    },
    file::sound,
    journal::{Journal, Known},
    tables::{Snapshot, Tables, fault},
};

/// The interval at which opening a file is retried while another process has it open.
const LOCK_POLL: Duration = Duration::from_millis(50);

/// The size of the cache of the file.
const CACHE: usize = 64 * 1024 * 1024;

/// An open file and its identity.
pub(super) struct Opened {
    pub(super) database: Database,
    pub(super) journal: Journal,
    /// The path and the identity of the file, or `None` if the system does not number files.
    identity: Option<(PathBuf, Identity)>,
}

/// The device and the number of a file.
type Identity = (u64, u64);

impl Opened {
    /// Creates an open file without a path.
    #[cfg(test)]
    pub(super) fn somewhere(database: Database) -> Result<Self, StoreError> {
        let journal = Journal::of(&database)?;
        Ok(Self { database, journal, identity: None })
    }

    /// Returns the record of a call.
    pub(super) fn load(&self, call: &str) -> Result<Option<StoredRecord>, StoreError> {
        // The journal is read first: a change that is no longer in it is in the tables.
        match self.journal.find(call) {
            Known::Stored(stored) => Ok(stored),
            Known::Row => Snapshot::of(&self.database)?.get(call),
        }
    }

    /// Returns the records after this call that have not expired.
    pub(super) fn page(&self, after: Option<&str>, rules: Rules) -> Result<Page, StoreError> {
        let changes = self.journal.behind(after, PAGE_SIZE);
        let mut rows = Snapshot::of(&self.database)?.behind(after, PAGE_SIZE)?;
        rows.extend(changes);
        let next = rows.keys().nth(PAGE_SIZE - 1).cloned();
        let records = rows.into_iter().take(PAGE_SIZE).filter_map(|(call, row)| {
            let fresh = rules.fresh(row)?;
            Some((call, fresh))
        });
        Ok(Page { records: records.collect(), next })
    }

    /// Returns the time of the newest record.
    pub(super) fn newest(&self) -> Result<Option<u64>, StoreError> {
        Ok(self.journal.newest().max(Snapshot::newest(&self.database)?))
    }

    pub(super) fn check_place(&self) -> Result<(), StoreError> {
        let Some((path, opened)) = &self.identity else { return Ok(()) };
        let why = match fs::metadata(path) {
            Ok(found) if identity(&found) == Some(*opened) => return Ok(()),
            Ok(_) => "was replaced",
            Err(error) if error.kind() == io::ErrorKind::NotFound => "was deleted",
            Err(error) => return Err(away(path, &error)),
        };
        let path = path.display();
        Err(StoreError::away(format_args!(
            "`{path}` {why} while it was open, and what is stored now is lost at the next restart: restart the server"
        )))
    }
}

#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "other systems know none")]
fn identity(file: &Metadata) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt as _;
    Some((file.dev(), file.ino()))
}

#[cfg(not(unix))]
fn identity(_: &Metadata) -> Option<Identity> {
    None
}

/// Opens the file at this path, or creates it.
pub(super) fn open(path: &Path) -> Result<Opened, StoreError> {
    check_kind(path)?;
    let file = options().create(true).open(path).map_err(|error| away(path, &error))?;
    if length(path)? == 0 {
        make(path, &file)?;
    }
    drop(file);
    let (database, journal) = match sound(|| check(path)) {
        Ok(Err(StoreError::Corrupt { why })) | Err(StoreError::Corrupt { why }) => {
            let path = path.display();
            return Err(StoreError::corrupt(format_args!(
                "`{path}` is damaged, or is not a call store ({why})"
            )));
        }
        opened => opened??,
    };
    let found = fs::metadata(path).map_err(|error| away(path, &error))?;
    Ok(Opened { database, journal, identity: identity(&found).map(|identity| (path.to_owned(), identity)) })
}

/// Returns whether there is a file that is not empty. If there is none, checks that its directory is writable.
#[cfg(feature = "serve")]
pub(super) fn probe_place(path: &Path) -> Result<bool, StoreError> {
    check_kind(path)?;
    // If the path is a link to a file, the new file is created next to that file.
    let place = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    if place.exists() && length(&place)? > 0 {
        return Ok(true);
    }
    // Another process may be creating the store under the name that `beside` gives.
    let mut name: OsString = place.into_os_string();
    name.push(format!(".probe-{}", std::process::id()));
    let probe = PathBuf::from(name);
    let written = options().create_new(true).open(&probe).and_then(|mut file| file.write_all(&[0]));
    let removed = fs::remove_file(&probe);
    written.and(removed).map_err(|error| away(path, &error))?;
    Ok(false)
}

/// Returns an error if the path is not a regular file. This is checked before it is opened, because opening a device can
/// have side effects, and an empty device would be replaced. Links are followed.
fn check_kind(path: &Path) -> Result<(), StoreError> {
    match fs::metadata(path) {
        Ok(found) if found.is_file() => Ok(()),
        Ok(_) => Err(StoreError::NotAFile { path: path.to_owned() }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(away(path, &error)),
    }
}

/// Opens the file. Waits up to this long for a process that still has it open.
pub(super) fn open_within(path: &Path, longest: Duration) -> Result<Opened, StoreError> {
    let started = Instant::now();
    loop {
        match open(path) {
            Err(StoreError::InUse { .. }) if started.elapsed() < longest => thread::sleep(LOCK_POLL),
            opened => return opened,
        }
    }
}

/// Renames a file that cannot be read, so that a new one can be created in its place. Returns its new name.
pub(super) fn set_aside(path: &Path) -> Result<PathBuf, StoreError> {
    let place = fs::canonicalize(path).map_err(|error| away(path, &error))?;
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let mut name: OsString = place.as_os_str().to_owned();
    name.push(format!(".damaged-{}", since.as_millis()));
    let aside = PathBuf::from(name);
    fs::rename(&place, &aside).map_err(|error| away(path, &error))?;
    Ok(aside)
}

/// Opens an existing file and checks that it is a store.
fn check(path: &Path) -> Result<(Database, Journal), StoreError> {
    let database = Builder::new().set_cache_size(CACHE).open(path);
    let mut database = database.map_err(|error| refused(path, error))?;
    Snapshot::of(&database)?;
    match database.check_integrity() {
        Ok(true) => {}
        Ok(false) => return Err(StoreError::corrupt("its checksums do not match")),
        Err(error) => return Err(refused(path, error)),
    }
    let journal = Journal::of(&database)?;
    Ok((database, journal))
}

/// Replaces the empty file with a complete store atomically. A process that is killed here leaves the empty file.
fn make(path: &Path, empty: &File) -> Result<(), StoreError> {
    // One process at a time. A later process finds the file complete.
    match empty.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Err(StoreError::InUse { file: path.to_owned() }),
        Err(TryLockError::Error(error)) => return Err(away(path, &error)),
    }
    if length(path)? > 0 {
        return Ok(());
    }
    // A link at the path is kept.
    let place = fs::canonicalize(path).map_err(|error| away(path, &error))?;
    let new = beside(&place);
    fill(&new)?;
    fs::rename(&new, &place).and_then(|()| sync_directory(&place)).map_err(|error| away(path, &error))
}

/// Creates an empty store on the disk.
fn fill(new: &Path) -> Result<(), StoreError> {
    // The file exists if a process was killed while creating it.
    match fs::remove_file(new) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(away(new, &error)),
        _ => {}
    }
    let file = options().create_new(true).open(new).map_err(|error| away(new, &error))?;
    let backend = FileBackend::new(file).map_err(|error| refused(new, error))?;
    let database = Builder::new().create_with_backend(backend).map_err(|error| refused(new, error))?;
    let transaction = database.begin_write().map_err(fault)?;
    drop(Tables::of(&transaction)?);
    transaction.commit().map_err(fault)
}

/// Returns the name of the file while it is created.
fn beside(path: &Path) -> PathBuf {
    let mut name: OsString = path.as_os_str().to_owned();
    name.push(".new");
    name.into()
}

/// Returns options for reading and writing, with permissions for the user of the server only.
fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

fn length(path: &Path) -> Result<u64, StoreError> {
    fs::metadata(path).map(|about| about.len()).map_err(|error| away(path, &error))
}

/// Syncs a directory. Without it, a new file may be missing after a power failure.
fn sync_directory(path: &Path) -> io::Result<()> {
    if cfg!(not(unix)) {
        return Ok(());
    }
    path.parent().map_or(Ok(()), |directory| File::open(directory)?.sync_all())
}

fn refused(path: &Path, error: DatabaseError) -> StoreError {
    match error {
        DatabaseError::DatabaseAlreadyOpen => StoreError::InUse { file: path.to_owned() },
        DatabaseError::Storage(redb::StorageError::Io(error)) if !is_of_content(&error) => away(path, &error),
        error => StoreError::corrupt(error),
    }
}

/// Whether it was found by reading what is there.
fn is_of_content(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof)
}

fn away(path: &Path, error: &io::Error) -> StoreError {
    StoreError::away(format_args!("`{}` cannot be opened: {error}", path.display()))
}
