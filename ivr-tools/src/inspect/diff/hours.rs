//! Changed opening hours.

use crate::inspect::hours;
use ivr_runtime::description::{Description, Hours};

/// Returns a line for each change of a schedule.
pub(super) fn changes(old: &Description, new: &Description) -> Vec<String> {
    let of = |tree: &Description, name: &str| tree.hours.iter().find(|hours| hours.name == name).cloned();
    let gone = old.hours.iter().filter(|hours| of(new, &hours.name).is_none());
    let mut changes: Vec<String> = gone.map(|hours| format!("the hours {} are gone", hours.name)).collect();
    for hours in &new.hours {
        match of(old, &hours.name) {
            None => changes.push(format!("the hours {} are new", hours.name)),
            Some(before) => changes.extend(changed(&before, hours)),
        }
    }
    changes
}

fn changed(old: &Hours, new: &Hours) -> Vec<String> {
    let name = &new.name;
    let zone = (old.zone != new.zone)
        .then(|| format!("the hours {name} are in the zone {} instead of {}", new.zone, old.zone));
    let (before, after) = (hours::lines(old), hours::lines(new));
    let gone = before.iter().filter(|line| !after.contains(line));
    let gone = gone.map(|line| format!("the hours {name} no longer have “{line}”"));
    let added = after.iter().filter(|line| !before.contains(line));
    let added = added.map(|line| format!("the hours {name} now have “{line}”"));
    zone.into_iter().chain(gone).chain(added).collect()
}
