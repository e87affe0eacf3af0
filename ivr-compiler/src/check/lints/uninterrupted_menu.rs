//! # uninterrupted_menu
//!
//! A key is announced inside `uninterrupted`, where no keys are accepted. Callers who know the menu press the key,
//! nothing happens, and they must listen to all of it.
//!
//! ```text
//! state Menu {
//!     gather key {
//!         uninterrupted { say "Calls are recorded."; say "For sales, press one. For support, press two."; }
//!     } match { 1 => Sales, 2 | silence | _ => Support }
//! }
//! ```
//!
//! Put only the notice into `uninterrupted`:
//!
//! ```text
//! state Menu {
//!     gather key {
//!         uninterrupted { say "Calls are recorded."; }
//!         say "For sales, press one. For support, press two.";
//!     } match { 1 => Sales, 2 | silence | _ => Support }
//! }
//! ```
//!
//! Keys are recognized in English, French, Spanish, German, Italian and Portuguese.

use std::slice;

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::{Graph, Spoken, Verb},
    syntax::{Step, Texts, nested},
};

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    for (id, state) in graph.states.iter().enumerate() {
        let Verb::Gather(gather) = &state.verb else { continue };
        let texts = uninterrupted(&gather.prompts).flat_map(Texts::each);
        let mut spoken = texts.map(|(before, text)| Spoken {
            text,
            language: graph.languages.of(before),
            optional: false,
        });
        if let Some(Spoken { text, .. }) = spoken.find(|one| !one.announced().is_empty()) {
            let message = format!("no key is heard in `{}` while this announces one", state.name);
            let diagnostic = Diagnostic::new("uninterrupted_menu", text.span, message).within(id);
            diagnostics.push(diagnostic.help("end the block before it"));
        }
    }
}

/// Returns the texts that no key interrupts.
fn uninterrupted(steps: &[Step]) -> impl Iterator<Item = &Texts> {
    let blocks = nested(steps).filter(|step| matches!(step, Step::Uninterrupted(_)));
    blocks.flat_map(|block| nested(slice::from_ref(block))).filter_map(Step::texts)
}

#[cfg(test)]
mod tests {
    use crate::check::tests::check_warnings;

    #[test]
    fn options_that_cannot_be_chosen_while_they_are_said() {
        check_warnings(
            "uninterrupted_menu",
            r#"
            pub tree Line {
                start Menu;
                everywhere { silence | _ => retry 2 { uninterrupted { say "Press one or two."; } } then end }
                state Menu { gather key { first { uninterrupted { say "Recorded."; say "Sales, press one."; } } say "Or press two."; } match { 1 | 2 => end } }
//~                                                                                    ^^^^^^^^^^^^^^^^^^^ no key is heard in `Menu` while this announces one
//~                                                                                    help: end the block before it
            }
            "#,
        );
    }

    #[test]
    fn an_announcement_in_one_of_the_languages() {
        check_warnings(
            "uninterrupted_menu",
            r#"
            pub tree Line {
                start Menu;
                language fr-FR, en-US;
                everywhere { silence | _ => { language en-US; } then Desk }
                state Menu {
                    gather key { uninterrupted { say { fr-FR: "Bonjour.", en-US: "Press one." } } say fr-FR: "Tapez un."; } match { 1 => Desk }
//~                                                                              ^^^^^^^^^^^^ no key is heard in `Menu` while this announces one
//~                                                                              help: end the block before it
                }
                state Desk { dial "+12345678900" match { _ => end } }
            }
            "#,
        );
    }
}
