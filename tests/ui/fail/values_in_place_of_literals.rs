//! Values of other types than the literals that they stand for.

/// Whom a hotel knows.
pub struct Guests;

impl Guests {
    fn language(&self) -> &'static str {
        "fr-FR"
    }
}

ivr::phone_tree! {
    /// Speaks as the guest does.
    pub tree Hotel for Guests {
        start Begin;
        language fr-FR, en-US;
        state Begin { language (app.language()); say { fr-FR: "Bienvenue.", en-US: "Welcome." } hangup; }
    }
}

ivr::phone_tree! {
    /// A length of time is a `Duration`, and an address is a text.
    pub tree Limits {
        start Desk;
        data { minutes: u32 = 5, page: Option<String> }
        state Desk { dial "+12345678900", time_limit (call.minutes) match { answered => end, _ => Away } }
        state Away { redirect (call.page); }
    }
}

fn main() {}
