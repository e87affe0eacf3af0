//! A language that the tree has.

ivr::phone_tree! {
    pub tree Desk {
        start Choice;
        language fr-FR, en-US;

        everywhere { silence | _ => retry 1 { say { fr-FR: "Pardon ?", en-US: "Sorry?" } } then Person }

        state Choice {
            gather key { say fr-FR: "Pour le français, tapez un."; say en-US: "For English, press two."; } match {
                1 => Person,
                2 => { language en-US; } then Person,
            }
        }

        state Person { say { fr-FR: "Un instant.", en-US: "One moment." } goto Desk; }
        state Desk   { dial "+12345678900" match { _ => end } }
    }
}

// The enum is there all the same: what uses it is not a second error.
#[test]
fn runs() {
    assert_ne!(Desk::Choice, Desk::Person);
}
