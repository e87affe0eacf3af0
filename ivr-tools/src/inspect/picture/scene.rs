//! The content of a picture: nodes and arrows, with arms that many states inherit drawn once.
//!
//! The module does not know positions; Mermaid, DOT and SVG all draw the same scene.

use std::collections::HashMap;

use ivr_core::condition::Condition;

use super::{
    advice,
    traffic::{self, Heat, Traffic},
};
use crate::inspect::graph::{self, Cause, Destination, Edge, End, Kind, Retry, Route, describe};
use ivr_runtime::description::{Description, State};

/// The content of a picture.
pub(super) struct Scene<'d> {
    pub(super) tree: &'d Description,
    /// The starts, the states in source order, other nodes that lead to states, and the endings.
    pub(super) nodes: Vec<Node<'d>>,
    /// The arrows by the node that they leave, in the order of its arms.
    pub(super) arrows: Vec<Arrow<'d>>,
}

/// One node.
pub(super) enum Node<'d> {
    /// A start of the tree.
    Start(Option<&'d str>),
    State {
        state: &'d State,
        /// The labels of the arms that it shares with other states; see [`Node::Everywhere`].
        inherits: Vec<String>,
        /// The hooks for its recordings.
        hooks: Vec<String>,
        /// Remarks of guidelines for telephone dialogues.
        remarks: Vec<String>,
        /// What calls did in it, and whether many callers leave there.
        passed: Option<(String, Heat)>,
    },
    /// The arms that at least two states inherit.
    Everywhere,
    /// What happens after a failure of the server.
    OnError,
    /// The hook for the end of a call.
    AfterCall(Vec<String>),
    End(End),
}

/// An arrow. It leads back to its node if the state asks again or is entered again.
pub(super) struct Arrow<'d> {
    pub(super) from: usize,
    pub(super) to: usize,
    /// The causes; empty if the node has only one way out.
    pub(super) causes: Vec<Cause<'d>>,
    /// The condition under which it exists.
    pub(super) condition: Option<&'d Condition>,
    pub(super) kind: Kind,
    /// How often the state asks again before the arrow is taken.
    pub(super) attempts: u8,
    /// Whether the state only asks again. Another arrow to its own node enters the state again.
    pub(super) asks_again: bool,
    /// Further text, if the arrow alone is not sufficient.
    pub(super) note: Option<String>,
    pub(super) inherited: bool,
    pub(super) hidden: bool,
    /// The whole arm as a sentence.
    pub(super) title: String,
    /// How often calls took it, if they are counted.
    pub(super) taken: Option<u64>,
}

/// The node of a start in the SVG.
pub(crate) fn start_node(name: Option<&str>) -> String {
    Node::Start(name).id('-')
}

impl Node<'_> {
    /// Returns a unique identifier for the node, its parts joined by `by`.
    pub(super) fn id(&self, by: char) -> String {
        match self {
            Self::Start(None) => "start".to_owned(),
            Self::Start(Some(name)) => format!("start{by}{name}"),
            Self::State { state, .. } => format!("state{by}{}", state.name),
            Self::Everywhere | Self::OnError => self.name().to_owned(),
            Self::AfterCall(_) => format!("after{by}call"),
            Self::End(end) => format!("end{by}{}", format!("{end:?}").to_lowercase()),
        }
    }

    /// Returns the name of the node for display.
    pub(super) fn name(&self) -> &str {
        match self {
            Self::Start(name) => name.unwrap_or("a call"),
            Self::State { state, .. } => &state.name,
            Self::Everywhere => "everywhere",
            Self::OnError => "on_error",
            Self::AfterCall(_) => "after call",
            Self::End(end) => describe::ends(*end),
        }
    }
}

impl<'d> Scene<'d> {
    pub(super) fn of(tree: &'d Description) -> Self {
        Self::with(tree, None)
    }

