//! The file: its permissions, damage to it, and failures of the disk.

use std::{io, sync::atomic::AtomicBool};

use redb::{StorageBackend, backends::FileBackend};

use crate::service::store::{DamagedFilePolicy, embedded::opening::Opened};

use super::*;

const CALLS: usize = 100;

fn refusal(folder: &Folder) -> String {
    EmbeddedStore::open(folder.path(), Limits::default()).unwrap_err().to_string()
}

fn with_calls(folder: &Folder) {
    let store = folder.plain();
    run(async {
        for call in 0..CALLS {
            assert_eq!(store.save(&format!("CA{call}"), None, vec![7; 500]).await, Ok(Saved::Done));
        }
    });
}

#[cfg(unix)]
#[test]
fn only_the_user_of_the_server_can_read_the_file() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    drop(folder.plain());
    assert_eq!(fs::metadata(folder.path()).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_file_that_another_store_uses_is_refused_until_it_is_closed() {
    let folder = Folder::new();
    let store = folder.plain();
    let place = folder.path();
    let sentence = format!("another process uses `{}`: stop it, or use another file", place.display());
    assert_eq!(refusal(&folder), sentence);
    drop(store);
    drop(folder.plain());
}

#[test]
fn a_file_of_something_else_is_refused_and_left_as_it_is() {
    let folder = Folder::new();
    for content in ["minutes of the meeting\n".repeat(500), "x".into(), "\0".repeat(10_000)] {
        fs::write(folder.path(), &content).unwrap();
        let sentence = refusal(&folder);
        assert!(sentence.contains("calls.redb` is damaged, or is not a call store"), "{sentence}");
        assert_eq!(fs::read_to_string(folder.path()).unwrap(), content);
    }
}

#[test]
fn a_database_of_another_program_is_refused() {
    let folder = Folder::new();
    drop(redb::Database::create(folder.path()).unwrap());
    let sentence = refusal(&folder);
    assert!(sentence.contains("calls.redb` is damaged, or is not a call store (Table"), "{sentence}");
}

#[cfg(unix)]
#[test]
fn a_link_to_a_file_stays_one() {
    let folder = Folder::new();
    let target = folder.path().with_file_name("target");
    std::os::unix::fs::symlink(&target, folder.path()).unwrap();
    drop(folder.plain());
    assert!(fs::symlink_metadata(folder.path()).unwrap().is_symlink());
    assert!(fs::metadata(target).unwrap().is_file());
}

#[cfg(unix)]
#[test]
fn what_is_not_a_regular_file_is_refused_and_left_as_it_is() {
    use std::os::unix::{fs::FileTypeExt as _, net::UnixListener};
    let folder = Folder::new();
    let place = |name: &str| folder.path().with_file_name(name);
    fs::create_dir(place("directory")).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(place("pipe")).status().unwrap().success());
    let _socket = UnixListener::bind(place("socket")).unwrap();
    std::os::unix::fs::symlink(place("pipe"), place("link")).unwrap();
    for name in ["directory", "pipe", "socket", "link"] {
        let path = place(name);
        let refused = EmbeddedStore::open(&path, Limits::default()).unwrap_err();
        assert_eq!(refused, StoreError::NotAFile { path: path.clone() });
        assert!(refused.is_of_the_settings());
    }
    assert!(fs::metadata(place("pipe")).unwrap().file_type().is_fifo());
    assert!(fs::metadata(place("directory")).unwrap().is_dir());
    assert!(fs::metadata(place("socket")).unwrap().file_type().is_socket());
}

#[cfg(unix)]
#[test]
fn a_file_that_is_deleted_or_replaced_under_the_server_is_noticed() {
    let folder = Folder::new();
    let other = folder.path().with_file_name("other");
    fs::write(&other, "").unwrap();
    let store = folder.plain();
    assert_eq!(run(store.ready()), Ok(()));
    let moved = folder.path().with_file_name("moved");
    fs::rename(folder.path(), &moved).unwrap();
    let deleted = run(store.ready()).unwrap_err().to_string();
    assert!(deleted.contains("calls.redb` was deleted while it was open"), "{deleted}");
    fs::rename(&other, folder.path()).unwrap();
    let replaced = run(store.ready()).unwrap_err().to_string();
    assert!(replaced.contains("calls.redb` was replaced while it was open"), "{replaced}");
    // At its old path again, or under another path to the same file, it is the opened file.
    fs::rename(&moved, folder.path()).unwrap();
    assert_eq!(run(store.ready()), Ok(()));
}

#[test]
fn a_file_that_another_store_is_about_to_close_is_waited_for() {
    let folder = Folder::new();
    let store = folder.plain();
    let closing = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(300));
        drop(store);
    });
    let path = folder.path();
    let opened = EmbeddedStore::open_within(&path, Limits::default(), Duration::from_secs(20));
    closing.join().unwrap();
    assert_eq!(run(opened.unwrap().ready()), Ok(()));
}

