//! `run …, at_least_once`: repeated until it succeeds, under one name.

use std::sync::Mutex;

use ivr_core::event::Event;

use super::{
    super::{GRACE, record::Pending},
    flaky::Mood,
    *,
};
use crate::dialog::{
    data::{Call, Fields},
    tree::{Action, AtLeastOnce, Ending, Transition},
};

/// ```text
/// state Alarm { run app.raise(call).await, at_least_once; run app.note().await; say "Help is on its way.";
///               gather key match { 1 => Alarm, silence | _ => end } }
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) struct Alarm;

/// What each attempt comes to, in their order; further ones succeed.
#[derive(Debug, Default)]
pub(super) struct Tower {
    outcomes: Mutex<Vec<Outcome>>,
    raised: Mutex<Vec<String>>,
    noted: Mutex<usize>,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Outcome {
    Fails,
    Panics,
    Hangs,
}

impl Tower {
    pub(super) fn fails(outcomes: &[Outcome]) -> Arc<Self> {
        Arc::new(Self { outcomes: Mutex::new(outcomes.iter().rev().copied().collect()), ..Self::default() })
    }

    async fn raise(&self, call: &Call<()>) -> Result<(), ()> {
        self.raised.lock().unwrap().push(call.step_id.clone());
        let outcome = self.outcomes.lock().unwrap().pop();
        match outcome {
            None => Ok(()),
            Some(Outcome::Fails) => Err(()),
            Some(Outcome::Panics) => panic!("on purpose"),
            Some(Outcome::Hangs) => std::future::pending().await,
        }
    }

    pub(super) fn raised(&self) -> Vec<String> {
        self.raised.lock().unwrap().clone()
    }
}

impl PhoneTree for Alarm {
    type App = Arc<Tower>;
    type Data = ();
    const NAME: &'static str = "Alarm";
    const NEEDS_APP: bool = true;
    const STATEFUL: bool = true;
    const RUNS: &'static [u16] = &[0];
    const AT_LEAST_ONCE: &'static [AtLeastOnce] =
        &[AtLeastOnce { block: 0, source: "app.raise(call).await" }];
    const DESCRIPTION: &'static str = r#"{"name":"Alarm","language":"en-US","starts":[{"state":"Alarm"}],
        "states":[{"name":"Alarm","lines":[{"effect":{"block":0}},{"say":{"text":"Help is on its way."}}],
        "verb":{"gather":{"keys":{"min":1,"max":1},"timeout":5,"prompts":[],"arms":[
        {"keys":["1"],"heard":"1","to":{"go":"Alarm"}},{"outcomes":["silence","_"],"to":{"end":"hangup"}}]}}}]}"#;
    const ACTIONS: &'static [Action<Self>] = &[];

    fn states() -> &'static [Self] {
        &[Self]
    }

    fn index(self) -> usize {
        0
    }

    fn name(self) -> &'static str {
        "Alarm"
    }

    fn next(self, heard: Event) -> Transition<Self> {
        if heard == Event::Key1 { Transition::Go(Self) } else { Transition::End(Ending::Hangup) }
    }

    async fn run(_: u16, app: &Self::App, _: &Call<()>) {
        *app.noted.lock().unwrap() += 1;
    }

    async fn run_at_least_once(_: u16, app: &Self::App, call: &Call<()>) -> bool {
        app.raise(call).await.is_ok()
    }
}

/// A process that answers for the tower.
fn process(tower: &Arc<Tower>, store: &Arc<Flaky>) -> (Router, Arc<Sessions<Alarm>>) {
    let sessions = Arc::new(Sessions::new(Arc::clone(tower), Some(Arc::clone(store) as Arc<dyn CallStore>)));
    (routes(Arc::clone(&sessions)), sessions)
}

pub(super) async fn call(router: &Router, path: &str, form: &str) -> String {
    request(router, path, &format!("CallSid={CALL}&From=%2B14158675309&To=%2B18005551212&{form}")).await
}

/// A `run` of this source that step number `step` left undone.
pub(super) fn undone(step: u32, source: &str) -> Pending {
    let (fields, language) = (Fields::default(), "en-US".to_owned());
    let (at_least_once, state) = (Some(source.to_owned()), String::new());
    let by = None;
    Pending { step, place: 1, block: 0, fields, language, once: None, at_least_once, state, report: None, by }
}

pub(super) async fn pending(store: &Flaky) -> Option<usize> {
    let stored = store.load(CALL).await.unwrap()?;
    Some(Record::read(&stored).unwrap().pending.len())
}

