//! Strings: `"…"` and `'…'`, and over several lines `"""…"""` and `'''…'''`.

use super::{
    super::{Location, PromptError},
    UNREADABLE,
    cursor::Cursor,
};

/// The quotes of a string.
#[derive(Clone, Copy)]
struct Quotes {
    /// The opening and closing characters.
    mark: &'static str,
    /// Whether a backslash is an escape.
    escapes: bool,
    /// Whether the string may span lines.
    long: bool,
}

/// The longer quotes come first, because they begin with the shorter ones.
const QUOTES: [Quotes; 4] = [
    Quotes { mark: "\"\"\"", escapes: true, long: true },
    Quotes { mark: "'''", escapes: false, long: true },
    Quotes { mark: "\"", escapes: true, long: false },
    Quotes { mark: "'", escapes: false, long: false },
];

/// Parses a string if one begins here. Returns `Some(None)` after reporting a string without an end.
pub(super) fn string(cursor: &mut Cursor<'_>, errors: &mut Vec<PromptError>) -> Option<Option<String>> {
    let from = cursor.place();
    let quotes = *QUOTES.iter().find(|quotes| cursor.eat(quotes.mark))?;
    Some(inside(cursor, from, quotes, errors))
}

fn inside(
    cursor: &mut Cursor<'_>,
    from: Location,
    quotes: Quotes,
    errors: &mut Vec<PromptError>,
) -> Option<String> {
    let mut text = String::new();
    if quotes.long {
        cursor.line_break();
    }
    loop {
        let place = cursor.place();
        if closes(cursor, quotes, &mut text) {
            return Some(text);
        }
        if cursor.at_line_break() && quotes.long {
            text.push_str(if cursor.rest().starts_with('\r') { "\r\n" } else { "\n" });
            cursor.line_break();
            continue;
        }
        if cursor.at_end_of_line() {
            errors.push(never_closed(from, quotes));
            return None;
        }
        match cursor.take() {
            Some('\\') if quotes.escapes => match escape(cursor, place, quotes.long) {
                Ok(letter) => text.extend(letter),
                Err(error) => errors.push(error),
            },
            Some(letter) if letter.is_ascii_control() && letter != '\t' => {
                let message = format!("the character U+{:04X} is not allowed in a text", u32::from(letter));
                errors.push(PromptError::new(UNREADABLE, place, message).help("remove it"));
            }
            Some(letter) => text.push(letter),
            None => return None,
        }
    }
}

/// Skips the end of the string. Up to two quotes before it belong to a string of several lines.
fn closes(cursor: &mut Cursor<'_>, quotes: Quotes, text: &mut String) -> bool {
    if !cursor.rest().starts_with(quotes.mark) {
        return false;
    }
    if quotes.long {
        let quote = quotes.mark.get(..1).unwrap_or_default();
        let run = cursor.rest().bytes().take_while(|byte| quote.as_bytes().contains(byte)).count();
        for _ in 3..run.min(5) {
            cursor.take();
            text.push_str(quote);
        }
    }
    cursor.eat(quotes.mark)
}

/// Decodes an escape. Returns no character if the escape joins two lines.
fn escape(cursor: &mut Cursor<'_>, place: Location, long: bool) -> Result<Option<char>, PromptError> {
    if long && joins(cursor) {
        cursor.blanks();
        while cursor.line_break() {
            cursor.blanks();
        }
        return Ok(None);
    }
    let letter = cursor.peek().filter(|_| !cursor.at_end_of_line());
    let unknown = || {
        let written = letter.map_or_else(|| "\\".to_owned(), |letter| format!("\\{letter}"));
        let message = format!("`{written}` is not an escape sequence");
        PromptError::new(UNREADABLE, place, message).help("write a backslash as `\\\\` and a quote as `\\\"`")
    };
    let Some(letter) = letter else { return Err(unknown()) };
    let plain = match letter {
        'b' => '\u{8}',
        't' => '\t',
        'n' => '\n',
        'f' => '\u{c}',
        'r' => '\r',
        '"' | '\\' => letter,
        'u' | 'U' => {
            cursor.take();
            return number(cursor, place, if letter == 'u' { 4 } else { 8 }).map(Some);
        }
        _ => {
            cursor.take();
            return Err(unknown());
        }
    };
    cursor.take();
    Ok(Some(plain))
}

/// Returns whether only blanks follow on this line.
fn joins(cursor: &Cursor<'_>) -> bool {
    let rest = cursor.rest().trim_start_matches([' ', '\t']);
    rest.starts_with('\n') || rest.starts_with("\r\n")
}

/// Returns the character with this code, which has the given number of hexadecimal digits.
fn number(cursor: &mut Cursor<'_>, place: Location, length: usize) -> Result<char, PromptError> {
    let mut digits = String::new();
    while digits.len() < length {
        let Some(digit) = cursor.peek().filter(char::is_ascii_hexdigit) else { break };
        digits.push(digit);
        cursor.take();
    }
    let number = u32::from_str_radix(&digits, 16).ok().filter(|_| digits.len() == length);
    number.and_then(char::from_u32).ok_or_else(|| {
        let message = format!("a character by its number has {length} hexadecimal digits, and must exist");
        PromptError::new(UNREADABLE, place, message).help("write the character itself")
    })
}

fn never_closed(from: Location, quotes: Quotes) -> PromptError {
    let mark = quotes.mark;
    let message = format!("this text has no closing `{mark}`");
    let help = if quotes.long {
        format!("it ends with `{mark}`")
    } else {
        format!("it ends with `{mark}` in the same line; a text of several lines is written between `\"\"\"`")
    };
    PromptError::new(UNREADABLE, from, message).help(help)
}
