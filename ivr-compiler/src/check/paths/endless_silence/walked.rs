//! Cycles that a list ends: `next` takes each item once, and nothing in the cycle replaces the list.

use std::collections::HashSet;

use proc_macro2::Ident;

use super::sets;
use crate::{
    model::{Action, Arm, Edge, Graph, StateId, Target, Verb, Walk, components},
    syntax::Step,
};

/// Removes the edges of items, if their cycle does not `set` their list. An inner list is replaced at each item of
/// the outer one, so the outer cycle has to be opened first.
pub(super) fn leave_out_items(graph: &Graph, loose: &mut [Vec<Edge>]) {
    let mut closed: HashSet<StateId> = graph.states.iter().enumerate().filter_map(walks).collect();
    loop {
        let component = components(loose, |_| true);
        let opened: Vec<StateId> =
            closed.iter().copied().filter(|state| comes_to_its_end(graph, *state, &component)).collect();
        if opened.is_empty() {
            return;
        }
        for state in opened {
            closed.remove(&state);
            if let Some(out) = loose.get_mut(state) {
                out.retain(|edge| edge.label != "another");
            }
        }
    }
}

fn walks((id, state): (StateId, &crate::model::State)) -> Option<StateId> {
    matches!(&state.verb, Verb::Match(question) if question.walk.is_some()).then_some(id)
}

/// Returns whether nothing in the component of a state sets the list that it walks through.
fn comes_to_its_end(graph: &Graph, state: StateId, component: &[usize]) -> bool {
    let Some(Verb::Match(question)) = graph.states.get(state).map(|state| &state.verb) else { return false };
    let (Some(Walk { list, .. }), Some(own)) = (&question.walk, component.get(state)) else { return false };
    let round = Round { graph, list, own: *own, component };
    let mut inside = graph.states.iter().zip(component).filter(|(_, other)| *other == own);
    !inside.any(|(state, _)| {
        round.sets(&state.steps)
            || state.verb.arms().is_some_and(|arms| arms.list.iter().any(|arm| round.arm(arm)))
    })
}

struct Round<'g> {
    graph: &'g Graph,
    list: &'g Ident,
    own: usize,
    component: &'g [usize],
}

impl Round<'_> {
    /// Returns whether an arm stays in the cycle and sets the list.
    fn arm(&self, arm: &Arm) -> bool {
        self.stays(&arm.target) && sets::arm(self.graph, arm, &|set| set.field == *self.list)
    }

    fn sets(&self, steps: &[Step]) -> bool {
        sets::steps(self.graph, steps, &|set| set.field == *self.list)
    }

    fn stays(&self, target: &Target) -> bool {
        match target {
            Target::Go(jump) | Target::Wait(jump) => self.component.get(jump.state) == Some(&self.own),
            Target::Again => true,
            Target::End(_) | Target::Unknown => false,
            Target::Action(row) => match self.graph.action(*row) {
                Some(Action::Enter { jump, .. } | Action::Leave { jump, .. }) => {
                    self.component.get(jump.state) == Some(&self.own)
                }
                Some(Action::Say { then, .. } | Action::Retry { then, .. }) => self.stays(then),
                None => false,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn a_list_that_is_set_anew_at_each_item() {
        check_diagnostics(
            r#"
            pub tree Line for App {
                start Next;
                data { targets: Vec<String> = Vec::new(), target: String }
                state Next { next target in targets match { another => Again, done => end } }
                state Again { say "{target}"; set targets = app.targets(); goto Next; }
//~                                                                             ^^^^ a caller who does nothing loops here forever
//~                                                                             note: Next —another→ Again —goto→ Next
//~                                                                             help: lead to a state that does not return to `Next`, or to `end`
            }
            "#,
        );
    }

    #[test]
    fn a_list_that_an_arm_sets_anew() {
        check_diagnostics(
            r#"
            pub tree Line for App {
                start Next;
                data { targets: Vec<String> = Vec::new(), target: String }
                state Next {
                    next target in targets match {
                        another => Say,
                        done => { say "Once more."; set targets = app.targets(); } then again,
//~                     ^^^^ a caller who does nothing loops here forever
//~                     note: Next —done→ Next
//~                     help: lead to a state that does not return to `Next`, or to `end`
                    }
                }
                state Say { gather key { say "{target}. To end, press one."; } match { 1 => end, silence | _ => Next } }
            }
            "#,
        );
    }

    #[test]
    fn a_list_in_a_list() {
        check_legal(
            r#"
            pub tree Line for App {
                start Begin;
                data { regions: Vec<Region> = Vec::new(), region: Region, stops: Vec<Stop> = Vec::new(), stop: Stop }
                state Begin { set regions = app.regions(); goto Regions; }
                state Regions { next region in regions match { another => Inside, done => end } }
                state Inside { set stops = call.region.stops.clone(); goto Stops; }
                state Stops { next stop in stops match { another => Say, done => Regions } }
                state Say { say "{stop.name} in {region.name}."; goto Stops; }
            }
            "#,
        );
    }

    #[test]
    fn a_list_that_is_set_on_the_way_out() {
        check_legal(
            r#"
            pub tree Line for App {
                start Next;
                data { targets: Vec<String> = Vec::new(), target: String }
                state Next { next target in targets match { another => Say, done => { set targets = Vec::new(); } then Over } }
                state Say { say "{target}"; goto Next; }
                state Over { say "Goodbye."; hangup; }
            }
            "#,
        );
    }
}
