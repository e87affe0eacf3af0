//! Finds phrases in an utterance. The module does not know what the phrases mean.

use super::{
    script::{Boundary, Ends},
    trie::{Place, Trie},
};

/// The minimum number of letters of a compound that may be written with or without a blank: "wi fi" matches "wifi",
/// but "ou i" does not match "oui".
const SHORTEST_COMPOUND: usize = 4;

/// Returns the common form of two phrases that are the same when spoken, such as "wi fi" and "wifi". The phrases are
/// in normal form.
///
/// ```
/// use ivr_core::text::same_words;
/// assert_eq!(same_words("wi fi"), same_words("wifi"));
/// assert_ne!(same_words("ou i"), same_words("oui"));
/// ```
#[must_use]
pub fn same_words(phrase: &str) -> String {
    let joined = phrase.replace(' ', "");
    if joined.chars().count() >= SHORTEST_COMPOUND { joined } else { phrase.to_owned() }
}

/// Phrases in normal form, prepared for matching.
///
/// A phrase counts if it occurs as whole words and not inside a longer phrase: in "I have no fever" the phrase "no
/// fever" hides "fever". Adjacent and overlapping phrases all count. Compounds match with and without a blank: "voice
/// mail", "voicemail". In scripts without blanks, a phrase matches wherever its letters occur; a short phrase matches
/// only if it cannot be part of another word.
///
/// ```
/// use ivr_core::text::Phrases;
/// let phrases = Phrases::new(["fever", "no fever", "yes", "voice mail", "发票"]);
/// assert_eq!(phrases.said("i have no fever"), [1]);
/// assert_eq!(phrases.said("yes no wait no fever"), [2, 1]);
/// assert_eq!(phrases.said("my voicemail"), [3]);
/// assert_eq!(phrases.said("我需要开发票"), [4]);
/// assert!(phrases.said("feverish").is_empty());
/// ```
#[derive(Clone, Debug, Default)]
pub struct Phrases {
    /// By their letters, without blanks.
    letters: Trie<Phrase>,
}

#[derive(Clone, Debug)]
struct Phrase {
    text: String,
    place: usize,
    ends: Ends,
}

/// An occurrence of a phrase in an utterance.
#[derive(Clone, Copy)]
struct Found {
    at: Place,
    end: usize,
    /// Whether its blanks are those of the phrase.
    exact: bool,
}

impl Phrases {
    /// Prepares phrases, which are identified by their index. An empty phrase never matches.
    #[must_use]
    pub fn new<P: Into<String>>(phrases: impl IntoIterator<Item = P>) -> Self {
        let mut letters = Trie::default();
        for (place, phrase) in phrases.into_iter().enumerate() {
            let text: String = phrase.into();
            if let Some(ends) = Ends::of(&text) {
                let spelled: Vec<char> = text.chars().filter(|letter| *letter != ' ').collect();
                letters.add(spelled.into_iter(), Phrase { text, place, ends });
            }
        }
        Self { letters }
    }

    /// Returns the phrases in an utterance in normal form, from beginning to end. Phrases of the same words follow
    /// each other, and a repeated phrase is returned twice.
    ///
    /// The search looks up each place where a word may begin once, and follows the letters of the phrases from there.
    #[must_use]
    pub fn said(&self, said: &str) -> Vec<usize> {
        let mut standing = Vec::new();
        // The end of the phrases so far. A phrase that ends there or earlier is inside a longer one.
        let mut hidden = 0;
        let mut before = ' ';
        for (start, letter) in said.char_indices() {
            let boundary = Boundary::between(std::mem::replace(&mut before, letter), letter);
            if boundary == Boundary::Inside {
                continue;
            }
            let Some(first) = self.letters.next(Trie::<Phrase>::START, letter) else { continue };
            let Some(longest) = self.longest(said, start, first).filter(|found| found.end > hidden) else {
                continue;
            };
            let spoken = said.get(start..longest.end).unwrap_or_default();
            let phrases = self.letters.ends(longest.at).iter();
            let heard = phrases.filter(|phrase| phrase.is_heard(longest.exact, spoken));
            standing.extend(heard.map(|phrase| phrase.place));
            hidden = longest.end;
        }
        standing
    }

