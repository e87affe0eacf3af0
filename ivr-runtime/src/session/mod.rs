//! A call that plain Rust takes part in: its fields are loaded, the step is done, and what came of it is stored
//! before the caller is answered. A tree that asks nothing of Rust never comes here.

mod lookups;
mod record;
mod runs;
mod walk;

use std::{sync::Arc, time::Duration};

use bytes::Bytes;

use self::{
    lookups::Lookups,
    record::Record,
    walk::{Rest, Walk, Walked},
};
use crate::{
    call::Flow,
    data::Call,
    input::Input,
    store::{CallStore, Saved},
    tree::{At, PhoneTree},
    twiml::{Documents, Live},
};

/// Stands in a URL where the step of the call would: the call came here by trouble.
const TROUBLE: &str = "t";

/// How long the store may take to say that it is there.
const READY: Duration = Duration::from_secs(2);

/// How often a request tries to store its step while others of the same call get in between.
const ATTEMPTS: usize = 8;

/// Reads a place from the end of a URL: `Menu/2`, `Fever/0/7`, or `Reception/0/t` where trouble led.
pub(crate) fn locate<T: PhoneTree>(flow: &Flow<T>, path: &str) -> Option<Place<T>> {
    let (place, step) = match path.rsplit_once('/') {
        _ if !T::KEEPS => (path, Step::Uncounted),
        Some((place, TROUBLE)) => (place, Step::Trouble),
        Some((place, number)) if place.contains('/') => (place, Step::Number(number.parse().ok()?)),
        // Without a step it was made by hand; it is taken as the newest.
        _ => (path, Step::Uncounted),
    };
    let place = place.strip_suffix("/0").unwrap_or(place);
    flow.locate(place).map(|at| Place { at, step })
}

/// A step that was done.
#[derive(Clone, Debug)]
pub(crate) struct Stepped {
    /// The state or ending where the call is now, for the log.
    pub(crate) next: &'static str,
    pub(crate) document: Bytes,
}

/// Whose call it is, as the provider reports it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Who<'a> {
    /// `CallSid`.
    pub(crate) id: &'a str,
    /// `From`.
    pub(crate) from: &'a str,
    /// `To`.
    pub(crate) to: &'a str,
}

/// Where a call is, and which step of it asks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Place<T> {
    pub(crate) at: At<T>,
    step: Step,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Step {
    /// This many steps were done before.
    Number(u32),
    /// Trouble led here, so that the number is not known.
    Trouble,
    /// A tree that stores nothing counts no steps.
    Uncounted,
}

/// Why a caller hears the words for trouble; never said to them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Trouble {
    /// The request names no call.
    NoCall,
    /// The store does not answer, or what it holds cannot be read.
    Store,
    /// Nothing is stored of this call, or no more.
    Forgotten,
    /// A question to Rust panicked.
    Question,
    /// The document is too long.
    TooLong,
}

impl Trouble {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::NoCall => "the request names no call",
            Self::Store => "the store cannot be read or written",
            Self::Forgotten => "nothing is stored of this call",
            Self::Question => "a question to the app failed",
            Self::TooLong => "the document is too long to send",
        }
    }
}

/// The calls of one tree.
pub(crate) struct Sessions<T: PhoneTree> {
    app: Arc<T::App>,
    store: Option<Arc<dyn CallStore>>,
    lookups: Lookups<T>,
}

/// What a session needs of its tree.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Script<'a, T> {
    pub(crate) flow: &'a Flow<T>,
    pub(crate) documents: &'a Documents<T>,
}

impl<T: PhoneTree> Sessions<T> {
    /// `store` is where the tree keeps what it [`KEEPS`](PhoneTree::KEEPS).
    pub(crate) fn new(app: T::App, store: Option<Arc<dyn CallStore>>) -> Arc<Self> {
        Arc::new(Self { app: Arc::new(app), store, lookups: Lookups::new() })
    }

    /// A new call.
    pub(crate) async fn begin(
        self: &Arc<Self>,
        script: Script<'_, T>,
        who: Who<'_>,
    ) -> Result<Bytes, Trouble> {
        if who.id.is_empty() {
            return Err(Trouble::NoCall);
        }
        let Some(store) = self.store.as_deref().filter(|_| T::KEEPS) else {
            let walked = self.walk(script).begin(fresh(who)).await.map_err(|_| Trouble::Question)?;
            return self.finish(script, walked);
        };
        // A provider that asks twice for the beginning of a call gets it twice.
        for _ in 0..ATTEMPTS {
            let before = store.load(who.id).await.map_err(|_| Trouble::Store)?;
            if let Some(record) =
                before.as_deref().map(Record::read).transpose().map_err(|_| Trouble::Store)?
                && record.step == 1
            {
                return Ok(Bytes::from(record.document));
            }
            let record = Record::new(who.from, who.to);
            let call = record.call(who.id).map_err(|_| Trouble::Store)?;
            let walked = self.walk(script).begin(call).await.map_err(|_| Trouble::Question)?;
            if let Some(document) = self.commit(script, who, before.as_deref(), record, walked).await? {
                return Ok(document);
            }
        }
        Err(Trouble::Store)
    }

