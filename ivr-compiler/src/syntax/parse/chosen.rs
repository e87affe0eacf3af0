//! A text or a target that depends on a condition, as other languages write it: `say member ? "…" : "…"`,
//! `say if member { "…" } else { "…" }`, `0 => if member { Sales } else { Menu }`, and `unless member { … }`.

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};
use syn::{Token, buffer::Cursor, parse::ParseStream};

use super::{
    arm::begins_arm, at_block, condition, peek_word, scope::in_scope, syntax_error, take_word, tokens,
};
use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    syntax::Text,
};

/// Takes the condition and its texts up to the `;`. `word` is the `say` before them.
pub(super) fn text(input: ParseStream<'_>, word: Span, diagnostics: &mut Diagnostics) -> Option<Text> {
    let (first, rest) = input.cursor().ident()?;
    let is_if = first == "if";
    let is_ternary = asks(rest);
    (is_if || is_ternary).then_some(())?;
    let taken = tokens::take_until(input, |input| input.peek(Token![;]))?;
    let condition =
        taken.tokens.clone().into_iter().skip(usize::from(is_if)).take_while(|token| match token {
            TokenTree::Punct(mark) => mark.as_char() != '?',
            TokenTree::Group(group) => group.delimiter() != Delimiter::Brace,
            TokenTree::Ident(_) | TokenTree::Literal(_) => true,
        });
    let condition = tokens::written(&condition.collect());
    let mut texts = texts(&taken.tokens).into_iter();
    let yes = texts.next().unwrap_or_else(|| "\"…\"".to_owned());
    let no = texts.next().map(|text| format!(" else {{ say {text}; }}")).unwrap_or_default();
    let diagnostic = syntax_error(word, "`if` must stand around the steps").to(taken.last);
    diagnostics.unread(diagnostic.help(format!("write `if {condition} {{ say {yes}; }}{no}`")));
    Some(Text::new("…".to_owned(), taken.first))
}

/// Returns whether `?` follows on the same line.
fn asks(mut at: Cursor<'_>) -> bool {
    for _ in 0..4 {
        let Some((token, next)) = at.token_tree() else { return false };
        match token {
            TokenTree::Punct(mark) if mark.as_char() == '?' => return true,
            TokenTree::Punct(mark) if matches!(mark.as_char(), ';' | ',') => return false,
            _ => at = next,
        }
    }
    false
}

/// The texts of an expression, as they are written.
fn texts(tokens: &TokenStream) -> Vec<String> {
    let mut found = Vec::new();
    for token in tokens.clone() {
        match token {
            TokenTree::Literal(text) if text.to_string().starts_with('"') => found.push(text.to_string()),
            TokenTree::Group(group) => found.extend(texts(&group.stream())),
            TokenTree::Literal(_) | TokenTree::Ident(_) | TokenTree::Punct(_) => {}
        }
    }
    found
}

/// `unless member { … }` and `when office { … }`: another word for `if`, taken with its blocks.
pub(super) fn other_if(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> bool {
    let Some((word, rest)) = input.cursor().ident() else { return false };
    let is_not = match word.to_string().as_str() {
        "unless" | "ifnot" => true,
        "when" | "whenever" | "provided" | "case" => false,
        _ => return false,
    };
    let (sign, rest) = match rest.punct().filter(|(mark, _)| mark.as_char() == '!') {
        Some((_, rest)) => (true, rest),
        None => (false, rest),
    };
    let Some((name, rest)) = rest.ident() else { return false };
    if rest.group(Delimiter::Brace).is_none() {
        return false;
    }
    let _condition = tokens::take_until(input, at_block);
    while at_block(input) || peek_word(input).as_deref() == Some("else") {
        let _else = take_word(input, "else");
        let _block = tokens::take_one(input);
    }
    let sign = if sign == is_not { "" } else { "!" };
    let diagnostic = syntax_error(word.span(), format!("a condition begins with `if`, not with `{word}`"));
    diagnostics.unread(diagnostic.to(name.span()).help(format!("write `if {sign}{name}`")));
    true
}

/// What may stand between the patterns of an arm and its `=>`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Guard {
    /// `if open`, behind keys and phrases.
    Name,
    /// `if` and Rust, behind a pattern of Rust.
    Rust,
    Nothing,
}

/// A condition, and the targets for both of its values.
struct Asked {
    condition: String,
    yes: String,
    no: Option<String>,
}

/// `if office { Person } else { Note }`, `office ? Person : Note`, `Person if office else Note` as the target of an arm
/// that began at `from`: reported with its patterns and taken.
pub(super) fn target(
    input: ParseStream<'_>,
    from: Cursor<'_>,
    patterns: &str,
    guard: Guard,
    diagnostics: &mut Diagnostics,
) -> bool {
    let first = input.span();
    let Some((asked, last)) = asked(input) else { return false };
    let Asked { condition, yes, no } = &asked;
    let (holds, fails) = match (guard, condition::meant(condition)) {
        (Guard::Name, Some((name, negated))) => {
            let signs = if negated { ("!", "") } else { ("", "!") };
            (format!("{}{name}", signs.0), format!(" if {}{name}", signs.1))
        }
        (Guard::Rust, _) => (in_scope(condition), String::new()),
        _ => {
            diagnostics.unread(asked.in_its_own_state(first, last));
            return true;
        }
    };
    let no = no.as_ref().map_or_else(String::new, |no| format!(", {patterns}{fails} => {no}"));
    let message = "the condition of an arm must come before `=>`";
    let help = format!("write `{patterns} if {holds} => {yes}{no}`");
    diagnostics.unread(syntax_error(from.span(), message).to(last).help(help));
    true
}

