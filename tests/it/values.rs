//! Expressions in place of literals: the number of keys, hints, a queue; and several kinds of callees in one `dial`.

use ivr::phone::{Caller, call_with, every_path_with, random_callers_with};
use ivr::tree::PhoneTree as _;
use ivr_runtime::description::{Description, Verb};

/// What a company has in its tables.
#[derive(Clone, Debug)]
pub(crate) struct Tables {
    length: u32,
    towns: Vec<String>,
    queue: String,
}

impl Tables {
    fn of(length: u32, queue: &str) -> Self {
        Self { length, towns: vec!["Paris".to_owned(), "Lyon".to_owned()], queue: queue.to_owned() }
    }

    fn towns(&self) -> &[String] {
        &self.towns
    }
}

ivr::phone_tree! {
    /// Asks for a card, whose length is in a table.
    pub(crate) tree Cards for Tables {
        start Card;
        data { length: u32, card: ivr::speak::Digits }
        everywhere { '*' => Desk, silence | _ => retry 1 { say "Sorry?"; } then Desk }
        on_error { say "Something went wrong."; } then Desk

        state Card {
            set length = app.length;
            gather (call.length) keys, into card { say "Enter your card number."; } match { entered => Town }
        }
        state Town {
            say "Card {card:digits}.";
            gather key or speech, hints (app.towns()) { say "Say your town, or press one."; }
            match { 1 | "none" => Queue, entered => Queue }
        }
        state Queue { enqueue (&app.queue) match { bridged | hung_up => end, failed => Desk, _ => end } }
        state Desk {
            dial ["+12345678900", client "alice", sip "sip:desk@example.com"], send_digits "ww1", sequential
            match { _ => end }
        }
    }
}

fn call(length: u32) -> Caller {
    call_with::<Cards>(Tables::of(length, "support"))
}

#[test]
fn an_entry_has_as_many_keys_as_rust_says() {
    call(4).press("1234").hears("Card 1 2 3 4.");
    call(6).press("123456").hears("Card 1 2 3 4 5 6.");
    call(4).press("123").hears("Sorry?").press("1234").hears("Card 1 2 3 4.");
    // An arm of `everywhere` takes keys that are not an entry.
    call(4).press('*').dials("+12345678900");
}

#[test]
fn a_number_of_keys_that_no_entry_can_have_leads_to_on_error() {
    for length in [0, 1000, u32::MAX] {
        call(length).hears("Something went wrong.").dials("+12345678900");
    }
}

#[test]
fn a_queue_is_named_by_rust_and_one_that_cannot_be_is_failed() {
    call(4).press("1234").press('1').queues("support").bridged().ended();
    for queue in ["", "a\nb", &"x".repeat(65)] {
        call_with::<Cards>(Tables::of(4, queue)).press("1234").press('1').dials("+12345678900");
    }
}

#[test]
fn several_kinds_are_called_in_their_order() {
    let mut call = call(0).dials("+12345678900").dials("alice").dials("sip:desk@example.com");
    let transcript = call.transcript();
    assert!(transcript.contains("calls +12345678900 and alice and sip:desk@example.com"), "{transcript}");
    let tree: Description = serde_json::from_str(Cards::DESCRIPTION).unwrap();
    let script = ivr_tools::inspect::script::script(&tree);
    assert!(script.contains("+12345678900, then client alice, then sip sip:desk@example.com"), "{script}");
    assert!(matches!(&tree.state("Desk").unwrap().verb, Verb::Dial(dial) if dial.sequential));
}

#[test]
fn every_path_and_random_callers_get_through() {
    let paths = every_path_with::<Cards>([Tables::of(4, "support"), Tables::of(1, "support")]);
    assert!(paths.left_out.iter().all(|why| why.contains("failed")), "{paths}");
    random_callers_with::<Cards>(40, 1, Tables::of(5, "support"));
}

ivr::phone_tree! {
    /// Rates, where zero is a person everywhere.
    pub(crate) tree Rating {
        start Rate;
        data { rate: ivr::speak::Digits }
        everywhere { 0 => Desk, silence | _ => retry 1 { say "Sorry?"; } then Desk }

        state Rate {
            gather key, into rate { say "Rate us from one to five. For a person, press zero."; }
            match { entered => Thanks }
        }
        state Thanks { say "You gave {rate:digits}."; hangup; }
        state Desk { dial "+12345678900" match { _ => end } }
    }
}

#[test]
fn a_key_of_everywhere_is_no_entry_of_one_key() {
    ivr::phone::call::<Rating>().press('0').dials("+12345678900");
    ivr::phone::call::<Rating>().press('4').hears("You gave 4.").ended();
}
