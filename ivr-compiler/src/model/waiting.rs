//! The states in which a queue holds the caller: everything that a clause `wait` reaches, up to a `leave`.

use std::collections::{HashMap, VecDeque};

use ivr_core::event::Outcome;
use proc_macro2::Ident;

use super::{
    Action, Arm, Edge, Enqueue, Graph, Placeholder, StateId, Verb, reads_of_queue,
    resolve::{Resolver, TargetContext},
    said::Said,
    spread,
};
use crate::syntax::{self, Ending, Field, Pattern, State, Target};

/// The waiting states of a tree; empty in a tree without the clause.
#[derive(Debug, Default)]
pub(crate) struct Waiting {
    /// The previous state on a shortest path from an `enqueue`; `None` for a state that is not waiting.
    came: Vec<Option<StateId>>,
    /// The states that the clauses name, each with its `enqueue`.
    roots: Vec<(StateId, StateId)>,
}

impl Waiting {
    /// Finds the waiting states. It follows names, because targets are resolved later with this result: `everywhere`
    /// does not apply in these states.
    pub(super) fn of(states: &[State], ids: &HashMap<String, StateId>) -> Self {
        let roots: Vec<(StateId, StateId)> = states
            .iter()
            .enumerate()
            .filter_map(|(id, state)| match &state.ending {
                Ending::Enqueue(enqueue) => Some((*ids.get(&enqueue.wait.as_ref()?.to_string())?, id)),
                _ => None,
            })
            .collect();
        if roots.is_empty() {
            return Self::default();
        }
        let mut came: Vec<Option<StateId>> = vec![None; states.len()];
        let mut next: VecDeque<(StateId, StateId)> = roots.iter().copied().collect();
        while let Some((state, from)) = next.pop_front() {
            let Some(known) = came.get_mut(state).filter(|known| known.is_none()) else { continue };
            *known = Some(from);
            let Some(found) = states.get(state) else { continue };
            let mut names = Vec::new();
            led_to(found, &mut names);
            next.extend(names.iter().filter_map(|name| ids.get(&name.to_string())).map(|to| (*to, state)));
        }
        Self { came, roots }
    }

    /// Returns whether no state waits.
    pub(crate) fn is_empty(&self) -> bool {
        self.roots.is_empty()
    }

    /// Returns whether a caller waits in this state.
    pub(crate) fn holds(&self, state: StateId) -> bool {
        self.came.get(state).is_some_and(Option::is_some)
    }

    /// Returns whether a clause `wait` names this state.
    pub(crate) fn is_root(&self, state: StateId) -> bool {
        self.roots.iter().any(|(root, _)| *root == state)
    }

    /// Returns whether the edge leads back to the beginning of the waiting. The document ends there, and Twilio
    /// requests the next one.
    pub(crate) fn begins_anew(&self, from: StateId, to: StateId) -> bool {
        self.holds(from) && self.is_root(to)
    }

    /// Returns the states of a shortest path from an `enqueue` to this one.
    pub(crate) fn route(&self, state: StateId) -> Vec<StateId> {
        let mut route = vec![state];
        let mut at = state;
        while let Some(before) = self.came.get(at).copied().flatten() {
            route.push(before);
            let is_begun = self.roots.contains(&(at, before));
            if is_begun || route.len() > self.came.len() + 1 {
                break;
            }
            at = before;
        }
        route.reverse();
        route
    }
}

/// Returns `position` of `queue.position`, unless the tree has a field `queue`.
pub(super) fn of_queue<'a>(placeholder: &'a str, fields: &[Field]) -> Option<&'a str> {
    placeholder.strip_prefix("queue.").filter(|_| fields.iter().all(|field| field.name != "queue"))
}

impl Resolver<'_> {
    /// Resolves an `enqueue`. The state of `wait` is an arm while the caller waits, because all searches for paths
    /// use arms.
    pub(super) fn enqueue(&mut self, enqueue: syntax::Enqueue, place: TargetContext) -> Enqueue {
        let mut arms = self.arms(enqueue.arms, place);
        let mut queue = enqueue.queue;
        self.values.value(&mut queue);
        if let Some(name) = &enqueue.wait {
            let waits = Pattern::Outcome { outcome: Outcome::Waits, span: name.span() };
            let waits = Arm::new(waits, self.go(name.clone()), None);
            arms.list.insert(0, waits);
        }
        Enqueue {
            queue,
            max_wait: enqueue.max_wait,
            wait: enqueue.wait,
            music: self.values.steps(enqueue.music, Said::Repeated, self.diagnostics),
            arms,
        }
    }
}

