//! The scenarios of a tree, which were proved at compile time, are replayed through the matching and the step that
//! serve calls.

use ivr_runtime::{
    call::Dialog,
    description::{Course, Description, Verb},
    tree::{self, PhoneTree, Position, To},
};

use ivr_core::event::Outcome;

use super::{caller::Event, trees};

#[test]
fn acme_goes_as_its_scenarios_went_at_compile_time() {
    replay::<crate::acme::Acme>();
}

#[test]
fn entries_words_and_outcomes_go_as_they_went_at_compile_time() {
    replay::<trees::Bank>();
}

#[test]
fn attempts_counted_at_an_earlier_state_go_as_they_went_at_compile_time() {
    replay::<trees::Vault>();
}

fn replay<T: PhoneTree>() {
    let dialog = Dialog::<T>::new().expect("the description fits the states");
    let description = dialog.description();
    assert!(!description.scenarios.is_empty(), "there is something to replay");
    for scenario in &description.scenarios {
        let start = description.starts.iter().find(|start| start.name == scenario.from).unwrap();
        let begun = dialog.settle(Position::fresh(dialog.named(&start.state).unwrap()));
        for course in &scenario.calls {
            assert_eq!(rest(&dialog, begun, course), course.to, "{}: {:?}", scenario.name, course.inputs);
        }
    }
}

/// Where a call comes to rest; a call that ends in a state is said to end when the scenario says so.
fn rest<T: PhoneTree>(dialog: &Dialog<T>, begun: Position<T>, course: &Course) -> String {
    let mut at = begun;
    for input in &course.inputs {
        let event = event(dialog.description(), at.state.name(), input);
        let reply = match (&dialog.state(at.state).verb, &event) {
            // The clock decides the outcome, not the caller.
            (Verb::Hours(_), Event::Outcome("open")) => {
                at.apply(at.state.next(tree::Event::Open), T::ACTIONS)
            }
            (Verb::Hours(_), Event::Outcome("closed")) => {
                at.apply(at.state.next(tree::Event::Closed), T::ACTIONS)
            }
            _ => dialog.advance(at, &event.input()),
        };
        at = match reply.to {
            To::Enter(next) | To::Wait(next) | To::Leave(next) => dialog.settle(next),
            To::Ask(next) => next,
            To::End(..) => return "end".into(),
        };
    }
    let over = dialog.state(at.state).verb.arms().is_empty();
    if over && course.to == "end" { "end".into() } else { at.state.name().into() }
}

/// What an input of a scenario is to a caller in `state`.
fn event(tree: &Description, state: &str, input: &str) -> Event {
    if input == "_" {
        return Event::Keys(wrong_entry(tree, state));
    }
    if let Some(said) = input.strip_prefix('"') {
        return Event::Words { said: said.trim_end_matches('"').into(), confidence: 1.0 };
    }
    let mut outcomes = Outcome::ALL.iter().map(|outcome| outcome.as_str());
    match outcomes.find(|outcome| input.trim_matches(['[', ']']) == *outcome) {
        Some(outcome) => Event::Outcome(outcome),
        None => Event::Keys(input.into()),
    }
}

/// A key that no arm of the state has.
fn wrong_entry(tree: &Description, state: &str) -> String {
    let Verb::Gather(gather) = &tree.state(state).unwrap().verb else { panic!("`{state}` takes no keys") };
    let named = |key: &String| gather.arms.iter().any(|arm| arm.keys.contains(key));
    let mut keys = "0123456789*#".chars().map(String::from);
    keys.find(|key| !named(key)).unwrap()
}
