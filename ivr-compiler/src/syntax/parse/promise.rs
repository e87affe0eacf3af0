//! `promise Reception within 2 keys of every state;` and its sisters.

use proc_macro2::{Delimiter, Ident, Span, TokenTree};
use syn::{Token, ext::IdentExt as _, parse::ParseStream};

use super::{
    any_word, begins_item, listen::several_keys, literal, others, peek_word, slip::take_meant, stray,
    syntax_error, take_word, tokens,
};
use crate::{
    diagnostics::{A_STATE, Diagnostic, Diagnostics, nearest},
    syntax::{Later, Promise, Text},
};

/// The verbs that a promise can name.
const VERBS: [&str; 5] = ["gather", "dial", "record", "enqueue", "redirect"];

/// What others call `within`.
const WITHIN: &[&str] = &["in", "under", "after", "at", "by", "for", "max", "below"];

/// Parses what follows the word, up to its `;`.
pub(super) fn promise(
    input: ParseStream<'_>,
    diagnostics: &mut Diagnostics,
) -> Result<Promise<Ident>, Diagnostic> {
    if let Some(diagnostic) = enclosed(input) {
        return Err(diagnostic);
    }
    let Ok(mut first) = input.call(Ident::parse_any) else { return Err(no_promise(input.span(), None)) };
    if let Some((state, _)) = input.cursor().ident()
        && first.to_string().starts_with(char::is_lowercase)
        && state.to_string().starts_with(char::is_uppercase)
    {
        let message = "a promise about a state must begin with its name";
        diagnostics.push(syntax_error(first.span(), message).help("remove it"));
        let _state = tokens::take_one(input);
        first = state;
    }
    if first == "first" && take_meant(input, "option", &["options", "choice"], diagnostics).is_some() {
        expect_meant(input, "within", diagnostics)?;
        return Ok(Promise::FirstOption {
            word: first.span(),
            limit: literal::duration(input, diagnostics)?,
        });
    }
    if matches!(first.to_string().as_str(), "option" | "options")
        && peek_word(input).as_deref() == Some("within")
    {
        let diagnostic =
            syntax_error(first.span(), "a promise about the first option begins with `first option`");
        return Err(diagnostic.help("write `first option`"));
    }
    if let Some(diagnostic) = verb_first(input, &first) {
        return Err(diagnostic);
    }
    if first == "silence"
        && (hangs_up(input, diagnostics)
            || take_meant(input, "ends", &["stops", "lasts"], diagnostics).is_some())
    {
        expect_meant(input, "within", diagnostics)?;
        return Ok(Promise::Silence { word: first.span(), limit: literal::duration(input, diagnostics)? });
    }
    if first.to_string().starts_with(char::is_lowercase) {
        return Err(no_promise(first.span(), Some(&first)));
    }
    behind_state(input, &first, diagnostics);
    if take_meant(input, "before", &["precedes", "ahead"], diagnostics).is_some() {
        return Ok(Promise::Before { state: first, later: later(input, diagnostics)? });
    }
    if leads_to_no_number(input) {
        return Err(no_promise(input.span(), Some(&first)));
    }
    let Some(word) = take_meant(input, "within", WITHIN, diagnostics) else {
        return Err(no_promise(input.span(), Some(&first)));
    };
    if input.is_empty() || input.peek(Token![;]) || begins_item(input) {
        let diagnostic = syntax_error(word, "`within` needs a number of keys");
        return Err(diagnostic.help("write `within 2 keys of every state;`"));
    }
    within(input, first, diagnostics)
}

/// `Sales is within`: a word between the state and what is promised of it, reported and taken.
fn behind_state(input: ParseStream<'_>, state: &Ident, diagnostics: &mut Diagnostics) {
    let follows = input.cursor().ident().and_then(|(_, rest)| rest.ident());
    let is_joint = |word: Option<String>| matches!(word.as_deref(), Some("before" | "within"));
    if follows.is_some_and(|(word, _)| word == "before" || word == "within") && !is_joint(peek_word(input)) {
        stray::stray(input, &state.to_string(), |input| is_joint(peek_word(input)), diagnostics);
    }
}

/// Returns whether another word for `within` leads to no number, as in `Sales after Menu`.
fn leads_to_no_number(input: ParseStream<'_>) -> bool {
    let Some((word, rest)) = input.cursor().ident() else { return false };
    let number = rest.ident().and_then(|(number, _)| others::key(&number.to_string()));
    let is_counted = rest.literal().is_some() || number.is_some() || rest.eof() || rest.punct().is_some();
    !is_counted && WITHIN.contains(&word.to_string().as_str())
}

