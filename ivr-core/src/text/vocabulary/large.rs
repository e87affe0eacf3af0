//! Numbers from 100, as callers say them in an entry: "four hundred and twelve", "dix mille".

use super::{Name, Vocabulary};

/// A number, and how many words it has.
type Read = (u32, usize);

impl Vocabulary {
    /// Reads the longest number at the beginning of `words`, and how many words it has.
    ///
    /// "Eight hundred, five five five" is 800 and three keys: another key may not follow what is added to hundreds.
    pub(in crate::text) fn large_number(&self, words: &[&str]) -> Option<Read> {
        let (mut number, mut used) = self.part(words)?;
        loop {
            let room = match number {
                0 => return Some((number, used)),
                _ if number % 1_000 == 0 => 1_000,
                _ if number % 100 == 0 => 100,
                _ => return Some((number, used)),
            };
            let rest = words.get(used..)?;
            let joint = usize::from(rest.first().is_some_and(|word| *word == self.spoken.large.joint));
            let behind = rest.get(joint..)?;
            let Some((more, taken)) = self.part(behind).filter(|(more, _)| (1..room).contains(more)) else {
                return Some((number, used));
            };
            let goes_on = || behind.get(taken..).is_some_and(|rest| self.part(rest).is_some());
            if more < 10 && joint == 0 && goes_on() {
                return Some((number, used));
            }
            (number, used) = (number + more, used + joint + taken);
        }
    }

    /// Reads a number below 100, hundreds or thousands.
    fn part(&self, words: &[&str]) -> Option<Read> {
        let named = self.spoken_name(words);
        if let Some((Name::Hundreds(number), used)) = named {
            return Some((number, used));
        }
        if let Some((Name::Unit(unit), used)) = named
            && self.spoken.large.alone
        {
            return Some((unit, used));
        }
        let Some((number, used)) = self.number(words) else {
            return self.one_word(words.first()?).map(|number| (number, 1));
        };
        let number = u32::from(number);
        let unit = words.get(used..).and_then(|rest| self.spoken_name(rest)).filter(|_| number > 0);
        match unit {
            Some((Name::Unit(unit), more)) => Some((number * unit, used + more)),
            _ => Some((number, used)),
        }
    }

    /// Parses "neunzehnhundertvierundachtzig", "ventimilacentoventuno".
    fn one_word(&self, word: &str) -> Option<u32> {
        let large = &self.spoken.large;
        if !large.one_word {
            return None;
        }
        for thousand in large.thousand.split('/') {
            // The word alone may be part of an expression of thanks: "grazie mille", "tausend Dank".
            if let Some((before, after)) = word.split_once(thousand).filter(|_| word != thousand) {
                let before = if before.is_empty() { 1 } else { self.below(before)? };
                let after = if after.is_empty() { 0 } else { self.hundreds(after)? };
                return Some(before * 1_000 + after);
            }
        }
        self.hundreds(word)
    }

    /// Parses a number below 1,000 in one word.
    fn hundreds(&self, word: &str) -> Option<u32> {
        let Some((before, after)) = word.split_once(self.spoken.large.hundred) else {
            return self.elided(word).or_else(|| self.below(word));
        };
        let before = if before.is_empty() { 1 } else { self.below(before)? };
        let after = if after.is_empty() { Some(0) } else { self.below(after) };
        after.map(|after| before * 100 + after).or_else(|| self.elided(word))
    }

    /// Parses "centottanta": Italian drops the last vowel of "cento".
    fn elided(&self, word: &str) -> Option<u32> {
        let hundred = self.spoken.large.hundred.strip_suffix('o')?;
        let (before, after) = word.split_once(hundred)?;
        let before = if before.is_empty() { 1 } else { self.below(before)? };
        Some(before * 100 + self.below(after)?)
    }

    /// Parses a number below 100 in one word.
    fn below(&self, word: &str) -> Option<u32> {
        let number = word.strip_prefix(self.spoken.large.joint).unwrap_or(word);
        if number == "ein" { Some(1) } else { self.number(&[number]).map(|(number, _)| u32::from(number)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_from_a_hundred_on_are_read_in_every_language() {
        for (language, words, number) in [
            ("en", "four hundred and twelve", 412),
            ("en", "nineteen hundred", 1_900),
            ("en", "two thousand twenty four", 2_024),
            ("fr", "mille neuf cent quatre vingt quatre", 1_984),
            ("fr", "soixante quinze mille onze", 75_011),
            ("de", "neunzehnhundertvierundachtzig", 1_984),
            ("de", "zehntausendeinhundertfunfzehn", 10_115),
            ("es", "ciento veintitres", 123),
            ("es", "veintiocho mil trece", 28_013),
            ("it", "millenovecentottantaquattro", 1_984),
            ("it", "ventimilacentoventuno", 20_121),
            ("it", "quattrocentododici", 412),
            ("pt", "mil novecentos e oitenta e quatro", 1_984),
        ] {
            let vocabulary = Vocabulary::of(language).unwrap();
            let all: Vec<_> = words.split(' ').collect();
            assert_eq!(vocabulary.large_number(&all), Some((number, all.len())), "{words}");
        }
    }

    #[test]
    fn keys_behind_a_hundred_are_not_added() {
        let words: Vec<_> = "eight hundred five five five".split(' ').collect();
        assert_eq!(Vocabulary::of("en").unwrap().large_number(&words), Some((800, 2)));
        let words: Vec<_> = "hundred percent".split(' ').collect();
        assert_eq!(Vocabulary::of("en").unwrap().large_number(&words), None);
    }
}
