//! # unknown_language
//!
//! A text is in a language that the tree does not declare, or a `language` step switches to one. No caller would
//! ever hear that text.
//!
//! ```text
//! language fr-FR, en-US;
//! state Menu { language en-UK; say { fr-FR: "Bonjour.", en-US: "Hello." } hangup; }
//! ```
//!
//! Correct the spelling, or declare the language with `language`:
//!
//! ```text
//! language fr-FR, en-US;
//! state Menu { language en-US; say { fr-FR: "Bonjour.", en-US: "Hello." } hangup; }
//! ```
//!
//! A text that all callers hear in one language, `say de-DE: "…";`, may be in any language.

use crate::{
    check::values::in_a_region,
    diagnostics::{Diagnostic, Diagnostics, nearest},
    model::{Graph, StateId, Written},
    syntax::{Block, Step, Tag},
};

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    if !graph.by_language || graph.languages.broken {
        return;
    }
    // A language that is misspelt in its declaration is unknown wherever it is used, which is one error.
    let mut unknown: Vec<(&Tag, Option<StateId>, Option<&str>, usize)> = Vec::new();
    let rows = super::blocks(graph).into_iter().flat_map(|(block, state)| {
        block.rows.iter().map(move |row| (&row.language, state, lacks(graph, block)))
    });
    let is_unknown = |tag: &Tag| !graph.languages.knows(&tag.value) && !lacks_region(graph, tag);
    let spoken = spoken(graph).into_iter().map(|(tag, state)| (tag, state, None));
    for (tag, state, lacks) in rows.chain(spoken).filter(|(tag, ..)| is_unknown(tag)) {
        match unknown.iter_mut().find(|(first, ..)| first.value == tag.value) {
            Some((.., times)) => *times += 1,
            None => unknown.push((tag, state, lacks, 1)),
        }
    }
    diagnostics.extend(unknown.into_iter().map(|(tag, state, lacks, times)| {
        diagnostic(graph, tag, lacks.filter(|_| times == 1), times).within(state)
    }));
}

/// Returns whether the language is declared without its region, which `language_without_region` reports.
fn lacks_region(graph: &Graph, tag: &Tag) -> bool {
    let mut declared = graph.languages.all().map(|own| own.value.as_str()).filter(|own| !own.contains('-'));
    graph.languages.several()
        && declared
            .any(|own| tag.value.split('-').next() == Some(own) || in_a_region(own) == Some(&tag.value))
}

/// Returns the languages of every `language` step.
fn spoken<'g>(graph: &'g Graph) -> Vec<(&'g Tag, Option<StateId>)> {
    let speak = |written: Written<'g>| match written.step {
        Step::Language { language, .. } => language.tag().map(|tag| (tag, written.state)),
        _ => None,
    };
    graph.steps().into_iter().filter_map(speak).collect()
}

/// The language that a block lacks, if it has as many texts as the tree has languages.
fn lacks<'g>(graph: &'g Graph, block: &Block) -> Option<&'g str> {
    let has = |own: &&Tag| block.rows.iter().any(|row| row.language.value == own.value);
    let mut missing = graph.languages.all().filter(|own| !has(own));
    let first = missing.next()?;
    (missing.next().is_none() && block.rows.len() == graph.languages.all().count()).then_some(&first.value)
}

fn diagnostic(graph: &Graph, tag: &Tag, lacks: Option<&str>, times: usize) -> Diagnostic {
    let message = format!("this tree has no language `{}`", tag.value);
    let diagnostic = Diagnostic::new("unknown_language", tag.span, message).to(tag.end);
    let diagnostic = match times {
        1 => diagnostic,
        2 => diagnostic.note("it appears in one more place"),
        more => diagnostic.note(format!("it appears in {} more places", more - 1)),
    };
    let known = || graph.languages.all().map(|tag| tag.value.as_str());
    // `english` and `EN` are names of `en-US`, and of every other English.
    let named = in_a_region(&tag.value).unwrap_or(&tag.value);
    let language = |tag: &str| tag.split(['-', '_']).next().unwrap_or_default().to_lowercase();
    let same = |known: &&str| language(known) == language(named);
    match known().find(same).or(lacks).or_else(|| nearest(&tag.value, known())) {
        Some(meant) => diagnostic.help(format!("did you mean `{meant}`?")),
        None => {
            let is_tag = tag.value.contains('-');
            let declared = if is_tag { tag.value.as_str() } else { named };
            let all: Vec<&str> = known().chain([declared]).collect();
            diagnostic.help(format!("declare it: `language {};`", all.join(", ")))
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn a_language_that_the_tree_does_not_have() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                language fr-FR, en-US;
                audio { fr-FR: "https://a.example/fr/", en-GB: "https://a.example/en/" }
//~                                                     ^^^^^ this tree has no language `en-GB`
//~                                                     note: it appears in one more place
//~                                                     help: did you mean `en-US`?
                state Menu { language de-DE; say { fr-FR: "Bonjour.", en-GB: "Hello." } goto Bye; }
//~                                   ^^^^^ this tree has no language `de-DE`
//~                                help: declare it: `language fr-FR, en-US, de-DE;`
                state Bye { language en-US; hangup; }
            }
            "#,
        );
    }

    #[test]
    fn languages_that_cannot_be_read_are_not_also_unknown() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                language fr-FR, 5;
//~                             ^ expected a language such as `en-US`, found `5`
//~                             help: write a language such as `en-US`
                state Menu {
                    language en-US;
                    gather key { say { fr-FR: "Tapez un.", en-US: "Press one." } } match { 1 => Bye, silence | _ => Bye }
                }
                state Bye { say "Ciao."; hangup; }
            }
            "#,
        );
    }

    #[test]
    fn a_language_in_parentheses() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                language fr-FR, en-US;
                state Menu { language (en-US); say { fr-FR: "Bonjour.", en-US: "Hello." } hangup; }
//~                                   ^^^^^^^ a language must not be in parentheses
//~                                help: write `en-US`
            }
            "#,
        );
    }

    #[test]
    fn everybody_may_be_told_something_in_any_language() {
        check_legal(
            r#"
            pub tree Line {
                start Menu;
                language fr-FR;
                state Menu { say { fr-FR: "Bonjour." } say de-DE: "Guten Tag."; language fr-FR; hangup; }
            }
            "#,
        );
    }
}
