//! Selects the arm for an input. The server, the scenarios and the tools all use this module.

// The phrases of a state.
mod phrases;

#[cfg(test)]
mod corpus;

use std::collections::BTreeMap;

use crate::{
    event::{Event, Outcome},
    text::{self, SpokenEntry},
};

use self::phrases::PhraseMatcher;

/// The inputs of an arm.
///
/// ```
/// use ivr_core::{event::Event, matching::{Arm, arm_of, taken}};
/// let arm = |outcomes| Arm { outcomes, ..Arm::default() };
/// let arms = [arm(vec![Event::Answered]), arm(vec![Event::Else])];
/// assert_eq!(arm_of(&arms, Event::Busy), None);
/// assert_eq!(taken(&arms, Event::Busy), Some(1));
/// ```
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Arm<'a> {
    /// Entries of keys.
    pub keys: Vec<&'a str>,
    /// Phrases, each with its minimum confidence from 0 to 1.
    pub phrases: Vec<(&'a str, f32)>,
    /// Outcomes, and the answers of Rust.
    pub outcomes: Vec<Event>,
    /// The event for a phrase or an entry of several keys; see [`counts_as`].
    pub heard: Option<Event>,
    /// Whether the arm has a condition. Its key then counts as the same event as its phrases, because another arm may
    /// have the same key.
    pub conditional: bool,
    /// Whether the arm comes from `everywhere`.
    pub inherited: bool,
}

impl Arm<'_> {
    fn names(&self, heard: Event) -> bool {
        let is_key = |entry: &&str| Event::single_key(entry) == Some(heard);
        let is_named = !self.conditional && self.keys.iter().any(is_key);
        self.outcomes.contains(&heard) || self.heard == Some(heard) || is_named
    }

    /// Returns the event for one of its entries of keys.
    #[must_use]
    pub fn heard_for(&self, entry: &str) -> Event {
        let key = Event::single_key(entry).filter(|_| !self.conditional);
        key.or(self.heard).unwrap_or(Event::Else)
    }
}

/// Returns the event for a phrase or an entry of several keys in the arm with this index: the arm's own single key,
/// if it has one.
///
/// ```
/// use ivr_core::{event::Event, matching::counts_as};
/// assert_eq!(counts_as(["12", "3"], 0), Event::Key3);
/// assert_eq!(counts_as(["12"], 4), Event::Arm(4));
/// ```
pub fn counts_as<'a>(keys: impl IntoIterator<Item = &'a str>, number: u16) -> Event {
    keys.into_iter().find_map(Event::single_key).unwrap_or(Event::Arm(number))
}

