//! A question that is a yes or a no.

use std::collections::HashSet;

pub struct Desk;

impl Desk {
    fn symptoms(&self) -> HashSet<&'static str> {
        HashSet::new()
    }
}

ivr::phone_tree! {
    pub tree Triage for Desk {
        start Ask;
        state Ask     { match app.symptoms().contains("fever") { true => Student, _ => Numbers } }
        state Student { dial "+12345678900" match { _ => end } }
        state Numbers { say "Please call your doctor."; hangup; }
    }
}

// The enum is there all the same: what uses it is not a second error.
#[test]
fn runs() {
    assert_ne!(Triage::Student, Triage::Numbers);
}
