//! The size of every node, and the positions inside it.

use super::{
    super::{
        caption,
        layout::Block,
        scene::{Arrow, Node, Scene},
    },
    measure,
};
use crate::inspect::graph::describe;

/// The width of every box.
pub(super) const WIDTH: f64 = 264.0;
/// The space between the side of a box and its content.
pub(super) const PADDING: f64 = 12.0;
/// The height of a row of a box.
pub(super) const ROW: f64 = 22.0;
/// The height of a line of small text below the rows.
pub(super) const FOOT: f64 = 19.0;
/// The height of the name of a box, and of the excerpt below it.
const NAME: f64 = 32.0;
const EXCERPT: f64 = 18.0;
/// The height of a pill.
const PILL: f64 = 28.0;

/// A node and its measures.
pub(super) struct Plan<'s, 'd> {
    pub(super) node: &'s Node<'d>,
    /// The index of the node in the scene.
    pub(super) place: usize,
    /// What is said in it, in one line that may be too long. Empty if nothing is said.
    pub(super) excerpt: String,
    /// The arrows that leave it, each in a row.
    pub(super) rows: Vec<&'s Arrow<'d>>,
    /// Small text at the bottom, and whether it is a remark.
    pub(super) feet: Vec<(String, bool)>,
}

impl<'s, 'd> Plan<'s, 'd> {
    pub(super) fn of(scene: &'s Scene<'d>, place: usize, node: &'s Node<'d>) -> Self {
        let rows = scene.arrows.iter().filter(|arrow| arrow.from == place).collect();
        let (excerpt, feet) = match node {
            Node::State { state, inherits, hooks, remarks, passed } => {
                let everywhere = format!("everywhere: {}", inherits.join(", "));
                let inherited = (!inherits.is_empty()).then_some((everywhere, false));
                let hooks = hooks.iter().map(|hook| (hook.clone(), false));
                let remarks = remarks.iter().map(|remark| (remark.clone(), true));
                let passed = passed.iter().map(|(foot, _)| (foot.clone(), false));
                (caption::excerpt(state), passed.chain(inherited).chain(hooks).chain(remarks).collect())
            }
            Node::Everywhere => ("in each state without an arm of its own".to_owned(), Vec::new()),
            Node::AfterCall(runs) => (runs.join("; "), Vec::new()),
            Node::Start(_) | Node::OnError | Node::End(_) => (String::new(), Vec::new()),
        };
        Self { node, place, excerpt, rows, feet }
    }

    /// Returns whether it is a box with rows; the others are pills.
    pub(super) const fn is_box(&self) -> bool {
        match self.node {
            Node::State { .. } | Node::Everywhere | Node::AfterCall(_) => true,
            Node::Start(_) | Node::OnError | Node::End(_) => false,
        }
    }

    pub(super) fn width(&self) -> f64 {
        if self.is_box() { WIDTH } else { measure::width(self.node.name(), 12.0) + 44.0 }
    }

    pub(super) fn height(&self) -> f64 {
        if !self.is_box() {
            return PILL;
        }
        let below = if self.feet.is_empty() { 0.0 } else { 5.0 + FOOT * self.feet.len() as f64 };
        self.head() + ROW * self.rows.len() as f64 + 5.0 + below
    }

    /// Returns the height of the name and what is said, above the rows.
    pub(super) fn head(&self) -> f64 {
        if self.excerpt.is_empty() { NAME + 4.0 } else { NAME + EXCERPT + 4.0 }
    }

    /// Returns the middle of a row, from the top.
    pub(super) fn row(&self, row: usize) -> f64 {
        if self.is_box() { self.head() + ROW * (row as f64 + 0.5) + 2.0 } else { PILL / 2.0 }
    }

    /// Where a row says it leads.
    pub(super) fn goal(&self, scene: &Scene<'_>, arrow: &Arrow<'_>) -> String {
        let goal = match scene.nodes.get(arrow.to) {
            _ if arrow.asks_again => "asks again",
            _ if arrow.is_loop() => "starts anew",
            Some(node) => node.name(),
            None => "",
        };
        match arrow.taken {
            Some(taken) => format!("{goal} · {taken}"),
            None => goal.to_owned(),
        }
    }

    pub(super) fn block(&self) -> Block {
        let (width, height) = (self.width(), self.height());
        let entry = if self.is_box() { NAME / 2.0 + 2.0 } else { height / 2.0 };
        Block { width, height, entry, is_first: matches!(self.node, Node::Start(_)) }
    }

    /// Returns the class of the node: its kind or its verb.
    pub(super) fn class(&self) -> String {
        match self.node {
            Node::State { state, passed, .. } => {
                let heat = passed.as_ref().map_or("", |(_, heat)| heat.class());
                format!("state {}{heat}", describe::does(&state.verb).replace(' ', "-"))
            }
            Node::Start(_) => "start".to_owned(),
            Node::Everywhere => "everywhere".to_owned(),
            Node::OnError => "on_error".to_owned(),
            Node::AfterCall(_) => "after".to_owned(),
            Node::End(_) => "ending".to_owned(),
        }
    }

    /// The whole node as a sentence.
    pub(super) fn title(&self) -> String {
        caption::lines(self.node).join("; ")
    }
}
