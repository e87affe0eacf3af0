//! A step of a call as the store sees it: the record is found, the step is executed, and the result is stored before
//! the caller is answered.

use std::sync::Arc;

use bytes::Bytes;

use super::{
    Asking, CallInfo, Script, Sessions, Stepped, answers,
    error::SessionError,
    found::{Found, find, find_at_start, is_of_queue, is_unchanged, is_waiting},
    in_time,
    place::Mark,
    record::{Record, fingerprint},
    runs::pending,
    walk::{Go, Walk},
    walked::{Failed, Stop, Walked},
};
use crate::{
    description::Verb,
    dialog::{
        call::Steps,
        data::{Call, CallData},
        tree::{PhoneTree, Position},
    },
    service::{
        store::{CallStore, Saved},
        telemetry::redact,
    },
    twiml::{self, InCall, Live},
};

/// How often a request tries to store its step while other requests of the same call change the record.
const ATTEMPTS: usize = 8;

impl<T: PhoneTree> Sessions<T> {
    /// Executes a step and stores it, if the tree stores anything.
    pub(super) async fn step(self: &Arc<Self>, asking: Asking<'_, T>) -> Result<Stepped<T>, SessionError> {
        let info = asking.info;
        if info.id.is_empty() {
            return Err(SessionError::NoCall);
        }
        let Some(store) = self.store.as_deref() else { return self.step_unkept(asking).await };
        self.tend();
        let mut known = self.recent(asking).map(Some);
        for _ in 0..ATTEMPTS {
            let before = match known.take() {
                Some(before) => before,
                None => in_time(store.load(info.id)).await?,
            };
            let record = match self.find(before.as_deref(), asking)? {
                Found::At(record) => record,
                Found::Answered(record) => {
                    self.log_repetition(asking, record.step);
                    self.catch_up(&record, info.id);
                    let document = Bytes::from(record.document);
                    return Ok(Stepped { next: None, document, heard: Steps::new(), secrets: Vec::new() });
                }
            };
            let call: Call<T::Data> = told(record.call(info.id)?, info);
            let queue = info.queue.unwrap_or(call.queue());
            let call = call.waiting_in(queue);
            let leaves_to = match record.leaves_to.as_deref().map(|path| asking.script.dialog.locate(path)) {
                Some(None) => return Err(SessionError::OtherVersion),
                leaves_to => leaves_to.flatten(),
            };
            let go = asking.go_with(&record);
            let walked = self.walk(asking, leaves_to).go(call, go).await?;
            if is_waiting(asking) && is_unchanged(&record, &walked) {
                return self.unchanged(asking, &record, walked);
            }
            match self.commit(asking, store, before.as_deref(), record, walked).await? {
                Committed::Stored(stepped) => return Ok(stepped),
                Committed::Overtaken(found) => known = Some(found),
            }
        }
        Err(SessionError::Crowded)
    }

    /// Returns the record of the previous step. It may be outdated; then it cannot be saved over. It is not used for
    /// a waiting caller, whose step usually stores nothing and would not notice.
    fn recent(&self, asking: Asking<'_, T>) -> Option<Vec<u8>> {
        if is_waiting(asking) {
            return None;
        }
        self.recent.as_ref()?.take(asking.info.id, asking.mark?.step?)
    }

    /// Answers a waiting caller without storing anything, because nothing has changed.
    fn unchanged(
        &self,
        asking: Asking<'_, T>,
        record: &Record,
        walked: Walked<'_, T>,
    ) -> Result<Stepped<T>, SessionError> {
        let document = self.document(asking, &walked, Some(record.step))?;
        walked.asked.values().for_each(|asked| self.lookups.forget(asked));
        Ok(Stepped { next: walked.next, document, heard: walked.heard.into(), secrets: walked.secrets })
    }

