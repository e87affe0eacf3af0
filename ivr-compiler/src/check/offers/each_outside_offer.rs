//! # each_outside_offer
//!
//! `each` is said for every offered item, and `more` is said when the list has several pages. This `gather` offers
//! no list, so the caller would hear neither.
//!
//! ```text
//! data { stops: Vec<String> = Vec::new(), stop: String = String::new() }
//! state Stops { gather key { each { say "For {stop}, press {key}."; } } match { silence | _ => end } }
//! ```
//!
//! Offer the items of a list:
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

use crate::{
    check::survey::Survey,
    diagnostics::{Diagnostic, Diagnostics},
    model::{Graph, Verb, Written},
    syntax::{Offer, Scope, Step},
};

pub(crate) fn check(graph: &Survey<'_>, diagnostics: &mut Diagnostics) {
    for &Written { step, state, prompt, .. } in graph.steps() {
        let Step::Scoped { word, scope, .. } = step else { continue };
        let offer = state.filter(|_| prompt).and_then(|state| offer(graph, state));
        let (message, help) = match (scope, offer) {
            (Scope::Once(_) | Scope::If(_), _)
            | (Scope::Each, Some(_))
            | (Scope::More, Some(Offer { more: Some(_), .. })) => {
                continue;
            }
            (Scope::More, Some(_)) => ("this offer has no `more` key", "write `, more 9` after `offer`"),
            (Scope::Each | Scope::More, None) => (
                "is only allowed in the prompts of an offer",
                "write `gather key, offer item from list { … }`",
            ),
        };
        let named =
            if offer.is_none() { format!("`{}` {message}", scope.as_str()) } else { message.to_owned() };
        diagnostics.push(Diagnostic::new("each_outside_offer", *word, named).within(state).help(help));
    }
}

fn offer(graph: &Graph, state: usize) -> Option<&Offer> {
    match graph.states.get(state).map(|state| &state.verb) {
        Some(Verb::Gather(gather)) => gather.offer.as_ref(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::stops_with_everywhere;
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn where_nothing_is_offered_and_where_no_key_turns_the_page() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Plain;
                data { stops: Vec<String> = Vec::new(), stop: String = String::new() }
                everywhere { silence | _ => end }
                state Plain { more { say "Hello."; } gather key { each { say "For {stop}."; } say "To go on, press one."; } match { 1 => Stops } }
//~                           ^^^^ `more` is only allowed in the prompts of an offer
//~                           help: write `gather key, offer item from list { … }`
//~                                                               ^^^^ `each` is only allowed in the prompts of an offer
//~                                                               help: write `gather key, offer item from list { … }`
                state Stops {
                    gather key, offer stop from stops {
                        each { say "For {stop}, press {key}."; }
                        more { say "For others, press nine."; }
//~                     ^^^^ this offer has no `more` key
//~                     help: write `, more 9` after `offer`
                    } match { chosen => end }
                }
            }
            "#,
        );
    }

    #[test]
    fn every_block_where_it_has_a_meaning() {
        check_legal(&stops_with_everywhere(
            r#"
                state Stops {
                    gather key, offer stop from stops, more 9 {
                        once { say "We have a new list of stops."; }
                        uninterrupted { say "Which stop?"; }
                        each { say "For {stop}, press {key}."; }
                        more { say "For others, press nine."; }
                    } match { chosen => end }
                }
            "#,
        ));
    }
}
