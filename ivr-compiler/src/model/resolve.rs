//! Resolves a [`Tree`] to a [`Graph`]. This stage reports only what the graph cannot represent: names that are
//! undeclared or declared twice.

use std::{cell::OnceCell, collections::HashMap};

use ivr_core::event::Outcome;
use proc_macro2::Ident;

use super::{
    Action, Arm, Arms, Gather, Graph, Languages, Match, OnError, Record, State, StateId, Target, Verb,
    Waiting, conditions, hours,
    inherit::Inherited,
    offer,
    said::Said,
    starts,
    targets::{asked_elsewhere, names_in},
    values::Values,
};
use crate::{
    diagnostics::Diagnostics,
    errors,
    syntax::{self, Ending, Texts, Tree, Unread},
};

/// The most states that can have a counter of their own.
const SLOTS: u8 = 15;

/// Resolves every name of a tree.
pub(crate) fn resolve(tree: Tree, diagnostics: &mut Diagnostics) -> Graph {
    let languages = Languages::new(tree.languages, tree.unread.language, &tree.name);
    let by_language = is_by_language([&tree.voice, &tree.audio, &tree.audio_files], &languages);
    let fields = starts::declared(tree.data, &tree.starts, diagnostics);
    let mut values = Values::new(fields, &languages.first.value, diagnostics);
    values.unread = tree.unread.data;
    let schedules = hours::resolve(tree.hours, diagnostics);
    let mut resolver = Resolver::new(&tree.states, tree.unread, values, diagnostics);
    resolver.hours = hours::places(&schedules);
    let states = resolver.distinct(tree.states);
    resolver.slots(&states, &tree.everywhere);
    let (starts, start_unknown) = resolver.starts(tree.starts, &tree.name);
    let on_error = tree.on_error.map(|on_error| resolver.on_error(on_error));
    let everywhere = resolver.everywhere(tree.everywhere);
    resolver.waiting = Waiting::of(&states, &resolver.ids);
    let states =
        states.into_iter().enumerate().map(|(id, state)| resolver.state(id, state, &everywhere)).collect();
    let scenarios =
        tree.scenarios.into_iter().filter_map(|scenario| resolver.scenario(scenario, &starts)).collect();
    let after = resolver.hooks(tree.after);
    let promises = tree.promises.into_iter().filter_map(|promise| resolver.promise(promise)).collect();
    let mut graph = Graph {
        attributes: tree.attributes,
        visibility: tree.visibility,
        name: tree.name,
        app: tree.app,
        starts,
        start_unknown,
        languages,
        voice: tree.voice,
        audio: tree.audio,
        words: tree.prompts,
        recordings: tree.audio_files,
        audio_files: Vec::new(),
        on_error,
        by_language: by_language || resolver.values.by_language,
        edges: OnceCell::new(),
        traps: OnceCell::new(),
        rows: OnceCell::new(),
        place_for_help: OnceCell::new(),
        listeners: OnceCell::new(),
        everywhere: everywhere.into_iter().map(|inherited| inherited.arm).collect(),
        states,
        waiting: resolver.waiting,
        actions: resolver.actions,
        data: resolver.values.fields,
        hours: schedules,
        effects: resolver.values.effects,
        once: resolver.values.once,
        step_conditions: Vec::new(),
        placeholders: resolver.values.placeholders,
        scenarios,
        promises,
        after,
        named_aside: resolver.named_aside,
        named_in_vain: resolver.named_in_vain,
        unread: tree.unread.any,
    };
    graph.step_conditions = conditions::of_steps(&graph, tree.unread, diagnostics);
    graph
}

/// Whether something of the tree differs by language, before its words are read.
fn is_by_language(texts: [&Option<Texts>; 3], languages: &Languages) -> bool {
    let mut texts = texts.into_iter().flatten();
    texts.any(|texts| texts.block().is_some()) || languages.several() || !languages.repeated.is_empty()
}

pub(super) struct Resolver<'a> {
    pub(super) diagnostics: &'a mut Diagnostics,
    pub(super) ids: HashMap<String, StateId>,
    /// In the order of the source, for suggestions.
    pub(super) names: Vec<String>,
    pub(super) unread: Unread,
    /// How many names of states were unknown so far.
    pub(super) unknown: usize,
    pub(super) slots: HashMap<StateId, u8>,
    pub(super) actions: Vec<Action>,
    pub(super) values: Values,
    /// How many Rust `match`es there were so far.
    questions: usize,
    /// How many `connect`s there were so far.
    connects: usize,
    /// The row of an entry to a state with a counter of its own.
    pub(super) entries: HashMap<StateId, Target>,
    pub(super) waiting: Waiting,
    /// The state that is being resolved.
    pub(super) at: Option<StateId>,
    /// The state that is being resolved is one of them.
    pub(super) is_waiting: bool,
    pub(super) named_aside: Vec<Ident>,
    pub(super) named_in_vain: Vec<Ident>,
    /// The places of the schedules.
    pub(super) hours: HashMap<String, usize>,
}

