//! The queries to the editor, and the expected answers.

use std::io;

use serde_json::{Value, json};

use crate::{buffer::Buffer, server::Server};

/// One question; its answer is a line of text.
pub struct Question {
    pub about: &'static str,
    ask: Ask,
    hoped: Hoped,
}

/// What is asked, with the cursor at the `^`.
enum Ask {
    /// Where a name leads.
    Definition(&'static str),
    /// The same while something else is half typed.
    DefinitionMeanwhile(Typed, &'static str),
    Hover(&'static str),
    Rename(&'static str),
    Completion(Typed),
    /// What is underlined after something was typed.
    Red(Option<Typed>),
}

/// What is typed in place of what stands in the file.
struct Typed {
    old: &'static str,
    new: &'static str,
}

enum Hoped {
    Exactly(&'static str),
    Contains(&'static [&'static str]),
    /// As many places as there are.
    All,
    /// One thing is said, and not two.
    One,
}

const HALF_AN_ARM: Typed = Typed { old: "3 | \"hours\"        => Hours,", new: "3 =>" };
const MENU: &str = "`state Menu {`";
const SUPPORT: &str = "`state Support {`";
const RECEPTION: &str = "`state Reception {`";

pub const QUESTIONS: &[Question] = &[
    defined("definition of a `goto`'s target", "goto Me^nu;", MENU),
    defined("definition of an arm's target", "=> Thank^s,", "`state Thanks {`"),
    defined("definition of a target in `everywhere`", "not hear you.\"; } then Recep^tion", RECEPTION),
    defined("definition of the start", "start Gre^eting;", "`state Greeting {`"),
    defined("definition of a state in a promise", "promise Recep^tion", RECEPTION),
    defined("definition of a state in a scenario", "=> Supp^ort; }", SUPPORT),
    defined("definition of a state in Rust", "Acme::Ho^urs", "`state Hours {`"),
    Question {
        about: "hover over a target",
        ask: Ask::Hover("goto Me^nu;"),
        hoped: Hoped::Contains(&["Menu", "The choice between people and opening hours."]),
    },
    Question {
        about: "places that a rename of `Sales` changes",
        ask: Ask::Rename("state Sa^les {"),
        hoped: Hoped::All,
    },
    Question {
        about: "completion of `=> S` in an arm",
        ask: Ask::Completion(Typed {
            old: "1 | \"sales\"        => Sales,",
            new: "1 | \"sales\"        => S^,",
        }),
        hoped: Hoped::Contains(&["Sales", "Support"]),
    },
    Question {
        about: "completion of `goto M`",
        ask: Ask::Completion(Typed { old: "goto Menu;", new: "goto M^;" }),
        hoped: Hoped::Contains(&["Menu"]),
    },
    Question {
        about: "errors while nothing is typed",
        ask: Ask::Red(None),
        hoped: Hoped::Exactly("nothing"),
    },
    red_after("errors after `3 =>`", HALF_AN_ARM),
    red_after("errors after `goto M;`", Typed { old: "goto Menu;", new: "goto M;" }),
    red_after("errors after `state`", Typed { old: "/// A person;", new: "state\n/// A person;" }),
    Question {
        about: "definition of another arm's target after `3 =>`",
        ask: Ask::DefinitionMeanwhile(HALF_AN_ARM, "=> Supp^ort,"),
        hoped: Hoped::Exactly(SUPPORT),
    },
];

const fn defined(about: &'static str, context: &'static str, line: &'static str) -> Question {
    Question { about, ask: Ask::Definition(context), hoped: Hoped::Exactly(line) }
}

const fn red_after(about: &'static str, typed: Typed) -> Question {
    Question { about, ask: Ask::Red(Some(typed)), hoped: Hoped::One }
}

impl Question {
    /// Asks it; the buffer is afterwards as it was.
    pub fn answer(&self, server: &mut Server, buffer: &mut Buffer) -> io::Result<String> {
        match &self.ask {
            Ask::Definition(context) => definition(server, buffer, context),
            Ask::DefinitionMeanwhile(typed, context) => {
                buffer.type_over(server, typed.old, typed.new)?;
                let answer = definition(server, buffer, context);
                buffer.undo(server)?;
                answer
            }
            Ask::Hover(context) => hover(server, buffer, context),
            Ask::Rename(context) => rename(server, buffer, context),
            Ask::Completion(typed) => completion(server, buffer, typed),
            Ask::Red(typed) => red(server, buffer, typed.as_ref()),
        }
    }

    /// Whether this is the answer that was hoped for.
    pub fn is_right(&self, answer: &str) -> bool {
        match &self.hoped {
            Hoped::Exactly(line) => answer == *line,
            Hoped::Contains(parts) => parts.iter().all(|part| answer.contains(part)),
            Hoped::All => answer.split_once(" of ").is_some_and(|(found, all)| found == all),
            Hoped::One => answer != "nothing" && !answer.contains("; "),
        }
    }
}

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

fn hover(server: &mut Server, buffer: &Buffer, context: &str) -> io::Result<String> {
    let found = server.request("textDocument/hover", &buffer.at(context)?)?;
    let text = found["contents"]["value"].as_str().unwrap_or("nothing");
    Ok(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The edits of a rename, against the places where the word stands.
fn rename(server: &mut Server, buffer: &Buffer, context: &str) -> io::Result<String> {
    let mut params = buffer.at(context)?;
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

fn completion(server: &mut Server, buffer: &mut Buffer, typed: &Typed) -> io::Result<String> {
    buffer.type_over(server, typed.old, &typed.new.replace('^', ""))?;
    let found = server.request("textDocument/completion", &buffer.at(typed.new)?)?;
    let items = found["items"].as_array().or(found.as_array()).cloned().unwrap_or_default();
    // An editor shows the first ones.
    let labels: Vec<&str> = items.iter().filter_map(|item| item["label"].as_str()).take(12).collect();
    let answer = if labels.is_empty() { "nothing".to_owned() } else { labels.join(", ") };
    buffer.undo(server)?;
    Ok(answer)
}

/// The first line of every error and warning, after something was typed.
fn red(server: &mut Server, buffer: &mut Buffer, typed: Option<&Typed>) -> io::Result<String> {
    if let Some(typed) = typed {
        buffer.type_over(server, typed.old, typed.new)?;
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
