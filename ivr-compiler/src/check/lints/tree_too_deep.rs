//! # tree_too_deep
//!
//! A caller goes through more than three menus to get here. Each one loses callers, and nobody knows the way back.
//!
//! ```text
//! everywhere { silence | _ => Desk }
//! state Menu { gather key { say "Sales 1, support 2, jobs 3."; } match { 1 => Sales, 2 => Desk, 3 => Desk } }
//! state Sales { gather key { say "Cars one, parts two, tyres three."; } match { 1 => Cars, 2 => Desk, 3 => Desk } }
//! state Cars { gather key { say "New one, used two, rented three."; } match { 1 => New, 2 => Desk, 3 => Desk } }
//! state New { gather key { say "Red one, blue two, green three."; } match { 1 => Desk, 2 => Desk, 3 => Desk } }
//! ```
//!
//! Ask one question fewer:
//!
//! ```text
//! everywhere { silence | _ => Desk }
//! state Menu { gather key { say "Cars one, parts two, support three."; } match { 1 => Cars, 2 => Desk, 3 => Desk } }
//! state Cars { gather key { say "New one, used two, rented three."; } match { 1 => New, 2 => Desk, 3 => Desk } }
//! state New { gather key { say "Red one, blue two, green three."; } match { 1 => Desk, 2 => Desk, 3 => Desk } }
//! ```
//!
//! A menu is a `gather` with three options or more; the shortest way from a start counts.

use std::collections::VecDeque;

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::{Graph, StateId},
};

const MOST: usize = 3;

pub(crate) fn check(graph: &Graph, faults: &mut Diagnostics) {
    // Two options are a question; three are a menu.
    let menus: Vec<bool> = graph.states.iter().map(|state| state.options().nth(2).is_some()).collect();
    let depths = depths(graph, &menus);
    let deep =
        menus.iter().zip(&depths).enumerate().filter(|(_, (menu, depth))| **menu && **depth > Some(MOST));
    let deep: Vec<StateId> = deep.map(|(id, _)| id).collect();
    // What is behind the first ones is explained by them, and all of them are one tree.
    let first = deep.iter().find(|id| depths.get(**id) == Some(&Some(MOST + 1)));
    let Some((id, state)) = first.and_then(|id| graph.states.get(*id).map(|state| (*id, state))) else {
        return;
    };
    let message = format!("`{}` is the {}th menu on a caller's way", state.name, MOST + 1);
    let fault = Diagnostic::new("tree_too_deep", state.name.span(), message).within(id);
    let fault = match deep.len() {
        1 => fault,
        2 => fault.note("one more menu is as deep or deeper"),
        count => fault.note(format!("{} more menus are as deep or deeper", count - 1)),
    };
    faults.push(fault.help("ask one question fewer, or lead here from a menu before"));
}

/// How many menus a caller meets up to each state, itself included, on the way with the fewest.
fn depths(graph: &Graph, menus: &[bool]) -> Vec<Option<usize>> {
    let edges = graph.all_edges();
    let is_menu = |state: StateId| menus.get(state) == Some(&true);
    let mut depths: Vec<Option<usize>> = vec![None; menus.len()];
    let mut waiting: VecDeque<(StateId, usize)> = graph.roots().into_iter().map(|root| (root, 0)).collect();
    // Menus cost one, all else costs nothing: who comes at no cost goes first.
    while let Some((state, before)) = waiting.pop_front() {
        let depth = before + usize::from(is_menu(state));
        let Some(best) = depths.get_mut(state) else { continue };
        if best.is_some_and(|best| best <= depth) {
            continue;
        }
        *best = Some(depth);
        for edge in edges.get(state).into_iter().flatten() {
            match is_menu(edge.to) {
                true => waiting.push_back((edge.to, depth)),
                false => waiting.push_front((edge.to, depth)),
            }
        }
    }
    depths
}

#[cfg(test)]
mod tests {
    use crate::check::tests::check_warnings;

    #[test]
    fn a_short_way_makes_a_long_one_good() {
        check_warnings(
            "tree_too_deep",
            r#"
            pub tree Line {
                start A;
                everywhere { silence | _ => end }
                state A { gather key { say "One, two or three."; } match { 1 => B, 2 => Ask, 3 => end } }
                state Ask { gather key { say "One or two."; } match { 1 => Near, 2 => end } }
                state B { gather key { say "One, two or three."; } match { 1 => C, 2 => end, 3 => end } }
                state C { gather key { say "One, two or three."; } match { 1 => Far, 2 => Near, 3 => Beside } }
                state Near { gather key { say "One, two or three."; } match { 1 => end, 2 => end, 3 => end } }
                state Far { gather key { say "One, two or three."; } match { 1 => Farther, 2 => end, 3 => end } }
//~                   ^^^ `Far` is the 4th menu on a caller's way
//~                   note: 2 more menus are as deep or deeper
//~                   help: ask one question fewer, or lead here from a menu before
                state Farther { gather key { say "One, two or three."; } match { 1 => end, 2 => end, 3 => end } }
                state Beside { gather key { say "One, two or three."; } match { 1 => end, 2 => end, 3 => end } }
            }
            "#,
        );
    }
}