#[test]
fn a_damaged_file_is_set_aside_whole_when_that_is_asked_for() {
    let folder = Folder::new();
    let url = folder.path().to_str().unwrap().to_owned();
    let opened =
        |damaged| crate::service::store::open::open_for_service(&url, "", Limits::default(), damaged);
    fs::write(folder.path(), "damaged").unwrap();
    assert!(matches!(opened(DamagedFilePolicy::Refuse), Err(StoreError::Corrupt { .. })));
    let without = opened(DamagedFilePolicy::AnswerWithout).unwrap();
    assert!(matches!(run(without.ready()), Err(StoreError::Corrupt { .. })));
    assert!(matches!(run(without.load("CA1")), Err(StoreError::Corrupt { .. })));
    assert_eq!(fs::read_to_string(folder.path()).unwrap(), "damaged");

    assert_eq!(run(opened(DamagedFilePolicy::SetAside).unwrap().ready()), Ok(()));
    let files = fs::read_dir(folder.path().parent().unwrap()).unwrap();
    let aside =
        files.map(|file| file.unwrap().path()).find(|path| path.to_str().unwrap().contains("redb.damaged-"));
    assert_eq!(fs::read_to_string(aside.unwrap()).unwrap(), "damaged");
    // A readable store is not renamed.
    assert_eq!(run(opened(DamagedFilePolicy::SetAside).unwrap().save("CA1", None, vec![1])), Ok(Saved::Done));
    assert_eq!(run(opened(DamagedFilePolicy::SetAside).unwrap().load("CA1")), Ok(Some(vec![1])));
}

#[test]
fn a_place_where_no_file_can_be_is_told() {
    let folder = Folder::new();
    let nowhere = EmbeddedStore::open(folder.path().join("x/y.redb"), Limits::default());
    assert!(matches!(nowhere, Err(StoreError::Away { .. })));
}

#[test]
fn a_damaged_file_is_refused_unless_nothing_of_a_call_is_lost() {
    let folder = Folder::new();
    with_calls(&folder);
    let whole = fs::read(folder.path()).unwrap();
    let mut refused = 0;
    for at in (0..whole.len()).step_by(1499) {
        let mut damaged = whole.clone();
        damaged[at..whole.len().min(at + 8)].fill(0xA5);
        fs::write(folder.path(), damaged).unwrap();
        match EmbeddedStore::open(folder.path(), Limits::default()) {
            Ok(store) => assert_eq!(run(all(&store)).unwrap().len(), CALLS, "{at}"),
            Err(StoreError::Corrupt { .. }) => refused += 1,
            Err(error) => panic!("{at}: {error}"),
        }
    }
    assert!(refused > 10);
}

#[test]
fn a_file_cut_short_is_refused() {
    let folder = Folder::new();
    with_calls(&folder);
    let whole = fs::read(folder.path()).unwrap();
    for length in [1, 100, 4096, whole.len() / 2, whole.len() - 4096] {
        fs::write(folder.path(), &whole[..length]).unwrap();
        assert!(refusal(&folder).contains("is damaged, or is not a call store"), "{length}");
    }
}

/// A file on a disk that can be made to fail.
#[derive(Debug)]
struct Disk {
    file: FileBackend,
    broken: Arc<AtomicBool>,
}

impl Disk {
    fn check(&self) -> io::Result<()> {
        if self.broken.load(Ordering::SeqCst) { Err(io::ErrorKind::StorageFull.into()) } else { Ok(()) }
    }
}

impl StorageBackend for Disk {
    fn len(&self) -> io::Result<u64> {
        self.file.len()
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        self.file.read(offset, out)
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        self.check()?;
        self.file.set_len(len)
    }

    fn sync_data(&self) -> io::Result<()> {
        self.check()?;
        self.file.sync_data()
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        self.check()?;
        self.file.write(offset, data)
    }

    fn close(&self) -> io::Result<()> {
        self.file.close()
    }
}

#[test]
fn a_disk_that_failed_for_a_while_is_used_again() {
    let folder = Folder::new();
    drop(folder.plain());
    let (place, broken) = (folder.path(), Arc::new(AtomicBool::new(false)));
    let disk = Arc::clone(&broken);
    let file = File::new(move || {
        let file =
            FileBackend::new(fs::OpenOptions::new().read(true).write(true).open(&place).unwrap()).unwrap();
        let disk = Disk { file, broken: Arc::clone(&disk) };
        let database = redb::Builder::new().create_with_backend(disk).map_err(tables::fault)?;
        Opened::somewhere(database)
    });
    let store =
        EmbeddedStore::start(folder.path(), file.unwrap(), Limits::default(), Clock::after(None), NEVER)
            .unwrap();
    run(async {
        assert_eq!(store.save("CA1", None, vec![1]).await, Ok(Saved::Done));
        broken.store(true, Ordering::SeqCst);
        assert!(matches!(store.save("CA1", Some(&[1]), vec![2]).await, Err(StoreError::Away { .. })));
        assert!(matches!(store.ready().await, Err(StoreError::Away { .. })));
        // The file can be opened and read, but not written.
        tokio::time::sleep(Duration::from_millis(1200)).await;
        assert!(matches!(store.ready().await, Err(StoreError::Away { .. })));

        broken.store(false, Ordering::SeqCst);
        let mended = async {
            while store.ready().await.is_err() {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(Duration::from_secs(20), mended).await.unwrap();
        let kept = store.load("CA1").await.unwrap().unwrap();
        assert_eq!(store.save("CA1", Some(&kept), vec![3]).await, Ok(Saved::Done));
        assert_eq!(store.load("CA1").await, Ok(Some(vec![3])));
    });
}
