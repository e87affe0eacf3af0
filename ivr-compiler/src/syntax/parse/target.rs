//! Targets, the right side of an arm: `Sales`, `end`, `{ … } then Sales`, `retry 2 { … } then Reception`.

use proc_macro2::{Delimiter, Ident, Span};
use syn::{Token, buffer::Cursor, ext::IdentExt as _, parse::ParseStream};

use super::{
    arm, asterisk, at_block, at_parenthesis, block, block_called, chosen, expected, literal, missing_before,
    own_state, peek_word,
    slip::{at_brackets, is_slip, take_meant},
    step, syntax_error, take_word, times, tokens, unbraced, waiting,
    words::{self, Context},
};
use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    syntax::{Number, Retry, Step, Target},
};

/// Parses the right side of an arm.
pub(super) fn target(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Result<Target, Diagnostic> {
    if diagnostics.depth >= super::MAX_DEPTH {
        return Err(syntax_error(
            input.span(),
            format!("more than {} consecutive targets here", super::MAX_DEPTH),
        ));
    }
    diagnostics.depth += 1;
    let read = one(input, diagnostics);
    diagnostics.depth -= 1;
    read
}

fn one(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Result<Target, Diagnostic> {
    if is_name_alone(input) {
        return Ok(Target::State(literal::name(input, "the name of a state")?));
    }
    if let Some(state) = asterisk::goto(input, diagnostics) {
        return Ok(Target::State(state));
    }
    if let Some(diagnostic) = chosen::behind_then(input) {
        return Err(diagnostic);
    }
    before_state(input, diagnostics);
    if at_block(input) {
        return said(input, diagnostics);
    }
    let said = peek_word(input).as_deref() == Some("say")
        || literal::is_text(input) && (input.peek2(Token![;]) || followed_by_then(input));
    if said && let Some(steps) = unbraced::said(input, diagnostics, "the steps of an arm must be in braces") {
        return then(input, steps, diagnostics);
    }
    if let Some(target) = unbraced::target(input, diagnostics) {
        return Ok(target);
    }
    if let Some(state) = of_path(input, diagnostics) {
        return Ok(Target::State(state));
    }
    let Some(word) = peek_word(input) else {
        let empty = input.cursor().literal().is_some_and(|(text, _)| text.to_string() == "\"\"");
        if let Some(diagnostic) = own_state::a_number(input) {
            return Err(diagnostic);
        }
        if input.cursor().group(Delimiter::Parenthesis).is_some_and(|(inside, _, rest)| {
            inside.eof() && (rest.eof() || rest.punct().is_some_and(|(mark, _)| mark.as_char() == ','))
        }) && let Some(unit) = tokens::take_one(input)
        {
            let diagnostic = syntax_error(unit.first, "the arm has no target").to(unit.last);
            return Err(diagnostic.help("write `end`"));
        }
        if literal::is_text(input) && !empty || !at_block(input) && at_brackets(input) {
            return Ok(Target::State(literal::joined_name(input, "the name of a state", diagnostics)?));
        }
        return Err(expected(input, "a target such as a state or `end`"));
    };
    if matches!(word.as_str(), "dial" | "gather" | "record" | "enqueue" | "match" | "redirect") {
        return Err(own_state::verb(input, &word));
    }
    if !known(&word) || word == "again" && input.peek2(syn::LitInt) {
        return named(input, &word, diagnostics);
    }
    let name = input.call(Ident::parse_any)?;
    of_word(input, &name, diagnostics)
}

/// Parses a target after its word.
fn of_word(
    input: ParseStream<'_>,
    name: &Ident,
    diagnostics: &mut Diagnostics,
) -> Result<Target, Diagnostic> {
    let word = name.to_string();
    let target = match word.as_str() {
        "retry" => return retry(input, name.span(), diagnostics).map(|retry| Target::Retry(Box::new(retry))),
        "again" => Target::Again,
        "back" => Target::Back(name.span()),
        "reject" => Target::Reject { busy: take_word(input, "busy").is_some(), word: name.span() },
        "leave" => Target::Leave { word: name.span(), to: waiting::left_to(input, diagnostics)? },
        _ => Target::End,
    };
    if word == "end"
        && let Some(call) = take_word(input, "call")
    {
        let diagnostic = syntax_error(name.span(), "`end call` is called `end` here").to(call);
        diagnostics.push(diagnostic.help("write `end`"));
    }
    no_call(input, diagnostics);
    Ok(target)
}

/// `goto Sales`, `return Sales`, `new Sales`: a word before the state, reported and taken.
fn before_state(input: ParseStream<'_>, diagnostics: &mut Diagnostics) {
    const WORDS: [&str; 19] = [
        "goto",
        "go",
        "to",
        "return",
        "new",
        "call",
        "run",
        "enter",
        "jump",
        "next",
        "then",
        "transition",
        "state",
        "menu",
        "transfer",
        "redirect",
        "await",
        "yield",
        "do",
    ];
    let is_state = |word: &Ident| word.to_string().starts_with(char::is_uppercase) || word == "end";
    while let Some((word, rest)) = input.cursor().ident()
        && WORDS.contains(&word.to_string().as_str())
        && (word == "goto" || rest.ident().is_some_and(|(next, _)| next == "to" || is_state(&next)))
    {
        let Some(taken) = tokens::take_one(input) else { return };
        let second = take_word(input, "to");
        let diagnostic =
            syntax_error(taken.first, "an arm takes only the name of the state").help("remove it");
        diagnostics.push(diagnostic.to(second.unwrap_or(taken.first)));
    }
}

/// Returns whether the name of a state comes next, followed by the end of its arm. This is the fast path: most targets
/// have this form, and need no further checks.
pub(super) fn is_name_alone(input: ParseStream<'_>) -> bool {
    let Some((word, rest)) = input.cursor().ident() else { return false };
    let ends = rest.eof() || rest.punct().is_some_and(|(mark, _)| mark.as_char() == ',');
    ends && matches!(word.to_string().as_bytes(), [b'A'..=b'Z', ..]) && word != "Self"
}

fn followed_by_then(input: ParseStream<'_>) -> bool {
    let next = input.cursor().literal().and_then(|(_, rest)| rest.ident());
    next.is_some_and(|(word, _)| word == "then")
}

fn known(word: &str) -> bool {
    matches!(word, "retry" | "again" | "back" | "end" | "hangup" | "reject" | "leave")
}

/// Returns the target that a word in lower case means, and recognizes `retry` by what follows it.
fn misspelt(input: ParseStream<'_>, word: &str) -> Option<&'static str> {
    let (_, rest) = input.cursor().ident()?;
    let counted = rest.literal().is_some() || rest.group(Delimiter::Brace).is_some();
    if counted {
        let other = matches!(
            words::folded(word).as_str(),
            "repeat" | "reprompt" | "again" | "ask" | "reask" | "tries"
        );
        return (other || is_slip(word, "retry")).then_some("retry");
    }
    let over = rest.eof() || rest.punct().is_some_and(|(mark, _)| matches!(mark.as_char(), ',' | ';'));
    let names = Context::Target.known().into_iter().filter(|name| *name != "retry");
    if !over || !word.starts_with(char::is_lowercase) || words::target_called(word).is_some() {
        return None;
    }
    crate::diagnostics::nearest(word, names)
}

/// Parses a state, or two words that are one.
fn named(input: ParseStream<'_>, word: &str, diagnostics: &mut Diagnostics) -> Result<Target, Diagnostic> {
    if word == "hang"
        && input.cursor().ident().and_then(|(_, rest)| rest.ident()).is_some_and(|(up, _)| up == "up")
    {
        let (hang, up) = (input.call(Ident::parse_any)?, input.call(Ident::parse_any)?);
        let diagnostic = syntax_error(hang.span(), "`hang up` is called `end` here").to(up.span());
        diagnostics.push(diagnostic.help("write `end`"));
        return Ok(Target::End);
    }
    if let Some(ours) = misspelt(input, word) {
        let typed = input.call(Ident::parse_any)?;
        if ours == "retry" && !is_slip(word, ours) {
            diagnostics.push(words::called(&typed, ours));
        } else {
            diagnostics.push(super::slip::slip(&typed, ours));
        }
        if ours == "again" {
            // An endless cycle is reported after the word is corrected.
            return Ok(Target::Broken);
        }
        return of_word(input, &Ident::new(ours, typed.span()), diagnostics);
    }
    let name = match input.peek(syn::Ident) {
        true => literal::joined_name(input, "the name of a state", diagnostics)?,
        false => input.call(Ident::parse_any)?,
    };
    // `exit()` is reported when its name is not found.
    let is_foreign = word.starts_with(char::is_lowercase) && words::target_called(word).is_some();
    if !is_foreign {
        no_call(input, diagnostics);
    } else if at_parenthesis(input) {
        let _parentheses = tokens::take_one(input);
    }
    Ok(Target::State(name))
}

/// `Sales()`.
fn no_call(input: ParseStream<'_>, diagnostics: &mut Diagnostics) {
    if at_parenthesis(input)
        && let Some(taken) = tokens::take_one(input)
    {
        diagnostics
            .push(syntax_error(taken.first, "a state is not a function").to(taken.last).help("remove it"));
    }
}

/// `Line::Sales`.
pub(super) fn of_path(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Option<Ident> {
    if !input.peek(syn::Ident) && peek_word(input).as_deref() != Some("Self") || !input.peek2(Token![::]) {
        return None;
    }
    let first = input.span();
    let mut last = None;
    while let Some((word, _)) = input.cursor().ident() {
        let _word = tokens::take_one(input);
        last = Some(word);
        if input.parse::<Option<Token![::]>>().ok()?.is_none() {
            break;
        }
    }
    let state = last?;
    let diagnostic = syntax_error(first, "a state must be written by its name alone").to(state.span());
    diagnostics.push(diagnostic.help(format!("write `{state}`")));
    Some(state)
}

/// `{ … } then Sales`.
fn said(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Result<Target, Diagnostic> {
    let (from, Some((inside, span, _))) = (input.cursor(), input.cursor().group(Delimiter::Brace)) else {
        return Err(expected(input, "`{`"));
    };
    if let Some((name, rest)) = inside.ident()
        && rest.eof()
    {
        let _group = tokens::take_one(input);
        let diagnostic = syntax_error(span.open(), "a state must not be in braces").to(span.close());
        diagnostics.push(diagnostic.help(format!("write `{name}`")));
        return Ok(if known(&name.to_string()) { Target::End } else { Target::State(name) });
    }
    let unread = diagnostics.count_unread();
    let steps = block(input, diagnostics, step::steps)?;
    if diagnostics.count_unread() > unread && peek_word(input).as_deref() != Some("then") {
        return Ok(Target::Broken);
    }
    let behind = input.cursor().punct().and_then(|(_, rest)| rest.ident());
    if input.peek(Token![,]) && behind.is_some_and(|(word, _)| word == "then") {
        diagnostics.push(syntax_error(input.span(), "`,` is not allowed before `then`").help("remove it"));
        let _comma = tokens::take_one(input);
        return then(input, steps, diagnostics);
    }
    let over = input.is_empty() || input.peek(Token![,]) || input.peek(Token![;]);
    if over {
        let written = tokens::between(from, input.cursor());
        let diagnostic = syntax_error(span.open(), "the arm has no target").to(span.close());
        let end = if inside.eof() { "end".to_owned() } else { format!("{written} then end") };
        diagnostics.unread(diagnostic.help(format!("write `{end}`")));
        return Ok(Target::Broken);
    }
    then(input, steps, diagnostics)
}

fn then(
    input: ParseStream<'_>,
    steps: Vec<Step>,
    diagnostics: &mut Diagnostics,
) -> Result<Target, Diagnostic> {
    let from = input.cursor();
    if peek_word(input).as_deref() != Some("retry") {
        expect_then(input, "the target of an arm must follow `then`", diagnostics)?;
    }
    if peek_word(input).as_deref() == Some("retry")
        && let Some(diagnostic) = retry_after_steps(input, from)
    {
        return Err(diagnostic);
    }
    if input.is_empty() || input.peek(Token![,]) || arm::begins_arm(input) {
        let last =
            tokens::last_between(from, input.cursor()).map_or_else(|| input.span(), |last| last.span());
        diagnostics.unread(syntax_error(last, "`then` needs a target").help("write `then end`"));
        return Ok(Target::Broken);
    }
    let then = Box::new(target(input, diagnostics)?);
    Ok(Target::Say { steps, then })
}

/// Parses `then`, and what people write in its place.
pub(super) fn expect_then(
    input: ParseStream<'_>,
    message: &str,
    diagnostics: &mut Diagnostics,
) -> Result<(), Diagnostic> {
    if take_word(input, "then").is_some() {
        return Ok(());
    }
    if let Some(typed) = peek_word(input)
        && is_slip(&typed, "then")
        && (input.peek2(syn::Ident) || input.peek2(syn::token::Brace))
    {
        take_meant(input, "then", &[], diagnostics);
        return Ok(());
    }
    let arrow = input.peek(Token![=>]) || input.peek(Token![->]);
    let word = matches!(
        peek_word(input).as_deref(),
        Some("else" | "finally" | "goto" | "or" | "and" | "next" | "otherwise" | "afterwards")
    );
    if arrow || word {
        let first = tokens::take_one(input);
        let second = if arrow { tokens::take_one(input) } else { None };
        let Some(first) = first else { return Err(expected(input, "`then`")) };
        let last = second.map_or(first.last, |second| second.last);
        diagnostics.push(syntax_error(first.first, message).to(last).help("write `then`"));
        return Ok(());
    }
    if let Some(state) = peek_word(input) {
        diagnostics.push(syntax_error(input.span(), message).help(format!("write `then {state}`")));
        return Ok(());
    }
    Err(missing_before(input, "then"))
}

/// Reports `retry 1 { … } { … }`, which has a block for an attempt that is never made.
fn more_blocks(times: &Number, blocks: usize, diagnostics: &mut Diagnostics) {
    if blocks > 1 && u32::try_from(blocks).is_ok_and(|blocks| blocks > times.value) {
        let message = format!("`retry {}` has {blocks} blocks: a block belongs to each attempt", times.value);
        diagnostics.push(syntax_error(times.span, message).help(format!("write `{blocks}`")));
    }
}

/// Reports `{ say "…"; } then retry 2`: the steps belong to `retry`.
fn retry_after_steps(input: ParseStream<'_>, _from: Cursor<'_>) -> Option<Diagnostic> {
    let (word, rest) = input.cursor().ident()?;
    let number = rest.literal().map_or_else(|| "2".to_owned(), |(number, _)| number.to_string());
    let diagnostic = syntax_error(word.span(), "the steps of `retry` must be in its own block");
    Some(diagnostic.help(format!("move the steps into its block: `retry {number} {{ … }} then …`")))
}

fn retry(input: ParseStream<'_>, word: Span, diagnostics: &mut Diagnostics) -> Result<Retry, Diagnostic> {
    let from = input.cursor();
    let times = times::times(input, word, diagnostics)?;
    let mut blocks = Vec::new();
    if let Some(steps) = unbraced::said(input, diagnostics, "the steps of `retry` must be in braces") {
        blocks.push(steps);
    }
    while at_brackets(input) {
        blocks.push(block_called(input, diagnostics, "the steps of `retry` must be in braces", step::steps)?);
    }
    more_blocks(&times, blocks.len(), diagnostics);
    let at = match take_word(input, "at") {
        Some(_) => Some(literal::name(input, "the name of a state")?),
        None => None,
    };
    let behind = input.cursor().punct().and_then(|(_, rest)| rest.ident());
    if behind.is_some_and(|(word, _)| word == "then")
        && let Some(comma) = tokens::take_one(input)
    {
        let message = format!("`{}` is not allowed before `then`", comma.written());
        diagnostics.push(syntax_error(comma.first, message).help("remove it"));
    }
    if input.is_empty() || input.peek(Token![,]) || input.peek(Token![;]) {
        let written = tokens::between(from, input.cursor());
        let last = tokens::last_between(from, input.cursor()).map_or(word, |last| tokens::end_of(&last));
        let message = "`retry` needs a target for the last attempt";
        diagnostics
            .unread(syntax_error(word, message).to(last).help(format!("write `retry {written} then end`")));
        return Ok(Retry { word, times, blocks, at, then: Target::Broken });
    }
    expect_then(input, "the target after the last attempt must follow `then`", diagnostics)?;
    let then = target(input, diagnostics)?;
    Ok(Retry { word, times, blocks, at, then })
}
