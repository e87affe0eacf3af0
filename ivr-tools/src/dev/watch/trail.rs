//! The path of a call between two places. No webhook sees states that continue by themselves; they are derived from
//! the tree.

use std::collections::{HashMap, HashSet, VecDeque};

use serde::Serialize;

use crate::inspect::{
    graph::{self, Destination, End, Kind, Route},
    picture,
};
use ivr_runtime::{
    description::{Description, Verb},
    development::Place,
};

/// A node of the picture.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum Node {
    /// A start, by its index.
    Start(usize),
    OnError,
    /// A state, by its index.
    State(usize),
    End(End),
}

impl From<Place> for Node {
    fn from(place: Place) -> Self {
        match place {
            Place::State(state) => Self::State(state),
            Place::End(ending) => Self::End(ending.into()),
        }
    }
}

/// A node that a call passed.
#[derive(Clone, PartialEq, Eq, Serialize, Debug)]
pub(crate) struct Passed {
    #[serde(skip)]
    pub(super) at: Node,
    /// The identifier of the node in the picture.
    pub(crate) node: String,
    /// The class of the line to it, if several lines lead there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) by: Option<&'static str>,
}

/// The edges of a tree, by the indexes of its states.
#[derive(Debug)]
pub(super) struct Trails {
    /// The identifier and the state of each start.
    starts: Vec<(String, Node)>,
    /// The target of `on_error`, if the tree has one.
    on_error: Option<Node>,
    states: Vec<StateEdges>,
}

#[derive(Debug, Default)]
struct StateEdges {
    /// The identifier in the picture.
    id: String,
    /// The targets of the arms, in their order.
    to: Vec<Node>,
    /// Whether a call never waits here.
    goes_on: bool,
    /// Whether Rust of the application answers here.
    asks_rust: bool,
    /// Whether Rust or the clock answers here, possibly within a request.
    is_passed: bool,
}

impl Trails {
    pub(super) fn of(tree: &Description) -> Self {
        let indexes: HashMap<&str, usize> =
            tree.states.iter().enumerate().map(|(index, state)| (state.name.as_str(), index)).collect();
        let named = |name: &str| indexes.get(name).copied().map(Node::State);
        let node = |from: Option<usize>, to: &Destination<'_>| match to {
            Destination::State(name) => named(name),
            Destination::Again => from.map(Node::State),
            Destination::End(end) => Some(Node::End(*end)),
        };
        let state = |state: &ivr_runtime::description::State| StateEdges {
            id: format!("state-{}", state.name),
            to: Vec::new(),
            goes_on: state.verb.arms().is_empty(),
            asks_rust: matches!(state.verb, Verb::Match(_)),
            is_passed: matches!(state.verb, Verb::Match(_) | Verb::Hours(_)),
        };
        let mut states: Vec<StateEdges> = tree.states.iter().map(state).collect();
        for edge in graph::edges(tree) {
            let again = edge.route.retries.iter().filter_map(|retry| retry.at).filter_map(named);
            if let Some(from) = states.get_mut(edge.from) {
                from.to.extend(again.chain(node(Some(edge.from), &edge.route.to)));
            }
        }
        let start = |start: &ivr_runtime::description::Start| {
            Some((picture::start_node(start.name.as_deref()), named(&start.state)?))
        };
        Self {
            starts: tree.starts.iter().filter_map(start).collect(),
            on_error: tree
                .on_error
                .as_ref()
                .and_then(|on_error| node(None, &Route::of(tree, &on_error.then).to)),
            states,
        }
    }

    /// Returns whether Rust of the application answers in this state.
    pub(super) fn asks_rust(&self, state: usize) -> bool {
        self.states.get(state).is_some_and(|state| state.asks_rust)
    }

    /// Returns the nodes that a call passes from the start with this index until it waits.
    pub(super) fn begin(&self, start: usize) -> Vec<Passed> {
        let found = self.starts.get(start).map(|(_, state)| vec![Node::Start(start), *state]);
        self.passed(self.settled(found.unwrap_or_default()))
    }

    /// Returns the nodes that a call passes after `on_error`.
    pub(super) fn on_error(&self) -> Vec<Passed> {
        self.passed(self.settled([Node::OnError].into_iter().chain(self.on_error).collect()))
    }

    /// Returns the nodes that a call passed that was last seen at `last`, and now waits in the state `at`.
    pub(super) fn gap(&self, last: Option<Node>, at: usize) -> Vec<Passed> {
        let at = Node::State(at);
        let path = match last {
            Some(last) if last == at => Vec::new(),
            Some(last) => self.path(last, at).unwrap_or_else(|| vec![at]),
            None => vec![at],
        };
        self.passed(path)
    }

    /// Returns the nodes that a call passes from a state to another, or to an ending, until it waits or ends.
    pub(super) fn between(&self, from: usize, kind: Kind, to: Node) -> Vec<Passed> {
        let from = Node::State(from);
        let path = if from == to { None } else { self.path(from, to) };
        let mut trail = self.passed(self.settled(path.unwrap_or_else(|| vec![to])));
        if let Some(first) = trail.first_mut() {
            first.by = Some(class(kind));
        }
        trail
    }

    fn edges(&self, node: Node) -> Option<&StateEdges> {
        match node {
            Node::State(state) => self.states.get(state),
            Node::Start(_) | Node::OnError | Node::End(_) => None,
        }
    }

    /// Returns the shortest path through states that a call may pass within a request, without its first node.
    fn path(&self, from: Node, to: Node) -> Option<Vec<Node>> {
        let mut before: HashMap<Node, Node> = HashMap::new();
        let mut queue = VecDeque::from([from]);
        while let Some(node) = queue.pop_front() {
            let edges = self.edges(node).filter(|state| node == from || state.goes_on || state.is_passed);
            for next in edges.iter().flat_map(|edges| &edges.to) {
                if *next != from && !before.contains_key(next) {
                    before.insert(*next, node);
                    queue.push_back(*next);
                }
            }
        }
        let mut path = vec![to];
        let mut node = *before.get(&to)?;
        while node != from {
            path.push(node);
            node = *before.get(&node)?;
        }
        path.reverse();
        Some(path)
    }

    /// Extends the trail as far as a call continues by itself.
    fn settled(&self, mut trail: Vec<Node>) -> Vec<Node> {
        let mut seen = HashSet::new();
        while let Some(next) = trail.last().and_then(|last| self.edges(*last)).filter(|state| state.goes_on)
            && let Some(next) = next.to.first()
            && seen.insert(*next)
        {
            trail.push(*next);
        }
        trail
    }

    fn passed(&self, trail: Vec<Node>) -> Vec<Passed> {
        trail.into_iter().map(|at| Passed { at, node: self.id(at), by: None }).collect()
    }

    /// Returns the identifier of a node in the picture.
    fn id(&self, node: Node) -> String {
        match node {
            Node::Start(start) => self.starts.get(start).map(|(id, _)| id.clone()).unwrap_or_default(),
            Node::OnError => "on_error".to_owned(),
            Node::State(state) => self.states.get(state).map(|state| state.id.clone()).unwrap_or_default(),
            Node::End(end) => format!("end-{}", format!("{end:?}").to_lowercase()),
        }
    }
}

/// Returns the class of a line in the picture.
fn class(kind: Kind) -> &'static str {
    match kind {
        Kind::Chosen => "chosen",
        Kind::Automatic => "automatic",
        Kind::Failure => "failure",
    }
}
