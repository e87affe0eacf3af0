//! `application/x-www-form-urlencoded`, read strictly: every field is kept, blank and repeated ones too, and what
//! is not written as it must be is refused.

use std::{borrow::Cow, str::from_utf8};

use smallvec::SmallVec;

/// As many fields are kept without an allocation; Twilio sends some thirty.
const FIELDS: usize = 40;

/// The fields of a form. Only what is escaped is copied.
#[derive(Default)]
#[cfg_attr(test, derive(Debug))]
pub(crate) struct Form<'a> {
    encoded: &'a str,
    /// Every name and value that is escaped, one behind the other.
    decoded: String,
    fields: SmallVec<[(Part, Part); FIELDS]>,
}

/// A name or a value: its place in the encoded text, or in the decoded one.
#[derive(Clone, Copy, Default, Debug)]
struct Part {
    start: usize,
    end: usize,
    is_decoded: bool,
}

/// Why bytes are no form.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum FormError {
    /// A `%` without two hexadecimal digits.
    #[error("a `%` is not followed by two hexadecimal digits")]
    Percent,
    /// A name or a value is invalid UTF-8.
    #[error("invalid UTF-8 in a field")]
    Utf8,
}

impl<'a> Form<'a> {
    /// Reads a body or a query, 32 bytes at a time: most of them are nothing special.
    pub(crate) fn decode(&mut self, encoded: &'a [u8]) -> Result<(), FormError> {
        self.encoded = from_utf8(encoded).map_err(|_| FormError::Utf8)?;
        let mut reader = Reader::new(encoded, &mut self.fields);
        let (chunks, rest) = encoded.as_chunks::<CHUNK>();
        for (number, chunk) in chunks.iter().enumerate() {
            reader.read(chunk, number * CHUNK)?;
        }
        let mut last = [0; CHUNK];
        last.iter_mut().zip(rest).for_each(|(byte, sent)| *byte = *sent);
        reader.read(&last, chunks.len() * CHUNK)?;
        reader.end_field(encoded.len());
        self.decoded = String::from_utf8(reader.decoded).map_err(|_| FormError::Utf8)?;
        if self.is_whole() { Ok(()) } else { Err(FormError::Utf8) }
    }

    /// Whether no character is spread over a border: it would be whole in the decoded text, and in neither part.
    fn is_whole(&self) -> bool {
        let is_whole = |part: &Part| !part.is_decoded || self.decoded.get(part.start..part.end).is_some();
        self.decoded.is_ascii() || self.fields.iter().all(|(name, value)| is_whole(name) && is_whole(value))
    }

    /// Names and values in the order they were sent.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.fields.iter().map(|(name, value)| (self.text(*name), self.text(*value)))
    }

    /// The fields whose name has one of these lengths, each a bit.
    pub(crate) fn pairs_of_lengths(&self, lengths: u64) -> impl Iterator<Item = (&str, &str)> {
        let fits = move |name: &Part| {
            let length = name.end - name.start;
            length < 64 && lengths >> length & 1 == 1
        };
        let fields = self.fields.iter().filter(move |(name, _)| fits(name));
        fields.map(|(name, value)| (self.text(*name), self.text(*value)))
    }

    fn text(&self, part: Part) -> &str {
        let text = if part.is_decoded { &*self.decoded } else { self.encoded };
        text.get(part.start..part.end).unwrap_or_default()
    }
}

/// So many bytes are looked at together.
const CHUNK: usize = 32;

/// 1 for every byte that is `%`, `&`, `+` or `=`, and 0 for every other: a few vector instructions.
fn specials(chunk: &[u8; CHUNK]) -> [u8; CHUNK] {
    let mut marks = [0; CHUNK];
    for (mark, byte) in marks.iter_mut().zip(chunk) {
        let [percent, ampersand, plus, equals] =
            [b'%', b'&', b'+', b'='].map(|special| u8::from(*byte == special));
        *mark = percent | ampersand | plus | equals;
    }
    marks
}

