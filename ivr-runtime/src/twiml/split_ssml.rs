//! Splits SSML that is longer than a voice accepts. It is split in its text, and the elements around that place are
//! closed and opened again. Only spoken values make it that long.

use std::borrow::Cow;

use super::split::{Room, end_of_part};

/// Elements whose text is not spoken literally. If they were split, each half would be spoken as a whole.
const UNDIVIDED: [&str; 2] = ["sub", "phoneme"];

/// Splits well-formed markup into parts of at most `most` characters, including tags. Short markup is one part.
pub(super) fn split_ssml(markup: &str, most: usize) -> Vec<Cow<'_, str>> {
    let room = Room::of_part(most);
    if end_of_part(markup, room).is_none() {
        return vec![Cow::Borrowed(markup)];
    }
    let mut parts = Parts {
        room,
        done: Vec::new(),
        part: String::new(),
        open: Vec::new(),
        has_content: false,
        filled: (0, 0),
    };
    let mut rest = markup;
    while !rest.is_empty() {
        let (token, more) = rest.split_at_checked(token_length(rest)).unwrap_or((rest, ""));
        parts.take(token);
        rest = more;
    }
    parts.end_part();
    parts.done.into_iter().map(Cow::Owned).collect()
}

/// Returns the length of the first token: text up to a tag, a tag, or an undivided element.
fn token_length(markup: &str) -> usize {
    if !markup.starts_with('<') {
        return markup.find('<').unwrap_or(markup.len());
    }
    let tag = tag_length(markup);
    let name = name(markup);
    if !UNDIVIDED.contains(&name) || is_empty_tag(markup.get(..tag).unwrap_or_default()) {
        return tag;
    }
    let end = format!("</{name}");
    let closing = markup.find(&end).unwrap_or(markup.len());
    closing + tag_length(markup.get(closing..).unwrap_or_default())
}

/// Returns the length of the tag at the beginning of the markup. An attribute value may contain `>`.
fn tag_length(markup: &str) -> usize {
    let mut quote = None;
    for (place, character) in markup.char_indices() {
        match (character, quote) {
            ('>', None) => return place + 1,
            ('"' | '\'', None) => quote = Some(character),
            (other, Some(open)) if other == open => quote = None,
            _ => {}
        }
    }
    markup.len()
}

/// Returns the element name of a tag.
fn name(tag: &str) -> &str {
    let name = tag.trim_start_matches(['<', '/']);
    name.split(|character: char| character.is_whitespace() || matches!(character, '/' | '>'))
        .next()
        .unwrap_or_default()
}

fn is_empty_tag(tag: &str) -> bool {
    tag.ends_with("/>")
}

/// The finished parts, and the current one.
struct Parts<'m> {
    room: Room,
    done: Vec<String>,
    part: String,
    /// The tags of the open elements.
    open: Vec<&'m str>,
    /// Whether the part contains anything except open elements.
    has_content: bool,
    /// The length of the part up to its content, without tags that were opened after it, and the number of elements
    /// that are open there.
    filled: (usize, usize),
}

impl<'m> Parts<'m> {
    fn take(&mut self, token: &'m str) {
        if !token.starts_with('<') {
            self.take_text(token);
        } else if token.starts_with("</") {
            self.open.pop();
            self.push(token);
        } else if is_empty_tag(token) || UNDIVIDED.contains(&name(token)) {
            if !self.is_fresh() && end_of_part(token, self.left()).is_some() {
                self.begin_part();
            }
            self.push(token);
            self.has_content = true;
        } else {
            let around = format!("{token}</{}>", name(token));
            if !self.is_fresh() && end_of_part(&around, self.left()).is_some() {
                self.begin_part();
            }
            self.part.push_str(token);
            self.open.push(token);
        }
    }

    fn take_text(&mut self, text: &str) {
        let mut rest = text;
        while let Some(end) = end_of_part(rest, self.left()) {
            let (part, more) = rest.split_at_checked(outside_reference(rest, end)).unwrap_or((rest, ""));
            let is_between_words = more.is_empty() || more.starts_with(char::is_whitespace);
            // `end_of_part` takes a character even if nothing fits.
            let fits = end_of_part(part, self.left()).is_none();
            if !self.is_fresh() && (!is_between_words || !fits || part.trim().is_empty()) {
                self.begin_part();
                rest = rest.trim_start();
                continue;
            }
            self.push(part);
            self.has_content |= !part.trim().is_empty();
            self.begin_part();
            rest = more.trim_start();
        }
        self.has_content |= !rest.trim().is_empty();
        self.push(rest);
    }

    /// Adds text, an undivided element or a closing tag.
    fn push(&mut self, token: &str) {
        self.part.push_str(token);
        self.filled = (self.part.len(), self.open.len());
    }

