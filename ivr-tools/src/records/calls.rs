//! Reads calls from files of events.

use std::{
    collections::HashMap,
    fmt, fs, io,
    path::{Path, PathBuf},
};

use ivr_runtime::events::CallEvent;

/// The calls of a tree, in the order in which they were first seen.
#[derive(Debug, Default)]
pub(crate) struct Calls {
    pub(crate) calls: Vec<RecordedCall>,
    /// What was left out: lines that are not events, events without a call, and events of other trees.
    pub(crate) left_out: LeftOut,
}

/// One call.
#[derive(Debug)]
pub(crate) struct RecordedCall {
    /// `CallSid`.
    pub(crate) sid: String,
    /// Its events, oldest first.
    pub(crate) events: Vec<CallEvent>,
}

/// What was left out of a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct LeftOut {
    pub(crate) unreadable: u64,
    pub(crate) without_call: u64,
    pub(crate) of_other_trees: u64,
}

/// Why a file cannot be used.
#[derive(Debug)]
pub(crate) enum CallsError {
    Unreadable(PathBuf, io::Error),
    /// None of its lines is an event of this tree.
    Foreign(PathBuf, LeftOut),
}

impl fmt::Display for CallsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(path, why) => write!(f, "cannot read {}: {why}", path.display()),
            Self::Foreign(path, left_out) => {
                write!(f, "{} has no event of a call of this tree", path.display())?;
                left_out.to_string().lines().try_for_each(|line| write!(f, "; {line}"))
            }
        }
    }
}

/// Writes a line for each kind that was left out.
impl fmt::Display for LeftOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kinds = [
            (self.unreadable, "line", "not an event"),
            (self.without_call, "event", "without a CallSid"),
            (self.of_other_trees, "event", "of another tree"),
        ];
        for (count, of, what) in kinds.into_iter().filter(|(count, ..)| *count > 0) {
            writeln!(f, "{} left out: {what}", super::counted(count, of))?;
        }
        Ok(())
    }
}

impl Calls {
    /// Reads the events of the tree called `tree` from files, each written by one server; `-` is standard input.
    pub(crate) fn read(files: &[PathBuf], tree: &str) -> Result<Self, CallsError> {
        let mut calls = Self::default();
        let mut places = HashMap::new();
        for path in files {
            let text = text(path).map_err(|error| CallsError::Unreadable(path.clone(), error))?;
            let before = calls.left_out;
            if !calls.add(&text, tree, &mut places) && !text.trim().is_empty() {
                return Err(CallsError::Foreign(path.clone(), calls.left_out.since(before)));
            }
        }
        // The events of a call may be in several files. The sort is stable, because events of one request have the same
        // time.
        for call in &mut calls.calls {
            call.events.sort_by_key(|event| event.time);
        }
        Ok(calls)
    }

    /// Adds the events of a text. Returns whether there were any.
    fn add(&mut self, text: &str, tree: &str, places: &mut HashMap<String, usize>) -> bool {
        let mut found = false;
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            let Ok(event) = serde_json::from_str::<CallEvent>(line) else {
                self.left_out.unreadable += 1;
                continue;
            };
            if event.tree != tree {
                self.left_out.of_other_trees += 1;
                continue;
            }
            found = true;
            if event.call == "-" {
                self.left_out.without_call += 1;
                continue;
            }
            let place = *places.entry(event.call.clone()).or_insert_with(|| {
                self.calls.push(RecordedCall { sid: event.call.clone(), events: Vec::new() });
                self.calls.len() - 1
            });
            if let Some(call) = self.calls.get_mut(place) {
                call.events.push(event);
            }
        }
        found
    }

    #[cfg(test)]
    pub(crate) fn of(text: &str, tree: &str) -> Self {
        let mut calls = Self::default();
        calls.add(text, tree, &mut HashMap::new());
        calls
    }
}

impl LeftOut {
    fn since(self, before: Self) -> Self {
        Self {
            unreadable: self.unreadable - before.unreadable,
            without_call: self.without_call - before.without_call,
            of_other_trees: self.of_other_trees - before.of_other_trees,
        }
    }
}

fn text(path: &Path) -> io::Result<String> {
    if path == Path::new("-") { io::read_to_string(io::stdin()) } else { fs::read_to_string(path) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &str =
        r#"{"time":"2026-11-30T07:15:14Z","call":"CA1","tree":"Acme","event":"started","next":"Menu"}"#;

    /// A file that is removed when the test ends.
    struct File(PathBuf);

    impl File {
        fn new(name: &str, text: &str) -> Self {
            let path = std::env::temp_dir().join(format!("ivr-calls-{name}-{}", std::process::id()));
            fs::write(&path, text).unwrap();
            Self(path)
        }
    }

    impl Drop for File {
        fn drop(&mut self) {
            let _ = fs::remove_file(&self.0);
        }
    }

    #[test]
    fn the_events_of_a_call_that_two_servers_answered_are_one_call_in_the_order_of_time() {
        let step = |second: u8| {
            format!(
                r#"{{"time":"2026-11-30T07:15:{second}Z","call":"CA1","tree":"Acme","event":"on_error"}}"#
            )
        };
        let one = File::new("one", &format!("{}\n{}\n", step(30), step(50)));
        let two = File::new("two", &format!("{LINE}\n{}\n", step(40)));
        let calls = Calls::read(&[one.0.clone(), two.0.clone()], "Acme").unwrap().calls;
        let [call] = &calls[..] else { panic!("{calls:?}") };
        let seconds: Vec<u64> =
            call.events.iter().map(|event| event.time.unix_millis() / 1_000 % 60).collect();
        assert_eq!((call.sid.as_str(), seconds), ("CA1", vec![14, 30, 40, 50]));
    }

    #[test]
    fn lines_that_are_not_told_are_counted() {
        let others = [r#"{"a":1}"#, "cut {", "", &LINE.replace("Acme", "Desk"), &LINE.replace("CA1", "-")];
        let file = File::new("others", &format!("{LINE}\n{}\n", others.join("\n")));
        let calls = Calls::read(std::slice::from_ref(&file.0), "Acme").unwrap();
        assert_eq!(calls.calls.len(), 1);
        assert_eq!(
            calls.left_out.to_string(),
            "2 lines left out: not an event\n1 event left out: without a CallSid\n1 event left out: of another tree\n"
        );
    }

    #[test]
    fn a_file_of_another_tree_is_refused_and_an_empty_one_is_not() {
        let file = File::new("foreign", &LINE.replace("Acme", "Desk"));
        let refused = Calls::read(std::slice::from_ref(&file.0), "Acme").unwrap_err().to_string();
        assert!(
            refused.ends_with("has no event of a call of this tree; 1 event left out: of another tree"),
            "{refused}"
        );
        let empty = File::new("empty", "\n");
        assert!(Calls::read(std::slice::from_ref(&empty.0), "Acme").unwrap().calls.is_empty());
        let missing = Calls::read(&["/nowhere/events.jsonl".into()], "Acme").unwrap_err().to_string();
        assert!(missing.starts_with("cannot read /nowhere/events.jsonl: "), "{missing}");
    }
}
