//! Where a call is in its lists: what generated data keeps beside the fields of an author.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The place of a call in each of its lists. A list without an entry is at its front.
///
/// ```
/// use ivr_runtime::data::Places;
/// let (mut places, stops) = (Places::default(), ["Market", "River"]);
/// assert_eq!(places.next("stops", &stops), Some(&"Market"));
/// assert_eq!(places.left("stops", &stops), 1);
/// places.restart("stops");
/// assert_eq!(places.left("stops", &stops), 2);
/// ```
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Places(BTreeMap<String, Place>);

/// The place in one list.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Place {
    /// How many items `next` has taken.
    taken: usize,
}

impl Places {
    /// Takes the next item of a list; `None` at its end.
    pub fn next<'i, T>(&mut self, list: &str, items: &'i [T]) -> Option<&'i T> {
        let item = items.get(self.of(list).taken)?;
        self.0.entry(list.to_owned()).or_default().taken += 1;
        Some(item)
    }

    /// How many items follow.
    #[must_use]
    pub fn left<T>(&self, list: &str, items: &[T]) -> usize {
        items.len().saturating_sub(self.of(list).taken)
    }

    /// Goes back to the front of a list, which another one has replaced.
    pub fn restart(&mut self, list: &str) {
        self.0.remove(list);
    }

    /// Whether every list is at its front.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn of(&self, list: &str) -> Place {
        self.0.get(list).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_item_comes_once_and_in_order() {
        for length in 0..5 {
            let items: Vec<usize> = (0..length).collect();
            let mut places = Places::default();
            for item in &items {
                assert_eq!(places.left("list", &items), length - item);
                assert_eq!(places.next("list", &items), Some(item));
            }
            assert_eq!((places.left("list", &items), places.next("list", &items)), (0, None));
        }
    }

    #[test]
    fn a_list_that_became_shorter_is_at_its_end() {
        let mut places = Places::default();
        for _ in 0..3 {
            let _item = places.next("list", &[1, 2, 3]);
        }
        assert_eq!((places.left("list", &[1]), places.next("list", &[1])), (0, None));
    }
}
