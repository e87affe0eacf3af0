//! Graph queries that rules share: edges, reachability and cycles.

use ivr_core::event::{Kind, Outcome};
use proc_macro2::Span;

use super::{Action, Arm, Graph, Jump, State, StateId, Target, Verb};
use crate::syntax::{Pattern, Step};

/// An edge between two states.
#[derive(Clone, Debug)]
pub(crate) struct Edge {
    pub(crate) to: StateId,
    /// Whether the caller chose it (a key or a phrase with an arm, an entry), or its attempts are counted.
    pub(crate) caller_initiated: bool,
    /// Whether something is heard on the way, or a field is set.
    pub(crate) changes: bool,
    /// The cause: `silence`, `1`, `goto` …
    pub(crate) label: String,
    /// The token that has to change.
    pub(crate) span: Span,
}

impl Graph {
    /// Returns the edges out of a state, in source order.
    pub(crate) fn edges(&self, state: StateId) -> Vec<Edge> {
        self.edges_of(state, |_| true)
    }

    /// Returns the edges of the selected arms.
    pub(crate) fn edges_of(&self, state: StateId, is_in: impl Fn(&Arm) -> bool) -> Vec<Edge> {
        let Some(found) = self.states.get(state) else { return Vec::new() };
        let mut edges = Vec::new();
        if let Verb::Goto(target) = &found.verb {
            let (label, span) = ("goto".into(), self.written(target, found));
            let edge = Edge { to: state, caller_initiated: false, changes: false, label, span };
            self.follow(target, edge, &mut edges);
        }
        let keys_only = matches!(&found.verb, Verb::Gather(gather) if gather.speech.is_none());
        for arm in found.verb.arms().map_or(&[][..], |arms| &arms.list).iter().filter(|arm| is_in(arm)) {
            for edge in arm_edges(arm, state, keys_only) {
                self.follow(&arm.target, edge, &mut edges);
            }
        }
        edges
    }

    /// Returns all edges, by state. They are computed once, because several rules use them.
    pub(crate) fn all_edges(&self) -> &[Vec<Edge>] {
        self.edges.get_or_init(|| (0..self.states.len()).map(|state| self.edges(state)).collect())
    }

    /// Returns where the author wrote the target of a `goto`.
    fn written(&self, target: &Target, state: &State) -> Span {
        match target {
            Target::Go(jump) | Target::Wait(jump) => jump.name.span(),
            Target::Action(row) => match self.action(*row) {
                Some(Action::Enter { jump, .. } | Action::Leave { jump, .. }) => jump.name.span(),
                _ => state.name.span(),
            },
            Target::Again | Target::End(_) | Target::Unknown => state.name.span(),
        }
    }

    fn follow(&self, target: &Target, edge: Edge, edges: &mut Vec<Edge>) {
        match target {
            Target::Go(jump) | Target::Wait(jump) => edges.push(Edge { to: jump.state, ..edge }),
            Target::Again => edges.push(edge),
            Target::End(_) | Target::Unknown => {}
            Target::Action(row) => match self.action(*row) {
                Some(Action::Enter { jump, .. } | Action::Leave { jump, .. }) => {
                    edges.push(Edge { to: jump.state, ..edge });
                }
                Some(Action::Say { steps, then }) => {
                    let changes = edge.changes || self.changes(steps);
                    self.follow(then, Edge { changes, ..edge }, edges);
                }
                Some(Action::Retry { at, then, .. }) => {
                    // Attempts are counted, so they end.
                    let counted =
                        |jump: &Jump| Edge { to: jump.state, caller_initiated: true, ..edge.clone() };
                    edges.extend(at.as_ref().map(counted));
                    self.follow(then, edge, edges);
                }
                None => {}
            },
        }
    }

    /// Returns whether these steps are heard or set a field.
    pub(crate) fn changes(&self, steps: &[Step]) -> bool {
        steps.iter().any(|step| match step {
            Step::Effects(row) => self.effects.get(*row).is_some_and(|effects| !effects.sets.is_empty()),
            step => !step.is_unheard(),
        })
    }

    /// Returns whether a call can end in this state, or may go anywhere because the state could not be parsed.
    pub(crate) fn can_end(&self, state: StateId) -> bool {
        // A caller in a queue is connected in the end; otherwise `queue_without_way_out` reports it.
        if self.waiting.holds(state) {
            return true;
        }
        self.states.get(state).is_some_and(|state| match &state.verb {
            Verb::Goto(target) => self.ends(target),
            Verb::Hangup | Verb::Reject { .. } | Verb::Redirect(_) | Verb::Leave { .. } | Verb::Broken => {
                true
            }
            // An outcome without an arm may be the way out.
            verb => verb.arms().is_some_and(|arms| {
                arms.broken
                    || arms.list.iter().any(|arm| self.ends(&arm.target))
                    || !verb.unhandled().is_empty()
            }),
        })
    }

    pub(super) fn ends(&self, target: &Target) -> bool {
        match target {
            Target::End(_) | Target::Unknown => true,
            Target::Go(_) | Target::Wait(_) | Target::Again => false,
            Target::Action(row) => match self.action(*row) {
                Some(Action::Retry { then, .. } | Action::Say { then, .. }) => self.ends(then),
                Some(Action::Enter { .. } | Action::Leave { .. }) | None => false,
            },
        }
    }

