//! # too_many_counters
//!
//! `retry … at S` counts in a counter that belongs to `S` and is part of the position of the call. At most fifteen
//! states of a tree can have such a counter. The attempts at a sixteenth would be forgotten, and a caller could
//! guess a code forever.
//!
//! ```text
//! state Check {
//!     gather 2 keys { say "Choose from 1 to 16."; } match {
//!         01 => retry 1 at A then end, 02 => retry 1 at B then end, 03 => retry 1 at C then end,
//!         04 => retry 1 at D then end, 05 => retry 1 at E then end, 06 => retry 1 at F then end,
//!         07 => retry 1 at G then end, 08 => retry 1 at H then end, 09 => retry 1 at I then end,
//!         10 => retry 1 at J then end, 11 => retry 1 at K then end, 12 => retry 1 at L then end,
//!         13 => retry 1 at M then end, 14 => retry 1 at N then end, 15 => retry 1 at O then end,
//!         16 => retry 1 at P then end, silence | _ => end,
//!     }
//! }
//! ```
//!
//! Use `retry` without `at` where possible:
//!
//! ```text
//! state Check {
//!     gather 2 keys { say "Choose from 1 to 3."; } match {
//!         01 => A, 02 => B, 03 => C,
//!         silence | _ => retry 1 { say "Two keys, please."; } then end,
//!     }
//! }
//! ```

use proc_macro2::Ident;

use crate::diagnostics::Diagnostic;

pub(crate) fn too_many_counters(name: &Ident, most: u8) -> Diagnostic {
    let message = format!("at most {most} states of a tree can be asked again from elsewhere");
    Diagnostic::new("too_many_counters", name.span(), message)
        .help("ask again in the state itself: `retry 1 { … } then …`")
}
