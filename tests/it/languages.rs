//! One tree that speaks French and English, called in both over the real router.

use axum::{Router, extract::Request};
use ivr::{
    config::Settings,
    phone::{Caller, every_path, random_callers},
};
use tower::ServiceExt as _;

ivr::phone_tree! {
    /// A surgery near the border.
    pub tree Surgery {
        language fr-FR, en-US;
        voice { fr-FR: "Polly.Lea", en-US: "Polly.Joanna" }
        start Menu;

        everywhere {
            silence | _ => retry 2 { say { fr-FR: "Pardon ?", en-US: "Sorry?" } } then Nurse
        }

        on_error {
            say { fr-FR: "Une panne de notre côté.", en-US: "Something went wrong on our side." }
        } then Nurse

        state Menu {
            gather key or speech {
                say { fr-FR: "Pour nos horaires, tapez un.", en-US: "For our hours, press one." }
                say en-US: "For English, press star.";
            } match {
                1                => Hours,
                '*' | "english" => { language en-US; } then Menu,
                hidden 9        => { language fr-FR; } then Menu,
            }
        }
        state Hours {
            say { fr-FR: "De neuf à dix-sept heures.", en-US: "From nine to five." }
            goto Menu;
        }
        state Nurse {
            say { fr-FR: "Je vous passe l'infirmière.", en-US: "I am putting you through to the nurse." }
            dial "+33123456789" match { answered => end, _ => Bye }
        }
        state Bye { say { fr-FR: "Au revoir.", en-US: "Goodbye." } hangup; }
    }
}

/// A call whose every request is answered by another process.
fn call() -> Caller {
    let router =
        || ivr::router::<Surgery>((), &Settings::new().unsigned()).expect("the settings fit together");
    let processes = Router::new().fallback(async move |request: Request| router().oneshot(request).await);
    Caller::to(processes, "/surgery")
}

#[test]
fn a_french_call_and_an_english_one_go_the_same_way_in_their_own_words() {
    call()
        .hears("Pour nos horaires")
        .hears("For English")
        .does_not_hear("our hours")
        .press('1')
        .hears("dix-sept heures")
        .silence()
        .hears("Pardon ?")
        .press('7')
        .silence()
        .hears("infirmière")
        .busy()
        .hears("Au revoir")
        .ended();
    call()
        .press('*')
        .hears("For our hours")
        .does_not_hear("horaires")
        .press('1')
        .hears("nine to five")
        .silence()
        .hears("Sorry?")
        .press('7')
        .silence()
        .hears("the nurse")
        .busy()
        .hears("Goodbye")
        .ended();
}

#[test]
fn a_language_is_chosen_by_words_too_and_changed_back() {
    call().says("english").hears("our hours").retried().press('9').hears("horaires").retried();
}

#[test]
fn whatever_is_done_no_call_goes_wrong_in_any_language() {
    random_callers::<Surgery>(100, 1);
    assert!(every_path::<Surgery>().left_out.is_empty());
}
