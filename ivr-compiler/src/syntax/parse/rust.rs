//! Plain Rust inside a tree: taken as tokens and handed on, so that rustc itself explains what is wrong in it.

use ivr_core::event::Outcome;
use proc_macro2::{Delimiter, Ident, Punct, Spacing, TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::{
    Token,
    buffer::Cursor,
    parse::{ParseStream, discouraged::AnyDelimiter as _},
};

use super::{
    MAX_DEPTH, Resume, arm, at_block, attribute, block, cases,
    chosen::Guard,
    expected, literal, other_rust, otherwise, peek_word,
    slip::{is_slip, take_meant},
    step, syntax_error, take_word, tokens, unbraced, unit,
    words::{called, folded},
};
use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    errors,
    syntax::{Computed, Ending, Match, Run, RustArm, Target},
};

/// The word after a `run` that is repeated until it succeeds.
const AT_LEAST_ONCE: &str = "at_least_once";

/// `expr`, or `expr, at_least_once`. A comma inside of the expression, as in `f::<A, B>()`, is never followed by the last
/// word.
pub(super) fn run(written: TokenStream) -> Result<Run, Diagnostic> {
    let mut tokens: Vec<TokenTree> = written.into_iter().collect();
    let [.., before, TokenTree::Ident(word)] = tokens.as_slice() else {
        return Ok(Run { effect: tokens.into_iter().collect(), at_least_once: false });
    };
    let (word, after_comma) = (word.clone(), is(before, ','));
    let is_known = word == AT_LEAST_ONCE;
    if !after_comma {
        // `call.at_least_once` and `at::least::once` are names of the author.
        let is_a_name = !is_known || is(before, '.') || is(before, ':');
        if is_a_name {
            return Ok(Run { effect: tokens.into_iter().collect(), at_least_once: false });
        }
        return Err(errors::run_without_comma(word.span()));
    }
    if !is_known {
        return Err(errors::unknown_run_clause(&word));
    }
    tokens.truncate(tokens.len().saturating_sub(2));
    if tokens.is_empty() {
        return Err(syntax_error(word.span(), "the Rust expression before `, at_least_once` is missing"));
    }
    Ok(Run { effect: tokens.into_iter().collect(), at_least_once: true })
}

fn is(token: &TokenTree, sign: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == sign)
}

/// `(expr)`.
pub(super) fn parenthesised(input: ParseStream<'_>) -> Result<TokenStream, Diagnostic> {
    let (delimiter, span, content) = input.parse_any_delimiter()?;
    if delimiter != Delimiter::Parenthesis {
        return Err(syntax_error(span.open(), "a Rust expression must be in parentheses"));
    }
    too_deep(content.cursor())?;
    let tokens: TokenStream = content.parse()?;
    if tokens.is_empty() {
        return Err(syntax_error(span.open(), "the Rust expression is missing")
            .to(span.close())
            .help("write a Rust expression in the parentheses, such as `(&call.line)`"));
    }
    Ok(tokens)
}

/// Returns whether the parentheses contain a Rust expression, and not texts.
pub(super) fn is_expression(input: ParseStream<'_>) -> bool {
    let Some((inside, _, _)) = input.cursor().group(Delimiter::Parenthesis) else { return false };
    inside.literal().is_none()
}

/// Parses `(expr)` in place of something other than a text.
pub(super) fn computed(input: ParseStream<'_>) -> Result<Computed, Diagnostic> {
    let span = input.span();
    Ok(Computed { expression: parenthesised(input)?, span, placeholder: 0 })
}

/// The maximum nesting depth of brackets, because rustc and other tools recurse into them.
pub(super) fn too_deep(from: Cursor<'_>) -> Result<(), Diagnostic> {
    fn walk(mut at: Cursor<'_>, depth: usize) -> Result<(), Diagnostic> {
        if depth > MAX_DEPTH {
            return Err(syntax_error(at.span(), format!("more than {MAX_DEPTH} nested brackets here")));
        }
        while !at.eof() {
            if let Some((inside, _, _, next)) = at.any_group() {
                walk(inside, depth + 1)?;
                at = next;
            } else if let Some((_, next)) = at.token_tree() {
                at = next;
            }
        }
        Ok(())
    }
    walk(from, 0)
}

