//! `play digits`: tones that are sent into the call.

use ivr::phone::{call_with, every_path_with, random_callers_with};
use ivr_runtime::description::Description;
use ivr_tools::inspect::script::script;

/// What opens which door.
#[derive(Clone, Default)]
pub(crate) struct Doors {
    code: String,
}

ivr::phone_tree! {
    /// Lets people in who call from the door.
    pub(crate) tree Door for Doors {
        start Bell;
        data { secret code: String, greeted: String = "ww*1".to_owned() }
        on_error { say "The door does not open."; } then Desk

        state Bell {
            say "Welcome.";
            play digits "ww9";
            set code = app.code.clone();
            play digits (&call.greeted);
            gather key { say "To open the door, press one."; } match { 1 => Open, silence | _ => Desk }
        }
        state Open { say "It opens."; play digits (call.code); say "Come in."; hangup; }
        state Desk { dial "+12345678900" match { _ => end } }
    }
}

fn doors(code: &str) -> Doors {
    Doors { code: code.to_owned() }
}

#[test]
fn tones_are_sent_in_order_and_no_key_is_listened_for_meanwhile() {
    let mut call = call_with::<Door>(doors("1234#")).plays_digits("ww9").plays_digits("ww*1").press('1');
    let transcript = call.transcript();
    let told = ["Welcome", "[tones ww9]", "[tones ww*1]", "press one"].map(|told| transcript.find(told));
    assert!(told.is_sorted() && told.iter().all(Option::is_some), "{transcript}");
    assert!(!transcript.contains("! "), "Twilio warns of nothing: {transcript}");
}

#[test]
fn a_secret_is_sent_and_not_shown() {
    let mut call =
        call_with::<Door>(doors("1234#")).press('1').plays_digits("1234#").hears("Come in.").ended();
    let transcript = call.transcript();
    assert!(transcript.contains("[tones …]") && !transcript.contains("1234#"), "{transcript}");
}

#[test]
fn a_value_that_no_telephone_can_send_leads_to_on_error() {
    for code in ["", "open sesame", "12\"/><Hangup/>", "1,2", "１２"] {
        call_with::<Door>(doors(code))
            .press('1')
            .does_not_hear("It opens.")
            .hears("The door does not open.")
            .dials("+12345678900");
    }
}

ivr::phone_tree! {
    /// Opens in another way when the first one fails.
    pub(crate) tree Backup for Doors {
        start Bell;
        data { secret code: String = "4711#".to_owned() }
        on_error { say "One moment."; play digits (call.code); } then Desk

        state Bell { play digits (&app.code); say "It opens."; hangup; }
        state Desk { dial "+12345678900" match { _ => end } }
    }
}

#[test]
fn a_secret_that_on_error_sends_is_not_shown_either() {
    let mut call = call_with::<Backup>(doors("open sesame")).plays_digits("4711#").dials("+12345678900");
    let transcript = call.transcript();
    assert!(transcript.contains("[tones …]") && !transcript.contains("4711#"), "{transcript}");
    // Tones that are not secret are shown.
    let transcript = call_with::<Backup>(doors("9")).plays_digits("9").ended().transcript();
    assert!(transcript.contains("[tones 9]"), "{transcript}");
}

#[test]
fn every_path_and_random_callers_get_through() {
    let paths = every_path_with::<Door>([doors("1234#"), doors("none")]);
    assert!(paths.left_out.is_empty(), "{paths}");
    random_callers_with::<Door>(20, 1, doors("1234#"));
}

#[test]
fn people_read_which_tones_are_sent() {
    let tree: Description = serde_json::from_str(<Door as ivr::tree::PhoneTree>::DESCRIPTION).unwrap();
    let script = script(&tree);
    assert!(script.contains("tones (cannot be interrupted): ww9"), "{script}");
    assert!(script.contains(": call.code"), "{script}");
}
