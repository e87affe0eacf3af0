//! Metrics for Prometheus. Every label is a fixed word in this source, or a name of the tree.

use std::time::Duration;

use prometheus_client::{
    encoding::text,
    metrics::{
        counter::Counter,
        family::Family,
        histogram::{Histogram, exponential_buckets},
    },
    registry::Registry,
};

use super::flow::Flow;
use crate::description::Description;

/// The result of a request.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Outcome {
    /// A new call was answered.
    Answered,
    /// A call continued.
    Stepped,
    /// A callback was processed.
    Noted,
    /// HEAD: only the headers were requested.
    Probed,
    /// The caller heard the `on_error` of the tree.
    OnError,
    /// A new call was turned away.
    TurnedAway,
    /// The request was passed on to a server with another version of the tree.
    PassedOn,
    /// The request was refused, for this reason.
    Rejected(&'static str),
}

impl Outcome {
    const ALL: [Self; 8] = [
        Self::Answered,
        Self::Stepped,
        Self::Noted,
        Self::Probed,
        Self::OnError,
        Self::TurnedAway,
        Self::PassedOn,
        Self::Rejected(""),
    ];

    /// Returns its index in [`ALL`](Self::ALL).
    const fn place(self) -> usize {
        match self {
            Self::Answered => 0,
            Self::Stepped => 1,
            Self::Noted => 2,
            Self::Probed => 3,
            Self::OnError => 4,
            Self::TurnedAway => 5,
            Self::PassedOn => 6,
            Self::Rejected(_) => 7,
        }
    }

    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::Stepped => "stepped",
            Self::Noted => "noted",
            Self::Probed => "probed",
            Self::OnError => "on_error",
            Self::TurnedAway => "turned_away",
            Self::PassedOn => "passed_on",
            Self::Rejected(_) => "rejected",
        }
    }
}

type Label = [(&'static str, &'static str); 1];

/// The metrics of a tree.
#[derive(Debug)]
pub(crate) struct Metrics {
    registry: Registry,
    calls: Counter,
    /// In the order of [`Outcome::ALL`].
    requests: [Counter; Outcome::ALL.len()],
    rejections: Family<Label, Counter>,
    seconds: Histogram,
    prompts_loaded: Counter,
    prompts_refused: Counter,
    /// The counters by state.
    pub(crate) flow: Flow,
}

impl Metrics {
    /// Creates all metrics of `tree` at zero. `reasons` are all reasons to refuse a request.
    pub(crate) fn new(tree: &Description, reasons: impl IntoIterator<Item = &'static str>) -> Self {
        let (calls, by_outcome, rejections) = (Counter::default(), Family::default(), Family::default());
        // From 0.1 ms to the 15 s after which Twilio hangs up.
        let seconds = Histogram::new(exponential_buckets(0.0001, 4.0, 9));
        let requests =
            Outcome::ALL.map(|outcome| by_outcome.get_or_create_owned(&[("outcome", outcome.as_str())]));
        for reason in reasons {
            rejections.get_or_create_owned(&[("reason", reason)]);
        }
        let mut registry = Registry::with_labels([("tree".into(), tree.name.clone().into())].into_iter());
        registry.register("ivr_calls_started", "Calls that were answered", calls.clone());
        registry.register("ivr_requests", "Webhooks by their result", by_outcome);
        registry.register("ivr_rejections", "Webhooks that were refused, by reason", rejections.clone());
        registry.register("ivr_request_duration_seconds", "Time to answer a webhook", seconds.clone());
        let (prompts_loaded, prompts_refused) = (Counter::default(), Counter::default());
        let (loaded, refused) =
            ("Versions of the prompt file that were loaded", "Versions of the prompt file that were refused");
        registry.register("ivr_prompts_reloads", loaded, prompts_loaded.clone());
        registry.register("ivr_prompts_refusals", refused, prompts_refused.clone());
        let flow = Flow::new(&mut registry, tree);
        Self { registry, calls, requests, rejections, seconds, prompts_loaded, prompts_refused, flow }
    }

    /// Counts one request.
    pub(crate) fn count(&self, outcome: Outcome, took: Duration) {
        if let Some(counter) = self.requests.get(outcome.place()) {
            counter.inc();
        }
        self.seconds.observe(took.as_secs_f64());
        match outcome {
            Outcome::Answered => drop(self.calls.inc()),
            Outcome::Rejected(reason) => drop(self.rejections.get_or_create(&[("reason", reason)]).inc()),
            Outcome::Stepped
            | Outcome::Noted
            | Outcome::Probed
            | Outcome::OnError
            | Outcome::TurnedAway
            | Outcome::PassedOn => {}
        }
    }