    /// The same with what calls did.
    pub(super) fn with(tree: &'d Description, traffic: Option<&dyn Traffic>) -> Self {
        let edges = graph::edges(tree);
        let shared = graph::shared(&edges);
        let nodes = nodes(tree, &edges, &shared, traffic);
        let taken =
            |edge, is_shared| traffic.and_then(|traffic| traffic::taken(traffic, edge, &edges, is_shared));
        let mut stage = Stage { places: places(&nodes), arrows: Vec::new() };
        stage.roots(tree, &nodes);
        for edge in edges.iter().filter(|edge| !shared.iter().any(|one| graph::same_arm(one, edge))) {
            if let Some(state) = tree.states.get(edge.from) {
                stage.edge(&state.name, Key::State(&state.name), edge, taken(edge, false));
            }
        }
        for edge in &shared {
            stage.edge("everywhere", Key::Everywhere, edge, taken(edge, true));
        }
        stage.after_call();
        Self { tree, nodes, arrows: stage.arrows }
    }

    /// Returns each arrow with the nodes that it joins.
    pub(super) fn joined(&self) -> impl Iterator<Item = (&Node<'d>, &Arrow<'d>, &Node<'d>)> {
        self.arrows
            .iter()
            .filter_map(|arrow| Some((self.nodes.get(arrow.from)?, arrow, self.nodes.get(arrow.to)?)))
    }
}

fn nodes<'d>(
    tree: &'d Description,
    edges: &[Edge<'d>],
    shared: &[Edge<'d>],
    traffic: Option<&dyn Traffic>,
) -> Vec<Node<'d>> {
    let remarks = advice::remarks(tree, edges);
    let states = tree.states.iter().zip(remarks).enumerate().map(|(index, (state, remarks))| {
        let own = edges.iter().filter(|edge| edge.from == index);
        let inherits = own.filter(|edge| shared.iter().any(|one| graph::same_arm(one, edge)));
        let inherits = inherits.map(describe::of_edge).collect();
        let passed = traffic.and_then(|traffic| Some((traffic.foot(index)?, traffic.heat(index))));
        Node::State { state, inherits, hooks: hooks(tree, state), remarks, passed }
    });
    let on_error = tree.on_error.as_ref().map(|on_error| Route::of(tree, &on_error.then));
    let routes = edges.iter().map(|edge| &edge.route).chain(&on_error);
    let used: Vec<Destination<'_>> = routes.map(|route| route.to).collect();
    let ends = End::ALL.into_iter().filter(|end| used.contains(&Destination::End(*end)));

    let starts = tree.starts.iter().map(|start| Node::Start(start.name.as_deref()));
    let mut nodes: Vec<Node<'d>> = starts.chain(states).collect();
    nodes.extend((!shared.is_empty()).then_some(Node::Everywhere));
    nodes.extend(on_error.is_some().then_some(Node::OnError));
    let after_call = tree.after.iter().filter(|after| after.state.is_none());
    nodes.extend(after_call.map(|after| Node::AfterCall(after.runs.clone())));
    nodes.extend(ends.map(Node::End));
    nodes
}

/// Returns `after recording: app.keep(call, recording).await` for each hook of the state.
fn hooks(tree: &Description, state: &State) -> Vec<String> {
    let own = tree.after.iter().filter(|after| after.state.as_deref() == Some(&*state.name));
    own.map(|after| format!("after {}: {}", after.of.as_str(), after.runs.join("; "))).collect()
}

/// What an arrow can point at.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Key<'d> {
    Start(Option<&'d str>),
    State(&'d str),
    Everywhere,
    OnError,
    AfterCall,
    End(End),
}

fn places<'d>(nodes: &[Node<'d>]) -> HashMap<Key<'d>, usize> {
    let key = |node: &Node<'d>| match node {
        Node::Start(name) => Key::Start(*name),
        Node::State { state, .. } => Key::State(&state.name),
        Node::Everywhere => Key::Everywhere,
        Node::OnError => Key::OnError,
        Node::AfterCall(_) => Key::AfterCall,
        Node::End(end) => Key::End(*end),
    };
    nodes.iter().enumerate().map(|(place, node)| (key(node), place)).collect()
}

/// Where the arrows are put up.
struct Stage<'d> {
    places: HashMap<Key<'d>, usize>,
    arrows: Vec<Arrow<'d>>,
}

