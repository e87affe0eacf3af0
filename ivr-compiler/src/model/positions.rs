//! Every position of a call, including attempts, and the moves between them. Promises are proved over this graph.

use std::collections::HashMap;

use ivr_core::event::Outcome;

use super::{Arm, Graph, Position, Reply, State, To, Verb, edges::is_caller_initiated, live::Live};
use crate::syntax::Pattern;

/// The maximum number of positions that are explored. Only a tree in which many states are asked again from elsewhere
/// has more.
const MAX_NODES: usize = 50_000;

/// The positions that calls can reach, nearest first.
#[derive(Debug)]
pub(crate) struct PositionGraph<'a> {
    pub(crate) list: Vec<Node<'a>>,
    /// Whether there are more positions than were explored.
    pub(crate) cut: bool,
}

/// The positions found during a search.
struct Known {
    live: Live,
    numbers: HashMap<Position, usize>,
}

/// A position of a call.
#[derive(Debug)]
pub(crate) struct Node<'a> {
    pub(crate) at: Position,
    pub(crate) state: &'a State,
    /// The moves out of it; empty if the search was told to stop.
    pub(crate) moves: Vec<Branch<'a>>,
    /// The position and the move of a shortest path to it; `None` for a root.
    pub(crate) came: Option<(usize, usize)>,
}

/// A move from a position.
#[derive(Debug)]
pub(crate) struct Branch<'a> {
    /// The input; `None` if a state continues by itself.
    pub(crate) pattern: Option<&'a Pattern>,
    /// Whether the caller chose it.
    pub(crate) caller_initiated: bool,
    /// The arm that takes it.
    pub(crate) arm: Option<&'a Arm>,
    pub(crate) reply: Reply,
    /// The index of the next position; `None` for the end of the call.
    pub(crate) to: Option<usize>,
}

impl<'a> PositionGraph<'a> {
    /// Explores everything that can be reached from `roots` by moves that `follow` allows.
    pub(crate) fn explore(
        graph: &'a Graph,
        roots: impl IntoIterator<Item = Position>,
        follow: impl Fn(&Node<'a>, &Branch<'a>) -> bool,
    ) -> Self {
        let mut places = Self { list: Vec::new(), cut: false };
        let mut known = Known { live: Live::of(graph), numbers: HashMap::new() };
        for root in roots {
            places.place(graph, &mut known, root, None);
        }
        let mut next = 0;
        while let Some(place) = places.list.get(next) {
            let mut moves = graph.moves(place.at, place.state);
            moves.retain(|step| follow(place, step));
            for (number, step) in moves.iter_mut().enumerate() {
                if let To::Enter(at) | To::Ask(at) = step.reply.to {
                    step.to = places.place(graph, &mut known, at, Some((next, number)));
                }
            }
            if let Some(place) = places.list.get_mut(next) {
                place.moves = moves;
            }
            next += 1;
        }
        places
    }

    /// Returns the index of a position, which is new or was found before.
    fn place(
        &mut self,
        graph: &'a Graph,
        known: &mut Known,
        at: Position,
        came: Option<(usize, usize)>,
    ) -> Option<usize> {
        let at = known.live.forget(at);
        if let Some(number) = known.numbers.get(&at) {
            return Some(*number);
        }
        if self.list.len() >= MAX_NODES {
            self.cut = true;
            return None;
        }
        let state = graph.states.get(at.state)?;
        known.numbers.insert(at, self.list.len());
        self.list.push(Node { at, state, moves: Vec::new(), came });
        Some(self.list.len() - 1)
    }

    /// Returns the positions of a shortest path to this one, each with its next move; the last has none.
    pub(crate) fn route_to(&self, place: usize) -> Vec<(usize, Option<usize>)> {
        let mut route = vec![(place, None)];
        let mut last = place;
        while let Some((before, step)) = self.list.get(last).and_then(|place| place.came) {
            route.push((before, Some(step)));
            last = before;
        }
        route.reverse();
        route
    }
}

impl PositionGraph<'_> {
    /// Returns the positions from this one by the moves that `on` returns, each with that move.
    pub(crate) fn route_from(
        &self,
        place: usize,
        on: impl Fn(usize) -> Option<usize>,
    ) -> Vec<(usize, Option<usize>)> {
        let mut route = Vec::new();
        let mut next = Some(place);
        while let Some(number) = next {
            let step = on(number);
            route.push((number, step));
            next = step.and_then(|step| self.list.get(number)?.moves.get(step)?.to);
        }
        route
    }
}

