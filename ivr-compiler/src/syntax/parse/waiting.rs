//! The clauses of `enqueue`: how long a caller waits, what they hear, and how they leave.

use ivr_core::event::Verb;
use proc_macro2::Ident;
use syn::parse::ParseStream;

use super::{clause::clauses, literal, peek_word, said, syntax_error, take_word, texts, tokens, tree::once};
use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    syntax::{Number, Step, Texts},
};

/// Parses the clauses between the queue and `match`.
#[derive(Default)]
pub(super) struct Clauses {
    pub(super) max_wait: Option<Number>,
    pub(super) wait: Option<Ident>,
    pub(super) music: Vec<Step>,
}

pub(super) fn clauses_of_enqueue(
    input: ParseStream<'_>,
    diagnostics: &mut Diagnostics,
) -> Result<Clauses, Diagnostic> {
    let mut found = Clauses::default();
    let mut file: Option<Texts> = None;
    let mut second: Option<Ident> = None;
    let mark = diagnostics.mark();
    clauses(input, Verb::Enqueue, diagnostics, |clause, diagnostics| {
        let (has_wait, has_music) = (found.wait.is_some(), file.is_some());
        match clause.to_string().as_str() {
            "max_wait" => {
                once(&mut found.max_wait, clause, literal::duration(input, diagnostics)?, diagnostics);
            }
            "wait" if literal::is_text(input) && is_file(input) => {
                let message = "`wait` takes the name of a state; use `music` to play a file";
                return Err(syntax_error(clause.span(), message).help("write `music`"));
            }
            "wait" if says(input) => {
                let _prompts = tokens::take_until(input, literal::is_over);
                let message = "`wait` takes the name of a state";
                let help = "write `wait Waiting`, and the prompts in `state Waiting { … }`";
                return Err(syntax_error(clause.span(), message).help(help));
            }
            "wait" => {
                for idle in ["goto", "in", "at", "state", "to"] {
                    literal::idle_word(input, idle, "`wait` takes the name of a state", diagnostics);
                }
                let state = literal::joined_name(input, "the name of a state", diagnostics)?;
                second = second.take().or_else(|| has_music.then(|| clause.clone()));
                once(&mut found.wait, clause, state, diagnostics);
            }
            _ => {
                let played = music(input, clause, diagnostics)?;
                second = second.take().or_else(|| has_wait.then(|| clause.clone()));
                once(&mut file, clause, played, diagnostics);
            }
        }
        Ok(())
    })?;
    if let Some(clause) = second {
        let message = "a waiting caller hears either `music` or the states of `wait`";
        diagnostics.push(syntax_error(clause.span(), message).help("keep one of them"));
        file = None;
    }
    let is_read = diagnostics.mark() == mark;
    if let (Some(limit), None, None, true) = (&found.max_wait, &found.wait, &file, is_read) {
        let message = "`max_wait` has no effect without `music` or `wait`";
        let help = "add `, music \"…\"`, or `, wait` and the name of a state";
        diagnostics.push(syntax_error(limit.span, message).help(help));
    }
    found.music.extend(file.map(|file| Step::Play { file, words: None }));
    Ok(found)
}

/// Returns whether prompts come next, `say "Please hold."`, and no name.
fn says(input: ParseStream<'_>) -> bool {
    let text = input.cursor().literal().is_some_and(|(text, _)| text.to_string().trim().contains(' '));
    text || matches!(peek_word(input).as_deref(), Some("say" | "play" | "ssml"))
}

/// Returns whether the next text is a file, `"hold.mp3"`, and not a name.
fn is_file(input: ParseStream<'_>) -> bool {
    input.cursor().literal().is_some_and(|(text, _)| text.to_string().contains(['.', '/']))
}

fn music(input: ParseStream<'_>, word: &Ident, diagnostics: &mut Diagnostics) -> Result<Texts, Diagnostic> {
    let list = input.cursor().group(proc_macro2::Delimiter::Bracket);
    if let Some((inside, span, _)) = list
        && let Some((file, _)) = inside.literal()
    {
        let _list = tokens::take_one(input);
        let diagnostic = syntax_error(span.open(), "`music` plays one file in a loop").to(span.close());
        return Err(diagnostic.help(format!("write `{file}`, or use `wait` and a state that plays them all")));
    }
    match said::unquoted(input, "the name of a file must be in double quotes", diagnostics) {
        Some(file) => Ok(Texts::Plain(file)),
        None => texts::texts(input, word.span(), "a file", diagnostics),
    }
}

/// Parses the state after `leave to`.
pub(super) fn left_to(
    input: ParseStream<'_>,
    diagnostics: &mut Diagnostics,
) -> Result<Option<Ident>, Diagnostic> {
    if let Some(then) = take_word(input, "then") {
        let message = "the target of `leave` must follow `to`";
        diagnostics.push(syntax_error(then, message).help("write `to`"));
    } else if take_word(input, "to").is_none() {
        let Some(state) = peek_word(input).filter(|word| word.starts_with(char::is_uppercase)) else {
            return Ok(None);
        };
        let message = "the target of `leave` must follow `to`";
        diagnostics.push(syntax_error(input.span(), message).help(format!("write `to {state}`")));
    }
    literal::joined_name(input, "the name of a state", diagnostics).map(Some)
}
