//! All of a tree that is not control, as one JSON text that the runtime reads at start. Nested constants would
//! say the same and cost the compiler several times as much.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens as _, quote};

use super::{
    claims,
    json::{Object, list, text},
    lines::{each_line, lines},
    prompt_file,
};
use crate::{
    model::{
        Action, Arm, Arms, Dial, End, Enqueue, Gather, Graph, Match, Placeholder, Record, State, Target, Verb,
    },
    syntax::{Attributes, Tag, Text, rust_source},
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
    let starts: Vec<String> = graph
        .starts
        .iter()
        .map(|start| {
            let name = start.name.as_ref().map(ToString::to_string);
            Object::new().maybe("name", name.as_deref()).text("state", &start.state.name.to_string()).end()
        })
        .collect();
    let states: Vec<String> =
        graph.states.iter().map(|state| format!("\n{}", self::state(graph, state))).collect();
    let actions: Vec<String> =
        graph.actions.iter().map(|action| format!("\n{}", self::action(graph, action))).collect();
    let first = graph.languages.first.value.as_str();
    let mut tree = Object::new()
        .text("name", &graph.name.to_string())
        .maybe("docs", docs(&graph.attributes).as_deref())
        .text("language", first)
        .maybe("voice", value(graph.voice_of(first)))
        .maybe("audio", value(graph.audio_of(first)))
        .list("languages", &languages(graph));
    if let Some(words) = &graph.words {
        tree = tree.raw("prompts", &prompt_file::words(graph, words));
    }
    tree = tree.raw("starts", &list(&starts));
    if let Some(on_error) = &graph.on_error {
        let object =
            Object::new().raw("lines", &lines(graph, &on_error.steps)).raw("then", &target(&on_error.then));
        tree = tree.raw("on_error", &object.end());
    }
    tree.raw("states", &list(&states))
        .list("actions", &actions)
        .list("promises", &claims::promises(graph))
        .list("scenarios", &claims::scenarios(graph))
        .end()
}

/// The languages behind the first one.
fn languages(graph: &Graph) -> Vec<String> {
    let language = |tag: &Tag| {
        let audio = graph.audio.as_ref().and_then(|audio| audio.block()?.of(&tag.value));
        let voice = graph.voice_of(&tag.value);
        Object::new().text("tag", &tag.value).maybe("voice", value(voice)).maybe("audio", value(audio)).end()
    };
    graph.languages.others.iter().map(language).collect()
}

fn state(graph: &Graph, state: &State) -> String {
    let under = state.under.and_then(|id| graph.states.get(id)).map(|state| state.name.to_string());
    Object::new()
        .text("name", &state.name.to_string())
        .maybe("docs", docs(&state.attributes).as_deref())
        .maybe("under", under.as_deref())
        .list("lines", &each_line(graph, &state.steps))
        .raw("verb", &verb(graph, &state.verb))
        .end()
}

fn verb(graph: &Graph, verb: &Verb) -> String {
    let named = |name: &str, object: Object| Object::new().raw(name, &object.end()).end();
    match verb {
        Verb::Goto(to) => Object::new().raw("goto", &target(to)).end(),
        Verb::Gather(gather) => named("gather", self::gather(graph, gather)),
        Verb::Dial(dial) => named("dial", self::dial(graph, dial)),
        Verb::Record(record) => named("record", self::record(record)),
        Verb::Enqueue(Enqueue { queue, arms, .. }) => {
            named("enqueue", Object::new().text("queue", &queue.value).raw("arms", &self::arms(arms)))
        }
        Verb::Reject { busy, .. } => named("reject", Object::new().raw("busy", &busy.to_string())),
        Verb::Redirect(url) => named("redirect", Object::new().text("url", &url.value)),
        Verb::Match(question) => named("match", self::question(graph, question)),
        Verb::Hangup | Verb::Broken => text("hangup"),
        Verb::Leave { .. } => text("leave"),
    }
}

fn gather(graph: &Graph, gather: &Gather) -> Object {
    let mut object = Object::new();
    if let Some(keys) = gather.keys {
        let mut range = Object::new().number("min", keys.min);
        if let Some(max) = keys.max {
            range = range.number("max", max);
        }
        object = object.raw("keys", &range.end());
    }
    object = object.flag("speech", gather.speech.is_some());
    object = object.number("timeout", gather.waits());
    if let Some(pause) = gather.speech_timeout {
        object = object.number("speech_timeout", pause.value);
    }
    object
        .maybe("finish_on_key", value(gather.finish_on_key.as_ref()))
        .maybe("language", gather.language.as_ref().map(|tag| tag.value.as_str()))
        .list("hints", &hints(gather))
        .maybe("into", gather.into.as_ref().map(ToString::to_string).as_deref())
        .list("prompts", &each_line(graph, &gather.prompts))
        .raw("arms", &arms(&gather.arms))
}

