//! The normal form in which phrases and utterances are compared.

use super::fold::{Folded, fold, plain, voiced};

/// The maximum length of the normal form, in characters: about twice what somebody can say in the 60 seconds that
/// Twilio listens. Longer text is cut off before it is processed.
///
/// ```
/// use ivr_core::text::{MAX_SPEECH_LENGTH, normalise};
/// assert_eq!(normalise(&"A".repeat(10_000)), "a".repeat(MAX_SPEECH_LENGTH));
/// ```
pub const MAX_SPEECH_LENGTH: usize = 2_000;

/// Folds case, accents and punctuation, and separates words with one space.
///
/// Latin letters lose their accents (`ß` is `ss`, `œ` is `oe`); letters of other scripts stay, in lower case. Digits
/// of every script become ASCII digits, full-width letters become ASCII letters, and half-width katakana become
/// full-width. Apostrophes, hyphens, punctuation and emoji separate words. At most [`MAX_SPEECH_LENGTH`] characters
/// are read and written, so no utterance takes longer than a millisecond; a sentence takes about one microsecond.
/// Text in normal form is unchanged.
///
/// ```
/// assert_eq!(ivr_core::text::normalise("  Oui, ça VA! "), "oui ca va");
/// assert_eq!(ivr_core::text::normalise("C'est l'été"), "c est l ete");
/// ```
#[must_use]
pub fn normalise(text: &str) -> String {
    let mut normal = Normal::new(text.len());
    for c in text.chars().take(MAX_SPEECH_LENGTH) {
        normal.add(c);
    }
    normal.text
}

/// The state of the normalization.
struct Normal {
    text: String,
    length: usize,
    gap: bool,
}

impl Normal {
    fn new(bytes: usize) -> Self {
        Self { text: String::with_capacity(bytes.min(MAX_SPEECH_LENGTH)), length: 0, gap: false }
    }

    fn add(&mut self, c: char) {
        if c.is_ascii() {
            match c.is_ascii_alphanumeric() {
                true => self.letter(c.to_ascii_lowercase()),
                false => self.gap = true,
            }
            return;
        }
        for lower in plain(c).to_lowercase() {
            match fold(lower) {
                Folded::Gap => self.gap = true,
                Folded::Nothing => {}
                Folded::Itself => self.letter(lower),
                Folded::Letters(letters) => letters.chars().for_each(|letter| self.letter(letter)),
            }
        }
    }

    /// Appends a letter and the pending space before it, unless there is no room for both.
    fn letter(&mut self, letter: char) {
        if let ('\u{3099}' | '\u{309A}', false) = (letter, self.gap)
            && let Some(whole) = self.text.chars().next_back().and_then(|last| voiced(last, letter))
        {
            self.text.pop();
            self.text.push(whole);
            return;
        }
        let space = self.gap && self.length > 0;
        if self.length + usize::from(space) >= MAX_SPEECH_LENGTH {
            self.length = MAX_SPEECH_LENGTH;
            return;
        }
        if space {
            self.text.push(' ');
        }
        self.text.push(letter);
        self.length += 1 + usize::from(space);
        self.gap = false;
    }
}

