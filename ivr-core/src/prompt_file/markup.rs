//! Detects markup in a text that a voice would read aloud: tags, entities, and placeholders of other template
//! languages.

/// Returns the first markup in a text, and what to write instead.
pub fn markup(text: &str) -> Option<(&str, &'static str)> {
    if !has_sign(text) {
        return None;
    }
    let at = text
        .char_indices()
        .map(|(at, _)| (text.get(..at).unwrap_or_default(), text.get(at..).unwrap_or_default()));
    at.filter(|(_, rest)| rest.starts_with(SIGNS)).find_map(|(before, rest)| {
        let found = |length: Option<usize>, help| Some((rest.get(..length?)?, help));
        found(server_tag(rest), FIELD)
            .or_else(|| found(tag(before, rest), SSML))
            .or_else(|| found(emphasis(rest), PLAIN))
            .or_else(|| found(entity(rest), CHARACTER))
            .or_else(|| found(template(before, rest), FIELD))
    })
}

/// Returns whether the text contains one of the characters with which markup begins.
fn has_sign(text: &str) -> bool {
    let mut rest = text.as_bytes();
    while let [byte, after @ ..] = rest {
        if matches!(byte, b'<' | b'&' | b'$' | b'%' | b'{' | b'[' | b'*' | b'\\') {
            return true;
        }
        rest = after;
    }
    false
}

/// The characters with which markup begins.
const SIGNS: [char; 8] = ['<', '&', '$', '%', '{', '[', '*', '\\'];

const SSML: &str = "write `ssml \"…\"` in place of `say`";
const CHARACTER: &str = "write the character itself, or `ssml \"…\"` in place of `say`";
const FIELD: &str = "the value of a field is `{field}`";
const PLAIN: &str = "write the words alone";

/// Returns the length of `<%= name %>` at the start of a text.
fn server_tag(text: &str) -> Option<usize> {
    text.strip_prefix("<%")?;
    Some(text.find("%>")? + 2)
}

/// Returns the length of `**now**` at the start of a text; `**` alone may be two keys.
fn emphasis(text: &str) -> Option<usize> {
    let inside = text.strip_prefix("**")?;
    let length = inside.find("**")?;
    let words = inside.get(..length)?;
    let is_word = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
    (is_word(words.chars().next()) && is_word(words.chars().last())).then_some(length + 4)
}

/// Returns the length of `<break time="1s"/>`, `</s>`, `<!--…-->` or `<?xml …?>` at the start of a text.
fn tag(before: &str, text: &str) -> Option<usize> {
    let inside = text.strip_prefix('<')?;
    if let Some(end) = inside.strip_prefix("![CDATA[").and_then(|data| data.find("]]>")) {
        return Some("<![CDATA[".len() + end + "]]>".len());
    }
    let end = text.find('>')?;
    let inside = text.get(1..end)?;
    let name = inside.trim_start().strip_prefix('/').unwrap_or(inside.trim_start());
    let begins =
        name.starts_with(|letter: char| letter.is_ascii_alphabetic()) || name.starts_with(['!', '?']);
    // "a < b and b > c" is a comparison, not a tag.
    let attributes = inside.contains('=') || inside.ends_with(['/', '?', '-']);
    let glued = !inside.starts_with(' ') && !before.ends_with(char::is_alphanumeric);
    let alone = !inside.contains('<') && (attributes || glued || !inside.contains(' '));
    (begins && alone).then_some(end + 1)
}

/// Returns the length of `&amp;`, `&eacute;` or `&#233;` at the start of a text.
fn entity(text: &str) -> Option<usize> {
    let inside = text.strip_prefix('&')?;
    let end = inside.find(';')?;
    let name = inside.get(..end)?;
    let is_number = |digits: &str, hex: bool| {
        let digits = digits.strip_prefix(['x', 'X']).filter(|_| hex).unwrap_or(digits);
        !digits.is_empty() && digits.chars().all(|digit| digit.is_ascii_hexdigit())
    };
    let is_entity = match name.strip_prefix('#') {
        Some(digits) => is_number(digits, true),
        // The name of an HTML entity has at least two letters, most of them in lower case.
        None => {
            name.len() >= 2
                && name.starts_with(|letter: char| letter.is_ascii_alphabetic())
                && name.chars().all(|letter| letter.is_ascii_alphanumeric())
                && name.chars().any(|letter| letter.is_ascii_lowercase())
        }
    };
    is_entity.then_some(end + 2)
}