/// The author's hints, then the phrases of the arms; a recogniser that is told what to expect hears it.
fn hints(gather: &Gather) -> Vec<String> {
    if gather.speech.is_none() {
        return Vec::new();
    }
    let phrases = gather.arms.list.iter().flat_map(|arm| arm.phrases().map(|(text, _)| text));
    let mut hints: Vec<String> = Vec::new();
    for hint in gather.hints.iter().chain(phrases) {
        let hint = text(&hint.value);
        if !hints.contains(&hint) {
            hints.push(hint);
        }
    }
    hints
}

fn dial(graph: &Graph, dial: &Dial) -> Object {
    let computed = dial.placeholder.and_then(|placeholder| graph.placeholders.get(placeholder)).and_then(
        |placeholder| match placeholder {
            Placeholder::Expression(expression) => Some(text(&rust_source(expression))),
            Placeholder::Field { .. } => None,
        },
    );
    let numbers = dial.numbers.iter().map(|number| text(&number.value));
    let numbers: Vec<String> = numbers.chain(computed).collect();
    Object::new()
        .raw("numbers", &list(&numbers))
        .count("placeholder", dial.placeholder)
        .number("timeout", dial.rings())
        .maybe("caller_id", value(dial.caller_id.as_ref()))
        .raw("arms", &arms(&dial.arms))
}

fn record(record: &Record) -> Object {
    Object::new()
        .number("max_length", record.longest())
        .number("timeout", record.quiet())
        .maybe("finish_on_key", value(record.finish_on_key.as_ref()))
        .flag("transcribe", record.transcribe)
        .raw("arms", &arms(&record.arms))
}

fn arms(arms: &Arms) -> String {
    list(&arms.list.iter().enumerate().map(|(number, arm)| self::arm(arm, number)).collect::<Vec<_>>())
}

fn arm(arm: &Arm, number: usize) -> String {
    let keys: Vec<String> = arm.keys().map(|entry| text(&entry.value)).collect();
    let matching = arm.matching(number);
    let outcomes: Vec<String> = matching.outcomes.iter().map(|heard| text(&heard.to_string())).collect();
    let phrases: Vec<String> = arm
        .phrases()
        .map(|(phrase, above)| {
            let object = Object::new().text("text", &phrase.value);
            above
                .map_or(Object::new().text("text", &phrase.value), |above| object.number("above", above))
                .end()
        })
        .collect();
    let heard = matching.heard.map(|heard| heard.to_string());
    Object::new()
        .list("keys", &keys)
        .list("phrases", &phrases)
        .list("outcomes", &outcomes)
        .maybe("heard", heard.as_deref())
        .maybe("pattern", arm.rust().map(ToString::to_string).as_deref())
        .flag("hidden", arm.hidden)
        .flag("inherited", arm.inherited)
        .raw("to", &target(&arm.target))
        .end()
}

fn target(target: &Target) -> String {
    match target {
        Target::Go(jump) => Object::new().text("go", &jump.name.to_string()).end(),
        Target::Again | Target::Unknown => text("again"),
        Target::End(end) => Object::new().text("end", ending(*end)).end(),
        Target::Action(row) => Object::new().number("action", row).end(),
    }
}

fn ending(end: End) -> &'static str {
    match end {
        End::Hangup => "hangup",
        End::Busy => "busy",
        End::Rejected => "rejected",
        End::Leave => "leave",
    }
}

fn action(graph: &Graph, action: &Action) -> String {
    let (name, object) = match action {
        Action::Retry { times, blocks, at, then, .. } => {
            let blocks: Vec<String> = blocks.iter().map(|block| lines(graph, block)).collect();
            let at = at.as_ref().map(|jump| jump.name.to_string());
            let retry =
                Object::new().number("times", times).raw("blocks", &list(&blocks)).maybe("at", at.as_deref());
            ("retry", retry.raw("then", &target(then)))
        }
        Action::Say { steps, then } => {
            ("say", Object::new().raw("lines", &lines(graph, steps)).raw("then", &target(then)))
        }
        Action::Enter { jump, .. } => ("enter", Object::new().text("state", &jump.name.to_string())),
    };
    Object::new().raw(name, &object.end()).end()
}

fn question(graph: &Graph, question: &Match) -> Object {
    let mut object =
        Object::new().number("question", question.number).text("source", &rust_source(&question.question));
    if let Some(within) = question.within {
        object = object.number("within", within.value);
    }
    object.list("meanwhile", &each_line(graph, &question.meanwhile)).raw("arms", &arms(&question.arms))
}

fn docs(attributes: &Attributes) -> Option<String> {
    let lines: Vec<&str> =
        attributes.docs.iter().map(|line| line.value.strip_prefix(' ').unwrap_or(&line.value)).collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

fn value(text: Option<&Text>) -> Option<&str> {
    text.map(|text| text.value.as_str())
}
