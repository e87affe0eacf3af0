//! `connect "wss://…", time_limit 4min, give { account: call.account }, result Billing match { … }`.

use ivr_core::event::Verb;
use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::{Token, parse::ParseStream};

use super::{
    at_parenthesis, block, block_called, cases, clause::clauses, dial, expected, expected_as,
    line::without_parentheses, literal, otherwise, peek_word, rust, syntax_error, take_word, tokens,
    tree::once,
};
use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    syntax::{Connect, Ending, Give, Noun, Number, RustArm},
};

const GIVEN: &str = "the values of `give` must be in braces";

/// The outcomes that are not values of Rust.
const OUTCOMES: [&str; 2] = ["failed", "answered"];

/// Reads it after its first word.
pub(super) fn connect(
    input: ParseStream<'_>,
    word: &Ident,
    diagnostics: &mut Diagnostics,
) -> Result<Ending, Diagnostic> {
    super::no_mark(input, diagnostics, "after `connect`");
    let stream = take_word(input, "stream");
    if let Some(diagnostic) = no_agent(input, word) {
        return Err(diagnostic);
    }
    if literal::is_over(input) {
        let diagnostic = syntax_error(word.span(), "`connect` needs the URL of the agent");
        return Err(diagnostic.help("write `connect \"wss://…\"`"));
    }
    if input.peek(syn::Ident) && input.peek2(syn::LitStr) {
        let noun = super::any_word(input, "the URL of the agent")?;
        let diagnostic = syntax_error(noun.span(), "the URL of the agent must directly follow `connect`");
        diagnostics.push(diagnostic.help("remove it"));
    }
    let url = match without_parentheses(input, "the URL of the agent must not be", diagnostics) {
        Some(url) => url,
        None if at_parenthesis(input) => return Err(computed(input)),
        None => literal::text(input, "the URL of the agent")?,
    };
    let unread = diagnostics.count_unread();
    let (mut time_limit, mut give, mut result): (Option<Number>, _, _) = (None, None, None);
    clauses(input, Verb::Connect, diagnostics, |clause, diagnostics| {
        match clause.to_string().as_str() {
            "time_limit" => {
                once(&mut time_limit, clause, literal::duration(input, diagnostics)?, diagnostics);
            }
            "give" => once(&mut give, clause, given(input, diagnostics)?, diagnostics),
            _ => once(&mut result, clause, kind(input)?, diagnostics),
        }
        Ok(())
    })?;
    if cases::behind_verb(input, Verb::Connect, diagnostics).is_some() {
        return Ok(Ending::Broken);
    }
    if take_word(input, "match").is_none() {
        return Err(expected_as(input, "`match` and the arms", "write `match { …, failed => … }`"));
    }
    let known: &[&str] = if stream.is_some() { &["answered"] } else { &OUTCOMES };
    let rust::Arms { values: arms, outcomes } =
        block(input, diagnostics, |input, diagnostics| rust::arms(input, known, diagnostics))?;
    otherwise::behind_arms(input, ("everything else", "failed"), diagnostics);
    let _optional = input.parse::<Option<Token![;]>>()?;
    // `bad_url` reports a text that is no URL, and what it is decides which clauses are missing.
    let broken = diagnostics.count_unread() > unread || !url.value.contains("://");
    let mut connect = Connect {
        word: word.span(),
        stream,
        url,
        time_limit,
        give: give.unwrap_or_default(),
        result,
        arms,
        outcomes,
        broken,
    };
    if !broken {
        let told = diagnostics.len();
        complain(&connect, diagnostics);
        // The corrected clauses decide which arms are missing.
        connect.broken = diagnostics.len() > told;
    }
    Ok(Ending::Connect(Box::new(connect)))
}

