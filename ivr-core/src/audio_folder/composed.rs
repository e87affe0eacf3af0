//! Composes file names: a letter and its accent compare equal whether they are stored as one character or as two.

use std::borrow::Cow;

/// The canonical compositions, one mark per line.
const COMPOSITIONS: &str = include_str!("compositions.txt");

/// Returns a name in composed form (NFC of Unicode, for text whose marks are in canonical order).
pub(super) fn composed(name: &str) -> Cow<'_, str> {
    if name.is_ascii() {
        return Cow::Borrowed(name);
    }
    let mut whole = String::with_capacity(name.len());
    for letter in name.chars() {
        match whole.chars().next_back().and_then(|last| pair(last, letter)) {
            Some(together) => {
                whole.pop();
                whole.push(together);
            }
            None => whole.push(letter),
        }
    }
    Cow::Owned(whole)
}

/// Returns the character that two characters compose to.
fn pair(first: char, second: char) -> Option<char> {
    hangul(first, second).or_else(|| {
        let mark = |row: &&str| row.split(' ').next().and_then(|code| u32::from_str_radix(code, 16).ok());
        let row = COMPOSITIONS.lines().find(|row| mark(row) == Some(u32::from(second)))?;
        let pairs: Vec<char> = row.split_once(' ')?.1.chars().collect();
        pairs.chunks_exact(2).find_map(|pair| match pair {
            [base, together] if *base == first => Some(*together),
            _ => None,
        })
    })
}

/// Composes a Korean syllable of its parts (Unicode 3.12).
fn hangul(first: char, second: char) -> Option<char> {
    let (first, second) = (u32::from(first), u32::from(second));
    match (first, second) {
        (0x1100..=0x1112, 0x1161..=0x1175) => {
            char::from_u32(0xac00 + ((first - 0x1100) * 21 + (second - 0x1161)) * 28)
        }
        (0xac00..=0xd7a3, 0x11a8..=0x11c2) if (first - 0xac00).is_multiple_of(28) => {
            char::from_u32(first + second - 0x11a7)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_and_its_marks_are_one_character() {
        for (stored, read) in [
            ("cafe\u{301}.mp3", "caf\u{e9}.mp3"),
            ("caf\u{e9}.mp3", "caf\u{e9}.mp3"),
            ("a\u{30a}\u{301}", "\u{1fb}"),
            ("Vie\u{323}\u{302}t", "Vi\u{1ec7}t"),
            ("\u{418}\u{306}", "\u{419}"),
            ("\u{30ab}\u{3099}", "\u{30ac}"),
            ("\u{1112}\u{1161}\u{11ab}", "\u{d55c}"),
            ("q\u{301}", "q\u{301}"),
            ("menu.mp3", "menu.mp3"),
        ] {
            assert_eq!(composed(stored), read, "{stored:?}");
        }
    }
}
