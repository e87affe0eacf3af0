//! Requests that only another version of the tree understands. While a new version is rolled out, servers of both answer
//! the calls of both: one that does not know a state, a language or a record has Twilio ask again, and the next server
//! that is asked may be one of the other version.
//!
//! The request comes again at the same URL. What it told of the caller is in the query then, because a `<Redirect>` tells
//! nothing but whose call it is, and so is the count of the attempts.

use std::{
    borrow::Cow,
    fmt::{Display, Write as _},
};

use bytes::Bytes;
use form_urlencoded::{Serializer, parse};

use super::{
    RequestPath, UNKNOWN_LANGUAGE, UNKNOWN_STATE, Webhook, answer::Answer, fields::Fields, form::Form,
    incoming::Incoming,
};
use crate::{
    dialog::tree::PhoneTree,
    service::{
        snapshot::Snapshot,
        telemetry::{Outcome, redact},
    },
};

/// How often a request is passed on. A balancer that takes turns reaches the one new server of ten with it, and a
/// caller who cannot be helped waits nine seconds.
const MAX_ATTEMPTS: u8 = 10;

/// The attempt in the query. No field of a named start has a hyphen in its name.
const COUNT: &str = "ivr-retry";

/// The longest path with its query, in bytes: as much as a request line may have behind most proxies is twice that.
const MAX_TARGET: usize = 4000;

/// What Twilio tells with every request of a call: it tells it again. Everything else is passed on.
const OF_EVERY_REQUEST: [&str; 33] = [
    "AccountSid",
    "ApiVersion",
    "Called",
    "CalledCity",
    "CalledCountry",
    "CalledState",
    "CalledZip",
    "Caller",
    "CallerCity",
    "CallerCountry",
    "CallerName",
    "CallerState",
    "CallerZip",
    "CallSid",
    "CallStatus",
    "CallToken",
    "Direction",
    "ErrorCode",
    "ErrorUrl",
    "ForwardedFrom",
    "From",
    "FromCity",
    "FromCountry",
    "FromState",
    "FromZip",
    "ParentCallSid",
    "StirPassportToken",
    "StirVerstat",
    "To",
    "ToCity",
    "ToCountry",
    "ToState",
    "ToZip",
];

/// A request, as far as it can be passed on.
#[derive(Clone, Copy)]
pub(super) struct Target<'a> {
    /// The path behind that of the tree, as it was sent.
    path: &'a str,
    /// The query beside the form.
    query: &'a str,
    /// How often it was passed on before.
    attempts: u8,
}

impl<'a> Target<'a> {
    pub(super) fn of(incoming: &'a Incoming<'_>, root: &str) -> Self {
        let query = incoming.query_beside_form();
        let attempts = if query.is_empty() { 0 } else { count(query) };
        Self { path: incoming.path().strip_prefix(root).unwrap_or_default(), query, attempts }
    }

    /// Whether it was passed on before: then what it tells of the caller is in its query.
    fn was_passed_on(self) -> bool {
        self.attempts > 0
    }

    /// What was told of the caller before the request was passed on.
    pub(super) fn carried(self) -> Option<Form<'a>> {
        let mut carried = Form::default();
        let is_read = self.was_passed_on() && carried.decode(self.query.as_bytes()).is_ok();
        is_read.then_some(carried)
    }

    /// Whether this version speaks the language of the call.
    fn is_spoken<T: PhoneTree>(self, snapshot: &Snapshot<T>) -> bool {
        snapshot.dialog.speaks(self.path.strip_prefix('/').unwrap_or_default())
    }

    /// Why another version of the tree must have made this request, if one has.
    pub(super) fn foreign<T: PhoneTree>(
        self,
        snapshot: &Snapshot<T>,
        place: &RequestPath<T>,
    ) -> Option<&'static str> {
        match place {
            RequestPath::Unknown(_) => Some(UNKNOWN_STATE),
            RequestPath::At(_) => (!self.is_spoken(snapshot)).then_some(UNKNOWN_LANGUAGE),
            RequestPath::NewCall | RequestPath::Start(_) | RequestPath::Callback(_) => None,
        }
    }

    /// The path and query at which it is asked again; `None` where it was passed on too often, or tells too much.
    fn next(self, form: &Form<'_>) -> Option<String> {
        if self.attempts >= MAX_ATTEMPTS {
            return None;
        }
        let mut query = Serializer::new(String::new());
        query.extend_pairs(parse(self.query.as_bytes()).filter(|(name, _)| name != COUNT));
        if !self.was_passed_on() {
            query.extend_pairs(form.pairs().filter(|(name, _)| !OF_EVERY_REQUEST.contains(name)));
        }
        let attempt = self.attempts.saturating_add(1);
        let query = query.append_pair(COUNT, &attempt.to_string()).finish();
        let mut target = self.path.to_owned();
        // Writing into a `String` cannot fail.
        let _ = write!(target, "?{query}");
        (target.len() <= MAX_TARGET).then_some(target)
    }
}

