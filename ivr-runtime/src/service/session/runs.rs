//! `run`: executed once per step, after the caller was answered, however often Twilio repeats the request. It is
//! removed from the store before it is started, so that no crash can execute it twice; an at-least-once `run` is
//! removed when it is done.

use std::{
    pin::pin,
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use super::{
    Sessions,
    error::SessionError,
    record::{Pending, Record},
    settle,
    walked::Run,
};
use crate::{
    dialog::{after::Report, data::Call, tree::PhoneTree},
    service::{
        guard::{GuardError, guarded},
        store::{CallStore, Saved},
        task,
        telemetry::redact,
    },
};

/// The time limit of a `run`.
pub(super) const RUN_TIMEOUT: Duration = Duration::from_secs(60);

/// What is executed after an answer.
#[derive(Clone)]
pub(super) enum Job {
    /// The at-most-once `run`s of a block.
    Block(u16),
    /// The `run` with this index that is repeated until it is done.
    Repeated(u16),
    /// The `run` of a hook.
    Hook(u16, Report),
}

impl Job {
    /// Returns what is executed at most once, or `None` if this version of the tree has no such Rust. The block may
    /// have another index in another version.
    fn once<T: PhoneTree>(todo: &Pending) -> Option<Self> {
        if let Some((_, report)) = &todo.report {
            return Some(Self::Hook(todo.block, report.clone()));
        }
        let Some(source) = &todo.once else { return Some(Self::Block(todo.block)) };
        let same = || T::RUNS.iter().zip(T::RUN_SOURCES).filter(|(_, one)| *one == source);
        let found = same().find(|(block, _)| **block == todo.block).or_else(|| same().next());
        found.map(|(block, _)| Self::Block(*block))
    }

    /// Returns what is to be done, or `None` if this version of the tree has no such Rust.
    pub(super) fn of<T: PhoneTree>(todo: &Pending) -> Option<Self> {
        match &todo.at_least_once {
            Some(source) => Self::repeated::<T>(source, todo),
            None => Self::once::<T>(todo),
        }
    }

    /// Returns the source of a block that is executed at most once.
    pub(super) fn source<T: PhoneTree>(block: u16) -> Option<&'static str> {
        T::RUNS.iter().zip(T::RUN_SOURCES).find(|(one, _)| **one == block).map(|(_, source)| *source)
    }

    /// Returns what is repeated until it is done, or `None` if this version of the tree has no such Rust.
    pub(super) fn repeated<T: PhoneTree>(source: &str, todo: &Pending) -> Option<Self> {
        let Some((_, report)) = &todo.report else {
            let found = T::AT_LEAST_ONCE.iter().zip(0..).find(|(run, _)| run.source == source);
            return found.map(|(_, number)| Self::Repeated(number));
        };
        let runs = T::HOOKS.iter().flat_map(|hook| hook.runs.iter().map(|run| (hook.callback, run))).zip(0..);
        let mut same = runs.filter(|((callback, run), _)| {
            *callback == report.callback() && run.at_least_once && run.source == source
        });
        // Hooks of several states may have the same source, and are then equivalent.
        same.next().map(|(_, number)| Self::Hook(number, report.clone()))
    }

    /// Executes it, and returns whether it is done.
    pub(super) async fn work<T: PhoneTree>(self, app: &T::App, call: &Call<T::Data>) -> bool {
        match self {
            Self::Block(block) => {
                T::run(block, app, call).await;
                true
            }
            Self::Repeated(number) => T::run_at_least_once(number, app, call).await,
            Self::Hook(run, report) => T::after(run, app, call, &report).await,
        }
    }
}

/// Returns what is to be done after a step, to be stored with it.
pub(super) fn pending<T: PhoneTree>(step: u32, runs: Vec<Run>) -> impl Iterator<Item = Pending> {
    runs.into_iter().zip(0..).map(move |(Run { block, at_least_once, fields, language, .. }, place)| {
        let once = if at_least_once.is_none() { Job::source::<T>(block).map(str::to_owned) } else { None };
        let at_least_once = at_least_once.map(str::to_owned);
        let state = String::new();
        Pending { step, place, block, fields, language, once, at_least_once, state, report: None, by: None }
    })
}

