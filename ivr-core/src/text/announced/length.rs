//! Detects how many keys a prompt asks for: "your five digit zip code", "un code à 6 chiffres", "die vierstellige
//! PIN".

use super::{
    super::{sentence::Sentence, vocabulary::Vocabulary},
    key::Reading,
};

/// The units of an entry, in the supported languages.
const DIGITS: [&str; 14] = [
    "digit",
    "digits",
    "chiffre",
    "chiffres",
    "digito",
    "digitos",
    "cifra",
    "cifras",
    "cifre",
    "ziffer",
    "ziffern",
    "stellige",
    "stelligen",
    "algarismos",
];

/// The end of a German number word that counts digits: "vierstellige".
const STELLIG: &str = "stellig";

/// Returns the length that a sentence asks for, or `None` if it also contains other numbers or asks for nothing.
pub(super) fn of_sentence(vocabulary: &Vocabulary, sentence: &Sentence<'_>) -> Option<u32> {
    let reading = Reading::new(vocabulary, sentence, vocabulary.lists_of(&sentence.words));
    let mut found = None;
    let mut numbers = 0;
    let mut place = 0;
    while place < sentence.words.len() {
        let word = reading.word(place)?;
        if let Some((number, _)) = word.split_once(STELLIG).filter(|(number, _)| !number.is_empty()) {
            found = vocabulary.keys(&[number]).and_then(|(keys, _)| keys.parse().ok());
            numbers += 1;
        } else if let Some((keys, end)) = reading.number(place) {
            numbers += 1;
            if reading.word(end).is_some_and(|next| DIGITS.contains(&next)) {
                found = keys.parse().ok();
            }
            place = end;
            continue;
        }
        place += 1;
    }
    found.filter(|length| numbers == 1 && (2..=20).contains(length))
}
