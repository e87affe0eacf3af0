//! Edges and verbs in plain English, for people who review a call flow without reading its source.

use ivr_core::{condition::Condition, twiml::Noun};

use super::{Cause, Destination, Edge, End, Retry, Route, told};
use ivr_runtime::{
    description::{After, Arm, Dial, Keys, Value, Verb},
    heard::Event,
};

/// Returns the cause as a label: `1`, `“sales”`, `silence`, `no answer`.
pub(crate) fn label(cause: Cause<'_>) -> String {
    match cause {
        Cause::Keys(text) | Cause::Pattern(text) => text.to_owned(),
        Cause::Phrase(text) => format!("“{text}”"),
        Cause::Outcome(heard) => {
            heard.outcome().map_or_else(|| heard.to_string(), |outcome| outcome.label().to_owned())
        }
    }
}

/// Returns the cause for a sentence: `the key 1`, `the words “sales”`, `silence`.
pub(crate) fn named(cause: Cause<'_>) -> String {
    match cause {
        Cause::Keys(keys) if keys.chars().count() == 1 => format!("the key {keys}"),
        Cause::Keys(keys) => format!("the keys {keys}"),
        Cause::Phrase(text) => format!("the words “{text}”"),
        Cause::Outcome(Event::Next) => "it".to_owned(),
        Cause::Pattern(pattern) => format!("the answer `{pattern}`"),
        Cause::Outcome(_) => label(cause),
    }
}

/// The maximum number of phrases of an arm; of more, the first two are named.
const PHRASES: usize = 3;

/// Returns several causes as one label: `1, “sales”`, `1, “yes”, “yeah” and 3 more`.
pub(crate) fn labels(causes: &[Cause<'_>]) -> String {
    let causes = told(causes);
    let (phrases, others): (Vec<Cause<'_>>, _) =
        causes.iter().partition(|cause| matches!(cause, Cause::Phrase(_)));
    if phrases.len() <= PHRASES {
        return causes.iter().map(|cause| label(*cause)).collect::<Vec<_>>().join(", ");
    }
    let named = others.iter().chain(phrases.iter().take(PHRASES - 1));
    let named: Vec<String> = named.map(|cause| label(*cause)).collect();
    format!("{} and {} more", named.join(", "), phrases.len() + 1 - PHRASES)
}

/// Returns the causes of an edge and its condition: `1, “sales” if open`.
pub(crate) fn of_edge(edge: &Edge<'_>) -> String {
    format!("{}{}", labels(&edge.causes), under(edge.condition))
}

/// Returns ` if open`, or an empty text without a condition.
pub(crate) fn under(condition: Option<&Condition>) -> String {
    condition.map_or_else(String::new, |condition| format!(" if {condition}"))
}

/// `once`, `twice`, `3 times`.
pub(crate) fn times(count: u8) -> String {
    match count {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        _ => format!("{count} times"),
    }
}

/// `first`, `second`, `12th`; attempts end at 15.
pub(crate) fn ordinal(number: usize) -> String {
    match number {
        1 => "first".to_owned(),
        2 => "second".to_owned(),
        3 => "third".to_owned(),
        _ => format!("{number}th"),
    }
}

/// `asks again twice`, `asks Code again once`.
pub(crate) fn asking(retry: &Retry<'_>) -> String {
    match retry.at {
        Some(state) => format!("asks {state} again {}", times(retry.times)),
        None => format!("asks again {}", times(retry.times)),
    }
}

/// Returns the effect of a route, as the end of a sentence: `asks again twice, then leads to Reception`.
pub(crate) fn effect(route: &Route<'_>) -> String {
    let mut parts: Vec<String> = route.retries.iter().map(asking).collect();
    parts.push(leads(&route.to));
    parts.join(", then ")
}

/// Returns the end of a route: `leads to Sales`, `asks again`, `hangs up`.
pub(crate) fn leads(place: &Destination<'_>) -> String {
    match place {
        Destination::State(state) => format!("leads to {state}"),
        Destination::Again => "asks again".to_owned(),
        Destination::End(end) => ends(*end).to_owned(),
    }
}

/// Returns the effect of an ending: `hangs up`.
pub(crate) const fn ends(end: End) -> &'static str {
    match end {
        End::Hangup => "hangs up",
        End::Reject => "rejects the call",
        End::Leave => "leaves the queue",
        End::Redirect => "hands the call over",
    }
}

/// Returns the verb of a state in one word: `listens`, `dials`.
pub(crate) const fn does(verb: &Verb) -> &'static str {
    match verb {
        Verb::Goto(_) => "goes on",
        Verb::Gather(_) => "listens",
        Verb::Dial(_) => "dials",
        Verb::Record(_) => "records",
        Verb::Enqueue(_) => "queues",
        Verb::Hangup => "hangs up",
        Verb::Reject { .. } => "rejects",
        Verb::Redirect { .. } => "hands over",
        Verb::Leave => "leaves",
        Verb::Match(question) if question.walks.is_some() => "takes",
        Verb::Match(_) => "asks",
        Verb::Connect(_) => "connects",
        Verb::Hours(_) => "looks at the clock",
    }
}

