//! `application/x-www-form-urlencoded`, read strictly: every field is kept, blank and repeated ones too, and what
//! is not written as it must be is refused.

use std::{borrow::Cow, ops::Range, str::from_utf8, sync::OnceLock};

use smallvec::SmallVec;

use crate::carrier::signature::{Plus, Signed, SignedFields, beginning};

/// As many fields are kept without an allocation; Twilio sends some thirty.
const FIELDS: usize = 40;

/// The fields of a form. What is escaped is decoded when somebody reads it.
#[derive(Default)]
#[cfg_attr(test, derive(Debug))]
pub(crate) struct Form<'a> {
    /// Valid UTF-8.
    encoded: &'a [u8],
    fields: SmallVec<[Field; FIELDS]>,
    decoded: OnceLock<Decoded>,
}

/// A name and its value, as they were sent: where each begins and ends.
#[derive(Clone, Copy, Default, Debug)]
struct Field {
    start: u32,
    /// The end of the name, which is the position of `=`.
    equals: u32,
    end: u32,
    /// What is escaped: the name, the value, and how.
    escapes: u32,
}

/// The offset in bits from what is known of a name to the same of its value.
const VALUE: u32 = 16;

impl Field {
    /// What is escaped in a name: whether there is a `+`, and the count of `%`.
    const NAME: u32 = (1 << VALUE) - 1;
    const VALUE: u32 = Self::NAME << VALUE;
    const PLUS: u32 = 1;
    const PERCENT: u32 = 2;

    fn name(self) -> Range<usize> {
        self.start as usize..self.equals as usize
    }

    /// Empty if there is no `=`.
    fn value(self) -> Range<usize> {
        (self.equals + 1).min(self.end) as usize..self.end as usize
    }

    fn has_escaped(self, part: u32) -> bool {
        self.escapes & part != 0
    }
}

/// Names and values that are escaped, decoded: all text, and where those of each field end in it.
#[derive(Default, Debug)]
struct Decoded {
    text: Vec<u8>,
    ends: Vec<[usize; 2]>,
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
        self.encoded = encoded;
        let (chunks, rest) = encoded.as_chunks::<CHUNK>();
        let mut last = [0; CHUNK];
        last.iter_mut().zip(rest).for_each(|(byte, sent)| *byte = *sent);
        let eights = encoded.as_chunks().0.iter().chain(last.as_chunks().0);
        let is_ascii = eights.fold(0, |all, eight| all | u64::from_le_bytes(*eight)) & NOT_ASCII == 0;
        let mut reader = Reader::new(encoded, &mut self.fields);
        let mut base = 0;
        for chunk in chunks.iter().chain([&last]) {
            reader.read(specials(chunk), base)?;
            base += CHUNK;
        }
        reader.end_field(encoded.len());
        let is_plain = reader.is_plain && is_ascii;
        if is_plain || self.is_utf8() { Ok(()) } else { Err(FormError::Utf8) }
    }

    /// Whether the encoded form is UTF-8, and each name and value is after decoding.
    #[cold]
    fn is_utf8(&self) -> bool {
        let is_sent_so = from_utf8(self.encoded).is_ok();
        is_sent_so
            && (0..self.fields.len()).all(|place| {
                [self.name(place), self.value(place)].into_iter().all(|part| from_utf8(part).is_ok())
            })
    }

    /// Names and values in the order they were sent.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        (0..self.fields.len()).map(|place| (text(self.name(place)), text(self.value(place))))
    }

    /// The fields whose name has one of these lengths, each a bit: their names, and their places. The names are bytes: one
    /// is left at the first that differs.
    pub(crate) fn fields_of_lengths(&self, lengths: u64) -> impl Iterator<Item = (&[u8], usize)> {
        let fits = move |(_, field): &(usize, &Field)| {
            let length = field.equals.wrapping_sub(field.start);
            length < 64 && lengths >> length & 1 == 1 || field.has_escaped(Field::NAME)
        };
        self.fields.iter().enumerate().filter(fits).map(|(place, field)| {
            match field.has_escaped(Field::NAME) {
                false => (self.encoded.get(field.name()).unwrap_or_default(), place),
                true => (self.name(place), place),
            }
        })
    }

    /// The value of the field at this place; empty behind the last.
    pub(crate) fn value_at(&self, place: usize) -> &str {
        text(self.value(place))
    }

    /// The value of the first field of this name.
    pub(crate) fn first(&self, name: &[u8]) -> Option<&str> {
        let mut fields = self.fields_of_lengths(1 << name.len());
        fields.find(|(own, _)| *own == name).map(|(_, place)| self.value_at(place))
    }

    #[inline]
    fn name(&self, place: usize) -> &[u8] {
        let field = self.fields.get(place).copied().unwrap_or_default();
        match field.has_escaped(Field::NAME) {
            false => self.encoded.get(field.name()).unwrap_or_default(),
            true => self.decoded().name(place),
        }
    }

    fn value(&self, place: usize) -> &[u8] {
        let field = self.fields.get(place).copied().unwrap_or_default();
        match field.has_escaped(Field::VALUE) {
            false => self.encoded.get(field.value()).unwrap_or_default(),
            true => self.decoded().value(place),
        }
    }

    fn decoded(&self) -> &Decoded {
        self.decoded.get_or_init(|| {
            let mut decoded = Decoded::default();
            for field in &self.fields {
                let mut end = |escapes, part: Range<usize>| {
                    if escapes != 0 {
                        let text = self.encoded.get(part.start..).unwrap_or_default();
                        unescape(text, part.len(), escapes / Field::PERCENT, &mut decoded.text);
                    }
                    decoded.text.len()
                };
                let name = end(field.escapes & Field::NAME, field.name());
                let ends = [name, end(field.escapes >> VALUE, field.value())];
                decoded.ends.push(ends);
            }
            decoded
        })
    }
}

