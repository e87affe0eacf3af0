//! `state S under P { steps, then one ending }`.

use proc_macro2::{Ident, Span};
use syn::{Token, ext::IdentExt as _, parse::ParseStream};

use super::{
    Resume, block, expect_word, literal, peek_word, rust, skip, step, take_word, tree::semicolon,
    unknown_word, verb,
};
use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    mistakes,
    syntax::{Attributes, Ending, State, Step, Tree},
};

const WORDS: [&str; 17] = [
    "say",
    "play",
    "pause",
    "uninterrupted",
    "language",
    "set",
    "run",
    "goto",
    "gather",
    "dial",
    "record",
    "enqueue",
    "match",
    "hangup",
    "reject",
    "redirect",
    "leave",
];

/// Reads a state into the tree; a state whose name could be read is there, whatever its body holds.
pub(super) fn state(
    input: ParseStream<'_>,
    attributes: Attributes,
    tree: &mut Tree,
    faults: &mut Diagnostics,
) -> syn::Result<()> {
    expect_word(input, "state")?;
    let name = literal::name(input, "the name of a state")?;
    let under = match take_word(input, "under") {
        Some(_) => Some(literal::name(input, "the name of a state")?),
        None => None,
    };
    let body = block(input, faults, |body, faults| body_of(&name, body, faults));
    let (steps, ending) = match body {
        Ok(body) => body,
        Err(error) => {
            faults.push(error);
            (Vec::new(), Ending::Broken)
        }
    };
    tree.states.push(State { attributes, name, under, steps, ending });
    Ok(())
}

fn body_of(name: &Ident, input: ParseStream<'_>, faults: &mut Diagnostics) -> (Vec<Step>, Ending) {
    let mut steps = Vec::new();
    let mut ending: Option<Ending> = None;
    let mut after: Option<Span> = None;
    while !input.is_empty() {
        let span = input.span();
        if ending.is_some() {
            after = after.or(Some(span));
        }
        match line(input, faults) {
            Ok(Line::Step(step)) => steps.push(step),
            Ok(Line::Ending(found)) => ending = ending.or(Some(found)),
            Err(fault) => {
                faults.push(fault);
                skip(input, Resume::Item);
                ending = ending.or(Some(Ending::Broken));
            }
        }
    }
    if let (Some(span), false) = (after, matches!(ending, Some(Ending::Broken))) {
        faults.push(mistakes::after_the_ending(name, span));
    }
    let ending = ending.unwrap_or_else(|| {
        faults.push(mistakes::no_ending(name));
        Ending::Broken
    });
    (steps, ending)
}

enum Line {
    Step(Step),
    Ending(Ending),
}

fn line(input: ParseStream<'_>, faults: &mut Diagnostics) -> Result<Line, Diagnostic> {
    let Some(word) = peek_word(input) else {
        return Err(input.error("expected a step such as `say \"…\";`, or the ending of the state").into());
    };
    if let Some(step) = step::step(input, faults)? {
        return Ok(Line::Step(step));
    }
    let span = input.call(Ident::parse_any)?;
    let ending = match word.as_str() {
        "goto" => Ending::Goto(literal::name(input, "the name of a state")?),
        "hangup" => Ending::Hangup,
        "reject" => Ending::Reject { busy: take_word(input, "busy").is_some(), word: span.span() },
        "redirect" => Ending::Redirect(literal::text(input, "a URL")?),
        "leave" => Ending::Leave { word: span.span() },
        "gather" => return Ok(Line::Ending(verb::gather(input, &span, faults)?)),
        "dial" => return Ok(Line::Ending(verb::dial(input, &span, faults)?)),
        "record" => return Ok(Line::Ending(verb::record(input, &span, faults)?)),
        "enqueue" => return Ok(Line::Ending(verb::enqueue(input, &span, faults)?)),
        "match" => return Ok(Line::Ending(rust::question(input, &span, faults)?)),
        "end" => return Err(Diagnostic::new("syntax", span.span(), "a state ends the call with `hangup;`")),
        _ => return Err(unknown_word(&span, "step or ending of a state", &WORDS)),
    };
    // `hangup` at the end of a body may go without, as in Rust's last expression; everything else has its `;`.
    if !(input.is_empty() && matches!(ending, Ending::Hangup)) || input.peek(Token![;]) {
        semicolon(input, faults)?;
    }
    Ok(Line::Ending(ending))
}
