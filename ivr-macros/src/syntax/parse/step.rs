//! Steps: what is said and played, in order.

use proc_macro2::Ident;
use syn::{Token, ext::IdentExt as _, parse::ParseStream, token};

use super::{Resume, block, expect_word, literal, peek_word, rust, skip, tree::semicolon, unknown_word};
use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    syntax::Step,
};

const WORDS: [&str; 7] = ["say", "play", "pause", "first", "uninterrupted", "set", "run"];

/// The steps of a block.
pub(super) fn steps(input: ParseStream<'_>, faults: &mut Diagnostics) -> Vec<Step> {
    let mut found = Vec::new();
    while !input.is_empty() {
        match step(input, faults) {
            Ok(Some(step)) => found.push(step),
            Ok(None) => {
                faults.push(no_step(input));
                skip(input, Resume::Item);
            }
            Err(fault) => {
                faults.push(fault);
                skip(input, Resume::Item);
            }
        }
    }
    found
}

/// One step, if the next word begins one.
pub(super) fn step(input: ParseStream<'_>, faults: &mut Diagnostics) -> Result<Option<Step>, Diagnostic> {
    let Some(word) = peek_word(input).filter(|word| WORDS.contains(&word.as_str())) else { return Ok(None) };
    let span = input.call(Ident::parse_any)?.span();
    let step = match word.as_str() {
        "say" => Step::Say(literal::text(input, "what to say")?),
        "set" => {
            let field = input.parse()?;
            input.parse::<Token![=]>()?;
            Step::Set { field, value: rust::until_semicolon(input)? }
        }
        "run" => Step::Run { word: span, effect: rust::until_semicolon(input)? },
        "play" if input.peek(token::Paren) => {
            Step::PlayComputed { expression: rust::parenthesised(input)?, hole: 0 }
        }
        "play" => {
            let file = literal::text(input, "a file or a URL")?;
            let words = match input.parse::<Option<Token![,]>>()? {
                Some(_) => {
                    expect_word(input, "say")?;
                    Some(literal::text(input, "the same in words")?)
                }
                None => None,
            };
            Step::Play { file, words }
        }
        "pause" => Step::Pause(literal::duration(input)?),
        "first" => return Ok(Some(Step::First { word: span, steps: block(input, faults, steps)? })),
        _ => return Ok(Some(Step::Uninterrupted(block(input, faults, steps)?))),
    };
    semicolon(input, faults)?;
    Ok(Some(step))
}

fn no_step(input: ParseStream<'_>) -> Diagnostic {
    match input.fork().call(Ident::parse_any) {
        Ok(word) => unknown_word(&word, "step", &WORDS),
        Err(_) => input.error("expected a step such as `say \"…\";`").into(),
    }
}
