//! Verbs that come back: `VERB object, clause, clause { prompts } match { arms }`.

use proc_macro2::{Ident, TokenTree};
use syn::{LitInt, LitStr, Token, bracketed, ext::IdentExt as _, parse::ParseStream, token};

use super::{
    arm, block, literal, peek_word,
    renamed::{self, Context},
    rust, step, take_word, texts,
    tree::{at_block, once},
    unknown_word,
};
use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    syntax::{Arms, Dial, Ending, Enqueue, Gather, Keys, Record, Text},
};

const OF_GATHER: [&str; 6] = ["timeout", "speech_timeout", "finish_on_key", "language", "hints", "into"];
const OF_DIAL: [&str; 2] = ["timeout", "caller_id"];
const OF_RECORD: [&str; 4] = ["max_length", "timeout", "finish_on_key", "transcribe"];

pub(super) fn gather(
    input: ParseStream<'_>,
    word: &Ident,
    faults: &mut Diagnostics,
) -> Result<Ending, Diagnostic> {
    let mut gather = Gather {
        keys: None,
        speech: None,
        timeout: None,
        speech_timeout: None,
        finish_on_key: None,
        language: None,
        hints: Vec::new(),
        into: None,
        prompts: Vec::new(),
        arms: Arms { word: word.span(), arms: Vec::new(), broken: false },
    };
    listened_for(input, &mut gather)?;
    clauses(input, faults, |clause, faults| {
        let clause = &renamed::current(Context::Gather, clause.clone(), faults);
        match clause.to_string().as_str() {
            "timeout" => once(&mut gather.timeout, clause, literal::duration(input)?, faults),
            "speech_timeout" => once(&mut gather.speech_timeout, clause, literal::duration(input)?, faults),
            "finish_on_key" => once(&mut gather.finish_on_key, clause, literal::key(input)?, faults),
            "language" => once(&mut gather.language, clause, texts::tag(input)?, faults),
            "into" => once(&mut gather.into, clause, input.parse()?, faults),
            "hints" => gather.hints.extend(texts(input, "a hint")?),
            _ => return Err(unknown_word(clause, "clause of `gather`", &OF_GATHER)),
        }
        Ok(())
    })?;
    if at_block(input) {
        gather.prompts = block(input, faults, step::steps)?;
    }
    gather.arms = arms(input, word, faults)?;
    Ok(Ending::Gather(Box::new(gather)))
}

/// `key`, `5 keys`, `4..=8 keys`, `keys`, `speech`, or keys `or speech`.
fn listened_for(input: ParseStream<'_>, gather: &mut Gather) -> syn::Result<()> {
    let span = input.span();
    if let Some(speech) = take_word(input, "speech") {
        gather.speech = Some(speech);
        return Ok(());
    }
    gather.keys = Some(if input.peek(LitInt) {
        let min = literal::number(input, "how many keys")?;
        let mut max = min;
        if input.peek(Token![..=]) {
            input.parse::<Token![..=]>()?;
            max = literal::number(input, "how many keys at most")?;
        }
        if take_word(input, "keys").is_none() && take_word(input, "key").is_none() {
            return Err(input.error("expected `keys`"));
        }
        if min.value == 0 || max.value < min.value {
            return Err(syn::Error::new(
                min.span,
                "an entry has at least one key, and not fewer at most than at least",
            ));
        }
        Keys { min: min.value, max: Some(max.value), span: literal::joined(min.span, max.span) }
    } else if let Some(span) = take_word(input, "keys") {
        Keys { min: 1, max: None, span }
    } else if let Some(span) = take_word(input, "key") {
        Keys { min: 1, max: Some(1), span }
    } else {
        return Err(syn::Error::new(
            span,
            "expected what to listen for: `key`, `5 keys`, `keys`, `speech` or `key or speech`",
        ));
    });
    if take_word(input, "or").is_some() {
        gather.speech = Some(super::expect_word(input, "speech")?);
    }
    Ok(())
}

pub(super) fn dial(
    input: ParseStream<'_>,
    word: &Ident,
    faults: &mut Diagnostics,
) -> Result<Ending, Diagnostic> {
    let short = take_word(input, "short").is_some();
    let computed = match input.peek(token::Paren) {
        true => Some(rust::parenthesised(input)?),
        false => None,
    };
    let numbers = if computed.is_some() {
        Vec::new()
    } else if input.peek(token::Bracket) {
        texts(input, "a number")?
    } else {
        vec![literal::text(input, "a number")?]
    };
    let mut timeout = None;
    let mut caller_id = None;
    clauses(input, faults, |clause, faults| {
        match clause.to_string().as_str() {
            "timeout" => once(&mut timeout, clause, literal::duration(input)?, faults),
            "caller_id" => once(&mut caller_id, clause, literal::text(input, "a number")?, faults),
            _ => return Err(unknown_word(clause, "clause of `dial`", &OF_DIAL)),
        }
        Ok(())
    })?;
    let arms = arms(input, word, faults)?;
    Ok(Ending::Dial(Dial { numbers, computed, hole: None, short, timeout, caller_id, arms }))
}