/// Returns whether `said` contains `phrase` as whole words; both are in normal form. An empty phrase is never
/// contained.
///
/// ```
/// assert!(ivr_core::text::contains("sales please", "sales"));
/// assert!(!ivr_core::text::contains("wholesales", "sales"));
/// ```
#[must_use]
pub fn contains(said: &str, phrase: &str) -> bool {
    let mut rest = Some(said).filter(|_| !phrase.is_empty());
    while let Some(words) = rest {
        if words.strip_prefix(phrase).is_some_and(|after| after.is_empty() || after.starts_with(' ')) {
            return true;
        }
        rest = words.split_once(' ').map(|(_, later)| later);
    }
    false
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The same in plain words: fold each character, split, join, cut.
    fn plainly(text: &str) -> String {
        let read: String =
            text.chars().take(MAX_SPEECH_LENGTH).map(plain).flat_map(char::to_lowercase).collect();
        let folded: String = read
            .chars()
            .map(|c| match fold(c) {
                Folded::Letters(letters) => letters.to_owned(),
                Folded::Itself => c.to_string(),
                Folded::Nothing => String::new(),
                Folded::Gap => " ".to_owned(),
            })
            .collect();
        let mut whole = String::new();
        for letter in folded.split_whitespace().collect::<Vec<_>>().join(" ").chars() {
            match whole.chars().next_back().and_then(|last| voiced(last, letter)) {
                Some(voiced) => {
                    whole.pop();
                    whole.push(voiced);
                }
                None => whole.push(letter),
            }
        }
        whole.chars().take(MAX_SPEECH_LENGTH).collect::<String>().trim_end().to_owned()
    }

    #[test]
    fn case_accents_and_punctuation_are_folded() {
        for (text, normal) in [
            ("c'est ÇA!", "c est ca"),
            ("c\u{2019}est", "c est"),
            ("Straße, GROẞ", "strasse gross"),
            ("e\u{301}te\u{301} = été", "ete ete"),
            ("İstanbul", "istanbul"),
            ("ŁÓDŹ", "lodz"),
            ("twenty-five", "twenty five"),
            ("1\u{FE0F}\u{20E3} 😀 ok", "1 ok"),
            ("ΟΔΌΣ οδός", "οδόσ οδόσ"),
            ("Привет, МИР", "привет мир"),
            ("a\u{AD}b\u{200D}c", "abc"),
            (" \t\r\n", ""),
            ("１５０−００４２ ＷｉＦｉ", "150 0042 wifi"),
            ("१२ ๓ ٤", "12 3 4"),
            ("ﾒｰﾙ ｵﾍﾟﾚｰﾀｰ ｶﾞｽ", "メール オペレーター ガス"),
            ("2ª, 2º", "2a 2o"),
        ] {
            assert_eq!(normalise(text), normal, "{text}");
        }
    }

    #[test]
    fn every_character_is_normal_after_one_pass() {
        // All higher characters are private or unassigned.
        for lower in ('\0'..='\u{323AF}').map(plain).flat_map(char::to_lowercase) {
            match fold(lower) {
                Folded::Itself => assert!(lower.to_lowercase().eq([lower]), "{lower:?}"),
                Folded::Letters(letters) => assert_eq!(normalise(letters), letters),
                Folded::Nothing | Folded::Gap => {}
            }
        }
    }

    #[test]
    fn what_nobody_can_say_in_a_minute_is_cut_off() {
        assert_eq!(normalise(&"a".repeat(100_000)).len(), MAX_SPEECH_LENGTH);
        assert_eq!(normalise(&"ß".repeat(100_000)).len(), MAX_SPEECH_LENGTH);
        assert_eq!(normalise(&"a ".repeat(100_000)).len(), MAX_SPEECH_LENGTH - 1);
        assert_eq!(normalise(&format!("{}sales", " ".repeat(MAX_SPEECH_LENGTH))), "");
    }

    #[test]
    fn whole_words_are_found_wherever_they_stand() {
        for (said, phrase) in [("a b c", "a b c"), ("a b c", "b"), ("a b c", "b c"), ("ba a a", "a a")] {
            assert!(contains(said, phrase), "{phrase} in {said}");
        }
        for (said, phrase) in [("ab", "a"), ("ab", "b"), ("a b", "ab"), ("a", ""), ("", ""), ("", "a")] {
            assert!(!contains(said, phrase), "{phrase} in {said}");
        }
    }

    proptest! {
        #[test]
        fn it_agrees_with_the_plain_way(text in "(?s).{0,60}") {
            prop_assert_eq!(normalise(&text), plainly(&text));
        }

        #[test]
        fn it_agrees_with_the_plain_way_on_what_people_write(text in "[a-zA-ZéÉüßœŁ '’,.!-]{0,60}") {
            prop_assert_eq!(normalise(&text), plainly(&text));
        }

        #[test]
        fn a_normal_form_stays_as_it_is(text in "(?s).*") {
            let once = normalise(&text);
            prop_assert_eq!(normalise(&once), once);
        }

        #[test]
        fn words_are_contained_as_in_a_list_of_words(said in "([ab]{1,2} ){0,6}", phrase in "([ab]{1,2} ){0,2}") {
            let (said, phrase) = (said.trim_end(), phrase.trim_end());
            let (many, few): (Vec<_>, Vec<_>) = (said.split(' ').collect(), phrase.split(' ').collect());
            let listed = !phrase.is_empty() && many.windows(few.len()).any(|window| window == few);
            prop_assert_eq!(contains(said, phrase), listed);
        }
    }

    proptest! {
        // Each case is a long text, so fewer cases than the default are enough.
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn it_agrees_with_the_plain_way_where_it_cuts(text in "[aß ]{0,4}", times in 400_usize..900) {
            let text = text.repeat(times);
            let once = normalise(&text);
            prop_assert_eq!(&once, &plainly(&text));
            prop_assert_eq!(normalise(&once), once);
        }
    }
}