    /// Returns whether something that could not be parsed may lead anywhere, so that no state can be called
    /// unreachable.
    pub(crate) fn leads_anywhere(&self) -> bool {
        let unknown = |target: &Target| self.is_unknown(target);
        self.start_unknown
            || self.on_error.as_ref().is_some_and(|on_error| unknown(&on_error.then))
            || self.states.iter().any(|state| match &state.verb {
                Verb::Broken => true,
                Verb::Goto(target) => unknown(target),
                verb => verb
                    .arms()
                    .is_some_and(|arms| arms.broken || arms.list.iter().any(|arm| unknown(&arm.target))),
            })
    }

    fn is_unknown(&self, target: &Target) -> bool {
        match target {
            Target::Unknown => true,
            Target::Action(row) => match self.action(*row) {
                Some(Action::Retry { then, .. } | Action::Say { then, .. }) => self.is_unknown(then),
                Some(Action::Enter { .. } | Action::Leave { .. }) | None => false,
            },
            Target::Go(_) | Target::Wait(_) | Target::Again | Target::End(_) => false,
        }
    }

    /// Returns the states where a call can begin: every start, and the target of `on_error`.
    pub(crate) fn roots(&self) -> Vec<StateId> {
        let mut roots: Vec<StateId> = self.starts.iter().map(|start| start.state.state).collect();
        if let Some(on_error) = &self.on_error {
            let mut edges = Vec::new();
            let none = Edge {
                to: 0,
                caller_initiated: false,
                changes: false,
                label: String::new(),
                span: Span::call_site(),
            };
            self.follow(&on_error.then, none, &mut edges);
            roots.extend(edges.iter().map(|edge| edge.to));
        }
        roots
    }
}

/// Returns an edge for each kind of cause of an arm.
fn arm_edges(arm: &Arm, state: StateId, keys_only: bool) -> Vec<Edge> {
    let mut edges: Vec<Edge> = Vec::new();
    for pattern in &arm.patterns {
        let caller_initiated = is_caller_initiated(pattern, keys_only);
        if edges.iter().all(|edge| edge.caller_initiated != caller_initiated) {
            let changes = !arm.answered.first.is_empty();
            edges.push(Edge {
                to: state,
                caller_initiated,
                changes,
                label: match pattern {
                    Pattern::Keys(entry) => entry.value.clone(),
                    other => other.to_string(),
                },
                span: pattern.span(),
            });
        }
    }
    edges
}

/// Returns whether the caller chooses an arm by this pattern, with speech or with `keys_only`.
pub(super) fn is_caller_initiated(pattern: &Pattern, keys_only: bool) -> bool {
    match pattern {
        Pattern::Keys(_) | Pattern::EndedBy(_) | Pattern::Phrase { .. } => true,
        // Any arm of a Rust `match` may be taken without input from the caller.
        Pattern::Rust { .. } => false,
        Pattern::Outcome { outcome, .. } => {
            outcome.kind() == Kind::Chosen || (*outcome == Outcome::Else && keys_only)
        }
    }
}

/// Marks everything that can be reached from `roots` in `seen`. It does not continue from nodes that are already
/// marked.
pub(crate) fn spread(edges: &[Vec<Edge>], roots: impl IntoIterator<Item = StateId>, seen: &mut [bool]) {
    let mut waiting: Vec<StateId> = roots.into_iter().collect();
    while let Some(state) = waiting.pop() {
        match seen.get_mut(state) {
            Some(seen) if !*seen => *seen = true,
            _ => continue,
        }
        waiting.extend(edges.get(state).into_iter().flatten().map(|edge| edge.to));
    }
}

/// Returns the strongly connected components: the index of the component by state (Tarjan, without recursion).
pub(crate) fn components(edges: &[Vec<Edge>], keep: impl Fn(&Edge) -> bool) -> Vec<usize> {
    const NEW: usize = usize::MAX;
    let size = edges.len();
    let (mut index, mut low) = (vec![NEW; size], vec![NEW; size]);
    let (mut component, mut found) = (vec![NEW; size], 0);
    let (mut stack, mut clock) = (Vec::new(), 0);
    for root in 0..size {
        if index.get(root) != Some(&NEW) {
            continue;
        }
        let mut path: Vec<(StateId, usize)> = vec![(root, 0)];
        while let Some((state, next)) = path.pop() {
            if next == 0 {
                set(&mut index, state, clock);
                set(&mut low, state, clock);
                clock += 1;
                stack.push(state);
            }
            let out = edges.get(state).map_or(&[][..], Vec::as_slice);
            if let Some((place, edge)) = out.iter().enumerate().skip(next).find(|(_, edge)| keep(edge)) {
                path.push((state, place + 1));
                if get(&index, edge.to) == NEW {
                    path.push((edge.to, 0));
                } else if get(&component, edge.to) == NEW {
                    let lower = get(&low, state).min(get(&index, edge.to));
                    set(&mut low, state, lower);
                }
                continue;
            }
            if get(&low, state) == get(&index, state) {
                while let Some(member) = stack.pop() {
                    set(&mut component, member, found);
                    if member == state {
                        break;
                    }
                }
                found += 1;
            }
            if let Some((parent, _)) = path.last() {
                let lower = get(&low, *parent).min(get(&low, state));
                set(&mut low, *parent, lower);
            }
        }
    }
    component
}

fn get(values: &[usize], place: usize) -> usize {
    values.get(place).copied().unwrap_or(usize::MAX)
}

fn set(values: &mut [usize], place: usize, value: usize) {
    if let Some(slot) = values.get_mut(place) {
        *slot = value;
    }
}
