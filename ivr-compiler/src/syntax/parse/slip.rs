//! Misspelt keywords, such as `tehn` for `then`, and brackets of the wrong kind.

use proc_macro2::{Delimiter, Ident, Span};
use syn::{ext::IdentExt as _, parse::ParseStream};

use super::{peek_word, syntax_error, take_word, tokens, words};
use crate::diagnostics::{Diagnostic, Diagnostics, nearest};

/// The longest block that a help repeats.
const MAX_WRITTEN: usize = 100;

/// Takes `word`, also misspelt or as another system names it, which is reported.
pub(super) fn take_meant(
    input: ParseStream<'_>,
    word: &str,
    others: &[&str],
    diagnostics: &mut Diagnostics,
) -> Option<Span> {
    if let Some(span) = take_word(input, word) {
        return Some(span);
    }
    let typed = peek_word(input)?;
    let other = others.contains(&words::folded(&typed).as_str());
    if !other && !is_slip(&typed, word) {
        return None;
    }
    let typed = input.call(Ident::parse_any).ok()?;
    diagnostics.push(if other { words::called(&typed, word) } else { slip(&typed, word) });
    Some(typed.span())
}

/// Returns whether a word in lower case is a misspelling of `word`.
pub(super) fn is_slip(typed: &str, word: &str) -> bool {
    typed != word && typed.starts_with(char::is_lowercase) && nearest(typed, [word].into_iter()).is_some()
}

/// Returns the diagnostic for a misspelt word.
pub(super) fn slip(typed: &Ident, word: &str) -> Diagnostic {
    syntax_error(typed.span(), format!("unknown word `{typed}`")).help(format!("did you mean `{word}`?"))
}

/// Returns whether a block comes next, in braces or in other brackets.
pub(super) fn at_brackets(input: ParseStream<'_>) -> bool {
    input.cursor().any_group().is_some_and(|(_, delimiter, _, _)| delimiter != Delimiter::None)
}

/// Reports a block in other brackets than braces, which is parsed nevertheless.
pub(super) fn report_brackets(input: ParseStream<'_>, message: &str, diagnostics: &mut Diagnostics) {
    let Some((inside, delimiter, span, _)) = input.cursor().any_group() else { return };
    if matches!(delimiter, Delimiter::Brace | Delimiter::None) {
        return;
    }
    let inside = tokens::written(&inside.token_stream());
    let inside = if inside.len() > MAX_WRITTEN || inside.is_empty() { "…" } else { &inside };
    let diagnostic = syntax_error(span.open(), message).to(span.close());
    diagnostics.push(diagnostic.help(format!("write `{{ {inside} }}`")));
}
