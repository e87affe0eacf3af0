//! The steps and texts in the source, each once, however often they are inherited.

use proc_macro2::Span;

use super::{Action, Arm, Graph, StateId, Target, Verb};
use crate::syntax::{self, Pattern, Scope, Step, Text, Texts};

/// A step, and its place.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Written<'g> {
    pub(crate) step: &'g Step,
    /// Its state; `None` in `everywhere` and `on_error`.
    pub(crate) state: Option<StateId>,
    /// Whether it is among the prompts of a gather, and not already inside `first`.
    pub(crate) prompt: bool,
    /// Whether it is among the prompts of a gather.
    pub(crate) in_prompts: bool,
}

/// A text for callers, for the recognizer or for Twilio, and its kind.
#[derive(Clone, Copy, Debug)]
pub(crate) struct WrittenText<'g> {
    pub(crate) text: &'g Text,
    /// Its language; by default the first language of the tree.
    pub(crate) language: &'g str,
    pub(crate) state: Option<StateId>,
    pub(crate) kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    /// A spoken text.
    Words,
    /// A file or URL that is played.
    File,
    Phrase,
    Hint,
    Queue,
    /// Of `redirect`.
    Url,
    /// Of `connect`.
    Agent,
}

impl Graph {
    /// Every step, also those inside of others.
    pub(crate) fn steps(&self) -> Vec<Written<'_>> {
        let mut found = Found(Vec::new());
        for (id, state) in self.states.iter().enumerate() {
            found.all(&state.steps, Some(id), false);
            match &state.verb {
                Verb::Gather(gather) => found.all(&gather.prompts, Some(id), true),
                Verb::Match(question) => found.all(&question.meanwhile, Some(id), false),
                Verb::Enqueue(enqueue) => found.all(&enqueue.music, Some(id), false),
                Verb::Dial(dial) => {
                    if let Some(screen) = &dial.clauses.screen {
                        found.all(&screen.steps, Some(id), false);
                        screen.unless.iter().for_each(|unless| found.all(&unless.steps, Some(id), false));
                    }
                }
                _ => {}
            }
            for arm in state.own_arms() {
                self.on_the_way(&arm.target, Some(id), &mut found);
            }
        }
        for arm in &self.everywhere {
            found.target(&arm.target);
        }
        if let Some(on_error) = &self.on_error {
            found.all(&on_error.steps, None, false);
            self.on_the_way(&on_error.then, None, &mut found);
        }
        found.0
    }

    fn on_the_way<'g>(&'g self, target: &'g Target, state: Option<StateId>, found: &mut Found<'g>) {
        let Target::Action(row) = target else { return };
        match self.action(*row) {
            Some(Action::Say { steps, then }) => {
                found.all(steps, state, false);
                self.on_the_way(then, state, found);
            }
            Some(Action::Retry { blocks, then, .. }) => {
                for block in blocks {
                    found.all(block, state, false);
                }
                self.on_the_way(then, state, found);
            }
            Some(Action::Enter { .. } | Action::Leave { .. }) | None => {}
        }
    }

    /// Every text.
    pub(crate) fn texts<'g>(&'g self) -> Vec<WrittenText<'g>> {
        let mut found: Vec<WrittenText<'_>> = Vec::new();
        for Written { step, state, .. } in self.steps() {
            let mut push = |kind, texts: &'g Texts| {
                // The fast path: most texts have one form.
                if let Texts::Plain(text) = texts {
                    found.push(WrittenText { text, language: self.languages.of(None), state, kind });
                    return;
                }
                let each = texts.each().map(|(before, text)| (self.languages.of(before), text));
                found.extend(each.map(|(language, text)| WrittenText { text, language, state, kind }));
            };
            match step {
                Step::Say(words) => push(Kind::Words, words),
                Step::Play { file, words } => {
                    push(Kind::File, file);
                    words.iter().for_each(|words| push(Kind::Words, words));
                }
                _ => {}
            }
        }
        let language = self.languages.first.value.as_str();
        for (id, state) in self.states.iter().enumerate() {
            let mut push = |kind, text| found.push(WrittenText { text, language, state: Some(id), kind });
            match &state.verb {
                Verb::Gather(gather) => gather.hints.iter().for_each(|hint| push(Kind::Hint, hint)),
                Verb::Dial(dial) => {
                    dial.clauses.conference.wait_url.iter().for_each(|url| push(Kind::Url, url));
                }
                Verb::Enqueue(enqueue) => {
                    enqueue.queue.text().into_iter().for_each(|queue| push(Kind::Queue, queue));
                }
                Verb::Redirect(url) => url.text().into_iter().for_each(|url| push(Kind::Url, url)),
                Verb::Connect(connect) => push(Kind::Agent, &connect.url),
                _ => {}
            }
            let patterns = state.own_arms().flat_map(|arm| &arm.patterns);
            patterns.filter_map(phrase).for_each(|text| push(Kind::Phrase, text));
        }
        let inherited = self.everywhere.iter().flat_map(|arm| &arm.patterns).filter_map(phrase);
        let state = None;
        found.extend(inherited.map(|text| WrittenText { text, language, state, kind: Kind::Phrase }));
        found
    }
}

