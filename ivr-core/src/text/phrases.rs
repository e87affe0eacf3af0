//! Which of many phrases were said in an utterance. What they are for is not known here.

use std::collections::HashMap;

/// Phrases to listen for, in normal form, made ready once.
///
/// A phrase counts where it stands as whole words and not inside a longer one: in "I have no fever" the phrase
/// "no fever" hides "fever". Phrases that stand beside each other, or overlap, all count.
///
/// ```
/// use ivr_core::text::Phrases;
/// let phrases = Phrases::new(["fever", "no fever", "yes"]);
/// assert_eq!(phrases.said("i have no fever"), [1]);
/// assert_eq!(phrases.said("yes no wait no fever"), [2, 1]);
/// assert!(phrases.said("feverish").is_empty());
/// ```
#[derive(Clone, Debug, Default)]
pub struct Phrases {
    /// By their first word; of one word the longest first, and equals in the order they were given.
    by_word: HashMap<String, Vec<(String, usize)>>,
}

impl Phrases {
    /// Makes phrases ready, which are known by their place in the order given. An empty one is never said.
    #[must_use]
    pub fn new<P: Into<String>>(phrases: impl IntoIterator<Item = P>) -> Self {
        let mut by_word: HashMap<String, Vec<(String, usize)>> = HashMap::new();
        for (place, phrase) in phrases.into_iter().enumerate() {
            let phrase = phrase.into();
            if !phrase.is_empty() {
                let first = first_word(&phrase).to_owned();
                by_word.entry(first).or_default().push((phrase, place));
            }
        }
        for phrases in by_word.values_mut() {
            phrases.sort_by_key(|(phrase, place)| (std::cmp::Reverse(phrase.len()), *place));
        }
        Self { by_word }
    }

    /// The phrases that stand in an utterance in normal form, from its beginning to its end; those of the same
    /// words one after the other, and one that is said twice, twice.
    ///
    /// It takes one look at each word of the utterance, and at each phrase that begins with that word.
    #[must_use]
    pub fn said(&self, said: &str) -> Vec<usize> {
        let mut standing = Vec::new();
        // Where the phrases so far end: whatever ends there or before it is inside a longer one.
        let mut end = 0;
        let mut start = 0;
        while let Some(rest) = said.get(start..).filter(|rest| !rest.is_empty()) {
            let word = first_word(rest);
            let hidden = end;
            for (phrase, place) in self.by_word.get(word).into_iter().flatten() {
                let over = start + phrase.len();
                let longest = end == hidden || over == end;
                if begins(rest, phrase) && over > hidden && longest {
                    standing.push(*place);
                    end = over;
                }
            }
            start += word.len() + 1;
        }
        standing
    }
}

fn first_word(text: &str) -> &str {
    text.split(' ').next().unwrap_or_default()
}

fn begins(said: &str, phrase: &str) -> bool {
    said.strip_prefix(phrase).is_some_and(|after| after.is_empty() || after.starts_with(' '))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{super::contains, *};

    fn said<'a>(phrases: &[&'a str], utterance: &str) -> Vec<&'a str> {
        let ready = Phrases::new(phrases.iter().copied());
        ready.said(utterance).into_iter().map(|place| phrases[place]).collect()
    }

    #[test]
    fn a_phrase_is_hidden_by_a_longer_one_around_it() {
        let phrases = ["fievre", "pas de fievre", "de fievre du tout", "oui", "pas"];
        assert_eq!(said(&phrases, "je n ai pas de fievre"), ["pas de fievre"]);
        assert_eq!(said(&phrases, "fievre"), ["fievre"]);
        assert_eq!(said(&phrases, "pas beaucoup de fievre"), ["pas", "fievre"]);
        // Neither is inside the other.
        assert_eq!(said(&phrases, "pas de fievre du tout"), ["pas de fievre", "de fievre du tout"]);
    }

    #[test]
    fn the_same_words_may_be_listened_for_twice() {
        let phrases = Phrases::new(["oui", "oui merci", "oui"]);
        assert_eq!(phrases.said("oui"), [0, 2]);
        assert_eq!(phrases.said("oui oui merci"), [0, 2, 1]);
    }

    #[test]
    fn nothing_is_said_in_silence_and_no_phrase_is_empty() {
        assert_eq!(said(&["", "a"], ""), [""; 0]);
        assert_eq!(said(&["", "a"], "b"), [""; 0]);
    }

    /// Every place where a phrase stands, in plain words: all of them, without those inside a longer one.
    fn plainly(phrases: &[Vec<&str>], said: &[&str]) -> Vec<usize> {
        let mut all = Vec::new();
        for start in 0..said.len() {
            for (place, phrase) in phrases.iter().enumerate() {
                if said[start..].starts_with(phrase) {
                    all.push((start, start + phrase.len(), place));
                }
            }
        }
        let inside = |one: &(usize, usize, usize), other: &(usize, usize, usize)| {
            other.0 <= one.0 && one.1 <= other.1 && other.1 - other.0 > one.1 - one.0
        };
        all.iter()
            .filter(|one| !all.iter().any(|other| inside(one, other)))
            .map(|(_, _, place)| *place)
            .collect()
    }

    proptest! {
        #[test]
        fn what_stands_is_what_the_plain_way_finds(
            said in "([ab]{1,2} ){0,8}",
            phrases in proptest::collection::vec("[ab]{1,2}( [ab]{1,2}){0,2}", 0..6),
        ) {
            let said = said.trim_end();
            let words: Vec<_> = said.split(' ').filter(|word| !word.is_empty()).collect();
            let listed: Vec<Vec<_>> = phrases.iter().map(|phrase| phrase.split(' ').collect()).collect();
            let found = Phrases::new(phrases.iter().map(String::as_str)).said(said);
            prop_assert_eq!(&found, &plainly(&listed, &words));
            for phrase in found {
                prop_assert!(contains(said, &phrases[phrase]));
            }
        }
    }
}
