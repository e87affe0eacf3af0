//! Prescriptions: a refill by its number, whose length the branch knows, when it is ready and what it costs, and a pharmacist, who
//! is waited for in a queue or calls back. The number of the branch is in the URL of the webhook.

use std::sync::{Arc, Mutex};

use ivr::{
    Call,
    phone::{Caller, Coverage, call_from_with, call_with, every_path_with, random_callers_with},
    speak::{Currency, Date, Digits, Money, Time},
};
use serde::{Deserialize, Serialize};

use super::{at_last, served::Served};

ivr::phone_tree! {
    /// Refills of a chain of pharmacies.
    tree Refill for Chain {
        start Greeting;
        start callback Back with { order: Digits };
        language en-US;

        hours pharmacist, zone "America/Denver" {
            mon..=fri 8:00-20:00;
            sat, sun 10:00-16:00;
            closed "11-26", "12-25";
        }

        data {
            branch: Branch = Branch::find(None),
            order: Digits = Digits::default(),
            ready: Filled = Filled::nothing(),
            number: Digits = Digits::default(),
            ahead: u32 = 0,
        }

        everywhere {
            0 if pharmacist => Pharmacist,
            silence | _     => retry 2 { say "Sorry, I did not get that."; } then Help,
        }
        on_error { say "Our computers do not answer."; } then Help

        after call { run app.note(call, "over"); }

        state Greeting {
            set branch = Branch::find(call.param("branch"));
            say "Thank you for calling {branch.name}.";
            goto Menu;
        }
        state Menu {
            gather key or speech {
                say "To refill a prescription, press one. For our hours, press two.";
                if pharmacist { say "For the pharmacist, press zero."; }
            } match {
                1 | "refill" | "prescription"       => Number,
                2 | "hours" | "open"                => Hours,
                0 | "pharmacist" if pharmacist      => Pharmacist,
            }
        }
        state Hours {
            say "We are here Monday through Friday from 8 AM to 8 PM, and on Saturday and Sunday from 10 AM to 4 PM.";
            goto Menu;
        }

        /// The numbers of each branch have a length of their own.
        state Number {
            gather (call.branch.length) keys, into order, timeout 10s {
                say "Enter the {branch.length:plural digit|digits} of your prescription.";
            } match { entered => Find }
        }
        state Find {
            match app.find(call).await within 20s meanwhile { say "One moment."; } {
                Some(found)  => { set ready = found; } then Ready,
                None         => retry 2 { say "We have no prescription {order:digits}."; } at Number then Help,
                late         => Help,
            }
        }
        state Ready {
            gather key {
                say "{ready.name} is ready on {ready.day:date}, after {ready.at:time}. You pay {ready.price:money}.";
                say "To have it filled, press one. To enter another number, press two.";
            } match {
                1 => { run app.fill(call).await, at_least_once; } then Filled,
                2 => Number,
            }
        }
        state Filled { say "Thank you. We send you a message when it is ready."; goto Goodbye; }

        state Help { match hours pharmacist { open => Pharmacist, closed => Night } }
        #[allow(hangup_on_error, reason = "by night there is nobody else")]
        state Night {
            gather key { say "The pharmacist is not here now. To be called back in the morning, press one."; } match {
                1           => CallbackNumber,
                silence | _ => Goodbye,
            }
        }

        state Pharmacist {
            say "Please hold for the pharmacist.";
            enqueue (call.branch.queue), max_wait 15min, wait Waiting match {
                bridged              => Goodbye,
                left | full | failed => Night,
                hung_up              => { run app.note(call, "gave up"); } then end,
            }
        }
        state Waiting {
            match queue.position {
                0 | 1 => { set ahead = 0; say "You are next."; } then Music,
                place => { set ahead = place - 1; say "{ahead:plural caller is|callers are} ahead of you."; } then Music,
            }
        }
        state Music {
            gather key { say "To be called back, press one."; play "https://prompts.example/waltz.mp3"; } match {
                1           => leave to CallbackNumber,
                silence | _ => Waiting,
            }
        }

        state CallbackNumber {
            gather 10 keys, into number, timeout 8s { say "Enter the ten digits of your telephone number."; } match {
                entered     => Promised,
                silence | _ => retry 1 { say "Ten digits, please."; } then Help,
            }
        }
        state Promised {
            run app.call_back(call).await, at_least_once;
            say "We call {number:digits}.";
            goto Goodbye;
        }

        /// The call that was promised.
        #[allow(hangup_on_error, reason = "whoever is called back may not be there")]
        state Back {
            set branch = Branch::find(call.param("branch"));
            gather key { say "This is your pharmacy, about prescription {order:digits}. To talk to us, press one."; } match {
                1           => Pharmacist,
                silence | _ => retry 1 { say "To talk to us, press one."; } then Goodbye,
            }
        }
        state Goodbye { say "Goodbye."; hangup; }
    }
}