/// Logs that another version of the tree must execute it.
fn log_foreign(todo: &Pending, id: &str) {
    let source = todo.once.as_deref().unwrap_or_default();
    tracing::warn!(
        call.sid = redact::call_sid(id),
        "a `run` is left to another server, because this version of the tree has no `run {source}`"
    );
}

impl<T: PhoneTree> Sessions<T> {
    /// Removes what a call has to do at most once, and executes everything that it has to do.
    pub(super) fn run_pending(self: &Arc<Self>, id: &str) {
        let (sessions, id) = (Arc::clone(self), id.to_owned());
        task::spawn_tracked(&self.tasks, async move {
            let Some((record, pending)) = sessions.cross_off(&id).await else { return };
            for todo in pending {
                if todo.at_least_once.is_some() && sessions.is_of_another(&todo) {
                    continue;
                }
                match record.call_of(&id, &todo) {
                    Ok(call) if todo.at_least_once.is_some() => sessions.repeat(todo, call),
                    Ok(call) => match Job::once::<T>(&todo) {
                        Some(job) => sessions.run(job, call).await,
                        None => log_foreign(&todo, &id),
                    },
                    Err(error) => {
                        tracing::error!(call.sid = redact::call_sid(&id), "a `run` is skipped: {error}");
                    }
                }
            }
        });
    }

    /// Stores a record that was changed without a step.
    pub(super) async fn save_changed(
        &self,
        store: &dyn CallStore,
        id: &str,
        before: &[u8],
        record: &mut Record,
    ) -> Result<Saved, SessionError> {
        let written = record.write()?;
        let kept = self.recent.as_ref().map(|recent| (recent, written.clone()));
        let saved = store.save(id, Some(before), written).await?;
        if let (Saved::Done, Some((recent, written))) = (&saved, kept) {
            recent.replace(id, record.step, written);
        }
        Ok(saved)
    }

    async fn cross_off(&self, id: &str) -> Option<(Record, Vec<Pending>)> {
        let store = self.store.as_deref()?;
        let crossed = async {
            loop {
                let Some(before) = store.load(id).await? else { return Ok(None) };
                let mut record = Record::read(&before)?;
                let pending = record.pending.clone();
                // A `run` that this version does not have is left to a server that has it.
                record.cross_off(|todo| todo.at_least_once.is_some() || Job::once::<T>(todo).is_none());
                if record.pending.len() == pending.len() {
                    return Ok(Some((record, pending)));
                }
                let is_done = !T::HOOKS.is_empty() && record.over && record.pending.is_empty();
                let saved = if is_done {
                    settle(store, id, &before, record.clone().at_rest::<T>())?.await?
                } else {
                    self.save_changed(store, id, &before, &mut record).await?
                };
                if saved == Saved::Done {
                    return Ok::<_, SessionError>(Some((record, pending)));
                }
            }
        };
        crossed.await.unwrap_or_else(|error| {
            self.owes.store(true, Ordering::Relaxed);
            tracing::error!(
                call.sid = redact::call_sid(id),
                "a `run` waits for the next step of the call, or a restart: {error}"
            );
            None
        })
    }

    /// Executes a `run`. Its panic is caught and logged.
    async fn run(&self, job: Job, call: Call<T::Data>) {
        let (app, id) = (Arc::clone(&self.app), call.id.clone());
        match guarded(pin!(job.work::<T>(&app, &call)), RUN_TIMEOUT).await {
            Ok(_) => {}
            Err(GuardError::Late) => {
                tracing::error!(
                    call.sid = redact::call_sid(&id),
                    "a `run` took longer than {} s",
                    RUN_TIMEOUT.as_secs()
                );
            }
            Err(GuardError::Panicked) => {
                tracing::error!(call.sid = redact::call_sid(&id), "a `run` panicked");
            }
        }
    }
}
