//! Just enough of a JSON writer (RFC 8259): the compiler of trees depends on no library for it.

use std::fmt::{Display, Write as _};

/// An object under construction, at the end of a text.
#[derive(Debug)]
pub(super) struct Object<'a>(&'a mut String);

/// An object with these members.
pub(super) fn object(json: &mut String, members: impl FnOnce(&mut Object<'_>)) {
    json.push('{');
    members(&mut Object(json));
    json.push('}');
}

/// A list of these values, each of which `value` writes.
pub(super) fn list<T>(
    json: &mut String,
    values: impl IntoIterator<Item = T>,
    mut value: impl FnMut(&mut String, T),
) {
    json.push('[');
    let mut is_first = true;
    for each in values {
        if !std::mem::replace(&mut is_first, false) {
            json.push(',');
        }
        value(json, each);
    }
    json.push(']');
}

/// A text in its quotes.
pub(super) fn text(json: &mut String, value: &str) {
    json.push('"');
    if is_plain(value.as_bytes()) {
        json.push_str(value);
    } else {
        escape(value, json);
    }
    json.push('"');
}

impl Object<'_> {
    /// Keys are ours: nothing in them is escaped.
    fn key(&mut self, key: &str) {
        let is_first = self.0.as_bytes().last() == Some(&b'{');
        self.0.push_str(if is_first { "\"" } else { ",\"" });
        self.0.push_str(key);
        self.0.push_str("\":");
    }

    /// A member that `value` writes.
    pub(super) fn value(&mut self, key: &str, value: impl FnOnce(&mut String)) -> &mut Self {
        self.key(key);
        value(self.0);
        self
    }

    pub(super) fn object(&mut self, key: &str, members: impl FnOnce(&mut Object<'_>)) -> &mut Self {
        self.value(key, |json| object(json, members))
    }

    pub(super) fn text(&mut self, key: &str, value: &str) -> &mut Self {
        self.value(key, |json| text(json, value))
    }

    pub(super) fn number(&mut self, key: &str, value: impl Display) -> &mut Self {
        self.value(key, |json| {
            let _infallible = write!(json, "{value}");
        })
    }

    /// A number that is left out when there is none.
    pub(super) fn count(&mut self, key: &str, value: Option<usize>) -> &mut Self {
        match value {
            Some(value) => self.number(key, value),
            None => self,
        }
    }

    /// A member that is left out when there is nothing to say.
    pub(super) fn maybe(&mut self, key: &str, value: Option<&str>) -> &mut Self {
        match value {
            Some(value) => self.text(key, value),
            None => self,
        }
    }

    /// A member that is left out when it is false.
    pub(super) fn flag(&mut self, key: &str, value: bool) -> &mut Self {
        if value { self.value(key, |json| json.push_str("true")) } else { self }
    }

    /// A list.
    pub(super) fn list<T>(
        &mut self,
        key: &str,
        values: impl IntoIterator<Item = T>,
        value: impl FnMut(&mut String, T),
    ) -> &mut Self {
        self.value(key, |json| list(json, values, value))
    }

    /// A list that is left out when it is empty.
    pub(super) fn some<T>(
        &mut self,
        key: &str,
        values: impl IntoIterator<Item = T>,
        value: impl FnMut(&mut String, T),
    ) -> &mut Self {
        let start = self.0.len();
        self.list(key, values, value);
        if self.0.as_bytes().ends_with(b"[]") {
            self.0.truncate(start);
        }
        self
    }
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

    fn written(members: impl FnOnce(&mut Object<'_>)) -> String {
        let mut json = String::new();
        object(&mut json, members);
        json
    }

    #[test]
    fn quotes_backslashes_and_control_characters_are_escaped() {
        let json = written(|object| _ = object.text("a", "say \"hi\"\\\n"));
        assert_eq!(json, r#"{"a":"say \"hi\"\\\u000a"}"#);
    }

    #[test]
    fn what_is_empty_is_left_out() {
        let json = written(|object| {
            object.text("a", "x").maybe("b", None).flag("c", false).some("d", [""; 0], text).number("e", 2);
        });
        assert_eq!(json, r#"{"a":"x","e":2}"#);
    }

    #[test]
    fn lists_and_objects_stand_in_one_another() {
        let json = written(|outer| {
            outer.list("a", ["{", "[]"], text).some("b", [1, 2], |json, number| {
                object(json, |object| _ = object.number("n", number));
            });
            outer.list("c", [""; 0], text).object("d", |_| {});
        });
        assert_eq!(json, r#"{"a":["{","[]"],"b":[{"n":1},{"n":2}],"c":[],"d":{}}"#);
    }
}
