//! Parses a prompt file. The format is a subset of TOML: tables, strings, `true`, `false` and comments. Every
//! accepted file has the same meaning in TOML. Errors are explained in plain words.

mod cursor;
mod string;
mod value;

#[cfg(test)]
mod tests;

pub(super) use value::Value;

use self::{cursor::Cursor, string::string, value::value};
use super::{Location, PromptError};

/// The page for files that cannot be parsed.
pub(super) const UNREADABLE: &str = "unreadable_words";

/// An entry: `[welcome]` and its lines, or `welcome = "…"`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Entry {
    pub(crate) name: String,
    pub(crate) place: Location,
    /// Its lines. Empty if nothing follows the name.
    pub(crate) items: Vec<Item>,
}

/// A line: `fr-FR = "…"`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Item {
    /// The name, or `None` for the text of the entry itself: `welcome = "…"`.
    pub(crate) name: Option<String>,
    pub(crate) place: Location,
    pub(crate) value: Value,
}

/// Returns the entries of a file in their order, or all errors in it.
pub(super) fn read(source: &str) -> Result<Vec<Entry>, Vec<PromptError>> {
    let mut reader =
        Reader { cursor: Cursor::new(source), entries: Vec::new(), open: Open::Root, errors: Vec::new() };
    reader.lines();
    if reader.errors.is_empty() { Ok(reader.entries) } else { Err(reader.errors) }
}

/// The entry to which the next line belongs.
#[derive(Clone, Copy)]
enum Open {
    /// Before the first `[…]`.
    Root,
    /// The last entry.
    Entry,
    /// Below a `[…]` that could not be parsed: its lines are parsed and dropped.
    Broken,
}

struct Reader<'s> {
    cursor: Cursor<'s>,
    entries: Vec<Entry>,
    open: Open,
    errors: Vec<PromptError>,
}

