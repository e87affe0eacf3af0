//! Arms: `1 | "sales" => Sales`, `silence => retry 2 { … } then Reception`.

use ivr_core::event::{Outcome, Verb};
use proc_macro2::{Spacing, Span, TokenTree};
use syn::{Token, buffer::Cursor, parse::ParseStream};

use super::{
    Resume, asterisk, at_block, attribute, before_arrow,
    chosen::{self, Guard},
    common, condition, expected, literal, missing_after,
    pattern::pattern,
    several,
    slip::{is_slip, take_meant},
    stray, syntax_error, take_word, target, tokens, unit,
};
use crate::{
    diagnostics::{Behind, Diagnostic, Diagnostics},
    syntax::{Arm, Pattern, Target},
};

/// Other words for `hidden`.
const HIDDEN: &[&str] = &["unlisted", "unannounced", "secret", "private", "invisible", "quiet"];

/// The context of the arms.
#[derive(Clone, Copy)]
pub(super) struct Of {
    pub(super) verb: Verb,
    /// Returns whether speech is accepted, so that a word may be a phrase.
    pub(super) speech: bool,
    /// Returns whether the called party may decline.
    pub(super) screened: bool,
    /// Returns whether a field stores the entry.
    pub(super) stored: bool,
}

impl Of {
    /// The arms of a verb that accepts no input.
    pub(super) fn verb(verb: Verb) -> Self {
        Self { verb, speech: false, screened: false, stored: false }
    }
}

/// The marks of other languages that were told in an arm of a block, and are not told again in the others.
#[derive(Default)]
pub(super) struct Marks {
    arrow: bool,
    end: bool,
}

/// Parses the arms of a block. Returns whether one of them could not be parsed.
pub(super) fn arms(input: ParseStream<'_>, of: Of, diagnostics: &mut Diagnostics) -> (Vec<Arm>, bool) {
    let mut found = Vec::new();
    let (unread, mut marks) = (diagnostics.count_unread(), Marks::default());
    while !input.is_empty() {
        if of.verb == Verb::Gather
            && let Some(arm) = common::arm(input)
        {
            found.push(arm);
            continue;
        }
        if input.peek(Token![,]) {
            if std::mem::replace(&mut diagnostics.behind, Behind::Mark) == Behind::Nothing {
                diagnostics.push(syntax_error(input.span(), "an extra comma").help("remove it"));
            }
            let _comma = tokens::take_one(input);
            continue;
        }
        let read =
            |input: ParseStream<'_>, diagnostics: &mut Diagnostics| arm(input, of, &mut marks, diagnostics);
        found.extend(unit(input, Resume::Comma, diagnostics, read));
    }
    (found, diagnostics.count_unread() > unread)
}

fn arm(
    input: ParseStream<'_>,
    of: Of,
    marks: &mut Marks,
    diagnostics: &mut Diagnostics,
) -> Result<Arm, Diagnostic> {
    while attribute::conditional(input, diagnostics) {}
    let begin = input.cursor();
    let hidden = hidden(input, diagnostics);
    let (from, first) = (input.cursor(), input.span());
    let patterns = match several::parenthesised(input, diagnostics)? {
        Some(inside) => patterns(&inside, of, diagnostics)?,
        None => patterns(input, of, diagnostics)?,
    };
    if hidden && patterns.iter().all(is_never_said) {
        let message = "`hidden` does nothing here: only keys and phrases are announced";
        diagnostics.push(syntax_error(begin.span(), message).help("remove it"));
    }
    let condition = condition::of_arm(input, of.verb, &patterns, diagnostics)?;
    if input.is_empty() || input.peek(Token![,]) {
        let written = tokens::between(from, input.cursor());
        let last = tokens::last_between(from, input.cursor()).map_or(first, |last| tokens::end_of(&last));
        diagnostics.unread(no_target(first, last, &format!("{written} => end")));
        let _comma = input.parse::<Option<Token![,]>>()?;
        return Ok(Arm { hidden, patterns, condition, target: Target::Broken });
    }
    let is_input = |pattern: &Pattern| matches!(pattern, Pattern::Keys(_) | Pattern::Phrase { .. });
    let guarded = condition.is_none() && of.verb == Verb::Gather && patterns.iter().all(is_input);
    let guard = if guarded { Guard::Name } else { Guard::Nothing };
    let target = rest(input, from, guard, marks, diagnostics)?;
    Ok(Arm { hidden, patterns, condition, target })
}

/// Parses the patterns of an arm: `1 | "sales"`.
fn patterns(
    input: ParseStream<'_>,
    of: Of,
    diagnostics: &mut Diagnostics,
) -> Result<Vec<Pattern>, Diagnostic> {
    let of_asterisk = if of.verb == Verb::Gather { asterisk::patterns(input, diagnostics) } else { None };
    let mut patterns = match of_asterisk.or_else(|| several::several_keys(input, diagnostics)) {
        Some(keys) => keys,
        None => vec![pattern(input, of, diagnostics)?],
    };
    while several::joint(input, diagnostics) {
        let told = diagnostics.len();
        let next = pattern(input, of, diagnostics)?;
        // One that was told may be another than it was read as.
        if diagnostics.len() == told || !patterns.iter().any(|before| is_same(before, &next)) {
            patterns.push(next);
        }
    }
    Ok(patterns)
}

