//! The contract of [`CallStore`], as tests for every store with [`Limits::default`].

use std::{collections::BTreeSet, pin::Pin, sync::Arc};

use crate::service::store::{CallStore, PAGE_SIZE, Saved, StoreError, all};

/// One claim about an empty store.
pub(super) type Story = fn(Arc<dyn CallStore>) -> Pin<Box<dyn Future<Output = ()>>>;

/// All of them.
pub(super) const STORIES: [Story; 7] = [
    |store| Box::pin(what_was_saved_is_loaded_until_it_is_removed(store)),
    |store| Box::pin(a_save_that_believes_something_else_changes_nothing(store)),
    |store| Box::pin(a_removal_that_believes_something_else_removes_nothing(store)),
    |store| Box::pin(of_many_who_count_at_once_each_counts_once(store)),
    |store| Box::pin(invalid_ids_and_large_records_are_refused(store)),
    |store| Box::pin(what_is_stored_never_reaches_a_log(store)),
    |store| Box::pin(many_records_are_read_in_pages_while_some_of_them_change(store)),
];

async fn what_was_saved_is_loaded_until_it_is_removed(store: Arc<dyn CallStore>) {
    assert_eq!(store.ready().await, Ok(()));
    assert_eq!(store.load("CA1").await, Ok(None));
    assert_eq!(store.save("CA1", None, b"one".to_vec()).await, Ok(Saved::Done));
    assert_eq!(store.save("CA1", Some(b"one"), b"\0\xFF two".to_vec()).await, Ok(Saved::Done));
    assert_eq!(store.save("CA2", None, Vec::new()).await, Ok(Saved::Done));
    assert_eq!(store.load("CA1").await, Ok(Some(b"\0\xFF two".to_vec())));
    assert_eq!(store.load("CA2").await, Ok(Some(Vec::new())));
    assert_eq!(store.save("CA2", Some(b""), b"3".to_vec()).await, Ok(Saved::Done));
    let mut all = all(&*store).await.unwrap();
    all.sort();
    assert_eq!(all, [("CA1".into(), b"\0\xFF two".to_vec()), ("CA2".into(), b"3".to_vec())]);
    assert_eq!(store.remove("CA1", b"\0\xFF two").await, Ok(Saved::Done));
    assert_eq!(store.load("CA1").await, Ok(None));
    assert_eq!(store.ready().await, Ok(()));
}

async fn a_save_that_believes_something_else_changes_nothing(store: Arc<dyn CallStore>) {
    let save = |before: Option<&'static [u8]>| store.save("CA1", before, b"new".to_vec());
    assert_eq!(save(Some(b"old")).await, Ok(Saved::Changed(None)));
    assert_eq!(store.load("CA1").await, Ok(None));
    assert_eq!(store.save("CA1", None, b"old".to_vec()).await, Ok(Saved::Done));
    assert_eq!(save(None).await, Ok(Saved::Changed(Some(b"old".to_vec()))));
    assert_eq!(save(Some(b"")).await, Ok(Saved::Changed(Some(b"old".to_vec()))));
    assert_eq!(store.load("CA1").await, Ok(Some(b"old".to_vec())));
}

async fn a_removal_that_believes_something_else_removes_nothing(store: Arc<dyn CallStore>) {
    assert_eq!(store.remove("CA1", b"old").await, Ok(Saved::Changed(None)));
    assert_eq!(store.save("CA1", None, b"new".to_vec()).await, Ok(Saved::Done));
    assert_eq!(store.remove("CA1", b"old").await, Ok(Saved::Changed(Some(b"new".to_vec()))));
    assert_eq!(store.load("CA1").await, Ok(Some(b"new".to_vec())));
    assert_eq!(store.remove("CA1", b"new").await, Ok(Saved::Done));
    assert_eq!(store.remove("CA1", b"new").await, Ok(Saved::Changed(None)));
}

async fn of_many_who_count_at_once_each_counts_once(store: Arc<dyn CallStore>) {
    let counters: Vec<_> = (0..40).map(|_| tokio::spawn(count(Arc::clone(&store)))).collect();
    for counter in counters {
        counter.await.unwrap();
    }
    assert_eq!(store.load("CA1").await, Ok(Some(b"40".to_vec())));
}

/// Adds one to the number that is stored.
pub(super) async fn count(store: Arc<dyn CallStore>) {
    let mut before: Option<Vec<u8>> = None;
    loop {
        let seen: u32 = before.as_deref().map_or(0, |seen| String::from_utf8_lossy(seen).parse().unwrap());
        let next = (seen + 1).to_string().into_bytes();
        match store.save("CA1", before.as_deref(), next).await.unwrap() {
            Saved::Done => return,
            Saved::Changed(other) => before = other,
        }
    }
}

async fn invalid_ids_and_large_records_are_refused(store: Arc<dyn CallStore>) {
    let long = "C".repeat(65);
    for call in ["", "CA 1", "CA\n1", "CA\0", "CÄ", "\u{1F600}", &long] {
        let bad = StoreError::BadCall { limit: 64 };
        assert_eq!(store.load(call).await, Err(bad.clone()), "{call:?}");
        assert_eq!(store.save(call, None, Vec::new()).await, Err(bad.clone()), "{call:?}");
        assert_eq!(store.remove(call, b"").await, Err(bad), "{call:?}");
    }
    let call = "../*?[%00;DROP<x>\"'".repeat(3);
    assert_eq!(store.save(&call, None, vec![0; 65_536]).await, Ok(Saved::Done));
    let large = StoreError::TooLarge { bytes: 65_537, limit: 65_536 };
    assert_eq!(store.save("CA1", None, vec![0; 65_537]).await, Err(large));
    assert_eq!(all(&*store).await, Ok(vec![(call, vec![0; 65_536])]));
}

async fn what_is_stored_never_reaches_a_log(store: Arc<dyn CallStore>) {
    assert_eq!(store.save("CAsecret", None, b"hunter2".to_vec()).await, Ok(Saved::Done));
    let shown = format!("{store:?}");
    assert!(shown.contains("Limits") && !shown.contains("secret") && !shown.contains("hunter2"), "{shown}");
    let shown = format!("{:?}", store.page(None).await);
    assert!(shown.contains('1') && !shown.contains("secret") && !shown.contains("hunter2"), "{shown}");
}

/// A page is never much larger than it should be, whatever a store holds.
async fn many_records_are_read_in_pages_while_some_of_them_change(store: Arc<dyn CallStore>) {
    let calls: Vec<String> = (0..3 * PAGE_SIZE).map(|call| format!("CA{call}")).collect();
    for call in &calls {
        assert_eq!(store.save(call, None, b"1".to_vec()).await, Ok(Saved::Done));
    }
    let (mut seen, mut next, mut pages) = (BTreeSet::new(), None, 0);
    loop {
        let page = store.page(next.as_deref()).await.unwrap();
        assert!(page.records.len() <= PAGE_SIZE * 2, "{} records in a page", page.records.len());
        pages += 1;
        assert!(pages < 1000, "it does not end");
        for (call, record) in page.records {
            assert!(record == b"1" || record == b"2", "{call}");
            // Changing or removing records that were returned does not hide the others.
            if seen.len() % 3 == 0 {
                let _changed = store.save(&call, Some(b"1"), b"2".to_vec()).await.unwrap();
            } else if seen.len() % 7 == 0 {
                let _removed = store.remove(&call, &record).await.unwrap();
            }
            seen.insert(call);
        }
        match page.next {
            Some(place) => next = Some(place),
            None => break,
        }
    }
    assert!(pages > 2, "{pages} pages");
    assert_eq!(seen.len(), calls.len());
}
