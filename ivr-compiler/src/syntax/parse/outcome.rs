//! What follows a verb that returns: the word `match` and its arms, and what people write instead.

use ivr_core::event::Verb;
use proc_macro2::{Ident, Span, TokenTree};
use syn::{Token, buffer::Cursor, ext::IdentExt as _, parse::ParseStream};

use super::{
    arm, at_block, block_called, cases, expected, otherwise, peek_word, slip::at_brackets, syntax_error,
    take_word, tokens, words::called,
};
use crate::{
    diagnostics::{Diagnostic, Diagnostics, nearest},
    syntax::Arms,
};

/// Returns whether the next block is that of `match`.
pub(super) fn holds_arms(input: ParseStream<'_>) -> bool {
    begins_with_arm(input.cursor())
}

fn begins_with_arm(at: Cursor<'_>) -> bool {
    let Some((inside, _, _)) = at.group(proc_macro2::Delimiter::Brace) else { return false };
    let mut at = inside;
    for _ in 0..6 {
        let Some((token, next)) = at.token_tree() else { return false };
        if matches!(&token, TokenTree::Punct(mark) if mark.as_char() == '=') {
            return next.punct().is_some_and(|(mark, _)| mark.as_char() == '>');
        }
        if matches!(&token, TokenTree::Punct(mark) if mark.as_char() == ';') {
            return false;
        }
        at = next;
    }
    false
}

/// Reports the missing arms of a verb that ends here, at the whole `dial "…";`.
pub(super) fn ended(
    input: ParseStream<'_>,
    word: &Ident,
    from: Cursor<'_>,
    of: arm::Of,
    diagnostics: &mut Diagnostics,
) -> Result<Arms, Diagnostic> {
    let verb = of.verb;
    let marked = input.cursor().punct().is_some_and(|(_, rest)| begins_with_arm(rest));
    let over = input.is_empty() || input.peek(Token![;]) && !input.peek2(Token![match]) && !marked;
    if !over {
        return arms(input, word, of, diagnostics);
    }
    let written = tokens::between(from, input.cursor());
    let last = tokens::last_between(from, input.cursor()).map_or(word.span(), |token| tokens::end_of(&token));
    let end = input.parse::<Option<Token![;]>>()?.map_or(last, |end| end.span);
    let arms = match verb {
        Verb::Dial => "answered => end, _ => end",
        Verb::Record => "recorded => end, silence => end",
        Verb::Hours => "open => end, closed => end",
        Verb::Gather | Verb::Enqueue | Verb::Match | Verb::Connect => "bridged => end, _ => end",
    };
    let message = format!("`{}` has several outcomes, but no `match` handles them", verb.as_str());
    let diagnostic = syntax_error(word.span(), message).to(end);
    diagnostics.unread(diagnostic.help(format!("write `{written} match {{ {arms} }}`")));
    Ok(Arms { word: word.span(), arms: Vec::new(), broken: true })
}

pub(super) fn arms(
    input: ParseStream<'_>,
    verb: &Ident,
    of: arm::Of,
    diagnostics: &mut Diagnostics,
) -> Result<Arms, Diagnostic> {
    if let Some(word) = cases::behind_verb(input, of.verb, diagnostics) {
        let _optional = input.parse::<Option<Token![;]>>()?;
        return Ok(Arms { word, arms: Vec::new(), broken: true });
    }
    let unmarked = holds_arms(input);
    let word = word_of_arms(input, verb, of.verb, diagnostics)?;
    no_expression(input, of.verb, diagnostics);
    let message = format!("the arms of `{}` must be in braces", of.verb.as_str());
    let told = diagnostics.len();
    let (arms, broken) =
        block_called(input, diagnostics, &message, |input, diagnostics| arm::arms(input, of, diagnostics))?;
    if unmarked && peek_word(input).as_deref() == Some("match") && !input.peek2(syn::token::Brace) {
        let _match = tokens::take_one(input);
        diagnostics.truncate(told);
    }
    let unread = diagnostics.count_unread();
    let what = if of.verb == Verb::Gather { "any other input" } else { "any other outcome" };
    otherwise::behind_arms(input, (what, "_"), diagnostics);
    let _optional = input.parse::<Option<Token![;]>>()?;
    Ok(Arms { word, arms, broken: broken || diagnostics.count_unread() > unread })
}

