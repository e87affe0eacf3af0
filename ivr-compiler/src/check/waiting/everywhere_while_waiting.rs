//! # everywhere_while_waiting
//!
//! Callers who wait in a queue reach this `gather`, and so do callers who do not. `everywhere` does not apply to
//! callers in a queue, because its targets are outside of the queue. A state cannot use `everywhere` for some of its
//! callers only, so one group would hear options that do nothing.
//!
//! ```text
//! everywhere { 0 => Person, silence | _ => retry 1 { say "Sorry?"; } then Person }
//! state Menu    { gather key { say "For news, press one. To wait, press two. For a person, press zero."; } match { 1 => News, 2 => Support } }
//! state Support { enqueue "support", max_wait 9min, wait News match { _ => Person } }
//! state News    { gather key { say "No news. To leave, press nine."; } match { 9 => end, silence => end, _ => again } }
//! ```
//!
//! Add a separate state for callers who wait:
//!
//! ```text
//! everywhere { 0 => Person, silence | _ => retry 1 { say "Sorry?"; } then Person }
//! state Menu    { gather key { say "For news, press one. To wait, press two. For a person, press zero."; } match { 1 => News, 2 => Support } }
//! state Support { enqueue "support", max_wait 9min, wait Waiting match { _ => Person } }
//! state News    { say "No news."; goto Menu; }
//! state Waiting { gather key { say "To leave, press nine."; } match { 9 => leave, silence => Waiting, _ => again } }
//! ```

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::{Graph, Verb},
};

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    if graph.waiting.is_empty() || graph.everywhere.is_empty() {
        return;
    }
    let outside = graph.outside_of_waiting();
    for (id, state) in graph.states.iter().enumerate() {
        let is_both = graph.waiting.holds(id) && outside.get(id) == Some(&true);
        if is_both && matches!(state.verb, Verb::Gather(_)) {
            let name = &state.name;
            let message = format!("`{name}` is reached both by callers in a queue and by other callers");
            let diagnostic = Diagnostic::new("everywhere_while_waiting", name.span(), message).within(id);
            let diagnostic = diagnostic.note(super::route(graph, id));
            diagnostics.push(
                diagnostic
                    .note("`everywhere` does not apply while a caller waits in a queue")
                    .help("give waiting callers a state of their own"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn a_state_of_both_kinds_of_callers() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                everywhere { 0 => Person, silence | _ => retry 1 { say "Sorry?"; } then Person }
                state Menu { gather key { say "For news, press one. To wait, press two. For a person, press zero."; } match { 1 => News, 2 => Support } }
                state Support { say "Hold."; enqueue "support", max_wait 9min, wait News match { _ => Person } }
                state News { gather key { say "No news. To end, press nine."; } match { 9 => end, silence => end, _ => again } }
//~                   ^^^^ `News` is reached both by callers in a queue and by other callers
//~                  note: Support —waits→ News
//~                  note: `everywhere` does not apply while a caller waits in a queue
//~                  help: give waiting callers a state of their own
                state Person { dial "+12345678900" match { _ => end } }
            }
            "#,
        );
    }

    #[test]
    fn a_state_of_their_own_has_no_arm_of_everywhere() {
        check_legal(
            r#"
            pub tree Line {
                start Menu;
                everywhere { 0 => Person, silence | _ => retry 1 { say "Sorry?"; } then Person }
                state Menu { gather key { say "For news, press one. To wait, press two. For a person, press zero."; } match { 1 => News, 2 => Support } }
                state Support { say "Hold."; enqueue "support", max_wait 9min, wait Waiting match { _ => Person } }
                state News { say "No news."; goto Menu; }
                state Waiting { gather key { say "To leave, press nine."; } match { 9 => leave, silence => Waiting, _ => again } }
                state Person { dial "+12345678900" match { _ => end } }
            }
            "#,
        );
        check_diagnostics(
            r#"
            pub tree Line {
                start Support;
                everywhere { 0 => Person, silence | _ => retry 1 { say "Sorry?"; } then Person }
                state Support { say "Hold."; enqueue "support", max_wait 9min, wait Waiting match { _ => Person } }
                state Waiting { gather key { say "To leave, press nine."; } match { 9 => leave } }
//~                                                                         ^^^^^ state `Waiting` does not handle `silence` and `_`
//~                                                                         help: add the arm `silence | _ => Waiting`
                state Person { dial "+12345678900" match { _ => end } }
            }
            "#,
        );
    }
}
