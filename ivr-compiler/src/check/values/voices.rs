//! The voices of Twilio, and what each speaks: the values of `voice` in twilio-node 6.2.0. The languages of the
//! voices of Polly are those of Amazon's list.

/// Twilio's own voices.
pub(super) const BASIC: [&str; 3] = ["man", "woman", "alice"];

/// The voices of Polly by their languages; a bilingual voice has two.
const POLLY: [(&[&str], &str); 39] = [
    (&["ar-AE"], "Hala-Neural Zayd-Neural"),
    (&["arb"], "Zeina"),
    (&["ca-ES"], "Arlet-Neural"),
    (&["cmn-CN"], "Zhiyu Zhiyu-Neural"),
    (&["cy-GB"], "Gwyneth"),
    (&["da-DK"], "Mads Naja Sofie-Neural"),
    (&["de-AT"], "Hannah-Neural"),
    (&["de-DE"], "Hans Marlene Vicki Daniel-Neural Vicki-Neural Daniel-Generative Vicki-Generative"),
    (&["en-AU"], "Nicole Russell Olivia-Neural Olivia-Generative"),
    (&["en-GB"], "Amy Brian Emma Amy-Neural Arthur-Neural Brian-Neural Emma-Neural Amy-Generative"),
    (&["en-GB-WLS"], "Geraint"),
    (&["en-IE"], "Niamh-Neural"),
    (&["en-IN"], "Raveena"),
    (&["en-IN", "hi-IN"], "Aditi Kajal-Neural Kajal-Generative"),
    (&["en-NZ"], "Aria-Neural"),
    (
        &["en-US"],
        "Ivy Joanna Joey Justin Kendra Kevin Kimberly Matthew Salli Danielle-Neural Gregory-Neural Ivy-Neural Joanna-Neural Joey-Neural Justin-Neural Kendra-Neural Kevin-Neural Kimberly-Neural Matthew-Neural Ruth-Neural Salli-Neural Stephen-Neural Danielle-Generative Joanna-Generative Matthew-Generative Ruth-Generative Stephen-Generative",
    ),
    (&["en-ZA"], "Ayanda-Neural Ayanda-Generative"),
    (&["es-ES"], "Conchita Enrique Lucia Lucia-Neural Sergio-Neural Lucia-Generative Sergio-Generative"),
    (&["es-MX"], "Mia Andres-Neural Mia-Neural Andres-Generative Mía-Generative"),
    (&["es-US"], "Lupe Miguel Penelope Lupe-Neural Pedro-Neural Lupe-Generative Pedro-Generative"),
    (&["fi-FI"], "Suvi-Neural"),
    (&["fr-BE"], "Isabelle-Neural"),
    (&["fr-CA"], "Chantal Gabrielle-Neural Liam-Neural"),
    (&["fr-FR"], "Celine Lea Mathieu Lea-Neural Remi-Neural Lea-Generative Rémi-Generative"),
    (&["is-IS"], "Dora Karl"),
    (&["it-IT"], "Bianca Carla Giorgio Adriano-Neural Bianca-Neural Bianca-Generative"),
    (&["ja-JP"], "Mizuki Takumi Kazuha-Neural Takumi-Neural Tomoko-Neural"),
    (&["ko-KR"], "Seoyeon Seoyeon-Neural"),
    (&["nb-NO"], "Liv Ida-Neural"),
    (&["nl-BE"], "Lisa-Neural"),
    (&["nl-NL"], "Lotte Ruben Laura-Neural"),
    (&["pl-PL"], "Ewa Jacek Jan Maja Ola-Neural"),
    (&["pt-BR"], "Camila Ricardo Vitoria Camila-Neural Thiago-Neural Vitoria-Neural"),
    (&["pt-PT"], "Cristiano Ines Ines-Neural"),
    (&["ro-RO"], "Carmen"),
    (&["ru-RU"], "Maxim Tatyana"),
    (&["sv-SE"], "Astrid Elin-Neural"),
    (&["tr-TR"], "Filiz Burcu-Neural"),
    (&["yue-HK"], "Hiujin-Neural"),
];

