//! # menu_too_long
//!
//! A menu offers more than five options. Callers who hear the sixth have forgotten the first.
//!
//! ```text
//! state Menu {
//!     gather key { say "Sales one, support two, billing three, hours four, jobs five, press six."; } match {
//!         1 => Sales, 2 => Support, 3 => Billing, 4 => Hours, 5 => Jobs, 6 => Press, silence | _ => Sales,
//!     }
//! }
//! ```
//!
//! Move some of the options to a second menu:
//!
//! ```text
//! state Menu {
//!     gather key { say "Sales one, support two, billing three, about us four."; } match {
//!         1 => Sales, 2 => Support, 3 => Billing, 4 => About, silence | _ => Sales,
//!     }
//! }
//! ```
//!
//! Options that are `hidden`, and those of `everywhere`, are not counted.

use ivr_core::guidance::MAX_OPTIONS;

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::{Graph, Verb},
};

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    for (id, state) in graph.states.iter().enumerate() {
        let Verb::Gather(gather) = &state.verb else { continue };
        let offered = |held| state.options().filter(move |arm| gather.has(arm, held));
        let Some(most) = gather.combinations().max_by_key(|held| offered(*held).count()) else { continue };
        let count = offered(most).count();
        if let Some(pattern) = offered(most).nth(MAX_OPTIONS).and_then(|arm| arm.patterns.first()) {
            let message =
                format!("`{}` offers {count} options, but callers remember {MAX_OPTIONS}", state.name);
            let diagnostic = Diagnostic::new("menu_too_long", pattern.span(), message).within(id);
            diagnostics.push(diagnostic.help("move some of them to a menu of their own"));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::tests::check_warnings;

    #[test]
    fn the_sixth_option_is_one_too_many() {
        check_warnings(
            "menu_too_long",
            r#"
            pub tree Line {
                start Menu;
                everywhere { 0 => Desk, silence | _ => Desk }
                state Menu { gather key or speech { say "One, two, three, four, five, six or help."; } match { 1 => Desk, 2 => Desk, 3 => Desk, 4 => Desk, 5 => Desk, "help" => Desk, 6 => Desk } }
//~                                                                                                                                                                   ^^^^^^ `Menu` offers 7 options, but callers remember 5
//~                                                                                                                                                                   help: move some of them to a menu of their own
                state Desk { dial "+12345678900" match { _ => end } }
            }
            "#,
        );
    }

    #[test]
    fn a_hidden_option_and_a_scale_are_not_counted() {
        check_warnings(
            "menu_too_long",
            r#"
            pub tree Line {
                start Menu;
                everywhere { 0 => Desk, silence | _ => Desk }
                state Menu { gather key { say "One, two, three, four or five."; } match { 1 => Rate, 2 => Desk, 3 => Desk, 4 => Desk, 5 => Desk, hidden 9 => Desk } }
                state Rate { gather key { say "Rate us from one to nine."; } match { 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 => Desk } }
                state Desk { dial "+12345678900" match { _ => end } }
            }
            "#,
        );
    }

    #[test]
    fn options_that_are_never_there_at_once() {
        check_warnings(
            "menu_too_long",
            r#"
            pub tree Line {
                start Menu;
                data { open: bool = true }
                everywhere { silence | _ => end }
                state Menu {
                    gather key { play "https://a.example/menu.mp3"; } match {
                        1 if open => end, 2 if open => end, 3 if open => end,
                        4 if !open => end, 5 if !open => end, 6 if !open => end,
                    }
                }
            }
            "#,
        );
    }
}
