//! Reads attribute values and their defaults. An invalid value is reported under Twilio's code, and its default is
//! used.

use roxmltree::Node;

use super::{Link, ranges::Range};
use crate::simulator::{alert::Alert, request::Method};

/// The number of repetitions for `loop="0"`.
const ENDLESS_LOOP: u16 = 1000;

/// The attributes of an element, and where errors in them are reported.
pub(super) struct Attributes<'a, 'i, 'w> {
    node: Node<'a, 'i>,
    warnings: &'w mut Vec<Alert>,
}

impl<'a, 'i, 'w> Attributes<'a, 'i, 'w> {
    pub(super) fn of(node: Node<'a, 'i>, warnings: &'w mut Vec<Alert>) -> Self {
        Self { node, warnings }
    }

    pub(super) fn get(&self, name: &str) -> Option<&'a str> {
        self.node.attribute(name)
    }

    /// Reports an invalid value of `name`.
    pub(super) fn bad(&mut self, code: u16, name: &str, why: &str) {
        let element = self.node.tag_name().name();
        let value = self.get(name).unwrap_or_default();
        self.warnings.push(Alert::warning(code, format!("`{name}=\"{value}\"` of `<{element}>` {why}")));
    }

    /// Reports an error in the element as a whole.
    pub(super) fn complain(&mut self, code: u16, why: &str) {
        let element = self.node.tag_name().name();
        self.warnings.push(Alert::warning(code, format!("`<{element}>` {why}")));
    }

    /// Returns a whole number in the range of the attribute.
    pub(super) fn number(&mut self, name: &str) -> Option<u32> {
        let range = Range::of(self.node.tag_name().name(), name)?;
        self.number_or(name, range.code)
    }

    /// Returns a whole number, with the code of the element in its context.
    fn number_or(&mut self, name: &str, code: u16) -> Option<u32> {
        let Range { least, most, .. } = Range::of(self.node.tag_name().name(), name)?;
        let text = self.get(name)?;
        let number = text.trim().parse().ok().filter(|number| (least..=most).contains(number));
        if number.is_none() && most == i32::MAX as u32 {
            self.bad(code, name, &format!("is not a whole number of at least {least}"));
        } else if number.is_none() {
            self.bad(code, name, &format!("is not a whole number from {least} to {most}"));
        }
        number
    }

    pub(super) fn flag(&mut self, name: &str, code: u16) -> Option<bool> {
        let flag = match self.get(name)?.trim().to_ascii_lowercase().as_str() {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        };
        if flag.is_none() {
            self.bad(code, name, "is neither true nor false");
        }
        flag
    }

    /// Returns one of `words`, which are separated by spaces.
    pub(super) fn one_of(&mut self, name: &str, words: &str, code: u16) -> Option<&'a str> {
        let value = self.get(name)?.trim();
        if words.split(' ').any(|word| word == value) {
            return Some(value);
        }
        self.bad(code, name, &format!("is none of: {words}"));
        None
    }

    pub(super) fn method(&mut self, name: &str, code: u16) -> Method {
        match self.get(name).map(|method| method.trim().to_ascii_uppercase()).as_deref() {
            None | Some("POST") => Method::Post,
            Some("GET") => Method::Get,
            Some(_) => {
                self.bad(code, name, "is neither GET nor POST");
                Method::Post
            }
        }
    }

    /// `action` and `method`.
    pub(super) fn action(&mut self, method_code: u16) -> Link {
        let url = self.get("action").map(|url| url.trim().to_owned());
        Link { url, method: self.method("method", method_code) }
    }

    /// Returns the URL of a callback, with its method attribute, if there is one.
    pub(super) fn callback(&mut self, url: &str, method: &str) -> Option<Link> {
        let url = self.get(url).map(str::trim).filter(|url| !url.is_empty())?.to_owned();
        Some(Link { url: Some(url), method: self.method(method, 13256) })
    }

    /// Returns `loop`: how often a prompt is heard.
    pub(super) fn times(&mut self, code: u16) -> u16 {
        match self.number_or("loop", code) {
            None => 1,
            Some(0) => ENDLESS_LOOP,
            Some(times) => u16::try_from(times).map_or(ENDLESS_LOOP, |times| times.min(ENDLESS_LOOP)),
        }
    }
}
