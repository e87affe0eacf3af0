//! ACME goes where the published tutorial goes, transition by transition, but for the two faults it mends.

use ivr::tree::{Ending, Heard, PhoneTree as _, Step};
use ivr_core::position::{At, Counters, Reply, To};

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
            let heard = if *key == "-" { Heard::Silence } else { Heard::key(key.parse().unwrap()).unwrap() };
            let reply = At::fresh(state).apply(state.next(heard), Acme::WAYS);
            assert_eq!(cell_of(reply), cell.trim_end_matches('*'), "{state:?} on {key}");
            compared += 1;
        }
    }
    assert_eq!(compared, 26);
}

#[test]
fn the_greeting_goes_on_to_the_menu() {
    assert_eq!(Acme::Greeting.next(Heard::Next), Step::Go(Acme::Menu));
}

/// The tutorial keeps a caller who is silent, or presses wrong keys, in the menu for ever.
#[test]
fn mended_the_menu_asks_three_times_in_all_and_then_a_person_answers() {
    for heard in [Heard::Silence, Heard::Key7] {
        let mut at = At::fresh(Acme::Menu);
        for attempt in 1..=2 {
            let To::Ask(again) = at.apply(at.state.next(heard), Acme::WAYS).to else {
                panic!("{heard} in attempt {attempt}")
            };
            at = again;
            assert_eq!((at.state, at.counters.get(0)), (Acme::Menu, attempt), "{heard}");
        }
        assert_eq!(
            at.apply(at.state.next(heard), Acme::WAYS).to,
            To::Enter(At::fresh(Acme::Reception)),
            "{heard}"
        );
    }
}

/// The tutorial has no answer to the request that follows the recording; its server fails with status 500.
#[test]
fn mended_a_message_is_thanked_for_and_the_call_ends() {
    assert_eq!(Acme::Sales.next(Heard::Recorded), Step::Go(Acme::Thanks));
    assert_eq!(Acme::Thanks.next(Heard::Next), Step::End(Ending::Hangup));
}

/// The tutorial's last three states never come back, so whatever follows them is an addition.
#[test]
fn the_three_last_states_do_not_come_back_to_the_menu() {
    let outcomes = [
        (Acme::Sales, &[Heard::Recorded, Heard::Silence][..]),
        (Acme::Support, &[Heard::Bridged, Heard::Left, Heard::Full, Heard::Failed][..]),
        (
            Acme::Reception,
            &[Heard::Answered, Heard::Busy, Heard::NoAnswer, Heard::Failed, Heard::Canceled][..],
        ),
    ];
    for (state, outcomes) in outcomes {
        for heard in outcomes {
            let step = state.next(*heard);
            assert!(
                matches!(step, Step::End(_) | Step::Go(Acme::Sales | Acme::Thanks)),
                "{state:?} on {heard}"
            );
        }
    }
}

/// A reply as the table writes it.
fn cell_of(reply: Reply<Acme>) -> String {
    let said = reply.words.map(|words| {
        let tree: serde_json::Value = serde_json::from_str(Acme::DESCRIPTION).unwrap();
        let blocks = &tree["ways"][usize::from(words.way)]["retry"]["blocks"];
        blocks[usize::from(words.block)][0]["say"]["text"].as_str().unwrap().to_owned()
    });
    let (state, mark) = match (reply.to, said.as_deref()) {
        (To::Enter(At { state, counters: Counters::ZERO, .. }), None) => (state, ""),
        (To::Ask(At { state, .. }), Some(INVALID)) => (state, "!"),
        (To::Ask(At { state, .. }), Some(UNHEARD)) => (state, "?"),
        (to, said) => panic!("{to:?} after {said:?}"),
    };
    format!("{state:?}{mark}")
}

fn named(name: &str) -> Acme {
    Acme::STATES.iter().copied().find(|state| state.name() == name).unwrap()
}
