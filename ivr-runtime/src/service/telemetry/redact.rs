//! Removes private parts from values of strangers before they are logged.

use std::borrow::Cow;

/// The maximum length of a path in the log, in characters.
const MAX_PATH: usize = 96;

/// Returns the identifier of a call, `CA` and 32 hexadecimal digits, or `-` for anything else, which may be a number
/// or a forged line.
pub(crate) fn call_sid(sid: &str) -> &str {
    let hex = |digits: &str| digits.len() == 32 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    if sid.strip_prefix("CA").is_some_and(hex) { sid } else { "-" }
}

/// The maximum number of digits in a segment of a path, such as a state's counter. More digits may be a caller's
/// number or input; then no digit of the path is logged.
const MAX_DIGITS: usize = 3;

/// The maximum number of digits in all segments, because a number may be split by slashes.
const MAX_DIGITS_IN_ALL: usize = 6;

/// Returns a path without digits that may be private, and shortened if it is long.
pub(crate) fn path(path: &str) -> Cow<'_, str> {
    let digits = |part: &str| part.bytes().filter(u8::is_ascii_digit).count();
    let hides_digits =
        path.split('/').any(|part| digits(part) > MAX_DIGITS) || digits(path) > MAX_DIGITS_IN_ALL;
    if path.len() <= MAX_PATH && !hides_digits && path.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Cow::Borrowed(path);
    }
    let redacted = |letter: char| match letter {
        '0'..='9' if hides_digits => '#',
        letter if letter.is_ascii_graphic() => letter,
        _ => '?',
    };
    let mut text: String = path.chars().take(MAX_PATH).map(redacted).collect();
    if path.len() > MAX_PATH {
        text.push('…');
    }
    Cow::Owned(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_looks_like_a_sid_is_logged() {
        let sid = "CA0123456789abcdef0123456789abcdef";
        assert_eq!(call_sid(sid), sid);
        for other in [
            "",
            "CA1",
            "+14158675309",
            "14158675309",
            "CA0123456789abcdef0123456789abcdeg",
            "CA\nforged",
            &sid[1..],
        ] {
            assert_eq!(call_sid(other), "-", "{other}");
        }
    }

    #[test]
    fn a_path_is_logged_without_digits_and_not_in_full_length() {
        for (whole, logged) in [
            ("/hotel/fr-FR/Menu/1", "/hotel/fr-FR/Menu/1"),
            ("/acme/123", "/acme/123"),
            ("/acme/Menu/1/2/3/4", "/acme/Menu/1/2/3/4"),
            ("/acme/415/867/5309", "/acme/###/###/####"),
            ("/acme/4/1/5/8/6/7/5/3/0/9", "/acme/#/#/#/#/#/#/#/#/#/#"),
            ("/acme/415/867/530", "/acme/###/###/###"),
            ("/acme/+14158675309", "/acme/+###########"),
            ("/acme/%2B1%20415", "/acme/%#B#%#####"),
            ("/acme/\n\u{1b}[31m", "/acme/??[31m"),
        ] {
            assert_eq!(path(whole), logged, "{whole}");
        }
        let long = path(&"x".repeat(9000)).into_owned();
        assert_eq!(long.chars().count(), MAX_PATH + 1);
        assert!(long.ends_with('…'));
    }
}
