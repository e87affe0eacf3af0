//! # timeout_too_short
//!
//! The caller has less than three seconds to find a key or to begin to speak. Callers who take the telephone from
//! their ear first, or who move slowly, are treated as silent.
//!
//! ```text
//! state Menu { gather key, timeout 2s { say "For sales, press one."; } match { 1 => Sales, silence | _ => Sales } }
//! ```
//!
//! Remove the clause; the default is five seconds:
//!
//! ```text
//! state Menu { gather key { say "For sales, press one."; } match { 1 => Sales, silence | _ => Sales } }
//! ```

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::{Graph, Verb},
};

/// The minimum between two keys in published guidelines, in seconds.
const LEAST: u32 = 3;

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    for (id, state) in graph.states.iter().enumerate() {
        let Verb::Gather(gather) = &state.verb else { continue };
        if let Some(timeout) = gather.timeout.filter(|timeout| timeout.value < LEAST) {
            let message = format!("people need {LEAST} s and more to find a key");
            let diagnostic = Diagnostic::new("timeout_too_short", timeout.span, message).within(id);
            diagnostics.push(diagnostic.help("write `timeout 5s`, or remove it"));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::tests::check_warnings;

    #[test]
    fn two_seconds_for_a_key_and_three() {
        check_warnings(
            "timeout_too_short",
            r#"
            pub tree Line {
                start Menu;
                everywhere { silence | _ => end }
                state Menu { gather key, timeout 2s { say "One?"; } match { 1 => Code } }
//~                                              ^^ people need 3 s and more to find a key
//~                                              help: write `timeout 5s`, or remove it
                state Code { gather 4 keys, timeout 3s { say "Your code?"; } match { entered => end } }
            }
            "#,
        );
    }
}
