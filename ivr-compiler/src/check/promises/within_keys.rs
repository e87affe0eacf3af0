//! # promise_within_keys
//!
//! The tree promises that a state can be reached with a certain number of keys, but from some state it takes more
//! keys or is not possible. In this example a caller who listens to the hours must go back first.
//!
//! ```text
//! promise Desk within 1 key of every state;
//! state Menu {
//!     gather key { say "For our hours, press one. For a person, press zero."; } match {
//!         1 => Hours,
//!         0 => Desk,
//!         silence | _ => end,
//!     }
//! }
//! state Hours { gather key { say "Nine to five. Press any key to go back."; } match { silence | _ => Menu } }
//! state Desk { dial "+12345678900" match { _ => end } }
//! ```
//!
//! The promise applies to the states that wait for the caller, at each of their attempts. A phrase counts as one
//! key, an entry as all its keys, and waiting as none. An arm with a condition counts only where the condition
//! holds, and every combination of conditions must keep the promise. Where a `dial`, a recording, a queue or Rust
//! decides, every outcome must keep the promise.
//!
//! Add the key to all states, or promise more keys:
//!
//! ```text
//! promise Desk within 1 key of every state;
//! everywhere { 0 => Desk }
//! state Menu {
//!     gather key { say "For our hours, press one. For a person, press zero."; } match {
//!         1 => Hours,
//!         silence | _ => end,
//!     }
//! }
//! state Hours { gather key { say "Nine to five. For a person, press zero."; } match { silence | _ => Menu } }
//! state Desk { dial "+12345678900" match { _ => end } }
//! ```

use std::{
    cmp::Reverse,
    collections::{BTreeSet, BinaryHeap},
};

use super::counterexample;
use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::{Graph, Jump, Node, PositionGraph, StateId, Verb},
    syntax::{Number, Promise},
};

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    if graph.leads_anywhere() {
        return;
    }
    for promise in &graph.promises {
        if let Promise::Within { state, keys, of } = promise {
            prove(graph, state, keys, of.as_ref(), diagnostics);
        }
    }
}

fn prove(graph: &Graph, wanted: &Jump, keys: &Number, of: Option<&Jump>, diagnostics: &mut Diagnostics) {
    let places = PositionGraph::explore(graph, graph.beginnings(), |_, _| true);
    if places.cut {
        diagnostics.push(counterexample::too_wide("promise_within_keys", keys.span));
        return;
    }
    let distances = Distances::to(wanted.state, &places);
    let is_asked = |place: &Node<'_>| match of {
        Some(jump) => place.at.state == jump.state,
        None => matches!(place.state.verb, Verb::Gather(_)),
    };
    let is_far = |number: usize| distances.of(number).is_none_or(|distance| distance > keys.value);
    let broken = places.list.iter().enumerate().filter(|(number, place)| is_asked(place) && is_far(*number));
    let broken: Vec<(usize, &Node<'_>)> = broken.collect();
    let Some((number, place)) = broken.first() else { return };
    let states: BTreeSet<StateId> = broken.iter().map(|(_, place)| place.at.state).collect();
    let from = &place.state.name;
    let message = match distances.of(*number) {
        None => format!("no key leads from `{from}` to `{}`", wanted.name),
        Some(distance) => {
            let keys = if distance == 1 { "key" } else { "keys" };
            format!("`{}` is {distance} {keys} away from `{from}`", wanted.name)
        }
    };
    let mut diagnostic = Diagnostic::new("promise_within_keys", keys.span, message);
    let mut route = places.route_to(*number);
    match distances.of(*number) {
        None => diagnostic = diagnostic.note(format!("the shortest call that reaches `{from}`:")),
        Some(_) => {
            diagnostic = diagnostic.note("the shortest call:");
            route.pop();
            route.extend(distances.route_from(&places, *number));
        }
    }
    diagnostic = counterexample::shown(diagnostic, graph, &places, &route);
    if states.len() > 1 {
        diagnostic = diagnostic.note(format!("the same applies to {} more states", states.len() - 1));
    }
    diagnostics.push(
        diagnostic.help(format!("give a key for `{}` to all states, in `everywhere {{ … }}`", wanted.name)),
    );
}

/// The minimum number of keys from each position to a state. The caller chooses where they are asked, and everything
/// else chooses the worst (Knuth's generalization of Dijkstra's algorithm to such games).
struct Distances {
    /// The number of keys, and the next move.
    best: Vec<Option<(u32, Option<usize>)>>,
}

