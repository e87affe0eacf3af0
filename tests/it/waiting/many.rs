//! Many waiting callers, each of whom sends a request every three seconds: how they end, and what they cost.

use std::sync::{Arc, Mutex};

use ivr::{config::Settings, phone::Caller};

use crate::counting_store::CountingStore;

/// A thousand where `CI` is set, which takes 20 s.
fn number_of_callers() -> usize {
    if std::env::var_os("CI").is_some() { 1000 } else { 100 }
}

/// Ten documents of three seconds are half a minute.
const DOCUMENTS: usize = 10;

ivr::phone_tree! {
    /// A queue whose document takes three seconds.
    tree Crowd for Ledger {
        start Support;
        data { ahead: u32 = 0 }

        state Support {
            enqueue "support", max_wait 1min, wait Waiting match {
                bridged => { run app.note("bridged"); } then end,
                left => { run app.note("left"); } then end,
                hung_up => { run app.note("hung up"); } then end,
                full | failed => end,
            }
        }
        state Waiting { match queue.position { n => { set ahead = n; } then Tune } }
        state Tune { gather key, timeout 3s { } match { hidden 1 => leave, hidden 2 => leave to Callback, silence | _ => Waiting } }
        state Callback { say "We will call you."; run app.note("callback"); hangup; }
    }
}

/// What became of each caller.
#[derive(Clone, Default)]
struct Ledger(Arc<Mutex<Vec<&'static str>>>);

impl Ledger {
    fn note(&self, end: &'static str) {
        self.0.lock().unwrap().push(end);
    }

    fn count(&self, end: &str) -> usize {
        self.0.lock().unwrap().iter().filter(|noted| **noted == end).count()
    }
}

#[test]
fn many_callers_wait_at_no_cost_and_each_ends_where_the_tree_says() {
    let count = number_of_callers();
    let (ledger, store) = (Ledger::default(), CountingStore::default());
    let settings = Settings::new().unsigned().own_store(store.clone());
    let router = ivr::router::<Crowd>(ledger.clone(), &settings).unwrap();
    let mut callers: Vec<Caller> =
        (0..count).map(|_| Caller::to(router.clone(), "/crowd").at(Crowd::Tune)).collect();
    assert_eq!(store.saves(), 2 * count, "the call, and its place in the queue");

    let loads = store.loads();
    for _ in 0..DOCUMENTS {
        callers = callers.into_iter().map(|caller| caller.silence().silence().at(Crowd::Tune)).collect();
    }
    assert_eq!(store.saves(), 2 * count, "nothing changes while a caller waits");
    assert!(store.largest() < 1500, "bytes of a record");
    // Each request loads the record, at the end of a document and before the next one, because another server may have
    // changed it.
    let loads = store.loads() - loads;
    assert_eq!(loads, 2 * count * DOCUMENTS);
    eprintln!(
        "{count} callers, {DOCUMENTS} documents each: {loads} loads, 0 writes, {} bytes a record",
        store.largest()
    );

    callers = callers.into_iter().map(|caller| caller.moves_up().silence().silence()).collect();
    assert_eq!(store.saves(), 3 * count, "each has moved up");

    for (index, caller) in callers.into_iter().enumerate() {
        match index % 5 {
            0 => caller.bridged().ended(),
            1 => caller.press('1').ended(),
            2 => caller.press('2').hears("We will call you.").ended(),
            3 => caller.hangs_up().ended(),
            _ => caller.stays_silent().ended(),
        };
    }
    let share = count / 5;
    for _ in 0..200 {
        if ledger.0.lock().unwrap().len() == count {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    assert_eq!(ledger.count("bridged"), share);
    assert_eq!(ledger.count("left"), 2 * share, "by a key, and after a minute");
    assert_eq!(ledger.count("callback"), share);
    assert_eq!(ledger.count("hung up"), share);
}
