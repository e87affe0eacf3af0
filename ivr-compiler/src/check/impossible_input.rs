//! # impossible_input
//!
//! A `scenario` contains an input that cannot happen at that point: a key where only speech is accepted, `[busy]`
//! where nothing is dialed, anything after the end of the call. No caller can make this call, so the scenario would
//! prove nothing.
//!
//! ```text
//! state Menu { gather key { say "Our hours, three."; } match { 3 => Hours, silence | _ => end } }
//! state Hours { gather key { say "Nine to five. Again, one."; } match { 1 => Hours, silence | _ => end } }
//! scenario "the hours twice" { 31 => Hours; }      // Menu takes one key at a time
//! ```
//!
//! Write the caller's inputs one after the other, and the outcomes of verbs in brackets:
//!
//! ```text
//! state Menu { gather key { say "Our hours, three. A person, zero."; } match { 3 => Hours, 0 => Desk, silence | _ => end } }
//! state Hours { gather key { say "Nine to five. Again, one."; } match { 1 => Hours, silence | _ => end } }
//! state Desk { dial "+12345678900" match { answered => end, _ => Sales } }
//! scenario "the hours twice, and nobody there" { 3 1 => Hours; 0 [busy] => Sales; }
//! ```

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::{Graph, Impossible, Rest, State, Verb},
    syntax::{Input, parse::list},
};

pub(super) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    for scenario in &graph.scenarios {
        for line in &scenario.lines {
            let course = graph.course(scenario, &line.inputs);
            if let Rest::Impossible(input, state, why) = &course.rest {
                let state = state.and_then(|state| graph.states.get(state));
                let (message, help) = explain(input, state, why);
                let diagnostic = Diagnostic::new("impossible_input", input.span(), message);
                let diagnostic = diagnostic.note(graph.route(&course));
                diagnostics.push(if help.is_empty() { diagnostic } else { diagnostic.help(help) });
            }
        }
    }
}

/// Returns what is wrong with an input, and what to write.
fn explain(input: &Input, state: Option<&State>, why: &Impossible) -> (String, String) {
    let Some(state) = state else {
        return (
            format!("the call is over before `{input}`"),
            format!("remove `{input}` and what follows it"),
        );
    };
    let name = &state.name;
    let answers = || format!("it has the outcomes {}: write one in brackets", list(&state.verb.answers()));
    match why {
        Impossible::NoKeys => (format!("`{name}` listens for words only"), "write words in quotes".into()),
        Impossible::NoWords if keys_in_quotes(input).is_some() => {
            let keys = keys_in_quotes(input).unwrap_or_default();
            ("a key must not be in quotes: in quotes it is a phrase".into(), format!("write `{keys}`"))
        }
        Impossible::NoWords => {
            (format!("`{name}` listens for keys only"), "write a key, `silence` or `_`".into())
        }
        Impossible::TooLong(1) => {
            (format!("`{name}` takes one key at a time"), format!("write `{}`", apart(input)))
        }
        Impossible::TooLong(most) => {
            (format!("`{name}` takes at most {most} keys"), format!("write up to {most} keys, or `silence`"))
        }
        Impossible::Finish => (
            format!("the finish key of `{name}` is not a part of an entry"),
            "remove it; an empty entry is `silence`".into(),
        ),
        Impossible::NotTheCaller => {
            (format!("`{name}` does not ask the caller: it has the verb `{}`", state.verb.word()), answers())
        }
        Impossible::TheCaller => (
            format!("`{name}` asks the caller and has no outcome in brackets"),
            "write a key, words in quotes, `silence` or `_`".into(),
        ),
        Impossible::NoSuchAnswer => (
            format!("the `{}` of `{name}` does not have the outcome `{input}`", state.verb.word()),
            answers(),
        ),
        Impossible::Depends(condition) => (
            format!("the effect of `{input}` in `{name}` depends on `{condition}`"),
            format!("write `{input} if {condition}` or `{input} if !{condition}`"),
        ),
        Impossible::Independent(condition) => {
            (format!("nothing in `{name}` depends on `{condition}`"), format!("remove `if {condition}`"))
        }
        Impossible::Over => {
            let how = if matches!(state.verb, Verb::Redirect(_)) { "goes elsewhere" } else { "is over" };
            (
                format!("the call {how} in `{name}`, before `{input}`"),
                format!("remove `{input}` and what follows it"),
            )
        }
    }
}

/// Returns the keys that were written as speech.
fn keys_in_quotes(input: &Input) -> Option<&str> {
    let Input::Words(words, _) = input else { return None };
    let keys = words.value.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'*' | b'#'));
    (keys && !words.value.is_empty()).then_some(words.value.as_str())
}

