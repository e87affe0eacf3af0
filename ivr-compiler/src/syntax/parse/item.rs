//! The items of a tree: `start Menu;`, `language en-US;`, `everywhere { … }`.

use ivr_core::event::Verb;
use proc_macro2::{Delimiter, Ident, Span};
use syn::{Token, buffer::Cursor, ext::IdentExt as _, parse::ParseStream, token};

use super::{
    after, apart, arm, attribute, begins_item, block_called, cases, common, data, handler, hours,
    line::without_parentheses,
    literal, no_mark, peek_word, promise, said, scenario, semicolon,
    slip::at_brackets,
    start, state, step, syntax_error, take_word, target, texts, tokens,
    tree::{lacks_value, next_state, no_attributes, no_item, once},
    undeclared,
    words::{self, Context},
};
use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    syntax::{OnError, PromptFile, Tag, Target, Texts, Tree},
};

/// Parses an item into the tree, and sets `read` to its word.
pub(super) fn item(
    input: ParseStream<'_>,
    tree: &mut Tree,
    read: &mut Option<String>,
    diagnostics: &mut Diagnostics,
) -> Result<(), Diagnostic> {
    let attributes = attribute::attributes(input, diagnostics);
    *read = peek_word(input);
    if let Some(name) = common::state(input) {
        return state::plain(input, name, attributes, tree, diagnostics);
    }
    let Some(typed) = read.clone() else { return Err(no_item(input)) };
    let from = input.cursor();
    let nameless = input.peek2(token::Brace) && typed.starts_with(char::is_uppercase);
    if nameless && !words::is_known(Context::Item, &typed) {
        let diagnostic = syntax_error(input.span(), format!("`state` is missing before `{typed}`"));
        diagnostics.push(diagnostic.help(format!("write `state {typed}`")));
        let word = Ident::new("state", input.span());
        return state::state(input, &word, state::Form::Other, attributes, tree, diagnostics);
    }
    if !words::is_known(Context::Item, &typed) {
        before_item(input, &typed, diagnostics);
        if let Some(diagnostic) = handler::handler(input).or_else(|| undeclared::undeclared(input)) {
            return Err(diagnostic);
        }
    }
    let typed = peek_word(input).unwrap_or(typed);
    let word = input.call(Ident::parse_any)?;
    let word = match apart::joined(input, Context::Item, &word, diagnostics) {
        Some(word) => word,
        None => words::meant(Context::Item, word, diagnostics)?,
    };
    *read = Some(word.to_string());
    if word == "state" {
        let form = if typed == "state" { state::Form::Known } else { state::Form::Other };
        return state::state(input, &word, form, attributes, tree, diagnostics);
    }
    no_attributes(&attributes, diagnostics);
    if let Some(form) = form(&word)
        && (input.is_empty() || input.peek(Token![;]) || begins_item(input))
    {
        let diagnostic = syntax_error(word.span(), format!("nothing follows `{word}`"));
        return Err(diagnostic.help(format!("write `{form}`")));
    }
    if matches!(
        word.to_string().as_str(),
        "data" | "everywhere" | "on_error" | "scenario" | "after" | "hours"
    ) {
        return braced(input, &word, tree, diagnostics);
    }
    no_mark(input, diagnostics, &format!("after `{word}`"));
    line(input, from, &word, tree, diagnostics)
}

/// An item of which only the word is there.
fn form(word: &Ident) -> Option<&'static str> {
    Some(match word.to_string().as_str() {
        "hours" => "hours office, zone \"Europe/Paris\" { mon..=fri 9:00-18:00; }",
        "promise" => "promise silence ends within 5min;",
        "scenario" => "scenario \"a caller who says nothing\" { silence => end; }",
        "prompts" => "prompts \"prompts.toml\";",
        _ => return None,
    })
}

/// `pub state`, `async state`, `override state`: reported and taken.
fn before_item(input: ParseStream<'_>, typed: &str, diagnostics: &mut Diagnostics) {
    const WORDS: [&str; 17] = [
        "pub", "async", "const", "static", "mut", "export", "public", "private", "abstract", "final",
        "unsafe", "extern", "override", "virtual", "let", "new", "default",
    ];
    let item = input.cursor().ident().and_then(|(_, rest)| rest.ident());
    let Some((item, _)) = item.filter(|(item, _)| words::is_known(Context::Item, &item.to_string())) else {
        return;
    };
    let (is_another, ahead) = (words::is_another(Context::Item, typed), input.fork());
    let _typed = ahead.call(Ident::parse_any);
    let is_idle = !is_another && !words::is_near(Context::Item, typed) && begins_item(&ahead);
    if (WORDS.contains(&typed) || is_idle)
        && let Some(word) = tokens::take_one(input)
    {
        let message = format!("`{typed}` is not allowed before `{item}`");
        diagnostics.push(syntax_error(word.first, message).help("remove it"));
    }
}

