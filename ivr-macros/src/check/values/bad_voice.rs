//! # bad_voice
//!
//! The provider has no such voice, or the voice speaks another language than the tree: the caller would hear
//! nothing, or English read out in French.
//!
//! ```text
//! voice "Joanna";
//! state Menu { say "Hello."; hangup; }
//! ```
//!
//! A voice is `man`, `woman` or `alice`, or has the name of its maker before it, `Polly.` or `Google.`:
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

const BASIC: [&str; 3] = ["man", "woman", "alice"];

/// Voices of the oldest kind, which are written without their maker most often. Whether the provider has a newer
/// one is not known here: the list grows without us.
const POLLY: [&str; 20] = [
    "Amy", "Brian", "Carla", "Celine", "Chantal", "Conchita", "Emma", "Giorgio", "Hans", "Joanna", "Joey",
    "Lucia", "Marlene", "Matthew", "Miguel", "Nicole", "Penelope", "Salli", "Vicki", "Vitoria",
];

pub(crate) fn check(graph: &Graph, faults: &mut Diagnostics) {
    for (before, voice) in graph.voice.iter().flat_map(Texts::each) {
        faults.extend(fault(voice, graph.languages.of(before), before.is_some()));
    }
}

/// What is wrong with the voice of a language; `own` when the tree has others for other languages.
fn fault(voice: &Text, language: &str, own: bool) -> Option<Diagnostic> {
    let name = voice.value.as_str();
    if BASIC.contains(&name) || named(name, "Polly") {
        return None;
    }
    let fault = |message: String| Diagnostic::new("bad_voice", voice.span, message);
    if named(name, "Google") {
        let spoken = language_of(name).filter(|spoken| !spoken.eq_ignore_ascii_case(language))?;
        let message = match own {
            true => format!("`{name}` speaks {spoken}, and is to speak {language}"),
            false => format!("`{name}` speaks {spoken}, and the tree {language}"),
        };
        return Some(fault(message).help(format!("choose a voice that begins with `Google.{language}`")));
    }
    let fault = fault(format!("the provider has no voice `{name}`"));
    Some(match meant(name) {
        Some(meant) => fault.help(format!("did you mean `{meant}`?")),
        None => fault.help("write `man`, `woman` or `alice`, or a voice such as `Polly.Joanna`"),
    })
}

fn named(voice: &str, maker: &str) -> bool {
    voice
        .strip_prefix(maker)
        .and_then(|rest| rest.strip_prefix('.'))
        .is_some_and(|name| !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '-'))
}

/// `en-US` of `Google.en-US-Wavenet-A`.
fn language_of(voice: &str) -> Option<&str> {
    let name = voice.strip_prefix("Google.")?;
    let second = name.match_indices('-').nth(1)?.0;
    name.get(..second)
}

fn meant(voice: &str) -> Option<String> {
    let name = voice.rsplit('.').next()?;
    if let Some(found) = nearest(name, POLLY.into_iter()) {
        return Some(format!("Polly.{found}"));
    }
    nearest(name, BASIC.into_iter()).map(str::to_owned)
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
//~                   ^^^^^^^^^^^^^^ the provider has no voice `polly.joanna`
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
//~                   ^^^^^^^^^^^^^^^^^^^^^^^^ `Google.en-US-Wavenet-A` speaks en-US, and the tree fr-FR
//~                   help: choose a voice that begins with `Google.fr-FR`
                state Menu { hangup; }
            }
            "#,
        );
    }

    #[test]
    fn voices_of_every_maker() {
        for voice in
            ["man", "alice", "Polly.Joanna-Neural", "Polly.Mía-Generative", "Google.en-US-Chirp3-HD-Leda"]
        {
            check_legal(&format!(
                "pub tree Line {{ start Menu; voice \"{voice}\"; state Menu {{ hangup; }} }}"
            ));
        }
    }

    #[test]
    fn a_voice_for_each_language() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                language fr-FR, en-US, de-DE;
                voice { fr-FR: "Google.en-US-Wavenet-A", en-US: "Google.en-US-Wavenet-A", de-DE: "Polly" }
//~                            ^^^^^^^^^^^^^^^^^^^^^^^^ `Google.en-US-Wavenet-A` speaks en-US, and is to speak fr-FR
//~                            help: choose a voice that begins with `Google.fr-FR`
//~                                                                                              ^^^^^^^ the provider has no voice `Polly`
//~                                                                                              help: write `man`, `woman` or `alice`, or a voice such as `Polly.Joanna`
                state Menu { speak en-US; goto Bye; }
                state Bye { speak de-DE; hangup; }
            }
            "#,
        );
    }
}