    /// Returns the longest phrase at `start`, whose first letter leads to `first`.
    fn longest(&self, said: &str, start: usize, first: Place) -> Option<Found> {
        let mut found = None;
        let mut at = first;
        let mut letters = said.get(start..)?.char_indices().filter(|(_, letter)| *letter != ' ');
        let mut end = start + letters.next()?.1.len_utf8();
        loop {
            let spoken = said.get(start..end)?;
            let mut fitting = self.letters.ends(at).iter().filter(|phrase| phrase.ends.fit(said, start, end));
            if let Some(one) = fitting.next() {
                let exact = one.text == spoken || fitting.any(|phrase| phrase.text == spoken);
                if exact || one.is_heard(false, spoken) {
                    found = Some(Found { at, end, exact });
                }
            }
            let Some((next, letter)) = letters.next() else { return found };
            let Some(place) = self.letters.next(at, letter) else { return found };
            (at, end) = (place, start + next + letter.len_utf8());
        }
    }
}

impl Phrase {
    /// Returns whether the spoken words are the phrase. If several phrases have the same letters, the blanks must
    /// match.
    fn is_heard(&self, exact: bool, spoken: &str) -> bool {
        self.text == spoken
            || self.ends.ignores_blanks()
            || !exact && self.ends.letters() >= SHORTEST_COMPOUND
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

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
        // The phrases overlap, and neither contains the other.
        assert_eq!(said(&phrases, "pas de fievre du tout"), ["pas de fievre", "de fievre du tout"]);
    }

    #[test]
    fn the_same_words_may_be_listened_for_twice() {
        let phrases = Phrases::new(["oui", "oui merci", "oui"]);
        assert_eq!(phrases.said("oui"), [0, 2]);
        assert_eq!(phrases.said("oui oui merci"), [0, 2, 1]);
    }

    #[test]
    fn a_compound_is_heard_with_a_blank_and_without() {
        assert_eq!(said(&["wi fi"], "my wifi is down"), ["wi fi"]);
        assert_eq!(said(&["voicemail", "voice"], "my voice mail"), ["voicemail"]);
        assert_eq!(said(&["e mail"], "email"), ["e mail"]);
        // The spelling decides if both spellings are phrases.
        assert_eq!(said(&["every day", "everyday"], "every day"), ["every day"]);
        // A phrase that is too short for a compound, and one inside other words.
        assert_eq!(said(&["oui"], "ou i"), [""; 0]);
        assert_eq!(said(&["wifi"], "swi fit"), [""; 0]);
    }

    #[test]
    fn letters_of_a_script_without_blanks_stand_anywhere() {
        assert_eq!(said(&["发票"], "我需要开发票"), ["发票"]);
        assert_eq!(said(&["发票", "开发票的进度"], "我想问开发票的进度"), ["开发票的进度"]);
        assert_eq!(said(&["예약", "예약 취소"], "예약취소 부탁해요"), ["예약 취소"]);
        assert_eq!(said(&["是"], "可是"), [""; 0]);
    }

    #[test]
    fn nothing_is_said_in_silence_and_no_phrase_is_empty() {
        assert_eq!(said(&["", "a"], ""), [""; 0]);
        assert_eq!(said(&["", "a"], "b"), [""; 0]);
    }

    /// Finds all occurrences of phrases in normalized words, without those inside a longer one.
    fn plainly(phrases: &[Vec<&str>], said: &[&str]) -> Vec<usize> {
        let mut all = Vec::new();
        for start in 0..said.len() {
            for end in start + 1..=said.len() {
                let words = &said[start..end];
                let same = |phrase: &Vec<&str>| phrase.concat() == words.concat();
                let to_the_letter = phrases.iter().any(|phrase| phrase == words);
                for (place, _) in phrases.iter().enumerate().filter(|(_, phrase)| same(phrase)) {
                    if phrases[place] == words || !to_the_letter && words.concat().len() >= 4 {
                        all.push((start, end, place));
                    }
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
        }
    }
}
