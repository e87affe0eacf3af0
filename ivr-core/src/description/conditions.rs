//! The parts of a `gather` under given conditions, and the inputs that it then accepts.

use super::{Arm, Gather, Line, Scope};
use crate::{
    condition::{Condition, Conditions},
    matching::Matcher,
};

impl Gather {
    /// Returns the matcher for a call in `language` while these conditions hold.
    pub fn matcher(&self, language: &str, held: Conditions) -> Matcher {
        let keys = self.keys.map(|keys| (keys.min.into(), keys.max.map(Into::into)));
        let arms: Vec<_> = self.arms_while(held).map(Arm::matching).collect();
        let offered = self.offer.as_ref().map_or("", |offer| &offer.keys);
        let in_order = self.offer.as_ref().is_some_and(|offer| offer.key.is_none());
        Matcher::new(keys, self.language.as_deref().unwrap_or(language), &arms).offering(offered, in_order)
    }

    /// Returns every combination of the conditions.
    pub fn combinations(&self) -> impl Iterator<Item = Conditions> + use<> {
        Conditions::all(self.conditions.len())
    }

    /// Returns the arms that exist while these conditions hold.
    pub fn arms_while(&self, held: Conditions) -> impl Iterator<Item = &Arm> {
        self.arms.iter().filter(move |arm| arm.condition.as_ref().is_none_or(|own| self.holds(own, held)))
    }

    /// Returns the prompts that are said while these conditions hold.
    pub fn prompts_while(&self, held: Conditions) -> Vec<Line> {
        self.lines_while(&self.prompts, held)
    }

    fn lines_while(&self, lines: &[Line], held: Conditions) -> Vec<Line> {
        let mut found = Vec::new();
        for line in lines {
            let inside = |lines: &[Line]| self.lines_while(lines, held);
            match line {
                Line::Scoped { scope: Scope::If(own), lines } if self.holds(own, held) => {
                    found.extend(inside(lines));
                }
                Line::Scoped { scope: Scope::If(_), .. } => {}
                Line::Scoped { scope, lines } => {
                    found.push(Line::Scoped { scope: scope.clone(), lines: inside(lines) });
                }
                Line::First { lines } => found.push(Line::First { lines: inside(lines) }),
                Line::Uninterrupted { lines } => found.push(Line::Uninterrupted { lines: inside(lines) }),
                Line::Say(_)
                | Line::Play(_)
                | Line::PlayDigits { .. }
                | Line::Pause { .. }
                | Line::Effect { .. }
                | Line::Language { .. } => {
                    found.push(line.clone());
                }
            }
        }
        found
    }

    /// Returns whether a condition of the state holds.
    #[must_use]
    pub fn holds(&self, condition: &Condition, held: Conditions) -> bool {
        condition.holds(self.conditions.iter().map(String::as_str), held)
    }
}
