//! Compares the announced options with the accepted ones. It finds keys that are announced but have no arm, and keys
//! that have an arm but are not announced.

use std::cell::OnceCell;

use crate::text::{self, Announced, Announcement, is_read};

/// A text that a caller hears before answering.
#[derive(Clone, Copy, Debug)]
pub struct SpokenText<'a> {
    /// The text.
    pub text: &'a str,
    /// Its language, `en-US`.
    pub language: &'a str,
    /// Whether the text may be switched off, so that it does not count as an announcement.
    pub optional: bool,
}

/// The accepted options.
#[derive(Clone, Debug)]
pub struct Options<'a> {
    /// The minimum and maximum number of keys of an entry, if keys are accepted.
    pub keys: Option<(u32, Option<u32>)>,
    /// The key that ends an entry.
    pub finish: Option<&'a str>,
    /// The arms of the state and the inherited arms.
    pub arms: Vec<Taken<'a>>,
}

/// The inputs of an arm.
#[derive(Clone, Debug)]
pub struct Taken<'a> {
    /// Its entries of keys.
    pub keys: Vec<&'a str>,
    /// Its phrases, as written.
    pub phrases: Vec<&'a str>,
    /// Whether it takes every complete entry.
    pub entered: bool,
    /// Whether it comes from `everywhere`. In an entry of several keys, such an arm does not take a complete entry.
    pub inherited: bool,
    /// Whether it must be announced: it is the state's own arm, and not hidden.
    pub announced: bool,
}

/// The differences. Indexes refer to the given texts and arms.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Difference {
    /// The keys that are announced but not accepted, with the text that announces each.
    pub unhandled: Vec<(usize, String)>,
    /// The arms whose keys are not announced, with the first key of each.
    pub unheard: Vec<(usize, String)>,
}

/// Returns the differences between the texts and the accepted options. `unknown` means that the caller hears more
/// than these texts; `announced` recognizes a text, or returns an earlier result for this index.
pub fn difference<A>(
    texts: &[SpokenText<'_>],
    unknown: bool,
    options: &Options<'_>,
    announced: impl Fn(usize, &SpokenText<'_>) -> A,
) -> Difference
where
    A: AsRef<[Announcement]>,
{
    let said = Said::new(texts, announced);
    let unhandled = said.announced().filter(|(_, key)| !options.take(key)).collect();
    let unread = unknown || texts.iter().any(|heard| !is_read(heard.language));
    let unheard = if unread { Vec::new() } else { said.unheard(options) };
    Difference { unhandled, unheard }
}

/// What the texts announce, with the index of the text.
struct Said<'a> {
    texts: &'a [SpokenText<'a>],
    keys: Vec<(usize, String)>,
    ranges: Vec<(usize, u8, u8)>,
    any: bool,
    /// All texts that are always heard, in normal form, with their language. Computed on first use.
    words: OnceCell<Vec<(String, &'a str)>>,
}

impl<'a> Said<'a> {
    fn new<A: AsRef<[Announcement]>>(
        texts: &'a [SpokenText<'a>],
        announced: impl Fn(usize, &SpokenText<'_>) -> A,
    ) -> Self {
        let (keys, ranges, words) = (Vec::new(), Vec::new(), OnceCell::new());
        let mut said = Self { texts, keys, ranges, any: false, words };
        for (index, heard) in texts.iter().enumerate() {
            for announcement in announced(index, heard).as_ref() {
                match &announcement.kind {
                    Announced::Key(key) => said.keys.push((index, key.clone())),
                    Announced::Range(from, to) => said.ranges.push((index, *from, *to)),
                    Announced::AnyOther => said.any |= !heard.optional,
                }
            }
        }
        said
    }

    /// Returns every announced key.
    fn announced(&self) -> impl Iterator<Item = (usize, String)> {
        let in_range =
            |&(index, from, to): &(usize, u8, u8)| (from..=to).map(move |number| (index, number.to_string()));
        self.keys.iter().cloned().chain(self.ranges.iter().flat_map(in_range))
    }

    /// Returns the first key of every arm that is not announced. Entries of three or more keys are treated as a code
    /// or a number.
    fn unheard(&self, options: &Options<'_>) -> Vec<(usize, String)> {
        if self.any && self.keys.is_empty() {
            return Vec::new();
        }
        let arms = options.arms.iter().enumerate().filter(|(_, arm)| arm.announced && !self.is_heard(arm));
        let short = |(index, arm): (usize, &Taken<'_>)| {
            let key = arm.keys.iter().find(|key| key.chars().count() < 3)?;
            Some((index, (*key).to_owned()))
        };
        arms.filter_map(short).collect()
    }

    /// Returns whether a key or phrase of an arm is announced or mentioned.
    fn is_heard(&self, arm: &Taken<'_>) -> bool {
        let phrase = |phrase: &&str| {
            let phrase = text::normalise(phrase);
            self.words().iter().any(|(said, _)| text::contains(said, &phrase))
        };
        arm.phrases.iter().any(phrase) || arm.keys.iter().any(|key| self.names(key))
    }

    fn names(&self, key: &str) -> bool {
        let in_range = |(index, from, to): &(usize, u8, u8)| {
            self.is_sure(*index) && key.parse().is_ok_and(|number: u8| (*from..=*to).contains(&number))
        };
        self.keys.iter().any(|(index, said)| said == key && self.is_sure(*index))
            || self.ranges.iter().any(in_range)
            || (!key.starts_with(|c: char| c.is_ascii_digit())
                && self.sure().any(|heard| heard.text.contains(key)))
            || self.sure().any(|heard| text::mentions_key(heard.text, key, heard.language))
    }

    fn words(&self) -> &[(String, &'a str)] {
        let normal = |heard: &SpokenText<'a>| (text::normalise(heard.text), heard.language);
        self.words.get_or_init(|| self.sure().map(normal).collect())
    }

    fn sure(&self) -> impl Iterator<Item = &'a SpokenText<'a>> {
        self.texts.iter().filter(|heard| !heard.optional)
    }

    fn is_sure(&self, index: usize) -> bool {
        self.texts.get(index).is_some_and(|heard| !heard.optional)
    }
}

impl Options<'_> {
    /// Returns whether an announced key is accepted: an arm names it, it finishes the entry, or it is an entry. `*`
    /// and `#` usually finish an entry, so they are not entries by themselves where an entry has several keys.
    pub fn take(&self, key: &str) -> bool {
        let Some((min, max)) = self.keys else { return false };
        let length = key.chars().count() as u32;
        let figures = max == Some(1) || key.bytes().all(|byte| byte.is_ascii_digit());
        let entry = figures && min <= length && max.is_none_or(|max| length <= max);
        // In an entry of two keys, "one" means `01`.
        let padded = (min > 1).then(|| format!("{key:0>width$}", width = min as usize));
        let (mut has_entered, mut own, mut inherited) = (false, false, false);
        for arm in &self.arms {
            has_entered |= arm.entered;
            for named in &arm.keys {
                let is_key = *named == key || padded.as_deref() == Some(*named);
                own |= is_key && !arm.inherited;
                inherited |= is_key && arm.inherited;
            }
        }
        let is_swallowed = inherited && entry && has_entered && max != Some(1);
        self.finish == Some(key) || own || (inherited || entry && has_entered) && !is_swallowed
    }
}
