//! # missing_language
//!
//! A text or a recording is missing in one of the languages of the tree. Callers who speak that language would hear
//! nothing, or hear another language.
//!
//! ```text
//! language fr-FR, en-US;
//! state Menu { language en-US; say "Bonjour."; hangup; }
//! ```
//!
//! Write the text in each language of the tree:
//!
//! ```text
//! language fr-FR, en-US;
//! state Menu { language en-US; say { fr-FR: "Bonjour.", en-US: "Hello." } hangup; }
//! ```
//!
//! A text that all callers hear in one language names that language: `say en-US: "For English, press two.";`. A
//! recording must exist in each language, or have words, which are spoken where the recording is missing. The words
//! of a recording must exist in each language.

use proc_macro2::Span;

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::{Graph, Written},
    syntax::{Block, Step, Tag, Text, Texts, parse::list},
};

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    if !graph.by_language || graph.languages.broken {
        return;
    }
    if let Some(Texts::Block(block)) = &graph.audio {
        diagnostics.extend(lacks(graph, block, "the URL of the recordings is missing"));
    }
    for Written { step, state, .. } in graph.steps() {
        let diagnostic = match step {
            Step::Say(words) | Step::Play { words: Some(words), .. } => said(graph, words),
            Step::Play { file: Texts::Block(block), words: None } => {
                lacks(graph, block, "the recording is missing")
            }
            _ => None,
        };
        diagnostics.extend(diagnostic.map(|diagnostic| diagnostic.within(state)));
    }
}

fn said(graph: &Graph, words: &Texts) -> Option<Diagnostic> {
    match words {
        Texts::Plain(text) => plain(graph, text),
        Texts::Fixed { .. } => None,
        Texts::Block(block) => lacks(graph, block, "the text is missing"),
    }
}

/// Reports a text that does not name its language.
fn plain(graph: &Graph, text: &Text) -> Option<Diagnostic> {
    if !graph.languages.several() {
        return None;
    }
    let rows = graph.languages.all().map(|tag| format!("{}: \"…\"", tag.value));
    let rows = rows.collect::<Vec<_>>().join(", ");
    let others: Vec<&str> = graph.languages.others.iter().map(|tag| tag.value.as_str()).collect();
    Some(
        diagnostic(text.span, format!("this has no text in {}", list(&others)))
            .help(format!("write `{{ {rows} }}`")),
    )
}

/// Reports the languages without a row in a block.
fn lacks(graph: &Graph, block: &Block, what: &str) -> Option<Diagnostic> {
    // A row with an unknown language, or one that cannot be parsed, may be the missing one.
    let known = |tag: &Tag| graph.languages.knows(&tag.value);
    if block.broken || !block.rows.iter().all(|row| known(&row.language)) {
        return None;
    }
    let missing = graph.languages.all().filter(|tag| block.of(&tag.value).is_none());
    let missing: Vec<&str> = missing.map(|tag| tag.value.as_str()).collect();
    let first = missing.first()?;
    let message = format!("{what} in {}", list(&missing));
    Some(diagnostic(block.word, message).help(format!("add `{first}: \"…\"`")))
}

fn diagnostic(span: Span, message: String) -> Diagnostic {
    Diagnostic::new("missing_language", span, message)
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn words_that_some_callers_do_not_hear() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                language fr-FR, en-US, de-DE;
                everywhere { silence | _ => retry 1 { say "Pardon ?"; } then Bye }
//~                                                       ^^^^^^^^^^ this has no text in `en-US` and `de-DE`
//~                                                       help: write `{ fr-FR: "…", en-US: "…", de-DE: "…" }`
                on_error { say {} } then Bye
//~                        ^^^ the text is missing in `fr-FR`, `en-US` and `de-DE`
//~                       help: add `fr-FR: "…"`
                state Menu {
                    gather key { say { de-DE: "Eins.", fr-FR: "Tapez un." } } match { 1 => { language en-US; } then Bye }
//~                              ^^^ the text is missing in `en-US`
//~                              help: add `en-US: "…"`
                }
                state Bye { language de-DE; hangup; }
            }
            "#,
        );
    }

    #[test]
    fn recordings_that_some_callers_do_not_hear() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                language fr-FR, en-US;
                audio { en-US: "https://a.example/en/" }
//~             ^^^^^ the URL of the recordings is missing in `fr-FR`
//~             help: add `fr-FR: "…"`
                state Menu {
                    play { fr-FR: "a.mp3" }
//~                 ^^^^ the recording is missing in `en-US`
//~                 help: add `en-US: "…"`
                    play "a.mp3", say "Un.";
//~                                   ^^^^^ this has no text in `en-US`
//~                                   help: write `{ fr-FR: "…", en-US: "…" }`
                    play { fr-FR: "a.mp3", en-US: "b.mp3" }, say { fr-FR: "Un." }
//~                                                          ^^^ the text is missing in `en-US`
//~                                                          help: add `en-US: "…"`
                    language en-US;
                    hangup;
                }
            }
            "#,
        );
    }

    #[test]
    fn what_everybody_hears_in_some_language() {
        check_legal(
            r#"
            pub tree Line {
                start Menu;
                language fr-FR, en-US;
                voice "Polly.Lea";
                audio "https://a.example/";
                state Menu {
                    play "beep.mp3";
                    play "welcome.mp3", say { fr-FR: "Bonjour.", en-US: "Hello." }
                    play { fr-FR: "a.mp3" }, say { fr-FR: "Bonjour.", en-US: "Hello." };
                    play { fr-FR: "a.mp3", en-US: "b.mp3" }
                    play "c.mp3", say en-US: "For English, press two.";
                    gather key { say fr-FR: "Tapez un."; say en-US: "Or press two."; } match { 1 | 2 | silence | _ => Bye }
                }
                state Bye { language en-US; hangup; }
            }
            "#,
        );
    }

    #[test]
    fn a_block_in_a_tree_of_one_language() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                language en-US;
                state Menu { say { en-US: "Hello." } say {} hangup; }
//~                                                  ^^^ the text is missing in `en-US`
//~                                                  help: add `en-US: "…"`
            }
            "#,
        );
    }
}
