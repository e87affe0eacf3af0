//! Reports by Twilio outside of the requests of a call. Each is recorded under its name, so that it is handled once
//! however often it arrives, and its `run`s are executed like any other.

use std::sync::Arc;

use super::{
    CallInfo, Sessions, aftermath,
    error::SessionError,
    in_time,
    record::{Pending, Record, Unreadable},
};
use crate::{
    dialog::{
        after::Report,
        call::Dialog,
        data::CallData as _,
        tree::{Hook, HookRun, Language, PhoneTree},
    },
    service::store::{CallStore, Saved},
};

/// How often storing a report is retried while requests of the same call change the record.
const ATTEMPTS: usize = 64;

/// A report, and the state and language of the request that asked for it.
#[derive(Clone, Debug)]
pub(crate) struct News<T> {
    pub(crate) state: Option<T>,
    pub(crate) language: Language,
    pub(crate) report: Report,
}

impl<T: PhoneTree> News<T> {
    /// Returns the `run`s for the report, each with its index among the `run`s of all hooks.
    fn runs(&self) -> Vec<(u16, &'static HookRun)> {
        let all = T::HOOKS.iter().flat_map(|hook| hook.runs.iter().map(move |run| (hook, run)));
        let is_wanted = |hook: &Hook<T>| {
            hook.callback == self.report.callback()
                && (!hook.callback.has_state() || hook.state == self.state)
        };
        (0..)
            .zip(all)
            .filter(|(_, (hook, _))| is_wanted(hook))
            .map(|(number, (_, run))| (number, run))
            .collect()
    }

    /// Returns whether a hook waits for it.
    pub(crate) fn is_awaited(&self) -> bool {
        !self.runs().is_empty()
    }
}

impl<T: PhoneTree> Sessions<T> {
    /// Stores a report that a hook waits for, and executes the hook. A repeated report changes nothing.
    pub(crate) async fn report(
        self: &Arc<Self>,
        dialog: &Dialog<T>,
        info: CallInfo<'_>,
        news: &News<T>,
    ) -> Result<(), SessionError> {
        if info.id.is_empty() {
            return Err(SessionError::NoCall);
        }
        let Some(store) = self.store.as_deref() else { return Ok(()) };
        self.tend();
        for _ in 0..ATTEMPTS {
            let before = in_time(store.load(info.id)).await?;
            let mut record = found(before.as_deref(), info)?;
            if let Some(report) = record.aftermath.report(news.report.clone()) {
                let pending = pending(&record, dialog, news, &report)?;
                record.pending.extend(pending);
                self.claim(&mut record);
                if save(store, info.id, before.as_deref(), &mut record).await? != Saved::Done {
                    continue;
                }
            }
            self.catch_up(&record, info.id);
            return Ok(());
        }
        Err(SessionError::Crowded)
    }
}

/// Returns the record of the call, or one for the reports alone if nothing is stored of it.
fn found(stored: Option<&[u8]>, info: CallInfo<'_>) -> Result<Record, SessionError> {
    let of_no_call = || Record::of_no_call(info.from, info.to);
    match stored.map(Record::read) {
        Some(Ok(record)) if record.aftermath.is_call_gone() => Ok(record.with_parties(info.from, info.to)),
        Some(Ok(record)) => Ok(record),
        Some(Err(why @ Unreadable::OtherVersion)) => Err(why.into()),
        Some(Err(Unreadable::Invalid)) | None => Ok(of_no_call()),
    }
}

/// Returns what is to be done for a report, to be stored with it.
fn pending<T: PhoneTree>(
    record: &Record,
    dialog: &Dialog<T>,
    news: &News<T>,
    report: &Report,
) -> Result<Vec<Pending>, SessionError> {
    // A record that this version cannot read is reported now, so that Twilio repeats the report.
    let fields = record.call::<T::Data>("")?.data().save();
    let (state, name) = (record.aftermath.state().to_owned(), aftermath::name(report));
    let language = record.aftermath.language().unwrap_or_else(|| dialog.tag(news.language)).to_owned();
    let runs = news.runs().into_iter().zip(0..);
    let pending = runs.map(|((number, run), place)| Pending {
        step: 0,
        place,
        block: number,
        fields: fields.clone(),
        language: language.clone(),
        once: None,
        at_least_once: run.at_least_once.then(|| run.source.to_owned()),
        state: state.clone(),
        report: Some((name.clone(), report.clone())),
        by: None,
    });
    Ok(pending.collect())
}

async fn save(
    store: &dyn CallStore,
    id: &str,
    before: Option<&[u8]>,
    record: &mut Record,
) -> Result<Saved, SessionError> {
    in_time(store.save(id, before, record.write()?)).await
}