/// The same behind `then`, where only the name of a state may stand.
pub(super) fn behind_then(input: ParseStream<'_>) -> Option<Diagnostic> {
    let first = input.span();
    let (asked, last) = asked(input)?;
    Some(asked.in_its_own_state(first, last))
}

impl Asked {
    /// Another state has to ask.
    fn in_its_own_state(&self, first: Span, last: Span) -> Diagnostic {
        let Self { condition, yes, no } = self;
        let no = no.as_deref().unwrap_or("…");
        let hours = |name: &str| format!("match hours {name} {{ open => {yes}, closed => {no} }}");
        let value = in_scope(condition);
        let question = format!("match {value} {{ true => {yes}, false => {no} }}");
        let written = match condition.strip_prefix("hours ") {
            Some(name) => format!("`state … {{ {} }}`", hours(name)),
            None if value == *condition => format!("`state … {{ {question} }}`"),
            None => {
                format!("`state … {{ {question} }}`, or `{}` in it for a schedule", hours(condition))
            }
        };
        let diagnostic = syntax_error(first, "the condition needs a state of its own").to(last);
        diagnostic.help(format!("write the name of a state here, and {written}"))
    }
}

/// Takes a conditional target up to its comma, with its last token.
fn asked(input: ParseStream<'_>) -> Option<(Asked, Span)> {
    let at = input.cursor();
    let is_if = |at: Cursor<'_>| at.ident().is_some_and(|(word, _)| joins_condition(&word.to_string()));
    let begins = at.ident().is_some_and(|(word, _)| word == "if");
    let follows = at.ident().is_some_and(|(_, rest)| is_if(rest));
    if !begins && !follows && !asks(at) {
        return None;
    }
    let is_over = |at: Cursor<'_>| at.eof() || at.punct().is_some_and(|(mark, _)| mark.as_char() == ',');
    let (mut end, mut all) = (at, Vec::new());
    while !is_over(end)
        && let Some((token, rest)) = end.token_tree()
    {
        let is_block = matches!(&token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
        all.push(token);
        end = rest;
        // The comma of the arm may be missing.
        if is_block && begins && rest.ident().is_none_or(|(word, _)| word != "else") {
            break;
        }
    }
    let found = if begins { of_statement(&all)? } else { of_expression(&all)? };
    let taken = tokens::take_until(input, |input| input.cursor() == end || begins_arm(input))?;
    Some((found, taken.last))
}

/// What puts a condition behind a target.
fn joins_condition(word: &str) -> bool {
    matches!(word, "if" | "when" | "unless" | "where" | "provided")
}

/// `if office { Person } else { Note }`, `if office then Person else Note`.
fn of_statement(all: &[TokenTree]) -> Option<Asked> {
    let is = |token: &TokenTree, word: &str| matches!(token, TokenTree::Ident(found) if found == word);
    let is_block =
        |token: &TokenTree| matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
    let rest = all.get(1..)?;
    let place = rest.iter().position(|token| is_block(token) || is(token, "then"))?;
    let (condition, targets) = rest.split_at(place);
    let targets = if is(targets.first()?, "then") { targets.get(1..)? } else { targets };
    let mut parts = targets.split(|token| is(token, "else"));
    let (yes, no) = (of_target(parts.next()?), parts.next().map(of_target));
    Some(Asked { condition: written(condition), yes, no })
}

/// `office ? Person : Note`, `Person if office else Note`, `Note unless office`.
fn of_expression(all: &[TokenTree]) -> Option<Asked> {
    let is_mark =
        |token: &TokenTree, sign: char| matches!(token, TokenTree::Punct(mark) if mark.as_char() == sign);
    if let Some(place) = all.iter().position(|token| is_mark(token, '?')) {
        let mut targets = all.get(place + 1..)?.split(|token| is_mark(token, ':'));
        let (yes, no) = (of_target(targets.next()?), targets.next().map(of_target));
        return Some(Asked { condition: written(all.get(..place)?), yes, no });
    }
    let TokenTree::Ident(joint) = all.get(1)? else { return None };
    let is_else =
        |token: &TokenTree| matches!(token, TokenTree::Ident(word) if word == "else" || word == "otherwise");
    let mut parts = all.get(2..)?.split(is_else);
    let condition = written(parts.next()?);
    let (yes, no) = (of_target(all.get(..1)?), parts.next().map(of_target));
    let condition = if joint == "unless" { format!("!{condition}") } else { condition };
    (!condition.is_empty()).then_some(Asked { condition, yes, no })
}

/// The target that a block or a name in another language means.
fn of_target(tokens: &[TokenTree]) -> String {
    let [TokenTree::Group(group)] = tokens else { return written(tokens) };
    let inside: Vec<TokenTree> = group.stream().into_iter().collect();
    let is_end = |token: &TokenTree| matches!(token, TokenTree::Punct(mark) if mark.as_char() == ';');
    let inside = match &inside[..] {
        [before @ .., last] if is_end(last) => before,
        all => all,
    };
    let (steps, target) = match inside {
        [steps @ .., TokenTree::Ident(goto), state] if goto == "goto" || goto == "return" => {
            (steps, state.to_string())
        }
        [steps @ .., TokenTree::Ident(last)] if last == "hangup" => (steps, "end".to_owned()),
        [TokenTree::Ident(state)] => return state.to_string(),
        _ => return "…".to_owned(),
    };
    if steps.is_empty() { target } else { format!("{{ {} }} then {target}", written(steps)) }
}

fn written(tokens: &[TokenTree]) -> String {
    tokens::written(&tokens.iter().cloned().collect())
}
