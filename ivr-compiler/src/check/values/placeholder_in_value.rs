//! # placeholder_in_value
//!
//! A number, a URL, a file or the name of a queue contains a placeholder. Placeholders are filled in only where a text
//! is spoken. Twilio would look for a queue that is called `{team}`.
//!
//! ```text
//! data { team: String = String::new() }
//! state Hold { enqueue "{team}" match { _ => end } }
//! ```
//!
//! Write a Rust expression in parentheses:
//!
//! ```text
//! data { team: String = String::new() }
//! state Hold { enqueue (call.team) match { _ => end } }
//! ```

use proc_macro2::Span;

use crate::{
    check::survey::Survey,
    diagnostics::{Diagnostic, Diagnostics},
    model::{Kind, Piece, Verb, WrittenText, pieces},
    syntax::{Noun, Text, Value},
};

pub(crate) fn check(graph: &Survey<'_>, diagnostics: &mut Diagnostics) {
    for &WrittenText { text, state, kind, .. } in graph.texts() {
        let what = match kind {
            Kind::File => "the name of a file",
            Kind::Queue => "the name of a queue",
            Kind::Url | Kind::Agent => "a URL",
            Kind::Words | Kind::Phrase | Kind::Hint => continue,
        };
        diagnostics.extend(diagnostic(text, what, kind).map(|diagnostic| diagnostic.within(state)));
    }
    for (id, state) in graph.states.iter().enumerate() {
        let Verb::Dial(dial) = &state.verb else { continue };
        let shown = dial.clauses.caller_id.as_ref().and_then(Value::text);
        let called = dial.callees().map(|(noun, text)| (noun.object(), text));
        for (what, text) in called.chain(shown.map(|text| (Noun::Number.object(), text))) {
            diagnostics.extend(diagnostic(text, what, Kind::Words).map(|diagnostic| diagnostic.within(id)));
        }
    }
}

fn diagnostic(text: &Text, what: &str, kind: Kind) -> Option<Diagnostic> {
    let (field, rust) = in_rust(&text.value)?;
    let error = |span: Span| {
        let message = format!("`{{{field}}}` is not filled in here: {what} is not spoken");
        Diagnostic::new("placeholder_in_value", span, message)
    };
    Some(match kind {
        Kind::Agent => error(text.span)
            .help(format!("remove it, and tell the agent: `give {{ {field}: call.{field} }}`")),
        _ => error(text.span).help(format!("write `({rust})`")),
    })
}

/// Returns whether a value contains a placeholder, which other rules leave to this one.
pub(crate) fn has_placeholder(value: &str) -> bool {
    in_rust(value).is_some()
}

/// Returns the first field of the placeholders, and the Rust for the whole value.
fn in_rust(value: &str) -> Option<(String, String)> {
    value.contains('{').then_some(())?;
    let (mut format, mut fields) = (String::new(), Vec::new());
    for piece in pieces(value).ok()? {
        match piece {
            Piece::Words(words) => format.push_str(&words),
            Piece::Placeholder { name, .. } => {
                format.push_str("{}");
                fields.push(name);
            }
        }
    }
    let first = fields.first()?.clone();
    let values: Vec<String> = fields.iter().map(|field| format!("call.{field}")).collect();
    let rust =
        if format == "{}" { values.concat() } else { format!("format!({format:?}, {})", values.join(", ")) };
    Some((first, rust))
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn values_that_are_not_spoken() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                data { f: String = String::new() }
                state Menu { play "https://a.example/{f}.mp3"; enqueue "{f}" match { _ => Desk } }
//~                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^ `{f}` is not filled in here: the name of a file is not spoken
//~                               help: write `(format!("https://a.example/{}.mp3", call.f))`
//~                                                                    ^^^^^ `{f}` is not filled in here: the name of a queue is not spoken
//~                                                                    help: write `(call.f)`
                state Desk { dial "{f}", caller_id "{f}" match { answered => end, _ => Other } }
//~                               ^^^^^ `{f}` is not filled in here: a number is not spoken
//~                               help: write `(call.f)`
//~                                                ^^^^^ `{f}` is not filled in here: a number is not spoken
//~                                                help: write `(call.f)`
                state Other { redirect "https://a.example/{f}"; }
//~                                    ^^^^^^^^^^^^^^^^^^^^^^^ `{f}` is not filled in here: a URL is not spoken
//~                                    help: write `(format!("https://a.example/{}", call.f))`
            }
            "#,
        );
    }

    #[test]
    fn rust_in_place_of_a_text() {
        check_legal(
            r#"
            pub tree Line {
                start Menu;
                data { f: String = String::new() }
                state Menu { say "{f}"; play (format!("https://a.example/{}.mp3", call.f)); enqueue (call.f) match { _ => end } }
            }
            "#,
        );
    }
}