/// A branch: the length of its numbers, and the queue of its pharmacists.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Branch {
    name: String,
    length: u32,
    queue: String,
}

impl Branch {
    /// The branch of the URL; the one at the station where it names none.
    fn find(param: Option<&str>) -> Self {
        let (name, length, queue) = match param {
            Some("12") => ("Harbor Pharmacy", 4, "harbor"),
            _ => ("Station Pharmacy", 7, "station"),
        };
        Self { name: name.to_owned(), length, queue: queue.to_owned() }
    }
}

/// A prescription that can be filled.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Filled {
    name: String,
    day: Date,
    at: Time,
    price: Money,
}

impl Filled {
    fn nothing() -> Self {
        Self {
            name: String::new(),
            day: Date::new(2026, 12, 1).unwrap(),
            at: Time::new(16, 30).unwrap(),
            price: Money::new(0, Currency::USD),
        }
    }
}

/// Branches, prescriptions, and what is to be done.
#[derive(Clone, Default)]
struct Chain {
    /// What every number is the prescription of, where it does not hang on the number.
    rehearsed: Option<bool>,
    noted: Arc<Mutex<Vec<String>>>,
}

impl Chain {
    #[expect(clippy::unused_async, reason = "the tree waits for it")]
    async fn find(&self, call: &Call<RefillData>) -> Option<Filled> {
        let is_known = self.rehearsed.unwrap_or(call.order.as_str().starts_with('1'));
        is_known.then(|| Filled {
            name: "Your tincture".to_owned(),
            price: Money::new(1250, Currency::USD),
            ..Filled::nothing()
        })
    }

    fn note(&self, call: &Call<RefillData>, what: &str) {
        self.noted.lock().unwrap().push(format!("{what}: {}", call.branch.name));
    }

    #[expect(clippy::unused_async, reason = "the tree waits for it")]
    async fn fill(&self, call: &Call<RefillData>) -> Result<(), String> {
        self.note(call, &format!("fill {}", call.order.as_str()));
        Ok(())
    }

    #[expect(clippy::unused_async, reason = "the tree waits for it")]
    async fn call_back(&self, call: &Call<RefillData>) -> Result<(), String> {
        self.note(call, &format!("call {}", call.number.as_str()));
        Ok(())
    }

    fn is_noted(&self, line: &str) {
        at_last(|| self.noted.lock().unwrap().iter().any(|noted| noted == line).then_some(()));
    }
}

const NIGHT: &str = "2026-11-02 23:00";

fn harbor(chain: &Chain) -> Caller {
    call_with::<Refill>(chain.clone()).param("branch", "12").hears("Thank you for calling Harbor Pharmacy.")
}

fn station() -> Caller {
    call_with::<Refill>(Chain::default()).hears("Thank you for calling Station Pharmacy.")
}

