//! One arm ends the call.

ivr::phone_tree! {
    pub tree Line {
        start Menu;

        state Menu { gather key { say "For the news, press one."; } match { 1 => News, silence | _ => end } }
        state News { say "There is no news."; goto Menu; }
    }
}

// The enum is there all the same: what uses it is not a second error.
fn answered_by_a_person(state: Line) -> bool {
    match state {
        Line::Menu => false,
        Line::News => true,
    }
}

#[test]
fn runs() {
    assert!(!answered_by_a_person(Line::Menu));
}
