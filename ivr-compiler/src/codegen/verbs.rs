//! The verbs of the description, with their arms.

use ivr_core::description;
use proc_macro2::Ident;

use super::{
    description::{index, target, value},
    lines::lines,
};
use crate::{
    model::{Arm, Arms, Connect, Dial, Gather, Graph, Match, Record, Verb, Walk},
    syntax::{Computed, Condition, Offer, Pattern, Screen, Text, Value, rust_source},
};

/// Describes a verb.
pub(super) fn verb(graph: &Graph, verb: &Verb) -> description::Verb {
    match verb {
        Verb::Goto(to) => description::Verb::Goto(target(to)),
        Verb::Gather(own) => description::Verb::Gather(gather(graph, own)),
        Verb::Dial(own) => description::Verb::Dial(dial(graph, own)),
        Verb::Record(own) => description::Verb::Record(record(own)),
        Verb::Enqueue(own) => description::Verb::Enqueue(description::Enqueue {
            queue: literal_or_computed(&own.queue),
            max_wait: own.max_wait.map(|limit| limit.value),
            music: lines(graph, &own.music),
            arms: arms(&own.arms),
        }),
        Verb::Hangup | Verb::Broken => description::Verb::Hangup,
        Verb::Reject { busy, .. } => description::Verb::Reject { busy: *busy },
        Verb::Redirect(url) => description::Verb::Redirect { url: literal_or_computed(url) },
        Verb::Leave { .. } => description::Verb::Leave,
        Verb::Match(question) => description::Verb::Match(self::question(graph, question)),
        Verb::Connect(own) => description::Verb::Connect(connect(own)),
        Verb::Hours(asked) => description::Verb::Hours(description::MatchHours {
            name: super::hours::name(graph, asked),
            arms: arms(&asked.arms),
        }),
    }
}

fn gather(graph: &Graph, gather: &Gather) -> description::Gather {
    description::Gather {
        keys: gather.keys.map(|keys| description::Keys { min: index(keys.min), max: keys.max.map(index) }),
        count: gather.count.as_ref().map(expression),
        speech: gather.speech.is_some(),
        timeout: gather.waits(),
        speech_timeout: gather.speech_timeout.map(|pause| pause.value),
        finish_on_key: key(gather.finish_on_key.as_ref()),
        language: gather.language.as_ref().map(|tag| tag.value.clone()),
        hints: hints(gather),
        more_hints: gather.more_hints.as_ref().map(expression),
        into: gather.into.as_ref().map(ToString::to_string),
        offer: gather.offer.as_ref().map(|offer| self::offer(gather, offer)),
        conditions: gather.conditions.iter().map(ToString::to_string).collect(),
        prompts: lines(graph, &gather.prompts),
        arms: arms(&gather.arms),
    }
}

fn offer(gather: &Gather, offer: &Offer) -> description::Offer {
    description::Offer {
        item: offer.item.to_string(),
        list: offer.list.to_string(),
        keys: gather.offered_keys(),
        more: key(offer.more.as_ref()),
        key: offer.key.as_ref().map(rust_source),
    }
}

/// Returns the author's hints, then the phrases of the arms. Hints improve recognition.
fn hints(gather: &Gather) -> Vec<String> {
    if gather.speech.is_none() {
        return Vec::new();
    }
    let phrases = gather.arms.list.iter().flat_map(|arm| arm.phrases().map(|(text, _)| text));
    let mut hints: Vec<String> = Vec::new();
    for hint in gather.hints.iter().chain(phrases) {
        if !hints.contains(&hint.value) {
            hints.push(hint.value.clone());
        }
    }
    hints
}

fn dial(graph: &Graph, dial: &Dial) -> description::Dial {
    let computed = dial.computed.as_ref().map(rust_source);
    let (clauses, conference) = (&dial.clauses, &dial.clauses.conference);
    description::Dial {
        noun: dial.noun,
        numbers: dial.numbers.iter().map(|number| number.value.clone()).chain(computed).collect(),
        nouns: dial.nouns.clone(),
        placeholder: dial.placeholder.map(index),
        timeout: dial.rings(),
        time_limit: clauses.time_limit.map(|limit| limit.value),
        computed_time_limit: clauses.computed_time_limit.as_ref().map(expression),
        caller_id: clauses.caller_id.as_ref().map(literal_or_computed),
        send_digits: clauses.send_digits.as_ref().map(literal_or_computed),
        hangup_on_star: clauses.hangup_on_star.is_some(),
        record: clauses.record.is_some(),
        sequential: clauses.sequential.is_some(),
        waits_for_start: conference.start_on_enter.is_some_and(|flag| !flag.value),
        end_on_exit: conference.end_on_exit.is_some_and(|flag| flag.value),
        max_participants: conference.max_participants.map(|most| most.value),
        muted: conference.muted.is_some_and(|flag| flag.value),
        wait_url: value(conference.wait_url.as_ref()),
        screen: clauses.screen.as_ref().map(|screen| self::screen(graph, screen)),
        arms: arms(&dial.arms),
    }
}

