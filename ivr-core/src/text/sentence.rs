//! A prompt split into sentences of words in normal form, with their positions in the text.

use std::ops::Range;

use super::fold::{Folded, fold};

/// The words of a prompt in normal form. A macro is compiled without optimization, where one buffer for all words and
/// slice patterns cost a tenth of a `String` per word.
#[derive(Debug)]
pub(super) struct Words<'t> {
    text: &'t str,
    /// The words, concatenated.
    normal: String,
    ranges: Vec<Spelled>,
}

/// A word.
#[derive(Debug)]
struct Spelled {
    /// Its byte range in `normal`.
    normal: Range<usize>,
    /// Its byte range in the text.
    place: Range<usize>,
    /// The gap before it.
    gap: Gap,
}

/// One sentence of a prompt.
#[derive(Debug)]
pub(super) struct Sentence<'t> {
    /// The words in normal form; `*` and `#` are separate words.
    pub(super) words: Vec<&'t str>,
    /// Where each word is, and the separator before it.
    spelled: &'t [Spelled],
    /// The separator after the last word.
    end: Gap,
}

/// The separator between two words.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Gap {
    /// White space, or nothing.
    Space,
    /// A dash, with or without space around it.
    Dash,
    /// A character without space: `9:30`, `1.5`, `l'une`.
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

impl Sentence<'_> {
    /// Returns the separator before the word at `place`, or the end after the last word.
    pub(super) fn gap(&self, place: usize) -> Gap {
        match self.spelled.get(place) {
            Some(word) => word.gap,
            None if place == self.words.len() => self.end,
            None => Gap::End,
        }
    }

    /// Returns the byte range of the word at `place` in the text.
    pub(super) fn range(&self, place: usize) -> Option<&Range<usize>> {
        self.spelled.get(place).map(|word| &word.place)
    }

    /// Returns the byte ranges of all words.
    pub(super) fn ranges(&self) -> impl Iterator<Item = &Range<usize>> {
        self.spelled.iter().map(|word| &word.place)
    }
}

impl<'t> Words<'t> {
    /// The words of a text.
    pub(super) fn of(text: &'t str) -> Self {
        Self::of_ascii(text).unwrap_or_else(|| Self::of_any(text))
    }

    /// Returns the words of an ASCII text, whose words are in normal form after lower-casing.
    fn of_ascii(text: &'t str) -> Option<Self> {
        let mut ranges = Vec::with_capacity(text.len() / 4 + 1);
        let mut normal = text.to_owned();
        // `end` is the end of the last word; `before` is the byte before `rest`.
        let (mut rest, mut end, mut before) = (text.as_bytes(), 0, 0);
        while let [byte, after @ ..] = rest {
            let mut upper = false;
            let length = match byte {
                b'a'..=b'z' | b'0'..=b'9' | b'A'..=b'Z' => {
                    let run;
                    (run, upper) = ascii_run(rest);
                    run
                }
                b'*' => 1,
                b'#' if !matches!(after, [b'a'..=b'z' | b'0'..=b'9' | b'A'..=b'Z', ..]) => 1,
                0x80.. => return None,
                _ => {
                    (rest, before) = (after, *byte);
                    continue;
                }
            };
            let at = text.len() - rest.len();
            let gap = if at == end + 1 && before == b' ' { Gap::Space } else { Gap::of(text.get(end..at)?) };
            end = at + length;
            if upper {
                normal.get_mut(at..end)?.make_ascii_lowercase();
            }
            ranges.push(Spelled { normal: at..end, place: at..end, gap });
            rest = rest.get(length..)?;
        }
        Some(Self { text, normal, ranges })
    }

