//! `if … { … }` as other languages write it, before what chooses a state and before steps under an expression.

use proc_macro2::{Ident, TokenStream, TokenTree};
use syn::{Token, parse::ParseStream};

use super::{at_block, condition, peek_word, scope, syntax_error, tokens};
use crate::diagnostics::Diagnostic;

/// `if … { goto A; } else { goto B; }`, taken as a whole.
pub(super) fn asked(input: ParseStream<'_>) -> Option<Diagnostic> {
    if let Some(diagnostic) = without_braces(input) {
        return Some(diagnostic);
    }
    let word = tokens::take_one(input)?;
    let asked = tokens::take_until(input, at_block)?;
    let (mut targets, mut last) = (Vec::new(), asked.last);
    while at_block(input) || peek_word(input).as_deref() == Some("else") {
        let part = tokens::take_one(input)?;
        last = part.last;
        if let Some(TokenTree::Group(group)) = tokens::only(&part.tokens) {
            targets.push(target_in(&group.stream()));
        }
    }
    let target = |place: usize| targets.get(place).cloned().flatten().unwrap_or_else(|| "…".to_owned());
    let written = asked.written();
    let schedule = [".open", ".is_open()", ".open()", " is open", " == open"]
        .iter()
        .find_map(|end| written.strip_suffix(end))
        .filter(|name| syn::parse_str::<Ident>(name).is_ok() && *name != "call");
    if let Some(rest) = written.strip_prefix("hours ").or(schedule) {
        let name = rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or("office");
        let (open, closed) = (target(0), target(1));
        let diagnostic = syntax_error(word.first, "`if` is a `match` here").to(word.last);
        let written = format!("match hours {name} {{ open => {open}, closed => {closed} }}");
        return Some(diagnostic.help(format!("end the state with `{written}`")));
    }
    let (yes, no) = (target(0), target(1));
    let steps_alone = targets.iter().all(Option::is_none);
    if let Some(told) = condition::of_rust(word.first, asked.last, &asked.written(), steps_alone) {
        return Some(told);
    }
    if steps_alone && !targets.is_empty() && condition::meant(&written).is_none() {
        return Some(condition::no_expression(&asked));
    }
    let question = scope::in_scope(&asked.written());
    let diagnostic = syntax_error(word.first, "`if` is a `match` here").to(if targets.is_empty() {
        last
    } else {
        word.last
    });
    Some(diagnostic.help(format!("end the state with `match {question} {{ true => {yes}, false => {no} }}`")))
}

/// `if vip say "…";`, `if vip then say "…";`, `if vip: say "…";`, taken.
fn without_braces(input: ParseStream<'_>) -> Option<Diagnostic> {
    let (_, rest) = input.cursor().ident()?;
    let at = rest.punct().filter(|(mark, _)| mark.as_char() == '!').map_or(rest, |(_, rest)| rest);
    let (_, at) = at.ident()?;
    let condition = tokens::between(rest, at);
    let joint = at.ident().filter(|(word, _)| word == "then" || word == "do").map(|(_, rest)| rest);
    let joint = joint.or_else(|| at.punct().filter(|(mark, _)| mark.as_char() == ':').map(|(_, rest)| rest));
    let (step, _) = joint.unwrap_or(at).ident()?;
    matches!(step.to_string().as_str(), "say" | "play" | "ssml" | "pause" | "set" | "run").then_some(())?;
    let first = input.span();
    let _condition =
        tokens::take_until(input, |input| input.cursor().ident().is_some_and(|(word, _)| word == step))?;
    let taken = tokens::take_until(input, |input| input.peek(Token![;]))?;
    let end = input.parse::<Option<Token![;]>>().ok()?.map_or(taken.last, |end| end.span);
    let diagnostic = syntax_error(first, "the steps under a condition must be in braces").to(end);
    Some(diagnostic.help(format!("write `if {condition} {{ {}; }}`", taken.written())))
}

/// Returns the target of a block that ends in `goto` or `hangup`, or holds the name of a state alone.
pub(super) fn target_in(tokens: &TokenStream) -> Option<String> {
    let all: Vec<String> = tokens.clone().into_iter().map(|token| token.to_string()).collect();
    if let [name] | [name, _] = &all[..]
        && name.starts_with(char::is_uppercase)
    {
        return Some(name.clone());
    }
    let goto = all.iter().position(|word| word == "goto" || word == "hangup")?;
    if all.get(goto)? == "hangup" { Some("end".to_owned()) } else { all.get(goto + 1).cloned() }
}
