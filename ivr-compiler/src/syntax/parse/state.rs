//! `state S was Old under P { steps, then one ending }`.

use proc_macro2::{Ident, Span};
use syn::{Token, buffer::Cursor, parse::ParseStream};

use super::{
    Resume, at_parenthesis, block_called, braceless, common, condition, connect, dial, expected, head, hours,
    line::{self, Begin, without_parentheses},
    literal, next, next_line, no_mark, peek_word, rust, semicolon,
    slip::at_brackets,
    step, stray, syntax_error, take_word, target, tokens, unit, verb, waiting,
    words::{Context, ENDINGS, STEPS},
};
use crate::{
    diagnostics::{A_STATE, Diagnostic, Diagnostics},
    errors,
    syntax::{Attributes, Ending, State, Step, Texts, Tree, Value},
};

const IN_BRACES: &str = "the lines of a state must be in braces";

/// The spelling of the word before a state.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Known,
    /// `fn menu()`, `def menu():`, whose other parts were reported with the word.
    Other,
}

/// Parses a state into the tree, after its word. A state with a name is kept, whatever its body contains.
pub(super) fn state(
    input: ParseStream<'_>,
    word: &Ident,
    form: Form,
    attributes: Attributes,
    tree: &mut Tree,
    diagnostics: &mut Diagnostics,
) -> Result<(), Diagnostic> {
    let (unread, mark) = (diagnostics.count_unread(), diagnostics.mark());
    let told = diagnostics.len();
    let name = head::name(input, word, diagnostics)?;
    // Other parts of the tree may refer to the state by the name that was meant.
    tree.unread.state |= diagnostics.len() > told;
    let was = head::former_names(input, diagnostics)?;
    let under = head::under(input, diagnostics)?;
    let before = input.cursor();
    head::between(input, form, diagnostics);
    let last = tokens::last_between(before, input.cursor()).map_or(name.span(), |last| tokens::end_of(&last));
    head::whole(form, word, &name, last, diagnostics);
    let again = braceless::second_word(input, diagnostics);
    stray::before_block(input, &format!("state {name}"), diagnostics);
    let (steps, ending) = if at_brackets(input) {
        block_called(input, diagnostics, IN_BRACES, |body, diagnostics| {
            body_of(&name, body, unread, diagnostics)
        })?
    } else {
        diagnostics.unread(braceless::no_braces(input, &name));
        let _end = input.parse::<Option<Token![;]>>()?;
        (Vec::new(), Ending::Broken)
    };
    let translated = form == Form::Other && name.to_string().starts_with(char::is_lowercase);
    let broken = diagnostics.mark() != mark || translated;
    tree.states.push(State { attributes, name, was, under, steps, ending, broken });
    again
}

/// Parses a state without anything between its name and its braces.
pub(super) fn plain(
    input: ParseStream<'_>,
    name: Ident,
    attributes: Attributes,
    tree: &mut Tree,
    diagnostics: &mut Diagnostics,
) -> Result<(), Diagnostic> {
    let (unread, mark) = (diagnostics.count_unread(), diagnostics.mark());
    let (steps, ending) = block_called(input, diagnostics, IN_BRACES, |body, diagnostics| {
        body_of(&name, body, unread, diagnostics)
    })?;
    let broken = diagnostics.mark() != mark;
    tree.states.push(State { attributes, name, was: Vec::new(), under: None, steps, ending, broken });
    Ok(())
}

fn body_of(
    name: &Ident,
    input: ParseStream<'_>,
    unread: usize,
    diagnostics: &mut Diagnostics,
) -> (Vec<Step>, Ending) {
    let mut steps = Vec::new();
    let mut ending: Option<Ending> = None;
    let mut after: Option<Span> = None;
    while !input.is_empty() {
        let span = input.span();
        if ending.is_some() && !input.peek(Token![;]) {
            after = after.or(Some(span));
        }
        if let Some(said) = common::say(input) {
            steps.push(said);
            continue;
        }
        match unit(input, Resume::Line, diagnostics, line).unwrap_or(Line::Ending(Ending::Broken)) {
            Line::Step(step) => steps.push(step),
            Line::Conditional(found) => steps.extend(found),
            Line::Ending(found) => ending = ending.or(Some(found)),
            Line::Empty => {}
            Line::Unread => ending = ending.or_else(|| input.is_empty().then_some(Ending::Broken)),
        }
    }
    let all_read = diagnostics.count_unread() == unread;
    if let (Some(span), true) = (after, all_read) {
        diagnostics.push(errors::after_the_ending(name, span));
    }
    let ending = ending.unwrap_or_else(|| {
        if all_read {
            diagnostics.push(errors::no_ending(name));
        }
        Ending::Broken
    });
    (steps, ending)
}

