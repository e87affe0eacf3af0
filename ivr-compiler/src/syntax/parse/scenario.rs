//! `scenario "the hours, then support" { 3 1 _ 2 => Support; }`.

use ivr_core::event::Verb;
use proc_macro2::{Ident, TokenStream};
use syn::{
    LitStr, Token,
    ext::IdentExt as _,
    parse::{ParseStream, discouraged::AnyDelimiter as _},
    token,
};

use super::{
    Resume, block_called, condition, expected, line::without_parentheses, literal, no_mark, peek_word, said,
    semicolon, slip::at_brackets, syntax_error, take_word, tokens, unit,
};
use crate::{
    diagnostics::{Diagnostic, Diagnostics, nearest},
    syntax::{Expected, Input, Scenario, ScenarioLine, Text, rust_source},
};

/// Parses what follows the word.
pub(super) fn scenario(
    input: ParseStream<'_>,
    word: &Ident,
    diagnostics: &mut Diagnostics,
) -> Result<Scenario, Diagnostic> {
    no_mark(input, diagnostics, "after `scenario`");
    if at_brackets(input) || peek_word(input).as_deref() == Some("from") && !input.peek2(token::Brace) {
        let diagnostic = syntax_error(word.span(), "`scenario` needs a name in double quotes");
        return Err(diagnostic.help("write `scenario \"…\"`"));
    }
    let message = "the name of a scenario must be in double quotes";
    let name = match without_parentheses(input, "the name of a scenario must not be", diagnostics)
        .or_else(|| said::unquoted(input, message, diagnostics))
    {
        Some(name) => name,
        None => literal::text(input, "the name of the scenario")?,
    };
    let from = match take_word(input, "from") {
        Some(_) => Some(literal::joined_name(input, "the name of a start", diagnostics)?),
        None => None,
    };
    if !at_brackets(input)
        && let Some(more) = tokens::take_until(input, |input| at_brackets(input) || input.peek(Token![;]))
    {
        let message = "a scenario is its name, `from` and a start where it has one, and its lines in braces";
        diagnostics.push(syntax_error(more.first, message).to(more.last).help("remove it"));
    }
    let lines = block_called(input, diagnostics, "the lines of a scenario must be in braces", lines)?;
    Ok(Scenario { name, from, lines })
}

