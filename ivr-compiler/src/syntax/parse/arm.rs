//! Arms and their targets: `1 | "sales" => Sales`, `silence => retry 2 { … } then Reception`.

use ivr_core::event::Outcome;
use proc_macro2::{Ident, Span};
use syn::{Token, ext::IdentExt as _, parse::ParseStream};

use super::{
    Resume, block, expect_word, literal, peek_word,
    renamed::{self, Context},
    skip, step, take_word,
    tree::at_block,
    unknown_word,
};
use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    syntax::{Arm, Pattern, Retry, Target},
};

/// The outcomes that an arm can name; `late` stands where Rust is asked.
fn outcomes() -> impl Iterator<Item = Outcome> {
    Outcome::ALL.iter().copied().filter(|outcome| *outcome != Outcome::Late)
}

/// The arms of a block, and whether one of them could not be read.
pub(super) fn arms(input: ParseStream<'_>, faults: &mut Diagnostics) -> (Vec<Arm>, bool) {
    let mut found = Vec::new();
    let mut broken = false;
    while !input.is_empty() {
        match arm(input, faults) {
            Ok(arm) => found.push(arm),
            Err(fault) => {
                faults.push(fault);
                broken = true;
                skip(input, Resume::Comma);
            }
        }
    }
    (found, broken)
}

fn arm(input: ParseStream<'_>, faults: &mut Diagnostics) -> Result<Arm, Diagnostic> {
    let hidden = take_word(input, "hidden").is_some();
    let mut patterns = vec![pattern(input, faults)?];
    while input.peek(Token![|]) {
        input.parse::<Token![|]>()?;
        patterns.push(pattern(input, faults)?);
    }
    if !input.peek(Token![=>]) {
        return Err(input.error("expected `=>` and where the call goes").into());
    }
    let target = rest(input, faults)?;
    Ok(Arm { hidden, patterns, target })
}

/// `=> Sales,`. An arm that has just been begun is reported alone, and so is a comma that is missing before the
/// next one.
pub(super) fn rest(input: ParseStream<'_>, faults: &mut Diagnostics) -> Result<Target, Diagnostic> {
    input.parse::<Token![=>]>()?;
    if input.is_empty() || input.peek(Token![,]) || begins_arm(input) {
        faults.push(no_target(input));
        input.parse::<Option<Token![,]>>()?;
        return Ok(Target::Broken);
    }
    let target = target(input, faults)?;
    if input.peek(Token![,]) {
        input.parse::<Token![,]>()?;
    } else if !input.is_empty() {
        let missing = input.error("expected `,` between two arms");
        if !begins_arm(input) {
            return Err(missing.into());
        }
        faults.push(missing);
    }
    Ok(target)
}

/// Whether what comes next is the left side of an arm, which no target looks like.
fn begins_arm(input: ParseStream<'_>) -> bool {
    let (word, literal) = (input.cursor().ident().is_some(), input.cursor().literal().is_some());
    (word || literal) && (input.peek2(Token![=>]) || input.peek2(Token![|]))
        || literal::is_text(input) && input.peek2(syn::Ident)
}

fn no_target(input: ParseStream<'_>) -> syn::Error {
    input.error("expected where the call goes: a state, `end`, `again`, `back` or `retry`")
}

fn pattern(input: ParseStream<'_>, faults: &mut Diagnostics) -> Result<Pattern, Diagnostic> {
    if literal::is_text(input) {
        let text = literal::text(input, "a phrase")?;
        let above = match take_word(input, "above") {
            Some(_) => Some(literal::fraction(input)?),
            None => None,
        };
        return Ok(Pattern::Phrase { text, above });
    }
    if input.cursor().ident().is_some() {
        let word = renamed::current(Context::Outcome, input.call(Ident::parse_any)?, faults);
        if let Some(outcome) = outcomes().find(|outcome| word == outcome.as_str()) {
            return Ok(Pattern::Outcome { outcome, span: word.span() });
        }
        let known: Vec<&str> = outcomes().map(Outcome::as_str).chain(["hidden"]).collect();
        return Err(unknown_word(&word, "key, phrase or outcome", &known));
    }
    Ok(Pattern::Keys(literal::keys(input)?))
}

/// The right side of an arm.
pub(super) fn target(input: ParseStream<'_>, faults: &mut Diagnostics) -> Result<Target, Diagnostic> {
    if at_block(input) {
        let steps = block(input, faults, step::steps)?;
        expect_word(input, "then")?;
        let then = Box::new(target(input, faults)?);
        return Ok(Target::Say { steps, then });
    }
    let Some(word) = peek_word(input) else {
        return Err(no_target(input).into());
    };
    let name = input.call(Ident::parse_any)?;
    Ok(match word.as_str() {
        "retry" => Target::Retry(Box::new(retry(input, name.span(), faults)?)),
        "again" => Target::Again,
        "back" => Target::Back(name.span()),
        "end" | "hangup" => Target::End,
        "reject" => Target::Reject { busy: take_word(input, "busy").is_some(), word: name.span() },
        "leave" => Target::Leave(name.span()),
        _ => Target::State(name),
    })
}

fn retry(input: ParseStream<'_>, word: Span, faults: &mut Diagnostics) -> Result<Retry, Diagnostic> {
    let times = literal::number(input, "how often to ask again, such as `retry 2`")?;
    let mut blocks = Vec::new();
    while at_block(input) {
        blocks.push(block(input, faults, step::steps)?);
    }
    let at = match take_word(input, "at") {
        Some(_) => Some(literal::name(input, "the name of a state")?),
        None => None,
    };
    if peek_word(input).as_deref() != Some("then") {
        let message = "`retry` does not say what happens after the last attempt";
        return Err(Diagnostic::new("syntax", word, message)
            .help("go on with `then` and a state, such as `then Reception`"));
    }
    expect_word(input, "then")?;
    let then = target(input, faults)?;
    Ok(Retry { word, times, blocks, at, then })
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
                        silence | _ => end
//~                     ^^^^^^^ expected where the call goes: a state, `end`, `again`, `back` or `retry`
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
                        2 => Support,
//~                     ^ expected `,` between two arms
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
