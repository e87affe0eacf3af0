//! Bus arrivals: a stop by number or name, a list of stops with the same name, and a walk through the arrivals in both
//! directions. The timetable may be empty, slow or unavailable.

use ivr::{
    phone::{Caller, Coverage, call_with, every_path_with, random_callers_with},
    speak::Time,
};
use serde::{Deserialize, Serialize};

use super::served::Served;

ivr::phone_tree! {
    /// When the next bus comes.
    tree Buses for Timetable {
        start Welcome;
        language en-GB;
        voice "Polly.Amy";

        data {
            said: String = String::new(),
            stops: Vec<Stop>,
            stop: Stop,
            arrivals: Vec<Arrival>,
            arrival: Arrival,
            place: usize = 0,
            later: bool = false,
            earlier: bool = false,
        }

        everywhere {
            silence => retry 2 { say "I did not hear you."; } then Person,
            _       => retry 2 { say "I did not get that."; } then Person,
        }
        on_error { say "Our timetable does not answer. Please call again in a few minutes."; } then Goodbye

        state Welcome {
            gather 1..=5 keys or speech, into said, finish_on_key '#', timeout 6s, hints (app.names()) {
                once { say "Welcome to the buses of Harbour Town."; }
                say "Enter the number of your stop, then press hash, or say its name. For a person, press zero and hash.";
            } match {
                0 | "person" | "somebody" => Person,
                entered                   => Find,
            }
        }

        state Find {
            match app.find(&call.said).await within 30s meanwhile { say "We look for your stop."; } {
                Found::One(found)     => { set stop = found; } then Look,
                Found::Several(found) => { set stops = found; } then Stops,
                Found::Nothing        => retry 2 { say "We know no stop {said}."; } at Welcome then Person,
                late                  => { say "Our timetable takes too long."; } then Goodbye,
            }
        }

        state Stops under Welcome {
            gather key or speech, offer stop from stops, more 9 {
                first { say "There are several stops."; }
                each { say "For {stop.name} towards {stop.towards}, press {key}."; }
                more { say "For other stops, press nine."; }
                say "For another name, press star.";
            } match { chosen => Look, '*' => back }
        }

        state Look {
            match app.arrivals(&call.stop).await within 30s meanwhile { say "One moment."; } {
                found if found.is_empty() => { say "No bus comes to {stop.name} within the next hour."; } then Another,
                found                     => { set arrivals = found; set place = 0; } then Show,
                late                      => { say "Our timetable takes too long."; } then Goodbye,
            }
        }

        state Show {
            set arrival = call.arrivals.get(call.place).cloned().unwrap_or_default();
            set later = call.place + 1 < call.arrivals.len();
            set earlier = call.place > 0;
            goto Arrival;
        }

        state Arrival under Welcome {
            gather key or speech {
                say "The {arrival.line} to {arrival.towards} comes in {arrival.minutes:plural minute|minutes}, at {arrival.at:time}.";
                if later { say "For the next bus, press one."; }
                if earlier { say "For the one before, press two."; }
                say "To hear this again, press three. For another stop, press star.";
            } match {
                1 | "next" if later       => { set place = call.place + 1; } then Show,
                2 | "previous" if earlier => { set place = call.place.saturating_sub(1); } then Show,
                3 | "again" | "repeat"    => again,
                '*'                       => back,
            }
        }

        #[allow(hangup_on_error, reason = "whoever has heard that no bus comes may hang up")]
        state Another under Welcome {
            gather key { say "For another stop, press star. Otherwise, just hang up."; } match {
                '*'     => back,
                silence => Goodbye,
            }
        }

        state Person  { say "One moment, please."; dial "+442071234567", timeout 20s match { answered => end, _ => Goodbye } }
        state Goodbye { say "Have a good journey."; hangup; }

        promise Person within 2 keys of Stops;
    }
}

/// A stop, which a street has on both sides.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Stop {
    number: u32,
    name: String,
    towards: String,
}

/// A bus that comes.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Arrival {
    line: String,
    towards: String,
    minutes: u32,
    at: Time,
}

/// What a name or a number stands for.
enum Found {
    One(Stop),
    Several(Vec<Stop>),
    Nothing,
}

/// What the town knows of its buses.
#[derive(Clone, Copy)]
enum Timetable {
    /// Every name has so many stops, and every stop so many arrivals.
    Of { stops: usize, arrivals: usize },
    /// Its server does not answer.
    Away,
}

impl Timetable {
    fn names(&self) -> Vec<String> {
        ["Market Square", "Old Harbour"].map(str::to_owned).to_vec()
    }

    #[expect(clippy::unused_async, reason = "a server is waited for")]
    async fn find(&self, said: &str) -> Found {
        let Self::Of { stops, .. } = self else { panic!("the timetable is away") };
        let stop =
            |number: u32| Stop { number, name: "Market".to_owned(), towards: format!("Pier {number}") };
        match (*stops, said.parse()) {
            (0, _) => Found::Nothing,
            (1, Ok(number)) => Found::One(stop(number)),
            (1, Err(_)) => Found::One(stop(1)),
            _ => Found::Several((1..).take(*stops).map(stop).collect()),
        }
    }

