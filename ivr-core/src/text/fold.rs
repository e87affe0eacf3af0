//! Maps a character to its normal form: a letter without its accent, a part of the letter before it, or a gap.

/// The normal form of a lower-case character.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Folded {
    /// These letters.
    Letters(&'static str),
    /// The letter or digit itself.
    Itself,
    /// Nothing: the character belongs to the letter before it.
    Nothing,
    /// The end of a word.
    Gap,
}

/// Returns the character for another width or another script of digits: `１` and `१` are `1`, `Ａ` is `A`, `ｶ` is `カ`.
pub(super) fn plain(c: char) -> char {
    // The fast path for most characters.
    if c < '\u{660}' {
        return c;
    }
    let from = |first: char, to: char| {
        let place = u32::from(c).saturating_sub(u32::from(first));
        char::from_u32(u32::from(to).saturating_add(place)).unwrap_or(c)
    };
    match c {
        '\u{FF01}'..='\u{FF5E}' => from('\u{FF01}', '!'),
        '\u{FF66}'..='\u{FF9F}' => HALF_WIDTH.chars().nth(u32::from(c) as usize - 0xFF66).unwrap_or(c),
        '\u{660}'..='\u{669}' => from('\u{660}', '0'),
        '\u{6F0}'..='\u{6F9}' => from('\u{6F0}', '0'),
        // The digits are at the same offset in each block of 128 characters.
        '\u{900}'..='\u{D7F}' if (0x66..0x70).contains(&(u32::from(c) % 0x80)) => {
            char::from_digit(u32::from(c) % 0x80 - 0x66, 10).unwrap_or(c)
        }
        '\u{E50}'..='\u{E59}' => from('\u{E50}', '0'),
        '\u{ED0}'..='\u{ED9}' => from('\u{ED0}', '0'),
        '\u{1040}'..='\u{1049}' => from('\u{1040}', '0'),
        '\u{17E0}'..='\u{17E9}' => from('\u{17E0}', '0'),
        _ => c,
    }
}

/// Half-width katakana from U+FF66 in full width; the last two are the voiced sound marks.
const HALF_WIDTH: &str = "ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン\u{3099}\u{309A}";

/// Combines a Japanese letter and a following mark: `カ` and a voiced mark are `ガ`.
pub(super) fn voiced(letter: char, mark: char) -> Option<char> {
    let unvoiced = "かきくけこさしすせそたちつてとはひふへほカキクケコサシスセソタチツテトハヒフヘホ";
    let half = "はひふへほハヒフヘホ";
    let step = match mark {
        '\u{3099}' if unvoiced.contains(letter) => 1,
        '\u{309A}' if half.contains(letter) => 2,
        _ => return None,
    };
    char::from_u32(u32::from(letter) + step)
}

/// Folds a character, which must be in lower case.
pub(super) fn fold(c: char) -> Folded {
    match c {
        'a'..='z' | '0'..='9' => Folded::Itself,
        '\0'..='\u{7f}' => Folded::Gap,
        // Soft hyphens, joiners, direction marks and variation selectors are invisible.
        '\u{AD}' | '\u{200C}'..='\u{200F}' | '\u{2060}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' => {
            Folded::Nothing
        }
        _ if is_accent(c) => Folded::Nothing,
        // Modifier apostrophes and enclosed characters, which Unicode classifies as letters.
        '\u{2B9}'..='\u{2BF}' | '\u{1F000}'..='\u{1FAFF}' => Folded::Gap,
        // Ordinal indicators: "2ª", "2º".
        'ª' => Folded::Letters("a"),
        'º' => Folded::Letters("o"),
        // The form of sigma at the end of a word.
        'ς' => Folded::Letters("σ"),
        _ => match latin(c) {
            Some(letters) => Folded::Letters(letters),
            None if c.is_alphanumeric() || joins_letters(c) => Folded::Itself,
            None => Folded::Gap,
        },
    }
}

/// Returns whether the character is a mark over, under or around the letter before it, including Hebrew points and
/// Arabic vowel signs.
fn is_accent(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}'
        | '\u{FE20}'..='\u{FE2F}' | '\u{591}'..='\u{5BD}' | '\u{5BF}' | '\u{5C1}' | '\u{5C2}' | '\u{5C4}' | '\u{5C5}'
        | '\u{5C7}' | '\u{610}'..='\u{61A}' | '\u{64B}'..='\u{65F}' | '\u{670}')
}

/// Returns whether the character is a sign within words of Indic, Thai, Lao, Khmer, Burmese or Japanese script that
/// Unicode does not classify as a letter.
fn joins_letters(c: char) -> bool {
    match c {
        // Nukta and virama are at the same offset in each block of 128 characters.
        '\u{900}'..='\u{D7F}' => matches!(u32::from(c) % 0x80, 0x3C | 0x4D),
        _ => matches!(c,
            '\u{DCA}' | '\u{E47}'..='\u{E4E}' | '\u{EBA}' | '\u{EC8}'..='\u{ECD}' | '\u{1037}' | '\u{1039}'
            | '\u{103A}' | '\u{17C9}'..='\u{17D3}' | '\u{17DD}' | '\u{3099}' | '\u{309A}'),
    }
}

