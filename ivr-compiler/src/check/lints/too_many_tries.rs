//! # too_many_tries
//!
//! A caller is asked again more than three times. A caller who has not understood by then needs a person.
//!
//! ```text
//! state Menu {
//!     gather key { say "For sales, press one."; } match { 1 => Sales, silence | _ => retry 5 { say "Sorry?"; } then Sales }
//! }
//! ```
//!
//! Ask again twice, then connect the caller to a person:
//!
//! ```text
//! state Menu {
//!     gather key { say "For sales, press one."; } match { 1 => Sales, silence | _ => retry 2 { say "Sorry?"; } then Sales }
//! }
//! ```

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::Graph,
};

const MAX_TRIES: u32 = 3;

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    for retry in graph.retries().iter().filter(|retry| retry.times > MAX_TRIES) {
        let message = format!("a caller who has failed {MAX_TRIES} times needs a person");
        let diagnostic = Diagnostic::new("too_many_tries", retry.number, message).within(retry.state);
        diagnostics.push(diagnostic.help("write `retry 2`"));
    }
}

#[cfg(test)]
mod tests {
    use crate::check::tests::check_warnings;

    #[test]
    fn the_fourth_attempt_is_one_too_many() {
        check_warnings(
            "too_many_tries",
            r#"
            pub tree Line {
                start Menu;
                everywhere { silence => retry 4 { say "Sorry?"; } then Desk }
//~                                           ^ a caller who has failed 3 times needs a person
//~                                           help: write `retry 2`
                state Menu { gather key { say "For sales, press one."; } match { 1 => Desk, _ => retry 3 { say "Sorry?"; } then Desk } }
                state Desk { dial "+12345678900" match { busy => retry 9 { say "Busy."; } then end, _ => end } }
            }
            "#,
        );
    }
}
