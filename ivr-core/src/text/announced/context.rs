//! Finds the places in a sentence where a key can be announced: after a verb such as "press", in a list, or in an
//! offer that follows others: "For sales, press one; support, two. For billing, three."

use super::{
    super::{
        sentence::{Gap, Sentence},
        vocabulary::{List, Vocabulary},
    },
    Announced, Announcement,
    key::{Found, Reading},
};

/// The maximum number of words between a verb and its key.
const REACH: usize = 8;

/// Returns the keys that a sentence announces. `before` says whether an earlier sentence announced a key.
pub(super) fn read(vocabulary: &Vocabulary, sentence: &Sentence<'_>, before: bool) -> Vec<Announcement> {
    let lists = vocabulary.lists_of(&sentence.words);
    let (mut presses, mut ranks) = (false, false);
    for lists in &lists {
        presses |= lists.has(List::Press);
        ranks |= lists.has(List::Ranking);
    }
    if !presses && !before && !ranks {
        return Vec::new();
    }
    let context = Context { reading: Reading::new(vocabulary, sentence, lists), before, presses };
    let mut found: Vec<Found> = Vec::new();
    let mut place = 0;
    while place < sentence.words.len() {
        place = match context.announced_at(place, &found) {
            Some(keys) => {
                let end = keys.words.end;
                found.push(keys);
                end
            }
            None => place + 1,
        };
    }
    let mut announced = Vec::with_capacity(found.len());
    for keys in found {
        announced.extend(in_text(sentence, keys));
    }
    announced
}

/// Returns whether a sentence names the key, or a range that contains it.
pub(super) fn mentions(vocabulary: &Vocabulary, sentence: &Sentence<'_>, key: &str) -> bool {
    let reading = Reading::new(vocabulary, sentence, vocabulary.lists_of(&sentence.words));
    let places = || 0..sentence.words.len();
    let presses = places().any(|place| reading.is(place, List::Press));
    let in_range = |place| match reading.key(place).map(|found| found.kind) {
        Some(Announced::Range(from, to)) => key.parse().is_ok_and(|key: u8| (from..=to).contains(&key)),
        Some(Announced::Key(_) | Announced::AnyOther) | None => false,
    };
    places().any(|place| reading.names(place, key) || presses && in_range(place))
}

fn in_text(sentence: &Sentence<'_>, keys: Found) -> Option<Announcement> {
    let first = sentence.range(keys.words.start)?;
    let last = sentence.range(keys.words.end.checked_sub(1)?)?;
    Some(Announcement { range: first.start..last.end, kind: keys.kind })
}

struct Context<'a> {
    reading: Reading<'a>,
    /// Whether an earlier sentence announced a key.
    before: bool,
    /// Whether the sentence contains a verb such as "press".
    presses: bool,
}

impl Context<'_> {
    fn announced_at(&self, place: usize, found: &[Found]) -> Option<Found> {
        if !self.reading.may_announce(place) {
            return None;
        }
        if self.reading.is(place, List::Press) {
            return self.after_verb(place).or_else(|| self.ranked(place));
        }
        if self.reading.is(place, List::Ranking) {
            return self.ranked(place);
        }
        if let Some(other) = self.reading.other(place) {
            // Two words may have another meaning: "any key questions".
            let clear = other.words.len() > 2 || self.is_separate(place);
            return Some(other).filter(|_| clear && (self.presses || self.before));
        }
        let key = self.reading.key(place)?;
        // After only a comma, "9 to 5" means opening hours.
        let clear = matches!(key.kind, Announced::Key(_)) || self.joins(self.past_filler_back(place));
        (clear && self.goes_on(&key, found)).then_some(key)
    }

    /// Recognizes "press one", "press or say the number one", "press any other key".
    fn after_verb(&self, verb: usize) -> Option<Found> {
        if self.is_denied(verb) {
            return None;
        }
        for place in verb + 1..=verb + REACH {
            let found = self.reading.other(place).or_else(|| self.reading.key(place));
            let skipped = [List::Filler, List::Press, List::And];
            if found.is_some() || !skipped.into_iter().any(|list| self.reading.is(place, list)) {
                return found;
            }
        }
        None
    }

    /// Recognizes "do not press zero", "ne tapez pas zéro", "drücken Sie nicht die Null".
    fn is_denied(&self, verb: usize) -> bool {
        const BEFORE: [&str; 8] = ["not", "never", "t", "ne", "n", "non", "nao", "nunca"];
        let before = verb.checked_sub(1).and_then(|place| self.reading.word(place));
        let near = matches!(self.reading.gap(verb), Gap::Space | Gap::Tight);
        let offered = verb > 1 && self.reading.is(verb - 2, List::Offer);
        let spanish = before == Some("no") && !offered && self.reading.vocabulary.star.contains(&"asterisco");
        near && (before.is_some_and(|word| BEFORE.contains(&word)) || spanish)
            || (verb + 1..=verb + 2).any(|place| self.reading.word(place) == Some("nicht"))
    }

    /// Recognizes "enter a number between 1 and 5", "on a scale of one to ten".
    fn ranked(&self, verb: usize) -> Option<Found> {
        (verb + 1..=verb + REACH)
            .take_while(|place| !self.reading.is(*place, List::Press))
            .filter(|place| self.reading.is(*place, List::From))
            .find_map(|place| self.reading.range(place + 1))
    }

    /// Returns whether a number is a key because other keys were announced before it.
    fn goes_on(&self, key: &Found, found: &[Found]) -> bool {
        let (start, end) = (key.words.start, key.words.end);
        if !self.reading.closes(end) && !self.reading.is(end, List::Noun) {
            return false;
        }
        let marked = start > 0 && self.reading.is(start - 1, List::Mark);
        if marked && self.presses {
            return true;
        }
        if !found.is_empty() {
            return self.is_separate(start) && !self.follows_a_number(start, found);
        }
        // After a sentence with a verb: "For support, two." and "Two for support."
        let offered = self.reading.is(0, List::Offer)
            && self.reading.gap(end) == Gap::End
            && (marked || self.reading.gap(start) == Gap::Comma);
        self.before && (offered || start == 0 && self.reading.is(end, List::Offer))
    }

    /// Returns whether a comma or an "or" precedes `place`.
    fn is_separate(&self, place: usize) -> bool {
        let start = self.past_filler_back(place);
        matches!(self.reading.gap(start), Gap::Comma | Gap::Dash) || self.joins(start)
    }

    /// Returns whether the number at `place` continues a list of numbers that are not keys: "rooms 3, 4 or 5".
    fn follows_a_number(&self, place: usize, found: &[Found]) -> bool {
        let start = self.past_filler_back(place);
        let last = if self.joins(start) { start.checked_sub(2) } else { start.checked_sub(1) };
        last.is_some_and(|last| {
            self.reading.is_number(last) && found.last().is_none_or(|keys| !keys.words.contains(&last))
        })
    }

    fn joins(&self, place: usize) -> bool {
        place > 0 && self.reading.is(place - 1, List::And)
    }

    /// Returns the position of the first word that leads to the key at `place`: "the number 2", "la touche 2".
    fn past_filler_back(&self, place: usize) -> usize {
        let mut start = place;
        while start > 0
            && place - start < 3
            && self.reading.gap(start) == Gap::Space
            && self.reading.is(start - 1, List::Filler)
            && !self.joins(start)
        {
            start -= 1;
        }
        start
    }
}
