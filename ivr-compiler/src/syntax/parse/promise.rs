//! `promise Reception within 2 keys of every state;` and its sisters.

use proc_macro2::Ident;
use syn::{ext::IdentExt as _, parse::ParseStream};

use super::{expect_word, literal, peek_word, take_word};
use crate::{
    diagnostics::Diagnostic,
    syntax::{Later, Promise, Text},
};

const FORMS: [&str; 4] = [
    "promise Reception within 2 keys of every state;",
    "promise first option within 20s;",
    "promise Consent before every record;",
    "promise silence ends within 5min;",
];

/// The verbs that something can be promised before.
const VERBS: [&str; 5] = ["gather", "dial", "record", "enqueue", "redirect"];

/// Reads what follows the word, up to its `;`.
pub(super) fn promise(input: ParseStream<'_>) -> Result<Promise<Ident>, Diagnostic> {
    let Ok(first) = input.call(Ident::parse_any) else { return Err(no_promise(input)) };
    if first == "first" && take_word(input, "option").is_some() {
        expect_word(input, "within")?;
        return Ok(Promise::FirstOption { word: first.span(), limit: literal::duration(input)? });
    }
    if first == "silence" && take_word(input, "ends").is_some() {
        expect_word(input, "within")?;
        return Ok(Promise::Silence { word: first.span(), limit: literal::duration(input)? });
    }
    if take_word(input, "before").is_some() {
        return Ok(Promise::Before { state: first, later: later(input)? });
    }
    if take_word(input, "within").is_none() {
        return Err(no_promise(input));
    }
    let keys = literal::number(input, "how many keys, such as `within 2 keys`")?;
    if take_word(input, "keys").is_none() {
        expect_word(input, "key").map_err(|_| input.error("expected `keys`"))?;
    }
    expect_word(input, "of")?;
    let of = if take_word(input, "every").is_some() {
        expect_word(input, "state")?;
        None
    } else {
        Some(input.parse()?)
    };
    Ok(Promise::Within { state: first, keys, of })
}

fn later(input: ParseStream<'_>) -> Result<Later<Ident>, Diagnostic> {
    if take_word(input, "every").is_none() {
        return Ok(Later::State(input.parse()?));
    }
    let known = peek_word(input).is_some_and(|word| VERBS.contains(&word.as_str()));
    let word = input.call(Ident::parse_any)?;
    if known {
        return Ok(Later::Verb(Text::new(word.to_string(), word.span())));
    }
    let fault = super::unknown_word(&word, "verb that something can be promised before", &VERBS);
    Err(fault.help(format!("before a state: `before {word}`, without `every`")))
}

fn no_promise(input: ParseStream<'_>) -> Diagnostic {
    let fault = Diagnostic::new("syntax", input.span(), "this promise has a form that nobody can prove");
    FORMS.iter().fold(fault, |fault, form| fault.help(format!("write `{form}`")))
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
//~                          ^^ this promise has a form that nobody can prove
//~                          help: write `promise Reception within 2 keys of every state;`
//~                          help: write `promise first option within 20s;`
//~                          help: write `promise Consent before every record;`
//~                          help: write `promise silence ends within 5min;`
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
//~                                   ^^^^ expected `keys`
                promise Menu before every recrod;
//~                                       ^^^^^^ `recrod` is no verb that something can be promised before
//~                                       help: did you mean `record`?
//~                                       help: before a state: `before recrod`, without `every`
                promise first option within 20;
//~                                         ^^ expected a duration such as `5s` or `2min`
                promise Meun within 2 keys of Munu;
//~                     ^^^^ there is no state `Meun`
//~                     help: did you mean `Menu`?
//~                                           ^^^^ there is no state `Munu`
//~                                           help: did you mean `Menu`?
                state Menu { hangup; }
            }
            "#,
        );
    }
}
