//! Steps: what is said and played, in order.

use proc_macro2::{Ident, Span};
use syn::{Token, buffer::Cursor, parse::ParseStream};

use super::{
    Resume, at_block, at_parenthesis, block_called, common, condition, digits, elsewhere, expected, files,
    line::{self, Begin},
    literal, next_line, no_mark, other_rust, rust, said, semicolon, set,
    slip::{at_brackets, take_meant},
    syntax_error, take_word, texts, tokens, unbraced, unit,
    words::{Context, ENDINGS},
};
use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    errors,
    prompt_file::ssml,
    syntax::{Block, Scope, Step, Text, Texts},
};

/// Parses the steps among the prompts of a gather.
pub(super) fn prompts(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Vec<Step> {
    steps_of(Context::Prompts, input, diagnostics)
}

/// Parses the steps of an arm or of `on_error`.
pub(super) fn steps(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Vec<Step> {
    steps_of(Context::Block, input, diagnostics)
}

fn steps_of(place: Context, input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Vec<Step> {
    let mut found = Vec::new();
    while !input.is_empty() {
        if let Some(said) = common::say(input) {
            found.push(said);
            continue;
        }
        if input.peek(Token![;]) {
            let _idle = tokens::take_one(input);
            continue;
        }
        let read = |input: ParseStream<'_>, diagnostics: &mut Diagnostics| several(place, input, diagnostics);
        if let Some(steps) = unit(input, Resume::Line, diagnostics, read) {
            found.extend(steps);
        }
    }
    found
}

/// Parses the next step. A condition with `else` is two steps.
fn several(
    place: Context,
    input: ParseStream<'_>,
    diagnostics: &mut Diagnostics,
) -> Result<Vec<Step>, Diagnostic> {
    if place == Context::Prompts && super::peek_word(input).as_deref() == Some("if") {
        return condition::steps(input, diagnostics, prompts);
    }
    if condition::is_step(input) {
        return condition::steps(input, diagnostics, steps);
    }
    Ok(one(place, input, diagnostics)?.into_iter().collect())
}

fn one(
    place: Context,
    input: ParseStream<'_>,
    diagnostics: &mut Diagnostics,
) -> Result<Option<Step>, Diagnostic> {
    let from = input.cursor();
    if let Some(diagnostic) = elsewhere::strays(place, input) {
        return Err(diagnostic);
    }
    match line::begin(input, place, diagnostics)? {
        Begin::Word(word) => step(input, from, &word, place, diagnostics).map(Some),
        Begin::Said(text) => Ok(Some(Step::Say(Texts::Plain(text)))),
        Begin::Goto(_) | Begin::Unread => Ok(None),
    }
}

/// Parses the step that begins with `word`.
pub(super) fn step(
    input: ParseStream<'_>,
    from: Cursor<'_>,
    word: &Ident,
    place: Context,
    diagnostics: &mut Diagnostics,
) -> Result<Step, Diagnostic> {
    let (name, span) = (word.to_string(), word.span());
    no_mark(input, diagnostics, &format!("after `{name}`"));
    if let Some(diagnostic) = next_line::missing_value(input, word) {
        return Err(diagnostic);
    }
    let step = match name.as_str() {
        "say" => return say(input, from, span, diagnostics),
        "ssml" => {
            let mut words = texts::words(input, span, "SSML to say", diagnostics)?;
            texts::optional(input, &mut words, diagnostics)?;
            texts::end(input, from, &words, diagnostics)?;
            as_ssml(&mut words, diagnostics);
            return Ok(Step::Say(words));
        }
        "language" => Step::Language { word: span, language: texts::language_value(input, diagnostics)? },
        "set" => set::set(input, word, diagnostics)?,
        "run" if set::assigns(input) => return Ok(set::run(input, word, diagnostics)),
        "run" => Step::Run { word: span, run: rust::run(value(input, word, "run …")?)? },
        "play" => match line::without_parentheses(input, "the file must not be", diagnostics) {
            Some(file) => Step::Play { file: Texts::Plain(file), words: None },
            None if at_parenthesis(input) => {
                Step::PlayComputed { expression: rust::parenthesised(input)?, placeholder: 0 }
            }
            None if digits::is_next(input) => {
                let tones = digits::digits(input, diagnostics)?;
                // Among prompts, the author has to write `uninterrupted`.
                if place == Context::Prompts { tones } else { Step::Uninterrupted(vec![tones]) }
            }
            None => return play(input, from, span, diagnostics),
        },
        "pause" => Step::Pause(pause(input, word, diagnostics)?),
        "first" => return Ok(Step::First { word: span, steps: inner(input, word, place, diagnostics)? }),
        "each" => return scoped(input, word, place, Scope::Each, diagnostics),
        "more" => return scoped(input, word, place, Scope::More, diagnostics),
        "once" => return scoped(input, word, place, Scope::Once(0), diagnostics),
        _ => return Ok(Step::Uninterrupted(inner(input, word, place, diagnostics)?)),
    };
    semicolon(input, from, diagnostics)?;
    Ok(step)
}

fn say(
    input: ParseStream<'_>,
    from: Cursor<'_>,
    word: Span,
    diagnostics: &mut Diagnostics,
) -> Result<Step, Diagnostic> {
    let mut said = said::said(input, word, diagnostics)?;
    // Of `print Menu;` the word is told; whether the name is a prompt's is told when it is `say`.
    if let Texts::Block(Block { key: Some(key), .. }) = &said
        && diagnostics.is_faulty()
    {
        said = Texts::Plain(Text::new("…".to_owned(), key.name.span()));
    }
    texts::optional(input, &mut said, diagnostics)?;
    texts::end(input, from, &said, diagnostics)?;
    Ok(Step::Say(said))
}

/// Parses texts as SSML. Their values become the words that are spoken.
fn as_ssml(texts: &mut Texts, diagnostics: &mut Diagnostics) {
    let read = |text: &mut Text| match ssml(&text.value) {
        Ok(found) => text.ssml = Some(std::mem::replace(&mut text.value, found.spoken)),
        Err(bad) => {
            // Marked as SSML, so that no rule about plain texts reports it again.
            text.ssml = Some(text.value.clone());
            diagnostics.push(errors::bad_ssml(text.span, bad));
        }
    };
    match texts {
        Texts::Plain(text) | Texts::Fixed { text, .. } => [text].into_iter().for_each(read),
        Texts::Block(block) => {
            block.rows.iter_mut().map(|row| &mut row.text).for_each(read);
            if let Some(key) = &mut block.key {
                key.ssml = true;
            }
        }
    }
}

/// `each { … }`, `more { … }` or `once { … }`.
fn scoped(
    input: ParseStream<'_>,
    word: &Ident,
    place: Context,
    scope: Scope,
    diagnostics: &mut Diagnostics,
) -> Result<Step, Diagnostic> {
    Ok(Step::Scoped { word: word.span(), scope, steps: inner(input, word, place, diagnostics)? })
}

/// Parses the steps of `first`, `uninterrupted` and similar blocks.
fn inner(
    input: ParseStream<'_>,
    word: &Ident,
    place: Context,
    diagnostics: &mut Diagnostics,
) -> Result<Vec<Step>, Diagnostic> {
    if let Some(value) = before_braces(input) {
        let message = format!("`{word}` takes no value before its braces");
        diagnostics.push(syntax_error(value.first, message).to(value.last).help("remove it"));
    }
    let message = format!("the steps of `{word}` must be in braces");
    if let Some(steps) = unbraced::parenthesised(input, diagnostics, &message) {
        return Ok(steps);
    }
    if at_brackets(input) {
        return block_called(input, diagnostics, &message, |input, diagnostics| {
            steps_of(place, input, diagnostics)
        });
    }
    if let Some(steps) = unbraced::said(input, diagnostics, &message) {
        return Ok(steps);
    }
    Err(syntax_error(word.span(), message).help(format!("write `{word} {{ … }}`")))
}

/// `each (stop) { … }`, `each stop in stops { … }`, `once 2 { … }`: what stands before the braces, taken.
fn before_braces(input: ParseStream<'_>) -> Option<tokens::Taken> {
    const MAX_TOKENS: usize = 5;
    let (mut at, mut count) = (input.cursor(), 0);
    while at.group(proc_macro2::Delimiter::Brace).is_none() {
        let (token, next) = at.token_tree()?;
        let ends = match &token {
            proc_macro2::TokenTree::Punct(mark) => mark.as_char() == ';',
            proc_macro2::TokenTree::Ident(word) => word == "say" || word == "play" || word == "ssml",
            proc_macro2::TokenTree::Group(_) | proc_macro2::TokenTree::Literal(_) => false,
        };
        if ends || count == MAX_TOKENS {
            return None;
        }
        (at, count) = (next, count + 1);
    }
    tokens::take_until(input, at_block)
}

fn pause(
    input: ParseStream<'_>,
    word: &Ident,
    diagnostics: &mut Diagnostics,
) -> Result<crate::syntax::Number, Diagnostic> {
    if let Some(length) =
        super::peek_word(input).filter(|word| matches!(word.as_str(), "length" | "for" | "duration"))
        && let Some(first) = take_word(input, &length)
    {
        let message = "`pause` must be followed by a duration";
        let equals = input.peek(Token![=]).then(|| tokens::take_one(input)).flatten();
        let diagnostic = syntax_error(first, message).to(equals.map_or(first, |equals| equals.last));
        diagnostics.push(diagnostic.help("remove it"));
    }
    if input.peek(Token![;]) || input.is_empty() {
        let diagnostic = syntax_error(word.span(), "`pause` needs a duration");
        return Err(diagnostic.help("write `pause 1s`"));
    }
    literal::duration(input, diagnostics)
}

pub(super) fn value(
    input: ParseStream<'_>,
    word: &Ident,
    form: &str,
) -> Result<proc_macro2::TokenStream, Diagnostic> {
    if input.peek(Token![;]) || input.is_empty() {
        let diagnostic = syntax_error(word.span(), format!("`{word}` needs a value"));
        return Err(diagnostic.help(format!("write `{form}`")));
    }
    let from = input.cursor();
    rust::too_deep(from)?;
    let taken = tokens::take_until(input, |input| {
        // If another line begins before the `;`, the `;` is missing.
        let begins = input.cursor() != from
            && input
                .cursor()
                .ident()
                .is_some_and(|(word, _)| ENDINGS.contains(&word.to_string().as_str()) || word == "say")
            && (input.peek2(syn::Ident) || input.peek2(syn::LitStr) || word_alone(input));
        input.peek(Token![;]) || begins
    });
    let tokens = taken.map(|taken| taken.tokens).ok_or_else(|| expected(input, "a Rust expression"))?;
    other_rust::await_first(&tokens).or_else(|| other_rust::null(&tokens)).map_or(Ok(tokens), Err)
}

/// Returns whether a statement of one word begins here, such as `hangup;`, so that the expression before it has ended.
fn word_alone(input: ParseStream<'_>) -> bool {
    matches!(super::peek_word(input).as_deref(), Some("hangup" | "reject" | "leave"))
        && input.peek2(Token![;])
}

/// `play "…", say "…";`, after its first word.
fn play(
    input: ParseStream<'_>,
    from: Cursor<'_>,
    word: Span,
    diagnostics: &mut Diagnostics,
) -> Result<Step, Diagnostic> {
    if let Some(diagnostic) = said::attribute_before(input, "play") {
        return Err(diagnostic);
    }
    if let Some(file) = said::unquoted(input, "the file must be in double quotes", diagnostics) {
        semicolon(input, from, diagnostics)?;
        return Ok(Step::Play { file: Texts::Plain(file), words: None });
    }
    if (at_brackets(input) || !input.peek2(Token![;]))
        && let Some(file) = files::several_files(input, word, diagnostics)?
    {
        semicolon(input, from, diagnostics)?;
        return Ok(Step::Play { file: Texts::Plain(file), words: None });
    }
    let file = texts::by_language(input, word, "a file or a URL", diagnostics)?;
    if input.peek(Token![,]) && super::loops(input) {
        return Err(super::no_loop(input, "play"));
    }
    if let Some((word, rest)) = input.cursor().ident()
        && matches!(word.to_string().as_str(), "and" | "or" | "with" | "as" | "else")
        && rest.ident().is_some_and(|(next, _)| next == "say")
    {
        let _word = tokens::take_one(input);
        diagnostics.push(
            syntax_error(word.span(), "the words of a recording must follow a comma").help("write `,`"),
        );
        let say = take_word(input, "say").unwrap_or(word.span());
        let words = Some(texts::words(input, say, "the words of the recording", diagnostics)?);
        texts::end(input, from, &file, diagnostics)?;
        return Ok(Step::Play { file, words });
    }
    let words = match input.parse::<Option<Token![,]>>()? {
        Some(_) => {
            let say = take_meant(input, "say", &["text", "speak", "words", "alt", "transcript"], diagnostics)
                .ok_or_else(|| super::missing_before(input, "say"))?;
            Some(texts::words(input, say, "the words of the recording", diagnostics)?)
        }
        None => None,
    };
    if let (Some(_), Some(Texts::Fixed { language, .. })) = (file.block(), &words) {
        let message = "a recording in several languages has its words in each of them";
        let diagnostic = syntax_error(language.span, message).to(language.end);
        diagnostics.push(diagnostic.help(format!("write `say {{ {}: \"…\", … }}`", language.value)));
    }
    texts::end(input, from, words.as_ref().unwrap_or(&file), diagnostics)?;
    Ok(Step::Play { file, words })
}
