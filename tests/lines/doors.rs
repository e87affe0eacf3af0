//! The door of a house: a visitor dials a flat or says a name, the resident hears who it is and opens with a key, a delivery has a
//! code that is secret, and a concierge is there at some hours. Keypads of doors send keys that nobody has pressed.

use std::sync::{Arc, Mutex};

use ivr::{
    Call,
    phone::{Caller, Coverage, call_with, every_path_with, random_callers_with},
    speak::Digits,
};
use serde::{Deserialize, Serialize};

use super::{at_last, served::Served};

ivr::phone_tree! {
    /// What the panel at the door says.
    tree Doors for House {
        start Panel;
        language en-US;

        hours concierge, zone "Europe/Vienna" {
            mon..=fri 7:00-19:00;
            sat 8:00-12:00;
            closed "01-01", "05-01", "12-25", "12-26";
        }

        data {
            who: String = String::new(),
            residents: Vec<Resident>,
            resident: Resident,
            visitor: Option<String>,
            secret code: Digits,
        }

        everywhere { silence | _ => retry 2 { say "Please try again."; } then Concierge }
        on_error { say "The door does not answer. Please knock."; } then Goodbye

        after call { run app.note(call, "left"); }

        state Panel {
            gather 1..=4 keys or speech, into who, finish_on_key '#', timeout 6s, hints (app.names()) {
                once { say "Welcome to Elm Street seven."; }
                say "Enter a flat, then press hash, or say a name. For a delivery, press star and hash.";
                if concierge { say "For the concierge, press zero and hash."; }
            } match {
                '*' | "delivery" | "parcel"             => Code,
                0 if concierge                          => Concierge,
                "concierge" | "the desk" if concierge   => Concierge,
                entered                                 => Find,
            }
        }

        state Find {
            match app.of(&call.who) {
                Who::One(found)     => { set resident = found; } then Name,
                Who::Several(found) => { set residents = found; } then Choose,
                Who::Nobody         => retry 2 { say "Nobody here is {who}."; } at Panel then Concierge,
            }
        }
        state Choose under Panel {
            gather key or speech, offer resident from residents, more 9 {
                each { say "For {resident.name} in flat {resident.flat}, press {key}."; }
                more { say "For others, press nine."; }
                say "To enter another flat, press star.";
            } match { chosen => Name, '*' => back }
        }

        state Name {
            say "Please say your name after the tone.";
            record, max_length 4s, timeout 3s match {
                recorded => { set visitor = call.recording.clone(); } then Resident,
                silence  => { set visitor = None; } then Resident,
            }
        }
        state Resident {
            say "We call {resident.name}.";
            dial (&call.resident.phones), timeout 20s, time_limit 1min, screen 9 {
                say "Somebody is at the door.";
                play (call.visitor.clone().unwrap_or_else(|| "https://doors.example/bell.mp3".to_owned()));
                say "To talk to them, and to open the door by hanging up, press nine.";
            } match {
                answered => { run app.note(call, "opened by a resident"); } then Open,
                declined => { say "The door stays closed."; } then Goodbye,
                busy | no_answer | failed | canceled => { say "{resident.name} does not answer."; } then Concierge,
            }
        }

        state Code {
            gather 6 keys, into code, timeout 8s { say "Enter the six digits of your delivery."; } match {
                entered     => Check,
                silence | _ => retry 1 { say "Six digits, please."; } then Concierge,
            }
        }
        state Check {
            match app.expects(&call.code).await within 5s {
                true  => { run app.note(call, "opened for a delivery"); } then Open,
                false => retry 2 { say "This is not a code of today."; } at Code then Alarm,
                late  => Concierge,
            }
        }

        state Open  { say "Please come in."; play digits "ww9"; goto Goodbye; }
        state Alarm { run app.note(call, "three wrong codes"); say "The concierge has been told."; hangup; }

        state Concierge { match hours concierge { open => Desk, closed => Night } }
        state Desk {
            say "We call the concierge.";
            dial [client "concierge", "+4312345678"], timeout 20s match { answered => Goodbye, _ => Night }
        }
        state Night {
            say "The concierge is here Monday through Friday from 7 AM to 7 PM, and on Saturday from 8 AM to noon.";
            goto Goodbye;
        }
        state Goodbye { say "Goodbye."; hangup; }

        promise silence ends within 3min;
    }
}

