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

#[test]
fn runs() {
    assert_eq!(HotelLanguage::ALL.len(), 2);
}
