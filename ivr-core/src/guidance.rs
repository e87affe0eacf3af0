//! Thresholds from published guidelines for telephone dialogues. The lints of the compiler and the remarks of
//! pictures and scripts use them.

use std::{collections::VecDeque, time::Duration};

/// The maximum number of options. Callers forget the first of more options.
pub const MAX_OPTIONS: usize = 5;

/// The maximum number of menus on the way to a state.
pub const MAX_MENUS: usize = 3;

/// The maximum duration of the prompts of a menu.
pub const MAX_INSTRUCTION_TIME: Duration = Duration::from_secs(20);

/// Returns whether a state with this number of options is a menu. Two options are a question, and consecutive
/// questions do not make a tree deep.
///
/// ```
/// assert!(ivr_core::guidance::is_menu(3) && !ivr_core::guidance::is_menu(2));
/// ```
#[must_use]
pub const fn is_menu(options: usize) -> bool {
    options >= 3
}

/// Returns whether the prompts of a state with this number of options take too long. With fewer than two options the
/// prompts are information and may take longer.
///
/// ```
/// use std::time::Duration;
/// assert!(ivr_core::guidance::is_too_long(Duration::from_secs(21), 2));
/// assert!(!ivr_core::guidance::is_too_long(Duration::from_secs(21), 1));
/// ```
#[must_use]
pub fn is_too_long(time: Duration, options: usize) -> bool {
    options >= 2 && time > MAX_INSTRUCTION_TIME
}

/// Returns for each state the number of menus on the path with the fewest menus, including itself, or `None` if no
/// path leads from `roots` to the state. States are indexes into `menus`; `next` returns the targets of a state.
///
/// ```
/// // 0 and 2 are menus; 0 leads to 1 and 1 to 2.
/// let depths = ivr_core::guidance::menu_depths(&[true, false, true, true], [0], |state| match state {
///     0 => vec![1],
///     1 => vec![2, 0],
///     _ => vec![],
/// });
/// assert_eq!(depths, [Some(1), Some(1), Some(2), None]);
/// ```
pub fn menu_depths<N: IntoIterator<Item = usize>>(
    menus: &[bool],
    roots: impl IntoIterator<Item = usize>,
    next: impl Fn(usize) -> N,
) -> Vec<Option<usize>> {
    let is_menu = |state: usize| menus.get(state) == Some(&true);
    let mut depths: Vec<Option<usize>> = vec![None; menus.len()];
    let mut waiting: VecDeque<(usize, usize)> = roots.into_iter().map(|root| (root, 0)).collect();
    // A menu costs one and another state nothing, so states without cost are visited first (0-1 BFS).
    while let Some((state, before)) = waiting.pop_front() {
        let depth = before + usize::from(is_menu(state));
        let Some(best) = depths.get_mut(state) else { continue };
        if best.is_some_and(|best| best <= depth) {
            continue;
        }
        *best = Some(depth);
        for to in next(state) {
            match is_menu(to) {
                true => waiting.push_back((to, depth)),
                false => waiting.push_front((to, depth)),
            }
        }
    }
    depths
}
