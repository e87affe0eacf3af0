//! The resolved tree: states by index in source order, every name resolved, and `everywhere` distributed to the
//! states.

mod after;
mod arms;
mod audio_folders;
mod claims;
mod computed;
mod conditions;
mod connect;
mod course;
mod dial;
mod edges;
mod ends;
mod fields;
mod hours;
mod inherit;
mod inputs;
mod languages;
mod live;
mod longest;
mod next;
mod offer;
mod outcomes;
mod placeholder;
mod positions;
mod possible;
mod prompts;
mod reads;
mod resolve;
mod said;
mod screen;
mod starts;
mod steps;
mod targets;
mod told;
mod traps;
mod values;
mod verb;
mod wait;
mod waiting;
mod written;

use std::cell::OnceCell;

use ivr_core::{
    event::{Event, Outcome},
    matching, position,
};
use proc_macro2::{Ident, Span, TokenStream};

pub(crate) use ivr_core::position::Ending as End;

pub(crate) use crate::prompt_file::{Format, Piece, field_of, pieces};
pub(crate) use after::Hook;
pub(crate) use audio_folders::AudioFiles;
pub(crate) use claims::Scenario;
pub(crate) use connect::Connect;
pub(crate) use course::{Course, Rest};
pub(crate) use edges::{Edge, components, spread};
pub(crate) use hours::{Hours, MatchHours};
pub(crate) use inputs::{Impossible, TakenArm, hear};
pub(crate) use languages::{Languages, spoken_after};
pub(crate) use longest::Measure;
pub(crate) use next::Walk;
pub(crate) use placeholder::Placeholder;
pub(crate) use positions::{Branch, Node, PositionGraph};
pub(crate) use prompts::{Prompted, Spoken};
pub(crate) use reads::{awaits, reads, reads_of_queue};
pub(crate) use resolve::resolve;
pub(crate) use steps::{Position, Reply, To};
pub(crate) use told::Told;
pub(crate) use values::{KEY, number};
pub(crate) use waiting::Waiting;
pub(crate) use written::{Kind, Written, WrittenRetry, WrittenText};

use crate::syntax::{
    self, Attributes, Condition, Field, Number, Pattern, PromptFile, Run, Step, Text, Texts, Value,
};

/// The index of a state in [`Graph::states`].
pub(crate) type StateId = usize;

/// A resolved tree. It contains no undeclared name. The rules decide whether it is sound.
#[derive(Debug)]
pub(crate) struct Graph {
    pub(crate) attributes: Attributes,
    pub(crate) visibility: TokenStream,
    pub(crate) name: Ident,
    pub(crate) app: Option<TokenStream>,
    pub(crate) starts: Vec<Start>,
    /// Whether a start is missing or names no state, so that it is unknown where a call begins.
    pub(crate) start_unknown: bool,
    pub(crate) languages: Languages,
    pub(crate) voice: Option<Texts>,
    pub(crate) audio: Option<Texts>,
    /// `audio_files`: where the recordings are at compile time.
    pub(crate) recordings: Option<Texts>,
    /// The files that are there.
    pub(crate) audio_files: Vec<AudioFiles>,
    /// Whether something depends on the language of the call.
    pub(crate) by_language: bool,
    /// The prompt file.
    pub(crate) words: Option<PromptFile>,
    pub(crate) on_error: Option<OnError>,
    edges: OnceCell<Vec<Vec<Edge>>>,
    traps: OnceCell<Vec<Vec<StateId>>>,
    rows: OnceCell<Vec<position::Action<Option<StateId>>>>,
    place_for_help: OnceCell<Option<StateId>>,
    listeners: OnceCell<Vec<Option<StateId>>>,
    /// `everywhere { … }` as in the source. The arms that a gather inherits are among the arms of that gather.
    pub(crate) everywhere: Vec<syntax::Arm>,
    pub(crate) states: Vec<State>,
    pub(crate) waiting: Waiting,
    pub(crate) actions: Vec<Action>,
    /// The fields of a call.
    pub(crate) data: Vec<Field>,
    /// The schedules.
    pub(crate) hours: Vec<Hours>,
    /// The `set`s and `run`s, by block.
    pub(crate) effects: Vec<Effects>,
    /// The number of `once` blocks.
    pub(crate) once: usize,
    /// The fields and schedules that steps outside of prompts depend on.
    pub(crate) step_conditions: Vec<Ident>,
    /// The values that are computed for each call: placeholders, and expressions in place of literals.
    pub(crate) placeholders: Vec<Placeholder>,
    pub(crate) scenarios: Vec<Scenario>,
    pub(crate) promises: Vec<syntax::Promise<Jump>>,
    pub(crate) after: Vec<Hook>,
    /// Names of states that no transition contains.
    pub(crate) named_aside: Vec<Ident>,
    /// Names that are not states, each of which was reported.
    pub(crate) named_in_vain: Vec<Ident>,
    /// Whether a part of the source could not be parsed, so that not every path is known.
    pub(crate) unread: bool,
}