impl Distances {
    fn to(wanted: StateId, places: &PositionGraph<'_>) -> Self {
        let mut distances = Self { best: vec![None; places.list.len()] };
        let before = before(places);
        // For each place, the number of moves that do not yet lead to the state.
        let mut open: Vec<usize> = places.list.iter().map(|place| place.moves.len()).collect();
        let arrived = places.list.iter().enumerate().filter(|(_, place)| place.at.state == wanted);
        let mut covered = Covered::of(places);
        let mut nearest: BinaryHeap<Reverse<(u32, usize, Option<usize>)>> =
            arrived.map(|(number, _)| Reverse((0, number, None))).collect();
        while let Some(Reverse((keys, number, on))) = nearest.pop() {
            let Some(slot @ None) = distances.best.get_mut(number) else { continue };
            if !covered.arrives(places, number, on) {
                continue;
            }
            *slot = Some((keys, on));
            for (from, step) in before.get(number).into_iter().flatten() {
                let Some(place) = places.list.get(*from) else { continue };
                let pressed = place.moves.get(*step).and_then(|step| step.keys(place.state));
                match (&place.state.verb, pressed, open.get_mut(*from)) {
                    (Verb::Gather(_), Some(pressed), _) => {
                        nearest.push(Reverse((keys + pressed, *from, Some(*step))));
                    }
                    (Verb::Gather(_), None, _) | (_, _, None) => {}
                    // Places are visited by distance, so the last move to arrive has the greatest.
                    (_, _, Some(open)) => {
                        *open -= 1;
                        if *open == 0 {
                            nearest.push(Reverse((keys, *from, Some(*step))));
                        }
                    }
                }
            }
        }
        distances
    }

    fn of(&self, place: usize) -> Option<u32> {
        self.best.get(place).copied().flatten().map(|(keys, _)| keys)
    }

    /// Returns the path with the fewest keys.
    fn route_from(&self, places: &PositionGraph<'_>, place: usize) -> Vec<(usize, Option<usize>)> {
        places.route_from(place, |place| self.best.get(place).copied().flatten()?.1)
    }
}

/// The combinations of conditions under which the caller has a key that leads to the state. The last combination to
/// be covered is the worst.
struct Covered(Vec<u32>);

impl Covered {
    fn of(places: &PositionGraph<'_>) -> Self {
        Self(vec![0; places.list.len()])
    }

    /// Returns whether this move, after nearer ones, covers the last combination of a position.
    fn arrives(&mut self, places: &PositionGraph<'_>, number: usize, on: Option<usize>) -> bool {
        let (Some(place), Some(seen)) = (places.list.get(number), self.0.get_mut(number)) else {
            return true;
        };
        let (Verb::Gather(gather), Some(step)) = (&place.state.verb, on.and_then(|on| place.moves.get(on)))
        else {
            return true;
        };
        let Some((arm, pattern)) = step.arm.zip(step.pattern) else { return true };
        let all = gather.combinations().fold(0, |all, held| all | 1_u32 << held.number());
        let there = gather.combinations().filter(|held| gather.takes(arm, pattern, *held));
        *seen = there.fold(*seen, |seen, held| seen | 1 << held.number());
        *seen == all
    }
}

/// Returns the positions and moves that lead to each position.
fn before(places: &PositionGraph<'_>) -> Vec<Vec<(usize, usize)>> {
    let mut before = vec![Vec::new(); places.list.len()];
    for (from, place) in places.list.iter().enumerate() {
        for (number, step) in place.moves.iter().enumerate() {
            if let Some(before) = step.to.and_then(|to| before.get_mut(to)) {
                before.push((from, number));
            }
        }
    }
    before
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn a_state_from_which_no_key_leads_there() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                promise Reception within 2 keys of every state;
//~                                      ^ no key leads from `Hours` to `Reception`
//~                                      note: the shortest call that reaches `Hours`:
//~                                      note: Menu "For hours, press three, or zero."
//~                                      note: —3→ Hours "Nine to five."
//~                                      help: give a key for `Reception` to all states, in `everywhere { … }`
                state Menu { gather key { say "For hours, press three, or zero."; } match { 3 => Hours, 0 => Reception, silence | _ => end } }
                state Hours { gather key { say "Nine to five."; } match { silence => Menu, _ => end } }
                state Reception { dial "+12345678900" match { _ => end } }
            }
            "#,
        );
    }

    #[test]
    fn a_state_that_is_further_away() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                promise Reception within 1 key of every state;
