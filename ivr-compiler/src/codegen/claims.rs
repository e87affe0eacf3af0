//! Promises and scenarios for the readers of a description.

use super::json::{Object, list, text};
use crate::{
    model::{Graph, Jump, Scenario},
    syntax::{Expected, Later, Number, Promise, ScenarioLine},
};

/// Each promise in the words of the language.
pub(super) fn promises(graph: &Graph) -> Vec<String> {
    graph.promises.iter().map(|promise| text(&words(promise))).collect()
}

/// Each scenario with its calls.
pub(super) fn scenarios(graph: &Graph) -> Vec<String> {
    graph.scenarios.iter().map(scenario).collect()
}

fn scenario(scenario: &Scenario) -> String {
    let calls: Vec<String> = scenario.lines.iter().map(call).collect();
    let from = scenario.from.as_ref().map(ToString::to_string);
    Object::new()
        .text("name", &scenario.name.value)
        .maybe("from", from.as_deref())
        .raw("calls", &list(&calls))
        .end()
}

fn call(line: &ScenarioLine<Jump>) -> String {
    let inputs: Vec<String> = line.inputs.iter().map(|input| text(&input.to_string())).collect();
    let to = match &line.expected {
        Expected::State(jump) => jump.name.to_string(),
        Expected::End(_) => "end".to_owned(),
    };
    Object::new().raw("inputs", &list(&inputs)).text("to", &to).end()
}

fn words(promise: &Promise<Jump>) -> String {
    match promise {
        Promise::Within { state, keys, of } => {
            let of = of.as_ref().map_or_else(|| "every state".to_owned(), |jump| jump.name.to_string());
            let plural = if keys.value == 1 { "key" } else { "keys" };
            format!("{} within {} {plural} of {of}", state.name, keys.value)
        }
        Promise::FirstOption { limit, .. } => format!("first option within {}", duration(limit)),
        Promise::Silence { limit, .. } => format!("silence ends within {}", duration(limit)),
        Promise::Before { state, later: Later::Verb(verb) } => {
            format!("{} before every {}", state.name, verb.value)
        }
        Promise::Before { state, later: Later::State(later) } => {
            format!("{} before {}", state.name, later.name)
        }
    }
}

/// `5min`, in the largest unit that it is whole in.
fn duration(seconds: &Number) -> String {
    match seconds.value {
        whole if whole > 0 && whole % 3600 == 0 => format!("{}h", whole / 3600),
        whole if whole > 0 && whole % 60 == 0 => format!("{}min", whole / 60),
        other => format!("{other}s"),
    }
}
