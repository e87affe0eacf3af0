//! A condition is a `bool` field: rustc says so where the condition stands.

ivr::phone_tree! {
    pub tree Club {
        start Menu;
        data { visits: u32 = 3 }
        state Menu {
            gather key { if visits { say "For your bonus, press one."; } } match { 1 if visits => Bonus, silence | _ => { say "Goodbye."; } then end }
        }
        state Bonus { say "Your bonus is ten."; hangup; }
    }
}

// The enum is there all the same: what uses it is not a second error.
fn main() {
    assert_ne!(Club::Menu, Club::Bonus);
}