enum Line {
    Step(Step),
    /// `if open { … } else { … }`
    Conditional(Vec<Step>),
    Ending(Ending),
    /// A `;` alone.
    Empty,
    /// Reported and taken.
    Unread,
}

fn line(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Result<Line, Diagnostic> {
    if let Some(state) = common::goto(input) {
        return Ok(Line::Ending(Ending::Goto(state)));
    }
    if let Some(word) = common::gather(input) {
        return verb::gather(input, &word, diagnostics).map(Line::Ending);
    }
    if input.parse::<Option<Token![;]>>()?.is_some() {
        return Ok(Line::Empty);
    }
    if condition::is_step(input) {
        return condition::steps(input, diagnostics, step::steps).map(Line::Conditional);
    }
    let from = input.cursor();
    let word = match line::begin(input, Context::State, diagnostics)? {
        Begin::Word(word) => word,
        Begin::Said(text) => return Ok(Line::Step(Step::Say(Texts::Plain(text)))),
        Begin::Goto(state) => {
            semicolon(input, from, diagnostics)?;
            return Ok(Line::Ending(Ending::Goto(state)));
        }
        Begin::Unread => return Ok(Line::Unread),
    };
    if STEPS.contains(&word.to_string().as_str()) {
        return step::step(input, from, &word, Context::State, diagnostics).map(Line::Step);
    }
    ending(input, from, &word, diagnostics).map(Line::Ending)
}

/// Returns whether another ending follows `goto`: `goto hangup;`.
fn ends_itself(input: ParseStream<'_>) -> bool {
    peek_word(input).is_some_and(|word| ENDINGS.contains(&word.as_str()) && word != "goto")
        && !input.peek2(Token![=])
        && !input.peek2(Token![:])
}

fn ending(
    input: ParseStream<'_>,
    from: Cursor<'_>,
    word: &Ident,
    diagnostics: &mut Diagnostics,
) -> Result<Ending, Diagnostic> {
    let name = word.to_string();
    match name.as_str() {
        "gather" => return verb::gather(input, word, diagnostics),
        "dial" => return dial::dial(input, word, from, diagnostics),
        "record" => return verb::record(input, word, from, diagnostics),
        "enqueue" => return verb::enqueue(input, word, from, diagnostics),
        "match" if hours::is_asked(input) => return hours::asked(input, word, diagnostics),
        "match" => return rust::question(input, word, diagnostics),
        "connect" => return connect::connect(input, word, diagnostics),
        "next" => return next::next(input, word, diagnostics),
        _ => {}
    }
    no_mark(input, diagnostics, &format!("after `{name}`"));
    let ending = match name.as_str() {
        "goto" if input.peek2(Token![::]) => {
            let state =
                target::of_path(input, diagnostics).ok_or_else(|| expected(input, "the name of a state"))?;
            Ending::Goto(state)
        }
        "goto" if ends_itself(input) => {
            let diagnostic = syntax_error(word.span(), "`goto` is followed by the name of a state");
            diagnostics.push(diagnostic.help("remove it"));
            let word = super::any_word(input, "`hangup`")?;
            return ending(input, from, &word, diagnostics);
        }
        "goto" if peek_word(input).as_deref() == Some("end") => {
            let end = super::any_word(input, "`end`")?;
            let diagnostic = syntax_error(word.span(), "`goto end` is called `hangup` here").to(end.span());
            diagnostics.push(diagnostic.help("write `hangup`"));
            Ending::Hangup
        }
        "goto" if input.is_empty() || input.peek(Token![;]) || next_line::begins(input) => {
            let diagnostic = syntax_error(word.span(), "`goto` needs the name of a state");
            return Err(diagnostic.help(format!("write a name after it, such as `{A_STATE}`")));
        }
        "goto" if braceless::is_said(input) => return Err(braceless::said(word)),
        "goto" => {
            let state = literal::joined_name(input, "the name of a state", diagnostics)?;
            one_state(input, &state, diagnostics);
            Ending::Goto(state)
        }
        "hangup" => {
            no_value(input, word, diagnostics);
            Ending::Hangup
        }
        "reject" => {
            literal::quoted_word(input, "busy", diagnostics);
            let reason = reason(input, diagnostics);
            let busy = reason.unwrap_or_else(|| take_word(input, "busy").is_some());
            Ending::Reject { busy, word: word.span() }
        }
        "redirect" => return redirect(input, from, word, diagnostics),
        "leave" => Ending::Leave { word: word.span(), to: waiting::left_to(input, diagnostics)? },
        _ => return Err(expected(input, "a step or an ending")),
    };
    // A `hangup` at the end may omit the `;`, like the last expression of a block in Rust. Other endings may not.
    if !(input.is_empty() && matches!(ending, Ending::Hangup)) || input.peek(Token![;]) {
        semicolon(input, from, diagnostics)?;
    }
    Ok(ending)
}

/// `goto Sales, Hours;` and `goto Sales if …;`: what follows the state is reported and taken.
fn one_state(input: ParseStream<'_>, state: &Ident, diagnostics: &mut Diagnostics) {
    let word = peek_word(input);
    let condition = matches!(word.as_deref(), Some("if" | "when" | "unless"));
    let other = matches!(word.as_deref(), Some("or" | "and" | "else" | "then" | "with" | "after"));
    let mark = input.peek(Token![,]) || input.peek(Token![|]) || at_parenthesis(input);
    if !(condition || other || mark) {
        return;
    }
    let Some(taken) = tokens::take_until(input, |input| input.peek(Token![;])) else { return };
    if !condition {
        let diagnostic = syntax_error(taken.first, "`goto` enters one state").to(taken.last);
        diagnostics.unread(diagnostic.help("remove it"));
        return;
    }
    let asked = tokens::written(&taken.tokens.into_iter().skip(1).collect());
    let diagnostic = syntax_error(taken.first, "`goto` takes no condition: use `match`").to(taken.last);
    let help = format!("end the state with `match {asked} {{ true => {state}, false => … }}`");
    diagnostics.unread(diagnostic.help(help));
}

fn no_value(input: ParseStream<'_>, word: &Ident, diagnostics: &mut Diagnostics) {
    let over = input.is_empty() || input.peek(Token![;]) || input.peek(syn::Ident);
    let named = input.peek(Token![,]) && word == "hangup";
    if !(at_parenthesis(input) || named || !over && literal::is_text(input)) {
        return;
    }
    if let Some(taken) = tokens::take_until(input, |input| input.peek(Token![;])) {
        let what = if taken.written() == "()" { "parentheses" } else { "value" };
        let diagnostic = syntax_error(taken.first, format!("`{word}` takes no {what}"));
        diagnostics.push(diagnostic.to(taken.last).help("remove it"));
    }
}

/// `reject, reason "busy"`, as in TwiML.
fn reason(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Option<bool> {
    let comma = input.peek(Token![,]);
    let next = if comma { input.cursor().punct()?.1 } else { input.cursor() };
    next.ident().filter(|(word, _)| word == "reason")?;
    let taken = tokens::take_until(input, |input| input.peek(Token![;]))?;
    let busy = taken.written().contains("busy");
    let diagnostic = syntax_error(taken.first, "`reject` takes `busy` or nothing").to(taken.last);
    diagnostics.push(diagnostic.help(if busy { "write `busy`" } else { "remove it" }));
    Some(busy)
}

fn redirect(
    input: ParseStream<'_>,
    from: Cursor<'_>,
    word: &Ident,
    diagnostics: &mut Diagnostics,
) -> Result<Ending, Diagnostic> {
    let is_state = input.cursor().ident().is_some_and(|(name, rest)| {
        name.to_string().starts_with(char::is_uppercase)
            && rest.punct().is_some_and(|(mark, _)| mark.as_char() == ';')
    });
    if is_state {
        let state = literal::name(input, "the name of a state")?;
        let message = "`redirect` takes a URL; use `goto` to enter a state";
        diagnostics.push(syntax_error(word.span(), message).help("write `goto`"));
        semicolon(input, from, diagnostics)?;
        return Ok(Ending::Goto(state));
    }
    let url = match without_parentheses(input, "a URL must not be", diagnostics)
        .or_else(|| super::said::unquoted(input, "a URL must be in double quotes", diagnostics))
    {
        Some(url) => Value::Text(url),
        None => dial::value(input, "a URL")?,
    };
    semicolon(input, from, diagnostics)?;
    Ok(Ending::Redirect(url))
}
