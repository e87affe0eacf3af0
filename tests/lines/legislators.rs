//! Calls to the legislators of a zip code, one after the other: a call goes out to a constituent, who is told how many are left and
//! may skip one. Who is busy or does not answer is followed by the next. Outside office hours there are voicemails.

use std::sync::{Arc, Mutex};

use ivr::{
    Call,
    phone::{Caller, Coverage, call_from_with, call_with, every_path_from, random_callers_with},
    speak::Digits,
};
use serde::{Deserialize, Serialize};

use super::{at_last, served::Served};

ivr::phone_tree! {
    /// Connects constituents with those who represent them.
    tree Legislators for Registry {
        start Welcome;
        start outbound Hello with { bill: Digits, zip: Digits };
        language en-US;

        hours offices, zone "America/New_York" {
            mon..=fri 9:00-17:30;
            closed "01-01", "07-04", "12-25";
        }

        data {
            bill: Digits = Digits::default(),
            zip: Digits = Digits::default(),
            legislators: Vec<Legislator>,
            legislator: Legislator,
            talked: u32 = 0,
        }

        everywhere {
            '*'     => again,
            silence => retry 2 { say "I did not hear anything."; } then Later,
            _       => retry 2 { say "I did not get that."; } then Later,
        }
        on_error { say "Something went wrong on our side. We are sorry."; } then Later

        after call { run app.ended(call); }

        state Welcome {
            say "Thank you for calling the campaign for public libraries.";
            goto Zip;
        }
        state Hello {
            gather key {
                say "Hello, this is the campaign for public libraries. You asked us to connect you with your legislators.";
                say "To begin, press one. If you did not ask us, press nine, and we do not call again.";
            } match { 1 => Known, 9 => { run app.never_again(&call.to).await, at_least_once; } then Goodbye }
        }
        state Known { match call.zip.as_str() { "" => Zip, _ => Find } }

        state Zip {
            gather 5 keys or speech, into zip, timeout 7s {
                say "Please enter or say your five digit zip code.";
            } match { entered => Find }
        }
        state Find {
            match app.of_zip(&call.zip).await within 20s meanwhile { say "We look up who represents you."; } {
                Ok(found) if found.is_empty() => retry 2 { say "We found nobody for {zip:digits}."; } at Zip then Goodbye,
                Ok(found)                     => { set legislators = found; } then Ready,
                Err(_) | late                 => Later,
            }
        }

        state Ready {
            say "You are represented by {legislators.left:plural legislator|legislators}.";
            match hours offices { open => Next, closed => Closed }
        }
        state Closed {
            say "Their offices are open Monday through Friday from 9 AM to 5:30 PM Eastern.";
            gather key {
                say "To leave messages on their voicemails now, press one. To be called when they open, press two.";
            } match { 1 => Next, 2 => CallBack }
        }
        state CallBack {
            run app.call_back(call).await, at_least_once;
            say "We call you when the offices open.";
            goto Goodbye;
        }

        state Next {
            next legislator in legislators match {
                another => Announce,
                done    => Thanks,
            }
        }
        state Announce {
            gather key, timeout 3s {
                say "{legislator.title} {legislator.name}.";
                once { say "Say your name, your town, and what you ask for. To end a conversation, press star."; }
                say "To skip this call, press two. Otherwise, stay on the line.";
            } match {
                2       => { run app.note(call, "skipped"); } then Left,
                silence => Ring,
            }
        }
        state Ring {
            dial (&call.legislator.office), timeout 25s, time_limit 15min, hangup_on_star, caller_id (app.shown(call)) match {
                answered => { set talked = call.talked + 1; run app.note(call, "talked"); say "Well done."; } then Left,
                busy     => { run app.note(call, "busy"); say "The line is busy."; } then Left,
                no_answer | failed | canceled => { run app.note(call, "no answer"); say "Nobody answers."; } then Left,
            }
        }

        state Left {
            match call.legislators.left {
                0 => Next,
                _ => { say "{legislators.left:plural call is|calls are} left."; } then Next,
            }
        }

        state Thanks {
            match call.talked {
                0 => { say "Nobody could be reached today. Thank you for trying."; } then Goodbye,
                n => { say "You have talked to {n:plural office|offices}. Thank you!"; } then Goodbye,
            }
        }
        state Goodbye { say "Goodbye."; hangup; }
        state Later   { say "Please call us again at another time."; hangup; }
    }
}

