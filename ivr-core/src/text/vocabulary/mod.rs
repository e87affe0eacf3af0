//! What a language calls numbers, keys and the pressing of keys: the words as data, and how to read a key.
//!
//! All words are in normal form. A list of words is one text with spaces; a list of phrases has a row each.

use std::sync::OnceLock;

mod index;
mod large;
mod numbers;

mod english;
mod french;
mod german;
mod italian;
mod portuguese;
mod spanish;

use index::Index;
pub(super) use index::Name;
pub(super) use numbers::Numbers;

/// One language.
#[derive(Debug)]
pub(super) struct Vocabulary {
    /// What each word can mean, made when the first prompt is read.
    index: OnceLock<Index>,
    pub(super) numbers: Numbers,
    /// The key `*`.
    pub(super) star: &'static [&'static str],
    /// The key `#`.
    pub(super) pound: &'static [&'static str],
    pub(super) spoken: Spoken,
    pub(super) prompts: Prompts,
}

/// How callers say keys.
#[derive(Debug)]
pub(super) struct Spoken {
    /// What each word can mean, made when the first utterance is read.
    index: OnceLock<Index>,
    /// Words beside the keys that change nothing: "press two, please".
    pub(super) polite: &'static str,
    /// Words that callers say between two keys while they think.
    pub(super) hesitation: &'static str,
    /// First to ninth; several words for one are separated by a slash.
    pub(super) ordinals: [&'static str; 9],
    /// What ends an ordinal in figures: "2nd".
    pub(super) ordinal_ends: &'static str,
    /// What may stand behind an ordinal and is not the key 1: "the first one".
    pub(super) ordinal_noun: &'static str,
    /// A key more than once: "double four".
    pub(super) times: &'static [(&'static str, u8)],
    /// The same as the beginning of a word: "doppelvier".
    pub(super) double: &'static str,
    pub(super) large: Large,
    /// A zero between other digits: "four oh one".
    pub(super) zero: &'static str,
    /// What a recogniser writes for a digit said alone: "for" is the key 4.
    pub(super) alone: &'static [(&'static str, &'static str)],
}

/// How a language counts from 100 on.
#[derive(Debug)]
pub(super) struct Large {
    /// Behind a number, or alone: 100; several words are separated by a slash.
    pub(super) hundred: &'static str,
    pub(super) thousand: &'static str,
    /// They may stand alone, as words of their own: "cent", "mille".
    pub(super) alone: bool,
    /// Words for several hundreds.
    pub(super) hundreds: &'static [(&'static str, u32)],
    /// What may stand before what is added: "four hundred and twelve".
    pub(super) joint: &'static str,
    /// All of it is written as one word: "vierhundertzwölf".
    pub(super) one_word: bool,
}

/// How prompts announce keys.
#[derive(Debug)]
pub(super) struct Prompts {
    /// Verbs for pressing, and words that only a key follows.
    pub(super) press: &'static str,
    /// What may stand between such a word and the key.
    pub(super) filler: &'static str,
    /// What joins keys: "one or two".
    pub(super) and: &'static str,
    /// What may follow a number that is a key: "one for …", never "one moment".
    pub(super) after: &'static str,
    /// What may follow a number that an article leads to: "the one key", never "one key".
    pub(super) noun: &'static str,
    /// What is counted, so that the number before it is not a key: "two digits".
    pub(super) counted: &'static str,
    /// The word before a key where the verb stands elsewhere: "für Vertrieb die 1".
    pub(super) mark: &'static str,
    /// How a sentence begins that offers something: "For support, two."
    pub(super) offer: &'static str,
    /// What stands before a range: "from", "between".
    pub(super) from: &'static str,
    /// What stands inside a range: "one to three".
    pub(super) to: &'static str,
    /// What is told in a range without a verb for pressing: "on a scale of one to five".
    pub(super) ranking: &'static str,
    /// Every other key.
    pub(super) other: &'static [&'static str],
    /// Short numbers of the emergency services, which are dialled in another call.
    pub(super) emergency: &'static str,
    /// What says that there may be nothing to enter.
    pub(super) without: &'static [&'static str],
    /// What tells of the tone before a recording.
    pub(super) beep: &'static [&'static str],
}

/// The lists of words that prompts are read by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum List {
    Press,
    Filler,
    And,
    After,
    Noun,
    Counted,
    Mark,
    Offer,
    From,
    To,
    Ranking,
    /// What "any other key" begins with.
    Other,
    /// What a key or a number begins with: the first word of its name, figures, a number in one word.
    Key,
    /// Words beside spoken keys.
    Polite,
    Hesitation,
    Zero,
}

/// The lists that a word is in, a bit for each.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(super) struct Lists(u16);

impl Lists {
    /// Whether `list` is among them.
    pub(super) fn has(self, list: List) -> bool {
        self.0 & (1 << list as u16) != 0
    }

    fn add(&mut self, list: List) {
        self.0 |= 1 << list as u16;
    }
}

