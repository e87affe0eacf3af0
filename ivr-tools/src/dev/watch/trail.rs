//! What a call passes between two places: states that go on by themselves are seen by no webhook, and are found in
//! the tree.

use std::collections::{HashMap, HashSet, VecDeque};

use serde::Serialize;

use crate::inspect::{
    graph::{self, Destination, End, Kind, Route},
    picture,
};
use ivr_runtime::{
    description::{Description, Verb},
    tree::Ending,
};

/// A node that a call passed.
#[derive(Clone, PartialEq, Eq, Serialize, Debug)]
pub(crate) struct Passed {
    /// As the picture has it.
    pub(crate) node: String,
    /// The class of the line that led there, where several lines may.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) by: Option<&'static str>,
}

impl Passed {
    pub(super) fn state(name: &str) -> Self {
        state(name).into()
    }
}

impl From<String> for Passed {
    fn from(node: String) -> Self {
        Self { node, by: None }
    }
}

/// The ways through a tree, by the names of its states.
#[derive(Debug)]
pub(super) struct Trails {
    /// The nodes of the starts, each with that of its state and its name.
    starts: Vec<(Option<String>, [String; 2])>,
    /// Where trouble leads, if the tree says so.
    on_error: Option<String>,
    states: HashMap<String, Ways>,
}

#[derive(Debug, Default)]
struct Ways {
    /// Nodes, in the order of the arms.
    to: Vec<String>,
    /// A call never rests here.
    goes_on: bool,
    /// A call may pass without the webhook being told the name.
    is_passed: bool,
}

/// The node of a state in the picture.
fn state(name: &str) -> String {
    format!("state-{name}")
}

fn end(end: End) -> String {
    format!("end-{}", format!("{end:?}").to_lowercase())
}

impl Trails {
    pub(super) fn of(tree: &Description) -> Self {
        let node = |from: &str, place: &Destination<'_>| match place {
            Destination::State(name) => state(name),
            Destination::Again => state(from),
            Destination::End(ending) => end(*ending),
        };
        let mut states: HashMap<String, Ways> = HashMap::new();
        for one in &tree.states {
            let goes_on = one.verb.arms().is_empty();
            let is_passed = goes_on || matches!(one.verb, Verb::Match(_));
            states.insert(state(&one.name), Ways { to: Vec::new(), goes_on, is_passed });
        }
        for edge in graph::edges(tree) {
            let Some(from) = tree.states.get(edge.from) else { continue };
            let again = edge.route.retries.iter().filter_map(|retry| retry.at).map(state);
            if let Some(ways) = states.get_mut(&state(&from.name)) {
                ways.to.extend(again.chain([node(&from.name, &edge.route.to)]));
            }
        }
        let starts = tree.starts.iter().map(|start| {
            let node = picture::start_node(start.name.as_deref());
            (start.name.clone(), [node, state(&start.state)])
        });
        let starts = starts.collect();
        let on_error = tree.on_error.as_ref().map(|on_error| node("", &Route::of(tree, &on_error.then).to));
        Self { starts, on_error, states }
    }

    /// Whether it is Rust that answers in this state.
    pub(super) fn asks_rust(&self, name: &str) -> bool {
        self.states.get(&state(name)).is_some_and(|ways| ways.is_passed && !ways.goes_on)
    }

    /// What a call passes from the start of this name until it waits.
    pub(super) fn begin(&self, start: Option<&str>) -> Vec<Passed> {
        let found = self.starts.iter().find(|(name, _)| name.as_deref() == start);
        self.settled(found.map_or_else(Vec::new, |(_, nodes)| nodes.to_vec()))
    }

    /// What a call in trouble passes.
    pub(super) fn on_error(&self) -> Vec<Passed> {
        self.settled(["on_error".to_owned()].into_iter().chain(self.on_error.clone()).collect())
    }

    /// What a call passes that was at a node and now waits in the state `at`.
    pub(super) fn gap(&self, last: &str, at: &str) -> Vec<Passed> {
        let at = state(at);
        let path = if last == at { Vec::new() } else { self.path(last, &at).unwrap_or_else(|| vec![at]) };
        path.into_iter().map(Passed::from).collect()
    }

    /// What a call passes that goes from a state to another, or to an ending, until it waits or is over.
    /// `None` when the tree has no such place.
    pub(super) fn between(&self, from: &str, kind: Kind, to: &str) -> Option<Vec<Passed>> {
        let (from, named) = (state(from), state(to));
        let to = if self.states.contains_key(&named) { named } else { end(ending(to)?.into()) };
        let path = if from == to { None } else { self.path(&from, &to) };
        let mut trail = self.settled(path.unwrap_or_else(|| vec![to]));
        if let Some(first) = trail.first_mut() {
            first.by = Some(class(kind));
        }
        Some(trail)
    }

    /// The shortest way through states that may be passed, without the node it begins at.
    fn path(&self, from: &str, to: &str) -> Option<Vec<String>> {
        let mut before: HashMap<&str, &str> = HashMap::new();
        let mut queue = VecDeque::from([from]);
        while let Some(node) = queue.pop_front() {
            let ways = self.states.get(node).filter(|ways| node == from || ways.is_passed);
            for next in ways.iter().flat_map(|ways| &ways.to) {
                if next != from && !before.contains_key(next.as_str()) {
                    before.insert(next, node);
                    queue.push_back(next);
                }
            }
        }
        let mut path = vec![to.to_owned()];
        let mut node = *before.get(to)?;
        while node != from {
            path.push(node.to_owned());
            node = *before.get(node)?;
        }
        path.reverse();
        Some(path)
    }

    /// Goes on from the last node as far as a call goes by itself.
    fn settled(&self, trail: Vec<String>) -> Vec<Passed> {
        let mut trail = trail;
        let mut seen = HashSet::new();
        while let Some(next) = trail.last().and_then(|last| self.states.get(last)).filter(|ways| ways.goes_on)
            && let Some(next) = next.to.first()
            && seen.insert(next.clone())
        {
            trail.push(next.clone());
        }
        trail.into_iter().map(Passed::from).collect()
    }
}

/// As the picture's lines have it.
fn class(kind: Kind) -> &'static str {
    match kind {
        Kind::Chosen => "chosen",
        Kind::Automatic => "automatic",
        Kind::Failure => "failure",
    }
}

fn ending(word: &str) -> Option<Ending> {
    [Ending::Hangup, Ending::Busy, Ending::Rejected, Ending::Leave]
        .into_iter()
        .find(|ending| ending.as_str() == word)
}
