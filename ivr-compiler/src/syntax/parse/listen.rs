//! The inputs of a `gather`: `key`, `4..=8 keys`, `speech`, `key or speech`.

use ivr_core::event::Verb;
use proc_macro2::{Delimiter, Ident, Span, TokenTree};
use syn::{LitInt, Token, buffer::Cursor, ext::IdentExt as _, parse::ParseStream};

use super::{
    at_block, at_parenthesis, common, count, expected, literal, others, peek_word, rust, scope, syntax_error,
    take_word, tokens,
    words::{self, Context, called},
};
use crate::{
    diagnostics::{Diagnostic, Diagnostics, nearest},
    syntax::{Gather, Keys},
};

/// `key`, `5 keys`, `4..=8 keys`, `keys`, `speech`, or keys `or speech`.
pub(super) fn listened_for(
    input: ParseStream<'_>,
    verb: &Ident,
    gather: &mut Gather,
    diagnostics: &mut Diagnostics,
) -> Result<(), Diagnostic> {
    if let Some(word) = common::key(input) {
        gather.keys = Some(Keys { min: 1, max: Some(1), span: word.span() });
        return Ok(());
    }
    if quoted_input(input, gather, diagnostics).is_some() || quoted(input, gather, diagnostics) {
        return Ok(());
    }
    if input.peek(Token![,])
        || at_block(input)
        || peek_word(input).as_deref() == Some("match")
        || literal::is_text(input)
    {
        let diagnostic = syntax_error(verb.span(), "`gather` needs `key`, `speech` or `key or speech`");
        return Err(diagnostic
            .help("write `gather key`")
            .note("others are `4 keys`, `keys`, `speech` and `key or speech`"));
    }
    if peek_word(input).as_deref() == Some("input") {
        let diagnostic = syntax_error(input.span(), "`key` or `speech` must directly follow `gather`");
        return Err(diagnostic.help("write `gather key`, `gather speech` or `gather key or speech`"));
    }
    if let Some((word, rest)) = input.cursor().ident()
        && let Some((next, _)) = rest.ident()
        && matches!(word.to_string().as_str(), "any" | "a" | "an" | "the" | "one" | "single" | "some" | "for")
        && (next == "key" || next == "speech" || next == "keys" && word != "one")
    {
        let _idle = tokens::take_one(input);
        let diagnostic = syntax_error(word.span(), "`key` or `speech` must directly follow `gather`");
        diagnostics.push(diagnostic.help("remove it"));
    }
    if let Some(diagnostic) = scope::bare(input.cursor()) {
        return Err(diagnostic);
    }
    let is_counted = is_counted(input);
    if at_parenthesis(input) && !is_counted {
        return parenthesised(input, gather, diagnostics);
    }
    let (from, first) = (input.cursor(), input.span());
    if let Some(keys) = count::bounded(input, diagnostics) {
        gather.keys = Some(keys);
    } else if is_counted {
        let count = rust::computed(input)?;
        let word = any(input)?;
        if word == "key" {
            diagnostics.push(several_keys(&word));
        } else if word != "keys" {
            diagnostics.push(called(&word, "keys"));
        }
        gather.keys = Some(Keys { min: 1, max: None, span: count.span });
        gather.count = Some(count);
    } else if input.peek(LitInt) {
        gather.keys = Some(counted(input, diagnostics)?);
    } else {
        one_word(input, verb, gather, diagnostics)?;
    }
    let Some(joint) = joint(input) else { return Ok(()) };
    both(input, verb, gather, joint, (from, first), diagnostics)
}

/// `input "dtmf speech"`.
fn quoted_input(input: ParseStream<'_>, gather: &mut Gather, diagnostics: &mut Diagnostics) -> Option<()> {
    let (word, rest) = input.cursor().ident().filter(|(word, _)| word == "input")?;
    let marked = rest.punct().filter(|(mark, _)| matches!(mark.as_char(), '=' | ':')).map(|(_, rest)| rest);
    marked.unwrap_or(rest).literal().filter(|(text, _)| text.to_string().starts_with('"'))?;
    let _word = any(input).ok()?;
    let _mark = marked.and_then(|_| tokens::take_one(input));
    let (told, last) = (diagnostics.len(), input.span());
    quoted(input, gather, diagnostics).then_some(())?;
    // The quotes are reported with the word.
    let help = diagnostics.last_mut().map(|told| std::mem::take(&mut told.lines)).unwrap_or_default();
    diagnostics.truncate(told);
    let diagnostic = syntax_error(word.span(), "`key` or `speech` must directly follow `gather`").to(last);
    diagnostics.push(Diagnostic { lines: help, ..diagnostic });
    Some(())
}

