//! # placeholder_in_phrase
//!
//! A phrase or a hint contains braces. Phrases are compared with the words that the caller says, and the same words are
//! expected in every call, so they take no placeholders. Callers would have to say the name of the field.
//!
//! ```text
//! data { town: String = String::new() }
//! state Menu {
//!     gather speech { say "Which shop?"; } match { "the shop in {town}" => Shop, silence | _ => end }
//! }
//! ```
//!
//! Write the words that every caller says. `entered` takes words that no arm names, and `into` stores them:
//!
//! ```text
//! data { town: String = String::new() }
//! state Menu {
//!     gather speech { say "Which shop?"; } match { "the shop" => Shop, silence | _ => end }
//! }
//! ```
//!
//! `hints (expr)` takes hints that are known only during a call.

use crate::{
    check::survey::Survey,
    diagnostics::{Diagnostic, Diagnostics},
    model::{Kind, WrittenText},
};

pub(crate) fn check(graph: &Survey<'_>, diagnostics: &mut Diagnostics) {
    for &WrittenText { text, state, kind, .. } in graph.texts() {
        let what = match kind {
            Kind::Phrase => "phrase",
            Kind::Hint => "hint",
            Kind::Words | Kind::File | Kind::Queue | Kind::Url | Kind::Agent => continue,
        };
        if !text.value.contains(['{', '}']) {
            continue;
        }
        let message = format!("a {what} takes no placeholder: callers say the same words in every call");
        let diagnostic = Diagnostic::new("placeholder_in_phrase", text.span, message).within(state);
        let words = without_braces(&text.value);
        diagnostics.push(match (words.is_empty(), kind) {
            (false, _) => diagnostic.help(format!("write `{words:?}`")),
            (true, Kind::Hint) => diagnostic.help("write `hints (expr)`, with a Rust expression"),
            (true, _) => diagnostic.help("write `entered`, which takes words that no arm names"),
        });
    }
}

/// Returns a phrase without what stands in braces.
fn without_braces(phrase: &str) -> String {
    let outside = phrase.split('{').map(|part| part.rsplit('}').next().unwrap_or_default());
    outside.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn a_field_that_callers_would_have_to_say() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                data { town: String = String::new() }
                everywhere { "call {town} now" => end, silence | _ => end }
//~                          ^^^^^^^^^^^^^^^^^ a phrase takes no placeholder: callers say the same words in every call
//~                          help: write `"call now"`
                state Menu {
                    gather speech, hints ["{town}"] { say "Sales?"; } match { "sales in {town}" => end, "{town}" => end }
//~                                       ^^^^^^^^ a hint takes no placeholder: callers say the same words in every call
//~                                       help: write `hints (expr)`, with a Rust expression
//~                                                                           ^^^^^^^^^^^^^^^^^ a phrase takes no placeholder: callers say the same words in every call
//~                                                                           help: write `"sales in"`
//~                                                                                                     ^^^^^^^^ a phrase takes no placeholder: callers say the same words in every call
//~                                                                                                     help: write `entered`, which takes words that no arm names
                }
            }
            "#,
        );
    }

    #[test]
    fn a_field_that_is_spoken_before_the_words_are_said() {
        check_legal(
            r#"
            pub tree Line {
                start Menu;
                data { town: String = String::new() }
                state Menu {
                    gather speech { say "Sales in {town}?"; } match { "sales" => end, silence | _ => end }
                }
            }
            "#,
        );
    }
}
