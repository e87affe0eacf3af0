//! `application/x-www-form-urlencoded`, read strictly: every field is kept, blank and repeated ones too, and what
//! is not written as it must be is refused.

use std::fmt::{self, Display, Formatter};

/// A decoded form: all text in one piece, and where its fields are.
#[derive(Default)]
#[cfg_attr(test, derive(Debug))]
pub(crate) struct Form {
    text: String,
    fields: Vec<Field>,
}

/// A name and the value behind it, as places in the text.
#[derive(Clone, Copy, Debug)]
struct Field {
    start: usize,
    split: usize,
    end: usize,
}

/// Why bytes are no form.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FormError {
    /// A `%` without two hexadecimal digits.
    Percent,
    /// A name or a value is no UTF-8.
    Utf8,
}

impl Form {
    /// Reads a body or a query.
    pub(crate) fn decode(encoded: &[u8]) -> Result<Self, FormError> {
        let mut bytes = Vec::with_capacity(encoded.len());
        let mut fields = Vec::with_capacity(32);
        for field in encoded.split(|byte| *byte == b'&').filter(|field| !field.is_empty()) {
            let equals = field.iter().position(|byte| *byte == b'=').unwrap_or(field.len());
            let (name, value) = field.split_at(equals);
            let start = bytes.len();
            unescape(name, true, &mut bytes)?;
            let split = bytes.len();
            unescape(value.strip_prefix(b"=").unwrap_or_default(), true, &mut bytes)?;
            fields.push(Field { start, split, end: bytes.len() });
        }
        let text = String::from_utf8(bytes).map_err(|_| FormError::Utf8)?;
        // A character that is spread over a border would be whole in the text, and in neither part.
        let whole =
            |field: &Field| [field.start, field.split].iter().all(|place| text.is_char_boundary(*place));
        if fields.iter().all(whole) { Ok(Self { text, fields }) } else { Err(FormError::Utf8) }
    }

    /// Names and values in the order they were sent.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        let part = |from, to| self.text.get(from..to).unwrap_or_default();
        self.fields.iter().map(move |field| (part(field.start, field.split), part(field.split, field.end)))
    }
}

/// The last part of a path, decoded; a `+` stands for itself there.
pub(crate) fn decode_path(path: &str) -> Result<String, FormError> {
    let mut bytes = Vec::with_capacity(path.len());
    unescape(path.as_bytes(), false, &mut bytes)?;
    String::from_utf8(bytes).map_err(|_| FormError::Utf8)
}

fn unescape(mut text: &[u8], plus_is_space: bool, into: &mut Vec<u8>) -> Result<(), FormError> {
    let special = |byte: &u8| *byte == b'%' || (*byte == b'+' && plus_is_space);
    while let Some(place) = text.iter().position(special) {
        let (plain, rest) = text.split_at(place);
        into.extend_from_slice(plain);
        text = match rest {
            [b'+', rest @ ..] => {
                into.push(b' ');
                rest
            }
            [b'%', high, low, rest @ ..] => {
                into.push(nibble(*high)? << 4 | nibble(*low)?);
                rest
            }
            _ => return Err(FormError::Percent),
        };
    }
    into.extend_from_slice(text);
    Ok(())
}

fn nibble(digit: u8) -> Result<u8, FormError> {
    match digit {
        b'0'..=b'9' => Ok(digit - b'0'),
        b'a'..=b'f' => Ok(digit - b'a' + 10),
        b'A'..=b'F' => Ok(digit - b'A' + 10),
        _ => Err(FormError::Percent),
    }
}

impl Display for FormError {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Percent => "a `%` is not followed by two hexadecimal digits",
            Self::Utf8 => "a name or a value is no UTF-8",
        })
    }
}

impl std::error::Error for FormError {}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(encoded: &[u8]) -> Vec<(String, String)> {
        let form = Form::decode(encoded).unwrap();
        form.pairs().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    }

    fn owned(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn blank_and_repeated_fields_are_kept_in_order() {
        let read = read(b"b=2&a=&b=1&c&&=x&a==");
        assert_eq!(read, owned(&[("b", "2"), ("a", ""), ("b", "1"), ("c", ""), ("", "x"), ("a", "=")]));
    }

    #[test]
    fn plus_is_a_space_and_percent_a_byte() {
        assert_eq!(
            read("From=%2B1234&City=New+York&Ort=K%C3%B6ln&Stra%C3%9fe=ä".as_bytes()),
            owned(&[("From", "+1234"), ("City", "New York"), ("Ort", "Köln"), ("Straße", "ä"),])
        );
        assert_eq!(decode_path("Caf%C3%A9+/2").unwrap(), "Café+/2");
    }

    #[test]
    fn what_is_not_written_as_it_must_be_is_refused() {
        for (encoded, why) in [
            (&b"a=%"[..], FormError::Percent),
            (b"a=%4", FormError::Percent),
            (b"a=%4&b=1", FormError::Percent),
            (b"%zz=1", FormError::Percent),
            (b"a=%+1", FormError::Percent),
            (b"a=%C3", FormError::Utf8),
            (b"a=%FF", FormError::Utf8),
            (b"a=\xff", FormError::Utf8),
            (b"a%C3=%B6", FormError::Utf8),
            (b"a=%C3&%B6=1", FormError::Utf8),
        ] {
            assert_eq!(Form::decode(encoded).map(drop), Err(why), "{}", encoded.escape_ascii());
        }
    }

    proptest! {
        #[test]
        fn a_form_reads_as_other_readers_read_it(
            pairs in proptest::collection::vec(("\\PC{0,6}", "\\PC{0,12}"), 0..40),
        ) {
            let encoded = form_urlencoded::Serializer::new(String::new()).extend_pairs(&pairs).finish();
            let theirs: Vec<_> = form_urlencoded::parse(encoded.as_bytes()).into_owned().collect();
            prop_assert_eq!(read(encoded.as_bytes()), theirs);
        }

        #[test]
        fn no_bytes_break_the_reader(encoded in proptest::collection::vec(any::<u8>(), 0..200)) {
            if let Ok(form) = Form::decode(&encoded) {
                let theirs: Vec<_> = form_urlencoded::parse(&encoded).into_owned().collect();
                let ours: Vec<_> = form.pairs().map(|(n, v)| (n.to_owned(), v.to_owned())).collect();
                prop_assert_eq!(ours, theirs);
            }
        }
    }
}
