//! Items of a list that a `gather` offers: pages, keys of the items, and lists of any length.

use ivr::phone::{call_with, every_path_with, random_callers_with};
use serde::{Deserialize, Serialize};

/// Where a bus stops.
#[derive(Clone, Default, Serialize, Deserialize)]
struct Stop {
    name: String,
    wait: u32,
}

/// A town with so many stops.
#[derive(Clone, Copy)]
struct Town(u32);

impl Town {
    fn stops(self) -> Vec<Stop> {
        (1..=self.0).map(|wait| Stop { name: format!("Stop{wait}"), wait }).collect()
    }
}

ivr::phone_tree! {
    /// When a bus comes.
    tree Arrivals for Town {
        start Begin;
        data { stops: Vec<Stop>, stop: Stop }

        everywhere { hidden 5 => Person, silence | _ => retry 2 { say "Sorry?"; } then Person }

        state Begin { set stops = app.stops(); goto StopList; }

        state StopList {
            gather key or speech, offer stop from stops, more 9 {
                say "Which stop?";
                each { say "For {stop.name}, press {key}."; }
                more { say "For other stops, press nine."; }
                say "For a person, press zero.";
            } match { chosen => Look, 0 => Person, hidden 2 => StopList }
        }

        state Look under StopList {
            say "{stop.name}: in {stop.wait:plural minute|minutes}.";
            gather key { say "For another stop, press star."; } match { '*' => back }
        }

        state Person { dial "+12345678900" match { _ => end } }
    }
}

#[test]
fn items_get_the_keys_that_nothing_else_takes_and_a_chosen_one_is_known() {
    call_with::<Arrivals>(Town(3))
        .hears("Which stop? For Stop1, press 1. For Stop2, press 3. For Stop3, press 4. For a person")
        .does_not_hear("other stops")
        .press('3')
        .hears("Stop2: in 2 minutes.")
        .press('*')
        .says("four")
        .hears("Stop3: in 3 minutes.");
}

#[test]
fn a_key_that_no_item_has_is_something_else() {
    call_with::<Arrivals>(Town(1))
        .press('3')
        .hears("Sorry? Which stop? For Stop1, press 1.")
        .press('7')
        .hears("Sorry?")
        .press('1')
        .hears("Stop1: in 1 minute.");
    call_with::<Arrivals>(Town(0))
        .press('1')
        .hears("Sorry? Which stop? For a person")
        .press('5')
        .dials("+12345678900");
}

#[test]
fn a_long_list_has_pages_which_come_round_and_a_visit_begins_with_the_first() {
    call_with::<Arrivals>(Town(8))
        .hears("For Stop6, press 8. For other stops, press nine.")
        .does_not_hear("Stop7")
        .press('9')
        .hears("Which stop? For Stop7, press 1. For Stop8, press 3. For other stops, press nine.")
        .press('4')
        .hears("Sorry? Which stop? For Stop7, press 1.")
        .press('9')
        .hears("Which stop? For Stop1, press 1.")
        .says("nine")
        .press('3')
        .hears("Stop8: in 8 minutes.")
        .press('*')
        .hears("Which stop? For Stop1, press 1.");
}

#[test]
fn every_path_of_a_list_ends_whatever_its_length() {
    let paths = every_path_with::<Arrivals>([Town(0), Town(1), Town(6), Town(7), Town(40)]);
    assert!(paths.left_out.is_empty(), "{paths}");
    let alone = every_path_with::<Arrivals>([Town(0)]);
    assert!(alone.left_out.iter().all(|why| why.contains("no app offers an item")), "{alone}");
    assert!(!alone.left_out.is_empty());
    for length in [0, 1, 6, 40] {
        random_callers_with::<Arrivals>(50, 7, Town(length));
    }
}

/// An answer that has a key of its own.
#[derive(Clone, Default, Serialize, Deserialize)]
struct Answer {
    digit: char,
    text: String,
}

/// The answers of a question.
#[derive(Clone)]
struct Poll(&'static [(char, &'static str)]);

impl Poll {
    fn answers(&self) -> Vec<Answer> {
        self.0.iter().map(|(digit, text)| Answer { digit: *digit, text: (*text).to_owned() }).collect()
    }
}

ivr::phone_tree! {
    /// Asks a question whose answers bring their keys.
    tree Question for Poll {
        start Begin;
        data { answers: Vec<Answer>, answer: Answer }
        everywhere { 0 => end, silence | _ => retry 1 { say "Sorry?"; } then { say "Goodbye."; } then end }

        state Begin { set answers = app.answers(); goto Ask; }
        state Ask {
            gather key, offer answer from answers, key answer.digit {
                once { say "Thank you for taking part."; }
                each { say "For {answer.text}, press {key}."; }
            } match { chosen => Thanks }
        }
        state Thanks { say "You said {answer.text}."; goto Again; }
        state Again { gather key { say "To answer again, press one."; } match { 1 => Ask } }
    }
}

#[test]
fn items_with_keys_of_their_own_are_offered_once_and_never_with_a_key_that_is_taken() {
    call_with::<Question>(Poll(&[('7', "yes"), ('3', "no"), ('0', "nothing"), ('3', "perhaps")]))
        .hears("Thank you for taking part. For yes, press 7. For no, press 3.")
        .does_not_hear("nothing")
        .does_not_hear("perhaps")
        .press('7')
        .hears("You said yes.")
        .press('1')
        .does_not_hear("taking part")
        .hears("For yes, press 7.")
        .press('1')
        .hears("Sorry? For yes, press 7.")
        .press('3')
        .hears("You said no.");
    let paths = every_path_with::<Question>([Poll(&[('1', "yes")]), Poll(&[])]);
    assert!(paths.left_out.is_empty(), "{paths}");
}
