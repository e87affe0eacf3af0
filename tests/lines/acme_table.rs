//! ACME behaves like the published tutorial, transition by transition, except for two faults that it corrects.

use ivr::tree::{Ending, Event, PhoneTree as _, Transition};
use ivr_core::position::{Counters, Position, Reply, To};

use crate::acme::Acme;

/// The tutorial's transitions, by state and key; `-` is silence. Where it enters its error state, which says that
/// the option is invalid and goes back to the menu, stands `Menu!`. Where this tree differs there is a `*` behind
/// what it does.
const TABLE: &str = "
           1      2        3      4      5      6      7      8      9      0          *      #      -
    Menu   Sales  Support  Hours  Menu!  Menu!  Menu!  Menu!  Menu!  Menu   Reception  Menu!  Menu!  Menu?*
    Hours  Hours  Menu     Menu   Menu   Menu   Menu   Menu   Menu   Menu   Menu       Menu   Menu   Menu
";

const INVALID: &str = "The option that you selected is invalid.";
const UNHEARD: &str = "Sorry, I did not hear you.";

#[test]
fn every_key_leads_where_the_tutorial_leads() {
    let mut lines = TABLE.lines().map(str::trim).filter(|line| !line.is_empty());
    let keys: Vec<&str> = lines.next().unwrap().split_whitespace().collect();
    let mut compared = 0;
    for line in lines {
        let mut cells = line.split_whitespace();
        let state = named(cells.next().unwrap());
        for (key, cell) in keys.iter().zip(cells) {
            let heard = if *key == "-" { Event::Silence } else { Event::key(key.parse().unwrap()).unwrap() };
            let reply = Position::fresh(state).apply(state.next(heard), Acme::ACTIONS);
            assert_eq!(cell_of(reply), cell.trim_end_matches('*'), "{state:?} on {key}");
            compared += 1;
        }
    }
    assert_eq!(compared, 26);
}

#[test]
fn the_greeting_goes_on_to_the_menu() {
    assert_eq!(Acme::Greeting.next(Event::Next), Transition::Go(Acme::Menu));
}

/// The tutorial keeps a caller who is silent, or presses wrong keys, in the menu forever.
#[test]
fn mended_the_menu_asks_three_times_in_all_and_then_a_person_answers() {
    for heard in [Event::Silence, Event::Key7] {
        let mut at = Position::fresh(Acme::Menu);
        for attempt in 1..=2 {
            let To::Ask(again) = at.apply(at.state.next(heard), Acme::ACTIONS).to else {
                panic!("{heard} in attempt {attempt}")
            };
            at = again;
            assert_eq!((at.state, at.counters.get(0)), (Acme::Menu, attempt), "{heard}");
        }
        assert_eq!(
            at.apply(at.state.next(heard), Acme::ACTIONS).to,
            To::Enter(Position::fresh(Acme::Reception)),
            "{heard}"
        );
    }
}

/// The tutorial has no answer to the request that follows the recording; its server fails with status 500.
#[test]
fn mended_a_message_is_thanked_for_and_the_call_ends() {
    assert_eq!(Acme::Sales.next(Event::Recorded), Transition::Go(Acme::Thanks));
    assert_eq!(Acme::Thanks.next(Event::Next), Transition::End(Ending::Hangup));
}

/// The tutorial's last three states never come back, so whatever follows them is an addition.
#[test]
fn the_three_last_states_do_not_come_back_to_the_menu() {
    let outcomes = [
        (Acme::Sales, &[Event::Recorded, Event::Silence][..]),
        (Acme::Support, &[Event::Bridged, Event::Left, Event::Full, Event::Failed][..]),
        (
            Acme::Reception,
            &[Event::Answered, Event::Busy, Event::NoAnswer, Event::Failed, Event::Canceled][..],
        ),
        (Acme::Missed, &[Event::Open, Event::Closed][..]),
    ];
    for (state, outcomes) in outcomes {
        for heard in outcomes {
            let step = state.next(*heard);
            assert!(
                matches!(
                    step,
                    Transition::End(_)
                        | Transition::Go(Acme::Sales | Acme::Thanks | Acme::Missed | Acme::Closed)
                ),
                "{state:?} on {heard}"
            );
        }
    }
}

/// A reply as the table writes it.
fn cell_of(reply: Reply<Acme>) -> String {
    let said = reply.words.map(|words| {
        let tree: serde_json::Value = serde_json::from_str(Acme::DESCRIPTION).unwrap();
        let blocks = &tree["actions"][usize::from(words.action)]["retry"]["blocks"];
        blocks[usize::from(words.block)][0]["say"]["text"].as_str().unwrap().to_owned()
    });
    let (state, mark) = match (reply.to, said.as_deref()) {
        (To::Enter(Position { state, counters: Counters::ZERO, .. }), None) => (state, ""),
        (To::Ask(Position { state, .. }), Some(INVALID)) => (state, "!"),
        (To::Ask(Position { state, .. }), Some(UNHEARD)) => (state, "?"),
        (to, said) => panic!("{to:?} after {said:?}"),
    };
    format!("{state:?}{mark}")
}

fn named(name: &str) -> Acme {
    Acme::states().iter().copied().find(|state| state.name() == name).unwrap()
}
