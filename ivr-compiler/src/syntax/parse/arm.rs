//! Arms: `1 | "sales" => Sales`, `silence => retry 2 { … } then Reception`.

use ivr_core::event::{Outcome, Verb};
use proc_macro2::{Delimiter, Ident, Span, TokenTree};
use syn::{LitInt, Token, buffer::Cursor, ext::IdentExt as _, parse::ParseStream};

use super::{
    Resume, at_block, attribute, expected, literal, missing_after, skip,
    slip::{is_slip, take_meant},
    syntax_error, take_word, target, tokens,
    words::{self, Context, folded},
};
use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    syntax::{Arm, Pattern, Target, Text},
};

/// What others call `above`.
const ABOVE: &[&str] = &[
    "over",
    "min",
    "minconfidence",
    "confidence",
    "threshold",
    "atleast",
    "with",
    "at",
    "from",
    "than",
    "greater",
];

/// What others call `hidden`.
const HIDDEN: &[&str] = &["unlisted", "unannounced", "secret", "private", "invisible", "quiet"];

/// What the arms belong to.
#[derive(Clone, Copy)]
pub(super) struct Of {
    pub(super) verb: Verb,
    /// Words are heard, so that a word may be a phrase.
    pub(super) speech: bool,
}

/// The arms of a block, and whether one of them could not be read.
pub(super) fn arms(input: ParseStream<'_>, of: Of, diagnostics: &mut Diagnostics) -> (Vec<Arm>, bool) {
    let mut found = Vec::new();
    let (unread, mut semicolon) = (diagnostics.count_unread(), false);
    while !input.is_empty() {
        if input.peek(Token![,]) {
            diagnostics.push(syntax_error(input.span(), "a comma too many").help("remove it"));
            let _comma = tokens::take_one(input);
            continue;
        }
        match arm(input, of, &mut semicolon, diagnostics) {
            Ok(arm) => found.push(arm),
            Err(diagnostic) => {
                diagnostics.unread(diagnostic);
                skip(input, Resume::Comma);
            }
        }
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
    while input.peek(Token![|]) {
        input.parse::<Token![|]>()?;
        patterns.push(pattern(input, of, diagnostics)?);
    }
    if input.is_empty() || input.peek(Token![,]) {
        let written = tokens::between(from, input.cursor());
        let last = tokens::last_between(from, input.cursor()).map_or(first, |last| tokens::end_of(&last));
        diagnostics.unread(no_target(first, last, &format!("{written} => end")));
        let _comma = input.parse::<Option<Token![,]>>()?;
        return Ok(Arm { hidden, patterns, target: Target::Broken });
    }
    let target = rest(input, from, semicolon, diagnostics)?;
    Ok(Arm { hidden, patterns, target })
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
    let second =
        matches!(super::peek_word(input).as_deref(), Some("or" | "and" | "else")) || input.peek(Token![|]);
    if second {
        return Err(syntax_error(input.span(), "an arm leads to one state"));
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
    if super::peek_word(input).as_deref() == Some("if") {
        return Err(syntax_error(input.span(), "an arm of `match` has no condition here"));
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

/// Whether what comes next is the left side of an arm, which no target looks like.
fn begins_arm(input: ParseStream<'_>) -> bool {
    let (word, literal) = (input.cursor().ident().is_some(), input.cursor().literal().is_some());
    (word || literal) && (input.peek2(Token![=>]) || input.peek2(Token![|]))
        || literal::is_text(input) && input.peek2(syn::Ident)
        || super::peek_word(input).as_deref() == Some("hidden")
}

/// `1..=3`, `1, 2`, `1 or 2`, `1 || 2`, `[1, 2]`: reported and read as `1 | 2`.
fn several_keys(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Option<Vec<Pattern>> {
    let bracketed = input.cursor().group(Delimiter::Bracket).is_some();
    // The number comes last: to tell that it is one costs more than all the rest.
    let ranged = input.peek2(Token![..]) && input.peek(LitInt);
    let joined =
        (input.peek2(Token![,]) || input.peek2(Token![||]) || followed_by_or(input)) && input.peek(LitInt);
    if !bracketed && !ranged && !joined {
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

fn pattern(input: ParseStream<'_>, of: Of, diagnostics: &mut Diagnostics) -> Result<Pattern, Diagnostic> {
    if let Some(outcome) = outcome_in_quotes(input, of.verb, diagnostics) {
        return Ok(outcome);
    }
    if literal::is_text(input) {
        return phrase(input, diagnostics);
    }
    if let Some(key) = key_behind_word(input, diagnostics) {
        return Ok(Pattern::Keys(key));
    }
    if let Some(phrase) = phrase_without_quotes(input, of, diagnostics) {
        return Ok(phrase);
    }
    let is_outcome =
        super::peek_word(input).is_some_and(|word| words::is_known(Context::Outcome(of.verb), &word));
    if !is_outcome && literal::is_key(input) {
        return Ok(Pattern::Keys(literal::keys(input, diagnostics)?));
    }
    if input.cursor().ident().is_none() {
        return Err(expected(input, "a key, a phrase or an outcome"));
    }
    let word = joined_by_dashes(input, of.verb, diagnostics)?;
    // An outcome of another verb is the fault of a rule, which knows where the arm holds.
    if let Some(outcome) = outcome(&word) {
        return Ok(Pattern::Outcome { outcome, span: word.span() });
    }
    let (span, noted) = (word.span(), format!("`{}` has {}", of.verb.as_str(), words::outcomes(of.verb)));
    let meant = words::meant(Context::Outcome(of.verb), word, diagnostics)
        .map_err(|diagnostic| diagnostic.note(&noted))?;
    let outcome = outcome(&meant).ok_or_else(|| expected(input, "an outcome"))?;
    Ok(Pattern::Outcome { outcome, span })
}

/// The outcome that an arm can name so; `late` stands where Rust is asked.
fn outcome(word: &Ident) -> Option<Outcome> {
    Outcome::ALL.iter().copied().find(|outcome| *outcome != Outcome::Late && word == outcome.as_str())
}

/// `"busy"` where nothing is heard: reported and read as the outcome.
fn outcome_in_quotes(input: ParseStream<'_>, verb: Verb, diagnostics: &mut Diagnostics) -> Option<Pattern> {
    if verb == Verb::Gather || !literal::is_text(input) {
        return None;
    }
    let name = tokens::unquoted(&input.cursor().token_tree()?.0)?.replace('-', "_");
    let found = Outcome::ALL.iter().copied().find(|outcome| outcome.as_str() == name)?;
    words::is_known(Context::Outcome(verb), &name).then_some(())?;
    let span = tokens::take_one(input)?.first;
    let diagnostic = syntax_error(span, "an outcome stands without quotes");
    diagnostics.push(diagnostic.help(format!("write `{name}`")));
    Some(Pattern::Outcome { outcome: found, span })
}

/// `no-answer` as one word.
fn joined_by_dashes(
    input: ParseStream<'_>,
    verb: Verb,
    diagnostics: &mut Diagnostics,
) -> Result<Ident, Diagnostic> {
    let first = input.call(Ident::parse_any)?;
    if !(input.peek(Token![-]) && input.peek2(syn::Ident)) {
        return Ok(first);
    }
    input.parse::<Token![-]>()?;
    let second = input.call(Ident::parse_any)?;
    let name = format!("{first}_{second}");
    if words::is_known(Context::Outcome(verb), &name) {
        let diagnostic = syntax_error(first.span(), format!("`{first}-{second}` is called `{name}` here"));
        diagnostics.push(diagnostic.to(second.span()).help(format!("write `{name}`")));
    }
    Ok(Ident::new(&name, first.span()))
}

fn phrase(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Result<Pattern, Diagnostic> {
    let text = literal::text(input, "a phrase")?;
    let key = text.value.bytes().all(|byte| byte.is_ascii_digit()) && !text.value.is_empty();
    if key || matches!(text.value.as_str(), "#" | "*") {
        let (message, written) = match key {
            true => ("a key stands without quotes; in quotes it is a phrase", text.value.clone()),
            false => (
                "a key stands in single quotes; in double quotes it is a phrase",
                format!("'{}'", text.value),
            ),
        };
        diagnostics.push(syntax_error(text.span, message).help(format!("write `{written}`")));
        return Ok(Pattern::Keys(text));
    }
    if input.peek(Token![>]) && !input.peek(Token![>=]) {
        let message = "the confidence of a phrase stands after `above`";
        diagnostics.push(syntax_error(input.span(), message).help("write `above`"));
        let _mark = tokens::take_one(input);
        return Ok(Pattern::Phrase { text, above: Some(literal::fraction(input, diagnostics)?) });
    }
    let confidence = input.cursor().ident().is_some_and(|(_, rest)| rest.literal().is_some());
    let above = match confidence.then(|| take_meant(input, "above", ABOVE, diagnostics)).flatten() {
        Some(_) => Some(literal::fraction(input, diagnostics)?),
        None => None,
    };
    Ok(Pattern::Phrase { text, above })
}

/// `press 1`, `case 1`, `Some(1)`.
fn key_behind_word(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Option<Text> {
    let (word, rest) = input.cursor().ident()?;
    let idle = matches!(
        folded(&word.to_string()).as_str(),
        "press"
            | "pressed"
            | "dtmf"
            | "key"
            | "digit"
            | "digits"
            | "case"
            | "if"
            | "when"
            | "on"
            | "option"
            | "some"
    );
    let literal = match rest.token_tree()?.0 {
        TokenTree::Literal(literal) => literal,
        TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis => {
            let TokenTree::Literal(literal) = tokens::only(&group.stream())? else { return None };
            literal
        }
        _ => return None,
    };
    if !idle {
        return None;
    }
    let (first, second) = (tokens::take_one(input)?, tokens::take_one(input)?);
    let diagnostic = syntax_error(first.first, "a key stands alone").to(second.last);
    let written = literal.to_string();
    let value = written.trim_matches(['\'', '"']).to_owned();
    let meant =
        if value.bytes().all(|byte| byte.is_ascii_digit()) { value.clone() } else { format!("'{value}'") };
    diagnostics.push(diagnostic.help(format!("write `{meant}`")));
    Some(Text::new(value, first.first))
}

/// `new order` where words are heard.
fn phrase_without_quotes(input: ParseStream<'_>, of: Of, diagnostics: &mut Diagnostics) -> Option<Pattern> {
    let (word, rest) = input.cursor().ident()?;
    let several = rest.ident().is_some();
    let typed = word.to_string();
    let ours = words::is_known(Context::Outcome(of.verb), &typed)
        || words::ours(Context::Outcome(of.verb), &typed).is_some();
    let near = !several && words::is_near_outcome(of.verb, &typed);
    if !of.speech || near || ours && !several || typed == "hidden" || rest.token_tree().is_none() {
        return None;
    }
    let taken = tokens::take_until(input, |input| input.peek(Token![=>]) || input.peek(Token![|]))?;
    let text = taken.written();
    let diagnostic = syntax_error(taken.first, "a phrase stands in double quotes").to(taken.last);
    diagnostics.push(diagnostic.help(format!("write `\"{text}\"`")));
    Some(Pattern::Phrase { text: Text::new(text, taken.first), above: None })
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
