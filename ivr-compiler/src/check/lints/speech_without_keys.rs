//! # speech_without_keys
//!
//! An option can only be spoken. A caller in a noisy place, one who cannot speak, or one whose accent is not
//! recognized cannot choose it.
//!
//! ```text
//! state Menu { gather speech { say "Say sales or support."; } match { "sales" => Sales, "support" | silence | _ => Support } }
//! ```
//!
//! Give each option a key as well:
//!
//! ```text
//! state Menu {
//!     gather key or speech { say "Say sales, or press one. Say support, or press two."; } match {
//!         1 | "sales" => Sales, 2 | "support" | silence | _ => Support,
//!     }
//! }
//! ```
//!
//! A `gather speech` that accepts any words, with `entered` alone, is not checked.

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::{Graph, Verb},
};

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    for (id, state) in graph.states.iter().enumerate() {
        let Verb::Gather(gather) = &state.verb else { continue };
        let (Some(word), None) = (gather.speech, gather.keys) else { continue };
        if state.own_arms().any(|arm| arm.phrases().next().is_some()) {
            let message = format!("the options of `{}` can only be spoken", state.name);
            let diagnostic = Diagnostic::new("speech_without_keys", word, message).within(id);
            diagnostics.push(diagnostic.help("write `key or speech`, and give each option a key"));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::tests::check_warnings;

    #[test]
    fn a_choice_that_can_only_be_spoken() {
        check_warnings(
            "speech_without_keys",
            r#"
            pub tree Line {
                start Menu;
                state Menu { gather speech { say "Yes or no?"; } match { "yes" => Why, "no" | silence | _ => end } }
//~                                 ^^^^^^ the options of `Menu` can only be spoken
//~                                 help: write `key or speech`, and give each option a key
                state Why { gather speech { say "Why?"; } match { entered | silence => end } }
            }
            "#,
        );
    }
}
