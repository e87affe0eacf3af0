//! What people ask their editor of a tree, and the answers that are hoped for.

use std::io;

use serde_json::{Value, json};

use crate::{buffer::Buffer, server::Server};

/// One question; its answer is a line of text.
pub struct Question {
    pub about: &'static str,
    pub ask: fn(&mut Server, &mut Buffer) -> io::Result<String>,
    pub hoped: fn(&str) -> bool,
}

pub const QUESTIONS: &[Question] = &[
    Question {
        about: "definition of a `goto`'s target",
        ask: |server, buffer| definition(server, buffer, "goto Me^nu;"),
        hoped: |answer| answer == "`state Menu {`",
    },
    Question {
        about: "definition of an arm's target",
        ask: |server, buffer| definition(server, buffer, "=> Thank^s,"),
        hoped: |answer| answer == "`state Thanks {`",
    },
    Question {
        about: "definition of a target in `everywhere`",
        ask: |server, buffer| definition(server, buffer, "not hear you.\"; } then Recep^tion"),
        hoped: |answer| answer == "`state Reception {`",
    },
    Question {
        about: "definition of the start",
        ask: |server, buffer| definition(server, buffer, "start Gre^eting;"),
        hoped: |answer| answer == "`state Greeting {`",
    },
    Question {
        about: "definition of a state in a promise",
        ask: |server, buffer| definition(server, buffer, "promise Recep^tion"),
        hoped: |answer| answer == "`state Reception {`",
    },
    Question {
        about: "definition of a state in a scenario",
        ask: |server, buffer| definition(server, buffer, "=> Supp^ort; }"),
        hoped: |answer| answer == "`state Support {`",
    },
    Question {
        about: "definition of a state in Rust",
        ask: |server, buffer| definition(server, buffer, "Acme::Ho^urs"),
        hoped: |answer| answer == "`state Hours {`",
    },
    Question { about: "hover over a target", ask: hover, hoped: |answer| answer.contains("choice between") },
    Question { about: "places that a rename of `Sales` changes", ask: rename, hoped: is_all },
    Question {
        about: "completion of `=> S` in an arm",
        ask: |server, buffer| {
            completion(server, buffer, "1 | \"sales\"        => Sales,", "1 | \"sales\"        => S^,")
        },
        hoped: |answer| answer.contains("Sales") && answer.contains("Support"),
    },
    Question {
        about: "completion of `goto M`",
        ask: |server, buffer| completion(server, buffer, "goto Menu;", "goto M^;"),
        hoped: |answer| answer.contains("Menu"),
    },
    Question {
        about: "what is red while nothing is typed",
        ask: |server, buffer| red(server, buffer, None),
        hoped: |answer| answer == "nothing",
    },
    Question {
        about: "what is red after `3 =>`",
        ask: |server, buffer| red(server, buffer, Some(("3 | \"hours\"        => Hours,", "3 =>"))),
        hoped: is_one,
    },
    Question {
        about: "what is red after `goto M;`",
        ask: |server, buffer| red(server, buffer, Some(("goto Menu;", "goto M;"))),
        hoped: is_one,
    },
    Question {
        about: "what is red after `state`",
        ask: |server, buffer| red(server, buffer, Some(("/// A person;", "state\n        /// A person;"))),
        hoped: is_one,
    },
    Question {
        about: "definition of another arm's target after `3 =>`",
        ask: |server, buffer| {
            buffer.type_over(server, "3 | \"hours\"        => Hours,", "3 =>")?;
            let answer = definition(server, buffer, "=> Supp^ort,");
            buffer.undo(server)?;
            answer
        },
        hoped: |answer| answer == "`state Support {`",
    },
];

fn definition(server: &mut Server, buffer: &Buffer, context: &str) -> io::Result<String> {
    let found = server.request("textDocument/definition", &buffer.at(context)?)?;
    let places = found.as_array().cloned().unwrap_or_else(|| vec![found]);
    let range = |place: &Value| {
        let link = &place["targetSelectionRange"];
        if link.is_null() { place["range"].clone() } else { link.clone() }
    };
    let lines: Vec<String> = places.iter().map(|place| format!("`{}`", buffer.line(&range(place)))).collect();
    Ok(lines.join(", "))
}

fn hover(server: &mut Server, buffer: &mut Buffer) -> io::Result<String> {
    let found = server.request("textDocument/hover", &buffer.at("goto Me^nu;")?)?;
    let text = found["contents"]["value"].as_str().unwrap_or("nothing");
    Ok(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The edits of a rename, against the places where the word stands.
fn rename(server: &mut Server, buffer: &mut Buffer) -> io::Result<String> {
    let mut params = buffer.at("state Sa^les {")?;
    if let Some(params) = params.as_object_mut() {
        params.insert("newName".into(), json!("Voicemail"));
    }
    let found = server.request("textDocument/rename", &params)?;
    let changes = found["documentChanges"].as_array().cloned().unwrap_or_default();
    let edits: usize = changes.iter().filter_map(|change| change["edits"].as_array()).map(Vec::len).sum();
    let plain = found["changes"].as_object().into_iter().flat_map(|changes| changes.values());
    let plain: usize = plain.filter_map(Value::as_array).map(Vec::len).sum();
    Ok(format!("{} of {}", edits + plain, buffer.count("Sales")))
}

fn is_all(answer: &str) -> bool {
    answer.split_once(" of ").is_some_and(|(found, all)| found == all)
}

/// One thing is said.
fn is_one(answer: &str) -> bool {
    answer != "nothing" && !answer.contains("; ")
}

fn completion(server: &mut Server, buffer: &mut Buffer, old: &str, new: &str) -> io::Result<String> {
    buffer.type_over(server, old, &new.replace('^', ""))?;
    let found = server.request("textDocument/completion", &buffer.at(new)?)?;
    let items = found["items"].as_array().or(found.as_array()).cloned().unwrap_or_default();
    // The first are what an editor shows.
    let labels: Vec<&str> = items.iter().filter_map(|item| item["label"].as_str()).take(12).collect();
    let answer = if labels.is_empty() { "nothing".to_owned() } else { labels.join(", ") };
    buffer.undo(server)?;
    Ok(answer)
}

/// The first line of every error and warning, after something was typed.
fn red(server: &mut Server, buffer: &mut Buffer, typed: Option<(&str, &str)>) -> io::Result<String> {
    if let Some((old, new)) = typed {
        buffer.type_over(server, old, new)?;
    }
    let answer = server.request("textDocument/diagnostic", &json!({"textDocument": {"uri": buffer.uri}}))?;
    let found = answer["items"].as_array().cloned().unwrap_or_default();
    // 1 is an error, 2 a warning; the others are hints.
    let grave = found.iter().filter(|one| one["severity"].as_u64().is_some_and(|severity| severity <= 2));
    let lines = grave.filter_map(|one| one["message"].as_str()?.lines().next());
    let mut lines: Vec<&str> = lines.collect();
    lines.dedup();
    let answer = if lines.is_empty() { "nothing".to_owned() } else { lines.join("; ") };
    buffer.undo(server)?;
    Ok(answer)
}
