//! Clauses: `, timeout 5s, finish_on_key '#'`, each a word and its value.

use ivr_core::event::Verb;
use proc_macro2::{Delimiter, Ident, TokenTree};
use syn::{LitInt, Token, buffer::Cursor, ext::IdentExt as _, parse::ParseStream};

use super::{
    apart, at_block, at_parenthesis, bare,
    count::{counted_by_arm, number_of_keys},
    example,
    list::lists_texts,
    literal, missing_before,
    outcome::holds_arms,
    peek_word, renamed, rust, stray, syntax_error, take_word, tokens,
    words::{self, Context, folded},
};
use crate::diagnostics::{Behind, Diagnostic, Diagnostics};

/// Parses each clause. One that cannot be parsed is reported alone, and parsing continues after it.
pub(super) fn clauses(
    input: ParseStream<'_>,
    verb: Verb,
    diagnostics: &mut Diagnostics,
    mut read: impl FnMut(&Ident, &mut Diagnostics) -> Result<(), Diagnostic>,
) -> Result<(), Diagnostic> {
    loop {
        while diagnostics.unit(|diagnostics| one(input, verb, diagnostics, &mut read))? {}
        if !bare::is_stray(input, verb) {
            return Ok(());
        }
        if bare::clause_otherwise(input, verb, diagnostics) {
            continue;
        }
        let stop = |input: ParseStream<'_>| input.peek(Token![,]) || ends_clauses(input);
        stray::stray(input, verb.as_str(), stop, diagnostics);
    }
}

/// Parses the next clause, if there is one.
fn one(
    input: ParseStream<'_>,
    verb: Verb,
    diagnostics: &mut Diagnostics,
    read: &mut impl FnMut(&Ident, &mut Diagnostics) -> Result<(), Diagnostic>,
) -> Result<bool, Diagnostic> {
    if let Some(clause) = word(input, verb, diagnostics)? {
        let told = diagnostics.len();
        if folded(&clause.to_string()) == "retries" || folded(&clause.to_string()) == "maxretries" {
            diagnostics.unread(counted_by_arm(input, &clause));
            return Ok(true);
        }
        let outcome = named(input, verb, clause, diagnostics).and_then(|clause| match clause {
            Some(clause) => {
                let renamed = diagnostics.len();
                read(&clause, diagnostics)?;
                // If the name of a clause is wrong, its value is reported after the name is corrected.
                if renamed > told {
                    diagnostics.truncate(renamed);
                }
                if !bare::joins_clause(input, verb) {
                    stray::second_value(input, &clause, diagnostics);
                }
                Ok(())
            }
            None => Ok(()),
        });
        if let Err(diagnostic) = outcome {
            diagnostics.unread_since(told, diagnostic);
            while !input.is_empty()
                && !input.peek(Token![,])
                && !input.peek(Token![;])
                && !ends_clauses(input)
            {
                input.parse::<TokenTree>()?;
            }
            // A block after a clause belongs to the clause, unless it contains the prompts of a `gather`.
            let is_second = input.cursor().group(Delimiter::Brace).is_some_and(|(_, _, rest)| {
                rest.group(Delimiter::Brace).is_some()
                    || rest.punct().is_some_and(|(mark, _)| mark.as_char() == ',')
            });
            if (verb != Verb::Gather || is_second) && at_block(input) && !holds_arms(input) {
                input.parse::<TokenTree>()?;
            }
        }
        return Ok(true);
    }
    Ok(false)
}

/// Returns whether the prompts or the arms come next.
fn ends_clauses(input: ParseStream<'_>) -> bool {
    at_block(input) || peek_word(input).as_deref() == Some("match")
}

/// Returns the word of the next clause, after its comma.
fn word(
    input: ParseStream<'_>,
    verb: Verb,
    diagnostics: &mut Diagnostics,
) -> Result<Option<Ident>, Diagnostic> {
    let semicolon = semicolon_before(input, verb, diagnostics);
    if !input.peek(Token![,]) {
        // In `gather key timeout 5s`, the word is a clause without a comma before it.
        let Some(next) = peek_word(input) else {
            let alone = input.cursor().literal().is_some()
                && bare::duration(input, verb, (input.span(), ", "), diagnostics);
            return if alone { word(input, verb, diagnostics) } else { Ok(None) };
        };
        if bare::is_before(&next) && bare::duration(input, verb, (input.span(), ", "), diagnostics) {
            return word(input, verb, diagnostics);
        }
        let counts = verb == Verb::Gather && folded(&next) == "numdigits";
        if counts && !follows_block(input) {
            return Ok(Some(super::any_word(input, "a clause")?));
        }
        if let Some(ours) = foreign_clause(input, verb, &next) {
            let typed = super::any_word(input, "a clause")?;
            let diagnostic = words::called(&typed, ours);
            diagnostics
                .push(Diagnostic { lines: Vec::new(), ..diagnostic }.help(format!("write `, {ours}`")));
            return Ok(Some(Ident::new(ours, typed.span())));
        }
        let (known, value) = (is_clause(verb, &next), !follows_block(input));
        if !semicolon && (ends_clauses(input) || !known || !value) {
            return Ok(None);
        }
        if !semicolon {
            diagnostics.push(missing_before(input, ","));
        }
        return Ok(Some(super::any_word(input, "a clause")?));
    }
    if input.peek2(Token![match]) {
        return Ok(None);
    }
    let comma = input.parse::<Token![,]>()?;
    if at_block(input) {
        if verb == Verb::Gather && !holds_arms(input) {
            let message = "`,` is not allowed before the prompts of `gather`";
            diagnostics.push(syntax_error(comma.span, message).help("remove it"));
        }
        return Ok(None);
    }
    if input.peek(LitInt) && bare::duration(input, verb, (comma.span, ", "), diagnostics)
        || bare::text(input, verb, comma.span, diagnostics)
    {
        diagnostics.behind = Behind::Beginning;
        return word(input, verb, diagnostics);
    }
    let word = super::any_word(input, "a clause after the comma")?;
    if let Some(name) = apart::joined(input, Context::Clause(verb), &word, diagnostics) {
        return Ok(Some(name));
    }
    Ok(Some(joined_by_dash(input, word)))
}

