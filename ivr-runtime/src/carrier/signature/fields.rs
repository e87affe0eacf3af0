//! The order in which fields are signed.

use std::cmp::Ordering;

use smallvec::SmallVec;

use super::last_orders::{KEPT, LastOrders};

/// The decoded fields of a form: name and value. Twilio sends some thirty.
pub(crate) type FormFields<'a> = SmallVec<[(&'a str, &'a str); 40]>;

/// The decoded fields of a form, by the place at which they were sent.
pub(crate) trait SignedFields {
    /// How many there are.
    fn count(&self) -> usize;

    /// A name; empty behind the last.
    fn name(&self, place: usize) -> &[u8];

    /// A value; empty behind the last.
    fn value(&self, place: usize) -> &[u8];

    /// The [`beginning`] of the name at each of these places; 0 behind the last.
    fn beginnings(&self, places: impl Iterator<Item = usize>) -> impl Iterator<Item = u64>;

    /// Adds the names and values at these places to what is signed.
    fn write(&self, places: impl Iterator<Item = usize>, signed: &mut impl Signed) {
        for place in places {
            signed.add(self.name(place));
            signed.add(self.value(place));
        }
    }
}

/// What is signed, as it is put together.
pub(crate) trait Signed {
    /// Adds a text.
    fn add(&mut self, text: &[u8]);

    /// Adds one byte.
    fn add_byte(&mut self, byte: u8);

    /// Appends this many bytes of a text, unchanged or with spaces for `+`. The bytes after them make the copy faster.
    fn add_first(&mut self, text_and_more: &[u8], length: usize, plus: Plus);
}

/// The meaning of `+`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Plus {
    Itself,
    Space,
}

/// The first seven bytes of a text of this length as a number, which is the larger the later the text is in order; the
/// last byte is free. What follows the text does not count, and makes it faster to read.
#[inline]
pub(crate) fn beginning(text_and_more: &[u8], length: usize) -> u64 {
    let first = match text_and_more.first_chunk() {
        Some(eight) => u64::from_be_bytes(*eight),
        None => {
            let mut eight = [0; 8];
            eight.iter_mut().zip(text_and_more).for_each(|(byte, letter)| *byte = *letter);
            u64::from_be_bytes(eight)
        }
    };
    first & !(u64::MAX >> (8 * length.min(7)))
}

impl SignedFields for [(&str, &str)] {
    fn count(&self) -> usize {
        self.len()
    }

    fn name(&self, place: usize) -> &[u8] {
        self.get(place).map_or(&[], |(name, _)| name.as_bytes())
    }

    fn value(&self, place: usize) -> &[u8] {
        self.get(place).map_or(&[], |(_, value)| value.as_bytes())
    }

    fn beginnings(&self, places: impl Iterator<Item = usize>) -> impl Iterator<Item = u64> {
        places.map(|place| {
            let name = self.name(place);
            beginning(name, name.len())
        })
    }
}

/// The fields in the order in which they are signed.
pub(super) fn sorted<'a>(form: &[(&'a str, &'a str)]) -> FormFields<'a> {
    sorted_places(form).into_iter().filter_map(|place| form.get(place as usize).copied()).collect()
}

/// The indexes of the fields of a form, sorted by name, then by value, without duplicates.
pub(crate) struct Order(Places);

enum Places {
    /// Those of the last form with as many fields, which are so many of these.
    Last([u8; KEPT], usize),
    Sorted(Vec<u64>),
}

/// No fields.
impl Default for Order {
    fn default() -> Self {
        Self(Places::Last([0; KEPT], 0))
    }
}

impl Order {
    /// The order of the fields of a form.
    pub(super) fn of(form: &(impl SignedFields + ?Sized)) -> Self {
        Self(Places::Sorted(sorted_places(form)))
    }

    /// The order of the fields of a form: that of the last form with as many, where that is their order, too.
    #[inline]
    pub(crate) fn of_like(last: &LastOrders, form: &(impl SignedFields + ?Sized)) -> Self {
        let count = form.count();
        let is_last = |last: &[u8; KEPT]| last.get(..count).is_some_and(|places| is_order(places, form));
        match last.of_count(count).filter(is_last) {
            Some(last) => Self(Places::Last(last, count)),
            None => Self::of(form),
        }
    }

    /// The fields as they are given.
    pub(super) fn as_given(form: &(impl SignedFields + ?Sized)) -> Self {
        Self(Places::Sorted((0..form.count() as u64).collect()))
    }

    /// Keeps the order of a request whose signature is valid for the next one.
    pub(crate) fn remember(&self, last: &LastOrders) {
        if let Places::Sorted(places) = &self.0 {
            last.remember(places);
        }
    }

    /// Adds the fields of the form that was sorted to what is signed.
    #[inline]
    pub(super) fn write(&self, form: &(impl SignedFields + ?Sized), signed: &mut impl Signed) {
        match &self.0 {
            Places::Last(places, count) => {
                form.write(places.iter().take(*count).map(|place| usize::from(*place)), signed);
            }
            Places::Sorted(places) => form.write(places.iter().map(|place| *place as usize), signed),
        }
    }
}

