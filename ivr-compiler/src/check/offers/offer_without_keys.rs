//! # offer_without_keys
//!
//! Items are chosen by single keys, but no key is left for them, or the `gather` does not accept a single key.
//! Callers could choose nothing.
//!
//! ```text
//! data { stops: Vec<String> = Vec::new(), stop: String = String::new() }
//! state Stops {
//!     gather key, offer stop from stops, more 9 {
//!         each { say "For {stop}, press {key}."; }
//!         more { say "For other stops, press nine."; }
//!     } match { chosen | silence | _ => end, hidden 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 => end }
//! }
//! ```
//!
//! Accept one key. Items have the keys 1 to 9 that are not used by an arm of the state, by an arm of `everywhere` or
//! by `more`:
//!
//! ```text
//! data { stops: Vec<String> = Vec::new(), stop: String = String::new() }
//! state Stops {
//!     gather key, offer stop from stops, more 9 {
//!         each { say "For {stop}, press {key}."; }
//!         more { say "For other stops, press nine."; }
//!     } match { chosen | silence | _ => end }
//! }
//! ```

use super::offering;
use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::Graph,
    syntax::Keys,
};

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    for (id, gather, offer) in offering(graph) {
        let diagnostic =
            |message: &str| Diagnostic::new("offer_without_keys", offer.word, message).within(id);
        if !matches!(gather.keys, Some(Keys { min: 1, max: Some(1), .. })) {
            let (speech, or_speech) =
                if gather.speech.is_some() { ("speech", " or speech") } else { ("", "") };
            let (message, now) = match gather.keys {
                Some(keys) => (
                    "an item is chosen by one key, and this listens for an entry",
                    format!("{keys}{or_speech}"),
                ),
                None => ("each item needs a key, but this does not listen for keys", speech.to_owned()),
            };
            let help = format!("change `gather {now}` to `gather key{or_speech}`");
            diagnostics.push(diagnostic(message).help(help));
        } else if gather.into.is_some() {
            let message = "`into` is not allowed with `offer`: the chosen item is put into its field";
            diagnostics.push(diagnostic(message).help("remove `into` or `offer`"));
        } else if gather.offered_keys().is_empty() {
            let found = diagnostic("no key is left for an item");
            diagnostics.push(found.help("remove arms from this state or from `everywhere`"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{stops, stops_with_everywhere};
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn a_menu_that_takes_every_key() {
        check_diagnostics(&stops(
            r#"
                everywhere { hidden 1 | 2 | 3 => end, silence | _ => end }
                state Stops {
                    gather key, offer stop from stops, more 9 {
//~                             ^^^^^ no key is left for an item
//~                             help: remove arms from this state or from `everywhere`
                        each { say "For {stop}, press {key}."; }
                        more { say "For others, press nine."; }
                    } match { chosen => end, hidden 4 | 5 | 6 => end, hidden 7 | 8 => end }
                }
            "#,
        ));
    }

    #[test]
    fn an_entry_of_several_keys_and_words_alone() {
        check_diagnostics(&stops_with_everywhere(
            r#"
                state Stops { gather 2 keys, offer stop from stops { each { say "For {stop}, press {key}."; } } match { chosen => Words } }
//~                                          ^^^^^ an item is chosen by one key, and this listens for an entry
//~                                          help: change `gather 2 keys` to `gather key`
                state Words { gather speech, offer stop from stops { each { say "For {stop}, press {key}."; } } match { chosen => end } }
//~                                          ^^^^^ each item needs a key, but this does not listen for keys
//~                                          help: change `gather speech` to `gather key or speech`
            "#,
        ));
    }

    #[test]
    fn one_key_that_is_left() {
        check_legal(&stops(
            r#"
                everywhere { hidden 1 | 2 | 3 => end, silence | _ => end }
                state Stops {
                    gather key or speech, offer stop from stops, more 9 {
                        each { say "For {stop}, press {key}."; }
                        more { say "For others, press nine."; }
                    } match { chosen => end, hidden 4 | 5 | 6 => end, hidden 7 => end }
                }
            "#,
        ));
    }
}