/// `2 keys of every state`, after `within`.
fn within(
    input: ParseStream<'_>,
    state: Ident,
    diagnostics: &mut Diagnostics,
) -> Result<Promise<Ident>, Diagnostic> {
    let is_time = input
        .cursor()
        .literal()
        .is_some_and(|(number, _)| number.to_string().ends_with(|c: char| c.is_ascii_alphabetic()));
    if is_time && let Some(time) = tokens::take_one(input) {
        let diagnostic = syntax_error(time.first, "the distance to a state is counted in keys");
        return Err(diagnostic.help("write `2 keys`"));
    }
    let in_letters = input.cursor().ident().map(|(word, _)| word.to_string());
    if let Some(digit) = in_letters.as_deref().and_then(others::key)
        && let Some(number) = tokens::take_one(input)
    {
        let message = format!("`{}` is written `{digit}` here", number.written());
        return Err(syntax_error(number.first, message).help(format!("write `{digit}`")));
    }
    let keys = literal::number(input, "a number of keys such as `within 2 keys`")?;
    if keys.value == 0 {
        let diagnostic = syntax_error(keys.span, "a state is at least one key away from another");
        diagnostics.push(diagnostic.help("write `1`"));
    }
    if let Some((word, _)) = input.cursor().ident().filter(|(word, _)| keys.value > 1 && word == "key") {
        diagnostics.push(several_keys(&word));
    }
    let word = take_word(input, "keys").or_else(|| take_word(input, "key"));
    let last = word.unwrap_or(keys.span);
    if word.is_none() {
        match peek_word(input).as_deref() {
            Some("of") | None => diagnostics.push(super::missing_before(input, "keys")),
            Some(_) => {
                let word = any_word(input, "`keys`")?;
                let diagnostic = syntax_error(word.span(), format!("unknown word `{word}` after the number"));
                diagnostics.push(diagnostic.help("write `keys`"));
            }
        }
    }
    if input.is_empty() || input.peek(Token![;]) {
        let diagnostic = syntax_error(keys.span, "the promise names no states").to(last);
        return Err(diagnostic.help(format!(
            "write `{} {} of every state`",
            keys.value,
            if keys.value == 1 { "key" } else { "keys" }
        )));
    }
    expect_meant(input, "of", diagnostics)?;
    let of = if take_meant(input, "every", &["all", "any", "each"], diagnostics).is_some() {
        if take_meant(input, "state", &["states", "menu", "menus", "node", "nodes", "step"], diagnostics)
            .is_none()
        {
            return Err(super::missing_before(input, "state"));
        }
        None
    } else {
        Some(any_word(input, "a state")?)
    };
    Ok(Promise::Within { state, keys, of })
}

/// `every record after Consent`: taken as a whole.
fn verb_first(input: ParseStream<'_>, first: &Ident) -> Option<Diagnostic> {
    let is_every = matches!(first.to_string().as_str(), "every" | "each" | "all" | "no" | "any");
    let (verb, rest) = input.cursor().ident().filter(|_| is_every)?;
    let (joint, rest) = rest.ident()?;
    let (state, _) = rest.ident()?;
    let joins = matches!(joint.to_string().as_str(), "after" | "follows" | "needs" | "behind" | "without");
    (joins && VERBS.iter().any(|known| verb == known)).then_some(())?;
    let _taken = tokens::take_until(input, |input| input.peek(Token![;]));
    let diagnostic = syntax_error(first.span(), "a promise about a state must begin with its name");
    Some(diagnostic.to(state.span()).help(format!("write `{state} before every {verb}`")))
}

