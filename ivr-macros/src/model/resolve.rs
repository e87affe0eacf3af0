//! From [`Tree`] to [`Graph`]. Reports only what the graph cannot hold: names that nobody declared, or twice.

use std::collections::HashMap;

use proc_macro2::{Ident, Span};

use super::{
    Arm, Arms, Dial, End, Enqueue, Gather, Graph, Jump, Record, Start, State, StateId, Target, Trouble, Verb,
    Way,
};
use crate::{
    diagnostics::{Diagnostic, Diagnostics, nearest},
    syntax::{self, Ending, Pattern, Text, Tree},
};

/// The most states that can have a counter of their own.
const SLOTS: u8 = 15;

/// Resolves every name of a tree.
pub(crate) fn resolve(tree: Tree, faults: &mut Diagnostics) -> Graph {
    let mut resolver = Resolver::new(&tree.states, faults);
    let states = resolver.distinct(tree.states);
    resolver.slots(&states, &tree.everywhere);
    let starts = resolver.starts(tree.starts, &tree.name);
    let trouble = tree.trouble.map(|trouble| {
        let then = resolver.target(trouble.then, Place::nowhere());
        Trouble { steps: trouble.steps, then }
    });
    let everywhere = resolver.everywhere(tree.everywhere);
    let states =
        states.into_iter().enumerate().map(|(id, state)| resolver.state(id, state, &everywhere)).collect();
    let language = tree.language.unwrap_or_else(|| Text { value: "en-US".into(), span: tree.name.span() });
    Graph {
        attributes: tree.attributes,
        visibility: tree.visibility,
        name: tree.name,
        app: tree.app,
        starts,
        language,
        voice: tree.voice,
        audio: tree.audio,
        trouble,
        states,
        ways: resolver.ways,
    }
}

struct Resolver<'a> {
    faults: &'a mut Diagnostics,
    ids: HashMap<String, StateId>,
    /// In the order of the source, for suggestions.
    names: Vec<String>,
    slots: HashMap<StateId, u8>,
    ways: Vec<Way>,
    /// The row of an entry to a state with a counter of its own.
    entries: HashMap<StateId, usize>,
}

/// An arm of `everywhere`, resolved for states without a counter of their own where that is possible.
struct Inherited {
    arm: syntax::Arm,
    shared: Option<Target>,
}

/// Where a target stands: `retry` counts in the counter of its state, `back` leads to the state above.
#[derive(Clone, Copy)]
struct Place {
    slot: u8,
    above: Option<StateId>,
}

impl Place {
    fn nowhere() -> Self {
        Self { slot: 0, above: None }
    }
}

impl<'a> Resolver<'a> {
    fn new(states: &[syntax::State], faults: &'a mut Diagnostics) -> Self {
        let names: Vec<String> = states.iter().map(|state| state.name.to_string()).collect();
        Self {
            faults,
            ids: HashMap::new(),
            names,
            slots: HashMap::new(),
            ways: Vec::new(),
            entries: HashMap::new(),
        }
    }

    /// Numbers the states, and leaves out those whose name is taken.
    fn distinct(&mut self, states: Vec<syntax::State>) -> Vec<syntax::State> {
        let mut kept: Vec<syntax::State> = Vec::with_capacity(states.len());
        for state in states {
            let name = state.name.to_string();
            if self.ids.contains_key(&name) {
                let message = format!("there are two states called `{name}`");
                let fault = Diagnostic::new("duplicate_state", state.name.span(), message);
                self.faults.push(fault.help("give one of them another name, or remove it"));
                continue;
            }
            self.ids.insert(name, kept.len());
            kept.push(state);
        }
        kept
    }

    /// Gives a counter to each state that another one retries `at`.
    fn slots(&mut self, states: &[syntax::State], everywhere: &[syntax::Arm]) {
        let own = states.iter().filter_map(|state| arms_of(&state.ending)).flat_map(|arms| &arms.arms);
        let mut wanted: Vec<Ident> = Vec::new();
        for arm in own.chain(everywhere) {
            asked_elsewhere(&arm.target, &mut wanted);
        }
        for name in wanted {
            let Some(id) = self.ids.get(&name.to_string()).copied() else { continue };
            let next = self.slots.len() as u8 + 1;
            if !self.slots.contains_key(&id) && next <= SLOTS {
                self.slots.insert(id, next);
            } else if next > SLOTS && !self.slots.contains_key(&id) {
                let message = format!("at most {SLOTS} states of a tree can be asked again from elsewhere");
                self.faults.push(Diagnostic::new("too_many_counters", name.span(), message));
            }
        }
    }

