//! Replaces one program of a tree by another and back, host by host behind nginx, during calls.

use std::{
    collections::BTreeSet,
    net::SocketAddr,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    path::Path,
    process::Command,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use ivr::phone::check_lock;

use crate::{
    callers::Visit,
    dice::Dice,
    ledger::Expected,
    program::ends,
    provider::Provider,
    proxy::Proxy,
    replicas::{HOSTS, Replicas, Tree, Version},
    servers::{Kind, Server},
    storm::{Folder, settled},
};

/// A line with data, and one without.
const TREES: [Tree; 2] = [Tree::Orders, Tree::Desk];

/// From one call to the next.
const CALL_INTERVAL: Duration = Duration::from_millis(25);

/// How long a call takes, about.
const CALL_LENGTH: Duration = Duration::from_millis(1500);

/// How long the servers stay as they are.
const STAGE: Duration = Duration::from_millis(500);

/// How long nginx may take to read its file on a busy machine.
const RELOAD: Duration = Duration::from_secs(5);

/// How long the calls that have begun may take on a busy machine.
const MAX_CALLS: Duration = Duration::from_secs(60);

/// The calls.
#[derive(Default)]
struct Calls {
    is_over: AtomicBool,
    /// The numbers of the calls in progress.
    in_progress: Mutex<BTreeSet<u64>>,
}

impl Calls {
    /// Waits until all calls that have begun by now have ended.
    fn wait(&self) {
        let (until, newest) = (Instant::now() + MAX_CALLS, self.in_progress.lock().unwrap().last().copied());
        while self.in_progress.lock().unwrap().first().copied().is_some_and(|first| Some(first) <= newest) {
            assert!(Instant::now() < until, "a call does not end");
            thread::sleep(CALL_INTERVAL);
        }
    }
}

#[test]
fn no_call_is_stranded_while_one_program_replaces_another_and_goes_back() {
    let Some(store) = Server::start(Kind::REDIS, &[]) else { return };
    let folder = Folder::new("rolling");
    let mut replicas = Replicas::start(store.url(), &folder.0, &TREES, HOSTS);
    let Some(proxy) = Proxy::start(&replicas, &folder.0) else { return };
    let (calls, listens) = (Arc::<Calls>::default(), proxy.listens().to_vec());
    let callers = thread::spawn({
        let calls = Arc::clone(&calls);
        move || (0..).map_while(|number| call(number, &listens, &calls)).collect::<Vec<_>>()
    });
    let began = Instant::now();
    let mut passed_on = [0; TREES.len()];
    let mut count = |replicas: &Replicas, host| {
        for (count, tree) in passed_on.iter_mut().zip(TREES) {
            *count += replicas.metric(host, tree, &passed_on_by(tree));
        }
    };
    for host in 0..HOSTS {
        thread::sleep(STAGE);
        count(&replicas, host);
        replicas.replace(host, Version::New);
    }
    thread::sleep(STAGE);
    for host in 0..HOSTS - 1 {
        thread::sleep(STAGE);
        replicas.replace(host, Version::Old);
    }
    // The last new server answers the calls that the old ones do not know, until these have ended.
    proxy.spares_the_last_host(&replicas, true);
    // nginx reads its file in the background: until then, calls still begin on the last host.
    thread::sleep(RELOAD);
    calls.wait();
    (0..HOSTS - 1).for_each(|host| count(&replicas, host));
    replicas.replace(HOSTS - 1, Version::Old);
    proxy.spares_the_last_host(&replicas, false);
    thread::sleep(CALL_LENGTH);
    calls.is_over.store(true, Ordering::Relaxed);
    let mut expected = TREES.map(|_| Vec::new());
    let mut count = 0;
    for (tree, call) in callers.join().unwrap() {
        count += 1;
        expected[tree].extend(call.join().expect("a call is stranded"));
    }
    let took = began.elapsed();
    println!("{count} calls, out and back in {took:.1?}; {passed_on:?} requests passed on");
    assert!(!passed_on.contains(&0), "no server was asked for what it does not know");
    let done = settled(&replicas, Tree::Orders, &expected[0]);
    let is_exact = done.right == expected[0].len() && done.repeated == 0 && done.doubled.is_empty();
    assert!(is_exact && done.wrong.is_empty(), "{done:#?}");
}

/// The next call to one of the trees, which begins in a moment; none once it is over.
fn call(
    number: u64,
    listens: &[SocketAddr],
    calls: &Arc<Calls>,
) -> Option<(usize, JoinHandle<Vec<Expected>>)> {
    thread::sleep(CALL_INTERVAL);
    let tree = usize::try_from(number).unwrap() % TREES.len();
    let provider = Provider::new(&[listens[tree]], &Arc::default(), Dice::new(number << 1)).repeats_nothing();
    // A call that stays on its server is seldom passed on.
    let provider = provider.keeps_cookies(number % 8 < 2);
    let visit = Visit { tree: TREES[tree], dice: Dice::new(number << 1 | 1), length: CALL_LENGTH };
    if calls.is_over.load(Ordering::Relaxed) {
        return None;
    }
    calls.in_progress.lock().unwrap().insert(number);
    let calls = Arc::clone(calls);
    let make = move || {
        // A call that fails has ended, too.
        let made = catch_unwind(AssertUnwindSafe(|| visit.make(&provider)));
        calls.in_progress.lock().unwrap().remove(&number);
        made.unwrap_or_else(|failed| resume_unwind(failed))
    };
    Some((tree, thread::spawn(make)))
}

/// What a server counts that was asked for what it does not know.
fn passed_on_by(tree: Tree) -> String {
    format!("ivr_requests_total{{tree=\"{tree:?}\",outcome=\"passed_on\"}}")
}

/// What a server is asked to stop waits for: what it has promised, and not the calls that are in progress.
#[test]
fn a_server_that_is_stopped_does_what_it_promised_and_leaves_calls_to_the_next_one() {
    let Some(store) = Server::start(Kind::REDIS, &[]) else { return };
    let folder = Folder::new("stopping");
    let mut replicas = Replicas::start(store.url(), &folder.0, &[Tree::Orders], 1);
    let address = replicas.address(0, Tree::Orders);
    let provider = || Provider::new(&[address], &Arc::default(), Dice::new(1)).repeats_nothing();
    let [waits, orders] = [provider(), provider()];
    let begin = |provider: &Provider| provider.call(Tree::Orders).press("1234").press('1');
    let waiting = begin(&waits).hears("You have 1 boxes");
    let _over = begin(&orders).press('2').press('1').hears("Thank you for 1 boxes.").ended();
    // The `run` that reports the parcel has not ended.
    let began = Instant::now();
    replicas.replace(0, Version::New);
    assert!(began.elapsed() < Duration::from_secs(10), "{:.1?}", began.elapsed());
    let ledger = replicas.ledger(Tree::Orders);
    let shipped = format!("{}-", orders.id());
    assert!(ledger.lines().any(|line| line.starts_with(&shipped) && line.contains(" shipped ")), "{ledger}");
    let _over = waiting.press('1').hears("You have 2 boxes").hangs_up();
}

mod broken {
    ivr::phone_tree! {
        /// What the line for orders might become, without its question for boxes.
        pub tree Orders {
            start Customer;
            language en-US;
            data { customer: ivr::speak::Digits }
            everywhere { silence | _ => retry 2 { say "Sorry?"; } then Done }
            on_error { say "Something went wrong."; } then Done
            state Customer { gather 4 keys, into customer { say "Your number?"; } match { entered => Done } }
            state Done { say "Thank you."; hangup; }
        }
    }
}

/// The exit code of `lock`, and what it says.
fn lock(version: Version, arguments: &[&str], file: &Path) -> Option<i32> {
    ends(Command::new(Tree::Orders.program(version)).arg("lock").args(arguments).arg(file)).0
}

#[test]
fn a_program_that_would_strand_calls_is_refused_by_its_lock() {
    let folder = Folder::new("lock");
    let file = folder.0.join("ivr.lock");
    assert_eq!(lock(Version::Old, &[], &file), Some(0));
    assert_eq!(lock(Version::New, &["--check"], &file), Some(0));
    let refused = catch_unwind(|| check_lock::<broken::Orders>(&file)).unwrap_err();
    let why = refused.downcast_ref::<String>().unwrap();
    assert!(why.contains("state Boxes is gone") && why.contains("would be stranded"), "{why}");
}
