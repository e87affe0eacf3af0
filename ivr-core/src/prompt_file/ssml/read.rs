//! SSML as tokens: tags with their attributes, and the text between them.

use super::SsmlError;

pub(super) enum Token<'a> {
    Words(String),
    Open { name: &'a str, attributes: Vec<(&'a str, String)>, empty: bool },
    Close(&'a str),
}

pub(super) struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { rest: text }
    }

    pub(super) fn next_token(&mut self) -> Result<Option<Token<'a>>, SsmlError> {
        if self.rest.is_empty() {
            return Ok(None);
        }
        if self.rest.starts_with("<!") || self.rest.starts_with("<?") {
            return Err(SsmlError::new("comments, CDATA and declarations are not allowed in SSML")
                .help("write the words and the tags alone"));
        }
        if let Some(rest) = self.rest.strip_prefix("</") {
            return self.close(rest).map(Some);
        }
        if let Some(rest) = self.rest.strip_prefix('<') {
            return self.open(rest).map(Some);
        }
        let (words, rest) = self.rest.split_at(self.rest.find('<').unwrap_or(self.rest.len()));
        self.rest = rest;
        Ok(Some(Token::Words(decoded(words)?)))
    }

    fn close(&mut self, rest: &'a str) -> Result<Token<'a>, SsmlError> {
        let (name, rest) = named(rest);
        let Some(rest) = rest.trim_start().strip_prefix('>').filter(|_| !name.is_empty()) else {
            return Err(SsmlError::new(format!("`</{name}` is not closed by `>`")));
        };
        self.rest = rest;
        Ok(Token::Close(name))
    }

    fn open(&mut self, rest: &'a str) -> Result<Token<'a>, SsmlError> {
        let (name, mut rest) = named(rest);
        if name.is_empty() {
            return Err(SsmlError::new("a `<` that begins no tag").help("write a spoken `<` as `&lt;`"));
        }
        let unclosed = || SsmlError::new(format!("`<{name}` is not closed by `>`"));
        let mut attributes: Vec<(&'a str, String)> = Vec::new();
        loop {
            let spaced = rest.starts_with(char::is_whitespace);
            rest = rest.trim_start();
            if let Some(after) = rest.strip_prefix("/>") {
                self.rest = after;
                return Ok(Token::Open { name, attributes, empty: true });
            }
            if let Some(after) = rest.strip_prefix('>') {
                self.rest = after;
                return Ok(Token::Open { name, attributes, empty: false });
            }
            let (attribute, after) = named(rest);
            if attribute.is_empty() || !spaced {
                return Err(unclosed());
            }
            let Some((value, after)) = quoted(after) else {
                return Err(unquoted(name, attribute, after));
            };
            if value.contains('{') {
                return Err(SsmlError::new(format!(
                    "a placeholder is not allowed in `{attribute}` of `<{name}>`"
                ))
                .help("write the placeholder between the tags"));
            }
            if value.contains('<') {
                return Err(unclosed());
            }
            if attributes.iter().any(|(known, _)| *known == attribute) {
                return Err(SsmlError::new(format!("`<{name}>` has `{attribute}` twice")));
            }
            attributes.push((attribute, decoded(value)?));
            rest = after;
        }
    }
}

/// Splits off an XML name.
fn named(text: &str) -> (&str, &str) {
    let is_first = |letter: char| letter.is_alphabetic() || letter == '_';
    let is_next = |letter: char| is_first(letter) || letter.is_ascii_digit() || "-.:".contains(letter);
    let length = text.find(|letter: char| !is_next(letter)).unwrap_or(text.len());
    let length = if text.starts_with(is_first) { length } else { 0 };
    text.split_at(length)
}

/// Splits off `="value"`.
fn quoted(text: &str) -> Option<(&str, &str)> {
    let rest = text.trim_start().strip_prefix('=')?.trim_start();
    let quote = rest.chars().next().filter(|quote| *quote == '"' || *quote == '\'')?;
    rest.get(1..)?.split_once(quote)
}

/// Returns the error for an attribute whose value is missing or not in quotes.
fn unquoted(element: &str, attribute: &str, behind: &str) -> SsmlError {
    let value = behind.trim_start().strip_prefix('=').map_or("", str::trim_start);
    let ends = |letter: char| letter.is_whitespace() || matches!(letter, '>' | '/' | '"' | '\'');
    let is_begun = value.starts_with(['"', '\'']);
    let value = value.trim_start_matches(['"', '\'']).split(ends).next().unwrap_or_default();
    let message = match value {
        "" => format!("`{attribute}` of `<{element}>` has no value"),
        _ if is_begun => format!("the value of `{attribute}` in `<{element}>` has no closing quote"),
        _ => format!("the value of `{attribute}` in `<{element}>` must be in quotes"),
    };
    let value = if value.is_empty() { "…" } else { value };
    SsmlError::new(message).help(format!("write it with its value: `{attribute}='{value}'`"))
}

/// Decodes the entities of a text. A brace that was written as an entity does not begin a placeholder.
fn decoded(text: &str) -> Result<String, SsmlError> {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        plain.push_str(before);
        let known = after.split_once(';').and_then(|(name, after)| Some((entity(name)?, after)));
        let Some((letter, after)) = known else {
            return Err(SsmlError::new("an `&` must begin an entity").help("write a spoken `&` as `&amp;`"));
        };
        match letter {
            '{' => plain.push_str("{{"),
            '}' => plain.push_str("}}"),
            other => plain.push(other),
        }
        rest = after;
    }
    plain.push_str(rest);
    Ok(plain)
}

/// Returns the character of `&name;`, if XML defines and allows it.
fn entity(name: &str) -> Option<char> {
    let number = |digits: &str, radix| u32::from_str_radix(digits, radix).ok().and_then(char::from_u32);
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let digits = name.strip_prefix('#')?;
            let letter = match digits.strip_prefix('x') {
                Some(digits) => number(digits, 16),
                None => number(digits, 10),
            };
            letter.filter(|letter| crate::prompt_file::carried(*letter))
        }
    }
}