    fn starts(&mut self, starts: Vec<syntax::Start>, tree: &Ident) -> Vec<Start> {
        if starts.iter().all(|start| start.name.is_some()) {
            let fault = Diagnostic::new(
                "no_start",
                tree.span(),
                format!("`{tree}` does not say where a call begins"),
            );
            let first = self.names.first().map_or("Greeting", String::as_str);
            self.faults.push(fault.help(format!("write `start {first};`")));
        }
        let mut found: Vec<Start> = Vec::new();
        for start in starts {
            let same = |other: &Start| {
                other.name.as_ref().map(Ident::to_string) == start.name.as_ref().map(Ident::to_string)
            };
            if found.iter().any(same) {
                let span = start.name.as_ref().unwrap_or(&start.state).span();
                self.faults.push(Diagnostic::new("duplicate_start", span, "this start is declared twice"));
                continue;
            }
            if let Some(state) = self.jump(start.state) {
                found.push(Start { name: start.name, state });
            }
        }
        // The unnamed one is where an incoming call begins.
        found.sort_by_key(|start| start.name.is_some());
        found
    }

    fn everywhere(&mut self, arms: Vec<syntax::Arm>) -> Vec<Inherited> {
        let resolve = |arm: syntax::Arm| {
            let above = leads_back(&arm.target);
            let shared = (!above).then(|| self.target(arm.target.clone(), Place::nowhere()));
            Inherited { arm, shared }
        };
        arms.into_iter().map(resolve).collect()
    }

    fn state(&mut self, id: StateId, state: syntax::State, everywhere: &[Inherited]) -> State {
        let under = state.under.and_then(|name| self.jump(name)).map(|jump| jump.state);
        let slot = self.slots.get(&id).copied().unwrap_or(0);
        let place = Place { slot, above: under };
        let verb = self.verb(state.ending, place, everywhere);
        State { attributes: state.attributes, name: state.name, under, steps: state.steps, verb, slot }
    }

    fn verb(&mut self, ending: Ending, place: Place, everywhere: &[Inherited]) -> Verb {
        match ending {
            Ending::Goto(name) => Verb::Goto(self.go(name)),
            Ending::Hangup => Verb::Hangup,
            Ending::Reject { busy, word } => Verb::Reject { busy, word },
            Ending::Redirect(url) => Verb::Redirect(url),
            Ending::Leave { word } => Verb::Leave { word },
            Ending::Broken => Verb::Broken,
            Ending::Dial(dial) => Verb::Dial(Dial {
                word: dial.word,
                numbers: dial.numbers,
                short: dial.short,
                timeout: dial.timeout,
                caller_id: dial.caller_id,
                arms: self.arms(dial.arms, place),
            }),
            Ending::Record(record) => Verb::Record(Record {
                word: record.word,
                up_to: record.up_to,
                silence: record.silence,
                finish: record.finish,
                transcribe: record.transcribe,
                arms: self.arms(record.arms, place),
            }),
            Ending::Enqueue(enqueue) => Verb::Enqueue(Enqueue {
                word: enqueue.word,
                queue: enqueue.queue,
                arms: self.arms(enqueue.arms, place),
            }),
            Ending::Gather(gather) => Verb::Gather(Box::new(self.gather(*gather, place, everywhere))),
        }
    }

    fn gather(&mut self, gather: syntax::Gather, place: Place, everywhere: &[Inherited]) -> Gather {
        let mut arms = self.arms(gather.arms, place);
        for inherited in everywhere {
            let patterns: Vec<Pattern> = inherited
                .arm
                .patterns
                .iter()
                .filter(|pattern| fits(pattern, gather.keys.is_some(), gather.speech.is_some()))
                .filter(|pattern| {
                    !arms.list.iter().any(|arm| arm.patterns.iter().any(|own| same(own, pattern)))
                })
                .cloned()
                .collect();
            if patterns.is_empty() || (inherited.shared.is_none() && place.above.is_none()) {
                continue;
            }
            let target = match &inherited.shared {
                Some(target) if place.slot == 0 => target.clone(),
                _ => self.target(inherited.arm.target.clone(), place),
            };
            arms.list.push(Arm { hidden: inherited.arm.hidden, inherited: true, patterns, target });
        }
        Gather {
            word: gather.word,
            keys: gather.keys,
            speech: gather.speech,
            timeout: gather.timeout,
            pause: gather.pause,
            finish: gather.finish,
            listen: gather.listen,
            hints: gather.hints,
            prompts: gather.prompts,
            arms,
        }
    }

    fn arms(&mut self, arms: syntax::Arms, place: Place) -> Arms {
        let resolve = |arm: syntax::Arm| {
            let target = self.target(arm.target, place);
            Arm { hidden: arm.hidden, inherited: false, patterns: arm.patterns, target }
        };
        Arms { word: arms.word, list: arms.arms.into_iter().map(resolve).collect(), broken: arms.broken }
    }

    fn target(&mut self, target: syntax::Target, place: Place) -> Target {
        match target {
            syntax::Target::State(name) => self.go(name),
            syntax::Target::Again => Target::Again,
            syntax::Target::Back(word) => self.back(word, place),
            syntax::Target::End => Target::End(End::Hangup),
            syntax::Target::Reject { busy: true, .. } => Target::End(End::Busy),
            syntax::Target::Reject { busy: false, .. } => Target::End(End::Rejected),
            syntax::Target::Leave(_) => Target::End(End::Leave),
            syntax::Target::Broken => Target::Unknown,
            syntax::Target::Say { steps, then } => self.say(steps, *then, place),
            syntax::Target::Retry(retry) => self.retry(*retry, place),
        }
    }

