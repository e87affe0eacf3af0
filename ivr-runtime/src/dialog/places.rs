//! The position of a call in its lists, and what was said `once`. Generated data contains it in addition to the
//! author's fields.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// The position of a call in each of its lists. A list without an entry is at its beginning.
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
#[serde(default)]
pub struct Places {
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    lists: BTreeMap<String, Place>,
    /// The `once` blocks that were said, by index.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    said: BTreeSet<u16>,
    /// The key of the item that is being offered.
    #[serde(skip)]
    key: String,
}

/// The position in a list.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Place {
    /// The number of items that `next` has taken.
    #[serde(skip_serializing_if = "is_zero")]
    taken: usize,
    /// The number of pages that were turned.
    #[serde(skip_serializing_if = "is_zero")]
    page: usize,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
fn is_zero(number: &usize) -> bool {
    *number == 0
}

impl Places {
    /// Takes the next item of a list. Returns `None` at its end.
    pub fn next<'i, T>(&mut self, list: &str, items: &'i [T]) -> Option<&'i T> {
        let item = items.get(self.of(list).taken)?;
        self.lists.entry(list.to_owned()).or_default().taken += 1;
        Some(item)
    }

    /// Returns how many items follow.
    #[must_use]
    pub fn left<T>(&self, list: &str, items: &[T]) -> usize {
        items.len().saturating_sub(self.of(list).taken)
    }

    /// Resets the position in a list that was replaced by another one.
    pub fn restart(&mut self, list: &str) {
        self.lists.remove(list);
    }

    /// Returns the key of the item that is being offered, or an empty text.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// Returns whether every list is at its beginning, and nothing was said `once`.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lists.is_empty() && self.said.is_empty()
    }

    /// Returns the page of a list that is offered.
    pub(crate) fn page(&self, list: &str) -> usize {
        self.of(list).page
    }

    /// Turns to the next page of a list.
    pub(crate) fn turn(&mut self, list: &str) {
        let page = &mut self.lists.entry(list.to_owned()).or_default().page;
        *page = page.wrapping_add(1);
    }

    /// Turns to the first page of a list.
    pub(crate) fn first_page(&mut self, list: &str) {
        if let Some(place) = self.lists.get_mut(list) {
            place.page = 0;
            if *place == Place::default() {
                self.lists.remove(list);
            }
        }
    }

    /// Offers an item with this key.
    pub(crate) fn offer(&mut self, key: char) {
        self.key = key.to_string();
    }

    /// Marks a `once` block as said. Returns whether it is said for the first time.
    pub(crate) fn say_once(&mut self, number: u16) -> bool {
        self.said.insert(number)
    }

    fn of(&self, list: &str) -> Place {
        self.lists.get(list).copied().unwrap_or_default()
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