/// Parses an item that ends in a block.
fn braced(
    input: ParseStream<'_>,
    word: &Ident,
    tree: &mut Tree,
    diagnostics: &mut Diagnostics,
) -> Result<(), Diagnostic> {
    if word != "scenario" {
        no_mark(input, diagnostics, &format!("after `{word}`"));
    }
    if let ("data" | "everywhere", Some((name, rest))) = (word.to_string().as_str(), input.cursor().ident())
        && name != "match"
        && rest.group(Delimiter::Brace).is_some()
    {
        let _name = tokens::take_one(input);
        let diagnostic = syntax_error(name.span(), format!("`{word}` has no name"));
        diagnostics.push_first(diagnostic.help("remove it"));
    }
    match word.to_string().as_str() {
        "data" if at_brackets(input) => {
            let message = "the fields of `data` must be in braces";
            let fields = block_called(input, diagnostics, message, data::fields)?;
            tree.data.extend(fields);
        }
        "data" => return Err(unbraced(input, word, "fields")),
        "everywhere" if peek_word(input).as_deref() == Some("match") && input.peek2(token::Brace) => {
            if let Some(word) = take_word(input, "match") {
                let diagnostic = syntax_error(word, "the arms of `everywhere` must directly follow it");
                diagnostics.push(diagnostic.help("remove it"));
            }
            return braced(input, word, tree, diagnostics);
        }
        "everywhere" if prompts_of_everywhere(input, diagnostics) => {
            return braced(input, word, tree, diagnostics);
        }
        "everywhere"
            if cases::in_block(
                input,
                (word, "everywhere"),
                cases::Of::Verb(Verb::Gather),
                || "everywhere ".to_owned(),
                diagnostics,
            ) =>
        {
            tree.unread.everywhere = true;
        }
        "everywhere" if at_brackets(input) => {
            let of = arm::Of::verb(Verb::Gather);
            let message = "the arms of `everywhere` must be in braces";
            let (arms, broken) = block_called(input, diagnostics, message, |input, diagnostics| {
                arm::arms(input, of, diagnostics)
            })?;
            tree.everywhere.extend(arms);
            tree.unread.everywhere |= broken;
        }
        "everywhere" => return Err(unbraced(input, word, "arms")),
        "on_error" => {
            let found = on_error(input, word, tree, diagnostics)?;
            once(&mut tree.on_error, word, found, diagnostics);
            let _optional = input.parse::<Option<Token![;]>>()?;
        }
        "after" => tree.after.push(after::after(input, word, diagnostics)?),
        "hours" => tree.hours.push(hours::hours(input, word, diagnostics)?),
        _ => tree.scenarios.push(scenario::scenario(input, word, diagnostics)?),
    }
    Ok(())
}

/// Parses an item that ends in `;`.
fn line(
    input: ParseStream<'_>,
    from: Cursor<'_>,
    word: &Ident,
    tree: &mut Tree,
    diagnostics: &mut Diagnostics,
) -> Result<(), Diagnostic> {
    match word.to_string().as_str() {
        "start" => {
            tree.starts.push(start::start(input, from, word, diagnostics)?);
            return Ok(());
        }
        "language" => {
            if let Some(diagnostic) = lacks_value(input, word, "en-US").filter(|_| !input.peek2(Token![-])) {
                return Err(diagnostic);
            }
            let mut tags = Vec::new();
            let read = texts::tags(input, &mut tags, diagnostics);
            read?;
            several_languages(&mut tree.languages, word, tags, diagnostics);
        }
        "voice" => return by_language(input, from, word, "a voice", &mut tree.voice, diagnostics),
        "audio" => return by_language(input, from, word, "a URL", &mut tree.audio, diagnostics),
        "audio_files" => {
            return by_language(input, from, word, "a folder", &mut tree.audio_files, diagnostics);
        }
        "prompts" => {
            let what = "the file with the prompts";
            if let Some(diagnostic) = texts_of_prompts(input) {
                return Err(diagnostic);
            }
            let file = match without_parentheses(input, &format!("{what} must not be"), diagnostics)
                .or_else(|| said::unquoted(input, &format!("{what} must be in double quotes"), diagnostics))
            {
                Some(file) => file,
                None => literal::text(input, what)?,
            };
            once(&mut tree.prompts, word, PromptFile { file, keys: Vec::new() }, diagnostics);
        }
        _ => tree.promises.push(promise::promise(input, diagnostics)?),
    }
    semicolon(input, from, diagnostics)
}