fn a_prescription_is_filled() -> Caller {
    let chain = Chain::default();
    let call = harbor(&chain)
        .press('2')
        .hears("on Saturday and Sunday from 10 AM to 4 PM. To refill a prescription")
        .says("a refill, please")
        .hears("Enter the 4 digits of your prescription.")
        .press("2001")
        .hears("We have no prescription 2 0 0 1. Enter the 4 digits")
        .press("1002")
        .hears(
            "Your tincture is ready on December 1st, 2026, after 4:30 PM. You pay 12 dollars and 50 cents.",
        )
        .press('2')
        .press("1001")
        .press('1')
        .hears("We send you a message")
        .ended();
    chain.is_noted("fill 1001: Harbor Pharmacy");
    chain.is_noted("over: Harbor Pharmacy");
    call
}

fn a_caller_waits_and_is_called_back() -> Caller {
    let chain = Chain::default();
    let call = harbor(&chain)
        .press('0')
        .queues("harbor")
        .hears("1 caller is ahead of you. To be called back, press one.")
        .silence()
        .moves_up()
        .silence()
        .hears("You are next.")
        .press('1')
        .press("5551")
        .silence()
        .hears("Ten digits, please.")
        .press("5551234567")
        .hears("We call 5 5 5 1 2 3 4 5 6 7. Goodbye.")
        .ended();
    chain.is_noted("call 5551234567: Harbor Pharmacy");
    call
}

fn a_caller_gives_up() -> Caller {
    let chain = Chain::default();
    let call = harbor(&chain).says("pharmacist").hangs_up().ended();
    chain.is_noted("gave up: Harbor Pharmacy");
    call
}

fn by_night_a_wrong_number_leads_to_a_callback() -> Caller {
    call_with::<Refill>(Chain::default())
        .calls_at(NIGHT)
        .does_not_hear("For the pharmacist")
        .press('0')
        .hears("Sorry, I did not get that.")
        .press('1')
        .press("2000001")
        .press("2000002")
        .press("2000003")
        .hears("The pharmacist is not here now.")
        .press('1')
        .press("5551234567")
        .hears("We call 5 5 5 1 2 3 4 5 6 7.")
        .ended()
}

fn a_caller_is_called_back() -> Caller {
    call_from_with::<Refill>("callback", [("order", "1001")], Chain::default())
        .param("branch", "12")
        .hears("about prescription 1 0 0 1.")
        .silence()
        .hears("To talk to us, press one.")
        .press('1')
        .queues("harbor")
        .bridged()
        .hears("Goodbye.")
        .ended()
}

#[test]
fn the_stories_of_the_line_take_every_arm() {
    Coverage::<Refill>::of([
        a_prescription_is_filled,
        a_caller_waits_and_is_called_back,
        a_caller_gives_up,
        by_night_a_wrong_number_leads_to_a_callback,
        a_caller_is_called_back,
        || {
            station()
                .press('1')
                .silence()
                .press('0')
                .queues("station")
                .queue_full()
                .silence()
                .hears("Goodbye.")
                .ended()
        },
        || station().silence().silence().silence().queues("station").leaves_queue().press('1').stays_silent(),
        || station().press('1').app_is_late().press("1000001").queues("station").fails().press('9').ended(),
    ])
    .assert_complete();
}

#[test]
fn every_path_ends_well() {
    let chains = [true, false].map(|is_known| Chain { rehearsed: Some(is_known), ..Chain::default() });
    let paths = every_path_with::<Refill>(chains);
    assert!(paths.taken.len() > 30, "{paths}");
    random_callers_with::<Refill>(50, 12, Chain::default());
}

#[test]
fn a_served_line_knows_the_branch_after_restarts_of_its_server() {
    let chain = Chain::default();
    let app = chain.clone();
    let served = Served::<Refill>::new("refill", move || app.clone());
    let call = served.call("/refill?branch=12").press('1').hears("Enter the 4 digits");
    served.restart();
    let call = call.press("1001").hears("You pay 12 dollars and 50 cents.");
    served.restart();
    call.press('1').hears("We send you a message").ended();
    chain.is_noted("fill 1001: Harbor Pharmacy");
    let call = served.call("/refill/callback?branch=12&order=1001").press('1').queues("harbor");
    served.restart();
    call.press('1').press("5551234567").ended();
    chain.is_noted("call 5551234567: Harbor Pharmacy");
}
