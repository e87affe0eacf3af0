//! What is wrong with a file of words, and at which line.

use std::fmt;

/// A place in the file, as editors count: both from 1.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Location {
    /// The line.
    pub line: u32,
    /// In characters.
    pub column: u32,
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}", self.line, self.column)
    }
}

/// One thing that is wrong, in words for whoever edits the file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PromptError {
    /// The page about it among the errors of the compiler.
    pub page: &'static str,
    /// `None` for what is missing from the file as a whole.
    pub place: Option<Location>,
    /// The entry it is about.
    pub key: Option<String>,
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub help: Option<String>,
}

impl PromptError {
    /// A fault with its page, its place and its message.
    pub fn new(page: &'static str, place: impl Into<Option<Location>>, message: impl Into<String>) -> Self {
        Self { page, place: place.into(), key: None, message: message.into(), help: None }
    }

    /// The same with what to write instead.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Is about this entry.
    pub fn of(mut self, key: &str) -> Self {
        self.key = Some(key.to_owned());
        self
    }
}

impl fmt::Display for PromptError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(place) = self.place {
            write!(f, "{place}: ")?;
        }
        f.write_str(&self.message)?;
        match &self.help {
            Some(help) => write!(f, " ({help})"),
            None => Ok(()),
        }
    }
}