/// `prompts { welcome = "…" }` and `prompts ["a.toml"]`: the texts stand in one file. Taken as a whole.
fn texts_of_prompts(input: ParseStream<'_>) -> Option<Diagnostic> {
    let (inside, delimiter, span, _) = input.cursor().any_group()?;
    if delimiter == Delimiter::Parenthesis {
        return None;
    }
    let _group = tokens::take_one(input);
    let only =
        inside.literal().filter(|(_, rest)| rest.eof()).and_then(|(file, _)| tokens::unquoted(&file.into()));
    let (message, help) = match only {
        Some(file) => ("the file with the prompts must not be in brackets", format!("write `{file:?}`")),
        None => (
            "the prompts of a tree are in a file of their own",
            "write `prompts \"prompts.toml\";`, and the texts in that file: `welcome = \"Welcome.\"`"
                .to_owned(),
        ),
    };
    Some(syntax_error(span.open(), message).to(span.close()).help(help))
}

/// A second `language` is one more language of the first.
fn several_languages(
    place: &mut Option<Vec<Tag>>,
    word: &Ident,
    tags: Vec<Tag>,
    diagnostics: &mut Diagnostics,
) {
    let Some(first) = place else {
        *place = Some(tags);
        return;
    };
    if tags.iter().all(|tag| first.iter().any(|known| known.value == tag.value)) {
        return once(place, word, tags, diagnostics);
    }
    let last = tags.last().map_or(word.span(), |tag| tag.end);
    let all = first.iter().chain(&tags).map(|tag| tag.value.as_str()).collect::<Vec<_>>().join(", ");
    let diagnostic = syntax_error(word.span(), "several languages are one item").to(last);
    diagnostics.push(diagnostic.help(format!("remove it, and write `language {all};` in its place above")));
}

