//! # text_too_long
//!
//! The text is longer than the voice accepts, so Twilio would say nothing. A basic voice accepts 4,096 characters, a
//! `Polly` voice 3,000 and a `Google` voice 5,000.
//!
//! ```text
//! state Terms { say "…4,097 characters…"; hangup; }
//! ```
//!
//! Split the text into two `say` steps. The caller hears no difference:
//!
//! ```text
//! state Terms { say "…2,000 characters…"; say "…2,097 characters…"; hangup; }
//! ```

use crate::{
    check::survey::Survey,
    diagnostics::{Diagnostic, Diagnostics},
    model::{Kind, WrittenText},
    prompt_file::longest,
};

pub(crate) fn check(graph: &Survey<'_>, diagnostics: &mut Diagnostics) {
    for &WrittenText { text, language, state, kind } in graph.texts() {
        // The tags of SSML count towards the limit.
        let length = text.ssml.as_ref().unwrap_or(&text.value).chars().count();
        // 3,000 is the lowest limit of all voices.
        if kind != Kind::Words || length <= 3000 {
            continue;
        }
        let most = longest(graph.voice_of(language).map(|voice| voice.value.as_str()));
        if length > most {
            let message = format!("this has {length} characters, but the voice takes at most {most} at once");
            let diagnostic = Diagnostic::new("text_too_long", text.span, message).within(state);
            diagnostics.push(diagnostic.help("split it into two `say`"));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::compile;

    /// Returns the diagnostics of a tree with a text of this length in this voice.
    fn told(voice: &str, length: usize) -> Vec<String> {
        let text = "a".repeat(length);
        let source =
            format!("tree Line {{ {voice} start Terms; state Terms {{ say \"{text}\"; hangup; }} }}");
        compile::diagnostics(source.parse().unwrap())
            .into_iter()
            .map(|diagnostic| diagnostic.message)
            .collect()
    }

    #[test]
    fn every_voice_has_its_own_measure() {
        for (voice, most) in
            [("", 4096), ("voice \"Polly.Joanna\";", 3000), ("voice \"Google.en-US-Wavenet-A\";", 5000)]
        {
            assert_eq!(told(voice, most), [""; 0], "{voice}");
            let message =
                format!("this has {} characters, but the voice takes at most {most} at once", most + 1);
            assert_eq!(told(voice, most + 1), [message], "{voice}");
        }
    }

    #[test]
    fn the_voice_of_each_language_has_its_own_measure() {
        let text = "a".repeat(3500);
        let source = format!(
            "tree Line {{
                start Terms;
                language fr-FR, en-US;
                voice {{ fr-FR: \"Polly.Lea\", en-US: \"Google.en-US-Wavenet-A\" }}
                state Terms {{ language en-US; say {{ fr-FR: \"{text}\", en-US: \"{text}\" }} say de-DE: \"{text}\"; hangup; }}
            }}"
        );
        let told = compile::diagnostics(source.parse().unwrap());
        let told: Vec<String> = told.into_iter().map(|diagnostic| diagnostic.message).collect();
        assert_eq!(told, ["this has 3500 characters, but the voice takes at most 3000 at once"]);
    }
}
