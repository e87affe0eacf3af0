//! # more_unannounced
//!
//! A key turns the page of an offer, but no text announces it. Callers never hear the items after the first page.
//!
//! ```text
//! data { stops: Vec<String> = Vec::new(), stop: String = String::new() }
//! state Stops {
//!     gather key, offer stop from stops, more 9 { each { say "For {stop}, press {key}."; } }
//!     match { chosen | silence | _ => end }
//! }
//! ```
//!
//! Announce the key in `more { … }`, which is said when the list has several pages:
//!
//! ```text
//! data { stops: Vec<String> = Vec::new(), stop: String = String::new() }
//! state Stops {
//!     gather key, offer stop from stops, more 9 {
//!         each { say "For {stop}, press {key}."; }
//!         more { say "For other stops, press nine."; }
//!     } match { chosen | silence | _ => end }
//! }
//! ```
//!
//! Languages in which announcements are not recognized, and recordings without words, are not checked.

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::{Graph, Prompted},
    prompt_file::is_read,
    syntax::{Offer, Text},
    words::Announced,
};

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    if graph.offers().next().is_none() {
        return;
    }
    for same in graph.prompted().chunk_by(|one, next| one.state == next.state) {
        let quiet = same.iter().find_map(|one| unannounced(one).map(|key| (one, key)));
        let Some((one, key)) = quiet else { continue };
        let named = graph.languages.named(one.language);
        let message = format!("no prompt announces{named} that `{}` leads to more items", key.value);
        let help = format!("write `more {{ say \"For others, press {}.\"; }}` in the prompts", key.value);
        diagnostics.push(Diagnostic::new("more_unannounced", key.span, message).within(one.state).help(help));
    }
}

/// Returns the key for the next page, if no text names it.
fn unannounced<'g>(prompted: &Prompted<'g>) -> Option<&'g Text> {
    let Offer { more: Some(key), .. } = prompted.gather.offer.as_ref()? else { return None };
    let is_key = |found: &Announced| matches!(found, Announced::Key(named) if *named == key.value);
    let says = |spoken: &crate::model::Spoken<'_>| spoken.announced().iter().any(|found| is_key(&found.kind));
    let is_known = is_read(prompted.language) && !prompted.unknown;
    (is_known && !prompted.texts.iter().any(says)).then_some(key)
}

#[cfg(test)]
mod tests {
    use super::super::tests::stops_with_everywhere;
    use crate::check::tests::{check_legal, check_warnings};

    #[test]
    fn a_page_that_nobody_hears_of() {
        check_warnings(
            "more_unannounced",
            &stops_with_everywhere(
                r#"
                state Stops {
                    gather key, offer stop from stops, more '*' {
//~                                                         ^^^ no prompt announces that `*` leads to more items
//~                                                         help: write `more { say "For others, press *."; }` in the prompts
                        say "Which stop?";
                        each { say "For {stop}, press {key}."; }
                    } match { chosen => end }
                }
            "#,
            ),
        );
    }

    #[test]
    fn a_page_that_is_announced_with_each_asking() {
        check_legal(&stops_with_everywhere(
            r#"
                state Stops {
                    gather key, offer stop from stops, more '*' {
                        each { say "For {stop}, press {key}."; }
                        say "For other stops, press star.";
                    } match { chosen => end }
                }
            "#,
        ));
    }
}