impl Decoded {
    /// The name of the field at this place, if it is escaped.
    fn name(&self, place: usize) -> &[u8] {
        let before = place.checked_sub(1).and_then(|before| self.ends.get(before));
        let [end, _] = self.ends.get(place).copied().unwrap_or_default();
        self.text.get(before.map_or(0, |[_, value]| *value)..end).unwrap_or_default()
    }

    /// The value, likewise.
    fn value(&self, place: usize) -> &[u8] {
        let [name, value] = self.ends.get(place).copied().unwrap_or_default();
        self.text.get(name..value).unwrap_or_default()
    }
}

/// What was found to be UTF-8.
fn text(bytes: &[u8]) -> &str {
    from_utf8(bytes).unwrap_or_default()
}

/// What is signed of a POST request.
impl SignedFields for Form<'_> {
    fn count(&self) -> usize {
        self.fields.len()
    }

    fn name(&self, place: usize) -> &[u8] {
        self.name(place)
    }

    fn value(&self, place: usize) -> &[u8] {
        self.value(place)
    }

    #[inline]
    fn beginnings(&self, places: impl Iterator<Item = usize>) -> impl Iterator<Item = u64> {
        let (fields, encoded) = (self.fields.as_slice(), self.encoded);
        places.map(move |place| match fields.get(place) {
            Some(field) if !field.has_escaped(Field::NAME) => {
                let name_and_more = encoded.get(field.start as usize..).unwrap_or_default();
                beginning(name_and_more, field.name().len())
            }
            _ => {
                let name = self.name(place);
                beginning(name, name.len())
            }
        })
    }

    /// Decodes what is escaped on the way.
    #[inline]
    fn write(&self, places: impl Iterator<Item = usize>, signed: &mut impl Signed) {
        let (fields, encoded) = (self.fields.as_slice(), self.encoded);
        for field in places.filter_map(|place| fields.get(place)) {
            for (escapes, part) in [(field.escapes, field.name()), (field.escapes >> VALUE, field.value())] {
                let text = encoded.get(part.start..).unwrap_or_default();
                match escapes & Field::NAME {
                    0 => signed.add_first(text, part.len(), Plus::Itself),
                    Field::PLUS => signed.add_first(text, part.len(), Plus::Space),
                    escapes => unescape(text, part.len(), escapes / Field::PERCENT, signed),
                }
            }
        }
    }
}

/// So many bytes are looked at together.
const CHUNK: usize = 32;

/// The bits of eight bytes that ASCII does not use.
const NOT_ASCII: u64 = 0x8080_8080_8080_8080;

/// A bit for every byte that is `%`, `&`, `+` or `=`: a few vector instructions.
fn specials(chunk: &[u8; CHUNK]) -> u32 {
    let mut marks = [0; CHUNK];
    for (mark, byte) in marks.iter_mut().zip(chunk) {
        let [percent, ampersand, plus, equals] =
            [b'%', b'&', b'+', b'='].map(|special| u8::from(*byte == special));
        *mark = percent | ampersand | plus | equals;
    }
    // The multiplication gathers the lowest bits of eight bytes in the highest byte.
    let gathered = |eight: &[u8; 8]| u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
    marks.as_chunks().0.iter().rev().fold(0, |bits, eight| bits << 8 | gathered(eight) as u32)
}

/// The end of a name that is not read yet. A body is shorter.
const UNREAD: usize = usize::MAX;

/// Reads the fields from front to back.
struct Reader<'a, 'f> {
    encoded: &'a [u8],
    fields: &'f mut SmallVec<[Field; FIELDS]>,
    /// Where the field begins that is being read.
    start: usize,
    /// Where its name ends, or [`UNREAD`].
    equals: usize,
    escapes: u32,
    /// Whether nothing but ASCII is escaped.
    is_plain: bool,
}

