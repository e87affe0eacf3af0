//! What Twilio reports beside the requests of a call: a hook of the tree may wait for it. Without one it is noted.

use std::{pin::pin, sync::Arc, time::Duration};

use super::{RequestPath, Webhook, answer::Answer, fields::Fields, form::Form};
use crate::{
    dialog::{
        after::{EndedBy, Recording, Report, Transcription},
        call::Dialog,
        tree::{Callback, Language, PhoneTree},
    },
    service::{
        guard::guarded,
        session::{self, News, Sessions, recording_id},
        telemetry::Outcome,
    },
};

/// The time limit for storing a report. Nobody is on the line.
const STORE_TIMEOUT: Duration = Duration::from_secs(10);

/// A path to which Twilio sends a report.
#[derive(Clone, Copy, Debug)]
pub(super) struct CallbackPath<T> {
    pub(super) callback: Callback,
    /// The position of the verb to which the report belongs.
    pub(super) place: Option<session::CallPosition<T>>,
    /// Whether the path contains a position. Then a hook handles it in the version that wrote the path.
    is_awaited: bool,
}

impl<T: PhoneTree> CallbackPath<T> {
    /// Parses `status`, `recording`, `recording/Message/0/7`; the path is decoded.
    pub(super) fn parse(dialog: &Dialog<T>, path: &str) -> Option<Self> {
        let (word, place) = path.split_once('/').map_or((path, None), |(word, place)| (word, Some(place)));
        let callback = Callback::ALL.into_iter().find(|callback| callback.path() == word)?;
        let Some(place) = place else { return Some(Self { callback, place: None, is_awaited: false }) };
        if !callback.has_state() {
            return None;
        }
        // If this version does not have the state, it has no hook for it either.
        let place = session::locate(dialog, place);
        Some(Self { callback, place, is_awaited: true })
    }
}

/// Returns the report in a form, if a hook can handle it.
fn report(callback: Callback, form: &Form<'_>, fields: &Fields<'_>) -> Option<Report> {
    let field = |wanted: &str| {
        form.pairs().find(|(name, _)| *name == wanted).map(|(_, value)| value).unwrap_or_default()
    };
    let id = |name: &str| {
        let sid = field(name);
        if sid.is_empty() { recording_id(field("RecordingUrl")).to_owned() } else { sid.to_owned() }
    };
    match callback {
        Callback::Call => fields.is_over().then(|| Report::Call(ended_by(field("CallStatus")))),
        Callback::Recording => {
            let (id, url) = (id("RecordingSid"), field("RecordingUrl"));
            let is_there = matches!(field("RecordingStatus"), "completed" | "") && !id.is_empty();
            let seconds = field("RecordingDuration").parse().unwrap_or(0);
            is_there.then(|| Report::Recording(Recording::new(&id, url, seconds, None)))
        }
        Callback::Transcription => {
            let (transcription, recording) = (field("TranscriptionSid"), id("RecordingSid"));
            let is_known = !(transcription.is_empty() && recording.is_empty());
            let text = (field("TranscriptionStatus") != "failed").then(|| field("TranscriptionText"));
            is_known.then(|| Report::Transcription(Transcription::new(transcription, &recording, text)))
        }
    }
}

/// Returns who ended a call, if its status says so.
fn ended_by(status: &str) -> Option<EndedBy> {
    match status {
        "busy" | "no-answer" | "canceled" => Some(EndedBy::Unanswered),
        "failed" => Some(EndedBy::Failed),
        _ => None,
    }
}

impl<T: PhoneTree> Webhook<T> {
    /// Returns the report for a hook of the tree, or `None` if no hook handles it.
    pub(super) fn news(
        &self,
        place: &RequestPath<T>,
        form: &Form<'_>,
        fields: &Fields<'_>,
    ) -> Option<(&Arc<Sessions<T>>, News<T>)> {
        let RequestPath::Callback(CallbackPath { callback, place, .. }) = place else { return None };
        let sessions = self.sessions.as_ref().filter(|_| !T::HOOKS.is_empty())?;
        let report = report(*callback, form, fields)?;
        let state = place.map(|place| place.at.state);
        let language = place.map_or(Language::FIRST, |place| place.at.language);
        let news = News { state, language, report };
        news.is_awaited().then_some((sessions, news))
    }

    /// Returns whether another version has a hook for the report. Twilio then repeats it, and may reach a server with
    /// that version.
    pub(super) fn is_awaited_elsewhere(
        &self,
        path: &CallbackPath<T>,
        form: &Form<'_>,
        fields: &Fields<'_>,
    ) -> bool {
        self.has_peers && path.is_awaited && report(path.callback, form, fields).is_some()
    }

    /// Stores the report for a hook. Twilio repeats a report that could not be stored.
    pub(super) async fn tell(
        &self,
        sessions: &Arc<Sessions<T>>,
        dialog: &Dialog<T>,
        fields: &Fields<'_>,
        news: News<T>,
    ) -> (Outcome, Answer) {
        let callback = news.report.callback().as_str();
        let told = guarded(pin!(sessions.report(dialog, fields.call_info(), &news)), STORE_TIMEOUT).await;
        let why: Box<dyn std::fmt::Display + Send> = match told {
            Ok(Ok(())) => return (Outcome::Noted, Answer::NoContent),
            Ok(Err(error)) => Box::new(error),
            Err(failure) => Box::new(failure),
        };
        tracing::error!(
            call.sid = fields.call_sid(),
            "the report for `after {callback}` is not stored, and Twilio is asked to repeat it: {why}"
        );
        (Outcome::OnError, Answer::Unavailable)
    }
}
