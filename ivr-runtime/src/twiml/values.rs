//! Verbs with values that depend on the call: `dial (app.line(call)), caller_id (call.line)`.

use ivr_core::twiml::{
    DIAL_NOUNS, DIAL_TIME_LIMIT, GATHER_HINT_LENGTH, GATHER_HINTS, GATHER_NUM_DIGITS, Noun, QUEUE_NAME_LENGTH,
};

use super::{lines::are_tones, number::dialable};
use crate::description::{Dial, Enqueue, Gather, Keys, Value, Verb};

/// A verb in a call.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum InCall {
    /// The verb has no such values.
    AsWritten,
    /// The verb with its values.
    With {
        verb: Box<Verb>,
        /// The values that cannot be used, for the log.
        left_out: Vec<&'static str>,
    },
    /// The verb cannot be executed, and has the outcome `failed`.
    Fails(&'static str),
    /// The verb cannot be executed and has no outcome for this, so `on_error` follows.
    Refused(&'static str),
}

/// Returns the verb with the values that `render` returns for its expressions.
pub(crate) fn in_call(verb: &Verb, render: &dyn Fn(u16) -> String) -> InCall {
    match verb {
        Verb::Dial(dial) => dialled(dial, render),
        Verb::Gather(gather) => listening(gather, render),
        Verb::Enqueue(enqueue) => enqueued(enqueue, render),
        Verb::Redirect { url } => redirected(url, render),
        Verb::Goto(_)
        | Verb::Record(_)
        | Verb::Hangup
        | Verb::Reject { .. }
        | Verb::Leave
        | Verb::Match(_)
        | Verb::Connect(_)
        | Verb::Hours(_) => InCall::AsWritten,
    }
}

fn listening(gather: &Gather, render: &dyn Fn(u16) -> String) -> InCall {
    if gather.count.is_none() && gather.more_hints.is_none() {
        return InCall::AsWritten;
    }
    let (mut gather, mut left_out) = (gather.clone(), Vec::new());
    if let Some(count) = &gather.count {
        let Some(keys) = counted(&render(count.placeholder)) else {
            return InCall::Refused(
                "the value of `gather (…) keys` is not a number of keys that Twilio takes",
            );
        };
        (gather.keys, gather.count) = (Some(keys), None);
    }
    if let Some(more) = gather.more_hints.take() {
        let given = render(more.placeholder);
        let fits = |hint: &&str| (1..=GATHER_HINT_LENGTH).contains(&hint.chars().count());
        let all = given.lines().count();
        let own = gather.hints.clone();
        let news: Vec<&str> =
            given.lines().filter(fits).filter(|hint| !own.iter().any(|one| one == hint)).collect();
        // The phrases of the arms come first, because they decide where the call goes.
        gather.hints.extend(news.into_iter().map(str::to_owned));
        if given.lines().filter(fits).count() < all || gather.hints.len() > GATHER_HINTS {
            left_out.push("some of the texts of `hints (…)`");
        }
        gather.hints.truncate(GATHER_HINTS);
    }
    InCall::With { verb: Box::new(Verb::Gather(gather)), left_out }
}

/// Parses an exact number of keys. Returns `None` if no entry can have it.
pub(crate) fn counted(count: &str) -> Option<Keys> {
    let count: u16 = count.parse().ok().filter(|count| GATHER_NUM_DIGITS.contains(u32::from(*count)))?;
    Some(Keys { min: count, max: Some(count) })
}

fn enqueued(enqueue: &Enqueue, render: &dyn Fn(u16) -> String) -> InCall {
    let Some(placeholder) = enqueue.queue.placeholder() else { return InCall::AsWritten };
    match callable(&render(placeholder), Noun::Queue) {
        Some(queue) => {
            let verb = Verb::Enqueue(Enqueue { queue: Value::Literal(queue), ..enqueue.clone() });
            InCall::With { verb: Box::new(verb), left_out: Vec::new() }
        }
        None => InCall::Fails("the value of `enqueue (…)` is not the name of a queue"),
    }
}

/// Returns the redirect to the URL from Rust, if Twilio can fetch it.
fn redirected(url: &Value, render: &dyn Fn(u16) -> String) -> InCall {
    let Some(placeholder) = url.placeholder() else { return InCall::AsWritten };
    let given = render(placeholder);
    let host = ["https://", "http://"].iter().find_map(|scheme| given.strip_prefix(scheme));
    let is_fetched = host.is_some_and(|host| !host.is_empty() && !host.starts_with(['/', '?', '#']));
    if !is_fetched || given.bytes().any(|byte| !byte.is_ascii_graphic() || matches!(byte, b'"' | b'<' | b'>'))
    {
        return InCall::Refused("the value of `redirect (…)` is not a URL that Twilio fetches");
    }
    let verb = Verb::Redirect { url: Value::Literal(given) };
    InCall::With { verb: Box::new(verb), left_out: Vec::new() }
}

fn dialled(dial: &Dial, render: &dyn Fn(u16) -> String) -> InCall {
    let computed = |value: &Option<Value>| match value {
        Some(value) => value.placeholder().map(render),
        None => None,
    };
    let (caller_id, tones) = (computed(&dial.caller_id), computed(&dial.send_digits));
    let limit = dial.computed_time_limit.as_ref().map(|limit| render(limit.placeholder));
    if dial.placeholder.is_none() && caller_id.is_none() && tones.is_none() && limit.is_none() {
        return InCall::AsWritten;
    }
    let (mut dial, mut left_out) = (dial.clone(), Vec::new());
    if let Some(placeholder) = dial.placeholder {
        let given = render(placeholder);
        let found: Vec<String> = given.lines().filter_map(|callee| callable(callee, dial.noun)).collect();
        if found.is_empty() {
            return InCall::Fails(nobody(dial.noun));
        }
        let most = if dial.noun.takes_several() { DIAL_NOUNS } else { 1 };
        if found.len() < given.lines().count() || found.len() > most {
            left_out.push("some of the callees of `dial (…)`");
        }
        dial.numbers = found.into_iter().take(most).collect();
        dial.placeholder = None;
    }
    if let Some(caller_id) = caller_id {
        let shown = shown(&caller_id, dial.noun);
        if shown.is_none() {
            left_out.push("the value of `caller_id (…)`");
        }
        dial.caller_id = shown.map(Value::Literal);
    }
    if let Some(limit) = limit {
        // Without time left, nobody is called.
        let seconds = limit.parse().unwrap_or(u32::MAX);
        if seconds < DIAL_TIME_LIMIT.least {
            return InCall::Fails("the value of `time_limit (…)` is less than a second");
        }
        (dial.time_limit, dial.computed_time_limit) = (Some(DIAL_TIME_LIMIT.clamp(seconds)), None);
    }
    if let Some(tones) = tones {
        if !tones.is_empty() && !are_tones(&tones) {
            return InCall::Fails("the value of `send_digits (…)` contains characters that are not tones");
        }
        dial.send_digits = Some(tones).filter(|tones| !tones.is_empty()).map(Value::Literal);
    }
    InCall::With { verb: Box::new(Verb::Dial(dial)), left_out }
}

fn nobody(noun: Noun) -> &'static str {
    match noun {
        Noun::Number => "the value of `dial (…)` is not a telephone number",
        Noun::Sip => "the value of `dial sip (…)` is not a SIP address",
        Noun::Client => "the value of `dial client (…)` is not the name of a client",
        Noun::Queue => "the value of `dial queue (…)` is not the name of a queue",
        Noun::Conference => "the value of `dial conference (…)` is not the name of a conference",
    }
}