/// Reports an arm of a stream that is not `answered`.
fn no_outcome(connect: &Connect, arm: &RustArm) -> Diagnostic {
    let span = |token: Option<TokenTree>| token.map_or(connect.word, |token| tokens::end_of(&token));
    let (mut pattern, last) = (arm.pattern.clone().into_iter(), arm.pattern.clone().into_iter().last());
    let message = "the only outcome of `connect stream` is `answered`";
    let diagnostic = Diagnostic::new("connect_clauses", span(pattern.next()), message).to(span(last));
    let is_value = arm.pattern.to_string().starts_with(char::is_uppercase);
    match connect.outcomes.is_empty() {
        true if is_value => diagnostic
            .help("write `answered`")
            .note("the next state can ask Rust for the result with `match`"),
        true => diagnostic.help("write `answered`"),
        false => diagnostic.help("remove the arm"),
    }
}

/// `(app.agent(call))`, taken.
fn computed(input: ParseStream<'_>) -> Diagnostic {
    let (first, taken) = (input.span(), tokens::take_one(input));
    let diagnostic = syntax_error(first, "the URL of the agent must not be a Rust expression");
    let last = taken.map_or(first, |taken| taken.last);
    diagnostic.to(last).help("write it in double quotes: `\"wss://…\"`")
}

/// `connect "+1…"`, `connect queue "support"`: what other verbs call, taken.
fn no_agent(input: ParseStream<'_>, word: &Ident) -> Option<Diagnostic> {
    let (mut at, mut noun) = (input.cursor(), None);
    while let Some((word, rest)) = at.ident() {
        noun = dial::called_otherwise(&word).or(noun);
        at = rest;
    }
    if let Some((inside, ..)) = at.group(Delimiter::Parenthesis) {
        at = inside;
    }
    let (token, behind) = at.token_tree()?;
    let text = match &token {
        TokenTree::Literal(_) => tokens::unquoted(&token)?,
        TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket => "+".to_owned(),
        _ => return None,
    };
    let written = tokens::written(&token.into());
    let is_number = text.trim_start_matches('+').starts_with(|c: char| c.is_ascii_digit()) || text == "+";
    let (verb, called) = match noun {
        _ if text.contains("://") => return None,
        Some(Noun::Queue) => ("enqueue", "a queue is entered with `enqueue`"),
        _ if text.starts_with("sip:") => ("dial sip", "a SIP address is called with `dial sip`"),
        None | Some(Noun::Number) if is_number => ("dial", "a number is called with `dial`"),
        Some(Noun::Sip) => ("dial sip", "a SIP address is called with `dial sip`"),
        Some(Noun::Client) => ("dial client", "a client is called with `dial client`"),
        Some(Noun::Conference) => ("dial conference", "a conference is called with `dial conference`"),
        None | Some(Noun::Number) => return no_url(input, text.as_str()),
    };
    let end = |input: ParseStream<'_>| input.cursor() == behind || literal::is_over(input);
    let last = tokens::take_until(input, end).map_or_else(|| word.span(), |taken| taken.last);
    let message = format!("`connect` hands the call to an agent: {called}");
    Some(syntax_error(word.span(), message).to(last).help(format!("write `{verb} {written}`")))
}

/// `connect "support"`: a name in place of the URL.
fn no_url(input: ParseStream<'_>, text: &str) -> Option<Diagnostic> {
    let is_name = literal::is_text(input) && !text.contains(['.', '/', ':']) && !text.is_empty();
    let name = is_name.then(|| tokens::take_one(input)).flatten()?;
    let diagnostic = syntax_error(name.first, "`connect` hands the call to an agent at a `wss://` URL");
    Some(diagnostic.help(format!("write that URL, or use `enqueue {}` for a queue", name.written())))
}