/// `"dtmf speech"`, as in TwiML.
fn quoted(input: ParseStream<'_>, gather: &mut Gather, diagnostics: &mut Diagnostics) -> bool {
    let written = input.cursor().literal().map(|(text, _)| text.to_string()).unwrap_or_default();
    let (keys, speech) = inputs(&written);
    let form = match (keys, speech) {
        (true, true) => "key or speech",
        (true, false) => "key",
        (false, true) => "speech",
        (false, false) => return false,
    };
    let Some(taken) = tokens::take_one(input) else { return false };
    let diagnostic = syntax_error(taken.first, "`key` and `speech` must not be in quotes");
    diagnostics.push(diagnostic.help(format!("write `{form}`")));
    gather.keys = keys.then_some(Keys { min: 1, max: Some(1), span: taken.first });
    gather.speech = speech.then_some(taken.first);
    true
}

/// Whether keys and speech are in an attribute of TwiML.
fn inputs(written: &str) -> (bool, bool) {
    (written.contains("dtmf") || written.contains("key"), written.contains("speech"))
}

fn is_input(written: &str) -> bool {
    inputs(written) != (false, false)
}

/// `(expr) keys`, or with another word for it.
fn is_counted(input: ParseStream<'_>) -> bool {
    let behind = input.cursor().group(proc_macro2::Delimiter::Parenthesis).map(|(_, _, rest)| rest);
    let word = behind.and_then(Cursor::ident).map(|(word, _)| word.to_string());
    word.is_some_and(|word| {
        matches!(words::ours(Context::Listen, &word), Some("keys")) || word == "keys" || word == "key"
    })
}

/// `(key)`.
fn parenthesised(
    input: ParseStream<'_>,
    gather: &mut Gather,
    diagnostics: &mut Diagnostics,
) -> Result<(), Diagnostic> {
    let Some(taken) = tokens::take_one(input) else { return Err(expected(input, "an input")) };
    let inside = taken.written();
    let inside = inside.trim_start_matches('(').trim_end_matches(')');
    let diagnostic =
        syntax_error(taken.first, "`key` and `speech` must not be in parentheses").to(taken.last);
    diagnostics.push(diagnostic.help(format!("write `{inside}`")));
    match inside {
        "speech" => gather.speech = Some(taken.first),
        _ => gather.keys = Some(Keys { min: 1, max: (inside == "key").then_some(1), span: taken.first }),
    }
    Ok(())
}