fn lines(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Vec<ScenarioLine<Ident>> {
    let mut found = Vec::new();
    while !input.is_empty() {
        found.extend(unit(input, Resume::Line, diagnostics, line));
    }
    found
}

fn line(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Result<ScenarioLine<Ident>, Diagnostic> {
    let from = input.cursor();
    let mut inputs = Vec::new();
    while !input.peek(Token![=>]) {
        if input.peek(Token![->]) {
            let first = tokens::take_one(input).map_or_else(|| input.span(), |taken| taken.first);
            let last = tokens::take_one(input).map_or(first, |taken| taken.last);
            diagnostics
                .push(syntax_error(first, "a line of a scenario needs `=>`").to(last).help("write `=>`"));
            return ends(input, from, inputs, diagnostics);
        }
        if let Some(word) =
            ["then", "goto", "to", "expect", "leads"].iter().find_map(|word| take_word(input, word))
        {
            let message = "a line of a scenario needs `=>`";
            diagnostics.push(syntax_error(word, message).help("write `=>`"));
            return ends(input, from, inputs, diagnostics);
        }
        let state = input.peek(syn::Ident)
            && peek_word(input).is_some_and(|word| word.starts_with(char::is_uppercase))
            && input.peek2(Token![;]);
        if state {
            diagnostics.push(super::missing_before(input, "=>"));
            return ends(input, from, inputs, diagnostics);
        }
        inputs.push(one_input(input, diagnostics)?);
    }
    input.parse::<Token![=>]>()?;
    ends(input, from, inputs, diagnostics)
}

/// Parses the target of a line, and its end.
fn ends(
    input: ParseStream<'_>,
    from: syn::buffer::Cursor<'_>,
    inputs: Vec<Input>,
    diagnostics: &mut Diagnostics,
) -> Result<ScenarioLine<Ident>, Diagnostic> {
    for idle in ["goto", "then", "to", "state"] {
        let message = "a line of a scenario takes only the name of the state";
        literal::idle_word(input, idle, message, diagnostics);
    }
    let called = peek_word(input)
        .filter(|word| word.starts_with(char::is_lowercase) && super::target_called(word) == Some("end"));
    if called.is_some()
        && let Some((word, _)) = input.cursor().ident()
    {
        let _word = tokens::take_one(input);
        diagnostics.push(super::words::called(&word, "end"));
        semicolon(input, from, diagnostics)?;
        return Ok(ScenarioLine { inputs, expected: Expected::End(word.span()) });
    }
    let expected = match peek_word(input).as_deref() {
        Some("end" | "hangup") => Expected::End(input.call(Ident::parse_any)?.span()),
        Some(_) => Expected::State(input.call(Ident::parse_any)?),
        None => {
            let last =
                tokens::last_between(from, input.cursor()).map_or_else(|| input.span(), |last| last.span());
            let message = "the line has no state where the call stops";
            return Err(syntax_error(last, message).help("write a state or `end` after `=>`"));
        }
    };
    if input.peek(Token![,]) {
        diagnostics
            .push(syntax_error(input.span(), "a line of a scenario must end with `;`").help("write `;`"));
        input.parse::<Token![,]>()?;
        return Ok(ScenarioLine { inputs, expected });
    }
    if input.peek(Token![=>])
        && let Some(more) = tokens::take_until(input, |input| input.peek(Token![;]))
    {
        let message = "a line of a scenario names one state, the one where the call stops";
        diagnostics.push(syntax_error(more.first, message).to(more.last).help("remove it"));
    }
    // The last line may omit the `;`, like the last expression of a block in Rust.
    if !input.is_empty() {
        semicolon(input, from, diagnostics)?;
    }
    Ok(ScenarioLine { inputs, expected })
}

fn one_input(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Result<Input, Diagnostic> {
    let joint =
        input.peek(Token![,]) || input.peek(Token![|]) || input.peek(Token![+]) || input.peek(Token![->]);
    if joint && let Some(mark) = tokens::take_one(input) {
        let message = format!("`{}` is not allowed between two inputs", mark.written());
        diagnostics.push(syntax_error(mark.first, message).help("remove it"));
    }
    if let Some(word) = take_word(input, "then").or_else(|| take_word(input, "and")) {
        let message = "consecutive inputs are written without a word between them";
        diagnostics.push(syntax_error(word, message).help("remove it"));
    }
    if input.peek(LitStr) {
        let words = literal::text(input, "words")?;
        return Ok(Input::Words(words, condition::of_input(input, diagnostics)?));
    }
    if input.peek(Token![_]) {
        return Ok(Input::Wrong(input.parse::<Token![_]>()?.span));
    }
    if input.peek(token::Bracket) {
        let (_, span, content) = input.parse_any_delimiter()?;
        let answer: TokenStream = content.parse()?;
        return Ok(Input::Answer(Text::new(rust_source(&answer), span.join())));
    }
    if let Some(span) = take_word(input, "silence") {
        return Ok(Input::Silence(span));
    }
    if matches!(peek_word(input).as_deref(), Some("press" | "key" | "dtmf" | "say" | "says" | "hears")) {
        let word = input.call(Ident::parse_any)?;
        diagnostics.push(syntax_error(word.span(), "a key must be written alone").help("remove it"));
        return one_input(input, diagnostics);
    }
    if literal::is_key(input) {
        let keys = literal::keys(input, diagnostics)?;
        return Ok(Input::Keys(keys, condition::of_input(input, diagnostics)?));
    }
    if peek_word(input).is_some() {
        let word = input.call(Ident::parse_any)?;
        return Err(unknown(&word));
    }
    if input.peek(Token![;]) || input.is_empty() {
        return Err(expected(input, "`=>` and where the call stops"));
    }
    Err(expected(input, "a key, words in quotes, `silence` or `_`"))
}

fn unknown(word: &Ident) -> Diagnostic {
    let typed = word.to_string();
    let outcome =
        Verb::ALL.iter().any(|verb| super::words::is_known(super::words::Context::Outcome(*verb), &typed));
    if outcome {
        let diagnostic = syntax_error(word.span(), "an outcome must be in brackets");
        return diagnostic.help(format!("write `[{word}]`"));
    }
    let diagnostic = syntax_error(word.span(), format!("unknown input `{word}`"));
    match nearest(&typed, ["silence"].into_iter()) {
        Some(meant) => diagnostic.help(format!("did you mean `{meant}`?")),
        None => diagnostic.help(format!("write `[{word}]` for an outcome of Rust or a verb")),
    }
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
//~                   ^^^^ an outcome must be in brackets
//~                   help: write `[busy]`
                    1 [busy];
//~                         ^ expected `=>` and where the call stops, found `;`
//~                         help: write `=>` and the name of a state, such as `Menu`, or `end`
                    1 [busy] => ;
//~                           ^ the line has no state where the call stops
//~                           help: write a state or `end` after `=>`
                    1 => Menu;
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
//~             ^^^^^^^^ `scenario` needs a name in double quotes
//~             help: write `scenario "…"`
            }
            "#,
        );
    }
}
