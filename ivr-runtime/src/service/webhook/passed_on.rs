//! Requests that only another version of the tree can answer. During a rollout, servers of both versions answer the
//! calls of both. A server that does not know a state, a language or a record makes Twilio repeat the request, which
//! may then reach a server with the other version.
//!
//! The request is repeated at the same URL. Its query contains the input of the caller, because a `<Redirect>` sends
//! only the fields of every request, and the number of attempts.

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

/// The maximum number of attempts. With a balancer that takes turns, they reach the one new server out of ten; a
/// caller who cannot be helped waits nine seconds.
const MAX_ATTEMPTS: u8 = 10;

/// The attempt in the query. No field of a named start has a hyphen in its name.
const COUNT: &str = "ivr-retry";

/// The maximum length of path and query in bytes. Most proxies accept request lines twice as long.
const MAX_TARGET: usize = 4000;

/// The fields that Twilio sends with every request of a call and therefore again. All other fields are passed on.
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

/// A request that may be passed on.
#[derive(Clone, Copy)]
pub(super) struct Target<'a> {
    /// The path after that of the tree, as it was sent.
    path: &'a str,
    /// The query of a request whose fields are in its body.
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

    /// Returns whether it was passed on before. Then its query contains the input of the caller.
    fn was_passed_on(self) -> bool {
        self.attempts > 0
    }

    /// Returns the input of the caller before the request was passed on.
    pub(super) fn carried(self) -> Option<Form<'a>> {
        let mut carried = Form::default();
        let is_read = self.was_passed_on() && carried.decode(self.query.as_bytes()).is_ok();
        is_read.then_some(carried)
    }

    /// Returns whether this version has the language of the call.
    fn is_spoken<T: PhoneTree>(self, snapshot: &Snapshot<T>) -> bool {
        snapshot.dialog.speaks(self.path.strip_prefix('/').unwrap_or_default())
    }

    /// Returns why another version of the tree must have made this request, if one has.
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

    /// Returns the path and query at which the request is repeated, or `None` if it was passed on too often or is too
    /// long.
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

/// Returns the attempt in a query; 0 for a request that was not passed on.
fn count(query: &str) -> u8 {
    let found = parse(query.as_bytes()).find(|(name, _): &(Cow<'_, str>, _)| name == COUNT);
    found.and_then(|(_, count)| count.parse().ok()).unwrap_or_default()
}

impl<T: PhoneTree> Webhook<T> {
    /// Returns the document that makes Twilio repeat the request, or `None` if no other server can answer it.
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
        // The first attempt has no pause, because with two servers it reaches the other one.
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