/// Consecutive `set`s, which apply together, and the `run`s after them, which see these fields.
#[derive(Debug, Default)]
pub(crate) struct Effects {
    pub(crate) sets: Vec<Set>,
    pub(crate) runs: Vec<Run>,
    /// Whether it is in an arm of a Rust `match`, whose answer contains the values: [`Answered::later`].
    pub(crate) answered: bool,
}

/// The `set`s of an arm of a Rust `match`, whose values may use what its pattern binds.
#[derive(Clone, Debug, Default)]
pub(crate) struct Answered {
    /// Before anything else.
    pub(crate) first: Vec<Set>,
    /// The indexes of effects after a text or a `run`.
    pub(crate) later: Vec<usize>,
    /// The placeholders that speak what its pattern binds.
    pub(crate) spoken: Vec<usize>,
}

/// `set field = value;`
#[derive(Clone, Debug)]
pub(crate) struct Set {
    pub(crate) field: Ident,
    pub(crate) value: TokenStream,
}

#[derive(Debug)]
pub(crate) struct Start {
    pub(crate) name: Option<Ident>,
    pub(crate) state: Jump,
    /// The fields in a request to it.
    pub(crate) with: Vec<Ident>,
}

#[derive(Debug)]
pub(crate) struct OnError {
    pub(crate) steps: Vec<Step>,
    pub(crate) then: Target,
    /// The word `reject` or `leave`, if the target ends with it.
    pub(crate) word: Option<Span>,
}

#[derive(Debug)]
pub(crate) struct State {
    pub(crate) attributes: Attributes,
    pub(crate) name: Ident,
    /// Its names in earlier versions.
    pub(crate) was: Vec<Ident>,
    pub(crate) under: Option<StateId>,
    pub(crate) steps: Vec<Step>,
    pub(crate) verb: Verb,
    /// Whether something was reported while it was parsed or resolved. Rules then skip it.
    pub(crate) broken: bool,
}

/// How a state ends, with its targets resolved.
#[derive(Debug)]
pub(crate) enum Verb {
    Goto(Target),
    Gather(Box<Gather>),
    Dial(Box<Dial>),
    Record(Record),
    Enqueue(Enqueue),
    Hangup,
    Reject {
        busy: bool,
        word: Span,
    },
    Redirect(Value),
    Leave {
        word: Span,
    },
    /// A question to Rust.
    Match(Match),
    /// Hands the caller to an agent.
    Connect(Connect),
    /// Checks a schedule.
    Hours(MatchHours),
    /// Could not be parsed, so it may lead anywhere.
    Broken,
}

/// `match EXPR within 5s { … }`.
#[derive(Debug)]
pub(crate) struct Match {
    pub(crate) word: Span,
    /// Its number among the questions of the tree.
    pub(crate) number: usize,
    pub(crate) question: TokenStream,
    /// The list, if it is `next`.
    pub(crate) walk: Option<Walk>,
    pub(crate) within: Option<Number>,
    pub(crate) meanwhile: Vec<Step>,
    pub(crate) arms: Arms,
}

pub(crate) type Gather = syntax::Gather<Arms>;
pub(crate) type Dial = syntax::Dial<Arms>;
pub(crate) type Record = syntax::Record<Arms>;
pub(crate) type Enqueue = syntax::Enqueue<Arms>;

/// The arms of a verb that returns.
#[derive(Debug)]
pub(crate) struct Arms {
    /// The word `match`.
    pub(crate) word: Span,
    /// The arms of the state in source order, then the inherited ones.
    pub(crate) list: Vec<Arm>,
    /// Whether an arm could not be parsed.
    pub(crate) broken: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct Arm {
    pub(crate) hidden: bool,
    pub(crate) inherited: bool,
    pub(crate) patterns: Vec<Pattern>,
    /// The condition under which it exists; only arms of a gather have one.
    pub(crate) condition: Option<Condition>,
    /// What an arm of a Rust `match` sets.
    pub(crate) answered: Answered,
    pub(crate) target: Target,
    /// The word `reject` or `leave`, if the target ends with it.
    pub(crate) word: Option<Span>,
}

impl Arms {
    /// Converts the arms for matching.
    pub(crate) fn matching(&self) -> Vec<matching::Arm<'_>> {
        self.list.iter().enumerate().map(|(number, arm)| arm.matching(number)).collect()
    }
}

