//! # unused_file
//!
//! The folder contains a recording that no `play` refers to. Callers never hear it: it was replaced or forgotten.
//!
//! ```text
//! audio "https://prompts.example/line/";
//! audio_files "prompts/fr";
//! state Menu { play "menu.mp3"; hangup; }
//! ```
//!
//! Play it, or remove the file:
//!
//! ```text
//! audio "https://prompts.example/line/";
//! audio_files "prompts/fr";
//! state Menu { play "bon%20accueil.wav"; play "menu.mp3"; hangup; }
//! ```

use std::collections::{BTreeMap, BTreeSet};

use super::extension;
use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::Graph,
};

/// The number of files that the message names. It states how many others there are.
const NAMED: usize = 3;

/// Other files in a folder of recordings.
const TEXTS: [&str; 8] = ["txt", "md", "csv", "json", "toml", "html", "pdf", "docx"];

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    // With `play (expr)`, any file may be played.
    if graph.audio_files.is_empty() || graph.plays_values() {
        return;
    }
    let played = graph.played();
    // Languages may share a folder.
    let mut folders: BTreeMap<&str, (proc_macro2::Span, BTreeSet<&str>)> = BTreeMap::new();
    for audio_files in &graph.audio_files {
        let Ok(audio_folder) = &audio_files.audio_folder else { continue };
        let own = |language: &str| audio_files.languages.iter().any(|own| own == language);
        let heard = played.iter().filter(|played| own(played.language));
        let heard = heard.filter_map(|played| audio_folder.find(&played.name));
        let heard: BTreeSet<&str> = heard.collect();
        let is_text =
            |file: &str| extension(file).is_none_or(|extension| TEXTS.contains(&extension.as_str()));
        let idle = audio_folder
            .files
            .iter()
            .map(String::as_str)
            .filter(|file| !heard.contains(file) && !is_text(file));
        let idle: BTreeSet<&str> = idle.collect();
        match folders.get_mut(audio_files.path.value.as_str()) {
            Some((_, known)) => known.retain(|file| idle.contains(file)),
            None => {
                folders.insert(&audio_files.path.value, (audio_files.path.span, idle));
            }
        }
    }
    for (span, idle) in folders.into_values() {
        diagnostics.extend(told(span, &idle));
    }
}

fn told(span: proc_macro2::Span, idle: &BTreeSet<&str>) -> Option<Diagnostic> {
    let named: Vec<String> = idle.iter().take(NAMED).map(|file| format!("`{file}`")).collect();
    let more = idle.len().checked_sub(NAMED).filter(|more| *more > 0);
    let more = more.map(|more| format!(" and {more} more")).unwrap_or_default();
    let (are, them) = if idle.len() == 1 { ("is", "it") } else { ("are", "them") };
    let message = format!("{}{more} {are} never played", named.join(", "));
    let diagnostic = Diagnostic::new("unused_file", span, message);
    (!idle.is_empty()).then(|| diagnostic.help(format!("play {them}, or delete {them}")))
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_legal, check_warnings};

    #[test]
    fn recordings_that_nobody_hears() {
        check_warnings(
            "unused_file",
            r#"
            pub tree Line {
                start Menu;
                audio "https://a.example/";
                audio_files "prompts";
//~                         ^^^^^^^^^ `en/menu.mp3`, `fr/bon accueil.wav`, `fr/menu.mp3` and 1 more are never played
//~                        help: play them, or delete them
                state Menu { play "menu.mp3"; hangup; }
            }
            "#,
        );
    }

    #[test]
    fn a_folder_that_languages_share() {
        check_warnings(
            "unused_file",
            r#"
            pub tree Line {
                start Menu;
                language fr-FR, en-US;
                audio "https://a.example/";
                audio_files { fr-FR: "prompts/fr", en-US: "prompts/fr" }
                state Menu { language en-US; play { fr-FR: "bon%20accueil.wav", en-US: "menu.mp3" } hangup; }
            }
            "#,
        );
    }

    #[test]
    fn what_a_call_plays_is_not_known() {
        let source = r#"
            #[deny(unused_file)]
            pub tree Line for App {
                start Menu;
                audio "https://a.example/";
                audio_files "prompts";
                state Menu { play "menu.mp3"; play (app.waltz(call)); hangup; }
            }
        "#;
        check_legal(source);
        let waived = r#"
            #[allow(unused_file, reason = "they are for Christmas")]
            pub tree Line {
                start Menu;
                audio "https://a.example/";
                audio_files "prompts";
                state Menu { play "menu.mp3"; hangup; }
            }
        "#;
        check_warnings("unused_file", waived);
    }
}
