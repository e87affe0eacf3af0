//! # placeholder_differs
//!
//! A text has a placeholder in one language but not in another. Some callers would never hear the value.
//!
//! ```text
//! language fr-FR, en-US;
//! data { zip: Digits = Digits::default() }
//! state Menu { language en-US; say { fr-FR: "Votre code est {zip:digits}.", en-US: "Thank you." } hangup; }
//! ```
//!
//! Use the same placeholders in each language, in any order and format:
//!
//! ```text
//! language fr-FR, en-US;
//! data { zip: Digits = Digits::default() }
//! state Menu { language en-US; say { fr-FR: "Votre code est {zip:digits}.", en-US: "So it is {zip:digits}." } hangup; }
//! ```

use std::collections::BTreeSet;

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::{Graph, KEY, Piece, Written, field_of, pieces},
    syntax::{Block, Row, Step, Texts},
};

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    if !graph.languages.several() || graph.data.is_empty() {
        return;
    }
    for Written { step, state, .. } in graph.steps() {
        if let Step::Say(Texts::Block(block)) = step {
            diagnostics.extend(diagnostic(graph, block).map(|diagnostic| diagnostic.within(state)));
        }
    }
}

/// Reports the first text without a placeholder that another has. It is one mistake, however many texts lack it.
fn diagnostic(graph: &Graph, block: &Block) -> Option<Diagnostic> {
    let spoken: Vec<(&Row, BTreeSet<String>)> =
        block.rows.iter().map(|row| Some((row, values(graph, row)?))).collect::<Option<_>>()?;
    let each = spoken.iter().flat_map(|one| spoken.iter().map(move |other| (one, other)));
    let mut differ =
        each.filter_map(|((row, own), (other, values))| Some((row, other, values.difference(own).next()?)));
    let (row, other, value) = differ.next()?;
    let (here, there) = (&row.language.value, &other.language.value);
    let message = format!("`{{{value}}}` is spoken in `{there}`, and not in `{here}`");
    let diagnostic = Diagnostic::new("placeholder_differs", row.text.span, message);
    Some(diagnostic.help("speak the same values in every language, in whatever order"))
}

/// Returns the fields in a text, or `None` if another rule reports that they must not be spoken.
fn values(graph: &Graph, row: &Row) -> Option<BTreeSet<String>> {
    let name = |piece| match piece {
        Piece::Words(_) => None,
        Piece::Placeholder { name, .. } => Some(name),
    };
    // `offer_unannounced` reports a missing `{key}`.
    let is_key = |name: &String| name == KEY && graph.offers().next().is_some();
    let names = pieces(&row.text.value).ok()?.into_iter().filter_map(name);
    let names: BTreeSet<String> = names.filter(|name| !is_key(name)).collect();
    let sayable =
        |name: &String| graph.data.iter().any(|field| field.name == field_of(name) && !field.secret);
    Some(names).filter(|names| names.iter().all(sayable))
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn a_value_that_english_callers_do_not_hear() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                language fr-FR, en-US, de-DE;
                data { count: u32 = 0, name: String = String::new() }
                state Menu {
                    language en-US;
                    say { fr-FR: "{name} a {count}.", en-US: "{name} has some.", de-DE: "{name} hat einige." }
//~                                                          ^^^^^^^^^^^^^^^^^^ `{count}` is spoken in `fr-FR`, and not in `en-US`
//~                                                          help: speak the same values in every language, in whatever order
                    goto Bye;
                }
                state Bye { language de-DE; say { fr-FR: "{name}", en-US: "{nam}", de-DE: "Ja." } hangup; }
//~                                                                       ^^^^^^^ a call has no field `nam`
//~                                                                    help: did you mean `name`?
            }
            "#,
        );
    }

    #[test]
    fn the_same_values_in_another_order_and_form() {
        check_legal(
            r#"
            pub tree Line {
                start Menu;
                language fr-FR, en-US;
                data { count: u32 = 0, name: String = String::new() }
                state Menu {
                    language en-US;
                    say { fr-FR: "{name} : {count} {count:plural jour|jours}.", en-US: "{count} days, {name}." }
                    hangup;
                }
            }
            "#,
        );
    }
}
