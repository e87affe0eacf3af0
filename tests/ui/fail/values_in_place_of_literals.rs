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

fn main() {}
