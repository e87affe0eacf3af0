//! SSML in a text: whether the provider takes it, what is spoken of it, and how long its breaks are.

mod elements;
mod read;

use std::time::Duration;

pub use elements::break_time;

use self::{
    elements::{Element, content_of},
    read::{Reader, Token},
};

/// A text with SSML that the provider takes.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Ssml {
    /// The words, with the placeholders of the text.
    pub spoken: String,
    /// The breaks, taken together.
    pub pause: Duration,
}

/// What is wrong with SSML, and what to write instead.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BadSsml {
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub help: Option<String>,
}

impl BadSsml {
    fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), help: None }
    }

    fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }
}

/// Reads a text with SSML, `{field}`s and all: the content of a `<Say>`.
///
/// # Errors
///
/// When it is not well formed, or has an element, an attribute or a value that the provider does not know.
pub fn ssml(text: &str) -> Result<Ssml, BadSsml> {
    let mut found = Ssml::default();
    let mut open: Vec<&'static Element> = Vec::new();
    // Where the element that is open has no words yet.
    let mut wordless = false;
    let mut reader = Reader::new(text);
    while let Some(token) = reader.next_token()? {
        let parent = open.last().copied();
        match token {
            Token::Words(words) => {
                if !words.trim().is_empty() {
                    wordless = false;
                    if parent.is_some_and(|parent| parent.name == "break") {
                        return Err(BadSsml::new("`<break>` holds no words").help("write `<break/>`"));
                    }
                }
                // The alias is said in the place of what it stands for.
                if parent.is_none_or(|parent| parent.name != "sub") {
                    found.spoken.push_str(&words);
                }
            }
            Token::Open { name, attributes, empty } => {
                let element = content_of(parent, name)?;
                element.check(&attributes)?;
                let value = |wanted: &str| {
                    attributes.iter().find(|(name, _)| *name == wanted).map(|(_, value)| value.as_str())
                };
                match element.name {
                    "break" => {
                        found.pause += break_time(value("strength"), value("time"));
                        found.spoken.push(' ');
                    }
                    "sub" => found.spoken.push_str(value("alias").unwrap_or_default()),
                    "p" | "s" => found.spoken.push(' '),
                    _ => {}
                }
                wordless = element.needs_text;
                if !empty {
                    open.push(element);
                } else if wordless {
                    return Err(no_words(name));
                }
            }
            Token::Close(name) => {
                let Some(element) = open.pop().filter(|element| element.name == name) else {
                    return Err(BadSsml::new(match parent {
                        Some(parent) => format!("`</{name}>` stands where `</{}>` is missing", parent.name),
                        None => format!("`</{name}>` closes nothing"),
                    }));
                };
                if element.needs_text && wordless {
                    return Err(no_words(name));
                }
                if matches!(element.name, "p" | "s") {
                    found.spoken.push(' ');
                }
            }
        }
    }
    if let Some(element) = open.last() {
        return Err(BadSsml::new(format!("`<{}>` is not closed", element.name))
            .help(format!("write `</{}>` behind its words", element.name)));
    }
    found.spoken = found.spoken.split_whitespace().collect::<Vec<_>>().join(" ");
    Ok(found)
}

/// How long the breaks of a text with SSML take; nothing of a text without.
pub fn break_times(markup: Option<&str>) -> Duration {
    markup.and_then(|markup| ssml(markup).ok()).map_or(Duration::ZERO, |found| found.pause)
}

fn no_words(name: &str) -> BadSsml {
    BadSsml::new(format!("`<{name}>` has no words"))
}

#[cfg(test)]
mod tests;
