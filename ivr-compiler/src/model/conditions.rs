//! Conditions of prompts and arms: the names on which a gather depends, and which of its parts exist while they hold.

use std::{borrow::Cow, collections::HashMap};

use ivr_core::condition::{Conditions, MAX_CONDITIONS};
use proc_macro2::Ident;

use super::{Arm, Gather, Graph, Verb, hours, inherit::same, resolve::Resolver};
use crate::{
    diagnostics::Diagnostics,
    errors,
    syntax::{Condition, Field, Pattern, Scope, Step, Unread, nested},
};

/// The names that a condition can test.
struct Names<'a> {
    fields: &'a [Field],
    hours: &'a HashMap<String, usize>,
    unread: Unread,
    /// Whether its value is part of URLs.
    travels: bool,
}

impl Names<'_> {
    /// Returns whether the name of a condition is known. Reports it otherwise, or if it is ambiguous.
    fn has(&self, condition: &Condition, diagnostics: &mut Diagnostics) -> bool {
        let name = &condition.name;
        let field = self.fields.iter().find(|field| field.name == *name);
        let is_schedule = self.hours.contains_key(&name.to_string());
        match (field, is_schedule) {
            (Some(_), true) => diagnostics.push(errors::ambiguous_condition(name)),
            (Some(field), false) if field.secret && self.travels => {
                diagnostics.push(errors::secret_condition(name));
            }
            (None, false) if !self.unread.data && !self.unread.hours && !condition.is_reported => {
                let known = self.fields.iter().map(|field| field.name.to_string());
                let known: Vec<String> = known.chain(self.hours.keys().cloned()).collect();
                diagnostics.unknown(errors::unknown_condition(name, &known));
            }
            (Some(_), false) | (None, _) => {}
        }
        field.is_some() || is_schedule
    }
}

/// Returns the names on which steps outside of prompts depend, and reports unknown ones.
pub(super) fn of_steps(graph: &Graph, unread: Unread, diagnostics: &mut Diagnostics) -> Vec<Ident> {
    let hours = hours::places(&graph.hours);
    let names = Names { fields: &graph.data, hours: &hours, unread, travels: false };
    let mut found: Vec<Ident> = Vec::new();
    for written in graph.steps() {
        let Step::Scoped { scope: Scope::If(condition), .. } = written.step else { continue };
        if !written.in_prompts && names.has(condition, diagnostics) && !found.contains(&condition.name) {
            found.push(condition.name.clone());
        }
    }
    found
}

impl Resolver<'_> {
    /// Returns whether the name of a condition is known. Reports it otherwise, or if it is ambiguous.
    pub(super) fn condition(&mut self, condition: &Condition) -> bool {
        let names =
            Names { fields: &self.values.fields, hours: &self.hours, unread: self.unread, travels: true };
        names.has(condition, self.diagnostics)
    }

    /// Returns the names on which a gather depends, in source order, and whether all of them are known.
    pub(super) fn conditions<'s>(&mut self, prompts: &'s [Step], arms: &'s [Arm]) -> (Vec<Ident>, bool) {
        let of_block = |step: &'s Step| match step {
            Step::Scoped { scope: Scope::If(condition), .. } => Some(condition),
            _ => None,
        };
        let mut written: Vec<&Condition> = nested(prompts).filter_map(of_block).collect();
        let own = arms.iter().filter(|arm| !arm.inherited).filter_map(|arm| arm.condition.as_ref());
        written.extend(own);
        // No early exit, so that every unknown condition is reported.
        let mut are_known = true;
        for condition in &written {
            are_known &= self.condition(condition);
        }
        written.extend(arms.iter().filter(|arm| arm.inherited).filter_map(|arm| arm.condition.as_ref()));
        let mut names: Vec<Ident> = Vec::new();
        for condition in written {
            if names.contains(&condition.name) {
                continue;
            }
            if names.len() == MAX_CONDITIONS {
                self.diagnostics.push(errors::too_many_conditions(&condition.name));
                break;
            }
            names.push(condition.name.clone());
        }
        (names, are_known)
    }
}

impl Gather {
    /// Returns every combination of its conditions.
    pub(crate) fn combinations(&self) -> impl Iterator<Item = Conditions> + use<> {
        Conditions::all(self.conditions.len())
    }

