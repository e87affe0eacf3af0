//! `after call { … }`, `after recording in Message { … }`, `after transcription in Message { … }`.

use ivr_core::callback::Callback;
use proc_macro2::Ident;
use syn::{Token, parse::ParseStream};

use super::{
    Resume, any_word, at_block, block, list, literal, missing_before, no_mark, peek_word,
    slip::take_meant,
    step, syntax_error, tokens, unit,
    words::{self, Context, called, folded},
};
use crate::{
    diagnostics::{Diagnostic, Diagnostics, nearest},
    syntax::{After, Run, Step},
};

/// Parses what follows the word.
pub(super) fn after(
    input: ParseStream<'_>,
    word: &Ident,
    diagnostics: &mut Diagnostics,
) -> Result<After, Diagnostic> {
    no_mark(input, diagnostics, "after `after`");
    let (callback, kind) = callback(input, word, diagnostics)?;
    let state = match take_meant(input, "in", &["of", "from", "for", "at", "within"], diagnostics) {
        Some(_) => Some(literal::name(input, "the name of a state")?),
        None => match input.cursor().ident() {
            Some((state, rest))
                if state.to_string().starts_with(char::is_uppercase)
                    && rest.group(proc_macro2::Delimiter::Brace).is_some() =>
            {
                diagnostics.push(missing_before(input, "in"));
                Some(literal::name(input, "the name of a state")?)
            }
            _ => None,
        },
    };
    let state = match state {
        Some(state) if !callback.has_state() => {
            let message = "a call can end in any state: `after call` takes no state";
            diagnostics.push(syntax_error(state.span(), message).help("ask `call.state` in its Rust"));
            None
        }
        state => state,
    };
    no_mark(input, diagnostics, &format!("after `after {}`", callback.as_str()));
    if !at_block(input)
        && let Some(taken) = tokens::take_until(input, |input| input.peek(Token![;]))
    {
        let end = input.parse::<Option<Token![;]>>()?.map_or(taken.last, |end| end.span);
        let message = format!("the `run`s of `after {}` must be in braces", callback.as_str());
        let written = taken.written();
        let written = written.trim_start_matches([',', ' ']);
        let run = if written.starts_with("run ") { "" } else { "run " };
        return Err(syntax_error(taken.first, message)
            .to(end)
            .help(format!("write `{{ {run}{written}; }}`")));
    }
    if !at_block(input) {
        let message = format!("the `run`s of `after {}` must be in braces", callback.as_str());
        return Err(syntax_error(kind.span(), message).help("write `{ run app.note(call).await; }`"));
    }
    let unread = diagnostics.count_unread();
    let runs = block(input, diagnostics, runs)?;
    if runs.is_empty() && diagnostics.count_unread() == unread {
        let diagnostic = syntax_error(kind.span(), format!("`after {}` is empty", callback.as_str()));
        diagnostics.push(diagnostic.help("write the steps: `{ run app.note(call).await; }`"));
    }
    let _optional = input.parse::<Option<Token![;]>>()?;
    Ok(After { callback, word: kind.span(), state, runs })
}

/// Parses the word after `after`, in the forms that people try.
fn callback(
    input: ParseStream<'_>,
    word: &Ident,
    diagnostics: &mut Diagnostics,
) -> Result<(Callback, Ident), Diagnostic> {
    if input.cursor().ident().is_none() {
        let diagnostic = syntax_error(word.span(), "`after` needs an event");
        return Err(diagnostic.help("write `after call { … }` or `after recording in … { … }`"));
    }
    let kind = any_word(input, "`call`, `recording` or `transcription`")?;
    let typed = kind.to_string();
    if let Some(callback) = Callback::parse(&typed) {
        return Ok((callback, kind));
    }
    let meant = match folded(&typed).as_str() {
        "hangup" | "calls" | "end" | "status" | "completed" | "hungup" | "callended" => Some(Callback::Call),
        "record" | "voicemail" | "message" | "recorded" | "recordings" => Some(Callback::Recording),
        "transcribe" | "transcript" | "transcribed" | "text" => Some(Callback::Transcription),
        _ => None,
    };
    if let Some(meant) = meant {
        diagnostics.push(called(&kind, meant.as_str()));
        return Ok((meant, kind));
    }
    let names = Callback::ALL.map(Callback::as_str);
    let diagnostic = syntax_error(kind.span(), format!("`after {typed}` is unknown"));
    Err(match nearest(&typed, names.into_iter()) {
        Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
        None => diagnostic.help(format!("the events are {}", list(&names))),
    })
}