/// `everywhere { say "…"; } match { … }`: the prompts are reported and taken with `match`.
fn prompts_of_everywhere(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> bool {
    let block = input.cursor().group(Delimiter::Brace);
    let Some((_, span, rest)) = block else { return false };
    let Some((word, rest)) = rest.ident().filter(|(word, _)| word == "match") else { return false };
    if rest.group(Delimiter::Brace).is_none() {
        return false;
    }
    let _taken = tokens::take_one(input).zip(tokens::take_one(input));
    let message = "`everywhere` has arms and no prompts";
    diagnostics.push(syntax_error(span.open(), message).to(word.span()).help("remove it"));
    true
}

/// Reports an item without its block: `data n: u32;`, `everywhere 0 => Menu;`, `data (…)`, and the word alone.
fn unbraced(input: ParseStream<'_>, word: &Ident, what: &str) -> Diagnostic {
    let message = format!("the {what} of `{word}` must be in braces");
    if input.is_empty() || begins_item(input) || input.peek(Token![;]) {
        return syntax_error(word.span(), message).help(format!("write `{word} {{ }}`"));
    }
    let Some(taken) = tokens::take_until(input, |input| input.peek(Token![;]) || begins_item(input)) else {
        return syntax_error(word.span(), message);
    };
    let end = input.cursor().punct().map_or(taken.last, |(end, _)| end.span());
    syntax_error(taken.first, message).to(end).help(format!("write `{{ {} }}`", taken.written()))
}

/// `on_error say "…"; then Goodbye`: what stands before `then` belongs in braces.
fn steps_without_braces(input: ParseStream<'_>, word: &Ident) -> Diagnostic {
    if let Some((goto, rest)) = input.cursor().ident().filter(|(word, _)| word == "goto")
        && let Some((state, _)) = rest.ident()
    {
        let _target = tokens::take_until(input, |input| input.peek(Token![;]));
        let message = "`on_error` has steps in braces, and its target after `then`";
        let diagnostic = syntax_error(goto.span(), message).to(state.span());
        return diagnostic.help(format!("write `{{ say \"…\"; }} then {state}`"));
    }
    if let Some((state, rest)) = input.cursor().ident()
        && (rest.eof() || rest.punct().is_some())
        && let Some(state) = tokens::take_one(input)
            .filter(|_| state.to_string().starts_with(char::is_uppercase) || state == "end")
    {
        let message = "`on_error` has steps in braces, and its target after `then`";
        let diagnostic = syntax_error(state.first, message);
        return diagnostic.help(format!("write `{{ say \"…\"; }} then {}`", state.written()));
    }
    let is_then = |input: ParseStream<'_>| peek_word(input).as_deref() == Some("then");
    let mut at = input.cursor();
    while let Some((token, rest)) = at.token_tree()
        && !matches!(&token, proc_macro2::TokenTree::Ident(word) if word == "then" || word == "state")
    {
        at = rest;
    }
    if at.ident().is_none_or(|(word, _)| word != "then") {
        return unbraced(input, word, "steps");
    }
    let Some(taken) = tokens::take_until(input, is_then) else { return unbraced(input, word, "steps") };
    let written = taken.written();
    let written = written.trim_end_matches(';');
    let diagnostic = syntax_error(taken.first, "the steps of `on_error` must be in braces");
    diagnostic.to(taken.last).help(format!("write `{{ {written}; }}`"))
}

/// `on_error then Agent { say "…"; }` or `on_error then Agent`, behind `then`.
fn target_first(input: ParseStream<'_>, word: &Ident, then: Span) -> Diagnostic {
    let is_target = input.peek2(token::Brace) && !begins_item(input);
    let state = peek_word(input).filter(|_| is_target);
    let Some((state, block)) = state.and_then(|state| {
        let _state = tokens::take_one(input)?;
        Some((state, tokens::take_one(input)?))
    }) else {
        let diagnostic = syntax_error(word.span(), "the steps of `on_error` must be in braces");
        return diagnostic.help("write `on_error { say \"…\"; } then …`");
    };
    let written = Some(block.written()).filter(|written| written.len() < 100);
    let written = written.unwrap_or_else(|| "{ … }".to_owned());
    let diagnostic = syntax_error(then, "the steps of `on_error` must come before `then`").to(block.last);
    diagnostic.help(format!("write `{written} then {state}`"))
}

fn on_error(
    input: ParseStream<'_>,
    word: &Ident,
    tree: &Tree,
    diagnostics: &mut Diagnostics,
) -> Result<OnError, Diagnostic> {
    if !at_brackets(input) {
        if let Some(then) = take_word(input, "then") {
            return Err(target_first(input, word, then));
        }
        return Err(steps_without_braces(input, word));
    }
    let message = "the steps of `on_error` must be in braces";
    let unread = diagnostics.count_unread();
    let written = input.cursor().token_tree().map(|(block, _)| tokens::written(&block.into()));
    let end = input.cursor().token_tree().map_or(word.span(), |(block, _)| tokens::end_of(&block));
    let steps = block_called(input, diagnostics, message, step::steps)?;
    let over = input.is_empty() || begins_item(input) || input.peek(Token![;]);
    if over && diagnostics.count_unread() > unread {
        return Ok(OnError { steps, then: Target::Broken });
    }
    if over {
        let state = tree.states.first().map(|state| state.name.to_string()).or_else(|| next_state(input));
        let state = state.unwrap_or_else(|| "end".to_owned());
        let diagnostic = syntax_error(word.span(), "`on_error` has no target").to(end);
        let written = written.filter(|written| written.len() < 100).unwrap_or_else(|| "{ … }".to_owned());
        return Err(diagnostic.help(format!("write `on_error {written} then {state}`")));
    }
    target::expect_then(input, "`then` must follow the steps of `on_error`", diagnostics)?;
    Ok(OnError { steps, then: target::target(input, diagnostics)? })
}

/// `voice "…";`, or `voice { fr-FR: "…", en-US: "…" }`.
fn by_language(
    input: ParseStream<'_>,
    from: Cursor<'_>,
    word: &Ident,
    what: &str,
    place: &mut Option<Texts>,
    diagnostics: &mut Diagnostics,
) -> Result<(), Diagnostic> {
    if let Some(diagnostic) = lacks_value(input, word, "\"…\"") {
        return Err(diagnostic);
    }
    let found = texts::by_language(input, word.span(), what, diagnostics)?;
    let ended = texts::end(input, from, &found, diagnostics);
    once(place, word, found, diagnostics);
    ended
}
