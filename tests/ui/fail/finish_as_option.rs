//! The key that finishes an entry is an option.

ivr::phone_tree! {
    pub tree Line {
        start Menu;

        everywhere {
            silence => retry 2 { say "Sorry, I did not hear you."; } then Reception,
            _       => retry 2 { say "That is not an option."; } then Reception,
        }

        state Menu {
            gather keys, finish_on_key '#' { say "For sales, press one. For our hours, press hash."; } match {
                1   => Sales,
                '#' => Hours,
            }
        }

        state Hours { say "We are open from nine to five."; goto Menu; }
        state Sales { say "Please leave a message."; record match { recorded | silence => end } }
        state Reception { dial "+12345678900" match { answered => end, _ => Sales } }
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