impl<'d> Stage<'d> {
    fn roots(&mut self, tree: &'d Description, nodes: &[Node<'d>]) {
        for (start, node) in tree.starts.iter().zip(nodes) {
            let title = format!("{} begins with {}", node.name(), start.state);
            self.arrow(
                Key::Start(start.name.as_deref()),
                Destination::State(&start.state),
                Arrow::automatic(title),
            );
        }
        if let Some(on_error) = &tree.on_error {
            let route = Route::of(tree, &on_error.then);
            let title = format!("when the server fails, it {}", describe::effect(&route));
            self.arrow(Key::OnError, route.to, Arrow { kind: Kind::Failure, ..Arrow::automatic(title) });
        }
    }

    /// Adds the node for the hook at the end of a call, after its ending.
    fn after_call(&mut self) {
        if let (Some(from), Some(to)) =
            (self.places.get(&Key::End(End::Hangup)), self.places.get(&Key::AfterCall))
        {
            let arrow = Arrow::automatic("what runs when a call is over".to_owned());
            self.arrows.push(Arrow { from: *from, to: *to, ..arrow });
        }
    }

    /// Adds the arrow of an edge, and one for each state that the edge asks again elsewhere.
    fn edge(&mut self, name: &str, from: Key<'d>, edge: &Edge<'d>, taken: Option<u64>) {
        let title = |does: String| match edge.causes.as_slice() {
            [cause] if cause.goes_without_saying() => format!("{name} {does}"),
            _ => format!("{name}: {} {does}", describe::of_edge(edge)),
        };
        let mut arrow = Arrow {
            causes: edge.causes.clone(),
            condition: edge.condition,
            kind: edge.kind,
            inherited: edge.inherited,
            hidden: edge.hidden,
            taken,
            ..Arrow::automatic(title(describe::effect(&edge.route)))
        };
        for retry in edge.route.retries.iter().filter(|retry| retry.at.is_some()) {
            self.elsewhere(from, &arrow, retry, title(describe::asking(retry)));
            arrow.note = Some("after that".to_owned());
        }
        arrow.attempts = edge.route.attempts();
        arrow.asks_again = edge.route.to == Destination::Again;
        self.arrow(from, edge.route.to, arrow);
    }

    fn elsewhere(&mut self, from: Key<'d>, like: &Arrow<'d>, retry: &Retry<'d>, title: String) {
        let note = Some(format!("asked again there {}", describe::times(retry.times)));
        let arrow = Arrow { causes: like.causes.clone(), note, ..Arrow::automatic(title) };
        let arrow = Arrow { kind: like.kind, inherited: like.inherited, hidden: like.hidden, ..arrow };
        if let Some(state) = retry.at {
            self.arrow(from, Destination::State(state), arrow);
        }
    }

    /// Adds an arrow between two existing nodes; a file read from disk may name others.
    fn arrow(&mut self, from: Key<'d>, to: Destination<'d>, arrow: Arrow<'d>) {
        let to = match to {
            Destination::State(name) => Key::State(name),
            Destination::End(end) => Key::End(end),
            Destination::Again => from,
        };
        if let (Some(from), Some(to)) = (self.places.get(&from), self.places.get(&to)) {
            self.arrows.push(Arrow { from: *from, to: *to, ..arrow });
        }
    }
}