    /// The next step of a call.
    pub(crate) async fn advance(
        self: &Arc<Self>,
        script: Script<'_, T>,
        who: Who<'_>,
        place: Place<T>,
        input: &Input<'_>,
    ) -> Result<Stepped, Trouble> {
        if who.id.is_empty() {
            return Err(Trouble::NoCall);
        }
        let Some(store) = self.store.as_deref().filter(|_| T::KEEPS) else {
            let walk = self.walk(script);
            let walked = walk.advance(fresh(who), place.at, input).await.map_err(|_| Trouble::Question)?;
            let next = walked.rest.name();
            return self.finish(script, walked).map(|document| Stepped { next, document });
        };
        for _ in 0..ATTEMPTS {
            let before = store.load(who.id).await.map_err(|_| Trouble::Store)?.ok_or(Trouble::Forgotten)?;
            let record = Record::read(&before).map_err(|_| Trouble::Store)?;
            // A step that was done gets the answer that it got; one that is long past gets the newest.
            if let Step::Number(step) = place.step
                && step != record.step
            {
                return Ok(Stepped { next: "as before", document: Bytes::from(record.document) });
            }
            let call = record.call(who.id).map_err(|_| Trouble::Store)?;
            let walk = self.walk(script);
            let walked = walk.advance(call, place.at, input).await.map_err(|_| Trouble::Question)?;
            let next = walked.rest.name();
            if let Some(document) = self.commit(script, who, Some(&before), record, walked).await? {
                return Ok(Stepped { next, document });
            }
        }
        Err(Trouble::Store)
    }

    /// The words for trouble in this call. When trouble itself led to `place`, only its words are left.
    pub(crate) fn trouble(script: Script<'_, T>, place: Option<Place<T>>) -> Bytes {
        if place.is_some_and(|place| place.step == Step::Trouble) {
            return script.documents.last_words(script.flow);
        }
        let live = Live { step: T::KEEPS.then_some(TROUBLE), spell: &|_| String::new() };
        script.documents.live_trouble(script.flow, live)
    }

    /// Forgets a call that is over, unless a `run` of it is still to be done.
    pub(crate) async fn forget(&self, id: &str) {
        let Some(store) = self.store.as_deref().filter(|_| T::KEEPS) else { return };
        let Ok(Some(stored)) = store.load(id).await else { return };
        if Record::read(&stored).is_ok_and(|record| record.pending.is_empty())
            && let Err(error) = store.remove(id).await
        {
            tracing::warn!(call.sid = id, "a call that is over stays stored until it expires: {error}");
        }
    }

    /// Whether calls can be stored.
    pub(crate) async fn ready(&self) -> bool {
        match &self.store {
            // A disk that hangs does not answer at all.
            Some(store) if T::KEEPS => {
                tokio::time::timeout(READY, store.ready()).await.is_ok_and(|ready| ready.is_ok())
            }
            _ => true,
        }
    }

    fn walk<'a>(&'a self, script: Script<'a, T>) -> Walk<'a, T> {
        Walk { flow: script.flow, app: &self.app, lookups: &self.lookups }
    }

    /// The end of a step that nothing is stored of.
    fn finish(self: &Arc<Self>, script: Script<'_, T>, walked: Walked<T>) -> Result<Bytes, Trouble> {
        let document = self.document(script, &walked, None)?;
        self.run_all(walked.runs);
        Ok(document)
    }

    /// Stores a step, then answers it; `None` when another request of the same call was faster.
    async fn commit(
        self: &Arc<Self>,
        script: Script<'_, T>,
        who: Who<'_>,
        before: Option<&[u8]>,
        record: Record,
        walked: Walked<T>,
    ) -> Result<Option<Bytes>, Trouble> {
        let Some(store) = self.store.as_deref() else { return Err(Trouble::Store) };
        let step = (record.step + 1).to_string();
        let document = self.document(script, &walked, Some(&step))?;
        let text = std::str::from_utf8(&document).map_err(|_| Trouble::TooLong)?;
        let mut after = record.after(&walked.call, text);
        let pending = self.pending(after.step, &walked.runs);
        let any = !pending.is_empty();
        after.pending.extend(pending);
        let stored = after.write().map_err(|_| Trouble::Store)?;
        match store.save(who.id, before, stored).await {
            Ok(Saved::Done) => {
                if any {
                    self.run_pending(who.id);
                }
                Ok(Some(document))
            }
            Ok(Saved::Changed(_)) => Ok(None),
            Err(error) => {
                tracing::error!(call.sid = who.id, "a step could not be stored: {error}");
                Err(Trouble::Store)
            }
        }
    }

    fn document(
        &self,
        script: Script<'_, T>,
        walked: &Walked<T>,
        step: Option<&str>,
    ) -> Result<Bytes, Trouble> {
        let spell = |hole: u16| T::spell(hole, &self.app, &walked.call);
        let live = Live { step, spell: &spell };
        match &walked.rest {
            Rest::Hold(at, lines) => Ok(script.documents.hold(script.flow, *at, lines, live)),
            Rest::Reply(reply) => {
                let document = script.documents.live(script.flow, &walked.before, *reply, live);
                document.map_err(|_| Trouble::TooLong)
            }
        }
    }
}

fn fresh<D: Default>(who: Who<'_>) -> Call<D> {
    Call::new(who.id, who.from, who.to, D::default())
}
