//! Payphones: local calls, calls on a card, collect calls, and operators who answer from a queue.

use std::sync::mpsc;

use ivr::{
    Call,
    config::Settings,
    phone::{Caller, Coverage, call_from_with, call_with, every_path_with, random_callers_with},
    speak::Digits,
};

use super::{next, over_http};

ivr::phone_tree! {
    /// What the receiver of a payphone says.
    tree Payphone for Exchange {
        start Lifted;
        start operator Operator;

        data {
            number: Digits = Digits::default(),
            card: Digits = Digits::default(),
            secret pin: Digits = Digits::default(),
            minutes: u32 = 0,
            message: Option<String>,
        }

        everywhere { silence | _ => retry 2 { say "Please try again."; } then Queue }
        on_error { say "This telephone is out of order."; } then Bye

        after call { run app.bill(call); }

        state Lifted {
            gather key {
                say "For a call on a card, press one. For a collect call, press two. For the operator, press zero.";
            } match { 1 => Card, 2 => Collect, 0 => Queue }
        }

        state Card {
            gather 8 keys, into card { say "Enter your card number. For the operator, press zero."; } match { entered => Pin, 0 => Queue }
        }
        state Pin {
            gather 4 keys, into pin { say "Enter your pin."; } match { entered => Credit }
        }
        state Credit {
            match app.minutes(&call.card, &call.pin).await within 20s meanwhile { say "One moment."; } {
                Some(0)    => { say "This card is used up."; } then Bye,
                Some(left) => { set minutes = left; } then Destination,
                None       => retry 2 { say "The card or the pin is wrong."; } at Card then Queue,
                late       => Queue,
            }
        }
        state Destination {
            gather 7..=15 keys, finish_on_key '#', into number {
                say "You have {minutes:plural minute|minutes}. Enter the number, then press hash.";
            } match { entered => Connect }
        }
        state Connect {
            dial (app.route(&call.number)), timeout 30s, time_limit 1h, hangup_on_star match {
                answered  => Another,
                busy      => { say "The line is busy."; } then Another,
                no_answer => { say "Nobody answers."; } then Another,
                _         => { say "This number is not in service."; } then Another,
            }
        }
        state Another {
            gather key { say "For another call on the card, press one."; } match { 1 => Credit }
        }

        state Collect {
            gather 7..=15 keys, finish_on_key '#', into number {
                say "Enter the number that pays for the call, then press hash.";
            } match { entered => Name }
        }
        state Name {
            say "After the tone, say your name.";
            record, max_length 4s, timeout 2s match { recorded => { set message = call.recording.clone(); } then Pays, silence => Bye }
        }
        state Pays {
            dial (app.route(&call.number)), timeout 30s, screen 3 {
                say "A collect call from a payphone. The caller says:";
                play (call.message.clone().unwrap_or_default());
                say "To pay for it, press three.";
            } match {
                answered => end,
                declined => { say "They do not pay for the call."; } then Bye,
                busy | no_answer | failed | canceled => { say "Nobody answers."; } then Bye,
            }
        }

        state Queue {
            enqueue "operators", max_wait 3min, wait Ringing match { bridged | left | full | failed => Bye, hung_up => end }
        }
        state Ringing { play "https://prompts.example/ringing.mp3"; pause 2s; goto Ringback; }
        state Ringback { gather key { say "To hang up, press star."; } match { '*' => end, silence | _ => Ringing } }

        /// An operator, who lifts a receiver of their own.
        state Operator {
            dial queue "operators", timeout 30s match {
                answered => NextCaller,
                _        => { say "Nobody waits."; } then end,
            }
        }
        /// Whoever has left their place takes no further caller.
        state NextCaller { gather key { say "For the next caller, press one."; } match { 1 => Operator } }

        state Bye { say "Goodbye."; hangup; }
    }
}

/// Cards, routes and bills.
struct Exchange(mpsc::Sender<String>);

impl Exchange {
    #[expect(clippy::unused_async, reason = "the tree waits for it")]
    async fn minutes(&self, card: &Digits, pin: &Digits) -> Option<u32> {
        match (card.as_str(), pin.as_str()) {
            ("12345678", "4711") => Some(12),
            ("87654321", "4711") => Some(0),
            _ => None,
        }
    }

    fn route(&self, number: &Digits) -> Option<String> {
        (!number.as_str().starts_with("5550")).then(|| format!("+1{}", number.as_str()))
    }

