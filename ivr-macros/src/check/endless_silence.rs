//! # endless_silence
//!
//! Without any choice of the caller the call goes round for ever: silence, a wrong key where words are heard, an
//! outcome such as *nobody answered*, or a step that goes on by itself. A telephone left off the hook would be
//! billed by the minute.
//!
//! ```text
//! state Menu  { gather key { say "Press one for sales."; } match { 1 => Sales, silence | _ => Error } }
//! state Error { say "That is not an option."; goto Menu; }
//! ```
//!
//! Count the attempts, and give up with a person:
//!
//! ```text
//! state Menu {
//!     gather key { say "Press one for sales."; } match {
//!         1           => Sales,
//!         silence | _ => retry 2 { say "That is not an option."; } then Reception,
//!     }
//! }
//! ```

use std::collections::VecDeque;

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::{Edge, Graph, StateId, components},
};

pub(super) fn check(graph: &Graph, faults: &mut Diagnostics) {
    let edges = graph.all_edges();
    let trapped: Vec<StateId> = graph.traps().into_iter().flatten().collect();
    let component = components(&edges, |edge| !edge.attended);
    let mut reported = Vec::new();
    for (state, out) in edges.iter().enumerate() {
        let own = component.get(state);
        let inside = |edge: &&Edge| !edge.attended && component.get(edge.to) == own;
        if !out.iter().any(|edge| inside(&edge)) || reported.contains(&own) || trapped.contains(&state) {
            continue;
        }
        reported.push(own);
        let members = |edge: &Edge| inside(&edge);
        report(graph, &shortest_cycle(&edges, state, members), faults);
    }
}

/// The shortest way round that begins and ends at `start`, the earliest state of its component.
fn shortest_cycle(
    edges: &[Vec<Edge>],
    start: StateId,
    keep: impl Fn(&Edge) -> bool,
) -> Vec<(StateId, &Edge)> {
    let mut came: Vec<Option<(StateId, &Edge)>> = vec![None; edges.len()];
    let mut waiting = VecDeque::from([start]);
    while let Some(state) = waiting.pop_front() {
        for edge in edges.get(state).into_iter().flatten().filter(|edge| keep(edge)) {
            if edge.to == start {
                let mut cycle = vec![(state, edge)];
                let mut at = state;
                while let Some((before, edge)) = came.get(at).copied().flatten().filter(|_| at != start) {
                    cycle.push((before, edge));
                    at = before;
                }
                cycle.reverse();
                return cycle;
            }
            if let Some(slot @ None) = came.get_mut(edge.to) {
                *slot = Some((state, edge));
                waiting.push_back(edge.to);
            }
        }
    }
    Vec::new()
}

fn report(graph: &Graph, cycle: &[(StateId, &Edge)], faults: &mut Diagnostics) {
    let Some((_, last)) = cycle.last() else { return };
    let name =
        |state: StateId| graph.states.get(state).map_or_else(String::new, |state| state.name.to_string());
    let mut round = String::new();
    for (state, edge) in cycle {
        round.push_str(&format!("{} —{}→ ", name(*state), edge.label));
    }
    round.push_str(&name(last.to));
    let fault =
        Diagnostic::new("endless_silence", last.span, "a caller who does nothing goes round here for ever")
            .note(round)
            .help(
                "count the attempts: `retry 2 { say \"…\"; } then` and a state that does not come back here",
            );
    faults.push(fault);
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn menu_to_error_to_menu() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                state Menu { gather key { say "Press one to end."; } match { 1 => Bye, silence | _ => Error } }
                state Error { say "Invalid."; goto Menu; }
//~                                                ^^^^ a caller who does nothing goes round here for ever
//~                                                note: Menu —silence→ Error —goto→ Menu
//~                                                help: count the attempts: `retry 2 { say "…"; } then` and a state that does not come back here
                state Bye { hangup; }
            }
            "#,
        );
    }

    #[test]
    fn silence_that_asks_again_for_ever() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                state Menu { gather key { say "Press one to end."; } match { 1 => end, silence => again, _ => end } }
//~                                                                                    ^^^^^^^ a caller who does nothing goes round here for ever
//~                                                                                    note: Menu —silence→ Menu
//~                                                                                    help: count the attempts: `retry 2 { say "…"; } then` and a state that does not come back here
            }
            "#,
        );
    }

    #[test]
    fn giving_up_in_a_circle() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                state Menu {
                    gather key { say "Press one to end."; } match {
                        1           => end,
                        silence | _ => retry 2 { say "Sorry?"; } then Reception,
                    }
                }
                state Reception { dial "+12345678900" match { answered => end, _ => Menu } }
//~                                                                            ^ a caller who does nothing goes round here for ever
//~                                                                            note: Menu —silence→ Reception —_→ Menu
//~                                                                            help: count the attempts: `retry 2 { say "…"; } then` and a state that does not come back here
            }
            "#,
        );
    }

    #[test]
    fn a_wrong_key_is_a_choice_where_only_keys_are_heard() {
        check_legal(
            r#"
            pub tree Line {
                start Menu;
                state Menu { gather key { say "Press one to end."; } match { 1 => end, silence => end, _ => again } }
            }
            "#,
        );
    }

    #[test]
    fn attempts_that_are_counted_come_to_an_end() {
        check_legal(
            r#"
            pub tree Line {
                start Menu;
                state Menu { gather key { say "Press one."; } match { 1 => Hours, silence | _ => retry 2 { say "Sorry?"; } then end } }
                state Hours { say "Nine to five."; gather key { say "Press any key."; } match { silence | _ => Menu } }
            }
            "#,
        );
    }
}