pub(super) fn record(
    input: ParseStream<'_>,
    word: &Ident,
    faults: &mut Diagnostics,
) -> Result<Ending, Diagnostic> {
    let (mut max_length, mut timeout, mut finish_on_key, mut transcribe) = (None, None, None, false);
    clauses(input, faults, |clause, faults| {
        let clause = match up_to(input, clause) {
            Some(fault) => {
                faults.push(fault);
                Ident::new("max_length", clause.span())
            }
            None => renamed::current(Context::Record, clause.clone(), faults),
        };
        let clause = &clause;
        match clause.to_string().as_str() {
            "max_length" => once(&mut max_length, clause, literal::duration(input)?, faults),
            "timeout" => once(&mut timeout, clause, literal::duration(input)?, faults),
            "finish_on_key" => once(&mut finish_on_key, clause, literal::key(input)?, faults),
            "transcribe" => transcribe = true,
            _ => return Err(unknown_word(clause, "clause of `record`", &OF_RECORD)),
        }
        Ok(())
    })?;
    let arms = arms(input, word, faults)?;
    Ok(Ending::Record(Record { max_length, timeout, finish_on_key, transcribe, arms }))
}

/// The replaced clause `up to 2min`, which was the only one of two words.
fn up_to(input: ParseStream<'_>, clause: &Ident) -> Option<Diagnostic> {
    if clause != "up" {
        return None;
    }
    take_word(input, "to").map(|_| renamed::replaced(clause.span(), "up to", "max_length"))
}

pub(super) fn enqueue(
    input: ParseStream<'_>,
    word: &Ident,
    faults: &mut Diagnostics,
) -> Result<Ending, Diagnostic> {
    let queue = literal::text(input, "the name of a queue")?;
    clauses(input, faults, |clause, _| {
        Err(Diagnostic::new("syntax", clause.span(), "`enqueue` has no clauses"))
    })?;
    let arms = arms(input, word, faults)?;
    Ok(Ending::Enqueue(Enqueue { queue, arms }))
}

/// Reads each clause; one that cannot be read is reported alone, and reading goes on behind it.
fn clauses(
    input: ParseStream<'_>,
    faults: &mut Diagnostics,
    mut read: impl FnMut(&Ident, &mut Diagnostics) -> Result<(), Diagnostic>,
) -> syn::Result<()> {
    while let Some(clause) = clause(input)? {
        if let Err(fault) = read(&clause, faults) {
            faults.push(fault);
            while !input.is_empty() && !input.peek(Token![,]) && !ends_clauses(input) {
                input.parse::<TokenTree>()?;
            }
        }
    }
    Ok(())
}

/// Whether the prompts or the arms come next.
fn ends_clauses(input: ParseStream<'_>) -> bool {
    at_block(input) || peek_word(input).as_deref() == Some("match")
}

/// The word of the next clause, after its comma.
fn clause(input: ParseStream<'_>) -> syn::Result<Option<Ident>> {
    if !input.peek(Token![,]) {
        return Ok(None);
    }
    input.parse::<Token![,]>()?;
    if ends_clauses(input) {
        return Ok(None);
    }
    input
        .call(Ident::parse_any)
        .map(Some)
        .map_err(|error| syn::Error::new(error.span(), "expected a clause after the comma"))
}

fn arms(input: ParseStream<'_>, verb: &Ident, faults: &mut Diagnostics) -> Result<Arms, Diagnostic> {
    let Some(word) = take_word(input, "match") else {
        let message = format!("`{verb}` comes back, and nothing says what happens then");
        return Err(Diagnostic::new("syntax", verb.span(), message)
            .help("go on with `match { … }`, an arm for every outcome"));
    };
    let (arms, broken) = block(input, faults, arm::arms)?;
    let _optional = input.parse::<Option<Token![;]>>()?;
    Ok(Arms { word, arms, broken })
}

fn texts(input: ParseStream<'_>, what: &str) -> syn::Result<Vec<Text>> {
    let content;
    bracketed!(content in input);
    let mut found = Vec::new();
    while !content.is_empty() {
        found.push(literal::text(&content, what)?);
        if !content.is_empty() {
            content.parse::<Token![,]>()?;
        }
    }
    if found.is_empty() || content.peek(LitStr) {
        return Err(input.error(format!("expected {what} between `[` and `]`")));
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use crate::check::tests::check_diagnostics;

    #[test]
    fn a_clause_that_cannot_be_read_leaves_the_verb() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                state Menu {
                    gather key, timeuot 5s, timeout 5, finish_on_key '#' { say "For sales, press one."; } match {
//~                             ^^^^^^^ `timeuot` is no clause of `gather`
//~                             help: did you mean `timeout`?
//~                                                 ^ expected a duration such as `5s` or `2min`
                        1 => Slaes,
//~                          ^^^^^ there is no state `Slaes`
//~                          help: did you mean `Sales`?
                        silence | _ => end,
                    }
                }
                state Sales { enqueue "sales", timeout 5s match { bridged => end, _ => end } }
//~                                            ^^^^^^^ `enqueue` has no clauses
            }
            "#,
        );
    }
}
