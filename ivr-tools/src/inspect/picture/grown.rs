//! Trees of any size for tests: menus at the top, actions below, and the shortcuts of real lines.

use serde_json::{Value, json};

use ivr_runtime::description::Description;

const TOPICS: [&str; 10] =
    ["Billing", "Orders", "Repairs", "Hours", "Returns", "Claims", "Visits", "Parking", "Jobs", "Press"];

/// Generates a tree of `size` states, at least five. The same size always gives the same tree.
pub(crate) fn grow(size: usize) -> Description {
    let mut tree = Growth { size, luck: size as u64, states: trunk(), open: Vec::new() };
    tree.menu("Menu", "Menu");
    while let Some((name, parent, depth)) = (!tree.open.is_empty()).then(|| tree.open.remove(0)) {
        tree.state(&name, &parent, depth);
    }
    serde_json::from_value(json!({
        "name": "Grown", "docs": "A tree that was grown for a test.", "language": "en-US",
        "starts": [{"state": "Greeting"}],
        "on_error": {"lines": [say("Something went wrong.")], "then": {"go": "Reception"}},
        "states": tree.states,
        "actions": [
            {"retry": {"times": 2, "blocks": [[say("Sorry, I did not hear you.")]], "then": {"go": "Reception"}}},
            {"retry": {"times": 2, "blocks": [[say("That is not an option.")]], "then": {"go": "Reception"}}},
        ],
    }))
    .unwrap()
}

struct Growth {
    size: usize,
    luck: u64,
    states: Vec<Value>,
    /// States that are still to be generated, with their menu and their depth.
    open: Vec<(String, String, usize)>,
}

impl Growth {
    fn draw(&mut self, below: u64) -> u64 {
        self.luck = self.luck.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.luck >> 33) % below
    }

    fn state(&mut self, name: &str, parent: &str, depth: usize) {
        let room = self.size.saturating_sub(self.states.len() + self.open.len());
        if room > 3 && depth < 5 && self.draw(3) > 0 {
            return self.menu(name, parent);
        }
        let state = match self.draw(6) {
            0 => json!({"name": name, "lines": [say("One moment, please.")], "verb": {"dial": {
                "numbers": ["+12345678901"], "timeout": 20, "arms": [
                    arm("answered", json!({"end": "hangup"})), arm("_", json!({"go": "Voicemail"}))]}}}),
            1 => json!({"name": name, "lines": [say("All lines are busy; please stay on the line.")],
                "verb": {"enqueue": {"queue": name, "arms": [
                    arm("bridged", json!({"end": "hangup"})), arm("full", json!({"go": "Voicemail"})),
                    arm("_", json!({"go": parent}))]}}}),
            2 => json!({"name": name, "lines": [say("Say your name and what it is about.")],
                "verb": {"record": {"max": 60, "silence": 5, "arms": [
                    arm("recorded", json!({"go": "Thanks"})), arm("silence", json!({"go": parent}))]}}}),
            3 => json!({"name": name, "lines": [say("We are in Main Street, behind the station.")],
                "verb": {"goto": {"go": parent}}}),
            _ => listening(
                name,
                "Press one to hear it again.",
                vec![
                    key("1", json!("again")),
                    key("9", json!({"go": parent})),
                    arm("silence", json!({"go": parent})),
                ],
            ),
        };
        self.states.push(state);
    }

    /// Adds a menu of states that are still to be generated.
    fn menu(&mut self, name: &str, parent: &str) {
        let depth = name.split('_').count();
        let room = self.size.saturating_sub(self.states.len() + self.open.len() + 1) as u64;
        let options = room.min(3 + self.draw(4));
        let mut arms = Vec::new();
        for option in 0..options {
            let topic = TOPICS[(self.draw(3) + option * 2) as usize % TOPICS.len()];
            let stem = if name == "Menu" { String::new() } else { format!("{name}_") };
            let mut child = format!("{stem}{topic}");
            while self.open.iter().any(|(open, ..)| *open == child) {
                child.push('2');
            }
            arms.push(key(&(option + 1).to_string(), json!({"go": child})));
            self.open.push((child, name.to_owned(), depth));
        }
        arms.push(key("9", json!({"go": parent})));
        self.states.push(listening(name, "For one thing, press one. For another, press two.", arms));
    }
}

/// Returns the states that all branches share: the start, and the states for callers who want a person or do nothing.
fn trunk() -> Vec<Value> {
    vec![
        json!({"name": "Greeting", "lines": [say("Welcome to the house of trees.")], "verb": {"goto": {"go": "Menu"}}}),
        json!({"name": "Reception", "verb": {"dial": {"numbers": ["+12345678900"], "timeout": 20, "arms": [
            arm("answered", json!({"end": "hangup"})), arm("_", json!({"go": "Voicemail"}))]}}}),
        json!({"name": "Voicemail", "lines": [say("Please leave a message after the tone.")], "verb": {"record": {
            "max": 120, "silence": 5, "arms": [
                arm("recorded", json!({"go": "Thanks"})), arm("silence", json!({"end": "hangup"}))]}}}),
        json!({"name": "Thanks", "lines": [say("Thank you. Goodbye.")], "verb": "hangup"}),
    ]
}

fn listening(name: &str, prompt: &str, mut arms: Vec<Value>) -> Value {
    arms.push(json!({"keys": ["0"], "heard": "0", "inherited": true, "to": {"go": "Reception"}}));
    if !arms.iter().any(|arm| arm["outcomes"][0] == "silence") {
        arms.push(json!({"outcomes": ["silence"], "inherited": true, "to": {"action": 0}}));
    }
    arms.push(json!({"outcomes": ["_"], "inherited": true, "to": {"action": 1}}));
    json!({"name": name, "verb": {"gather": {"keys": {"min": 1, "max": 1}, "timeout": 5,
        "prompts": [say(prompt)], "arms": arms}}})
}

fn say(text: &str) -> Value {
    json!({"say": {"text": text}})
}

fn key(key: &str, to: Value) -> Value {
    leading(json!({"keys": [key], "heard": key}), to)
}

fn arm(outcome: &str, to: Value) -> Value {
    leading(json!({"outcomes": [outcome]}), to)
}

fn leading(mut arm: Value, to: Value) -> Value {
    arm["to"] = to;
    arm
}
