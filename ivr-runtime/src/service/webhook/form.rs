//! `application/x-www-form-urlencoded`, read strictly: every field is kept, blank and repeated ones too, and what
//! is not written as it must be is refused.

use std::{borrow::Cow, ops::Range, str::from_utf8};

use smallvec::SmallVec;

use crate::carrier::signature::{SignedFields, beginning};

/// As many fields are kept without an allocation; Twilio sends some thirty.
const FIELDS: usize = 40;

/// The fields of a form. Only what is escaped is copied.
#[derive(Default)]
#[cfg_attr(test, derive(Debug))]
pub(crate) struct Form<'a> {
    encoded: &'a str,
    /// Every name and value that is escaped, one behind the other.
    decoded: String,
    fields: SmallVec<[Field; FIELDS]>,
}

/// A name and its value.
#[derive(Clone, Copy, Default, Debug)]
struct Field {
    name: Part,
    value: Part,
}

/// A name or a value: its place in the encoded text, or behind the end of that, in the decoded one.
#[derive(Clone, Copy, Default, Debug)]
struct Part {
    start: u32,
    end: u32,
}

impl Part {
    #[inline]
    fn new(start: usize, end: usize) -> Self {
        // A body has 64 KiB at most, and a query less.
        Self { start: start as u32, end: end as u32 }
    }

    fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// Why bytes are not a form.
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
        let (chunks, rest) = encoded.as_chunks::<CHUNK>();
        let mut last = [0; CHUNK];
        last.iter_mut().zip(rest).for_each(|(byte, sent)| *byte = *sent);
        let (mut reader, mut unescaped) = (Reader::new(encoded, &mut self.fields), Unescaped::default());
        let mut base = 0;
        for chunk in chunks.iter().chain([&last]) {
            for eight in specials(chunk).as_chunks::<8>().0 {
                reader.read(u64::from_le_bytes(*eight), base, &mut unescaped)?;
                base += 8;
            }
        }
        reader.end_field(encoded.len(), &mut unescaped);
        self.decoded = String::from_utf8(unescaped.text).map_err(|_| FormError::Utf8)?;
        if self.is_whole() { Ok(()) } else { Err(FormError::Utf8) }
    }

    /// Whether no character is spread over a border: it would be whole in the decoded text, and in neither part.
    fn is_whole(&self) -> bool {
        let is_whole = |part: Part| self.slice(part).is_some();
        self.decoded.is_ascii()
            || self.fields.iter().all(|field| is_whole(field.name) && is_whole(field.value))
    }

    /// Names and values in the order they were sent.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.fields.iter().map(|field| (self.text(field.name), self.text(field.value)))
    }

    /// The fields whose name has one of these lengths, each a bit.
    pub(crate) fn fields_of_lengths(&self, lengths: u64) -> impl Iterator<Item = FormField<'_>> {
        let fits = move |field: &&Field| {
            let length = field.name.end.wrapping_sub(field.name.start);
            length < 64 && lengths >> length & 1 == 1
        };
        let fields = self.fields.iter().filter(fits);
        fields.map(|field| FormField { form: self, name: self.bytes(field.name), value: field.value })
    }

    fn text(&self, part: Part) -> &str {
        self.slice(part).unwrap_or_default()
    }

    fn slice(&self, part: Part) -> Option<&str> {
        let (encoded, Range { start, end }) = (self.encoded, part.range());
        if end <= encoded.len() {
            return encoded.get(start..end);
        }
        self.decoded.get(start - encoded.len()..end - encoded.len())
    }

    /// The same without a look at where characters begin.
    #[inline]
    fn bytes(&self, part: Part) -> &[u8] {
        let (encoded, Range { start, end }) = (self.encoded.as_bytes(), part.range());
        if end <= encoded.len() {
            return encoded.get(start..end).unwrap_or_default();
        }
        self.decoded.as_bytes().get(start - encoded.len()..end - encoded.len()).unwrap_or_default()
    }
}