    /// Returns whether a condition holds while these hold.
    pub(crate) fn holds(&self, condition: &Condition, held: Conditions) -> bool {
        let place = self.conditions.iter().position(|name| *name == condition.name);
        place.is_some_and(|place| held.has(place)) != condition.negated
    }

    /// Returns whether an arm exists while these hold.
    pub(crate) fn has(&self, arm: &Arm, held: Conditions) -> bool {
        arm.condition.as_ref().is_none_or(|condition| self.holds(condition, held))
    }

    /// Returns whether an arm takes one of its patterns while these hold: it exists, and no arm of the state itself
    /// precedes it.
    pub(crate) fn takes(&self, arm: &Arm, pattern: &Pattern, held: Conditions) -> bool {
        let comes_first = |own: &Arm| {
            !own.inherited && self.has(own, held) && own.patterns.iter().any(|other| same(other, pattern))
        };
        self.has(arm, held) && !(arm.inherited && self.arms.list.iter().any(comes_first))
    }

    /// Returns the arms that exist while these hold.
    pub(crate) fn arms_while(&self, held: Conditions) -> impl Iterator<Item = &Arm> {
        self.arms.list.iter().filter(move |arm| self.has(arm, held))
    }

    /// Returns what is said while these hold, without the blocks of conditions.
    pub(crate) fn prompts_while(&self, held: Conditions) -> Cow<'_, [Step]> {
        if self.conditions.is_empty() {
            return Cow::Borrowed(&self.prompts);
        }
        Cow::Owned(self.steps_while(&self.prompts, held))
    }

    fn steps_while(&self, steps: &[Step], held: Conditions) -> Vec<Step> {
        let mut found = Vec::new();
        for step in steps {
            match step {
                Step::Scoped { scope: Scope::If(condition), steps, .. } => {
                    if self.holds(condition, held) {
                        found.extend(self.steps_while(steps, held));
                    }
                }
                Step::Scoped { word, scope, steps } => {
                    let steps = self.steps_while(steps, held);
                    found.push(Step::Scoped { word: *word, scope: scope.clone(), steps });
                }
                Step::Uninterrupted(steps) => found.push(Step::Uninterrupted(self.steps_while(steps, held))),
                Step::First { word, steps } => {
                    found.push(Step::First { word: *word, steps: self.steps_while(steps, held) });
                }
                Step::Say(_)
                | Step::Play { .. }
                | Step::PlayComputed { .. }
                | Step::PlayDigits { .. }
                | Step::Set { .. }
                | Step::Run { .. }
                | Step::Effects(_)
                | Step::Pause(_)
                | Step::Language { .. } => found.push(step.clone()),
            }
        }
        found
    }

    /// Returns a combination for a sentence: `open` and `!vip`; only for these indexes.
    pub(crate) fn named(&self, held: Conditions, places: impl Fn(usize) -> bool) -> Vec<String> {
        let named = self.conditions.iter().enumerate().filter(|(place, _)| places(*place));
        named
            .map(|(place, name)| if held.has(place) { name.to_string() } else { format!("!{name}") })
            .collect()
    }
}

impl Graph {
    /// Returns the gathers that depend on conditions.
    pub(crate) fn conditional(&self) -> impl Iterator<Item = &Gather> {
        self.states.iter().filter_map(|state| match &state.verb {
            Verb::Gather(gather) if !gather.conditions.is_empty() => Some(&**gather),
            _ => None,
        })
    }

    /// Returns the fields that conditions test, by their indexes in `data`, each with its first use.
    pub(crate) fn tested(&self) -> Vec<(usize, &Ident)> {
        let mut found: Vec<(usize, &Ident)> = Vec::new();
        for name in self.conditional().flat_map(|gather| &gather.conditions).chain(&self.step_conditions) {
            let place = self.data.iter().position(|field| field.name == *name);
            found.extend(
                place
                    .filter(|place| found.iter().all(|(known, _)| known != place))
                    .map(|place| (place, name)),
            );
        }
        found
    }
}

/// Returns whether something under `own` remains where others for the same input precede it, that is, whether their
/// conditions can differ.
pub(super) fn is_left(own: Option<&Condition>, others: &[Option<Condition>]) -> bool {
    let has = |condition: &Condition| others.iter().flatten().any(|other| other == condition);
    let always = others.iter().any(|other| other.as_ref().is_none_or(|other| has(&other.opposite())));
    !always && own.is_none_or(|own| !has(own))
}
