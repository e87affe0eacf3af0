//! Jobs of several runtimes, and of none.

use std::{
    pin::pin,
    sync::mpsc,
    task::{Context, Poll, Wake, Waker},
    thread::{self, Thread},
};

use super::*;

struct Unparks(Thread);

impl Wake for Unparks {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// Waits for a future without a runtime.
fn wait<F: Future>(future: F) -> F::Output {
    let waker = Waker::from(Arc::new(Unparks(thread::current())));
    let (mut future, mut context) = (pin!(future), Context::from_waker(&waker));
    loop {
        match future.as_mut().poll(&mut context) {
            Poll::Ready(answer) => return answer,
            Poll::Pending => thread::park_timeout(Duration::from_secs(20)),
        }
    }
}

#[test]
fn it_works_without_a_runtime() {
    let folder = Folder::new();
    let store = folder.plain();
    for number in 0..10 {
        let call = format!("CA{number}");
        assert_eq!(wait(store.save(&call, None, vec![number])), Ok(Saved::Done));
        assert_eq!(wait(store.load(&call)), Ok(Some(vec![number])));
    }
    assert_eq!(wait(store.ready()), Ok(()));
}

#[test]
fn a_runtime_that_stands_still_holds_up_no_other() {
    let store = Arc::new(Folder::new().plain());
    let (begun, has_begun) = mpsc::channel();
    let (go, gone) = mpsc::channel::<()>();
    let blocked = Arc::clone(&store);
    let other = thread::spawn(move || {
        run(async move {
            let mut save = blocked.save("CA1", None, vec![1]);
            let polled = std::future::poll_fn(|context| Poll::Ready(save.as_mut().poll(context))).await;
            assert!(polled.is_pending());
            // The thread of the runtime is blocked before the batch is handed over.
            begun.send(()).unwrap();
            let _ = gone.recv();
            save.await
        })
    });
    has_begun.recv().unwrap();
    assert_eq!(run(store.save("CA2", None, vec![2])), Ok(Saved::Done));
    assert_eq!(run(store.load("CA1")), Ok(Some(vec![1])));
    drop(go);
    assert_eq!(other.join().unwrap(), Ok(Saved::Done));
}

#[test]
fn those_who_ask_in_one_turn_share_one_transaction() {
    let store = Arc::new(Folder::new().plain());
    run(async {
        let saves: Vec<_> = (0..100)
            .map(|call| {
                let store = Arc::clone(&store);
                tokio::spawn(async move { store.save(&format!("CA{call}"), None, vec![1]).await })
            })
            .collect();
        for save in saves {
            assert_eq!(save.await.unwrap(), Ok(Saved::Done));
        }
    });
    assert_eq!(store.writer.commits(), 1);
}
