//! The numbers of `dial`, and the variants that people try.

use proc_macro2::TokenTree;
use syn::{LitInt, LitStr, Token, parse::ParseStream};

use super::{
    expected,
    list::{list_of, lists_texts},
    literal, peek_word,
    scope::in_scope,
    syntax_error, tokens, words,
};
use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    syntax::Text,
};

/// Parses the numbers of `dial`, in the forms that people try.
pub(super) fn numbers(
    input: ParseStream<'_>,
    diagnostics: &mut Diagnostics,
) -> Result<Vec<Text>, Diagnostic> {
    let brackets = input.cursor().group(proc_macro2::Delimiter::Bracket);
    if let Some((inside, span, _)) = brackets.filter(|(inside, ..)| inside.ident().is_some()) {
        let _list = tokens::take_one(input);
        let written = tokens::written(&inside.token_stream());
        let written = if written.contains(',') { format!("[{written}]") } else { in_scope(&written) };
        let diagnostic = syntax_error(span.open(), "a Rust expression must be in parentheses");
        return Err(diagnostic.to(span.close()).help(format!("write `({written})`")));
    }
    if brackets.is_some() || lists_texts(input) {
        return list_of(input, "a number", "several numbers must be", diagnostics);
    }
    if literal::is_text(input) {
        let after = input.cursor().literal().and_then(|(_, rest)| rest.punct());
        let or = input.cursor().literal().and_then(|(_, rest)| rest.ident());
        let or = or.is_some_and(|(word, rest)| {
            matches!(word.to_string().as_str(), "or" | "and" | "then") && rest.literal().is_some()
        });
        let more = or
            || after
                .is_some_and(|(mark, rest)| matches!(mark.as_char(), ',' | '|') && rest.literal().is_some());
        return match more {
            true => list_of(input, "a number", "several numbers must be", diagnostics),
            false => Ok(vec![literal::text(input, "a number")?]),
        };
    }
    let plus = input.peek(Token![+]) && input.peek2(LitInt);
    if plus || input.peek(LitInt) {
        let first = input.span();
        let _plus = input.parse::<Option<Token![+]>>()?;
        let digits = input.parse::<LitInt>()?;
        let short = !plus && digits.base10_digits().len() <= 6;
        let value = format!("+{}", digits.base10_digits());
        let diagnostic = syntax_error(first, "a number must be in double quotes").to(digits.span());
        diagnostics.push(diagnostic.help(match short {
            true => format!("write `short \"{}\"`", digits.base10_digits()),
            false => format!("write `\"{value}\"`"),
        }));
        return Ok(vec![Text::new(value, first)]);
    }
    if let Some(number) = element(input, diagnostics) {
        return Ok(vec![number]);
    }
    if let Some(diagnostic) = literal::text_of_attribute(input, "a number") {
        return Err(diagnostic);
    }
    if peek_word(input).is_some() {
        return Err(a_name(input));
    }
    Err(expected(input, "a number in double quotes"))
}

/// `Number("+1…")` and `<Number>"+1…"</Number>`.
fn element(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Option<Text> {
    let xml = input.peek(Token![<]);
    let call = input.peek(syn::Ident) && input.peek2(syn::token::Paren);
    if !xml && !call {
        return None;
    }
    let name = if xml { input.cursor().punct()?.1.ident()?.0 } else { input.cursor().ident()?.0 };
    if !words::folded(&name.to_string()).contains("number") {
        return None;
    }
    let taken = tokens::take_until(input, |input| {
        input.peek(Token![,]) || peek_word(input).as_deref() == Some("match")
    })?;
    let source = first_text(&taken.tokens)?;
    let diagnostic =
        syntax_error(taken.first, "a number of `dial` must be in double quotes alone").to(taken.last);
    diagnostics.push(diagnostic.help(format!("write `{}`", source.token())));
    Some(Text::new(source.value(), taken.first))
}

fn first_text(tokens: &proc_macro2::TokenStream) -> Option<LitStr> {
    tokens.clone().into_iter().find_map(|token| match token {
        TokenTree::Literal(literal) => syn::parse_str(&literal.to_string()).ok(),
        TokenTree::Group(group) => first_text(&group.stream()),
        TokenTree::Ident(_) | TokenTree::Punct(_) => None,
    })
}

/// Reports a name in place of a number.
fn a_name(input: ParseStream<'_>) -> Diagnostic {
    let Some(taken) = tokens::take_until(input, literal::is_over) else { return expected(input, "a number") };
    let written = taken.written();
    let kind = written.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().to_lowercase();
    if matches!(kind.as_str(), "queue" | "conference" | "client" | "sip" | "sim") {
        let name =
            first_text(&taken.tokens).map_or_else(|| "\"…\"".to_owned(), |text| text.token().to_string());
        let diagnostic = syntax_error(taken.first, format!("the name must follow the word `{kind}`"));
        return diagnostic.to(taken.last).help(format!("write `{kind} {name}`"));
    }
    if written.contains('@') {
        let address: String = written.split_whitespace().collect();
        let diagnostic = syntax_error(taken.first, "a SIP address must be in double quotes").to(taken.last);
        return diagnostic.help(format!("write `sip \"sip:{address}\"`"));
    }
    let message = match written.contains(['.', '(']) {
        true => "a Rust expression must be in parentheses",
        false => "a number must be in double quotes, a Rust expression in parentheses",
    };
    syntax_error(taken.first, message).to(taken.last).help(format!("write `({})`", in_scope(&written)))
}
