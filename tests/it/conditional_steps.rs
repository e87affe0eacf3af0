//! `if` among the steps of a state and in the block of an arm, evaluated when it is reached.

use ivr::phone::{call, call_with, every_path_with, random_callers_with};

/// Who is a member, and whether there is news.
#[derive(Clone, Debug)]
pub(crate) struct Register {
    member: bool,
    news: Option<bool>,
}

ivr::phone_tree! {
    /// Greets members, and says when it is closed.
    pub(crate) tree Club for Register {
        start Hello;
        hours office, zone "Europe/Paris" { mon..=fri 9:00-18:00; }
        data { member: bool = false, secret debtor: bool = false }
        everywhere { silence | _ => retry 2 { if member { say "Dear member, once more."; } else { say "Sorry?"; } } then Bye }
        on_error { if office { say "Please call again."; } else { say "Please call in the morning."; } } then Bye

        state Hello {
            if member { say "Never."; } else { say "One moment."; }
            set member = app.member;
            set debtor = app.member;
            if member { say "Welcome back."; if office { play digits "1"; } else { pause 1s; } } else { say "Welcome."; }
            if debtor { uninterrupted { say "You owe us something."; } }
            if !office { say "The office is closed."; }
            goto Menu;
        }
        state Menu {
            gather key { say "For a person, press one. For news, press two."; } match {
                1 => { if office { say "A colleague comes."; } else { say "The porter comes."; } } then Person,
                2 => News,
            }
        }
        state News { match app.news() { true => Bye, false => Bye } }
        state Person { dial "+12345678900" match { _ => Bye } }
        state Bye { say "Goodbye."; hangup; }
    }
}

impl Register {
    fn news(&self) -> bool {
        self.news.expect("somebody looked for news")
    }
}

fn at(time: &str, member: bool) -> ivr::phone::Caller {
    call_with::<Club>(Register { member, news: None }).calls_at(time)
}

const DAY: &str = "2026-11-02 12:00";
const NIGHT: &str = "2026-11-02 22:00";

#[test]
fn a_condition_holds_as_it_is_when_it_is_reached() {
    at(DAY, true)
        .does_not_hear("Never")
        .hears("One moment. Welcome back.")
        .plays_digits("1")
        .hears("You owe us something.")
        .does_not_hear("closed")
        .press('1')
        .hears("A colleague comes.")
        .dials("+12345678900");
    at(NIGHT, false)
        .hears("One moment. Welcome. The office is closed.")
        .does_not_hear("owe")
        .press('1')
        .hears("The porter comes.")
        .dials("+12345678900");
}

#[test]
fn words_of_a_retry_and_of_on_error_look_at_it_too() {
    at(DAY, true).silence().hears("Dear member, once more.");
    at(DAY, false).silence().hears("Sorry?");
    at(DAY, true).press('2').hears("Please call again. Goodbye.").ended();
    at(NIGHT, true).press('2').hears("Please call in the morning. Goodbye.").ended();
}

ivr::phone_tree! {
    /// Keeps nothing of its calls: its documents are rendered before the first one.
    pub(crate) tree Plain {
        start Hello;
        hours office, zone "Europe/Paris" { mon..=fri 9:00-18:00; }
        state Hello { if office { say "We are here."; } else { say "We are closed."; } goto Bye; }
        state Bye { say "Goodbye."; hangup; }
    }
}

#[test]
fn a_tree_without_fields_says_what_the_clock_says() {
    call::<Plain>().calls_at(DAY).hears("We are here. Goodbye.").ended();
    call::<Plain>().calls_at(NIGHT).hears("We are closed. Goodbye.").ended();
}

#[test]
fn every_path_and_random_callers_get_through() {
    let register = |member, news| Register { member, news: Some(news) };
    let paths = every_path_with::<Club>([register(true, true), register(false, false)]);
    assert!(paths.left_out.is_empty(), "{paths}");
    random_callers_with::<Club>(40, 1, register(true, false));
}

#[test]
fn people_read_under_which_condition_something_is_said() {
    let tree = serde_json::from_str(<Plain as ivr::tree::PhoneTree>::DESCRIPTION).unwrap();
    let script = ivr_tools::inspect::script::script(&tree);
    assert!(script.contains("if office") && script.contains("if !office"), "{script}");
}
