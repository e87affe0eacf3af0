//! A store that is unavailable at startup or later: exit code 1 for temporary conditions, 2 for misuse; a damaged file
//! does not keep callers from a person.

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use ivr::phone::Caller;

use super::{Folder, address, readiness, triage, triage_with_store};
use crate::program::{self, Running, ends};

/// The triage line as a shell starts it that cannot make a file larger than `blocks` blocks, as on a full disk. A write
/// that is over the limit fails.
fn on_a_full_disk(store: &Path, blocks: &str) -> Command {
    let mut command = Command::new("sh");
    command.env_clear().arg("-c").arg(format!(
        "trap '' XFSZ; ulimit -S -f {blocks}; exec '{}' --bind 127.0.0.1:0 --store '{}'",
        program::triage().display(),
        store.display()
    ));
    command
}

#[test]
fn a_folder_that_is_missing_may_come_later() {
    let folder = Folder::new("missing");
    let (code, said) = ends(&mut triage_with_store(&folder.path("not-mounted/calls.redb")));
    assert_eq!(code, Some(1), "{said}");
    assert!(
        said.contains("error: store:") && said.contains("not-mounted/calls.redb` cannot be opened"),
        "{said}"
    );
}

#[test]
fn a_full_disk_at_start_may_pass_and_the_line_is_back_when_there_is_room() {
    let folder = Folder::new("full");
    let store = folder.path("calls.redb");
    for _ in 0..2 {
        let (code, said) = ends(&mut on_a_full_disk(&store, "0"));
        assert_eq!(code, Some(1), "{said}");
        assert!(said.contains("error: store: the call store is unavailable"), "{said}");
        // There is room: a new file is created, and the second start finds it.
        let mut running = Running::start(&mut triage_with_store(&store));
        assert_eq!(readiness(address(&mut running)), (200, "ready".to_owned()));
        running.stop();
    }
}

#[test]
fn a_disk_that_fills_up_is_not_ready_until_there_is_room() {
    let folder = Folder::new("fills");
    let mut running = Running::start(&mut on_a_full_disk(&folder.path("calls.redb"), "unlimited"));
    let server = address(&mut running);
    assert_eq!(readiness(server).0, 200);
    if !limit(&running, "0:unlimited") {
        eprintln!("SKIPPED: this needs prlimit, and it is not installed");
        return;
    }
    thread::sleep(Duration::from_millis(1100));
    let began = Instant::now();
    while began.elapsed() < Duration::from_secs(3) {
        assert_eq!(readiness(server), (503, "the store is unavailable".to_owned()));
        thread::sleep(Duration::from_millis(300));
    }
    assert!(limit(&running, "unlimited:unlimited"));
    while readiness(server).0 != 200 {
        assert!(began.elapsed() < Duration::from_secs(20), "it stays away");
        thread::sleep(Duration::from_millis(100));
    }
    running.stop();
}

/// Limits the size of the files that a program writes; whether that can be done here.
fn limit(running: &Running, limit: &str) -> bool {
    let mut command = Command::new("prlimit");
    command.arg(format!("--pid={}", running.id())).arg(format!("--fsize={limit}"));
    command.stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

#[test]
fn what_is_not_a_regular_file_is_refused() {
    let folder = Folder::new("kinds");
    let pipe = folder.path("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    for path in [&folder.0, &pipe] {
        let (code, said) = ends(&mut triage_with_store(path));
        assert_eq!(code, Some(2), "{said}");
        assert!(said.contains("is not a regular file"), "{said}");
    }
    let (code, said) = ends(&mut triage(&["--store", "mysql://user:hunter2@db/calls"]));
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("there is no call store `mysql`") && !said.contains("hunter2"), "{said}");
}

#[cfg(not(any(feature = "redis", feature = "postgres")))]
#[test]
fn a_database_whose_feature_is_missing_names_the_feature() {
    for (url, feature) in [
        ("redis://user:hunter2@db/1", "redis"),
        ("rediss://user:hunter2@db/1", "redis"),
        ("postgres://user:hunter2@db/calls", "postgres"),
    ] {
        let (code, said) = ends(&mut triage(&["--store", url]));
        assert_eq!(code, Some(2), "{said}");
        assert!(said.contains(&format!("built without the feature `{feature}`")), "{said}");
        assert!(!said.contains("hunter2"), "{said}");
    }
}

#[test]
fn a_file_that_another_server_is_about_to_leave_is_waited_for() {
    let folder = Folder::new("left");
    let store = folder.path("calls.redb");
    let mut first = Running::start(&mut triage_with_store(&store));
    address(&mut first);
    let leaving = thread::spawn(move || {
        thread::sleep(Duration::from_secs(1));
        first.kill();
    });
    let mut second = Running::start(&mut triage_with_store(&store));
    assert_eq!(readiness(address(&mut second)).0, 200);
    leaving.join().unwrap();
    // A lock that is not released is an error with exit code 1, which a service manager retries.
    let (code, said) = ends(&mut triage_with_store(&store));
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("another process uses"), "{said}");
    second.stop();
}

#[test]
fn with_a_damaged_store_callers_reach_a_person_until_it_is_set_aside() {
    let folder = Folder::new("damaged");
    let store = folder.path("calls.redb");
    fs::write(&store, "torn".repeat(5000)).unwrap();
    let log = folder.path("log");
    let mut running = Running::start(triage_with_store(&store).stderr(fs::File::create(&log).unwrap()));
    let server = address(&mut running);
    assert_eq!(readiness(server), (503, "the store is unavailable".to_owned()));
    let _over =
        Caller::over_socket(&format!("http://{server}/triage")).hears("Un incident technique").queues("samu");
    running.stop();
    let log = fs::read_to_string(&log).unwrap();
    assert!(log.contains("calls are answered without a record"), "{log}");
    assert!(log.contains("calls.redb` is damaged") && log.contains("--set-aside-damaged-store"), "{log}");
    assert_eq!(fs::read_to_string(&store).unwrap(), "torn".repeat(5000));

    let mut running = Running::start(triage_with_store(&store).arg("--set-aside-damaged-store"));
    let server = address(&mut running);
    assert_eq!(readiness(server).0, 200);
    let _over = Caller::over_socket(&format!("http://{server}/triage")).hears("introduction.mp3");
    running.stop();
    let kept = fs::read_dir(&folder.0).unwrap().map(|file| file.unwrap().path());
    let kept: Vec<_> = kept.filter(|path| path.to_str().unwrap().contains(".redb.damaged-")).collect();
    assert_eq!(kept.len(), 1);
    assert_eq!(fs::read_to_string(&kept[0]).unwrap(), "torn".repeat(5000));
}

#[test]
fn a_server_says_at_start_where_calls_are_kept_and_that_they_are_not_encrypted() {
    let folder = Folder::new("said");
    let store = folder.path("calls.redb");
    let mut running = Running::start(&mut triage_with_store(&store));
    let said = loop {
        let line = running.line();
        if line.starts_with("store ") {
            break line;
        }
    };
    let path = store.display();
    assert_eq!(said, format!("store    {path} (input and numbers of callers, not encrypted)"));
    running.stop();
}

/// The message is one of sessions, which only a tree that calls Rust has.
#[test]
fn a_program_whose_tree_calls_no_rust_contains_no_code_for_call_data() {
    let message = b"because this version of the tree has no";
    let contains = |name| {
        let program = fs::read(program::example(name)).unwrap();
        program.windows(message.len()).any(|part| part == message)
    };
    assert!(contains("triage") && !contains("pharmacy"));
}
