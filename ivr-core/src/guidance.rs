//! What published guidance for telephone dialogues allows: the numbers and definitions behind the lints of the
//! compiler and the remarks of pictures and scripts.

use std::{collections::VecDeque, time::Duration};

/// More options than this are forgotten before the last is heard.
pub const MAX_OPTIONS: usize = 5;

/// More menus on the way to a state lose callers.
pub const MAX_MENUS: usize = 3;

/// Prompts that take longer are not listened to.
pub const MAX_INSTRUCTION_TIME: Duration = Duration::from_secs(20);

/// Whether a state with so many options is a menu; two are a question, and consecutive questions do not make a tree deep.
///
/// ```
/// assert!(ivr_core::guidance::is_menu(3) && !ivr_core::guidance::is_menu(2));
/// ```
#[must_use]
pub const fn is_menu(options: usize) -> bool {
    options >= 3
}

/// Whether the prompts of a state with so many options take too long. With one option or none they are what the
/// caller came for, and may take their time.
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

/// How many menus a caller meets up to each state, itself included, on the way with the fewest; `None` for a state
/// that no way from `roots` leads to. States are numbered as in `menus`; `next` answers where each one leads.
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
    // Menus cost one and all else nothing: states that cost nothing are visited first.
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
