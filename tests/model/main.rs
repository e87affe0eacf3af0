//! The generated transition function agrees with a model that shares only the description of the tree with it: random
//! callers walk both, which must say the same texts and reach the same position.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that panics has failed, which is its purpose"
)]

#[expect(dead_code, reason = "its `main` is for people")]
#[path = "../../examples/acme.rs"]
mod acme;

mod caller;
mod durations;
mod naive;
mod scenarios;
mod trees;

use ivr_runtime::{
    call::Dialog,
    description::{Line, Verb},
    tree::{self, Action, PhoneTree, Position, To},
};
use proptest::{collection::vec, prelude::*, test_runner::TestRunner};
use serde_json::from_value;

use self::{
    caller::{Event, Whim},
    naive::{Model, Next, Place},
};

#[test]
fn acme_does_what_its_description_says() {
    walk::<crate::acme::Acme>();
}

#[test]
fn entries_phrases_and_tapering_words_do_what_the_description_says() {
    walk::<trees::Bank>();
}

#[test]
fn attempts_counted_at_an_earlier_state_do_what_the_description_says() {
    walk::<trees::Vault>();
}

#[test]
fn states_dealt_out_to_several_functions_do_what_the_description_says() {
    walk::<trees::Tower>();
}

#[test]
fn options_under_conditions_do_what_the_description_says() {
    walk::<trees::Shop>();
}

#[test]
fn a_call_that_is_not_taken_ends_as_the_description_says() {
    walk::<trees::Closed>();
}

fn walk<T: PhoneTree>() {
    let whims = vec((any::<u8>(), any::<u8>()).prop_map(Whim::from), 200);
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    TestRunner::new(config).run(&whims, |whims| agree::<T>(&whims)).unwrap();
}

/// Walks a tree as the runtime does and as the model does; a call that ends is followed by the next one.
fn agree<T: PhoneTree>(whims: &[Whim]) -> Result<(), TestCaseError> {
    let dialog = Dialog::<T>::new().expect("the description fits the states");
    let model = Model::read(T::DESCRIPTION);
    let (mut at, mut place) = (dialog.settle(dialog.begin()), model.begin());
    for (number, whim) in whims.iter().enumerate() {
        prop_assert_eq!((at.state.name(), attempts(at)), (place.state.as_str(), place.attempts()));
        let (mut at_that_time, mut held) = (at, Vec::new());
        if let Verb::Gather(gather) = &dialog.state(at.state).verb {
            // Some of its conditions held when the caller was asked.
            let conditions = gather.combinations().nth(whim.combination(gather.conditions.len())).unwrap();
            at_that_time = at.asked(conditions);
            let names = gather.conditions.iter().enumerate();
            held.extend(names.filter(|(place, _)| conditions.has(*place)).map(|(_, name)| name.clone()));
        }
        let (event, reply) = match &dialog.state(at.state).verb {
            // The clock decides the outcome, not the caller.
            Verb::Hours(_) => {
                let (name, heard) =
                    [("open", tree::Event::Open), ("closed", tree::Event::Closed)][number % 2];
                (Event::Outcome(name), at.apply(at.state.next(heard), T::ACTIONS))
            }
            _ => {
                let event = whim.event(model.verb(&place.state));
                let reply = dialog.advance(at_that_time, &event.input());
                (event, reply)
            }
        };
        let said = reply.words.map(|words| dialog.words(words).to_vec());
        let (expected, next) = model.step(&place, &event, &held);
        let expected: Option<Vec<Line>> = expected.map(|lines| from_value(lines).unwrap());
        prop_assert_eq!(said, expected, "words in {} on {:?}", place.state, event);
        (at, place) = match (reply.to, next) {
            (To::Enter(at) | To::Wait(at) | To::Leave(at), Next::At(place)) => (dialog.settle(at), place),
            (To::Ask(at), Next::At(place)) => (at, place),
            (To::End(ending, _), Next::End(expected)) => {
                prop_assert_eq!(ending, from_value(expected).unwrap());
                (dialog.settle(dialog.begin()), model.begin())
            }
            (to, next) => {
                let from = &place.state;
                return Err(TestCaseError::fail(format!(
                    "in {from} on {event:?}: {to:?}, and the model {next:?}"
                )));
            }
        };
    }
    Ok(())
}

/// How often the state that waits has asked, by the counter that is its own.
fn attempts<T: PhoneTree>(at: Position<T>) -> u64 {
    let slot = T::ACTIONS.iter().find_map(|action| match action {
        Action::Enter { state, slot } if *state == at.state => Some(*slot),
        Action::Retry { slot, at: Some(state), .. } if *state == at.state => Some(*slot),
        _ => None,
    });
    at.counters.get(slot.unwrap_or(0)).into()
}

#[test]
fn a_description_that_is_wrong_by_one_target_is_found_out() {
    let wrong = crate::acme::Acme::DESCRIPTION.replacen(r#"{"go":"Sales"}"#, r#"{"go":"Hours"}"#, 1);
    let model = Model::read(&wrong);
    let menu = model.begin();
    let event = caller::Event::Keys("1".into());
    assert_eq!(menu.state, "Menu");
    let (_, Next::At(Place { state, .. })) = model.step(&menu, &event, &[]) else {
        panic!("the menu does not end")
    };
    assert_eq!(state, "Hours", "the model reads the description and nothing else");
}
