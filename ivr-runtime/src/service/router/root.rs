//! The path of a tree, derived from its name.

use percent_encoding::{AsciiSet, utf8_percent_encode};

use crate::dialog::tree::PhoneTree;

/// Returns `/acme` for a tree called `Acme`, and `/front-desk` for `FrontDesk`.
#[must_use]
pub fn root<T: PhoneTree>() -> String {
    format!("/{}", kebab(T::NAME))
}

fn kebab(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let mut path = String::new();
    for (place, letter) in letters.iter().enumerate() {
        let before = place.checked_sub(1).and_then(|before| letters.get(before));
        let ends_acronym = letters.get(place + 1).is_some_and(|next| next.is_lowercase());
        let word = |before: &char| *before != '_' && (!before.is_uppercase() || ends_acronym);
        if *letter == '_' || (letter.is_uppercase() && before.is_some_and(word)) {
            path.push('-');
        }
        path.extend(letter.to_lowercase().filter(|letter| *letter != '_'));
    }
    // A name may contain any letter that Rust allows, but a URL is ASCII.
    utf8_percent_encode(&path, &AsciiSet::EMPTY).to_string()
}

#[cfg(test)]
mod tests {
    use super::kebab;

    #[test]
    fn a_name_is_written_in_small_letters_with_a_hyphen_between_words() {
        for (name, path) in [
            ("Acme", "acme"),
            ("FrontDesk", "front-desk"),
            ("IVR", "ivr"),
            ("IVRLine", "ivr-line"),
            ("Line2Go", "line2-go"),
            ("Front_Desk", "front-desk"),
            ("front_desk", "front-desk"),
            ("Café", "caf%C3%A9"),
        ] {
            assert_eq!(kebab(name), path, "{name}");
        }
    }
}