    /// Returns whether the part contains only the tags of the open elements.
    fn is_fresh(&self) -> bool {
        self.part.len() == self.open.iter().map(|tag| tag.len()).sum::<usize>()
    }

    /// Returns the remaining room before the elements are closed.
    fn left(&self) -> Room {
        self.room.behind(&self.part).behind(&self.closing())
    }

    fn closing(&self) -> String {
        closing(&self.open)
    }

    /// Ends the part, and opens its elements again in a new one.
    fn begin_part(&mut self) {
        self.end_part();
        self.part = self.open.concat();
        self.filled = (0, 0);
    }

    fn end_part(&mut self) {
        let (length, open) = self.filled;
        let closing = closing(self.open.get(..open).unwrap_or(&self.open));
        let mut part = std::mem::take(&mut self.part);
        part.truncate(length);
        let part = part.trim_end().to_owned() + &closing;
        if std::mem::take(&mut self.has_content) {
            self.done.push(part);
        }
    }
}

/// Returns the closing tags of the open elements.
fn closing(open: &[&str]) -> String {
    open.iter().rev().map(|tag| format!("</{}>", name(tag))).collect()
}

/// Returns the place, or a nearby one if it would split a character reference such as `&amp;`.
fn outside_reference(text: &str, place: usize) -> usize {
    let before = text.get(..place).unwrap_or_default();
    match (before.rfind('&'), before.rfind(';')) {
        (Some(begin), end) if end.is_none_or(|end| end < begin) => match begin {
            0 => text.find(';').map_or(place, |end| end + 1),
            begin => begin,
        },
        _ => place,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn markup_that_is_short_enough_is_one_part() {
        let markup = "Hello <emphasis>dear</emphasis> caller.";
        assert_eq!(split_ssml(markup, 50), [markup]);
    }

    #[test]
    fn an_element_around_a_cut_is_closed_and_opened_again() {
        assert_eq!(
            split_ssml("<prosody rate='80%'>One two. Three four.</prosody> Five.", 45),
            ["<prosody rate='80%'>One two.</prosody>", "<prosody rate='80%'>Three four.</prosody>", "Five."]
        );
    }

    #[test]
    fn a_reference_an_alias_and_a_tag_are_not_cut() {
        assert_eq!(split_ssml("aaaa&amp;bb", 6), ["aaaa", "&amp;b", "b"]);
        let alias = r#"<sub alias="a > b">World Wide Web</sub>"#;
        assert_eq!(split_ssml(&format!("Hello. {alias} Bye."), 40), ["Hello.", alias, "Bye."]);
        assert_eq!(split_ssml("One <break time='1s'/> two", 20), ["One", "<break time='1s'/>", "two"]);
    }

    #[test]
    fn a_character_for_which_the_tags_leave_no_room_begins_a_part() {
        let (first, second) = ("<p>abcdef</p>", "<p>g</p>");
        assert_eq!(split_ssml(&format!("{first}{second}"), first.len() + second.len() - 1), [first, second]);
    }

    #[test]
    fn elements_without_words_are_left_out_of_a_part_that_they_would_make_too_long() {
        let empty = "<prosody rate='80%'><emphasis></emphasis></prosody>";
        let spoken = "<prosody rate='80%'><emphasis>Hello.</emphasis></prosody>";
        assert_eq!(split_ssml(&format!("{empty}{spoken}"), 60), [spoken]);
    }

    proptest! {
        #[test]
        fn every_part_is_well_formed_and_no_word_is_lost(
            pieces in prop::collection::vec(("[a-z.&]{0,30}( [a-z]{1,9}){0,9}", 0_u8..3), 0..9),
            most in 60_usize..200,
        ) {
            let markup: String = pieces
                .iter()
                .map(|(text, kind)| (text.replace('&', "&amp;"), kind))
                .map(|(text, kind)| match kind {
                    0 => text,
                    1 => format!("<s>{text}<break time='1s'/></s>"),
                    _ => format!("<prosody rate='80%'><emphasis>{text}</emphasis></prosody>"),
                })
                .collect();
            let words = |text: &str| text.split_whitespace().collect::<String>();
            let read = |markup: &str| {
                let markup = format!("<x>{markup}</x>");
                let document = roxmltree::Document::parse(&markup).unwrap();
                document.descendants().filter(roxmltree::Node::is_text).filter_map(|node| node.text().map(words)).collect::<String>()
            };
            let parts = split_ssml(&markup, most);
            prop_assert_eq!(parts.iter().map(|part| read(part)).collect::<String>(), read(&markup));
            for part in &parts {
                prop_assert!(part.chars().count() <= most, "{}", part);
            }
        }
    }
}
