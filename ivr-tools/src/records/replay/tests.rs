//! Recorded calls of a former ACME, replayed through the current one.

use super::*;
use crate::fixture::Acme;

fn event(call: &str, second: u8, what: &str) -> String {
    format!(r#"{{"time":"2026-11-30T07:15:{second:02}Z","call":"{call}","tree":"Acme",{what}}}"#)
}

fn step(state: &str, verb: &str, arm: &str, outcome: &str, attempt: u8, to: &str) -> String {
    format!(
        r#""event":"step","state":"{state}","verb":"{verb}","arm":"{arm}","outcome":"{outcome}","attempt":{attempt},{to},"latency_us":9"#
    )
}

const STARTED: &str = r#""event":"started","next":"Menu""#;

/// What is told of one call with these events.
fn told(events: &[String]) -> String {
    let lines: Vec<String> =
        events.iter().zip(0..).map(|(what, second)| event("CA1", second, what)).collect();
    let calls = Calls::of(&lines.join("\n"), "Acme");
    let replay = Replay::of(&calls, &Dialog::<Acme>::new().unwrap());
    replay.differences.first().map_or_else(|| "same".to_owned(), |difference| difference.why.to_string())
}

#[test]
fn a_call_that_goes_as_it_went_is_the_same() {
    let events = [
        STARTED.to_owned(),
        step("Menu", "gather", "silence", "silence", 0, r#""next":"Menu""#),
        step("Menu", "gather", "_", "_", 1, r#""next":"Menu""#),
        step("Menu", "gather", "silence", "silence", 2, r#""next":"Reception""#),
        step("Reception", "dial", "_", "busy", 0, r#""next":"Sales""#),
        step("Sales", "record", "recorded", "recorded", 0, r#""next":"Thanks","end":"hangup""#),
        r#""event":"ended","status":"completed""#.to_owned(),
    ];
    assert_eq!(told(&events), "same");
    // The server that wrote this file answered only the end of the call.
    assert_eq!(told(&events[3..]), "same");
}

#[test]
fn a_step_that_leads_elsewhere_is_told_with_both_places() {
    let menu = |arm, to: &str| step("Menu", "gather", arm, "matched", 0, to);
    assert_eq!(
        told(&[STARTED.to_owned(), menu("sales", r#""next":"Support""#)]),
        "Menu, sales: led to Support, now leads to Sales"
    );
    assert_eq!(
        told(&[r#""event":"started","next":"Hours""#.to_owned()]),
        "the start: led to Hours, now leads to Menu"
    );
    // Two attempts instead of one.
    let silence = step("Menu", "gather", "silence", "silence", 1, r#""next":"Reception""#);
    assert_eq!(told(&[silence]), "Menu, silence: led to Reception, now leads to Menu");
    let over = step("Reception", "dial", "answered", "answered", 0, r#""next":"Thanks","end":"hangup""#);
    assert_eq!(told(&[over]), "Reception, answered: led to Thanks, now leads to hangup");
}

#[test]
fn what_is_gone_is_told() {
    let to = r#""next":"Menu""#;
    for (what, why) in [
        (step("Attic", "gather", "down", "matched", 0, to), "Attic: there is no such state any more"),
        (step("Menu", "gather", "fax", "matched", 0, to), "Menu, fax: there is no such arm any more"),
        (step("Menu", "record", "recorded", "recorded", 0, to), "Menu: was `record`, is now `gather`"),
        (
            step("Greeting", "gather", "_", "_", 0, to),
            "Greeting: was `gather`, is now `nothing that comes back`",
        ),
        (
            r#""event":"started","start":"night","next":"Menu""#.to_owned(),
            "the start night: there is no such start any more",
        ),
    ] {
        assert_eq!(told(&[what]), why);
    }
}

#[test]
fn a_queue_and_an_error_are_beside_the_way_of_a_call() {
    let queue = |outcome, to| step("Support", "enqueue", "_", outcome, 0, to);
    let events = [
        STARTED.to_owned(),
        step("Menu", "gather", "support", "matched", 0, r#""next":"Support""#),
        queue("waits", r#""next":"Support""#),
        queue("waits", r#""next":"Support""#),
        queue("hung_up", r#""next":"Sales""#),
        r#""event":"on_error","state":"Sales""#.to_owned(),
        step("Reception", "dial", "answered", "answered", 0, r#""end":"hangup""#),
    ];
    assert_eq!(told(&events), "same");
}

#[test]
fn calls_that_differ_in_the_same_way_are_told_together() {
    let menu = |arm, next: &str| step("Menu", "gather", arm, "matched", 0, &format!(r#""next":"{next}""#));
    let mut lines: Vec<String> =
        (1..=4).map(|call| event(&format!("CA{call}"), 0, &menu("sales", "Hours"))).collect();
    lines.push(event("CA5", 0, &menu("support", "Hours")));
    lines.push(event("CA6", 0, &menu("support", "Support")));
    let replay = Replay::of(&Calls::of(&lines.join("\n"), "Acme"), &Dialog::<Acme>::new().unwrap());
    assert!(!replay.is_same());
    assert_eq!(
        replay.to_string(),
        "1 of 6 calls of Acme go the same way under this version (16.7 %).\n\n\
         \x20       4  Menu, sales: led to Hours, now leads to Sales\n\
         \x20          CA1, CA2, CA3, …\n\
         \x20       1  Menu, support: led to Hours, now leads to Support\n\
         \x20          CA5\n"
    );
    let json = serde_json::to_value(&replay).unwrap();
    assert_eq!(json["differences"][0]["why"], "elsewhere");
    assert_eq!(json["differences"][0]["calls"][3], "CA4");
}