impl<'a, 'f> Reader<'a, 'f> {
    fn new(encoded: &'a [u8], fields: &'f mut SmallVec<[Field; FIELDS]>) -> Self {
        Self { encoded, fields, start: 0, equals: UNREAD, escapes: 0, is_plain: true }
    }

    /// Reads the bytes behind `base` that are special.
    #[inline(always)]
    fn read(&mut self, specials: u32, base: usize) -> Result<(), FormError> {
        let mut found = specials;
        while found != 0 {
            let place = base + found.trailing_zeros() as usize;
            found &= found - 1;
            match self.encoded.get(place) {
                Some(b'=') => self.equals = self.equals.min(place),
                Some(b'&') => self.end_field(place),
                Some(b'%') => self.percent(place)?,
                _ => self.plus(),
            }
        }
        Ok(())
    }

    #[inline(always)]
    fn end_field(&mut self, end: usize) {
        // A field with `=` is not empty.
        if end > self.start {
            // The casts are lossless: a body has at most 64 KiB, and a query less.
            let (start, equals) = (self.start as u32, self.equals.min(end) as u32);
            self.fields.push(Field { start, equals, end: end as u32, escapes: self.escapes });
        }
        (self.start, self.equals, self.escapes) = (end + 1, UNREAD, 0);
    }

    #[inline(always)]
    fn plus(&mut self) {
        let known = if self.equals == UNREAD { Field::PLUS } else { Field::PLUS << VALUE };
        self.escapes |= known;
    }

    #[inline(always)]
    fn percent(&mut self, place: usize) -> Result<(), FormError> {
        // Cannot overflow: a body of 64 KiB contains fewer than 32,768 escapes.
        self.escapes += if self.equals == UNREAD { Field::PERCENT } else { Field::PERCENT << VALUE };
        let Some([high, low]) = self.encoded.get(place + 1..place + 3) else {
            return Err(FormError::Percent);
        };
        self.is_plain &= (nibble(*high)? << 4 | nibble(*low)?).is_ascii();
        Ok(())
    }
}

/// Decodes the first so many bytes of a text, among them so many `%`, piece by piece.
#[inline(never)]
fn unescape(text_and_more: &[u8], length: usize, percents: u32, to: &mut impl Signed) {
    let (mut rest, mut left) = (text_and_more, length);
    for _ in 0..percents {
        let plain = rest.iter().position(|byte| *byte == b'%').unwrap_or(left);
        if plain > 0 {
            to.add_first(rest, plain, Plus::Space);
        }
        let Some([b'%', high, low, after @ ..]) = rest.get(plain..) else { return };
        // The parser has checked that these are hexadecimal digits.
        to.add_byte(nibble(*high).unwrap_or_default() << 4 | nibble(*low).unwrap_or_default());
        (rest, left) = (after, left.saturating_sub(plain + 3));
    }
    to.add_first(rest, left, Plus::Space);
}

/// A text that is decoded is put together as one that is signed.
impl Signed for Vec<u8> {
    fn add(&mut self, text: &[u8]) {
        self.extend_from_slice(text);
    }

    fn add_byte(&mut self, byte: u8) {
        self.push(byte);
    }

    fn add_first(&mut self, text_and_more: &[u8], length: usize, plus: Plus) {
        let text = text_and_more.iter().take(length);
        self.extend(text.map(|byte| if plus == Plus::Space && *byte == b'+' { b' ' } else { *byte }));
    }
}

/// Decodes the last part of a path, in which `+` is a literal plus.
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
    use crate::carrier::signature::{Key, LastOrders, Order};

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
            (b"a=\xc3%B6", FormError::Utf8),
            (b"CallSid=CA0123456789abcdef0123456789abcdef&To=\xff&Digits=1", FormError::Utf8),
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
        fn a_form_is_signed_as_its_fields_are(
            pairs in proptest::collection::vec(("[aCé+]{0,9}|\\PC{0,20}", "[0+ ]{0,20}|\\PC{0,60}"), 0..60),
        ) {
            let encoded = form_urlencoded::Serializer::new(String::new()).extend_pairs(&pairs).finish();
            let mut form = Form::default();
            form.decode(encoded.as_bytes()).unwrap();
            let sent: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (&**name, &**value)).collect();
            let (key, address) = (Key::new("12345"), "https://example.com".parse().unwrap());
            let order = Order::of_like(&LastOrders::new(), &form);
            let signature = key.sign("https://example.com/acme", &sent);
            prop_assert!(key.verify_ordered(signature.as_bytes(), (&address, "/acme"), (&order, &form)));
            let other = key.sign("https://example.com/acme", &[&sent[..], &[("more", "")]].concat());
            prop_assert!(!key.verify_ordered(other.as_bytes(), (&address, "/acme"), (&order, &form)));
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
