//! # too_many_conditions
//!
//! A state depends on more conditions than it can have. Its documents are rendered for every combination of
//! conditions before the first call, and five conditions already have 32 combinations. Callers would wait for a
//! server that takes too long to start.
//!
//! ```text
//! data { a: bool = true, b: bool = true, c: bool = true, d: bool = true, e: bool = true, f: bool = true }
//! state Menu {
//!     gather key { play "https://audio.example/menu.mp3"; } match {
//!         1 if a => A, 2 if b => B, 3 if c => C, 4 if d => D, 5 if e => E, 6 if f => F, silence | _ => end,
//!     }
//! }
//! ```
//!
//! Move some of the options to a second menu:
//!
//! ```text
//! data { a: bool = true, b: bool = true, c: bool = true, d: bool = true, e: bool = true, f: bool = true }
//! state Menu {
//!     gather key { play "https://audio.example/menu.mp3"; } match { 1 if a => A, 2 if b => B, 3 if c => C, 4 if d => D, 5 => Others, silence | _ => end }
//! }
//! state Others { gather key { play "https://audio.example/others.mp3"; } match { 1 if e => E, 2 if f => F, silence | _ => end } }
//! ```
//!
//! To offer options that come from data, use [a list](language.md#lists).

use ivr_core::condition::MAX_CONDITIONS;
use proc_macro2::Ident;

use crate::diagnostics::Diagnostic;

pub(crate) fn too_many_conditions(name: &Ident) -> Diagnostic {
    let message =
        format!("a state can depend on at most {MAX_CONDITIONS} conditions, and `{name}` is one more");
    Diagnostic::new("too_many_conditions", name.span(), message)
        .help("move some of the options to a state of their own")
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    fn line(arms: &str, told: &str) -> String {
        format!(
            r#"
            pub tree Line {{
                start Menu;
                data {{ a: bool = true, b: bool = true, c: bool = true, d: bool = true, e: bool = true, f: bool = true }}
                state Menu {{
                    gather key {{ play "https://a.example/menu.mp3"; }} match {{
                        1 if a => end, 2 if b => end, 3 if c => end, 4 if d => end, 5 if !e => end,
                        {arms}
{told}
                        silence | _ => end
                    }}
                }}
            }}
            "#
        )
    }

    #[test]
    fn a_sixth_condition() {
        check_diagnostics(&line(
            "6 if f => end,",
            "//~                          ^ a state can depend on at most 5 conditions, and `f` is one more
//~                          help: move some of the options to a state of their own",
        ));
    }

    #[test]
    fn more_options_under_the_same_conditions() {
        check_legal(&line("6 if e => end, 7 if a => end,", ""));
    }
}
