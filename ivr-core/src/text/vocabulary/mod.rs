//! The words of a language for numbers, keys and pressing keys, and a parser for keys.
//!
//! All words are in normal form. A list of words is one text with spaces; a list of phrases has one row for each.

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

/// The vocabulary of a language.
#[derive(Debug)]
pub(super) struct Vocabulary {
    /// The index for prompts, created on first use.
    index: OnceLock<Index>,
    pub(super) numbers: Numbers,
    /// The key `*`.
    pub(super) star: &'static [&'static str],
    /// The key `#`.
    pub(super) pound: &'static [&'static str],
    pub(super) spoken: Spoken,
    pub(super) prompts: Prompts,
}

/// The words with which callers say keys.
#[derive(Debug)]
pub(super) struct Spoken {
    /// The index for utterances, created on first use.
    index: OnceLock<Index>,
    /// Words without meaning next to keys: "press two, please".
    pub(super) polite: &'static str,
    /// Words that callers say between two keys while they think.
    pub(super) hesitation: &'static str,
    /// First to ninth, with slashes between synonyms.
    pub(super) ordinals: [&'static str; 9],
    /// The ending of an ordinal in digits: "2nd".
    pub(super) ordinal_ends: &'static str,
    /// Words that may follow an ordinal and are not the key 1: "the first one".
    pub(super) ordinal_noun: &'static str,
    /// Words for a repeated key: "double four".
    pub(super) times: &'static [(&'static str, u8)],
    /// A prefix for a repeated key: "doppelvier".
    pub(super) double: &'static str,
    pub(super) large: Large,
    /// A word for zero between other digits: "four oh one".
    pub(super) zero: &'static str,
    /// Words that a recognizer writes for a digit that is said alone: "for" is the key 4.
    pub(super) alone: &'static [(&'static str, &'static str)],
}

/// Numbers from 100 in a language.
#[derive(Debug)]
pub(super) struct Large {
    /// The word for 100, after a number or alone, with slashes between synonyms.
    pub(super) hundred: &'static str,
    pub(super) thousand: &'static str,
    /// Whether these words may occur without a number before them: "cent", "mille".
    pub(super) alone: bool,
    /// Words for several hundreds.
    pub(super) hundreds: &'static [(&'static str, u32)],
    /// Words before what is added: "four hundred and twelve".
    pub(super) joint: &'static str,
    /// Whether the number is one word: "vierhundertzwölf".
    pub(super) one_word: bool,
}

/// The words with which prompts announce keys.
#[derive(Debug)]
pub(super) struct Prompts {
    /// Verbs such as "press", and words that only a key follows.
    pub(super) press: &'static str,
    /// Words that may be between such a verb and the key.
    pub(super) filler: &'static str,
    /// Words that join keys: "one or two".
    pub(super) and: &'static str,
    /// Words that may follow a key: "one for …", never "one moment".
    pub(super) after: &'static str,
    /// Words that may follow a number with an article: "the one key", never "one key".
    pub(super) noun: &'static str,
    /// Units, so that the number before them is not a key: "two digits".
    pub(super) counted: &'static str,
    /// The word before a key if the verb is elsewhere: "für Vertrieb die 1".
    pub(super) mark: &'static str,
    /// Words with which an offer begins: "For support, two."
    pub(super) offer: &'static str,
    /// Words before a range: "from", "between".
    pub(super) from: &'static str,
    /// Words inside a range: "one to three".
    pub(super) to: &'static str,
    /// Words that introduce a range without a verb such as "press": "on a scale of one to five".
    pub(super) ranking: &'static str,
    /// Phrases for every other key.
    pub(super) other: &'static [&'static str],
    /// Emergency numbers, which are dialed in another call.
    pub(super) emergency: &'static str,
    /// Words that say that there may be nothing to enter.
    pub(super) without: &'static [&'static str],
    /// Words for the tone before a recording.
    pub(super) beep: &'static [&'static str],
}

/// The word lists for prompts.
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
    /// The first words of "any other key".
    Other,
    /// The first words of a key or a number: the first word of its name, digits, a number in one word.
    Key,
    /// Words next to spoken keys.
    Polite,
    Hesitation,
    Zero,
}

/// The lists that contain a word, as a bit set.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(super) struct Lists(u16);

impl Lists {
    /// Returns whether `list` is among them.
    pub(super) fn has(self, list: List) -> bool {
        self.0 & (1 << list as u16) != 0
    }

