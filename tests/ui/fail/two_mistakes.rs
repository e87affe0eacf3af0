//! Two mistakes are two errors, in one pass.

ivr::phone_tree! {
    pub tree Line {
        start Menu;

        everywhere {
            silence | _ => retry 2 { say "Sorry, I did not hear you."; } then Reception,
        }

        state Menu {
            gather key { say "For sales, press one. For our hours, press two."; } match {
                1 => Slaes,
                2 => Hours,
            }
        }

        state Hours { say "We are open from nine to five."; goto Menu; }
        state Sales { say "Please leave a message."; record match { recorded | silence => end } }
        state Reception { dial "+12345678900" match { answered => end } }
    }
}

// The enum is there all the same: what uses it is not a second error.
fn answered_by_a_person(state: Line) -> bool {
    match state {
        Line::Menu => false,
        Line::Hours => false,
        Line::Sales => false,
        Line::Reception => true,
    }
}

fn main() {
    assert!(!answered_by_a_person(Line::Menu));
}
