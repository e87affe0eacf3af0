//! What callers hear while no server answers: the documents of `fallback`, served without the tree.

use axum::{Router, http::header, routing::any};
use ivr::{phone::Caller, tree::PhoneTree};
use ivr_runtime::call::Dialog;
use ivr_tools::inspect::fallback::{File, files};

use crate::{acme::Acme, clinic::Clinic, triage::Triage};

/// The files of a tree: its documents, and then the page about them.
fn written<T: PhoneTree>() -> Vec<File> {
    files(&Dialog::<T>::new().unwrap())
}

/// A call that is answered with this document by a host of files.
fn call(document: &File) -> Caller {
    let text = document.text.clone();
    let file = any(async move || ([(header::CONTENT_TYPE, "text/xml")], text));
    Caller::to(Router::new().route("/fallback.xml", file), "/fallback.xml")
}

#[test]
fn a_caller_of_acme_hears_when_it_is_open_and_reaches_the_receptionist() {
    let files = written::<Acme>();
    assert_eq!(files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>(), ["acme.xml", "README.md"]);
    let hours = "We are open Monday through Friday from 9 AM to 6 PM, and Saturday from 10 AM to 1 PM.";
    call(&files[0]).hears("Something went wrong").hears(hours).dials("+12345678900").answers().ended();
    call(&files[0]).dials("+12345678900").no_answer().ended();
    assert!(files[1].text.contains("| `/acme` | +12345678900, as state `Reception` does |"));
}

#[test]
fn a_caller_of_triage_hears_both_languages_and_reaches_the_emergency_number() {
    let files = written::<Triage>();
    let spoken = files[0].text.matches("language=").count();
    assert_eq!(spoken, 2, "{}", files[0].text);
    // The queue of the emergency service may be answered by the same servers.
    call(&files[0])
        .hears("Un incident technique est survenu.")
        .hears("Something went wrong on our side.")
        .dials("15")
        .answers()
        .ended();
    for voice in
        [r#"<Say language="fr-FR" voice="Polly.Lea">"#, r#"<Say language="en-US" voice="Polly.Joanna">"#]
    {
        assert!(files[0].text.contains(voice), "{}", files[0].text);
    }
}

#[test]
fn a_caller_of_the_clinic_reaches_the_desk_though_no_doctor_is_known() {
    let files = written::<Clinic>();
    let hours = "We are open Monday through Sunday from 7 AM to 10 PM.";
    call(&files[0]).hears("Something went wrong").hears(hours).dials("+12345678900").answers().ended();
}

mod asked {
    use ivr::speak::Digits;

    ivr::phone_tree! {
        pub tree Asked for Option<String> {
            language es-ES;
            start Ask;
            start outbound Hello with { number: Digits };
            data { number: Digits = Digits::default() }
            state Ask   { match app.is_some() { true => Yours, false => Bye } }
            state Hello { say "Hola."; goto Yours; }
            state Yours { dial (call.number.to_string()) match { answered => end, _ => Line } }
            state Line  { dial sip "sip:desk@example.com" match { _ => end } }
            state Bye   { say "Adiós."; hangup; }
        }
    }
}

#[test]
fn each_start_has_its_document_and_one_that_reaches_nobody_asks_to_call_again() {
    let files = written::<asked::Asked>();
    let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["asked.xml", "asked-outbound.xml", "README.md"]);
    // The answer of the app decides where the call goes, and there is no `on_error`.
    call(&files[0]).hears("Lo sentimos").ended();
    assert!(!files[0].text.contains("Dial"), "{}", files[0].text);
    // A number that is known only during a call is skipped, as if it had failed.
    assert!(files[1].text.contains("<Sip>sip:desk@example.com</Sip></Dial><Hangup/>"), "{}", files[1].text);
    assert!(files[2].text.contains("| `asked.xml` | `/asked` | nobody; callers are asked to call again |"));
}