impl Graph {
    /// Returns what a placeholder speaks of the queue in which a caller waits.
    pub(crate) fn of_queue<'a>(&self, placeholder: &'a str) -> Option<&'a str> {
        of_queue(placeholder, &self.data)
    }

    /// Returns whether something about the waiting must be stored: where the call continues after `leave to`, and
    /// what Twilio reported about the queue.
    pub(crate) fn keeps_of_waiting(&self) -> bool {
        let leaves = |action: &Action| matches!(action, Action::Leave { .. });
        let speaks = |placeholder: &Placeholder| match placeholder {
            Placeholder::Field { name, .. } | Placeholder::Bound { name, .. } => {
                self.of_queue(&name.value).is_some()
            }
            Placeholder::Expression(tokens)
            | Placeholder::Dialled(tokens)
            | Placeholder::Count(tokens)
            | Placeholder::Hints(tokens)
            | Placeholder::Seconds(tokens)
            | Placeholder::Language(tokens) => reads_of_queue(tokens).next().is_some(),
        };
        !self.waiting.is_empty()
            && (self.actions.iter().any(leaves)
                || self.placeholders.iter().any(speaks)
                || self.states.iter().any(|state| matches!(state.verb, Verb::Match(_))))
    }

    /// Returns the state in which the waiting of a caller in `state` began.
    pub(crate) fn waited_for(&self, state: StateId) -> String {
        let route = self.waiting.route(state);
        self.name_of(route.get(1).copied().unwrap_or(state))
    }

    /// Returns the states that a call can reach that waits in no queue.
    pub(crate) fn outside_of_waiting(&self) -> Vec<bool> {
        let mut seen = vec![false; self.states.len()];
        let begins = |from: StateId, edge: &&Edge| !self.waiting.roots.contains(&(edge.to, from));
        let own: Vec<Vec<Edge>>;
        let edges = if self.waiting.is_empty() {
            self.all_edges()
        } else {
            let out = self.all_edges().iter().enumerate();
            own = out
                .map(|(from, out)| out.iter().filter(|edge| begins(from, edge)).cloned().collect())
                .collect();
            &own[..]
        };
        let left = self.actions.iter().filter_map(|action| match action {
            Action::Leave { jump, .. } => Some(jump.state),
            Action::Retry { .. } | Action::Say { .. } | Action::Enter { .. } => None,
        });
        spread(edges, self.roots().into_iter().chain(left), &mut seen);
        seen
    }
}

/// Collects the names of the next states of a waiting state. A verb that is not allowed while waiting leads nowhere.
fn led_to<'a>(state: &'a State, names: &mut Vec<&'a Ident>) {
    let mut follow = |target: &'a Target| targets(target, state.under.as_ref(), names);
    match &state.ending {
        Ending::Goto(name) => names.push(name),
        Ending::Gather(gather) => gather.arms.arms.iter().for_each(|arm| follow(&arm.target)),
        Ending::Match(question) => {
            question.arms.iter().for_each(|arm| follow(&arm.target));
            question.late.iter().for_each(|(_, target)| follow(target));
        }
        Ending::Hours(hours) => hours.arms.arms.iter().for_each(|arm| follow(&arm.target)),
        Ending::Next(next) => {
            next.another.iter().chain(&next.done).for_each(|arm| follow(&arm.target));
        }
        Ending::Connect(_)
        | Ending::Dial(_)
        | Ending::Record(_)
        | Ending::Enqueue(_)
        | Ending::Hangup
        | Ending::Reject { .. }
        | Ending::Redirect(_)
        | Ending::Leave { .. }
        | Ending::Broken => {}
    }
}

fn targets<'a>(target: &'a Target, above: Option<&'a Ident>, names: &mut Vec<&'a Ident>) {
    match target {
        Target::State(name) => names.push(name),
        Target::Back(_) => names.extend(above),
        Target::Say { then, .. } => targets(then, above, names),
        Target::Retry(retry) => {
            names.extend(&retry.at);
            targets(&retry.then, above, names);
        }
        Target::Again | Target::End | Target::Reject { .. } | Target::Leave { .. } | Target::Broken => {}
    }
}
