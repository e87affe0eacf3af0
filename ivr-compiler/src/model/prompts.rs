//! What a caller hears before a gather has its input: its prompts, the steps before it, and those of the states that
//! lead to it by `goto`.

use std::rc::Rc;

use ivr_core::condition::Conditions;

use super::{Action, Arm, Gather, Graph, Piece, StateId, Target, Verb, pieces};
use crate::{
    syntax::{Scope, Step, Text, nested, nested_if},
    words::{Announcement, announced, offered_phrases, word_count},
};

/// A gather, and what a call in one of the languages hears there.
#[derive(Debug)]
pub(crate) struct Prompted<'g> {
    pub(crate) state: StateId,
    pub(crate) gather: &'g Gather,
    /// The language of the call.
    pub(crate) language: &'g str,
    /// The conditions that hold; `None` if there are none, so that everything may be said.
    held: Option<Conditions>,
    /// The texts in the order in which they are heard; those of other states come first.
    pub(crate) texts: Vec<Spoken<'g>>,
    /// Whether something is played whose words are not known.
    pub(crate) unknown: bool,
}

/// A text, and its language.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spoken<'g> {
    pub(crate) text: &'g Text,
    pub(crate) language: &'g str,
    /// Whether it may be switched off, or has a condition before the gather.
    pub(crate) optional: bool,
}

/// The place of steps that are heard before a gather has its input.
#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    /// Before the gather. A condition there does not depend on what held when the gather asked.
    Steps,
    /// Before the gather, with a condition.
    Sometimes,
    Prompts,
}

/// The minimum number of words of a notice; "Welcome." is not a notice.
const MIN_NOTICE: u32 = 3;

/// Returns whether a sentence of a text neither asks nor offers anything: "This call is recorded."
fn notifies(text: &str, language: &str) -> bool {
    text.split_inclusive(['.', '!', '?', '。', '！', '？']).any(|sentence| {
        !sentence.ends_with(['?', '？'])
            && word_count(sentence) >= MIN_NOTICE
            && announced(sentence, language).is_empty()
            && offered_phrases(sentence, language).is_empty()
    })
}

/// Returns whether something is said in `uninterrupted { … }`.
fn has_notice(steps: &[Step]) -> bool {
    let is_heard = |step: &Step| !step.is_unheard() && !matches!(step, Step::PlayDigits { .. });
    nested(steps).any(|step| matches!(step, Step::Uninterrupted(inner) if inner.iter().any(is_heard)))
}

