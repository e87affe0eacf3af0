//! The keys and numbers of a sentence, parsed once: `2`, "twenty-five", "star six".

use super::super::{
    sentence::{Gap, Sentence},
    vocabulary::{List, Lists, Vocabulary, digits},
};

/// The maximum number of words of a key: "quatre-vingt-dix-neuf", "signo de número".
const MAX_KEY_WORDS: usize = 5;

/// The maximum number of consecutive keys. More keys are a telephone number.
const MAX_ENTRY_WORDS: usize = 8;

/// Consecutive keys.
#[derive(Clone)]
pub(super) struct Entry {
    pub(super) keys: String,
    /// The index of the word after it.
    pub(super) end: usize,
    pub(super) style: Style,
}

/// How a key is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// `*` and `#`, as a sign or by name.
    Name,
    /// Digits.
    Figures,
    /// Number words, which may also be an article or a pronoun.
    Words,
}

/// The entries of a sentence with the index of their first word, in order. Most sentences have one.
pub(super) struct Entries(Vec<(usize, Entry)>);

impl Entries {
    #[expect(
        clippy::explicit_counter_loop,
        reason = "without optimization, a counter is faster than `enumerate`"
    )]
    pub(super) fn new(vocabulary: &Vocabulary, sentence: &Sentence<'_>, lists: &[Lists]) -> Self {
        let mut alone: Vec<(usize, Entry)> = Vec::new();
        let mut place = 0;
        for lists in lists {
            if lists.has(List::Key)
                && let Some(entry) = one(vocabulary, sentence, place)
            {
                alone.push((place, entry));
            }
            place += 1;
        }
        let mut joined: Vec<(usize, Entry)> = Vec::new();
        for (index, (_, entry)) in alone.iter().enumerate() {
            if follows(sentence, &alone, entry).is_some() {
                joined.push((index, row(sentence, &alone, entry.clone())));
            }
        }
        for (index, entry) in joined {
            if let Some((_, alone)) = alone.get_mut(index) {
                *alone = entry;
            }
        }
        Self(alone)
    }

    /// Returns the entry that begins with the word at `place`.
    pub(super) fn at(&self, place: usize) -> Option<&Entry> {
        find(&self.0, place)
    }
}

/// Returns the entry that begins with the word at `place`. A search by halves costs more than this loop, because a
/// macro is compiled without optimization.
fn find(entries: &[(usize, Entry)], place: usize) -> Option<&Entry> {
    let mut rest = entries;
    while let [(start, entry), after @ ..] = rest {
        if *start >= place {
            return (*start == place).then_some(entry);
        }
        rest = after;
    }
    None
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

/// Appends what follows: digits after digits, words after words, or either after a name.
fn row(sentence: &Sentence<'_>, alone: &[(usize, Entry)], first: Entry) -> Entry {
    let mut entry = first;
    while entry.keys.len() < MAX_ENTRY_WORDS
        && let Some(next) = follows(sentence, alone, &entry)
    {
        entry = Entry { keys: entry.keys + &next.keys, end: next.end, style: next.style };
    }
    entry
}

/// Returns what continues an entry.
fn follows<'e>(sentence: &Sentence<'_>, alone: &'e [(usize, Entry)], entry: &Entry) -> Option<&'e Entry> {
    if sentence.gap(entry.end) != Gap::Space {
        return None;
    }
    let next = find(alone, entry.end)?;
    (next.style == entry.style || entry.style == Style::Name).then_some(next)
}
