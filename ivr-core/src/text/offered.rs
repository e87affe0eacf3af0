//! Detects phrases that a prompt offers: "say sales or support", "dites « horaires »".

use super::normal::normalise;

/// A verb for "say", the words that join two offers, and words with which no offer begins.
struct Words {
    language: &'static str,
    verbs: &'static [&'static str],
    joints: &'static [&'static str],
    /// Words that do not begin a phrase to say: "your name", "what you need".
    others: &'static [&'static str],
    /// Words that follow a phrase: "say sales for …".
    after: &'static [&'static str],
}

const LANGUAGES: [Words; 6] = [
    Words {
        language: "en",
        verbs: &["say"],
        joints: &["or", "and"],
        others: &[
            "your",
            "the",
            "a",
            "an",
            "one",
            "which",
            "what",
            "how",
            "it",
            "that",
            "this",
            "them",
            "something",
            "anything",
            "goodbye",
            "hello",
            "so",
            "when",
            "why",
            "who",
            "where",
            "whether",
            "if",
            "to",
            "after",
            "now",
            "again",
            "more",
            "nothing",
            "my",
            "each",
            "yes",
            "no",
            "press",
            "any",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "zero",
        ],
        after: &["for", "to", "if", "now", "at", "when", "after", "please"],
    },
    Words {
        language: "fr",
        verbs: &["dites"],
        joints: &["ou", "et"],
        others: &[
            "votre", "le", "la", "les", "un", "une", "ce", "quel", "quelle", "nous", "moi", "oui", "non", "l",
        ],
        after: &["pour", "si", "maintenant", "apres"],
    },
    Words {
        language: "es",
        verbs: &["diga", "di"],
        joints: &["o", "y"],
        others: &["su", "tu", "el", "la", "un", "una", "que", "cual", "si", "no", "lo"],
        after: &["para", "si", "ahora", "despues"],
    },
    Words {
        language: "de",
        verbs: &["sagen sie", "sag"],
        joints: &["oder", "und"],
        others: &[
            "ihren", "ihre", "uns", "mir", "den", "die", "das", "einen", "eine", "was", "welche", "ja",
            "nein", "bitte",
        ],
        after: &["fur", "um", "wenn", "jetzt", "nach"],
    },
    Words {
        language: "it",
        verbs: &["dica", "di"],
        joints: &["o", "e"],
        others: &["il", "la", "lo", "un", "una", "suo", "sua", "che", "quale", "si", "no"],
        after: &["per", "se", "ora", "dopo"],
    },
    Words {
        language: "pt",
        verbs: &["diga"],
        joints: &["ou", "e"],
        others: &["seu", "sua", "o", "a", "um", "uma", "que", "qual", "sim", "nao"],
        after: &["para", "se", "agora", "depois"],
    },
];

/// Returns the phrases that `text` offers, in normal form, each with whether it is in quotation marks. Unsupported
/// languages offer nothing.
///
/// ```
/// use ivr_core::text::offered_phrases;
/// let offered = |text| offered_phrases(text, "en-US").into_iter().map(|(phrase, _)| phrase).collect::<Vec<_>>();
/// assert_eq!(offered("Say sales or support."), ["sales", "support"]);
/// assert!(offered("After the tone, say your name.").is_empty());
/// ```
#[must_use]
pub fn offered_phrases(text: &str, language: &str) -> Vec<(String, bool)> {
    let spoken = language.split('-').next().unwrap_or_default();
    let Some(words) = LANGUAGES.iter().find(|words| words.language.eq_ignore_ascii_case(spoken)) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for sentence in text.split(['.', '!', '?', ';', '\n']) {
        for part in sentence.split(',') {
            of_part(words, part, &mut found);
        }
    }
    found
}

/// Adds what is offered between two commas.
fn of_part(words: &Words, part: &str, found: &mut Vec<(String, bool)>) {
    let marks = ['"', '“', '”', '«', '»', '„', '‘', '’'];
    let quoted = part.contains(&marks[..]);
    let said = normalise(part);
    let all: Vec<&str> = said.split(' ').filter(|word| !word.is_empty()).collect();
    let Some(start) = words.verbs.iter().find_map(|verb| after_verb(&all, verb)) else { return };
    let rest = all.get(start..).unwrap_or_default();
    let end = rest.iter().position(|word| words.after.contains(word)).unwrap_or(rest.len());
    let offers = rest.get(..end).unwrap_or_default();
    for phrase in offers.split(|word| words.joints.contains(word)) {
        let first = phrase.first().copied().unwrap_or_default();
        let is_phrase = (1..=3).contains(&phrase.len()) && !words.others.contains(&first);
        if is_phrase && !first.bytes().all(|byte| byte.is_ascii_digit()) {
            found.push((phrase.join(" "), quoted));
        } else {
            return;
        }
    }
}

/// Returns the index of the word after the verb.
fn after_verb(all: &[&str], verb: &str) -> Option<usize> {
    let verb: Vec<&str> = verb.split(' ').collect();
    let at = all.windows(verb.len()).position(|words| words == verb)?;
    Some(at + verb.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str, language: &str) -> Vec<String> {
        offered_phrases(text, language).into_iter().map(|(phrase, _)| phrase).collect()
    }

    #[test]
    fn phrases_are_offered_in_each_language() {
        for (language, text, phrases) in [
            (
                "en-US",
                "For help, say agent. Or say new order or refund.",
                &["agent", "new order", "refund"][..],
            ),
            ("fr-FR", "Dites ventes ou support.", &["ventes", "support"]),
            ("es-ES", "Diga ventas o soporte.", &["ventas", "soporte"]),
            ("de-DE", "Sagen Sie Vertrieb oder Support.", &["vertrieb", "support"]),
            ("it-IT", "Dica vendite o assistenza.", &["vendite", "assistenza"]),
            ("pt-BR", "Diga vendas ou suporte.", &["vendas", "suporte"]),
        ] {
            assert_eq!(told(text, language), phrases, "{text}");
        }
    }

    #[test]
    fn what_is_to_be_said_freely_is_no_phrase() {
        for text in [
            "Please say your name after the tone.",
            "Say yes, or press 1.",
            "Say or press one.",
            "Tell us what you need.",
            "In a few words, say what you are calling about.",
            "We are sorry to say goodbye.",
            "Say 2 for support.",
        ] {
            assert_eq!(told(text, "en-US"), [""; 0], "{text}");
        }
        assert_eq!(told("Säg sälj.", "sv-SE"), [""; 0]);
    }
}
