//! The text of a step `say`, and the variants that people try.

use proc_macro2::{Span, TokenStream, TokenTree};
use syn::{LitStr, Token, buffer::Cursor, parse::ParseStream};

use super::{
    at_block, chosen,
    line::without_parentheses,
    literal, next_line, syntax_error,
    texts::{begins_row, quoted_tag, words},
    tokens,
    words::folded,
};
use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    syntax::{Text, Texts},
};

/// Parses the text of a `say`, in the forms that people try.
pub(super) fn said(
    input: ParseStream<'_>,
    word: Span,
    diagnostics: &mut Diagnostics,
) -> Result<Texts, Diagnostic> {
    if let Some(text) = without_parentheses(input, "the text must not be", diagnostics)
        .or_else(|| chosen::text(input, word, diagnostics))
    {
        return Ok(Texts::Plain(text));
    }
    if let Some(text) = in_braces(input, diagnostics).or_else(|| listed(input, diagnostics)) {
        return Ok(Texts::Plain(text));
    }
    if let Some(text) = last_argument(input, diagnostics) {
        return Ok(Texts::Plain(text));
    }
    if let Some(text) = formatted(input, diagnostics).or_else(|| with_arguments(input, diagnostics)) {
        return Ok(Texts::Plain(text));
    }
    if let Some(diagnostic) = attribute_before(input, "say") {
        return Err(diagnostic);
    }
    let (from, first) = (input.cursor(), input.span());
    let quoted = literal::is_text(input) && input.peek2(Token![:]);
    if quoted && let Some(tag) = quoted_tag(input, diagnostics) {
        input.parse::<Token![:]>()?;
        return Ok(Texts::Fixed { language: tag, text: literal::text(input, "a text")? });
    }
    if let Some(text) = of_field(input, diagnostics) {
        return Ok(Texts::Plain(text));
    }
    if let Some(text) = unquoted(input, "the text must be in double quotes", diagnostics) {
        return Ok(Texts::Plain(text));
    }
    let words = words(input, word, "a text", diagnostics)?;
    if let Texts::Plain(text) = &words {
        let mut written = Written { word, first, from };
        if let Some(more) = joined(input, &mut written, text, diagnostics)? {
            return Ok(Texts::Plain(more));
        }
    }
    Ok(words)
}

