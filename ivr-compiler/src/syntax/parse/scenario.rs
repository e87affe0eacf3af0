//! `scenario "the hours, then support" { 3 1 _ 2 => Support; }`.

use ivr_core::event::Outcome;
use proc_macro2::TokenStream;
use syn::{
    LitStr, Token,
    ext::IdentExt as _,
    parse::{ParseStream, discouraged::AnyDelimiter as _},
    token,
};

use super::{Resume, block, literal, peek_word, skip, take_word, tree::semicolon, unknown_word};
use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    syntax::{Expected, Input, Scenario, ScenarioLine, Text},
};

/// Reads what follows the word.
pub(super) fn scenario(input: ParseStream<'_>, faults: &mut Diagnostics) -> Result<Scenario, Diagnostic> {
    let name = literal::text(input, "what the scenario shows,")?;
    let from = match take_word(input, "from") {
        Some(_) => Some(input.call(syn::Ident::parse_any)?),
        None => None,
    };
    let lines = block(input, faults, lines)?;
    Ok(Scenario { name, from, lines })
}

fn lines(input: ParseStream<'_>, faults: &mut Diagnostics) -> Vec<ScenarioLine<syn::Ident>> {
    let mut found = Vec::new();
    while !input.is_empty() {
        match line(input, faults) {
            Ok(line) => found.push(line),
            Err(fault) => {
                faults.push(fault);
                skip(input, Resume::Item);
            }
        }
    }
    found
}

fn line(input: ParseStream<'_>, faults: &mut Diagnostics) -> Result<ScenarioLine<syn::Ident>, Diagnostic> {
    let mut inputs = Vec::new();
    while !input.peek(Token![=>]) {
        inputs.push(one_input(input)?);
    }
    input.parse::<Token![=>]>()?;
    let expected = match peek_word(input).as_deref() {
        Some("end" | "hangup") => Expected::End(input.call(syn::Ident::parse_any)?.span()),
        Some(_) => Expected::State(input.call(syn::Ident::parse_any)?),
        None => return Err(input.error("expected where the call comes to rest: a state or `end`").into()),
    };
    // The last line may go without, as in Rust's last expression.
    if !input.is_empty() {
        semicolon(input, faults)?;
    }
    Ok(ScenarioLine { inputs, expected })
}

fn one_input(input: ParseStream<'_>) -> Result<Input, Diagnostic> {
    if input.peek(LitStr) {
        return Ok(Input::Words(literal::text(input, "words")?));
    }
    if input.peek(Token![_]) {
        return Ok(Input::Wrong(input.parse::<Token![_]>()?.span));
    }
    if input.peek(token::Bracket) {
        let (_, span, content) = input.parse_any_delimiter()?;
        let answer: TokenStream = content.parse()?;
        return Ok(Input::Answer(Text::new(answer.to_string(), span.join())));
    }
    if let Some(span) = take_word(input, Outcome::Silence.as_str()) {
        return Ok(Input::Silence(span));
    }
    if peek_word(input).is_some() {
        let word = input.call(syn::Ident::parse_any)?;
        let fault =
            unknown_word(&word, "input of a call", &[Outcome::Silence, Outcome::Else].map(Outcome::as_str));
        return Err(fault.help(format!("what a verb comes back with stands in brackets: `[{word}]`")));
    }
    if input.peek(Token![;]) || input.is_empty() {
        return Err(input.error("expected `=>` and where the call comes to rest").into());
    }
    Ok(Input::Keys(literal::keys(input)?))
}

#[cfg(test)]
mod tests {
    use crate::check::tests::check_diagnostics;

    #[test]
    fn a_line_that_cannot_be_read_leaves_the_others() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                state Menu { gather key { say "Press one."; } match { 1 => Sales, silence | _ => end } }
                state Sales { dial "+12345678900" match { _ => end } }
                scenario "lines" {
                    1 busy => end;
//~                   ^^^^ `busy` is no input of a call
//~                   help: there are `silence` and `_`
//~                   help: what a verb comes back with stands in brackets: `[busy]`
                    1 [busy];
//~                         ^ expected `=>` and where the call comes to rest
                    1 [busy] => ;
//~                             ^ expected where the call comes to rest: a state or `end`
                    1 => Menu;
//~                      ^^^^ this call comes to rest in `Sales`, not in `Menu`
//~                      note: Menu —1→ Sales
//~                      help: if that is right, write `=> Sales`
                    silence => end
                }
            }
            "#,
        );
    }

    #[test]
    fn a_scenario_says_what_it_shows() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                state Menu { hangup; }
                scenario { => Menu; }
//~                      ^ expected what the scenario shows, in double quotes
            }
            "#,
        );
    }
}
