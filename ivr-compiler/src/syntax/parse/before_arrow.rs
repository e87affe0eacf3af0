//! What stands between the patterns of an arm and its `=>`.

use ivr_core::event::Verb;
use syn::{Token, buffer::Cursor, parse::ParseStream};

use super::{
    peek_word, stray, syntax_error, tokens,
    words::{self, Context},
};
use crate::diagnostics::{Diagnostic, Diagnostics};

/// `1 when vip =>`: another word for `if`.
fn guard(input: ParseStream<'_>) -> Option<Diagnostic> {
    let (word, rest) = input.cursor().ident()?;
    rest.ident()?;
    let written = match word.to_string().as_str() {
        "when" | "where" | "while" | "provided" | "only" | "whenever" => "if",
        "unless" => "if !",
        _ => return None,
    };
    let diagnostic = syntax_error(word.span(), "the condition of an arm begins with `if`");
    Some(diagnostic.help(format!("write `{written}`")))
}

/// `5 keys =>`: the number of keys in place of `entered`.
fn counted(input: ParseStream<'_>, from: Cursor<'_>) -> Option<Diagnostic> {
    let (word, rest) = input.cursor().ident()?;
    from.literal()?;
    let is_keys = matches!(word.to_string().as_str(), "key" | "keys" | "digit" | "digits");
    (is_keys && stray::begins_arrow(rest)).then_some(())?;
    let diagnostic = syntax_error(from.span(), "a complete entry is the outcome `entered`").to(word.span());
    Some(diagnostic.help("write `entered`"))
}

/// `silence 3 =>`, `entered into zip =>`: reports what follows the patterns of an arm and has no meaning there.
pub(super) fn before_arrow(input: ParseStream<'_>, from: Cursor<'_>, diagnostics: &mut Diagnostics) {
    let is_clause = peek_word(input).filter(|word| words::is_known(Context::Clause(Verb::Gather), word));
    let stop = |input: ParseStream<'_>| input.peek(Token![=>]);
    if let Some(diagnostic) = guard(input).or_else(|| counted(input, from)) {
        diagnostics.unread(diagnostic);
        let _guard = tokens::take_until(input, stop);
        return;
    }
    if input.cursor().ident().is_some_and(|(word, rest)| word == "hidden" && rest.punct().is_some()) {
        let key = tokens::between(from, input.cursor());
        let Some(word) = tokens::take_one(input) else { return };
        let message = "`hidden` must come before the key";
        let help = format!("move it: `hidden {key}`");
        diagnostics.unread(syntax_error(word.first, message).help(help));
        return;
    }
    let Some(clause) = is_clause else {
        return stray::stray(input, &tokens::between(from, input.cursor()), stop, diagnostics);
    };
    let Some(taken) = tokens::take_until(input, stop) else { return };
    let message = format!("`{clause}` is a clause of `gather`: clauses must come before the prompts");
    let help = format!("remove it, and write `, {}` after what `gather` listens for", taken.written());
    diagnostics.push(syntax_error(taken.first, message).to(taken.last).help(help));
}