/// `hangs up` before `within`: reported and taken.
fn hangs_up(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> bool {
    let hangs = input.cursor().ident().filter(|(word, _)| word == "hangs" || word == "hang");
    let Some((up, _)) = hangs.and_then(|(_, rest)| rest.ident()).filter(|(word, _)| word == "up") else {
        return false;
    };
    let Some(first) = tokens::take_one(input) else { return false };
    let _up = tokens::take_one(input);
    let message = format!("`{} up` is called `ends` here", first.written());
    diagnostics.push(syntax_error(first.first, message).to(up.span()).help("write `ends`"));
    true
}

/// Parses a required word of a promise.
fn expect_meant(input: ParseStream<'_>, word: &str, diagnostics: &mut Diagnostics) -> Result<(), Diagnostic> {
    let others: &[&str] = match word {
        "within" => WITHIN,
        "of" => &["from", "in", "for", "to", "at"],
        _ => &[],
    };
    take_meant(input, word, others, diagnostics).map(|_| ()).ok_or_else(|| super::missing_before(input, word))
}

fn later(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Result<Later<Ident>, Diagnostic> {
    if take_meant(input, "every", &["all", "any", "each"], diagnostics).is_none() {
        return state_or_verb(input, diagnostics);
    }
    let known = peek_word(input).is_some_and(|word| VERBS.contains(&word.as_str()));
    let word = any_word(input, "a verb such as `record`")?;
    if known {
        return Ok(Later::Verb(Text::new(word.to_string(), word.span())));
    }
    let typed = word.to_string();
    let diagnostic = syntax_error(word.span(), format!("a promise cannot name `{typed}`"));
    Err(match nearest(&typed, VERBS.into_iter()) {
        Some(meant) => diagnostic.help(format!("did you mean `{meant}`?")),
        None => diagnostic.help(format!("write `before {word}`, without `every`, for a state")),
    })
}

/// `before Sales`, or a verb where `every` is missing: `before recording`.
fn state_or_verb(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Result<Later<Ident>, Diagnostic> {
    let word = any_word(input, "a state")?;
    let typed = word.to_string();
    let verb = VERBS.into_iter().find(|verb| typed.starts_with(verb.trim_end_matches('e')));
    let Some(verb) = verb.filter(|_| typed.starts_with(char::is_lowercase)) else {
        return Ok(Later::State(word));
    };
    let message = format!("a promise before each `{verb}` needs `every {verb}`");
    diagnostics.push(syntax_error(word.span(), message).help(format!("write `every {verb}`")));
    Ok(Later::Verb(Text::new(verb.to_owned(), word.span())))
}

/// `"Sales within …"` and `{ Sales within …; }`, taken.
fn enclosed(input: ParseStream<'_>) -> Option<Diagnostic> {
    let token = input.cursor().token_tree()?.0;
    let (inside, marks) = match &token {
        TokenTree::Literal(_) => (tokens::unquoted(&token)?, "quotes"),
        TokenTree::Group(group) => {
            let marks = if group.delimiter() == Delimiter::Brace { "braces" } else { "brackets" };
            (tokens::written(&group.stream()), marks)
        }
        TokenTree::Ident(_) | TokenTree::Punct(_) => return None,
    };
    let taken = tokens::take_one(input)?;
    let diagnostic = syntax_error(taken.first, format!("a promise must not be in {marks}")).to(taken.last);
    let end = if input.peek(Token![;]) { "" } else { ";" };
    Some(diagnostic.help(format!("write `{}{end}`", inside.trim_end_matches(';'))))
}

fn no_promise(span: Span, first: Option<&Ident>) -> Diagnostic {
    let diagnostic = syntax_error(span, "a promise in this form cannot be proved");
    let typed = first.map(Ident::to_string).unwrap_or_default();
    let meant = nearest(&typed, ["first", "silence"].into_iter());
    diagnostic.help(match meant.unwrap_or(&typed) {
        "first" => "the form is `promise first option within 20s;`".to_owned(),
        "silence" => "the form is `promise silence ends within 5min;`".to_owned(),
        state if state.starts_with(char::is_uppercase) => {
            format!("the forms are `{state} within 2 keys of every state` and `{state} before every record`")
        }
        _ => format!("begin with a state: `promise {A_STATE} before every record;`"),
    })
}

#[cfg(test)]
mod tests {
    use crate::check::tests::check_diagnostics;

    #[test]
    fn a_promise_that_nobody_can_prove_is_told_the_forms() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                promise Menu is nice;
//~                          ^^ a promise in this form cannot be proved
//~                          help: the forms are `Menu within 2 keys of every state` and `Menu before every record`
                state Menu { hangup; }
            }
            "#,
        );
    }

    #[test]
    fn each_word_of_a_promise_is_looked_at() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                promise Menu within 2 kees of every state;
//~                                   ^^^^ unknown word `kees` after the number
//~                                   help: write `keys`
                promise Menu before every recrod;
//~                                       ^^^^^^ a promise cannot name `recrod`
//~                                       help: did you mean `record`?
                promise first option within 20;
//~                                         ^^ `20` has no unit
//~                                         help: write `20s`
                promise Meun within 2 keys of Munu;
//~                     ^^^^ state `Meun` is not declared
//~                     help: did you mean `Menu`?
//~                                           ^^^^ state `Munu` is not declared
//~                                           help: did you mean `Menu`?
                state Menu { hangup; }
            }
            "#,
        );
    }
}
