//! Verbs that return: `VERB object, clause, clause { prompts } match { arms }`.

use ivr_core::event::Verb;
use proc_macro2::Ident;
use syn::{buffer::Cursor, parse::ParseStream};

use super::{
    arm, at_block, at_parenthesis, block_called,
    clause::clauses,
    dial,
    flag::flag,
    line::without_parentheses,
    list::list_of,
    listen::listened_for,
    literal, next_line, offer,
    outcome::{arms, ended, holds_arms},
    rust, said,
    slip::at_brackets,
    step, syntax_error, texts, tokens,
    tree::once,
    unbraced, waiting, words,
};
use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    syntax::{Arms, Ending, Enqueue, Gather, Record, Step, Text, Value},
};

const INTO_A_FIELD: &str = "`into` takes the name of the field alone";

pub(super) fn gather(
    input: ParseStream<'_>,
    word: &Ident,
    diagnostics: &mut Diagnostics,
) -> Result<Ending, Diagnostic> {
    let mut gather = Gather {
        keys: None,
        count: None,
        speech: None,
        timeout: None,
        speech_timeout: None,
        finish_on_key: None,
        language: None,
        hints: Vec::new(),
        more_hints: None,
        into: None,
        offer: None,
        conditions: Vec::new(),
        prompts: Vec::new(),
        arms: Arms { word: word.span(), arms: Vec::new(), broken: false },
    };
    let unread = diagnostics.count_unread();
    super::no_mark(input, diagnostics, "after `gather`");
    next_line::no_semicolon(input, diagnostics);
    listened_for(input, word, &mut gather, diagnostics)?;
    let mut offer = offer::Clauses::default();
    clauses(input, Verb::Gather, diagnostics, |clause, diagnostics| {
        match clause.to_string().as_str() {
            "offer" | "more" | "key" => offer.read(input, clause, diagnostics)?,
            "timeout" => {
                once(&mut gather.timeout, clause, literal::duration(input, diagnostics)?, diagnostics);
            }
            "speech_timeout" => {
                once(&mut gather.speech_timeout, clause, literal::duration(input, diagnostics)?, diagnostics);
            }
            "finish_on_key" => {
                once(
                    &mut gather.finish_on_key,
                    clause,
                    literal::finish_key(input, diagnostics)?,
                    diagnostics,
                );
            }
            "language" => {
                once(&mut gather.language, clause, texts::tag_unquoted(input, diagnostics)?, diagnostics);
            }
            "into" => {
                let field = literal::untyped_field(input, INTO_A_FIELD, diagnostics)?;
                once(&mut gather.into, clause, field, diagnostics);
            }
            "hints" if rust::is_expression(input) => {
                let hints = rust::computed(input)?;
                once(&mut gather.more_hints, clause, hints, diagnostics);
            }
            _ => gather.hints.extend(list_of(input, "a hint", "hints must be", diagnostics)?),
        }
        Ok(())
    })?;
    gather.offer = offer.finish(diagnostics);
    gather.prompts = prompts(input, diagnostics)?;
    let (speech, stored) = (gather.speech.is_some(), gather.into.is_some());
    let of = arm::Of { speech, stored, ..arm::Of::verb(Verb::Gather) };
    gather.arms = arms(input, word, of, diagnostics)?;
    gather.arms.broken |= diagnostics.count_unread() > unread;
    Ok(Ending::Gather(Box::new(gather)))
}