    fn bill(&self, call: &Call<PayphoneData>) {
        let _ = self.0.send(format!("{} to {}", call.card.as_str(), call.number.as_str()));
    }
}

fn exchange() -> (Exchange, mpsc::Receiver<String>) {
    let (tell, told) = mpsc::channel();
    (Exchange(tell), told)
}

fn lifted() -> Caller {
    call_with::<Payphone>(exchange().0).hears("For a call on a card")
}

fn on_a_card() -> Caller {
    lifted().press('1').press("12345678").press("4711").hears("You have 12 minutes.").press("2125550100#")
}

fn two_calls_on_a_card() -> Caller {
    on_a_card()
        .dials("+12125550100")
        .answers()
        .hears("For another call")
        .press('1')
        .press("2125550101#")
        .busy()
        .hears("The line is busy.")
        .silence()
        .press('1')
        .press("2125550102#")
        .no_answer()
        .press('1')
        .press("5550102#")
        .hears("This number is not in service.")
        .hangs_up()
}

fn a_wrong_pin_and_then_the_operator() -> Caller {
    lifted()
        .press('1')
        .press("12345678")
        .press("0000")
        .hears("The card or the pin is wrong.")
        .press("12345678")
        .press("0001")
        .press("12345678")
        .press("0002")
        .queues("operators")
        .silence()
        .silence()
        .bridged()
        .hears("Goodbye.")
        .ended()
}

fn a_card_that_is_used_up() -> Caller {
    lifted().press('1').press("87654321").press("4711").hears("This card is used up.").ended()
}

fn an_exchange_that_is_late() -> Caller {
    lifted().app_is_late().press('1').press("12345678").press("4711").queues("operators").press('*').ended()
}

fn collect() -> Caller {
    lifted().press('2').press("2125550100#").hears("say your name").records(2).dials("+12125550100")
}

fn whoever_is_called_pays() -> Caller {
    let mut call = collect().answers().ended();
    let transcript = call.transcript();
    assert!(transcript.contains("the called party presses 3"), "{transcript}");
    assert!(transcript.contains("Recordings"), "{transcript}");
    call
}

fn whoever_is_called_does_not_pay() -> Caller {
    collect().declines().hears("They do not pay for the call.").ended()
}

fn nobody_pays() -> Caller {
    collect().no_answer().hears("Nobody answers.").ended()
}

fn nobody_says_a_name() -> Caller {
    lifted().press('2').press("2125550100#").silence().hears("Goodbye").ended()
}

fn whoever_waits_for_the_operator_may_give_up() -> Caller {
    lifted().press('0').hangs_up().ended()
}

fn the_operator_is_not_there() -> Caller {
    lifted().press('0').leaves_queue().hears("Goodbye").ended()
}

fn zero_is_no_card() -> Caller {
    lifted().press('1').press("0").silence().queues("operators").hangs_up()
}

fn operator() -> Caller {
    call_from_with::<Payphone>("operator", [], exchange().0)
        .answers()
        .hears("For the next caller")
        .press('1')
        .no_answer()
        .hears("Nobody waits.")
        .ended()
}

fn silence() -> Caller {
    lifted().stays_silent()
}

#[test]
fn the_stories_of_the_line_take_every_arm() {
    Coverage::<Payphone>::of([
        two_calls_on_a_card,
        a_wrong_pin_and_then_the_operator,
        a_card_that_is_used_up,
        an_exchange_that_is_late,
        whoever_is_called_pays,
        whoever_is_called_does_not_pay,
        nobody_pays,
        nobody_says_a_name,
        whoever_waits_for_the_operator_may_give_up,
        the_operator_is_not_there,
        zero_is_no_card,
        operator,
        silence,
    ])
    .assert_complete();
}

#[test]
fn every_path_ends_well_and_a_call_is_billed_once() {
    let paths = every_path_with::<Payphone>([exchange().0]);
    assert!(paths.taken.len() > 10, "{paths}");
    random_callers_with::<Payphone>(200, 6, exchange().0);
    let (exchange, told) = exchange();
    let call = call_with::<Payphone>(exchange).press('1').press("12345678").press("4711");
    call.press("2125550100#").answers().hangs_up().ended();
    assert_eq!(next(&told), "12345678 to 2125550100");
}

#[test]
fn a_call_over_http() {
    let router = ivr::router::<Payphone>(exchange().0, &Settings::new().unsigned().store("memory:")).unwrap();
    over_http(router, "/payphone", |caller| {
        caller.press('2').press("2125550100#").records(2).declines().hears("They do not pay").ended()
    });
}
