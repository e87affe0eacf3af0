//! The order in which fields are signed.

use smallvec::SmallVec;

/// The decoded fields of a form: name and value. Twilio sends some thirty.
pub(crate) type FormFields<'a> = SmallVec<[(&'a str, &'a str); 40]>;

/// The fields by name, then by value; what is repeated stands once.
///
/// What is sorted are numbers: the first seven bytes of a name, and the place of the field. Few names are alike in those,
/// and only they are compared in full.
pub(super) fn sorted<'a>(form: &[(&'a str, &'a str)]) -> FormFields<'a> {
    if form.len() > MAX_NUMBERED {
        let mut fields: FormFields<'a> = form.iter().copied().collect();
        fields.sort_unstable();
        fields.dedup();
        return fields;
    }
    let mut numbers: SmallVec<[u64; 40]> = form.iter().zip(0..).map(number).collect();
    numbers.sort_unstable();
    let field = |number: &u64| form.get((number & 0xff) as usize).copied();
    let mut fields: FormFields<'a> = numbers.iter().filter_map(field).collect();
    let (mut start, mut has_alike) = (0, false);
    for alike in numbers.chunk_by(|number, next| number >> 8 == next >> 8) {
        if alike.len() > 1 {
            has_alike = true;
            fields.get_mut(start..start + alike.len()).unwrap_or_default().sort_unstable();
        }
        start += alike.len();
    }
    if has_alike {
        fields.dedup();
    }
    fields
}

/// A byte holds the place of a field.
const MAX_NUMBERED: usize = 256;

fn number(((name, _), place): (&(&str, &str), u64)) -> u64 {
    let mut first = [0; 8];
    let name = name.as_bytes();
    match name.first_chunk::<7>() {
        Some(begin) => {
            let [a, b, c, d, e, f, g] = *begin;
            first = [a, b, c, d, e, f, g, 0];
        }
        None => first.iter_mut().zip(name).for_each(|(byte, letter)| *byte = *letter),
    }
    u64::from_be_bytes(first) | place
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
