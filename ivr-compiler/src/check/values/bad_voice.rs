//! # bad_voice
//!
//! Twilio does not have this voice, or the voice does not speak the language of the tree. The caller would hear
//! nothing, or hear English read with French pronunciation.
//!
//! ```text
//! voice "Joanna";
//! state Menu { say "Hello."; hangup; }
//! ```
//!
//! Write `man`, `woman` or `alice`, or a name with its provider, `Polly.` or `Google.`. Twilio adds voices: if the
//! voice is newer than this list, waive the rule and give that as the reason.
//!
//! ```text
//! voice "Polly.Joanna";
//! state Menu { say "Hello."; hangup; }
//! ```

use crate::{
    diagnostics::{Diagnostic, Diagnostics, nearest},
    model::Graph,
    syntax::{Text, Texts},
};

use super::voices::{BASIC, Speaks, every, is_same_language, spoken_by, voices_of};

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    for (before, voice) in graph.voice.iter().flat_map(Texts::each) {
        diagnostics.extend(diagnostic(voice, graph.languages.of(before), before.is_some()));
    }
}

/// Returns what is wrong with the voice of a language; `own` says whether the tree has other voices for other
/// languages.
fn diagnostic(voice: &Text, language: &str, own: bool) -> Option<Diagnostic> {
    let name = voice.value.as_str();
    let diagnostic = |message: String| Diagnostic::new("bad_voice", voice.span, message);
    match spoken_by(name) {
        Speaks::Any => None,
        Speaks::These(tags) if tags.iter().any(|tag| is_same_language(tag, language)) => None,
        Speaks::These(tags) => {
            let spoken = tags.join(" and ");
            let message = match own {
                true => format!("`{name}` speaks {spoken}, not {language}"),
                false => format!("`{name}` speaks {spoken}, but the tree speaks {language}"),
            };
            Some(diagnostic(message).help(instead(name, language)))
        }
        Speaks::Unknown => {
            let diagnostic = diagnostic(format!("Twilio has no voice `{name}`"));
            Some(match meant(name, language) {
                Some(meant) => diagnostic.help(format!("did you mean `{meant}`?")),
                None => diagnostic.help("write `man`, `woman` or `alice`, or a voice such as `Polly.Joanna`"),
            })
        }
    }
}

/// Returns voices of the language, of the same provider and kind if possible.
fn instead(name: &str, language: &str) -> String {
    let voices = voices_of(language);
    let kind = |voice: &str| match voice.split_once('.') {
        Some(("Polly", rest)) => format!("Polly-{}", rest.split_once('-').map_or("", |(_, kind)| kind)),
        Some((maker, rest)) => format!("{maker}-{}", rest.split('-').nth(2).unwrap_or_default()),
        None => String::new(),
    };
    let maker = name.split('.').next();
    let alike = voices.iter().filter(|voice| kind(voice) == kind(name));
    let near = voices.iter().filter(|voice| voice.split('.').next() == maker);
    let mut offered: Vec<&String> = Vec::new();
    for voice in alike.chain(near).chain(&voices) {
        if !offered.contains(&voice) {
            offered.push(voice);
        }
    }
    match &offered[..] {
        [] => "no voice of Polly or Google speaks it: write `man`, `woman` or `alice`".to_owned(),
        [one] => format!("`{one}` is a voice in this language"),
        [one, another, ..] => format!("choose a voice that speaks it, such as `{one}` or `{another}`"),
    }
}

/// Returns the voice that was misspelt, preferably one of the language.
fn meant(voice: &str, language: &str) -> Option<String> {
    let same = |known: &String| folded(known) == folded(voice);
    if let Some(found) = every().find(same) {
        return Some(found);
    }
    let with_maker =
        |known: &String| known.split_once('.').is_some_and(|(_, name)| folded(name) == folded(voice));
    let own = voices_of(language);
    if let Some(found) =
        own.iter().find(|known| with_maker(known)).cloned().or_else(|| every().find(with_maker))
    {
        return Some(found);
    }
    if let Some(found) = nearest(voice, own.iter().map(String::as_str)) {
        return Some(found.to_owned());
    }
    let all: Vec<String> = every().collect();
    let bare = |known: &'_ str| known.split_once('.').map_or(known.to_owned(), |(_, name)| name.to_owned());
    let near = nearest(voice, all.iter().map(String::as_str)).map(str::to_owned);
    near.or_else(|| {
        let names: Vec<String> = all.iter().map(|known| bare(known)).collect();
        let found = nearest(voice.rsplit('.').next()?, names.iter().map(String::as_str))?;
        all.iter().find(|known| bare(known) == found).cloned()
    })
    .or_else(|| nearest(voice, BASIC.into_iter()).map(str::to_owned))
}

