//! # tree_too_deep
//!
//! A caller goes through more than three menus to reach this state. Each menu loses callers, and callers do not find
//! their way back.
//!
//! ```text
//! everywhere { silence | _ => Desk }
//! state Menu { gather key { say "Sales 1, support 2, jobs 3."; } match { 1 => Sales, 2 => Desk, 3 => Desk } }
//! state Sales { gather key { say "Cars one, parts two, tyres three."; } match { 1 => Cars, 2 => Desk, 3 => Desk } }
//! state Cars { gather key { say "New one, used two, rented three."; } match { 1 => New, 2 => Desk, 3 => Desk } }
//! state New { gather key { say "Red one, blue two, green three."; } match { 1 => Desk, 2 => Desk, 3 => Desk } }
//! ```
//!
//! Remove one of the menus:
//!
//! ```text
//! everywhere { silence | _ => Desk }
//! state Menu { gather key { say "Cars one, parts two, support three."; } match { 1 => Cars, 2 => Desk, 3 => Desk } }
//! state Cars { gather key { say "New one, used two, rented three."; } match { 1 => New, 2 => Desk, 3 => Desk } }
//! state New { gather key { say "Red one, blue two, green three."; } match { 1 => Desk, 2 => Desk, 3 => Desk } }
//! ```
//!
//! A menu is a `gather` with at least three options. The shortest path from a start counts.

use ivr_core::guidance::{MAX_MENUS, is_menu, menu_depths};

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::{Graph, StateId},
};

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    let menus: Vec<bool> = graph.states.iter().map(|state| is_menu(state.options().count())).collect();
    let edges = graph.all_edges();
    let next = |state: StateId| edges.get(state).into_iter().flatten().map(|edge| edge.to);
    let depths = menu_depths(&menus, graph.roots(), next);
    let deep = menus
        .iter()
        .zip(&depths)
        .enumerate()
        .filter(|(_, (menu, depth))| **menu && **depth > Some(MAX_MENUS));
    let deep: Vec<StateId> = deep.map(|(id, _)| id).collect();
    // Deeper states follow from the first one, so only that is reported.
    let first = deep.iter().find(|id| depths.get(**id) == Some(&Some(MAX_MENUS + 1)));
    let Some((id, state)) = first.and_then(|id| graph.states.get(*id).map(|state| (*id, state))) else {
        return;
    };
    let message = format!("`{}` is the {}th menu on the way to it", state.name, MAX_MENUS + 1);
    let diagnostic = Diagnostic::new("tree_too_deep", state.name.span(), message).within(id);
    let diagnostic = match deep.len() {
        1 => diagnostic,
        2 => diagnostic.note("one more menu is as deep or deeper"),
        count => diagnostic.note(format!("{} more menus are as deep or deeper", count - 1)),
    };
    diagnostics.push(diagnostic.help("remove one question, or lead here from an earlier menu"));
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
//~                   ^^^ `Far` is the 4th menu on the way to it
//~                   note: 2 more menus are as deep or deeper
//~                   help: remove one question, or lead here from an earlier menu
                state Farther { gather key { say "One, two or three."; } match { 1 => end, 2 => end, 3 => end } }
                state Beside { gather key { say "One, two or three."; } match { 1 => end, 2 => end, 3 => end } }
            }
            "#,
        );
    }
}
