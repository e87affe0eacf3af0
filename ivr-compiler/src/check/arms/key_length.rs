//! # key_length
//!
//! An option has more keys than an entry can hold, or fewer than it needs. If it has more, the entry is complete
//! before the last key of the option. If it has fewer, the caller waits until the timeout.
//!
//! ```text
//! state Floor { gather key { say "Press 1 or 12."; } match { 1 => Shop, 12 => Office, silence | _ => end } }
//! ```
//!
//! Say how many keys an entry has:
//!
//! ```text
//! state Floor { gather 2 keys { say "Press 01 or 12."; } match { 01 => Shop, 12 => Office, silence | _ => end } }
//! ```
//!
//! A shorter key beside `entered` is legal, as a way out of the entry: `gather 5 keys` with `0 => Reception`.

use ivr_core::event::Outcome;

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::{Arm, Gather, Graph, State, Verb},
    syntax::{Keys, Pattern, Text},
};

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    for (id, state) in graph.states.iter().enumerate() {
        let Verb::Gather(gather) = &state.verb else { continue };
        if let Some(keys) = gather.keys {
            diagnostics.extend(diagnostic(state, gather, keys).map(|diagnostic| diagnostic.within(id)));
        }
    }
}

/// A wrong length of an entry is one error, however many options do not fit.
fn diagnostic(state: &State, gather: &Gather, keys: Keys) -> Option<Diagnostic> {
    let fits =
        |length: usize| length >= keys.min as usize && keys.max.is_none_or(|max| length <= max as usize);
    // Keys are ASCII, so the length in bytes is the number of keys.
    if state.verb.arms()?.list.iter().all(|arm| {
        arm.patterns.iter().all(|pattern| match pattern {
            Pattern::Keys(entry) => fits(entry.value.len()),
            Pattern::Phrase { .. } | Pattern::EndedBy(_) | Pattern::Outcome { .. } | Pattern::Rust { .. } => {
                true
            }
        })
    }) {
        return None;
    }
    let entries: Vec<&Text> = state.own_arms().flat_map(Arm::keys).collect();
    let length = |entry: &Text| entry.value.chars().count() as u32;
    let longest = entries.iter().map(|entry| length(entry)).max()?;
    let shortest = entries.iter().map(|entry| length(entry)).min()?;
    let takes_any =
        state.own_arms().any(|arm| arm.outcomes().any(|(outcome, _)| outcome == Outcome::Entered));
    let told = |entry: &Text, message: String| {
        let (least, most) = match takes_any {
            true => (shortest.min(keys.min), longest.max(keys.max.unwrap_or(1))),
            false => (shortest, longest),
        };
        let right = Keys { min: least, max: Some(most), span: keys.span };
        Diagnostic::new("key_length", entry.span, message)
            .help(format!("change `gather {keys}` to `gather {right}`"))
    };
    if let Some(entry) = entries.iter().find(|entry| keys.max.is_some_and(|max| length(entry) > max)) {
        let most = counted(keys.max.unwrap_or(1));
        return Some(told(
            entry,
            format!("`{}` is never entered: an entry has at most {most} here", entry.value),
        ));
    }
    let ends_otherwise =
        gather.finish_on_key.is_some() || state.own_arms().any(|arm| arm.has(Outcome::Entered));
    let entry = entries.iter().find(|entry| length(entry) < keys.min).filter(|_| !ends_otherwise)?;
    let least = counted(keys.min);
    Some(told(
        entry,
        format!("a caller who presses `{}` waits: an entry has at least {least} here", entry.value),
    ))
}

fn counted(keys: u32) -> String {
    if keys == 1 { "one key".into() } else { format!("{keys} keys") }
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn more_and_fewer_keys_than_an_entry_has() {
        check_diagnostics(
            r#"
            pub tree Line {
                start A;
                everywhere { silence | _ => end }
                state A { gather key { say "Which?"; } match { 12 => B, 13 => C } }
//~                                                            ^^ `12` is never entered: an entry has at most one key here
//~                                                            help: change `gather key` to `gather 2 keys`
                state B { gather 2 keys { say "Which?"; } match { 1 => end, 2 => end } }
//~                                                               ^ a caller who presses `1` waits: an entry has at least 2 keys here
//~                                                               help: change `gather 2 keys` to `gather key`
                state C { hangup; }
            }
            "#,
        );
    }

    #[test]
    fn a_way_out_of_an_entry() {
        check_legal(
            r#"
            pub tree Line {
                start A;
                everywhere { 0 => end, silence | _ => end }
                state A { gather 5 keys { say "Zip code? For a person, press nine."; } match { 9 => end, entered => B } }
                state B { gather 2..=4 keys, finish_on_key '#' { say "Press one, then pound."; } match { 1 => end, hidden 1234 => end } }
            }
            "#,
        );
    }

    #[test]
    fn a_star_code_is_an_entry_of_several_keys() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                state Menu { gather key { say "To end, press one."; } match { 1 => end, hidden *69 => end, silence | _ => end } }
//~                                                                                            ^ `*69` is never entered: an entry has at most one key here
//~                                                                                            help: change `gather key` to `gather 1..=3 keys`
            }
            "#,
        );
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                state Menu { gather 2 keys { say "Your extension?"; } match { hidden "*1" => end, silence | _ => end } }
//~                                                                                  ^^^^ a key must not be in quotes: in quotes it is a phrase
//~                                                                                  help: write `*1`
            }
            "#,
        );
        check_legal(
            r#"
            pub tree Line {
                start Menu;
                state Menu { gather 2..=4 keys, finish_on_key '#' { say "Your extension?"; } match { hidden *1 | *2 | *210 => end, hidden 12 => end, silence | _ => end } }
                scenario "a code" { *1 => end; *210 => end; }
            }
            "#,
        );
    }
}
