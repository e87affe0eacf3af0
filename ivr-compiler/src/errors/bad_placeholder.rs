//! # bad_placeholder
//!
//! Braces in a text stand for a field of the call, but these do not name a field or a known format. The caller would
//! hear the braces read aloud, or nothing.
//!
//! ```text
//! data { balance: u32 = 0 }
//! state Account { say "Your balance is {balance:dollars}."; hangup; }
//! ```
//!
//! Write `{field}`, or `{field:format}` with one of the formats. To speak a brace, write it twice.
//!
//! ```text
//! data { balance: u32 = 0 }
//! state Account { say "Your balance is {balance:money}."; hangup; }
//! ```

use proc_macro2::Span;

use crate::diagnostics::{Diagnostic, nearest};

/// `{call.zip}` in a text, where only the name of the field is allowed.
pub(crate) fn placeholder_of_path(text: Span, value: &str, inside: &str) -> Option<Diagnostic> {
    let field = inside.strip_prefix("call.").or_else(|| inside.strip_prefix("self."))?;
    let mended = value.replacen(&format!("{{{inside}"), &format!("{{{field}"), 1);
    let diagnostic = Diagnostic::new("bad_placeholder", text, "a placeholder names the field alone");
    Some(diagnostic.help(format!("write `{mended:?}`")))
}

/// Other words for the formats.
const OTHERS: [(&str, &[&str]); 4] = [
    (
        "money",
        &[
            "$", "€", "£", "currency", "amount", "price", "usd", "eur", "dollar", "dollars", "euro", "euros",
            "pound", "pounds", "cash",
        ],
    ),
    (
        "digits",
        &["spell", "spelled", "characters", "chars", "telephone", "phone", "number", "spellout", "letters"],
    ),
    ("date", &["day", "ymd", "mdy", "dmy", "datetime", "calendar"]),
    ("time", &["hms", "hm", "clock", "hour", "hours"]),
];

/// `{n:plral day|days}`: a misspelt format.
pub(crate) fn misspelt_format(text: Span, value: &str, inside: &str, formats: &[&str]) -> Option<Diagnostic> {
    if let Some(written) = joined_otherwise(inside, formats) {
        let mended = value.replacen(&format!("{{{inside}}}"), &format!("{{{written}}}"), 1);
        let message = "a placeholder is a field, `:` and its format";
        let diagnostic = Diagnostic::new("bad_placeholder", text, message);
        return Some(diagnostic.help(format!("write `{mended:?}`")));
    }
    if let Some(field) = one_of_more(inside) {
        let mended = value.replacen(&format!("{{{inside}}}"), &format!("{{{field}}}"), 1);
        let diagnostic = Diagnostic::new("bad_placeholder", text, "a placeholder names one field");
        return Some(diagnostic.help(format!("write `{mended:?}`")));
    }
    let (field, format) = inside.split_once(':')?;
    let (name, forms) = format.split_once(' ').unwrap_or((format, ""));
    if let ("plural" | "plural_word", "") = (name, forms) {
        let behind = value.split_once(&format!("{{{inside}}}")).map_or("", |(_, behind)| behind);
        let word: String = behind.trim_start().chars().take_while(|c| c.is_alphanumeric()).collect();
        let one = word.strip_suffix('s').unwrap_or(&word);
        let (one, other) = if one.is_empty() { ("day", "days") } else { (one, word.as_str()) };
        let diagnostic = Diagnostic::new("bad_placeholder", text, format!("`{name}` needs its forms"));
        return Some(diagnostic.help(format!("write `{{{field}:{name} {one}|{other}}}`")));
    }
    let other = OTHERS.iter().find(|(_, theirs)| theirs.contains(&name.to_lowercase().as_str()));
    if let (Some((ours, _)), "") = (other, forms) {
        let mended = value.replacen(&format!("{{{inside}}}"), &format!("{{{field}:{ours}}}"), 1);
        let diagnostic = Diagnostic::new("bad_placeholder", text, format!("format `{name}` is unknown"));
        return Some(diagnostic.help(format!("write `{mended:?}`")));
    }
    let known = formats.iter().map(|format| format.split_once(' ').map_or(*format, |(name, _)| name));
    let meant = nearest(name, known).filter(|meant| *meant != name);
    // `{n:02}` and `{total:.2f}` are formats of Rust and Python.
    let of_rust = forms.is_empty() && name.contains(|c: char| c.is_ascii_digit() || "<>^+?#.".contains(c));
    let written = match meant {
        Some(meant) => format!("{field}:{meant} {forms}"),
        None if of_rust => field.to_owned(),
        None => return None,
    };
    let mended = value.replacen(&format!("{{{inside}}}"), &format!("{{{}}}", written.trim_end()), 1);
    let diagnostic = Diagnostic::new("bad_placeholder", text, format!("format `{name}` is unknown"));
    Some(diagnostic.help(format!("write `{mended:?}`")))
}

