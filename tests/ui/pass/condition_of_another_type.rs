//! A condition that is a yes or a no.

ivr::phone_tree! {
    pub tree Club {
        start Menu;
        data { member: bool = true }
        state Menu {
            gather key { if member { say "For your bonus, press one."; } } match { 1 if member => Bonus, silence | _ => { say "Goodbye."; } then end }
        }
        state Bonus { say "Your bonus is ten."; hangup; }
    }
}

// The enum is there all the same: what uses it is not a second error.
#[test]
fn runs() {
    assert_ne!(Club::Menu, Club::Bonus);
}