/// Who lives here.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Resident {
    name: String,
    flat: String,
    phones: Vec<String>,
}

/// Whom a visitor wants to see.
enum Who {
    One(Resident),
    Several(Vec<Resident>),
    Nobody,
}

/// A house, and what happened at its door.
#[derive(Clone)]
struct House {
    residents: Vec<Resident>,
    /// The code of a delivery; every code where none is set.
    code: Option<&'static str>,
    noted: Arc<Mutex<Vec<String>>>,
}

impl House {
    fn sample() -> Self {
        let resident = |(name, flat, phone): (&str, &str, &str)| Resident {
            name: name.to_owned(),
            flat: flat.to_owned(),
            phones: vec![phone.to_owned()],
        };
        let all = [
            ("Ada Lake", "12", "+4311111111"),
            ("Bob Lake", "21", "+4311111112"),
            ("Cem Hill", "33", "+4311111113"),
        ];
        Self { residents: all.map(resident).to_vec(), code: Some("471100"), noted: Arc::default() }
    }

    /// A house in which everybody asks for so many of its residents.
    fn rehearsal(count: usize) -> Self {
        let Self { residents, noted, .. } = Self::sample();
        let residents =
            residents.into_iter().cycle().take(count).map(|one| Resident { flat: String::new(), ..one });
        Self { residents: residents.collect(), code: None, noted }
    }

    fn names(&self) -> Vec<String> {
        self.residents.iter().map(|resident| resident.name.clone()).collect()
    }

    fn of(&self, who: &str) -> Who {
        let said = who.to_lowercase();
        let is_meant = |resident: &&Resident| {
            let family = resident.name.to_lowercase();
            resident.flat.is_empty()
                || resident.flat == who
                || family.split(' ').any(|name| said.contains(name))
        };
        let mut found: Vec<_> = self.residents.iter().filter(is_meant).cloned().collect();
        match (found.pop(), found.is_empty()) {
            (None, _) => Who::Nobody,
            (Some(only), true) => Who::One(only),
            (Some(last), false) => Who::Several(found.into_iter().chain([last]).collect()),
        }
    }

    #[expect(clippy::unused_async, reason = "the tree waits for it")]
    async fn expects(&self, code: &Digits) -> bool {
        self.code.is_none_or(|expected| *code == expected)
    }

    fn note(&self, call: &Call<DoorsData>, what: &str) {
        self.noted.lock().unwrap().push(format!("{what}: {}", call.resident.name));
    }

    fn is_noted(&self, line: &str) {
        at_last(|| self.noted.lock().unwrap().iter().any(|noted| noted == line).then_some(()));
    }
}

const DAY: &str = "2026-11-02 10:00";
const NIGHT: &str = "2026-11-01 23:00";

fn panel(house: &House, at: &str) -> Caller {
    call_with::<Doors>(house.clone()).calls_at(at).hears("Enter a flat, then press hash, or say a name.")
}

fn a_resident_opens() -> Caller {
    let house = House::sample();
    let mut call = panel(&house, DAY)
        .hears("For the concierge, press zero and hash.")
        .press("12#")
        .hears("Please say your name")
        .records(2)
        .hears("We call Ada Lake.")
        .dials("+4311111111")
        .answers()
        .hears("Please come in.")
        .plays_digits("ww9")
        .ended();
    let transcript = call.transcript();
    assert!(transcript.contains("the called party presses 9"), "{transcript}");
    house.is_noted("opened by a resident: Ada Lake");
    house.is_noted("left: Ada Lake");
    call
}

