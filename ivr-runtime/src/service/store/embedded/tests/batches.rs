//! The writer and the reader thread: waiting jobs are written together, and no job waits for an unrelated one.

use std::{future::poll_fn, sync::mpsc, task::Poll};

use super::*;
use crate::service::store::records::StoredRecord;

/// Stops the writer until it is told to go on, or the test is over.
async fn stop(store: &EmbeddedStore) -> mpsc::Sender<()> {
    let (go, gone) = mpsc::channel::<()>();
    let (stopped, is_stopped) = oneshot::channel();
    let blocker = store.writer.ask(move |_| {
        stopped.send(()).unwrap();
        let _ = gone.recv();
        Ok(())
    });
    tokio::select! {
        biased;
        _ = blocker => panic!("it went on"),
        stopped = is_stopped => stopped.unwrap(),
    }
    go
}

/// Asks, and does not wait for the answer.
async fn ask<T>(asked: &mut Pending<'_, T>) -> Option<Result<T, StoreError>> {
    poll_fn(|context| match asked.as_mut().poll(context) {
        Poll::Ready(answer) => Poll::Ready(Some(answer)),
        Poll::Pending => Poll::Ready(None),
    })
    .await
}

#[test]
fn two_hundred_who_save_at_once_share_one_transaction() {
    let folder = Folder::new();
    let store = folder.plain();
    let calls: Vec<String> = (0..200).map(|number| format!("CA{number}")).collect();
    run(async {
        let go = stop(&store).await;
        let mut saves = Vec::new();
        for call in &calls {
            let mut save = store.save(call, None, call.clone().into_bytes());
            assert_eq!(ask(&mut save).await, None);
            saves.push(save);
        }
        drop(go);
        for save in saves {
            assert_eq!(save.await, Ok(Saved::Done));
        }
    });
    assert_eq!(store.writer.commits(), 1);
    drop(store);
    let all = run(async { all(&folder.plain()).await.unwrap() });
    assert_eq!(all.len(), 200);
    assert!(all.iter().all(|(call, record)| call.as_bytes() == record));
}

#[test]
fn what_changes_nothing_is_not_written() {
    let store = Folder::new().plain();
    run(async {
        assert_eq!(store.save("CA1", None, vec![1]).await, Ok(Saved::Done));
        let before = store.writer.commits();
        assert_eq!(store.save("CA1", None, vec![2]).await, Ok(Saved::Changed(Some(vec![1]))));
        assert_eq!(store.remove("CA1", &[2]).await, Ok(Saved::Changed(Some(vec![1]))));
        assert_eq!(store.remove("CA2", &[2]).await, Ok(Saved::Changed(None)));
        assert_eq!(store.writer.commits(), before);
    });
}

#[test]
fn whether_it_is_ready_is_found_out_by_writing() {
    let folder = Folder::new();
    let store = folder.plain();
    run(async {
        let before = store.writer.commits();
        assert_eq!(store.ready().await, Ok(()));
        assert_eq!(store.writer.commits(), before + 2);
    });
}

#[test]
fn reading_does_not_wait_for_writing() {
    let store = Folder::new().plain();
    run(async {
        assert_eq!(store.save("CA1", None, vec![1]).await, Ok(Saved::Done));
        let _go = stop(&store).await;
        assert_eq!(store.load("CA1").await, Ok(Some(vec![1])));
        assert_eq!(all(&store).await.unwrap().len(), 1);
    });
}

#[test]
fn a_save_that_nobody_waits_for_any_more_is_left_out() {
    let store = Folder::new().plain();
    run(async {
        let go = stop(&store).await;
        let mut given_up = store.save("CA1", None, vec![1]);
        assert_eq!(ask(&mut given_up).await, None);
        drop(given_up);
        drop(go);
        assert_eq!(store.save("CA1", None, vec![2]).await, Ok(Saved::Done));
    });
}

#[test]
fn a_disk_that_does_not_keep_up_refuses_more_instead_of_making_callers_wait() {
    let store = Folder::new().plain();
    run(async {
        let _go = stop(&store).await;
        let mut waiting = Vec::new();
        let refused = loop {
            let mut asked = store.save("CA1", None, Vec::new());
            match ask(&mut asked).await {
                Some(answer) => break answer,
                None => waiting.push(asked),
            }
        };
        assert_eq!(
            refused.unwrap_err().to_string(),
            "the call store is unavailable: its disk does not keep up"
        );
        assert!((1000..10_000).contains(&waiting.len()));
    });
}

#[test]
fn old_calls_go_away_by_themselves() {
    let folder = Folder::new();
    let (clock, hands) = Clock::by_hand();
    let limits = Limits { ttl: Duration::from_secs(60), ..Limits::default() };
    let store = folder.sweeping(limits, clock, Duration::from_millis(1));
    let calls = queue::BATCH + 1;
    run(async {
        let fill = store.writer.ask(move |tables| {
            let kept = || StoredRecord { at: 1_000_000, record: Vec::new() };
            (0..calls).try_for_each(|call| tables.put(&call.to_string(), kept()))
        });
        assert_eq!(fill.await, Ok(()));
        assert_eq!(store.writer.ask(|tables| tables.calls()).await, Ok(calls));
        hands.fetch_add(60_000, Ordering::SeqCst);
        let swept = async { while store.writer.ask(|tables| tables.calls()).await != Ok(0) {} };
        tokio::time::timeout(Duration::from_secs(20), swept).await.unwrap();
    });
}
