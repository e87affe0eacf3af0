//! `dial "+1…", timeout 15s match { … }`.

use ivr_core::event::Verb;
use proc_macro2::{Delimiter, Ident, Span, TokenTree};
use syn::{Token, buffer::Cursor, parse::ParseStream};

use super::{
    arm, at_parenthesis,
    clause::clauses,
    flag::flag,
    line::without_parentheses,
    list::{list_of, lists_texts},
    literal,
    number::numbers,
    outcome::ended,
    rust, screen, syntax_error, take_word, tokens,
    tree::once,
    verb::no_prompts,
    words::{self, folded},
};
use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    syntax::{Dial, DialClauses, Ending, Flag, Noun, Text, Value},
};

pub(super) fn dial(
    input: ParseStream<'_>,
    word: &Ident,
    from: Cursor<'_>,
    diagnostics: &mut Diagnostics,
) -> Result<Ending, Diagnostic> {
    super::no_mark(input, diagnostics, "after `dial`");
    if let Some(diagnostic) = in_braces(input).or_else(|| unquoted_address(input)) {
        return Err(diagnostic);
    }
    let meant = other_noun(input, diagnostics);
    let short = take_word(input, "short").is_some();
    let noun = meant.unwrap_or_else(|| noun(input));
    if literal::is_over(input) && !lists_texts(input) {
        let object =
            if noun == Noun::Number { "\"+1…\"".to_owned() } else { format!("{} \"…\"", noun.as_str()) };
        return Err(syntax_error(word.span(), "`dial` needs a number").help(format!("write `dial {object}`")));
    }
    let alone = without_parentheses(input, &format!("{} must not be", noun.object()), diagnostics);
    let computed = match at_parenthesis(input) && alone.is_none() {
        true => Some(rust::parenthesised(input)?),
        false => None,
    };
    let mixed = match (&alone, &computed) {
        (None, None) => mixed(input, noun, diagnostics)?,
        _ => None,
    };
    let (noun, nouns, found) = mixed.unwrap_or((noun, Vec::new(), Vec::new()));
    let numbers = match (alone, &computed) {
        _ if !found.is_empty() => found,
        (Some(number), _) => vec![number],
        (None, Some(_)) => Vec::new(),
        (None, None) if noun == Noun::Number => numbers(input, diagnostics)?,
        (None, None) => names(input, noun, diagnostics)?,
    };
    let mut found = DialClauses::default();
    clauses(input, Verb::Dial, diagnostics, |clause, diagnostics| {
        self::clause(input, clause, &mut found, diagnostics)
    })?;
    no_prompts(input, "dial", diagnostics)?;
    let of = arm::Of { screened: found.screen.is_some(), ..arm::Of::verb(Verb::Dial) };
    let arms = ended(input, word, from, of, diagnostics)?;
    Ok(Ending::Dial(Box::new(Dial {
        noun,
        numbers,
        nouns,
        computed,
        placeholder: None,
        short,
        clauses: found,
        arms,
    })))
}

/// `dial { number "+1…"; }`, as TwiML puts nouns into the verb.
fn in_braces(input: ParseStream<'_>) -> Option<Diagnostic> {
    let (inside, span, _) = input.cursor().group(Delimiter::Brace)?;
    let tokens: Vec<TokenTree> = inside.token_stream().into_iter().collect();
    let (noun, name) = match &tokens[..] {
        [TokenTree::Ident(noun), TokenTree::Literal(name), ..] => (called_otherwise(noun)?, name),
        [TokenTree::Literal(name), ..] if !lists_texts(input) => (Noun::Number, name),
        _ => return None,
    };
    let written = match noun {
        Noun::Number => name.to_string(),
        noun => format!("{} {name}", noun.as_str()),
    };
    let diagnostic = syntax_error(span.open(), "what `dial` calls must not be in braces").to(span.close());
    Some(diagnostic.help(format!("write `{written}`")))
}

/// `sip:desk@example.com`, `client:alice`, `tel:+12345678900`, taken.
fn unquoted_address(input: ParseStream<'_>) -> Option<Diagnostic> {
    let (scheme, rest) = input.cursor().ident()?;
    let (colon, name) = rest.punct()?;
    let noun = match scheme.to_string().as_str() {
        "sip" | "sips" => Noun::Sip,
        "client" => Noun::Client,
        "tel" => Noun::Number,
        _ => return None,
    };
    if colon.as_char() != ':' || name.literal().is_some_and(|(name, _)| name.to_string().starts_with('"')) {
        return None;
    }
    let taken = tokens::take_until(input, |input| literal::is_over(input) || at_match(input))?;
    let written: String = taken.written().split_whitespace().collect();
    let (_, name) = written.split_once(':')?;
    let help = match noun {
        Noun::Number => format!("write `\"{name}\"`"),
        Noun::Sip => format!("write `sip \"{written}\"`"),
        noun => format!("write `{} \"{name}\"`", noun.as_str()),
    };
    let message = format!("{} must be in double quotes", noun.object());
    Some(syntax_error(taken.first, message).to(taken.last).help(help))
}

