//! The clauses of a verb that changed: what it accepts, its times, whom it calls.

use super::spoken;
use crate::inspect::graph::describe;
use ivr_runtime::description::{
    Connect, Dial, Enqueue, Gather, Given, Line, Match, MatchHours, Offer, Record, Value, Verb,
};

/// Returns `timeout is now 8 s instead of 5 s` for each changed clause of two verbs of the same kind.
pub(super) fn changes(old: &Verb, new: &Verb) -> Vec<String> {
    let mut changes = compared(&clauses(old), &clauses(new));
    changes.extend(surer(old, new));
    changes
}

/// A clause and its value.
pub(super) type Clause = (String, String);

/// Returns the clauses with another value, and those that only one side has.
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

/// Returns a clause for [`compared`]; a clause without a value counts as absent.
pub(super) fn clause(name: impl Into<String>, value: Option<impl ToString>) -> Clause {
    (name.into(), value.map_or_else(String::new, |value| value.to_string()))
}

/// Returns the clauses of a verb. Every field is destructured by name, so that a new one cannot be forgotten. Arms
/// and prompts are compared elsewhere.
fn clauses(verb: &Verb) -> Vec<Clause> {
    match verb {
        Verb::Gather(gather) => gathering(gather),
        Verb::Dial(dial) => dialling(dial),
        Verb::Record(record) => recording(record),
        Verb::Enqueue(Enqueue { queue, max_wait, music: _, arms: _ }) => {
            vec![clause("the queue", Some(queue.as_str())), clause("the longest wait", max_wait.map(seconds))]
        }
        Verb::Match(Match { source, within, question: _, walks: _, meanwhile: _, arms: _ }) => {
            vec![clause("the question", Some(source)), clause("within", within.map(seconds))]
        }
        Verb::Connect(Connect { url, stream, time_limit, give, result, connect: _, arms: _ }) => vec![
            clause("the agent", Some(url)),
            clause("the kind of connection", Some(if *stream { "a stream" } else { "ConversationRelay" })),
            clause("the time limit", Some(seconds(*time_limit))),
            clause("what the agent is told", Some(given(give))),
            clause("the type of the result", result.as_ref()),
        ],
        Verb::Hours(MatchHours { name, arms: _ }) => vec![clause("the hours", Some(name))],
        Verb::Redirect { url } => vec![clause("the address", Some(url.as_str()))],
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

fn given(give: &[Given]) -> String {
    give.iter().map(|given| given.name.as_str()).collect::<Vec<_>>().join(", ")
}

fn gathering(gather: &Gather) -> Vec<Clause> {
    let Gather {
        keys: _,
        count: _,
        speech,
        timeout,
        speech_timeout,
        finish_on_key,
        language,
        hints: _,
        more_hints,
        into,
        offer,
        conditions: _,
        prompts: _,
        arms: _,
    } = gather;
    vec![
        clause("the entry", entry(gather)),
        clause("speech", speech.then_some("heard")),
        clause("timeout", Some(seconds(*timeout))),
        clause("the pause that ends speech", speech_timeout.map(seconds)),
        clause("the finish key", *finish_on_key),
        clause("the language of recognition", language.as_ref()),
        clause("the list of hints", Some(hints(gather))),
        clause("the hints from Rust", more_hints.as_ref().map(|hints| hints.source.as_str())),
        clause("the offer", offer.as_ref().map(self::offer)),
        clause("the field of the entry", into.as_ref()),
    ]
}

/// Returns the number of keys, or its expression.
fn entry(gather: &Gather) -> Option<String> {
    let counted = gather.count.as_ref().map(|count| format!("`{}` keys", count.source));
    counted.or_else(|| gather.keys.map(describe::entry))
}

/// Returns the callees, with the kind of each if they differ.
fn numbers(dial: &Dial) -> String {
    if dial.nouns.is_empty() { dial.numbers.join(", ") } else { describe::callees(dial) }
}

/// Returns the author's hints, without the phrases of the arms, which are compared as arms.
fn hints(gather: &Gather) -> String {
    let phrases = || gather.arms.iter().flat_map(|arm| &arm.phrases);
    let own = gather.hints.iter().filter(|hint| !phrases().any(|phrase| phrase.text == **hint));
    own.map(String::as_str).collect::<Vec<_>>().join(", ")
}

/// Returns changes of the required confidence of existing phrases. New phrases are compared as arms.
fn surer(old: &Verb, new: &Verb) -> Vec<String> {
    let (old, new) = (confidences(old), confidences(new));
    let was_heard = |(name, _): &&Clause| old.iter().any(|(one, _)| one == name);
    let kept: Vec<Clause> = new.iter().filter(was_heard).cloned().collect();
    let is_heard = |(name, _): &&Clause| kept.iter().any(|(one, _)| one == name);
    compared(&old.iter().filter(is_heard).cloned().collect::<Vec<_>>(), &kept)
}

/// Returns clauses such as `the confidence asked of “oui”`, 0.6.
fn confidences(verb: &Verb) -> Vec<Clause> {
    let phrases = verb.arms().iter().flat_map(|arm| &arm.phrases);
    phrases.map(|phrase| clause(format!("the confidence asked of “{}”", phrase.text), phrase.above)).collect()
}

fn dialling(dial: &Dial) -> Vec<Clause> {
    let Dial {
        noun,
        numbers: _,
        nouns: _,
        placeholder: _,
        timeout,
        time_limit,
        computed_time_limit,
        caller_id,
        send_digits,
        hangup_on_star,
        record,
        sequential,
        waits_for_start,
        end_on_exit,
        max_participants,
        muted,
        wait_url,
        screen,
        arms: _,
    } = dial;
    let unless = screen.as_ref().and_then(|screen| screen.unless.as_ref());
    let longest = computed_time_limit.as_ref().map(|limit| format!("`{}`", limit.source));
    vec![
        clause("what is called", Some(noun.as_str())),
        clause("the number called", Some(numbers(dial))),
        clause("timeout", Some(seconds(*timeout))),
        clause("the longest conversation", longest.or_else(|| time_limit.map(seconds))),
        clause("the number shown", caller_id.as_ref().map(Value::as_str)),
        clause("the tones sent", send_digits.as_ref().map(Value::as_str)),
        clause("`*` as the end of a conversation", flag(*hangup_on_star, "taken")),
        clause("the recording of a conversation", flag(*record, "made")),
        clause("the order of calling", flag(*sequential, "one after the other")),
        clause("the start of the conference", flag(*waits_for_start, "waited for")),
        clause("the end of the conference", flag(*end_on_exit, "when the caller leaves")),
        clause("the most participants", *max_participants),
        clause("the voice in the conference", flag(*muted, "muted")),
        clause("what is heard before the conference", wait_url.as_ref()),
        clause("the key that accepts the call", screen.as_ref().map(|screen| screen.key)),
        clause("what the called party hears", screen.as_ref().map(|screen| heard(&screen.lines))),
        clause("when the called party is not asked", unless.map(|unless| &unless.source)),
        clause("how long that may take", unless.map(|unless| seconds(unless.within))),
        clause("what is heard by whoever is not asked", unless.map(|unless| heard(&unless.lines))),
    ]
}

fn heard(lines: &[Line]) -> String {
    spoken::heard(lines).join(", ")
}

fn recording(record: &Record) -> Vec<Clause> {
    let Record { max_length, timeout, finish_on_key, without_beep, transcribe, arms: _ } = record;
    vec![
        clause("the longest message", Some(seconds(*max_length))),
        clause("the silence that ends a message", Some(seconds(*timeout))),
        clause("the finish key", finish_on_key.as_ref()),
        clause("the tone before a message", flag(*without_beep, "left out")),
        clause("the transcript", flag(*transcribe, "written")),
    ]
}

fn flag(is_set: bool, word: &'static str) -> Option<&'static str> {
    is_set.then_some(word)
}

fn seconds(seconds: u32) -> String {
    format!("{seconds} s")
}