/// Returns the object of the verb: `1 key or words`, `+12345678900, rings 20 s`. Empty for an ending without one.
pub(crate) fn object(verb: &Verb) -> String {
    match verb {
        Verb::Gather(gather) => {
            let keys = match &gather.count {
                Some(count) => Some(format!("`{}` keys", count.source)),
                None => gather.keys.map(entry),
            };
            let words = gather.speech.then(|| "words".to_owned());
            let heard: Vec<String> = keys.into_iter().chain(words).collect();
            let offer = gather.offer.as_ref();
            let offer = offer.map(|offer| format!(" for one `{}` of `{}`", offer.item, offer.list));
            format!("{}{}, waits {} s", heard.join(" or "), offer.unwrap_or_default(), gather.timeout)
        }
        Verb::Dial(dial) => dialled(dial),
        Verb::Record(record) => format!("a message of up to {} s", record.max_length),
        Verb::Enqueue(enqueue) => match enqueue.max_wait {
            Some(seconds) => format!("in {}, at most {seconds} s", queue(&enqueue.queue)),
            None => format!("in {}", queue(&enqueue.queue)),
        },
        Verb::Match(question) => match question.within {
            Some(seconds) => format!("`{}`, within {seconds} s", question.source),
            None => format!("`{}`", question.source),
        },
        Verb::Connect(connect) => format!("{}, at most {} s", connect.url, connect.time_limit),
        Verb::Hours(hours) => format!("`{}`", hours.name),
        Verb::Redirect { url } => url.as_str().to_owned(),
        Verb::Reject { busy: true } => "as busy".to_owned(),
        Verb::Reject { busy: false } | Verb::Goto(_) | Verb::Hangup | Verb::Leave => String::new(),
    }
}

/// `“support”`, or the source of the expression.
fn queue(queue: &Value) -> String {
    match queue {
        Value::Literal(name) => format!("“{name}”"),
        Value::Computed(expression) => format!("`{}`", expression.source),
    }
}

/// Returns the callees: `+12345678900, client alice`.
pub(crate) fn callees(dial: &Dial) -> String {
    let between = if dial.sequential { ", then " } else { ", " };
    if dial.nouns.is_empty() {
        let whom = dial.numbers.join(between);
        return if dial.noun == Noun::Number { whom } else { format!("{} {whom}", dial.noun.as_str()) };
    }
    let each = dial.callees().map(|(noun, name)| match noun {
        Noun::Number => name.to_owned(),
        Noun::Sip | Noun::Client | Noun::Queue | Noun::Conference => format!("{} {name}", noun.as_str()),
    });
    each.collect::<Vec<_>>().join(between)
}

