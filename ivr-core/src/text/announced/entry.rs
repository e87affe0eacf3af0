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
        let mut alone: Vec<Option<Entry>> = Vec::with_capacity(lists.len());
        for lists in lists {
            let is_key = lists.has(List::Key);
            alone.push(if is_key { one(vocabulary, sentence, alone.len()) } else { None });
        }
        let mut joined: Vec<(usize, Entry)> = Vec::new();
        for (start, entry) in alone.iter().enumerate() {
            if let Some(entry) = entry
                && follows(sentence, &alone, entry).is_some()
            {
                joined.push((start, row(sentence, &alone, entry.clone())));
            }
        }
        for (start, entry) in joined {
            if let Some(alone) = alone.get_mut(start) {
                *alone = Some(entry);
            }
        }
        Self(alone)
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
    while entry.keys.len() < MAX_ENTRY_WORDS
        && let Some(next) = follows(sentence, alone, &entry)
    {
        entry = Entry { keys: entry.keys + &next.keys, end: next.end, style: next.style };
    }
    entry
}

/// What goes on an entry.
fn follows<'e>(sentence: &Sentence<'_>, alone: &'e [Option<Entry>], entry: &Entry) -> Option<&'e Entry> {
    if sentence.gap(entry.end) != Gap::Space {
        return None;
    }
    let next = alone.get(entry.end)?.as_ref()?;
    (next.style == entry.style || entry.style == Style::Name).then_some(next)
}
