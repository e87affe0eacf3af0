//! # idle_clause
//!
//! The clause has no effect here. Twilio sends tones to telephone numbers only, and only a conference has participants.
//! `gather key` ends with its one key, so `finish_on_key` has no entry to end. The caller would not get
//! what the clause asks for.
//!
//! ```text
//! state Desk { dial client "alice", send_digits "ww204" match { _ => end } }
//! ```
//!
//! Remove the clause:
//!
//! ```text
//! state Desk { dial client "alice" match { _ => end } }
//! ```

use proc_macro2::Span;

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::{Dial, Gather, Graph, Verb},
    syntax::{Noun, Value},
};

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    for (id, state) in graph.states.iter().enumerate() {
        let found = match &state.verb {
            Verb::Dial(dial) => of_dial(dial),
            Verb::Gather(gather) => of_gather(gather).into_iter().collect(),
            _ => continue,
        };
        diagnostics.extend(found.into_iter().map(|diagnostic| diagnostic.within(id)));
    }
}

fn idle(word: &str, span: Span, why: &str) -> Diagnostic {
    Diagnostic::new("idle_clause", span, format!("`{word}` does nothing here: {why}"))
}

fn of_gather(gather: &Gather) -> Option<Diagnostic> {
    let finish = gather.finish_on_key.as_ref().filter(|_| gather.takes_one_key())?;
    let diagnostic = idle("finish_on_key", finish.span, "a single key needs no other key to end it");
    Some(diagnostic.help("remove it, or ask for an entry of several keys with `gather keys`"))
}

fn of_dial(dial: &Dial) -> Vec<Diagnostic> {
    let (noun, clauses, mut found) = (dial.noun, &dial.clauses, Vec::new());
    let mut idle = |word: &str, span: Span, why: String| found.push(idle(word, span, &why).help("remove it"));
    if !dial.calls(Noun::Number)
        && let Some(tones) = &clauses.send_digits
    {
        let why = format!("tones are sent to telephone numbers, and this is {}", noun.object());
        idle("send_digits", span(tones), why);
    }
    if noun != Noun::Conference
        && let Some((word, span)) = clauses.conference.first()
    {
        idle(word, span, "it is only for `dial conference`".to_owned());
    }
    if matches!(noun, Noun::Queue | Noun::Conference)
        && let Some(caller_id) = &clauses.caller_id
    {
        let why = format!("{} shows no caller ID", place(noun));
        idle("caller_id", span(caller_id), why);
    }
    if noun == Noun::Conference
        && let Some(timeout) = clauses.timeout
    {
        idle("timeout", timeout.span, "a conference does not ring".to_owned());
    }
    if let Some(word) = clauses.sequential {
        let several = dial.computed.is_some() || dial.numbers.len() > 1;
        if !noun.takes_several() {
            idle("sequential", word, format!("one `dial` calls one {}", noun.as_str()));
        } else if !several {
            idle("sequential", word, "only one is called".to_owned());
        }
    }
    if let (false, Some(second)) = (noun.takes_several(), dial.numbers.get(1)) {
        let message = format!("one `dial` calls one {}", noun.as_str());
        found.push(Diagnostic::new("idle_clause", second.span, message).help("write one of them"));
    }
    found
}

fn place(noun: Noun) -> &'static str {
    if noun == Noun::Queue { "a queue" } else { "a conference" }
}

fn span(value: &Value) -> Span {
    match value {
        Value::Text(text) => text.span,
        Value::Computed { expression, .. } => {
            expression.clone().into_iter().next().map_or_else(Span::call_site, |token| token.span())
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn clauses_of_something_else() {
        check_diagnostics(
            r#"
            pub tree Line {
                start A;
                state A { dial client "alice", send_digits "ww1", muted match { _ => B } }
//~                                                        ^^^^^ `send_digits` does nothing here: tones are sent to telephone numbers, and this is the name of a client
//~                                                        help: remove it
//~                                                               ^^^^^ `muted` does nothing here: it is only for `dial conference`
//~                                                               help: remove it
                state B { dial "+12345678900", sequential match { _ => C } }
//~                                            ^^^^^^^^^^ `sequential` does nothing here: only one is called
//~                                            help: remove it
                state C { dial queue ["a", "b"], caller_id "+12345678900" match { _ => end } }
//~                                        ^^^ one `dial` calls one queue
//~                                        help: write one of them
//~                                                        ^^^^^^^^^^^^^^ `caller_id` does nothing here: a queue shows no caller ID
//~                                                        help: remove it
            }
            "#,
        );
    }

    #[test]
    fn a_key_that_ends_a_single_key() {
        check_diagnostics(
            r#"
            pub tree Line {
                start A;
                everywhere { silence | _ => end }
                state A { gather key, finish_on_key '#' { say "Press one."; } match { 1 => B } }
//~                                                 ^^^ `finish_on_key` does nothing here: a single key needs no other key to end it
//~                                                 help: remove it, or ask for an entry of several keys with `gather keys`
                state B { gather key or speech, finish_on_key '*' { say "Press star."; } match { '*' | "yes" => C } }
//~                                                           ^^^ `finish_on_key` does nothing here: a single key needs no other key to end it
//~                                                           help: remove it, or ask for an entry of several keys with `gather keys`
                state C { gather 1..=2 keys, finish_on_key '#' { say "Your floor, then hash?"; } match { entered => end } }
            }
            "#,
        );
    }

    #[test]
    fn clauses_that_do_something() {
        check_legal(
            r#"
            pub tree Line for App {
                start A;
                state A { dial ["+12345678900", "+12345678901"], sequential, send_digits "ww1" match { _ => B } }
                state B { dial (app.numbers()), sequential match { _ => C } }
                state C { dial conference "weekly", muted, end_on_exit, max_participants 10 match { _ => end } }
            }
            "#,
        );
    }
}
