//! Texts in several languages: `"Hello."`, `en-US: "Hello."` and `{ fr-FR: "Bonjour.", en-US: "Hello." }`.

use proc_macro2::{Delimiter, Ident, Span, TokenTree};
use syn::{LitInt, Token, buffer::Cursor, ext::IdentExt as _, parse::ParseStream};

use super::{
    Resume, at_block, block, expected,
    line::{parenthesised, without_parentheses},
    literal, rust,
    said::{rows_without_braces, several_rows, unquoted},
    scope, semicolon, skip,
    slip::take_meant,
    syntax_error, tokens,
};
use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    syntax::{Block, Key, LanguageValue, Row, Tag, Text, Texts},
};

/// Parses a text, or one for each language, after `word`.
pub(super) fn texts(
    input: ParseStream<'_>,
    word: Span,
    what: &str,
    diagnostics: &mut Diagnostics,
) -> Result<Texts, Diagnostic> {
    if at_block(input) {
        let (rows, broken) = block(input, diagnostics, |input, diagnostics| rows(input, what, diagnostics))?;
        return Ok(Texts::Block(Block { word, rows, broken, key: None }));
    }
    if begins_row(input) && several_rows(input.cursor()) {
        return Err(rows_without_braces(input, "texts of several languages must be in braces"));
    }
    if begins_row(input) {
        let Row { language, text } = row(input, what, diagnostics)?;
        return Ok(Texts::Fixed { language, text });
    }
    Ok(Texts::Plain(literal::text(input, what)?))
}

/// Parses the value of a `say`: texts, or the name of a prompt.
pub(super) fn words(
    input: ParseStream<'_>,
    word: Span,
    what: &str,
    diagnostics: &mut Diagnostics,
) -> Result<Texts, Diagnostic> {
    let alone =
        input.peek(syn::Ident) && (input.peek2(Token![;]) || input.peek2(Token![,]) || is_last(input));
    if !alone {
        return texts(input, word, what, diagnostics);
    }
    let name: Ident = input.parse()?;
    let key = Key { name, optional: None, ssml: false };
    Ok(Texts::Block(Block { word, rows: Vec::new(), broken: true, key: Some(key) }))
}

/// Parses `, optional` after the name of a prompt.
pub(super) fn optional(
    input: ParseStream<'_>,
    words: &mut Texts,
    diagnostics: &mut Diagnostics,
) -> Result<(), Diagnostic> {
    let Texts::Block(Block { key: Some(key), .. }) = words else { return Ok(()) };
    if input.parse::<Option<Token![,]>>()?.is_some() {
        let word = take_meant(input, "optional", &["maybe", "ifon", "conditional"], diagnostics);
        key.optional = Some(word.ok_or_else(|| super::missing_before(input, "optional"))?);
    }
    Ok(())
}

/// Parses a text for all languages, or one for each.
pub(super) fn by_language(
    input: ParseStream<'_>,
    word: Span,
    what: &str,
    diagnostics: &mut Diagnostics,
) -> Result<Texts, Diagnostic> {
    if begins_row(input) {
        return Err(rows_without_braces(input, &format!("{what} for each language must be in braces")));
    }
    if input.peek(syn::Ident)
        && (input.peek2(Token![;]) || is_last(input))
        && let Some(taken) = tokens::take_one(input)
    {
        let name = taken.written();
        let diagnostic = syntax_error(taken.first, format!("{what} must be in double quotes"));
        diagnostics.push(diagnostic.help(format!("write `\"{name}\"`")));
        return Ok(Texts::Plain(Text::new(name, taken.first)));
    }
    if let Some(text) = without_parentheses(input, &format!("{what} must not be"), diagnostics) {
        return Ok(Texts::Plain(text));
    }
    if let Some(text) = unquoted(input, &format!("{what} must be in double quotes"), diagnostics) {
        return Ok(Texts::Plain(text));
    }
    texts(input, word, what, diagnostics)
}

