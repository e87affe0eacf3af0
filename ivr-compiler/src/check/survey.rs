//! The data that many rules share, computed once: the steps and texts of the source, and the prompts of each gather.

use std::{cell::OnceCell, ops::Deref};

use crate::model::{Graph, Prompted, Written, WrittenText};

/// A graph and the data computed from it.
pub(super) struct Survey<'g> {
    graph: &'g Graph,
    steps: OnceCell<Vec<Written<'g>>>,
    texts: OnceCell<Vec<WrittenText<'g>>>,
    prompted: OnceCell<Vec<Prompted<'g>>>,
}

impl<'g> Survey<'g> {
    pub(super) fn new(graph: &'g Graph) -> Self {
        Self { graph, steps: OnceCell::new(), texts: OnceCell::new(), prompted: OnceCell::new() }
    }

    /// [`Graph::steps`].
    pub(super) fn steps(&self) -> &[Written<'g>] {
        self.steps.get_or_init(|| self.graph.steps())
    }

    /// [`Graph::texts`].
    pub(super) fn texts(&self) -> &[WrittenText<'g>] {
        self.texts.get_or_init(|| self.graph.texts())
    }

    /// [`Graph::prompted`].
    pub(super) fn prompted(&self) -> &[Prompted<'g>] {
        self.prompted.get_or_init(|| self.graph.prompted())
    }
}

impl Deref for Survey<'_> {
    type Target = Graph;

    fn deref(&self) -> &Graph {
        self.graph
    }
}
