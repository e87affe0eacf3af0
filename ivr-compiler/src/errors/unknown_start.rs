//! # unknown_start
//!
//! A `scenario` begins at a start that the tree does not have. No caller can make this call.
//!
//! ```text
//! start Greeting;
//! start night Closed;
//! state Greeting { hangup; }
//! state Closed { say "We are closed."; hangup; }
//! scenario "at night" from nihgt { => Closed; }
//! ```
//!
//! Correct the spelling, or remove `from` for an incoming call:
//!
//! ```text
//! start Greeting;
//! start night Closed;
//! state Greeting { hangup; }
//! state Closed { say "We are closed."; hangup; }
//! scenario "at night" from night { => Closed; }
//! ```

use proc_macro2::Ident;

use crate::diagnostics::{Diagnostic, nearest};

pub(crate) fn unknown_start(from: &Ident, known: &[String]) -> Diagnostic {
    let diagnostic = Diagnostic::new("unknown_start", from.span(), format!("start `{from}` is not declared"));
    match nearest(&from.to_string(), known.iter().map(String::as_str)) {
        Some(meant) => diagnostic.help(format!("did you mean `{meant}`?")),
        None => {
            diagnostic.help(format!("declare it: `start {from} …;`, or remove `from` for an incoming call"))
        }
    }
}