/// Parses the end of a line. A line that ends in a block needs no `;`.
pub(super) fn end(
    input: ParseStream<'_>,
    from: Cursor<'_>,
    last: &Texts,
    diagnostics: &mut Diagnostics,
) -> Result<(), Diagnostic> {
    if last.block().is_none_or(|block| block.key.is_some()) {
        return semicolon(input, from, diagnostics);
    }
    let _optional = input.parse::<Option<Token![;]>>()?;
    Ok(())
}

/// Returns whether only one word remains.
fn is_last(input: ParseStream<'_>) -> bool {
    input.cursor().ident().is_some_and(|(_, rest)| rest.eof())
}

/// Returns whether a language comes next, and not only a word.
pub(super) fn begins_row(input: ParseStream<'_>) -> bool {
    input.peek(Ident::peek_any) && (input.peek2(Token![-]) || input.peek2(Token![:]))
}

/// Parses the rows of a block. Returns whether one of them could not be parsed.
fn rows(input: ParseStream<'_>, what: &str, diagnostics: &mut Diagnostics) -> (Vec<Row>, bool) {
    let mut found = Vec::new();
    let mut broken = false;
    let mut slip: Option<String> = None;
    while !input.is_empty() {
        let (from, told) = (input.cursor(), diagnostics.len());
        let read = row(input, what, diagnostics).and_then(|row| {
            found.push(row);
            comma(input, from, diagnostics)
        });
        let message = read.as_ref().err().map(|diagnostic| diagnostic.message.clone());
        let message = message.or_else(|| diagnostics.last_mut().map(|last| last.message.clone()));
        let grown = read.is_err() || diagnostics.len() > told;
        let same = grown && slip.is_some() && slip == message;
        if grown {
            slip = message;
        }
        if same {
            diagnostics.truncate(told);
        }
        if let Err(diagnostic) = read {
            // The same mistake in all rows is reported once.
            diagnostics.unread_since(if same { 0 } else { diagnostics.len() }, diagnostic);
            broken = true;
            skip(input, Resume::Comma);
        }
    }
    (found, broken)
}

fn row(input: ParseStream<'_>, what: &str, diagnostics: &mut Diagnostics) -> Result<Row, Diagnostic> {
    let from = input.cursor();
    let language = tag_unquoted(input, diagnostics)?;
    if (input.peek(Token![=]) || input.peek(Token![=>]) || input.peek(Token![->]))
        && let Some(mark) =
            tokens::take_until(input, |input| literal::is_text(input) || input.peek(Token![,]))
    {
        let diagnostic = syntax_error(mark.first, "a language and its text are joined by `:`").to(mark.last);
        diagnostics.push(diagnostic.help("write `:`"));
        return Ok(Row { language, text: literal::text(input, what)? });
    }
    if !input.peek(Token![:]) {
        let diagnostic = syntax_error(language.span, "missing `:` after this").to(language.end);
        if !literal::is_text(input) {
            return Err(diagnostic.help(format!("write `{}: \"…\"`", language.value)));
        }
        diagnostics.push(diagnostic);
    }
    let _colon = input.parse::<Option<Token![:]>>()?;
    if literal::is_over(input) {
        let last = tokens::last_between(from, input.cursor()).map_or(language.end, |last| last.span());
        let diagnostic =
            syntax_error(language.span, format!("the text in `{}` is missing", language.value)).to(last);
        return Err(diagnostic.help(format!("write `{}: \"…\"`", language.value)));
    }
    Ok(Row { language, text: literal::text(input, what)? })
}

/// Parses the separator of two rows. A missing one is reported alone, and parsing continues.
fn comma(input: ParseStream<'_>, from: Cursor<'_>, diagnostics: &mut Diagnostics) -> Result<(), Diagnostic> {
    if input.is_empty() || input.parse::<Option<Token![,]>>()?.is_some() {
        return Ok(());
    }
    if !begins_row(input) {
        return Err(expected(input, "`,` between two languages"));
    }
    diagnostics.push(super::missing_after(input, from, ","));
    Ok(())
}