    fn of_any(text: &'t str) -> Self {
        let mut words = Self { text, normal: String::with_capacity(text.len()), ranges: Vec::new() };
        // Whether the next letter continues the last word.
        let mut open = false;
        let mut at = 0;
        while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
            let (run, upper) = ascii_run(rest.as_bytes());
            if run > 0 {
                words.add(rest.get(..run).unwrap_or_default(), upper, open, at..at + run);
                open = true;
                at += run;
                continue;
            }
            let Some(c) = rest.chars().next() else { break };
            let end = at + c.len_utf8();
            open = words.other(c, open, at..end);
            at = end;
        }
        words
    }

    /// Appends letters to the last word or as a new word.
    fn add(&mut self, letters: &str, upper: bool, open: bool, place: Range<usize>) {
        let from = self.normal.len();
        self.normal.push_str(letters);
        if upper && let Some(added) = self.normal.get_mut(from..) {
            added.make_ascii_lowercase();
        }
        let to = self.normal.len();
        let end = match self.ranges.last_mut() {
            Some(last) if open => {
                last.normal.end = to;
                last.place.end = place.end;
                return;
            }
            Some(last) => last.place.end,
            None => 0,
        };
        let gap = self.text.get(end..place.start).map_or(Gap::Space, Gap::of);
        self.ranges.push(Spelled { normal: from..to, place, gap });
    }

    /// Handles a character other than ASCII letters and digits. Returns whether the next letter continues the word.
    fn other(&mut self, c: char, open: bool, place: Range<usize>) -> bool {
        if c == ' ' {
            return false;
        }
        let after = self.text.get(place.end..).unwrap_or_default();
        if is_key(c, after) {
            self.add(if c == '*' { "*" } else { "#" }, false, false, place);
            return false;
        }
        match letters(c) {
            None => false,
            Some(letters) if open || !letters.is_empty() => {
                self.add(&letters, false, open, place);
                true
            }
            Some(_) => open,
        }
    }

    /// Splits the words into sentences.
    pub(super) fn sentences(&self) -> Vec<Sentence<'_>> {
        let (mut sentences, mut start) = (Vec::new(), 0);
        let mut words = Vec::with_capacity(self.ranges.len());
        for Spelled { normal, gap, .. } in &self.ranges {
            if matches!(gap, Gap::End) {
                let end = start + words.len();
                let spelled = self.ranges.get(start..end).unwrap_or_default();
                let next = Vec::with_capacity(self.ranges.len() - end);
                let words = std::mem::replace(&mut words, next);
                sentences.push(Sentence { words, spelled, end: Gap::End });
                start = end;
            }
            words.push(self.normal.get(normal.clone()).unwrap_or_default());
        }
        let after = self.ranges.last().map_or(0, |word| word.place.end);
        let last = self.text.get(after..).map_or(Gap::End, Gap::of);
        let end = if last == Gap::Unit { last } else { Gap::End };
        sentences.push(Sentence { words, spelled: self.ranges.get(start..).unwrap_or_default(), end });
        sentences
    }
}

/// Returns the number of ASCII letters and digits at the beginning of a text, and whether one is a capital.
fn ascii_run(text: &[u8]) -> (usize, bool) {
    let (mut rest, mut upper) = (text, false);
    while let [byte, after @ ..] = rest {
        match byte {
            b'a'..=b'z' | b'0'..=b'9' => {}
            b'A'..=b'Z' => upper = true,
            _ => break,
        }
        rest = after;
    }
    (text.len() - rest.len(), upper)
}

impl Gap {
    fn of(text: &str) -> Self {
        // The most frequent gaps.
        match text.as_bytes() {
            b" " => return Self::Space,
            b", " => return Self::Comma,
            b". " => return Self::End,
            b"." => return Self::Tight,
            _ => {}
        }
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

/// Returns what a character adds to a word, or `None` if it ends the word.
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

/// Returns whether `*` or `#` is a key here: alone it is a key; `#1` means number one, and `*1` is two keys.
fn is_key(c: char, after: &str) -> bool {
    c == '*' || c == '#' && !after.starts_with(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn told(text: &str) -> Vec<String> {
        Words::of(text).sentences().iter().map(|sentence| sentence.words.join(" ")).collect()
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
        for sentence in Words::of(text).sentences() {
            let places: Vec<_> = sentence.ranges().map(|range| &text[range.clone()]).collect();
            assert_eq!(places, ["Für", "Été", "#", "*", "6", "oder", "1"]);
            assert_eq!(sentence.words, ["fur", "ete", "#", "*", "6", "oder", "1"]);
            assert_eq!(sentence.spelled.len(), sentence.words.len());
        }
    }

    proptest! {
        #[test]
        fn words_in_ascii_are_read_as_in_any_text(text in "[a-cA-C0-2 *#',.-]{0,30}") {
            let (ascii, any) = (Words::of_ascii(&text).unwrap(), Words::of_any(&text));
            let words = |words: &Words<'_>| {
                let read = |word: &Spelled| (words.normal[word.normal.clone()].to_owned(), word.place.clone());
                words.ranges.iter().map(read).collect::<Vec<_>>()
            };
            prop_assert_eq!(words(&ascii), words(&any));
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
