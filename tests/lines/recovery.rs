//! A recovery helpline: a volunteer, one after the other, or the meeting, which is a conference with a host.

use ivr::{
    config::Settings,
    phone::{Caller, Coverage, call_from_with, call_with, every_path_with, random_callers_with},
    speak::Digits,
};
use serde::{Deserialize, Serialize};

use super::over_http;

ivr::phone_tree! {
    /// Somebody to talk to, at any hour, and a meeting every evening.
    tree Recovery for Group {
        start Welcome;
        start host HostPin;
        language en-US;

        hours meeting, zone "America/Chicago" { mon..=sun 19:00-20:30; }

        data { volunteers: Vec<Volunteer>, volunteer: Volunteer, pin: Digits = Digits::default() }

        everywhere { 0 => Find, silence | _ => retry 2 { say "Sorry, I did not get that."; } then Find }
        on_error { say "Something went wrong on our side."; } then Message

        state Welcome {
            gather key {
                say "You are not alone.";
                say "To talk to somebody now, press one. For tonight's meeting, press two.";
            } match { 1 => Find, 2 => Meeting }
        }

        state Meeting { match hours meeting { open => Room, closed => Later } }
        state Later   {
            say "The meeting is every evening from seven to half past eight.";
            goto Welcome;
        }
        state Room {
            say "You are about to join the meeting. The others can hear you.";
            dial conference "evening", start_on_enter false, max_participants 40, time_limit 2h match { _ => Welcome }
        }

        state Find {
            match app.on_call().await within 3s {
                found => { set volunteers = found; } then Next,
                late  => Message,
            }
        }
        state Next { next volunteer in volunteers match { another => Ring, done => Message } }
        state Ring {
            say "We are calling {volunteer.name}. Please stay on the line.";
            dial (&call.volunteer.number), timeout 20s, caller_id (call.to.clone()), screen 5 {
                say "Somebody from the helpline needs you. To talk to them, press five.";
            } match {
                answered => { say "Thank you for calling. You can call again at any time."; } then end,
                declined | busy | no_answer | failed | canceled => Next,
            }
        }
        state Message {
            say "Nobody can come to the telephone. Please leave a number after the tone.";
            record, max_length 2min match { recorded => Thanks, silence => end }
        }
        state Thanks { say "Somebody will call you today."; hangup; }

        state HostPin {
            gather 4 keys, into pin { say "Welcome. Please enter your pin."; } match {
                entered     => HostCheck,
                silence | _ => retry 2 { say "Sorry?"; } then { say "Goodbye."; } then end,
            }
        }
        state HostCheck {
            match app.is_host(&call.pin) {
                true  => Host,
                false => retry 2 { say "That is not the pin."; } at HostPin then end,
            }
        }
        state Host {
            say "The meeting begins when you join, and ends when you leave.";
            dial conference "evening", start_on_enter, end_on_exit, time_limit 2h match { _ => end }
        }

        promise Find within 1 key of every state;
    }
}

/// Who is called.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Volunteer {
    name: String,
    number: String,
}

/// Who is on call, and the pin of the host.
#[derive(Clone)]
struct Group {
    volunteers: Vec<Volunteer>,
    /// The pin of the host; every pin is one where none is set.
    pin: Option<&'static str>,
}

impl Group {
    fn of(count: usize) -> Self {
        let names = ["Ann", "Bob", "Cem"].into_iter().zip(1..).take(count);
        let volunteers = names.map(|(name, number)| Volunteer {
            name: name.to_owned(),
            number: format!("+1234567890{number}"),
        });
        Self { volunteers: volunteers.collect(), pin: Some("4711") }
    }

    #[expect(clippy::unused_async, reason = "the tree waits for it")]
    async fn on_call(&self) -> Vec<Volunteer> {
        self.volunteers.clone()
    }

    fn is_host(&self, pin: &Digits) -> bool {
        self.pin.is_none_or(|own| *pin == own)
    }
}

fn line(count: usize) -> Caller {
    call_with::<Recovery>(Group::of(count)).hears("You are not alone.")
}

fn the_third_volunteer_accepts() -> Caller {
    line(3)
        .press('1')
        .hears("We are calling Ann.")
        .dials("+12345678901")
        .no_answer()
        .hears("We are calling Bob.")
        .declines()
        .dials("+12345678903")
        .answers()
        .hears("You can call again at any time.")
        .ended()
}

fn nobody_is_free() -> Caller {
    line(1).press('1').busy().hears("Please leave a number").records(9).hears("call you today").ended()
}

fn the_meeting_is_joined() -> Caller {
    line(0)
        .press('2')
        .hears("You are about to join the meeting.")
        .dials("evening")
        .answers()
        .hears("You are not alone.")
        .hangs_up()
}

fn the_meeting_is_later() -> Caller {
    call_with::<Recovery>(Group::of(0))
        .calls_at("2026-12-24 18:59")
        .press('2')
        .hears("every evening from seven")
        .hangs_up()
}

fn host() -> Caller {
    call_from_with::<Recovery>("host", [], Group::of(0)).hears("Please enter your pin.")
}

fn the_host_begins_the_meeting() -> Caller {
    host().press("1234").hears("That is not the pin.").press("4711").dials("evening").answers().ended()
}

fn a_stranger_is_no_host() -> Caller {
    host().silence().press("1111").press("2222").ended()
}

fn whoever_says_nothing_reaches_somebody() -> Caller {
    line(1).silence().hears("Sorry").silence().silence().dials("+12345678901").fails().silence().ended()
}

fn the_group_does_not_answer() -> Caller {
    line(1).app_is_late().press('0').waits_for_message().silence().ended()
}

#[test]
fn the_stories_of_the_line_take_every_arm() {
    Coverage::<Recovery>::of([
        the_third_volunteer_accepts,
        nobody_is_free,
        the_meeting_is_joined,
        the_meeting_is_later,
        the_host_begins_the_meeting,
        a_stranger_is_no_host,
        whoever_says_nothing_reaches_somebody,
        the_group_does_not_answer,
    ])
    .assert_complete();
}

#[test]
fn every_path_ends_well() {
    let open = Group { pin: None, ..Group::of(0) };
    let paths = every_path_with::<Recovery>([Group::of(0), Group::of(1), Group::of(2), open]);
    assert!(paths.left_out.is_empty(), "{paths}");
    random_callers_with::<Recovery>(100, 3, Group::of(2));
}

#[test]
fn a_call_over_http() {
    let router = ivr::router::<Recovery>(Group::of(2), &Settings::new().unsigned().store("memory:")).unwrap();
    over_http(router, "/recovery", |caller| {
        caller.press('1').declines().dials("+12345678902").answers().hears("at any time").ended()
    });
}
