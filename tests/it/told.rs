//! Values that Twilio sends when a call begins, read at a later step.

use ivr::{
    AnsweredBy, Call, StirVerstat,
    phone::{call, call_with, every_path, every_path_with, random_callers},
};

ivr::phone_tree! {
    /// Calls customers back.
    pub(crate) tree Callback {
        start Who;
        on_error { say "Something went wrong."; } then Bye

        state Who {
            match call.answered_by {
                Some(AnsweredBy::Human) => Menu,
                Some(ref machine) if machine.is_machine() => { say "We called you back."; } then Bye,
                Some(AnsweredBy::Fax) => Bye,
                _ => Menu,
            }
        }
        state Menu {
            gather key { say "To speak to us, press one."; } match { 1 => Trusted, silence | _ => Bye }
        }
        state Trusted {
            match call.stir_verstat.as_ref().is_some_and(StirVerstat::is_passed) { true => Desk, false => Campaign }
        }
        state Campaign {
            match (call.param("campaign"), call.sip_header("x-account")) {
                (Some("7"), _) => Desk,
                (_, Some(_)) => { say "An account."; } then Forwarded,
                (_, None) => Forwarded,
            }
        }
        state Forwarded { match call.forwarded_from { Some(_) => Number, None => Bye } }
        state Number { dial (&call.forwarded_from) match { failed => Bye, _ => end } }
        state Desk { dial "+12345678900" match { _ => end } }
        state Bye { say "Goodbye."; hangup; }
    }
}

#[test]
fn a_machine_hears_a_message_and_a_person_a_menu() {
    for machine in ["machine_start", "machine_end_beep", "machine_end_silence", "machine_end_other"] {
        call::<Callback>().answered_by(machine).hears("We called you back.").ended();
    }
    call::<Callback>().answered_by(AnsweredBy::Human).hears("press one");
    call::<Callback>().answered_by("parrot").hears("press one");
    call::<Callback>().hears("press one");
}

#[test]
fn what_was_told_with_the_first_request_is_known_in_later_ones() {
    call::<Callback>().stir_verstat(StirVerstat::PassedA).press('1').dials("+12345678900");
    call::<Callback>().stir_verstat("TN-Validation-Failed-A").press('1').hears("Goodbye.").ended();
    call::<Callback>().param("campaign", "7").press('1').dials("+12345678900");
    call::<Callback>().param("campaign", "8").press('1').hears("Goodbye.").ended();
    call::<Callback>()
        .sip_header("X-Account", "42")
        .forwarded_from("+12345678901")
        .press('1')
        .hears("An account.")
        .dials("+12345678901");
}

#[test]
fn every_value_that_twilio_has_is_tried() {
    let paths = every_path::<Callback>();
    let left_out: Vec<&String> = paths
        .left_out
        .iter()
        // `every_path` does not know which campaigns and accounts exist.
        .filter(|why| !why.contains("Some(\"7\")") && !why.contains("(_, Some(_))"))
        .collect();
    assert!(paths.taken.iter().any(|path| path.transcript.contains("We called you back.")));
    assert_eq!(left_out, Vec::<&String>::new());
    random_callers::<Callback>(40, 1);
}

/// What the app reads of a call that is handed over.
#[derive(Default)]
pub(crate) struct Desk;

impl Desk {
    async fn greets(&self, call: &Call<VisitorsData>) -> Option<String> {
        let name = call.caller_name.clone().or_else(|| call.param("name").map(str::to_owned));
        let shown = format!("{call:?} {:?} {:?}", call.forwarded_from, call.answered_by);
        assert!(!shown.contains("4155") && !shown.contains("Jane"), "{shown}");
        name
    }
}

ivr::phone_tree! {
    /// Greets people by their name.
    pub(crate) tree Visitors for Desk {
        start Menu;
        data { name: String = String::new() }
        on_error { say "Something went wrong."; } then Bye

        state Menu { gather key { say "Press one."; } match { 1 => Greet, silence | _ => Bye } }
        state Greet {
            match app.greets(call).await within 5s {
                Some(found) => { set name = found; say "Hello, {name}."; } then Bye,
                None => Bye,
                late => Bye,
            }
        }
        state Bye { say "Goodbye."; hangup; }
    }
}

#[test]
fn a_call_that_is_handed_over_has_all_that_was_told() {
    call_with::<Visitors>(Desk).caller_name("JANE DOE").press('1').hears("Hello, JANE DOE.").ended();
    call_with::<Visitors>(Desk)
        .forwarded_from("+14155550100")
        .param("name", "Joan <&>")
        .press('1')
        .hears("Hello, Joan <&>.")
        .ended();
    call_with::<Visitors>(Desk).press('1').does_not_hear("Hello").ended();
    every_path_with::<Visitors>([Desk]);
}
