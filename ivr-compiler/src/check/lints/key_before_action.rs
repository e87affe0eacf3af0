//! # key_before_action
//!
//! The prompts announce the key before the option. Callers do not know yet whether they need the key, and have
//! forgotten it when they do.
//!
//! ```text
//! state Menu {
//!     gather key { say "Press one for sales, two for support, or three for our hours."; } match {
//!         1 => Sales, 2 => Support, 3 => Hours, silence | _ => Support,
//!     }
//! }
//! ```
//!
//! Announce the option first, then the key:
//!
//! ```text
//! state Menu {
//!     gather key { say "For sales, press one. For support, press two. For our hours, press three."; } match {
//!         1 => Sales, 2 => Support, 3 => Hours, silence | _ => Support,
//!     }
//! }
//! ```
//!
//! With one or two options, either order is accepted.

use crate::{
    check::survey::Survey,
    diagnostics::{Diagnostic, Diagnostics},
    model::Spoken,
    syntax::Text,
    words::Announced,
};

/// The words after a key that precedes its purpose: "press one *for* sales".
const PURPOSES: [(&str, &[&str]); 6] = [
    ("en", &["for", "to", "if"]),
    ("fr", &["pour", "si"]),
    ("es", &["para", "si"]),
    ("de", &["für", "um", "wenn"]),
    ("it", &["per", "se"]),
    ("pt", &["para", "se"]),
];

pub(crate) fn check(graph: &Survey<'_>, diagnostics: &mut Diagnostics) {
    // A text for all callers is reported once, not for each language.
    let mut told: Option<&Text> = None;
    for prompted in graph.prompted() {
        let early = prompted.texts.iter().map(|spoken| (spoken.text, early(*spoken)));
        let early: Vec<(&Text, usize)> = early.filter(|(_, early)| *early > 0).collect();
        let count: usize = early.iter().map(|(_, early)| early).sum();
        let options = graph.states.get(prompted.state).map_or(0, |state| state.options().count());
        if let (Some((text, _)), true) = (early.first(), options > 2 && count * 2 > options)
            && !told.replace(text).is_some_and(|told| std::ptr::eq(told, *text))
        {
            let message = "the keys are announced before their options";
            let diagnostic = Diagnostic::new("key_before_action", text.span, message).within(prompted.state);
            diagnostics.push(diagnostic.help("announce the option first: “for sales, press one”"));
        }
    }
}

/// Returns the number of keys in a text that precede their purpose.
fn early(spoken: Spoken<'_>) -> usize {
    let Spoken { text, language, .. } = spoken;
    let language = language.split('-').next().unwrap_or_default();
    let of = PURPOSES.iter().find(|(name, _)| name.eq_ignore_ascii_case(language));
    let Some((_, purposes)) = of else { return 0 };
    let found = spoken.announced();
    let keys = found.iter().filter(|found| matches!(found.kind, Announced::Key(_)));
    let is_early = |end: usize| {
        let rest = text.value.get(end..).unwrap_or_default();
        let same_sentence = rest.starts_with(' ');
        same_sentence && rest.split_whitespace().next().is_some_and(|word| purposes.contains(&word))
    };
    keys.filter(|found| is_early(found.range.end)).count()
}

#[cfg(test)]
mod tests {
    use crate::check::tests::check_warnings;

    #[test]
    fn keys_first_in_german() {
        check_warnings(
            "key_before_action",
            r#"
            pub tree Line {
                start Menu;
                language de-DE;
                everywhere { silence | _ => Desk }
                state Menu { gather key { say "Drücken Sie 1 für den Verkauf, 2 für die Werkstatt, 3 für die Zentrale."; } match { 1 => Desk, 2 => Desk, 3 => Desk } }
//~                                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the keys are announced before their options
//~                                           help: announce the option first: “for sales, press one”
                state Desk { dial "+12345678900" match { _ => end } }
            }
            "#,
        );
    }

    #[test]
    fn two_options_and_one_of_many() {
        check_warnings(
            "key_before_action",
            r#"
            pub tree Line {
                start Menu;
                everywhere { silence | _ => Desk }
                state Menu { gather key { say "Press one for sales or two for support."; } match { 1 => More, 2 => Desk } }
                state More { gather key { say "For sales, press one. For support, press two. Press nine to hear this again."; } match { 1 => Desk, 2 => Desk, 9 => More } }
                state Desk { dial "+12345678900" match { _ => end } }
            }
            "#,
        );
    }

    #[test]
    fn each_language_is_read_by_its_own_words_and_what_all_hear_once() {
        check_warnings(
            "key_before_action",
            r#"
            pub tree Line {
                start Menu;
                language de-DE, en-US;
                everywhere { silence | _ => { language en-US; } then Desk }
                state Menu {
                    gather key {
                        say {
                            de-DE: "Für den Verkauf die 1, für die Werkstatt drücken Sie 2, sonst 3.",
                            en-US: "Press one for sales, two for support, three for our hours.",
//~                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the keys are announced before their options
//~                                help: announce the option first: “for sales, press one”
                        }
                    } match { 1 => More, 2 => Desk, 3 => Desk }
                }
                state More { gather key { say en-US: "Press one for sales, two for support, three for our hours."; } match { 1 => Desk, 2 => Desk, 3 => Desk } }
//~                                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the keys are announced before their options
//~                                                  help: announce the option first: “for sales, press one”
                state Desk { dial "+12345678900" match { _ => end } }
            }
            "#,
        );
    }
}