/// Reads the fields from front to back.
struct Reader<'a, 'f> {
    encoded: &'a [u8],
    fields: &'f mut SmallVec<[(Part, Part); FIELDS]>,
    decoded: Vec<u8>,
    /// Where the part begins that is being read.
    start: usize,
    /// Where the part begins in the decoded text, if it is escaped.
    decoded_start: Option<usize>,
    /// What stands before is decoded, as far as the part is escaped.
    done: usize,
    name: Option<Part>,
}

impl<'a, 'f> Reader<'a, 'f> {
    fn new(encoded: &'a [u8], fields: &'f mut SmallVec<[(Part, Part); FIELDS]>) -> Self {
        Self { encoded, fields, decoded: Vec::new(), start: 0, decoded_start: None, done: 0, name: None }
    }

    /// Reads the bytes that stand at `base`.
    #[inline]
    fn read(&mut self, chunk: &[u8; CHUNK], base: usize) -> Result<(), FormError> {
        let marks = specials(chunk);
        for (number, eight) in marks.as_chunks::<8>().0.iter().enumerate() {
            let mut found = u64::from_le_bytes(*eight);
            while found != 0 {
                let place = number * 8 + (found.trailing_zeros() / 8) as usize;
                found &= found - 1;
                self.read_special(chunk.get(place).copied().unwrap_or_default(), base + place)?;
            }
        }
        Ok(())
    }

    #[inline]
    fn read_special(&mut self, special: u8, place: usize) -> Result<(), FormError> {
        match special {
            b'&' => self.end_field(place),
            b'=' if self.name.is_none() => {
                self.name = Some(self.end_part(place));
                self.start = place + 1;
            }
            b'=' => {}
            escape => self.unescape(escape, place)?,
        }
        Ok(())
    }

    #[inline]
    fn end_field(&mut self, end: usize) {
        if end > self.start || self.name.is_some() {
            let last = self.end_part(end);
            let field = self.name.take().map_or((last, Part::default()), |name| (name, last));
            self.fields.push(field);
        }
        self.start = end + 1;
    }

    #[inline]
    fn end_part(&mut self, end: usize) -> Part {
        match self.decoded_start.take() {
            None => Part { start: self.start, end, is_decoded: false },
            Some(start) => {
                self.decoded.extend_from_slice(self.encoded.get(self.done..end).unwrap_or_default());
                Part { start, end: self.decoded.len(), is_decoded: true }
            }
        }
    }

    /// Decodes the part up to this `%` or `+`, and what it stands for.
    fn unescape(&mut self, escape: u8, place: usize) -> Result<(), FormError> {
        if self.decoded.capacity() == 0 {
            self.decoded.reserve(self.encoded.len() - self.start);
        }
        if self.decoded_start.is_none() {
            (self.decoded_start, self.done) = (Some(self.decoded.len()), self.start);
        }
        self.decoded.extend_from_slice(self.encoded.get(self.done..place).unwrap_or_default());
        let (byte, length) = match (escape, self.encoded.get(place + 1..place + 3)) {
            (b'%', Some([high, low])) => (nibble(*high)? << 4 | nibble(*low)?, 3),
            (b'%', _) => return Err(FormError::Percent),
            _ => (b' ', 1),
        };
        self.decoded.push(byte);
        self.done = place + length;
        Ok(())
    }
}

/// The last part of a path, decoded; a `+` stands for itself there.
pub(crate) fn decode_path(path: &str) -> Result<Cow<'_, str>, FormError> {
    if !path.contains('%') {
        return Ok(path.into());
    }
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let [byte, after @ ..] = rest {
        rest = after;
        bytes.push(match (byte, after) {
            (b'%', [high, low, after @ ..]) => {
                rest = after;
                nibble(*high)? << 4 | nibble(*low)?
            }
            (b'%', _) => return Err(FormError::Percent),
            (byte, _) => *byte,
        });
    }
    String::from_utf8(bytes).map(Cow::Owned).map_err(|_| FormError::Utf8)
}

fn nibble(digit: u8) -> Result<u8, FormError> {
    match digit {
        b'0'..=b'9' => Ok(digit - b'0'),
        b'a'..=b'f' => Ok(digit - b'a' + 10),
        b'A'..=b'F' => Ok(digit - b'A' + 10),
        _ => Err(FormError::Percent),
    }
}

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
