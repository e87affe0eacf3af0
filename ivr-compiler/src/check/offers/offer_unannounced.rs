//! # offer_unannounced
//!
//! Items are offered, but no text announces the key of each item. Callers have to guess.
//!
//! ```text
//! data { stops: Vec<String> = Vec::new(), stop: String = String::new() }
//! state Stops {
//!     gather key, offer stop from stops, more 9 {
//!         each { say "{stop}."; }
//!         more { say "For other stops, press nine."; }
//!     } match { chosen | silence | _ => end }
//! }
//! ```
//!
//! Announce each item with its key:
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
//! A recording that Rust chooses for each item may announce the key itself.

use super::{blocks, offering};
use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::{Graph, KEY, Piece, pieces},
    syntax::{Offer, Scope, Step, Text, nested, parse::list},
};

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    for (id, gather, offer) in offering(graph) {
        let said: Vec<&Step> = blocks(&gather.prompts, &Scope::Each).flat_map(nested).collect();
        let diagnostic = |message: String| {
            Diagnostic::new("offer_unannounced", offer.word, message).within(id).help(format!(
                "write `each {{ say \"For {{{}}}, press {{key}}.\"; }}` in the prompts",
                offer.item
            ))
        };
        if said.is_empty() {
            diagnostics.push(diagnostic("no prompt announces the offered items".to_owned()));
            continue;
        }
        if said.iter().any(|step| matches!(step, Step::PlayComputed { .. })) {
            continue;
        }
        if let Some(diagnostic) = said.iter().find_map(|step| key_of_item(step, offer)) {
            diagnostics.push(diagnostic.within(id));
            continue;
        }
        let quiet: Vec<&str> = graph
            .languages
            .all()
            .map(|tag| tag.value.as_str())
            .filter(|language| !said.iter().any(|step| says_key(step, language)))
            .collect();
        let some = if graph.languages.several() { format!(" in {}", list(&quiet)) } else { String::new() };
        if !quiet.is_empty() {
            diagnostics.push(diagnostic(format!("no prompt announces{some} which key chooses an item")));
        }
    }
}

/// `{stop.key}` and `{stops.digit}` in place of `{key}`.
fn key_of_item(step: &Step, offer: &Offer) -> Option<Diagnostic> {
    let is_key = |name: &str| {
        let (of, part) = name.split_once('.')?;
        let key = matches!(part, "key" | "digit" | "index" | "option" | "choice" | "dtmf");
        (key && (offer.item == of || offer.list == of)).then_some(())
    };
    let (text, name) = step.texts()?.each().filter(|(_, text)| !speaks_key(text)).find_map(|(_, text)| {
        let name = pieces(&text.value).ok()?.into_iter().find_map(|piece| match piece {
            Piece::Placeholder { name, .. } => is_key(&name).map(|()| name),
            Piece::Words(_) => None,
        });
        Some((text, name?))
    })?;
    let message = format!("`{{{name}}}` is not the key of the item: the key is `{{{KEY}}}`");
    let mended = text.value.replacen(&format!("{{{name}"), &format!("{{{KEY}"), 1);
    Some(Diagnostic::new("offer_unannounced", text.span, message).help(format!("write `{mended:?}`")))
}

fn says_key(step: &Step, language: &str) -> bool {
    let text = step.texts().and_then(|texts| texts.heard_in(language));
    text.is_some_and(|(_, text)| speaks_key(text))
}

fn speaks_key(text: &Text) -> bool {
    let is_key = |piece: &Piece| matches!(piece, Piece::Placeholder { name, .. } if name == KEY);
    pieces(&text.value).is_ok_and(|pieces| pieces.iter().any(is_key))
}

#[cfg(test)]
mod tests {
    use super::super::tests::stops_with_everywhere;
    use crate::check::tests::{check_diagnostics, check_legal};

    fn line(each: &str, marks: &str) -> String {
        stops_with_everywhere(&format!(
            r#"
                state Stops {{ gather key, offer stop from stops, more 9 {{ {each} say "For others, press nine."; }} match {{ chosen => end }} }}
{marks}
            "#
        ))
    }

    #[test]
    fn an_offer_that_says_nothing_of_its_items() {
        let marks = r#"//~                                       ^^^^^ no prompt announces the offered items
//~                                       help: write `each { say "For {stop}, press {key}."; }` in the prompts"#;
        check_diagnostics(&line("say \"Which stop?\";", marks));
    }

    #[test]
    fn items_without_their_keys() {
        let marks = r#"//~                                       ^^^^^ no prompt announces which key chooses an item
//~                                       help: write `each { say "For {stop}, press {key}."; }` in the prompts"#;
        check_diagnostics(&line("each { say \"{stop}.\"; }", marks));
    }

    #[test]
    fn the_key_as_a_part_of_the_item() {
        let marks = r#"//~                                                                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `{stop.key}` is not the key of the item: the key is `{key}`
//~                                                                                  help: write `"For {stop}, press {key}."`"#;
        check_diagnostics(&line("each { say \"For {stop}, press {stop.key}.\"; }", marks));
    }

    #[test]
    fn a_key_that_one_language_leaves_out() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Stops;
                language fr-FR, en-US;
                data { stops: Vec<String> = Vec::new(), stop: String = String::new() }
                everywhere { silence | _ => { language en-US; } then end }
                state Stops { gather key, offer stop from stops, more 9 { each { say { fr-FR: "Pour {stop}, tapez {key}.", en-US: "{stop}." } say { fr-FR: "Pour d'autres, tapez neuf.", en-US: "For others, press nine." } } } match { chosen => end } }
//~                                       ^^^^^ no prompt announces in `en-US` which key chooses an item
//~                                       help: write `each { say "For {stop}, press {key}."; }` in the prompts
            }
            "#,
        );
    }

    #[test]
    fn each_item_with_its_key() {
        check_legal(&line("each { say \"For {stop}, press {key}.\"; }", ""));
        check_legal(&line("each { say \"{stop}.\"; say \"Press {key:digits}.\"; }", ""));
        check_legal(&line("each { play (call.stop.clone()); }", ""));
    }
}
