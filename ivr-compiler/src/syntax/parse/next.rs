//! `next target in targets match { another => Dialling, done => Thanks }`: the items of a list, one after the other.

use proc_macro2::Ident;
use syn::{Token, buffer::Cursor, parse::ParseStream};

use super::{
    Resume, arm, at_block, at_parenthesis, attribute, block, cases, chosen::Guard, expected, expected_as,
    literal, offer, otherwise, syntax_error, take_word, tokens, unit, words,
};
use crate::{
    diagnostics::{Diagnostic, Diagnostics, nearest},
    syntax::{Ending, Next, NextArm, Target},
};

/// The arms, both of which are required.
const ARMS: [&str; 2] = ["another", "done"];

const FORM: &str = "write `next item in list match { another => …, done => … }`";

/// Parses it after its first word.
pub(super) fn next(
    input: ParseStream<'_>,
    word: &Ident,
    diagnostics: &mut Diagnostics,
) -> Result<Ending, Diagnostic> {
    if input.is_empty() || input.peek(Token![;]) || at_block(input) {
        return Err(syntax_error(word.span(), "`next` needs a list").help(FORM));
    }
    let (item, list) = item_and_list(input, diagnostics)?;
    if take_word(input, "match").is_none() {
        if !super::outcome::holds_arms(input) {
            return Err(expected_as(input, "`match` and the arms", FORM));
        }
        diagnostics.push(super::missing_before(input, "match"));
    }
    if of_cases(input, word, (&item, &list), diagnostics) {
        return Ok(Ending::Broken);
    }
    let (mut another, mut done, unread) = (None, None, diagnostics.count_unread());
    block(input, diagnostics, |input, diagnostics| {
        let mut marks = arm::Marks::default();
        while !input.is_empty() {
            let read = |input: ParseStream<'_>, diagnostics: &mut Diagnostics| {
                of_arm(input, &mut marks, diagnostics)
            };
            let told = diagnostics.len();
            if let Some((name, target)) = unit(input, Resume::Comma, diagnostics, read) {
                let found = if name == "another" { &mut another } else { &mut done };
                // One that was told may be another than it was read as.
                if found.is_none() || diagnostics.len() == told {
                    put(found, NextArm { word: name, target }, diagnostics);
                }
            }
        }
    })?;
    otherwise::behind_arms(input, ("the end of the list", "done"), diagnostics);
    let _optional = input.parse::<Option<Token![;]>>()?;
    let broken = diagnostics.count_unread() > unread;
    for (name, arm) in ARMS.into_iter().zip([&another, &done]) {
        if arm.is_none() && !broken {
            diagnostics.push(missing(word, name));
        }
    }
    Ok(Ending::Next(Box::new(Next { word: word.span(), item, list, another, done, broken })))
}

/// `stop in stops`.
fn item_and_list(
    input: ParseStream<'_>,
    diagnostics: &mut Diagnostics,
) -> Result<(Ident, Ident), Diagnostic> {
    if let (Some((word, rest)), true) = (input.cursor().ident(), input.peek2(syn::Ident))
        && matches!(word.to_string().as_str(), "in" | "from" | "of")
        && let Some((list, _)) = rest.ident()
    {
        let item = offer::singular(&list).unwrap_or_else(|| "item".to_owned());
        let diagnostic = syntax_error(word.span(), "`next` needs a field for the item before the list");
        return Err(diagnostic.to(list.span()).help(format!("write `{item} in {list}`")));
    }
    let swapped = offer::list_first(input, "in", diagnostics);
    let item = match &swapped {
        Some((item, _)) => item.clone(),
        None => literal::field(input, "`next` takes the name of a field, not an expression", diagnostics)?,
    };
    if input.peek(Token![match])
        && let Some(one) = offer::singular(&item)
    {
        let diagnostic = syntax_error(item.span(), "`next` needs a field for the item before the list");
        return Err(diagnostic.help(format!("write `{one} in {item}`")));
    }
    let list = match swapped {
        Some((_, list)) => list,
        None => list(input, diagnostics)?,
    };
    Ok((item, list))
}

/// `match { case another: … }`, taken as a whole.
fn of_cases(
    input: ParseStream<'_>,
    word: &Ident,
    (item, list): (&Ident, &Ident),
    diagnostics: &mut Diagnostics,
) -> bool {
    let form = || format!("next {item} in {list} match ");
    cases::in_block(input, (word, "next"), cases::Of::List, form, diagnostics)
}