/// `match EXPR within 20s meanwhile { … } { arms }`, after its first word.
pub(super) fn question(
    input: ParseStream<'_>,
    word: &Ident,
    diagnostics: &mut Diagnostics,
) -> Result<Ending, Diagnostic> {
    if at_block(input) {
        return Err(no_question(input, word));
    }
    if peek_word(input).as_deref() == Some("within") {
        return Err(syntax_error(input.span(), "`within` must come after the expression"));
    }
    too_deep(input.cursor())?;
    let question = expression(input, |input| {
        let meanwhile = peek_word(input).as_deref() == Some("meanwhile") && input.peek2(syn::token::Brace);
        at_block(input)
            || meanwhile
            || peek_word(input).as_deref() == Some("within")
            || misspelt_within(input)
    })?;
    let within = match take_meant(input, "within", WITHIN, diagnostics) {
        Some(_) => Some(literal::duration(input, diagnostics)?),
        None => None,
    };
    let _optional = input.parse::<Option<Token![,]>>()?;
    let meanwhile = match take_meant(input, "meanwhile", &["while", "during", "meantime"], diagnostics) {
        Some(word) => {
            if within.is_none() {
                let message = "`meanwhile` needs a `within` clause";
                diagnostics.unread(syntax_error(word, message).help("write `within 20s meanwhile`"));
            }
            match unbraced::said(input, diagnostics, "the steps of `meanwhile` must be in braces") {
                Some(steps) => steps,
                None => block(input, diagnostics, step::steps)?,
            }
        }
        None => Vec::new(),
    };
    let mut found =
        Match { word: word.span(), question, within, meanwhile, arms: Vec::new(), late: None, broken: false };
    within_behind(input, &mut found);
    let unread = diagnostics.count_unread();
    if cases::behind_question(input, word, || tokens::written(&found.question), diagnostics) {
        found.broken = true;
        return Ok(Ending::Match(Box::new(found)));
    }
    let Arms { values, outcomes } =
        block(input, diagnostics, |input, diagnostics| arms(input, &["late"], diagnostics))?;
    found.arms = values;
    outcomes.into_iter().for_each(|late| take_late(&mut found, late, diagnostics));
    otherwise::behind_arms(input, ("any other value", "_"), diagnostics);
    found.broken = diagnostics.count_unread() > unread;
    if let Some(behind) = take_word(input, "within") {
        let limit = literal::duration(input, diagnostics)?;
        let diagnostic = syntax_error(behind, "`within` must come before the braces").to(limit.span);
        diagnostics.push(diagnostic.help("write it after `.await`"));
    }
    let _optional = input.parse::<Option<Token![;]>>()?;
    Ok(Ending::Match(Box::new(found)))
}

/// `match … { … } within 5s`: returns the limit before the arms are parsed.
fn within_behind(input: ParseStream<'_>, found: &mut Match) {
    let (at, behind) = (input.span(), input.cursor().group(proc_macro2::Delimiter::Brace));
    let is_within = behind.and_then(|(_, _, rest)| rest.ident()).is_some_and(|(word, _)| word == "within");
    if is_within && found.within.is_none() {
        found.within = Some(crate::syntax::Number { value: 5, span: at });
    }
}

/// Takes a condition, up to `within`.
pub(super) fn condition(input: ParseStream<'_>) -> Result<TokenStream, Diagnostic> {
    too_deep(input.cursor())?;
    expression(input, |input| at_block(input) || peek_word(input).as_deref() == Some("within"))
}

/// Other words for `within`.
const WITHIN: &[&str] = &["timeout", "in", "for", "max", "limit", "deadline"];

/// Returns whether another word than `within` precedes a duration, where a Rust expression cannot continue.
fn misspelt_within(input: ParseStream<'_>) -> bool {
    let Some((word, rest)) = input.cursor().ident() else { return false };
    let typed = word.to_string();
    rest.literal().is_some_and(|(literal, _)| literal.to_string().starts_with(|c: char| c.is_ascii_digit()))
        && (is_slip(&typed, "within") || WITHIN.contains(&typed.as_str()))
}

/// Reports `match { … }` without an expression. With arms for keys, `gather` was meant.
fn no_question(input: ParseStream<'_>, word: &Ident) -> Diagnostic {
    let inside = input.cursor().group(Delimiter::Brace).map(|(inside, _, _)| inside);
    let keys = inside.is_some_and(|inside| {
        inside.literal().is_some()
            || inside.ident().is_some_and(|(word, _)| word == "silence" || word == "_" || word == "entered")
    });
    if keys {
        let diagnostic =
            syntax_error(word.span(), "`match` takes a Rust expression; use `gather` to ask the caller");
        return diagnostic.help("write `gather key match`");
    }
    syntax_error(word.span(), "`match` needs a Rust expression")
}

