//! All of a tree that is not control, as one JSON text that the runtime reads at start. Nested constants would
//! say the same and cost the compiler several times as much.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{ToTokens as _, quote};

use super::{
    claims,
    json::{Object, object, text},
    lines::{line, lines},
    prompt_file,
};
use crate::{
    model::{
        Action, Arm, Arms, Dial, End, Enqueue, Gather, Graph, Match, Placeholder, Record, State, Target,
        Verb, Walk,
    },
    syntax::{Attributes, Field, Tag, Text, rust_source},
};

/// The description as a raw string literal, a line per state.
pub(super) fn literal(graph: &Graph) -> TokenStream {
    let text = description(graph);
    let mut guard = String::from("#");
    // A single letter is looked for at once.
    while text.contains('#') && text.contains(&format!("\"{guard}")) {
        guard.push('#');
    }
    raw(&format!("r{guard}\"{text}\"{guard}")).unwrap_or_else(|| quote!(#text))
}

/// A literal by its source. Asked of rustc where it is there: `proc_macro2` reads it letter by letter before.
fn raw(source: &str) -> Option<TokenStream> {
    if proc_macro::is_available() {
        let literal = proc_macro::TokenTree::Literal(source.parse().ok()?);
        return Some(proc_macro::TokenStream::from(literal).into());
    }
    source.parse::<Literal>().ok().map(|literal| literal.to_token_stream())
}

fn description(graph: &Graph) -> String {
    let mut json = String::new();
    object(&mut json, |tree| {
        head(tree, graph);
        tree.list("states", &graph.states, |json, state| {
            json.push('\n');
            object(json, |object| self::state(object, graph, state));
        });
        tree.some("actions", &graph.actions, |json, action| {
            json.push('\n');
            object(json, |object| self::action(object, graph, action));
        });
        tree.some("promises", &graph.promises, claims::promise);
        tree.some("scenarios", &graph.scenarios, claims::scenario);
    });
    json
}

/// What belongs to the tree as a whole.
fn head(tree: &mut Object<'_>, graph: &Graph) {
    let first = graph.languages.first.value.as_str();
    tree.text("name", &graph.name.to_string())
        .maybe("docs", docs(&graph.attributes).as_deref())
        .text("language", first)
        .maybe("voice", value(graph.voice_of(first)))
        .maybe("audio", value(graph.audio_of(first)))
        .some("languages", &graph.languages.others, |json, tag| language(json, graph, tag));
    if let Some(words) = &graph.words {
        tree.object("prompts", |object| prompt_file::words(object, graph, words));
    }
    tree.list("starts", &graph.starts, |json, start| {
        let name = start.name.as_ref().map(ToString::to_string);
        object(json, |object| {
            object.maybe("name", name.as_deref()).text("state", &start.state.name.to_string());
            object.some("with", &start.with, |json, field| given(json, graph, field));
        });
    });
    if let Some(on_error) = &graph.on_error {
        tree.object("on_error", |object| {
            lines(object, graph, &on_error.steps);
            to(object, "then", &on_error.then);
        });
    }
}

/// A field that a request to a start carries.
fn given(json: &mut String, graph: &Graph, field: &Ident) {
    let declared = graph.data.iter().find(|declared| declared.name == *field);
    let optional = declared.is_some_and(Field::is_optional);
    object(json, |object| {
        object.text("field", &field.to_string()).flag("optional", optional);
    });
}

/// A language behind the first one.
fn language(json: &mut String, graph: &Graph, tag: &Tag) {
    let audio = graph.audio.as_ref().and_then(|audio| audio.block()?.of(&tag.value));
    let voice = graph.voice_of(&tag.value);
    object(json, |object| {
        object.text("tag", &tag.value).maybe("voice", value(voice)).maybe("audio", value(audio));
    });
}

fn state(object: &mut Object<'_>, graph: &Graph, state: &State) {
    let under = state.under.and_then(|id| graph.states.get(id)).map(|state| state.name.to_string());
    object
        .text("name", &state.name.to_string())
        .maybe("docs", docs(&state.attributes).as_deref())
        .maybe("under", under.as_deref())
        .some("lines", &state.steps, |json, step| line(json, graph, step))
        .value("verb", |json| verb(json, graph, &state.verb));
}

fn verb(json: &mut String, graph: &Graph, verb: &Verb) {
    if let Verb::Hangup | Verb::Broken = verb {
        return text(json, "hangup");
    }
    if let Verb::Leave { .. } = verb {
        return text(json, "leave");
    }
    object(json, |named| match verb {
        Verb::Goto(target) => to(named, "goto", target),
        Verb::Gather(gather) => _ = named.object("gather", |object| self::gather(object, graph, gather)),
        Verb::Dial(dial) => _ = named.object("dial", |object| self::dial(object, graph, dial)),
        Verb::Record(record) => _ = named.object("record", |object| self::record(object, record)),
        Verb::Enqueue(Enqueue { queue, arms, .. }) => {
            named.object("enqueue", |object| self::arms(object.text("queue", &queue.value), arms));
        }
        Verb::Reject { busy, .. } => {
            named.object("reject", |object| _ = object.number("busy", busy));
        }
        Verb::Redirect(url) => _ = named.object("redirect", |object| _ = object.text("url", &url.value)),
        Verb::Match(question) => _ = named.object("match", |object| self::question(object, graph, question)),
        Verb::Hangup | Verb::Broken | Verb::Leave { .. } => {}
    });
}

fn gather(object: &mut Object<'_>, graph: &Graph, gather: &Gather) {
    if let Some(keys) = gather.keys {
        object.object("keys", |range| {
            range.number("min", keys.min).count("max", keys.max.map(|max| max as usize));
        });
    }
    object.flag("speech", gather.speech.is_some()).number("timeout", gather.waits());
    if let Some(pause) = gather.speech_timeout {
        object.number("speech_timeout", pause.value);
    }
    object
        .maybe("finish_on_key", value(gather.finish_on_key.as_ref()))
        .maybe("language", gather.language.as_ref().map(|tag| tag.value.as_str()))
        .some("hints", hints(gather), text)
        .maybe("into", gather.into.as_ref().map(ToString::to_string).as_deref())
        .some("prompts", &gather.prompts, |json, step| line(json, graph, step));
    arms(object, &gather.arms);
}

/// The author's hints, then the phrases of the arms; a recogniser that is told what to expect hears it.
fn hints(gather: &Gather) -> Vec<&str> {
    if gather.speech.is_none() {
        return Vec::new();
    }
    let phrases = gather.arms.list.iter().flat_map(|arm| arm.phrases().map(|(text, _)| text));
    let mut hints: Vec<&str> = Vec::new();
    for hint in gather.hints.iter().chain(phrases) {
        if !hints.contains(&hint.value.as_str()) {
            hints.push(&hint.value);
        }
    }
    hints
}

fn dial(object: &mut Object<'_>, graph: &Graph, dial: &Dial) {
    let computed = dial.placeholder.and_then(|placeholder| graph.placeholders.get(placeholder)).and_then(
        |placeholder| match placeholder {
            Placeholder::Expression(expression) => Some(rust_source(expression)),
            Placeholder::Field { .. } => None,
        },
    );
    let numbers = dial.numbers.iter().map(|number| number.value.as_str());
    object
        .list("numbers", numbers.chain(computed.as_deref()), text)
        .count("placeholder", dial.placeholder)
        .number("timeout", dial.rings())
        .maybe("caller_id", value(dial.caller_id.as_ref()));
    arms(object, &dial.arms);
}

fn record(object: &mut Object<'_>, record: &Record) {
    object
        .number("max_length", record.longest())
        .number("timeout", record.quiet())
        .maybe("finish_on_key", value(record.finish_on_key.as_ref()))
        .flag("transcribe", record.transcribe);
    arms(object, &record.arms);
}

fn arms(object: &mut Object<'_>, arms: &Arms) {
    object.list("arms", arms.list.iter().enumerate(), |json, (number, arm)| {
        super::json::object(json, |object| self::arm(object, arm, number));
    });
}

fn arm(object: &mut Object<'_>, arm: &Arm, number: usize) {
    let matching = arm.matching(number);
    object
        .some("keys", arm.keys(), |json, entry| text(json, &entry.value))
        .some("phrases", arm.phrases(), |json, (phrase, above)| {
            super::json::object(json, |object| {
                object.text("text", &phrase.value);
                if let Some(above) = above {
                    object.number("above", above);
                }
            });
        })
        .some("outcomes", &matching.outcomes, |json, heard| text(json, &heard.to_string()))
        .maybe("heard", matching.heard.map(|heard| heard.to_string()).as_deref())
        .maybe("pattern", arm.rust().map(ToString::to_string).as_deref())
        .flag("hidden", arm.hidden)
        .flag("inherited", arm.inherited);
    to(object, "to", &arm.target);
}

/// Where something leads.
fn to(object: &mut Object<'_>, key: &str, target: &Target) {
    match target {
        Target::Go(jump) => object.object(key, |object| _ = object.text("go", &jump.name.to_string())),
        Target::Again | Target::Unknown => object.text(key, "again"),
        Target::End(end) => object.object(key, |object| _ = object.text("end", ending(*end))),
        Target::Action(row) => object.object(key, |object| _ = object.number("action", row)),
    };
}

fn ending(end: End) -> &'static str {
    match end {
        End::Hangup => "hangup",
        End::Busy => "busy",
        End::Rejected => "rejected",
        End::Leave => "leave",
    }
}

fn action(object: &mut Object<'_>, graph: &Graph, action: &Action) {
    match action {
        Action::Retry { times, blocks, at, then, .. } => object.object("retry", |object| {
            let at = at.as_ref().map(|jump| jump.name.to_string());
            object.number("times", times);
            object.list("blocks", blocks, |json, block| {
                super::json::list(json, block, |json, step| line(json, graph, step));
            });
            to(object.maybe("at", at.as_deref()), "then", then);
        }),
        Action::Say { steps, then } => object.object("say", |object| {
            lines(object, graph, steps);
            to(object, "then", then);
        }),
        Action::Enter { jump, .. } => {
            object.object("enter", |object| _ = object.text("state", &jump.name.to_string()))
        }
    };
}

fn question(object: &mut Object<'_>, graph: &Graph, question: &Match) {
    let source = match &question.walk {
        Some(Walk { item, list }) => format!("next {item} in {list}"),
        None => rust_source(&question.question),
    };
    let walks = question.walk.as_ref().map(|walk| walk.list.to_string());
    object.number("question", question.number).text("source", &source).maybe("walks", walks.as_deref());
    if let Some(within) = question.within {
        object.number("within", within.value);
    }
    object.some("meanwhile", &question.meanwhile, |json, step| line(json, graph, step));
    arms(object, &question.arms);
}

fn docs(attributes: &Attributes) -> Option<String> {
    let lines: Vec<&str> =
        attributes.docs.iter().map(|line| line.value.strip_prefix(' ').unwrap_or(&line.value)).collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

fn value(text: Option<&Text>) -> Option<&str> {
    text.map(|text| text.value.as_str())
}
