//! A support line whose queue has a menu: the place in it, a callback to a number that is entered while waiting, a voicemail,
//! and a call that goes out when it is the caller's turn.

use std::sync::mpsc;

use ivr::{
    Call, EndedBy, Recording,
    config::Settings,
    phone::{Caller, Coverage, call_from_with, call_with, every_path_with, random_callers_with},
    speak::Digits,
};

use super::{next, nothing_more, over_http};

ivr::phone_tree! {
    /// A queue that nobody has to stand in.
    tree Support for Desk {
        start Menu;
        start callback Back with { number: Digits };

        data { number: Digits = Digits::default(), told: u32 = 0, is_back: bool = false }

        everywhere { 0 => Queue, silence | _ => retry 2 { say "Sorry?"; } then Queue }
        on_error { say "Something went wrong on our side."; } then Voicemail

        after call                   { run app.ended(call); }
        after recording in Voicemail { run app.keep(call, recording).await, at_least_once; }

        state Menu {
            gather key { say "For our hours, press one. For help, press two."; } match { 1 => Hours, 2 => Queue }
        }
        state Hours { say "From eight to six, Monday through Friday."; goto Menu; }

        state Queue {
            say "All of us are helping somebody.";
            enqueue "support", max_wait 20min, wait Place match {
                bridged => Rating,
                left    => Voicemail,
                full    => { say "Too many are waiting."; } then Voicemail,
                failed  => Voicemail,
                hung_up => { run app.gave_up(call.told); } then end,
            }
        }

        state Place {
            match (queue.position, queue.average) {
                (1, _)           => { set told = call.told + 1; say "You are next."; } then Music,
                (_, 0..=90)      => { set told = call.told + 1; say "You are number {queue.position}: about a minute."; } then Music,
                (_, _)           => { set told = call.told + 1; say "You are number {queue.position} of {queue.size}."; } then Music,
            }
        }
        state Music {
            gather key {
                once { say "You do not have to wait."; }
                say "For a callback, press one. To leave a message, press two.";
                play "https://prompts.example/hold.mp3";
            } match { 1 => Number, 2 => leave to Voicemail, silence | _ => Place }
        }
        state Number {
            gather 10 keys, into number, timeout 8s { say "Enter your ten digit number. You keep your place meanwhile."; } match {
                entered     => Confirm,
                silence | _ => retry 1 { say "Ten digits, please."; } then Place,
            }
        }
        state Confirm {
            gather key { say "{number:digits}. If this is right, press one. To enter it again, press two."; } match {
                1           => leave to Callback,
                2           => Number,
                silence | _ => Place,
            }
        }

        state Callback {
            say "We call {number:digits} when it is your turn.";
            run app.call_back(call).await, at_least_once;
            hangup;
        }

        /// The call that goes out, by which the caller stands where they stood.
        #[allow(hangup_on_error, reason = "whoever is called and says nothing may not be there")]
        state Back {
            set is_back = true;
            gather key { say "This is the callback that you asked for. To talk to us, press one."; } match {
                1           => Person,
                silence | _ => retry 1 { say "Press one, or hang up."; } then Bye,
            }
        }
        state Person { dial queue "staff", timeout 60s match { answered => Rating, _ => Queue } }

        #[allow(hangup_on_error, reason = "a caller who was helped may hang up")]
        state Rating {
            gather key { say "How was it? Press a key from one to three."; } match {
                1 | 2 | 3   => Bye,
                silence | _ => Bye,
            }
        }
        state Voicemail {
            say "Please leave a message after the tone.";
            record, max_length 2min, finish_on_key ['#', '*'] match {
                recorded '*' => { say "Once more."; } then Voicemail,
                recorded     => Bye,
                silence      => end,
            }
        }
        state Bye { say "Thank you."; hangup; }

        scenario "a message that is spoken twice" {
            2 [left] [recorded '*'] [recorded '#'] => Bye;
        }
    }
}

/// What the desk is told.
struct Desk(mpsc::Sender<String>);

impl Desk {
    fn tell(&self, line: String) {
        let _ = self.0.send(line);
    }

    fn gave_up(&self, told: u32) {
        self.tell(format!("gave up after {told}"));
    }

    #[expect(clippy::unused_async, reason = "the tree waits for it")]
    async fn call_back(&self, call: &Call<SupportData>) -> Result<(), String> {
        self.tell(format!("call {}", call.number.as_str()));
        Ok(())
    }

    #[expect(clippy::unused_async, reason = "the tree waits for it")]
    async fn keep(&self, _: &Call<SupportData>, recording: &Recording) -> Result<(), String> {
        self.tell(format!("{} s, {:?}", recording.seconds, recording.key));
        Ok(())
    }