    #[expect(clippy::unused_async, reason = "a server is waited for")]
    async fn arrivals(&self, stop: &Stop) -> Vec<Arrival> {
        let Self::Of { arrivals, .. } = self else { panic!("the timetable is away") };
        let arrival = |(line, minutes): (u32, u8)| Arrival {
            line: format!("{line}"),
            towards: stop.towards.clone(),
            minutes: u32::from(minutes),
            at: Time::new(17, minutes).unwrap(),
        };
        (7..).zip([1, 4, 12]).take(*arrivals).map(arrival).collect()
    }
}

fn of(stops: usize, arrivals: usize) -> Caller {
    call_with::<Buses>(Timetable::Of { stops, arrivals })
        .hears("Enter the number of your stop, then press hash")
}

fn forth_and_back_through_the_arrivals() -> Caller {
    of(1, 3)
        .press("204#")
        .hears("The 7 to Pier 204 comes in 1 minute, at 5:01 PM. For the next bus, press one. To hear this again")
        .does_not_hear("press two")
        .press('2')
        .hears("I did not get that. The 7")
        .press('1')
        .hears("The 8 to Pier 204 comes in 4 minutes, at 5:04 PM. For the next bus")
        .hears("For the one before, press two.")
        .says("again")
        .hears("The 8 to Pier 204")
        .says("the next one, please")
        .hears("The 9 to Pier 204")
        .does_not_hear("For the next bus")
        .says("previous")
        .press('2')
        .hears("The 7 to Pier 204")
        .press('*')
        .hears("Enter the number of your stop")
        .does_not_hear("Harbour Town")
        .hangs_up()
}

fn a_name_with_many_stops() -> Caller {
    of(12, 1)
        .says("Market Square")
        .hears("There are several stops. For Market towards Pier 1, press 1.")
        .hears("For Market towards Pier 8, press 8. For other stops, press nine.")
        .press('9')
        .hears("For Market towards Pier 9, press 1.")
        .does_not_hear("Pier 1,")
        .press('7')
        .hears("I did not get that. For Market towards Pier 9")
        .says("the second one")
        .hears("The 7 to Pier 10")
        .does_not_hear("press one")
        .says("next")
        .hears("I did not get that. The 7")
        .press('3')
        .silence()
        .hears("I did not hear you.")
        .silence()
        .dials("+442071234567")
        .fails()
        .hears("Have a good journey.")
        .ended()
}

fn no_bus_comes() -> Caller {
    of(1, 0)
        .says("Old Harbour")
        .hears("No bus comes to Market within the next hour.")
        .press('*')
        .press("7#")
        .silence()
        .ended()
}

fn another_name() -> Caller {
    of(2, 1)
        .says("Market")
        .hears("For Market towards Pier 2, press 2.")
        .press('*')
        .says("somebody")
        .dials("+442071234567")
        .answers()
        .ended()
}

fn no_stop_of_this_name() -> Caller {
    of(0, 0)
        .says("Nowhere Lane")
        .hears("We know no stop Nowhere Lane. Enter the number")
        .press("99999")
        .press("12#")
        .dials("+442071234567")
        .no_answer()
        .hears("Have a good journey.")
        .ended()
}

fn a_timetable_that_is_slow() -> Caller {
    of(1, 1).app_is_late().press("204#").hears("Our timetable takes too long.").ended()
}

fn arrivals_that_are_slow() -> Caller {
    let call = of(2, 1).says("Market");
    call.app_is_late().press('1').hears("Our timetable takes too long.").ended()
}

fn a_timetable_that_is_away() -> Caller {
    call_with::<Buses>(Timetable::Away)
        .press("204#")
        .hears("Our timetable does not answer.")
        .hears("Have a good journey.")
        .ended()
}

#[test]
fn the_stories_of_the_line_take_every_arm() {
    Coverage::<Buses>::of([
        forth_and_back_through_the_arrivals,
        a_name_with_many_stops,
        no_bus_comes,
        another_name,
        no_stop_of_this_name,
        a_timetable_that_is_slow,
        arrivals_that_are_slow,
        a_timetable_that_is_away,
    ])
    .assert_complete();
}

#[test]
fn every_path_ends_well() {
    let lengths = [(0, 0), (1, 0), (1, 1), (1, 3), (3, 0), (3, 1), (12, 2)];
    let timetables = lengths.map(|(stops, arrivals)| Timetable::Of { stops, arrivals });
    let paths = every_path_with::<Buses>(timetables);
    // A path visits a state once, so that it has no bus behind the first; and whatever is heard at the start is an entry.
    let is_there =
        |path: &&String| !path.contains("`earlier` does not hold") && !path.contains("else in Welcome");
    let left_out: Vec<_> = paths.left_out.iter().filter(is_there).collect();
    assert!(left_out.is_empty(), "{paths}");
    let several = "entered [Found::Several(found)] chosen [late]";
    assert!(paths.taken.iter().any(|path| path.keys == several), "{paths:?}");
    random_callers_with::<Buses>(50, 10, Timetable::Of { stops: 12, arrivals: 3 });
}

#[test]
fn a_served_line_keeps_its_place_in_the_arrivals_over_restarts_of_its_server() {
    let served = Served::<Buses>::new("buses", || Timetable::Of { stops: 12, arrivals: 3 });
    let call = served.call("/buses").says("Market Square").press('9');
    served.restart();
    let call = call.press('2').hears("The 7 to Pier 10").press('1');
    served.restart();
    let call = call.press('1').hears("The 9 to Pier 10").retried();
    served.restart();
    call.press('2').hears("The 8 to Pier 10").silence().silence().silence().dials("+442071234567");
}