/// The attempt that a query counts; 0 for a request that was not passed on.
fn count(query: &str) -> u8 {
    let found = parse(query.as_bytes()).find(|(name, _): &(Cow<'_, str>, _)| name == COUNT);
    found.and_then(|(_, count)| count.parse().ok()).unwrap_or_default()
}

impl<T: PhoneTree> Webhook<T> {
    /// Has Twilio ask again, where another server may know what this one does not; `None` when nobody else does.
    pub(super) fn pass_on(
        &self,
        snapshot: &Snapshot<T>,
        target: Target<'_>,
        form: &Form<'_>,
        why: &dyn Display,
    ) -> Option<(Outcome, Answer)> {
        if !self.has_peers {
            return None;
        }
        let next = target.next(form)?;
        if self.may_log("state") {
            let (path, attempt) =
                (format!("{}{}", self.root, target.path), target.attempts.saturating_add(1));
            let (sid, path) = (Fields::of(form).call_sid(), redact::path(&path));
            tracing::warn!(call.sid = sid, tree = T::NAME, path = ?path, attempt, "passed on to another server: {why}");
        }
        // The first attempt costs the caller no time: with two servers it reaches the other one.
        let document: Bytes = snapshot.documents.again(&next, target.was_passed_on());
        Some((Outcome::PassedOn, Answer::PassedOn(document)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(encoded: &str) -> Form<'_> {
        let mut form = Form::default();
        form.decode(encoded.as_bytes()).unwrap();
        form
    }

    fn target(query: &str) -> Target<'_> {
        Target { path: "/Menu/0/7", query, attempts: count(query) }
    }

    #[test]
    fn what_the_caller_did_is_passed_on_and_whose_call_it_is_is_not() {
        let told = form("CallSid=CA1&From=%2B14158675309&Digits=1%232&SpeechResult=a%26b+c&FromCity=");
        assert_eq!(
            target("").next(&told).as_deref(),
            Some("/Menu/0/7?Digits=1%232&SpeechResult=a%26b+c&ivr-retry=1")
        );
        assert_eq!(target("").next(&form("CallSid=CA1")).as_deref(), Some("/Menu/0/7?ivr-retry=1"));
    }

    #[test]
    fn it_is_passed_on_as_it_was_told_first_and_ten_times() {
        let mut query = "Digits=1&ivr-retry=1".to_owned();
        for attempt in 2..=MAX_ATTEMPTS {
            let next = target(&query).next(&form("Digits=9&CallSid=CA1")).unwrap();
            query = next.split_once('?').unwrap().1.to_owned();
            assert_eq!(query, format!("Digits=1&ivr-retry={attempt}"));
        }
        assert_eq!(target(&query).next(&form("")), None);
    }

    #[test]
    fn what_a_named_start_was_given_stays_in_its_query() {
        let start = Target { path: "/callback", query: "number=%2B14158675309", attempts: 0 };
        assert_eq!(
            start.next(&form("CallSid=CA1")).as_deref(),
            Some("/callback?number=%2B14158675309&ivr-retry=1")
        );
    }

    #[test]
    fn a_request_that_tells_too_much_for_a_url_is_not_passed_on() {
        let long = format!("SpeechResult={}", "a".repeat(MAX_TARGET));
        assert_eq!(target("").next(&form(&long)), None);
        assert!(target("").next(&form(&long[..MAX_TARGET / 2])).is_some());
    }

    #[test]
    fn a_count_that_nobody_wrote_is_the_first_request() {
        for query in ["", "ivr-retry=", "ivr-retry=-1", "ivr-retry=300", "ivr-retry", "retry=3"] {
            assert_eq!(count(query), 0, "{query}");
        }
        assert_eq!(count("Digits=1&ivr-retry=3"), 3);
    }
}
