//! A trie of texts: a search looks up each letter once.

/// A tree of letters with what their texts mean.
#[derive(Clone, Debug)]
pub(super) struct Trie<T> {
    nodes: Vec<Node<T>>,
}

/// A node of a [`Trie`]: the letters so far.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Place(usize);

#[derive(Clone, Debug)]
struct Node<T> {
    /// The next nodes, ordered by letter.
    next: Vec<(char, Place)>,
    ends: Vec<T>,
}

impl<T> Default for Trie<T> {
    fn default() -> Self {
        Self { nodes: vec![Node::new()] }
    }
}

impl<T> Node<T> {
    fn new() -> Self {
        Self { next: Vec::new(), ends: Vec::new() }
    }
}

impl<T> Trie<T> {
    /// The root.
    pub(super) const START: Place = Place(0);

    /// Adds a text. Several texts may have the same letters.
    pub(super) fn add(&mut self, letters: impl Iterator<Item = char>, meaning: T) {
        let mut place = Self::START;
        for letter in letters {
            let free = Place(self.nodes.len());
            let Some(node) = self.nodes.get_mut(place.0) else { return };
            place = match node.next.binary_search_by_key(&letter, |(own, _)| *own) {
                Ok(at) => node.next.get(at).map_or(place, |(_, next)| *next),
                Err(at) => {
                    node.next.insert(at, (letter, free));
                    self.nodes.push(Node::new());
                    free
                }
            };
        }
        if let Some(node) = self.nodes.get_mut(place.0) {
            node.ends.push(meaning);
        }
    }

    /// Returns the node after a letter, or `None` if no text continues with it.
    pub(super) fn next(&self, place: Place, letter: char) -> Option<Place> {
        let next = &self.nodes.get(place.0)?.next;
        let at = next.binary_search_by_key(&letter, |(own, _)| *own).ok()?;
        next.get(at).map(|(_, next)| *next)
    }

    /// Returns the texts that end here, in the order in which they were added.
    pub(super) fn ends(&self, place: Place) -> &[T] {
        self.nodes.get(place.0).map_or(&[], |node| &node.ends)
    }
}