impl Reader<'_> {
    fn lines(&mut self) {
        while !self.cursor.rest().is_empty() {
            self.cursor.blanks();
            match self.cursor.peek() {
                Some('[') => self.header(),
                Some('#') | None => {}
                Some(_) if self.cursor.at_line_break() => {}
                Some(_) => self.line(),
            }
            self.rest_of_line();
        }
    }

    /// Skips to the next line. The rest of this one is a comment, or was not parsed because of an error.
    fn rest_of_line(&mut self) {
        let comment = self.cursor.peek() == Some('#');
        while !self.cursor.at_end_of_line() {
            let place = self.cursor.place();
            let Some(letter) = self.cursor.take() else { break };
            let refused = letter.is_ascii_control() && letter != '\t';
            if comment && refused {
                let message =
                    format!("the character U+{:04X} is not allowed in a comment", u32::from(letter));
                self.error(PromptError::new(UNREADABLE, place, message).help("remove it"));
            }
        }
        self.cursor.line_break();
    }

    /// Parses `[welcome]`.
    fn header(&mut self) {
        self.open = Open::Broken;
        self.cursor.take();
        if self.cursor.peek() == Some('[') {
            let error =
                PromptError::new(UNREADABLE, self.cursor.place(), "an entry has one bracket on each side");
            return self.error(error.help("write `[name]`"));
        }
        let place = self.cursor.place();
        let Some(path) = self.path() else { return };
        if !self.cursor.eat("]") {
            let error =
                PromptError::new(UNREADABLE, self.cursor.place(), "the name of an entry ends with `]`");
            return self.error(error.help("write `[name]`"));
        }
        self.cursor.blanks();
        if !self.cursor.at_end_of_line() && self.cursor.peek() != Some('#') {
            let error =
                PromptError::new(UNREADABLE, self.cursor.place(), "extra text after the name of the entry");
            return self.error(error.help("write its texts in lines of their own"));
        }
        let [(name, _)] = path.as_slice() else {
            let error = PromptError::new(UNREADABLE, place, "the name of an entry has no parts");
            return self.error(error.help("write a name without a dot"));
        };
        if let Some(other) = self.entries.iter().find(|entry| entry.name == *name) {
            let message = format!("`{name}` is already in line {}", other.place.line);
            return self
                .error(PromptError::new(UNREADABLE, place, message).of(name).help("keep one of the two"));
        }
        self.entries.push(Entry { name: name.clone(), place, items: Vec::new() });
        self.open = Open::Entry;
    }

    /// Parses `fr-FR = "…"`.
    fn line(&mut self) {
        let place = self.cursor.place();
        let Some(path) = self.path() else { return };
        if !self.cursor.eat("=") {
            let error = PromptError::new(UNREADABLE, self.cursor.place(), "`=` is missing after the name");
            return self.error(error.help("a line is `fr-FR = \"…\"`; a comment begins with `#`"));
        }
        self.cursor.blanks();
        let Some(value) = value(&mut self.cursor, &mut self.errors) else { return };
        let (entry, item) = match (self.open, path.as_slice()) {
            (Open::Broken, _) => return,
            (Open::Entry, [item]) => (None, Some(item)),
            (Open::Root, [entry]) => (Some(entry), None),
            (Open::Root, [entry, item]) => (Some(entry), Some(item)),
            _ => {
                let error = PromptError::new(UNREADABLE, place, "this name has too many parts");
                return self.error(
                    error.help("below `[name]` a line begins with a language, and a dot is not a part of it"),
                );
            }
        };
        let name = item.map(|(name, _)| name.clone());
        let place = item.or(entry).map_or(place, |(_, place)| *place);
        let told = self.add(entry, Item { name, place, value });
        self.errors.extend(told);
    }

    /// Adds a line to its entry, unless the entry already has a line with this name.
    fn add(&mut self, entry: Option<&(String, Location)>, item: Item) -> Option<PromptError> {
        let known = match entry {
            None => self.entries.last_mut(),
            Some((name, _)) => self.entries.iter_mut().find(|known| known.name == *name),
        };
        let Some(known) = known else {
            let (name, place) = entry?;
            let entry = Entry { name: name.clone(), place: *place, items: vec![item] };
            self.entries.push(entry);
            return None;
        };
        // An entry of the form `welcome = "…"` must be the only item with its name.
        let same = |other: &Item| other.name == item.name || other.name.is_none() || item.name.is_none();
        if let Some(other) = known.items.iter().find(|other| same(other)) {
            let name = item.name.as_ref().unwrap_or(&known.name);
            let message = format!("`{name}` is already in line {}", other.place.line);
            let error = PromptError::new(UNREADABLE, item.place, message).of(&known.name);
            return Some(error.help("keep one of the two"));
        }
        known.items.push(item);
        None
    }

    /// Parses a name with dots between its parts, and the blanks after it.
    fn path(&mut self) -> Option<Vec<(String, Location)>> {
        let mut parts = Vec::new();
        loop {
            self.cursor.blanks();
            let place = self.cursor.place();
            parts.push((self.name()?, place));
            self.cursor.blanks();
            if !self.cursor.eat(".") {
                return Some(parts);
            }
        }
    }

    fn name(&mut self) -> Option<String> {
        let place = self.cursor.place();
        let rest = self.cursor.rest();
        if rest.starts_with("\"\"\"") || rest.starts_with("'''") {
            self.error(
                PromptError::new(UNREADABLE, place, "a name must be in one line")
                    .help("write it without quotes"),
            );
            return None;
        }
        if let Some(name) = string(&mut self.cursor, &mut self.errors) {
            return name;
        }
        let name =
            self.cursor.while_(|letter| letter.is_ascii_alphanumeric() || letter == '_' || letter == '-');
        if !name.is_empty() {
            return Some(name.to_owned());
        }
        let message = match self.cursor.peek().filter(|_| !self.cursor.at_end_of_line()) {
            Some(letter) => format!("a name cannot begin with `{}`", letter.escape_debug()),
            None => "a name is missing".to_owned(),
        };
        let help = "names are letters from a to z, figures, `_` and `-`; a comment begins with `#`";
        self.error(PromptError::new(UNREADABLE, place, message).help(help));
        None
    }

    fn error(&mut self, error: PromptError) {
        self.errors.push(error);
    }
}