/// Returns `3 1` for `31`.
fn apart(input: &Input) -> String {
    let keys = match input {
        Input::Keys(keys, _) => keys.value.clone(),
        Input::Words(..) | Input::Silence(_) | Input::Wrong(_) | Input::Answer(_) => input.to_string(),
    };
    let keys: Vec<String> = keys.chars().map(String::from).collect();
    keys.join(" ")
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn each_impossible_input_has_its_own_words() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                start words Words;
                everywhere { silence | _ => end }
                state Menu { gather key { say "Press one, two or three."; } match { 1 => Reception, 2 => Code, 3 => Bye } }
                state Words { gather speech { say "Say yes."; } match { "yes" => Bye } }
                state Code { gather 2..=4 keys, finish_on_key '#' { say "Your code?"; } match { entered => Bye } }
                state Reception { dial "+12345678900" match { answered => end, _ => Bye } }
                state Bye { hangup; }
                scenario "impossible" {
                    31 => Bye;
//~                 ^^ `Menu` takes one key at a time
//~                 note: Menu
//~                 help: write `3 1`
                    "one" => Bye;
//~                 ^^^^^ `Menu` listens for keys only
//~                 note: Menu
//~                 help: write a key, `silence` or `_`
                    [busy] => Bye;
//~                 ^^^^^^ `Menu` asks the caller and has no outcome in brackets
//~                 note: Menu
//~                 help: write a key, words in quotes, `silence` or `_`
                    1 silence => Bye;
//~                   ^^^^^^^ `Reception` does not ask the caller: it has the verb `dial`
//~                   note: Menu —1→ Reception
//~                   help: it has the outcomes `answered`, `busy`, `no_answer`, `failed` and `canceled`: write one in brackets
                    1 [recorded] => Bye;
//~                   ^^^^^^^^^^ the `dial` of `Reception` does not have the outcome `[recorded]`
//~                   note: Menu —1→ Reception
//~                   help: it has the outcomes `answered`, `busy`, `no_answer`, `failed` and `canceled`: write one in brackets
                    2 12345 => Bye;
//~                   ^^^^^ `Code` takes at most 4 keys
//~                   note: Menu —2→ Code
//~                   help: write up to 4 keys, or `silence`
                    2 '#' => Bye;
//~                   ^^^ the finish key of `Code` is not a part of an entry
//~                   note: Menu —2→ Code
//~                   help: remove it; an empty entry is `silence`
                    3 1 => Bye;
//~                   ^ the call is over in `Bye`, before `1`
//~                   note: Menu —3→ Bye
//~                   help: remove `1` and what follows it
                    1 [answered] [busy] => Bye;
//~                              ^^^^^^ the call is over before `[busy]`
//~                              note: Menu —1→ Reception —[answered]→ end
//~                              help: remove `[busy]` and what follows it
                }
                scenario "no keys" from words { 1 => Bye; }
//~                                             ^ `Words` listens for words only
//~                                             note: Words
//~                                             help: write words in quotes
            }
            "#,
        );
    }

    #[test]
    fn plain_rust_answers_with_nothing_but_its_patterns() {
        check_diagnostics(
            r#"
            pub tree Line for App {
                start Lookup;
                state Lookup { match app.open() { true => end, false => Closed } }
                state Closed { hangup; }
                scenario "lookups" { [flase] => Closed; }
//~                                  ^^^^^^^ the `match` of `Lookup` does not have the outcome `[flase]`
//~                                  note: Lookup
//~                                  help: it has the outcomes `true` and `false`: write one in brackets
            }
            "#,
        );
    }

    #[test]
    fn a_message_ends_with_one_of_its_keys() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Message;
                state Message { say "Speak."; record, finish_on_key ['1', '#'] match { recorded '1' => Menu, recorded | silence => end } }
                state Menu { gather key { say "Press one."; } match { 1 => Message, silence | _ => end } }
                scenario "keys" {
                    [recorded '1'] => Menu;
                    [recorded '1'] 1 [recorded '#'] => end;
                    [recorded '2'] => end;
//~                 ^^^^^^^^^^^^^^ the `record` of `Message` does not have the outcome `[recorded '2']`
//~                 note: Message
//~                 help: it has the outcomes `recorded` and `silence`: write one in brackets
                    [recorded 'x'] => end;
//~                 ^^^^^^^^^^^^^^ the `record` of `Message` does not have the outcome `[recorded 'x']`
//~                 note: Message
//~                 help: it has the outcomes `recorded` and `silence`: write one in brackets
                    [recorded] => Menu;
//~                               ^^^^ this call is over: it does not stop in `Menu`
//~                               note: Message —[recorded]→ end
//~                               help: if that is right, write `=> end`
                }
            }
            "#,
        );
    }

    #[test]
    fn everything_that_a_telephone_can_do_is_possible() {
        check_legal(
            r#"
            pub tree Line {
                start Menu;
                state Menu { gather keys, finish_on_key '#' { say "Your number? To end, press star."; } match { '*' => end, entered => Reception, silence | _ => end } }
                state Reception { dial "+12345678900" match { answered => end, _ => Menu } }
                scenario "possible" { '*' => end; 06457 => Reception; 1 [busy] => Menu; 1 [canceled] silence => end; }
            }
            "#,
        );
    }

    #[test]
    fn an_input_that_depends_on_a_condition() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                data { open: bool = true, vip: bool = true }
                everywhere { silence | _ => end }
                state Menu { gather key or speech { if open { say "Press one or say sales."; } say "Or press two."; } match { 1 | "sales" if open => Sales, 2 => end } }
                state Sales { hangup; }
                scenario "conditions" {
                    1 => Sales;
//~                 ^ the effect of `1` in `Menu` depends on `open`
//~                 note: Menu
//~                 help: write `1 if open` or `1 if !open`
                    "sales" => Sales;
//~                 ^^^^^^^ the effect of `"sales"` in `Menu` depends on `open`
//~                 note: Menu
//~                 help: write `"sales" if open` or `"sales" if !open`
                    2 if vip => end;
//~                 ^ nothing in `Menu` depends on `vip`
//~                 note: Menu
//~                 help: remove `if vip`
                    1 if open => Sales;
                    1 if !open => end;
                    2 => end;
                    2 if open => end;
                }
            }
            "#,
        );
    }
}
