//! Verbs that come back: `VERB object, clause, clause { prompts } match { arms }`.

use ivr_core::event::Verb;
use proc_macro2::Ident;
use syn::{buffer::Cursor, parse::ParseStream};

use super::{
    arm, at_block, at_parenthesis, block,
    clause::{clauses, list_of},
    line::without_parentheses,
    listen::listened_for,
    literal,
    number::numbers,
    outcome::{arms, ended, holds_arms},
    rust, step, syntax_fault, take_word, texts, tokens,
    tree::once,
};
use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    syntax::{Arms, Dial, Ending, Enqueue, Gather, Record, Text},
};

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
    let unread = faults.count_unread();
    super::no_mark(input, faults, "after `gather`");
    listened_for(input, word, &mut gather, faults)?;
    clauses(input, Verb::Gather, faults, |clause, faults| {
        match clause.to_string().as_str() {
            "timeout" => once(&mut gather.timeout, clause, literal::duration(input, faults)?, faults),
            "speech_timeout" => {
                once(&mut gather.speech_timeout, clause, literal::duration(input, faults)?, faults);
            }
            "finish_on_key" => once(&mut gather.finish_on_key, clause, literal::key(input, faults)?, faults),
            "language" => once(&mut gather.language, clause, texts::tag_unquoted(input, faults)?, faults),
            "into" => {
                let field = literal::field(input, "`into` takes the name of the field alone", faults)?;
                once(&mut gather.into, clause, field, faults);
            }
            _ => gather.hints.extend(list_of(input, "a hint", "hints stand", faults)?),
        }
        Ok(())
    })?;
    if at_block(input) && !holds_arms(input) {
        gather.prompts = block(input, faults, step::prompts)?;
    } else if let Some(steps) = step::unbraced(input, faults, "the prompts of `gather` stand in braces") {
        gather.prompts = steps;
    }
    let of = arm::Of { verb: Verb::Gather, speech: gather.speech.is_some() };
    gather.arms = arms(input, word, of, faults)?;
    gather.arms.broken |= faults.count_unread() > unread;
    Ok(Ending::Gather(Box::new(gather)))
}

pub(super) fn dial(
    input: ParseStream<'_>,
    word: &Ident,
    from: Cursor<'_>,
    faults: &mut Diagnostics,
) -> Result<Ending, Diagnostic> {
    super::no_mark(input, faults, "after `dial`");
    let short = take_word(input, "short").is_some();
    if literal::is_over(input) {
        return Err(
            syntax_fault(word.span(), "`dial` does not say whom it calls").help("write `dial \"+1…\"`")
        );
    }
    let alone = without_parentheses(input, "a number stands", faults);
    let computed = match at_parenthesis(input) && alone.is_none() {
        true => Some(rust::parenthesised(input)?),
        false => None,
    };
    let numbers = match (alone, &computed) {
        (Some(number), _) => vec![number],
        (None, Some(_)) => Vec::new(),
        (None, None) => numbers(input, faults)?,
    };
    let (mut timeout, mut caller_id) = (None, None);
    clauses(input, Verb::Dial, faults, |clause, faults| {
        match clause.to_string().as_str() {
            "timeout" => once(&mut timeout, clause, literal::duration(input, faults)?, faults),
            _ => once(&mut caller_id, clause, literal::text(input, "a number")?, faults),
        }
        Ok(())
    })?;
    no_prompts(input, "dial", faults)?;
    let arms = ended(input, word, from, Verb::Dial, faults)?;
    Ok(Ending::Dial(Dial { numbers, computed, placeholder: None, short, timeout, caller_id, arms }))
}

pub(super) fn record(
    input: ParseStream<'_>,
    word: &Ident,
    from: Cursor<'_>,
    faults: &mut Diagnostics,
) -> Result<Ending, Diagnostic> {
    let (mut max_length, mut timeout, mut finish_on_key, mut transcribe) = (None, None, None, false);
    super::no_mark(input, faults, "after `record`");
    if literal::is_text(input)
        && let Some(file) = tokens::take_one(input)
    {
        let message = "`record` takes no file: `call.recording` says where the audio is";
        faults.push(syntax_fault(file.first, message).help("remove it"));
    }
    clauses(input, Verb::Record, faults, |clause, faults| {
        match clause.to_string().as_str() {
            "max_length" => once(&mut max_length, clause, literal::duration(input, faults)?, faults),
            "timeout" => once(&mut timeout, clause, literal::duration(input, faults)?, faults),
            "finish_on_key" => once(&mut finish_on_key, clause, literal::key(input, faults)?, faults),
            _ => {
                transcribe = true;
                literal::idle_word(input, "true", "`transcribe` has no value", faults);
            }
        }
        Ok(())
    })?;
    no_prompts(input, "record", faults)?;
    let arms = ended(input, word, from, Verb::Record, faults)?;
    Ok(Ending::Record(Record { max_length, timeout, finish_on_key, transcribe, arms }))
}

pub(super) fn enqueue(
    input: ParseStream<'_>,
    word: &Ident,
    from: Cursor<'_>,
    faults: &mut Diagnostics,
) -> Result<Ending, Diagnostic> {
    super::no_mark(input, faults, "after `enqueue`");
    let queue = if let Some(queue) = without_parentheses(input, "the name of a queue stands", faults) {
        queue
    } else if literal::is_over(input) {
        let fault = syntax_fault(word.span(), "`enqueue` does not say in which queue");
        return Err(fault.help("write `enqueue \"support\"`"));
    } else if input.peek(syn::Ident) {
        let name = super::any_word(input, "the name of a queue")?;
        let fault = syntax_fault(name.span(), "the name of a queue stands in double quotes");
        faults.push(fault.help(format!("write `\"{name}\"`")));
        Text::new(name.to_string(), name.span())
    } else {
        literal::text(input, "the name of a queue")?
    };
    clauses(input, Verb::Enqueue, faults, |clause, _| {
        Err(syntax_fault(clause.span(), format!("`enqueue` has no clause `{clause}`")))
    })?;
    let arms = ended(input, word, from, Verb::Enqueue, faults)?;
    Ok(Ending::Enqueue(Enqueue { queue, arms }))
}

/// Prompts stand at `gather` alone.
fn no_prompts(input: ParseStream<'_>, verb: &str, faults: &mut Diagnostics) -> Result<(), Diagnostic> {
    if !at_block(input) || holds_arms(input) {
        return Ok(());
    }
    if let Some(taken) = tokens::take_one(input) {
        let fault = syntax_fault(taken.first, format!("`{verb}` has no prompts")).to(taken.last);
        faults.unread(fault.help(format!("write what is said above `{verb}`")));
    }
    Ok(())
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
//~                             ^^^^^^^ unknown clause `timeuot` of `gather`
//~                             help: did you mean `timeout`?
//~                                         ^^^^^^^ `timeout` is said twice
//~                                         help: keep one of them
//~                                                 ^ `5` lacks its unit
//~                                                 help: write `5s`
                        1 => Slaes,
//~                          ^^^^^ there is no state `Slaes`
//~                          help: did you mean `Sales`?
                        silence | _ => end,
                    }
                }
                state Sales { enqueue "sales", timeout 5s match { bridged => end, _ => end } }
//~                                            ^^^^^^^ `timeout` is a clause of `gather`, `dial` and `record`, not of `enqueue`
            }
            "#,
        );
    }
}