/// `{ "Welcome." }`: reported and read.
fn in_braces(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Option<Text> {
    let (inside, span, _) = input.cursor().group(proc_macro2::Delimiter::Brace)?;
    let text = tokens::only(&inside.token_stream())?;
    let value: LitStr = syn::parse_str(&text.to_string()).ok()?;
    let _taken = tokens::take_one(input)?;
    let diagnostic = syntax_error(span.open(), "the text must not be in braces").to(span.close());
    let end = if input.peek(Token![;]) { "" } else { ";" };
    diagnostics.push(diagnostic.help(format!("write `{text}{end}`")));
    Some(Text::new(value.value(), span.open()))
}

/// `["Welcome.", "Hello."]`: reported and parsed as one text.
fn listed(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Option<Text> {
    let (inside, span, _) = input.cursor().group(proc_macro2::Delimiter::Bracket)?;
    let texts: Option<Vec<String>> = inside
        .token_stream()
        .into_iter()
        .filter(|token| !matches!(token, TokenTree::Punct(mark) if mark.as_char() == ','))
        .map(|token| tokens::unquoted(&token))
        .collect();
    let whole = format!("\"{}\"", texts?.join(" "));
    let value: LitStr = syn::parse_str(&whole).ok()?;
    let _taken = tokens::take_one(input)?;
    let diagnostic = syntax_error(span.open(), ONE_TEXT).to(span.close());
    diagnostics.push(diagnostic.help(format!("write `{whole}`")));
    Some(Text::new(value.value(), span.open()))
}

/// `voice "Polly.Amy" "Hello."`, `voice="alice" "Hello."`, `language="en-GB" "Hello."`: taken as a whole.
pub(super) fn attribute_before(input: ParseStream<'_>, verb: &str) -> Option<Diagnostic> {
    fn mark(at: Cursor<'_>) -> Cursor<'_> {
        let mark = at.punct().filter(|(mark, _)| matches!(mark.as_char(), '=' | ':' | ','));
        mark.map_or(at, |(_, rest)| rest)
    }
    let (word, rest) = input.cursor().ident()?;
    let name = folded(&word.to_string());
    if !matches!(name.as_str(), "voice" | "language" | "lang" | "loop") {
        return None;
    }
    let (value, rest) = mark(rest).literal()?;
    let (text, _) = mark(rest).literal()?;
    let _taken = tokens::take_until(input, |input| input.peek(Token![;]));
    if name == "loop" {
        let done = if verb == "say" { "said" } else { "played" };
        let message = format!("`{verb}` has no `loop`: write the line once for each time it is {done}");
        return Some(syntax_error(word.span(), message).to(value.span()).help("remove it"));
    }
    if name == "voice" {
        let message = format!("a voice is declared once for the tree, not at `{verb}`");
        let diagnostic = syntax_error(word.span(), message);
        let help = format!("write `voice {value};` below `start`, and remove it here");
        return Some(diagnostic.to(value.span()).help(help));
    }
    let tag = value.to_string().replace('"', "").replace('_', "-");
    let diagnostic = syntax_error(word.span(), "the language of a text must come before it, with a colon");
    Some(diagnostic.to(text.span()).help(format!("write `{tag}: {text}`")))
}

/// The start of a text.
struct Written<'a> {
    word: Span,
    first: Span,
    from: Cursor<'a>,
}

/// Reports what is not allowed after a text: `+ "…"`, `, "…"`, `, voice "…"`, `, language "…"`, `, loop 2`.
fn joined(
    input: ParseStream<'_>,
    begun: &mut Written<'_>,
    text: &Text,
    diagnostics: &mut Diagnostics,
) -> Result<Option<Text>, Diagnostic> {
    let comma = input.peek(Token![,]);
    if input.peek(Token![*])
        && let Some(times) = tokens::take_until(input, |input| input.peek(Token![;]))
    {
        let message = "`say` has no repetition: write the line once for each time it is said";
        diagnostics.push(syntax_error(times.first, message).to(times.last).help("remove it"));
        return Ok(None);
    }
    let more = literal::is_text(input) || input.peek(Token![+]) || comma && input.peek2(LitStr);
    if more {
        let taken = tokens::take_until(input, |input| input.peek(Token![;]) || next_line::begins(input));
        let (Some(taken), Some((first, _))) = (taken, begun.from.literal()) else { return Ok(None) };
        let (message, whole) = one_text(&first.to_string(), &taken);
        let diagnostic = syntax_error(begun.first, message).to(taken.last).help(format!("write `{whole}`"));
        if message != ONE_TEXT {
            diagnostics.unread(diagnostic);
            return Ok(Some(text.clone()));
        }
        diagnostics.push(diagnostic);
        let value = syn::parse_str::<LitStr>(&whole).map_or_else(|_| text.value.clone(), |text| text.value());
        return Ok(Some(Text::new(value, text.span)));
    }
    if !comma {
        return Ok(None);
    }
    let (_, after) = input.cursor().punct().unzip();
    let Some((word, rest)) = after.and_then(Cursor::ident) else { return Ok(None) };
    match word.to_string().as_str() {
        "voice" => {
            let voice = rest.punct().map_or(rest, |(_, rest)| rest).literal();
            let voice = voice.map_or_else(|| "\"…\"".to_owned(), |(literal, _)| literal.to_string());
            let diagnostic = syntax_error(word.span(), "a voice is declared once for the tree, not at `say`");
            Err(diagnostic.help(format!("write `voice {voice};` below `start`, and remove it here")))
        }
        "language" => {
            let taken = tokens::take_until(input, |input| input.peek(Token![;]));
            let last = taken.as_ref().map_or(word.span(), |taken| taken.last);
            let tag = taken.map(|taken| {
                taken.tokens.into_iter().skip(2).map(|token| token.to_string()).collect::<String>()
            });
            let tag = tag.unwrap_or_default().replace('"', "").replace('_', "-");
            let source = begun.from.literal().map_or_else(String::new, |(literal, _)| literal.to_string());
            let diagnostic = syntax_error(begun.word, "the language of a text must come before it").to(last);
            diagnostics.unread(diagnostic.help(format!("write `say {tag}: {source}`")));
            Ok(None)
        }
        "loop" | "repeat" | "times" => Err(super::no_loop(input, "say")),
        _ => Ok(None),
    }
}

const ONE_TEXT: &str = "one `say` says one text";

/// Several texts as one, and the diagnostic for them.
fn one_text(first: &str, rest: &tokens::Taken) -> (&'static str, String) {
    let mut whole = first.strip_suffix('"').unwrap_or(first).to_owned();
    let mut message = ONE_TEXT;
    for token in rest.tokens.clone() {
        match (tokens::unquoted(&token), &token) {
            (Some(text), _) => {
                let follows_word = !whole.ends_with([' ', '"', '}', '-']);
                if follows_word && text.starts_with(|c: char| c.is_alphanumeric() || c == '{') {
                    whole.push(' ');
                }
                whole.push_str(&text);
            }
            (None, TokenTree::Ident(name)) if name != "call" && name != "self" => {
                message = "a field is written in the text, in braces";
                whole.push_str(&format!("{{{name}}}"));
            }
            _ => {}
        }
    }
    (message, whole + "\"")
}

/// `(voice = "alice", "Welcome.")`.
fn last_argument(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Option<Text> {
    let (inside, span, _) = input.cursor().group(proc_macro2::Delimiter::Parenthesis)?;
    let last = inside.token_stream().into_iter().last()?;
    let _text = tokens::unquoted(&last)?;
    let text: LitStr = syn::parse_str(&last.to_string()).ok()?;
    let _group = tokens::take_one(input)?;
    let diagnostic =
        syntax_error(span.open(), "the text after `say` must be in double quotes").to(span.close());
    diagnostics.push(diagnostic.help(format!("write `{last}`")));
    Some(Text::new(text.value(), last.span()))
}

/// `say call.name;` and `say (call.name);`: reported and parsed as `"{name}"`.
fn of_field(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Option<Text> {
    let group = input.cursor().group(proc_macro2::Delimiter::Parenthesis);
    let path = group.map_or(input.cursor(), |(inside, ..)| inside);
    let (word, _) = path.ident().filter(|(word, _)| group.is_some() || word == "call" || word == "self")?;
    let taken = match group {
        Some(_) => tokens::take_one(input)?,
        None => tokens::take_until(input, literal::is_over)?,
    };
    let written = taken.written();
    let expression = written.trim_start_matches('(').trim_end_matches(')');
    let field = expression.trim_start_matches("call.").trim_start_matches("self.");
    let named = field.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'.');
    if named && word != "app" {
        let diagnostic =
            syntax_error(taken.first, "a field is written in the text, in braces").to(taken.last);
        diagnostics.push(diagnostic.help(format!("write `\"{{{field}}}\"`")));
        return Some(Text::new(format!("{{{field}}}"), taken.first));
    }
    let diagnostic =
        syntax_error(taken.first, "only a field can be spoken, not a Rust expression").to(taken.last);
    let help = format!("store it in a field first, `set text = {expression};`, and write `say \"{{text}}\"`");
    diagnostics.unread(diagnostic.help(help));
    Some(Text::new(String::from("…"), taken.first))
}

/// `format!("You have {}.", call.n)`.
fn formatted(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Option<Text> {
    if !matches!(super::peek_word(input).as_deref(), Some("format" | "concat")) || !input.peek2(Token![!]) {
        return None;
    }
    let taken = tokens::take_until(input, |input| input.peek(Token![;]))?;
    let Some(TokenTree::Group(arguments)) = taken.tokens.clone().into_iter().last() else { return None };
    let mut parts = arguments.stream().into_iter();
    let mut text = tokens::unquoted(&parts.next()?)?;
    for field in fields_of(parts.collect()) {
        text = text.replacen("{}", &format!("{{{field}}}"), 1);
    }
    let diagnostic = syntax_error(taken.first, "a field is written in the text, in braces").to(taken.last);
    diagnostics.push(diagnostic.help(format!("write `\"{text}\"`")));
    let value: LitStr = syn::parse_str(&format!("\"{text}\"")).ok()?;
    Some(Text::new(value.value(), taken.first))
}

/// `"Hello {}.", name`, `"Hello %s." % name` and `"Hello {}.".format(name)`: reported and parsed as `"Hello {name}."`.
fn with_arguments(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Option<Text> {
    let (text, rest) = input.cursor().literal()?;
    let mut whole = text.to_string();
    let rest = match rest.punct()? {
        (mark, rest) if matches!(mark.as_char(), ',' | '%') => rest,
        (mark, rest) if mark.as_char() == '.' => rest.ident().filter(|(name, _)| name == "format")?.1,
        _ => return None,
    };
    const MARKS: [&str; 7] = ["{}", "{:?}", "{0}", "%s", "%d", "%i", "{1}"];
    MARKS.iter().any(|mark| whole.contains(mark)).then_some(())?;
    let mut written = TokenStream::new();
    for (token, _) in std::iter::successors(rest.token_tree(), |(_, rest)| rest.token_tree()) {
        if matches!(&token, TokenTree::Punct(mark) if mark.as_char() == ';') {
            break;
        }
        written.extend([token]);
    }
    for field in fields_of(written) {
        let (place, mark) = MARKS.iter().filter_map(|mark| Some((whole.find(mark)?, *mark))).min()?;
        whole.replace_range(place..place + mark.len(), &format!("{{{field}}}"));
    }
    let taken = tokens::take_until(input, |input| input.peek(Token![;]))?;
    let value: LitStr = syn::parse_str(&whole).ok()?;
    let diagnostic = syntax_error(taken.first, "a field is written in the text, in braces");
    diagnostics.push(diagnostic.to(taken.last).help(format!("write `{whole}`")));
    Some(Text::new(value.value(), taken.first))
}

/// Returns the fields between commas: the last name of each, `name` of `call.name`.
fn fields_of(tokens: TokenStream) -> Vec<String> {
    let mut found = Vec::new();
    let mut last = None;
    for token in tokens {
        match token {
            TokenTree::Ident(name) => last = Some(name.to_string()),
            TokenTree::Punct(mark) if mark.as_char() == ',' => found.extend(last.take()),
            TokenTree::Group(group) if group.delimiter() == proc_macro2::Delimiter::Parenthesis => {
                found.extend(fields_of(group.stream()));
            }
            _ => {}
        }
    }
    found.extend(last);
    found
}

/// Several words without quotes, or a name with a dot: reported and parsed as the text.
pub(super) fn unquoted(input: ParseStream<'_>, message: &str, diagnostics: &mut Diagnostics) -> Option<Text> {
    let path = input.peek2(Token![/]);
    let several = input.peek(syn::Ident) && (path || input.peek2(syn::Ident) || input.peek2(Token![.]));
    if !several || begins_row(input) {
        return None;
    }
    let is_match = |input: ParseStream<'_>| input.peek(Token![match]) && input.peek2(syn::token::Brace);
    let taken = tokens::take_until(input, |input| {
        input.peek(Token![;]) || input.peek(Token![,]) || at_block(input) || is_match(input)
    })?;
    let text = taken.written();
    if text.starts_with("call.") || text.starts_with("app.") {
        let diagnostic = syntax_error(taken.first, "a Rust expression must be in parentheses").to(taken.last);
        diagnostics.unread(diagnostic.help(format!("write `({text})`")));
        return Some(Text::new(text, taken.first));
    }
    let text = if path { text.replace(' ', "") } else { text };
    diagnostics.unread(syntax_error(taken.first, message).to(taken.last).help(format!("write `\"{text}\"`")));
    Some(Text::new(text, taken.first))
}

/// Returns whether a text, a comma and another language come before the `;`.
pub(super) fn several_rows(mut at: Cursor<'_>) -> bool {
    while let Some((token, rest)) = at.token_tree() {
        if let TokenTree::Literal(_) = token {
            let comma = rest.punct().filter(|(mark, _)| mark.as_char() == ',');
            let mark = comma.and_then(|(_, rest)| rest.ident()).and_then(|(_, rest)| rest.punct());
            return mark.is_some_and(|(mark, _)| matches!(mark.as_char(), '-' | ':'));
        }
        at = rest;
    }
    false
}

/// `en-US: "…", es-US: "…"`, taken as a whole.
pub(super) fn rows_without_braces(input: ParseStream<'_>, message: &str) -> Diagnostic {
    let Some(rows) = tokens::take_until(input, |input| input.peek(Token![;])) else {
        return super::expected(input, "a text in double quotes");
    };
    syntax_error(rows.first, message).to(rows.last).help(format!("write `{{ {} }}`", rows.written()))
}
