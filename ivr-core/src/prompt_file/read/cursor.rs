//! A cursor in a text that counts lines.

use super::super::Location;

pub(super) struct Cursor<'s> {
    rest: &'s str,
    place: Location,
}

impl<'s> Cursor<'s> {
    pub(super) fn new(source: &'s str) -> Self {
        // Some editors write a byte order mark at the start of a file.
        let rest = source.strip_prefix('\u{feff}').unwrap_or(source);
        Self { rest, place: Location { line: 1, column: 1 } }
    }

    pub(super) fn place(&self) -> Location {
        self.place
    }

    pub(super) fn rest(&self) -> &'s str {
        self.rest
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    pub(super) fn take(&mut self) -> Option<char> {
        let mut letters = self.rest.chars();
        let letter = letters.next()?;
        self.rest = letters.as_str();
        if letter == '\n' {
            self.place = Location { line: self.place.line + 1, column: 1 };
        } else {
            self.place.column += 1;
        }
        Some(letter)
    }

    /// Skips `text` if it is next.
    pub(super) fn eat(&mut self, text: &str) -> bool {
        let here = self.rest.starts_with(text);
        if here {
            for _ in text.chars() {
                self.take();
            }
        }
        here
    }

    /// Returns the next characters for which `wanted` holds.
    pub(super) fn while_(&mut self, wanted: impl Fn(char) -> bool) -> &'s str {
        let from = self.rest;
        while self.peek().is_some_and(&wanted) {
            self.take();
        }
        from.strip_suffix(self.rest).unwrap_or_default()
    }

    /// Skips blanks, but not the end of the line.
    pub(super) fn blanks(&mut self) {
        self.while_(|letter| letter == ' ' || letter == '\t');
    }

    /// Skips a line break if it is next.
    pub(super) fn line_break(&mut self) -> bool {
        self.eat("\r\n") || self.eat("\n")
    }

    pub(super) fn at_line_break(&self) -> bool {
        self.rest.starts_with('\n') || self.rest.starts_with("\r\n")
    }

    pub(super) fn at_end_of_line(&self) -> bool {
        self.rest.is_empty() || self.at_line_break()
    }
}
