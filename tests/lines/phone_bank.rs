//! A phone bank: a call goes out to a volunteer, who is connected with one neighbor after the other and says what came of it.

use std::sync::{Arc, Mutex};

use ivr::{
    Call,
    config::Settings,
    phone::{Caller, Coverage, call_from_with, call_with, every_path_from, random_callers_with},
    speak::Digits,
};
use serde::{Deserialize, Serialize};

use super::{at_last, over_http};

ivr::phone_tree! {
    /// Neighbors who call neighbors.
    tree PhoneBank for Campaign {
        start Code;
        start outbound Hello with { campaign: Digits };

        data {
            campaign: Digits = Digits::default(),
            targets: Vec<Target>,
            target: Target,
            reached: u32 = 0,
        }

        everywhere { '*' => again, silence | _ => retry 2 { say "Sorry?"; } then Later }
        on_error { say "Something went wrong on our side."; } then Later

        state Code  { gather 2 keys, into campaign { say "Which campaign?"; } match { entered => Begin } }
        state Hello { say "Hello! Are you ready to call some neighbors?"; goto Begin; }

        state Begin {
            match app.targets(&call.campaign) {
                list if list.is_empty() => { say "Nobody is left to be called. Thank you!"; } then end,
                list                    => { set targets = list; } then Ready,
            }
        }
        state Ready {
            gather key { say "You will talk to {targets.left:plural neighbor|neighbors}. To begin, press one."; } match { 1 => Next }
        }

        state Next {
            next target in targets match {
                another => { say "{target.name}, {target.street}."; } then Dial,
                done    => Thanks,
            }
        }
        state Dial {
            say "To end the conversation, press star.";
            dial (&call.target.number), timeout 20s, time_limit 10min, hangup_on_star match {
                answered           => Answer,
                busy | no_answer   => { run app.note(call, "not home"); } then Left,
                failed | canceled  => { run app.note(call, "wrong number"); } then Left,
            }
        }
        state Answer {
            gather key {
                say "Do they come? For yes, press one. For no, press two. If they are not to be called again, press nine.";
            } match {
                1 => { run app.note(call, "yes"); set reached = call.reached + 1; } then Left,
                2 => { run app.note(call, "no"); set reached = call.reached + 1; } then Left,
                9 => { run app.note(call, "never"); set reached = call.reached + 1; } then Left,
            }
        }
        state Left {
            match call.reached {
                10.. => { say "You have reached ten. Time for a break?"; } then Pause,
                _    => { say "{targets.left:plural neighbor is|neighbors are} left."; } then Pause,
            }
        }
        state Pause {
            gather key, timeout 3s { say "To stop for today, press nine. Otherwise wait."; } match { 9 => Thanks, silence => Next }
        }

        state Thanks { say "You have reached {reached}. Thank you!"; hangup; }
        state Later  { say "You can call back and go on where you are."; hangup; }
    }
}

/// A neighbor.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Target {
    name: String,
    street: String,
    number: String,
}

/// Who is to be called, and what came of it.
#[derive(Clone)]
struct Campaign {
    targets: usize,
    noted: Arc<Mutex<Vec<String>>>,
}

impl Campaign {
    fn of(targets: usize) -> Self {
        Self { targets, noted: Arc::default() }
    }

    fn targets(&self, campaign: &Digits) -> Vec<Target> {
        let target = |number: usize| Target {
            name: format!("Neighbor {number}"),
            street: format!("{} Main Street", campaign.as_str()),
            number: format!("+1212555{number:04}"),
        };
        (1..=self.targets).map(target).collect()
    }

    fn note(&self, call: &Call<PhoneBankData>, what: &str) {
        self.noted.lock().unwrap().push(format!("{}: {what}", call.target.name));
    }

    fn is_noted(&self, lines: &[&str]) {
        at_last(|| (*self.noted.lock().unwrap() == *lines).then_some(()));
    }
}

fn bank(campaign: &Campaign) -> Caller {
    call_from_with::<PhoneBank>("outbound", [("campaign", "07")], campaign.clone()).hears("Are you ready")
}

fn three_neighbors_are_called() -> Caller {
    let campaign = Campaign::of(3);
    let call = bank(&campaign)
        .hears("You will talk to 3 neighbors.")
        .press('7')
        .hears("Sorry?")
        .press('1')
        .hears("Neighbor 1, 07 Main Street.")
        .dials("+12125550001")
        .answers()
        .press('*')
        .hears("Do they come?")
        .press('1')
        .hears("2 neighbors are left.")
        .silence()
        .dials("+12125550002")
        .no_answer()
        .hears("1 neighbor is left.")
        .silence()
        .fails()
        .hears("0 neighbors are left.")
        .silence()
        .hears("You have reached 1. Thank you!")
        .ended();
    campaign.is_noted(&["Neighbor 1: yes", "Neighbor 2: not home", "Neighbor 3: wrong number"]);
    call
}

fn a_volunteer_stops() -> Caller {
    bank(&Campaign::of(2))
        .press('1')
        .answers()
        .press('2')
        .press('5')
        .hears("Sorry?")
        .press('9')
        .hears("You have reached 1")
        .ended()
}

fn ten_are_enough() -> Caller {
    let mut caller = bank(&Campaign::of(12)).press('1');
    for _ in 0..9 {
        caller = caller.answers().press('9').silence();
    }
    caller.answers().press('9').hears("Time for a break?").press('9').ended()
}

fn nobody_is_left() -> Caller {
    call_with::<PhoneBank>(Campaign::of(0)).press("07").hears("Nobody is left").ended()
}

fn nobody_says_anything() -> Caller {
    call_with::<PhoneBank>(Campaign::of(1)).stays_silent()
}

#[test]
fn the_stories_of_the_line_take_every_arm() {
    Coverage::<PhoneBank>::of([
        three_neighbors_are_called,
        a_volunteer_stops,
        ten_are_enough,
        nobody_is_left,
        nobody_says_anything,
    ])
    .assert_complete();
}

#[test]
fn every_path_ends_well() {
    let campaigns = [0, 1, 2].map(Campaign::of);
    let paths = every_path_from::<PhoneBank>("outbound", [("campaign", "07")], campaigns);
    assert!(paths.taken.len() > 5, "{paths}");
    random_callers_with::<PhoneBank>(100, 7, Campaign::of(3));
}

#[test]
fn a_call_over_http_whose_campaign_is_in_its_url() {
    let campaign = Campaign::of(1);
    let router =
        ivr::router::<PhoneBank>(campaign.clone(), &Settings::new().unsigned().store("memory:")).unwrap();
    over_http(router, "/phone-bank/outbound?campaign=12", |caller| {
        caller
            .press('1')
            .hears("Neighbor 1, 12 Main Street.")
            .answers()
            .press('1')
            .silence()
            .hears("Thank you!")
            .ended()
    });
    campaign.is_noted(&["Neighbor 1: yes"]);
}
