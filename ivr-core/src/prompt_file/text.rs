//! Requirements for every text: only characters that XML allows, no more characters than the voice accepts, and the
//! same placeholders in every language.

use super::{Format, Location, Piece, PromptError, markup, pieces, ssml};

/// Returns whether XML 1.0 allows the character, literally or escaped.
pub fn carried(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

/// Returns the first character of a text that XML does not allow.
pub fn first_not_carried(text: &str) -> Option<char> {
    let mut rest = text.as_bytes();
    // Most texts are ASCII, and a slice pattern is faster than an iterator without optimization.
    while let [b' '..=b'~' | b'\t' | b'\n' | b'\r', after @ ..] = rest {
        rest = after;
    }
    if rest.is_empty() { None } else { text.chars().find(|c| !carried(*c)) }
}

/// Returns the maximum number of characters for a voice.
pub fn longest(voice: Option<&str>) -> usize {
    match voice.and_then(|voice| voice.split('.').next()) {
        Some("Polly") => 3000,
        Some("Google") => 5000,
        _ => 4096,
    }
}

/// Returns the text as it is said: line breaks become blanks.
pub(super) fn folded(text: &str) -> String {
    if !text.contains(['\n', '\r']) {
        return text.to_owned();
    }
    let words = text.split([' ', '\t', '\n', '\r']).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// The voice of a text, and how the text is written.
#[derive(Clone, Copy)]
pub(super) struct Spoken<'a> {
    /// The language.
    pub(super) tag: &'a str,
    /// The maximum number of characters for the voice.
    pub(super) most: usize,
    /// Whether the text is SSML.
    pub(super) ssml: bool,
}

/// Returns the errors in a single text.
pub(super) fn errors(key: &str, spoken: Spoken<'_>, text: &str, place: Location) -> Option<PromptError> {
    let Spoken { tag: language, most, .. } = spoken;
    if text.trim().is_empty() {
        let error = PromptError::new("empty_text", place, format!("`{key}` has no text here"));
        return Some(error.of(key).help("write the words, or remove the line"));
    }
    if let Some(bad) = first_not_carried(text) {
        let message = format!("no document can carry the character U+{:04X}", u32::from(bad));
        return Some(PromptError::new("bad_character", place, message).of(key).help("remove it"));
    }
    let length = text.chars().count();
    if length > most {
        let message = format!("this has {length} characters, but the voice takes at most {most} at once");
        return Some(PromptError::new("text_too_long", place, message).of(key).help("use fewer words"));
    }
    if let Some(error) = marked_up(key, spoken, text, place) {
        return Some(error);
    }
    let bad = match pieces(text) {
        Ok(pieces) => {
            let (message, help) = pieces.iter().find_map(|piece| match piece {
                Piece::Placeholder { format, .. } => format.wrong_forms(language),
                Piece::Words(_) => None,
            })?;
            return Some(PromptError::new("plural_forms", place, message).of(key).help(help));
        }
        Err(bad) => bad,
    };
    let help = format!(
        "write `{{field}}`, or `{{field:format}}` with one of `{}`; a brace that is spoken is `{{{{`",
        Format::NAMES.join("`, `")
    );
    Some(PromptError::new("bad_placeholder", place, bad.message).of(key).help(help))
}

/// Reports markup that the voice would read aloud, or SSML that Twilio does not accept.
fn marked_up(key: &str, spoken: Spoken<'_>, text: &str, place: Location) -> Option<PromptError> {
    if !spoken.ssml {
        let (markup, help) = markup(text)?;
        let message = format!("`{markup}` would be read aloud");
        let help = help.replace("ssml \"…\"", &format!("ssml {key}"));
        return Some(PromptError::new("markup_in_text", place, message).of(key).help(help));
    }
    match ssml(text) {
        Ok(found) if found.spoken.is_empty() => {
            Some(PromptError::new("empty_text", place, format!("`{key}` has no text here")).of(key))
        }
        Ok(_) => None,
        Err(bad) => {
            let error = PromptError::new("bad_ssml", place, bad.message).of(key);
            Some(bad.help.map_or(error.clone(), |help| error.help(help)))
        }
    }
}

/// Returns the distinct placeholders of a text: the field, and the placeholder as written.
pub(super) fn placeholders(text: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for piece in pieces(text).unwrap_or_default() {
        let Piece::Placeholder { name, format } = piece else { continue };
        let pair = (name.clone(), format.written(&name));
        if !found.contains(&pair) {
            found.push(pair);
        }
    }
    found.sort();
    found
}
