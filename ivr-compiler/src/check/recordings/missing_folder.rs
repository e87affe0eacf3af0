//! # missing_folder
//!
//! The folder or list that `audio_files` names does not exist, so the compiler cannot check whether callers hear
//! what is played. `audio_files` names a folder, or a text file with one file name in each line. The path is
//! relative to the folder of `Cargo.toml`.
//!
//! ```text
//! audio "https://prompts.example/line/";
//! audio_files "promts";
//! state Menu { play "menu.mp3"; hangup; }
//! ```
//!
//! Write the path:
//!
//! ```text
//! audio "https://prompts.example/line/";
//! audio_files "prompts";
//! state Menu { play "menu.mp3"; play "welcome.mp3"; hangup; }
//! ```

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::Graph,
};

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    for audio_files in &graph.audio_files {
        let Err(why) = &audio_files.audio_folder else { continue };
        let diagnostic = Diagnostic::new("missing_folder", audio_files.path.span, why);
        diagnostics.push(
            diagnostic
                .help("name a folder of recordings, or a list of them, from the folder of `Cargo.toml`"),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::check::tests::check_diagnostics;

    #[test]
    fn a_folder_that_is_not_there_is_one_error_and_no_file_is_missing() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                language fr-FR, en-US;
                audio "https://a.example/";
                audio_files { fr-FR: "prompts/fr", en-US: "/prompts/en" }
//~                                                       ^^^^^^^^^^^^^ this is not a folder of the package
//~                                                      help: name a folder of recordings, or a list of them, from the folder of `Cargo.toml`
                state Menu { language en-US; play "menu.mp3"; hangup; }
            }
            "#,
        );
    }

    #[test]
    fn a_language_that_the_tree_does_not_have() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                language fr-FR;
                audio "https://a.example/";
                audio_files { fr-FR: "prompts/fr", fr-CA: "prompts/ca" }
//~                                                ^^^^^ this tree has no language `fr-CA`
//~                                               help: did you mean `fr-FR`?
                state Menu { play "menu.mp3"; hangup; }
            }
            "#,
        );
    }
}
