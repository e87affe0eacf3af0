//! A menu that comes back twice, and then gives up.

ivr::phone_tree! {
    pub tree Line {
        start Menu;

        state Menu {
            gather key { say "For sales, press one. For our hours, press two."; } match {
                1 => Sales,
                2 => Hours,
                silence | _ => retry 2 { say "That is not an option."; } then Error,
            }
        }

        state Error { say "That is not an option."; goto Sales; }
        state Hours { say "We are open from nine to five."; goto Menu; }
        state Sales { say "Please leave a message."; record match { recorded | silence => end } }
    }
}

// The enum is there all the same: what uses it is not a second error.
fn answered_by_a_person(state: Line) -> bool {
    match state {
        Line::Menu => false,
        Line::Error => false,
        Line::Hours => false,
        Line::Sales => true,
    }
}

#[test]
fn runs() {
    assert!(!answered_by_a_person(Line::Menu));
}
