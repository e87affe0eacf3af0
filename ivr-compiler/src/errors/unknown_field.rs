//! # unknown_field
//!
//! A text, a `set` or an `into` names a field that the call does not have. The caller's input would be lost, or
//! nothing would be spoken.
//!
//! ```text
//! data { zip: Digits }
//! state Code { gather 5 keys, into zpi { say "Your zip code, please."; } match { entered | silence | _ => end } }
//! ```
//!
//! Correct the spelling, or declare the field in `data`:
//!
//! ```text
//! data { zip: Digits }
//! state Code { gather 5 keys, into zip { say "Your zip code, please."; } match { entered | silence | _ => end } }
//! ```
//!
//! In Rust, write `call.zip`.

use proc_macro2::Span;

use crate::diagnostics::{Diagnostic, nearest};

/// A placeholder for an unknown field.
const OURS: [(&[&str], &str); 4] = [
    (&["position", "queue_position", "place"], "queue.position"),
    (&["queue_size", "size"], "queue.size"),
    (&["waited", "wait_time", "queue_time"], "queue.waited"),
    (&["digit", "number", "option", "choice", "button", "dtmf", "index"], "key"),
];

pub(crate) fn unknown_field(span: Span, name: &str, known: &[String]) -> Diagnostic {
    let diagnostic = Diagnostic::new("unknown_field", span, format!("a call has no field `{name}`"));
    if name == "key" {
        let diagnostic = Diagnostic::new(
            "unknown_field",
            span,
            "`{key}` is the key of an offered item, and known only in `each`",
        );
        return diagnostic.help("write the text in `each { … }`");
    }
    if let Some((_, ours)) = OURS.iter().find(|(theirs, _)| theirs.contains(&name)) {
        return diagnostic.help(format!("write `{{{ours}}}`, or declare it: `data {{ {name}: … }}`"));
    }
    match nearest(name, known.iter().map(String::as_str)) {
        Some(meant) => diagnostic.help(format!("did you mean `{meant}`?")),
        None => diagnostic.help(format!("declare it: `data {{ {name}: … }}`")),
    }
}

/// A field that Rust names without `call.`.
pub(crate) fn bare_field(name: &proc_macro2::Ident) -> Diagnostic {
    Diagnostic::new("unknown_field", name.span(), format!("the field `{name}` is `call.{name}` in Rust"))
        .help(format!("write `call.{name}`"))
}

/// A state where `into` names a field.
pub(crate) fn state_as_field(name: &proc_macro2::Ident) -> Diagnostic {
    let field = name.to_string().to_lowercase();
    Diagnostic::new("unknown_field", name.span(), format!("`{name}` is a state, and `into` names a field"))
        .help(format!("write `into {field}`, and declare it: `data {{ {field}: Digits }}`"))
}

/// A list whose type is a single value.
pub(crate) fn no_list(list: &proc_macro2::Ident, kind: &str) -> Diagnostic {
    let message = format!("the field `{list}` is not a list but a `{kind}`");
    Diagnostic::new("unknown_field", list.span(), message)
        .help(format!("declare it as a list: `data {{ {list}: Vec<{kind}> }}`"))
}

/// A list whose items are stored in an undeclared field; `kind` is the type of an item.
pub(crate) fn undeclared_item(item: &proc_macro2::Ident, kind: &str) -> Diagnostic {
    Diagnostic::new("unknown_field", item.span(), format!("a call has no field `{item}`"))
        .help(format!("declare it: `data {{ {item}: {kind} }}`"))
}

#[cfg(test)]
mod tests {
    use crate::check::tests::check_diagnostics;

    #[test]
    fn a_placeholder_of_a_field_that_nobody_declared() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                state Menu { say "Your balance is {balance:money}."; hangup; }
//~                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ a call has no field `balance`
//~                              help: declare it: `data { balance: … }`
            }
            "#,
        );
    }
}
