//! The stories of `docs/testing.md`.

use ivr::phone::call;

ivr::phone_tree! {
    /// A desk with one menu.
    pub tree Desk {
        start Menu;
        everywhere { silence | _ => retry 2 { say "Sorry?"; } then Person }

        state Menu {
            gather key or speech { say "For our hours, press one. For a person, press zero."; }
            match { 1 | "hours" => Hours, 0 | "person" => Person }
        }
        state Hours   { say "We are open from nine to five."; goto Menu; }
        state Person  { dial "+12345678900", timeout 20s match { answered => end, _ => Message } }
        state Message { say "Please leave a message."; record match { recorded | silence => end } }
    }
}

#[test]
fn who_asks_for_the_hours_hears_them_and_the_menu_again() {
    call::<Desk>()
        .says("Your opening hours, please.")
        .hears("nine to five")
        .hears("press one")
        .at(Desk::Menu);
}

#[test]
fn who_reaches_nobody_leaves_a_message() {
    call::<Desk>().press('0').dials("+12345678900").no_answer().hears("leave a message").records(20).ended();
}