/// `retry N { … }`, as it stands in the source.
#[derive(Clone, Copy, Debug)]
pub(crate) struct WrittenRetry<'g> {
    pub(crate) times: u32,
    /// How often.
    pub(crate) number: Span,
    pub(crate) blocks: &'g [Vec<Step>],
    /// The gather it asks again; none in `everywhere`.
    pub(crate) state: Option<StateId>,
}

impl Graph {
    /// Every retry of a gather.
    pub(crate) fn retries(&self) -> Vec<WrittenRetry<'_>> {
        let mut found = Vec::new();
        for (id, state) in self.states.iter().enumerate() {
            if let Verb::Gather(_) = &state.verb {
                let targets = state.own_arms().map(|arm| &arm.target);
                found.extend(targets.filter_map(|target| self.retry(target, id)));
            }
        }
        found.extend(self.everywhere.iter().filter_map(|arm| retry_of(&arm.target)));
        found
    }

    fn retry(&self, target: &Target, state: StateId) -> Option<WrittenRetry<'_>> {
        let Target::Action(row) = target else { return None };
        let Action::Retry { times, word, blocks, at: None, .. } = self.action(*row)? else { return None };
        Some(WrittenRetry { times: u32::from(*times), number: *word, blocks, state: Some(state) })
    }
}

fn retry_of(target: &syntax::Target) -> Option<WrittenRetry<'_>> {
    let syntax::Target::Retry(retry) = target else { return None };
    let (times, number) = (retry.times.value, retry.times.span);
    Some(WrittenRetry { times, number, blocks: &retry.blocks, state: None })
}

impl super::State {
    /// The arms that are offered to the caller: their own, for keys or phrases, and not hidden.
    pub(crate) fn options(&self) -> impl Iterator<Item = &Arm> {
        let offered = |arm: &&Arm| arm.keys().next().is_some() || arm.phrases().next().is_some();
        self.own_arms().filter(|arm| !arm.hidden).filter(offered)
    }

    /// The arms that stand in the state itself.
    pub(crate) fn own_arms(&self) -> impl Iterator<Item = &Arm> {
        let arms = self.verb.arms().map_or(&[][..], |arms| &arms.list);
        arms.iter().filter(|arm| !arm.inherited)
    }
}

fn phrase(pattern: &Pattern) -> Option<&Text> {
    match pattern {
        Pattern::Phrase { text, .. } => Some(text),
        _ => None,
    }
}

struct Found<'g>(Vec<Written<'g>>);

impl<'g> Found<'g> {
    fn all(&mut self, steps: &'g [Step], state: Option<StateId>, in_prompts: bool) {
        self.inside(steps, state, (in_prompts, in_prompts));
    }

    fn inside(&mut self, steps: &'g [Step], state: Option<StateId>, (prompt, in_prompts): (bool, bool)) {
        for step in steps {
            self.0.push(Written { step, state, prompt, in_prompts });
            match step {
                Step::Uninterrupted(steps) | Step::Scoped { scope: Scope::If(_), steps, .. } => {
                    self.inside(steps, state, (prompt, in_prompts));
                }
                Step::First { steps, .. } | Step::Scoped { steps, .. } => {
                    self.inside(steps, state, (false, in_prompts));
                }
                _ => {}
            }
        }
    }

    /// The steps of a target in `everywhere`.
    fn target(&mut self, target: &'g syntax::Target) {
        match target {
            syntax::Target::Say { steps, then } => {
                self.all(steps, None, false);
                self.target(then);
            }
            syntax::Target::Retry(retry) => {
                for block in &retry.blocks {
                    self.all(block, None, false);
                }
                self.target(&retry.then);
            }
            _ => {}
        }
    }
}
