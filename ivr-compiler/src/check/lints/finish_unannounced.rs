//! # finish_unannounced
//!
//! The length of an entry varies and a key finishes it, but no prompt announces that key. A caller who has entered
//! everything waits in silence until the timeout.
//!
//! ```text
//! state Account {
//!     gather 4..=8 keys, finish_on_key '#' { say "Enter your account number."; } match { entered | silence | _ => Desk }
//! }
//! ```
//!
//! Announce the key:
//!
//! ```text
//! state Account {
//!     gather 4..=8 keys, finish_on_key '#' { say "Enter your account number, then press hash."; } match {
//!         entered | silence | _ => Desk,
//!     }
//! }
//! ```
//!
//! An entry of a fixed length ends by itself. The announcement is recognized in English, French, Spanish, German,
//! Italian and Portuguese. Other languages, and recordings without words, are not checked.

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::{Gather, Graph, Prompted, Spoken, Verb},
    syntax::{Text, parse::list},
    words,
};

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    let open = |verb: &Verb| matches!(verb, Verb::Gather(gather) if finish(gather).is_some());
    if !graph.states.iter().any(|state| open(&state.verb)) {
        return;
    }
    // The languages of one `gather` are adjacent.
    let prompted = graph.prompted();
    diagnostics.extend(prompted.chunk_by(|one, next| one.state == next.state).filter_map(of_gather));
}

/// Reports a key that is not announced in some language, or in every one.
fn of_gather(same: &[Prompted<'_>]) -> Option<Diagnostic> {
    let first = same.first()?;
    let finish = finish(first.gather)?;
    let quiet = same.iter().filter(|one| !one.unknown && !named(one, finish));
    let quiet: Vec<&str> = quiet.map(|one| one.language).collect();
    let some = match quiet.len() {
        0 => return None,
        all if all == same.len() => String::new(),
        _ => format!(" in {}", list(&quiet)),
    };
    let message = format!("no prompt announces{some} that `{}` ends the entry", finish.value);
    let diagnostic = Diagnostic::new("finish_unannounced", finish.span, message).within(first.state);
    Some(diagnostic.help("announce it in the prompts"))
}

/// Returns the key that finishes an entry of variable length.
fn finish(gather: &Gather) -> Option<&Text> {
    // An entry whose length Rust gives also ends by itself.
    gather.keys.filter(|keys| keys.max != Some(keys.min) && gather.count.is_none())?;
    gather.finish_on_key.as_ref()
}

/// Returns whether some text may name the key.
fn named(prompted: &Prompted<'_>, key: &Text) -> bool {
    let names = |one: &Spoken<'_>| words::names_key(&one.text.value, &key.value, one.language);
    prompted.texts.iter().any(|one| names(one).unwrap_or(true))
}

#[cfg(test)]
mod tests {
    use crate::check::tests::check_warnings;

    #[test]
    fn an_entry_that_nobody_knows_how_to_end() {
        check_warnings(
            "finish_unannounced",
            r#"
            pub tree Line {
                start Account;
                language fr-FR;
                everywhere { silence | _ => end }
                state Account { gather 4..=8 keys, finish_on_key '#' { say "Votre numéro de compte ?"; } match { entered => Order } }
//~                                                              ^^^ no prompt announces that `#` ends the entry
//~                                                       help: announce it in the prompts
                state Order { gather keys, finish_on_key '*' { say "Votre commande, puis étoile."; } match { entered => Code } }
                state Code { gather 4 keys, finish_on_key '#' { say "Votre code ?"; } match { entered => end } }
            }
            "#,
        );
    }

    #[test]
    fn recordings_and_other_languages_are_left_alone() {
        for tongue in ["language nl-NL;", "audio \"https://audio.example/\";"] {
            let prompt = if tongue.contains("nl") { "say \"Uw nummer?\";" } else { "play \"number.mp3\";" };
            check_warnings(
                "finish_unannounced",
                &format!(
                    "pub tree Line {{ start Account; {tongue}
                     state Account {{ gather 4..=8 keys, finish_on_key '#' {{ {prompt} }} match {{ entered | silence | _ => end }} }} }}"
                ),
            );
        }
    }

    #[test]
    fn a_finish_key_that_one_language_does_not_name() {
        check_warnings(
            "finish_unannounced",
            r#"
            pub tree Line {
                start Code;
                language fr-FR, en-US;
                everywhere { silence | _ => { language en-US; } then Desk }
                state Code { gather 4..=8 keys, finish_on_key '#' { say { fr-FR: "Votre code, puis dièse.", en-US: "Your code." } } match { entered => Desk } }
//~                                                           ^^^ no prompt announces in `en-US` that `#` ends the entry
//~                                                    help: announce it in the prompts
                state Desk { dial "+12345678900" match { _ => end } }
            }
            "#,
        );
    }
}
