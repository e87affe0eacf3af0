//! The prerendered documents, by reply. A state has an index, and usually few replies lead to it.

use std::marker::PhantomData;

use bytes::Bytes;

use crate::dialog::tree::{Counters, Ending, PhoneTree, Position, Reply, To};

/// Documents by reply.
#[derive(Clone, Debug)]
pub(super) struct Ready<T> {
    /// The documents of each state, followed by those of all endings, sorted by key.
    places: Vec<Vec<(Key, Bytes)>>,
    tree: PhantomData<T>,
}

/// Everything in a reply except its state.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Key {
    /// The text on the way, counted from one.
    words: u32,
    /// The language, and how the reply leads to the state; or the ending.
    to: u16,
    counters: Counters,
}

impl<T: PhoneTree> Ready<T> {
    /// Creates an empty table.
    pub(super) fn new() -> Self {
        Self { places: vec![Vec::new(); T::states().len() + 1], tree: PhantomData }
    }

    pub(super) fn insert(&mut self, reply: Reply<T>, document: Bytes) {
        let (place, key) = self.locate(reply);
        let Some(documents) = self.places.get_mut(place) else { return };
        match documents.binary_search_by_key(&key, |(key, _)| *key) {
            Ok(found) => documents.splice(found..=found, [(key, document)]).for_each(drop),
            Err(free) => documents.insert(free, (key, document)),
        }
    }

    pub(super) fn get(&self, reply: Reply<T>) -> Option<&Bytes> {
        let (place, key) = self.locate(reply);
        let documents = self.places.get(place)?;
        let found = documents.binary_search_by_key(&key, |(key, _)| *key).ok()?;
        documents.get(found).map(|(_, document)| document)
    }

    fn locate(&self, reply: Reply<T>) -> (usize, Key) {
        let words =
            reply.words.map_or(0, |words| (u32::from(words.action) << 8 | u32::from(words.block)) + 1);
        let at = |position: Position<T>, kind: u16| {
            let to = position.language.place() as u16 * 4 + kind;
            (position.state.index(), Key { words, to, counters: position.counters })
        };
        match reply.to {
            To::Enter(position) => at(position, 0),
            To::Ask(position) => at(position, 1),
            To::Wait(position) => at(position, 2),
            To::Leave(position) => at(position, 3),
            To::End(ending, language) => {
                let to = language.place() as u16 * 4 + number(ending);
                (self.places.len() - 1, Key { words, to, counters: Counters::ZERO })
            }
        }
    }
}

const fn number(ending: Ending) -> u16 {
    match ending {
        Ending::Hangup => 0,
        Ending::Busy => 1,
        Ending::Rejected => 2,
        Ending::Leave => 3,
    }
}