    /// `{ a } then { b } then T` says both; a retry after words of its own would say them twice over.
    fn say(&mut self, mut steps: Vec<syntax::Step>, mut then: syntax::Target, place: Place) -> Target {
        while let syntax::Target::Say { steps: more, then: further } = then {
            steps.extend(more);
            then = *further;
        }
        if let syntax::Target::Retry(retry) = &then {
            let fault = Diagnostic::new("syntax", retry.word, "`retry` says its own words");
            self.faults.push(fault.help("move the steps into its block: `retry 2 { … } then …`"));
            return Target::Unknown;
        }
        let then = self.target(then, place);
        self.way(Way::Say { steps, then })
    }

    fn retry(&mut self, retry: syntax::Retry, place: Place) -> Target {
        if !(1..=15).contains(&retry.times.value) {
            let fault = Diagnostic::new(
                "syntax",
                retry.times.span,
                "a caller is asked again at least once and at most 15 times",
            );
            self.faults.push(fault);
        }
        let at = retry.at.map(|name| self.jump(name));
        let then = self.target(retry.then, place);
        let (at, slot) = match at {
            None => (None, place.slot),
            Some(None) => return Target::Unknown,
            Some(Some(jump)) => {
                let slot = self.slots.get(&jump.state).copied().unwrap_or(0);
                (Some(jump), slot)
            }
        };
        let times = u8::try_from(retry.times.value).unwrap_or(15).min(15);
        self.way(Way::Retry { slot, times, blocks: retry.blocks, at, then })
    }

    fn back(&mut self, word: Span, place: Place) -> Target {
        let Some(state) = place.above else {
            let fault = Diagnostic::new("back_to_nowhere", word, "`back` needs a state to go back to");
            self.faults.push(fault.help("declare where this state belongs: `state Hours under Menu { … }`"));
            return Target::Unknown;
        };
        let name = self.names.get(state).cloned().unwrap_or_default();
        self.enter(Jump { state, name: Ident::new(&name, Span::call_site()) })
    }

    fn go(&mut self, name: Ident) -> Target {
        match self.jump(name) {
            Some(jump) => self.enter(jump),
            None => Target::Unknown,
        }
    }

    /// An entry to a state with a counter of its own starts that counter anew.
    fn enter(&mut self, jump: Jump) -> Target {
        let Some(slot) = self.slots.get(&jump.state).copied() else { return Target::Go(jump) };
        if let Some(row) = self.entries.get(&jump.state) {
            return Target::Way(*row);
        }
        self.entries.insert(jump.state, self.ways.len());
        self.way(Way::Enter { jump, slot })
    }

    fn way(&mut self, way: Way) -> Target {
        self.ways.push(way);
        Target::Way(self.ways.len() - 1)
    }

    fn jump(&mut self, name: Ident) -> Option<Jump> {
        let typed = name.to_string();
        if let Some(state) = self.ids.get(&typed).copied() {
            return Some(Jump { state, name });
        }
        let fault = Diagnostic::new("unknown_state", name.span(), format!("there is no state `{typed}`"));
        self.faults.push(match nearest(&typed, self.names.iter().map(String::as_str)) {
            Some(meant) => fault.help(format!("did you mean `{meant}`?")),
            None => fault.help(format!("declare it: `state {typed} {{ … }}`")),
        });
        None
    }
}

fn arms_of(ending: &Ending) -> Option<&syntax::Arms> {
    match ending {
        Ending::Gather(gather) => Some(&gather.arms),
        Ending::Dial(dial) => Some(&dial.arms),
        Ending::Record(record) => Some(&record.arms),
        Ending::Enqueue(enqueue) => Some(&enqueue.arms),
        _ => None,
    }
}

fn asked_elsewhere(target: &syntax::Target, found: &mut Vec<Ident>) {
    match target {
        syntax::Target::Retry(retry) => {
            found.extend(retry.at.clone());
            asked_elsewhere(&retry.then, found);
        }
        syntax::Target::Say { then, .. } => asked_elsewhere(then, found),
        _ => {}
    }
}

fn leads_back(target: &syntax::Target) -> bool {
    match target {
        syntax::Target::Back(_) => true,
        syntax::Target::Say { then, .. } => leads_back(then),
        syntax::Target::Retry(retry) => leads_back(&retry.then),
        _ => false,
    }
}

/// Whether an arm of `everywhere` means anything to a gather that takes keys, words or both.
fn fits(pattern: &Pattern, keys: bool, speech: bool) -> bool {
    match pattern {
        Pattern::Keys(_) => keys,
        Pattern::Phrase { .. } => speech,
        Pattern::Outcome(_) => true,
    }
}

fn same(own: &Pattern, other: &Pattern) -> bool {
    match (own, other) {
        (Pattern::Keys(a), Pattern::Keys(b)) | (Pattern::Outcome(a), Pattern::Outcome(b)) => {
            a.value == b.value
        }
        (Pattern::Phrase { text: a, .. }, Pattern::Phrase { text: b, .. }) => {
            a.value.trim().to_lowercase() == b.value.trim().to_lowercase()
        }
        _ => false,
    }
}