/// The arms of a `match` on a value, and those for outcomes that are not Rust values.
#[derive(Default)]
pub(super) struct Arms {
    pub(super) values: Vec<RustArm>,
    pub(super) outcomes: Vec<(Ident, Target)>,
}

/// Parses arms whose patterns may name these outcomes, alone or with Rust patterns: `Err(_) | late => Person`.
pub(super) fn arms(input: ParseStream<'_>, outcomes: &[&'static str], diagnostics: &mut Diagnostics) -> Arms {
    let (mut arms, mut marks) = (Arms::default(), arm::Marks::default());
    while !input.is_empty() {
        let read = |input: ParseStream<'_>, diagnostics: &mut Diagnostics| {
            arm(input, outcomes, &mut arms, &mut marks, diagnostics)
        };
        let _read = unit(input, Resume::Comma, diagnostics, read);
    }
    arms
}

fn take_late(found: &mut Match, (word, target): (Ident, Target), diagnostics: &mut Diagnostics) {
    if found.within.is_none() {
        let message = "the arm `late` needs a `within` clause";
        diagnostics.unread(syntax_error(word.span(), message).help("write `within 5s` before the braces"));
    } else if found.late.is_some() {
        diagnostics.unread(syntax_error(word.span(), "`late` already has an arm").help("remove it"));
    } else {
        found.late = Some((word.span(), target));
    }
}

fn arm(
    input: ParseStream<'_>,
    outcomes: &[&'static str],
    arms: &mut Arms,
    marks: &mut arm::Marks,
    diagnostics: &mut Diagnostics,
) -> Result<(), Diagnostic> {
    while attribute::conditional(input, diagnostics) {}
    let from = input.cursor();
    let mut pattern = TokenStream::new();
    let mut in_path = false;
    while !input.peek(Token![=>]) && !input.peek(Token![->]) {
        let path = input.peek(Token![::]);
        // In `None: Sales` the colon stands for the arrow.
        if input.peek(Token![:]) && !path && !in_path && !pattern.is_empty() {
            break;
        }
        in_path = path;
        if !pattern.is_empty() && lacks_arrow(input) {
            break;
        }
        if input.is_empty() || input.peek(Token![,]) || input.peek(Token![;]) {
            let last =
                tokens::last_between(from, input.cursor()).map_or_else(|| input.span(), |last| last.span());
            // Steps behind a pattern stand far from its end.
            let has_steps = pattern.clone().into_iter().any(
                |token| matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace),
            );
            let first = if has_steps { from.span() } else { last };
            let diagnostic = syntax_error(first, "the arm has no target").to(last);
            return Err(diagnostic.help("write `=>` and a state"));
        }
        input.parse::<TokenTree>()?.to_tokens(&mut pattern);
    }
    if pattern.is_empty() {
        return Err(expected(input, "a pattern"));
    }
    if let Some(diagnostic) = other_rust::null(&pattern) {
        diagnostics.push(diagnostic);
        pattern = quote::quote!(None);
    }
    if let Some(ours) = outcome_by_another_name(&pattern, outcomes) {
        let word = Ident::new(ours, from.span());
        if let Some((typed, _)) = from.ident() {
            diagnostics.push(called(&typed, ours));
        }
        pattern = TokenTree::from(word).into();
    }
    if let Some(diagnostic) = no_outcome(&pattern, outcomes) {
        return Err(diagnostic);
    }
    if let Some((word, rest)) = from.ident()
        && rest.group(Delimiter::Parenthesis).is_some()
        && outcomes.iter().any(|outcome| word == outcome)
    {
        binds_nothing(&mut pattern, &word, diagnostics);
    }
    let outcome = take_alternative(&mut pattern, outcomes);
    let is_if = |token: TokenTree| matches!(token, TokenTree::Ident(word) if word == "if");
    let guarded = pattern.clone().into_iter().any(is_if);
    let guard = if guarded || outcome.is_some() { Guard::Nothing } else { Guard::Rust };
    let target = arm::rest(input, from, guard, marks, diagnostics)?;
    arms.outcomes.extend(outcome.map(|word| (word, target.clone())));
    if !pattern.is_empty() {
        arms.values.push(RustArm { pattern, target });
    }
    Ok(())
}

