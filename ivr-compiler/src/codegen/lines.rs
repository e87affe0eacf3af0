//! The lines of the description: what is said and played, in each language of the tree.

use super::json::{Object, object, text};
use crate::{
    model::{Graph, Piece, has_brace, number, pieces},
    syntax::{Step, Tag, Text, Texts, rust_source},
};

/// A step as a line.
pub(super) fn line(json: &mut String, graph: &Graph, step: &Step) {
    // They were taken out of their block when the tree was resolved.
    if let Step::Set { .. } | Step::Run { .. } = step {
        return text(json, "nothing");
    }
    object(json, |line| match step {
        Step::Say(words) => _ = line.object("say", |object| say(object, graph, words)),
        Step::Play { file, words } => {
            line.object("play", |object| play(object, graph, file, words.as_ref()));
        }
        Step::Pause(pause) => _ = line.object("pause", |object| _ = object.number("seconds", pause.value)),
        Step::Language { language, .. } => {
            line.object("language", |object| _ = object.text("tag", &language.value));
        }
        Step::PlayComputed { expression, placeholder } => {
            let url = rust_source(expression);
            line.object("play", |object| _ = object.text("url", &url).number("placeholder", placeholder));
        }
        Step::Effects(block) => {
            let repeated = graph.effects.get(*block).into_iter().flat_map(|effects| &effects.runs);
            let repeated = repeated.filter(|run| run.at_least_once).map(|run| rust_source(&run.effect));
            line.object("effect", |object| {
                object.number("block", block).some("at_least_once", repeated, |json, run| text(json, &run));
            });
        }
        Step::Uninterrupted(steps) => _ = line.object("uninterrupted", |object| lines(object, graph, steps)),
        Step::First { steps, .. } => _ = line.object("first", |object| lines(object, graph, steps)),
        Step::Set { .. } | Step::Run { .. } => {}
    });
}

/// Some steps as the member `lines`.
pub(super) fn lines(object: &mut Object<'_>, graph: &Graph, steps: &[Step]) {
    object.list("lines", steps, |json, step| line(json, graph, step));
}

fn say(object: &mut Object<'_>, graph: &Graph, words: &Texts) {
    heard(object, graph, words, graph.languages.first.value.as_str());
    object.maybe("language", fixed(graph, words));
    let others: &[Tag] = if words.block().is_some() { &graph.languages.others } else { &[] };
    in_others(object, others, |object, language| heard(object, graph, words, language));
    let key = words.key().map(|key| key.name.to_string());
    let optional = words.key().is_some_and(|key| key.optional.is_some());
    object.maybe("key", key.as_deref()).flag("optional", optional);
}

fn heard(object: &mut Object<'_>, graph: &Graph, words: &Texts, language: &str) {
    if let Some((language, text)) = words.heard_in(language) {
        said(object, graph, language, text);
    }
}

/// The same in each of the other languages.
fn in_others(object: &mut Object<'_>, others: &[Tag], heard: impl Fn(&mut Object<'_>, &str)) {
    object.some("others", others, |json, tag| {
        super::json::object(json, |object| {
            object.text("language", &tag.value);
            heard(object, &tag.value);
        });
    });
}

fn play(object: &mut Object<'_>, graph: &Graph, file: &Texts, words: Option<&Texts>) {
    let heard = |object: &mut Object<'_>, language: &str| {
        let url = file.heard_in(language).map(|(_, url)| graph.stored(&url.value, language));
        let text = words.and_then(|words| words.heard_in(language)).map(|(_, text)| plain(&text.value));
        object.maybe("url", url).maybe("text", text.as_deref());
    };
    heard(object, graph.languages.first.value.as_str());
    object.maybe("language", words.and_then(|words| fixed(graph, words)));
    let by_language = file.block().or(words.and_then(Texts::block)).is_some();
    in_others(object, if by_language { &graph.languages.others } else { &[] }, heard);
    let key = words.and_then(Texts::key).map(|key| key.name.to_string());
    object.maybe("key", key.as_deref());
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
fn said(object: &mut Object<'_>, graph: &Graph, language: &str, words: &Text) {
    let (markup, is_plain) = (words.ssml.as_ref().unwrap_or(&words.value), !has_brace(&words.value));
    if is_plain {
        object.text("text", &words.value);
    } else {
        object.text("text", &placed(graph, language, &words.value).0);
    }
    if words.ssml.is_none() && is_plain {
        return;
    }
    let (markup, placeholders) = placed(graph, language, markup);
    object.maybe("ssml", words.ssml.as_ref().map(|_| markup.as_str()));
    object.some("placeholders", placeholders, |json, (from, to, number)| {
        super::json::object(json, |object| {
            object.number("from", from).number("to", to).number("number", number);
        });
    });
}

/// A text as it is said, and its placeholders: from where to where in it, and their numbers.
fn placed(graph: &Graph, language: &str, text: &str) -> (String, Vec<(usize, usize, usize)>) {
    let (mut said, mut placeholders) = (String::new(), Vec::new());
    for piece in pieces(text).unwrap_or_default() {
        match piece {
            Piece::Words(words) => said.push_str(&words),
            Piece::Placeholder { name, format } => {
                let from = said.len();
                said.push_str(&format!("{{{name}}}"));
                let number = number(&graph.placeholders, &name, &format, language).unwrap_or_default();
                placeholders.push((from, said.len(), number));
            }
        }
    }
    (said, placeholders)
}