/// Returns what Twilio is told to call, or `None` if it cannot be called.
fn callable(callee: &str, noun: Noun) -> Option<String> {
    let name = callee.trim();
    let is_plain = !name.is_empty() && !name.chars().any(char::is_control);
    match noun {
        Noun::Number => dialable(name),
        Noun::Sip => {
            let rest = ["sip:", "sips:"].iter().find_map(|scheme| name.strip_prefix(scheme))?;
            let (user, host) = rest.split_once('@')?;
            let fits =
                !user.is_empty() && !host.is_empty() && name.bytes().all(|byte| byte.is_ascii_graphic());
            fits.then(|| name.to_owned())
        }
        Noun::Client => {
            let own = name.strip_prefix("client:").unwrap_or(name);
            (is_plain && !own.is_empty()).then(|| own.to_owned())
        }
        Noun::Queue => (is_plain && name.chars().count() <= QUEUE_NAME_LENGTH).then(|| name.to_owned()),
        Noun::Conference => is_plain.then(|| name.to_owned()),
    }
}

/// Returns a valid `callerId`, which depends on the kind of callee.
fn shown(text: &str, noun: Noun) -> Option<String> {
    let letters = |text: &str| {
        !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || "+-_.".contains(c))
    };
    match noun {
        Noun::Client if text.strip_prefix("client:").is_some_and(letters) => Some(text.to_owned()),
        Noun::Sip if letters(text) => Some(text.to_owned()),
        Noun::Number | Noun::Sip | Noun::Client | Noun::Queue | Noun::Conference => dialable(text),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// The verb in a call in which the expressions have these values, in the order of their numbers.
    fn with(dial: &serde_json::Value, values: &[&str]) -> InCall {
        let verb: Verb = serde_json::from_value(json!({"dial": dial})).unwrap();
        in_call(&verb, &|placeholder| values[usize::from(placeholder)].to_owned())
    }

    fn numbers(dial: &serde_json::Value, value: &str) -> Option<Vec<String>> {
        match with(dial, &[value]) {
            InCall::With { verb, .. } => match *verb {
                Verb::Dial(dial) => Some(dial.numbers),
                _ => panic!(),
            },
            InCall::Fails(_) | InCall::Refused(_) => None,
            InCall::AsWritten => panic!(),
        }
    }

    #[test]
    fn a_verb_without_expressions_is_as_it_was_written() {
        let dial =
            json!({"numbers": ["+1"], "timeout": 5, "caller_id": "+2", "send_digits": "1", "arms": []});
        assert_eq!(with(&dial, &[]), InCall::AsWritten);
    }

    #[test]
    fn a_conversation_lasts_as_long_as_rust_says_and_four_hours_at_most() {
        let dial = json!({"numbers": ["+14158675309"], "timeout": 5, "arms": [],
                          "computed_time_limit": {"placeholder": 0, "source": "call.left"}});
        let limit = |value| match with(&dial, &[value]) {
            InCall::With { verb, .. } => match *verb {
                Verb::Dial(dial) => dial.time_limit,
                _ => panic!(),
            },
            InCall::Fails(_) => None,
            other => panic!("{other:?}"),
        };
        assert_eq!(
            ["1", "90", "14401", "99999999999"].map(limit),
            [Some(1), Some(90), Some(14_400), Some(14_400)]
        );
        assert_eq!(limit("0"), None);
    }

    #[test]
    fn a_document_is_fetched_from_a_url() {
        let verb = json!({"redirect": {"url": {"placeholder": 0, "source": "call.next"}}});
        for (url, is_taken) in [
            ("https://a.example/next?x=1&y=2", true),
            ("http://a.example", true),
            ("/next", false),
            ("ftp://a.example/", false),
            ("https://", false),
            ("https:///next", false),
            ("https://a.example/a b", false),
            ("", false),
        ] {
            let found = in_one_call(verb.clone(), url);
            assert_eq!(matches!(found, InCall::With { .. }), is_taken, "{url}: {found:?}");
        }
    }

    #[test]
    fn one_or_several_are_called_and_what_cannot_be_called_is_not() {
        let of =
            |noun: &str| json!({"noun": noun, "numbers": ["x"], "placeholder": 0, "timeout": 5, "arms": []});
        for (noun, value, called) in [
            ("number", "+1 (415) 867-5309", Some(vec!["+14158675309"])),
            ("number", "+14158675309\n+14158675308", Some(vec!["+14158675309", "+14158675308"])),
            ("number", "+14158675309\nnobody", Some(vec!["+14158675309"])),
            ("number", "", None),
            ("number", "nobody", None),
            ("sip", "sip:desk@example.com", Some(vec!["sip:desk@example.com"])),
            ("sip", "desk@example.com", None),
            ("sip", "sip:@example.com", None),
            ("client", "client:alice\nbob", Some(vec!["alice", "bob"])),
            ("client", "client:", None),
            ("queue", "support\nsales", Some(vec!["support"])),
            ("queue", " ", None),
            ("conference", "weekly", Some(vec!["weekly"])),
        ] {
            let found = numbers(&of(noun), value);
            let called = called.map(|all| all.into_iter().map(str::to_owned).collect::<Vec<_>>());
            assert_eq!(found, called, "{noun} {value:?}");
        }
        let eleven = ["+14158675309"; 11].join("\n");
        assert_eq!(numbers(&of("number"), &eleven).unwrap().len(), 10);
    }

    fn in_one_call(verb: serde_json::Value, value: &str) -> InCall {
        in_call(&serde_json::from_value(verb).unwrap(), &|_| value.to_owned())
    }

    #[test]
    fn a_number_of_keys_that_no_entry_has_is_refused() {
        let gather = json!({"gather": {"keys": {"min": 1}, "timeout": 5, "arms": [],
            "count": {"placeholder": 0, "source": "call.length"}}});
        for (value, keys) in [
            ("4", Some(4)),
            ("1", Some(1)),
            ("999", Some(999)),
            ("0", None),
            ("1000", None),
            ("", None),
            ("70000", None),
        ] {
            let found = match in_one_call(gather.clone(), value) {
                InCall::With { verb, .. } => match *verb {
                    Verb::Gather(gather) => gather.keys.and_then(|keys| keys.max),
                    _ => panic!(),
                },
                InCall::Refused(_) => None,
                InCall::AsWritten | InCall::Fails(_) => panic!(),
            };
            assert_eq!(found, keys, "{value:?}");
        }
    }

    #[test]
    fn hints_are_added_to_those_of_the_arms_within_what_twilio_takes() {
        let gather = json!({"gather": {"speech": true, "timeout": 5, "arms": [], "hints": ["sales"],
            "more_hints": {"placeholder": 0, "source": "app.towns()"}}});
        let hints = |value: &str| match in_one_call(gather.clone(), value) {
            InCall::With { verb, left_out } => match *verb {
                Verb::Gather(gather) => (gather.hints, left_out.len()),
                _ => panic!(),
            },
            InCall::AsWritten | InCall::Fails(_) | InCall::Refused(_) => panic!(),
        };
        assert_eq!(hints("Paris\nsales\nLyon"), (vec!["sales".into(), "Paris".into(), "Lyon".into()], 0));
        assert_eq!(hints(&"x".repeat(101)), (vec!["sales".into()], 1));
        let many = (0..600).map(|number| number.to_string()).collect::<Vec<_>>().join("\n");
        assert_eq!((hints(&many).0.len(), hints(&many).1), (500, 1));
    }

    #[test]
    fn a_queue_that_cannot_be_is_failed() {
        let enqueue = json!({"enqueue": {"queue": {"placeholder": 0, "source": "call.queue"}, "arms": []}});
        assert!(matches!(in_one_call(enqueue.clone(), "support"), InCall::With { .. }));
        for bad in ["", " ", "a\nb", &"x".repeat(65)] {
            assert!(matches!(in_one_call(enqueue.clone(), bad), InCall::Fails(_)), "{bad:?}");
        }
    }

    #[test]
    fn a_number_to_show_that_is_none_is_left_out_and_tones_that_are_none_fail() {
        let dial = |caller_id: u16| {
            json!({"numbers": ["+1"], "timeout": 5, "arms": [],
                "caller_id": {"placeholder": caller_id, "source": "call.line"},
                "send_digits": {"placeholder": 1, "source": "call.extension"}})
        };
        let InCall::With { verb, left_out } = with(&dial(0), &["+14158675309", "ww204"]) else { panic!() };
        assert_eq!(left_out, Vec::<&str>::new());
        let Verb::Dial(filled) = *verb else { panic!() };
        assert_eq!(filled.caller_id.unwrap().literal(), Some("+14158675309"));
        assert_eq!(filled.send_digits.unwrap().literal(), Some("ww204"));
        let InCall::With { verb, left_out } = with(&dial(0), &["anonymous", ""]) else { panic!() };
        assert_eq!(left_out, ["the value of `caller_id (…)`"]);
        let Verb::Dial(filled) = *verb else { panic!() };
        assert_eq!((filled.caller_id, filled.send_digits), (None, None));
        assert!(matches!(with(&dial(0), &["+14158675309", "ext. 4"]), InCall::Fails(_)));
    }
}