impl Prompts {
    fn lists(&self) -> [(List, &'static str); 11] {
        [
            (List::Press, self.press),
            (List::Filler, self.filler),
            (List::And, self.and),
            (List::After, self.after),
            (List::Noun, self.noun),
            (List::Counted, self.counted),
            (List::Mark, self.mark),
            (List::Offer, self.offer),
            (List::From, self.from),
            (List::To, self.to),
            (List::Ranking, self.ranking),
        ]
    }
}

impl Vocabulary {
    fn index(&self) -> &Index {
        self.index.get_or_init(|| Index::new(self))
    }

    /// What a word can mean beside spoken keys.
    pub(super) fn spoken_lists(&self, word: &str) -> Lists {
        self.spoken_index().lists(word).unwrap_or_default()
    }

    /// What an utterance names at its beginning beside numbers and signs, and how many words that takes.
    pub(super) fn spoken_name(&self, words: &[&str]) -> Option<(Name, usize)> {
        longest(self.spoken_index(), words, Some)
    }

    fn spoken_index(&self) -> &Index {
        self.spoken.index.get_or_init(|| Index::spoken(self))
    }

    /// The lists that each of these words is in.
    pub(super) fn lists_of(&self, words: &[&str]) -> Vec<Lists> {
        let mut found = Vec::with_capacity(words.len());
        for word in words {
            found.push(self.lists(word));
        }
        found
    }

    fn lists(&self, word: &str) -> Lists {
        let Some(mut lists) = self.index().lists(word) else {
            let is_key = are_digits(word) || self.compound(word).is_some();
            return if is_key { Lists(1 << List::Key as u16) } else { Lists(0) };
        };
        if !lists.has(List::Key) && self.compound(word).is_some() {
            lists.add(List::Key);
        }
        lists
    }

    /// The name that takes most of the words, of those that `value` has something for.
    fn longest<T>(&self, words: &[&str], value: impl Fn(Name) -> Option<T>) -> Option<(T, usize)> {
        longest(self.index(), words, value)
    }

    /// The vocabulary for a BCP 47 tag; none for a language that we do not know.
    pub(super) fn of(tag: &str) -> Option<&'static Self> {
        let language = tag.split('-').next().unwrap_or_default();
        let known: [(&str, &'static Self); 6] = [
            ("en", &english::ENGLISH),
            ("fr", &french::FRENCH),
            ("es", &spanish::SPANISH),
            ("de", &german::GERMAN),
            ("it", &italian::ITALIAN),
            ("pt", &portuguese::PORTUGUESE),
        ];
        known.into_iter().find(|(name, _)| name.eq_ignore_ascii_case(language)).map(|(_, known)| known)
    }

    /// Reads the keys that `words` begin with, and how many words that takes: `25`, `twenty five`, `star key`.
    pub(super) fn keys(&self, words: &[&str]) -> Option<(String, usize)> {
        if let Some(digits) = digits(words) {
            return Some((digits.to_owned(), 1));
        }
        let number = || self.number(words).map(|(number, used)| (number.to_string(), used));
        self.sign(words).map(|(sign, used)| (sign.to_owned(), used)).or_else(number)
    }

    /// The sign whose name `words` begin with, and how many words that takes.
    pub(super) fn sign(&self, words: &[&str]) -> Option<(&'static str, usize)> {
        // Hardly a word is both a number and the name of a sign.
        if let [(_, Name::Small(_) | Name::Tens(_))] = self.index().names(words.first()?) {
            return None;
        }
        let sign =
            |wanted: Name, key: &'static str| self.longest(words, |name| (name == wanted).then_some(key));
        sign(Name::Star, "*").or_else(|| sign(Name::Pound, "#"))
    }
}

/// The name that takes most of the words, of those that `value` has something for.
fn longest<T>(index: &Index, words: &[&str], value: impl Fn(Name) -> Option<T>) -> Option<(T, usize)> {
    let mut longest: Option<(T, usize)> = None;
    for (phrase, name) in index.names(words.first()?) {
        let Some(value) = value(*name) else { continue };
        let Some(used) = begins(words, phrase) else { continue };
        if longest.as_ref().is_none_or(|(_, most)| *most <= used) {
            longest = Some((value, used));
        }
    }
    longest
}

/// The digits that stand at the beginning of `words` as figures; `*` and `#` count, too.
pub(super) fn digits<'a>(words: &[&'a str]) -> Option<&'a str> {
    let first = words.first().copied()?;
    are_digits(first).then_some(first)
}

fn are_digits(word: &str) -> bool {
    let mut rest = word.as_bytes();
    if let [b'*' | b'#'] = rest {
        return true;
    }
    while let [b'0'..=b'9', after @ ..] = rest {
        rest = after;
    }
    rest.is_empty() && !word.is_empty()
}

/// Whether `word` is in a list of words.
pub(super) fn listed(list: &str, word: &str) -> bool {
    list.split(' ').any(|listed| listed == word)
}

/// How many words `phrase` has, when `words` begin with it.
pub(super) fn begins(words: &[&str], phrase: &str) -> Option<usize> {
    let mut length = 0;
    for part in phrase.split(' ') {
        words.get(length).filter(|word| **word == part)?;
        length += 1;
    }
    Some(length)
}