/// `match Digits { … }`, as in Rust: reported and taken.
fn no_expression(input: ParseStream<'_>, of: Verb, diagnostics: &mut Diagnostics) {
    if at_brackets(input) && !input.peek2(syn::token::Brace) {
        return;
    }
    let Some(taken) = tokens::take_until(input, |input| at_block(input) || input.peek(Token![;])) else {
        return;
    };
    let asked = match of {
        Verb::Gather => "the caller",
        Verb::Dial | Verb::Record | Verb::Enqueue | Verb::Match | Verb::Connect | Verb::Hours => {
            "the outcome"
        }
    };
    let message =
        format!("the arms of `{}` must directly follow `match`: they are about {asked}", of.as_str());
    diagnostics.push(syntax_error(taken.first, message).to(taken.last).help("remove it"));
}

/// Parses the word `match`, after anything that is not allowed before it.
fn word_of_arms(
    input: ParseStream<'_>,
    verb: &Ident,
    of: Verb,
    diagnostics: &mut Diagnostics,
) -> Result<Span, Diagnostic> {
    stray_mark(input, of.as_str(), diagnostics);
    if input.cursor().punct().is_some_and(|(_, rest)| begins_with_arm(rest))
        && let Some(mark) = tokens::take_one(input)
    {
        let message = format!("the arms of `{}` need `match` before them", of.as_str());
        diagnostics.push(syntax_error(mark.first, message).help("write `match`"));
        return Ok(mark.first);
    }
    if let Some(word) = take_word(input, "match") {
        return Ok(word);
    }
    let name = of.as_str();
    if of != Verb::Gather && (input.peek(Token![=>]) || peek_word(input).as_deref() == Some("then")) {
        return Err(one_target(input, of));
    }
    if holds_arms(input)
        && let Some((inside, span, _)) = input.cursor().group(proc_macro2::Delimiter::Brace)
    {
        let inside = tokens::written(&inside.token_stream());
        let diagnostic = syntax_error(span.open(), format!("the arms of `{name}` need `match` before them"));
        let behind = behind_block(input).filter(|(word, _)| word == "match");
        let last = behind.map_or(span.close(), |(word, _)| word.span());
        diagnostics.push(diagnostic.to(last).help(format!("write `match {{ {inside} }}`")));
        return Ok(span.open());
    }
    if let Some(word) = arrow(input, diagnostics) {
        return Ok(word);
    }
    if let Some(word) = other_word(input, of, diagnostics) {
        return Ok(word);
    }
    if input.is_empty() || input.peek(Token![;]) {
        let message = format!("`{name}` has outcomes, but no `match` handles them");
        return Err(
            syntax_error(verb.span(), message).help("go on with `match { … }`, an arm for every outcome")
        );
    }
    Err(expected(input, "`match` and the arms"))
}

/// `;`, `,` or `=>` before `match`: reported and taken.
fn stray_mark(input: ParseStream<'_>, name: &str, diagnostics: &mut Diagnostics) {
    let arrow = input.peek(Token![=>]);
    let stray = arrow || input.peek(Token![;]) || input.peek(Token![,]) || input.peek(Token![:]);
    let after = input.cursor().punct().map(|(_, rest)| match arrow {
        true => rest.punct().map_or(rest, |(_, rest)| rest),
        false => rest,
    });
    if !stray || after.and_then(Cursor::ident).is_none_or(|(word, _)| word != "match") {
        return;
    }
    let Some(taken) = tokens::take_one(input) else { return };
    let second = if arrow { tokens::take_one(input) } else { None };
    let message = match arrow {
        true => format!("nothing is allowed between `{name}` and `match`"),
        false => format!("`match` belongs to `{name}`: remove the `{}` between them", taken.written()),
    };
    let last = second.map_or(taken.last, |second| second.last);
    diagnostics.push(syntax_error(taken.first, message).to(last).help("remove it"));
}

