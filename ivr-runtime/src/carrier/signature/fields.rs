//! The order in which fields are signed.

use smallvec::SmallVec;

/// The decoded fields of a form: name and value. Twilio sends some thirty.
pub(crate) type FormFields<'a> = SmallVec<[(&'a str, &'a str); 40]>;

/// The fields by name, then by value; what is repeated stands once.
///
/// What is sorted are numbers: the first seven bytes of a name, and the place of the field. Few names are alike in those,
/// and only they are compared in full.
pub(super) fn sorted<'a>(form: &[(&'a str, &'a str)]) -> FormFields<'a> {
    let mut fields = FormFields::new();
    if form.len() <= MAX_NUMBERED {
        let mut numbers: SmallVec<[u64; 40]> = form.iter().zip(0..).map(number).collect();
        numbers.sort_unstable();
        let mut before = None;
        for number in numbers {
            let Some(field) = form.get((number & 0xff) as usize) else { continue };
            // Among the fields that begin alike, to the place where it belongs.
            let mut place = fields.len();
            if before == Some(number >> 8) {
                while place > 0 && fields.get(place - 1).is_some_and(|other| other > field) {
                    place -= 1;
                }
            }
            fields.insert(place, *field);
            before = Some(number >> 8);
        }
    } else {
        fields.extend(form.iter().copied());
        fields.sort_unstable();
    }
    fields.dedup();
    fields
}

/// So many fields are numbered: a byte holds the place of each, and sorting those that begin alike stays cheap.
const MAX_NUMBERED: usize = 64;

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
