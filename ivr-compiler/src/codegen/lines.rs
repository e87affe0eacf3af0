//! The lines of the description: what is said and played, in each language of the tree.

use ivr_core::description::{self, Line, Placeholder, Play, Recording, Say, Translation};

use super::{
    description::index,
    verbs::{expression, literal_or_computed},
};
use crate::{
    model::{Graph, Piece, number, pieces, reads},
    syntax::{LanguageValue, Scope, Step, Tag, Text, Texts, Value, rust_source},
};

/// Describes steps as lines.
pub(super) fn lines(graph: &Graph, steps: &[Step]) -> Vec<Line> {
    steps.iter().filter_map(|step| line(graph, step)).collect()
}

fn scope(scope: &Scope) -> description::Scope {
    match scope {
        Scope::Each => description::Scope::Each,
        Scope::More => description::Scope::More,
        Scope::Once(number) => description::Scope::Once(index(*number)),
        Scope::If(condition) => description::Scope::If(condition.of_core()),
    }
}

fn line(graph: &Graph, step: &Step) -> Option<Line> {
    Some(match step {
        Step::Say(words) => Line::Say(say(graph, words)),
        Step::Play { file, words } => Line::Play(play(graph, file, words.as_ref())),
        Step::Pause(pause) => Line::Pause { seconds: pause.value },
        Step::Language { language, .. } => match language {
            LanguageValue::Tag(tag) => Line::Language { tag: tag.value.clone(), choice: None },
            LanguageValue::Computed(choice) => {
                Line::Language { tag: String::new(), choice: Some(expression(choice)) }
            }
        },
        Step::PlayComputed { expression, placeholder } => Line::Play(Play {
            url: Some(rust_source(expression)),
            placeholder: Some(index(*placeholder)),
            ..Play::default()
        }),
        Step::PlayDigits { digits, .. } => {
            Line::PlayDigits { digits: literal_or_computed(digits), secret: is_secret(graph, digits) }
        }
        Step::Effects(block) => {
            let runs = graph.effects.get(*block).into_iter().flat_map(|effects| &effects.runs);
            let repeated = runs.filter(|run| run.at_least_once).map(|run| rust_source(&run.effect));
            Line::Effect { block: index(*block), at_least_once: repeated.collect() }
        }
        Step::Uninterrupted(steps) => Line::Uninterrupted { lines: lines(graph, steps) },
        Step::First { steps, .. } => Line::First { lines: lines(graph, steps) },
        Step::Scoped { scope, steps, .. } => {
            Line::Scoped { scope: self::scope(scope), lines: lines(graph, steps) }
        }
        // `resolve` moves these out of their blocks.
        Step::Set { .. } | Step::Run { .. } => return None,
    })
}

/// Returns whether the value reads a `secret` field.
fn is_secret(graph: &Graph, value: &Value) -> bool {
    let Value::Computed { expression, .. } = value else { return false };
    let is_secret = |name| graph.data.iter().any(|field| field.secret && field.name == name);
    reads(expression).into_iter().any(is_secret)
}

fn say(graph: &Graph, words: &Texts) -> Say {
    let first = heard(graph, words, &graph.languages.first).unwrap_or_default();
    let others = if words.block().is_some() { &graph.languages.others[..] } else { &[] };
    let key = words.key();
    Say {
        text: first.text,
        ssml: first.ssml,
        placeholders: first.placeholders,
        others: others.iter().filter_map(|tag| heard(graph, words, tag)).collect(),
        language: fixed(graph, words),
        voice: None,
        key: key.map(|key| key.name.to_string()),
        optional: key.is_some_and(|key| key.optional.is_some()),
    }
}

/// Returns what is said in a call in the language `tag`.
fn heard(graph: &Graph, words: &Texts, tag: &Tag) -> Option<Translation> {
    let (language, text) = words.heard_in(&tag.value)?;
    Some(said(graph, language, text))
}

fn play(graph: &Graph, file: &Texts, words: Option<&Texts>) -> Play {
    let heard = |tag: &Tag| Recording {
        language: tag.value.clone(),
        url: file.heard_in(&tag.value).map(|(_, url)| graph.stored(&url.value, &tag.value).to_owned()),
        text: words.and_then(|words| words.heard_in(&tag.value)).map(|(_, text)| plain(&text.value)),
    };
    let first = heard(&graph.languages.first);
    let is_by_language = file.block().or(words.and_then(Texts::block)).is_some();
    let others = if is_by_language { &graph.languages.others[..] } else { &[] };
    Play {
        url: first.url,
        text: first.text,
        others: others.iter().map(heard).collect(),
        language: words.and_then(|words| fixed(graph, words)),
        placeholder: None,
        key: words.and_then(Texts::key).map(|key| key.name.to_string()),
    }
}

/// Returns the fixed language of a text, if calls may speak another one.
fn fixed(graph: &Graph, words: &Texts) -> Option<String> {
    let Texts::Fixed { language, .. } = words else { return None };
    let alone = !graph.languages.several() && graph.languages.knows(&language.value);
    (!alone).then(|| language.value.clone())
}

/// Returns a text with its escapes resolved. It has no placeholders.
fn plain(text: &str) -> String {
    let words = |piece| match piece {
        Piece::Words(words) => words,
        Piece::Placeholder { name, .. } => name,
    };
    pieces(text).unwrap_or_default().into_iter().map(words).collect()
}

/// Describes a text with the positions of its placeholders; for SSML, their positions in the markup.
fn said(graph: &Graph, language: &str, words: &Text) -> Translation {
    let (mut text, mut placeholders) = (words.value.clone(), Vec::new());
    if words.has_brace() {
        (text, placeholders) = placed(graph, language, &text);
    }
    let ssml = words.ssml.as_ref().map(|markup| {
        let (ssml, of_markup) = placed(graph, language, markup);
        placeholders = of_markup;
        ssml
    });
    Translation { language: language.to_owned(), text, ssml, placeholders }
}

/// Returns a text as it is said, and its placeholders.
fn placed(graph: &Graph, language: &str, text: &str) -> (String, Vec<Placeholder>) {
    let (mut said, mut placeholders) = (String::new(), Vec::new());
    for piece in pieces(text).unwrap_or_default() {
        match piece {
            Piece::Words(words) => said.push_str(&words),
            Piece::Placeholder { name, format } => {
                let from = said.len();
                said.push_str(&format!("{{{name}}}"));
                let number = number(&graph.placeholders, &name, &format, language).unwrap_or_default();
                placeholders.push(Placeholder {
                    from: offset(from),
                    to: offset(said.len()),
                    number: index(number),
                });
            }
        }
    }
    (said, placeholders)
}

/// Converts an offset. A text of 4 GiB does not compile.
fn offset(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}
