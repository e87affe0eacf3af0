//! The order in which fields are signed.

use std::cmp::Ordering;

use smallvec::SmallVec;

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

    /// Stores the [`beginning`] of each name.
    fn begin(&self, beginnings: &mut [u64]);

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

    /// Adds so much of a text, as it stands or with spaces for `+`. What follows there makes it faster to copy.
    fn add_first(&mut self, text_and_more: &[u8], length: usize, plus: Plus);
}

/// What a `+` stands for.
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

    fn begin(&self, beginnings: &mut [u64]) {
        let stored = beginnings.iter_mut().zip(self);
        stored.for_each(|(stored, (name, _))| *stored = beginning(name.as_bytes(), name.len()));
    }
}

/// The fields in the order in which they are signed.
pub(super) fn sorted<'a>(form: &[(&'a str, &'a str)]) -> FormFields<'a> {
    Order::of(form).0.iter().filter_map(|place| form.get(*place as usize).copied()).collect()
}

/// The places of the fields of a form, by name, then by value; what is repeated stands once.
#[derive(Default)]
pub(crate) struct Order(SmallVec<[u64; KEPT]>);

/// As many places are kept without an allocation.
const KEPT: usize = 40;

impl Order {
    /// The order of the fields of a form.
    pub(super) fn of(form: &(impl SignedFields + ?Sized)) -> Self {
        let mut order = Self::default();
        order.sort(form);
        order
    }

    /// Sorts the fields of a form. What is sorted are numbers: the first seven bytes of a name, and the place of the field.
    /// Few names are alike in those, and only they are compared in full.
    pub(crate) fn sort(&mut self, form: &(impl SignedFields + ?Sized)) {
        let (count, places) = (form.count(), &mut self.0);
        places.clear();
        places.resize(count, 0);
        if count > MAX_NUMBERED {
            places.iter_mut().zip(0..).for_each(|(stored, place)| *stored = place);
            places.sort_unstable_by(|one, other| compare(form, *one, *other));
            places.dedup_by(|one, other| compare(form, *one, *other).is_eq());
            return;
        }
        form.begin(places);
        places.iter_mut().zip(0..).for_each(|(number, place)| *number |= place);
        places.sort_unstable();
        if sort_alike(places, form) {
            places.dedup_by(|one, other| compare(form, *one & 0xff, *other & 0xff).is_eq());
        }
        places.iter_mut().for_each(|number| *number &= 0xff);
    }

    /// The fields as they are given.
    pub(super) fn as_given(form: &(impl SignedFields + ?Sized)) -> Self {
        Self((0..form.count() as u64).collect())
    }

    /// Adds the fields of the form that was sorted to what is signed.
    #[inline]
    pub(super) fn write(&self, form: &(impl SignedFields + ?Sized), signed: &mut impl Signed) {
        form.write(self.0.iter().map(|place| *place as usize), signed);
    }
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
