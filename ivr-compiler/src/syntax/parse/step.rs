//! Steps: what is said and played, in order.

use proc_macro2::{Ident, Span};
use syn::{Token, ext::IdentExt as _, parse::ParseStream, token};

use super::{
    Resume, block, expect_word, literal, peek_word,
    renamed::{self, Context},
    rust, skip, texts,
    tree::semicolon,
    unknown_word,
};
use crate::{
    catalogue::ssml,
    diagnostics::{Diagnostic, Diagnostics},
    mistakes,
    syntax::{Step, Text, Texts},
};

const WORDS: [&str; 9] = ["say", "ssml", "play", "pause", "first", "uninterrupted", "language", "set", "run"];

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
    let is_step = |word: &str| WORDS.contains(&word) || renamed::replacement(Context::Step, word).is_some();
    if !peek_word(input).is_some_and(|word| is_step(&word)) {
        return Ok(None);
    }
    let word = renamed::current(Context::Step, input.call(Ident::parse_any)?, faults);
    let (span, word) = (word.span(), word.to_string());
    let step = match word.as_str() {
        "say" => {
            let mut words = texts::words(input, span, "what to say", faults)?;
            texts::optional(input, &mut words)?;
            texts::end(input, &words, faults)?;
            return Ok(Some(Step::Say(words)));
        }
        "ssml" => {
            let mut words = texts::words(input, span, "SSML to say", faults)?;
            texts::optional(input, &mut words)?;
            texts::end(input, &words, faults)?;
            as_ssml(&mut words, faults);
            return Ok(Some(Step::Say(words)));
        }
        "language" => Step::Language { word: span, language: texts::tag(input)? },
        "set" => {
            let field = input.parse()?;
            input.parse::<Token![=]>()?;
            Step::Set { field, value: rust::until_semicolon(input)? }
        }
        "run" => Step::Run { word: span, effect: rust::until_semicolon(input)? },
        "play" if input.peek(token::Paren) => {
            Step::PlayComputed { expression: rust::parenthesised(input)?, hole: 0 }
        }
        "play" => return Ok(Some(play(input, span, faults)?)),
        "pause" => Step::Pause(literal::duration(input)?),
        "first" => return Ok(Some(Step::First { word: span, steps: block(input, faults, steps)? })),
        _ => return Ok(Some(Step::Uninterrupted(block(input, faults, steps)?))),
    };
    semicolon(input, faults)?;
    Ok(Some(step))
}

/// Reads texts as SSML: from here on they are the words that are spoken.
fn as_ssml(texts: &mut Texts, faults: &mut Diagnostics) {
    let read = |text: &mut Text| match ssml(&text.value) {
        Ok(found) => text.ssml = Some(std::mem::replace(&mut text.value, found.spoken)),
        Err(bad) => {
            // Told once: no rule about plain words looks at it.
            text.ssml = Some(text.value.clone());
            faults.push(mistakes::bad_ssml(text.span, bad));
        }
    };
    match texts {
        Texts::Plain(text) | Texts::Fixed { text, .. } => [text].into_iter().for_each(read),
        Texts::Block(block) => {
            block.rows.iter_mut().map(|row| &mut row.text).for_each(read);
            if let Some(key) = &mut block.key {
                key.ssml = true;
            }
        }
    }
}

/// `play "…", say "…";`, after its first word.
fn play(input: ParseStream<'_>, word: Span, faults: &mut Diagnostics) -> Result<Step, Diagnostic> {
    let file = texts::by_language(input, word, "a file or a URL", faults)?;
    let words = match input.parse::<Option<Token![,]>>()? {
        Some(_) => {
            let say = expect_word(input, "say")?;
            Some(texts::words(input, say, "the same in words", faults)?)
        }
        None => None,
    };
    if let (Some(_), Some(Texts::Fixed { language, .. })) = (file.block(), &words) {
        let message = "a recording in several languages has its words in each of them";
        let fault = Diagnostic::new("syntax", language.span, message).to(language.end);
        faults.push(fault.help(format!("write `say {{ {}: \"…\", … }}`", language.value)));
    }
    texts::end(input, words.as_ref().unwrap_or(&file), faults)?;
    Ok(Step::Play { file, words })
}

fn no_step(input: ParseStream<'_>) -> Diagnostic {
    match input.fork().call(Ident::parse_any) {
        Ok(word) => unknown_word(&word, "step", &WORDS),
        Err(_) => input.error("expected a step such as `say \"…\";`").into(),
    }
}
