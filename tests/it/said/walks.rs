//! `next … in …`: the position in a list is stored with the list.

use ivr::phone::{call_with, every_path_with, random_callers_with};

ivr::phone_tree! {
    /// Calls one volunteer after the other, and says how many are left.
    tree Volunteers for Numbers {
        start Begin;
        data { numbers: Vec<String>, number: String, tried: u32 = 0 }

        state Begin { set numbers = app.numbers(); say "{numbers.left:plural person|people} can help."; goto Next; }

        state Next {
            next number in numbers match {
                another => { set tried = call.tried + 1; say "Number {tried}, and {numbers.left} follow."; } then Ring,
                done    => { say "All {tried} were tried."; } then Choice,
            }
        }

        state Ring { dial (&call.number), timeout 15s match { answered => end, _ => Next } }

        state Choice {
            gather key { say "To try them again, press one. To try the last ones, press two."; } match {
                1 => { set numbers = call.numbers.clone(); } then Next,
                2 => Next,
                silence | _ => { say "Goodbye."; } then end,
            }
        }
    }
}

/// So many numbers.
#[derive(Clone, Copy)]
struct Numbers(u32);

impl Numbers {
    fn numbers(self) -> Vec<String> {
        (0..self.0).map(|last| format!("+1234567890{last}")).collect()
    }
}

#[test]
fn each_item_is_taken_once_and_those_that_follow_are_counted() {
    call_with::<Volunteers>(Numbers(0))
        .hears("0 people can help.")
        .hears("All 0 were tried.")
        .silence()
        .ended();
    call_with::<Volunteers>(Numbers(3))
        .hears("3 people can help. Number 1, and 2 follow.")
        .dials("+12345678900")
        .busy()
        .hears("Number 2, and 1 follow.")
        .dials("+12345678901")
        .no_answer()
        .hears("Number 3, and 0 follow.")
        .dials("+12345678902")
        .busy()
        .hears("All 3 were tried.")
        .silence()
        .ended();
}

#[test]
fn a_list_that_is_set_begins_at_its_front_and_one_that_is_not_stays_at_its_end() {
    call_with::<Volunteers>(Numbers(1))
        .busy()
        .hears("All 1 were tried.")
        .press('2')
        .hears("All 1 were tried.")
        .press('1')
        .hears("Number 2, and 0 follow.")
        .dials("+12345678900")
        .answers()
        .ended();
}

#[test]
fn every_path_of_a_list_ends_whatever_its_length() {
    let paths = every_path_with::<Volunteers>([Numbers(0), Numbers(1), Numbers(2), Numbers(9)]);
    assert!(paths.left_out.is_empty(), "{paths}");
    let tried = |keys: &str| paths.taken.iter().any(|path| path.keys.starts_with(keys));
    assert!(tried("[done]") && tried("[another] [answered]") && tried("[another] [_] [done]"), "{paths:?}");
    random_callers_with::<Volunteers>(50, 1, Numbers(4));
}