fn a_name_that_two_residents_have() -> Caller {
    panel(&House::sample(), NIGHT)
        .does_not_hear("concierge")
        .says("To the Lakes, I mean Lake")
        .hears("For Ada Lake in flat 12, press 1. For Bob Lake in flat 21, press 2.")
        .press('*')
        .does_not_hear("Welcome")
        .says("Lake")
        .says("the second one")
        .silence()
        .dials("+4311111112")
        .declines()
        .hears("The door stays closed.")
        .ended()
}

fn nobody_is_at_home() -> Caller {
    panel(&House::sample(), DAY)
        .says("Mister Hill")
        .silence()
        .no_answer()
        .hears("Cem Hill does not answer. We call the concierge.")
        .answers()
        .hears("Goodbye.")
        .ended()
}

fn a_delivery_by_its_code() -> Caller {
    let house = House::sample();
    let mut call = panel(&house, NIGHT)
        .press("*#")
        .hears("Enter the six digits")
        .press("123456")
        .hears("This is not a code of today.")
        .press("471100")
        .plays_digits("ww9")
        .ended();
    house.is_noted("opened for a delivery: ");
    let transcript = call.transcript();
    assert!(!transcript.contains("“471100”"), "{transcript}");
    call
}

fn three_wrong_codes() -> Caller {
    let house = House::sample();
    let call = panel(&house, DAY).says("a parcel for you");
    let call =
        call.press("111111").press("222222").press("333333").hears("The concierge has been told.").ended();
    house.is_noted("three wrong codes: ");
    call
}

/// Stray tones: a finish key alone, letters of the fourth column, too many keys, and a key that another one is held with.
fn a_keypad_that_bounces() -> Caller {
    panel(&House::sample(), NIGHT)
        .press("#")
        .hears("Please try again.")
        .press("##*")
        .hears("Please try again.")
        .press("0#")
        .hears("The concierge is here Monday through Friday")
        .ended()
}

fn a_flat_that_does_not_exist() -> Caller {
    panel(&House::sample(), DAY)
        .press("99#")
        .hears("Nobody here is 99. Enter a flat")
        .press("98#")
        .press("97#")
        .hears("We call the concierge.")
        .dials("concierge")
        .busy()
        .hears("The concierge is here Monday through Friday")
        .ended()
}

#[test]
fn the_stories_of_the_line_take_every_arm() {
    Coverage::<Doors>::of([
        a_resident_opens,
        a_name_that_two_residents_have,
        nobody_is_at_home,
        a_delivery_by_its_code,
        three_wrong_codes,
        a_keypad_that_bounces,
        a_flat_that_does_not_exist,
        || panel(&House::rehearsal(10), DAY).press("1#").press('9').press('1').silence().fails().hangs_up(),
        || panel(&House::sample(), DAY).press("0#").dials("concierge").answers().ended(),
        || panel(&House::sample(), DAY).says("the desk, please").dials("concierge").hangs_up(),
        || {
            panel(&House::sample(), NIGHT)
                .press("*#")
                .press("12")
                .silence()
                .silence()
                .hears("goodbye")
                .ended()
        },
        || panel(&House::sample(), NIGHT).press("*#").app_is_late().press("471100").hears("goodbye").ended(),
    ])
    .assert_complete();
}

#[test]
fn every_path_ends_well() {
    let houses = [0, 1, 2].map(House::rehearsal).into_iter().chain([House::sample()]);
    let paths = every_path_with::<Doors>(houses);
    assert!(paths.taken.len() > 30, "{paths}");
    random_callers_with::<Doors>(100, 11, House::sample());
}

#[test]
fn a_served_door_opens_after_restarts_of_its_server() {
    let house = House::sample();
    let app = house.clone();
    let served = Served::<Doors>::new("doors", move || app.clone());
    let call = served.call("/doors").says("Lake");
    served.restart();
    let call = call.press('2').records(2).dials("+4311111112");
    served.restart();
    call.answers().hears("Please come in.").plays_digits("ww9").ended();
    house.is_noted("opened by a resident: Bob Lake");
    let call = served.call("/doors").press("*#").press("111111").hears("not a code");
    served.restart();
    call.press("222222").press("333333").hears("The concierge has been told.").ended();
}