/// What is signed of a POST request.
impl SignedFields for Form<'_> {
    fn count(&self) -> usize {
        self.fields.len()
    }

    #[inline]
    fn field(&self, place: usize) -> (&[u8], &[u8]) {
        let field = self.fields.get(place).copied().unwrap_or_default();
        (self.bytes(field.name), self.bytes(field.value))
    }

    #[inline]
    fn beginning(&self, place: usize) -> u64 {
        let name = self.fields.get(place).copied().unwrap_or_default().name;
        let (Range { start, end }, length) = (name.range(), self.encoded.len());
        let (text, start) = match end <= length {
            true => (self.encoded.as_bytes(), start),
            false => (self.decoded.as_bytes(), start - length),
        };
        beginning(text.get(start..).unwrap_or_default(), (name.end - name.start) as usize)
    }
}

/// A field whose value is not looked at yet.
#[derive(Clone, Copy)]
pub(crate) struct FormField<'f> {
    form: &'f Form<'f>,
    pub(crate) name: &'f [u8],
    value: Part,
}

impl<'f> FormField<'f> {
    pub(crate) fn value(self) -> &'f str {
        self.form.text(self.value)
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
    fields: &'f mut SmallVec<[Field; FIELDS]>,
    /// Where the part begins that is being read.
    start: usize,
    /// The name of the field that is being read, once it is read.
    name: Option<Part>,
}

impl<'a, 'f> Reader<'a, 'f> {
    fn new(encoded: &'a [u8], fields: &'f mut SmallVec<[Field; FIELDS]>) -> Self {
        Self { encoded, fields, start: 0, name: None }
    }

    /// Reads eight bytes that stand at `base`, and are marked where they are special.
    #[inline(always)]
    fn read(&mut self, marks: u64, base: usize, unescaped: &mut Unescaped) -> Result<(), FormError> {
        let mut found = marks;
        while found != 0 {
            let place = base + (found.trailing_zeros() / 8) as usize;
            found &= found - 1;
            match self.encoded.get(place) {
                Some(b'=') if self.name.is_none() => {
                    self.name = Some(self.end_part(place, unescaped));
                    self.start = place + 1;
                }
                Some(b'=') => {}
                Some(b'&') => self.end_field(place, unescaped),
                _ => unescaped.add(self.encoded, self.start, place)?,
            }
        }
        Ok(())
    }

    #[inline(always)]
    fn end_field(&mut self, end: usize, unescaped: &mut Unescaped) {
        if end > self.start || self.name.is_some() {
            let last = self.end_part(end, unescaped);
            let field = match self.name.take() {
                Some(name) => Field { name, value: last },
                None => Field { name: last, value: Part::default() },
            };
            self.fields.push(field);
        }
        self.start = end + 1;
    }

    #[inline(always)]
    fn end_part(&self, end: usize, unescaped: &mut Unescaped) -> Part {
        if unescaped.is_open { unescaped.end(self.encoded, end) } else { Part::new(self.start, end) }
    }
}

/// What is escaped, decoded.
#[derive(Default)]
struct Unescaped {
    text: Vec<u8>,
    /// Whether the part that is being read is escaped.
    is_open: bool,
    /// Where that begins in the text.
    start: usize,
    /// How much of the encoded text is decoded.
    done: usize,
}

impl Unescaped {
    /// Decodes the part that begins at `start` up to the `%` or `+` at `place`, and what that stands for.
    #[inline(never)]
    fn add(&mut self, encoded: &[u8], start: usize, place: usize) -> Result<(), FormError> {
        if !self.is_open {
            if self.text.capacity() == 0 {
                self.text = Vec::with_capacity(encoded.len() - start);
            }
            (self.is_open, self.start, self.done) = (true, self.text.len(), start);
        }
        self.copy(encoded, place);
        let (byte, length) = match (encoded.get(place), encoded.get(place + 1..place + 3)) {
            (Some(b'%'), Some([high, low])) => (nibble(*high)? << 4 | nibble(*low)?, 3),
            (Some(b'%'), _) => return Err(FormError::Percent),
            _ => (b' ', 1),
        };
        self.text.push(byte);
        self.done = place + length;
        Ok(())
    }

    /// The part that ends there.
    #[inline(never)]
    fn end(&mut self, encoded: &[u8], end: usize) -> Part {
        self.copy(encoded, end);
        self.is_open = false;
        Part::new(encoded.len() + self.start, encoded.len() + self.text.len())
    }

    fn copy(&mut self, encoded: &[u8], end: usize) {
        if self.done < end {
            self.text.extend_from_slice(encoded.get(self.done..end).unwrap_or_default());
        }
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