    /// Stores a step, then answers it, unless another request of the same call was faster.
    async fn commit(
        self: &Arc<Self>,
        asking: Asking<'_, T>,
        store: &dyn CallStore,
        before: Option<&[u8]>,
        record: Record,
        walked: Walked<'_, T>,
    ) -> Result<Committed<T>, SessionError> {
        let next_step = record.step.saturating_add(1);
        let document = self.document(asking, &walked, Some(next_step))?;
        // Documents are always UTF-8.
        let text = str::from_utf8(&document).unwrap_or_default();
        let mut after = record.after(&walked.call, text);
        if asking.script.dialog.languages().nth(1).is_some() {
            after.language.clone_from(&walked.call.language);
        }
        if !T::HOOKS.is_empty() {
            let answered = match asking.go {
                Go::Answer(at, input) => Some((at, input)),
                Go::Begin | Go::Start(..) | Go::Wait(_) | Go::OnError(_) => None,
            };
            after.aftermath.step(asking.script.dialog, answered, &walked);
        }
        match asking.go {
            Go::Begin | Go::Start(..) => after.began_by = fingerprint(asking.info.idempotency_token),
            Go::Wait(_) => after.waited_by = fingerprint(asking.info.idempotency_token),
            Go::Answer(..) | Go::OnError(_) => {}
        }
        after.wait(asking.script.dialog, is_waiting(asking), &walked.stop);
        after.pending.extend(pending::<T>(after.step, walked.runs));
        self.claim(&mut after);
        let written = after.write()?;
        let kept = self.recent.as_ref().map(|recent| (recent, written.clone()));
        if let Saved::Changed(found) = in_time(store.save(asking.info.id, before, written)).await? {
            return Ok(Committed::Overtaken(found));
        }
        if let Some((recent, written)) = kept {
            recent.put(asking.info.id, after.step, written);
        }
        // The answers are kept until the step is stored, because a failed save starts the step again.
        walked.asked.values().for_each(|asked| self.lookups.forget(asked));
        self.remember(asking);
        self.catch_up(&after, asking.info.id);
        Ok(Committed::Stored(Stepped {
            next: walked.next,
            document,
            heard: walked.heard.into(),
            secrets: walked.secrets,
        }))
    }

    /// Returns what is stored of the call, as this request finds it.
    fn find(&self, stored: Option<&[u8]>, asking: Asking<'_, T>) -> Result<Found, SessionError> {
        let Asking { info, mark, .. } = asking;
        let is_same = |known: Option<u64>| known.is_some() && known == fingerprint(info.idempotency_token);
        let is_repeated = |record: &Record| is_same(record.began_by);
        let found = match asking.start_name() {
            Some(name) => find_at_start(stored, info, name, is_repeated)?,
            None => find(stored, info, mark, is_repeated)?,
        };
        Ok(match (found, mark) {
            // A queue requests all its documents, and reports its outcome, with the same mark.
            (Found::At(record) | Found::Answered(record), Some(mark))
                if is_of_queue(asking, mark, &record) =>
            {
                match mark.is_of_queue() && is_same(record.waited_by) {
                    true => Found::Answered(record),
                    false => Found::At(record),
                }
            }
            (found, _) => found,
        })
    }

    /// Remembers the answer, to distinguish a repetition from another answer.
    fn remember(&self, asking: Asking<'_, T>) {
        if let (Go::Answer(at, input), Some(asked)) = (asking.go, asking.mark.and_then(|mark| mark.step)) {
            self.answers.remember(asking.info.id, asked, answers::parts(at.state.index(), input));
        }
    }

    /// Logs that a step was answered before, by the same request or by another one, which changes nothing.
    fn log_repetition(&self, asking: Asking<'_, T>, step: u32) {
        let (sid, asked) = (redact::call_sid(asking.info.id), asking.mark.and_then(|mark| mark.step));
        let is_same = match (asking.go, asked) {
            (Go::Answer(at, input), Some(asked)) => {
                self.answers.is_same(asking.info.id, asked, answers::parts(at.state.index(), input))
            }
            (Go::Answer(..), None) | (Go::Begin | Go::Start(..) | Go::Wait(_) | Go::OnError(_), _) => None,
        };
        if is_same == Some(false) {
            tracing::warn!(
                call.sid = sid,
                asked,
                step,
                "a step gets a second, different answer: the first one counts, and the newest document is sent"
            );
        } else {
            tracing::info!(
                call.sid = sid,
                asked,
                step,
                "a request is repeated: the first answer counts, and the newest document is sent"
            );
        }
    }

    /// Executes a step without a record, because there is nothing to store or the store is unavailable. In the latter
    /// case the step must not set a field, because the next step would not know it; a `run` is omitted.
    pub(super) async fn step_unkept(&self, asking: Asking<'_, T>) -> Result<Stepped<T>, SessionError> {
        let info = asking.info;
        let call = fresh::<T::Data>(info).waiting_in(info.queue.unwrap_or_default());
        let walked = self.walk(asking, None).go(call, asking.go).await?;
        if walked.call.data().save() != T::Data::default().save() {
            return Err(SessionError::Unkept);
        }
        if !walked.runs.is_empty() {
            tracing::error!(
                call.sid = redact::call_sid(info.id),
                "a `run` is skipped, because the call cannot be stored"
            );
        }
        let step = if T::STATEFUL { asking.mark.map_or(Mark::START.step, |mark| mark.step) } else { None };
        let document = self.document(asking, &walked, step)?;
        walked.asked.values().for_each(|asked| self.lookups.forget(asked));
        Ok(Stepped { next: walked.next, document, heard: walked.heard.into(), secrets: walked.secrets })
    }

