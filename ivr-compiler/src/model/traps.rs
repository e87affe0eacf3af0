//! States that no call can leave or end in. An arm with a condition may not exist: a state is a way out if it has one
//! under each combination of its conditions.

use ivr_core::condition::Conditions;

use super::{Arm, Edge, Gather, Graph, StateId, Verb, components};

impl Graph {
    /// The sets of states that no call can leave or end in, earliest state first.
    pub(crate) fn traps(&self) -> &[Vec<StateId>] {
        self.traps.get_or_init(|| self.find_traps())
    }

    fn find_traps(&self) -> Vec<Vec<StateId>> {
        let stuck = self.stuck();
        let worst: Vec<Vec<Edge>>;
        let edges = if stuck.iter().any(Option::is_some) {
            worst = self
                .all_edges()
                .iter()
                .zip(&stuck)
                .enumerate()
                .map(|(id, of)| self.edges_under(id, of))
                .collect();
            &worst[..]
        } else {
            self.all_edges()
        };
        let component = components(edges, |_| true);
        let count = component.iter().max().map_or(0, |last| last + 1);
        let mut open = vec![false; count];
        let mut members: Vec<Vec<StateId>> = vec![Vec::new(); count];
        for (state, own) in component.iter().enumerate() {
            if let Some(members) = members.get_mut(*own) {
                members.push(state);
            }
            let leaves =
                edges.get(state).into_iter().flatten().any(|edge| component.get(edge.to) != Some(own));
            let ends = self.can_end(state) && stuck.get(state).is_none_or(Option::is_none);
            if let (Some(open), true) = (open.get_mut(*own), leaves || ends) {
                *open = true;
            }
        }
        let mut traps: Vec<Vec<StateId>> =
            members.into_iter().zip(open).filter(|(_, open)| !open).map(|(members, _)| members).collect();
        traps.sort();
        traps
    }

    /// The edges of a state, or those that are left while a call is stuck in it.
    fn edges_under(&self, state: StateId, (all, stuck): (&Vec<Edge>, &Option<Conditions>)) -> Vec<Edge> {
        match (stuck, self.conditions_of(state)) {
            (Some(held), Some(gather)) => self.edges_of(state, |arm| is_taken(gather, arm, *held)),
            _ => all.clone(),
        }
    }

    /// The gather of a state, where it depends on conditions.
    pub(crate) fn conditions_of(&self, state: StateId) -> Option<&Gather> {
        match &self.states.get(state)?.verb {
            Verb::Gather(gather) if !gather.conditions.is_empty() => Some(gather),
            _ => None,
        }
    }

    /// For each state with conditions the first combination under which no arm leads to the end of the call, if there is
    /// one.
    fn stuck(&self) -> Vec<Option<Conditions>> {
        if self.conditional().next().is_none() {
            return vec![None; self.states.len()];
        }
        let mut found = Exits::of(self);
        let mut waiting: Vec<StateId> =
            (0..self.states.len()).filter(|state| found.is_covered(*state)).collect();
        while let Some(state) = waiting.pop() {
            for (from, combinations) in std::mem::take(found.before.get_mut(state).unwrap_or(&mut Vec::new()))
            {
                let was = found.is_covered(from);
                if let Some(covered) = found.covered.get_mut(from) {
                    *covered |= combinations;
                }
                if !was && found.is_covered(from) {
                    waiting.push(from);
                }
            }
        }
        let first = |(state, covered): (StateId, &u32)| {
            let mut all = self.conditions_of(state)?.combinations();
            all.find(|held| covered >> held.number() & 1 == 0)
        };
        found.covered.iter().enumerate().map(first).collect()
    }
}

/// Whether something leads a call through an arm.
fn is_taken(gather: &Gather, arm: &Arm, held: Conditions) -> bool {
    arm.patterns.iter().any(|pattern| gather.takes(arm, pattern, held))
}

/// Under which combinations of its conditions each state has a way out, as bits; the states without conditions have one.
struct Exits {
    covered: Vec<u32>,
    all: Vec<u32>,
    /// The states with an edge to each, and under which combinations.
    before: Vec<Vec<(StateId, u32)>>,
}

impl Exits {
    /// What is known of each state alone.
    fn of(graph: &Graph) -> Self {
        let size = graph.states.len();
        let mut exits = Self { covered: vec![0; size], all: vec![1; size], before: vec![Vec::new(); size] };
        for state in 0..size {
            match graph.conditions_of(state) {
                Some(gather) => exits.conditional(graph, state, gather),
                None => {
                    exits.cover(state, u32::from(graph.can_end(state)));
                    graph
                        .all_edges()
                        .get(state)
                        .into_iter()
                        .flatten()
                        .for_each(|edge| exits.edge(state, edge, 1));
                }
            }
        }
        exits
    }

    fn conditional(&mut self, graph: &Graph, state: StateId, gather: &Gather) {
        let bits = |held: Conditions| 1_u32 << held.number();
        let all = gather.combinations().fold(0, |all, held| all | bits(held));
        if let Some(own) = self.all.get_mut(state) {
            *own = all;
        }
        if graph.waiting.holds(state) || gather.arms.broken {
            self.cover(state, all);
        }
        for arm in &gather.arms.list {
            let there = gather.combinations().filter(|held| is_taken(gather, arm, *held));
            let there = there.fold(0, |there, held| there | bits(held));
            if graph.ends(&arm.target) {
                self.cover(state, there);
            }
            let edges = graph.edges_of(state, |own| std::ptr::eq(own, arm));
            edges.iter().for_each(|edge| self.edge(state, edge, there));
        }
    }

    fn cover(&mut self, state: StateId, combinations: u32) {
        if let Some(covered) = self.covered.get_mut(state) {
            *covered |= combinations;
        }
    }

    fn edge(&mut self, from: StateId, edge: &Edge, combinations: u32) {
        if let Some(before) = self.before.get_mut(edge.to) {
            before.push((from, combinations));
        }
    }

    fn is_covered(&self, state: StateId) -> bool {
        self.covered.get(state) == self.all.get(state)
    }
}
