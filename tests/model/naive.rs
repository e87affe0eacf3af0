//! The model: looks everything up by name in the JSON of a description, one rule of the language after the other. It
//! does not use `Position`, `Transition` or counter indexes.

use std::collections::HashMap;

use serde_json::Value;

use super::caller::Event;

/// A tree as its description tells it.
#[derive(Debug)]
pub(super) struct Model {
    tree: Value,
}

/// Where a call stands.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) state: String,
    /// How often each state has asked again since it was entered.
    asked: HashMap<String, u64>,
}

/// What follows.
#[derive(Debug)]
pub(super) enum Next {
    At(Place),
    End(Value),
}

impl Place {
    pub(super) fn attempts(&self) -> u64 {
        self.asked.get(&self.state).copied().unwrap_or(0)
    }
}

impl Model {
    pub(super) fn read(description: &str) -> Self {
        Self { tree: serde_json::from_str(description).unwrap() }
    }

    pub(super) fn begin(&self) -> Place {
        let start = self.tree["starts"][0]["state"].as_str().unwrap();
        self.enter(HashMap::new(), start)
    }

    pub(super) fn verb(&self, state: &str) -> &Value {
        let states = self.tree["states"].as_array().unwrap();
        &states.iter().find(|found| found["name"] == state).unwrap()["verb"]
    }

    /// What is said on the way, and where it leads, for a caller who was asked while the conditions of these names held.
    pub(super) fn step(&self, place: &Place, event: &Event, held: &[String]) -> (Option<Value>, Next) {
        let verb = self.verb(&place.state);
        match ending(verb) {
            Some(ending) => (None, Next::End(ending.into())),
            None => self.follow(place, target(verb, event, held)),
        }
    }

    fn follow(&self, place: &Place, target: &Value) -> (Option<Value>, Next) {
        if target == "again" {
            return (None, Next::At(place.clone()));
        }
        if let Some(state) = target["go"].as_str() {
            return (None, Next::At(self.enter(place.asked.clone(), state)));
        }
        // A queue asks again, and the URL it asks contains no attempts.
        if let Some(state) = target["wait"].as_str() {
            return (None, Next::At(self.enter(HashMap::new(), state)));
        }
        if !target["end"].is_null() {
            return (None, Next::End(target["end"].clone()));
        }
        let action = &self.tree["actions"][target["action"].as_u64().unwrap() as usize];
        let entered = action["enter"]["state"].as_str().or(action["leave"]["state"].as_str());
        if let Some(state) = entered {
            return (None, Next::At(self.enter(place.asked.clone(), state)));
        }
        if !action["say"].is_null() {
            let (more, next) = self.follow(place, &action["say"]["then"]);
            assert_eq!(more, None, "words after words are one block");
            return (Some(action["say"]["lines"].clone()), next);
        }
        self.retry(place, &action["retry"])
    }

    fn retry(&self, place: &Place, retry: &Value) -> (Option<Value>, Next) {
        let asked_again = retry["at"].as_str().unwrap_or(&place.state).to_owned();
        let mut asked = place.asked.clone();
        let count = asked.entry(asked_again.clone()).or_default();
        if *count >= retry["times"].as_u64().unwrap() {
            return self.follow(place, &retry["then"]);
        }
        let blocks = retry["blocks"].as_array().unwrap();
        let words =
            blocks.get(*count as usize).or(blocks.last()).cloned().unwrap_or(Value::Array(Vec::new()));
        *count += 1;
        (Some(words), Next::At(Place { state: asked_again, asked }))
    }

    /// Enters a state, and goes on where it goes on by itself.
    fn enter(&self, mut asked: HashMap<String, u64>, state: &str) -> Place {
        asked.insert(state.to_owned(), 0);
        let place = Place { state: state.to_owned(), asked };
        match &self.verb(state)["goto"] {
            Value::Null => place,
            target => match self.follow(&place, target) {
                (None, Next::At(next)) => next,
                other => panic!("a goto leads to a state, not to {other:?}"),
            },
        }
    }
}

/// How the call ends where it waits for nothing more.
fn ending(verb: &Value) -> Option<&str> {
    match &verb["reject"]["busy"] {
        Value::Bool(true) => Some("busy"),
        Value::Bool(false) => Some("rejected"),
        _ if !verb["redirect"].is_null() => Some("hangup"),
        _ => verb.as_str(),
    }
}

/// The target of the arm that takes an event: a local arm that names it, an inherited arm that names the one key that is
/// listened for, a complete entry, an inherited arm that names it, the local `_`, the inherited `_`.
fn target<'a>(verb: &'a Value, event: &Event, held: &[String]) -> &'a Value {
    let (_, verb) = verb.as_object().unwrap().iter().next().unwrap();
    let is_there = |arm: &&Value| match arm["condition"].as_str() {
        None => true,
        Some(condition) => match condition.strip_prefix('!') {
            Some(name) => !held.iter().any(|one| one == name),
            None => held.iter().any(|one| one == condition),
        },
    };
    let arms: Vec<&Value> = verb["arms"].as_array().unwrap().iter().filter(is_there).collect();
    let inherited = |arm: &Value| arm["inherited"] == true;
    let named = |own: bool| arms.iter().copied().find(|arm| inherited(arm) != own && names(arm, event));
    let outcome =
        |outcome: &str| arms.iter().copied().find(|arm| holds(&arm["outcomes"], |name| name == outcome));
    let entered = || if complete(verb, event) { outcome("entered") } else { None };
    let is_single = verb["keys"]["max"] == 1;
    let inherited = || named(false).filter(|_| is_single && matches!(event, Event::Keys(_)));
    let found =
        named(true).or_else(inherited).or_else(entered).or_else(|| named(false)).or_else(|| outcome("_"));
    &found.unwrap_or_else(|| panic!("no arm for {event:?} in {verb}"))["to"]
}

/// Whether an arm has the event itself, not just `_`.
fn names(arm: &Value, event: &Event) -> bool {
    match event {
        Event::Keys(keys) => holds(&arm["keys"], |entry| entry == keys.as_str()),
        Event::Words { said, confidence } => holds(&arm["phrases"], |phrase| {
            phrase["text"] == said.as_str()
                && phrase["above"].as_f64().is_none_or(|above| *confidence >= above)
        }),
        Event::Outcome(outcome) => holds(&arm["outcomes"], |name| name == *outcome),
        Event::Nothing => false,
    }
}

/// Whether the event is an entry that only `entered` can be meant for.
fn complete(verb: &Value, event: &Event) -> bool {
    match event {
        Event::Keys(keys) => {
            let (min, max) = (verb["keys"]["min"].as_u64(), verb["keys"]["max"].as_u64());
            let length = keys.len() as u64;
            min.is_some_and(|min| length >= min) && max.is_none_or(|max| length <= max)
        }
        Event::Words { .. } => true,
        Event::Outcome(_) | Event::Nothing => false,
    }
}

fn holds(list: &Value, wanted: impl FnMut(&Value) -> bool) -> bool {
    list.as_array().is_some_and(|list| list.iter().any(wanted))
}