/// Returns the word of the language for an input.
fn one_word(
    input: ParseStream<'_>,
    verb: &Ident,
    gather: &mut Gather,
    diagnostics: &mut Diagnostics,
) -> Result<(), Diagnostic> {
    let (dtmf, number) = (
        input.cursor(),
        matches!(peek_word(input).as_deref(), Some("keys" | "digits")) && input.peek2(LitInt),
    );
    let (word, rest) = dtmf.ident().ok_or_else(|| expected(input, "an input such as `key`"))?;
    if word == "dtmf" && rest.ident().is_some_and(|(next, _)| next == "speech") {
        let (first, last) = (any(input)?, any(input)?);
        let diagnostic =
            syntax_error(first.span(), "`dtmf speech` is called `key or speech` here").to(last.span());
        diagnostics.push(diagnostic.help("write `key or speech`"));
        gather.keys = Some(Keys { min: 1, max: Some(1), span: first.span() });
        gather.speech = Some(last.span());
        return Ok(());
    }
    let count = others::key(&word.to_string()).filter(|key| key.bytes().all(|key| key.is_ascii_digit()));
    if let Some(count) = count
        && rest
            .ident()
            .is_some_and(|(next, _)| matches!(next.to_string().as_str(), "key" | "keys" | "digits"))
    {
        let (typed, keys) = (any(input)?, any(input)?);
        let diagnostic = syntax_error(typed.span(), format!("`{typed}` is written `{count}` here"));
        diagnostics.push(diagnostic.help(format!("write `{count}`")));
        let count = count.parse().unwrap_or(1);
        gather.keys = Some(Keys { min: count, max: Some(count), span: keys.span() });
        return Ok(());
    }
    if number {
        let word = any(input)?;
        let count = literal::number(input, "the number of keys")?;
        let diagnostic = syntax_error(word.span(), "the number must come before `keys`").to(count.span);
        diagnostics.push(diagnostic.help(format!("write `{} keys`", count.value)));
        gather.keys = Some(Keys { min: count.value, max: Some(count.value), span: count.span });
        return Ok(());
    }
    if let Some(diagnostic) = clause_first(input, gather) {
        diagnostics.push(diagnostic);
        return Ok(());
    }
    let typed = any(input)?;
    // An attribute of TwiML in place of the number of keys.
    if words::folded(&typed.to_string()) == "numdigits" {
        return Err(super::count::number_alone(input, &typed));
    }
    words::second_input(&typed, gather.keys.is_some(), gather.speech.is_some())?;
    if typed != "key" && words::is_known(Context::Clause(Verb::Gather), &typed.to_string()) {
        if gather.keys.is_some() {
            let diagnostic = syntax_error(typed.span(), "`speech` must follow `or`");
            return Err(diagnostic.help("write `speech`"));
        }
        let diagnostic = syntax_error(verb.span(), "`gather` needs `key`, `speech` or `key or speech`");
        return Err(diagnostic.help("write `gather key`"));
    }
    let word = words::meant(Context::Listen, typed, diagnostics)?;
    let span = word.span();
    match word.to_string().as_str() {
        "speech" => gather.speech = Some(span),
        "keys" => gather.keys = Some(Keys { min: 1, max: None, span }),
        _ => gather.keys = Some(Keys { min: 1, max: Some(1), span }),
    }
    Ok(())
}

/// `timeout 5s, key`: taken up to the input, which is read.
fn clause_first(input: ParseStream<'_>, gather: &mut Gather) -> Option<Diagnostic> {
    let (word, rest) = input.cursor().ident()?;
    (word != "key" && words::is_known(Context::Clause(Verb::Gather), &word.to_string())).then_some(())?;
    let mut at = rest;
    let (listened, behind) = loop {
        let (token, rest) = at.token_tree()?;
        match token {
            TokenTree::Punct(mark) if mark.as_char() == ',' => {
                if let Some((word, behind)) =
                    rest.ident().filter(|(word, _)| word == "key" || word == "keys" || word == "speech")
                {
                    break (word, behind);
                }
            }
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => return None,
            _ => {}
        }
        at = rest;
    };
    let clauses = tokens::take_until(input, |input| input.cursor() == at)?;
    let _input = tokens::take_until(input, |input| input.cursor() == behind)?;
    let (max, span) = (if listened == "key" { Some(1) } else { None }, listened.span());
    match listened.to_string().as_str() {
        "speech" => gather.speech = Some(span),
        _ => gather.keys = Some(Keys { min: 1, max, span }),
    }
    let message = "`key` or `speech` must directly follow `gather`";
    let written = format!("{listened}, {}", clauses.written());
    Some(syntax_error(clauses.first, message).to(span).help(format!("write `{written}`")))
}

fn any(input: ParseStream<'_>) -> Result<Ident, Diagnostic> {
    super::any_word(input, "an input")
}

/// The words that join keys and speech.
fn joint(input: ParseStream<'_>) -> Option<usize> {
    let (token, next) = input.cursor().token_tree()?;
    let listened = |word: &str| matches!(word, "speech" | "key" | "keys");
    let counts = |text: String| text.starts_with(|c: char| c.is_ascii_digit()) || is_input(&text);
    let follows = |at: Cursor<'_>| {
        at.ident().is_some_and(|(word, _)| listened(&word.to_string()))
            || at.literal().is_some_and(|(text, _)| counts(text.to_string()))
    };
    match &token {
        TokenTree::Ident(word) if word == "or" => Some(1),
        TokenTree::Ident(word) if matches!(word.to_string().as_str(), "and" | "plus") && follows(next) => {
            Some(1)
        }
        TokenTree::Punct(mark) if mark.as_char() == '|' && next.punct().is_some() => Some(2),
        TokenTree::Punct(mark) if matches!(mark.as_char(), '|' | '/' | '+' | '&' | ',') && follows(next) => {
            Some(1)
        }
        _ => None,
    }
}

