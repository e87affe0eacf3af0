//! # missing_file
//!
//! The file of a `play` is not in `audio_files`. The caller would hear nothing in its place.
//!
//! ```text
//! audio "https://prompts.example/line/";
//! audio_files "prompts";
//! state Menu { play "welcom.mp3"; hangup; }
//! ```
//!
//! Write the name of the file, including upper and lower case; a space in the name is `%20`:
//!
//! ```text
//! audio "https://prompts.example/line/";
//! audio_files "prompts";
//! state Menu { play "welcome.mp3"; hangup; }
//! ```
//!
//! Until a text is recorded, use `say "…";`.

use crate::{
    check::values::has_placeholder,
    diagnostics::{Diagnostic, Diagnostics, nearest},
    model::Graph,
};

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    if graph.audio_files.is_empty() {
        return;
    }
    let played = graph.played();
    for audio_files in &graph.audio_files {
        let Ok(audio_folder) = &audio_files.audio_folder else { continue };
        let mut told = Vec::new();
        let here =
            played.iter().filter(|played| audio_files.languages.iter().any(|own| own == played.language));
        for played in here.filter(|played| is_named(&played.text.value)) {
            // One text may apply to several languages, and is reported once.
            let place = std::ptr::from_ref(played.text);
            if audio_folder.find(&played.name).is_some() || told.contains(&place) {
                continue;
            }
            told.push(place);
            let message = format!("`{}` is not in `{}`", played.name, audio_files.path.value);
            let diagnostic = Diagnostic::new("missing_file", played.text.span, message).within(played.state);
            diagnostics.push(diagnostic.help(
                match nearest(&played.name, audio_folder.files.iter().map(String::as_str)) {
                    Some(file) => format!("did you mean `{}`?", escaped(file)),
                    None => "add the recording, or use `say` until there is one".to_owned(),
                },
            ));
        }
    }
}

/// Returns whether other rules have no objection to the name.
fn is_named(file: &str) -> bool {
    !file.trim().is_empty() && !has_placeholder(file)
}

/// Returns the name as in a URL.
fn escaped(file: &str) -> String {
    file.replace('%', "%25").replace(' ', "%20").replace('?', "%3F").replace('#', "%23")
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn a_file_that_is_called_otherwise() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                audio "https://a.example/";
                audio_files "prompts";
                on_error { play "sorry-for-all-of-this.mp3"; } then Menu
//~                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^ `sorry-for-all-of-this.mp3` is not in `prompts`
//~                            help: add the recording, or use `say` until there is one
                state Menu { play "Menu.mp3"; play "fr/accueil.wav"; play "/fr/bon%20%61ccueils.wav"; hangup; }
//~                               ^^^^^^^^^^ `Menu.mp3` is not in `prompts`
//~                               help: did you mean `menu.mp3`?
//~                                                ^^^^^^^^^^^^^^^^ `fr/accueil.wav` is not in `prompts`
//~                                                help: did you mean `fr/bon%20accueil.wav`?
//~                                                                       ^^^^^^^^^^^^^^^^^^^^^^^^^^ `fr/bon accueils.wav` is not in `prompts`
//~                                                                       help: did you mean `fr/bon%20accueil.wav`?
            }
            "#,
        );
    }

    #[test]
    fn an_accent_is_the_same_as_one_character_and_as_two() {
        check_legal(
            r#"
            pub tree Line {
                start Menu;
                audio "https://a.example/";
                audio_files "decomposed.txt";
                state Menu { play "caf\u{e9}.mp3"; hangup; }
            }
            "#,
        );
    }

    #[test]
    fn each_language_has_its_own_folder() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                language fr-FR, en-US;
                audio { fr-FR: "https://a.example/fr/", en-US: "https://a.example/en/" }
                audio_files { fr-FR: "prompts/fr", en-US: "prompts/en" }
                state Menu { language en-US; play "menu.mp3"; play { fr-FR: "bon%20accueil.wav", en-US: "welcome.mp3" } goto Last; }
//~                                                                                                     ^^^^^^^^^^^^^ `welcome.mp3` is not in `prompts/en`
//~                                                                                                  help: add the recording, or use `say` until there is one
                state Last { play "bon%20accueil.wav"; hangup; }
//~                               ^^^^^^^^^^^^^^^^^^^ `bon accueil.wav` is not in `prompts/en`
//~                               help: add the recording, or use `say` until there is one
            }
            "#,
        );
    }

    #[test]
    fn what_is_there_what_is_said_and_what_lies_elsewhere() {
        check_legal(
            r#"
            pub tree Line {
                start Menu;
                language fr-FR, en-US;
                audio { fr-FR: "https://a.example/fr/", en-US: "https://a.example/en/" }
                audio_files { fr-FR: "prompts/fr", en-US: "prompts/en" }
                state Menu {
                    language en-US;
                    play "menu.mp3";
                    play { fr-FR: "bon%20%61ccueil.wav" }, say { fr-FR: "Bonjour.", en-US: "Hello." }
                    play "/menu.mp3?v=2", say en-US: "In English.";
                    play "https://b.example/beep.mp3";
                    hangup;
                }
            }
            "#,
        );
        check_legal(
            r#"
            pub tree Line {
                start Menu;
                audio "s3://prompts/line/";
                audio_files "prompts.txt";
                state Menu { play "two%20words.mp3"; play "fr/menu.mp3"; hangup; }
            }
            "#,
        );
    }

    #[test]
    fn a_file_that_will_be_there() {
        check_legal(
            r#"
            pub tree Line {
                start Menu;
                audio "https://a.example/";
                audio_files "prompts";
                #[allow(missing_file, reason = "the studio sends it on Monday")]
                state Menu { play "monday.mp3"; hangup; }
            }
            "#,
        );
    }
}