/// Returns whether no prompt announces the pattern.
fn is_never_said(pattern: &Pattern) -> bool {
    match pattern {
        Pattern::Outcome { outcome, .. } => !matches!(outcome, Outcome::Entered | Outcome::Chosen),
        Pattern::Keys(_) | Pattern::Phrase { .. } | Pattern::Rust { .. } => false,
        Pattern::EndedBy(_) => true,
    }
}

fn is_same(one: &Pattern, other: &Pattern) -> bool {
    matches!((one, other), (Pattern::Outcome { outcome: one, .. }, Pattern::Outcome { outcome: other, .. }) if one == other)
}

/// `hidden` before a pattern.
fn hidden(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> bool {
    let Some((word, rest)) = input.cursor().ident() else { return false };
    if word == "hidden" {
        if rest.punct().is_some_and(|(mark, _)| mark.as_char() == '=') {
            let diagnostic = syntax_error(word.span(), "`hidden` must come before the key");
            diagnostics.unread(diagnostic.help("write `hidden 9`"));
        }
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
    syntax_error(first, "the arm has no target").to(last).help(format!("write `{written}`"))
}

/// Parses `=> Sales,` after a pattern that began at `from`. An arm that ends after its pattern is reported alone, and so
/// is a missing comma before the next arm.
pub(super) fn rest(
    input: ParseStream<'_>,
    from: Cursor<'_>,
    guard: Guard,
    marks: &mut Marks,
    diagnostics: &mut Diagnostics,
) -> Result<Target, Diagnostic> {
    let behind = input.cursor();
    let (first, last) = arrow(input, from, marks, diagnostics)?;
    if input.is_empty() || input.peek(Token![,]) || begins_arm(input) {
        let comma = if begins_arm(input) { "," } else { "" };
        diagnostics.unread(no_target(first, last, &format!("=> end{comma}")));
        let _comma = input.parse::<Option<Token![,]>>()?;
        return Ok(Target::Broken);
    }
    if !target::is_name_alone(input)
        && chosen::target(input, from, &tokens::between(from, behind), guard, diagnostics)
    {
        let _comma = input.parse::<Option<Token![,]>>()?;
        return Ok(Target::Broken);
    }
    let from = input.cursor();
    let target = target::target(input, diagnostics)?;
    ends(input, from, marks, diagnostics)?;
    Ok(target)
}

/// Parses the comma after a target, and what people write in its place.
fn ends(
    input: ParseStream<'_>,
    from: Cursor<'_>,
    marks: &mut Marks,
    diagnostics: &mut Diagnostics,
) -> Result<(), Diagnostic> {
    if input.is_empty() || input.parse::<Option<Token![,]>>()?.is_some() {
        return Ok(());
    }
    if input.peek(Token![;]) {
        // The same mistake in all arms is reported once.
        if !std::mem::replace(&mut marks.end, true) {
            diagnostics.push(syntax_error(input.span(), "an arm must end with a comma").help("write `,`"));
        }
        input.parse::<Token![;]>()?;
        let _comma = input.parse::<Option<Token![,]>>()?;
        return Ok(());
    }
    if begins_arm(input) {
        diagnostics.push(missing_after(input, from, ","));
        return Ok(());
    }
    if let Some(mark) = instead_of_comma(input) {
        diagnostics
            .push(syntax_error(mark.first, "an arm must end with a comma").to(mark.last).help("write `,`"));
        return Ok(());
    }
    if super::peek_word(input).as_deref() == Some("if") {
        let diagnostic = syntax_error(input.span(), "the condition of an arm must come before `=>`");
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
    behind_target(input, from, diagnostics)
}

/// `Hours then Menu`, `back to Menu`: what stands behind a target, up to the comma, is reported and taken.
fn behind_target(
    input: ParseStream<'_>,
    from: Cursor<'_>,
    diagnostics: &mut Diagnostics,
) -> Result<(), Diagnostic> {
    let target = tokens::between(from, input.cursor());
    let (word, is_back) = (input.cursor().ident().is_some(), target == "back");
    let Some(more) = tokens::take_until(input, |input| input.peek(Token![,]) || input.peek(Token![;])) else {
        return Err(expected(input, "`,`"));
    };
    let block = more.written();
    if block.starts_with('{') && target.starts_with("retry ") {
        let written = target.replacen(" then ", &format!(" {block} then "), 1);
        let diagnostic = syntax_error(from.span(), "the steps of `retry` must come before `then`");
        diagnostics.push(diagnostic.to(more.last).help(format!("write `{written}`")));
        let _end = input.parse::<Option<Token![,]>>()?;
        return Ok(());
    }
    let steps = block.strip_prefix("then ").unwrap_or(&block);
    if steps.starts_with('{') && steps.ends_with('}') {
        let diagnostic = syntax_error(from.span(), "the steps of an arm must come before its target");
        diagnostics.push(diagnostic.to(more.last).help(format!("write `{steps} then {target}`")));
        let _end = input.parse::<Option<Token![,]>>()?;
        return Ok(());
    }
    let message = match (is_back, word) {
        (true, _) => "`back` takes no state: it leads to the state after `under`".to_owned(),
        (false, true) => "an arm leads to one state".to_owned(),
        (false, false) => format!("`{}` is not allowed after `{target}`", more.written()),
    };
    diagnostics.push(syntax_error(more.first, message).to(more.last).help("remove it"));
    let _end = (input.parse::<Option<Token![,]>>()?, input.parse::<Option<Token![;]>>()?);
    Ok(())
}

/// Parses the `=>` of an arm, and returns its span.
fn arrow(
    input: ParseStream<'_>,
    from: Cursor<'_>,
    marks: &mut Marks,
    diagnostics: &mut Diagnostics,
) -> Result<(Span, Span), Diagnostic> {
    if input.peek(Token![=>]) {
        let [first, last] = input.parse::<Token![=>]>()?.spans;
        return Ok((first, last));
    }
    let double = input.peek(Token![->]) || input.peek(Token![>=]) || input.peek(Token![==]);
    let single = input.peek(Token![=]) || input.peek(Token![:]) || input.peek(Token![>]);
    let after = input.cursor().punct().map(|(_, rest)| match rest.punct() {
        Some((_, rest)) if double => rest,
        _ => rest,
    });
    if (double || single)
        && let Some((_, rest)) = after.and_then(Cursor::ident)
        && rest.punct().is_some_and(|(mark, _)| mark.as_char() == '=')
        && stray::arrow_follows(rest)
    {
        let first = input.span();
        let _mark = double.then(|| tokens::take_one(input));
        let diagnostic = syntax_error(first, "the condition of an arm begins with `if`").to(input.span());
        return Err(diagnostic.help("write `if`"));
    }
    if double || single {
        let first = tokens::take_one(input).map_or_else(|| input.span(), |taken| taken.first);
        let second = if double { tokens::take_one(input) } else { None };
        let last = second.map_or(first, |second| second.last);
        // What one arm is written with all of them are.
        if !std::mem::replace(&mut marks.arrow, true) {
            diagnostics
                .push_first(syntax_error(first, "an arm is written with `=>`").to(last).help("write `=>`"));
        }
        return Ok((first, last));
    }
    if let Some(word) = ["then", "goto", "leads", "do"].iter().find_map(|word| take_word(input, word)) {
        let last = take_word(input, "to").unwrap_or(word);
        diagnostics.push_first(syntax_error(word, "an arm is written with `=>`").to(last).help("write `=>`"));
        return Ok((word, last));
    }
    if stray::arrow_follows(input.cursor()) {
        before_arrow::before_arrow(input, from, diagnostics);
        return arrow(input, from, marks, diagnostics);
    }
    let goes = at_block(input) || input.cursor().ident().is_some();
    if !goes {
        return Err(expected(input, "`=>` and a target"));
    }
    let missing = missing_after(input, from, "=>");
    let span = missing.span;
    diagnostics.push_first(missing);
    Ok((span, span))
}

/// Takes what stands alone between a target and the next arm: `Sales -> 2 => Support`, `end then silence => end`.
fn instead_of_comma(input: ParseStream<'_>) -> Option<tokens::Taken> {
    let (token, rest) = input.cursor().token_tree()?;
    let arrow = matches!(&token, TokenTree::Punct(mark) if mark.spacing() == Spacing::Joint);
    let rest = if arrow { rest.punct()?.1 } else { rest };
    let (first, behind) = rest.token_tree()?;
    let mark = behind.punct().map(|(mark, _)| mark.as_char());
    let is_pattern = matches!(first, TokenTree::Ident(_) | TokenTree::Literal(_))
        && (matches!(mark, Some('=' | '|'))
            || behind.ident().is_some_and(|(word, _)| word == "if") && !matches!(first, TokenTree::Ident(_)));
    if !is_pattern
        || !stray::arrow_follows(rest)
        || matches!(&token, TokenTree::Ident(word) if word == "if" || word == "or" || word == "and" || word == "else")
    {
        return None;
    }
    tokens::take_until(input, |input| input.cursor() == rest)
}

/// Returns whether the left side of an arm comes next, which no target resembles.
pub(super) fn begins_arm(input: ParseStream<'_>) -> bool {
    let (word, literal) = (input.cursor().ident().is_some(), input.cursor().literal().is_some());
    (word || literal) && (input.peek2(Token![=>]) || input.peek2(Token![|]))
        || literal && input.peek2(Token![if])
        || literal::is_text(input) && input.peek2(syn::Ident)
        || super::peek_word(input).as_deref() == Some("hidden")
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
//~                       ^^ the arm has no target
//~                       help: write `=> end,`
                        silence | _ => end
                    }
                }
                state Sales { say "Sales."; goto Meun; }
//~                                              ^^^^ state `Meun` is not declared
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