/// The voices of Google: a language, the letters of its Standard, Wavenet and Neural2 voices, and whether it has
/// those of Chirp3-HD.
const GOOGLE: [(&str, &str, &str, &str, bool); 59] = [
    ("af-ZA", "A", "", "", false),
    ("am-ET", "AB", "AB", "", false),
    ("ar-XA", "ABCD", "ABCD", "", true),
    ("bg-BG", "AB", "", "", false),
    ("bn-IN", "ABCD", "ABCD", "", true),
    ("ca-ES", "AB", "", "", false),
    ("cmn-CN", "ABCD", "ABCD", "", true),
    ("cmn-TW", "ABC", "ABC", "", false),
    ("cs-CZ", "AB", "AB", "", false),
    ("da-DK", "ACDEFG", "ACDEFG", "DF", false),
    ("de-DE", "ABCDEFGH", "ABCDEFGH", "ABCDFGH", true),
    ("el-GR", "AB", "AB", "", false),
    ("en-AU", "ABCD", "ABCD", "ABCD", true),
    ("en-GB", "ABCDFNO", "ABCDFNO", "ABCDFNO", true),
    ("en-IN", "ABCDEF", "ABCDEF", "ABCD", true),
    ("en-US", "ABCDEFGHIJ", "ABCDEFGHIJ", "ACDEFGHIJ", true),
    ("es-ES", "ABCDEFGH", "BCDEFGH", "ABCDEFGH", true),
    ("es-US", "ABC", "ABC", "ABC", true),
    ("eu-ES", "AB", "", "", false),
    ("fi-FI", "AB", "AB", "", false),
    ("fil-ph", "", "", "AD", false),
    ("fil-PH", "ABCD", "ABCD", "", false),
    ("fr-CA", "ABCD", "ABCD", "ABCD", true),
    ("fr-FR", "ABCDEFG", "ABCDEFG", "ABCDEFG", true),
    ("gl-ES", "AB", "", "", false),
    ("gu-IN", "ABCD", "ABCD", "", true),
    ("he-IL", "ABCD", "ABCD", "", false),
    ("hi-IN", "ABCDEF", "ABCDEF", "ABCD", true),
    ("hu-HU", "AB", "A", "", false),
    ("id-ID", "ABCD", "ABCD", "", true),
    ("is-IS", "AB", "", "", false),
    ("it-IT", "ABCDEF", "ABCDEF", "ACF", true),
    ("ja-JP", "ABCD", "ABCD", "BCD", true),
    ("kn-IN", "ABCD", "ABCD", "", true),
    ("ko-KR", "ABCD", "ABCD", "ABC", true),
    ("lt-LT", "AB", "", "", false),
    ("lv-LV", "AB", "", "", false),
    ("ml-IN", "ABCD", "ABCD", "", true),
    ("mr-IN", "ABC", "ABC", "", true),
    ("ms-MY", "ABCD", "ABCD", "", false),
    ("nb-NO", "ABCDEFG", "ABCDEFG", "", false),
    ("nl-BE", "ABCD", "ABCD", "", false),
    ("nl-NL", "ABCDEFG", "ABCDEFG", "", true),
    ("pa-IN", "ABCD", "ABCD", "", false),
    ("pl-PL", "ABCDEFG", "ABCDEFG", "", true),
    ("pt-BR", "ABCDE", "ABCDE", "ABC", true),
    ("pt-PT", "ABCDEF", "ABCDEF", "", false),
    ("ro-RO", "AB", "AB", "", false),
    ("ru-RU", "ABCDE", "ABCDE", "", true),
    ("sk-SK", "AB", "AB", "", false),
    ("sr-RS", "A", "", "", false),
    ("sv-SE", "ABCDEFG", "ABCDEFG", "", false),
    ("ta-IN", "ABCD", "ABCD", "", true),
    ("te-IN", "ABCD", "", "", true),
    ("th-TH", "A", "", "C", true),
    ("tr-TR", "ABCDE", "ABCDE", "", true),
    ("uk-UA", "A", "A", "", false),
    ("vi-VN", "ABCD", "ABCD", "AD", true),
    ("yue-HK", "ABCD", "", "", false),
];

/// The voices of Chirp3-HD, which are the same in each language.
const CHIRP: [&str; 8] = ["Aoede", "Charon", "Fenrir", "Kore", "Leda", "Orus", "Puck", "Zephyr"];

/// Different tags of Twilio for the same language.
const ALIKE: [[&str; 2]; 4] =
    [["cmn-CN", "zh-CN"], ["cmn-TW", "zh-TW"], ["yue-HK", "zh-HK"], ["ar-XA", "arb"]];

/// The languages of a voice: none for an unknown voice, and all for Twilio's own.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Speaks {
    Any,
    These(Vec<&'static str>),
    Unknown,
}