/// `=> { 1 => Sales }`: reported and read as `match`.
fn arrow(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Option<Span> {
    let (first, rest) = input.cursor().punct().filter(|(mark, _)| matches!(mark.as_char(), '=' | '-'))?;
    let (second, rest) = rest.punct().filter(|(mark, _)| mark.as_char() == '>')?;
    rest.group(proc_macro2::Delimiter::Brace)?;
    let _arrow = tokens::take_one(input).zip(tokens::take_one(input));
    let diagnostic = syntax_error(first.span(), "the arms must follow `match`").to(second.span());
    diagnostics.push(diagnostic.help("write `match`"));
    Some(first.span())
}

/// `enqueue "support" => Message`.
fn one_target(input: ParseStream<'_>, of: Verb) -> Diagnostic {
    let message = format!("`{}` has several outcomes, each with its own arm", of.as_str());
    let first = match of {
        Verb::Dial => "answered => end",
        Verb::Record => "recorded => end",
        Verb::Hours => "open => end",
        Verb::Gather | Verb::Enqueue | Verb::Match | Verb::Connect => "bridged => end",
    };
    let (span, arrow) = (input.span(), input.peek(Token![=>]));
    let _first = arrow.then(|| tokens::take_one(input));
    let last = input.span();
    let _word = tokens::take_one(input);
    let target = tokens::take_until(input, |input| input.peek(Token![;]) || input.peek(Token![,]));
    let (last, target) = target.map_or((last, "…".to_owned()), |target| (target.last, target.written()));
    let diagnostic = syntax_error(span, message).to(last);
    diagnostic.help(format!("write `match {{ {first}, _ => {target} }}`"))
}

/// The word behind the block that comes next.
fn behind_block(input: ParseStream<'_>) -> Option<(Ident, Cursor<'_>)> {
    input.cursor().group(proc_macro2::Delimiter::Brace)?.2.ident()
}

/// Returns whether a block comes next, or behind what is asked on the same line.
fn arms_follow(mut at: Cursor<'_>) -> Option<()> {
    if at.group(proc_macro2::Delimiter::Brace).is_some() {
        return Some(());
    }
    while let Some((token, next)) = at.token_tree() {
        match token {
            TokenTree::Group(group) if group.delimiter() == proc_macro2::Delimiter::Brace => {
                return begins_with_arm(at).then_some(());
            }
            TokenTree::Punct(mark) if matches!(mark.as_char(), ';' | ',') => return None,
            TokenTree::Ident(_) | TokenTree::Literal(_) | TokenTree::Group(_) | TokenTree::Punct(_) => {}
        }
        at = next;
    }
    None
}

/// Reports another word in place of `match`, before the block of arms.
fn other_word(input: ParseStream<'_>, of: Verb, diagnostics: &mut Diagnostics) -> Option<Span> {
    let (word, rest) = input.cursor().ident()?;
    arms_follow(rest)?;
    input.call(Ident::parse_any).ok()?;
    // `switch (Digits) { … }`, `split_based_on widgets.menu.Digits { … }`
    let last = tokens::take_until(input, at_block).map_or(word.span(), |asked| asked.last);
    let typed = word.to_string();
    if matches!(typed.as_str(), "switch" | "case" | "select" | "on" | "when" | "cond" | "split") {
        diagnostics.push(called(&word, "match").to(last));
        return Some(word.span());
    }
    let place = match of {
        Verb::Gather => "the prompts of `gather`".to_owned(),
        Verb::Dial | Verb::Record | Verb::Enqueue | Verb::Match | Verb::Connect | Verb::Hours => {
            format!("`{}`", of.as_str())
        }
    };
    let diagnostic = syntax_error(word.span(), format!("unknown word `{word}` after {place}")).to(last);
    diagnostics.push(match nearest(&typed, ["match"].into_iter()) {
        Some(_) => diagnostic.help("did you mean `match`?"),
        None => diagnostic.help("write `match`"),
    });
    Some(word.span())
}
