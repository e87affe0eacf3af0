//! # duplicate_language
//!
//! A language appears twice where it may appear once. Callers would hear only one of the two texts.
//!
//! ```text
//! language fr-FR, en-US;
//! state Menu { say { fr-FR: "Bonjour.", en-US: "Hello.", fr-FR: "Salut." } language en-US; hangup; }
//! ```
//!
//! Keep one of them:
//!
//! ```text
//! language fr-FR, en-US;
//! state Menu { say { fr-FR: "Bonjour.", en-US: "Hello." } language en-US; hangup; }
//! ```

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::Graph,
    syntax::{Block, Tag},
};

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    if !graph.by_language {
        return;
    }
    let declared = graph.languages.repeated.iter();
    diagnostics.extend(declared.map(|tag| diagnostic(tag, "is declared twice")));
    for (block, state) in super::blocks(graph) {
        diagnostics
            .extend(repeated(block).map(|tag| diagnostic(tag, "already has a text here").within(state)));
    }
}

/// Returns the rows of a language that already has one.
fn repeated(block: &Block) -> impl Iterator<Item = &Tag> {
    let before =
        |place: usize, tag: &Tag| block.rows.iter().take(place).any(|row| row.language.value == tag.value);
    let rows = block.rows.iter().map(|row| &row.language).enumerate();
    rows.filter(move |(place, tag)| before(*place, tag)).map(|(_, tag)| tag)
}

fn diagnostic(tag: &Tag, what: &str) -> Diagnostic {
    let message = format!("`{}` {what}", tag.value);
    Diagnostic::new("duplicate_language", tag.span, message).to(tag.end).help("remove one of them")
}

#[cfg(test)]
mod tests {
    use crate::check::tests::check_diagnostics;

    #[test]
    fn a_language_that_is_declared_and_said_twice() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                language fr-FR, en-US, fr-FR;
//~                                    ^^^^^ `fr-FR` is declared twice
//~                                    help: remove one of them
                voice { fr-FR: "Polly.Lea", fr-FR: "Polly.Lea" }
//~                                         ^^^^^ `fr-FR` already has a text here
//~                                         help: remove one of them
                state Menu {
                    say { fr-FR: "Bonjour.", en-US: "Hello.", en-US: "Hi." }
//~                                                           ^^^^^ `en-US` already has a text here
//~                                                           help: remove one of them
                    language en-US;
                    hangup;
                }
            }
            "#,
        );
    }
}
