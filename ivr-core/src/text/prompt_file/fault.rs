//! What is wrong with a file of words, and at which line.

use std::fmt;

/// A place in the file, as editors count: both from 1.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Place {
    pub(crate) line: u32,
    /// In characters.
    pub(crate) column: u32,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}", self.line, self.column)
    }
}

/// One thing that is wrong, in words for whoever edits the file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Fault {
    /// The page about it among the errors of the compiler.
    pub(crate) page: &'static str,
    /// `None` for what is missing from the file as a whole.
    pub(crate) place: Option<Place>,
    /// The entry it is about.
    pub(crate) key: Option<String>,
    pub(crate) message: String,
    /// What to write instead.
    pub(crate) help: Option<String>,
}

impl Fault {
    pub(crate) fn new(
        page: &'static str,
        place: impl Into<Option<Place>>,
        message: impl Into<String>,
    ) -> Self {
        Self { page, place: place.into(), key: None, message: message.into(), help: None }
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Is about this entry.
    pub(crate) fn of(mut self, key: &str) -> Self {
        self.key = Some(key.to_owned());
        self
    }
}

impl fmt::Display for Fault {
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