/// Where a target stands: `retry` counts in the counter of its state, `back` leads to the state above.
#[derive(Clone, Copy)]
pub(super) struct TargetContext {
    pub(super) slot: u8,
    pub(super) above: Option<StateId>,
    /// `under` names a state that is not declared, which was reported.
    pub(super) is_above_unknown: bool,
}

impl TargetContext {
    pub(super) fn nowhere() -> Self {
        Self { slot: 0, above: None, is_above_unknown: false }
    }
}

impl<'a> Resolver<'a> {
    fn new(
        states: &[syntax::State],
        unread: Unread,
        values: Values,
        diagnostics: &'a mut Diagnostics,
    ) -> Self {
        let names: Vec<String> = states.iter().map(|state| state.name.to_string()).collect();
        Self {
            diagnostics,
            ids: HashMap::new(),
            names,
            unread,
            unknown: 0,
            slots: HashMap::new(),
            actions: Vec::new(),
            values,
            questions: 0,
            connects: 0,
            entries: HashMap::new(),
            waiting: Waiting::default(),
            at: None,
            is_waiting: false,
            named_aside: Vec::new(),
            named_in_vain: Vec::new(),
            hours: HashMap::new(),
        }
    }

    /// Numbers the states, and leaves out those whose name is taken.
    fn distinct(&mut self, states: Vec<syntax::State>) -> Vec<syntax::State> {
        let mut kept: Vec<syntax::State> = Vec::with_capacity(states.len());
        for state in states {
            let name = state.name.to_string();
            if self.ids.contains_key(&name) {
                self.diagnostics.push(errors::duplicate_state(&state.name));
                continue;
            }
            // A name in lower case is reported, and is then also found by its CamelCase form.
            if let Some(capital) = capitalised(&name) {
                self.ids.entry(capital).or_insert(kept.len());
            }
            self.ids.insert(name, kept.len());
            kept.push(state);
        }
        kept
    }

    /// Gives a counter to each state that another one retries `at`.
    fn slots(&mut self, states: &[syntax::State], everywhere: &[syntax::Arm]) {
        let own = states.iter().flat_map(|state| targets_of(&state.ending));
        let mut wanted: Vec<Ident> = Vec::new();
        for target in own.chain(everywhere.iter().map(|arm| &arm.target)) {
            asked_elsewhere(target, &mut wanted);
        }
        for name in wanted {
            let Some(id) = self.ids.get(&name.to_string()).copied() else { continue };
            let next = self.slots.len() as u8 + 1;
            if !self.slots.contains_key(&id) && next <= SLOTS {
                self.slots.insert(id, next);
            } else if next > SLOTS && !self.slots.contains_key(&id) {
                self.diagnostics.push(errors::too_many_counters(&name, SLOTS));
            }
        }
    }

    fn on_error(&mut self, on_error: syntax::OnError) -> OnError {
        names_in(&on_error.then, &mut self.named_aside);
        let word = on_error.then.last_word();
        let then = self.target(on_error.then, TargetContext::nowhere());
        let steps = self.values.steps(on_error.steps, Said::Repeated, self.diagnostics);
        OnError { steps, then, word }
    }

    fn state(&mut self, id: StateId, state: syntax::State, everywhere: &[Inherited]) -> State {
        let mark = self.diagnostics.mark();
        self.at = Some(id);
        let is_under = state.under.is_some();
        let under = state.under.and_then(|name| self.aside(name)).map(|jump| jump.state);
        let slot = self.slots.get(&id).copied().unwrap_or(0);
        let place = TargetContext { slot, above: under, is_above_unknown: is_under && under.is_none() };
        let steps = self.values.steps(state.steps, Said::Once, self.diagnostics);
        self.is_waiting = self.waiting.holds(id);
        let verb = self.verb(state.ending, place, if self.is_waiting { &[] } else { everywhere });
        let broken = state.broken || self.diagnostics.mark() != mark;
        State { attributes: state.attributes, name: state.name, was: state.was, under, steps, verb, broken }
    }