fn runs(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Vec<Run> {
    let mut found = Vec::new();
    while !input.is_empty() {
        found.extend(unit(input, Resume::Line, diagnostics, run).flatten());
    }
    found
}

fn run(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Result<Option<Run>, Diagnostic> {
    if input.parse::<Option<Token![;]>>()?.is_some() {
        return Ok(None);
    }
    let (from, first) = (input.cursor(), input.span());
    let bare = input.peek2(Token![.]) || input.peek2(Token![::]);
    if bare && peek_word(input).as_deref() != Some("run") {
        let written = tokens::take_until(input, |input| input.peek(Token![;]));
        let last = written.as_ref().map_or(first, |written| written.last);
        let written = written.map(|written| written.written()).unwrap_or_default();
        let diagnostic = syntax_error(first, "`run` must come before the Rust expression").to(last);
        return Err(diagnostic.help(format!("write `run {written};`")));
    }
    let word = words::meant(Context::After, any_word(input, "`run`")?, diagnostics)?;
    match step::step(input, from, &word, Context::Block, diagnostics)? {
        Step::Run { run, .. } => Ok(Some(run)),
        _ => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn what_cannot_be_read_in_one_hook_leaves_the_others() {
        check_diagnostics(
            r#"
            pub tree Line for App {
                start Message;
                after { run app.ended(call).await; }
//~             ^^^^^ `after` needs an event
//~             help: write `after call { … }` or `after recording in … { … }`
                after hangup { app.ended(call).await; }
//~                   ^^^^^^ `hangup` is called `call` here
//~                   help: write `call`
//~                            ^^^^^^^^^^^^^^^^^^^^^ `run` must come before the Rust expression
//~                            help: write `run app.ended(call).await;`
                after recodring in Message { run app.keep(call, recording).await; }
//~                   ^^^^^^^^^ `after recodring` is unknown
//~                   help: did you mean `recording`?
                after recording in Message { say "Thank you."; run app.keep(call, recording).await; }
//~                                          ^^^ the call is over here: only `run` is allowed in `after`
//~                                          help: write `run …;`
                state Message { say "Speak."; record match { recorded | silence => end } }
            }
            "#,
        );
    }

    #[test]
    fn a_call_ends_in_no_particular_state_and_something_has_to_be_done() {
        check_diagnostics(
            r#"
            pub tree Line for App {
                start Message;
                after call in Message { run app.ended(call).await; }
//~                           ^^^^^^^ a call can end in any state: `after call` takes no state
//~                           help: ask `call.state` in its Rust
                after recording in Message { }
//~                   ^^^^^^^^^ `after recording` is empty
//~                   help: write the steps: `{ run app.note(call).await; }`
                state Message { say "Speak."; record match { recorded | silence => end } }
            }
            "#,
        );
    }

    #[test]
    fn hooks_may_repeat_their_runs_and_have_several() {
        check_legal(
            r#"
            pub tree Line for App {
                start Message;
                after call { run app.ended(call).await; run app.count(call), at_least_once; }
                after recording in Message { run app.keep(call, recording).await, at_least_once; }
                after transcription in Message { run app.text(call, transcription).await; }
                state Message { say "Speak."; record, transcribe match { recorded | silence => end } }
            }
            "#,
        );
    }
}