/// Returns the languages of the voice with this name.
pub(super) fn spoken_by(voice: &str) -> Speaks {
    if BASIC.contains(&voice) {
        return Speaks::Any;
    }
    let polly = voice.strip_prefix("Polly.").and_then(|name| {
        POLLY
            .iter()
            .find(|(_, names)| names.split(' ').any(|known| known == name))
            .map(|(tags, _)| tags.to_vec())
    });
    match polly.or_else(|| google(voice).map(|tag| vec![tag])) {
        Some(tags) => Speaks::These(tags),
        None => Speaks::Unknown,
    }
}

/// Returns the language of a voice of Google.
fn google(voice: &str) -> Option<&'static str> {
    let name = voice.strip_prefix("Google.")?;
    let (tag, standard, wavenet, neural, chirp) =
        GOOGLE.iter().find(|(tag, ..)| name.strip_prefix(tag).is_some_and(|rest| rest.starts_with('-')))?;
    let (kind, name) = name.get(tag.len() + 1..)?.rsplit_once('-')?;
    let is_known = match kind {
        "Standard" => name.len() == 1 && standard.contains(name),
        "Wavenet" => name.len() == 1 && wavenet.contains(name),
        "Neural2" => name.len() == 1 && neural.contains(name),
        "Chirp3-HD" => *chirp && CHIRP.contains(&name),
        _ => false,
    };
    is_known.then_some(*tag)
}

/// Returns whether a voice in the language `voice` can speak `text`. A tag without a region matches all of its
/// regions.
pub(super) fn is_same_language(voice: &str, text: &str) -> bool {
    let tag = |tag: &str| {
        let known = ALIKE.iter().find(|alike| alike.iter().any(|other| other.eq_ignore_ascii_case(tag)));
        known.map_or(tag, |[first, _]| *first).to_ascii_lowercase()
    };
    let (voice, text) = (tag(voice), tag(text));
    voice == text || (!text.contains('-') && voice.split('-').next() == Some(text.as_str()))
}

/// Returns every voice for a language; the newest kinds come last.
pub(super) fn voices_of(language: &str) -> Vec<String> {
    let polly = POLLY.iter().filter(|(tags, _)| tags.iter().any(|tag| is_same_language(tag, language)));
    let polly = polly.flat_map(|(_, names)| names.split(' ')).map(|name| format!("Polly.{name}"));
    polly.chain(google_voices(|tag| is_same_language(tag, language))).collect()
}

/// Returns every voice of a provider.
pub(super) fn every() -> impl Iterator<Item = String> {
    let polly = POLLY.iter().flat_map(|(_, names)| names.split(' ')).map(|name| format!("Polly.{name}"));
    polly.chain(google_voices(|_| true)).chain(BASIC.map(str::to_owned))
}

fn google_voices(spoken: impl Fn(&str) -> bool) -> impl Iterator<Item = String> {
    GOOGLE.iter().filter(move |(tag, ..)| spoken(tag)).flat_map(|(tag, standard, wavenet, neural, chirp)| {
        let letters = [("Standard", standard), ("Wavenet", wavenet), ("Neural2", neural)];
        let chirp = CHIRP.iter().filter(|_| *chirp).map(move |name| format!("Google.{tag}-Chirp3-HD-{name}"));
        let each = letters.into_iter().flat_map(move |(kind, letters)| {
            letters.chars().map(move |letter| format!("Google.{tag}-{kind}-{letter}"))
        });
        each.chain(chirp)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_every_voice_once_and_each_is_found() {
        let mut all: Vec<String> = every().collect();
        assert_eq!(all.len(), 900);
        for voice in &all {
            assert_ne!(spoken_by(voice), Speaks::Unknown, "{voice}");
        }
        all.sort();
        all.dedup();
        assert_eq!(all.len(), 900);
        for voice in [
            "Polly.",
            "Polly",
            "Google.",
            "Google.en-US",
            "Google.en-US-Standard-",
            "Google.en-US-Neural2-B",
            "joanna",
        ] {
            assert_eq!(spoken_by(voice), Speaks::Unknown, "{voice}");
        }
    }

    #[test]
    fn a_language_without_a_region_is_spoken_in_each() {
        assert!(is_same_language("en-GB", "en") && is_same_language("cmn-CN", "zh-CN"));
        assert!(!is_same_language("en-GB", "en-US") && !is_same_language("fr-FR", "en"));
    }
}
