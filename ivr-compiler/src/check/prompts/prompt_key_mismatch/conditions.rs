//! What is said and what is taken, under each combination of the conditions of a gather.

use std::collections::BTreeSet;

use super::Difference;
use crate::{
    model::Arm,
    syntax::{Condition, Scope, Step, nested, parse::list},
    words::{Announced, Announcement},
};

/// Combines the differences of each combination, with those of its languages: every key once, with the conditions
/// that it depends on. Keys with the same conditions are one mistake.
pub(super) fn distinct<'g>(each: Vec<Vec<Difference<'g>>>) -> Vec<Vec<Difference<'g>>> {
    if each.len() == 1 {
        return each;
    }
    let mut groups: Vec<Group> = Vec::new();
    for (key, combination) in keys(&each) {
        let Some(first) = each.get(combination).and_then(|same| same.first()) else { continue };
        let (gather, held) = (first.prompted.gather, first.prompted.held());
        let stays = |place: usize| {
            let other = each.get(held.with(place, !held.has(place)).number());
            other.is_some_and(|other| other.iter().any(|one| key.is_in(one)))
        };
        let when = gather.named(held, |place| !stays(place));
        match groups.iter_mut().find(|group| group.combination == combination && group.when == when) {
            Some(group) => group.keys.push(key.name),
            None => groups.push(Group { combination, when, keys: vec![key.name] }),
        }
    }
    let of_group = |group: &Group| {
        let same = each.get(group.combination).into_iter().flatten();
        same.filter_map(|one| one.about(&group.keys, &group.when)).collect()
    };
    groups.iter().map(of_group).collect()
}

/// Keys that differ under the same conditions.
struct Group {
    /// The first combination in which they differ.
    combination: usize,
    when: Vec<String>,
    keys: Vec<String>,
}

/// A key that is announced and not accepted, or the reverse.
#[derive(Clone, PartialEq, Eq)]
struct Key {
    name: String,
    is_announced: bool,
}

impl Key {
    fn is_in(&self, difference: &Difference<'_>) -> bool {
        let keys = if self.is_announced { &difference.unhandled } else { &difference.unheard };
        keys.contains(&self.name)
    }
}

/// Returns every key with the first combination in which it differs. A key that is announced and not accepted in some
/// combinations, and accepted and not announced in others, is one mistake.
fn keys(each: &[Vec<Difference<'_>>]) -> Vec<(Key, usize)> {
    let mut found: Vec<(Key, usize)> = Vec::new();
    for is_announced in [true, false] {
        for (combination, same) in each.iter().enumerate() {
            let keys = same.iter().flat_map(|one| if is_announced { &one.unhandled } else { &one.unheard });
            for name in keys {
                if !found.iter().any(|(known, _)| known.name == *name) {
                    found.push((Key { name: name.clone(), is_announced }, combination));
                }
            }
        }
    }
    found
}

impl<'g> Difference<'g> {
    /// Returns the difference for these keys alone.
    fn about(&self, keys: &[String], when: &[String]) -> Option<Self> {
        let (at, _) = self.places.iter().find(|(_, key)| keys.contains(key))?;
        let only = |all: &BTreeSet<String>| all.iter().filter(|key| keys.contains(key)).cloned().collect();
        let (unhandled, unheard) = (only(&self.unhandled), only(&self.unheard));
        Some(Self { at: *at, unhandled, unheard, when: when.to_vec(), ..self.clone() })
    }
}

impl Difference<'_> {
    /// ` when `!open``.
    pub(super) fn when(&self) -> String {
        match &self.when[..] {
            [] => String::new(),
            names => {
                let names: Vec<&str> = names.iter().map(String::as_str).collect();
                format!(" when {}", list(&names))
            }
        }
    }

    /// Returns the condition of the arm that has one of these keys under another condition.
    pub(super) fn condition_of(&self, keys: &BTreeSet<String>) -> Option<&Condition> {
        let is_for = |arm: &&Arm| arm.keys().any(|key| keys.contains(&key.value));
        let arm = self.prompted.gather.arms.list.iter().find(is_for)?;
        arm.condition.as_ref()
    }

    /// Returns the condition under which one of these keys is announced, if its arm has none.
    pub(super) fn said_under(&self, keys: &BTreeSet<String>) -> Option<&Condition> {
        if self.when.is_empty() || self.condition_of(keys).is_some() {
            return None;
        }
        let key = keys.first()?;
        announcing(&self.prompted.gather.prompts, key, self.prompted.language)
    }
}

/// Returns the condition of the block that announces a key.
fn announcing<'g>(steps: &'g [Step], key: &str, language: &str) -> Option<&'g Condition> {
    nested(steps).find_map(|step| match step {
        Step::Scoped { scope: Scope::If(condition), steps, .. } => {
            says(steps, key, language).then_some(condition)
        }
        _ => None,
    })
}

fn says(steps: &[Step], key: &str, language: &str) -> bool {
    let is_key = |found: &Announcement| matches!(&found.kind, Announced::Key(named) if named == key);
    let mut texts = nested(steps).filter_map(|step| step.texts()?.heard_in(language));
    texts.any(|(language, text)| text.announced(language).iter().any(is_key))
}
