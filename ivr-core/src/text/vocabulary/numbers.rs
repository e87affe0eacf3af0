//! Number words from 0 to 99, by the rules of the six languages.

use super::{Name, Vocabulary, begins};

/// The number words of a language.
#[derive(Debug)]
pub(in crate::text) struct Numbers {
    /// 0 to 19, with slashes between synonyms.
    pub(super) small: [&'static str; 20],
    /// 20, 30 … 90.
    pub(super) tens: [&'static str; 8],
    /// The word between tens and ones: "vingt et un".
    pub(super) joint: &'static str,
    /// Whether ones, joint and tens are one word: "fünfundzwanzig".
    pub(super) ones_first: bool,
    /// Whether 70 is 60 and 10, and 90 is 80 and 10: "soixante-dix".
    pub(super) by_twenties: bool,
}

/// The length of "ventuno". No number in one word is shorter.
const SHORTEST_COMPOUND: usize = 7;

impl Numbers {
    /// Returns every name of a number.
    pub(super) fn names(&self) -> impl Iterator<Item = (Name, &'static str)> {
        let small = (0..).zip(self.small).map(|(number, names)| (Name::Small(number), names));
        let tens = (20..).step_by(10).zip(self.tens).map(|(number, names)| (Name::Tens(number), names));
        small.chain(tens).flat_map(|(number, names)| names.split('/').map(move |name| (number, name)))
    }
}

impl Vocabulary {
    /// Reads the longest number at the beginning of `words`, and how many words it has.
    pub(in crate::text) fn number(&self, words: &[&str]) -> Option<(u8, usize)> {
        if let Some(tens) = self.tens(words) {
            let rest = words.get(tens.1..)?;
            // "quatre-vingts" with an "s" is 80 and takes no ones.
            let is_whole = words.get(1).is_some_and(|word| tens.1 == 2 && word.ends_with('s'));
            return Some(self.ones_after(tens, rest).filter(|_| !is_whole).unwrap_or(tens));
        }
        if let Some(number) = self.tens_after(words) {
            return Some(number);
        }
        self.small(words).or_else(|| self.compound(words.first()?).map(|number| (number, 1)))
    }

    /// Reads "vier und zwanzig", in three words.
    fn tens_after(&self, words: &[&str]) -> Option<(u8, usize)> {
        let [ones, joint, tens, ..] = words else { return None };
        if !self.numbers.ones_first || *joint != self.numbers.joint {
            return None;
        }
        Some((self.tens(&[tens])?.0 + self.ones(ones)?, 3))
    }

    /// Parses the ones before tens.
    fn ones(&self, word: &str) -> Option<u8> {
        if word == "ein" { Some(1) } else { self.one(word) }
    }

    /// Reads "… five", "… et un", "… onze" after tens.
    fn ones_after(&self, (tens, used): (u8, usize), rest: &[&str]) -> Option<(u8, usize)> {
        let Numbers { joint, by_twenties, .. } = self.numbers;
        let joint = begins(rest, joint).filter(|_| !joint.is_empty()).unwrap_or(0);
        let (ones, more) = self.small(rest.get(joint..)?)?;
        let counts_on = by_twenties && matches!(tens, 60 | 80);
        let fits = ones > 0 && (ones < 10 || counts_on);
        fits.then_some((tens + ones, used + joint + more))
    }

    /// Parses a number in one word: "fünfundzwanzig", "ventidue", "veintidós".
    pub(super) fn compound(&self, word: &str) -> Option<u8> {
        if word.len() < SHORTEST_COMPOUND {
            return None;
        }
        if self.numbers.ones_first {
            let (ones, last) = word.split_once(self.numbers.joint)?;
            return Some(self.tens(&[last])?.0 + self.ones(ones)?);
        }
        // The fast path: almost no word begins like one of the tens.
        if !self.index().begins_as_tens(word) {
            return None;
        }
        let mut tens = 10;
        for names in &self.numbers.tens {
            tens += 10;
            if let Some(number) = names.split('/').find_map(|name| self.after_tens(word, name)) {
                return Some(tens + number);
            }
        }
        None
    }

    /// Parses the ones after tens.
    fn after_tens(&self, word: &str, tens: &str) -> Option<u8> {
        // Italian drops the last vowel of the tens before a vowel: "ventuno".
        let elided = || tens.char_indices().next_back().and_then(|(last, _)| tens.get(..last));
        let rest = word.strip_prefix(tens).or_else(|| word.strip_prefix(elided()?))?;
        self.one(rest)
    }

    fn tens(&self, words: &[&str]) -> Option<(u8, usize)> {
        let tens = |name| if let Name::Tens(number) = name { Some(number) } else { None };
        self.longest(words, tens)
    }

    fn small(&self, words: &[&str]) -> Option<(u8, usize)> {
        let small = |name| if let Name::Small(number) = name { Some(number) } else { None };
        self.longest(words, small)
    }

    /// Parses 1 to 9.
    fn one(&self, word: &str) -> Option<u8> {
        self.small(&[word]).map(|(number, _)| number).filter(|number| (1..10).contains(number))
    }
}

#[cfg(test)]
mod tests {
    use super::super::Vocabulary;

    fn number(language: &str, words: &str) -> Option<u8> {
        let words: Vec<_> = words.split(' ').collect();
        Vocabulary::of(language)
            .unwrap()
            .number(&words)
            .filter(|(_, used)| *used == words.len())
            .map(|(number, _)| number)
    }

    #[test]
    fn numbers_below_a_hundred_are_read_in_every_language() {
        for (language, numbers) in [
            ("en", "0 zero,7 seven,12 twelve,20 twenty,21 twenty one,45 forty five,99 ninety nine"),
            (
                "fr",
                "1 un,17 dix sept,21 vingt et un,22 vingt deux,60 soixante,70 soixante dix,71 soixante et onze,\
                 77 soixante dix sept,80 quatre vingts,81 quatre vingt un,90 quatre vingt dix,\
                 99 quatre vingt dix neuf,71 septante et un,80 huitante,92 nonante deux",
            ),
            (
                "es",
                "1 uno,16 dieciseis,21 veintiuno,22 veintidos,29 veintinueve,31 treinta y uno,\
                 99 noventa y nueve",
            ),
            (
                "de",
                "1 eins,2 zwei,2 zwo,5 funf,5 fuenf,16 sechzehn,21 einundzwanzig,25 funfundzwanzig,\
                 30 dreissig,99 neunundneunzig",
            ),
            (
                "it",
                "3 tre,17 diciassette,21 ventuno,22 ventidue,28 ventotto,33 trentatre,38 trentotto,\
                 99 novantanove",
            ),
            ("pt", "1 um,2 dois,2 duas,6 meia,16 dezesseis,16 dezasseis,21 vinte e um,99 noventa e nove"),
        ] {
            for row in numbers.split(',') {
                let (value, words) = row.split_once(' ').unwrap();
                assert_eq!(number(language, words), value.parse().ok(), "{words}");
            }
        }
    }

    #[test]
    fn what_is_no_number_of_the_language_is_not_read() {
        for (language, words) in [
            ("en", "hundred"),
            ("en", "twenty zero"),
            ("en", "sixty eleven"),
            ("de", "hundert"),
            ("fr", "et"),
            ("it", "venti zero"),
            ("en", ""),
        ] {
            assert_eq!(number(language, words), None, "{words}");
        }
    }
}
