//! A prompt cut into sentences, each word in normal form with its place in the text.

use std::ops::Range;

use super::fold::{Folded, fold};

/// One sentence of a prompt.
#[derive(Debug, Default)]
pub(super) struct Sentence {
    /// The words in normal form; `*` and `#` are words of their own.
    pub(super) words: Vec<String>,
    /// Where each word stands in the text, in bytes.
    pub(super) ranges: Vec<Range<usize>>,
    /// What stands before each word, and after the last one.
    gaps: Vec<Gap>,
}

/// What stands between two words.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Gap {
    /// White space, or nothing.
    Space,
    /// A dash, with or without space around it.
    Dash,
    /// Something without space: `9:30`, `1.5`, `l'une`.
    Tight,
    /// A sign that makes a number a measure or a telephone number: `$5`, `+1`.
    Unit,
    /// A bracket.
    Bracket,
    /// A comma, a colon, quotation marks, a new line.
    Comma,
    /// The end of a sentence.
    End,
}

impl Sentence {
    /// What stands before the word at `place`; after the last word, the end.
    pub(super) fn gap(&self, place: usize) -> Gap {
        self.gaps.get(place).copied().unwrap_or(Gap::End)
    }

    /// All sentences of `text`.
    pub(super) fn all(text: &str) -> Vec<Self> {
        let mut sentences = Vec::new();
        let mut current = Self::default();
        let mut end = 0;
        for (word, range) in words(text) {
            let gap = text.get(end..range.start).map_or(Gap::Space, Gap::of);
            end = range.end;
            if gap == Gap::End {
                current.gaps.push(gap);
                sentences.push(std::mem::take(&mut current));
            }
            current.gaps.push(gap);
            current.words.push(word);
            current.ranges.push(range);
        }
        let last = text.get(end..).map_or(Gap::End, Gap::of);
        current.gaps.push(if last == Gap::Unit { last } else { Gap::End });
        sentences.push(current);
        sentences
    }
}

impl Gap {
    fn of(text: &str) -> Self {
        let spaced = text.contains(char::is_whitespace);
        let marks = text.trim();
        match marks {
            "" if text.contains('\n') => Self::Comma,
            "" => Self::Space,
            "-" | "\u{2010}" | "\u{2011}" | "–" | "—" | "−" => Self::Dash,
            _ if marks.contains(['$', '€', '£', '+', '%', '°']) => Self::Unit,
            _ if marks.contains(['!', '?']) => Self::End,
            _ if spaced && marks.contains('.') && !marks.contains("..") => Self::End,
            _ if marks.contains(['(', '[']) => Self::Bracket,
            _ if spaced || marks.contains('"') => Self::Comma,
            _ => Self::Tight,
        }
    }
}

/// The words of a text and where they stand.
fn words(text: &str) -> Vec<(String, Range<usize>)> {
    let mut words: Vec<(String, Range<usize>)> = Vec::new();
    let mut open = false;
    for (start, c) in text.char_indices() {
        let end = start + c.len_utf8();
        if is_key(c, text.get(end..).unwrap_or_default()) {
            words.push((c.to_string(), start..end));
            open = false;
            continue;
        }
        let word = words.last_mut().filter(|_| open);
        if c.is_ascii_alphanumeric() {
            let letter = c.to_ascii_lowercase();
            match word {
                Some((word, range)) => {
                    word.push(letter);
                    range.end = end;
                }
                None => words.push((letter.into(), start..end)),
            }
            open = true;
            continue;
        }
        match (letters(c), word) {
            (None, _) => open = false,
            (Some(letters), Some((word, range))) => {
                word.push_str(&letters);
                range.end = end;
            }
            (Some(letters), None) if !letters.is_empty() => {
                words.push((letters, start..end));
                open = true;
            }
            (Some(_), None) => {}
        }
    }
    words
}

/// What a character adds to a word; nothing where it ends one.
fn letters(c: char) -> Option<String> {
    let mut letters = String::new();
    for lower in c.to_lowercase() {
        match fold(lower) {
            Folded::Letters(plain) => letters.push_str(plain),
            Folded::Itself => letters.push(lower),
            Folded::Nothing => {}
            Folded::Gap => return None,
        }
    }
    Some(letters)
}

/// `*` and `#` are keys where they stand alone; `#1` means number one, `*1` both keys.
fn is_key(c: char, after: &str) -> bool {
    c == '*' || c == '#' && !after.starts_with(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<String> {
        Sentence::all(text).iter().map(|sentence| sentence.words.join(" ")).collect()
    }

    #[test]
    fn a_prompt_is_cut_where_a_sentence_ends() {
        assert_eq!(told("Hello! Press 1. Ready?"), ["hello", "press 1", "ready"]);
        assert_eq!(told("At 9.30 a.m... press 1"), ["at 9 30 a m press 1"]);
        assert_eq!(told(""), [""]);
    }

    #[test]
    fn a_word_knows_its_place_in_the_text() {
        let text = "Für „Été“ #, *6 oder #1.";
        for sentence in Sentence::all(text) {
            let places: Vec<_> = sentence.ranges.iter().map(|range| &text[range.clone()]).collect();
            assert_eq!(places, ["Für", "Été", "#", "*", "6", "oder", "1"]);
            assert_eq!(sentence.words, ["fur", "ete", "#", "*", "6", "oder", "1"]);
            assert_eq!(sentence.gaps.len(), sentence.words.len() + 1);
        }
    }

    #[test]
    fn gaps_tell_a_pause_from_a_number_in_parts() {
        for (gap, kind) in [
            (" ", Gap::Space),
            ("", Gap::Space),
            (" - ", Gap::Dash),
            ("-", Gap::Dash),
            (":", Gap::Tight),
            (".", Gap::Tight),
            ("'", Gap::Tight),
            (", ", Gap::Comma),
            ("\"", Gap::Comma),
            ("\n", Gap::Comma),
            (" (", Gap::Bracket),
            (" $", Gap::Unit),
            (". ", Gap::End),
            ("... ", Gap::Comma),
            ("? ", Gap::End),
        ] {
            assert_eq!(Gap::of(gap), kind, "{gap:?}");
        }
    }
}
