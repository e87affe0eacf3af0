//! Classifies the words of an utterance where keys are accepted.

use super::super::vocabulary::{List, Name, Vocabulary, digits};

/// One or several words that belong together.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Token<'a> {
    /// Keys that are written as digits.
    Figures(&'a str),
    Number(u32),
    /// `*` or `#`.
    Sign(&'static str),
    /// A zero between other keys: "oh".
    Zero,
    /// The next key is repeated this many times.
    Times(u8),
    /// First to ninth.
    Ordinal(u8),
    /// A word without meaning.
    Polite,
    /// A word without meaning, which may be within an entry.
    Hesitation,
    /// A unit of the number before it, which is therefore not an entry: "dollars".
    Counted,
    Other,
}

/// The tokens of words that are separated by blanks.
pub(super) struct Words<'a> {
    vocabulary: Option<&'static Vocabulary>,
    words: Vec<&'a str>,
    at: usize,
    /// The rest of a word whose beginning was a token: "null" of "doppelnull".
    rest: Option<&'a str>,
}

impl<'a> Words<'a> {
    /// Creates the tokens of an utterance in normal form. Without a vocabulary, only digits are recognized.
    pub(super) fn new(said: &'a str, vocabulary: Option<&'static Vocabulary>) -> Self {
        let words = said.split(' ').filter(|word| !word.is_empty()).collect();
        Self { vocabulary, words, at: 0, rest: None }
    }

    fn read(&self, vocabulary: &Vocabulary, words: &[&'a str]) -> (Token<'a>, usize) {
        let Some(word) = words.first().copied() else { return (Token::Other, 1) };
        let name = vocabulary.spoken_name(words);
        if let Some((Name::Times(times), used)) = name {
            return (Token::Times(times), used);
        }
        if let Some((Name::Ordinal(number), used)) = name {
            let noun = words.get(used).is_some_and(|word| *word == vocabulary.spoken.ordinal_noun);
            return (Token::Ordinal(number), used + usize::from(noun));
        }
        if let Some(figures) = digits(words) {
            return (Token::Figures(figures), 1);
        }
        if let Some(number) = ordinal(word, vocabulary.spoken.ordinal_ends) {
            let noun = words.get(1).is_some_and(|word| *word == vocabulary.spoken.ordinal_noun);
            return (Token::Ordinal(number), 1 + usize::from(noun));
        }
        if let Some((sign, used)) = vocabulary.sign(words) {
            return (Token::Sign(sign), used);
        }
        if let Some((number, used)) = vocabulary.large_number(words) {
            return (Token::Number(number), used);
        }
        let lists = vocabulary.spoken_lists(word);
        let token = if lists.has(List::Zero) {
            Token::Zero
        } else if lists.has(List::Hesitation) {
            Token::Hesitation
        } else if lists.has(List::Polite) {
            Token::Polite
        } else if lists.has(List::Counted) {
            Token::Counted
        } else {
            Token::Other
        };
        (token, 1)
    }

    /// Splits "doppel" off "doppelvier".
    fn double(word: &'a str, vocabulary: &Vocabulary) -> Option<&'a str> {
        let prefix = Some(vocabulary.spoken.double).filter(|prefix| !prefix.is_empty())?;
        word.strip_prefix(prefix).filter(|rest| vocabulary.number(&[rest]).is_some())
    }
}

impl<'a> Iterator for Words<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        if let (Some(rest), Some(vocabulary)) = (self.rest.take(), self.vocabulary) {
            return vocabulary.number(&[rest]).map(|(number, _)| Token::Number(number.into()));
        }
        let words = self.words.get(self.at..)?;
        let word = words.first()?;
        let Some(vocabulary) = self.vocabulary else {
            self.at += 1;
            return Some(digits(words).map_or(Token::Other, Token::Figures));
        };
        if let Some(rest) = Self::double(word, vocabulary) {
            self.at += 1;
            self.rest = Some(rest);
            return Some(Token::Times(2));
        }
        let (token, used) = self.read(vocabulary, words);
        self.at += used;
        Some(token)
    }
}

/// Parses an ordinal: "2nd" is 2.
fn ordinal(word: &str, ends: &str) -> Option<u8> {
    let number = word.bytes().next().filter(|digit| (b'1'..=b'9').contains(digit))? - b'0';
    let end = word.get(1..)?;
    (!end.is_empty() && ends.split(' ').any(|own| own == end)).then_some(number)
}