impl Arm {
    /// Returns the outcomes that it names: `silence`, `_`, `busy` …
    pub(crate) fn outcomes(&self) -> impl Iterator<Item = (Outcome, Span)> {
        self.patterns.iter().filter_map(|pattern| match pattern {
            Pattern::Outcome { outcome, span } => Some((*outcome, *span)),
            Pattern::Keys(_) | Pattern::EndedBy(_) | Pattern::Phrase { .. } | Pattern::Rust { .. } => None,
        })
    }

    /// Converts the arm with this number for matching.
    pub(crate) fn matching(&self, number: usize) -> matching::Arm<'_> {
        let number = u16::try_from(number).unwrap_or(u16::MAX);
        let (conditional, inherited) = (self.condition.is_some(), self.inherited);
        let mut found = matching::Arm { conditional, inherited, ..matching::Arm::default() };
        for pattern in &self.patterns {
            match pattern {
                Pattern::Keys(entry) | Pattern::EndedBy(entry) => found.keys.push(&entry.value),
                Pattern::Phrase { text, above } => found.phrases.push((&text.value, above.unwrap_or(0.0))),
                Pattern::Outcome { outcome, .. } => found.outcomes.push(outcome.heard()),
                Pattern::Rust { .. } => found.outcomes.push(Event::Arm(number)),
            }
        }
        if !found.keys.is_empty() || !found.phrases.is_empty() {
            found.heard = Some(match conditional {
                true => Event::Arm(number),
                false => matching::counts_as(found.keys.iter().copied(), number),
            });
        }
        found
    }

    /// Returns whether it names the outcome.
    pub(crate) fn has(&self, outcome: Outcome) -> bool {
        self.outcomes().any(|(own, _)| own == outcome)
    }

    /// Returns the keys that it names.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &Text> {
        self.patterns.iter().filter_map(|pattern| match pattern {
            Pattern::Keys(text) | Pattern::EndedBy(text) => Some(text),
            Pattern::Outcome { .. } | Pattern::Phrase { .. } | Pattern::Rust { .. } => None,
        })
    }

    /// Returns its Rust pattern, if it is an arm of a Rust `match`.
    pub(crate) fn rust(&self) -> Option<&TokenStream> {
        self.patterns.iter().find_map(|pattern| match pattern {
            Pattern::Rust { tokens, .. } => Some(tokens),
            Pattern::Outcome { .. } | Pattern::Keys(_) | Pattern::EndedBy(_) | Pattern::Phrase { .. } => None,
        })
    }

    /// Returns its Rust pattern as in the source.
    pub(crate) fn rust_source(&self) -> Option<&Text> {
        self.patterns.iter().find_map(|pattern| match pattern {
            Pattern::Rust { text, .. } => Some(text),
            Pattern::Outcome { .. } | Pattern::Keys(_) | Pattern::EndedBy(_) | Pattern::Phrase { .. } => None,
        })
    }

    /// Returns the phrases that it names.
    pub(crate) fn phrases(&self) -> impl Iterator<Item = (&Text, Option<f32>)> {
        self.patterns.iter().filter_map(|pattern| match pattern {
            Pattern::Phrase { text, above } => Some((text, *above)),
            Pattern::Outcome { .. } | Pattern::Keys(_) | Pattern::EndedBy(_) | Pattern::Rust { .. } => None,
        })
    }
}

/// A reference to a state, with the span of its name.
#[derive(Clone, Debug)]
pub(crate) struct Jump {
    pub(crate) state: StateId,
    pub(crate) name: Ident,
}

#[derive(Clone, Debug)]
pub(crate) enum Target {
    Go(Jump),
    Wait(Jump),
    Again,
    End(End),
    /// An index of [`Graph::actions`].
    Action(u16),
    /// An unknown name, which was reported. It may lead anywhere.
    Unknown,
}

/// A transition with steps or attempts.
#[derive(Clone, Debug)]
pub(crate) enum Action {
    /// `word` is the number in the source.
    Retry {
        slot: u8,
        times: u8,
        word: Span,
        blocks: Vec<Vec<Step>>,
        at: Option<Jump>,
        then: Target,
    },
    Say {
        steps: Vec<Step>,
        then: Target,
    },
    Enter {
        jump: Jump,
        slot: u8,
    },
    Leave {
        jump: Jump,
        slot: u8,
        word: Span,
    },
}

impl Graph {
    /// Returns an action.
    pub(crate) fn action(&self, row: u16) -> Option<&Action> {
        self.actions.get(usize::from(row))
    }

    /// Returns the name of a state.
    pub(crate) fn name_of(&self, state: StateId) -> String {
        self.states.get(state).map_or_else(String::new, |state| state.name.to_string())
    }
}
