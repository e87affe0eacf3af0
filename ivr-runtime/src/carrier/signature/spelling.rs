//! The spellings of a query in the signed text. Twilio and its libraries escape differently.
//!
//! Twilio signs the query before it escapes it for sending: the signed text contains `'`, `@` and `:`, and the
//! request `%27`, `%40` and `%3A` (twilio-node #621, #1059 and #1183, twilio-ruby #528). Its libraries rebuild the
//! query in their own ways: Java's `URI` leaves every legal character unescaped, Node's `querystring` writes a space
//! as `%20`, and form encoders write `+`. Every spelling here decodes to the same fields as the received query.

use std::{borrow::Cow, iter};

/// The maximum length in bytes of a target that is tried in several spellings. Twilio's have a few hundred bytes.
const MAX_RESPELLED: usize = 4096;

/// The encoding of a space.
#[derive(Clone, Copy)]
enum Space {
    /// As received.
    Kept,
    Plus,
    Percent,
}

/// A spelling of a query.
struct Spelling {
    /// Punctuation that is never escaped.
    bare: &'static [u8],
    /// Punctuation that is always escaped. Characters in neither list stay as received.
    escaped: &'static [u8],
    space: Space,
}

/// The characters that a query may contain without being escaped (RFC 3986 section 3.4), except field separators.
const LEGAL: &[u8] = b"-._~!$'()*,;:@/?";

/// The spellings in addition to the received one, the most likely first.
const SPELLINGS: [Spelling; 9] = [
    // Twilio.
    Spelling { bare: b"'@:", escaped: b"", space: Space::Kept },
    Spelling { bare: b"'", escaped: b"", space: Space::Kept },
    Spelling { bare: b"@:", escaped: b"", space: Space::Kept },
    // WHATWG URLs, as in Node.
    Spelling { bare: b"", escaped: b"'", space: Space::Kept },
    // `java.net.URI`.
    Spelling { bare: LEGAL, escaped: b"", space: Space::Kept },
    Spelling { bare: LEGAL, escaped: b"", space: Space::Percent },
    // Node's `querystring`.
    Spelling { bare: b"-._~!'()*", escaped: b"$,;:@/?", space: Space::Percent },
    // Form encoders: PHP, Python, Go, Ruby.
    Spelling { bare: b"-._", escaped: b"!$'(),;:@/?", space: Space::Plus },
    // RFC 3986 in full.
    Spelling { bare: b"-._~", escaped: b"!$'()*,;:@/?", space: Space::Percent },
];

/// Returns a target as received, followed by every other spelling with the same meaning, without repetitions. The
/// iterator computes the others only if the first does not match.
pub(super) fn spellings(target: &str) -> impl Iterator<Item = Cow<'_, str>> {
    let others = iter::once_with(|| respelled(target)).flatten().map(Cow::Owned);
    iter::once(Cow::Borrowed(target)).chain(others)
}

fn respelled(target: &str) -> Vec<String> {
    let mut all = Vec::new();
    let Some((path, query)) = target.split_once('?').filter(|_| target.len() <= MAX_RESPELLED) else {
        return all;
    };
    for spelling in &SPELLINGS {
        let other = format!("{path}?{}", spelling.write(query));
        if other != target && !all.contains(&other) {
            all.push(other);
        }
    }
    all
}

impl Spelling {
    fn write(&self, query: &str) -> String {
        let mut written = String::with_capacity(query.len());
        let mut rest = query;
        while let Some((piece, after)) = next(rest) {
            match (piece.byte, self.space) {
                (Some(b' '), Space::Plus) => written.push('+'),
                (Some(b' '), Space::Percent) => written.push_str("%20"),
                (Some(byte), _) if self.bare.contains(&byte) => written.push(byte.into()),
                (Some(byte), _) if self.escaped.contains(&byte) => {
                    written.push_str(&format!("%{byte:02X}"));
                }
                _ => written.push_str(piece.written),
            }
            rest = after;
        }
        written
    }
}

/// A piece of a query as received, and the byte that it stands for, or `None` beyond ASCII.
struct Piece<'a> {
    written: &'a str,
    byte: Option<u8>,
}

fn next(query: &str) -> Option<(Piece<'_>, &str)> {
    let first = query.chars().next()?;
    let escaped =
        query.get(1..3).filter(|digits| first == '%' && digits.bytes().all(|d| d.is_ascii_hexdigit()));
    let (length, byte) = match (escaped, first) {
        (Some(digits), _) => (3, u8::from_str_radix(digits, 16).ok()),
        (None, '+') => (1, Some(b' ')),
        (None, other) => (other.len_utf8(), u8::try_from(other).ok().filter(u8::is_ascii)),
    };
    let (written, rest) = query.split_at_checked(length)?;
    Some((Piece { written, byte }, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_without_special_characters_has_one_spelling() {
        for target in ["/acme", "/acme?", "/acme?Digits=1&From=%2B1415", "/a'b@c"] {
            assert_eq!(spellings(target).collect::<Vec<_>>(), [target]);
        }
    }

    #[test]
    fn twilios_spelling_comes_second() {
        let target = "/acme?Caller=sip%3Aann%40pbx.example&City=L%27Aquila+Est&x=1%262";
        let all: Vec<_> = spellings(target).collect();
        assert_eq!(all[..2], [target, "/acme?Caller=sip:ann@pbx.example&City=L'Aquila+Est&x=1%262"]);
        assert!(all.contains(&"/acme?Caller=sip%3Aann%40pbx.example&City=L'Aquila%20Est&x=1%262".into()));
        assert!(all.len() <= 1 + SPELLINGS.len());
    }

    #[test]
    fn what_separates_fields_is_never_unescaped() {
        for spelling in spellings("/acme?a=1%26b%3D2%2B%25%23&c='+'") {
            assert!(spelling.starts_with("/acme?a=1%26b%3D2%2B%25%23&c="), "{spelling}");
        }
    }

    #[test]
    fn a_long_query_is_tried_as_it_came_only() {
        let target = |length: usize| format!("/acme?x='{}", "y".repeat(length - 9));
        assert!(spellings(&target(MAX_RESPELLED)).count() > 1);
        assert_eq!(spellings(&target(MAX_RESPELLED + 1)).count(), 1);
    }

    proptest::proptest! {
        #[test]
        fn every_spelling_decodes_to_the_same_fields(query in "([ -~]|%[0-9A-Fa-f]{2}|é){0,40}") {
            let decode = |target: &str| -> Vec<(String, String)> {
                let query = target.split_once('?').unwrap().1.to_owned();
                form_urlencoded::parse(query.as_bytes()).into_owned().collect()
            };
            let target = format!("/?{query}");
            for spelling in spellings(&target) {
                proptest::prop_assert_eq!(decode(&spelling), decode(&target), "{}", spelling);
            }
        }
    }
}
