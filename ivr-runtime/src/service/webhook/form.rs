//! `application/x-www-form-urlencoded`, read strictly: every field is kept, blank and repeated ones too, and what
//! is not written as it must be is refused.

use std::{
    borrow::Cow,
    fmt::{self, Display, Formatter},
    str::from_utf8,
};

use smallvec::SmallVec;

/// As many fields are kept without an allocation; Twilio sends some thirty.
const FIELDS: usize = 40;

/// The fields of a form. Only what is escaped is copied.
#[derive(Default)]
#[cfg_attr(test, derive(Debug))]
pub(crate) struct Form<'a> {
    fields: SmallVec<[(Text<'a>, Text<'a>); FIELDS]>,
    /// Every name and value that was escaped, one behind the other.
    decoded: String,
}

/// A name or a value.
#[derive(Clone, Copy, Debug)]
enum Text<'a> {
    AsSent(&'a str),
    /// A place in the decoded text.
    Decoded {
        start: usize,
        end: usize,
    },
}

/// Why bytes are no form.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FormError {
    /// A `%` without two hexadecimal digits.
    Percent,
    /// A name or a value is no UTF-8.
    Utf8,
}

impl<'a> Form<'a> {
    /// Reads a body or a query, eight bytes at a time: most of them are nothing special.
    pub(crate) fn decode(&mut self, encoded: &'a [u8]) -> Result<(), FormError> {
        let mut reader = Reader::new(self, from_utf8(encoded).map_err(|_| FormError::Utf8)?);
        let (words, rest) = encoded.as_chunks::<8>();
        let mut last = [0; 8];
        last.iter_mut().zip(rest).for_each(|(byte, sent)| *byte = *sent);
        for (number, word) in words.iter().chain([&last]).enumerate() {
            let mut found = specials(u64::from_le_bytes(*word));
            while found != 0 {
                let place = (found.trailing_zeros() / 8) as usize;
                found &= found - 1;
                let place = number * 8 + place;
                match encoded.get(place) {
                    Some(b'&') => reader.end_field(place)?,
                    Some(b'=') => reader.end_name(place),
                    _ => reader.is_escaped = true,
                }
            }
        }
        reader.end_field(encoded.len())
    }

    /// Names and values in the order they were sent.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.fields.iter().map(|(name, value)| (self.text(*name), self.text(*value)))
    }

    fn text<'b>(&'b self, text: Text<'a>) -> &'b str {
        match text {
            Text::AsSent(text) => text,
            Text::Decoded { start, end } => self.decoded.get(start..end).unwrap_or_default(),
        }
    }

    fn add(&mut self, encoded: &'a str, is_escaped: bool) -> Result<Text<'a>, FormError> {
        if !is_escaped {
            return Ok(Text::AsSent(encoded));
        }
        let start = self.decoded.len();
        unescape(encoded, &mut self.decoded)?;
        Ok(Text::Decoded { start, end: self.decoded.len() })
    }
}

/// The highest bit of every byte that is `%`, `&`, `+` or `=`.
fn specials(word: u64) -> u64 {
    const ONES: u64 = u64::MAX / 0xff;
    const HIGH: u64 = ONES * 0x80;
    // Of seven bits, no sum carries into the next byte.
    let low = word & !HIGH;
    let from = |byte: u8| low + ONES * (0x80 - byte as u64);
    let percent_or_ampersand = from(b'%') & !from(b'&' + 1);
    let plus = from(b'+') & !from(b'+' + 1);
    let equals = from(b'=') & !from(b'=' + 1);
    (percent_or_ampersand | plus | equals) & HIGH & !word
}

/// The field that is being read.
struct Reader<'a, 'f> {
    form: &'f mut Form<'a>,
    text: &'a str,
    start: usize,
    /// The place of the `=`, and whether the name before it is escaped.
    name: Option<(usize, bool)>,
    is_escaped: bool,
}

impl<'a, 'f> Reader<'a, 'f> {
    fn new(form: &'f mut Form<'a>, text: &'a str) -> Self {
        Self { form, text, start: 0, name: None, is_escaped: false }
    }

    fn end_name(&mut self, place: usize) {
        if self.name.is_none() {
            self.name = Some((place, self.is_escaped));
            self.is_escaped = false;
        }
    }

    fn end_field(&mut self, end: usize) -> Result<(), FormError> {
        if end > self.start {
            let part = |start, end| self.text.get(start..end).unwrap_or_default();
            let field = match self.name {
                Some((split, is_name_escaped)) => {
                    let name = self.form.add(part(self.start, split), is_name_escaped)?;
                    (name, self.form.add(part(split + 1, end), self.is_escaped)?)
                }
                None => (self.form.add(part(self.start, end), self.is_escaped)?, Text::AsSent("")),
            };
            self.form.fields.push(field);
        }
        (self.start, self.name, self.is_escaped) = (end + 1, None, false);
        Ok(())
    }
}

/// The last part of a path, decoded; a `+` stands for itself there.
pub(crate) fn decode_path(path: &str) -> Result<Cow<'_, str>, FormError> {
    if !path.contains('%') {
        return Ok(path.into());
    }
    let bytes = unescaped(path.as_bytes(), false)?;
    String::from_utf8(bytes).map(Cow::Owned).map_err(|_| FormError::Utf8)
}

/// Appends the decoded text. What is ASCII, as telephone numbers are, needs no check of its UTF-8.
fn unescape(encoded: &str, decoded: &mut String) -> Result<(), FormError> {
    let before = decoded.len();
    decoded.reserve(encoded.len());
    let mut rest = encoded.as_bytes();
    while let [byte, after @ ..] = rest {
        let (byte, after) = match (byte, after) {
            (b'+', _) => (b' ', after),
            (b'%', [high, low, after @ ..]) => (nibble(*high)? << 4 | nibble(*low)?, after),
            (b'%', _) => return Err(FormError::Percent),
            (byte, _) => (*byte, after),
        };
        if !byte.is_ascii() {
            decoded.truncate(before);
            let text = String::from_utf8(unescaped(encoded.as_bytes(), true)?);
            decoded.push_str(&text.map_err(|_| FormError::Utf8)?);
            return Ok(());
        }
        decoded.push(char::from(byte));
        rest = after;
    }
    Ok(())
}

fn unescaped(encoded: &[u8], plus_is_space: bool) -> Result<Vec<u8>, FormError> {
    let mut decoded = Vec::with_capacity(encoded.len());
    let mut rest = encoded;
    while let [byte, after @ ..] = rest {
        rest = after;
        decoded.push(match (byte, after) {
            (b'+', _) if plus_is_space => b' ',
            (b'%', [high, low, after @ ..]) => {
                rest = after;
                nibble(*high)? << 4 | nibble(*low)?
            }
            (b'%', _) => return Err(FormError::Percent),
            (byte, _) => *byte,
        });
    }
    Ok(decoded)
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
        let mut form = Form::default();
        form.decode(encoded).unwrap();
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
            assert_eq!(Form::default().decode(encoded), Err(why), "{}", encoded.escape_ascii());
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
            let mut form = Form::default();
            if form.decode(&encoded).is_ok() {
                let theirs: Vec<_> = form_urlencoded::parse(&encoded).into_owned().collect();
                let ours: Vec<_> = form.pairs().map(|(n, v)| (n.to_owned(), v.to_owned())).collect();
                prop_assert_eq!(ours, theirs);
            }
        }
    }
}
