//! More requests than can be answered: new calls are turned away, and calls in progress are not.

use tokio::task::JoinSet;

use super::*;
use crate::service::config::LIMIT_SETTINGS;

const SENTENCE: &str = "We are receiving more calls than we can answer.";

/// A ward at which so many requests may wait.
fn ward(limit: &str) -> Arc<Line> {
    let setting = LIMIT_SETTINGS.iter().find(|setting| setting.flag == "max-pending-requests").unwrap();
    let (desk, store): (Arc<Desk>, Arc<Flaky>) = (Arc::default(), Arc::default());
    let sessions = Sessions::new(Arc::clone(&desk), Some(Arc::clone(&store) as Arc<dyn CallStore>));
    Arc::new(Line::of(&Settings::new().limit(setting, limit), sessions, desk, store))
}

async fn ring(line: &Line, call: &str) -> String {
    line.post_for(call, "/ward", "CallStatus=ringing").await
}

#[tokio::test(start_paused = true)]
async fn a_flood_of_new_calls_harms_no_call_in_progress() {
    let line = ward("8");
    let mut entries = Vec::new();
    for number in 0..20 {
        entries.push((format!("CA{number}"), next(&ring(&line, &format!("CA{number}")).await)));
    }
    // Twenty callers have entered a code whose lookup takes five seconds. Then many new calls arrive.
    let mut answers = JoinSet::new();
    for (call, entry) in entries {
        let line = Arc::clone(&line);
        answers.spawn(async move { line.post_for(&call, &entry, "Digits=05").await });
    }
    settle().await;
    for number in 0..200 {
        let said = ring(&line, &format!("CB{number}")).await;
        assert!(said.contains(SENTENCE) && said.ends_with("<Hangup/></Response>"), "{said}");
        assert_eq!(line.store.load(&format!("CB{number}")).await.unwrap(), None);
    }
    while let Some(answer) = answers.join_next().await {
        assert!(answer.unwrap().contains("Code 05."));
    }
    // The overload is over, and new calls are answered again.
    assert!(ring(&line, "CB1").await.contains("Enter your code."));
    let metrics = Request::get("/metrics").body(Body::empty()).unwrap();
    let metrics = line.router.clone().oneshot(metrics).await.unwrap();
    let metrics = to_bytes(metrics.into_body(), usize::MAX).await.unwrap();
    let metrics = String::from_utf8(metrics.to_vec()).unwrap();
    assert!(metrics.contains(r#"ivr_requests_total{tree="Ward",outcome="turned_away"} 200"#), "{metrics}");
}

#[tokio::test(start_paused = true)]
async fn a_call_that_does_not_ring_is_not_turned_away() {
    let line = ward("1");
    let entry = next(&ring(&line, "CA1").await);
    let waiting = tokio::spawn({
        let line = Arc::clone(&line);
        async move { line.post_for("CA1", &entry, "Digits=05").await }
    });
    settle().await;
    assert!(ring(&line, "CA2").await.contains(SENTENCE));
    // An outgoing call, or one that was moved to its first URL.
    let goes_out = line.post_for("CA3", "/ward", "CallStatus=in-progress").await;
    assert!(goes_out.contains("Enter your code."), "{goes_out}");
    assert!(waiting.await.unwrap().contains("Code 05."));
}
