//! The longest path through positions, for graphs without cycles.

use std::time::Duration;

use super::{Branch, Node, PositionGraph};

/// The longest path from every position.
#[derive(Debug)]
pub(crate) struct Longest {
    /// The time and the next move, or `None` if no path arrives.
    best: Vec<Option<(Duration, Option<usize>)>>,
}

impl Longest {
    pub(crate) fn of(&self, place: usize) -> Option<Duration> {
        self.best.get(place).copied().flatten().map(|(time, _)| time)
    }

    /// Returns the next move from a position.
    pub(crate) fn on(&self, place: usize) -> Option<usize> {
        self.best.get(place).copied().flatten()?.1
    }

    /// Takes the longest of the moves of `place`, when everything they lead to is known.
    fn settle(&mut self, number: usize, place: &Node<'_>, measure: &impl Measure) {
        let mut best = measure.arrived(place).map(|time| (time, None));
        for (step, taken) in place.moves.iter().enumerate() {
            let Some(time) = measure.takes(place, taken) else { continue };
            let after = match taken.to {
                Some(to) => self.of(to),
                None => measure.over(),
            };
            let whole = after.map(|after| time + after);
            if whole.is_some_and(|whole| best.is_none_or(|(best, _)| whole > best)) {
                best = whole.map(|whole| (whole, Some(step)));
            }
        }
        if let Some(slot) = self.best.get_mut(number) {
            *slot = best;
        }
    }
}

/// A measure of paths.
pub(crate) trait Measure {
    /// Returns what a path adds that ends at this position, or `None` if none does.
    fn arrived(&self, place: &Node<'_>) -> Option<Duration>;
    /// Returns what a path adds when the call ends, or `None` if none does.
    fn over(&self) -> Option<Duration>;
    /// Returns the duration of a move, or `None` if it is ignored.
    fn takes(&self, from: &Node<'_>, step: &Branch<'_>) -> Option<Duration>;
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Seen {
    Never,
    OnTheWay,
    Done,
}

impl PositionGraph<'_> {
    /// Returns the longest paths, or `None` if there is a cycle.
    pub(crate) fn longest(&self, measure: &impl Measure) -> Option<Longest> {
        let mut longest = Longest { best: vec![None; self.list.len()] };
        let mut seen = vec![Seen::Never; self.list.len()];
        for root in 0..self.list.len() {
            let mut path = vec![(root, 0)];
            while let Some((number, next)) = path.pop() {
                let (Some(place), Some(mark)) = (self.list.get(number), seen.get_mut(number)) else {
                    continue;
                };
                match (*mark, next) {
                    (Seen::Never, _) => *mark = Seen::OnTheWay,
                    (Seen::OnTheWay, 0) => return None,
                    (Seen::OnTheWay, _) => {}
                    (Seen::Done, _) => continue,
                }
                let followed = |step: &&Branch<'_>| measure.takes(place, step).is_some();
                let on = place.moves.iter().enumerate().skip(next);
                let on =
                    on.filter(|(_, step)| followed(step)).find_map(|(place, step)| Some((place, step.to?)));
                if let Some((step, to)) = on {
                    path.push((number, step + 1));
                    path.push((to, 0));
                } else {
                    *mark = Seen::Done;
                    longest.settle(number, place, measure);
                }
            }
        }
        Some(longest)
    }
}
