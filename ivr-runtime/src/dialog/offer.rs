//! The items that a state offers of a list: which are on the page, and which key each of them has.

use ivr_core::offer::page;

use super::data::CallData;

/// The items that a caller can choose now.
///
/// ```
/// let offered: ivr_runtime::data::Offered<()> = Default::default();
/// assert_eq!((offered.items.len(), offered.pages), (0, 1));
/// ```
#[derive(Clone, PartialEq, Debug)]
pub struct Offered<D> {
    /// The key of each item, and the data of a call that has chosen it.
    pub items: Vec<(char, D)>,
    /// How many pages there are: at least one.
    pub pages: usize,
    /// How many items of the list nobody can choose: they are on no page, or their key is taken.
    pub left_out: usize,
}

impl<D> Default for Offered<D> {
    fn default() -> Self {
        Self { items: Vec::new(), pages: 1, left_out: 0 }
    }
}

/// The items of the page that a call is at, with these keys in this order; of a list without pages, the first ones.
///
/// For generated code.
#[doc(hidden)]
pub fn offer<D: CallData, T>(
    data: &D,
    (list, items): (&str, &[T]),
    (keys, has_pages): (&str, bool),
    put: impl Fn(&mut D, &T),
) -> Offered<D> {
    let number = data.places().map_or(0, |places| places.page(list));
    let (range, pages) = page(items.len(), keys.len(), if has_pages { number } else { 0 });
    let shown = items.get(range).unwrap_or_default();
    let (pages, left_out) = if has_pages { (pages, 0) } else { (1, items.len() - shown.len()) };
    let items = shown.iter().zip(keys.chars()).map(|(item, key)| (key, chosen(data, item, key, &put)));
    Offered { items: items.collect(), pages, left_out }
}

/// The items whose own key is one of `keys` and of no item before them.
///
/// For generated code.
#[doc(hidden)]
pub fn offer_by_key<D: CallData, T>(
    data: &D,
    items: &[T],
    keys: &str,
    key: impl Fn(&T) -> String,
    put: impl Fn(&mut D, &T),
) -> Offered<D> {
    let mut offered = Offered::default();
    for item in items {
        match single(&key(item)).filter(|key| keys.contains(*key)) {
            Some(key) if offered.items.iter().all(|(taken, _)| *taken != key) => {
                offered.items.push((key, chosen(data, item, key, &put)));
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

fn chosen<D: CallData, T>(data: &D, item: &T, key: char, put: impl Fn(&mut D, &T)) -> D {
    let mut data = data.clone();
    put(&mut data, item);
    if let Some(places) = data.places_mut() {
        places.offer(key);
    }
    data
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialog::data::{FieldError, Fields, Places};

    /// An item and the places, as generated data has them.
    #[derive(Clone, Default, Debug, PartialEq)]
    struct Data(u32, Places);

    impl CallData for Data {
        const EMPTY: bool = false;

        fn save(&self) -> Fields {
            Fields::default()
        }

        fn load(_: &Fields) -> Result<Self, FieldError> {
            Ok(Self::default())
        }

        fn places(&self) -> Option<&Places> {
            Some(&self.1)
        }

        fn places_mut(&mut self) -> Option<&mut Places> {
            Some(&mut self.1)
        }
    }

    fn shown(offered: &Offered<Data>) -> String {
        offered.items.iter().map(|(key, data)| format!("{key}:{} ", data.0)).collect()
    }

    #[test]
    fn a_page_gives_its_keys_in_order_and_comes_round() {
        let items: Vec<u32> = (10..17).collect();
        let mut data = Data::default();
        let put = |data: &mut Data, item: &u32| data.0 = *item;
        for page in ["1:10 3:11 4:12 ", "1:13 3:14 4:15 ", "1:16 ", "1:10 3:11 4:12 "] {
            let offered = offer(&data, ("list", &items), ("134", true), put);
            assert_eq!((shown(&offered).as_str(), offered.pages, offered.left_out), (page, 3, 0));
            data.1.turn("list");
        }
        data.1.first_page("list");
        let offered = offer(&data, ("list", &items), ("134", false), put);
        assert_eq!((offered.pages, offered.left_out), (1, 4));
    }

    #[test]
    fn a_key_of_an_item_that_is_taken_is_not_offered() {
        let items = [3, 3, 5, 7, 12];
        let put = |data: &mut Data, item: &u32| data.0 = *item;
        let offered = offer_by_key(&Data::default(), &items, "123567890*#", u32::to_string, put);
        assert_eq!((shown(&offered).as_str(), offered.pages, offered.left_out), ("3:3 5:5 7:7 ", 1, 2));
    }
}
