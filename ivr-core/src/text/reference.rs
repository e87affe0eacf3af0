//! A second, plain implementation of the normal form, which is compared with the first one on many random utterances.
//!
//! To test a million utterances: `IVR_UTTERANCES=1000000 cargo test --release -p ivr-core utterances`.

use std::{collections::BTreeMap, env};

use super::{MAX_SPEECH_LENGTH, normalise, phrases::Phrases, spoken_keys};

/// The default number of utterances.
const GATE: usize = 5_000;

/// The characters of six languages with their normal forms. A letter and its accent may be separate.
const ALPHABET: [(&str, &str); 34] = [
    ("a", "aAàâáäãåÀÂÁÄÃÅāą"),
    ("b", "bB"),
    ("c", "cCçÇćč"),
    ("d", "dDďđ"),
    ("e", "eEéèêëÉÈÊËęě"),
    ("f", "fF"),
    ("g", "gGğ"),
    ("h", "hH"),
    ("i", "iIíìîïÍÌÎÏıİ"),
    ("j", "jJ"),
    ("k", "kK"),
    ("l", "lLłŁ"),
    ("m", "mM"),
    ("n", "nNñÑńň"),
    ("o", "oOóòôöõøÓÒÔÖÕØő"),
    ("p", "pP"),
    ("q", "qQ"),
    ("r", "rRř"),
    ("s", "sSśşšș"),
    ("t", "tTťț"),
    ("u", "uUúùûüÚÙÛÜűů"),
    ("v", "vV"),
    ("w", "wW"),
    ("x", "xX"),
    ("y", "yYýÿÝŸ"),
    ("z", "zZźżžŽ"),
    ("ss", "ßẞ"),
    ("oe", "œŒ"),
    ("ae", "æÆ"),
    ("0", "0"),
    ("7", "7"),
    // Ignored: combining accents, soft hyphens, joiners, variation selectors.
    ("", "\u{300}\u{301}\u{302}\u{303}\u{308}\u{327}\u{AD}\u{200D}\u{FE0F}"),
    // Separators of words.
    (" ", "        \t\n.,;:!?…'’«»\"()<>&/=%+*#-–—_€😀🤒👍🇫\u{0}\u{200B}"),
    // Letters of other scripts become lower case.
    ("д", "дД"),
];

/// What each character counts as.
fn meanings() -> BTreeMap<char, &'static str> {
    let all = ALPHABET.iter().flat_map(|(meaning, letters)| letters.chars().map(|letter| (letter, *meaning)));
    all.collect()
}

/// The normal form of a text in this alphabet: replace, split, join, cut.
fn plainly(text: &str, meanings: &BTreeMap<char, &str>) -> String {
    let replaced: String = text.chars().take(MAX_SPEECH_LENGTH).map(|letter| meanings[&letter]).collect();
    let joined = replaced.split_whitespace().collect::<Vec<_>>().join(" ");
    let cut: String = joined.chars().take(MAX_SPEECH_LENGTH).collect();
    cut.trim_end().to_owned()
}

/// Numbers without an end, the same in every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % end
    }
}

#[test]
fn random_utterances_have_the_normal_form_of_the_plain_way() {
    let many = env::var("IVR_UTTERANCES").ok().map_or(GATE, |many| many.parse().expect("a number"));
    let meanings = meanings();
    let letters: Vec<char> = meanings.keys().copied().collect();
    let spaces = ALPHABET[32].1.chars().collect::<Vec<_>>();
    let phrases = ["oui", "non", "a", "e s", "oui non", "pas de fievre", "fievre"];
    let ready = Phrases::new(phrases);
    let mut chance = Chance(0x9E37_79B9_7F4A_7C15);
    let mut text = String::new();
    for number in 0..many {
        text.clear();
        // One in a thousand is longer than the limit of an utterance.
        let length = if number % 1_000 == 999 { 3_000 } else { chance.below(80) };
        for _ in 0..length {
            match chance.below(10) {
                0 | 1 => text.push(spaces[chance.below(spaces.len())]),
                2 if chance.below(4) == 0 => text.push_str(phrases[chance.below(phrases.len())]),
                _ => text.push(letters[chance.below(letters.len())]),
            }
        }
        let normal = normalise(&text);
        assert_eq!(normal, plainly(&text, &meanings), "{text:?}");
        assert_eq!(normalise(&normal), normal, "{text:?}");
        assert!(normal.chars().count() <= MAX_SPEECH_LENGTH);
        for phrase in ready.said(&normal) {
            let joined = |text: &str| text.replace(' ', "");
            assert!(joined(&normal).contains(&joined(phrases[phrase])), "{text:?}");
        }
        if let Some(keys) = spoken_keys(&normal, "fr-FR") {
            assert!(keys.chars().all(|key| key.is_ascii_digit() || "*#".contains(key)), "{text:?}");
        }
    }
}