/// Returns whether a target comes next: `{ … } then Sales`, `retry 2`, `then Sales`.
fn lacks_arrow(input: ParseStream<'_>) -> bool {
    if let Some((.., rest)) = input.cursor().group(Delimiter::Brace) {
        return rest.ident().is_some_and(|(word, _)| word == "then");
    }
    let Some((word, rest)) = input.cursor().ident() else { return false };
    match rest.ident() {
        Some((state, _)) => {
            state.to_string().starts_with(char::is_uppercase) && (word == "then" || word == "goto")
        }
        None => rest.literal().is_some() && word == "retry",
    }
}

/// Reports `error`, which rustc would treat as a binding for any result.
fn outcome_by_another_name(pattern: &TokenStream, outcomes: &[&'static str]) -> Option<&'static str> {
    let TokenTree::Ident(word) = tokens::only(pattern)? else { return None };
    // A name with a capital letter, such as `Error`, is a value of the author.
    if word.to_string().starts_with(char::is_uppercase) {
        return None;
    }
    let ours = match folded(&word.to_string()).as_str() {
        "error" | "failure" | "fail" | "fails" | "err" | "catch" | "default" | "otherwise" | "else" => {
            "failed"
        }
        "timeout" | "timedout" | "expired" | "tooslow" | "tolate" | "toolate" => "late",
        _ => return None,
    };
    let known = |word: &str| outcomes.iter().copied().find(|known| *known == word);
    // A session of an agent that takes too long has no result.
    known(ours).or_else(|| known("failed"))
}

/// Reports `silence` at an agent, which rustc would treat as a binding for any result.
fn no_outcome(pattern: &TokenStream, outcomes: &[&'static str]) -> Option<Diagnostic> {
    let TokenTree::Ident(word) = tokens::only(pattern)? else { return None };
    let is_agent = outcomes.contains(&"failed");
    let of_others = Outcome::ALL.iter().any(|outcome| word == outcome.as_str() && *outcome != Outcome::Else);
    (is_agent && of_others && !outcomes.iter().any(|own| word == own)).then(|| {
        let diagnostic = syntax_error(word.span(), format!("`connect` has no outcome `{word}`"));
        diagnostic.help("remove the arm")
    })
}

/// `failed(error)`, `late()`: what stands behind an outcome is reported and dropped.
fn binds_nothing(pattern: &mut TokenStream, word: &Ident, diagnostics: &mut Diagnostics) {
    let mut tokens = pattern.clone().into_iter();
    let (Some(_), Some(TokenTree::Group(bound)), None) = (tokens.next(), tokens.next(), tokens.next()) else {
        return;
    };
    let diagnostic = syntax_error(bound.span_open(), format!("`{word}` binds no value"));
    diagnostics.push(diagnostic.to(bound.span_close()).help("remove it"));
    *pattern = TokenTree::from(word.clone()).into();
}

/// Removes the alternative that is one of these words. A guard would apply to all alternatives, and an outcome has
/// none.
fn take_alternative(pattern: &mut TokenStream, words: &[&str]) -> Option<Ident> {
    let tokens: Vec<TokenTree> = pattern.clone().into_iter().collect();
    let is_bar = |token: &TokenTree| matches!(token, TokenTree::Punct(mark) if mark.as_char() == '|');
    if tokens.iter().any(|token| matches!(token, TokenTree::Ident(word) if word == "if")) {
        return None;
    }
    let mut alternatives: Vec<&[TokenTree]> = tokens.split(is_bar).collect();
    let found = alternatives.iter().position(|alternative| {
        matches!(alternative, [TokenTree::Ident(word)] if words.iter().any(|known| word == known))
    })?;
    let Some(TokenTree::Ident(word)) = alternatives.remove(found).first() else { return None };
    let bar = || TokenTree::Punct(Punct::new('|', Spacing::Alone));
    *pattern = alternatives
        .into_iter()
        .map(<[TokenTree]>::to_vec)
        .collect::<Vec<_>>()
        .join(&bar())
        .into_iter()
        .collect();
    Some(word.clone())
}

fn expression(
    input: ParseStream<'_>,
    stop: impl Fn(ParseStream<'_>) -> bool,
) -> Result<TokenStream, Diagnostic> {
    let mut tokens = TokenStream::new();
    while !input.is_empty() && !stop(input) {
        input.parse::<TokenTree>()?.to_tokens(&mut tokens);
    }
    if let Some(diagnostic) = other_rust::await_first(&tokens) {
        return Err(diagnostic);
    }
    if tokens.is_empty() { Err(expected(input, "a Rust expression")) } else { Ok(tokens) }
}
