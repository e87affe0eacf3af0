//! The keys that a caller said instead of pressing them.

use super::vocabulary::{Vocabulary, digits, listed};

/// The keys that were spoken, when the words are nothing but keys: `"two"` is the key 2.
///
/// `said` is in normal form, `language` is a BCP 47 tag. Figures, number words, the names of `*` and `#` and a
/// few words of politeness are understood in English, French, Spanish, German, Italian and Portuguese; in any
/// other language only figures. A number of two digits is its two keys: "twenty-five" is `25`, "zéro six,
/// vingt-cinq" is `0625`. Any other word means that something else was said.
///
/// ```
/// use ivr_core::text::{normalise, spoken_keys};
/// let keys = |said: &str, language| spoken_keys(&normalise(said), language);
/// assert_eq!(keys("Press two, please.", "en-US").as_deref(), Some("2"));
/// assert_eq!(keys("one two three", "en-GB").as_deref(), Some("123"));
/// assert_eq!(keys("la touche dièse", "fr-FR").as_deref(), Some("#"));
/// assert_eq!(keys("two pizzas", "en-US"), None);
/// ```
#[must_use]
pub fn spoken_keys(said: &str, language: &str) -> Option<String> {
    let words: Vec<_> = said.split(' ').filter(|word| !word.is_empty()).collect();
    let Some(vocabulary) = Vocabulary::of(language) else { return figures(&words) };
    if let [alone] = words.as_slice()
        && let Some((_, key)) = vocabulary.spoken.alone.iter().find(|(word, _)| word == alone)
    {
        return Some((*key).to_owned());
    }
    let mut keys = String::new();
    let mut certain = false;
    let mut rest = words.as_slice();
    while let [word, others @ ..] = rest {
        if let Some((read, used)) = vocabulary.keys(rest) {
            keys.push_str(&read);
            certain = true;
            rest = rest.get(used..)?;
        } else if listed(vocabulary.spoken.zero, word) {
            keys.push('0');
            rest = others;
        } else if listed(vocabulary.spoken.polite, word) {
            rest = others;
        } else {
            return None;
        }
    }
    certain.then_some(keys)
}

fn figures(words: &[&str]) -> Option<String> {
    let all = words.iter().map(|word| digits(&[word])).collect::<Option<String>>()?;
    (!all.is_empty()).then_some(all)
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
            ("en-US", "one hundred"),
            ("en-US", "for sales"),
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
        fn only_keys_ever_come_out(said in "(?s).*", language in "(en|fr|es|de|it|pt|xx)(-[A-Z]{2})?") {
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
