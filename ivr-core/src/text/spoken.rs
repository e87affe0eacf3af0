//! Recognizes keys that a caller said instead of pressing them.

// The kinds of words.
mod token;
mod unspaced;

use self::{
    token::{Token, Words},
    unspaced::Known,
};
use super::vocabulary::Vocabulary;

/// The minimum number of keys among other words. "I have 2 cats" enters nothing.
const FEWEST_IN_A_SENTENCE: usize = 3;

/// Returns the spoken keys, if an utterance consists of keys only: `"two"` is the key 2.
///
/// `said` is in normal form, and `language` is a BCP 47 tag. Digits, number words, the names of `*` and `#`, and
/// words without meaning ("press", "my zip code is", "please") are recognized in English, French, Spanish, German,
/// Italian, Portuguese, Chinese, Japanese, Korean and Thai; in other languages only digits are recognized. A number
/// of two digits is its two keys: "twenty-five" is `25`, "zéro six, vingt-cinq" is `0625`, and "double four" is `44`.
/// With any other word the utterance is not an entry.
///
/// ```
/// use ivr_core::text::{normalise, spoken_keys};
/// let keys = |said: &str, language| spoken_keys(&normalise(said), language);
/// assert_eq!(keys("Press two, please.", "en-US").as_deref(), Some("2"));
/// assert_eq!(keys("double four one", "en-GB").as_deref(), Some("441"));
/// assert_eq!(keys("la touche dièse", "fr-FR").as_deref(), Some("#"));
/// assert_eq!(keys("二番です", "ja-JP").as_deref(), Some("2"));
/// assert_eq!(keys("two pizzas", "en-US"), None);
/// ```
#[must_use]
pub fn spoken_keys(said: &str, language: &str) -> Option<String> {
    match read(said, language, |tokens| plainly(tokens)).or_else(|| alone(said, language))? {
        Plain { keys, ordinal: None, .. } => Some(keys).filter(|keys| !keys.is_empty()),
        Plain { .. } => None,
    }
}

/// What a caller said where keys are accepted.
///
/// ```
/// use ivr_core::text::{SpokenEntry, normalise, spoken_entry};
/// let said = |said: &str, length| spoken_entry(&normalise(said), "en-US", length);
/// assert_eq!(said("The second one.", (1, Some(1))), Some(SpokenEntry::Ordinal(2)));
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SpokenEntry {
    /// These keys.
    Keys(String),
    /// The option with this number, from 1: "the second one".
    Ordinal(u8),
}

/// Returns what was said where entries with this minimum and maximum number of keys are accepted.
///
/// In addition to what [`spoken_keys`] recognizes, an entry may be inside a sentence, if it has an accepted length of
/// at least three keys and is the only entry in the sentence.
///
/// ```
/// use ivr_core::text::{SpokenEntry, normalise, spoken_entry};
/// let zip = |said: &str| spoken_entry(&normalise(said), "en-US", (5, Some(5)));
/// assert_eq!(zip("I live in Hartford, and the zip is 06103."), Some(SpokenEntry::Keys("06103".into())));
/// assert_eq!(zip("06457, no, 06458"), None);
/// ```
#[must_use]
pub fn spoken_entry(said: &str, language: &str, length: (u32, Option<u32>)) -> Option<SpokenEntry> {
    let Some(plain) = read(said, language, |tokens| plainly(tokens)).or_else(|| alone(said, language)) else {
        let most = length.1.unwrap_or(u32::MAX) as usize;
        let inside =
            (most >= FEWEST_IN_A_SENTENCE).then(|| read(said, language, |tokens| entry_in(tokens, length)));
        return inside.flatten().map(SpokenEntry::Keys);
    };
    let fits = |keys: &str| is_complete(keys.len(), length);
    // "Oh, two" means 2 where one key is expected.
    let interjected = plain.keys.get(plain.leading..).filter(|rest| !fits(&plain.keys) && fits(rest));
    let keys = interjected.map_or_else(|| plain.keys.clone(), str::to_owned);
    match plain.ordinal {
        Some(number) if keys.is_empty() || keys == number.to_string() => Some(SpokenEntry::Ordinal(number)),
        Some(_) => None,
        None => Some(SpokenEntry::Keys(keys)).filter(|_| !plain.keys.is_empty()),
    }
}

fn is_complete(keys: usize, (least, most): (u32, Option<u32>)) -> bool {
    least as usize <= keys && most.is_none_or(|most| keys <= most as usize)
}

