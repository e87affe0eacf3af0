//! `language (expr);`: the language that Rust chooses.

use ivr::phone::{call_from_with, call_with, every_path_with, random_callers_with};

/// What the customers speak.
#[derive(Clone, Debug)]
pub(crate) struct Customers(&'static str);

impl Customers {
    fn language(&self) -> AccueilLanguage {
        AccueilLanguage::of(self.0).unwrap_or_default()
    }
}

ivr::phone_tree! {
    /// Speaks as the customer does.
    pub(crate) tree Accueil for Customers {
        start Begin;
        start outbound Call with { tongue: AccueilLanguage };
        language fr-FR, en-US, de-DE;
        data { tongue: AccueilLanguage }
        everywhere { silence | _ => retry 1 { say { fr-FR: "Pardon ?", en-US: "Sorry?", de-DE: "Wie bitte?" } } then Bye }
        on_error { say { fr-FR: "Erreur.", en-US: "An error.", de-DE: "Ein Fehler." } } then Bye

        state Begin { set tongue = app.language(); goto Call; }
        state Call { language (call.tongue); goto Menu; }
        state Menu {
            gather key or speech {
                say { fr-FR: "Pour une personne, tapez un.", en-US: "For a person, press one.", de-DE: "Für eine Person drücken Sie die Eins." }
            } match { 1 | "personne" | "person" | "mensch" => Desk }
        }
        state Desk { dial "+12345678900" match { _ => Asked } }
        state Asked { match call.tongue { AccueilLanguage::FrFr => Bye, AccueilLanguage::EnUs | AccueilLanguage::DeDe => Abroad } }
        state Abroad { say { fr-FR: "Revenez.", en-US: "Come back.", de-DE: "Bis bald." } goto Bye; }
        state Bye { say { fr-FR: "Au revoir.", en-US: "Goodbye.", de-DE: "Auf Wiedersehen." } hangup; }
    }
}

#[test]
fn rust_chooses_and_the_call_goes_on_in_that_language() {
    for (customer, language, prompt, goodbye) in [
        ("en-us", "en-US", "press one", "Goodbye."),
        ("de-DE", "de-DE", "die Eins", "Wiedersehen"),
        ("fr-FR", "fr-FR", "tapez un", "Au revoir"),
        ("xx", "fr-FR", "tapez un", "Au revoir"),
    ] {
        let call = call_with::<Accueil>(Customers(customer));
        call.speaks(language).hears(prompt).press('1').busy().hears(goodbye).ended();
    }
    call_with::<Accueil>(Customers("de-DE"))
        .says("ein Mensch")
        .dials("+12345678900")
        .busy()
        .hears("Bis bald.");
}

#[test]
fn a_request_to_a_named_start_names_it() {
    let call = |tongue| call_from_with::<Accueil>("outbound", [("tongue", tongue)], Customers(""));
    call("de-DE").speaks("de-DE").silence().hears("Wie bitte?");
    call("en-US").speaks("en-US").press('1').dials("+12345678900");
    call("klingon").hears("Erreur.");
}

#[test]
fn every_path_and_random_callers_get_through() {
    let paths = every_path_with::<Accueil>(["fr-FR", "en-US", "de-DE"].map(Customers));
    assert_eq!(paths.left_out, ["the start outbound needs fields: call `every_path_from`"]);
    random_callers_with::<Accueil>(30, 1, Customers("de-DE"));
}

#[test]
fn the_languages_are_an_enum_that_is_stored_by_tag() {
    assert_eq!(
        AccueilLanguage::ALL.iter().map(|one| one.tag()).collect::<Vec<_>>(),
        ["fr-FR", "en-US", "de-DE"]
    );
    assert_eq!(AccueilLanguage::default(), AccueilLanguage::FrFr);
    assert_eq!(AccueilLanguage::EnUs.to_string(), "en-US");
    assert_eq!(serde_json::to_string(&AccueilLanguage::DeDe).unwrap(), "\"de-DE\"");
    assert_eq!(serde_json::from_str::<AccueilLanguage>("\"en-US\"").unwrap(), AccueilLanguage::EnUs);
    assert!(serde_json::from_str::<AccueilLanguage>("\"it-IT\"").is_err());
}
