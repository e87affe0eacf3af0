//! # unread_language
//!
//! The tree speaks a language whose announcements are not read: nobody compares what its prompts say with the keys that
//! have an arm. Read are English, French, Spanish, German, Italian and Portuguese.
//!
//! ```text
//! language sv-SE;
//! state Menu { gather key { say "Tryck 1."; } match { 1 | silence | _ => end } }
//! ```
//!
//! Who compares them by other means says so:
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
    diagnostics::{Diagnostic, Diagnostics},
    model::{Graph, Verb},
    syntax::parse::list,
};

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    let listens = graph.states.iter().any(|state| match &state.verb {
        Verb::Gather(gather) => gather.keys.is_some(),
        _ => false,
    });
    let unread: Vec<_> = graph.languages.all().filter(|tag| !is_read(&tag.value)).collect();
    let (Some(first), true) = (unread.first(), listens) else { return };
    let names: Vec<&str> = unread.iter().map(|tag| tag.value.as_str()).collect();
    let message =
        format!("announcements in {} are not compared with the keys that have an arm", list(&names));
    let diagnostic = Diagnostic::new("unread_language", first.span, message).to(first.end);
    diagnostics.push(
        diagnostic.help("try every key, and waive this warning: `#[allow(unread_language, reason = \"…\")]`"),
    );
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
//~                      ^^^^^ announcements in `sv-SE` and `nl-NL` are not compared with the keys that have an arm
//~                      help: try every key, and waive this warning: `#[allow(unread_language, reason = "…")]`
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
                language de-DE;
                state Menu { gather key { say "Drücken Sie die 1."; } match { 1 | silence | _ => end } }
            }
            "#,
        );
    }
}