    /// Returns whether one of the lists has words with which an announcement begins.
    pub(super) fn may_announce(self) -> bool {
        const FIRST: u16 = 1 << List::Press as u16
            | 1 << List::Ranking as u16
            | 1 << List::Other as u16
            | 1 << List::Key as u16;
        self.0 & FIRST != 0
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

    /// Returns the lists that contain a word next to spoken keys.
    pub(super) fn spoken_lists(&self, word: &str) -> Lists {
        self.spoken_index().lists(word).unwrap_or_default()
    }

    /// Returns the meaning of the beginning of an utterance, other than numbers and signs, and how many words it has.
    pub(super) fn spoken_name(&self, words: &[&str]) -> Option<(Name, usize)> {
        longest(self.spoken_index(), words, Some)
    }

    fn spoken_index(&self) -> &Index {
        self.spoken.index.get_or_init(|| Index::spoken(self))
    }

    /// Returns the lists that contain each of these words.
    pub(super) fn lists_of(&self, words: &[&str]) -> Vec<Lists> {
        let mut found = Vec::with_capacity(words.len());
        let index = self.index();
        for word in words {
            found.push(self.lists(index, word));
        }
        found
    }

    fn lists(&self, index: &Index, word: &str) -> Lists {
        let Some(mut lists) = index.lists(word) else {
            let is_key = are_digits(word) || self.compound(word).is_some();
            return if is_key { Lists(1 << List::Key as u16) } else { Lists(0) };
        };
        if !lists.has(List::Key) && self.compound(word).is_some() {
            lists.add(List::Key);
        }
        lists
    }

    /// Returns the longest name for which `value` returns something.
    fn longest<T>(&self, words: &[&str], value: impl Fn(Name) -> Option<T>) -> Option<(T, usize)> {
        longest(self.index(), words, value)
    }

    /// Returns the vocabulary for a BCP 47 tag, or `None` for an unknown language.
    pub(super) fn of(tag: &str) -> Option<&'static Self> {
        let ([first, second] | [first, second, b'-', ..]) = tag.as_bytes() else { return None };
        match [first.to_ascii_lowercase(), second.to_ascii_lowercase()] {
            [b'e', b'n'] => Some(&english::ENGLISH),
            [b'f', b'r'] => Some(&french::FRENCH),
            [b'e', b's'] => Some(&spanish::SPANISH),
            [b'd', b'e'] => Some(&german::GERMAN),
            [b'i', b't'] => Some(&italian::ITALIAN),
            [b'p', b't'] => Some(&portuguese::PORTUGUESE),
            _ => None,
        }
    }

    /// Reads the keys at the beginning of `words`, and how many words they have: `25`, `twenty five`, `star key`.
    pub(super) fn keys(&self, words: &[&str]) -> Option<(String, usize)> {
        if let Some(digits) = digits(words) {
            return Some((digits.to_owned(), 1));
        }
        // The fast path: most numbers are one word without another meaning.
        if let [word] = words
            && let [(name, Name::Small(number))] = self.index().names(word)
            && name == word
        {
            return Some((number.to_string(), 1));
        }
        let number = || self.number(words).map(|(number, used)| (number.to_string(), used));
        self.sign(words).map(|(sign, used)| (sign.to_owned(), used)).or_else(number)
    }

    /// Returns the sign whose name is at the beginning of `words`, and how many words it has.
    pub(super) fn sign(&self, words: &[&str]) -> Option<(&'static str, usize)> {
        // The fast path: almost no word is both a number and the name of a sign.
        if let [(_, Name::Small(_) | Name::Tens(_))] = self.index().names(words.first()?) {
            return None;
        }
        let sign =
            |wanted: Name, key: &'static str| self.longest(words, |name| (name == wanted).then_some(key));
        sign(Name::Star, "*").or_else(|| sign(Name::Pound, "#"))
    }
}

/// Returns the longest name for which `value` returns something.
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

/// Returns the digits at the beginning of `words`; `*` and `#` count as digits.
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

/// Returns whether `word` is in a list of words.
pub(super) fn listed(list: &str, word: &str) -> bool {
    list.split(' ').any(|listed| listed == word)
}

/// Returns how many words `phrase` has, if `words` begins with it.
pub(super) fn begins(words: &[&str], phrase: &str) -> Option<usize> {
    let mut length = 0;
    for part in phrase.split(' ') {
        words.get(length).filter(|word| **word == part)?;
        length += 1;
    }
    Some(length)
}
