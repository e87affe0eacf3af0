//! Rules about trees in several languages: every caller must hear everything in the language of the call.

// The languages of a tree.
mod duplicate_language;
mod language_without_region;
mod unknown_language;
mod unread_language;
mod unspoken_language;

// Texts of the languages.
mod missing_language;
mod placeholder_differs;

pub(super) use duplicate_language::check as duplicate_language;
pub(super) use language_without_region::check as language_without_region;
pub(super) use missing_language::check as missing_language;
pub(super) use placeholder_differs::check as placeholder_differs;
pub(super) use unknown_language::check as unknown_language;
pub(super) use unread_language::check as unread_language;
pub(super) use unspoken_language::check as unspoken_language;

use crate::{
    model::{Graph, StateId, Written},
    syntax::{Block, Step},
};

/// Returns every block of texts by language, and its state.
fn blocks(graph: &Graph) -> Vec<(&Block, Option<StateId>)> {
    let mut found = Vec::new();
    let items = graph.voice.iter().chain(&graph.audio).chain(&graph.recordings).map(|texts| (texts, None));
    let steps = graph.steps();
    let said = steps.iter().flat_map(|Written { step, state, .. }| {
        let texts = match step {
            Step::Say(words) => [Some(words), None],
            Step::Play { file, words } => [Some(file), words.as_ref()],
            _ => [None, None],
        };
        texts.into_iter().flatten().map(|texts| (texts, *state))
    });
    found.extend(items.chain(said).filter_map(|(texts, state)| Some((texts.block()?, state))));
    found
}
