//! # bad_format
//!
//! The file is not in a format that Twilio plays: MP3, WAV, AIFF, GSM or µ-law. The caller would hear nothing, and
//! the call might end.
//!
//! ```text
//! state Menu { play "https://prompts.example/menu.ogg"; hangup; }
//! ```
//!
//! Convert the file:
//!
//! ```text
//! state Menu { play "https://prompts.example/menu.mp3"; hangup; }
//! ```

use super::extension;
use crate::{
    audio_folder::name::{is_absolute, name},
    check::survey::Survey,
    diagnostics::{Diagnostic, Diagnostics},
    model::Kind,
};

/// The formats that Twilio plays.
const PLAYED: [&str; 11] =
    ["mp3", "mpga", "wav", "wave", "aif", "aiff", "aifc", "gsm", "ulaw", "ul", "mulaw"];

/// Formats of audio and video that Twilio does not play.
const OTHERS: [&str; 22] = [
    "aac", "ac3", "alac", "amr", "ape", "au", "caf", "flac", "m4a", "m4b", "mid", "midi", "mka", "mkv",
    "mov", "mp4", "oga", "ogg", "opus", "weba", "webm", "wma",
];

pub(crate) fn check(graph: &Survey<'_>, diagnostics: &mut Diagnostics) {
    let listed = !graph.audio_files.is_empty();
    for written in graph.texts().iter().filter(|written| written.kind == Kind::File) {
        let text = written.text;
        let relative = !is_absolute(&text.value);
        let Some(extension) = extension(&name(&text.value)) else { continue };
        let is_played = PLAYED.contains(&extension.as_str());
        // Another server may state the format in a header.
        let is_known = OTHERS.contains(&extension.as_str()) || (relative && listed);
        if is_known && !is_played {
            let message = format!("Twilio does not play `.{extension}`");
            let diagnostic = Diagnostic::new("bad_format", text.span, message).within(written.state);
            diagnostics.push(diagnostic.help("convert it to `.mp3` or `.wav`"));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn what_the_provider_does_not_play() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                audio "https://a.example/";
                state Menu { play "menu.OGG?v=2"; play "https://b.example/beep.m4a"; hangup; }
//~                               ^^^^^^^^^^^^^^ Twilio does not play `.ogg`
//~                               help: convert it to `.mp3` or `.wav`
//~                                                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Twilio does not play `.m4a`
//~                                                    help: convert it to `.mp3` or `.wav`
            }
            "#,
        );
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                audio "https://a.example/";
                audio_files "prompts";
                state Menu { play "menu.mp3"; play "welcome.mp3"; play "notes.txt"; hangup; }
//~                                                                    ^^^^^^^^^^^ Twilio does not play `.txt`
//~                                                                    help: convert it to `.mp3` or `.wav`
            }
            "#,
        );
    }

    #[test]
    fn what_it_plays_and_what_a_server_may_send() {
        check_legal(
            r#"
            pub tree Line {
                start Menu;
                audio "https://a.example/";
                state Menu { play "a.mp3"; play "b.WAV"; play "c.aiff"; play "d.gsm"; play "e.ulaw"; goto More; }
                state More { play "https://b.example/say.php?text=x"; play "v1.2/hello"; goto Last; }
                #[allow(bad_format, reason = "the server sends it as audio/mpeg")]
                state Last { play "https://b.example/beep.mp4"; hangup; }
            }
            "#,
        );
    }
}