/// Returns the first arm that names the event.
#[must_use]
pub fn arm_of(arms: &[Arm<'_>], heard: Event) -> Option<usize> {
    arms.iter().position(|arm| arm.names(heard))
}

/// Returns the arm for an event that no arm names: the last arm for the first of [`Outcome::FALLBACKS`] that has an
/// arm, or the last arm of all.
#[must_use]
pub fn fallback(arms: &[Arm<'_>]) -> Option<usize> {
    let last = |outcome: Outcome| arms.iter().rposition(|arm| arm.outcomes.contains(&outcome.heard()));
    fallback_by(arms.len(), last)
}

/// Returns the fallback among this number of arms. `last` returns the last arm for an outcome.
///
/// ```
/// use ivr_core::{event::Outcome, matching::fallback_by};
/// assert_eq!(fallback_by(3, |outcome| (outcome == Outcome::Silence).then_some(1)), Some(1));
/// assert_eq!(fallback_by(3, |_| None), Some(2));
/// ```
pub fn fallback_by(arms: usize, last: impl FnMut(Outcome) -> Option<usize>) -> Option<usize> {
    Outcome::FALLBACKS.into_iter().find_map(last).or_else(|| arms.checked_sub(1))
}

/// Returns the arm that the generated transition takes.
#[must_use]
pub fn taken(arms: &[Arm<'_>], heard: Event) -> Option<usize> {
    arm_of(arms, heard).or_else(|| fallback(arms))
}

/// The minimum and maximum number of keys of an entry.
pub type Length = (u32, Option<u32>);

/// The inputs that a state accepts, prepared before the first call.
///
/// ```
/// use ivr_core::{event::Event, matching::{Arm, Matcher}};
/// let sales = Arm { keys: vec!["1"], phrases: vec![("sales", 0.0)], heard: Some(Event::Key1), ..Arm::default() };
/// let matcher = Matcher::new(Some((1, Some(1))), "en-US", &[sales]);
/// assert_eq!(matcher.words("Sales, please.", None), Event::Key1);
/// assert_eq!(matcher.entry("7"), Event::Else);
/// ```
#[derive(Clone, Debug)]
pub struct Matcher {
    keys: Option<Length>,
    language: String,
    own: BTreeMap<String, Event>,
    inherited: BTreeMap<String, Event>,
    sayings: PhraseMatcher,
    takes_entries: bool,
    /// The keys that items of a list may use.
    offered: String,
    /// The keys of the options, in order.
    listed: Vec<char>,
    /// The meaning of each single key, by [`place_of_key`].
    by_key: [Event; KEYS.len()],
}

/// Every telephone key.
const KEYS: [u8; 12] = *b"0123456789*#";

/// Returns the index of an entry of one key.
fn place_of_key(digits: &str) -> Option<usize> {
    match digits.as_bytes() {
        [digit @ b'0'..=b'9'] => Some(usize::from(digit - b'0')),
        [b'*'] => Some(10),
        [b'#'] => Some(11),
        _ => None,
    }
}

impl Matcher {
    /// Creates the matcher of a state. It accepts entries of this length, if keys are accepted, and speech in
    /// `language`.
    #[must_use]
    pub fn new(keys: Option<Length>, language: &str, arms: &[Arm<'_>]) -> Self {
        let (mut own, mut inherited) = (BTreeMap::new(), BTreeMap::new());
        for arm in arms {
            let table = if arm.inherited { &mut inherited } else { &mut own };
            for entry in &arm.keys {
                table.entry((*entry).to_owned()).or_insert_with(|| arm.heard_for(entry));
            }
        }
        let takes_entries = arms.iter().any(|arm| arm.outcomes.contains(&Event::Entered));
        let (sayings, language) = (PhraseMatcher::new(arms), language.to_owned());
        // "The second one" is the key 2 only if the keys 1 and 2 have arms.
        let has = |key: &char| own.contains_key(key.encode_utf8(&mut [0; 4]) as &str);
        let listed = ('1'..='9').take_while(has).collect();
        let (offered, by_key) = (String::new(), [Event::Else; KEYS.len()]);
        Self { keys, language, own, inherited, sayings, takes_entries, offered, listed, by_key }.with_keys()
    }

    /// Computes the meaning of each single key.
    fn with_keys(self) -> Self {
        let by_key = KEYS.map(|key| self.any_entry(char::from(key).encode_utf8(&mut [0; 4])));
        Self { by_key, ..self }
    }

    /// Returns the matcher for a `gather` that offers items of a list with some of these keys, in this order unless
    /// items have their own keys. The call determines which keys are in use.
    #[must_use]
    pub fn offering(self, keys: &str, in_order: bool) -> Self {
        if keys.is_empty() {
            return self;
        }
        let listed = if in_order { keys.chars().collect() } else { Vec::new() };
        Self { offered: keys.to_owned(), listed, ..self }.with_keys()
    }

    /// Returns the keys that were spoken: `3` for “three”, `06457` for “my zip code is 06457”. “The second one” is
    /// the key of the second option.
    ///
    /// ```
    /// use ivr_core::matching::{Arm, Matcher};
    /// let menu = [Arm { keys: vec!["1", "2"], ..Arm::default() }];
    /// let menu = Matcher::new(Some((1, Some(1))), "en-US", &menu);
    /// assert_eq!(menu.spoken_keys("The second one, please.").as_deref(), Some("2"));
    /// assert_eq!(menu.spoken_keys("The third one, please."), None);
    /// ```
    #[must_use]
    pub fn spoken_keys(&self, speech: &str) -> Option<String> {
        self.keys_in(&text::normalise(speech))
    }

    fn keys_in(&self, said: &str) -> Option<String> {
        match text::spoken_entry(said, &self.language, self.keys?)? {
            SpokenEntry::Keys(keys) => Some(keys),
            SpokenEntry::Ordinal(number) => {
                let place = usize::from(number).checked_sub(1)?;
                self.listed.get(place).map(char::to_string)
            }
        }
    }

    /// Returns the event for keys: an arm of the state that names the entry; an inherited arm that names it, if
    /// entries have one key; otherwise a complete entry, an inherited arm that names it, or `_`.
    #[must_use]
    pub fn entry(&self, digits: &str) -> Event {
        let known = place_of_key(digits).and_then(|place| self.by_key.get(place));
        known.copied().unwrap_or_else(|| self.any_entry(digits))
    }

    fn any_entry(&self, digits: &str) -> Event {
        if let Some(heard) = self.own.get(digits) {
            return *heard;
        }
        let inherited = self.inherited.get(digits).copied();
        // Where one key is gathered, `entered` would otherwise take every key before an arm of `everywhere` can.
        if let (Some((_, Some(1))), Some(heard)) = (self.keys, inherited) {
            return heard;
        }
        if Event::single_key(digits).is_some() && self.offered.contains(digits) {
            return Event::Chosen;
        }
        let complete = |(min, max): Length| {
            let length = digits.len();
            min as usize <= length && max.is_none_or(|max| length <= max as usize)
        };
        let is_keys = || digits.chars().all(|key| Event::key(key).is_some());
        if self.takes_entries && self.keys.is_some_and(complete) && is_keys() {
            return Event::Entered;
        }
        inherited.unwrap_or(Event::Else)
    }

    /// Returns the event for speech: the arm that the phrases select, otherwise spoken keys, otherwise speech as an
    /// entry, otherwise `_`. Twilio does not always send a confidence (0 to 1); speech without one counts as certain.
    #[must_use]
    pub fn words(&self, speech: &str, confidence: Option<f32>) -> Event {
        let said = text::normalise(speech);
        let sure = confidence.unwrap_or(1.0);
        if let Some(heard) = self.sayings.settle(&said, sure) {
            return heard;
        }
        if let Some(spoken) = self.keys_in(&said) {
            let heard = self.entry(&spoken);
            return if self.sayings.is_sure(heard, sure) { heard } else { Event::Else };
        }
        if self.takes_entries && !said.is_empty() { Event::Entered } else { Event::Else }
    }
}
