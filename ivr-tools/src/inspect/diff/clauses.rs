//! The clauses of a verb that are otherwise than before: what it listens for, how long, whom it calls.

use crate::inspect::graph::wording;
use ivr_runtime::description::{Connect, Dial, Gather, Offer, Record, Value, Verb};

/// `timeout is now 8 s instead of 5 s`, for each clause of two verbs of one kind.
pub(super) fn changes(old: &Verb, new: &Verb) -> Vec<String> {
    let mut changes = compared(&clauses(old), &clauses(new));
    changes.extend(surer(old, new));
    changes
}

/// A clause and its value.
pub(super) type Clause = (String, String);

/// The clauses whose value is another, or that only one side has.
pub(super) fn compared(old: &[Clause], new: &[Clause]) -> Vec<String> {
    let value = |clauses: &[Clause], name: &str| {
        let clause = clauses.iter().find(|(one, value)| one == name && !value.is_empty());
        clause.map_or("none".to_owned(), |(_, value)| value.clone())
    };
    let gone = old.iter().filter(|(name, _)| !new.iter().any(|(one, _)| one == name));
    let names = new.iter().chain(gone).map(|(name, _)| name);
    let pairs = names.map(|name| (name, value(old, name), value(new, name)));
    let differ = pairs.filter(|(_, old, new)| old != new);
    differ.map(|(name, old, new)| format!("{name} is now {new} instead of {old}")).collect()
}

/// A clause as [`compared`] reads it; without a value it counts as absent.
pub(super) fn clause(name: impl Into<String>, value: Option<impl ToString>) -> Clause {
    (name.into(), value.map_or_else(String::new, |value| value.to_string()))
}

fn clauses(verb: &Verb) -> Vec<Clause> {
    match verb {
        Verb::Gather(gather) => gathering(gather),
        Verb::Dial(dial) => dialling(dial),
        Verb::Record(record) => recording(record),
        Verb::Enqueue(enqueue) => vec![
            clause("the queue", Some(&enqueue.queue)),
            clause("the longest wait", enqueue.max_wait.map(|seconds| format!("{seconds} s"))),
        ],
        Verb::Match(question) => {
            vec![
                clause("the question", Some(&question.source)),
                clause("within", question.within.map(seconds)),
            ]
        }
        Verb::Connect(connect) => vec![
            clause("the agent", Some(&connect.url)),
            clause("the time limit", Some(seconds(connect.time_limit))),
            clause("what the agent is told", Some(given(connect))),
            clause("the type of the result", connect.result.as_ref()),
        ],
        Verb::Hours(hours) => vec![clause("the hours", Some(&hours.name))],
        Verb::Redirect { url } => vec![clause("the address", Some(url))],
        Verb::Reject { busy } => vec![clause("the reason", Some(if *busy { "busy" } else { "rejected" }))],
        Verb::Goto(_) | Verb::Hangup | Verb::Leave => Vec::new(),
    }
}

fn offer(offer: &Offer) -> String {
    let Offer { item, list, keys, more, key } = offer;
    let more = more.map_or_else(String::new, |more| format!(", more {more}"));
    let key = key.as_ref().map_or_else(|| keys.clone(), |key| format!("key {key}"));
    format!("{item} from {list} by {key}{more}")
}

fn given(connect: &Connect) -> String {
    connect.give.iter().map(|given| given.name.as_str()).collect::<Vec<_>>().join(", ")
}

fn gathering(gather: &Gather) -> Vec<Clause> {
    vec![
        clause("the entry", gather.keys.map(wording::entry)),
        clause("speech", gather.speech.then_some("heard")),
        clause("timeout", Some(seconds(gather.timeout))),
        clause("the pause that ends speech", gather.speech_timeout.map(seconds)),
        clause("the finish key", gather.finish_on_key),
        clause("the language listened for", gather.language.as_ref()),
        clause("the list of hints", Some(hints(gather))),
        clause("the offer", gather.offer.as_ref().map(offer)),
        clause("the field of the entry", gather.into.as_ref()),
    ]
}

/// What the author expects beside the phrases of the arms, which are told as arms.
fn hints(gather: &Gather) -> String {
    let phrases = || gather.arms.iter().flat_map(|arm| &arm.phrases);
    let own = gather.hints.iter().filter(|hint| !phrases().any(|phrase| phrase.text == **hint));
    own.map(String::as_str).collect::<Vec<_>>().join(", ")
}

/// How sure one has to be of words that were heard before. New ones are told as arms.
fn surer(old: &Verb, new: &Verb) -> Vec<String> {
    let (old, new) = (confidences(old), confidences(new));
    let was_heard = |(name, _): &&Clause| old.iter().any(|(one, _)| one == name);
    let kept: Vec<Clause> = new.iter().filter(was_heard).cloned().collect();
    let is_heard = |(name, _): &&Clause| kept.iter().any(|(one, _)| one == name);
    compared(&old.iter().filter(is_heard).cloned().collect::<Vec<_>>(), &kept)
}

/// `the confidence asked of “oui”`, 0.6.
fn confidences(verb: &Verb) -> Vec<Clause> {
    let phrases = verb.arms().iter().flat_map(|arm| &arm.phrases);
    phrases.map(|phrase| clause(format!("the confidence asked of “{}”", phrase.text), phrase.above)).collect()
}

fn dialling(dial: &Dial) -> Vec<Clause> {
    let flag = |is_set: bool, word: &'static str| is_set.then_some(word);
    vec![
        clause("what is called", Some(dial.noun.as_str())),
        clause("the number called", Some(dial.numbers.join(", "))),
        clause("timeout", Some(seconds(dial.timeout))),
        clause("the longest conversation", dial.time_limit.map(|limit| format!("{limit} s"))),
        clause("the number shown", dial.caller_id.as_ref().map(Value::as_str)),
        clause("the tones sent", dial.send_digits.as_ref().map(Value::as_str)),
        clause("`*` as the end of a conversation", flag(dial.hangup_on_star, "taken")),
        clause("the recording of a conversation", flag(dial.record, "made")),
        clause("the order of calling", flag(dial.sequential, "one after the other")),
        clause("the start of the conference", flag(dial.waits_for_start, "waited for")),
        clause("the end of the conference", flag(dial.end_on_exit, "when the caller leaves")),
        clause("the most participants", dial.max_participants),
        clause("the voice in the conference", flag(dial.muted, "muted")),
        clause("what is heard before the conference", dial.wait_url.as_ref()),
    ]
}

fn recording(record: &Record) -> Vec<Clause> {
    vec![
        clause("the longest message", Some(format!("{} s", record.max_length))),
        clause("the silence that ends a message", Some(seconds(record.timeout))),
        clause("the finish key", record.finish_on_key.as_ref()),
        clause("the transcript", record.transcribe.then_some("written")),
    ]
}

fn seconds(seconds: u32) -> String {
    format!("{seconds} s")
}
