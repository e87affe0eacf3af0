//! `data { zip: Digits, secret pin: Digits, noted: u8 = 0 }`.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::{Token, buffer::Cursor, ext::IdentExt as _, parse::ParseStream};

use super::{
    Resume, attribute, expected, literal, missing_after, other_rust, slip::take_meant, syntax_error, tokens,
    unit,
};
use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    syntax::Field,
};

/// The fields of the block.
pub(super) fn fields(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Vec<Field> {
    let (mut found, mut semicolon) = (Vec::new(), false);
    while !input.is_empty() {
        let read =
            |input: ParseStream<'_>, diagnostics: &mut Diagnostics| field(input, &mut semicolon, diagnostics);
        found.extend(unit(input, Resume::Comma, diagnostics, read));
    }
    found
}

fn field(
    input: ParseStream<'_>,
    semicolon: &mut bool,
    diagnostics: &mut Diagnostics,
) -> Result<Field, Diagnostic> {
    let docs = attribute::attributes(input, diagnostics).docs;
    for (word, message) in [
        ("let", "a field is its name and its type"),
        ("pub", "the fields of a call are already public"),
        ("mut", "a field is its name and its type"),
    ] {
        if input.peek2(syn::Ident) || word != "pub" {
            let told = diagnostics.len();
            literal::idle_word(input, word, message, diagnostics);
            // After `let`, the field usually ends with a semicolon.
            *semicolon |= diagnostics.len() > told;
        }
    }
    let secret = input.peek2(syn::Ident)
        && take_meant(input, "secret", &["private", "hidden", "sensitive", "confidential"], diagnostics)
            .is_some();
    let from = input.cursor();
    let name = match literal::is_text(input) {
        true => literal::joined_name(input, "the name of a field", diagnostics)?,
        false => input.call(Ident::parse_any).map_err(|_| expected(input, "the name of a field"))?,
    };
    if input.peek(Token![?])
        && let Some(mark) = tokens::take_one(input)
    {
        let _colon = input.parse::<Option<Token![:]>>()?;
        let kind = until(input, ends);
        let kind = if kind.is_empty() { "Digits".to_owned() } else { tokens::written(&kind) };
        let diagnostic = syntax_error(name.span(), "a field that may be empty is an `Option`").to(mark.last);
        return Err(diagnostic.help(format!("write `{name}: Option<{kind}>`")));
    }
    if !input.peek(Token![:]) {
        return Err(without_type(input, &name));
    }
    let colon = input.parse::<Token![:]>()?;
    if let Some(diagnostic) = value_behind_colon(input) {
        return Err(diagnostic);
    }
    let kind = until(input, |input| input.peek(Token![=]) || ends(input));
    if kind.is_empty() {
        return Err(lacks_type(&name, colon.span, "Digits"));
    }
    if let Some(diagnostic) = no_type(&name, &kind) {
        let _value = until(input, ends);
        return Err(diagnostic);
    }
    let mut default = None;
    let kind = match value_behind_type(&kind) {
        None => kind,
        Some((kind, value)) => {
            let diagnostic = syntax_error(value.span(), "the value of a field must follow `=`");
            diagnostics.push(diagnostic.help(format!("write `= {value}`")));
            default = Some(value.into());
            kind.into()
        }
    };
    if input.parse::<Option<Token![=]>>()?.is_some() {
        default = Some(no_null(&name, &kind, until(input, ends))?);
    }
    end(input, from, semicolon, diagnostics)?;
    Ok(Field { docs, secret, name, kind, default })
}

/// `x: String = null`: only an `Option` holds nothing.
fn no_null(name: &Ident, kind: &TokenStream, value: TokenStream) -> Result<TokenStream, Diagnostic> {
    let Some(null) = other_rust::null(&value) else { return Ok(value) };
    if kind.clone().into_iter().any(|token| matches!(token, TokenTree::Ident(word) if word == "Option")) {
        return Err(null);
    }
    let diagnostic = syntax_error(name.span(), "a field that may be empty is an `Option`").to(null.span);
    Err(diagnostic.help(format!("write `{name}: Option<{}>`", tokens::written(kind))))
}

/// `u32 0`, the type and the value.
fn value_behind_type(kind: &TokenStream) -> Option<(TokenTree, TokenTree)> {
    let mut all = kind.clone().into_iter();
    match (all.next()?, all.next()?, all.next()) {
        (kind @ TokenTree::Ident(_), value @ TokenTree::Literal(_), None) => Some((kind, value)),
        _ => None,
    }
}

/// `Digits?`, `secret Digits`, `u32 default 0`: reports what rustc cannot parse as a type, because the tree would end
/// there.
fn no_type(name: &Ident, kind: &TokenStream) -> Option<Diagnostic> {
    let all: Vec<TokenTree> = kind.clone().into_iter().collect();
    let written = |tokens: &[TokenTree]| tokens::written(&tokens.iter().cloned().collect());
    let told = |first: &TokenTree, last: &TokenTree, message: String| {
        syntax_error(first.span(), message).to(tokens::end_of(last))
    };
    if let [only] = &all[..] {
        return of_one_token(only);
    }
    if let Some(diagnostic) = wrapped(&all) {
        return Some(diagnostic);
    }
    match &all[..] {
        [of @ .., TokenTree::Punct(mark)] if mark.as_char() == '?' && !of.is_empty() => {
            let diagnostic =
                told(of.first()?, all.last()?, "a field that may be empty is an `Option`".to_owned());
            Some(diagnostic.help(format!("write `Option<{}>`", written(of))))
        }
        [TokenTree::Ident(word), of @ ..]
            if !of.is_empty() && matches!(word.to_string().as_str(), "secret" | "private" | "hidden") =>
        {
            let diagnostic =
                told(all.first()?, all.last()?, "`secret` must come before the name of the field".to_owned());
            let diagnostic = Diagnostic { span: name.span(), ..diagnostic };
            Some(diagnostic.help(format!("write `secret {name}: {}`", written(of))))
        }
        [of @ .., TokenTree::Ident(word)] if !of.is_empty() && word == "secret" => {
            let message = "`secret` must come before the name of the field";
            let diagnostic = told(all.first()?, all.last()?, message.to_owned());
            let diagnostic = Diagnostic { span: name.span(), ..diagnostic };
            Some(diagnostic.help(format!("write `secret {name}: {}`", written(of))))
        }
        [_, TokenTree::Ident(word), value @ ..]
            if matches!(
                word.to_string().as_str(),
                "default" | "or" | "init" | "initial" | "is" | "with" | "to"
            ) =>
        {
            let last = value.first().unwrap_or(all.last()?);
            let value = if value.is_empty() { "…".to_owned() } else { written(value) };
            let diagnostic = told(all.get(1)?, last, "the value of a field must follow `=`".to_owned());
            Some(diagnostic.help(format!("write `= {value}`")))
        }
        [TokenTree::Ident(first), TokenTree::Ident(second), ..]
            if *first != "dyn" && *first != "impl" && *first != "mut" =>
        {
            let message = format!("`{second}` is not allowed after `{first}`");
            Some(told(all.get(1)?, all.last()?, message).help("remove it"))
        }
        _ => None,
    }
}

/// `optional Digits` and `list of String`.
fn wrapped(all: &[TokenTree]) -> Option<Diagnostic> {
    let written = |tokens: &[TokenTree]| tokens::written(&tokens.iter().cloned().collect());
    let told = |first: &TokenTree, last: &TokenTree, message: String| {
        syntax_error(first.span(), message).to(tokens::end_of(last))
    };
    match all {
        [TokenTree::Ident(word), of @ ..]
            if !of.is_empty()
                && matches!(word.to_string().as_str(), "optional" | "option" | "maybe" | "nullable") =>
        {
            let diagnostic =
                told(all.first()?, all.last()?, "a field that may be empty is an `Option`".to_owned());
            Some(diagnostic.help(format!("write `Option<{}>`", written(of))))
        }
        [TokenTree::Ident(word), of @ ..]
            if !of.is_empty()
                && matches!(word.to_string().as_str(), "list" | "List" | "array" | "Array")
                && !matches!(of.first(), Some(TokenTree::Punct(_))) =>
        {
            let of: Vec<TokenTree> = of
                .iter()
                .filter(|token| !matches!(token, TokenTree::Ident(of) if *of == "of"))
                .cloned()
                .collect();
            let diagnostic = told(all.first()?, all.last()?, "a list is a `Vec`".to_owned());
            Some(diagnostic.help(format!("write `Vec<{}>`", written(&of))))
        }
        _ => None,
    }
}

/// `[String]` and `str`.
fn of_one_token(only: &TokenTree) -> Option<Diagnostic> {
    let told = |message: String| syntax_error(only.span(), message).to(tokens::end_of(only));
    match only {
        TokenTree::Group(group) if group.delimiter() == proc_macro2::Delimiter::Bracket => {
            let of = tokens::written(&group.stream());
            // `[u8; 4]` is a type.
            if of.contains(';') {
                return None;
            }
            Some(told("a list is a `Vec`".to_owned()).help(format!("write `Vec<{of}>`")))
        }
        TokenTree::Ident(word) => {
            let ours = of_another_language(&word.to_string())?;
            Some(
                told(format!("the type `{word}` is called `{ours}` in Rust")).help(format!("write `{ours}`")),
            )
        }
        TokenTree::Group(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => None,
    }
}

/// Returns the Rust type for a type of another language.
fn of_another_language(kind: &str) -> Option<&'static str> {
    // A name with a capital letter is a type of the author.
    Some(match kind {
        "str" | "string" | "text" | "varchar" => "String",
        "int" | "integer" | "number" | "uint" | "long" => "u32",
        "float" | "double" | "decimal" => "f64",
        "boolean" => "bool",
        "digits" | "digit" | "dtmf" | "pin" | "code" | "keys" => "Digits",
        _ => return None,
    })
}

/// Rust types in lower case.
const PRIMITIVES: [&str; 12] =
    ["bool", "u8", "u16", "u32", "u64", "usize", "i8", "i16", "i32", "i64", "isize", "f64"];

fn lacks_type(name: &Ident, last: Span, kind: &str) -> Diagnostic {
    let diagnostic = syntax_error(name.span(), format!("field `{name}` has no type")).to(last);
    diagnostic.help(format!("write `{name}: {kind}`"))
}

/// `zip`, `n = 0`, `u32 n`.
fn without_type(input: ParseStream<'_>, name: &Ident) -> Diagnostic {
    if input.peek(syn::Ident) && (input.peek2(Token![::]) || input.peek2(Token![<])) {
        let kind = until(input, |input| input.peek(Token![=]) || ends(input));
        let last = kind.clone().into_iter().last().map_or(name.span(), |last| tokens::end_of(&last));
        let kind = tokens::written(&kind).replace(" < ", "<").replace(" >", ">");
        let diagnostic = syntax_error(name.span(), "a field is its name, a colon and its type").to(last);
        return diagnostic.help(format!("write `{name}: {kind}`"));
    }
    if input.peek(syn::Ident)
        && let Some(taken) = tokens::take_one(input)
    {
        let diagnostic =
            syntax_error(name.span(), "a field is its name, a colon and its type").to(taken.last);
        let second = taken.written();
        // `Digits zip`, as in C, or `zip Digits`, as in Go.
        let is_type = |word: &str| word.starts_with(char::is_uppercase) || PRIMITIVES.contains(&word);
        let (name, kind) = match is_type(&name.to_string()) || !is_type(&second) {
            true => (second, name.to_string()),
            false => (name.to_string(), second),
        };
        return diagnostic.help(format!("write `{name}: {kind}`"));
    }
    let behind = input.cursor().punct().filter(|(mark, _)| mark.as_char() == '=').map(|(_, rest)| rest);
    if let Some((kind, _)) = behind.and_then(Cursor::ident)
        && (kind.to_string().starts_with(char::is_uppercase)
            || PRIMITIVES.contains(&kind.to_string().as_str()))
        && let Some(taken) = tokens::take_until(input, |input| input.peek(Token![,]) || input.peek(Token![;]))
    {
        let written = taken.written();
        let kind = written.trim_start_matches(['=', ' ']);
        let diagnostic =
            syntax_error(name.span(), "a field is its name, a colon and its type").to(taken.last);
        return diagnostic.help(format!("write `{name}: {kind}`"));
    }
    let value = input.peek(Token![=]).then(|| input.cursor().punct().and_then(|(_, rest)| rest.literal()));
    let kind = match value.flatten().map(|(literal, _)| literal.to_string()) {
        Some(literal) if literal.starts_with('"') => "String",
        Some(_) => "u32",
        None if input.peek(Token![=]) => "bool",
        None => "Digits",
    };
    lacks_type(name, name.span(), kind)
}

fn ends(input: ParseStream<'_>) -> bool {
    input.peek(Token![,]) || input.peek(Token![;]) || begins_field(input.cursor())
}

/// `u8: 0`, behind the name and its colon, taken as a whole.
fn value_behind_colon(input: ParseStream<'_>) -> Option<Diagnostic> {
    let (_, rest) = input.cursor().ident()?;
    let (colon, rest) = rest.punct().filter(|(mark, _)| mark.as_char() == ':')?;
    let (value, rest) = rest.literal()?;
    let over = rest.eof() || rest.punct().is_some_and(|(mark, _)| matches!(mark.as_char(), ',' | ';'));
    over.then_some(())?;
    let _taken = tokens::take_until(input, |input| input.peek(Token![,]) || input.peek(Token![;]));
    let diagnostic = syntax_error(colon.span(), "the value of a field must follow `=`").to(value.span());
    Some(diagnostic.help(format!("write `= {value}`")))
}

/// Whether `name:` comes next, and not a path.
fn begins_field(at: Cursor<'_>) -> bool {
    let mark = at.ident().and_then(|(_, rest)| rest.punct());
    mark.is_some_and(|(mark, rest)| {
        mark.as_char() == ':' && rest.punct().is_none_or(|(next, _)| next.as_char() != ':')
    })
}

/// Parses the separator of two fields.
fn end(
    input: ParseStream<'_>,
    from: Cursor<'_>,
    semicolon: &mut bool,
    diagnostics: &mut Diagnostics,
) -> Result<(), Diagnostic> {
    if input.peek(Token![;]) {
        if !std::mem::replace(semicolon, true) {
            diagnostics.push(syntax_error(input.span(), "a field must end with a comma").help("write `,`"));
        }
        input.parse::<Token![;]>()?;
        return Ok(());
    }
    if input.parse::<Option<Token![,]>>()?.is_none() && !input.is_empty() {
        diagnostics.push(missing_after(input, from, ","));
    }
    Ok(())
}

/// Takes everything up to a punctuation mark outside of `<…>`.
fn until(input: ParseStream<'_>, stop: impl Fn(ParseStream<'_>) -> bool) -> TokenStream {
    let mut tokens = TokenStream::new();
    let mut depth = 0_i32;
    while !input.is_empty() && (depth > 0 || !stop(input)) {
        let Ok(token) = input.parse::<TokenTree>() else { break };
        if let TokenTree::Punct(mark) = &token {
            depth += match mark.as_char() {
                '<' => 1,
                '>' => -1,
                _ => 0,
            };
        }
        token.to_tokens(&mut tokens);
    }
    tokens
}
