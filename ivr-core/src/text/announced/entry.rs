//! Every key and number of a sentence, read once: `2`, "twenty-five", "star six".

use super::super::{
    sentence::{Gap, Sentence},
    vocabulary::{List, Lists, Vocabulary, digits},
};

/// How many words a key may have: "quatre-vingt-dix-neuf", "signo de número".
const MAX_KEY_WORDS: usize = 5;

/// More keys in a row than this are a telephone number, however many there are.
const MAX_ENTRY_WORDS: usize = 8;

/// Keys in a row with nothing between them.
#[derive(Clone)]
pub(super) struct Entry {
    pub(super) keys: String,
    /// The word after it.
    pub(super) end: usize,
    pub(super) style: Style,
}

/// How a key is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// `*` and `#`, by sign or name.
    Name,
    /// Figures.
    Figures,
    /// Number words, which may be an article or a pronoun.
    Words,
}

/// The entries of a sentence, by the word they begin with.
pub(super) struct Entries(Vec<Option<Entry>>);

impl Entries {
    pub(super) fn new(vocabulary: &Vocabulary, sentence: &Sentence<'_>, lists: &[Lists]) -> Self {
        let number = |(start, lists): (usize, &Lists)| {
            if lists.has(List::Key) { one(vocabulary, sentence, start) } else { None }
        };
        let alone: Vec<_> = lists.iter().enumerate().map(number).collect();
        let in_a_row = alone.iter().map(|entry| entry.clone().map(|entry| row(sentence, &alone, entry)));
        Self(in_a_row.collect())
    }

    /// The entry that begins with the word at `place`.
    pub(super) fn at(&self, place: usize) -> Option<&Entry> {
        self.0.get(place)?.as_ref()
    }
}

fn one(vocabulary: &Vocabulary, sentence: &Sentence<'_>, start: usize) -> Option<Entry> {
    let words = &sentence.words[..];
    let reach = words.len().min(start + MAX_KEY_WORDS);
    let pause = (start + 1..reach).find(|place| !matches!(sentence.gap(*place), Gap::Space | Gap::Dash));
    let words = words.get(start..pause.unwrap_or(reach))?;
    let (keys, used) = vocabulary.keys(words)?;
    let style = match keys.as_str() {
        "*" | "#" => Style::Name,
        _ if digits(words).is_some() => Style::Figures,
        _ => Style::Words,
    };
    Some(Entry { keys, end: start + used, style })
}

/// Adds what follows: figures after figures, words after words, either after a name.
fn row(sentence: &Sentence<'_>, alone: &[Option<Entry>], first: Entry) -> Entry {
    let mut entry = first;
    while entry.keys.len() < MAX_ENTRY_WORDS && sentence.gap(entry.end) == Gap::Space {
        match alone.get(entry.end) {
            Some(Some(next)) if next.style == entry.style || entry.style == Style::Name => {
                entry = Entry { keys: entry.keys + &next.keys, end: next.end, style: next.style };
            }
            _ => break,
        }
    }
    entry
}
