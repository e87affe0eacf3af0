//! Many callers while replicas and the database are killed.

use std::{
    env, fs,
    path::PathBuf,
    process,
    sync::{Arc, Mutex, PoisonError, atomic::Ordering},
    thread,
    time::{Duration, Instant},
};

use crate::{
    callers::Visit,
    dice::Dice,
    ledger::{self, Count, Expected},
    provider::{Provider, Tally},
    proxy::Proxy,
    replicas::{HOSTS, Replicas, Tree},
    servers::{
        Server,
        cluster::{Cluster, REPLICA},
    },
};

/// From one killed replica to the next.
const KILL_INTERVAL: Duration = Duration::from_secs(1);

/// How long what is promised may take after the last call.
const SETTLE_TIMEOUT: Duration = Duration::from_secs(40);

/// Who is called.
const TREES: [Tree; 3] = [Tree::Triage, Tree::Helpline, Tree::Orders];

/// How large it is: `CHAOS_CALLS`, `CHAOS_SECONDS` and `CHAOS_SEED`.
struct Plan {
    calls: usize,
    length: Duration,
    seed: u64,
}

impl Plan {
    fn from_env() -> Self {
        let number = |name, fallback| env::var(name).map_or(fallback, |text| text.parse().unwrap());
        let calls = usize::try_from(number("CHAOS_CALLS", 300)).unwrap();
        Self {
            calls,
            length: Duration::from_secs(number("CHAOS_SECONDS", 20)),
            seed: number("CHAOS_SEED", 1),
        }
    }
}

/// Where the calls are.
pub(crate) trait Store {
    fn url(&self) -> String;

    /// Ends it, or a part of it, like a crash, and starts it again.
    fn crash(&mut self);
}

impl Store for Server {
    fn url(&self) -> String {
        Self::url(self)
    }

    fn crash(&mut self) {
        self.kill();
        self.run();
    }
}

impl Store for Cluster {
    fn url(&self) -> String {
        Self::url(self)
    }

    /// The first primary comes back when its replica has taken over.
    fn crash(&mut self) {
        self.kill(0);
        self.says(REPLICA, "INFO replication", &["role:master"]);
        self.run(0);
    }
}

/// One database of this name.
pub(crate) fn storm<S: Store>(name: &str, start: impl FnOnce() -> Option<S>) {
    static ALONE: Mutex<()> = Mutex::new(());
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let plan = Plan::from_env();
    let Some(mut store) = start() else { return };
    let folder = Folder::new(name);
    let mut replicas = Replicas::start(store.url(), &folder.0, &TREES, HOSTS);
    let Some(proxy) = Proxy::start(&replicas, &folder.0) else { return };
    let tally = Arc::<Tally>::default();
    let began = Instant::now();
    let calls: Vec<_> = (0..plan.calls as u64)
        .map(|number| {
            let tree = usize::try_from(number).unwrap() % TREES.len();
            let dice = |kind: u64| Dice::new(plan.seed << 40 ^ kind << 32 ^ number);
            let provider = Provider::new(&[proxy.listens()[tree]], &tally, dice(1));
            let visit = Visit { tree: TREES[tree], dice: dice(2), length: plan.length };
            (tree, thread::spawn(move || visit.make(&provider)))
        })
        .collect();
    let mut dice = Dice::new(plan.seed);
    let (mut kills, mut outage, mut restarted) = (0, None, Instant::now());
    while calls.iter().any(|(_, call)| !call.is_finished()) {
        thread::sleep(KILL_INTERVAL.saturating_sub(restarted.elapsed()));
        restarted = Instant::now();
        replicas.restart(dice.below(HOSTS));
        kills += 1;
        if outage.is_none() && began.elapsed() > plan.length / 2 {
            let killed = Instant::now();
            store.crash();
            outage = Some(killed.elapsed());
        }
    }
    let length = began.elapsed();
    let (mut lost, mut expected) = (0, TREES.map(|_| Vec::new()));
    for (tree, call) in calls {
        match call.join() {
            Ok(effects) => expected[tree].extend(effects),
            Err(_) => lost += 1,
        }
    }
    println!(
        "{}: {} calls in {length:.0?}, {} steps (the slowest {} ms), {} repeated at once and {} later, {kills} kills, \
         the database away for {outage:.1?}, {lost} calls lost",
        name,
        plan.calls,
        tally.steps.load(Ordering::Relaxed),
        tally.slowest.load(Ordering::Relaxed),
        tally.at_once.load(Ordering::Relaxed),
        tally.later.load(Ordering::Relaxed),
    );
    let counts: Vec<_> =
        TREES.iter().zip(&expected).map(|(&tree, expected)| settled(&replicas, tree, expected)).collect();
    println!("{counts:#?}");
    assert_eq!(lost, 0, "calls were lost");
    assert!(outage.is_some(), "the database was never killed");
    for count in counts {
        assert!(count.missing.is_empty() && count.doubled.is_empty() && count.wrong.is_empty(), "{count:#?}");
    }
}

/// What was done, once everything that was promised is.
pub(crate) fn settled(replicas: &Replicas, tree: Tree, expected: &[Expected]) -> Count {
    let began = Instant::now();
    loop {
        let count = ledger::count(&replicas.ledger(tree), expected);
        if count.missing.is_empty() || began.elapsed() > SETTLE_TIMEOUT {
            return count;
        }
        thread::sleep(Duration::from_millis(200));
    }
}

/// Where one storm keeps its files, taken away with it unless it fails.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn new(name: &str) -> Self {
        let path = env::temp_dir().join(format!("ivr-chaos-{name}-{}", process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if !thread::panicking() {
            let _ = fs::remove_dir_all(&self.0);
        }
    }
}
