//! The front desk of ACME, Inc.: a menu, the business hours, a voicemail, a queue and a receptionist.
//!
//! ```text
//! cargo run --example acme                  # serves it, with a phone in the browser
//! cargo run --example acme -- call          # calls it from the terminal
//! ```

use std::process::ExitCode;

ivr::phone_tree! {
    /// The front desk of ACME, Inc.
    pub tree Acme {
        start Greeting;
        language en-US;

        hours office, zone "America/New_York" {
            mon..=fri 9:00-18:00;
            sat 10:00-13:00;
            closed "01-01", "12-25";
        }

        // Applies to every `gather` that has no arms of its own for these inputs.
        everywhere {
            silence => retry 2 { say "Sorry, I did not hear you."; } then Reception,
            _       => retry 2 { say "The option that you selected is invalid."; } then Reception,
        }

        /// Says who has been reached.
        state Greeting {
            say "Welcome to ACME, Inc.";
            goto Menu;
        }

        /// The choice between people and opening hours.
        state Menu {
            gather key or speech {
                first { say "Listen to the following menu options."; }
                say "For sales, press one. \
                     For support, press two. \
                     For our business hours, press three. \
                     To repeat these options, press nine. \
                     To speak with the receptionist, press zero.";
            } match {
                1 | "sales"        => Sales,
                2 | "support"      => Support,
                3 | "hours"        => Hours,
                9 | "repeat"       => Menu,
                0 | "receptionist" => Reception,
            }
        }

        /// When somebody is there.
        state Hours {
            gather key {
                say "We are open Monday through Friday from 9 AM to 6 PM, \
                     and Saturday from 10 AM to 1 PM. We are closed on Sunday.";
                pause 1s;
                say "Press one to repeat this message or any other key to go back to the menu.";
            } match {
                1           => Hours,
                silence | _ => Menu, // Menu gives up after two attempts, so this is not an endless loop.
            }
        }

        /// Nobody sells by telephone: a voicemail.
        state Sales {
            say "All our sales representatives are currently busy, please leave us a message \
                 and we will return your call as soon as possible.";
            record, max_length 2min match {
                recorded => Thanks,
                silence   => end,
            }
        }

        /// The message is there.
        state Thanks {
            say "Thank you. Goodbye.";
            hangup;
        }

        /// The support line, with music until somebody is free.
        state Support {
            say "You are being transferred to the support line. A representative will be with you shortly.";
            enqueue "support" match { bridged => end, _ => Sales }
        }

        /// A person; put your own number here.
        state Reception {
            dial "+12345678900", timeout 20s match { answered => end, _ => Missed }
        }

        /// Nobody answers: during business hours a message helps, at night a caller learns when to call again.
        state Missed {
            match hours office { open => Sales, closed => Closed }
        }

        /// Outside of business hours.
        state Closed {
            say "Our office is closed now. We are open Monday through Friday from 9 AM to 6 PM, \
                 and Saturday from 10 AM to 1 PM. Goodbye.";
            hangup;
        }

        on_error { say "Something went wrong on our side."; } then Reception

        promise Reception within 2 keys of every state;

        scenario "the hours twice, then support" { 3 1 _ 2 => Support; }
        scenario "nobody is left alone" {
            silence _ silence     => Reception;
            0 [no_answer] [open]   => Sales;
            0 [no_answer] [closed] => end;
            1 [recorded]          => Thanks;
            "receptionist" [busy] [open] => Sales;
        }
    }
}

fn main() -> ExitCode {
    ivr::serve::<Acme>()
}

#[cfg(test)]
mod calls {
    use ivr::phone::{Caller, Coverage, call, every_path, random_callers};

    use super::Acme;

    #[test]
    fn one_leaves_a_message_for_sales() -> Caller {
        call::<Acme>()
            .hears("Welcome to ACME, Inc.")
            .press('1')
            .hears("please leave us a message")
            .records(20)
            .hears("Thank you. Goodbye.")
            .ended()
    }

    #[test]
    fn two_waits_for_support() -> Caller {
        call::<Acme>().press('2').hears("transferred to the support line").queues("support").bridged().ended()
    }

    #[test]
    fn a_full_queue_takes_a_message() -> Caller {
        call::<Acme>().press('2').queue_full().hears("please leave us a message").at(Acme::Sales)
    }

    #[test]
    fn three_tells_the_hours_as_often_as_one_is_pressed() -> Caller {
        call::<Acme>()
            .press('3')
            .hears("We are open Monday through Friday")
            .press('1')
            .hears("We are open Monday through Friday")
            .press('2')
            .hears("Listen to the following menu options.")
            .at(Acme::Menu)
    }

    #[test]
    fn nine_repeats_the_options() -> Caller {
        call::<Acme>().press('9').hears("For sales, press one.").at(Acme::Menu)
    }

    #[test]
    fn zero_rings_the_receptionist() -> Caller {
        call::<Acme>().press('0').dials("+12345678900").answers().ended()
    }

    #[test]
    fn words_do_what_keys_do() -> Caller {
        call::<Acme>().says("The business hours, please.").at(Acme::Hours)
    }

    #[test]
    fn a_wrong_key_is_told_and_the_options_follow() -> Caller {
        call::<Acme>()
            .press('7')
            .hears("The option that you selected is invalid.")
            .hears("For sales, press one.")
            .at(Acme::Menu)
    }

    #[test]
    fn silence_reaches_a_person_at_the_third_time() -> Caller {
        call::<Acme>()
            .silence()
            .hears("Sorry, I did not hear you.")
            .silence()
            .hears("Sorry, I did not hear you.")
            .silence()
            .dials("+12345678900")
    }

    #[test]
    fn nobody_at_either_end_is_hung_up_on() -> Caller {
        call::<Acme>().stays_silent().no_answer().stays_silent().ended()
    }

    #[test]
    fn nobody_at_night_hears_when_somebody_is_there() -> Caller {
        // A Sunday.
        call::<Acme>()
            .calls_at("2026-12-06 11:00")
            .press('0')
            .no_answer()
            .hears("Our office is closed now.")
            .ended()
    }

    /// Whoever adds an arm adds a story.
    #[test]
    fn the_stories_cover_every_arm() {
        let stories = [
            one_leaves_a_message_for_sales,
            two_waits_for_support,
            a_full_queue_takes_a_message,
            three_tells_the_hours_as_often_as_one_is_pressed,
            nine_repeats_the_options,
            zero_rings_the_receptionist,
            words_do_what_keys_do,
            a_wrong_key_is_told_and_the_options_follow,
            silence_reaches_a_person_at_the_third_time,
            nobody_at_either_end_is_hung_up_on,
            nobody_at_night_hears_when_somebody_is_there,
        ];
        Coverage::<Acme>::of(stories).assert_complete();
    }

    #[test]
    fn every_path_goes_where_the_tree_says() {
        assert_eq!(every_path::<Acme>().taken.len(), 27);
    }

    #[test]
    fn whoever_calls_is_answered() {
        random_callers::<Acme>(50, 0);
    }
}
