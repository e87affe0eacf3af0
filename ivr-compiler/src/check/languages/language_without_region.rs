//! # language_without_region
//!
//! A tree with several languages needs a region in each of them. The language of a call is part of the URL of each
//! request, and the region is what distinguishes a language from a state. Without it, a request could be answered in
//! the wrong language or by the wrong state.
//!
//! ```text
//! language fr, en-US;
//! state Menu { language en-US; say { fr: "Bonjour.", en-US: "Hello." } hangup; }
//! ```
//!
//! Add the region:
//!
//! ```text
//! language fr-FR, en-US;
//! state Menu { language en-US; say { fr-FR: "Bonjour.", en-US: "Hello." } hangup; }
//! ```
//!
//! A tree with one language does not need the region.

use crate::{
    check::values::in_a_region,
    diagnostics::{Diagnostic, Diagnostics},
    model::Graph,
    syntax::{Tag, parse::list},
};

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    if !graph.languages.several() {
        return;
    }
    let tags: Vec<&Tag> = graph.languages.all().collect();
    let lacks = |tag: &&Tag| !tag.value.contains('-');
    let lacking: Vec<&str> = tags.iter().copied().filter(lacks).map(|tag| tag.value.as_str()).collect();
    let place = (tags.iter().position(lacks), tags.iter().rposition(lacks));
    let (Some(first), Some(last)) = place else { return };
    let told = tags.get(first..=last).unwrap_or_default();
    let ([first, ..], [.., last]) = (told, told) else { return };
    let has = if lacking.len() == 1 { "has" } else { "have" };
    let message = format!("{} {has} no region, which is required with several languages", list(&lacking));
    let diagnostic = Diagnostic::new("language_without_region", first.span, message).to(last.end);
    let written =
        told.iter().map(|tag| if lacks(tag) { in_a_region(&tag.value) } else { Some(tag.value.as_str()) });
    diagnostics.push(match written.collect::<Option<Vec<_>>>() {
        Some(written) => diagnostic.help(format!("write `{}`", written.join(", "))),
        None => diagnostic.help("write a language and a region, such as `en-US`"),
    });
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn languages_without_a_region_are_told_once() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                language fr, en, arb;
//~                      ^^^^^^^^^^^ `fr`, `en` and `arb` have no region, which is required with several languages
//~                      help: write a language and a region, such as `en-US`
                state Menu { say { fr: "Un.", en: "One.", arb: "واحد" } hangup; }
            }
            "#,
        );
    }

    #[test]
    fn the_only_language_needs_none() {
        check_legal(r#"pub tree Line { start Menu; language arb; state Menu { say "مرحبا"; hangup; } }"#);
    }
}
