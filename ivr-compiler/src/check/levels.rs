//! How much each rule weighs: what it says of itself, and what the author asked for at the tree or at a state.

use std::collections::{HashMap, HashSet};

use proc_macro2::Span;

use super::{survey::Survey, waivers};
use crate::{
    diagnostics::{Diagnostic, Diagnostics, Severity},
    model::{Graph, StateId},
    syntax::{Attributes, Level},
};

/// A question about a graph, with the name of its page.
#[derive(Clone, Copy)]
pub(super) struct Rule {
    pub(super) name: &'static str,
    pub(super) weight: Weight,
    /// It says nothing of a state that has another error: what it compares does not stand yet.
    pub(super) yields: bool,
    /// It follows calls through the tree, so that it waits until all of the tree could be read.
    pub(super) follows_calls: bool,
    pub(super) check: Check,
}

/// How a rule looks at a graph.
#[derive(Clone, Copy)]
pub(super) enum Check {
    Graph(fn(&Graph, &mut Diagnostics)),
    Survey(fn(&Survey<'_>, &mut Diagnostics)),
}

/// What a rule says of itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Weight {
    /// No caller is served by a tree that breaks it.
    Error,
    /// An error that `#[allow(…, reason = "…")]` takes back.
    WaivableError,
    Warning,
    /// Asked for by name only.
    Silent,
}

/// `#[deny(warnings)]` means every rule that warns.
pub(super) const WARNINGS: &str = "warnings";

/// What the author asked for.
pub(super) struct Levels {
    tree: Vec<Asked>,
    states: HashMap<StateId, Vec<Asked>>,
}

/// One rule of one attribute.
struct Asked {
    level: Level,
    rule: String,
    span: Span,
    used: bool,
}

impl Levels {
    pub(super) fn new(graph: &Graph) -> Self {
        let of_state = |(id, state): (StateId, &crate::model::State)| (id, asked(&state.attributes));
        let states = graph.states.iter().enumerate().map(of_state).filter(|(_, asked)| !asked.is_empty());
        Self { tree: asked(&graph.attributes), states: states.collect() }
    }

    /// Runs rules, and passes on what the author did not waive.
    pub(super) fn run(&mut self, rules: &[Rule], graph: &Survey<'_>, diagnostics: &mut Diagnostics) {
        // The calls of a tree are unknown unless it was parsed and resolved completely.
        let calls_unknown = graph.unread || diagnostics.has_errors();
        for rule in rules {
            // A rule that yields is also skipped if a part of the tree could not be parsed.
            let unknown = rule.follows_calls && calls_unknown || rule.yields && graph.unread;
            if rule.weight == Weight::Silent && !self.asks_for(rule) || unknown {
                continue;
            }
            let mut found = Diagnostics::default();
            match rule.check {
                Check::Graph(check) => check(graph, &mut found),
                Check::Survey(check) => check(graph, &mut found),
            }
            let told = if rule.yields { diagnostics.states() } else { HashSet::new() };
            for diagnostic in found {
                let broken = |state: StateId| graph.states.get(state).is_some_and(|state| state.broken);
                if diagnostic.state.is_some_and(|state| told.contains(&state) || broken(state)) {
                    continue;
                }
                if let Some(severity) = self.weigh(rule, diagnostic.state) {
                    diagnostics.push(Diagnostic { severity, ..diagnostic });
                }
            }
        }
    }

    fn asks_for(&self, rule: &Rule) -> bool {
        self.tree.iter().chain(self.states.values().flatten()).any(|asked| asked.rule == rule.name)
    }

    /// Tells every waiver that waived nothing.
    pub(super) fn unused(&mut self, diagnostics: &mut Diagnostics) {
        let all = self.tree.iter().chain(self.states.values().flatten());
        let idle = all.filter(|asked| asked.level == Level::Allow && !asked.used);
        let mut idle: Vec<(Span, String)> = idle.map(|asked| (asked.span, asked.rule.clone())).collect();
        idle.sort_by(|(_, a), (_, b)| a.cmp(b));
        for (span, rule) in idle {
            if let Some(severity) = self.weigh(&waivers::UNUSED, None) {
                diagnostics.push(Diagnostic { severity, ..waivers::unused(span, &rule) });
            }
        }
    }

    /// What a rule means at a state, if anything; the innermost attribute decides.
    fn weigh(&mut self, rule: &Rule, state: Option<StateId>) -> Option<Severity> {
        let own = state.and_then(|state| self.states.get_mut(&state)).into_iter().flatten();
        // The last attribute of one place applies, and those of the state precede those of the tree.
        let mut asked = own.rev().chain(self.tree.iter_mut().rev());
        let level = asked.find(|asked| asked.means(rule)).map(|asked| {
            asked.used = true;
            asked.level
        });
        let severity = match (rule.weight, level) {
            (Weight::WaivableError, Some(Level::Allow)) => return None,
            (Weight::Error | Weight::WaivableError, _) | (_, Some(Level::Deny)) => Severity::Error,
            (_, Some(Level::Allow)) | (Weight::Silent, None) => return None,
            (Weight::Warning | Weight::Silent, _) => Severity::Warning,
        };
        Some(severity)
    }
}

impl Asked {
    fn means(&self, rule: &Rule) -> bool {
        self.rule == rule.name
            || (self.rule == WARNINGS && self.level == Level::Deny && rule.weight == Weight::Warning)
    }
}

fn asked(attributes: &Attributes) -> Vec<Asked> {
    let asked = attributes.settings.iter().map(|setting| Asked {
        level: setting.level,
        rule: setting.rule.to_string(),
        span: setting.rule.span(),
        used: false,
    });
    asked.collect()
}
