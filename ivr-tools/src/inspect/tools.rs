//! A tree as tools of an agent: one for each state that asks the caller, with a JSON Schema of the possible answers.
//! An agent that uses these tools can only choose among the transitions of the tree.

use serde_json::{Value, json};

use super::{
    graph::{self, Cause, Edge, describe},
    spoken,
};
use ivr_runtime::{
    description::{Description, Gather, Keys, Verb},
    heard::Event,
};

/// Returns the states that ask the caller, as JSON: the name, what is asked, and an `input_schema` for the answer.
///
/// ```
/// # let tree: ivr_runtime::description::Description = serde_json::from_str(
/// #   r#"{"name":"Desk","language":"en-US","starts":[{"state":"Menu"}],"states":[
/// #       {"name":"Menu","verb":{"gather":{"keys":{"min":1,"max":1},"timeout":5,"arms":[
/// #           {"keys":["1"],"heard":"1","to":{"end":"hangup"}},{"outcomes":["silence","_"],"to":"again"}]}}}]}"#).unwrap();
/// let tools: serde_json::Value = serde_json::from_str(&ivr_tools::inspect::tools::tools(&tree)).unwrap();
/// assert_eq!(tools["tools"][0]["name"], "Menu");
/// assert_eq!(tools["tools"][0]["input_schema"]["required"], serde_json::json!(["answer"]));
/// ```
#[must_use]
pub fn tools(tree: &Description) -> String {
    let edges = graph::edges(tree);
    let tools: Vec<Value> = tree
        .states
        .iter()
        .enumerate()
        .filter_map(|(index, state)| match &state.verb {
            Verb::Gather(gather) => {
                let of_state = edges.iter().filter(|edge| edge.from == index);
                let asked = spoken::flat(spoken::prompts(&state.verb));
                let asked: Vec<&str> = asked.iter().filter_map(|heard| spoken::text(heard.line)).collect();
                let docs = state.docs.as_deref().unwrap_or_default();
                let description = [docs, &asked.join(" ")].join("\n");
                Some(tool(&state.name, description.trim(), gather, of_state))
            }
            _ => None,
        })
        .collect();
    let starts: Vec<Value> =
        tree.starts.iter().map(|start| json!({"name": start.name, "state": start.state})).collect();
    let all = json!({"name": tree.name, "description": tree.docs, "starts": starts, "tools": tools});
    // Serializing a `Value` cannot fail.
    serde_json::to_string_pretty(&all).unwrap_or_default()
}

fn tool<'e, 'd: 'e>(
    name: &str,
    description: &str,
    gather: &Gather,
    edges: impl Iterator<Item = &'e Edge<'d>>,
) -> Value {
    let answers: Vec<Value> = edges.flat_map(|edge| answers(gather, edge)).collect();
    json!({
        "name": name,
        "description": description,
        "input_schema": {
            "type": "object",
            "properties": { "answer": { "anyOf": answers } },
            "required": ["answer"],
            "additionalProperties": false,
        },
    })
}

/// Returns the possible answers for an edge: its keys and phrases, a complete entry, or nothing.
fn answers(gather: &Gather, edge: &Edge<'_>) -> Vec<Value> {
    let leads = format!("{}{}", describe::leads(&edge.route.to), describe::under(edge.condition));
    let mut found = Vec::new();
    let named = edge.causes.iter().filter_map(|cause| match cause {
        Cause::Keys(text) | Cause::Phrase(text) => Some(*text),
        Cause::Pattern(_) | Cause::Outcome(_) => None,
    });
    let named: Vec<&str> = named.collect();
    if !named.is_empty() {
        found.push(json!({"enum": named, "description": leads}));
    }
    if edge.causes.contains(&Cause::Outcome(Event::Entered)) {
        found.push(match gather.keys {
            Some(keys) if !gather.speech => {
                json!({"type": "string", "pattern": pattern(keys), "description": format!("an entry; {leads}")})
            }
            _ => json!({"type": "string", "minLength": 1, "description": format!("an entry; {leads}")}),
        });
    }
    if edge.causes.contains(&Cause::Outcome(Event::Silence)) {
        found.push(json!({"const": "", "description": format!("silence; {leads}")}));
    }
    found
}

/// Returns an entry of keys as a regular expression.
fn pattern(keys: Keys) -> String {
    let Keys { min, max } = keys;
    let max = max.map(|max| max.to_string()).unwrap_or_default();
    format!("^[0-9*#]{{{min},{max}}}$")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::Acme;
    use ivr_runtime::tree::PhoneTree;

    fn tools_of(tree: &Description) -> Value {
        serde_json::from_str(&tools(tree)).unwrap()
    }

    #[test]
    fn an_agent_may_answer_what_a_caller_may_and_is_told_where_it_leads() {
        let tools = tools_of(&serde_json::from_str(Acme::DESCRIPTION).unwrap());
        assert_eq!(tools["starts"], json!([{"name": null, "state": "Greeting"}]));
        let [menu, _hours] = &tools["tools"].as_array().unwrap()[..] else { panic!("{tools}") };
        assert_eq!(menu["name"], "Menu");
        assert!(menu["description"].as_str().unwrap().contains("For sales, press one."), "{menu}");
        let answers = menu["input_schema"]["properties"]["answer"]["anyOf"].as_array().unwrap();
        assert_eq!(answers[0], json!({"enum": ["1", "sales"], "description": "leads to Sales"}));
        assert!(answers.iter().any(|answer| answer["const"] == ""), "{menu}");
    }

    #[test]
    fn an_entry_is_a_pattern_of_its_keys() {
        let state = |keys: &str| {
            let gather =
                format!(r#"{{"keys":{keys},"timeout":5,"arms":[{{"outcomes":["entered"],"to":"again"}}]}}"#);
            let tree = format!(
                r#"{{"name":"L","language":"en-US","starts":[{{"state":"A"}}],"states":[{{"name":"A","verb":{{"gather":{gather}}}}}]}}"#
            );
            let tools = tools_of(&serde_json::from_str(&tree).unwrap());
            tools["tools"][0]["input_schema"]["properties"]["answer"]["anyOf"][0]["pattern"].clone()
        };
        assert_eq!(state(r#"{"min":4,"max":8}"#), "^[0-9*#]{4,8}$");
        assert_eq!(state(r#"{"min":1}"#), "^[0-9*#]{1,}$");
    }
}
