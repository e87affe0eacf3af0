//! Values in place of literals.

/// Whom a hotel knows.
pub struct Guests;

impl Guests {
    fn language(&self) -> HotelLanguage {
        HotelLanguage::of("fr-FR").unwrap_or_default()
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
        data { left: std::time::Duration = std::time::Duration::from_secs(90), page: String = String::new() }
        state Desk { dial "+12345678900", time_limit (call.left) match { answered => end, _ => Away } }
        state Away { redirect (&call.page); }
    }
}

#[test]
fn runs() {
    assert_eq!(HotelLanguage::ALL.len(), 2);
}