/// Returns the plain letters for an accented or joined Latin letter.
fn latin(c: char) -> Option<&'static str> {
    let accented = matches!(c, '\u{DF}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' | '\u{FB00}'..='\u{FB06}');
    let row = LATIN.iter().filter(|_| accented).find(|(_, letters)| letters.contains(c));
    row.map(|(plain, _)| *plain)
}

/// Plain letters, and the lower-case letters that fold to them.
const LATIN: [(&str, &str); 39] = [
    ("a", "àáâãäåāăąǎǟǡǻȁȃȧḁẚạảấầẩẫậắằẳẵặ"),
    ("b", "ƀḃḅḇ"),
    ("c", "çćĉċčḉ"),
    ("d", "ðďđḋḍḏḑḓ"),
    ("e", "èéêëēĕėęěȅȇȩḕḗḙḛḝẹẻẽếềểễệ"),
    ("f", "ƒḟ"),
    ("g", "ĝğġģǥǧǵḡ"),
    ("h", "ĥħȟḣḥḧḩḫẖ"),
    ("i", "ìíîïĩīĭįıǐȉȋɨḭḯỉị"),
    ("j", "ĵǰɉ"),
    ("k", "ķĸǩḱḳḵ"),
    ("l", "ĺļľŀłƚḷḹḻḽ"),
    ("m", "ḿṁṃ"),
    ("n", "ñńņňŉŋǹṅṇṉṋ"),
    ("o", "òóôõöøōŏőơǒǫǭǿȍȏȫȭȯȱṍṏṑṓọỏốồổỗộớờởỡợ"),
    ("p", "ṕṗ"),
    ("r", "ŕŗřȑȓɍṙṛṝṟ"),
    ("s", "śŝşšſșṡṣṥṧṩẛ"),
    ("t", "ţťŧțṫṭṯṱẗ"),
    ("u", "ùúûüũūŭůűųưǔǖǘǚǜȕȗṳṵṷṹṻụủứừửữự"),
    ("v", "ṽṿ"),
    ("w", "ŵẁẃẅẇẉẘ"),
    ("x", "ẋẍ"),
    ("y", "ýÿŷȳɏẏẙỳỵỷỹ"),
    ("z", "źżžƶẑẓẕ"),
    ("ae", "æǣǽ"),
    ("dz", "ǆǳ"),
    ("ff", "ﬀ"),
    ("ffi", "ﬃ"),
    ("ffl", "ﬄ"),
    ("fi", "ﬁ"),
    ("fl", "ﬂ"),
    ("ij", "ĳ"),
    ("lj", "ǉ"),
    ("nj", "ǌ"),
    ("oe", "œ"),
    ("ss", "ß"),
    ("st", "ﬅﬆ"),
    ("th", "þ"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_of_latin_letters_are_folded() {
        for (accented, plain) in [
            ("àáâãäåāăąạậặ", "a"),
            ("éèêëęěệ", "e"),
            ("îïíìı", "i"),
            ("óòôöõøőợ", "o"),
            ("ùúûüůűư", "u"),
            ("çćč", "c"),
            ("ñńň", "n"),
            ("łľ", "l"),
            ("śšşș", "s"),
            ("źżž", "z"),
            ("ýÿỳ", "y"),
            ("đďð", "d"),
            ("ß", "ss"),
            ("œ", "oe"),
            ("æ", "ae"),
            ("þ", "th"),
            ("ﬁ", "fi"),
        ] {
            for c in accented.chars() {
                assert_eq!(fold(c), Folded::Letters(plain), "{c}");
            }
        }
    }

    #[test]
    fn every_precomposed_letter_from_a_to_z_caron_has_plain_letters() {
        for c in ('À'..='ž').filter(|c| c.is_lowercase()) {
            let Folded::Letters(letters) = fold(c) else { panic!("{c}") };
            assert!(letters.bytes().all(|b| b.is_ascii_lowercase()), "{c}");
        }
    }

    #[test]
    fn other_scripts_stay_whole() {
        for word in ["привет", "العربية", "हिन्दी", "ไม่", "日本語", "ខ្មែរ"]
        {
            for c in word.chars() {
                assert_eq!(fold(c), Folded::Itself, "{c:?} in {word}");
            }
        }
    }

    #[test]
    fn what_is_no_part_of_a_word_is_a_gap() {
        for c in " \t\n.,;:!?'’ʼ«»¿¡-–—_*#+/&@€$%\u{7}\u{200B}😀🅰🇫".chars() {
            assert_eq!(fold(c), Folded::Gap, "{c:?}");
        }
    }

    #[test]
    fn what_is_not_seen_is_dropped() {
        for c in "\u{301}\u{308}\u{327}\u{AD}\u{200D}\u{FE0F}\u{20E3}\u{64E}\u{5B8}".chars() {
            assert_eq!(fold(c), Folded::Nothing, "{c:?}");
        }
    }
}
