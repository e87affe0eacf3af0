//! Everything in a tree except control flow: the description that the runtime reads at startup. It is generated as
//! one JSON text, because nested constants would be several times slower to compile.

use ivr_core::{
    description::{self, After, DataField, Description, Language, OnError, StartField},
    position::Ending,
};
use proc_macro2::{Ident, Literal, TokenStream};
use quote::{ToTokens as _, quote};

use super::{claims, lines::lines, prompt_file, verbs};
use crate::{
    model::{Action, End, Graph, Hook, Start, State, StateId, Target},
    syntax::{Attributes, Field, Tag, Text, rust_source},
};

/// Returns the description as a raw string literal, with one line per state.
pub(super) fn literal(graph: &Graph) -> TokenStream {
    let text = description(graph).to_json();
    let mut guard = String::from("#");
    // The search for a single character is cheap and usually fails.
    while text.contains('#') && text.contains(&format!("\"{guard}")) {
        guard.push('#');
    }
    raw(&format!("r{guard}\"{text}\"{guard}")).unwrap_or_else(|| quote!(#text))
}

/// Parses a literal. rustc does this if it is available, because `proc_macro2` first reads the literal character by
/// character.
fn raw(source: &str) -> Option<TokenStream> {
    if proc_macro::is_available() {
        let literal = proc_macro::TokenTree::Literal(source.parse().ok()?);
        return Some(proc_macro::TokenStream::from(literal).into());
    }
    source.parse::<Literal>().ok().map(|literal| literal.to_token_stream())
}

fn description(graph: &Graph) -> Description {
    let first = graph.languages.first.value.as_str();
    Description {
        name: graph.name.to_string(),
        docs: docs(&graph.attributes),
        language: first.to_owned(),
        voice: value(graph.voice_of(first)),
        audio: value(graph.audio_of(first)),
        languages: graph.languages.others.iter().map(|tag| language(graph, tag)).collect(),
        prompts: graph.words.as_ref().map(|words| prompt_file::described(graph, words)),
        hours: graph.hours.iter().map(super::hours::described).collect(),
        starts: graph.starts.iter().map(|one| start(graph, one)).collect(),
        on_error: graph
            .on_error
            .as_ref()
            .map(|on_error| OnError { lines: lines(graph, &on_error.steps), then: target(&on_error.then) }),
        data: graph.data.iter().map(field).collect(),
        told: graph.told().names.into_iter().collect(),
        states: graph.states.iter().enumerate().map(|(id, one)| state(graph, id, one)).collect(),
        actions: graph.actions.iter().map(|one| action(graph, one)).collect(),
        after: graph.after.iter().map(after).collect(),
        promises: graph.promises.iter().map(claims::promise).collect(),
        scenarios: graph.scenarios.iter().map(claims::scenario).collect(),
    }
}

/// Describes a hook.
fn after(hook: &Hook) -> After {
    After {
        of: hook.callback,
        state: hook.state.as_ref().map(|jump| jump.name.to_string()),
        runs: hook.runs.iter().map(|run| rust_source(&run.effect)).collect(),
    }
}

/// Describes a language other than the first.
fn language(graph: &Graph, tag: &Tag) -> Language {
    let audio = graph.audio.as_ref().and_then(|audio| audio.block()?.of(&tag.value));
    Language { tag: tag.value.clone(), voice: value(graph.voice_of(&tag.value)), audio: value(audio) }
}

fn start(graph: &Graph, start: &Start) -> description::Start {
    description::Start {
        name: start.name.as_ref().map(ToString::to_string),
        state: start.state.name.to_string(),
        with: start.with.iter().map(|field| given(graph, field)).collect(),
    }
}

/// Describes a field in a request to a start.
fn given(graph: &Graph, field: &Ident) -> StartField {
    let declared = graph.data.iter().find(|declared| declared.name == *field);
    StartField { field: field.to_string(), optional: declared.is_some_and(Field::is_optional) }
}

/// Describes a field of a call.
fn field(field: &Field) -> DataField {
    DataField { field: field.name.to_string(), kind: rust_source(&field.kind) }
}

fn state(graph: &Graph, id: StateId, state: &State) -> description::State {
    description::State {
        name: state.name.to_string(),
        was: state.was.iter().map(ToString::to_string).collect(),
        docs: docs(&state.attributes),
        under: state.under.map(|parent| graph.name_of(parent)),
        waiting: graph.waiting.holds(id),
        lines: lines(graph, &state.steps),
        verb: verbs::verb(graph, &state.verb),
    }
}

/// Describes a target.
pub(super) fn target(target: &Target) -> description::Target {
    match target {
        Target::Go(jump) => description::Target::Go(jump.name.to_string()),
        Target::Wait(jump) => description::Target::Wait(jump.name.to_string()),
        Target::Again | Target::Unknown => description::Target::Again,
        Target::End(end) => description::Target::End(ending(*end)),
        Target::Action(row) => description::Target::Action(*row),
    }
}

fn ending(end: End) -> Ending {
    match end {
        End::Hangup => Ending::Hangup,
        End::Busy => Ending::Busy,
        End::Rejected => Ending::Rejected,
        End::Leave => Ending::Leave,
    }
}

fn action(graph: &Graph, action: &Action) -> description::Action {
    match action {
        Action::Retry { times, blocks, at, then, .. } => description::Action::Retry {
            times: *times,
            blocks: blocks.iter().map(|steps| lines(graph, steps)).collect(),
            at: at.as_ref().map(|jump| jump.name.to_string()),
            then: target(then),
        },
        Action::Say { steps, then } => {
            description::Action::Say { lines: lines(graph, steps), then: target(then) }
        }
        Action::Enter { jump, .. } => description::Action::Enter { state: jump.name.to_string() },
        Action::Leave { jump, .. } => description::Action::Leave { state: jump.name.to_string() },
    }
}

fn docs(attributes: &Attributes) -> Option<String> {
    let lines: Vec<&str> =
        attributes.docs.iter().map(|line| line.value.strip_prefix(' ').unwrap_or(&line.value)).collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// Converts a count or an index to the type of the runtime. A tree with more does not compile.
pub(super) fn index(index: impl TryInto<u16>) -> u16 {
    index.try_into().unwrap_or(u16::MAX)
}

/// Returns the value of a text, if there is one.
pub(super) fn value(text: Option<&Text>) -> Option<String> {
    text.map(|text| text.value.clone())
}