/// Parses the second part of `key or speech`, in the forms that people try.
fn both(
    input: ParseStream<'_>,
    verb: &Ident,
    gather: &mut Gather,
    joint: usize,
    (from, first): (Cursor<'_>, Span),
    diagnostics: &mut Diagnostics,
) -> Result<(), Diagnostic> {
    let right = peek_word(input).as_deref() == Some("or");
    for _ in 0..joint {
        let _mark = tokens::take_one(input);
    }
    let keys_first = gather.keys.is_some();
    if !keys_first && (input.peek(LitInt) || peek_word(input).is_some_and(|word| word.starts_with("key"))) {
        if input.peek(LitInt) {
            gather.keys = Some(counted(input, diagnostics)?);
        } else {
            one_word(input, verb, gather, diagnostics)?;
        }
    } else {
        one_word(input, verb, gather, diagnostics)?;
    }
    if right && keys_first && gather.speech.is_some() {
        return Ok(());
    }
    let last = tokens::last_between(from, input.cursor()).map_or(first, |last| last.span());
    let keys = gather.keys.map_or_else(|| "key".to_owned(), |keys| keys.to_string());
    let message = if right { "keys come before speech" } else { "keys and speech are joined by `or`" };
    let again = right && keys_first;
    let message = if again { "`or` joins keys and speech, not keys and keys" } else { message };
    diagnostics.push(syntax_error(first, message).to(last).help(format!("write `{keys} or speech`")));
    gather.speech = gather.speech.or(Some(last));
    Ok(())
}

/// `5 keys`, `4..=8 keys`.
fn counted(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Result<Keys, Diagnostic> {
    let min = literal::number(input, "the number of keys")?;
    let max = range(input, min, diagnostics)?;
    let span = literal::joined(min.span, max.span);
    let form =
        if min.value == max.value { min.value.to_string() } else { format!("{}..={}", min.value, max.value) };
    match peek_word(input).as_deref() {
        Some("keys" | "key") => {
            let word = input.call(Ident::parse_any)?;
            if word == "key" && max.value > 1 {
                diagnostics.push(several_keys(&word));
            }
        }
        Some(word) if word != "match" && word != "or" => {
            let typed = any(input)?;
            let near = nearest(&typed.to_string(), ["keys"].into_iter());
            match (words::ours(Context::Listen, &typed.to_string()), near) {
                (Some("key" | "keys"), _) => diagnostics.push(called(&typed, "keys")),
                (_, Some(_)) => {
                    let message = format!("unknown word `{typed}` after the number");
                    diagnostics.push(syntax_error(typed.span(), message).help("did you mean `keys`?"));
                }
                _ => {
                    return Err(syntax_error(
                        typed.span(),
                        format!("unknown word `{typed}` after the number"),
                    )
                    .help("write `keys`"));
                }
            }
        }
        _ => {
            let diagnostic = syntax_error(min.span, "the number needs a word").to(max.span);
            diagnostics.push(diagnostic.help(format!("write `{form} keys`")));
        }
    }
    if min.value == 0 || max.value < min.value {
        let message = "an entry has at least one key, and its maximum must not be below its minimum";
        return Err(syntax_error(min.span, message).to(max.span));
    }
    Ok(Keys { min: min.value, max: Some(max.value), span })
}

/// Reports `5 key`.
pub(super) fn several_keys(word: &Ident) -> Diagnostic {
    syntax_error(word.span(), "several keys are written with `keys`").help("write `keys`")
}

/// Parses the upper end of `4..=8`, in the forms that people try.
fn range(
    input: ParseStream<'_>,
    min: crate::syntax::Number,
    diagnostics: &mut Diagnostics,
) -> Result<crate::syntax::Number, Diagnostic> {
    if input.parse::<Option<Token![..=]>>()?.is_some() {
        return literal::number(input, "the maximum number of keys");
    }
    let other = input.parse::<Option<Token![..]>>()?.is_some()
        || input.parse::<Option<Token![-]>>()?.is_some()
        || take_word(input, "to").is_some();
    if !other {
        return Ok(min);
    }
    let max = literal::number(input, "the maximum number of keys")?;
    let diagnostic = syntax_error(min.span, "a range of keys is written with `..=`").to(max.span);
    diagnostics.push(diagnostic.help(format!("write `{}..={}`", min.value, max.value)));
    Ok(max)
}
