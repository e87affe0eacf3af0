//! # ambiguous_keys
//!
//! One option is the beginning of another, and nothing marks the end of an entry. A caller who presses the shorter
//! option waits in silence until the timeout. A caller who is slow with the longer option gets the shorter one.
//!
//! ```text
//! state Floor { gather 1..=2 keys { say "Press 1 or 12."; } match { 1 => Shop, 12 => Office, silence | _ => end } }
//! ```
//!
//! Let a key finish the entry, or give all options the same number of keys:
//!
//! ```text
//! state Floor {
//!     gather 1..=2 keys, finish_on_key '#' { say "Press 1 for the shop, 12 for the office, then hash."; } match {
//!         1 => Shop, 12 => Office, silence | _ => end,
//!     }
//! }
//! ```

use ivr_core::event::Outcome;

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::{Gather, Graph, State, Verb},
    syntax::Text,
};

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    for (id, state) in graph.states.iter().enumerate() {
        let Verb::Gather(gather) = &state.verb else { continue };
        let single = gather.keys.is_none_or(|keys| keys.max == Some(1));
        if gather.finish_on_key.is_none() && !single {
            diagnostics.extend(diagnostic(state, gather).map(|diagnostic| diagnostic.within(id)));
        }
    }
}

/// One finish key is missing, however many options are ambiguous, so this is one error.
fn diagnostic(state: &State, gather: &Gather) -> Option<Diagnostic> {
    let keys = gather.keys?;
    let fits = |entry: &&Text| keys.max.is_none_or(|max| entry.value.chars().count() <= max as usize);
    let entries =
        state.own_arms().enumerate().flat_map(|(arm, found)| found.keys().map(move |entry| (entry, arm)));
    let mut entries: Vec<(&Text, usize)> = entries.filter(|(entry, _)| fits(entry)).collect();
    // After sorting, an entry is directly followed by the entries that begin with it.
    entries.sort_by(|(a, _), (b, _)| a.value.cmp(&b.value));
    let begins = |(short, arm): &(&Text, usize), (long, other): &(&Text, usize)| {
        arm != other && short.value != long.value && long.value.starts_with(&short.value)
    };
    let pairs = entries.iter().zip(entries.iter().skip(1));
    let (short, long) =
        pairs.filter(|(short, long)| begins(short, long)).map(|(short, long)| (short.0, long.0)).next()?;
    // `key_length` reports an entry that is too short for this `gather`.
    let told = (short.value.chars().count() as u32) < keys.min
        && !state.own_arms().any(|arm| arm.has(Outcome::Entered));
    let message = format!("`{}` is a prefix of `{}`: a caller who presses it waits", short.value, long.value);
    let diagnostic = Diagnostic::new("ambiguous_keys", short.span, message);
    (!told).then(|| diagnostic.help("write `finish_on_key '#'`, or give the options the same number of keys"))
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn one_key_that_begins_others() {
        check_diagnostics(
            r#"
            pub tree Line {
                start A;
                everywhere { silence | _ => end }
                state A { gather keys { say "Which?"; } match { 12 => B, 1 => B, 13 => B } }
//~                                                                      ^ `1` is a prefix of `12`: a caller who presses it waits
//~                                                                      help: write `finish_on_key '#'`, or give the options the same number of keys
                state B { gather 1..=3 keys { say "Which?"; } match { '*' => end, 1 => end, 123 => A } }
//~                                                                               ^ `1` is a prefix of `123`: a caller who presses it waits
//~                                                                               help: write `finish_on_key '#'`, or give the options the same number of keys
            }
            "#,
        );
    }

    #[test]
    fn a_finish_key_or_the_length_tells_them_apart() {
        check_legal(
            r#"
            pub tree Line {
                start A;
                everywhere { 1 => end, silence | _ => end }
                state A { gather keys, finish_on_key '#' { say "Press 1 or 12."; } match { 1 => B, 12 => B } }
                state B { gather 2 keys { say "Press 11 or 12."; } match { 11 => C, 12 => C } }
                state C { gather 1..=2 keys { say "Press 2 or 11."; } match { 2 | 21 => end, 11 => end } }
            }
            "#,
        );
    }
}
