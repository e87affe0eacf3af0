//! A waiver with a reason, where there is something to waive.

ivr::phone_tree! {
    #[allow(menu_too_long, reason = "who calls here knows the menu by heart")]
    pub tree Line {
        start Menu;

        everywhere {
            silence => retry 2 { say "Sorry, I did not hear you."; } then Reception,
            _       => retry 2 { say "That is not an option."; } then Reception,
        }

        state Menu {
            gather key { say "Sales one, and to hear our hours in one of five ways: two, three, four, five, six."; } match {
                1 => Sales,
                2 => Hours, 3 => Hours, 4 => Hours, 5 => Hours, 6 => Hours,
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

#[test]
fn runs() {
    assert!(!answered_by_a_person(Line::Menu));
}
