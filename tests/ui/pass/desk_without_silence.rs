//! The tree of the README, with silence handled in the only state that listens.

ivr::phone_tree! {
    pub tree Desk {
        start Menu;
        everywhere { _ => retry 2 { say "Sorry?"; } then Person }

        state Menu {
            gather key or speech { say "For our hours, press one. For a person, press zero."; }
            match { 1 | "hours" => Hours, 0 | "person" => Person, silence => Person }
        }
        state Hours   { say "We are open from nine to five."; goto Menu; }
        state Person  { dial "+12345678900", timeout 20s match { answered => end, _ => Message } }
        state Message { say "Please leave a message."; record match { recorded | silence => end } }
    }
}

// The enum is there all the same: what uses it is not a second error.
fn answered_by_a_person(state: Desk) -> bool {
    match state {
        Desk::Menu => false,
        Desk::Hours => false,
        Desk::Person => true,
        Desk::Message => false,
    }
}

#[test]
fn runs() {
    assert!(!answered_by_a_person(Desk::Menu));
}
