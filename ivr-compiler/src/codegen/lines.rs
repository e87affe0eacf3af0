//! The lines of the description: what is said and played, in each language of the tree.

use super::json::{Object, list, text};
use crate::{
    model::{Graph, Piece, number, pieces},
    syntax::{Step, Tag, Text, Texts, rust_source},
};

/// Some steps as a list of lines.
pub(super) fn lines(graph: &Graph, steps: &[Step]) -> String {
    list(&each_line(graph, steps))
}

/// The line of each step.
pub(super) fn each_line(graph: &Graph, steps: &[Step]) -> Vec<String> {
    let named = |name: &str, object: Object| Object::new().raw(name, &object.end()).end();
    let line = |step: &Step| match step {
        Step::Say(words) => named("say", say(graph, words)),
        Step::Play { file, words } => named("play", play(graph, file, words.as_ref())),
        Step::Pause(pause) => named("pause", Object::new().number("seconds", pause.value)),
        Step::Language { language, .. } => named("language", Object::new().text("tag", &language.value)),
        Step::PlayComputed { expression, placeholder } => named(
            "play",
            Object::new().text("url", &rust_source(expression)).number("placeholder", placeholder),
        ),
        Step::Effects(block) => named("effect", Object::new().number("block", block)),
        // They were taken out of their block when the tree was resolved.
        Step::Set { .. } | Step::Run { .. } => text("nothing"),
        Step::Uninterrupted(steps) => {
            named("uninterrupted", Object::new().raw("lines", &lines(graph, steps)))
        }
        Step::First { steps, .. } => named("first", Object::new().raw("lines", &lines(graph, steps))),
    };
    steps.iter().map(line).collect()
}

fn say(graph: &Graph, words: &Texts) -> Object {
    let first = graph.languages.first.value.as_str();
    let said = |object: Object, language: &str| match words.heard_in(language) {
        Some((language, text)) => said(object, graph, language, text),
        None => object,
    };
    let others: Vec<String> = match words.block() {
        Some(_) => {
            let other = |tag: &Tag| said(Object::new().text("language", &tag.value), &tag.value).end();
            graph.languages.others.iter().map(other).collect()
        }
        None => Vec::new(),
    };
    let said = said(Object::new(), first).maybe("language", fixed(graph, words)).list("others", &others);
    let key = words.key().map(|key| key.name.to_string());
    let optional = words.key().is_some_and(|key| key.optional.is_some());
    said.maybe("key", key.as_deref()).flag("optional", optional)
}

fn play(graph: &Graph, file: &Texts, words: Option<&Texts>) -> Object {
    let first = graph.languages.first.value.as_str();
    let heard = |object: Object, language: &str| {
        let url = file.heard_in(language).map(|(_, url)| graph.stored(&url.value, language));
        let text = words.and_then(|words| words.heard_in(language)).map(|(_, text)| plain(&text.value));
        object.maybe("url", url).maybe("text", text.as_deref())
    };
    let mut others = Vec::new();
    if file.block().or(words.and_then(Texts::block)).is_some() {
        let other = |tag: &Tag| heard(Object::new().text("language", &tag.value), &tag.value).end();
        others.extend(graph.languages.others.iter().map(other));
    }
    let language = words.and_then(|words| fixed(graph, words));
    let key = words.and_then(Texts::key).map(|key| key.name.to_string());
    let heard = heard(Object::new(), first).maybe("language", language).list("others", &others);
    heard.maybe("key", key.as_deref())
}

/// The language that words are fixed to, where calls may speak another one.
fn fixed<'a>(graph: &Graph, words: &'a Texts) -> Option<&'a str> {
    let Texts::Fixed { language, .. } = words else { return None };
    let alone = !graph.languages.several() && graph.languages.knows(&language.value);
    Some(language.value.as_str()).filter(|_| !alone)
}

/// A text without placeholders.
fn plain(text: &str) -> String {
    let words = |piece| match piece {
        Piece::Words(words) => words,
        Piece::Placeholder { name, .. } => name,
    };
    pieces(text).unwrap_or_default().into_iter().map(words).collect()
}

/// The words, with the places of their placeholders; of SSML, their places in the markup.
fn said(object: Object, graph: &Graph, language: &str, words: &Text) -> Object {
    let (text, placeholders) = placed(graph, language, &words.value);
    match &words.ssml {
        None => object.text("text", &text).list("placeholders", &placeholders),
        Some(markup) => {
            let (markup, placeholders) = placed(graph, language, markup);
            object.text("text", &text).text("ssml", &markup).list("placeholders", &placeholders)
        }
    }
}

/// A text as it is said, and where its placeholders stand in it.
fn placed(graph: &Graph, language: &str, text: &str) -> (String, Vec<String>) {
    let (mut said, mut placeholders) = (String::new(), Vec::new());
    for piece in pieces(text).unwrap_or_default() {
        match piece {
            Piece::Words(words) => said.push_str(&words),
            Piece::Placeholder { name, format } => {
                let from = said.len();
                said.push_str(&format!("{{{name}}}"));
                let number = number(&graph.placeholders, &name, &format, language).unwrap_or_default();
                let placeholder =
                    Object::new().number("from", from).number("to", said.len()).number("number", number);
                placeholders.push(placeholder.end());
            }
        }
    }
    (said, placeholders)
}
