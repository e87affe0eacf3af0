//! # markup_in_text
//!
//! A text contains tags, entities, or placeholders in the syntax of another language. The voice would read them
//! aloud: "less than break time".
//!
//! ```text
//! state Menu { say "One moment. <break time='1s'/> Thank you."; hangup; }
//! ```
//!
//! Write SSML after `ssml`, and the value of a field as `{field}`:
//!
//! ```text
//! state Menu { ssml "One moment. <break time='1s'/> Thank you."; hangup; }
//! ```

use crate::{
    check::survey::Survey,
    diagnostics::{Diagnostic, Diagnostics},
    model::{Kind, WrittenText},
    prompt_file::markup,
};

pub(crate) fn check(graph: &Survey<'_>, diagnostics: &mut Diagnostics) {
    for &WrittenText { text, state, kind, .. } in graph.texts() {
        if kind != Kind::Words || text.is_plain || text.ssml.is_some() {
            continue;
        }
        if let Some((markup, help)) = markup(&text.value) {
            let message = format!("`{markup}` would be read aloud");
            let help = of_field(&text.value, markup).unwrap_or_else(|| help.to_owned());
            diagnostics.push(Diagnostic::new("markup_in_text", text.span, message).help(help).within(state));
        }
    }
}

/// The text with the field of `${name}` or `{{name}}` as fields are written here.
fn of_field(text: &str, markup: &str) -> Option<String> {
    let name = markup.trim_matches(|sign: char| !sign.is_ascii_alphanumeric() && sign != '_');
    let is_name = name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let braces = markup.starts_with("${") || markup.starts_with("{{") || markup.starts_with("<%");
    (is_name && braces).then(|| format!("write `{:?}`", text.replacen(markup, &format!("{{{name}}}"), 1)))
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn markup_in_each_kind_of_words() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                on_error { say "Sorry &amp; bye."; } then hangup
//~                            ^^^^^^^^^^^^^^^^^^ `&amp;` would be read aloud
//~                           help: write the character itself, or `ssml "…"` in place of `say`
                state Menu {
                    play "https://a.example/a.mp3", say "<b>Hello</b>";
//~                                                     ^^^^^^^^^^^^^^ `<b>` would be read aloud
//~                                   help: write `ssml "…"` in place of `say`
                    gather key { say "Hello %s, press one."; } match { 1 => end, silence | _ => { say "{{name}}"; } then end }
//~                                  ^^^^^^^^^^^^^^^^^^^^^^ `%s` would be read aloud
//~                                  help: the value of a field is `{field}`
//~                                                                                                   ^^^^^^^^^^ `{{name}}` would be read aloud
//~                                                                                                   help: write `"{name}"`
                }
            }
            "#,
        );
    }

    #[test]
    fn characters_that_are_no_markup() {
        check_legal(
            r#"pub tree Line { start Menu; state Menu { say "Tom & Jerry pay 5% of $10 if 3 < 5."; hangup; } }"#,
        );
        check_legal(
            r#"
            #[allow(markup_in_text, reason = "a course on SSML")]
            pub tree Line { start Menu; state Menu { say "A tag is <b>."; hangup; } }
            "#,
        );
    }
}