    fn ended(&self, call: &Call<SupportData>) {
        let by = if call.ended_by == Some(EndedBy::Caller) { "the caller" } else { "us" };
        self.tell(format!("{} by {by}", call.state));
    }
}

fn desk() -> (Desk, mpsc::Receiver<String>) {
    let (tell, told) = mpsc::channel();
    (Desk(tell), told)
}

fn line() -> Caller {
    call_with::<Support>(desk().0)
}

fn waiting() -> Caller {
    line().press('2').queues("support").hears("You are number 2 of 2. You do not have to wait.")
}

fn a_caller_moves_up_and_is_helped() -> Caller {
    waiting()
        .silence()
        .moves_up()
        .silence()
        .hears("You are next.")
        .does_not_hear("You do not have to wait")
        .bridged()
        .press('2')
        .hears("Thank you")
        .ended()
}

fn a_number_is_entered_while_waiting() -> Caller {
    waiting()
        .press('1')
        .press("55512")
        .silence()
        .hears("Ten digits, please.")
        .press("5551234567")
        .hears("5 5 5 1 2 3 4 5 6 7. If this is right")
        .queues("support")
        .press('2')
        .press("5551234568")
        .press('1')
        .hears("We call 5 5 5 1 2 3 4 5 6 8")
        .ended()
}

fn a_number_is_not_entered() -> Caller {
    waiting()
        .press('1')
        .silence()
        .silence()
        .silence()
        .hears("You are number 2")
        .press('1')
        .press("5551234567")
        .silence()
        .queues("support")
        .hangs_up()
}

fn back() -> Caller {
    call_from_with::<Support>("callback", [("number", "5551234568")], desk().0).hears("This is the callback")
}

fn a_callback_reaches_somebody() -> Caller {
    back().press('1').dials("staff").answers().hears("How was it?").silence().ended()
}

fn a_callback_that_nobody_takes() -> Caller {
    back().silence().hears("Press one, or hang up").silence().ended()
}

fn a_callback_when_all_have_gone() -> Caller {
    back().press('1').no_answer().queues("support").leaves_queue().silence().ended()
}

fn a_message_is_spoken_twice() -> Caller {
    waiting()
        .press('2')
        .records_until(4, '*')
        .hears("Once more.")
        .records_until(5, '#')
        .hears("Thank you")
        .ended()
}

fn the_queue_is_full() -> Caller {
    line().press('1').press('0').queue_full().hears("Too many are waiting.").hangs_up()
}

fn the_queue_fails() -> Caller {
    line().silence().silence().silence().fails().waits_for_message().hangs_up()
}

#[test]
fn the_stories_of_the_line_leave_out_nothing_but_another_average() {
    let coverage = Coverage::<Support>::of([
        a_caller_moves_up_and_is_helped,
        a_number_is_entered_while_waiting,
        a_number_is_not_entered,
        a_callback_reaches_somebody,
        a_callback_that_nobody_takes,
        a_callback_when_all_have_gone,
        a_message_is_spoken_twice,
        the_queue_is_full,
        the_queue_fails,
    ]);
    assert_eq!(coverage.missing(), ["Place: (_, 0..=90)"]);
}

#[test]
fn a_callback_is_told_once_and_a_caller_who_gives_up_is_counted() {
    let (desk, told) = desk();
    call_with::<Support>(desk).press('2').press('1').press("5551234567").press('1').hears("We call").ended();
    let mut lines = [next(&told), next(&told)];
    lines.sort();
    assert_eq!(lines, ["Callback by us", "call 5551234567"]);
    nothing_more(&told);
    let (desk, told) = self::desk();
    call_with::<Support>(desk).press('2').silence().silence().hangs_up().ended();
    let mut lines = [next(&told), next(&told)];
    lines.sort();
    assert_eq!(lines, ["Queue by the caller", "gave up after 2"]);
}

#[test]
fn every_path_ends_well() {
    let paths = every_path_with::<Support>([desk().0]);
    assert!(paths.taken.len() > 20, "{paths}");
    random_callers_with::<Support>(200, 5, desk().0);
}

#[test]
fn a_call_over_http() {
    let router = ivr::router::<Support>(desk().0, &Settings::new().unsigned().store("memory:")).unwrap();
    over_http(router, "/support", |caller| {
        caller
            .press('2')
            .queues("support")
            .press('1')
            .press("5551234567")
            .press('1')
            .hears("We call 5 5 5 1 2 3 4 5 6 7")
            .ended()
    });
}
