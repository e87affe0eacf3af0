//! The unfinished work of a server that has ended is taken over, and that of a running one is not.

use super::{
    flaky::Mood,
    repeats::{Alarm, Outcome, Tower, call, pending, undone},
    *,
};

/// One of several servers of a store.
fn server(tower: &Arc<Tower>, store: &Arc<Flaky>) -> (Router, Arc<Sessions<Alarm>>) {
    let sessions = Sessions::new(Arc::clone(tower), Some(Arc::clone(store) as Arc<dyn CallStore>));
    let sessions = Arc::new(sessions.on_shared_store());
    sessions.tend();
    (routes(Arc::clone(&sessions)), sessions)
}

fn towers() -> (Arc<Tower>, Arc<Tower>) {
    (Tower::fails(&[Outcome::Hangs]), Arc::default())
}

impl Sessions<Alarm> {
    /// As `kill -9` does it, as far as others see.
    async fn is_killed(&self) {
        self.presence.as_ref().unwrap().is_killed().await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_run_of_a_server_that_ended_for_good_is_done_by_another_one() {
    let (first, second) = towers();
    let store = Arc::default();
    let (router, killed) = server(&first, &store);
    let (_, _other) = server(&second, &store);
    call(&router, "/alarm", "").await;
    settle().await;
    assert_eq!((first.raised().len(), second.raised().len()), (1, 0));
    killed.is_killed().await;
    sleep(Duration::from_secs(20)).await;
    assert_eq!(second.raised(), ["CA1-1-1"], "under the same name, and once");
    assert_eq!(pending(&store).await, Some(0));
}

#[tokio::test(start_paused = true)]
async fn a_run_of_a_server_that_is_there_is_left_to_it_whoever_answers_the_next_step() {
    let (first, second) = towers();
    let store = Arc::default();
    let (router, _first) = server(&first, &store);
    let (other, _second) = server(&second, &store);
    let document = call(&router, "/alarm", "").await;
    settle().await;
    call(&other, &next(&document), "Digits=1").await;
    // Another server that starts meanwhile does not execute it either.
    let third = Arc::default();
    let (_, _third) = server(&third, &store);
    sleep(Duration::from_secs(50)).await;
    assert_eq!((first.raised(), second.raised()), (vec!["CA1-1-1".to_owned()], vec!["CA1-2-1".to_owned()]));
    assert!(third.raised().is_empty());
    // It is repeated by the server that began it.
    sleep(Duration::from_secs(60)).await;
    assert_eq!((first.raised().len(), second.raised().len()), (2, 1));
    assert_eq!(pending(&store).await, Some(0));
}

#[tokio::test(start_paused = true)]
async fn a_store_that_was_away_makes_no_server_look_dead() {
    let (first, second) = towers();
    let store: Arc<Flaky> = Arc::default();
    let (router, _first) = server(&first, &store);
    let (_, _second) = server(&second, &store);
    call(&router, "/alarm", "").await;
    sleep(Duration::from_secs(5)).await;
    store.is(Mood::Away);
    sleep(Duration::from_secs(30)).await;
    store.is(Mood::Well);
    sleep(Duration::from_secs(20)).await;
    assert_eq!((first.raised().len(), second.raised().len()), (1, 0));
}

#[tokio::test(start_paused = true)]
async fn a_server_that_starts_takes_over_from_servers_that_nobody_knows() {
    let tower = Arc::default();
    let store: Arc<Flaky> = Arc::default();
    let mut record = Record::new("a", "b");
    record.pending = vec![undone(1, "app.raise(call).await")];
    record.pending[0].by = Some("unknown".to_owned());
    assert!(store.save(CALL, None, record.write().unwrap()).await.is_ok());
    let (_, _server) = server(&tower, &store);
    settle().await;
    assert_eq!(tower.raised(), ["CA1-1-1"]);
    assert_eq!(pending(&store).await, Some(0));
}

#[tokio::test(start_paused = true)]
async fn what_two_servers_cross_off_is_told_apart() {
    let (first, second): (Arc<Flaky>, Arc<Flaky>) = Default::default();
    let mut record = Record::new("a", "b");
    record.pending = vec![undone(1, "")];
    record.pending[0].at_least_once = None;
    let mut stored = Vec::new();
    for store in [&first, &second] {
        assert!(store.save(CALL, None, record.write().unwrap()).await.is_ok());
        let tower = Arc::default();
        let (_, _server) = server(&tower, store);
        settle().await;
        assert_eq!(pending(store).await, Some(0));
        let mut left = Record::read(&store.load(CALL).await.unwrap().unwrap()).unwrap();
        stored.push(left.write().unwrap());
    }
    // A server that lost the answer of its save would take the other one's record for its own.
    assert_ne!(stored[0], stored[1]);
}

#[tokio::test(start_paused = true)]
async fn a_server_that_ends_in_order_leaves_nothing_and_one_with_work_to_do_leaves_it() {
    let (first, second) = towers();
    let store = Arc::default();
    let (router, working) = server(&first, &store);
    let (_, idle) = server(&Arc::default(), &store);
    let (_, _other) = server(&second, &store);
    call(&router, "/alarm", "").await;
    settle().await;
    for ends in [&idle, &working] {
        ends.leave().await;
    }
    working.is_killed().await;
    sleep(Duration::from_secs(20)).await;
    assert_eq!(second.raised(), ["CA1-1-1"]);
}
