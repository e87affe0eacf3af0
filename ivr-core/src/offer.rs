//! The keys of the items that a `gather` offers, and the pages of the offer.

use std::ops::Range;

use crate::event::Event;

/// The keys that are assigned to items, in this order. The other keys have conventional meanings.
const GIVEN: &str = "123456789";

/// The keys that an item may have of its own.
const ALL: &str = "1234567890*#";

/// Returns the keys `1` to `9` that are not in use.
///
/// ```
/// use ivr_core::offer::given_keys;
/// assert_eq!(given_keys(["0", "9", "2"]), "1345678");
/// ```
pub fn given_keys<'a>(taken: impl IntoIterator<Item = &'a str>) -> String {
    free(GIVEN, taken)
}

/// Returns the keys that an item may have of its own and that are not in use.
pub fn own_keys<'a>(taken: impl IntoIterator<Item = &'a str>) -> String {
    free(ALL, taken)
}

fn free<'a>(keys: &str, taken: impl IntoIterator<Item = &'a str>) -> String {
    let taken: Vec<Event> = taken.into_iter().filter_map(Event::single_key).collect();
    keys.chars().filter(|key| Event::key(*key).is_some_and(|key| !taken.contains(&key))).collect()
}

/// Returns the items on a page with this number of keys, and the number of pages, at least one. The first page
/// follows the last.
///
/// ```
/// use ivr_core::offer::page;
/// assert_eq!(page(7, 3, 2), (6..7, 3));
/// assert_eq!(page(7, 3, 3), (0..3, 3));
/// assert_eq!(page(0, 3, 0), (0..0, 1));
/// ```
#[must_use]
pub fn page(items: usize, keys: usize, number: usize) -> (Range<usize>, usize) {
    let pages = if keys == 0 { 1 } else { items.div_ceil(keys).max(1) };
    let first = (number % pages) * keys;
    (first..items.min(first + keys), pages)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pages_of_a_list_hold_every_item_once_and_in_order() {
        for items in 0..40 {
            for keys in 1..=9 {
                let naive: Vec<Vec<usize>> =
                    (0..items).collect::<Vec<_>>().chunks(keys).map(<[usize]>::to_vec).collect();
                let (_, pages) = page(items, keys, 0);
                assert_eq!(pages, naive.len().max(1));
                let paged: Vec<Vec<usize>> =
                    (0..pages).map(|number| page(items, keys, number).0.collect()).collect();
                assert_eq!(paged, if naive.is_empty() { vec![Vec::new()] } else { naive });
                assert_eq!(page(items, keys, pages), page(items, keys, 0));
            }
        }
    }

    #[test]
    fn no_item_gets_a_key_that_something_else_takes() {
        assert_eq!(given_keys([]), "123456789");
        assert_eq!(given_keys(["1", "12", "*"]), "23456789");
        assert_eq!(given_keys(["1", "2", "3", "4", "5", "6", "7", "8", "9"]), "");
        assert_eq!(own_keys(["0", "#"]), "123456789*");
    }
}