#[tokio::test(start_paused = true)]
async fn what_fails_panics_or_hangs_is_repeated_under_one_name_until_it_is_done() {
    let tower = Tower::fails(&[Outcome::Fails, Outcome::Panics, Outcome::Hangs]);
    let store = Arc::default();
    let (router, _) = process(&tower, &store);
    assert!(call(&router, "/alarm", "").await.contains("Help is on its way."));
    settle().await;
    assert_eq!(pending(&store).await, Some(1), "it is stored until it is done");
    sleep(Duration::from_secs(100)).await;
    assert_eq!(tower.raised(), vec!["CA1-1-1"; 4]);
    assert_eq!(pending(&store).await, Some(0));
    assert_eq!(*tower.noted.lock().unwrap(), 1, "its neighbour is done once");
    sleep(Duration::from_secs(1000)).await;
    assert_eq!(tower.raised().len(), 4);
}

#[tokio::test(start_paused = true)]
async fn each_step_has_a_name_of_its_own_and_requests_that_come_twice_begin_nothing_anew() {
    let tower = Tower::fails(&[Outcome::Hangs]);
    let store = Arc::default();
    let (router, _) = process(&tower, &store);
    let first = call(&router, "/alarm", "").await;
    for _ in 0..3 {
        assert_eq!(call(&router, "/alarm", "").await, first);
    }
    settle().await;
    assert_eq!(tower.raised(), ["CA1-1-1"]);
    call(&router, &next(&first), "Digits=1").await;
    sleep(Duration::from_secs(100)).await;
    assert_eq!(tower.raised(), ["CA1-1-1", "CA1-2-1", "CA1-1-1"]);
    assert_eq!(pending(&store).await, Some(0));
}

#[tokio::test(start_paused = true)]
async fn what_was_under_way_when_the_process_was_killed_is_repeated_by_the_next_one() {
    let tower = Tower::fails(&[Outcome::Hangs]);
    let store = Arc::default();
    let (router, _) = process(&tower, &store);
    call(&router, "/alarm", "").await;
    settle().await;
    let (_, sessions) = process(&tower, &store);
    sessions.tend();
    settle().await;
    assert_eq!(tower.raised(), ["CA1-1-1", "CA1-1-1"]);
    assert_eq!(pending(&store).await, Some(0));
}

#[tokio::test(start_paused = true)]
async fn what_is_done_and_cannot_be_crossed_off_is_not_repeated() {
    let tower = Arc::new(Tower::default());
    let store: Arc<Flaky> = Arc::default();
    let (router, sessions) = process(&tower, &store);
    // The store becomes unavailable between the step and the end of the `run`.
    let todo = {
        call(&router, "/alarm", "").await;
        sleep(Duration::from_secs(1)).await;
        assert_eq!(tower.raised().len(), 1);
        let stored = store.load(CALL).await.unwrap().unwrap();
        let mut record = Record::read(&stored).unwrap();
        record.pending = vec![undone(7, "app.raise(call).await")];
        let written = record.write().unwrap();
        assert!(store.save(CALL, Some(&stored), written).await.is_ok());
        (record.pending[0].clone(), record.call_of(CALL, &record.pending[0]).unwrap())
    };
    store.is(Mood::Away);
    sessions.repeat(todo.0, todo.1);
    sleep(Duration::from_secs(20)).await;
    assert_eq!(tower.raised(), ["CA1-1-1", "CA1-7-1"]);
    store.is(Mood::Well);
    sleep(Duration::from_secs(60)).await;
    assert_eq!(tower.raised().len(), 2);
    assert_eq!(pending(&store).await, Some(0));
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_over_is_forgotten_when_the_last_of_it_is_done() {
    let tower = Tower::fails(&[Outcome::Fails; 8]);
    let store = Arc::default();
    let (router, _) = process(&tower, &store);
    call(&router, "/alarm", "").await;
    call(&router, "/alarm/status", "CallStatus=completed").await;
    sleep(GRACE + Duration::from_secs(1)).await;
    assert_eq!(pending(&store).await, Some(1));
    sleep(Duration::from_secs(300)).await;
    assert_eq!(tower.raised().len(), 9);
    assert_eq!(pending(&store).await, None);
}

#[tokio::test(start_paused = true)]
async fn a_run_that_this_version_of_the_tree_does_not_have_stays_undone() {
    let tower = Arc::new(Tower::default());
    let store: Arc<Flaky> = Arc::default();
    let (_, sessions) = process(&tower, &store);
    let mut record = Record::new("a", "b");
    record.pending = vec![undone(1, "app.shout(call).await")];
    assert!(store.save(CALL, None, record.write().unwrap()).await.is_ok());
    sessions.tend();
    sleep(Duration::from_secs(100)).await;
    assert_eq!(tower.raised(), Vec::<String>::new());
    assert_eq!(pending(&store).await, Some(1));
}