/// The field of `n or 0`.
fn one_of_more(inside: &str) -> Option<&str> {
    let (field, more) = inside.split_once(' ')?;
    let is_name = !field.is_empty() && field.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.'));
    let joins = ["or ", "if ", "as ", "and ", "of ", "?? "].iter().any(|word| more.starts_with(word));
    (is_name && joins).then_some(field)
}

/// `n plural day|days`, `n:plural(day, days)` and `n|digits` as `n:plural day|days` and `n:digits`.
fn joined_otherwise(inside: &str, formats: &[&str]) -> Option<String> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let (field, rest) = inside.split_at(inside.find(|c: char| !is_word(c) && c != '.')?);
    let rest = rest.trim_start_matches([' ', ':', '|', ',', '-']);
    let (name, forms) = rest.split_at(rest.find(|c: char| !is_word(c)).unwrap_or(rest.len()));
    let known = formats.iter().find(|format| format.split(' ').next() == Some(name))?;
    let forms: Vec<&str> = forms
        .split(['|', ',', '/', '(', ')', ':', '"', '\''])
        .map(str::trim)
        .filter(|form| !form.is_empty())
        .collect();
    let takes_forms = known.contains(' ');
    let written = match (takes_forms, &forms[..]) {
        (false, []) => format!("{field}:{name}"),
        (true, [_, _, ..]) => format!("{field}:{name} {}", forms.join("|")),
        _ => return None,
    };
    (written != inside && !field.is_empty()).then_some(written)
}

/// `{name.to_uppercase()}`, `{a + b}`: Rust in braces.
pub(crate) fn placeholder_of_rust(text: Span, inside: &str) -> Option<Diagnostic> {
    let is_rust = inside.contains(['(', ')', '+', '*', '/', '?', '[', '&', '!']) || inside.contains(" if ");
    if !is_rust || inside.trim_start().starts_with(|c: char| !c.is_alphabetic()) {
        return None;
    }
    let first: String =
        inside.chars().take_while(|c| c.is_alphanumeric() || matches!(c, '.' | '_')).collect();
    let call = if inside.starts_with("call.") || inside.starts_with("app.") { "" } else { "call." };
    let name: &str = first.trim_start_matches("call.").split('.').next().unwrap_or("value");
    let message = format!("`{{{inside}}}` is a Rust expression; a placeholder must be a field");
    Some(Diagnostic::new("bad_placeholder", text, message).help(format!(
        "store it in a field first, `set {name}_said = {call}{inside};`, and write `{{{name}_said}}`"
    )))
}

pub(crate) fn bad_placeholder(text: Span, message: String, formats: &[&str]) -> Diagnostic {
    let formats = formats.join("`, `");
    Diagnostic::new("bad_placeholder", text, message).help(format!(
        "write `{{field}}`, or `{{field:format}}` with one of `{formats}`; a brace that is spoken is `{{{{`"
    ))
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn a_brace_without_its_other_half() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                state Menu { say "Choose { or not."; hangup; }
//~                              ^^^^^^^^^^^^^^^^^^ a `{` without its `}`
//~                              help: write `{field}`, or `{field:format}` with one of `digits`, `money`, `date`, `time`, `plural one|other`, `plural_word one|other`; a brace that is spoken is `{{`
            }
            "#,
        );
    }

    #[test]
    fn a_brace_that_is_spoken() {
        check_legal(r#"pub tree Line { start Menu; state Menu { say "Choose {{ or [."; hangup; } }"#);
    }

    #[test]
    fn a_field_with_the_call_before_it() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                data { n: u8 = 0 }
                state Menu { say "It is {call.n:digits}."; hangup; }
//~                              ^^^^^^^^^^^^^^^^^^^^^^^^ a placeholder names the field alone
//~                              help: write `"It is {n:digits}."`
            }
            "#,
        );
    }

    #[test]
    fn a_path_that_begins_with_a_field() {
        check_legal(
            r#"
            pub tree Line {
                start Menu;
                data { stop: Stop = Stop::default() }
                state Menu { say "{stop.name}, at {stop.times.0:time}."; hangup; }
            }
            "#,
        );
    }
}