/// `+12345678900, rings 20 s`, `conference weekly`.
fn dialled(dial: &Dial) -> String {
    let whom = callees(dial);
    let rings = (dial.noun != Noun::Conference).then(|| format!("rings {} s", dial.timeout));
    let tones = dial.send_digits.as_ref().map(|tones| format!("sends {}", tones.as_str()));
    let recorded = dial.record.then(|| "recorded".to_owned());
    [Some(whom), rings, tones, recorded].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// Returns how many keys an entry has: `1 key`, `4 to 8 keys`, `4 keys or more`.
pub(crate) fn entry(keys: Keys) -> String {
    match (keys.min, keys.max) {
        (1, Some(1)) => "1 key".to_owned(),
        (min, Some(max)) if min == max => format!("{min} keys"),
        (min, Some(max)) => format!("{min} to {max} keys"),
        (0 | 1, None) => "keys".to_owned(),
        (min, None) => format!("{min} keys or more"),
    }
}

/// Returns the text on one line, with single spaces.
pub(crate) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `1 state`, `7 states`.
pub(crate) fn count(number: usize, of: &str) -> String {
    if number == 1 { format!("1 {of}") } else { format!("{number} {of}s") }
}

/// Returns the left side of an arm: `9 | "repeat"`, `silence | _`, `Some(line)`.
pub(crate) fn written(arm: &Arm) -> String {
    if let Some(pattern) = &arm.pattern {
        return pattern.clone();
    }
    let key = |keys: &String| if keys.contains(['*', '#']) { format!("'{keys}'") } else { keys.clone() };
    let keys = arm.keys.iter().map(key);
    let phrases = arm.phrases.iter().map(|phrase| format!("{:?}", phrase.text));
    let outcomes = arm.outcomes.iter().map(Event::to_string);
    let patterns = keys.chain(phrases).chain(outcomes).collect::<Vec<_>>().join(" | ");
    format!("{patterns}{}", under(arm.condition.as_ref()))
}

/// `app.keep(call, recording).await after recording in Message`.
pub(crate) fn hook(after: &After) -> String {
    let state = after.state.as_ref().map(|state| format!(" in {state}")).unwrap_or_default();
    format!("`{}` after {}{state}", after.runs.join("; "), after.of.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_arm_is_written_as_its_author_wrote_it() {
        let arm = r##"{"keys":["9","#"],"phrases":[{"text":"repeat"}],"outcomes":["silence"],"to":"again"}"##;
        let arm: Arm = serde_json::from_str(arm).unwrap();
        assert_eq!(written(&arm), r##"9 | '#' | "repeat" | silence"##);
    }

    #[test]
    fn a_route_reads_as_the_end_of_a_sentence() {
        let mut route = Route::to(End::Hangup);
        assert_eq!(effect(&route), "hangs up");
        route.to = Destination::State("Reception");
        route.retries = vec![
            Retry { times: 2, at: None, blocks: &[] },
            Retry { times: 1, at: Some("Code"), blocks: &[] },
        ];
        assert_eq!(effect(&route), "asks again twice, then asks Code again once, then leads to Reception");
    }

    #[test]
    fn causes_are_named_as_people_name_them() {
        let causes = [Cause::Keys("1"), Cause::Phrase("sales"), Cause::Outcome(Event::NoAnswer)];
        assert_eq!(labels(&causes), "1, “sales”, no answer");
        assert_eq!(causes.map(named).join("; "), "the key 1; the words “sales”; no answer");
        assert_eq!(label(Cause::Outcome(Event::Else)), "anything else");
    }

    #[test]
    fn many_phrases_are_told_by_the_first_of_them() {
        let phrases = |many: usize| ["yes", "yeah", "yep", "sure"].into_iter().take(many).map(Cause::Phrase);
        let labels = |many| labels(&[Cause::Keys("1")].into_iter().chain(phrases(many)).collect::<Vec<_>>());
        assert_eq!(labels(3), "1, “yes”, “yeah”, “yep”");
        assert_eq!(labels(4), "1, “yes”, “yeah” and 2 more");
    }

    #[test]
    fn words_beside_anything_else_are_not_told() {
        let causes = [Cause::Phrase("not"), Cause::Keys("7"), Cause::Outcome(Event::Else)];
        assert_eq!(labels(&causes), "7, anything else");
    }

    #[test]
    fn entries_are_counted_in_words() {
        let entry = |min, max| entry(Keys { min, max });
        let shown = [entry(1, Some(1)), entry(5, Some(5)), entry(4, Some(8)), entry(1, None), entry(4, None)];
        assert_eq!(shown.join("; "), "1 key; 5 keys; 4 to 8 keys; keys; 4 keys or more");
    }
}