/// Describes an expression in place of a literal.
pub(super) fn expression(computed: &Computed) -> description::Expression {
    let (placeholder, source) = (index(computed.placeholder), rust_source(&computed.expression));
    description::Expression { placeholder, source }
}

/// Describes a literal, or the expression in its place.
pub(super) fn literal_or_computed(value: &Value) -> description::Value {
    match value {
        Value::Text(text) => description::Value::Literal(text.value.clone()),
        Value::Computed { expression, placeholder } => {
            let (placeholder, source) = (index(*placeholder), rust_source(expression));
            description::Value::Computed(description::Expression { placeholder, source })
        }
    }
}

fn screen(graph: &Graph, screen: &Screen) -> description::Screen {
    let unless = screen.unless.as_ref().map(|unless| description::Unless {
        question: index(unless.number),
        source: rust_source(&unless.condition),
        within: unless.within.value,
        lines: lines(graph, &unless.steps),
    });
    let key = screen.key.value.chars().next().unwrap_or('1');
    description::Screen { key, unless, lines: lines(graph, &screen.steps) }
}

fn record(record: &Record) -> description::Record {
    description::Record {
        max_length: record.longest(),
        timeout: record.quiet(),
        finish_on_key: value(record.finish_on_key.as_ref()),
        without_beep: record.play_beep.is_some_and(|flag| !flag.value),
        transcribe: record.transcribe.is_some(),
        arms: arms(&record.arms),
    }
}

fn question(graph: &Graph, question: &Match) -> description::Match {
    let source = match &question.walk {
        Some(Walk { item, list }) => format!("next {item} in {list}"),
        None => rust_source(&question.question),
    };
    description::Match {
        question: index(question.number),
        source,
        walks: question.walk.as_ref().map(|walk| walk.list.to_string()),
        within: question.within.map(|within| within.value),
        meanwhile: lines(graph, &question.meanwhile),
        arms: arms(&question.arms),
    }
}

fn connect(connect: &Connect) -> description::Connect {
    let given = |(name, placeholder): &(Ident, usize)| description::Given {
        name: name.to_string(),
        placeholder: index(*placeholder),
    };
    description::Connect {
        connect: index(connect.number),
        url: connect.url.value.clone(),
        stream: connect.is_stream,
        time_limit: connect.longest(),
        give: connect.give.iter().map(given).collect(),
        result: connect.result.as_ref().map(rust_source),
        arms: arms(&connect.arms),
    }
}

fn key(text: Option<&Text>) -> Option<char> {
    text.and_then(|text| text.value.chars().next())
}

fn arms(arms: &Arms) -> Vec<description::Arm> {
    arms.list.iter().enumerate().map(|(number, one)| arm(one, number)).collect()
}

fn arm(arm: &Arm, number: usize) -> description::Arm {
    let matching = arm.matching(number);
    let (mut keys, mut phrases) = (Vec::new(), Vec::new());
    for pattern in &arm.patterns {
        match pattern {
            Pattern::Keys(entry) | Pattern::EndedBy(entry) => keys.push(entry.value.clone()),
            Pattern::Phrase { text, above } => {
                phrases.push(description::Phrase { text: text.value.clone(), above: *above });
            }
            Pattern::Outcome { .. } | Pattern::Rust { .. } => {}
        }
    }
    description::Arm {
        keys,
        phrases,
        outcomes: matching.outcomes,
        heard: matching.heard,
        condition: arm.condition.as_ref().map(Condition::of_core),
        pattern: arm.rust_source().map(|text| text.value.clone()),
        hidden: arm.hidden,
        inherited: arm.inherited,
        to: target(&arm.target),
    }
}
