//! Slow questions: the caller stays on the line, and no other caller waits.

use tokio::time::Instant;

use super::*;

/// Comes back until somebody else has a turn; how often, and what is heard then.
async fn held(line: &Line, first: String) -> (usize, String) {
    let (mut rounds, mut document) = (0, first);
    while document.contains("One moment.") {
        assert!(document.contains("<Redirect"), "{document}");
        rounds += 1;
        document = line.post(&next(&document), "").await;
    }
    (rounds, document)
}

#[tokio::test(start_paused = true)]
async fn an_answer_after_forty_seconds_is_waited_for_with_words() {
    let line = Line::new();
    let begun = Instant::now();
    let first = line.entered("40").await;
    let (rounds, welcome) = held(&line, first).await;
    assert!(welcome.contains("Code 40."), "{welcome}");
    assert_eq!((rounds, begun.elapsed().as_secs()), (6, 40));
    assert_eq!((line.desk.asked(), line.sessions.lookups.count()), (1, 0));
}

#[tokio::test(start_paused = true)]
async fn no_request_waits_longer_than_a_provider() {
    let line = Line::new();
    let mut document = line.entered("22").await;
    while document.contains("One moment.") {
        let begun = Instant::now();
        document = line.post(&next(&document), "").await;
        assert!(begun.elapsed() < Duration::from_secs(8), "{:?}", begun.elapsed());
    }
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_never_comes_is_late_and_given_up() {
    let line = Line::new();
    let begun = Instant::now();
    let first = line.entered("22").await;
    let (_, human) = held(&line, first).await;
    assert!(human.contains("+12345678900") && !human.contains("went wrong"), "{human}");
    assert_eq!(begun.elapsed().as_secs(), 45);
    assert_eq!((line.desk.asked(), line.desk.dropped(), line.sessions.lookups.count()), (1, 1, 0));
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_panics_leads_to_on_error() {
    let line = Line::new();
    let words = line.entered("33").await;
    assert!(words.contains("Something went wrong.") && words.contains("+12345678900"), "{words}");
    assert_eq!(line.sessions.lookups.count(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_thousand_answers_that_never_come_slow_nobody_down() {
    let line = Arc::new(Line::new());
    let hanging = (0..1_000).map(|number| {
        let line = Arc::clone(&line);
        tokio::spawn(async move {
            let call = format!("CAhang{number}");
            let first = line.post_for(&call, "/ward", "").await;
            line.post_for(&call, &next(&first), "Digits=22").await
        })
    });
    let hanging: Vec<_> = hanging.collect();
    settle().await;
    assert_eq!(line.sessions.lookups.count(), 1_000);
    let begun = Instant::now();
    assert!(line.entered("11").await.contains("Code 11."));
    // The simulated clock has not advanced, because it stops while a task works.
    assert_eq!(begun.elapsed(), Duration::ZERO);
    for held in hanging {
        assert!(held.await.unwrap().contains("One moment."));
    }
    sleep(Duration::from_secs(120)).await;
    assert_eq!((line.sessions.lookups.count(), line.desk.dropped()), (0, 1_000));
}

#[tokio::test(start_paused = true)]
async fn two_answers_in_one_request_take_no_longer_than_one() {
    let line = Line::new();
    let welcome = line.entered("05").await;
    let begun = Instant::now();
    let held = line.post(&next(&welcome), "Digits=3").await;
    assert!(held.contains("<Redirect") && held.contains("/ward/Second/0/3"), "{held}");
    assert_eq!(begun.elapsed().as_secs(), 6);
    // The second question began in the sixth second, and the next request continues to wait for it.
    let goodbye = line.post(&next(&held), "").await;
    assert!(goodbye.contains("Goodbye."), "{goodbye}");
    assert_eq!((begun.elapsed().as_secs(), line.desk.asked()), (10, 3));
}

#[tokio::test(start_paused = true)]
async fn an_answer_is_given_up_when_the_caller_hangs_up() {
    let line = Line::new();
    line.entered("22").await;
    assert_eq!(line.sessions.lookups.count(), 1);
    line.post("/ward/status", "CallStatus=completed").await;
    settle().await;
    assert_eq!((line.sessions.lookups.count(), line.desk.dropped()), (0, 1));
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_nobody_comes_back_for_is_kept_for_a_minute() {
    let line = Line::new();
    let held = line.entered("40").await;
    sleep(Duration::from_secs(34 + 59)).await;
    assert_eq!(line.sessions.lookups.count(), 1);
    sleep(Duration::from_secs(2)).await;
    assert_eq!(line.sessions.lookups.count(), 0);
    // A later request is answered, too: the question is asked again.
    assert!(line.post(&next(&held), "").await.contains("One moment."));
    assert_eq!(line.desk.asked(), 2);
}

#[tokio::test(start_paused = true)]
async fn another_entry_is_another_question() {
    let line = Line::new();
    let held = line.entered("40").await;
    // The call is moved to its first URL while the question is pending.
    let anew = line.post("/ward", "").await;
    assert!(line.post(&next(&anew), "Digits=11").await.contains("Code 11."));
    assert_eq!(line.desk.asked(), 2);
    assert!(line.post(&next(&held), "").await.contains("Code 11."), "the newest answer");
}
