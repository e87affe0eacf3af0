//! Splits texts that are longer than a voice accepts, at places where nobody hears it.

use std::str::CharIndices;

/// The maximum length of a text after URL encoding, in bytes. Twilio's warning 13521 names it in addition to the
/// limits of voices.
const MAX_ENCODED: usize = 4500;

/// Splits a text into parts of at most `most` characters: after a sentence if possible, otherwise after a word,
/// otherwise anywhere. A short text is one part.
pub(super) fn split(text: &str, most: usize) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = text.trim();
    while let Some(end) = end_of_part(rest, Room::of_part(most)) {
        let (part, more) = rest.split_at_checked(end).unwrap_or((rest, ""));
        parts.push(part.trim_end());
        rest = more.trim_start();
    }
    if !rest.is_empty() {
        parts.push(rest);
    }
    parts
}

/// The remaining room in a part.
#[derive(Clone, Copy, Debug)]
pub(super) struct Room {
    pub(super) characters: usize,
    /// In bytes after URL encoding.
    pub(super) encoded: usize,
}

impl Room {
    /// Returns the room of a whole part for a voice that accepts this many characters.
    pub(super) const fn of_part(most: usize) -> Self {
        Self { characters: most, encoded: MAX_ENCODED }
    }

    /// Returns what remains after `text`.
    pub(super) fn behind(self, text: &str) -> Self {
        let characters = self.characters.saturating_sub(text.chars().count());
        let encoded = self.encoded.saturating_sub(text.chars().map(encoded_length).sum());
        Self { characters, encoded }
    }
}

/// Returns the end of the first part, or `None` if the whole text fits.
pub(super) fn end_of_part(text: &str, room: Room) -> Option<usize> {
    let (mut characters, mut encoded) = (0, 0);
    let (mut sentence, mut word) = (None, None);
    let mut places: CharIndices<'_> = text.char_indices();
    while let Some((place, character)) = places.next() {
        characters += 1;
        encoded += encoded_length(character);
        if characters > room.characters || encoded > room.encoded {
            let end = sentence.or(word).unwrap_or(place);
            // At least one character is taken, so that the loop ends.
            return Some(end.max(text.chars().next().map_or(1, char::len_utf8)));
        }
        let behind = place + character.len_utf8();
        let next = places.as_str().chars().next();
        if next.is_some_and(char::is_whitespace) {
            word = Some(behind);
        }
        if ends_sentence(character, next) {
            sentence = Some(behind);
        }
    }
    None
}

/// Returns whether a sentence ends between the two characters. A full stop without a following blank may belong to a
/// number or a name.
fn ends_sentence(character: char, next: Option<char>) -> bool {
    match character {
        '.' | '!' | '?' | '…' | ';' => next.is_some_and(char::is_whitespace),
        '\u{3002}' | '\u{ff01}' | '\u{ff1f}' | '\u{ff1b}' | '\n' => true,
        _ => false,
    }
}

/// Returns the length of a character in a form, in bytes; a blank is `+`.
fn encoded_length(character: char) -> usize {
    let is_plain = character.is_ascii_alphanumeric() || matches!(character, ' ' | '-' | '_' | '.' | '*');
    if is_plain { 1 } else { 3 * character.len_utf8() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_short_text_is_one_part_and_a_blank_one_none() {
        assert_eq!(split("Hello. Goodbye.", 15), ["Hello. Goodbye."]);
        assert_eq!(split("  ", 15), [""; 0]);
    }

    #[test]
    fn a_long_text_is_cut_behind_a_sentence_then_behind_a_word_then_anywhere() {
        assert_eq!(split("One two. Three four. Five.", 22), ["One two. Three four.", "Five."]);
        assert_eq!(split("One two three four", 10), ["One two", "three four"]);
        assert_eq!(split("onetwothreefour", 6), ["onetwo", "threef", "our"]);
        assert_eq!(split("Um 9.30 Uhr kommt er.", 8), ["Um 9.30", "Uhr", "kommt", "er."]);
    }

    #[test]
    fn a_text_without_blanks_is_cut_behind_its_own_full_stops() {
        assert_eq!(split("今天很好。明天也好。", 7), ["今天很好。", "明天也好。"]);
    }

    #[test]
    fn letters_that_take_more_bytes_are_fewer_at_once() {
        let text = "я".repeat(1_500);
        let parts = split(&text, 4_096);
        assert_eq!(parts.iter().map(|part| part.chars().count()).collect::<Vec<_>>(), [750, 750]);
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_no_part_is_too_long(text in "[a-z.!? я今。]{0,400}", most in 1_usize..60) {
            let parts = split(&text, most);
            let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(letters(&parts.concat()), letters(&text));
            for part in parts {
                prop_assert!(!part.trim().is_empty() && part.chars().count() <= most, "{}", part);
            }
        }
    }
}
