//! Say, Play and Pause: what a caller hears, as elements. They are legal in a document and in a Gather.

use crate::description::{Description, Line};

use super::xml::Xml;

/// Writes `lines` in the language and voice of the tree, unless a line has its own.
pub(super) fn write(xml: &mut Xml, tree: &Description, lines: &[&Line]) {
    for line in lines {
        match line {
            Line::Say { text, language, voice } => {
                say(xml, tree, text, language.as_deref(), voice.as_deref());
            }
            Line::Play { url } => xml.element("Play").text(audio(tree, url)),
            Line::Pause { seconds } => xml.element("Pause").with("length", seconds).empty(),
            // A course is flat: the lines of blocks stand in it one by one.
            Line::Uninterrupted { .. } | Line::First { .. } => {}
        }
    }
}

fn say(xml: &mut Xml, tree: &Description, text: &str, language: Option<&str>, voice: Option<&str>) {
    // The provider warns of an empty Say.
    if text.trim().is_empty() {
        return;
    }
    let language = language.unwrap_or(&tree.language);
    // A voice speaks one language, and the wrong pair fails in mid-call.
    let inherited = tree.voice.as_deref().filter(|_| language == tree.language);
    xml.element("Say").with("language", language).with_some("voice", voice.or(inherited)).text(text);
}

/// The URL of an audio file: absolute as it is, otherwise under the tree's `audio`.
fn audio(tree: &Description, file: &str) -> String {
    match &tree.audio {
        Some(base) if !is_absolute(file) => {
            format!("{}/{}", base.trim_end_matches('/'), file.trim_start_matches('/'))
        }
        _ => file.to_owned(),
    }
}

fn is_absolute(url: &str) -> bool {
    url.split_once("://").is_some_and(|(scheme, _)| {
        !scheme.is_empty() && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    })
}
