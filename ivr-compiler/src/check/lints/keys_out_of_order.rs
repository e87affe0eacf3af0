//! # keys_out_of_order
//!
//! The prompts do not announce the keys in ascending order. Callers expect the next number and press it before they
//! hear that the key is another one.
//!
//! ```text
//! state Menu {
//!     gather key { say "For support, press two. For sales, press one."; } match {
//!         1 => Sales, 2 => Support, silence | _ => Support,
//!     }
//! }
//! ```
//!
//! Announce the keys in ascending order:
//!
//! ```text
//! state Menu {
//!     gather key { say "For sales, press one. For support, press two."; } match {
//!         1 => Sales, 2 => Support, silence | _ => Support,
//!     }
//! }
//! ```
//!
//! The keys 0, 9, `*` and `#` have conventional meanings and may appear anywhere.

use crate::{
    check::survey::Survey,
    diagnostics::{Diagnostic, Diagnostics},
    model::Prompted,
    syntax::Text,
    words::Announced,
};

pub(crate) fn check(graph: &Survey<'_>, diagnostics: &mut Diagnostics) {
    // A text for all callers is reported once, not for each language.
    let mut told: Option<&Text> = None;
    for prompted in graph.prompted() {
        let keys = counted(prompted);
        let falls = keys.iter().zip(keys.iter().skip(1)).find(|((_, first), (_, second))| second < first);
        if let Some(((_, first), (text, second))) = falls
            && !told.replace(text).is_some_and(|told| std::ptr::eq(told, *text))
        {
            let message = format!("`{second}` is announced after `{first}`: callers expect ascending keys");
            let diagnostic = Diagnostic::new("keys_out_of_order", text.span, message).within(prompted.state);
            diagnostics.push(diagnostic.help("announce the keys in their order"));
        }
    }
}

/// Returns the keys 1 to 8 in the order of their first announcement.
fn counted<'g>(prompted: &Prompted<'g>) -> Vec<(&'g Text, u8)> {
    let mut found: Vec<(&Text, u8)> = Vec::new();
    for spoken in &prompted.texts {
        for announcement in spoken.announced().iter() {
            let Announced::Key(key) = &announcement.kind else { continue };
            let key = key.parse().ok().filter(|key| (1..=8).contains(key));
            found.extend(
                key.filter(|key| found.iter().all(|(_, other)| other != key)).map(|key| (spoken.text, key)),
            );
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::check::tests::check_warnings;

    #[test]
    fn three_before_two() {
        check_warnings(
            "keys_out_of_order",
            r#"
            pub tree Line {
                start Menu;
                everywhere { silence | _ => Desk }
                state Menu { gather key { say "Sales, press 1."; say "Hours, press 3. Support, press 2."; } match { 1 => Desk, 2 => Desk, 3 => Desk } }
//~                                                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `2` is announced after `3`: callers expect ascending keys
//~                                                                  help: announce the keys in their order
                state Desk { dial "+12345678900" match { _ => end } }
            }
            "#,
        );
    }

    #[test]
    fn keys_with_a_meaning_of_their_own_and_gaps() {
        check_warnings(
            "keys_out_of_order",
            r#"
            pub tree Line {
                start Menu;
                everywhere { silence | _ => Desk }
                state Menu { gather key { say "To hear this again, press nine or star. Sales, press one. Support, press four. That was one or four. A person, press zero."; } match { 1 => Desk, 4 => Desk, 9 | '*' => Menu, 0 => Desk } }
                state Desk { dial "+12345678900" match { _ => end } }
            }
            "#,
        );
    }

    #[test]
    fn one_language_that_counts_otherwise() {
        check_warnings(
            "keys_out_of_order",
            r#"
            pub tree Line {
                start Menu;
                language fr-FR, en-US;
                everywhere { silence | _ => { language en-US; } then Desk }
                state Menu { gather key { say { fr-FR: "Tapez un ou deux.", en-US: "Press two or one." } } match { 1 => More, 2 => Desk } }
//~                                                                                ^^^^^^^^^^^^^^^^^^^ `1` is announced after `2`: callers expect ascending keys
//~                                                                                help: announce the keys in their order
                state More { gather key { say en-US: "Press two or one."; } match { 1 => Desk, 2 => Desk } }
//~                                                  ^^^^^^^^^^^^^^^^^^^ `1` is announced after `2`: callers expect ascending keys
//~                                                  help: announce the keys in their order
                state Desk { dial "+12345678900" match { _ => end } }
            }
            "#,
        );
    }
}
