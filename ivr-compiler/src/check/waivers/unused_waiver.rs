//! # unused_waiver
//!
//! The waived rule reports nothing here any more. If the waiver stays, it would hide the next mistake of this kind,
//! and only callers would notice it.
//!
//! ```text
//! #[allow(endless_silence, reason = "the queue answers within the hour")]
//! state Menu { hangup; }
//! ```
//!
//! Remove it:
//!
//! ```text
//! state Menu { hangup; }
//! ```

use proc_macro2::Span;

use crate::{
    check::levels::{Check, Rule, Weight},
    diagnostics::Diagnostic,
};

/// The rule runs after all others, because only then the unused waivers are known.
pub(crate) const UNUSED: Rule = Rule {
    name: "unused_waiver",
    weight: Weight::Warning,
    yields: false,
    follows_calls: false,
    check: Check::Graph(|_, _| {}),
};

pub(crate) fn unused(rule: Span, name: &str) -> Diagnostic {
    Diagnostic::new(UNUSED.name, rule, format!("`{name}` reports nothing here")).help("remove this attribute")
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_warnings};

    #[test]
    fn a_waiver_left_behind() {
        check_warnings(
            "unused_waiver",
            r#"
            pub tree Line {
                start Menu;
                #[allow(endless_silence, reason = "it was a circle once")]
//~                     ^^^^^^^^^^^^^^^ `endless_silence` reports nothing here
//~                     help: remove this attribute
                state Menu { hangup; }
            }
            "#,
        );
    }

    #[test]
    fn a_waiver_left_behind_is_an_error_where_warnings_are() {
        check_diagnostics(
            r#"
            #[deny(warnings)]
            pub tree Line {
                start Menu;
                #[allow(endless_silence, reason = "it was a circle once")]
//~                     ^^^^^^^^^^^^^^^ `endless_silence` reports nothing here
//~                     help: remove this attribute
                state Menu { hangup; }
            }
            "#,
        );
    }

    #[test]
    fn a_waiver_that_waives_is_not_told() {
        check_warnings(
            "unused_waiver",
            r#"
            pub tree Line {
                start Menu;
                #[allow(endless_silence, reason = "whoever waits has asked for it")]
                state Menu { gather key { say "Press one to end."; } match { 1 => end, silence | _ => again } }
            }
            "#,
        );
    }
}