    fn verb(&mut self, ending: Ending, place: TargetContext, everywhere: &[Inherited]) -> Verb {
        match ending {
            Ending::Goto(name) => Verb::Goto(self.go(name)),
            Ending::Hangup => Verb::Hangup,
            Ending::Reject { busy, word } => Verb::Reject { busy, word },
            Ending::Redirect(mut url) => {
                self.values.value(&mut url);
                Verb::Redirect(url)
            }
            Ending::Leave { word, to: None } => Verb::Leave { word },
            Ending::Leave { word, to: Some(name) } => Verb::Goto(self.leave_to(name, word)),
            Ending::Match(question) => Verb::Match(self.question(*question, place)),
            Ending::Next(next) => Verb::Match(self.next(*next, place)),
            Ending::Connect(connect) => Verb::Connect(self.connect(*connect, place)),
            Ending::Hours(hours) => Verb::Hours(self.match_hours(hours, place)),
            Ending::Broken => Verb::Broken,
            Ending::Dial(dial) => Verb::Dial(Box::new(self.dial(*dial, place))),
            Ending::Record(record) => Verb::Record(Record {
                max_length: record.max_length,
                timeout: record.timeout,
                finish_on_key: record.finish_on_key,
                play_beep: record.play_beep,
                transcribe: record.transcribe,
                arms: self.arms(record.arms, place),
            }),
            Ending::Enqueue(enqueue) => Verb::Enqueue(self.enqueue(enqueue, place)),
            Ending::Gather(gather) => Verb::Gather(Box::new(self.gather(*gather, place, everywhere))),
        }
    }

    fn gather(&mut self, gather: syntax::Gather, place: TargetContext, everywhere: &[Inherited]) -> Gather {
        let mut arms = self.arms(gather.arms, place);
        arms.list.extend(gather.offer.as_ref().and_then(offer::turns_page));
        arms.broken |= self.unread.everywhere;
        let heard = (gather.keys.is_some(), gather.speech.is_some());
        self.inherit(heard, &mut arms.list, place, everywhere);
        let (conditions, are_known) = self.conditions(&gather.prompts, &arms.list);
        arms.broken |= !are_known;
        let offer = gather.offer.filter(|offer| self.offer(offer));
        let into = gather.into.filter(|field| {
            let is_state = self.ids.contains_key(&field.to_string());
            if is_state {
                self.diagnostics.unknown(errors::state_as_field(field));
            }
            !is_state && self.values.entry(field, self.diagnostics)
        });
        Gather {
            keys: gather.keys,
            count: self.values.count(gather.count),
            speech: gather.speech,
            timeout: gather.timeout,
            speech_timeout: gather.speech_timeout,
            finish_on_key: gather.finish_on_key,
            language: gather.language,
            hints: gather.hints,
            more_hints: self.values.hints(gather.more_hints),
            into,
            offer,
            conditions,
            prompts: self.values.steps(gather.prompts, Said::Prompts, self.diagnostics),
            arms,
        }
    }

    fn question(&mut self, question: syntax::Match, place: TargetContext) -> Match {
        self.values.rust(&question.question, self.diagnostics);
        let arms = question.arms.into_iter().map(|arm| self.rust_arm(arm, question.word, place));
        let mut list: Vec<Arm> = arms.collect();
        if let Some((span, target)) = question.late {
            list.push(self.outcome_arm((Outcome::Late, span), target, place));
        }
        Match {
            word: question.word,
            number: self.question_number(),
            question: question.question,
            walk: None,
            within: question.within,
            meanwhile: self.values.steps(question.meanwhile, Said::Repeated, self.diagnostics),
            arms: Arms { word: question.word, list, broken: question.broken },
        }
    }

    /// The number of the next `connect`.
    pub(super) fn connect_number(&mut self) -> usize {
        self.connects += 1;
        self.connects - 1
    }

    /// The number of the next question.
    pub(super) fn question_number(&mut self) -> usize {
        self.questions += 1;
        self.questions - 1
    }
}

/// `Hours` for `hours`.
fn capitalised(name: &str) -> Option<String> {
    let first = name.chars().next().filter(|first| first.is_lowercase())?;
    Some(first.to_uppercase().chain(name.chars().skip(1)).collect())
}

/// The targets of the arms of an ending.
fn targets_of(ending: &Ending) -> Vec<&syntax::Target> {
    let arms = match ending {
        Ending::Gather(gather) => &gather.arms,
        Ending::Dial(dial) => &dial.arms,
        Ending::Record(record) => &record.arms,
        Ending::Enqueue(enqueue) => &enqueue.arms,
        Ending::Hours(hours) => &hours.arms,
        Ending::Match(question) => {
            let late = question.late.iter().map(|(_, target)| target);
            return question.arms.iter().map(|arm| &arm.target).chain(late).collect();
        }
        Ending::Connect(connect) => {
            let outcomes = connect.outcomes.iter().map(|(_, target)| target);
            return connect.arms.iter().map(|arm| &arm.target).chain(outcomes).collect();
        }
        Ending::Next(next) => return next.another.iter().chain(&next.done).map(|arm| &arm.target).collect(),
        Ending::Goto(_)
        | Ending::Hangup
        | Ending::Reject { .. }
        | Ending::Redirect(_)
        | Ending::Leave { .. }
        | Ending::Broken => return Vec::new(),
    };
    arms.arms.iter().map(|arm| &arm.target).collect()
}
