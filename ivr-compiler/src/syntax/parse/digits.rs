//! `digits "9"` after `play`, and the variants that people try.

use proc_macro2::Delimiter;
use syn::{LitInt, parse::ParseStream};

use super::{any_word, at_parenthesis, dial, literal, no_mark, peek_word, syntax_error, words};
use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    syntax::{Step, Text, Value},
};

/// Other words for `digits`.
const OTHERS: [&str; 5] = ["digit", "dtmf", "tones", "tone", "senddigits"];

/// Returns whether tones are played, and not a file.
pub(super) fn is_next(input: ParseStream<'_>) -> bool {
    let Some(word) = peek_word(input) else { return false };
    let value = input.cursor().ident().is_some_and(|(_, rest)| {
        let mark = rest.punct().is_some_and(|(mark, _)| matches!(mark.as_char(), '=' | ':'));
        rest.literal().is_some() || rest.group(Delimiter::Parenthesis).is_some() || mark
    });
    word == "digits" || value && OTHERS.contains(&words::folded(&word).as_str())
}

/// Parses the tones.
pub(super) fn digits(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Result<Step, Diagnostic> {
    let word = any_word(input, "`digits`")?;
    if word != "digits" {
        diagnostics.push(words::called(&word, "digits"));
    }
    no_mark(input, diagnostics, "after `digits`");
    if literal::is_over(input) {
        return Err(literal::lacks_value(&word, "\"9\""));
    }
    Ok(Step::PlayDigits { word: word.span(), digits: value(input, diagnostics)? })
}

fn value(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Result<Value, Diagnostic> {
    if input.peek(LitInt) && !at_parenthesis(input) {
        let number: LitInt = input.parse().map_err(|_| super::expected(input, "the tones"))?;
        let diagnostic = syntax_error(number.span(), "tones must be in double quotes");
        diagnostics.push(diagnostic.help(format!("write `\"{number}\"`")));
        return Ok(Value::Text(Text::new(number.to_string(), number.span())));
    }
    dial::value(input, "the tones")
}

#[cfg(test)]
mod tests {
    use crate::check::tests::check_diagnostics;

    #[test]
    fn other_words_and_marks() {
        check_diagnostics(
            r#"
            pub tree Line {
                start A;
                state A { play dtmf "9"; play digits="9"; play digits 9; play digits; goto B; }
//~                            ^^^^ `dtmf` is called `digits` here
//~                            help: write `digits`
//~                                                 ^ `=` is not allowed after `digits`
//~                                                 help: remove it
//~                                                                   ^ tones must be in double quotes
//~                                                                   help: write `"9"`
//~                                                                           ^^^^^^ `digits` needs a value
//~                                                                           help: write `digits "9"`
                state B { hangup; }
            }
            "#,
        );
    }
}
