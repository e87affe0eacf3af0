//! What a reply comes to: every line said on the way, in order, and the state or ending where the call rests.
//!
//! Lines stay as the description has them; [`super::lines`] writes them.

use crate::{
    call::Flow,
    description::{Line, Verb},
    heard::Heard,
    tree::{At, Ending, PhoneTree, Reply, To},
};

/// A reply, followed past every state that goes on by itself.
#[derive(Clone, Debug)]
pub(super) struct Course<'a, T> {
    /// What is said before the verb, or while it listens.
    pub(super) said: Said<'a>,
    /// Where the call rests.
    pub(super) rest: Rest<T>,
}

/// The end of a course.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Rest<T> {
    /// A state whose verb is done.
    State(At<T>),
    /// The call is over.
    Over(Ending),
}

impl<'a, T: PhoneTree> Course<'a, T> {
    /// Follows `reply`; `before` is said first.
    pub(super) fn new(flow: &'a Flow<T>, before: &'a [Line], reply: Reply<T>) -> Self {
        let mut said = Said::default();
        said.lines(before);
        let mut reply = reply;
        // No tree that compiles has a cycle of `goto`, so the number of states bounds the course.
        for _ in T::STATES {
            if let Some(words) = reply.words {
                said.lines(flow.words(words));
            }
            let (at, fresh) = match reply.to {
                To::Enter(at) => (at, true),
                To::Ask(at) => (at, false),
                To::End(ending) => return Self { said, rest: Rest::Over(ending) },
            };
            let state = flow.state(at.state);
            match &state.verb {
                Verb::Goto(_) => {
                    said.lines(&state.lines);
                    reply = at.take(at.state.next(Heard::Next));
                    continue;
                }
                Verb::Gather(gather) => {
                    if fresh {
                        said.lines(&state.lines);
                    }
                    said.prompts(&gather.prompts, fresh);
                }
                _ => said.lines(&state.lines),
            }
            return Self { said, rest: Rest::State(at) };
        }
        Self { said, rest: Rest::Over(Ending::Hangup) }
    }
}

/// Lines without nesting, and which of them no key may cut short.
#[derive(Clone, Debug, Default)]
pub(super) struct Said<'a> {
    lines: Vec<&'a Line>,
    uninterrupted: usize,
}

impl<'a> Said<'a> {
    /// All of it.
    pub(super) fn all(&self) -> &[&'a Line] {
        &self.lines
    }

    /// What is said before a gather listens, and what while it listens: no key is lost after the last
    /// `uninterrupted` line.
    pub(super) fn around_listening(&self) -> (&[&'a Line], &[&'a Line]) {
        self.lines.split_at_checked(self.uninterrupted).unwrap_or((&self.lines, &[]))
    }

    fn lines(&mut self, lines: &'a [Line]) {
        self.prompts(lines, true);
    }

    fn prompts(&mut self, lines: &'a [Line], fresh: bool) {
        for line in lines {
            match line {
                Line::First { lines } => {
                    if fresh {
                        self.prompts(lines, fresh);
                    }
                }
                Line::Uninterrupted { lines } => {
                    self.prompts(lines, fresh);
                    self.uninterrupted = self.lines.len();
                }
                Line::Say { .. } | Line::Play { .. } | Line::Pause { .. } => self.lines.push(line),
            }
        }
    }
}
