//! An index of the meanings of words. Every word of every prompt is looked up in it once.

use super::{List, Lists, Vocabulary};

/// The meaning of a word or phrase.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::text) enum Name {
    /// The key `*`.
    Star,
    /// The key `#`.
    Pound,
    /// 0 to 19.
    Small(u8),
    /// 20, 30 … 90.
    Tens(u8),
    /// First to ninth.
    Ordinal(u8),
    /// The next key, this many times.
    Times(u8),
    /// Several hundreds.
    Hundreds(u32),
    /// The factor for the number before it: 100 or 1,000.
    Unit(u32),
}

/// A hash table by length and first letter. A macro is compiled without optimization, where a `HashMap` costs several
/// times as much.
#[derive(Debug)]
pub(super) struct Index {
    rows: Vec<Vec<Known>>,
    /// A bit for each ASCII letter that a name of 20, 30 … 90 begins with.
    tens: u128,
}

#[derive(Debug)]
struct Known {
    word: &'static str,
    lists: Lists,
    /// The phrases that begin with the word, and their meanings.
    names: Vec<(&'static str, Name)>,
}

const ROWS: usize = 512;

fn row(word: &str) -> usize {
    match word.as_bytes() {
        [first, ..] => (word.len() * 32 + *first as usize) % ROWS,
        [] => 0,
    }
}

impl Index {
    pub(super) fn new(vocabulary: &Vocabulary) -> Self {
        let mut index = Self::of(&vocabulary.prompts.lists());
        for phrase in vocabulary.prompts.other {
            index.add(first_word(phrase), List::Other);
        }
        for phrase in vocabulary.star {
            index.name(phrase, Name::Star);
        }
        for phrase in vocabulary.pound {
            index.name(phrase, Name::Pound);
        }
        for (name, phrase) in vocabulary.numbers.names() {
            index.name(phrase, name);
        }
        index
    }

    /// Indexes the words that callers say in addition to numbers and signs.
    pub(super) fn spoken(vocabulary: &Vocabulary) -> Self {
        let Vocabulary { spoken, prompts, .. } = vocabulary;
        let mut index = Self::of(&[
            (List::Polite, spoken.polite),
            (List::Hesitation, spoken.hesitation),
            (List::Zero, spoken.zero),
            (List::Counted, prompts.counted),
        ]);
        let each = |names: &'static str, name: Name| {
            names.split('/').filter(|word| !word.is_empty()).map(move |word| (word, name))
        };
        let ordinals =
            (1..).zip(spoken.ordinals).flat_map(|(number, names)| each(names, Name::Ordinal(number)));
        let times = spoken.times.iter().map(|(name, times)| (*name, Name::Times(*times)));
        let hundreds = spoken.large.hundreds.iter().map(|(name, number)| (*name, Name::Hundreds(*number)));
        let units = [(spoken.large.hundred, 100), (spoken.large.thousand, 1_000)];
        let units = units.into_iter().flat_map(|(names, unit)| each(names, Name::Unit(unit)));
        for (phrase, name) in ordinals.chain(times).chain(hundreds).chain(units) {
            index.name(phrase, name);
        }
        index
    }

    fn of(lists: &[(List, &'static str)]) -> Self {
        let mut index = Self { rows: std::iter::repeat_with(Vec::new).take(ROWS).collect(), tens: 0 };
        for (list, words) in lists {
            for word in words.split(' ').filter(|word| !word.is_empty()) {
                index.add(word, *list);
            }
        }
        index
    }

    fn add(&mut self, word: &'static str, list: List) -> Option<&mut Known> {
        let row = self.rows.get_mut(row(word))?;
        let place = row.iter().position(|known| known.word == word).unwrap_or_else(|| {
            row.push(Known { word, lists: Lists::default(), names: Vec::new() });
            row.len() - 1
        });
        let known = row.get_mut(place)?;
        known.lists.add(list);
        Some(known)
    }

    fn name(&mut self, phrase: &'static str, name: Name) {
        if let (Name::Tens(_), [first @ 0..128, ..]) = (name, phrase.as_bytes()) {
            self.tens |= 1 << *first;
        }
        if let Some(known) = self.add(first_word(phrase), List::Key) {
            known.names.push((phrase, name));
        }
    }

    /// Returns whether a word begins with the first letter of a name of 20, 30 … 90.
    pub(super) fn begins_as_tens(&self, word: &str) -> bool {
        matches!(word.as_bytes(), [first @ 0..128, ..] if self.tens & 1 << *first != 0)
    }

    fn known(&self, word: &str) -> Option<&Known> {
        let mut rest = self.rows.get(row(word))?.as_slice();
        while let [known, others @ ..] = rest {
            if known.word == word {
                return Some(known);
            }
            rest = others;
        }
        None
    }

    /// Returns the lists that contain the word.
    pub(super) fn lists(&self, word: &str) -> Option<Lists> {
        self.known(word).map(|known| known.lists)
    }

    /// Returns the phrases that begin with a word.
    pub(super) fn names(&self, word: &str) -> &[(&'static str, Name)] {
        self.known(word).map_or(&[], |known| &known.names)
    }
}

fn first_word(phrase: &'static str) -> &'static str {
    phrase.split(' ').next().unwrap_or(phrase)
}
