//! An XML writer that closes elements by itself and escapes every value.
//!
//! It does not depend on TwiML.

use std::fmt::{self, Display, Write};

/// As long as a document mostly is.
const CAPACITY: usize = 512;

/// The content of an element under construction.
#[derive(Debug)]
pub struct Xml(String);

impl Xml {
    /// Returns a document with one root element.
    pub fn document(root: &'static str, content: impl FnOnce(&mut Self)) -> String {
        let mut xml = Self(String::with_capacity(CAPACITY));
        xml.checked(r#"<?xml version="1.0" encoding="UTF-8"?>"#);
        xml.element(root).content(content);
        xml.0
    }

    /// Returns elements for use inside another document, or without a declaration.
    pub fn fragment(content: impl FnOnce(&mut Self)) -> String {
        let mut xml = Self(String::new());
        content(&mut xml);
        xml.0
    }

    /// Opens an element. The returned tag accepts its attributes, then its content.
    pub fn element(&mut self, name: &'static str) -> Tag<'_> {
        self.0.push('<');
        self.0.push_str(name);
        Tag { xml: self, name }
    }

    /// Adds XML that is known to be well-formed.
    pub(super) fn checked(&mut self, xml: &str) {
        self.0.push_str(xml);
    }

    fn escaped(&mut self, value: impl Display, place: XmlContext) {
        // Writing into a `String` cannot fail.
        let _ = write!(Escape { out: &mut self.0, place }, "{value}");
    }
}

/// Escapes a text for use among elements.
pub(super) fn escape(text: &str) -> String {
    let mut xml = Xml(String::with_capacity(text.len()));
    xml.escaped(text, XmlContext::Text);
    xml.0
}

/// A start tag that still accepts attributes.
#[derive(Debug)]
#[must_use = "`empty`, `text` or `content` finishes the element"]
pub struct Tag<'a> {
    xml: &'a mut Xml,
    name: &'static str,
}

impl Tag<'_> {
    /// Adds an attribute.
    pub fn with(self, attribute: &'static str, value: impl Display) -> Self {
        self.xml.0.push(' ');
        self.xml.0.push_str(attribute);
        self.xml.0.push_str("=\"");
        self.xml.escaped(value, XmlContext::Attribute);
        self.xml.0.push('"');
        self
    }

    /// Adds an attribute if there is a value.
    pub fn with_some(self, attribute: &'static str, value: Option<impl Display>) -> Self {
        match value {
            Some(value) => self.with(attribute, value),
            None => self,
        }
    }

    /// Ends the element without content.
    pub fn empty(self) {
        self.xml.0.push_str("/>");
    }

    /// Ends the element with a text.
    pub fn text(self, text: impl Display) {
        self.content(|xml| xml.escaped(text, XmlContext::Text));
    }

    /// Ends the element with child elements.
    pub fn content(self, content: impl FnOnce(&mut Xml)) {
        self.xml.0.push('>');
        content(self.xml);
        self.xml.0.push_str("</");
        self.xml.0.push_str(self.name);
        self.xml.0.push('>');
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum XmlContext {
    Text,
    Attribute,
}

/// Escapes characters on the fly.
struct Escape<'a> {
    out: &'a mut String,
    place: XmlContext,
}

impl Write for Escape<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for c in text.chars() {
            match (c, self.place) {
                ('&', _) => self.out.push_str("&amp;"),
                ('<', _) => self.out.push_str("&lt;"),
                ('>', _) => self.out.push_str("&gt;"),
                ('"', XmlContext::Attribute) => self.out.push_str("&quot;"),
                // A parser normalizes these to other white space unless they are character references.
                ('\r', _) => self.out.push_str("&#13;"),
                ('\n', XmlContext::Attribute) => self.out.push_str("&#10;"),
                ('\t', XmlContext::Attribute) => self.out.push_str("&#9;"),
                _ if is_legal(c) => self.out.push(c),
                _ => {}
            }
        }
        Ok(())
    }
}

/// Returns whether XML 1.0 allows the character; others are dropped.
fn is_legal(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn note(attribute: &str, text: &str) -> String {
        Xml::document("Note", |note| note.element("Line").with("by", attribute).text(text))
    }

    #[test]
    fn a_document_is_one_line_without_space_between_elements() {
        let text = Xml::document("Note", |note| {
            note.element("Line").with("by", 7).text("hello");
            note.element("End").with_some("at", None::<u8>).with_some("of", Some('#')).empty();
        });
        assert_eq!(
            text,
            r##"<?xml version="1.0" encoding="UTF-8"?><Note><Line by="7">hello</Line><End of="#"/></Note>"##
        );
    }

    #[test]
    fn each_place_escapes_what_it_must_and_no_more() {
        assert!(
            note(r#"a"b'<&>"#, r#"a"b'<&>]]>"#)
                .ends_with(r#"<Line by="a&quot;b'&lt;&amp;&gt;">a"b'&lt;&amp;&gt;]]&gt;</Line></Note>"#)
        );
    }

    #[test]
    fn what_xml_forbids_is_dropped() {
        assert!(note("", "a\0b\u{1b}c\u{FFFE}d\u{FFFF}e\u{7f}").contains(">abcde\u{7f}<"));
    }

    proptest! {
        #[test]
        fn any_text_comes_back_from_a_parser(attribute: String, text in "(?s).*") {
            let document = note(&attribute, &text);
            let parsed = roxmltree::Document::parse(&document).unwrap();
            let line = parsed.root_element().first_child().unwrap();
            let legal = |text: &str| text.chars().filter(|c| is_legal(*c)).collect::<String>();
            prop_assert_eq!(line.attribute("by").unwrap(), legal(&attribute));
            prop_assert_eq!(line.text().unwrap_or(""), legal(&text));
        }
    }
}