impl Graph {
    /// Returns every gather with what is heard there, for each combination of its conditions and in each language of
    /// the tree.
    pub(crate) fn prompted(&self) -> Vec<Prompted<'_>> {
        let mut before: Vec<Vec<StateId>> = vec![Vec::new(); self.states.len()];
        for (id, state) in self.states.iter().enumerate() {
            let next = if let Verb::Goto(target) = &state.verb { self.entered(target) } else { None };
            if let Some(before) = next.and_then(|next| before.get_mut(next)) {
                before.push(id);
            }
        }
        let gathers = self.states.iter().enumerate().filter_map(|(id, state)| match &state.verb {
            Verb::Gather(gather) => Some((id, gather)),
            _ => None,
        });
        let mut found = Vec::new();
        for (id, gather) in gathers {
            for held in gather.combinations() {
                for tag in self.languages.all() {
                    found.push(self.at((id, gather), &tag.value, held, &before));
                }
            }
        }
        found
    }

    /// Collects the texts of a state. A `goto` has one target, so every state leads to at most one gather.
    fn at<'g>(
        &'g self,
        (state, gather): (StateId, &'g Gather),
        language: &'g str,
        held: Conditions,
        before: &[Vec<StateId>],
    ) -> Prompted<'g> {
        let mut coming = vec![state];
        let mut seen = 0;
        while let Some(at) = coming.get(seen).copied() {
            seen += 1;
            let more = before.get(at).into_iter().flatten().filter(|more| **more != state);
            coming.extend(more.copied());
        }
        let held = Some(held);
        let mut heard = Prompted { state, gather, language, held, texts: Vec::new(), unknown: false };
        for id in coming.iter().rev().filter_map(|id| self.states.get(*id)) {
            heard.hear(&id.steps, At::Steps);
        }
        heard.hear(&gather.prompts, At::Prompts);
        heard
    }

    /// Returns whether a key can interrupt what a state says, because it is said while a gather listens, the next one
    /// or its own. In a gather with `uninterrupted { … }`, that block is the notice, and the rest are its options.
    pub(crate) fn is_cut_off(&self, state: StateId) -> bool {
        let said =
            |step: &Step| !step.is_unheard() && !matches!(step, Step::Uninterrupted(_) | Step::Pause(_));
        let Some(found) = self.states.get(state) else { return false };
        if found.steps.iter().any(said) {
            return self.listener_after(state).is_some();
        }
        let Verb::Gather(gather) = &found.verb else { return false };
        let entry = gather.keys.is_some_and(|keys| keys.max != Some(1));
        let is_kept = has_notice(&found.steps) || has_notice(&gather.prompts);
        if entry || is_kept {
            return false;
        }
        self.languages.all().any(|language| {
            let language = language.value.as_str();
            let mut heard =
                Prompted { state, gather, language, held: None, texts: Vec::new(), unknown: false };
            heard.hear(&gather.prompts, At::Prompts);
            heard.texts.iter().any(|spoken| notifies(&spoken.text.value, spoken.language))
        })
    }

    /// Returns the gather that a state leads to by itself.
    pub(crate) fn listener_after(&self, state: StateId) -> Option<StateId> {
        self.listeners.get_or_init(|| self.find_listeners()).get(state).copied().flatten()
    }

    /// Returns what every state leads to. A chain of states is followed up to the first state whose result is known,
    /// so the search is linear.
    fn find_listeners(&self) -> Vec<Option<StateId>> {
        let mut known: Vec<Option<StateId>> = vec![None; self.states.len()];
        let mut seen = vec![false; self.states.len()];
        for start in 0..self.states.len() {
            let (mut chain, mut next) = (Vec::new(), Some(start));
            let listener = loop {
                let Some((at, state)) = next.and_then(|at| Some((at, self.states.get(at)?))) else {
                    break None;
                };
                // A chain that meets itself reaches no `gather`.
                if seen.get_mut(at).is_none_or(|seen| std::mem::replace(seen, true)) {
                    break known.get(at).copied().flatten();
                }
                chain.push(at);
                next = match &state.verb {
                    Verb::Gather(_) => break Some(at),
                    Verb::Goto(target) => self.entered(target),
                    _ => None,
                };
            };
            for state in chain.into_iter().filter(|_| listener.is_some()) {
                if let Some(known) = known.get_mut(state) {
                    *known = listener;
                }
            }
        }
        known
    }

    /// Returns whether a target asks the same again.
    pub(crate) fn asks_again(&self, target: &Target) -> bool {
        match target {
            Target::Again => true,
            Target::Action(row) => match self.action(*row) {
                Some(Action::Retry { at, .. }) => at.is_none(),
                Some(Action::Say { then, .. }) => matches!(then, Target::Again),
                Some(Action::Enter { .. } | Action::Leave { .. }) | None => false,
            },
            Target::Go(_) | Target::Wait(_) | Target::End(_) | Target::Unknown => false,
        }
    }

    /// Returns the state that a target enters without saying anything.
    fn entered(&self, target: &Target) -> Option<StateId> {
        match target {
            Target::Go(jump) | Target::Wait(jump) => Some(jump.state),
            Target::Action(row) => match self.action(*row) {
                Some(Action::Enter { jump, .. }) => Some(jump.state),
                _ => None,
            },
            _ => None,
        }
    }
}

/// Returns whether a text consists of values only.
fn is_value(text: &Text) -> bool {
    // The fast path: most texts begin with a word.
    if text.value.as_bytes().first().is_some_and(u8::is_ascii_alphabetic) {
        return false;
    }
    if !text.has_brace() {
        return !text.value.is_empty() && !text.value.chars().any(char::is_alphanumeric);
    }
    let found = pieces(&text.value).unwrap_or_default();
    let has_words = |piece: &Piece| match piece {
        Piece::Words(words) => words.chars().any(char::is_alphanumeric),
        Piece::Placeholder { .. } => false,
    };
    !found.is_empty() && !found.iter().any(has_words)
}

impl Spoken<'_> {
    /// Returns the keys that the text announces.
    pub(crate) fn announced(&self) -> Rc<[Announcement]> {
        self.text.announced(self.language)
    }
}

impl<'g> Prompted<'g> {
    /// Returns the conditions that hold.
    pub(crate) fn held(&self) -> Conditions {
        self.held.unwrap_or_default()
    }

    /// Returns the arms that exist.
    pub(crate) fn arms(&self) -> impl Iterator<Item = &'g Arm> {
        self.gather.arms_while(self.held())
    }

    fn hear(&mut self, steps: &'g [Step], at: At) {
        let (gather, held) = (self.gather, self.held);
        let is_said = |block: &Step| match block {
            Step::Scoped { scope: Scope::If(condition), .. } => {
                at == At::Prompts && held.is_none_or(|held| gather.holds(condition, held))
            }
            _ => true,
        };
        for step in nested_if(steps, is_said) {
            if let Step::Scoped { scope: Scope::If(_), steps, .. } = step
                && at != At::Prompts
            {
                self.hear(steps, At::Sometimes);
            }
            if let Some(words) = step.texts() {
                let is_switched = words.key().is_some_and(|key| key.optional.is_some());
                let optional = is_switched || at == At::Sometimes;
                match words.heard_in(self.language) {
                    // The text is known only during a call, like that of a file that Rust chooses.
                    Some((_, text)) if is_value(text) => self.unknown = true,
                    Some((language, text)) => self.texts.push(Spoken { text, language, optional }),
                    // Another rule reports this.
                    None => self.unknown = true,
                }
            }
            self.unknown |= step.is_unknown();
        }
    }
}