    fn walk<'a>(&'a self, asking: Asking<'a, T>, leaves_to: Option<Position<T>>) -> Walk<'a, T> {
        let Asking { script: Script { dialog, open, trial, .. }, until, .. } = asking;
        let late = trial.map(|trial| &trial.late);
        Walk { dialog, app: &self.app, lookups: &self.lookups, late, open, leaves_to, until }
    }

    /// Returns where the step leads. A verb that cannot be executed with the values of this call calls nobody, and
    /// has the outcome `failed`.
    fn led_to(&self, asking: Asking<'_, T>, walked: &Walked<'_, T>) -> Result<Led<T>, Failed> {
        let rest = match walked.stop {
            Stop::Hold(at) => return Ok(Led::Hold(at)),
            Stop::Rest(rest) => rest,
        };
        let twiml::Rest::State(at) = rest else { return Ok(Led::Rest(rest, None)) };
        if let Verb::Connect(connect) = &asking.script.dialog.state(at.state).verb {
            let given =
                connect.give.iter().map(|given| T::render(given.placeholder, &self.app, &walked.call));
            return Ok(Led::Agent(rest, given.collect()));
        }
        let render = |placeholder| T::render(placeholder, &self.app, &walked.call);
        let (sid, state) = (redact::call_sid(asking.info.id), at.state.name());
        Ok(match twiml::in_call(&asking.script.dialog.state(at.state).verb, &render) {
            InCall::AsWritten => Led::Rest(rest, None),
            InCall::With { verb, left_out } => {
                for what in left_out {
                    tracing::warn!(
                        call.sid = sid,
                        tree.state = state,
                        "left out, because it cannot be used: {what}"
                    );
                }
                Led::Rest(rest, Some(verb))
            }
            InCall::Fails(why) => {
                tracing::warn!(call.sid = sid, tree.state = state, "{why}: the outcome is `failed`");
                Led::Hold(at)
            }
            InCall::Refused(why) => return Err(Failed::Value(why)),
        })
    }

    /// Renders the document for a step, after which the call has `step` steps.
    fn document(
        &self,
        asking: Asking<'_, T>,
        walked: &Walked<'_, T>,
        step: Option<u32>,
    ) -> Result<Bytes, SessionError> {
        let Asking { script: Script { dialog, documents, .. }, mark, go, .. } = asking;
        let before = mark.unwrap_or(Mark::START);
        let mark = match go {
            Go::OnError(_) => before.failed(step),
            Go::Begin | Go::Start(..) | Go::Answer(..) | Go::Wait(_) => before.answered(step),
        };
        let mark = mark.to_string();
        let step = Some(mark.as_str()).filter(|mark| !mark.is_empty());
        let document = match self.led_to(asking, walked)? {
            Led::Hold(at) => documents.hold(dialog, at, &walked.said, step),
            Led::Rest(rest, verb) => {
                let live = Live { step, verb: verb.as_deref(), given: &[] };
                documents.live(dialog, &walked.said, rest, live)
            }
            Led::Agent(rest, given) => {
                documents.live(dialog, &walked.said, rest, Live { step, verb: None, given: &given })
            }
        };
        Ok(document?)
    }
}

/// Where a step leads, with the verb and its values in this call.
enum Led<T> {
    Rest(twiml::Rest<T>, Option<Box<Verb>>),
    /// With the values that are passed to the agent.
    Agent(twiml::Rest<T>, Vec<String>),
    Hold(Position<T>),
}

/// The result of storing a step.
enum Committed<T> {
    Stored(Stepped<T>),
    /// Another request stored this record, or removed it.
    Overtaken(Option<Vec<u8>>),
}

fn fresh<D: Default>(info: CallInfo<'_>) -> Call<D> {
    told(Call::new(info.id, info.from, info.to, D::default()), info)
}

/// Adds what this request reports to the call.
fn told<D>(call: Call<D>, info: CallInfo<'_>) -> Call<D> {
    match info.told {
        Some(news) if !news.is_empty() => {
            let told = call.told().clone().and(news);
            call.told_of(told)
        }
        _ => call,
    }
}