/// Sorts the fields of a form as numbers: the first seven bytes of a name, and the place of the field. Few names are alike
/// in those, and only they are compared in full.
#[inline(never)]
fn sorted_places(form: &(impl SignedFields + ?Sized)) -> Vec<u64> {
    let count = form.count();
    if count > MAX_NUMBERED {
        let mut places: Vec<u64> = (0..count as u64).collect();
        places.sort_unstable_by(|one, other| compare(form, *one, *other));
        places.dedup_by(|one, other| compare(form, *one, *other).is_eq());
        return places;
    }
    let mut places: Vec<u64> =
        form.beginnings(0..count).zip(0..).map(|(number, place)| number | place).collect();
    places.sort_unstable();
    if sort_alike(&mut places, form) {
        places.dedup_by(|one, other| compare(form, *one & 0xff, *other & 0xff).is_eq());
    }
    places.iter_mut().for_each(|number| *number &= 0xff);
    places
}

/// Whether these are the places of all fields in their order. Each field has to come before the next, so that no index
/// occurs twice.
#[inline]
fn is_order(places: &[u8], form: &(impl SignedFields + ?Sized)) -> bool {
    let mut before = None;
    let each = places.iter().map(|place| usize::from(*place));
    form.beginnings(each.clone()).zip(each).all(|(own, place)| {
        let follows = before.is_none_or(|(beginning, other)| {
            beginning < own || beginning == own && compare(form, other as u64, place as u64).is_lt()
        });
        before = Some((own, place));
        follows && place < places.len()
    })
}

/// By name, then by value, which is mostly not looked at.
fn compare(form: &(impl SignedFields + ?Sized), one: u64, other: u64) -> Ordering {
    let [one, other] = [one, other].map(|place| place as usize);
    form.name(one).cmp(form.name(other)).then_with(|| form.value(one).cmp(form.value(other)))
}

/// A byte holds the place of a field.
const MAX_NUMBERED: usize = 256;

/// Sorts those among the numbers whose names begin alike; whether a field is repeated.
fn sort_alike(numbers: &mut [u64], form: &(impl SignedFields + ?Sized)) -> bool {
    let compare = |one: &u64, other: &u64| compare(form, one & 0xff, other & 0xff);
    let is_alike = |one: &u64, next: &u64| one >> 8 == next >> 8;
    let (mut rest, mut is_repeated) = (numbers, false);
    while let Some(first) =
        rest.windows(2).position(|pair| matches!(pair, [one, next] if is_alike(one, next)))
    {
        let (_, from) = std::mem::take(&mut rest).split_at_mut(first);
        let count = from.chunk_by(is_alike).next().map_or(0, <[u64]>::len);
        let (alike, after) = from.split_at_mut(count);
        alike.sort_unstable_by(compare);
        is_repeated |= alike.windows(2).any(|pair| matches!(pair, [one, next] if compare(one, next).is_eq()));
        rest = after;
    }
    is_repeated
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The names and values in the order of the last form.
    fn sorted_as<'a>(last: &LastOrders, form: &[(&'a str, &'a str)]) -> (bool, Vec<(&'a str, &'a str)>) {
        let order = Order::of_like(last, form);
        order.remember(last);
        match order.0 {
            Places::Last(places, count) => {
                (true, places[..count].iter().map(|place| form[usize::from(*place)]).collect())
            }
            Places::Sorted(places) => (false, places.iter().map(|place| form[*place as usize]).collect()),
        }
    }

    #[test]
    fn a_form_like_the_last_one_is_not_sorted_again() {
        let last = LastOrders::new();
        let form = [("To", "1"), ("CallerCity", "2"), ("Called", "3"), ("CallerCountry", "4")];
        let expected = vec![("Called", "3"), ("CallerCity", "2"), ("CallerCountry", "4"), ("To", "1")];
        assert_eq!(sorted_as(&last, &form), (false, expected.clone()));
        assert_eq!(sorted_as(&last, &form), (true, expected));
        for other in [
            // Only the ends of names or the values differ.
            [("To", "1"), ("CallerCountry", "2"), ("Called", "3"), ("CallerCity", "4")],
            [("To", "1"), ("Caller", "2"), ("Called", "3"), ("Caller", "4")],
            [("Caller", "2"), ("To", "1"), ("Called", "3"), ("Caller", "4")],
        ] {
            let mut expected = other.to_vec();
            expected.sort_unstable();
            assert_eq!(sorted_as(&last, &other), (false, expected.clone()), "{other:?}");
            assert_eq!(sorted_as(&last, &other), (true, expected), "{other:?}");
        }
    }

    #[test]
    fn a_repeated_field_stands_once_whatever_came_before() {
        let last = LastOrders::new();
        let form = [("b", "1"), ("a", "2"), ("b", "1")];
        for _ in 0..2 {
            assert_eq!(sorted_as(&last, &form), (false, vec![("a", "2"), ("b", "1")]));
            assert_eq!(sorted_as(&last, &[("b", ""), ("a", "")]).1, [("a", ""), ("b", "")]);
        }
    }

    proptest! {
        #[test]
        fn the_last_order_changes_nothing(
            forms in proptest::collection::vec(
                proptest::collection::vec(("[ab]{0,2}|Caller[aé]{0,2}", "[01]"), 0..5), 2..12,
            ),
        ) {
            let last = LastOrders::new();
            for fields in &forms {
                let form: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (&**name, &**value)).collect();
                prop_assert_eq!(sorted_as(&last, &form).1, sorted(&form).to_vec());
            }
        }
    }

    proptest! {
        #[test]
        fn fields_are_in_the_order_of_their_bytes(
            fields in proptest::collection::vec(("[aCé]{0,9}", "[01]{0,2}"), 0..300),
        ) {
            let form: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (&**name, &**value)).collect();
            let mut expected = form.clone();
            expected.sort_unstable();
            expected.dedup();
            prop_assert_eq!(sorted(&form).to_vec(), expected);
        }
    }
}
