//! Just enough of a JSON writer (RFC 8259): the compiler of trees depends on no library for it.

use std::fmt::Write as _;

/// An object under construction.
#[derive(Debug)]
pub(super) struct Object(String);

impl Object {
    pub(super) fn new() -> Self {
        Self("{".into())
    }

    /// A member whose value is JSON already.
    pub(super) fn raw(mut self, key: &str, value: &str) -> Self {
        self.key(key);
        self.0.push_str(value);
        self
    }

    /// Keys are ours: nothing in them is escaped.
    fn key(&mut self, key: &str) {
        self.0.push_str(if self.0.len() > 1 { ",\"" } else { "\"" });
        self.0.push_str(key);
        self.0.push_str("\":");
    }

    pub(super) fn text(self, key: &str, value: &str) -> Self {
        let mut object = self;
        object.key(key);
        put(value, &mut object.0);
        object
    }

    pub(super) fn number(self, key: &str, value: impl std::fmt::Display) -> Self {
        self.raw(key, &value.to_string())
    }

    /// A number that is left out when there is none.
    pub(super) fn count(self, key: &str, value: Option<usize>) -> Self {
        match value {
            Some(value) => self.number(key, value),
            None => self,
        }
    }

    /// A member that is left out when there is nothing to say.
    pub(super) fn maybe(self, key: &str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.text(key, value),
            None => self,
        }
    }

    /// A member that is left out when it is false.
    pub(super) fn flag(self, key: &str, value: bool) -> Self {
        if value { self.raw(key, "true") } else { self }
    }

    /// A member that is left out when the list is empty.
    pub(super) fn list(self, key: &str, values: &[String]) -> Self {
        if values.is_empty() { self } else { self.raw(key, &list(values)) }
    }

    pub(super) fn end(mut self) -> String {
        self.0.push('}');
        self.0
    }
}

/// Values that are JSON already.
pub(super) fn list(values: &[String]) -> String {
    let mut list = String::from("[");
    for value in values {
        if list.len() > 1 {
            list.push(',');
        }
        list.push_str(value);
    }
    list.push(']');
    list
}

pub(super) fn text(value: &str) -> String {
    let mut text = String::with_capacity(value.len() + 2);
    put(value, &mut text);
    text
}

fn put(value: &str, text: &mut String) {
    text.push('"');
    if is_plain(value.as_bytes()) {
        text.push_str(value);
    } else {
        escape(value, text);
    }
    text.push('"');
}

/// Nearly every text is: looking costs less than writing it letter by letter.
fn is_plain(value: &[u8]) -> bool {
    let mut rest = value;
    while let [first, after @ ..] = rest {
        if *first < b' ' || *first == b'"' || *first == b'\\' {
            return false;
        }
        rest = after;
    }
    true
}

fn escape(value: &str, text: &mut String) {
    for letter in value.chars() {
        match letter {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            control if control < ' ' => {
                let _infallible = write!(text, "\\u{:04x}", u32::from(control));
            }
            other => text.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_backslashes_and_control_characters_are_escaped() {
        assert_eq!(text("say \"hi\"\\\n"), r#""say \"hi\"\\\u000a""#);
    }

    #[test]
    fn what_is_empty_is_left_out() {
        let object =
            Object::new().text("a", "x").maybe("b", None).flag("c", false).list("d", &[]).number("e", 2);
        assert_eq!(object.end(), r#"{"a":"x","e":2}"#);
    }
}
