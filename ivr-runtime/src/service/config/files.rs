//! What the server keeps and reads beside its requests: the store of calls, the file of words, and what happened.

use std::{path::PathBuf, sync::Arc};

use super::Settings;
use crate::service::{
    events::{CallEvent, EventOutput},
    store::{CallStore, Source},
};

impl Settings {
    /// Where call data lives, as a URL.
    ///
    /// ```
    /// # use ivr_runtime::config::Settings;
    /// let settings = Settings::new().store("memory:");
    /// assert!(format!("{settings:?}").contains("memory:"));
    /// ```
    pub fn store(self, url: &str) -> Self {
        let url = match url.trim() {
            "" => Err("it is empty: write `memory:` or `file:PATH`".to_owned()),
            url => Ok(Source::Url(url.to_owned())),
        };
        self.set("store", url, |settings| &mut settings.store)
    }

    /// Where call data lives, as a store of the program's own: see `docs/stores.md`.
    ///
    /// ```
    /// # use ivr_runtime::{config::Settings, store::MemoryStore};
    /// let settings = Settings::new().own_store(MemoryStore::default());
    /// assert!(format!("{settings:?}").contains("MemoryStore"));
    /// ```
    pub fn own_store(mut self, store: impl CallStore) -> Self {
        self.store = Source::Own(Arc::new(store));
        self
    }

    /// Renames a store that cannot be read, and starts with an empty one. Without it [`router`](crate::service::router::router()) refuses such a
    /// store, and the command line answers calls without a record.
    ///
    /// ```
    /// # use ivr_runtime::config::Settings;
    /// let settings = Settings::new().store("file:/var/lib/clinic/calls.redb").set_aside_damaged_store();
    /// # let _ = settings;
    /// ```
    pub fn set_aside_damaged_store(mut self) -> Self {
        self.sets_aside_damaged_store = true;
        self
    }

    /// The prompt file, read instead of those that were built in, for a tree with
    /// `prompts "…";`. It is read when the router is made, and looked at again about once a second by a task of the
    /// runtime that the router is made in: what is saved there is heard from the next answer on, unless something
    /// is wrong with it.
    ///
    /// ```
    /// # use ivr_runtime::config::Settings;
    /// let settings = Settings::new().prompts("prompts.toml");
    /// assert!(format!("{settings:?}").contains("prompts.toml"));
    /// ```
    pub fn prompts(self, path: &str) -> Self {
        self.set("prompts", file(path).map(Some), |settings| &mut settings.prompts)
    }

    /// Writes an event for each step of a call behind what this file holds, a JSON object a line; `-` is standard output.
    /// `docs/events.md` describes them.
    ///
    /// ```
    /// # use ivr_runtime::config::Settings;
    /// let settings = Settings::new().events("/var/log/acme/events.jsonl");
    /// assert!(format!("{settings:?}").contains("events.jsonl"));
    /// ```
    pub fn events(self, path: &str) -> Self {
        self.set("events", EventOutput::parse(path).map(Some), |settings| &mut settings.events)
    }

    /// Gives the events of calls to a function, oldest first. It is called in a thread of its own, which no request waits
    /// for: what comes while it is behind by more than some thousand events is dropped and counted.
    ///
    /// ```
    /// # use ivr_runtime::config::Settings;
    /// let settings = Settings::new().own_events(|events| events.iter().for_each(|event| println!("{event:?}")));
    /// # let _ = settings;
    /// ```
    pub fn own_events(mut self, take: impl Fn(&[CallEvent]) + Send + Sync + 'static) -> Self {
        self.events = Some(EventOutput::Own(Arc::new(take)));
        self
    }

    /// The prompt file, for commands that show a tree.
    #[cfg(feature = "serve")]
    pub fn prompts_file(&self) -> Option<&std::path::Path> {
        self.prompts.as_deref()
    }
}

/// The path of a file, which is not empty.
pub(super) fn file(path: &str) -> Result<PathBuf, String> {
    if path.trim().is_empty() { Err("the path of the file is empty".to_owned()) } else { Ok(path.into()) }
}