/// Reports missing clauses, and clauses that exclude each other.
fn complain(connect: &Connect, diagnostics: &mut Diagnostics) {
    let Connect { word, stream, time_limit, result, arms, .. } = connect;
    let error = |message: &str| Diagnostic::new("connect_clauses", *word, message);
    let late = error("`connect` needs a `time_limit`").help("add `, time_limit 4min` before `match`");
    if time_limit.is_none() {
        diagnostics.push(late);
    }
    if let (Some(stream), Some(_)) = (stream, result) {
        let diagnostic = Diagnostic::new("connect_clauses", *stream, "a stream has no result");
        diagnostics.push(diagnostic.help("remove `result`, and use `match` in the next state"));
    }
    // Another error reports the outcomes of other verbs by name.
    if arms.is_empty() && connect.outcomes.iter().any(|(word, _)| word != "failed") {
        return;
    }
    match (stream, result, arms.is_empty()) {
        (None, None, _) => {
            let help = "add `, result Billing` before `match`, an enum of yours that serde reads";
            diagnostics.push(error("the type of the agent's result is missing").help(help));
        }
        (Some(_), None, false) => {
            if let Some(arm) = arms.first() {
                diagnostics.push(no_outcome(connect, arm));
            }
        }
        (None, Some(_), true) => {
            diagnostics
                .push(error("no arm handles the result of the agent").help("name the values of its type"));
        }
        (Some(_), Some(_), _) | (Some(_), None, true) | (None, Some(_), false) => {}
    }
}

/// `{ account: call.account, language: call.language }`.
fn given(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Result<Vec<Give>, Diagnostic> {
    if input.peek(syn::Ident)
        && input.peek2(Token![:])
        && let Some(given) =
            tokens::take_until(input, |input| input.peek(Token![,]) || input.peek(Token![match]))
    {
        let diagnostic = syntax_error(given.first, GIVEN).to(given.last);
        return Err(diagnostic.help(format!("write `{{ {} }}`", given.written())));
    }
    block_called(input, diagnostics, GIVEN, |input, _| -> Result<Vec<Give>, Diagnostic> {
        let mut found: Vec<Give> = Vec::new();
        while !input.is_empty() {
            let name = literal::name(input, "the name of a value")?;
            if found.iter().any(|given| given.name == name) {
                let diagnostic =
                    Diagnostic::new("connect_clauses", name.span(), format!("`{name}` is passed twice"));
                return Err(diagnostic.help("remove one of them"));
            }
            if name == "time_limit" {
                let message = "the agent always receives `time_limit`";
                return Err(Diagnostic::new("connect_clauses", name.span(), message).help("remove it"));
            }
            if input.is_empty() || input.peek(Token![,]) {
                let diagnostic = syntax_error(name.span(), format!("`{name}` needs a value"));
                return Err(diagnostic.help(format!("write `{name}: call.{name}`")));
            }
            if input.peek(Token![=]) {
                let diagnostic = syntax_error(input.span(), "a name and its value are joined by `:`");
                return Err(diagnostic.help("write `:`"));
            }
            input.parse::<Token![:]>().map_err(|_| expected(input, "`:` and a Rust expression"))?;
            rust::too_deep(input.cursor())?;
            let mut value = TokenStream::new();
            while !input.is_empty() && !input.peek(Token![,]) {
                input.parse::<TokenTree>()?.to_tokens(&mut value);
            }
            if value.is_empty() {
                let diagnostic = syntax_error(name.span(), format!("`{name}` is not passed"));
                return Err(diagnostic.help(format!("write `{name}: call.{name}`")));
            }
            let _comma = input.parse::<Option<Token![,]>>()?;
            found.push(Give { name, value });
        }
        Ok(found)
    })?
}

/// Parses the type up to the next clause or `match`.
fn kind(input: ParseStream<'_>) -> Result<TokenStream, Diagnostic> {
    let over = |input: ParseStream<'_>| input.peek(Token![,]) || peek_word(input).as_deref() == Some("match");
    if let Some(name) =
        input.cursor().literal().and_then(|(text, _)| syn::parse_str::<syn::LitStr>(&text.to_string()).ok())
    {
        let taken = tokens::take_one(input).map_or_else(|| input.span(), |taken| taken.first);
        let diagnostic = syntax_error(taken, "the type of the result must not be in quotes");
        return Err(diagnostic.help(format!("write `{}`", name.value())));
    }
    let taken = tokens::take_until(input, over).ok_or_else(|| expected(input, "the type of the result"))?;
    Ok(taken.tokens)
}
