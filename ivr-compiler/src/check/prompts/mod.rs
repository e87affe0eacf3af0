//! Rules that compare what is said with the accepted inputs.

mod announced_nowhere;
mod any_key;
mod entry_length;
mod finish_alone;
mod phrase_without_arm;
mod prompt_key_mismatch;

pub(super) use announced_nowhere::check as announced_nowhere;
pub(super) use any_key::check as any_key;
pub(super) use entry_length::check as entry_length;
pub(super) use finish_alone::check as finish_alone;
pub(super) use phrase_without_arm::check as phrase_without_arm;
pub(super) use prompt_key_mismatch::check as prompt_key_mismatch;

use crate::{
    check::survey::Survey,
    diagnostics::{Diagnostic, Diagnostics},
    model::Prompted,
};

/// Reports what is wrong with the prompts of a gather once, whatever the combinations of its conditions and the languages
/// that have it.
fn once_a_state(
    graph: &Survey<'_>,
    diagnostics: &mut Diagnostics,
    diagnostic: impl Fn(&Prompted<'_>) -> Option<Diagnostic>,
) {
    let mut last = None;
    for prompted in graph.prompted() {
        if last != Some(prompted.state)
            && let Some(diagnostic) = diagnostic(prompted)
        {
            diagnostics.push(diagnostic.within(prompted.state));
            last = Some(prompted.state);
        }
    }
}