/// A legislator, and the telephone of their office.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Legislator {
    title: String,
    name: String,
    office: String,
}

/// Who represents which zip code, and what became of the calls.
#[derive(Clone, Default)]
struct Registry {
    legislators: Vec<Legislator>,
    is_down: bool,
    noted: Arc<Mutex<Vec<String>>>,
}

impl Registry {
    /// So many legislators for every zip code but 00000.
    fn of(count: usize) -> Self {
        let names = ["Ada", "Ben", "Cleo"].into_iter().zip(1..).take(count);
        let legislator = |(name, number)| Legislator {
            title: if number == 3 { "Representative".to_owned() } else { "Senator".to_owned() },
            name: String::from(name),
            office: format!("+1202224000{number}"),
        };
        Self { legislators: names.map(legislator).collect(), ..Self::default() }
    }

    fn down() -> Self {
        Self { is_down: true, ..Self::default() }
    }

    #[expect(clippy::unused_async, reason = "a registry is waited for")]
    async fn of_zip(&self, zip: &Digits) -> Result<Vec<Legislator>, String> {
        match zip.as_str() {
            _ if self.is_down => Err("the registry is away".to_owned()),
            "00000" => Ok(Vec::new()),
            _ => Ok(self.legislators.clone()),
        }
    }

    /// Offices see the number of the constituent, who is called or calls.
    fn shown(&self, call: &Call<LegislatorsData>) -> String {
        if call.bill.as_str().is_empty() {
            call.from.number().unwrap_or_default().to_owned()
        } else {
            call.to.clone()
        }
    }

    fn tell(&self, line: String) {
        self.noted.lock().unwrap().push(line);
    }

    fn note(&self, call: &Call<LegislatorsData>, what: &str) {
        self.tell(format!("{}: {what}", call.legislator.name));
    }

    fn ended(&self, call: &Call<LegislatorsData>) {
        self.tell(format!("over after {}", call.talked));
    }

    #[expect(clippy::unused_async, reason = "the tree waits for it")]
    async fn call_back(&self, call: &Call<LegislatorsData>) -> Result<(), String> {
        self.tell(format!("call back about {}", call.bill.as_str()));
        Ok(())
    }

    #[expect(clippy::unused_async, reason = "the tree waits for it")]
    async fn never_again(&self, number: &str) -> Result<(), String> {
        self.tell(format!("never again {number}"));
        Ok(())
    }

    /// Whether these lines were noted, in whatever order what runs behind a call took them.
    fn is_noted(&self, lines: &[&str]) {
        let sorted = |lines: &[String]| {
            let mut lines = lines.to_vec();
            lines.sort();
            lines
        };
        let wanted = sorted(&lines.iter().map(ToString::to_string).collect::<Vec<_>>());
        at_last(|| (sorted(&self.noted.lock().unwrap()) == wanted).then_some(()));
    }
}

/// Somebody whose zip code the campaign knows.
fn called(registry: &Registry) -> Caller {
    let fields = [("bill", "42"), ("zip", "06457")];
    call_from_with::<Legislators>("outbound", fields, registry.clone()).hears("You asked us to connect you")
}

fn three_offices_are_called() -> Caller {
    let registry = Registry::of(3);
    let call = called(&registry)
        .press('1')
        .hears("You are represented by 3 legislators. Senator Ada. Say your name, your town")
        .press('*')
        .hears("Senator Ada. To skip")
        .does_not_hear("Say your name")
        .silence()
        .dials("+12022240001")
        .answers()
        .hears("Well done. 2 calls are left. Senator Ben.")
        .press('4')
        .hears("I did not get that. Senator Ben.")
        .silence()
        .dials("+12022240002")
        .busy()
        .hears("The line is busy. 1 call is left. Representative Cleo.")
        .silence()
        .answers()
        .does_not_hear("left")
        .hears("You have talked to 2 offices. Thank you! Goodbye.")
        .ended();
    registry.is_noted(&["Ada: talked", "Ben: busy", "Cleo: talked", "over after 2"]);
    call
}

