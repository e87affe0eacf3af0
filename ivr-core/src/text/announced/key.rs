//! Decides whether a number at a place is a key: a number that counts nothing, a range, or every other key.

use std::ops::Range;

use super::{
    super::{
        sentence::{Gap, Sentence},
        vocabulary::{List, Lists, Vocabulary, begins, listed},
    },
    Announced,
    entry::{Entries, Entry, Style},
};

/// A sentence and its vocabulary.
pub(super) struct Reading<'a> {
    pub(super) vocabulary: &'a Vocabulary,
    sentence: &'a Sentence<'a>,
    words: &'a [&'a str],
    lists: Vec<Lists>,
    entries: Entries,
}

/// Announced keys, and the words that they consist of.
pub(super) struct Found {
    pub(super) words: Range<usize>,
    pub(super) kind: Announced,
}

impl<'a> Reading<'a> {
    pub(super) fn new(vocabulary: &'a Vocabulary, sentence: &'a Sentence<'a>, lists: Vec<Lists>) -> Self {
        let words = &sentence.words[..];
        let entries = Entries::new(vocabulary, sentence, &lists);
        Self { vocabulary, sentence, words, lists, entries }
    }

    /// Returns whether the word at `place` is in `list`.
    pub(super) fn is(&self, place: usize, list: List) -> bool {
        self.lists.get(place).is_some_and(|lists| lists.has(list))
    }

    /// Returns whether an announcement may begin with the word at `place`: with a verb, a key or "any".
    pub(super) fn may_announce(&self, place: usize) -> bool {
        match self.lists.get(place) {
            Some(lists) => lists.may_announce(),
            None => false,
        }
    }

    /// Returns the word at `place`.
    pub(super) fn word(&self, place: usize) -> Option<&str> {
        self.words.get(place).copied()
    }

    /// Returns the number at `place`, and the index of the word after it.
    pub(super) fn number(&self, place: usize) -> Option<(&str, usize)> {
        self.entries.at(place).map(|entry| (entry.keys.as_str(), entry.end))
    }

    /// Returns whether the word at `place` names the key and is not a quantity.
    pub(super) fn names(&self, place: usize, key: &str) -> bool {
        const VERBS: [&str; 17] = [
            "is", "are", "gets", "takes", "leads", "connects", "est", "es", "son", "ist", "sind", "e",
            "sono", "sao", "twice", "vous", "fur",
        ];
        // "Oh" means zero in "press oh"; elsewhere it is an exclamation.
        let oh =
            key == "0" && self.words.get(place).is_some_and(|word| listed(self.vocabulary.spoken.zero, word));
        if oh && place > 0 && (self.is(place - 1, List::Press) || self.is(place - 1, List::Filler)) {
            return true;
        }
        let Some(entry) = self.entries.at(place).filter(|entry| entry.keys == key) else { return false };
        if self.gap(place) == Gap::Unit || self.is_measure(entry.end) {
            return false;
        }
        let before = place.checked_sub(1);
        let led = before.is_some_and(|before| {
            let noun =
                self.is(before, List::Filler) && self.words.get(before).is_some_and(|word| word.len() > 3);
            noun || self.is(before, List::Press) || self.is(before, List::Mark)
        });
        let goes_on = self.is(entry.end, List::Noun)
            || self.words.get(entry.end).is_some_and(|next| VERBS.contains(next));
        entry.style == Style::Name || led || goes_on || self.closes(entry.end)
    }

    /// Returns the separator before the word at `place`.
    pub(super) fn gap(&self, place: usize) -> Gap {
        self.sentence.gap(place)
    }

    /// Recognizes "every other key".
    pub(super) fn other(&self, start: usize) -> Option<Found> {
        if !self.is(start, List::Other) {
            return None;
        }
        let words = self.words.get(start..)?;
        let length = self.vocabulary.prompts.other.iter().filter_map(|phrase| begins(words, phrase)).max()?;
        Some(Found { words: start..start + length, kind: Announced::AnyOther })
    }

