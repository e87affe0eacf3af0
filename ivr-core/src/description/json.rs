//! A JSON writer (RFC 8259) for the types of a description. The reader is derived for each type with the feature
//! `serde`. The compiler of trees writes descriptions and needs no library for it.

use std::{
    fmt::{Display, Write as _},
    io::Write as _,
};

use crate::{callback::Callback, condition::Condition, event::Event, position::Ending};

/// Writes structs as objects, and enums as objects with the variant as their only member; a variant without fields is
/// a string. A member that is empty, false or `None` is omitted. A field or variant that is not listed is a compile
/// error.
macro_rules! write_json {
    ($($name:ident { $($field:ident),* $(,)? })*) => {$(
        impl $crate::description::json::WriteJson for $name {
            fn write(&self, json: &mut $crate::description::json::Writer) {
                let Self { $($field),* } = self;
                json.object(|json| {
                    $(json.member(concat!("\"", stringify!($field), "\":"), $field);)*
                });
            }
        }
    )*};
    (enum $name:ident { $($key:literal: $variant:ident $(($value:ident))? $({ $($field:ident),* })?),* $(,)? }) => {
        impl $crate::description::json::WriteJson for $name {
            fn write(&self, json: &mut $crate::description::json::Writer) {
                match self {
                    $(Self::$variant $(($value))? $({ $($field),* })? => {
                        write_json!(@variant json $key $(($value))? $({ $($field)* })?);
                    })*
                }
            }
        }
    };
    (@variant $json:ident $key:literal) => { $json.string($key) };
    (@variant $json:ident $key:literal ($value:ident)) => {
        $json.variant(concat!("\"", $key, "\":"), |json| $value.write(json))
    };
    (@variant $json:ident $key:literal { $($field:ident)* }) => {
        $json.variant(concat!("\"", $key, "\":"), |json| {
            json.object(|json| {
                $(json.member(concat!("\"", stringify!($field), "\":"), $field);)*
            });
        })
    };
}

pub(super) use write_json;

/// A value that can be written as JSON.
pub(super) trait WriteJson {
    fn write(&self, json: &mut Writer);

    /// Returns whether an object omits the value.
    fn is_absent(&self) -> bool {
        false
    }
}

/// A JSON text under construction.
#[derive(Debug, Default)]
pub(super) struct Writer {
    /// UTF-8. Macros are compiled without optimization, where a byte costs a fraction of a `char`.
    text: Vec<u8>,
    /// The number of open objects and lists.
    depth: usize,
    /// The innermost open object or list is not empty.
    follows: bool,
    is_pretty: bool,
}

/// The members of the outermost object are at depth 1, the elements of their lists at depth 2.
const ROWS: usize = 2;

impl Writer {
    /// Writes the value with one line for each element of the lists of the outermost object.
    pub(super) fn compact(value: &impl WriteJson) -> String {
        let mut writer = Self::default();
        value.write(&mut writer);
        writer.into_text()
    }

    /// Writes the value indented, with one line for each value.
    pub(super) fn pretty(value: &impl WriteJson) -> String {
        let mut writer = Self { is_pretty: true, ..Self::default() };
        value.write(&mut writer);
        writer.into_text()
    }

    fn into_text(self) -> String {
        String::from_utf8(self.text).unwrap_or_default()
    }

    pub(super) fn object(&mut self, members: impl FnOnce(&mut Self)) {
        self.open(b'{');
        members(self);
        self.close(b'}');
    }

    /// Writes a member of the open object, unless it is absent. `key` is in quotes and ends with its colon.
    pub(super) fn member(&mut self, key: &str, value: &impl WriteJson) {
        if !value.is_absent() {
            self.key(key);
            value.write(self);
        }
    }

    fn key(&mut self, key: &str) {
        self.separate();
        self.text.extend_from_slice(key.as_bytes());
        if self.is_pretty {
            self.text.push(b' ');
        }
    }