fn nobody_answers_and_one_is_skipped() -> Caller {
    let registry = Registry::of(2);
    let call = called(&registry)
        .press('1')
        .press('2')
        .hears("1 call is left.")
        .silence()
        .no_answer()
        .hears("Nobody answers. Nobody could be reached today.")
        .ended();
    registry.is_noted(&["Ada: skipped", "Ben: no answer", "over after 0"]);
    call
}

fn by_night_somebody_is_called_back() -> Caller {
    let registry = Registry::of(1);
    let call = called(&registry)
        .calls_at("2026-12-25 11:00")
        .press('1')
        .hears("from 9 AM to 5:30 PM Eastern.")
        .press('2')
        .hears("We call you when the offices open.")
        .ended();
    registry.is_noted(&["call back about 42", "over after 0"]);
    call
}

fn by_night_a_voicemail_is_called() -> Caller {
    called(&Registry::of(1)).calls_at("2026-12-24 17:30").press('1').press('1').silence().answers().ended()
}

fn somebody_did_not_ask_for_it() -> Caller {
    let registry = Registry::of(1);
    let call = called(&registry).press('9').hears("Goodbye.").ended();
    at_last(|| {
        registry.noted.lock().unwrap().iter().any(|line| line.starts_with("never again +")).then_some(())
    });
    call
}

/// Somebody who calls the campaign.
fn calls(registry: &Registry) -> Caller {
    call_with::<Legislators>(registry.clone()).hears("Please enter or say your five digit zip code.")
}

fn a_zip_code_without_legislators() -> Caller {
    calls(&Registry::of(1))
        .says("zero zero zero zero zero")
        .hears("We found nobody for 0 0 0 0 0. Please enter")
        .press("00000")
        .press("00000")
        .hears("Goodbye.")
        .ended()
}

fn a_caller_says_a_zip_code() -> Caller {
    calls(&Registry::of(1))
        .says("my zip code is 06457")
        .hears("1 legislator.")
        .silence()
        .dials("+12022240001")
        .fails()
        .ended()
}

#[test]
fn the_stories_of_the_line_take_every_arm() {
    Coverage::<Legislators>::of([
        three_offices_are_called,
        nobody_answers_and_one_is_skipped,
        by_night_somebody_is_called_back,
        by_night_a_voicemail_is_called,
        somebody_did_not_ask_for_it,
        a_zip_code_without_legislators,
        a_caller_says_a_zip_code,
        || {
            call_from_with::<Legislators>("outbound", [("bill", "42")], Registry::of(1))
                .press('1')
                .stays_silent()
        },
        || calls(&Registry::down()).press("06457").hears("Please call us again at another time.").ended(),
        || calls(&Registry::of(1)).app_is_late().press("06457").hears("Please call us again").ended(),
    ])
    .assert_complete();
}

#[test]
fn every_path_ends_well() {
    let registries = || [Registry::of(0), Registry::of(1), Registry::of(2), Registry::down()];
    let paths = every_path_from::<Legislators>("outbound", [("bill", "42"), ("zip", "06457")], registries());
    assert!(paths.taken.len() > 30, "{paths}");
    random_callers_with::<Legislators>(50, 9, Registry::of(3));
}

#[test]
fn a_served_line_calls_the_next_office_after_restarts_of_its_server() {
    let registry = Registry::of(3);
    let app = registry.clone();
    let served = Served::<Legislators>::new("legislators", move || app.clone());
    let mut call = served.call("/legislators/outbound?bill=42&zip=06457").press('1');
    // A server uses the clock of its machine.
    if call.transcript().contains("Their offices are open") {
        call = call.press('1');
    }
    let call = call.press('2').hears("Senator Ben.");
    served.restart();
    let call = call.silence().dials("+12022240002");
    served.restart();
    let call = call.no_answer().hears("1 call is left. Representative Cleo.");
    served.restart();
    call.silence().dials("+12022240003").answers().hears("You have talked to 1 office.").ended();
    at_last(|| (registry.noted.lock().unwrap().len() == 3).then_some(()));
}
