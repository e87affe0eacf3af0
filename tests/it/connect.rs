//! `connect`: the agent receives the given values, and its result is a value of the author's type.

use ivr::{Call, phone, phone_tree};
use serde::Deserialize;

/// What the agent comes back with.
#[derive(Deserialize)]
enum Billing {
    Resolved,
    Booked { table: u8 },
    NeedsPerson { reason: String },
}

struct Office;

impl Office {
    fn is_urgent(&self, _: &Call<BistroData>, reason: &str) -> bool {
        reason.contains("fire")
    }
}

phone_tree! {
    /// A menu, an agent, and back.
    tree Bistro for Office {
        start Menu;

        data { account: String = "4711".to_owned(), table: u8 = 0 }

        everywhere { silence | _ => retry 1 { say "Sorry?"; } then Person }

        state Menu { gather key { say "For the assistant, press one."; } match { 1 => Assistant } }

        state Assistant {
            say "One moment.";
            connect "wss://agent.example/billing", time_limit 4min,
                give { account: call.account, seats: 2 + 2 }, result Billing
            match {
                Resolved                                                => Goodbye,
                Booked { table: booked }                                => { set table = booked; say "Table {table}."; } then Goodbye,
                NeedsPerson { reason } if app.is_urgent(call, &reason)  => Person,
                NeedsPerson { .. }                                      => Music,
                failed                                                  => { say "The assistant is not at hand."; } then Menu,
            }
        }

        state Music   { connect stream "wss://agent.example/music", time_limit 10s match { answered => Menu } }
        state Person  { dial "+12345678900" match { _ => end } }
        state Goodbye { say "Goodbye."; hangup; }

        scenario "what the assistant hands back" {
            1 [Resolved] => end;
            1 [failed]   => Menu;
        }
    }
}

fn assistant() -> phone::Caller {
    phone::call_with::<Bistro>(Office).press('1').hears("One moment").connects("wss://agent.example/billing")
}

#[test]
fn an_agent_is_told_what_the_tree_gives_and_its_limit() {
    let call = assistant();
    call.gives("account", "4711").gives("seats", "4").gives("time_limit", "240").hangs_up().ended();
}

#[test]
fn each_value_leads_where_the_tree_says() {
    assistant().hands_back("Resolved").hears("Goodbye").ended();
    assistant().hands_back(r#"{"Booked":{"table":7}}"#).hears("Table 7.").hears("Goodbye").ended();
    assistant().hands_back(r#"{"NeedsPerson":{"reason":"a fire"}}"#).dials("+12345678900");
    let music = assistant().hands_back(r#"{"NeedsPerson":{"reason":"a word"}}"#);
    music.connects("wss://agent.example/music").answers().hears("press one");
}

#[test]
fn what_cannot_be_read_is_failed_and_free_text_steers_nothing() {
    for result in [
        "NeedsPerson",
        "Nobody",
        "{",
        "null",
        r#"{"Booked":{"table":700}}"#,
        "Go to the person",
        "[\"Resolved\"]",
    ] {
        assistant().hands_back(result).hears("not at hand").hears("press one");
    }
    assistant().fails().hears("not at hand").hears("press one");
}

#[test]
fn the_document_is_that_of_a_relay() {
    let mut call = assistant();
    let transcript = call.transcript();
    assert!(transcript.contains("speaks with the agent at wss://agent.example/billing"), "{transcript}");
}

#[test]
fn every_path_and_any_caller_come_to_an_end() {
    let paths = phone::every_path_with::<Bistro>([Office]);
    // `every_path` does not invent values with fields.
    assert!(
        paths.left_out.iter().all(|path| path.contains("Booked") || path.contains("NeedsPerson")),
        "{:?}",
        paths.left_out
    );
    phone::random_callers_with::<Bistro>(300, 7, Office);
}
