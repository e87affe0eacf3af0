//! Opening the file, and making it when there is none.

use std::{
    ffi::OsString,
    fs::{self, File, OpenOptions, TryLockError},
    io,
    path::{Path, PathBuf},
};

use redb::{Builder, Database, DatabaseError};

use super::{
    super::StoreError,
    file::sound,
    tables::{Snapshot, Tables, fault},
};

/// How much of the file is kept in memory.
const CACHE: usize = 64 * 1024 * 1024;

/// Opens the file at this path, or makes it.
pub(super) fn open(path: &Path) -> Result<Database, StoreError> {
    let file = options().create(true).open(path).map_err(|error| away(path, &error))?;
    if length(path)? == 0 {
        make(path, &file)?;
    }
    drop(file);
    match sound(|| check(path)) {
        Ok(Err(StoreError::Corrupt { why })) | Err(StoreError::Corrupt { why }) => Err(StoreError::corrupt(
            format_args!("`{}` is damaged or no store of calls ({why})", path.display()),
        )),
        opened => opened?,
    }
}

/// Opens what is no new file, and sees that it is ours.
fn check(path: &Path) -> Result<Database, StoreError> {
    let database = Builder::new().set_cache_size(CACHE).open(path);
    let mut database = database.map_err(|error| refused(path, error))?;
    Snapshot::of(&database)?;
    match database.check_integrity() {
        Ok(true) => Ok(database),
        Ok(false) => Err(StoreError::corrupt("its checksums do not fit")),
        Err(error) => Err(refused(path, error)),
    }
}

/// Puts a whole store in the place of the empty file, at once: whoever is killed here leaves the empty file.
fn make(path: &Path, empty: &File) -> Result<(), StoreError> {
    // One process at a time, and the last of them finds that it is done.
    match empty.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Err(StoreError::InUse { file: path.to_owned() }),
        Err(TryLockError::Error(error)) => return Err(away(path, &error)),
    }
    if length(path)? > 0 {
        return Ok(());
    }
    // Where the path is a link, it stays one.
    let place = fs::canonicalize(path).map_err(|error| away(path, &error))?;
    let new = beside(&place);
    fill(&new)?;
    fs::rename(&new, &place).and_then(|()| sync_directory(&place)).map_err(|error| away(path, &error))
}

/// An empty store on the disk.
fn fill(new: &Path) -> Result<(), StoreError> {
    // Somebody was killed while making it.
    match fs::remove_file(new) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(away(new, &error)),
        _ => {}
    }
    let file = options().create_new(true).open(new).map_err(|error| away(new, &error))?;
    let database = Builder::new().create_file(file).map_err(|error| refused(new, error))?;
    let transaction = database.begin_write().map_err(fault)?;
    drop(Tables::of(&transaction)?);
    transaction.commit().map_err(fault)
}

/// The name of the file while it is made.
fn beside(path: &Path) -> PathBuf {
    let mut name: OsString = path.as_os_str().to_owned();
    name.push(".new");
    name.into()
}

/// For reading and writing, by the user of the server alone.
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

/// What is in a directory is there after a power cut only if the directory was written too.
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
