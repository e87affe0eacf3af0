//! The files of a server: the store of calls, the prompt file, and the events.

use std::{path::PathBuf, sync::Arc};

use super::Settings;
use crate::service::{
    events::{CallEvent, EventOutput},
    store::{CallStore, Source},
};

impl Settings {
    /// Sets the store of call data, as a URL.
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

    /// Sets the program's own store of call data: see `docs/stores.md`.
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

    /// Renames a store that cannot be read, and starts with an empty one. Without it,
    /// [`router`](crate::service::router::router()) refuses such a store, and the command line answers calls without
    /// a record.
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

    /// Sets the prompt file for a tree with `prompts "…";`, which replaces the built-in texts. The file is read when
    /// the router is created, and checked about once a second by a task of the current runtime. A saved change
    /// applies from the next answer, unless the file contains an error.
    ///
    /// ```
    /// # use ivr_runtime::config::Settings;
    /// let settings = Settings::new().prompts("prompts.toml");
    /// assert!(format!("{settings:?}").contains("prompts.toml"));
    /// ```
    pub fn prompts(self, path: &str) -> Self {
        self.set("prompts", file(path).map(Some), |settings| &mut settings.prompts)
    }

    /// Appends an event for each step of a call to this file, one JSON object per line; `-` is standard output.
    /// `docs/events.md` describes the events.
    ///
    /// ```
    /// # use ivr_runtime::config::Settings;
    /// let settings = Settings::new().events("/var/log/acme/events.jsonl");
    /// assert!(format!("{settings:?}").contains("events.jsonl"));
    /// ```
    pub fn events(self, path: &str) -> Self {
        self.set("events", EventOutput::parse(path).map(Some), |settings| &mut settings.events)
    }

    /// Passes the events of calls to a function, oldest first. The function runs in its own thread, and no request
    /// waits for it. If more than some thousand events are waiting, further events are dropped and counted.
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

    /// Returns the prompt file, for commands that show a tree.
    #[cfg(feature = "serve")]
    pub fn prompts_file(&self) -> Option<&std::path::Path> {
        self.prompts.as_deref()
    }
}

/// Parses the path of a file, which must not be empty.
pub(super) fn file(path: &str) -> Result<PathBuf, String> {
    if path.trim().is_empty() { Err("the path of the file is empty".to_owned()) } else { Ok(path.into()) }
}
