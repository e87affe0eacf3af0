//! What Twilio sends instead of a number that the caller withholds.

/// The words that networks and SIP use. RFC 3323 defines `anonymous`.
const WORDS: [&str; 7] =
    ["anonymous", "blocked", "private", "restricted", "unavailable", "unknown", "withheld"];

/// The numbers that Twilio sends for these words: their letters on a keypad.
const NUMBERS: [&str; 5] = ["266696687", "7378742833", "2562533", "8656696", "86282452253"];

/// Returns whether this is a withheld number, in any form that Twilio sends.
///
/// Such a number cannot be called and is not the number of the caller: `sip:anonymous@anonymous.invalid`, a word, or
/// the number that the word spells on a keypad.
///
/// ```
/// use ivr_core::text::is_withheld;
/// assert!(is_withheld("+7378742833") && is_withheld("Restricted"));
/// assert!(!is_withheld("+14158675309"));
/// ```
#[must_use]
pub fn is_withheld(caller: &str) -> bool {
    let caller = caller.trim();
    let sip = ["sip:", "sips:"].iter().find_map(|scheme| strip_prefix(caller, scheme));
    let name = match sip {
        Some(address) => {
            let (user, host) = address.split_once('@').unwrap_or(("", address));
            if host
                .split([':', ';'])
                .next()
                .is_some_and(|host| host.eq_ignore_ascii_case("anonymous.invalid"))
            {
                return true;
            }
            user
        }
        None => caller,
    };
    let digits = name.strip_prefix('+').unwrap_or(name);
    (sip.is_none() && digits.is_empty())
        || NUMBERS.contains(&digits)
        || WORDS.iter().any(|word| name.eq_ignore_ascii_case(word))
}

fn strip_prefix<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let (start, rest) = text.split_at_checked(prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The digit of a letter on a keypad (ITU-T E.161).
    fn key(letter: char) -> char {
        let keys = ["abc", "def", "ghi", "jkl", "mno", "pqrs", "tuv", "wxyz"];
        ('2'..='9').zip(keys).find(|(_, letters)| letters.contains(letter)).unwrap().0
    }

    #[test]
    fn every_number_is_a_word_on_the_keypad() {
        let spelt: Vec<String> = WORDS.iter().map(|word| word.chars().map(key).collect()).collect();
        assert!(NUMBERS.iter().all(|number| spelt.iter().any(|word| word == number)));
    }

    #[test]
    fn each_form_of_a_withheld_number_is_known() {
        for caller in [
            "",
            " ",
            "+",
            "+266696687",
            "266696687",
            "+7378742833",
            "+2562533",
            "+8656696",
            "+86282452253",
            "Anonymous",
            "UNKNOWN",
            "restricted",
            "private",
            "unavailable",
            "sip:anonymous@anonymous.invalid",
            "SIP:Anonymous@example.org",
            "sips:+266696687@sip.example.org:5061",
            "sip:c8oqz84zk7z@anonymous.invalid;transport=tls",
        ] {
            assert!(is_withheld(caller), "{caller:?}");
        }
        for caller in
            ["+2666966870", "+12666966870", "sip:alice@example.org", "sip:example.org", "client:anonymous"]
        {
            assert!(!is_withheld(caller), "{caller:?}");
        }
    }
}