impl Graph {
    /// Returns where calls begin, and where they continue after a failure of the server.
    pub(crate) fn beginnings(&self) -> Vec<Position> {
        self.roots().into_iter().map(Position::fresh).collect()
    }

    /// Returns a move for every pattern of every arm.
    fn moves<'a>(&'a self, at: Position, state: &'a State) -> Vec<Branch<'a>> {
        if let Verb::Goto(target) = &state.verb {
            let reply = self.apply(at, target).into_iter();
            return reply
                .map(|reply| Branch { pattern: None, caller_initiated: false, arm: None, reply, to: None })
                .collect();
        }
        let keys_only = matches!(&state.verb, Verb::Gather(gather) if gather.speech.is_none());
        let mut moves = Vec::new();
        for arm in state.verb.arms().map_or(&[][..], |arms| &arms.list) {
            let Some(reply) = self.apply(at, &arm.target) else { continue };
            moves.extend(arm.patterns.iter().map(|pattern| {
                let caller_initiated = is_caller_initiated(pattern, keys_only);
                Branch { pattern: Some(pattern), caller_initiated, arm: Some(arm), reply, to: None }
            }));
        }
        moves
    }
}

impl Branch<'_> {
    /// Returns how many keys the caller presses for it in this state, where a phrase counts as one, or `None` if the
    /// caller does not choose it.
    pub(crate) fn keys(&self, state: &State) -> Option<u32> {
        let Verb::Gather(gather) = &state.verb else { return None };
        match self.pattern? {
            Pattern::Keys(entry) => u32::try_from(entry.value.chars().count()).ok(),
            Pattern::Phrase { .. } | Pattern::Outcome { outcome: Outcome::Else | Outcome::Chosen, .. } => {
                Some(1)
            }
            Pattern::Outcome { outcome: Outcome::Entered, .. } => {
                Some(gather.keys.map_or(1, |keys| keys.min))
            }
            Pattern::Outcome { .. } | Pattern::EndedBy(_) | Pattern::Rust { .. } => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use proc_macro2::TokenStream;
    use syn::parse::Parser as _;

    use super::*;
    use crate::{diagnostics::Diagnostics, model, syntax::parse};

    /// How many places there are, as far as they are looked at, and whether that is all.
    fn explored(source: &str) -> (usize, bool) {
        let tokens: TokenStream = source.parse().expect("the brackets of a test are balanced");
        let mut diagnostics = Diagnostics::default();
        let tree = (|input: syn::parse::ParseStream<'_>| Ok(parse::tree(input, &mut diagnostics).ok()))
            .parse2(tokens);
        let tree = tree.ok().flatten().expect("the test is a tree");
        let graph = model::resolve(tree, &mut diagnostics);
        assert!(!diagnostics.has_errors());
        let places = PositionGraph::explore(&graph, graph.beginnings(), |_, _| true);
        (places.list.len(), !places.cut)
    }

    #[test]
    fn a_place_is_a_state_with_its_attempts() {
        let tree = "tree Line { start Menu; state Menu { gather key match { 1 => Menu, silence | _ => retry 2 { } then end } } }";
        assert_eq!(explored(tree), (3, true));
    }

    #[test]
    fn attempts_that_nobody_reads_any_more_are_forgotten() {
        let codes: String = (0..15)
            .map(|n| {
                format!(
                    "state Code{n} {{ gather 4 keys match {{ entered => Check{n}, silence | _ => end }} }}
                     state Check{n} {{ gather key match {{ 1 => Menu, silence | _ => retry 3 {{ }} at Code{n} then end }} }}"
                )
            })
            .collect();
        let arms: String = (0..15).map(|n| format!("1{n} => Code{n},")).collect();
        let menu = format!("state Menu {{ gather 3 keys match {{ {arms} silence | _ => end }} }}");
        // The menu, and for each code two states with four values of the counter each.
        let tree = format!("tree Line {{ start Menu; {menu} {codes} }}");
        assert_eq!(explored(&tree), (1 + 15 * 2 * 4, true));
    }

    #[test]
    fn more_combinations_of_attempts_than_anybody_can_look_at_are_left_alone() {
        let codes: String = (0..9)
            .map(|n| format!("state Code{n} {{ gather 4 keys match {{ entered | silence | _ => Hub }} }}"))
            .collect();
        let arms: String = (0..9).map(|n| format!("{n} => retry 3 {{ }} at Code{n} then end,")).collect();
        let hub = format!("state Hub {{ gather key match {{ {arms} silence | _ => end }} }}");
        assert_eq!(explored(&format!("tree Line {{ start Hub; {hub} {codes} }}")), (MAX_NODES, false));
    }
}