/// `in stops`.
fn list(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Result<Ident, Diagnostic> {
    if let Some(from) = take_word(input, "from").or_else(|| take_word(input, "of")) {
        diagnostics.push(syntax_error(from, "the list must follow `in`").help("write `in`"));
    } else if take_word(input, "in").is_none() {
        return Err(expected_as(input, "`in` and the field that holds the list", FORM));
    }
    literal::field(input, "`next` takes the name of the list alone", diagnostics)
}

fn missing(word: &Ident, name: &str) -> Diagnostic {
    let when = if name == "another" { "there is another item" } else { "no item is left" };
    let diagnostic =
        Diagnostic::new("unhandled_outcome", word.span(), format!("`next` has no arm for `{name}`"));
    diagnostic.note(format!("`{name}` is taken when {when}")).help(format!("add the arm `{name} => …`"))
}

fn put(found: &mut Option<NextArm>, arm: NextArm, diagnostics: &mut Diagnostics) {
    if found.is_some() {
        let message = format!("`{}` has two arms", arm.word);
        diagnostics
            .push(Diagnostic::new("duplicate_arm", arm.word.span(), message).help("remove one of them"));
        return;
    }
    *found = Some(arm);
}

/// `another => Dialling`.
fn of_arm(
    input: ParseStream<'_>,
    marks: &mut arm::Marks,
    diagnostics: &mut Diagnostics,
) -> Result<(Ident, Target), Diagnostic> {
    while attribute::conditional(input, diagnostics) {}
    let from: Cursor<'_> = input.cursor();
    if input.cursor().ident().is_none() {
        return Err(expected(input, "`another` or `done`"));
    }
    let typed = super::any_word(input, "`another` or `done`")?;
    let word = meant(input, typed, diagnostics)?;
    if input.peek(Token![|]) {
        let message = "an item and the end of the list need separate arms";
        let diagnostic = syntax_error(input.span(), message).help("write `another => …, done => …`");
        let _rest = tokens::take_until(input, |input| input.peek(Token![=>]));
        diagnostics.push(diagnostic);
    }
    let target = arm::rest(input, from, Guard::Nothing, marks, diagnostics)?;
    Ok((word, target))
}

/// Returns the outcome for a word.
fn meant(input: ParseStream<'_>, typed: Ident, diagnostics: &mut Diagnostics) -> Result<Ident, Diagnostic> {
    let name = typed.to_string();
    if ARMS.contains(&name.as_str()) {
        return Ok(typed);
    }
    let ours = match name.as_str() {
        "some" | "Some" | "item" | "more" | "next" | "each" | "found" | "yes" | "loop" | "has_next"
        | "got" => Some("another"),
        "none" | "None" | "end" | "empty" | "left" | "finished" | "_" | "else" | "default" | "otherwise"
        | "over" | "nothing" | "last" | "stop" | "no_more" | "finish" | "completed" | "exhausted" => {
            Some("done")
        }
        _ => nearest(&name, ARMS.into_iter()),
    };
    // `Some(stop)` needs no binding, because the item is in its field.
    let bound = if at_parenthesis(input) { tokens::take_one(input) } else { None };
    let written = bound.as_ref().map_or_else(|| name.clone(), |bound| format!("{name}{}", bound.written()));
    let diagnostic = syntax_error(typed.span(), format!("unknown outcome `{written}` of `next`"));
    let diagnostic = diagnostic.to(bound.map_or(typed.span(), |bound| bound.last));
    let Some(ours) = ours else {
        return Err(diagnostic.help("write `another` or `done`"));
    };
    if !words::follows_its_pair(&name, diagnostics) {
        diagnostics.push(diagnostic.help(format!("write `{ours}`")));
    }
    Ok(Ident::new(ours, typed.span()))
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn an_outcome_that_is_missing_is_named_with_its_meaning() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Next;
                data { targets: Vec<String> = Vec::new(), target: String }
                state Next { next target in targets match { another => Say } }
//~                          ^^^^ `next` has no arm for `done`
//~                          note: `done` is taken when no item is left
//~                          help: add the arm `done => …`
                state Say { say "{target}"; hangup; }
            }
            "#,
        );
    }

    #[test]
    fn words_of_other_lists_are_answered_with_ours() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Next;
                data { targets: Vec<String> = Vec::new(), target: String }
                state Next { next target from targets match { more => Say, none => end } }
//~                                      ^^^^ the list must follow `in`
//~                                      help: write `in`
//~                                                           ^^^^ unknown outcome `more` of `next`
//~                                                           help: write `another`
//~                                                                        ^^^^ unknown outcome `none` of `next`
//~                                                                        help: write `done`
                state Say { say "{target}"; hangup; }
            }
            "#,
        );
    }

    #[test]
    fn a_field_that_nobody_declared() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Next;
                data { targets: Vec<String> = Vec::new() }
                state Next { next target in targets match { another => Say, done => end } }
//~                               ^^^^^^ a call has no field `target`
//~                               help: declare it: `data { target: String }`
                state Say { say "Hello."; hangup; }
            }
            "#,
        );
    }

    #[test]
    fn a_walk_with_both_outcomes() {
        check_legal(
            r#"
            pub tree Line {
                start Next;
                data { targets: Vec<String> = Vec::new(), target: String }
                state Next { next target in targets match { another => Say, done => end } }
                state Say { say "{target}, and {targets.left:plural one|others} follow."; goto Next; }
            }
            "#,
        );
    }
}