/// Parses `sip`, `client`, `queue` or `conference` before a callee. Without it, the callee is a number.
fn noun(input: ParseStream<'_>) -> Noun {
    let named = |noun: &Noun| input.peek(syn::Ident) && take_word(input, noun.as_str()).is_some();
    Noun::NAMED.into_iter().find(named).unwrap_or_default()
}

/// `Number`, `phone`, `Queue`, `room`: reported and taken. Returns `None` if the callee itself comes next.
fn other_noun(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Option<Noun> {
    let (word, rest) = input.cursor().ident()?;
    let called = rest.literal().is_some() || rest.group(Delimiter::Bracket).is_some();
    let ours = called_otherwise(&word)?;
    if !called || word == ours.as_str() && ours != Noun::Number {
        return None;
    }
    let word = super::any_word(input, "what is called").ok()?;
    if ours == Noun::Number {
        diagnostics.push(syntax_error(word.span(), "a number must directly follow `dial`").help("remove it"));
    } else {
        diagnostics.push(words::called(&word, ours.as_str()));
    }
    Some(ours)
}

/// Returns the noun for a word of another system, or in another case.
pub(super) fn called_otherwise(word: &Ident) -> Option<Noun> {
    Some(match folded(&word.to_string()).as_str() {
        "number" | "phone" | "phonenumber" | "tel" | "to" => Noun::Number,
        "sip" | "sipuri" => Noun::Sip,
        "client" | "agent" | "user" | "app" | "application" => Noun::Client,
        "queue" | "enqueue" => Noun::Queue,
        "conference" | "room" | "meeting" | "conf" => Noun::Conference,
        _ => return None,
    })
}

/// Parses what follows a noun.
fn names(input: ParseStream<'_>, noun: Noun, diagnostics: &mut Diagnostics) -> Result<Vec<Text>, Diagnostic> {
    super::no_mark(input, diagnostics, &format!("after `{}`", noun.as_str()));
    if input.cursor().group(proc_macro2::Delimiter::Bracket).is_some() || lists_texts(input) {
        return list_of(input, noun.object(), "several names must be", diagnostics);
    }
    if input.peek(syn::Ident)
        && let Some(name) = tokens::take_until(input, |input| literal::is_over(input) || at_match(input))
    {
        let written: String = name.written().split_whitespace().collect();
        let scheme = if noun == Noun::Sip && !written.starts_with("sip") { "sip:" } else { "" };
        let diagnostic = syntax_error(name.first, format!("{} must be in double quotes", noun.object()));
        diagnostics.push(diagnostic.to(name.last).help(format!("write `\"{scheme}{written}\"`")));
        return Ok(vec![Text::new(format!("{scheme}{written}"), name.first)]);
    }
    Ok(vec![literal::text(input, noun.object())?])
}

fn at_match(input: ParseStream<'_>) -> bool {
    input.peek(Token![match])
}

/// The callees: their common kind, the kind of each, and their names.
type Mixed = (Noun, Vec<Noun>, Vec<Text>);

/// `["+1…", client "alice", sip "sip:…"]`. Returns `None` if there is no word in the brackets.
fn mixed(
    input: ParseStream<'_>,
    first: Noun,
    diagnostics: &mut Diagnostics,
) -> Result<Option<Mixed>, Diagnostic> {
    let is_word = |token| matches!(&token, TokenTree::Ident(word) if Noun::from_word(&word.to_string()).is_some() || called_otherwise(word).is_some());
    let group = input.cursor().group(Delimiter::Bracket);
    if !group.is_some_and(|(inside, ..)| inside.token_stream().into_iter().any(is_word)) {
        return Ok(None);
    }
    let content = super::group(input, Delimiter::Bracket, "the names to call")?;
    let (mut nouns, mut names) = (Vec::new(), Vec::new());
    while !content.is_empty() {
        let span = content.span();
        let noun = if content.peek(syn::Ident) {
            let word = super::any_word(&content, "a noun such as `client`")?;
            let other = called_otherwise(&word).filter(|noun| word != noun.as_str());
            if let Some(noun) = other {
                diagnostics.push(match noun {
                    Noun::Number => syntax_error(span, "a number stands alone").help("remove it"),
                    noun => words::called(&word, noun.as_str()),
                });
            }
            let known = Noun::from_word(&word.to_string());
            other.or(known).ok_or_else(|| {
                syntax_error(span, format!("`dial` cannot call a `{word}`")).help("write `client` or `sip`")
            })?
        } else {
            first
        };
        if !noun.takes_several() {
            let message = format!("one `dial` calls one {} and nothing else", noun.as_str());
            return Err(syntax_error(span, message).help(format!("write `dial {} \"…\"`", noun.as_str())));
        }
        nouns.push(noun);
        names.push(literal::text(&content, noun.object())?);
        if !content.is_empty() && content.parse::<Option<Token![,]>>()?.is_none() {
            diagnostics.push(super::missing_before(&content, ","));
        }
    }
    let alike = nouns.first().copied().filter(|one| nouns.iter().all(|noun| noun == one));
    Ok(Some(match alike {
        Some(noun) => (noun, Vec::new(), names),
        None => (Noun::Number, nouns, names),
    }))
}

fn clause(
    input: ParseStream<'_>,
    clause: &Ident,
    found: &mut DialClauses,
    diagnostics: &mut Diagnostics,
) -> Result<(), Diagnostic> {
    let conference = &mut found.conference;
    match clause.to_string().as_str() {
        "timeout" => once(&mut found.timeout, clause, literal::duration(input, diagnostics)?, diagnostics),
        "time_limit" if rust::is_expression(input) => {
            once(&mut found.computed_time_limit, clause, rust::computed(input)?, diagnostics);
        }
        "time_limit" => {
            once(&mut found.time_limit, clause, literal::duration(input, diagnostics)?, diagnostics);
        }
        "send_digits" => once(&mut found.send_digits, clause, value(input, "the tones")?, diagnostics),
        "hangup_on_star" => {
            set(&mut found.hangup_on_star, clause, flag(input, clause, diagnostics), diagnostics);
        }
        "record" => {
            which_side(input, diagnostics);
            set(&mut found.record, clause, flag(input, clause, diagnostics), diagnostics);
        }
        "screen" => once(&mut found.screen, clause, screen::screen(input, clause, diagnostics)?, diagnostics),
        "sequential" => set(&mut found.sequential, clause, flag(input, clause, diagnostics), diagnostics),
        "start_on_enter" => {
            once(&mut conference.start_on_enter, clause, flag(input, clause, diagnostics), diagnostics);
        }
        "end_on_exit" => {
            once(&mut conference.end_on_exit, clause, flag(input, clause, diagnostics), diagnostics);
        }
        "max_participants" => once(
            &mut conference.max_participants,
            clause,
            literal::number(input, "a number such as `10`")?,
            diagnostics,
        ),
        "muted" => once(&mut conference.muted, clause, flag(input, clause, diagnostics), diagnostics),
        "wait_url" => once(&mut conference.wait_url, clause, literal::text(input, "a URL")?, diagnostics),
        _ => once(&mut found.caller_id, clause, value(input, "a number")?, diagnostics),
    }
    Ok(())
}

/// Parses a flag. With `false` after it, it is off.
fn set(word: &mut Option<Span>, clause: &Ident, flag: Flag, diagnostics: &mut Diagnostics) {
    if flag.value {
        once(word, clause, flag.word, diagnostics);
    }
}

/// `record "record-from-answer-dual"`, as in TwiML.
fn which_side(input: ParseStream<'_>, diagnostics: &mut Diagnostics) {
    let is_word = input.peek(syn::Ident) && !input.peek2(syn::token::Brace) && !input.peek(Token![match]);
    if (literal::is_text(input) || is_word)
        && let Some(value) = tokens::take_until(input, literal::is_over)
    {
        let message = "`record` takes no value: a conversation is recorded from the answer on";
        diagnostics.push(syntax_error(value.first, message).to(value.last).help("remove it"));
    }
}

/// A literal, or `(expr)`.
pub(super) fn value(input: ParseStream<'_>, what: &str) -> Result<Value, Diagnostic> {
    if at_parenthesis(input) {
        return Ok(Value::Computed { expression: rust::parenthesised(input)?, placeholder: 0 });
    }
    if input.peek(Token![+])
        && input.cursor().punct().is_some_and(|(_, rest)| rest.literal().is_some())
        && let Some((plus, digits)) = tokens::take_one(input).zip(tokens::take_one(input))
    {
        let diagnostic = syntax_error(plus.first, format!("{what} must be in double quotes")).to(digits.last);
        return Err(diagnostic.help(format!("write `\"+{}\"`", digits.written())));
    }
    literal::text(input, what).map(Value::Text)
}