/// Evaluates the tokens of an utterance.
fn read<'a, T>(
    said: &'a str,
    language: &str,
    read: impl FnOnce(&mut dyn Iterator<Item = Token<'a>>) -> Option<T>,
) -> Option<T> {
    match Known::of(language) {
        Some(known) => read(&mut known.tokens(said)),
        None => read(&mut Words::new(said, Vocabulary::of(language))),
    }
}

/// Returns the digit for a word that the recognizer often writes for it.
fn alone(said: &str, language: &str) -> Option<Plain> {
    let words = Vocabulary::of(language)?.spoken.alone;
    let (_, key) = words.iter().find(|(word, _)| *word == said)?;
    Some(Plain { keys: (*key).to_owned(), leading: 0, ordinal: None })
}

/// An utterance of keys and words without meaning only.
struct Plain {
    keys: String,
    /// The number of leading zeros that could be an interjection.
    leading: usize,
    ordinal: Option<u8>,
}

fn plainly(tokens: &mut dyn Iterator<Item = Token<'_>>) -> Option<Plain> {
    let mut keys = Keys::default();
    let (mut leading, mut ordinal, mut certain) = (0, None, false);
    for token in tokens {
        match token {
            // In "Oh, 06457" the "oh" is an exclamation: otherwise the recognizer would have written all keys as words.
            Token::Figures(figures) if keys.read.len() == leading && leading > 0 && figures.len() > 1 => {
                keys = Keys::default();
                keys.add(token)?;
                (leading, certain) = (0, true);
            }
            Token::Figures(_) | Token::Number(_) | Token::Sign(_) => {
                keys.add(token)?;
                certain = true;
            }
            Token::Zero => {
                leading += usize::from(keys.read.len() == leading);
                keys.add(token)?;
            }
            Token::Times(_) => keys.add(token)?,
            Token::Ordinal(number) => {
                if ordinal.replace(number).is_some_and(|other| other != number) {
                    return None;
                }
                certain = true;
            }
            Token::Polite | Token::Hesitation => {}
            Token::Counted | Token::Other => return None,
        }
    }
    (certain && keys.times == 0).then_some(Plain { keys: keys.read, leading, ordinal })
}

/// Returns the only entry of an accepted length among other words.
fn entry_in(tokens: &mut dyn Iterator<Item = Token<'_>>, length: (u32, Option<u32>)) -> Option<String> {
    let mut found: Option<String> = None;
    let mut keys = Keys::default();
    let mut tokens = tokens.peekable();
    loop {
        let token = tokens.next();
        match token {
            Some(Token::Figures(_) | Token::Number(_) | Token::Sign(_) | Token::Times(_) | Token::Zero) => {
                let is_interjection = token == Some(Token::Zero)
                    && keys.read.is_empty()
                    && !matches!(tokens.peek(), Some(Token::Figures(_) | Token::Number(_) | Token::Zero));
                if let Some(token) = token.filter(|_| !is_interjection)
                    && keys.add(token).is_some()
                {
                    continue;
                }
            }
            Some(Token::Hesitation) => continue,
            Some(Token::Polite) if keys.times > 0 => continue,
            Some(Token::Ordinal(_) | Token::Polite | Token::Counted | Token::Other) | None => {}
        }
        let entry = std::mem::take(&mut keys);
        let is_entry = entry.read.len() >= FEWEST_IN_A_SENTENCE && is_complete(entry.read.len(), length);
        if is_entry && entry.times == 0 && token != Some(Token::Counted) {
            if found.as_ref().is_some_and(|other| *other != entry.read) {
                return None;
            }
            found = Some(entry.read);
        }
        if token.is_none() {
            return found;
        }
    }
}

/// The keys so far.
#[derive(Default)]
struct Keys {
    read: String,
    /// How often the next key is repeated.
    times: u8,
}

