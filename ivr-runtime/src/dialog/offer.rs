//! The items that a state offers of a list: which are on the page, and the key of each.

use ivr_core::offer::page;

use super::data::{Call, CallData};

/// The items that a caller can choose now.
///
/// ```
/// let offered = ivr_runtime::data::Offered::default();
/// assert_eq!((offered.items.len(), offered.pages), (0, 1));
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Offered {
    /// The key of each item, and its index in the list.
    pub items: Vec<(char, usize)>,
    /// The number of pages, at least one.
    pub pages: usize,
    /// The number of items of the list that nobody can choose, because they are on no page or their key is in use.
    pub left_out: usize,
}

impl Default for Offered {
    fn default() -> Self {
        Self { items: Vec::new(), pages: 1, left_out: 0 }
    }
}

/// Returns the items of the current page of a call, with these keys in this order. Of a list without pages, these are
/// the first items.
///
/// For generated code.
#[doc(hidden)]
pub fn offer<D: CallData, T>(
    data: &D,
    (list, items): (&str, &[T]),
    (keys, has_pages): (&str, bool),
) -> Offered {
    let number = data.places().map_or(0, |places| places.page(list));
    let (range, pages) = page(items.len(), keys.len(), if has_pages { number } else { 0 });
    let (pages, left_out) = if has_pages { (pages, 0) } else { (1, items.len() - range.len()) };
    Offered { items: keys.chars().zip(range).collect(), pages, left_out }
}

/// Returns the items whose own key is one of `keys` and is not the key of an earlier item.
///
/// For generated code.
#[doc(hidden)]
pub fn offer_by_key<T>(items: &[T], keys: &str, key: impl Fn(&T) -> String) -> Offered {
    let mut offered = Offered::default();
    for (place, item) in items.iter().enumerate() {
        match single(&key(item)).filter(|key| keys.contains(*key)) {
            Some(key) if offered.items.iter().all(|(taken, _)| *taken != key) => {
                offered.items.push((key, place));
            }
            _ => offered.left_out += 1,
        }
    }
    offered
}

fn single(text: &str) -> Option<char> {
    let mut letters = text.chars();
    letters.next().filter(|_| letters.next().is_none())
}

/// Does something while an item is in its field, so that its lines can speak it.
///
/// ```
/// use ivr_runtime::data::{Call, SpeakItem};
/// let mut ids = Vec::new();
/// let speak: SpeakItem<'_, ()> = &mut |call| ids.push(call.id.clone());
/// speak(&Call::new("CA1", "", "", ()));
/// assert_eq!(ids, ["CA1"]);
/// ```
pub type SpeakItem<'s, D> = &'s mut dyn FnMut(&Call<D>);

/// Returns the item at this index of a list.
///
/// For generated code.
#[doc(hidden)]
pub fn item<T: Clone>(items: &[T], place: usize) -> Option<T> {
    items.get(place).cloned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialog::data::{FieldError, Fields, Places};

    /// The places, as generated data has them.
    #[derive(Clone, Default, Debug, PartialEq)]
    struct Data(Places);

    impl CallData for Data {
        const EMPTY: bool = false;

        fn save(&self) -> Fields {
            Fields::default()
        }

        fn load(_: &Fields) -> Result<Self, FieldError> {
            Ok(Self::default())
        }

        fn places(&self) -> Option<&Places> {
            Some(&self.0)
        }

        fn places_mut(&mut self) -> Option<&mut Places> {
            Some(&mut self.0)
        }
    }

    fn shown(offered: &Offered, items: &[u32]) -> String {
        offered.items.iter().map(|(key, place)| format!("{key}:{} ", items[*place])).collect()
    }

    #[test]
    fn a_page_gives_its_keys_in_order_and_comes_round() {
        let items: Vec<u32> = (10..17).collect();
        let mut data = Data::default();
        for page in ["1:10 3:11 4:12 ", "1:13 3:14 4:15 ", "1:16 ", "1:10 3:11 4:12 "] {
            let offered = offer(&data, ("list", &items), ("134", true));
            assert_eq!((shown(&offered, &items).as_str(), offered.pages, offered.left_out), (page, 3, 0));
            data.0.turn("list");
        }
        data.0.first_page("list");
        let offered = offer(&data, ("list", &items), ("134", false));
        assert_eq!((offered.pages, offered.left_out), (1, 4));
    }

    #[test]
    fn a_key_of_an_item_that_is_taken_is_not_offered() {
        let items = [3, 3, 5, 7, 12];
        let offered = offer_by_key(&items, "123567890*#", u32::to_string);
        assert_eq!(
            (shown(&offered, &items).as_str(), offered.pages, offered.left_out),
            ("3:3 5:5 7:7 ", 1, 2)
        );
    }
}
