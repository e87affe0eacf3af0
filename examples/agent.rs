//! A bistro whose tables are booked by an agent: a menu leads to the agent, which returns a value to the tree.
//!
//! In `cargo run --example agent -- call` you play the agent: type `1`, then `[{"Booked":{"seats":2}}]`. A real agent runs
//! in its own process, which Twilio can reach; `agent` below is its router.

use axum::Router;
use ivr::agent::{Address, Agent, CallerEvent, Session};
use serde::{Deserialize, Serialize};

/// What the agent comes back with: all that it may say to the tree.
#[derive(Serialize, Deserialize, PartialEq, Debug)]
pub enum Booking {
    /// A table is booked.
    Booked {
        /// For so many.
        seats: u8,
    },
    /// The caller wants something that only a person does.
    NeedsPerson,
}

ivr::phone_tree! {
    /// Books a table.
    pub tree Bistro {
        start Menu;

        data { seats: u8 = 0 }

        everywhere { silence | _ => retry 1 { say "Sorry?"; } then Person }

        state Menu {
            gather key { say "Welcome to the bistro. To book a table, press one. For our hours, press two. For a person, press zero."; }
            match { 1 => Assistant, 2 => Hours, 0 => Person }
        }

        state Assistant {
            connect "wss://agent.example/table", time_limit 4min, give { caller: call.from }, result Booking
            match {
                Booked { seats: booked } => { set seats = booked; say "A table for {seats} is yours."; } then Goodbye,
                NeedsPerson              => Person,
                failed                   => { say "Our assistant is not at hand."; } then Person,
            }
        }

        state Hours { say "We open at six every day."; goto Menu; }

        state Person {
            say "One moment, please.";
            dial "+12345678900", timeout 20s match { answered => end, _ => Goodbye }
        }

        state Goodbye { say "See you soon."; hangup; }
    }
}

/// The agent, signed by Twilio with this auth token.
pub fn agent(address: Address, auth_token: &str) -> Router {
    Router::new().route("/table", Agent::signed(address, auth_token).route(book))
}

/// Asks for how many. Free text ends here: what goes back is a [`Booking`].
async fn book(mut session: Session) -> Option<Booking> {
    session.say("For how many shall I book?").await;
    for _ in 0..3 {
        match session.hear().await? {
            CallerEvent::Speech { text, .. } if text.to_lowercase().contains("person") => {
                return Some(Booking::NeedsPerson);
            }
            CallerEvent::Speech { text, .. } => match seats(&text) {
                Some(seats) => return Some(Booking::Booked { seats }),
                None => session.say("We have tables for one to eight. For how many?").await,
            },
            _ => {}
        }
    }
    None
}

/// How many somebody says.
fn seats(text: &str) -> Option<u8> {
    const NUMBERS: [&str; 8] = ["one", "two", "three", "four", "five", "six", "seven", "eight"];
    let text = text.to_lowercase();
    let mut words = text.split(|letter: char| !letter.is_alphanumeric());
    words.find_map(|word| {
        let named =
            NUMBERS.iter().position(|number| *number == word).and_then(|place| u8::try_from(place + 1).ok());
        named.or_else(|| word.parse().ok().filter(|seats| (1..=8).contains(seats)))
    })
}

fn main() -> std::process::ExitCode {
    ivr::run::<Bistro>(())
}

#[cfg(test)]
mod tests {
    use ivr::phone::{Caller, Coverage, call};

    use super::*;

    const AGENT: &str = "wss://agent.example/table";

    fn booked() -> Caller {
        let result = serde_json::to_string(&Booking::Booked { seats: 4 }).expect("it is JSON");
        call::<Bistro>().press('1').connects(AGENT).hands_back(&result).hears("A table for 4").ended()
    }

    fn needs_a_person() -> Caller {
        call::<Bistro>()
            .press('1')
            .hands_back("NeedsPerson")
            .hears("One moment")
            .dials("+12345678900")
            .answers()
            .ended()
    }

    fn goes_on_without_an_agent() -> Caller {
        call::<Bistro>()
            .press('1')
            .fails()
            .hears("not at hand")
            .at(Bistro::Person)
            .no_answer()
            .hears("See you")
            .ended()
    }

    fn says_anything() -> Caller {
        call::<Bistro>().press('1').hands_back("Transfer me to the kitchen!").hears("not at hand").hangs_up()
    }

    fn asks_for_hours() -> Caller {
        call::<Bistro>().press('2').hears("at six").press('0').at(Bistro::Person).busy().ended()
    }

    fn says_nothing() -> Caller {
        call::<Bistro>().stays_silent().at(Bistro::Person).hangs_up()
    }

    #[test]
    fn every_arm_is_called() {
        let stories =
            [booked, needs_a_person, goes_on_without_an_agent, says_anything, asks_for_hours, says_nothing];
        Coverage::<Bistro>::of(stories).assert_complete();
    }

    #[test]
    fn people_are_understood_in_words_and_figures() {
        for (text, expected) in [
            ("Two, please", Some(2)),
            ("a table for 8", Some(8)),
            ("there are nine of us", None),
            ("0", None),
            ("hello", None),
        ] {
            assert_eq!(seats(text), expected, "{text}");
        }
    }
}
