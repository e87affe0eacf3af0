//! The file name at the end of a URL.

/// Returns whether `url` is absolute.
pub fn is_absolute(url: &str) -> bool {
    url.split_once("://").is_some_and(|(scheme, _)| {
        !scheme.is_empty() && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    })
}

/// Returns the file name that a relative URL refers to.
pub fn name(url: &str) -> String {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    unescaped(path.trim_start_matches('/'))
}

/// Decodes the percent escapes of a name. A percent sign that does not begin a valid escape, or whose bytes are not
/// UTF-8, is kept.
pub fn unescaped(name: &str) -> String {
    let mut bytes = Vec::with_capacity(name.len());
    let mut rest = name.as_bytes();
    while let Some((&first, behind)) = rest.split_first() {
        let hex = behind.get(..2).filter(|_| first == b'%').and_then(|hex| std::str::from_utf8(hex).ok());
        let hex = hex.filter(|hex| hex.bytes().all(|digit| digit.is_ascii_hexdigit()));
        if let Some(byte) = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            bytes.push(byte);
            rest = behind.get(2..).unwrap_or_default();
        } else {
            bytes.push(first);
            rest = behind;
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_escape_is_its_character_and_what_is_none_stays() {
        for (written, name) in [
            ("two%20words.mp3", "two words.mp3"),
            ("%C3%A9t%c3%a9.mp3", "été.mp3"),
            ("été+1.mp3", "été+1.mp3"),
            ("100%25.mp3", "100%.mp3"),
            ("100%.mp3", "100%.mp3"),
            ("%+1%é%2", "%+1%é%2"),
            ("%FF.mp3", "%FF.mp3"),
        ] {
            assert_eq!(unescaped(written), name);
        }
    }

    #[test]
    fn a_scheme_makes_a_url_and_a_colon_behind_a_slash_does_not() {
        for url in ["https://a.example", "s3://prompts/a.mp3", "x+y-z.1://"] {
            assert!(is_absolute(url), "{url}");
        }
        for file in ["a.mp3", "/a.mp3", "a?from=http://b.example", "://a"] {
            assert!(!is_absolute(file), "{file}");
        }
    }
}
