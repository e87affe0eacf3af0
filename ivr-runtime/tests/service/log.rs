//! Captures the log of this thread during a test.

use std::{
    io,
    sync::{Arc, Mutex},
};

use tracing::subscriber::{DefaultGuard, set_default};
use tracing_subscriber::{fmt::MakeWriter, prelude::*, registry};

/// The log of this thread, as long as it is kept.
pub(crate) struct Log {
    lines: Lines,
    _guard: DefaultGuard,
}

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Log {
    pub(crate) fn start() -> Self {
        let lines = Lines::default();
        let layer = tracing_subscriber::fmt::layer().with_ansi(false).with_writer(lines.clone());
        let guard = set_default(registry().with(layer));
        Self { lines, _guard: guard }
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.lines.0.lock().unwrap().clone()).unwrap()
    }

    #[track_caller]
    pub(crate) fn has(&self, words: &str) {
        let text = self.text();
        assert!(text.contains(words), "`{words}` in\n{text}");
    }

    #[track_caller]
    pub(crate) fn has_not(&self, words: &str) {
        let text = self.text();
        assert!(!text.contains(words), "no `{words}` in\n{text}");
    }
}

impl io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Lines {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}
