//! The server is killed at any time: what was answered is stored, and nothing is stored in part.

use std::{
    collections::BTreeMap,
    env,
    io::{BufRead, BufReader, Read, Write},
    process::{Child, Command, Stdio},
};

use super::*;

/// Where the child finds its file.
const FILE: &str = "IVR_STORE_CRASH_FILE";

/// Calls that are counted at once.
const CALLS: usize = 20;

/// A record that shows when a part of it is missing or old.
fn record(count: u64) -> Vec<u8> {
    count.to_string().into_bytes().repeat(100)
}

fn count(record: &[u8]) -> u64 {
    let count = std::str::from_utf8(&record[..record.len() / 100]).unwrap().parse().unwrap();
    assert_eq!(record, super::crash::record(count), "a torn record");
    count
}

/// A process that is gone when the test is.
struct Server(Child);

impl Server {
    fn start(folder: &Folder) -> Self {
        let mut child = Command::new(env::current_exe().unwrap());
        let (_, module) = module_path!().split_once("::").unwrap();
        let counting = format!("{module}::counts_until_it_is_killed");
        child.args(["--exact", &counting, "--ignored", "--nocapture"]);
        child.env(FILE, folder.path()).stdout(Stdio::piped()).stderr(Stdio::null());
        Self(child.spawn().unwrap())
    }

    /// Kills it after so many answers, and gives the last count that was answered for each call.
    fn kill_after(mut self, answers: usize) -> BTreeMap<String, u64> {
        let mut answered = BTreeMap::new();
        let mut lines = BufReader::new(self.0.stdout.take().unwrap());
        let mut line = String::new();
        for _ in 0..answers {
            line.clear();
            assert!(lines.read_line(&mut line).unwrap() > 0, "it ended by itself");
            note(&line, &mut answered);
        }
        self.0.kill().unwrap();
        let mut rest = String::new();
        lines.read_to_string(&mut rest).unwrap();
        // The last line may be truncated.
        rest.split_inclusive('\n')
            .filter(|line| line.ends_with('\n'))
            .for_each(|line| note(line, &mut answered));
        answered
    }
}

fn note(line: &str, answered: &mut BTreeMap<String, u64>) {
    if let Some((call, count)) = line.trim_end().strip_prefix("saved ").and_then(|line| line.split_once(' '))
    {
        answered.insert(call.to_owned(), count.parse().unwrap());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn what_was_answered_survives_a_kill_at_any_moment() {
    let folder = Folder::new();
    let mut before = BTreeMap::new();
    for round in 0..5 {
        let answered = Server::start(&folder).kill_after(40 + 37 * round);
        let stored: BTreeMap<_, _> = run(async { all(&folder.plain()).await.unwrap() }).into_iter().collect();
        for (call, answered) in &answered {
            let stored = count(&stored[call]);
            // One more record may have been written without an answer.
            assert!(
                (*answered..=answered + 1).contains(&stored),
                "{call}: {answered} answered, {stored} stored"
            );
            assert!(before.get(call).is_none_or(|before| before <= answered), "{call} began anew");
        }
        before.extend(stored.into_iter().map(|(call, record)| (call, count(&record))));
    }
    assert_eq!(before.len(), CALLS);
}

#[test]
fn a_kill_while_the_file_is_made_leaves_one_that_opens() {
    for _ in 0..5 {
        let folder = Folder::new();
        let mut server = Server::start(&folder);
        while !folder.path().exists() {
            assert!(server.0.try_wait().unwrap().is_none(), "it ended by itself");
            std::thread::yield_now();
        }
        drop(server);
        assert_eq!(run(async { folder.plain().ready().await }), Ok(()));
    }
}

/// The server: counts each call upwards, and prints each count once it is saved. Ends by itself if nobody kills it.
#[test]
#[ignore = "runs as a process of its own, which the tests above start and kill"]
fn counts_until_it_is_killed() {
    let Some(path) = env::var_os(FILE) else { return };
    let store = Arc::new(EmbeddedStore::open(path, Limits::default()).unwrap());
    run(async {
        let counters: Vec<_> =
            (0..CALLS).map(|call| tokio::spawn(keep_counting(Arc::clone(&store), call))).collect();
        for counter in counters {
            counter.await.unwrap();
        }
    });
}

async fn keep_counting(store: Arc<EmbeddedStore>, call: usize) {
    let call = format!("CA{call}");
    let mut before = store.load(&call).await.unwrap();
    for _ in 0..10_000 {
        let next = before.as_deref().map_or(0, count) + 1;
        assert_eq!(store.save(&call, before.as_deref(), record(next)).await, Ok(Saved::Done));
        before = Some(record(next));
        let mut out = std::io::stdout().lock();
        writeln!(out, "saved {call} {next}").unwrap();
        out.flush().unwrap();
    }
}
