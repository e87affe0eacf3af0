//! # unspoken_language
//!
//! The tree declares a language that no call ever speaks. Callers never hear the texts in it.
//!
//! ```text
//! language fr-FR, en-US;
//! state Menu { say { fr-FR: "Bonjour.", en-US: "Hello." } hangup; }
//! ```
//!
//! A call begins in the first language. Switch to the other one with a `language` step, for example in the arm of a
//! key:
//!
//! ```text
//! language fr-FR, en-US;
//! state Menu {
//!     gather key { say en-US: "For English, press two."; } match {
//!         2 => { language en-US; } then Hello, silence | _ => Hello,
//!     }
//! }
//! state Hello { say { fr-FR: "Bonjour.", en-US: "Hello." } hangup; }
//! ```

use std::collections::HashSet;

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::Graph,
    syntax::Step,
};

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    if !graph.languages.several() || graph.chooses_language() {
        return;
    }
    let steps = graph.steps();
    let spoken: HashSet<&str> = steps
        .iter()
        .filter_map(|written| match written.step {
            Step::Language { language, .. } => language.tag().map(|tag| tag.value.as_str()),
            _ => None,
        })
        .collect();
    for tag in graph.languages.others.iter().filter(|tag| !spoken.contains(tag.value.as_str())) {
        let message = format!("no call ever speaks `{}`", tag.value);
        let diagnostic = Diagnostic::new("unspoken_language", tag.span, message).to(tag.end);
        diagnostics.push(diagnostic.help(format!("write `language {};` where it is chosen", tag.value)));
    }
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_legal, check_warnings};

    #[test]
    fn rust_may_choose_any_of_them() {
        check_legal(
            r#"
            pub tree Line for App {
                start Menu;
                language fr-FR, en-US, de-DE;
                state Menu { language (app.language(&call.from)); say { fr-FR: "Un.", en-US: "One.", de-DE: "Eins." } hangup; }
            }
            "#,
        );
    }

    #[test]
    fn one_of_three_languages_is_never_spoken() {
        check_warnings(
            "unspoken_language",
            r#"
            pub tree Line {
                start Menu;
                language fr-FR, en-US, de-DE;
//~                                    ^^^^^ no call ever speaks `de-DE`
//~                                    help: write `language de-DE;` where it is chosen
                everywhere { silence | _ => { language en-US; } then Bye }
                state Menu { gather key { say { fr-FR: "Un.", en-US: "One.", de-DE: "Eins." } } match { 1 => Bye } }
                state Bye { hangup; }
            }
            "#,
        );
    }
}