/// Returns the length of `${name}`, `{{name}}`, `%{name}`, `%(name)s`, `$name` or `%s` at the start of a text.
fn template(before: &str, text: &str) -> Option<usize> {
    if let Some(inside) = text.strip_prefix("{{") {
        return braced(inside, "}}").map(|length| length + 2);
    }
    if let Some(inside) = text.strip_prefix("${").or_else(|| text.strip_prefix("%{")) {
        let length = inside.find('}')?;
        return Some(length + 3);
    }
    for (open, close) in [("[[", "]]"), ("$(", ")"), ("\\(", ")")] {
        if let Some(inside) = text.strip_prefix(open) {
            return braced(inside, close).map(|length| length + open.len());
        }
    }
    if let Some(inside) = text.strip_prefix('%')
        && let Some(length) =
            braced(inside, "%").filter(|length| !inside.get(..*length).unwrap_or_default().contains(' '))
        && !before
            .ends_with(|letter: char| letter.is_alphanumeric() || letter == ' ' && is_percentage(before))
    {
        return Some(length + 1);
    }
    if let Some(inside) = text.strip_prefix("%(") {
        let length = braced(inside, ")")?;
        return inside.get(length..)?.starts_with(['s', 'd', 'i', 'f']).then_some(length + 3);
    }
    let is_word = |letter: char| letter.is_alphanumeric() || letter == '_';
    let is_free = !before.ends_with(is_word);
    if let Some(inside) = text.strip_prefix('$').filter(|_| is_free) {
        let name = inside.find(|letter: char| !is_word(letter)).unwrap_or(inside.len());
        return inside
            .starts_with(|letter: char| letter.is_ascii_lowercase() || letter == '_')
            .then_some(name + 1);
    }
    let is_free = is_free && !is_percentage(before);
    let inside = text.strip_prefix('%').filter(|_| is_free)?;
    let flags = inside.find(|letter: char| !(letter.is_ascii_digit() || ".$+-".contains(letter)))?;
    let rest = inside.get(flags..)?;
    let verb = rest.starts_with(['s', 'd', 'i', 'f', 'u', 'x', 'v', '@']);
    let ends = !rest.chars().nth(1).is_some_and(is_word);
    (verb && ends).then_some(flags + 2)
}

/// Returns whether a `%` after this text belongs to a number: "100 %".
fn is_percentage(before: &str) -> bool {
    before.trim_end().ends_with(|letter: char| letter.is_numeric() || letter == '}')
}

/// Returns the length of a name and its closing character.
fn braced(inside: &str, close: &str) -> Option<usize> {
    let length = inside.find(close)?;
    let name = inside.get(..length)?.trim();
    let is_name = name.starts_with(|letter: char| letter.is_alphabetic() || letter == '_')
        && name.chars().all(|letter| letter.is_alphanumeric() || "_.:|- ".contains(letter));
    is_name.then_some(length + close.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_of_every_kind_is_found() {
        for (text, found) in [
            ("Wait <break time=\"1s\"/> please.", "<break time=\"1s\"/>"),
            ("<b>Now</b>", "<b>"),
            ("Now</b>", "</b>"),
            ("A<!-- aside -->B", "<!-- aside -->"),
            ("Tom &amp; Jerry", "&amp;"),
            ("Caf&eacute;", "&eacute;"),
            ("&#233;", "&#233;"),
            ("&#xE9;", "&#xE9;"),
            ("Hello ${name}.", "${name}"),
            ("Hello {{name}}.", "{{name}}"),
            ("Hello {{ user.name }}.", "{{ user.name }}"),
            ("Hello %{name}.", "%{name}"),
            ("Hello %(name)s.", "%(name)s"),
            ("Hello $name.", "$name"),
            ("Hello %s.", "%s"),
            ("You have %d calls.", "%d"),
            ("%1$s and %2$s", "%1$s"),
            ("%.2f euros", "%.2f"),
            ("%@", "%@"),
            ("Hello <%= name %>.", "<%= name %>"),
            ("Hello [[name]].", "[[name]]"),
            ("Hello $(name).", "$(name)"),
            (r"Hello \(name).", r"\(name)"),
            ("Hello %name%.", "%name%"),
            ("Wait < break time='1s' /> please.", "< break time='1s' />"),
            ("<?xml version='1.0'?>Hello.", "<?xml version='1.0'?>"),
            ("<![CDATA[Hello]]>", "<![CDATA[Hello]]>"),
            ("Press **now** please.", "**now**"),
        ] {
            assert_eq!(markup(text).map(|(found, _)| found), Some(found), "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_markup_is_said() {
        for text in [
            "If 3 < 5 and 5 > 3",
            "I <3 you",
            "a < b",
            "Tom & Jerry; AT&T; R&D",
            "Q & A; then more",
            "It costs $5, or US$ 10.",
            "{price} $",
            "100%",
            "100 %d'intérêts",
            "{rate}% of",
            "20%s",
            "Choose {{ or [.",
            "{name}, {n:plural day|days}",
            "Press #.",
            "5% discount",
            "a<b and b>c",
            "Press ** twice.",
            "Press * or **.",
            "See [1].",
            "From 5 % to 10 %.",
            "5%-10% off",
        ] {
            assert_eq!(markup(text), None, "{text}");
        }
    }
}
