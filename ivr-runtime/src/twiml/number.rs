//! Telephone numbers that depend on the call.

use ivr_core::text::is_withheld;

/// Returns the number as `<Dial>` accepts it: E.164, or a national or short number. Returns `None` if it cannot be
/// dialed.
///
/// Twilio dials E.164 and ignores spaces, points, hyphens and brackets. Anything else causes its warning 13223:
/// nobody is called, and the caller waits for nothing.
pub(crate) fn dialable(text: &str) -> Option<String> {
    let text = text.trim();
    // Without a `+` the same digits may be a local number.
    if text.starts_with('+') && is_withheld(text) {
        return None;
    }
    let (plus, rest) = match text.strip_prefix('+') {
        Some(rest) => ("+", rest),
        None => ("", text),
    };
    let is_separator = |c: char| matches!(c, ' ' | '-' | '.' | '(' | ')' | '/' | '\u{a0}');
    if !rest.chars().all(|c| c.is_ascii_digit() || is_separator(c)) {
        return None;
    }
    let digits: String = rest.chars().filter(char::is_ascii_digit).collect();
    let is_international = !plus.is_empty();
    // E.164 has at most 15 digits, and no country code begins with 0.
    let shortest = if is_international { 7 } else { 2 };
    let fits = (shortest..=15).contains(&digits.len()) && !(is_international && digits.starts_with('0'));
    fits.then(|| format!("{plus}{digits}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_dialled_without_what_people_write_between_its_digits() {
        for (text, number) in [
            ("+14158675309", "+14158675309"),
            (" +1 (415) 867-5309 ", "+14158675309"),
            ("+41 21 555 01 00", "+41215550100"),
            ("415.867.5309", "4158675309"),
            ("15", "15"),
            ("112", "112"),
        ] {
            assert_eq!(dialable(text).as_deref(), Some(number), "{text}");
        }
    }

    #[test]
    fn what_is_no_number_is_not_dialled() {
        for text in [
            "",
            " ",
            "+",
            "7",
            "nobody",
            "+1415867530912345",
            "+012345678",
            "+1415",
            "++14158675309",
            "1+4158675309",
            "sip:alice@example.org",
            "client:alice",
            "+1415867x5309",
            "*67 4158675309",
            "anonymous",
            "+266696687",
            "+7378742833",
            "+2562533",
            "+8656696",
            "+86282452253",
            "１２３４５",
        ] {
            assert_eq!(dialable(text), None, "{text}");
        }
    }
}
