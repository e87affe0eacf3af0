//! The order in which fields are signed.

use smallvec::SmallVec;

/// The decoded fields of a form: name and value. Twilio sends some thirty.
pub(crate) type FormFields<'a> = SmallVec<[(&'a str, &'a str); 40]>;

/// The decoded fields of a form, by the place at which they were sent.
pub(crate) trait SignedFields {
    /// How many there are.
    fn count(&self) -> usize;

    /// Name and value; empty behind the last.
    fn field(&self, place: usize) -> (&[u8], &[u8]);

    /// The beginning of the name; see [`beginning`].
    fn beginning(&self, place: usize) -> u64 {
        let (name, _) = self.field(place);
        beginning(name, name.len())
    }
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

    fn field(&self, place: usize) -> (&[u8], &[u8]) {
        let (name, value) = self.get(place).copied().unwrap_or_default();
        (name.as_bytes(), value.as_bytes())
    }
}

/// The fields in the order in which they are signed.
pub(super) fn sorted<'a>(form: &[(&'a str, &'a str)]) -> FormFields<'a> {
    Order::of(form).0.iter().filter_map(|place| form.get(*place as usize).copied()).collect()
}

/// The places of the fields of a form, by name, then by value; what is repeated stands once.
#[derive(Default)]
pub(crate) struct Order(SmallVec<[u64; 40]>);

impl Order {
    /// What is sorted are numbers: the first seven bytes of a name, and the place of the field. Few names are alike in
    /// those, and only they are compared in full.
    pub(crate) fn of(form: &(impl SignedFields + ?Sized)) -> Self {
        let count = form.count();
        let mut places = SmallVec::with_capacity(count);
        if count > MAX_NUMBERED {
            places.extend(0..count as u64);
            places.sort_unstable_by_key(|place| form.field(*place as usize));
            places.dedup_by_key(|place| form.field(*place as usize));
            return Self(places);
        }
        places.extend((0..count).map(|place| form.beginning(place) | place as u64));
        places.sort_unstable();
        let is_repeated = sort_alike(&mut places, form);
        places.iter_mut().for_each(|number| *number &= 0xff);
        if is_repeated {
            places.dedup_by_key(|place| form.field(*place as usize));
        }
        Self(places)
    }

    /// The fields of the form that was sorted.
    pub(crate) fn fields<'f>(
        &'f self,
        form: &'f (impl SignedFields + ?Sized),
    ) -> impl Iterator<Item = (&'f [u8], &'f [u8])> + Clone {
        self.0.iter().map(|place| form.field(*place as usize))
    }
}

/// A byte holds the place of a field.
const MAX_NUMBERED: usize = 256;

/// Sorts those among the numbers whose names begin alike; whether a field is repeated.
fn sort_alike(numbers: &mut [u64], form: &(impl SignedFields + ?Sized)) -> bool {
    let field = |number: &u64| form.field((number & 0xff) as usize);
    let is_alike = |one: &u64, next: &u64| one >> 8 == next >> 8;
    let (mut rest, mut is_repeated) = (numbers, false);
    while let Some(first) =
        rest.windows(2).position(|pair| matches!(pair, [one, next] if is_alike(one, next)))
    {
        let (_, from) = std::mem::take(&mut rest).split_at_mut(first);
        let count = from.chunk_by(is_alike).next().map_or(0, <[u64]>::len);
        let (alike, after) = from.split_at_mut(count);
        alike.sort_unstable_by_key(field);
        is_repeated |= alike.windows(2).any(|pair| matches!(pair, [one, next] if field(one) == field(next)));
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
