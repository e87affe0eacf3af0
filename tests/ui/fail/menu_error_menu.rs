//! A menu that comes back forever to a caller who does nothing.

ivr::phone_tree! {
    pub tree Line {
        start Menu;

        state Menu {
            gather key { say "For sales, press one. For our hours, press two."; } match {
                1 => Sales,
                2 => Hours,
                silence | _ => Error,
            }
        }

        state Error { say "That is not an option."; goto Menu; }
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

fn main() {
    assert!(!answered_by_a_person(Line::Menu));
}
