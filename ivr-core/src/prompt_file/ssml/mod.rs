//! SSML in a text: whether Twilio accepts it, its spoken text, and the duration of its breaks.

mod elements;
mod read;

use std::time::Duration;

pub use elements::break_time;

use self::{
    elements::{Element, content_of},
    read::{Reader, Token},
};

/// A text with SSML that Twilio accepts.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Ssml {
    /// The spoken text, with its placeholders.
    pub spoken: String,
    /// The total duration of the breaks.
    pub pause: Duration,
}

/// An error in SSML, and what to write instead.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SsmlError {
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub help: Option<String>,
}

impl SsmlError {
    fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), help: None }
    }

    fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }
}

/// Parses a text with SSML and placeholders: the content of a `<Say>`.
///
/// # Errors
///
/// Returns an error if the text is not well-formed, or contains an element, an attribute or a value that Twilio does
/// not know.
pub fn ssml(text: &str) -> Result<Ssml, SsmlError> {
    let mut document = Document::default();
    let mut reader = Reader::new(text);
    while let Some(token) = reader.next_token()? {
        match token {
            Token::Words(words) => document.words(&words)?,
            Token::Open { name, attributes, empty } => document.open(name, &attributes, empty)?,
            Token::Close(name) => document.close(name)?,
        }
    }
    document.finish()
}

/// The state of the parser.
#[derive(Default)]
struct Document {
    found: Ssml,
    open: Vec<&'static Element>,
    /// Whether the innermost open element requires text and has none yet.
    is_wordless: bool,
    /// The last tag, as it is written if it is closed at once.
    closed: String,
}

impl Document {
    fn parent(&self) -> Option<&'static Element> {
        self.open.last().copied()
    }

    fn words(&mut self, words: &str) -> Result<(), SsmlError> {
        let parent = self.parent();
        if !words.trim().is_empty() {
            self.is_wordless = false;
            self.no_break_is_open()?;
        }
        // The alias of `<sub>` is spoken instead of its content.
        if parent.is_none_or(|parent| parent.name != "sub") {
            self.found.spoken.push_str(words);
        }
        Ok(())
    }

    fn open(&mut self, name: &str, attributes: &[(&str, String)], empty: bool) -> Result<(), SsmlError> {
        self.no_break_is_open()?;
        let element = content_of(self.parent(), name)?;
        element.check(attributes)?;
        let value = |wanted: &str| {
            attributes.iter().find(|(name, _)| *name == wanted).map(|(_, value)| value.as_str())
        };
        match element.name {
            "break" => {
                self.found.pause += break_time(value("strength"), value("time"));
                self.found.spoken.push(' ');
            }
            "sub" => self.found.spoken.push_str(value("alias").unwrap_or_default()),
            "p" | "s" => self.found.spoken.push(' '),
            _ => {}
        }
        self.is_wordless = element.needs_text;
        let written: String = attributes.iter().map(|(name, value)| format!(" {name}='{value}'")).collect();
        if !empty {
            self.open.push(element);
        } else if self.is_wordless {
            return Err(no_words(name).help(format!("write `<{name}{written}>…</{name}>`")));
        }
        self.closed = format!("<{name}{written}/>");
        Ok(())
    }

    fn close(&mut self, name: &str) -> Result<(), SsmlError> {
        let parent = self.parent();
        let Some(element) = self.open.pop().filter(|element| element.name == name) else {
            return Err(match parent {
                Some(parent) => SsmlError::new(format!("expected `</{}>`, found `</{name}>`", parent.name))
                    .help(format!("close `<{}>` first", parent.name)),
                None => SsmlError::new(format!("`</{name}>` has no opening tag"))
                    .help(format!("remove it, or write `<{name}>` before its words")),
            });
        };
        if element.needs_text && self.is_wordless {
            return Err(no_words(name).help(format!("write the words before `</{name}>`")));
        }
        if matches!(element.name, "p" | "s") {
            self.found.spoken.push(' ');
        }
        Ok(())
    }

    /// Refuses words and elements in a `<break>`, which has no content.
    fn no_break_is_open(&self) -> Result<(), SsmlError> {
        match self.parent() {
            Some(parent) if parent.name == "break" => {
                let message = "`<break>` holds no words and must end with `/>`";
                Err(SsmlError::new(message).help(format!("write the tag as `{}`", self.closed)))
            }
            Some(_) | None => Ok(()),
        }
    }

    fn finish(mut self) -> Result<Ssml, SsmlError> {
        self.no_break_is_open()?;
        if let Some(element) = self.parent() {
            return Err(SsmlError::new(format!("`<{}>` is not closed", element.name))
                .help(format!("write `</{}>` after its words", element.name)));
        }
        self.found.spoken = self.found.spoken.split_whitespace().collect::<Vec<_>>().join(" ");
        Ok(self.found)
    }
}

/// Returns the total duration of the breaks in SSML, or zero without SSML.
pub fn break_times(markup: Option<&str>) -> Duration {
    markup.and_then(|markup| ssml(markup).ok()).map_or(Duration::ZERO, |found| found.pause)
}

fn no_words(name: &str) -> SsmlError {
    SsmlError::new(format!("`<{name}>` has no words"))
}

#[cfg(test)]
mod tests;
