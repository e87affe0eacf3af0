//! Conditions: `if open { … } else { … }` among prompts, and `3 if open => …`.

use ivr_core::event::Verb;
use proc_macro2::{Delimiter, Ident, Span, TokenTree};
use syn::{Token, buffer::Cursor, parse::ParseStream};

use super::{
    any_word, at_block, block_called, expected, peek_word,
    scope::in_scope,
    syntax_error, take_word, tokens, unbraced,
    words::{self, STEPS},
};
use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    syntax::{Condition, Pattern, Scope, Step},
};

/// Parses the steps of `if open { … } else if vip { … } else { … }`, if such a step begins here.
pub(super) fn steps(
    input: ParseStream<'_>,
    diagnostics: &mut Diagnostics,
    block: fn(ParseStream<'_>, &mut Diagnostics) -> Vec<Step>,
) -> Result<Vec<Step>, Diagnostic> {
    let word = any_word(input, "`if`")?;
    let condition = condition(input, diagnostics)?;
    let steps = body(input, diagnostics, block)?;
    let opposite = condition.opposite();
    let mut found = vec![Step::Scoped { word: word.span(), scope: Scope::If(condition), steps }];
    let other = ["elif", "elsif", "elseif"].iter().find_map(|word| take_word(input, word));
    if let Some(word) = other {
        diagnostics
            .push(syntax_error(word, "another condition must follow `else if`").help("write `else if`"));
        let condition = self::condition(input, diagnostics)?;
        let steps = body(input, diagnostics, block)?;
        found.push(Step::Scoped { word, scope: Scope::If(condition), steps });
        return Ok(found);
    }
    if let Some(word) = take_word(input, "else") {
        let steps = if peek_word(input).as_deref() == Some("if") {
            self::steps(input, diagnostics, block)?
        } else {
            body(input, diagnostics, block)?
        };
        found.push(Step::Scoped { word, scope: Scope::If(opposite), steps });
    }
    Ok(found)
}

/// The steps behind a condition or `else`.
fn body(
    input: ParseStream<'_>,
    diagnostics: &mut Diagnostics,
    block: fn(ParseStream<'_>, &mut Diagnostics) -> Vec<Step>,
) -> Result<Vec<Step>, Diagnostic> {
    let message = "conditional prompts must be in braces";
    if !at_block(input)
        && let Some(steps) = unbraced::said(input, diagnostics, message)
    {
        return Ok(steps);
    }
    block_called(input, diagnostics, message, block)
}

/// Parses the condition after the patterns of an arm, and reports one that is not allowed there.
pub(super) fn of_arm(
    input: ParseStream<'_>,
    verb: Verb,
    patterns: &[Pattern],
    diagnostics: &mut Diagnostics,
) -> Result<Option<Condition>, Diagnostic> {
    let Some(word) = take_word(input, "if") else { return Ok(None) };
    let condition = condition(input, diagnostics)?;
    let outcome =
        patterns.iter().find(|pattern| !matches!(pattern, Pattern::Keys(_) | Pattern::Phrase { .. }));
    let (message, at) = match outcome {
        _ if verb != Verb::Gather => (format!("an arm of `{}` has no condition", verb.as_str()), word),
        Some(outcome) => {
            (format!("`{outcome}` takes no condition: only keys and phrases do"), outcome.span())
        }
        None => return Ok(Some(condition)),
    };
    let diagnostic = syntax_error(at, message);
    diagnostics
        .push(diagnostic.help("lead to a state that asks: `match hours …`, or a `match` on the field"));
    Ok(None)
}

/// Returns whether a step under a condition comes next, and not an `if` of Rust that selects a target.
pub(super) fn is_step(input: ParseStream<'_>) -> bool {
    let of_step = |at: Cursor<'_>| {
        let (word, rest) = at.ident()?;
        (word == "if").then_some(())?;
        let plain = plain(rest).and_then(|rest| rest.group(Delimiter::Brace));
        let Some((block, ..)) = plain else { return Some(is_spelt_otherwise(rest)) };
        let (first, _) = block.ident()?;
        let first = first.to_string();
        Some(first == "if" || STEPS.contains(&first.as_str()) || !words::may_lead(&first))
    };
    of_step(input.cursor()).unwrap_or_default()
}

/// Returns whether a condition in other words comes next, `hours office` or `office.open`, with nothing but steps behind it.
fn is_spelt_otherwise(from: Cursor<'_>) -> bool {
    let mut at = from;
    while let Some((token, rest)) = at.token_tree() {
        if let TokenTree::Group(group) = &token
            && group.delimiter() == Delimiter::Brace
        {
            let mut steps = group.stream().into_iter();
            let is_step = |token: &TokenTree| matches!(token, TokenTree::Ident(word) if STEPS.contains(&word.to_string().as_str()));
            let leads = |token: &TokenTree| matches!(token, TokenTree::Ident(word) if word == "goto" || word == "hangup");
            return meant(&tokens::between(from, at)).is_some()
                && steps.clone().next().is_some_and(|first| is_step(&first))
                && !steps.any(|token| leads(&token));
        }
        if matches!(&token, TokenTree::Punct(mark) if mark.as_char() == ';') {
            return false;
        }
        at = rest;
    }
    false
}

/// Parses the conditions after an input of a scenario: `3 if open`, `"sales" if open if !vip`.
pub(super) fn of_input(
    input: ParseStream<'_>,
    diagnostics: &mut Diagnostics,
) -> Result<Vec<Condition>, Diagnostic> {
    let mut found = Vec::new();
    while take_word(input, "if").is_some() {
        found.push(condition(input, diagnostics)?);
    }
    Ok(found)
}

/// Parses `open` or `!open`. Other spellings are reported and parsed as the condition.
fn condition(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Result<Condition, Diagnostic> {
    if plain(input.cursor()).is_some_and(ends) {
        let negated = input.parse::<Option<Token![!]>>()?.is_some();
        return Ok(Condition { name: any_word(input, "a condition")?, negated, is_reported: false });
    }
    let Some(taken) = tokens::take_until(input, |input| at_block(input) || input.peek(Token![=>])) else {
        return Err(expected(input, "a `bool` field or a schedule"));
    };
    let diagnostic = |message: &str| syntax_error(taken.first, message).to(taken.last);
    if let Some(meant) = meant(&taken.written()) {
        let sign = if meant.1 { "!" } else { "" };
        let told = diagnostic("a condition is the name of a `bool` field or of a schedule");
        diagnostics.push(told.help(format!("write `{sign}{}`", meant.0)));
        let name = Ident::new(meant.0, taken.first);
        return Ok(Condition { name, negated: meant.1, is_reported: true });
    }
    Err(no_expression(&taken))
}

/// Reports an expression in place of a condition.
pub(super) fn no_expression(asked: &tokens::Taken) -> Diagnostic {
    let message = "a condition is a `bool` field or a schedule, not an expression";
    let written = asked.written().replace(" and ", " && ").replace(" or ", " || ");
    // Rust has no schedules, and a name alone may be one.
    let value =
        match written.split(" && ").flat_map(|part| part.split(" || ")).all(|part| meant(part).is_some()) {
            true => "…".to_owned(),
            false => in_scope(&written),
        };
    let help =
        format!("store its value in a `bool` field first, `set holds = {value};`, and write `if holds`");
    syntax_error(asked.first, message).to(asked.last).help(help)
}

/// `if let Some(name) = call.name`, and `if member and vip` before steps alone: what other languages ask so.
pub(super) fn of_rust(first: Span, last: Span, asked: &str, steps_alone: bool) -> Option<Diagnostic> {
    if let Some((pattern, value)) = asked.strip_prefix("let ").and_then(|rest| rest.split_once(" = ")) {
        let diagnostic = syntax_error(first, "`if let` is a `match` here").to(last);
        let help = format!("end the state with `match {value} {{ {pattern} => …, _ => … }}`");
        return Some(diagnostic.help(help));
    }
    let both = [" and ", " && "].iter().find_map(|joint| asked.split_once(joint)).filter(|_| steps_alone);
    let (one, other) = both?;
    let (one, other) = (meant(one)?, meant(other)?);
    let sign = |negated: bool| if negated { "!" } else { "" };
    let written = format!("if {}{} {{ if {}{} {{ … }} }}", sign(one.1), one.0, sign(other.1), other.0);
    let diagnostic = syntax_error(first, "a condition is one name: put one condition in the other").to(last);
    Some(diagnostic.help(format!("write `{written}`")))
}

/// Returns the position after a name, with or without `!` before it.
fn plain(at: Cursor<'_>) -> Option<Cursor<'_>> {
    let at = at.punct().filter(|(mark, _)| mark.as_char() == '!').map_or(at, |(_, rest)| rest);
    let (name, rest) = at.ident()?;
    (!matches!(name.to_string().as_str(), "not" | "hours" | "true" | "false")).then_some(rest)
}

/// Returns whether a condition ends here: no operator, call or field follows.
fn ends(at: Cursor<'_>) -> bool {
    match at.token_tree() {
        Some((TokenTree::Punct(mark), rest)) => {
            mark.as_char() == ','
                || mark.as_char() == '=' && rest.punct().is_some_and(|(second, _)| second.as_char() == '>')
        }
        // In a scenario an outcome follows: `3 if open [busy]`.
        Some((TokenTree::Group(group), _)) => match group.delimiter() {
            Delimiter::Brace => true,
            Delimiter::Bracket => matches!(group.stream().into_iter().next(), Some(TokenTree::Ident(_))),
            Delimiter::Parenthesis | Delimiter::None => false,
        },
        Some((TokenTree::Ident(word), _)) => {
            !matches!(word.to_string().as_str(), "and" | "or" | "is" | "isnt")
        }
        Some((TokenTree::Literal(_), _)) | None => true,
    }
}

/// What people write behind a condition, and whether it negates the condition.
const ENDS: [(&str, bool); 16] = [
    ("== true", false),
    ("!= false", false),
    ("== false", true),
    ("!= true", true),
    ("is true", false),
    ("is false", true),
    ("is open", false),
    ("is closed", true),
    ("== open", false),
    ("== closed", true),
    (".open", false),
    (".closed", true),
    (".open()", false),
    (".closed()", true),
    (".is_open()", false),
    (".is_closed()", true),
];

/// The name that `call.open`, `(open)`, `not open`, `hours office` or `open == false` mean, and whether it is negated.
pub(super) fn meant(written: &str) -> Option<(&str, bool)> {
    let mut rest = written.trim();
    let mut negated = false;
    loop {
        let before = rest;
        if let Some(inside) = rest.strip_prefix('(').and_then(|inside| inside.strip_suffix(')')) {
            rest = inside.trim();
        }
        for sign in ["!", "not "] {
            if let Some(behind) = rest.strip_prefix(sign) {
                (rest, negated) = (behind.trim(), !negated);
            }
        }
        for (end, turns) in ENDS {
            let start = rest.strip_suffix(end).filter(|start| !matches!(*start, "call" | "self" | "data"));
            if let Some(start) = start {
                (rest, negated) = (start.trim(), negated != turns);
            }
        }
        for word in ["call.", "self.", "data.", "hours ", "match hours "] {
            rest = rest.strip_prefix(word).unwrap_or(rest).trim();
        }
        if rest == before {
            break;
        }
    }
    let is_name = syn::parse_str::<Ident>(rest).is_ok() && !matches!(rest, "true" | "false");
    is_name.then_some((rest, negated))
}

#[cfg(test)]
mod tests {
    use crate::check::tests::check_diagnostics;

    #[test]
    fn conditions_in_other_words() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                data { open: bool = true }
                hours office, zone "Europe/Paris" { mon..=fri 9:00-18:00; }
                everywhere { silence | _ => end }
                state Menu {
                    gather key {
                        if call.open { say "Press one."; }
//~                        ^^^^^^^^^ a condition is the name of a `bool` field or of a schedule
//~                        help: write `open`
                        if hours office { say "Press two."; }
//~                        ^^^^^^^^^^^^ a condition is the name of a `bool` field or of a schedule
//~                        help: write `office`
                        if (not open) { say "Press three."; }
//~                        ^^^^^^^^^^ a condition is the name of a `bool` field or of a schedule
//~                        help: write `!open`
                        if open { say "Press five."; } else if open == false { say "Press four."; }
//~                                                            ^^^^^^^^^^^^^ a condition is the name of a `bool` field or of a schedule
//~                                                            help: write `!open`
                    } match {
                        1 if call.open => end,
//~                          ^^^^^^^^^ a condition is the name of a `bool` field or of a schedule
//~                          help: write `open`
                        2 if office => end,
                        3 if !open => end,
                        hidden 4 if open => end,
                    }
                }
            }
            "#,
        );
    }

    #[test]
    fn expressions_and_what_has_no_condition() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                data { open: bool = true, n: u8 = 0 }
                state Menu {
                    gather key { if call.n > 2 { say "Press one."; } say "Press two."; } match {
//~                                 ^^^^^^^^^^ a condition is a `bool` field or a schedule, not an expression
//~                                 help: store its value in a `bool` field first, `set holds = call.n > 2;`, and write `if holds`
                        2 => Person,
                        silence if open => end,
//~                     ^^^^^^^ `silence` takes no condition: only keys and phrases do
//~                     help: lead to a state that asks: `match hours …`, or a `match` on the field
                        _ => end,
                    }
                }
                state Person {
                    dial "+12345678900" match {
                        answered if open => end,
//~                              ^^ an arm of `dial` has no condition
//~                              help: lead to a state that asks: `match hours …`, or a `match` on the field
                        _ => end,
                    }
                }
            }
            "#,
        );
    }

    #[test]
    fn a_condition_behind_the_target() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                data { open: bool = true }
                state Menu {
                    gather key { play "https://a.example/menu.mp3"; } match {
                        1 => Sales if open,
//~                     ^^^^^^^^^^^^^^^^^^ the condition of an arm must come before `=>`
//~                     help: write `1 if open => Sales`
                        silence | _ => end,
                    }
                }
                state Sales { hangup; }
            }
            "#,
        );
    }
}