/// Returns the language of a tag in quotes.
pub(super) fn quoted_tag(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Option<Tag> {
    let (literal, _) = input.cursor().literal()?;
    let value = literal.to_string().trim_matches('"').replace('_', "-");
    let is_tag = value
        .split('-')
        .all(|part| (2..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()));
    if !is_tag {
        return None;
    }
    let taken = tokens::take_one(input)?;
    let diagnostic = syntax_error(taken.first, "a language must not be in quotes");
    diagnostics.push(diagnostic.help(format!("write `{value}`")));
    Some(Tag { value, span: taken.first, end: taken.first })
}

/// Parses a tag. Quotes and underscores are reported.
pub(super) fn tag_unquoted(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Result<Tag, Diagnostic> {
    if literal::is_text(input)
        && let Some(tag) = quoted_tag(input, diagnostics)
    {
        return Ok(tag);
    }
    let mut tag = tag(input)?;
    if tag.value.contains('_') {
        tag.value = tag.value.replace('_', "-");
        let diagnostic = syntax_error(tag.span, "the parts of a language are joined by `-`").to(tag.end);
        diagnostics.push(diagnostic.help(format!("write `{}`", tag.value)));
    }
    Ok(tag)
}

/// `en-US` or `cmn-Hans-CN`: a language in lower case, then parts that begin with a capital letter or a digit.
fn looks_like_a_tag(typed: &str) -> bool {
    let (language, rest) = typed.split_once('-').unwrap_or((typed, ""));
    let is_part = |part: &str| {
        (2..=8).contains(&part.len())
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
            && part.bytes().next().is_some_and(|first| !first.is_ascii_lowercase())
    };
    matches!(language.len(), 2 | 3)
        && language.bytes().all(|byte| byte.is_ascii_lowercase())
        && rest.split('-').all(is_part)
}

/// `en-US`, or `(expr)`.
pub(super) fn language_value(
    input: ParseStream<'_>,
    diagnostics: &mut Diagnostics,
) -> Result<LanguageValue, Diagnostic> {
    if let Some(diagnostic) = scope::bare(input.cursor()) {
        return Err(diagnostic);
    }
    let Some((inside, span, _)) = input.cursor().group(Delimiter::Parenthesis) else {
        return tag_unquoted(input, diagnostics).map(LanguageValue::Tag);
    };
    let typed: String = inside.token_stream().into_iter().map(|token| token.to_string()).collect();
    let value = typed.trim_matches('"').to_owned();
    // As Rust, `en-US` would be a subtraction.
    if looks_like_a_tag(&value) {
        let _taken = tokens::take_one(input);
        let (span, end) = (span.open(), span.close());
        diagnostics.push(parenthesised(span, end, "a language must not be", &value));
        return Ok(LanguageValue::Tag(Tag { value, span, end }));
    }
    rust::computed(input).map(LanguageValue::Computed)
}

/// `en-US`, `es-419`, `cmn-Hans-CN`: joined words.
pub(super) fn tag(input: ParseStream<'_>) -> Result<Tag, Diagnostic> {
    let wanted = "a language such as `en-US`";
    let first = input.call(Ident::parse_any).map_err(|_| expected(input, wanted))?;
    let mut tag = Tag { value: first.to_string(), span: first.span(), end: first.span() };
    while input.peek(Token![-]) {
        let dash = input.parse::<Token![-]>()?;
        let (part, end) = if input.peek(LitInt) {
            let part = input.parse::<LitInt>()?;
            (part.to_string(), part.span())
        } else {
            let part = input.call(Ident::parse_any).map_err(|_| {
                let message = format!("the language `{}-` has no region", tag.value);
                syntax_error(tag.span, message).to(dash.span).help("write a language such as `en-US`")
            })?;
            (part.to_string(), part.span())
        };
        tag.value.push('-');
        tag.value.push_str(&part);
        tag.end = end;
    }
    Ok(tag)
}

/// Parses `fr-FR, en-US` into `found`, as far as possible.
pub(super) fn tags(
    input: ParseStream<'_>,
    found: &mut Vec<Tag>,
    diagnostics: &mut Diagnostics,
) -> Result<(), Diagnostic> {
    if let Some((inside, _, span, _)) = input.cursor().any_group() {
        let written = tokens::written(&inside.token_stream());
        let written = written.replace(" - ", "-");
        let diagnostic = syntax_error(span.open(), "languages must not be in brackets").to(span.close());
        return Err(diagnostic.help(format!("write `{written}`")));
    }
    loop {
        found.push(tag_unquoted(input, diagnostics)?);
        if input.peek(syn::Ident) && input.peek2(Token![-]) {
            diagnostics.push(super::missing_before(input, ","));
            continue;
        }
        let is_joint = match input.cursor().token_tree() {
            Some((TokenTree::Ident(word), _)) => word == "and" || word == "or" || word == "plus",
            Some((TokenTree::Punct(mark), _)) => matches!(mark.as_char(), '|' | '/' | '+' | '&'),
            _ => false,
        };
        if is_joint && let Some(joint) = tokens::take_one(input) {
            diagnostics
                .push(syntax_error(joint.first, "languages are separated by commas").help("write `,`"));
            continue;
        }
        if input.parse::<Option<Token![,]>>()?.is_none() || input.peek(Token![;]) {
            return Ok(());
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn rows_that_are_half_typed_are_told_once_and_nothing_else_is_missing() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                language fr-FR, en-US;
                state Menu { say { fr-FR: "Bonjour.", en } language en-US; goto More; }
//~                                                   ^^ missing `:` after this
//~                                                   help: write `en: "…"`
                state More { say { fr-FR: "Bonjour." en-US: "Hello." } goto Bye; }
//~                                       ^^^^^^^^^^ missing `,` after this
                state Bye { say { "Bonjour." } say { fr- } say { fr-FR: } say fr-FR "Salut."; hangup; }
//~                             ^^^^^^^^^^^^^^ the text must not be in braces
//~                             help: write `"Bonjour.";`
//~                                                  ^^^ the language `fr-` has no region
//~                                                  help: write a language such as `en-US`
//~                                                              ^^^^^^ the text in `fr-FR` is missing
//~                                                              help: write `fr-FR: "…"`
//~                                                                           ^^^^^ missing `:` after this
            }
            "#,
        );
    }

    #[test]
    fn what_takes_no_language_by_itself() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                language fr-FR, en-US;
                voice en-US: "Polly.Joanna";
//~                   ^^^^^^^^^^^^^^^^^^^^^ a voice for each language must be in braces
//~                   help: write `{ en-US: "Polly.Joanna" }`
                audio { "https://a.example/" }
//~                     ^^^^^^^^^^^^^^^^^^^^ expected a language such as `en-US`, found `"https://a.example/"`
//~                     help: write a language such as `en-US`
                state Menu {
                    play en-US: "hello.mp3";
//~                      ^^^^^^^^^^^^^^^^^^ a file or a URL for each language must be in braces
//~                      help: write `{ en-US: "hello.mp3" }`
                    goto More;
                }
                state More {
                    play { fr-FR: "https://a.example/a.mp3" }, say en-US: "Hello.";
//~                                                                ^^^^^ a recording in several languages has its words in each of them
//~                                                                help: write `say { en-US: "…", … }`
                    language "en-US";
//~                          ^^^^^^^ a language must not be in quotes
//~                          help: write `en-US`
                    goto Bye;
                }
                state Bye { language en-US; hangup; }
            }
            "#,
        );
    }

    #[test]
    fn tags_of_every_shape_and_a_semicolon_too_many() {
        check_legal(
            r#"
            pub tree Line {
                start Menu;
                language en-GB-WLS, es-MX,;
                voice { en-GB-WLS: "Polly.Geraint", es-MX: "Polly.Mia" };
                state Menu {
                    say { en-GB-WLS: "Hello.", es-MX: "Hola.", };
                    language es-MX;
                    gather key or speech, language cmn-Hans-CN { say es-MX: "Uno."; } match { 1 | silence | _ => end }
                }
            }
            "#,
        );
    }
}