    /// Counts a new version of the prompt file.
    pub(crate) fn count_prompts(&self, taken: bool) {
        let counter = if taken { &self.prompts_loaded } else { &self.prompts_refused };
        counter.inc();
    }

    /// Returns all metrics in the text format.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        // Writing into a `String` cannot fail.
        let _ = text::encode(&mut text, &self.registry);
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{dialog::tree::PhoneTree as _, fixture::Acme};
    use ivr_core::{callback::CallStatus, event::Event};

    fn acme(reasons: &[&'static str]) -> Metrics {
        let tree = serde_json::from_str(Acme::DESCRIPTION).unwrap();
        Metrics::new(&tree, reasons.iter().copied())
    }

    #[track_caller]
    fn assert_has(metrics: &Metrics, lines: &[&str]) {
        let text = metrics.text();
        for line in lines {
            assert!(text.contains(line), "{line} in\n{text}");
        }
    }

    #[test]
    fn every_number_is_there_before_the_first_request() {
        let metrics = acme(&["signature", "size"]);
        let calls = r#"ivr_calls_started_total{tree="Acme"} 0"#;
        let answered = r#"ivr_requests_total{tree="Acme",outcome="answered"} 0"#;
        let refused = r#"ivr_rejections_total{tree="Acme",reason="size"} 0"#;
        assert_has(&metrics, &[calls, answered, refused]);
    }

    #[test]
    fn every_outcome_has_its_own_counter() {
        for (place, outcome) in Outcome::ALL.into_iter().enumerate() {
            assert_eq!(outcome.place(), place, "{outcome:?}");
        }
    }

    #[test]
    fn a_call_and_a_refusal_are_counted() {
        let metrics = acme(&["signature"]);
        metrics.count(Outcome::Answered, Duration::from_millis(1));
        metrics.count(Outcome::Rejected("signature"), Duration::from_millis(1));
        let calls = r#"ivr_calls_started_total{tree="Acme"} 1"#;
        let refused = r#"ivr_rejections_total{tree="Acme",reason="signature"} 1"#;
        let both = r#"ivr_request_duration_seconds_count{tree="Acme"} 2"#;
        assert_has(&metrics, &[calls, refused, both]);
    }

    #[test]
    fn steps_and_states_are_counted_by_their_names_and_never_by_a_key() {
        let metrics = acme(&[]);
        let menu = Acme::Menu.index();
        assert_has(
            &metrics,
            &[
                r#"ivr_state_reached_total{tree="Acme",state="Menu",verb="gather"} 0"#,
                r#"ivr_steps_total{tree="Acme",state="Menu",verb="gather",outcome="matched"} 0"#,
            ],
        );
        for heard in [Event::Key1, Event::Key2, Event::Silence] {
            metrics.flow.count_step(menu, heard);
        }
        metrics.flow.count_reached(menu);
        // An outcome that the verb of the state does not have is not counted.
        metrics.flow.count_step(menu, Event::Busy);
        assert_has(
            &metrics,
            &[
                r#"ivr_state_reached_total{tree="Acme",state="Menu",verb="gather"} 1"#,
                r#"ivr_steps_total{tree="Acme",state="Menu",verb="gather",outcome="matched"} 2"#,
                r#"ivr_steps_total{tree="Acme",state="Menu",verb="gather",outcome="silence"} 1"#,
            ],
        );
        let text = metrics.text();
        assert!(!text.contains(r#"state="Menu",verb="gather",outcome="busy""#), "{text}");
        assert!(!text.contains(r#"state="Greeting""#), "a call never rests there:\n{text}");
    }

    #[test]
    fn the_end_of_a_call_is_counted_with_its_duration() {
        let metrics = acme(&[]);
        metrics.flow.count_end(CallStatus::Completed, Some(Duration::from_secs(42)));
        metrics.flow.count_end(CallStatus::NoAnswer, None);
        assert_has(
            &metrics,
            &[
                r#"ivr_calls_ended_total{tree="Acme",status="completed"} 1"#,
                r#"ivr_calls_ended_total{tree="Acme",status="no-answer"} 1"#,
                r#"ivr_calls_ended_total{tree="Acme",status="busy"} 0"#,
                r#"ivr_call_duration_seconds_sum{tree="Acme"} 42"#,
                r#"ivr_call_duration_seconds_count{tree="Acme"} 1"#,
            ],
        );
    }
}
