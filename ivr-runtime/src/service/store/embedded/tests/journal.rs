//! The journal: what is in it counts as much as what is in the tables, whenever it is merged and whenever the server is
//! killed.

use redb::{ReadableDatabase as _, ReadableTableMetadata as _, TableDefinition};

use super::*;
use crate::service::store::MemoryStore;

/// What the file says while the server runs, as after a kill.
fn killed(folder: &Folder) -> Folder {
    let copy = Folder::new();
    fs::copy(folder.path(), copy.path()).unwrap();
    copy
}

/// Rows of the calls and of the journal, as they are in the file.
fn rows(folder: &Folder) -> (u64, u64) {
    let database = redb::Database::open(folder.path()).unwrap();
    let transaction = database.begin_read().unwrap();
    let calls = TableDefinition::<&str, (u64, &[u8])>::new("calls");
    let journal = TableDefinition::<u64, &[u8]>::new("journal");
    let calls = transaction.open_table(calls).unwrap().len().unwrap();
    (calls, transaction.open_table(journal).map_or(0, |rows| rows.len().unwrap()))
}

#[test]
fn a_killed_server_leaves_a_journal_and_one_that_ends_only_rows() {
    let folder = Folder::new();
    let store = folder.plain();
    run(async {
        for call in ["CA1", "CA2", "CA3"] {
            assert_eq!(store.save(call, None, call.into()).await, Ok(Saved::Done));
        }
        assert_eq!(store.remove("CA2", b"CA2").await, Ok(Saved::Done));
    });
    let copy = killed(&folder);
    assert_eq!(rows(&copy), (0, 4));
    let found = run(async { all(&copy.plain()).await.unwrap() });
    assert_eq!(found, [("CA1".into(), b"CA1".to_vec()), ("CA3".into(), b"CA3".to_vec())]);
    assert_eq!(rows(&copy), (2, 0));
    drop(store);
    assert_eq!(rows(&folder), (2, 0));
}

#[test]
fn the_records_of_a_journal_count_as_calls() {
    let folder = Folder::new();
    let limits = Limits { calls: 2, ..Limits::default() };
    let store = folder.open(limits, Clock::after(None));
    let save = async |store: &EmbeddedStore, call| store.save(call, None, vec![1]).await;
    run(async {
        assert_eq!(save(&store, "CA1").await, Ok(Saved::Done));
        assert_eq!(save(&store, "CA2").await, Ok(Saved::Done));
        assert_eq!(store.remove("CA1", &[1]).await, Ok(Saved::Done));
    });
    let copy = killed(&folder);
    let store = copy.open(limits, Clock::after(None));
    run(async {
        assert_eq!(save(&store, "CA3").await, Ok(Saved::Done));
        assert_eq!(save(&store, "CA4").await, Err(StoreError::Full { calls: 2 }));
    });
}

#[test]
fn the_time_goes_on_from_the_newest_record_of_a_journal() {
    let folder = Folder::new();
    let (clock, hands) = Clock::by_hand();
    let store = folder.open(Limits::default(), clock);
    assert_eq!(run(store.save("CA1", None, vec![1])), Ok(Saved::Done));
    hands.store(7_000_000, Ordering::SeqCst);
    assert_eq!(run(store.save("CA1", Some(&[1]), vec![2])), Ok(Saved::Done));
    assert_eq!(store.file.using(Opened::newest), Ok(Some(7_000_000)));
    drop(store);
    assert_eq!(opening::open(&folder.path()).unwrap().newest(), Ok(Some(7_000_000)));
}

#[test]
fn a_journal_that_is_full_is_merged() {
    const RECORD: usize = 65_536;
    let folder = Folder::new();
    let store = folder.plain();
    run(async {
        for number in 0..140 {
            let before = (number >= 10).then(|| vec![u8::try_from(number - 10).unwrap(); RECORD]);
            let record = vec![u8::try_from(number).unwrap(); RECORD];
            let call = format!("CA{}", number % 10);
            assert_eq!(store.save(&call, before.as_deref(), record).await, Ok(Saved::Done));
        }
    });
    let (calls, journal) = rows(&killed(&folder));
    assert_eq!(calls, 10);
    assert!((1..20).contains(&journal), "{journal} rows");
    run(async {
        for number in 130..140 {
            let record = vec![number; RECORD];
            assert_eq!(store.load(&format!("CA{}", number % 10)).await, Ok(Some(record)));
        }
    });
}

#[test]
fn a_row_of_the_journal_that_makes_no_sense_is_refused() {
    for row in [&[][..], &[1], &[3, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0, 0, 0, 0, 0, b'C', b'A']] {
        let folder = Folder::new();
        drop(folder.plain());
        let database = redb::Database::open(folder.path()).unwrap();
        let transaction = database.begin_write().unwrap();
        let journal = TableDefinition::<u64, &[u8]>::new("journal");
        transaction.open_table(journal).unwrap().insert(0, row).unwrap();
        transaction.commit().unwrap();
        drop(database);
        let opened = EmbeddedStore::open(folder.path(), Limits::default());
        match row {
            [] => assert!(opened.is_ok()),
            _ => assert!(matches!(opened, Err(StoreError::Corrupt { .. }))),
        }
    }
}

/// Any numbers will do, and always the same ones.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }
}

/// Whatever is asked, it answers as the store in memory does, which has neither a journal nor a file.
#[test]
#[expect(
    clippy::redundant_closure_for_method_calls,
    reason = "the method has one lifetime, and the closure has to have any"
)]
fn what_it_answers_does_not_depend_on_when_it_merges_or_is_killed() {
    let limits = Limits { calls: 6, ttl: Duration::from_secs(60), ..Limits::default() };
    for seed in 1..=4 {
        let mut numbers = Numbers(seed);
        let (clock, hands) = Clock::by_hand();
        let memory = MemoryStore::at(limits, clock.clone());
        let mut folder = Folder::new();
        let mut store = folder.open(limits, clock.clone());
        for _ in 0..120 {
            let call = format!("CA{}", numbers.below(8));
            let stored = run(memory.load(&call)).unwrap();
            assert_eq!(run(store.load(&call)), Ok(stored.clone()));
            match numbers.below(20) {
                0 => assert_eq!(run(store.writer.ask(|calls| calls.merge())), Ok(())),
                1 => hands.store(hands.load(Ordering::SeqCst) + numbers.below(30_000), Ordering::SeqCst),
                2 => {
                    drop(store);
                    store = folder.open(limits, clock.clone());
                }
                3 => {
                    folder = killed(&folder);
                    store = folder.open(limits, clock.clone());
                }
                4 | 5 => {
                    let before = stored.unwrap_or_default();
                    assert_eq!(run(store.remove(&call, &before)), run(memory.remove(&call, &before)));
                }
                6 => {
                    let sorted = |mut all: Vec<(String, Vec<u8>)>| {
                        all.sort();
                        all
                    };
                    let found = run(all(&store)).map(sorted);
                    assert_eq!(found, run(all(&memory)).map(sorted));
                }
                _ => {
                    let record = numbers.below(1_000_000).to_string().into_bytes();
                    let before = stored.as_deref();
                    let expected = run(memory.save(&call, before, record.clone()));
                    assert_eq!(run(store.save(&call, before, record)), expected, "seed {seed}");
                }
            }
        }
    }
}
