//! Data and questions in a tree of two languages: entries, spoken values, recordings, Rust.

use ivr::{
    Call,
    phone::{Caller, call_with, every_path_with, random_callers_with},
    speak::Digits,
};

ivr::phone_tree! {
    /// A pharmacy in Lausanne.
    tree Pharmacy for Shelves {
        start Choice;
        language fr-FR, en-US;
        voice { fr-FR: "Polly.Lea", en-US: "Polly.Joanna" }
        audio { fr-FR: "https://audio.example/fr/", en-US: "https://audio.example/en/" }

        data { order: Digits = Digits::default(), boxes: u32 = 0 }

        everywhere {
            silence | _ => retry 2 { say { fr-FR: "Pardon ?", en-US: "Sorry?" } } then Person
        }
        on_error { say { fr-FR: "Une panne.", en-US: "A fault." } } then Person

        /// Each language announces itself.
        state Choice {
            play { fr-FR: "bienvenue.mp3" }, say { fr-FR: "Bienvenue.", en-US: "Welcome." }
            gather key or speech {
                say fr-FR: "Pour le français, tapez un.";
                say en-US: "For English, press two.";
            } match {
                1 | "français" => Order,
                2 | "English"  => { language en-US; say { fr-FR: "Bien.", en-US: "Very well." } } then Order,
            }
        }

        state Order {
            gather 4 keys or speech, into order {
                say { fr-FR: "Le numéro de votre commande ?", en-US: "The number of your order?" }
            } match { entered => Ready }
        }

        state Ready {
            match app.boxes(call) {
                0     => { say { fr-FR: "{order:digits} n'est pas prête.", en-US: "{order:digits} is not ready." } } then Order,
                boxes => { set boxes = boxes; } then Told,
            }
        }

        state Told {
            say {
                fr-FR: "Vous avez {boxes:plural boîte|boîtes}.",
                en-US: "You have {boxes:plural box|boxes}.",
            }
            goto Person;
        }

        state Person {
            play "attente.mp3", say { fr-FR: "Nous vous passons quelqu'un.", en-US: "We connect you." }
            dial "+41215550100" match { answered => end, _ => Back }
        }

        state Back {
            language fr-FR;
            say { fr-FR: "Personne ne répond.", en-US: "Nobody answers." }
            hangup;
        }

        scenario "keys are said in the language of the call" {
            1 "un deux trois quatre" [boxes] [busy]  => end;
            2 "one two three four" [boxes] [busy]    => end;
        }
    }
}

/// How many boxes lie ready; English callers order three times as many.
struct Shelves(u32);

impl Shelves {
    fn boxes(&self, call: &Call<PharmacyData>) -> u32 {
        if call.language == "en-US" { self.0 * 3 } else { self.0 }
    }
}

fn rings() -> Caller {
    call_with::<Pharmacy>(Shelves(1))
}

#[test]
fn a_call_begins_in_the_first_language_and_stays_in_it() {
    rings()
        .hears("fr/bienvenue.mp3")
        .hears("Pour le français, tapez un. For English, press two.")
        .press('1')
        .hears("Le numéro de votre commande ?")
        .does_not_hear("order")
        .says("un deux trois quatre")
        .hears("Vous avez 1 boîte.")
        .hears("fr/attente.mp3")
        .dials("+41215550100")
        .busy()
        .hears("Personne ne répond.")
        .ended();
}

#[test]
fn who_chooses_english_hears_english_until_the_tree_says_otherwise() {
    rings()
        .says("English, please")
        .hears("Very well. The number of your order?")
        .silence()
        .hears("Sorry? The number of your order?")
        .does_not_hear("commande")
        .retried()
        .says("one two three four")
        .hears("You have 3 boxes.")
        .hears("en/attente.mp3")
        .busy()
        .hears("Personne ne répond.")
        .does_not_hear("Nobody")
        .ended();
}

#[test]
fn an_entry_is_understood_in_the_language_of_the_call_alone() {
    rings().press('1').says("one two three four").hears("Pardon ? Le numéro");
    rings().press('2').says("un deux trois quatre").hears("Sorry? The number");
}

#[test]
fn what_is_not_ready_is_told_in_the_language_of_the_call() {
    call_with::<Pharmacy>(Shelves(0)).press('1').press("1234").hears("1 2 3 4 n'est pas prête.");
    call_with::<Pharmacy>(Shelves(0)).press('2').press("1234").hears("1 2 3 4 is not ready.");
}

#[test]
fn every_path_and_callers_who_do_as_they_please_are_answered() {
    let paths = every_path_with::<Pharmacy>([Shelves(1), Shelves(0)]);
    assert!(paths.left_out.is_empty());
    random_callers_with::<Pharmacy>(40, 7, Shelves(1));
}
