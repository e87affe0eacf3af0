//! A database that is away when the server starts, and again in the middle of calls, for longer than a caller waits.

use std::{
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use ivr::phone::Caller;

use crate::{
    dice::Dice,
    ledger::{Expected, Promise},
    provider::{Provider, Tally},
    replicas::{Replicas, Tree},
    servers::{Kind, Server},
    storm::{Folder, settled},
};

/// Who is called when something went wrong.
const CLERK: &str = "+12345678900";

/// How long a caller waits at most for the words of `on_error`; once it is known that the database is away, and before.
const KNOWN: Duration = Duration::from_secs(3);
const UNKNOWN: Duration = Duration::from_secs(7);

/// The line under a database that is away at first.
pub(crate) fn away(kind: Kind) {
    let Some(mut store) = Server::stopped(kind, &[]) else { return };
    let folder = Folder::new(&format!("away-{}", kind.program));
    let replicas = Replicas::start(store.url(), &folder.0, &[Tree::Orders], 1);
    let line = Line { replicas, tally: Arc::default() };
    // The database is unavailable at startup.
    let _over = line.hears_of_it(UNKNOWN, || line.call().1).answers().ended();
    let _over = line.hears_of_it(KNOWN, || line.call().1).answers().ended();
    store.run();
    let (orders, waiting) = line.ordering();
    let (_, led_astray) = line.ordering();
    // The database is unavailable during calls. One caller sends a request meanwhile, and one does not.
    store.kill();
    let led_astray = line.hears_of_it(UNKNOWN, || led_astray.press('1'));
    store.run();
    let _over = led_astray.answers().ended();
    let _over =
        waiting.press('1').hears("You have 2 boxes.").press('2').press('1').hears("Thank you").ended();
    let _over = line.ordering().1.press('1').hears("You have 2 boxes.").hangs_up();
    // The box is reported by a `run`, after the answer.
    thread::sleep(Duration::from_millis(100));
    let call = orders.id();
    let expected = [
        (Promise::AtMostOnce, "counted", 1),
        (Promise::AtMostOnce, "counted", 2),
        (Promise::AtMostOnce, "charged", 2),
        (Promise::AtLeastOnce, "shipped", 2),
    ];
    let expected = expected.map(|(promise, effect, boxes)| Expected {
        call: call.clone(),
        promise,
        effect: format!("{effect} customer=1234 boxes={boxes}"),
    });
    let count = settled(&line.replicas, Tree::Orders, &expected);
    assert!(count.right == 4 && count.doubled.is_empty(), "{count:#?}");
}

struct Line {
    replicas: Replicas,
    tally: Arc<Tally>,
}

impl Line {
    fn call(&self) -> (Provider, Caller) {
        let address = self.replicas.address(0, Tree::Orders);
        let provider = Provider::new(&[address], &self.tally, Dice::new(1)).repeats_nothing();
        let caller = provider.call(Tree::Orders);
        (provider, caller)
    }

    /// A caller who has asked for one box.
    fn ordering(&self) -> (Provider, Caller) {
        let (provider, caller) = self.call();
        let caller = caller.hears("customer number").press("1234").hears("You have 0 boxes");
        (provider, caller.press('1').hears("You have 1 boxes"))
    }

    /// A caller who hears that something went wrong, within this time.
    fn hears_of_it(&self, limit: Duration, asks: impl FnOnce() -> Caller) -> Caller {
        let began = Instant::now();
        let caller = asks().hears("Something went wrong.").dials(CLERK);
        assert!(began.elapsed() < limit, "after {:.1?}", began.elapsed());
        caller
    }
}
