//! How much each rule weighs: what it says of itself, and what the author asked for at the tree or at a state.

use std::collections::{HashMap, HashSet};

use proc_macro2::Span;

use super::{survey::Survey, waivers};
use crate::{
    diagnostics::{Diagnostic, Diagnostics, Severity},
    model::{Graph, StateId},
    syntax::{Attributes, Level},
};

/// A rule, with the name of its page.
#[derive(Clone, Copy)]
pub(super) struct Rule {
    pub(super) name: &'static str,
    pub(super) weight: Weight,
    /// Whether it skips states with another error, because what it compares may be incomplete.
    pub(super) yields: bool,
    /// Whether it follows calls through the tree, and is skipped unless the whole tree could be parsed.
    pub(super) follows_calls: bool,
    pub(super) check: Check,
}

/// The function of a rule, by its input.
#[derive(Clone, Copy)]
pub(super) enum Check {
    Graph(fn(&Graph, &mut Diagnostics)),
    Survey(fn(&Survey<'_>, &mut Diagnostics)),
}

/// The weight of a rule.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Weight {
    /// An error that cannot be waived.
    Error,
    /// An error that `#[allow(…, reason = "…")]` waives.
    WaivableError,
    Warning,
    /// Off unless it is enabled by name.
    Silent,
}

/// The name in `#[deny(warnings)]`, which means every warning.
pub(super) const WARNINGS: &str = "warnings";

/// The levels that the author requested.
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

    /// Runs rules, and reports what the author did not waive.
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

    /// Reports every waiver that waived nothing.
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

    /// Returns the level of a rule at a state. The innermost attribute decides.
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
