//! Promises and scenarios for the description.

use ivr_core::description::{self, Course};

use crate::{
    model::{Jump, Scenario},
    syntax::{Expected, Later, Number, Promise, ScenarioLine},
};

/// Returns a promise as it is written.
pub(super) fn promise(promise: &Promise<Jump>) -> String {
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

/// Returns a scenario with its calls.
pub(super) fn scenario(scenario: &Scenario) -> description::Scenario {
    description::Scenario {
        name: scenario.name.value.clone(),
        from: scenario.from.as_ref().map(ToString::to_string),
        calls: scenario.lines.iter().map(course).collect(),
    }
}

fn course(line: &ScenarioLine<Jump>) -> Course {
    let to = match &line.expected {
        Expected::State(jump) => jump.name.to_string(),
        Expected::End(_) => "end".to_owned(),
    };
    Course { inputs: line.inputs.iter().map(ToString::to_string).collect(), to }
}

/// Formats a duration in its largest whole unit: `5min`.
fn duration(seconds: &Number) -> String {
    match seconds.value {
        whole if whole > 0 && whole % 3600 == 0 => format!("{}h", whole / 3600),
        whole if whole > 0 && whole % 60 == 0 => format!("{}min", whole / 60),
        other => format!("{other}s"),
    }
}
