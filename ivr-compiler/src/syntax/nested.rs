//! Steps including those in nested blocks.

use std::slice::Iter;

use super::{Scope, Step, Texts};

impl Step {
    /// Returns the steps in a block; empty for other steps.
    fn inner(&self) -> &[Step] {
        match self {
            Self::Uninterrupted(steps) | Self::First { steps, .. } | Self::Scoped { steps, .. } => steps,
            Self::Say(_)
            | Self::Play { .. }
            | Self::PlayComputed { .. }
            | Self::PlayDigits { .. }
            | Self::Set { .. }
            | Self::Run { .. }
            | Self::Effects(_)
            | Self::Pause(_)
            | Self::Language { .. } => &[],
        }
    }

    /// Returns the texts that are said, or those of a recording.
    pub(crate) fn texts(&self) -> Option<&Texts> {
        match self {
            Self::Say(texts) | Self::Play { words: Some(texts), .. } => Some(texts),
            Self::Play { words: None, .. }
            | Self::PlayComputed { .. }
            | Self::PlayDigits { .. }
            | Self::Set { .. }
            | Self::Run { .. }
            | Self::Effects(_)
            | Self::Pause(_)
            | Self::Language { .. }
            | Self::Uninterrupted(_)
            | Self::First { .. }
            | Self::Scoped { .. } => None,
        }
    }

    /// Returns whether it is left out when a state asks again.
    pub(crate) fn is_once(&self) -> bool {
        match self {
            Self::First { .. } => true,
            Self::Scoped { scope, .. } => matches!(scope, Scope::Once(_)),
            Self::Say(_)
            | Self::Play { .. }
            | Self::PlayComputed { .. }
            | Self::PlayDigits { .. }
            | Self::Set { .. }
            | Self::Run { .. }
            | Self::Effects(_)
            | Self::Pause(_)
            | Self::Language { .. }
            | Self::Uninterrupted(_) => false,
        }
    }
}

/// Returns every step in source order: each block, then the steps in it.
pub(crate) fn nested(steps: &[Step]) -> impl Iterator<Item = &Step> {
    nested_if(steps, |_| true)
}

/// Returns the steps when a call enters a state, or with `fresh: false` when the state asks again.
pub(crate) fn nested_on_entry(steps: &[Step], fresh: bool) -> impl Iterator<Item = &Step> {
    nested_if(steps, move |block| fresh || !block.is_once())
}

/// The same as [`nested`] without the steps in the blocks that `enters` refuses.
pub(crate) fn nested_if(steps: &[Step], enters: impl Fn(&Step) -> bool) -> impl Iterator<Item = &Step> {
    Nested { current: steps.iter(), around: Vec::new(), enters }
}

/// A walk in the order of the source. A list without blocks is walked without an allocation.
struct Nested<'s, F> {
    current: Iter<'s, Step>,
    /// The remaining steps of the enclosing blocks, innermost last.
    around: Vec<Iter<'s, Step>>,
    enters: F,
}

impl<'s, F: Fn(&Step) -> bool> Iterator for Nested<'s, F> {
    type Item = &'s Step;

    fn next(&mut self) -> Option<&'s Step> {
        let step = loop {
            match self.current.next() {
                Some(step) => break step,
                None => self.current = self.around.pop()?,
            }
        };
        let inner = step.inner();
        if !inner.is_empty() && (self.enters)(step) {
            self.around.push(std::mem::replace(&mut self.current, inner.iter()));
        }
        Some(step)
    }
}

#[cfg(test)]
mod tests {
    use proc_macro2::Span;

    use super::*;
    use crate::syntax::Number;

    /// Returns a pause of this length, as an example of a step.
    fn step(value: u32) -> Step {
        Step::Pause(Number { value, span: Span::call_site() })
    }

    fn first(steps: Vec<Step>) -> Step {
        Step::First { word: Span::call_site(), steps }
    }

    fn lengths<'s>(steps: impl Iterator<Item = &'s Step>) -> Vec<u32> {
        let length = |step: &Step| if let Step::Pause(length) = step { Some(length.value) } else { None };
        steps.filter_map(length).collect()
    }

    #[test]
    fn blocks_are_walked_in_the_order_of_the_source() {
        let inner = first(vec![step(3), Step::Uninterrupted(vec![step(4)])]);
        let steps = [step(1), Step::Uninterrupted(vec![step(2), inner, step(5)]), first(vec![]), step(6)];
        assert_eq!(lengths(nested(&steps)), [1, 2, 3, 4, 5, 6]);
        assert_eq!(nested(&steps).count(), 10);
        assert_eq!(lengths(nested_on_entry(&steps, true)), [1, 2, 3, 4, 5, 6]);
        assert_eq!(lengths(nested_on_entry(&steps, false)), [1, 2, 5, 6]);
    }
}
