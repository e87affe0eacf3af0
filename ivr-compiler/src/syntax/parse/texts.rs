//! Texts in several languages: `"Hello."`, `en-US: "Hello."` and `{ fr-FR: "Bonjour.", en-US: "Hello." }`.

use proc_macro2::{Ident, Span};
use syn::{LitInt, Token, ext::IdentExt as _, parse::ParseStream};

use super::{
    Resume, block, expect_word, literal, skip,
    tree::{at_block, semicolon},
};
use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    syntax::{Block, Key, Row, Tag, Texts},
};

/// A text, or one for each language; `word` is what stands before it.
pub(super) fn texts(
    input: ParseStream<'_>,
    word: Span,
    what: &str,
    faults: &mut Diagnostics,
) -> syn::Result<Texts> {
    if at_block(input) {
        let (rows, broken) = block(input, faults, |input, faults| rows(input, what, faults))?;
        return Ok(Texts::Block(Block { word, rows, broken, key: None }));
    }
    if begins_row(input) {
        let Row { language, text } = row(input, what)?;
        return Ok(Texts::Fixed { language, text });
    }
    Ok(Texts::Plain(literal::text(input, what)?))
}

/// The words of a `say`: texts, or the name of some in a file.
pub(super) fn words(
    input: ParseStream<'_>,
    word: Span,
    what: &str,
    faults: &mut Diagnostics,
) -> syn::Result<Texts> {
    let alone =
        input.peek(syn::Ident) && (input.peek2(Token![;]) || input.peek2(Token![,]) || is_last(input));
    if !alone {
        return texts(input, word, what, faults);
    }
    let name: Ident = input.parse()?;
    let key = Key { name, optional: None, ssml: false };
    Ok(Texts::Block(Block { word, rows: Vec::new(), broken: true, key: Some(key) }))
}

/// `, optional` behind the name of words in a file.
pub(super) fn optional(input: ParseStream<'_>, words: &mut Texts) -> syn::Result<()> {
    let Texts::Block(Block { key: Some(key), .. }) = words else { return Ok(()) };
    if input.parse::<Option<Token![,]>>()?.is_some() {
        key.optional = Some(expect_word(input, "optional")?);
    }
    Ok(())
}

/// A text for all languages, or one for each.
pub(super) fn by_language(
    input: ParseStream<'_>,
    word: Span,
    what: &str,
    faults: &mut Diagnostics,
) -> Result<Texts, Diagnostic> {
    if begins_row(input) {
        let fault = Diagnostic::from(input.error(format!("expected {what} in double quotes")));
        return Err(fault.help("what is for one language stands in braces: `{ en-US: \"…\" }`"));
    }
    Ok(texts(input, word, what, faults)?)
}

/// The end of a line: what ends in a block needs no `;`.
pub(super) fn end(input: ParseStream<'_>, last: &Texts, faults: &mut Diagnostics) -> syn::Result<()> {
    if last.block().is_none_or(|block| block.key.is_some()) {
        return semicolon(input, faults);
    }
    let _optional = input.parse::<Option<Token![;]>>()?;
    Ok(())
}

/// Whether one word is all that is left.
fn is_last(input: ParseStream<'_>) -> bool {
    let rest = input.fork();
    rest.call(Ident::parse_any).is_ok() && rest.is_empty()
}

/// Whether a language stands next, and not a word alone.
fn begins_row(input: ParseStream<'_>) -> bool {
    input.peek(Ident::peek_any) && (input.peek2(Token![-]) || input.peek2(Token![:]))
}

/// The rows of a block, and whether one of them could not be read.
fn rows(input: ParseStream<'_>, what: &str, faults: &mut Diagnostics) -> (Vec<Row>, bool) {
    let mut found = Vec::new();
    let mut broken = false;
    while !input.is_empty() {
        let read = row(input, what).and_then(|row| {
            found.push(row);
            comma(input, faults)
        });
        if let Err(fault) = read {
            faults.push(fault);
            broken = true;
            skip(input, Resume::Comma);
        }
    }
    (found, broken)
}

fn row(input: ParseStream<'_>, what: &str) -> syn::Result<Row> {
    let language = tag(input)?;
    if !input.peek(Token![:]) {
        return Err(input.error(format!("expected `:` and {what} in `{}`", language.value)));
    }
    input.parse::<Token![:]>()?;
    Ok(Row { language, text: literal::text(input, what)? })
}

/// What separates two rows. Before the next one it is reported alone, and reading goes on.
fn comma(input: ParseStream<'_>, faults: &mut Diagnostics) -> syn::Result<()> {
    if input.is_empty() || input.parse::<Option<Token![,]>>()?.is_some() {
        return Ok(());
    }
    let missing = input.error("expected `,` between two languages");
    if !begins_row(input) {
        return Err(missing);
    }
    faults.push(missing);
    Ok(())
}

/// `en-US`, `es-419`, `cmn-Hans-CN`: joined words.
pub(super) fn tag(input: ParseStream<'_>) -> syn::Result<Tag> {
    let wanted = "expected a language such as `en-US`";
    let first = input.call(Ident::parse_any).map_err(|_| input.error(wanted))?;
    let mut tag = Tag { value: first.to_string(), span: first.span(), end: first.span() };
    while input.peek(Token![-]) {
        input.parse::<Token![-]>()?;
        let (part, end) = if input.peek(LitInt) {
            let part = input.parse::<LitInt>()?;
            (part.to_string(), part.span())
        } else {
            let part = input.call(Ident::parse_any).map_err(|_| input.error(wanted))?;
            (part.to_string(), part.span())
        };
        tag.value.push('-');
        tag.value.push_str(&part);
        tag.end = end;
    }
    Ok(tag)
}

/// `fr-FR, en-US`, put into `found` as far as it can be read.
pub(super) fn tags(input: ParseStream<'_>, found: &mut Vec<Tag>) -> syn::Result<()> {
    found.push(tag(input)?);
    while input.parse::<Option<Token![,]>>()?.is_some() && !input.peek(Token![;]) {
        found.push(tag(input)?);
    }
    Ok(())
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
//~                                                      ^ unexpected end of input, expected `:` and what to say in `en`
                state More { say { fr-FR: "Bonjour." en-US: "Hello." } goto Bye; }
//~                                                  ^^ expected `,` between two languages
                state Bye { say { "Bonjour." } say { fr- } say { fr-FR: } say fr-FR "Salut."; hangup; }
//~                               ^^^^^^^^^^ expected a language such as `en-US`
//~                                                      ^ unexpected end of input, expected a language such as `en-US`
//~                                                                     ^ unexpected end of input, expected what to say in double quotes
//~                                                                                 ^^^^^^^^ expected `:` and what to say in `fr-FR`
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
//~                   ^^ expected a voice in double quotes
//~                   help: what is for one language stands in braces: `{ en-US: "…" }`
                audio { "https://a.example/" }
//~                     ^^^^^^^^^^^^^^^^^^^^ expected a language such as `en-US`
                state Menu {
                    play en-US: "hello.mp3";
//~                      ^^ expected a file or a URL in double quotes
//~                      help: what is for one language stands in braces: `{ en-US: "…" }`
                    goto More;
                }
                state More {
                    play { fr-FR: "https://a.example/a.mp3" }, say en-US: "Hello.";
//~                                                                ^^^^^ a recording in several languages has its words in each of them
//~                                                                help: write `say { en-US: "…", … }`
                    language "en-US";
//~                          ^^^^^^^ expected a language such as `en-US`
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