    /// Writes an object whose only member is never absent.
    pub(super) fn variant(&mut self, key: &str, value: impl FnOnce(&mut Self)) {
        self.object(|json| {
            json.key(key);
            value(json);
        });
    }

    /// Writes a string in quotes.
    pub(super) fn string(&mut self, value: &str) {
        self.text.push(b'"');
        if is_plain(value.as_bytes()) {
            self.text.extend_from_slice(value.as_bytes());
        } else {
            self.text.extend_from_slice(escaped(value).as_bytes());
        }
        self.text.push(b'"');
    }

    fn display(&mut self, value: impl Display) {
        let _infallible = write!(self.text, "{value}");
    }

    fn list<T: WriteJson>(&mut self, elements: &[T]) {
        self.open(b'[');
        for element in elements {
            self.separate();
            if self.depth == ROWS && !self.is_pretty {
                self.text.push(b'\n');
            }
            element.write(self);
        }
        self.close(b']');
    }

    fn open(&mut self, bracket: u8) {
        self.text.push(bracket);
        self.depth += 1;
        self.follows = false;
    }

    fn close(&mut self, bracket: u8) {
        self.depth = self.depth.saturating_sub(1);
        if self.follows {
            self.indent();
        }
        self.text.push(bracket);
        self.follows = true;
    }

    fn separate(&mut self) {
        if self.follows {
            self.text.push(b',');
        }
        self.follows = true;
        self.indent();
    }

    fn indent(&mut self) {
        if self.is_pretty {
            self.text.push(b'\n');
            self.text.resize(self.text.len() + 2 * self.depth, b' ');
        }
    }
}

/// Returns whether a text needs no escapes. Almost every text does not, and this check is cheaper than writing
/// character by character.
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

fn escaped(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    for letter in value.chars() {
        match letter {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            control if control < ' ' => {
                let _infallible = write!(text, "\\u{:04x}", u32::from(control));
            }
            other => text.push(other),
        }
    }
    text
}

impl WriteJson for String {
    fn write(&self, json: &mut Writer) {
        json.string(self);
    }
}

impl WriteJson for char {
    fn write(&self, json: &mut Writer) {
        json.string(self.encode_utf8(&mut [0; 4]));
    }
}

impl WriteJson for bool {
    fn write(&self, json: &mut Writer) {
        json.display(self);
    }

    fn is_absent(&self) -> bool {
        !self
    }
}

impl<T: WriteJson> WriteJson for Option<T> {
    fn write(&self, json: &mut Writer) {
        match self {
            Some(value) => value.write(json),
            None => json.text.extend_from_slice(b"null"),
        }
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl<T: WriteJson> WriteJson for Vec<T> {
    fn write(&self, json: &mut Writer) {
        json.list(self);
    }

    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}

impl<T: WriteJson, const LENGTH: usize> WriteJson for [T; LENGTH] {
    fn write(&self, json: &mut Writer) {
        json.list(self);
    }
}

macro_rules! write_as_displayed {
    ($($number:ty)*) => {$(
        impl WriteJson for $number {
            fn write(&self, json: &mut Writer) {
                json.display(self);
            }
        }
    )*};
}

write_as_displayed!(u8 u16 u32 f32);

impl WriteJson for Callback {
    fn write(&self, json: &mut Writer) {
        json.string(self.as_str());
    }
}

impl WriteJson for Condition {
    fn write(&self, json: &mut Writer) {
        json.string(&self.to_string());
    }
}

impl WriteJson for Event {
    /// Writes its name, which needs no escapes.
    fn write(&self, json: &mut Writer) {
        match self.word() {
            Some(word) => json.string(word),
            None => json.display(format_args!("\"{self}\"")),
        }
    }
}

write_json! {
    enum Ending { "hangup": Hangup, "busy": Busy, "rejected": Rejected, "leave": Leave }
}
