//! Estimates the width of a text without a font. The estimate is for a wide font, so that in a narrower one texts are
//! cut early and never exceed their box.

/// Returns the width of `text` in pixels at a font size.
pub(super) fn width(text: &str, size: f64) -> f64 {
    text.chars().map(em).sum::<f64>() * size
}

/// The width of a bold text.
pub(super) fn bold(text: &str, size: f64) -> f64 {
    width(text, size) * 1.08
}

/// Returns the text, or as much of its beginning as fits into `room`, with an ellipsis.
pub(super) fn fit(text: &str, size: f64, room: f64) -> String {
    if width(text, size) <= room {
        return text.to_owned();
    }
    let mut left = room / size - em('…');
    let kept: String = text
        .chars()
        .take_while(|letter| {
            left -= em(*letter);
            left >= 0.0
        })
        .collect();
    format!("{}…", kept.trim_end())
}

/// The width of a letter in ems.
fn em(letter: char) -> f64 {
    match letter {
        'i' | 'j' | 'l' | '\'' | '|' => 0.28,
        ' ' | '.' | ',' | ':' | ';' | '!' | 'I' => 0.32,
        'f' | 'r' | 't' | '(' | ')' | '[' | ']' | '-' | '/' | '"' | '“' | '”' => 0.42,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '…' | '—' => 0.95,
        'A'..='Z' => 0.70,
        ' '..='~' => 0.60,
        '\u{a0}'..='\u{2ff}' | '\u{370}'..='\u{5ff}' => 0.66,
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' => 0.0,
        '\u{1100}'.. => 1.05,
        _ => 0.80,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_to_its_room_and_one_that_fits_is_not() {
        let text = "We are open Monday through Friday.";
        let cut = fit(text, 12.0, 100.0);
        assert!(
            width(&cut, 12.0) <= 100.0 && cut.ends_with('…') && text.starts_with(cut.trim_end_matches('…'))
        );
        assert_eq!(fit("Menu", 12.0, 100.0), "Menu");
    }

    #[test]
    fn signs_of_chinese_are_square() {
        assert!(width("営業", 10.0) > width("iiiiii", 10.0));
    }
}
