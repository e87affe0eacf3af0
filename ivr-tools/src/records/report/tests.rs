//! Calls of ACME, and the report about them.

use super::*;
use crate::fixture::Acme;
use ivr_runtime::tree::PhoneTree as _;
use roxmltree::Document;

fn acme() -> Description {
    serde_json::from_str(Acme::DESCRIPTION).unwrap()
}

/// An event at a second of a call.
fn event(call: &str, second: u8, what: &str) -> String {
    format!(r#"{{"time":"2026-11-30T07:15:{second:02}Z","call":"{call}","tree":"Acme",{what}}}"#)
}

fn step(state: &str, verb: &str, arm: &str, outcome: &str, to: &str) -> String {
    format!(
        r#""event":"step","state":"{state}","verb":"{verb}","arm":"{arm}","outcome":"{outcome}","attempt":0,{to},"latency_us":9"#
    )
}

const STARTED: &str = r#""event":"started","next":"Menu""#;
const ENDED: &str = r#""event":"ended","status":"completed","duration_s":30"#;

/// Four calls: one leaves a message, one hangs up in the menu after silence, one is in progress, one fails.
fn stories() -> String {
    let menu = |arm, outcome, to: &str| step("Menu", "gather", arm, outcome, &format!(r#""next":"{to}""#));
    let sales = step("Sales", "record", "recorded", "recorded", r#""next":"Thanks","end":"hangup""#);
    [
        event("CA1", 0, STARTED),
        event("CA1", 4, &menu("sales", "matched", "Sales")),
        event("CA1", 20, &sales),
        event("CA1", 21, ENDED),
        event("CA2", 0, STARTED),
        event("CA2", 10, &menu("silence", "silence", "Menu")),
        event("CA2", 16, ENDED),
        event("CA3", 0, STARTED),
        event("CA3", 2, &menu("hours", "matched", "Hours")),
        event("CA4", 0, STARTED),
        event("CA4", 1, r#""event":"on_error","state":"Menu""#),
        event("CA4", 9, &step("Reception", "dial", "answered", "answered", r#""end":"hangup""#)),
    ]
    .join("\n")
}

fn report(text: &str) -> Report {
    Report::of(&Calls::of(text, "Acme"), &acme())
}

fn state<'r>(report: &'r Report, name: &str) -> &'r StateReport {
    report.states.iter().find(|state| state.state == name).unwrap()
}

#[test]
fn callers_who_leave_are_counted_where_they_were_and_no_one_else() {
    let report = report(&stories());
    assert_eq!(
        (report.calls, report.ended_by_tree, report.left_by_caller, report.in_progress, report.on_error),
        (4, 2, 1, 1, 1)
    );
    let menu = state(&report, "Menu");
    assert_eq!((menu.visits, menu.left, menu.asked_again, menu.on_error), (4, 1, 1, 1));
    assert_eq!(state(&report, "Hours").left, 0, "that call is in progress");
    assert_eq!((state(&report, "Thanks").visits, state(&report, "Thanks").ended), (1, 1));
    // `on_error` leads to this state.
    assert_eq!(state(&report, "Reception").visits, 1);
}

#[test]
fn a_caller_who_is_asked_again_waits_from_the_first_time() {
    let report = report(&stories());
    let menu = state(&report, "Menu");
    // Waiting times of 4 s and 2 s; the caller who left did so after 16 s.
    assert_eq!(menu.wait.map(|wait| (wait.median_s, wait.p90_s)), Some((2.0, 4.0)));
    assert_eq!(menu.wait_until_left.map(|wait| wait.median_s), Some(16.0));
}

#[test]
fn without_a_reported_end_a_call_counts_as_left_where_it_was_seen_last() {
    let text: Vec<_> = stories().lines().filter(|line| !line.contains("ended")).map(str::to_owned).collect();
    let report = report(&text.join("\n"));
    assert_eq!((report.left_by_caller, report.in_progress), (2, 0));
    assert_eq!((state(&report, "Menu").left, state(&report, "Hours").left), (1, 1));
    assert!(super::text(&report).contains("No end of a call is reported"));
}

#[test]
fn what_a_queue_plays_is_not_a_step_of_the_call() {
    let queue = |arm, outcome, to| step("Support", "enqueue", arm, outcome, to);
    let text = [
        event("CA1", 0, r#""event":"started","next":"Support""#),
        event("CA1", 1, &queue("_", "waits", r#""next":"Support""#)),
        event("CA1", 31, &queue("_", "waits", r#""next":"Support""#)),
        event("CA1", 50, &queue("bridged", "bridged", r#""end":"hangup""#)),
    ];
    let report = report(&text.join("\n"));
    let support = state(&report, "Support");
    assert_eq!((support.visits, support.asked_again, support.left), (1, 0, 0));
    assert_eq!(support.wait.map(|wait| wait.median_s), Some(50.0));
}

#[test]
fn states_and_arms_of_another_version_are_told() {
    let text = [
        event("CA1", 0, r#""event":"started","next":"Attic""#),
        event("CA1", 1, &step("Attic", "gather", "down", "matched", r#""next":"Menu""#)),
        event("CA1", 2, &step("Menu", "gather", "fax", "matched", r#""next":"Hours""#)),
    ];
    let report = report(&text.join("\n"));
    assert_eq!(report.unknown.get("Attic"), Some(&2));
    assert_eq!(state(&report, "Menu").unknown_arms.get("fax"), Some(&1));
    assert_eq!(state(&report, "Hours").visits, 1);
}

#[test]
fn the_text_tells_where_callers_leave_and_which_arms_nobody_takes() {
    let text = super::text(&report(&stories()));
    for line in [
        "4 calls in Acme, 2026-11-30 07:15 to 2026-11-30 07:15 UTC",
        "        2   50.0 %  ended by the tree",
        "        1   25.0 %  left by the caller",
        "No call came to Support.",
        "        1   33.3 %  sales         → Sales",
        "        1   33.3 %  silence       → asks again twice, then Reception",
        "  Menu       support, to Menu, receptionist, _",
    ] {
        assert!(text.lines().any(|one| one == line), "{line:?} in\n{text}");
    }
    let menu = text.lines().find(|line| line.starts_with("Menu ")).unwrap();
    let cells: Vec<&str> = menu.split_whitespace().collect();
    assert_eq!(cells[..8], ["Menu", "gather", "4", "1", "25.0", "%", "1", "2"], "{menu}");
}

#[test]
fn an_empty_file_is_a_report_of_no_calls() {
    let report = report("");
    let text = super::text(&report);
    assert!(text.starts_with("0 calls in Acme\n") && !text.contains("Arms that nobody took"), "{text}");
    assert!(svg(&report, &acme()).contains("0 calls"));
}

#[test]
fn the_picture_marks_boxes_in_which_many_leave_and_arms_that_nobody_takes() {
    let tree = acme();
    let picture = svg(&report(&stories()), &tree);
    let document = Document::parse(&picture).unwrap();
    let class = |id: &str| {
        let node = document.descendants().find(|node| node.attribute("id") == Some(id)).unwrap();
        node.attribute("class").unwrap().to_owned()
    };
    assert!(class("state-Menu").ends_with(" many-leave"), "one in four");
    assert!(!class("state-Sales").contains("leave"));
    let texts: Vec<&str> = document.descendants().filter_map(|node| node.text()).collect();
    for text in ["Sales · 1", "Support · 0", "4 visits · 1 (25.0 %) left here · 2 s"] {
        assert!(texts.contains(&text), "{text} in {texts:?}");
    }
    let unused = document.descendants().filter(|node| {
        node.attribute("class").is_some_and(|class| class.starts_with("edge") && class.contains("unused"))
    });
    assert!(unused.count() > 3);
    // The diagram without a report has none of this.
    let plain = crate::inspect::picture::svg(&tree);
    assert!(!plain.contains("class=\"arm chosen unused\"") && !plain.contains("visits"), "{plain}");
}

#[test]
fn programs_read_the_same_counts() {
    let json = serde_json::to_value(report(&stories())).unwrap();
    assert_eq!(json["states"][1]["state"], "Menu");
    assert_eq!(json["states"][1]["left"], 1);
    assert_eq!(json["states"][1]["wait"]["p90_s"], 4.0);
    assert_eq!(json["states"][1]["arms"][0]["taken"], 1);
}
