//! # unread_language
//!
//! A prompt is in a language in which the compiler does not recognize announcements. It cannot compare the keys and
//! phrases that the prompt announces with the arms, so callers may be told to press a key that does nothing. The
//! compiler recognizes announcements in English, French, Spanish, German, Italian and Portuguese.
//!
//! ```text
//! language sv-SE;
//! state Menu { gather key { say "Tryck 1."; } match { 1 | silence | _ => end } }
//! ```
//!
//! If something else compares them, waive the rule:
//!
//! ```text
//! #[allow(unread_language, reason = "a test presses every key that is announced")]
//! tree Line {
//!     start Menu;
//!     language sv-SE;
//!     state Menu { gather key { say "Tryck 1."; } match { 1 | silence | _ => end } }
//! }
//! ```

use ivr_core::prompt_file::is_read;

use crate::{
    check::survey::Survey,
    diagnostics::{Diagnostic, Diagnostics},
    model::Verb,
    syntax::{Step, Tag, Texts, parse::list},
};

pub(crate) fn check(graph: &Survey<'_>, diagnostics: &mut Diagnostics) {
    let listens = graph.states.iter().any(|state| match &state.verb {
        Verb::Gather(gather) => {
            gather.keys.is_some() || gather.arms.list.iter().any(|arm| arm.phrases().next().is_some())
        }
        _ => false,
    });
    let unread = unread(graph);
    let (Some(first), true) = (unread.first(), listens) else { return };
    let names: Vec<&str> = unread.iter().map(|tag| tag.value.as_str()).collect();
    let message = format!("prompts in {} are not compared with the arms", list(&names));
    let diagnostic = Diagnostic::new("unread_language", first.span, message).to(first.end);
    diagnostics.push(
        diagnostic
            .help("try every option, and waive this warning: `#[allow(unread_language, reason = \"…\")]`"),
    );
}

/// Returns the languages whose announcements are not recognized, each once: those of the tree, then those of single
/// prompts.
fn unread<'g>(graph: &'g Survey<'_>) -> Vec<&'g Tag> {
    let mut found: Vec<&Tag> = Vec::new();
    let steps = graph.steps();
    let prompts = steps.iter().filter_map(|written| match written.step {
        Step::Say(Texts::Fixed { language, .. }) => Some(language),
        _ => None,
    });
    for tag in graph.languages.all().chain(prompts).filter(|tag| !is_read(&tag.value)) {
        if found.iter().all(|other| other.value != tag.value) {
            found.push(tag);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::check::tests::check_warnings;

    #[test]
    fn languages_that_are_not_read_are_told_once_a_tree() {
        check_warnings(
            "unread_language",
            r#"
            pub tree Line {
                start Menu;
                language sv-SE, en-US, nl-NL;
//~                      ^^^^^ prompts in `sv-SE` and `nl-NL` are not compared with the arms
//~                      help: try every option, and waive this warning: `#[allow(unread_language, reason = "…")]`
                state Menu { gather key { say { sv-SE: "Tryck 1.", en-US: "Press one.", nl-NL: "Toets 1." } } match { 1 => More, silence | _ => end } }
                state More { language en-US; gather key { say { sv-SE: "Tryck 1.", en-US: "Press one.", nl-NL: "Toets 1." } } match { 1 => Dutch, silence | _ => end } }
                state Dutch { language nl-NL; hangup; }
            }
            "#,
        );
        check_warnings(
            "unread_language",
            r#"
            pub tree Line {
                start Menu;
                state Menu { gather speech { say "Say sales."; say nl-NL: "Of zeg verkoop."; } match { "sales" | "verkoop" => end, silence | _ => end } }
//~                                                                ^^^^^ prompts in `nl-NL` are not compared with the arms
//~                                                                help: try every option, and waive this warning: `#[allow(unread_language, reason = "…")]`
            }
            "#,
        );
    }

    #[test]
    fn languages_that_are_read_and_a_line_that_asks_for_words_of_the_callers_own() {
        check_warnings(
            "unread_language",
            r#"
            pub tree Line {
                start Menu;
                language nl-NL;
                data { name: Speech }
                state Menu { gather speech, into name { say "Zeg uw naam."; } match { entered | silence | _ => end } }
            }
            "#,
        );
        check_warnings(
            "unread_language",
            r#"
            pub tree Line {
                start Menu;
                language de-DE;
                state Menu { gather key { say "Drücken Sie die 1."; } match { 1 | silence | _ => end } }
            }
            "#,
        );
    }
}
