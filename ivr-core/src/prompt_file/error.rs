//! Errors in a prompt file, with their lines.

use std::fmt;

/// A position in the file, as editors count: line and column begin at 1.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Location {
    /// The line.
    pub line: u32,
    /// The column, in characters.
    pub column: u32,
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}", self.line, self.column)
    }
}

/// An error, with a message for the person who edits the file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PromptError {
    /// The name of its page in the error index of the compiler.
    pub page: &'static str,
    /// The position, or `None` if something is missing from the file as a whole.
    pub place: Option<Location>,
    /// The entry with the error.
    pub key: Option<String>,
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub help: Option<String>,
}

impl PromptError {
    /// Creates an error with its page, position and message.
    pub fn new(page: &'static str, place: impl Into<Option<Location>>, message: impl Into<String>) -> Self {
        Self { page, place: place.into(), key: None, message: message.into(), help: None }
    }

    /// Adds what to write instead.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Sets the entry of the error.
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
