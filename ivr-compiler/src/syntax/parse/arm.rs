//! Arms: `1 | "sales" => Sales`, `silence => retry 2 { … } then Reception`.

use ivr_core::event::Verb;
use proc_macro2::{Delimiter, Span, TokenTree};
use syn::{LitInt, Token, buffer::Cursor, parse::ParseStream};

use super::{
    Resume, at_block, attribute, common, condition, expected, literal, missing_after,
    pattern::pattern,
    slip::{is_slip, take_meant},
    stray, syntax_error, take_word, target, tokens, unit,
    words::{self, Context},
};
use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    syntax::{Arm, Pattern, Target, Text},
};

/// What others call `hidden`.
const HIDDEN: &[&str] = &["unlisted", "unannounced", "secret", "private", "invisible", "quiet"];

/// What the arms belong to.
#[derive(Clone, Copy)]
pub(super) struct Of {
    pub(super) verb: Verb,
    /// Words are heard, so that a word may be a phrase.
    pub(super) speech: bool,
    /// Whoever is called may decline.
    pub(super) screened: bool,
}

impl Of {
    /// The arms of a verb where nothing is heard.
    pub(super) fn verb(verb: Verb) -> Self {
        Self { verb, speech: false, screened: false }
    }
}

/// The arms of a block, and whether one of them could not be read.
pub(super) fn arms(input: ParseStream<'_>, of: Of, diagnostics: &mut Diagnostics) -> (Vec<Arm>, bool) {
    let mut found = Vec::new();
    let (unread, mut semicolon) = (diagnostics.count_unread(), false);
    while !input.is_empty() {
        if of.verb == Verb::Gather
            && let Some(arm) = common::arm(input)
        {
            found.push(arm);
            continue;
        }
        if input.peek(Token![,]) {
            diagnostics.push(syntax_error(input.span(), "a comma too many").help("remove it"));
            let _comma = tokens::take_one(input);
            continue;
        }
        let read = |input: ParseStream<'_>, diagnostics: &mut Diagnostics| arm(input, of, &mut semicolon, diagnostics);
        found.extend(unit(input, Resume::Comma, diagnostics, read));
    }
    (found, diagnostics.count_unread() > unread)
}

fn arm(
    input: ParseStream<'_>,
    of: Of,
    semicolon: &mut bool,
    diagnostics: &mut Diagnostics,
) -> Result<Arm, Diagnostic> {
    while attribute::conditional(input, diagnostics) {}
    let hidden = hidden(input, diagnostics);
    let (from, first) = (input.cursor(), input.span());
    let mut patterns = match several_keys(input, diagnostics) {
        Some(keys) => keys,
        None => vec![pattern(input, of, diagnostics)?],
    };
    while input.peek(Token![|]) && !input.peek(Token![||]) || other_joint(input, diagnostics) {
        let _mark = input.parse::<Option<Token![|]>>()?;
        patterns.push(pattern(input, of, diagnostics)?);
    }
    let condition = condition::of_arm(input, of.verb, &patterns, diagnostics)?;
    if input.is_empty() || input.peek(Token![,]) {
        let written = tokens::between(from, input.cursor());
        let last = tokens::last_between(from, input.cursor()).map_or(first, |last| tokens::end_of(&last));
        diagnostics.unread(no_target(first, last, &format!("{written} => end")));
        let _comma = input.parse::<Option<Token![,]>>()?;
        return Ok(Arm { hidden, patterns, condition, target: Target::Broken });
    }
    let target = rest(input, from, semicolon, diagnostics)?;
    Ok(Arm { hidden, patterns, condition, target })
}

