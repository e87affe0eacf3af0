//! # offer_without_more
//!
//! A list may have more items than there are keys, and no key turns the page. The items after the last key are not
//! offered to the caller; the server logs this.
//!
//! ```text
//! data { stops: Vec<String> = Vec::new(), stop: String = String::new() }
//! state Stops {
//!     gather key, offer stop from stops { each { say "For {stop}, press {key}."; } }
//!     match { chosen | silence | _ => end }
//! }
//! ```
//!
//! Add a key for the next page, and announce it in `more`:
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
//!
//! If the list is never that long, waive the rule and give that as the reason. Items that have their own keys, by
//! `key stop.digit`, have no pages.

use super::offering;
use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::Graph,
};

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    for (id, gather, offer) in offering(graph) {
        let keys = gather.offered_keys();
        let (None, None, Some(last)) = (&offer.more, &offer.key, keys.chars().last()) else { continue };
        let message = format!("no more than {} items are offered, however long the list is", keys.len());
        let diagnostic = Diagnostic::new("offer_without_more", offer.word, message).within(id);
        diagnostics.push(diagnostic.help(format!(
            "write `more {last}` after it, and `more {{ say \"For others, press {last}.\"; }}` in the prompts"
        )));
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::stops_with_everywhere;
    use crate::check::tests::{check_legal, check_warnings};

    #[test]
    fn a_list_of_any_length_with_eight_keys() {
        check_warnings(
            "offer_without_more",
            &stops_with_everywhere(
                r#"
                state Stops {
                    gather key, offer stop from stops {
//~                             ^^^^^ no more than 8 items are offered, however long the list is
//~                             help: write `more 9` after it, and `more { say "For others, press 9."; }` in the prompts
                        each { say "For {stop}, press {key}."; }
                        say "To end, press one.";
                    } match { 1 => end, chosen => end }
                }
            "#,
            ),
        );
    }

    #[test]
    fn items_that_bring_their_keys() {
        check_legal(
            r#"
            pub tree Line {
                start Stops;
                data { stops: Vec<Stop> = Vec::new(), stop: Stop = Stop::default() }
                everywhere { silence | _ => end }
                state Stops {
                    gather key, offer stop from stops, key stop.digit { each { say "For {stop.name}, press {key}."; } }
                    match { chosen => end }
                }
            }
            "#,
        );
    }
}