/// `dial "…"; timeout 5s match`: reported and taken.
fn semicolon_before(input: ParseStream<'_>, verb: Verb, diagnostics: &mut Diagnostics) -> bool {
    let mark = input.cursor().punct().filter(|(mark, _)| mark.as_char() == ';');
    let Some((word, rest)) = mark.and_then(|(_, rest)| rest.ident()) else { return false };
    let is_clause = words::is_known(Context::Clause(verb), &word.to_string()) && bare::match_follows(rest);
    let Some(mark) = is_clause.then(|| tokens::take_one(input)).flatten() else { return false };
    diagnostics
        .push(syntax_error(mark.first, format!("a comma is missing before `{word}`")).help("write `,`"));
    true
}

/// `caller-idd` as one word.
fn joined_by_dash(input: ParseStream<'_>, first: Ident) -> Ident {
    if !(input.peek(Token![-]) && input.peek2(syn::Ident)) {
        return first;
    }
    let _dash = tokens::take_one(input);
    let Ok(second) = input.call(Ident::parse_any) else { return first };
    Ident::new(&format!("{first}_{second}"), first.span())
}

/// Returns the clause for a word of another system that precedes its value without a comma.
fn foreign_clause(input: ParseStream<'_>, verb: Verb, word: &str) -> Option<&'static str> {
    let (_, rest) = input.cursor().ident()?;
    rest.literal()?;
    words::ours(Context::Clause(verb), word)
}

fn is_clause(verb: Verb, word: &str) -> bool {
    words::is_known(Context::Clause(verb), word)
        || words::is_replaced(Context::Clause(verb), word) && word != "silence"
        || Verb::ALL.iter().any(|other| words::is_known(Context::Clause(*other), word))
        || folded(word).len() > 6 && words::is_near_clause(verb, word)
}

pub(super) fn follows_block(input: ParseStream<'_>) -> bool {
    let rest = input.cursor().ident().map(|(_, rest)| rest);
    rest.is_some_and(|rest| rest.group(proc_macro2::Delimiter::Brace).is_some())
}

/// Returns the intended clause, without what people write between it and its value. Returns `None` for one that was
/// reported and taken as a whole.
fn named(
    input: ParseStream<'_>,
    verb: Verb,
    word: Ident,
    diagnostics: &mut Diagnostics,
) -> Result<Option<Ident>, Diagnostic> {
    if verb == Verb::Record
        && word == "up"
        && let Some(to) = take_word(input, "to")
    {
        diagnostics.push(renamed::replaced(word.span(), "up to", "max_length").to(to));
        return Ok(Some(Ident::new("max_length", word.span())));
    }
    let folded = folded(&word.to_string());
    // `max 10` counts participants, and `max 10min` is a duration without its clause.
    let is_alone = bare::is_before(&folded)
        && words::ours(Context::Clause(verb), &folded).is_none_or(|ours| ours == "max_participants");
    if is_alone && bare::duration(input, verb, (word.span(), ""), diagnostics) {
        return Ok(None);
    }
    if bare::turned_off(input, verb, &word, diagnostics) {
        return Ok(None);
    }
    if verb == Verb::Record && folded == "finishonkey" && bare::any_key(input, &word, diagnostics) {
        return Ok(None);
    }
    if verb == Verb::Gather
        && let Some(diagnostic) = number_of_keys(input, &word)
    {
        return Err(diagnostic);
    }
    if folded == "speechtimeout" && is_auto(input) {
        let value = tokens::take_one(input);
        let last = value.map_or(word.span(), |value| value.last);
        let message = "without this clause Twilio decides when the caller has finished";
        diagnostics.push(syntax_error(word.span(), message).to(last).help("remove the clause"));
        return Ok(None);
    }
    if verb == Verb::Gather && matches!(folded.as_str(), "prompt" | "say" | "prompts") {
        let message = format!("`gather` has no clause `{word}`: write its prompts in braces");
        return Err(syntax_error(word.span(), message).help("write `{ say \"…\"; }` before `match`"));
    }
    if verb == Verb::Gather && folded == "input" {
        let diagnostic = syntax_error(word.span(), "`key` or `speech` must directly follow `gather`");
        return Err(diagnostic.help("write `gather key`, `gather speech` or `gather key or speech`"));
    }
    let told = diagnostics.len();
    let name = bare::name(input, verb, &word);
    let word = name.map_or_else(|| words::meant(Context::Clause(verb), word, diagnostics), Err)?;
    let Some(example) = example::of_clause(&word.to_string()) else { return Ok(Some(word)) };
    if word == "wait" && at_block(input) {
        let diagnostic = syntax_error(word.span(), "`wait` takes the name of a state");
        return Err(diagnostic.help("write `wait Waiting`, and the prompts in `state Waiting { … }`"));
    }
    let is_value = word == "hints" && lists_texts(input) || word == "give" && at_block(input);
    if stray::comma_before_value(input, &word, example, diagnostics) {
        return Ok(Some(word));
    }
    if literal::is_over(input) && !is_value {
        return Err(literal::lacks_value(&word, example));
    }
    if at_expression(input, verb, &word) {
        return expression(input, word, example).map(Some);
    }
    assigned(input, &word).inspect_err(|_| diagnostics.truncate(told))?;
    Ok(Some(word))
}

/// Returns whether Rust in parentheses is in place of a literal.
fn at_expression(input: ParseStream<'_>, verb: Verb, clause: &Ident) -> bool {
    let text = matches!(clause.to_string().as_str(), "into" | "wait" | "result" | "hints");
    let is_read_by_dial =
        verb == Verb::Dial && matches!(clause.to_string().as_str(), "caller_id" | "send_digits");
    rust::is_expression(input) && !text && !is_read_by_dial
}

/// Reports a clause that takes no expression, and takes its value. Of other clauses, the parser of the value decides.
fn expression(input: ParseStream<'_>, clause: Ident, example: &str) -> Result<Ident, Diagnostic> {
    let Some(why) = no_expression(&clause) else { return Ok(clause) };
    let last = tokens::take_one(input).map_or(clause.span(), |taken| taken.last);
    let diagnostic = syntax_error(clause.span(), format!("`{clause}` takes no expression: {why}")).to(last);
    Err(diagnostic.help(format!("write a literal such as `{clause} {example}`")))
}

/// Returns why a clause takes no expression, or `None` if the parser of its value decides.
fn no_expression(clause: &Ident) -> Option<&'static str> {
    match clause.to_string().as_str() {
        "finish_on_key" => Some("prompts are compared with it while the tree compiles"),
        "language" => Some(
            "speech is recognized in the language of the call, which the step `language (expr);` chooses",
        ),
        "max_participants" | "wait_url" => Some("all callers of a conference share it"),
        "music" => Some("a file that Rust chooses is played in a state, which `wait` leads to"),
        _ => None,
    }
}