//~                                      ^ `Reception` is 2 keys away from `Hours`
//~                                      note: the shortest call:
//~                                      note: Menu "Press three, four or zero."
//~                                      note: —"hours"→ Hours "Nine to five."
//~                                      note: —_→ Menu "Press three, four or zero."
//~                                      note: —0→ Reception
//~                                      note: the same applies to 1 more states
//~                                      help: give a key for `Reception` to all states, in `everywhere { … }`
                state Menu { gather key or speech { say "Press three, four or zero."; } match { "hours" | 3 => Hours, 4 => Zip, 0 => Reception, silence | _ => end } }
                state Hours { gather key { say "Nine to five."; } match { silence | _ => Menu } }
                state Zip { gather 5 keys { say "Your zip code?"; } match { entered => Reception, silence | _ => end } }
                state Reception { dial "+12345678900" match { _ => end } }
            }
            "#,
        );
    }

    #[test]
    fn a_person_whom_chance_may_keep_away_is_not_promised() {
        check_diagnostics(
            r#"
            pub tree Line for App {
                start Menu;
                promise Reception within 3 keys of Menu;
//~                                      ^ no key leads from `Menu` to `Reception`
//~                                      note: the shortest call that reaches `Menu`:
//~                                      note: Menu "For a person, press zero."
//~                                      help: give a key for `Reception` to all states, in `everywhere { … }`
                state Menu { gather key { say "For a person, press zero."; } match { 0 => Desk, silence | _ => end } }
                state Desk { match app.open() { true => Reception, false => end } }
                state Reception { dial "+12345678900" match { _ => end } }
            }
            "#,
        );
    }

    #[test]
    fn attempts_are_counted_on_the_way() {
        check_legal(
            r#"
            pub tree Line for App {
                start Menu;
                promise Reception within 3 keys of every state;
                promise Reception within 2 keys of Hours;
                promise Hours within 1 key of Menu;
                state Menu { gather key { say "For hours, press three."; } match { 3 => Hours, silence | _ => retry 2 { say "Sorry?"; } then Reception } }
                state Hours { gather key { say "Nine to five. For a person, press one."; } match { 1 => Desk, silence | _ => retry 1 { say "Sorry?"; } then Reception } }
                state Desk { match app.open() { true => Reception, false => Closed } }
                state Closed { say "Closed."; goto Reception; }
                state Reception { dial "+12345678900" match { _ => end } }
            }
            "#,
        );
    }

    #[test]
    fn a_key_that_may_not_be_there() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                data { open: bool = true }
                promise Desk within 1 key of every state;
//~                                 ^ no key leads from `Menu` to `Desk`
//~                                 note: the shortest call that reaches `Menu`:
//~                                 note: Menu "For a person, press zero."
//~                                 help: give a key for `Desk` to all states, in `everywhere { … }`
                state Menu { gather key { if open { say "For a person, press zero."; } } match { 0 if open => Desk, silence | _ => end } }
                state Desk { dial "+12345678900" match { _ => end } }
            }
            "#,
        );
    }

    #[test]
    fn the_combination_of_conditions_counts_in_which_it_is_farthest() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                data { open: bool = true, vip: bool = true }
                promise Desk within 1 key of Menu;
//~                                 ^ `Desk` is 2 keys away from `Menu`
//~                                 note: the shortest call:
//~                                 note: Menu "To go on, press one."
//~                                 note: —1 if !open→ Other "For a person, press zero."
//~                                 note: —0→ Desk
//~                                 help: give a key for `Desk` to all states, in `everywhere { … }`
                promise Desk within 2 keys of every state;
                state Menu {
                    gather key { if open { say "Press zero."; } else { say "To go on, press one."; } } match {
                        0 if open => Desk, 1 if !open => Other, silence | _ => end
                    }
                }
                state Other { gather key { say "For a person, press zero."; } match { 0 => Desk, silence | _ => end } }
                state Desk { dial "+12345678900" match { _ => end } }
            }
            "#,
        );
    }

    #[test]
    fn a_key_under_each_condition() {
        check_legal(
            r#"
            pub tree Line {
                start Menu;
                data { open: bool = true, vip: bool = true }
                promise Desk within 1 key of every state;
                state Menu {
                    gather key { if open { say "Press zero."; } else { say "Press one."; } if vip { say "Press two."; } } match {
                        0 if open => Desk, 1 if !open => Desk, 2 if vip => end, silence | _ => end
                    }
                }
                state Desk { dial "+12345678900" match { _ => end } }
            }
            "#,
        );
    }

    #[test]
    fn an_inherited_key_that_the_state_has_itself_under_a_condition() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                data { open: bool = true }
                promise Desk within 1 key of every state;
//~                                 ^ no key leads from `Menu` to `Desk`
//~                                 note: the shortest call that reaches `Menu`:
//~                                 note: Menu "For news, press zero."
//~                                 help: give a key for `Desk` to all states, in `everywhere { … }`
                everywhere { 0 => Desk, silence | _ => end }
                state Menu { gather key { if open { say "For news, press zero."; } } match { 0 if open => end } }
                state Desk { dial "+12345678900" match { _ => end } }
            }
            "#,
        );
    }
}