impl Arrow<'_> {
    fn automatic(title: String) -> Self {
        Self {
            from: 0,
            to: 0,
            causes: Vec::new(),
            condition: None,
            kind: Kind::Automatic,
            attempts: 0,
            asks_again: false,
            note: None,
            inherited: false,
            hidden: false,
            title,
            taken: None,
        }
    }

    /// Returns whether the state asks again, or is entered again.
    pub(super) const fn is_loop(&self) -> bool {
        self.from == self.to
    }

    /// Returns the label of the whole arrow, or an empty text.
    pub(super) fn label(&self) -> String {
        let causes = self.causes.iter().filter(|cause| !cause.goes_without_saying());
        let mut label = describe::labels(&causes.copied().collect::<Vec<_>>());
        label.push_str(&describe::under(self.condition));
        let mut add = |more: &str| {
            label.push_str(if label.is_empty() { "" } else { ": " });
            label.push_str(more);
        };
        if self.attempts > 0 {
            add(&format!("asks again {}, then", describe::times(self.attempts)));
        }
        if let Some(note) = &self.note {
            add(note);
        }
        label
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::Acme;
    use ivr_runtime::{
        description::{Target, Verb},
        tree::PhoneTree,
    };

    fn acme() -> Description {
        serde_json::from_str(Acme::DESCRIPTION).unwrap()
    }

    fn titles(tree: &Description) -> Vec<String> {
        Scene::of(tree).arrows.into_iter().map(|arrow| arrow.title).collect()
    }

    #[test]
    fn every_arm_of_acme_is_an_arrow_with_a_sentence() {
        let titles = titles(&acme());
        assert_eq!(titles.len(), 19, "{titles:#?}");
        for title in [
            "a call begins with Greeting",
            "when the server fails, it leads to Reception",
            "Greeting leads to Menu",
            "Menu: 1, “sales” leads to Sales",
            "Menu: silence asks again twice, then leads to Reception",
            "Thanks hangs up",
        ] {
            assert!(titles.iter().any(|one| one == title), "{title} is missing in {titles:#?}");
        }
    }

    #[test]
    fn an_arm_that_two_states_inherit_is_drawn_once() {
        let mut tree = acme();
        let Verb::Gather(menu) = &tree.states[1].verb else { panic!() };
        let inherited: Vec<_> = menu.arms.iter().filter(|arm| arm.inherited).cloned().collect();
        let Verb::Gather(hours) = &mut tree.states[2].verb else { panic!() };
        hours.arms.truncate(1);
        hours.arms.extend(inherited);
        let scene = Scene::of(&tree);
        let everywhere = scene.nodes.iter().position(|node| matches!(node, Node::Everywhere)).unwrap();
        assert_eq!(scene.arrows.iter().filter(|arrow| arrow.from == everywhere).count(), 2);
        assert!(scene.arrows.iter().all(|arrow| !arrow.inherited || arrow.from == everywhere));
        let Node::State { inherits, .. } = &scene.nodes[3] else { panic!() };
        assert_eq!(inherits, &["silence", "anything else"]);
    }

    #[test]
    fn asking_an_earlier_state_again_is_an_arrow_to_it() {
        let mut tree = acme();
        let ivr_runtime::description::Action::Retry { at, .. } = &mut tree.actions[0] else { panic!() };
        *at = Some("Greeting".to_owned());
        let titles = titles(&tree);
        assert!(titles.contains(&"Menu: silence asks Greeting again twice".to_owned()), "{titles:#?}");
    }

    #[test]
    fn an_arrow_to_a_state_that_is_not_there_is_left_out() {
        let mut tree = acme();
        tree.states[0].verb = Verb::Goto(Target::Go("Nowhere".to_owned()));
        assert_eq!(titles(&tree).len(), 18);
    }

    #[test]
    fn hooks_stand_in_their_state_and_the_one_after_the_call_is_a_node() {
        let mut tree = acme();
        let of = |of: &str, state: &str, run: &str| {
            serde_json::from_str(&format!(r#"{{"of":"{of}"{state},"runs":["{run}"]}}"#)).unwrap()
        };
        tree.after = vec![
            of("call", "", "app.ended(call)"),
            of("recording", r#","state":"Sales""#, "app.keep(call, recording)"),
        ];
        let chart = crate::inspect::picture::mermaid(&tree);
        for text in [
            "  after_call[\"after call<br>app.ended(call)\"]",
            "  end_hangup --> after_call",
            "<br>after recording: app.keep(call, recording)\"]",
        ] {
            assert!(chart.contains(text), "{text} is missing in\n{chart}");
        }
        let svg = crate::inspect::picture::svg(&tree);
        assert!(svg.contains("after recording: app.keep(call") && svg.contains(">app.ended(call)<"), "{svg}");
        assert!(
            !crate::inspect::picture::dot(&acme()).contains("after_call"),
            "a tree without hooks has no such node"
        );
    }

    #[test]
    fn only_endings_that_are_used_are_nodes() {
        let tree = acme();
        let ends: Vec<String> = Scene::of(&tree).nodes.iter().map(|node| node.id('-')).collect();
        assert_eq!(ends.last().map(String::as_str), Some("end-hangup"));
        assert!(!ends.contains(&"end-leave".to_owned()));
    }
}
