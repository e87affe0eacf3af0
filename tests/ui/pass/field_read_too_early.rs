//! Rust is asked about a zip code that was entered.

use ivr::speak::Digits;

pub struct Rooms;

impl Rooms {
    fn is_open(&self, zip: &Digits) -> bool {
        *zip == "06457"
    }
}

ivr::phone_tree! {
    pub tree Clinic for Rooms {
        start Zip;

        data { zip: Digits }

        everywhere { silence | _ => retry 1 { say "Sorry?"; } then Nobody }

        state Zip    { gather 5 keys, into zip { say "Enter your zip code."; } match { entered => Lookup } }
        state Lookup { match app.is_open(&call.zip) { true => Found, false => Nobody } }
        state Found  { say "There is one."; hangup; }
        state Nobody { say "Sorry."; hangup; }
    }
}

// The data is there all the same: what uses it is not a second error.
#[test]
fn runs() {
    assert_ne!(ClinicData::default().zip, "06457");
}