/// Returns a name without case and accents.
fn folded(name: &str) -> String {
    let plain = |letter: char| match letter {
        'í' => 'i',
        'é' => 'e',
        other => other,
    };
    name.to_lowercase().chars().map(plain).collect()
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn a_voice_without_its_maker() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                voice "polly.joanna";
//~                   ^^^^^^^^^^^^^^ Twilio has no voice `polly.joanna`
//~                   help: did you mean `Polly.Joanna`?
                state Menu { hangup; }
            }
            "#,
        );
    }

    #[test]
    fn a_voice_of_another_language() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                language fr-FR;
                voice "Google.en-US-Wavenet-A";
//~                   ^^^^^^^^^^^^^^^^^^^^^^^^ `Google.en-US-Wavenet-A` speaks en-US, but the tree speaks fr-FR
//~                   help: choose a voice that speaks it, such as `Google.fr-FR-Wavenet-A` or `Google.fr-FR-Wavenet-B`
                state Menu { hangup; }
            }
            "#,
        );
    }

    #[test]
    fn voices_of_every_maker() {
        for voice in
            ["man", "alice", "Polly.Joanna-Neural", "Polly.Ruth-Generative", "Google.en-US-Chirp3-HD-Leda"]
        {
            check_legal(&format!(
                "pub tree Line {{ start Menu; voice \"{voice}\"; state Menu {{ hangup; }} }}"
            ));
        }
    }

    #[test]
    fn a_voice_that_is_misspelt_or_speaks_another_language() {
        for (language, voice, message) in [
            ("en-US", "Polly.Joana", "Twilio has no voice `Polly.Joana`\ndid you mean `Polly.Joanna`?"),
            (
                "en-US",
                "Polly.Joanna-Neutral",
                "Twilio has no voice `Polly.Joanna-Neutral`\ndid you mean `Polly.Joanna-Neural`?",
            ),
            ("en-US", "Joanna", "Twilio has no voice `Joanna`\ndid you mean `Polly.Joanna`?"),
            (
                "fr-FR",
                "polly.lea-neural",
                "Twilio has no voice `polly.lea-neural`\ndid you mean `Polly.Lea-Neural`?",
            ),
            (
                "es-MX",
                "Polly.Mia-Generative",
                "Twilio has no voice `Polly.Mia-Generative`\ndid you mean `Polly.Mía-Generative`?",
            ),
            (
                "en-US",
                "Google.en-US-Neural2-B",
                "Twilio has no voice `Google.en-US-Neural2-B`\ndid you mean `Google.en-US-Neural2-A`?",
            ),
            (
                "fr-FR",
                "Polly.Joanna-Neural",
                "`Polly.Joanna-Neural` speaks en-US, but the tree speaks fr-FR\nchoose a voice that speaks it, such as `Polly.Lea-Neural` or `Polly.Remi-Neural`",
            ),
            (
                "de-DE",
                "Polly.Aditi",
                "`Polly.Aditi` speaks en-IN and hi-IN, but the tree speaks de-DE\nchoose a voice that speaks it, such as `Polly.Hans` or `Polly.Marlene`",
            ),
            (
                "en-US",
                "Polly.Amy",
                "`Polly.Amy` speaks en-GB, but the tree speaks en-US\nchoose a voice that speaks it, such as `Polly.Ivy` or `Polly.Joanna`",
            ),
        ] {
            let source = format!(
                "tree Line {{ start Menu; language {language}; voice \"{voice}\"; state Menu {{ hangup; }} }}"
            );
            let told: Vec<String> = crate::compile::diagnostics(source.parse().unwrap())
                .into_iter()
                .map(|diagnostic| diagnostic.body().replace("\n= help: ", "\n"))
                .collect();
            assert_eq!(told, [message], "{voice}");
        }
    }

    #[test]
    fn a_bilingual_voice_and_one_newer_than_the_list() {
        for language in ["en-IN", "hi-IN"] {
            check_legal(&format!(
                "pub tree Line {{ start Menu; language {language}; voice \"Polly.Aditi\"; state Menu {{ hangup; }} }}"
            ));
        }
        check_legal(
            r#"
            #[allow(bad_voice, reason = "new in October, and it answers")]
            pub tree Line { start Menu; voice "Polly.Tiffany-Generative"; state Menu { hangup; } }
            "#,
        );
    }

    #[test]
    fn a_voice_for_each_language() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                language fr-FR, en-US, de-DE;
                voice { fr-FR: "Google.en-US-Wavenet-A", en-US: "Google.en-US-Wavenet-A", de-DE: "Polly" }
//~                            ^^^^^^^^^^^^^^^^^^^^^^^^ `Google.en-US-Wavenet-A` speaks en-US, not fr-FR
//~                            help: choose a voice that speaks it, such as `Google.fr-FR-Wavenet-A` or `Google.fr-FR-Wavenet-B`
//~                                                                                              ^^^^^^^ Twilio has no voice `Polly`
//~                                                                                              help: write `man`, `woman` or `alice`, or a voice such as `Polly.Joanna`
                state Menu { language en-US; goto Bye; }
                state Bye { language de-DE; hangup; }
            }
            "#,
        );
    }
}
