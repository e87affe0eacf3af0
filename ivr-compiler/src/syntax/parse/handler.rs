//! `noinput { … }` and `catch nomatch { … }` between the states: VoiceXML's handlers are arms of `everywhere`.

use proc_macro2::{Delimiter, TokenTree};
use syn::parse::ParseStream;

use super::{syntax_error, tokens, words::folded};
use crate::diagnostics::Diagnostic;

/// The longest block that a help repeats.
const MAX_WRITTEN: usize = 80;

/// Returns the diagnostic for a handler that comes next; it is taken as a whole.
pub(super) fn handler(input: ParseStream<'_>) -> Option<Diagnostic> {
    let (first, rest) = input.cursor().ident()?;
    let (event, rest) = match folded(&first.to_string()).as_str() {
        "catch" | "on" | "event" | "handler" | "handle" | "when" => rest.ident()?,
        _ => (first.clone(), rest),
    };
    let arm = match folded(&event.to_string()).trim_start_matches("on") {
        "noinput" | "silence" | "timeout" | "noanswer" => "silence",
        "nomatch" | "invalid" | "invalidinput" | "unrecognized" => "_",
        _ => return None,
    };
    // `noinput count="2" { … }`
    let mut at = rest;
    while at.group(Delimiter::Brace).is_none() {
        let (token, next) = at.token_tree()?;
        if matches!(&token, TokenTree::Punct(mark) if mark.as_char() == ';') {
            return None;
        }
        at = next;
    }
    let (block, span, _) = at.group(Delimiter::Brace)?;
    let steps = tokens::written(&block.token_stream());
    let is_plain =
        steps.len() <= MAX_WRITTEN && steps.starts_with("say \"") && steps.matches(';').count() == 1;
    let steps = if is_plain { steps.as_str() } else { "…" };
    let written = format!("everywhere {{ {arm} => retry 2 {{ {steps} }} then end }}");
    let _taken = tokens::take_until(input, |input| input.cursor() == at);
    let _block = tokens::take_one(input);
    let diagnostic = syntax_error(first.span(), format!("`{event}` is an arm of `everywhere` here"));
    Some(diagnostic.to(span.close()).help(format!("write `{written}`")))
}