impl Keys {
    /// Appends a token. Returns `None` if it contradicts the previous tokens.
    fn add(&mut self, token: Token<'_>) -> Option<()> {
        let times = std::mem::take(&mut self.times);
        match token {
            Token::Times(more) if times == 0 => self.times = more,
            Token::Figures(figures) => {
                let first = figures.chars().next()?;
                self.read.extend(std::iter::repeat_n(first, usize::from(times.saturating_sub(1))));
                self.read.push_str(figures);
            }
            Token::Number(number) if number < 10 => {
                let digit = char::from_digit(number, 10)?;
                self.read.extend(std::iter::repeat_n(digit, usize::from(times.max(1))));
            }
            Token::Zero => self.read.extend(std::iter::repeat_n('0', usize::from(times.max(1)))),
            Token::Sign(sign) => {
                self.read.extend(std::iter::repeat_n(sign, usize::from(times.max(1))));
            }
            Token::Number(number) if times == 0 => self.read.push_str(&number.to_string()),
            Token::Number(_)
            | Token::Times(_)
            | Token::Ordinal(_)
            | Token::Polite
            | Token::Hesitation
            | Token::Counted
            | Token::Other => return None,
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{super::normalise, *};

    #[test]
    fn keys_are_understood_in_every_language() {
        for (language, said, keys) in [
            ("en-US", "two", "2"),
            ("en-US", "Two.", "2"),
            ("en-GB", "number two, please", "2"),
            ("en-US", "I'd like option three", "3"),
            ("en-US", "1 2 3", "123"),
            ("en-US", "123", "123"),
            ("en-US", "nine four one oh seven", "94107"),
            ("en-US", "twenty-five", "25"),
            ("en-US", "ten", "10"),
            ("en-US", "one hundred", "100"),
            ("en-GB", "double oh seven", "007"),
            ("en-US", "oh 06457", "06457"),
            ("zh-CN", "请按二", "2"),
            ("ja-JP", "二番です", "2"),
            ("ko-KR", "2번이요", "2"),
            ("th-TH", "กดสองครับ", "2"),
            ("de-DE", "vier und zwanzig", "24"),
            ("en-US", "star", "*"),
            ("en-US", "the pound key", "#"),
            ("en-US", "number sign", "#"),
            ("en-US", "star six nine", "*69"),
            ("en-US", "to", "2"),
            ("en-US", "for", "4"),
            ("fr-FR", "deux", "2"),
            ("fr-CA", "tapez un s'il vous plaît", "1"),
            ("fr-FR", "zéro six, vingt-cinq, quatre-vingt-dix-neuf", "062599"),
            ("fr-BE", "nonante-deux", "92"),
            ("fr-FR", "étoile", "*"),
            ("fr-FR", "la touche dièse", "#"),
            ("es-ES", "marque el dos, por favor", "2"),
            ("es-MX", "treinta y uno", "31"),
            ("es-MX", "asterisco", "*"),
            ("es-ES", "almohadilla", "#"),
            ("de-DE", "die Zwei bitte", "2"),
            ("de-DE", "fünfundzwanzig", "25"),
            ("de-AT", "Raute", "#"),
            ("de-DE", "Sterntaste", "*"),
            ("it-IT", "il tre", "3"),
            ("it-IT", "ventuno", "21"),
            ("it-IT", "cancelletto", "#"),
            ("pt-BR", "opção dois", "2"),
            ("pt-BR", "um meia nove", "169"),
            ("pt-PT", "cardinal", "#"),
            ("pt-BR", "vinte e três", "23"),
            ("EN", "seven", "7"),
            ("pl-PL", "1 2", "12"),
        ] {
            assert_eq!(spoken_keys(&normalise(said), language).as_deref(), Some(keys), "{said}");
        }
    }

    #[test]
    fn what_is_more_than_keys_is_no_key() {
        for (language, said) in [
            ("en-US", ""),
            ("en-US", "please"),
            ("en-US", "oh"),
            ("en-US", "thank you"),
            ("en-US", "two pizzas"),
            ("en-US", "not two"),
            ("en-US", "one moment"),
            ("en-US", "for sales"),
            ("en-US", "double"),
            ("en-US", "double trouble"),
            ("en-US", "the first one"),
            ("zh-CN", "二或者三"),
            ("fr-FR", "un moment"),
            ("fr-FR", "two"),
            ("es-ES", "un momento"),
            ("de-DE", "eine Frage"),
            ("it-IT", "un attimo"),
            ("pt-BR", "um momento"),
            ("pl-PL", "dwa"),
        ] {
            assert_eq!(spoken_keys(&normalise(said), language), None, "{said}");
        }
    }

    proptest! {
        #[test]
        fn only_keys_ever_come_out(said in "(?s).*", language in "(en|fr|es|de|it|pt|zh|ja|ko|th|xx)(-[A-Z]{2})?") {
            if let Some(keys) = spoken_keys(&normalise(&said), &language) {
                prop_assert!(!keys.is_empty());
                prop_assert!(keys.chars().all(|key| key.is_ascii_digit() || "*#".contains(key)));
            }
        }

        #[test]
        fn figures_are_themselves_however_they_are_spaced(keys in "[0-9]{1,12}", gap in " ?-?") {
            let said = keys.chars().map(String::from).collect::<Vec<_>>().join(&gap);
            prop_assert_eq!(spoken_keys(&normalise(&said), "de-DE"), Some(keys));
        }
    }
}