    /// Recognizes one key, or a range such as "one to three".
    pub(super) fn key(&self, start: usize) -> Option<Found> {
        let entry = self.entries.at(start)?;
        let next = entry.end;
        let joined = self.is(next, List::To) && !self.is(next, List::And);
        if self.gap(next) == Gap::Dash && self.entries.at(next).is_some() {
            return self.up_to(start, entry, next);
        }
        if joined && self.gap(next) == Gap::Space && self.entries.at(self.past_filler(next + 1)).is_some() {
            return self.up_to(start, entry, self.past_filler(next + 1));
        }
        let emergency = listed(self.vocabulary.prompts.emergency, &entry.keys);
        if entry.keys.len() > 2 || emergency || !self.stands_for_a_key(start, entry) {
            return None;
        }
        Some(Found { words: start..next, kind: Announced::Key(entry.keys.clone()) })
    }

    /// Recognizes a range after "from" or "between".
    pub(super) fn range(&self, from: usize) -> Option<Found> {
        let start = self.past_filler(from);
        let entry = self.entries.at(start)?;
        let second = match self.gap(entry.end) {
            Gap::Dash => entry.end,
            Gap::Space if self.is(entry.end, List::To) => self.past_filler(entry.end + 1),
            _ => return None,
        };
        self.up_to(start, entry, second)
    }

    /// Returns whether the word at `place` is a number or the name of a key.
    pub(super) fn is_number(&self, place: usize) -> bool {
        self.entries.at(place).is_some()
    }

    /// Returns whether the word at `place` does not continue the number before it.
    pub(super) fn closes(&self, place: usize) -> bool {
        match self.gap(place) {
            Gap::End | Gap::Comma | Gap::Dash | Gap::Bracket => true,
            Gap::Tight | Gap::Unit => false,
            // "One or more" and "one or two options" are quantities.
            Gap::Space if self.is(place, List::And) => {
                let after = self.entries.at(place + 1).map_or(place + 1, |entry| entry.end);
                !self.is(after, List::Counted)
            }
            Gap::Space => place >= self.words.len() || self.is(place, List::After),
        }
    }

    fn up_to(&self, start: usize, first: &Entry, second: usize) -> Option<Found> {
        let last = self.entries.at(second)?;
        let (from, to) = (first.keys.parse().ok()?, last.keys.parse().ok()?);
        let measured =
            self.gap(start) == Gap::Unit || self.is_measure(last.end) || self.gap(last.end) == Gap::Dash;
        let ascends = from < to && to < 100;
        (ascends && !measured).then_some(Found { words: start..last.end, kind: Announced::Range(from, to) })
    }

    fn stands_for_a_key(&self, start: usize, entry: &Entry) -> bool {
        if self.gap(start) == Gap::Unit || self.is_measure(entry.end) {
            return false;
        }
        match entry.style {
            Style::Name => true,
            // "1 (800) 555 …" is a telephone number.
            Style::Figures => {
                let area = self.entries.at(entry.end).filter(|_| self.gap(entry.end) == Gap::Bracket);
                area.is_none_or(|area| area.keys.len() < 2)
            }
            Style::Words => self.closes(entry.end) || self.leads_to_noun(start, entry.end),
        }
    }

    /// Recognizes "the one key", which is a key, unlike "one key".
    fn leads_to_noun(&self, start: usize, end: usize) -> bool {
        self.is(end, List::Noun) && start > 0 && self.is(start - 1, List::Filler)
    }

    /// Returns whether the number before `place` is a quantity: "two digits", "9:30", "5%".
    fn is_measure(&self, place: usize) -> bool {
        match self.gap(place) {
            Gap::Unit => true,
            Gap::Tight => self.is_number(place),
            Gap::Space | Gap::Dash => self.is(place, List::Counted),
            Gap::Bracket | Gap::Comma | Gap::End => false,
        }
    }

    fn past_filler(&self, start: usize) -> usize {
        let filler = |place: &usize| self.is(*place, List::Filler) && !self.is_number(*place);
        (start..start + 3).find(|place| !filler(place)).unwrap_or(start)
    }
}