/// Parses the prompts of `gather`.
fn prompts(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Result<Vec<Step>, Diagnostic> {
    let mut found = Vec::new();
    if at_brackets(input) && !holds_arms(input) {
        let message = "the prompts of `gather` must be in braces";
        found = block_called(input, diagnostics, message, step::prompts)?;
    } else if let Some(steps) =
        unbraced::said(input, diagnostics, "the prompts of `gather` must be in braces")
    {
        found = steps;
    }
    while at_block(input)
        && !holds_arms(input)
        && let Some(more) = tokens::take_one(input)
    {
        let diagnostic =
            syntax_error(more.first, "the prompts of `gather` must be in one block").to(more.last);
        diagnostics.unread(diagnostic.help("write them in the block before"));
    }
    if let Some(clause) = clause_behind(input)
        && let Some(taken) =
            tokens::take_until(input, |input| input.peek(syn::Token![match]) || input.peek(syn::Token![;]))
    {
        let message = format!("`{clause}` is a clause of `gather`: clauses must come before the prompts");
        let written = taken.written();
        let written = written.trim_start_matches(',').trim();
        let help = format!("remove it, and write `, {written}` after what `gather` listens for");
        diagnostics.push(syntax_error(taken.first, message).to(taken.last).help(help));
    }
    Ok(found)
}

/// Reports a clause after the prompts, `{ … }, timeout 8s match`.
fn clause_behind(input: ParseStream<'_>) -> Option<String> {
    let at = input.cursor();
    let at = at.punct().filter(|(mark, _)| mark.as_char() == ',').map_or(at, |(_, rest)| rest);
    let word = at.ident()?.0.to_string();
    words::is_known(words::Context::Clause(Verb::Gather), &word).then_some(word)
}

pub(super) fn record(
    input: ParseStream<'_>,
    word: &Ident,
    from: Cursor<'_>,
    diagnostics: &mut Diagnostics,
) -> Result<Ending, Diagnostic> {
    let (mut max_length, mut timeout, mut finish_on_key) = (None, None, None);
    let (mut play_beep, mut transcribe) = (None, None);
    super::no_mark(input, diagnostics, "after `record`");
    if literal::is_text(input)
        && let Some(file) = tokens::take_one(input)
    {
        let message = "`record` takes no file: `call.recording` has the URL of the audio";
        diagnostics.push(syntax_error(file.first, message).help("remove it"));
    }
    clauses(input, Verb::Record, diagnostics, |clause, diagnostics| {
        match clause.to_string().as_str() {
            "max_length" => {
                once(&mut max_length, clause, literal::duration(input, diagnostics)?, diagnostics);
            }
            "timeout" => once(&mut timeout, clause, literal::duration(input, diagnostics)?, diagnostics),
            "finish_on_key" => {
                once(&mut finish_on_key, clause, literal::finish_keys(input, diagnostics)?, diagnostics);
            }
            "play_beep" => once(&mut play_beep, clause, flag(input, clause, diagnostics), diagnostics),
            _ => {
                transcribe = Some(clause.span());
                no_value(input, clause, diagnostics);
            }
        }
        Ok(())
    })?;
    no_prompts(input, "record", diagnostics)?;
    let arms = ended(input, word, from, arm::Of::verb(Verb::Record), diagnostics)?;
    Ok(Ending::Record(Record { max_length, timeout, finish_on_key, play_beep, transcribe, arms }))
}

pub(super) fn enqueue(
    input: ParseStream<'_>,
    word: &Ident,
    from: Cursor<'_>,
    diagnostics: &mut Diagnostics,
) -> Result<Ending, Diagnostic> {
    super::no_mark(input, diagnostics, "after `enqueue`");
    let queue = if let Some(queue) =
        without_parentheses(input, "the name of a queue must not be", diagnostics)
    {
        Value::Text(queue)
    } else if at_parenthesis(input) {
        dial::value(input, "the name of a queue")?
    } else if literal::is_over(input) {
        let diagnostic = syntax_error(word.span(), "`enqueue` needs the name of a queue");
        return Err(diagnostic.help("write `enqueue \"support\"`"));
    } else if input.peek(syn::Ident) && input.peek2(syn::LitStr) {
        let noun = super::any_word(input, "the name of a queue")?;
        let diagnostic = syntax_error(noun.span(), "the name of a queue must directly follow `enqueue`");
        diagnostics.push(diagnostic.help("remove it"));
        Value::Text(literal::text(input, "the name of a queue")?)
    } else if is_two_words(input)
        && let Some(name) = said::unquoted(input, "the name of a queue must be in double quotes", diagnostics)
    {
        Value::Text(name)
    } else if input.peek(syn::Ident) && !input.peek2(syn::Token![=]) {
        let name = super::any_word(input, "the name of a queue")?;
        let diagnostic = syntax_error(name.span(), "the name of a queue must be in double quotes");
        diagnostics.push(diagnostic.help(format!("write `\"{name}\"`")));
        Value::Text(Text::new(name.to_string(), name.span()))
    } else {
        Value::Text(literal::text(input, "the name of a queue")?)
    };
    let waiting = waiting::clauses_of_enqueue(input, diagnostics)?;
    let arms = ended(input, word, from, arm::Of::verb(Verb::Enqueue), diagnostics)?;
    let waiting::Clauses { max_wait, wait, music } = waiting;
    Ok(Ending::Enqueue(Enqueue { queue, max_wait, wait, music, arms }))
}

/// Returns whether the name of a queue comes next without its quotes, and no clause behind its first word.
fn is_two_words(input: ParseStream<'_>) -> bool {
    let second = input.cursor().ident().and_then(|(_, rest)| rest.ident());
    input.peek2(syn::Token![.])
        || second.is_some_and(|(word, _)| {
            let (word, place) = (word.to_string(), words::Context::Clause(Verb::Enqueue));
            word != "match" && !words::is_known(place, &word) && words::ours(place, &word).is_none()
        })
}

/// `transcribe true`, `transcribe "en-US"`.
fn no_value(input: ParseStream<'_>, clause: &Ident, diagnostics: &mut Diagnostics) {
    let word =
        super::peek_word(input).is_some_and(|word| matches!(word.as_str(), "true" | "false" | "yes" | "no"));
    if !(word || input.cursor().literal().is_some()) {
        return;
    }
    if let Some(value) = tokens::take_one(input) {
        let no = matches!(value.written().as_str(), "false" | "no" | "\"false\"");
        let diagnostic = syntax_error(value.first, format!("`{clause}` takes no value"));
        diagnostics.push(diagnostic.help(if no { "remove the clause" } else { "remove it" }));
    }
}

/// Reports prompts at a verb other than `gather`.
pub(super) fn no_prompts(
    input: ParseStream<'_>,
    verb: &str,
    diagnostics: &mut Diagnostics,
) -> Result<(), Diagnostic> {
    if !at_block(input) || holds_arms(input) {
        return Ok(());
    }
    if let Some(taken) = tokens::take_one(input) {
        let diagnostic = syntax_error(taken.first, format!("`{verb}` has no prompts")).to(taken.last);
        diagnostics.unread(diagnostic.help(format!("write the prompts above `{verb}`")));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn literals_that_take_no_expression() {
        check_diagnostics(
            r#"
            pub tree Line for App {
                start Menu;
                data { n: u32 = 0 }
                state Menu {
                    pause (call.n);
//~                       ^^^^^^^^ a duration takes no expression: how long a call takes is counted while the tree compiles
//~                       help: write a duration such as `5s`
                    gather keys, timeout (call.n), finish_on_key (call.key), language (call.language) { say "Your number?"; } match {
//~                                      ^^^^^^^^ a duration takes no expression: how long a call takes is counted while the tree compiles
//~                                      help: write a duration such as `5s`
//~                                                ^^^^^^^^^^^^^^^^^^^^^^^^ `finish_on_key` takes no expression: prompts are compared with it while the tree compiles
//~                                                help: write a literal such as `finish_on_key '#'`
//~                                                                          ^^^^^^^^^^^^^^^^^^^^^^^^ `language` takes no expression: speech is recognized in the language of the call, which the step `language (expr);` chooses
//~                                                                          help: write a literal such as `language en-US`
                        entered | silence | _ => Room,
                    }
                }
                state Room { dial conference "weekly", max_participants (call.n), wait_url (app.music()) match { _ => Queue } }
//~                                                    ^^^^^^^^^^^^^^^^^^^^^^^^^ `max_participants` takes no expression: all callers of a conference share it
//~                                                    help: write a literal such as `max_participants 10`
//~                                                                               ^^^^^^^^^^^^^^^^^^^^^^ `wait_url` takes no expression: all callers of a conference share it
//~                                                                               help: write a literal such as `wait_url "https://…"`
                state Queue { enqueue "support", max_wait 5min, music (call.song) match { bridged | hung_up => end, _ => Message } }
//~                                                             ^^^^^^^^^^^^^^^^^ `music` takes no expression: a file that Rust chooses is played in a state, which `wait` leads to
//~                                                             help: write a literal such as `music "hold.mp3"`
                state Message { say "Speak."; record, max_length (call.n) match { recorded | silence => end } }
//~                                                              ^^^^^^^^ a duration takes no expression: how long a call takes is counted while the tree compiles
//~                                                              help: write a duration such as `5s`
            }
            "#,
        );
    }

    #[test]
    fn literals_that_take_an_expression() {
        check_legal(
            r#"
            pub tree Line for App {
                start Menu;
                data { left: Duration = Duration::ZERO, n: u8 = 4, line: String = String::new() }
                state Menu {
                    gather (call.n) keys or speech, hints (app.towns()) { say "Your number?"; }
                    match { entered => Desk, silence | _ => Away }
                }
                state Desk {
                    dial (&call.line), time_limit (call.left), caller_id (&call.line), send_digits (app.tones())
                    match { answered => end, _ => Queue }
                }
                state Queue { enqueue (&call.line) match { bridged | hung_up => end, _ => Away } }
                state Away { redirect (app.next(&call.line)); }
            }
            "#,
        );
    }

    #[test]
    fn a_clause_that_cannot_be_read_leaves_the_verb() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                state Menu {
                    gather key, timeuot 5s, timeout 6s, finish_on_key '#' { say "For sales, press one."; } match {
//~                             ^^^^^^^ unknown clause `timeuot` of `gather`
//~                             help: did you mean `timeout`?
//~                                         ^^^^^^^ `timeout` is declared twice
//~                                         help: keep one of them
                        1 => Slaes,
//~                          ^^^^^ state `Slaes` is not declared
//~                          help: did you mean `Sales`?
                        silence | _ => end,
                    }
                }
                state Sales { enqueue "sales", timeout 5s match { bridged => end, _ => end } }
//~                                            ^^^^^^^ `timeout` is called `max_wait` here
//~                                            help: write `max_wait`
            }
            "#,
        );
    }
}
