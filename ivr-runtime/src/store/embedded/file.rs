//! The file itself: opening it, and opening it again after it failed.

use std::{
    fs::OpenOptions,
    io,
    path::Path,
    sync::{PoisonError, RwLock},
    time::{Duration, Instant},
};

use redb::{Database, DatabaseError};

use super::{
    super::StoreError,
    tables::{Tables, fault},
};

/// How much of the file is kept in memory.
const CACHE: usize = 64 * 1024 * 1024;

/// How long a file that failed is left alone.
const PAUSE: Duration = Duration::from_secs(1);

/// A file that is opened again when it failed, so that a disk that was full for a minute is no reason to start the
/// server anew.
pub(super) struct File {
    open: Box<dyn Fn() -> Result<Database, StoreError> + Send + Sync>,
    state: RwLock<State>,
}

enum State {
    Open(Database),
    Failed { why: StoreError, at: Instant },
}

impl File {
    /// Opens it for the first time.
    pub(super) fn new(
        open: impl Fn() -> Result<Database, StoreError> + Send + Sync + 'static,
    ) -> Result<Self, StoreError> {
        let database = open()?;
        Ok(Self { open: Box::new(open), state: RwLock::new(State::Open(database)) })
    }

    /// Works with the database. After an error it is closed, since one that failed refuses everything.
    pub(super) fn using<T>(
        &self,
        work: impl FnOnce(&Database) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.mend();
        let outcome = match &*self.state.read().unwrap_or_else(PoisonError::into_inner) {
            State::Open(database) => work(database),
            State::Failed { why, .. } => Err(why.clone()),
        };
        if let Err(why) = &outcome {
            self.close(why);
        }
        outcome
    }

    fn is_due(state: &State) -> bool {
        matches!(state, State::Failed { at, .. } if at.elapsed() >= PAUSE)
    }

    fn mend(&self) {
        if !Self::is_due(&self.state.read().unwrap_or_else(PoisonError::into_inner)) {
            return;
        }
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        if Self::is_due(&state) {
            *state = match (self.open)() {
                Ok(database) => State::Open(database),
                Err(why) => State::Failed { why, at: Instant::now() },
            };
        }
    }

    fn close(&self, why: &StoreError) {
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        if let State::Open(_) = &*state {
            *state = State::Failed { why: why.clone(), at: Instant::now() };
        }
    }
}

/// Opens the file at this path, or makes it.
pub(super) fn open(path: &Path) -> Result<Database, StoreError> {
    let away =
        |error: io::Error| StoreError::away(format_args!("`{}` cannot be opened: {error}", path.display()));
    let file = options().open(path).map_err(away)?;
    let is_new = file.metadata().map_err(away)?.len() == 0;
    let database = redb::Builder::new().set_cache_size(CACHE).create_file(file);
    let database = database.map_err(|error| refused(error, path))?;
    let transaction = database.begin_write().map_err(fault)?;
    drop(Tables::of(&transaction)?);
    transaction.commit().map_err(fault)?;
    if is_new {
        sync_directory(path).map_err(away)?;
    }
    Ok(database)
}

fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

fn refused(error: DatabaseError, path: &Path) -> StoreError {
    let file = path.display();
    match error {
        DatabaseError::DatabaseAlreadyOpen => StoreError::InUse { file: path.to_owned() },
        DatabaseError::Storage(redb::StorageError::Io(error)) => {
            StoreError::away(format_args!("`{file}` cannot be opened: {error}"))
        }
        error => match fault(error) {
            StoreError::Corrupt { why } => {
                StoreError::corrupt(format_args!("`{file}` is damaged or no store of calls ({why})"))
            }
            other => other,
        },
    }
}

/// A new file is there after a power cut only if its directory was written too.
fn sync_directory(path: &Path) -> io::Result<()> {
    if cfg!(not(unix)) {
        return Ok(());
    }
    let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    std::fs::File::open(directory.unwrap_or(Path::new(".")))?.sync_all()
}