/// `or`, `||`, `/` or a comma between two patterns of an arm: reported and taken.
fn other_joint(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> bool {
    let word = matches!(super::peek_word(input).as_deref(), Some("or" | "and"));
    let double = input.peek(Token![||]);
    let mark = double || input.peek(Token![/]) || input.peek(Token![+]) || input.peek(Token![&]);
    let comma = input.peek(Token![,]) && lists_words(input.cursor());
    if !(comma || (word || mark) && stray::arrow_follows(input.cursor())) {
        return false;
    }
    let Some(taken) = tokens::take_one(input) else { return false };
    let second = double.then(|| tokens::take_one(input)).flatten();
    let diagnostic = syntax_error(taken.first, "what leads to the same is joined by `|`");
    let last = second.map_or(taken.last, |second| second.last);
    diagnostics.push(diagnostic.to(last).help("write `|`"));
    true
}

/// `, no_answer, failed =>`: words with commas between them, up to an arrow.
fn lists_words(mut at: Cursor<'_>) -> bool {
    while let Some((_, rest)) = at.punct().filter(|(mark, _)| mark.as_char() == ',') {
        let Some((_, rest)) = rest.ident() else { return false };
        if rest.punct().is_some_and(|(mark, _)| mark.as_char() == '=') {
            // An arm of its own is one that has a target before the comma.
            return true;
        }
        at = rest;
    }
    false
}

/// `hidden` before a pattern.
fn hidden(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> bool {
    let Some((word, rest)) = input.cursor().ident() else { return false };
    if word == "hidden" {
        return take_word(input, "hidden").is_some();
    }
    let typed = word.to_string();
    let before =
        rest.literal().is_some() || rest.punct().is_some_and(|(mark, _)| matches!(mark.as_char(), '*' | '#'));
    before
        && (HIDDEN.contains(&typed.as_str()) || is_slip(&typed, "hidden"))
        && take_meant(input, "hidden", HIDDEN, diagnostics).is_some()
}

fn no_target(first: Span, last: Span, written: &str) -> Diagnostic {
    syntax_error(first, "the arm does not say where the call goes")
        .to(last)
        .help(format!("write `{written}`"))
}

/// `=> Sales,` behind a pattern that began at `from`. An arm that has just been begun is reported alone, and so is a
/// comma that is missing before the next one.
pub(super) fn rest(
    input: ParseStream<'_>,
    from: Cursor<'_>,
    semicolon: &mut bool,
    diagnostics: &mut Diagnostics,
) -> Result<Target, Diagnostic> {
    let (first, last) = arrow(input, from, diagnostics)?;
    if input.is_empty() || input.peek(Token![,]) || begins_arm(input) {
        let comma = if begins_arm(input) { "," } else { "" };
        diagnostics.unread(no_target(first, last, &format!("=> end{comma}")));
        let _comma = input.parse::<Option<Token![,]>>()?;
        return Ok(Target::Broken);
    }
    let from = input.cursor();
    let target = target::target(input, diagnostics)?;
    ends(input, from, semicolon, diagnostics)?;
    Ok(target)
}

/// The comma behind a target, and what people write in its place.
fn ends(
    input: ParseStream<'_>,
    from: Cursor<'_>,
    semicolon: &mut bool,
    diagnostics: &mut Diagnostics,
) -> Result<(), Diagnostic> {
    if input.is_empty() || input.parse::<Option<Token![,]>>()?.is_some() {
        return Ok(());
    }
    if input.peek(Token![;]) {
        // What ends so in one arm ends so in all of them.
        if !std::mem::replace(semicolon, true) {
            diagnostics.push(syntax_error(input.span(), "arms end with a comma").help("write `,`"));
        }
        input.parse::<Token![;]>()?;
        let _comma = input.parse::<Option<Token![,]>>()?;
        return Ok(());
    }
    if begins_arm(input) {
        diagnostics.push(missing_after(input, from, ","));
        return Ok(());
    }
    if super::peek_word(input).as_deref() == Some("if") {
        let diagnostic = syntax_error(input.span(), "the condition of an arm stands before `=>`");
        return Err(diagnostic.help("write `1 if open => …`"));
    }
    let second =
        matches!(super::peek_word(input).as_deref(), Some("or" | "and" | "else" | "otherwise" | "unless"))
            || input.peek(Token![|]);
    if second {
        let more = tokens::take_until(input, |input| input.peek(Token![,]));
        let last = more.as_ref().map_or_else(|| input.span(), |more| more.last);
        let first = more.map_or(last, |more| more.first);
        let diagnostic = syntax_error(first, "an arm leads to one state").to(last);
        diagnostics.push(diagnostic.help("remove it"));
        let _comma = input.parse::<Option<Token![,]>>()?;
        return Ok(());
    }
    Err(expected(input, "`,`"))
}

/// The `=>` of an arm, and where it stands.
fn arrow(
    input: ParseStream<'_>,
    from: Cursor<'_>,
    diagnostics: &mut Diagnostics,
) -> Result<(Span, Span), Diagnostic> {
    if input.peek(Token![=>]) {
        let [first, last] = input.parse::<Token![=>]>()?.spans;
        return Ok((first, last));
    }
    let double = input.peek(Token![->]) || input.peek(Token![>=]) || input.peek(Token![==]);
    let single = input.peek(Token![=]) || input.peek(Token![:]) || input.peek(Token![>]);
    if double || single {
        let first = tokens::take_one(input).map_or_else(|| input.span(), |taken| taken.first);
        let second = if double { tokens::take_one(input) } else { None };
        let last = second.map_or(first, |second| second.last);
        diagnostics.push(syntax_error(first, "an arm is written with `=>`").to(last).help("write `=>`"));
        return Ok((first, last));
    }
    if let Some(word) = ["then", "goto", "leads", "do"].iter().find_map(|word| take_word(input, word)) {
        let last = take_word(input, "to").unwrap_or(word);
        diagnostics.push(syntax_error(word, "an arm is written with `=>`").to(last).help("write `=>`"));
        return Ok((word, last));
    }
    if stray::arrow_follows(input.cursor()) {
        before_arrow(input, from, diagnostics);
        return arrow(input, from, diagnostics);
    }
    let goes = at_block(input) || input.cursor().ident().is_some();
    if !goes {
        return Err(expected(input, "`=>` and where the call goes"));
    }
    let missing = missing_after(input, from, "=>");
    let span = missing.span;
    diagnostics.push(missing);
    Ok((span, span))
}

/// `silence 3 =>`, `entered into zip =>`: what stands behind the patterns of an arm and means nothing there.
fn before_arrow(input: ParseStream<'_>, from: Cursor<'_>, diagnostics: &mut Diagnostics) {
    let is_clause = super::peek_word(input).filter(|word| words::is_known(Context::Clause(Verb::Gather), word));
    let stop = |input: ParseStream<'_>| input.peek(Token![=>]);
    let Some(clause) = is_clause else { return stray::stray(input, &tokens::between(from, input.cursor()), stop, diagnostics) };
    let Some(taken) = tokens::take_until(input, stop) else { return };
    let message = format!("`{clause}` is a clause of `gather`, and clauses stand before the prompts");
    let help = format!("remove it, and write `, {}` behind what is listened for", taken.written());
    diagnostics.push(syntax_error(taken.first, message).to(taken.last).help(help));
}

/// Whether what comes next is the left side of an arm, which no target looks like.
fn begins_arm(input: ParseStream<'_>) -> bool {
    let (word, literal) = (input.cursor().ident().is_some(), input.cursor().literal().is_some());
    (word || literal) && (input.peek2(Token![=>]) || input.peek2(Token![|]))
        || literal && input.peek2(Token![if])
        || literal::is_text(input) && input.peek2(syn::Ident)
        || super::peek_word(input).as_deref() == Some("hidden")
}

/// `1..=3`, `1, 2`, `1 or 2`, `1 || 2`, `[1, 2]`: reported and read as `1 | 2`.
fn several_keys(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Option<Vec<Pattern>> {
    let bracketed = input.cursor().group(Delimiter::Bracket).is_some();
    if !bracketed && let Some(phrase) = confidence_behind_comma(input, diagnostics) {
        return Some(vec![phrase]);
    }
    if bracketed || literal::is_text(input) && input.peek2(Token![,]) && lists_keys(input.cursor()) {
        return several_phrases(input, diagnostics);
    }
    // The number comes last: to tell that it is one costs more than all the rest.
    let ranged = input.peek2(Token![..]) && input.peek(LitInt);
    let joined =
        (input.peek2(Token![,]) || input.peek2(Token![||]) || followed_by_or(input)) && input.peek(LitInt);
    if !ranged && !joined {
        return None;
    }
    // `1, 2 => Sales`, and not two arms.
    if joined && input.peek2(Token![,]) && !lists_keys(input.cursor()) {
        return None;
    }
    let taken = tokens::take_until(input, |input| input.peek(Token![=>]))?;
    let written = taken.written();
    let mut numbers = Vec::new();
    let mut digits = String::new();
    for c in written.chars().chain([' ']) {
        if c.is_ascii_digit() {
            digits.push(c);
        } else if !digits.is_empty() {
            numbers.push(std::mem::take(&mut digits));
        }
    }
    let message = if ranged { "keys are listed one by one" } else { "keys of one arm are joined by `|`" };
    if ranged {
        let (from, to): (u32, u32) = (numbers.first()?.parse().ok()?, numbers.last()?.parse().ok()?);
        let to = if written.contains('=') { to } else { to.saturating_sub(1) };
        numbers = (from..=to.min(from.saturating_add(9))).map(|key| key.to_string()).collect();
    }
    let diagnostic = syntax_error(taken.first, message).to(taken.last);
    diagnostics.push(diagnostic.help(format!("write `{}`", numbers.join(" | "))));
    Some(numbers.into_iter().map(|value| Pattern::Keys(Text::new(value, taken.first))).collect())
}

/// `"sales", 0.6`.
fn confidence_behind_comma(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Option<Pattern> {
    let (_, rest) = input.cursor().literal().filter(|_| literal::is_text(input))?;
    let (comma, rest) = rest.punct().filter(|(mark, _)| mark.as_char() == ',')?;
    let confidence = rest.literal()?.0.to_string();
    confidence.contains('.').then_some(())?;
    let text = literal::text(input, "a phrase").ok()?;
    let taken = tokens::take_one(input).zip(tokens::take_one(input))?;
    let message = "the confidence of a phrase stands after `above`";
    let diagnostic = syntax_error(comma.span(), message).to(taken.1.last);
    diagnostics.push(diagnostic.help(format!("write ` above {confidence}`")));
    Some(Pattern::Phrase { text, above: confidence.parse().ok() })
}

/// `["sales", "orders"]`, `"sales", "orders"`, and keys in brackets.
fn several_phrases(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Option<Vec<Pattern>> {
    let taken = tokens::take_until(input, |input| input.peek(Token![=>]))?;
    let inside = match tokens::only(&taken.tokens) {
        Some(TokenTree::Group(group)) => group.stream(),
        _ => taken.tokens.clone(),
    };
    let literals: Vec<_> = inside
        .into_iter()
        .filter_map(|token| if let TokenTree::Literal(literal) = token { Some(literal) } else { None })
        .collect();
    let pattern = |literal: &proc_macro2::Literal| match syn::parse_str::<syn::LitStr>(&literal.to_string()) {
        Ok(text) => Pattern::Phrase { text: Text::new(text.value(), taken.first), above: None },
        Err(_) => Pattern::Keys(Text::new(literal.to_string().replace('\'', ""), taken.first)),
    };
    let patterns: Vec<Pattern> = literals.iter().map(pattern).collect();
    let what = if matches!(patterns.first()?, Pattern::Keys(_)) { "keys" } else { "phrases" };
    let written: Vec<String> = literals.iter().map(ToString::to_string).collect();
    let diagnostic = syntax_error(taken.first, format!("{what} of one arm are joined by `|`")).to(taken.last);
    diagnostics.push(diagnostic.help(format!("write `{}`", written.join(" | "))));
    Some(patterns)
}

fn followed_by_or(input: ParseStream<'_>) -> bool {
    let next = input.cursor().literal().and_then(|(_, rest)| rest.ident());
    next.is_some_and(|(word, _)| word == "or" || word == "and")
}

/// Whether keys with commas between them stand before an arrow.
fn lists_keys(mut at: Cursor<'_>) -> bool {
    loop {
        let Some((_, next)) = at.literal() else { return false };
        let Some((mark, rest)) = next.punct() else { return false };
        match mark.as_char() {
            '=' => return true,
            ',' => at = rest,
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::tests::check_diagnostics;

    #[test]
    fn an_arm_that_has_just_been_begun_leaves_the_others() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                state Menu {
                    gather key { say "For sales, press one or three."; } match {
                        1 => Sales,
                        3 =>
//~                       ^^ the arm does not say where the call goes
//~                       help: write `=> end,`
                        silence | _ => end
                    }
                }
                state Sales { say "Sales."; goto Meun; }
//~                                              ^^^^ there is no state `Meun`
//~                                              help: did you mean `Menu`?
            }
            "#,
        );
    }

    #[test]
    fn a_comma_that_is_missing_costs_no_arm() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                state Menu {
                    gather key { say "For sales, press one. For support, press two."; } match {
                        1 => Sales
//~                          ^^^^^ missing `,` after this
                        2 => Support,
                        silence | _ => end
                    }
                }
                state Sales { hangup; }
                state Support { hangup; }
            }
            "#,
        );
    }
}