/// `timeout: 5s`, `timeout = 5`, `timeout="5"`, `timeout(5s)`.
fn assigned(input: ParseStream<'_>, word: &Ident) -> Result<(), Diagnostic> {
    let mark = input.peek(Token![=]) || input.peek(Token![:]);
    let computed = matches!(word.to_string().as_str(), "caller_id" | "send_digits") && !holds_text(input);
    let call = at_parenthesis(input) && !computed && word != "hints";
    if !mark && !call {
        return Ok(());
    }
    let Some(taken) = tokens::take_until(input, literal::is_over) else { return Ok(()) };
    let value = taken.written();
    let value = value.trim_start_matches(['=', ':', ' ']);
    let value = if call { value.trim_start_matches('(').trim_end_matches(')') } else { value };
    let duration = matches!(
        word.to_string().as_str(),
        "timeout" | "speech_timeout" | "max_length" | "time_limit" | "max_wait"
    );
    let plain = value.trim_matches('"');
    let value = match (duration, plain.bytes().all(|byte| byte.is_ascii_digit())) {
        (true, true) => format!("{plain}s"),
        (true, false) => plain.to_owned(),
        (false, _) => value.to_owned(),
    };
    let diagnostic =
        syntax_error(word.span(), "a clause is a word and its value, with nothing between").to(taken.last);
    Err(diagnostic.help(format!("write `{word} {value}`")))
}

/// `("+1…")`: a literal alone in parentheses.
fn holds_text(input: ParseStream<'_>) -> bool {
    let inside = input.cursor().group(Delimiter::Parenthesis).map(|(inside, ..)| inside);
    inside.and_then(Cursor::literal).is_some_and(|(_, rest)| rest.eof())
}

fn is_auto(input: ParseStream<'_>) -> bool {
    let auto = |text: String| text.trim_matches('"') == "auto";
    let (literal, word) = (input.cursor().literal(), input.cursor().ident());
    literal.is_some_and(|(literal, _)| auto(literal.to_string()))
        || word.is_some_and(|(word, _)| auto(word.to_string()))
}
