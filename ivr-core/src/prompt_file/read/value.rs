//! Values after `=`: a string, `true` or `false`. All other TOML values are rejected with an explanation.

use super::{
    super::{Location, PromptError},
    UNREADABLE,
    cursor::Cursor,
    string::string,
};

/// The value of an entry or a line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Value {
    Text(String),
    /// `true` or `false`.
    Switch(bool),
}

/// Parses a value and the rest of its line. Returns `None` after reporting an error.
pub(super) fn value(cursor: &mut Cursor<'_>, errors: &mut Vec<PromptError>) -> Option<Value> {
    let from = cursor.place();
    if let Some(text) = string(cursor, errors) {
        let text = text?;
        return ends(cursor, errors).then_some(Value::Text(text));
    }
    let word = cursor.while_(|letter| !matches!(letter, ' ' | '\t' | '\r' | '\n' | '#'));
    let switch = match word {
        "true" => true,
        "false" => false,
        _ => {
            errors.push(refused(word, from));
            return None;
        }
    };
    ends(cursor, errors).then_some(Value::Switch(switch))
}

/// Returns whether only a comment follows.
fn ends(cursor: &mut Cursor<'_>, errors: &mut Vec<PromptError>) -> bool {
    cursor.blanks();
    let ends = cursor.at_end_of_line() || cursor.peek() == Some('#');
    if !ends {
        let message = "extra text after the value";
        let help = "write a quote inside a text as `\\\"`; a comment begins with `#`";
        errors.push(PromptError::new(UNREADABLE, cursor.place(), message).help(help));
    }
    ends
}

fn refused(word: &str, place: Location) -> PromptError {
    let first = word.chars().next();
    let message = match first {
        None => "the value after `=` is missing".to_owned(),
        Some('[') => "lists are not supported: write each text in a line of its own".to_owned(),
        Some('{') => "inline tables are not supported: write each text in a line of its own".to_owned(),
        Some('“' | '”' | '„' | '«' | '»' | '‘' | '’' | '`') => {
            format!("`{}` is not a quote", first.unwrap_or_default())
        }
        Some('0'..='9' | '+' | '-') => "the value must be a text, not a number or a date".to_owned(),
        Some(_) => match word.to_lowercase().as_str() {
            "true" | "on" | "yes" => return switch(word, "true", place),
            "false" | "off" | "no" => return switch(word, "false", place),
            "inf" | "nan" => "the value must be a text, not a number or a date".to_owned(),
            _ => "a text must be in quotes".to_owned(),
        },
    };
    PromptError::new(UNREADABLE, place, message).help("write the text as `\"…\"`")
}

fn switch(word: &str, meant: &str, place: Location) -> PromptError {
    PromptError::new(UNREADABLE, place, format!("`{word}` is neither `true` nor `false`"))
        .help(format!("write `{meant}`, or a text as `\"{word}\"`"))
}
