//! # duplicate_arm
//!
//! Two arms of one `match` take the same key, phrase or outcome. Only the first of them can ever be taken, so
//! callers never reach the target of the second.
//!
//! ```text
//! state Menu {
//!     gather key { say "Sales, one. Support, two."; } match { 1 => Sales, 2 => Support, 1 => Hours, silence | _ => end }
//! }
//! ```
//!
//! Give the second arm its own key:
//!
//! ```text
//! state Menu {
//!     gather key { say "Sales, one. Support, two. Hours, three."; } match {
//!         1 => Sales, 2 => Support, 3 => Hours, silence | _ => end,
//!     }
//! }
//! ```
//!
//! Two arms may share a key if their conditions exclude each other: `3 if open => Sales, 3 if !open => Message`.

use std::collections::HashMap;

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::{Graph, State, Verb},
    syntax::{Condition, Pattern},
    words,
};

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    for (id, state) in graph.states.iter().enumerate() {
        // rustc reports Rust patterns that overlap.
        if !matches!(state.verb, Verb::Match(_) | Verb::Connect(_)) && !differ(state) {
            let arms = state.own_arms().map(|arm| (arm.patterns.as_slice(), arm.condition.as_ref()));
            diagnostics
                .extend(colliding(arms, spoken(graph, &state.verb)).map(|diagnostic| diagnostic.within(id)));
        }
    }
    let everywhere = graph.everywhere.iter().map(|arm| (arm.patterns.as_slice(), arm.condition.as_ref()));
    diagnostics.extend(colliding(everywhere, Vec::new()));
}

/// Returns whether all arms are for single keys and outcomes, each once. This is the case in most states and needs no table.
fn differ(state: &State) -> bool {
    let (mut keys, mut outcomes) = (0_u128, 0_u64);
    for arm in state.verb.arms().map_or(&[][..], |arms| &arms.list) {
        for pattern in if arm.inherited { &[][..] } else { &arm.patterns } {
            let (before, more) = match pattern {
                Pattern::Keys(text) => match text.value.as_bytes() {
                    [key @ 0..128] => (keys, 1 << *key),
                    _ => return false,
                },
                Pattern::Outcome { outcome, .. } => (outcomes.into(), 1 << *outcome as u32),
                Pattern::Phrase { .. } | Pattern::EndedBy(_) | Pattern::Rust { .. } => return false,
            };
            if before & more != 0 {
                return false;
            }
            match pattern {
                Pattern::Keys(_) => keys |= more,
                _ => outcomes |= more as u64,
            }
        }
    }
    true
}

/// The languages in which keys may be spoken here.
fn spoken<'g>(graph: &'g Graph, verb: &'g Verb) -> Vec<&'g str> {
    match verb {
        Verb::Gather(gather) if gather.speech.is_some() && gather.keys.is_some() => match &gather.language {
            Some(listen) => vec![&listen.value],
            None => graph.languages.all().map(|tag| tag.value.as_str()).collect(),
        },
        _ => Vec::new(),
    }
}

/// A pattern with its position.
#[derive(Clone, Copy)]
struct Placed<'g> {
    pattern: &'g Pattern,
    /// The index of its arm.
    arm: usize,
    condition: Option<&'g Condition>,
}

/// Reports every pattern with the same meaning as an earlier one, of another arm or of the same.
fn colliding<'g>(
    arms: impl Iterator<Item = (&'g [Pattern], Option<&'g Condition>)>,
    spoken: Vec<&'g str>,
) -> impl Iterator<Item = Diagnostic> {
    let mut seen: HashMap<String, Vec<Placed<'_>>> = HashMap::new();
    let mut said: HashMap<String, Vec<Placed<'_>>> = HashMap::new();
    let each = arms.enumerate().flat_map(|(arm, (patterns, condition))| {
        patterns.iter().map(move |pattern| Placed { pattern, arm, condition })
    });
    each.filter_map(move |own| {
        let meaning = meaning(own.pattern);
        let collides = |other: &&Placed<'_>| !are_opposite(own.condition, other.condition);
        let elsewhere = |other: &&Placed<'_>| other.arm != own.arm && collides(other);
        // "two" and the key 2 are the same input.
        let mut alike = said.get(&meaning).into_iter().flatten().find(elsewhere).copied();
        for key in spoken.iter().filter_map(|language| spoken_key(own.pattern, language)) {
            alike = alike.or_else(|| seen.get(&key).into_iter().flatten().find(elsewhere).copied());
            said.entry(key).or_default().push(own);
        }
        // "wi-fi" and "wifi" are the same input, too. One arm may list both.
        if let Some(words) = compound(own.pattern) {
            alike = alike.or_else(|| said.get(&words).into_iter().flatten().find(elsewhere).copied());
            said.entry(words).or_default().push(own);
        }
        let same = seen.entry(meaning).or_default();
        let found = same.iter().find(collides).copied().or(alike);
        same.push(own);
        found.map(|first| twice(first, own))
    })
}

/// Returns whether exactly one of two arms exists at any time.
fn are_opposite(one: Option<&Condition>, other: Option<&Condition>) -> bool {
    one.zip(other).is_some_and(|(one, other)| *one == other.opposite())
}

/// Returns the meaning of the key that a phrase speaks.
fn spoken_key(pattern: &Pattern, language: &str) -> Option<String> {
    let Pattern::Phrase { text, .. } = pattern else { return None };
    words::spoken_keys(&words::normalise(&text.value), language).map(|keys| format!("key {keys}"))
}

/// Returns a form of a phrase that ignores its spaces.
fn compound(pattern: &Pattern) -> Option<String> {
    let Pattern::Phrase { text, above } = pattern else { return None };
    Some(format!("compound {} {above:?}", words::same_words(&words::normalise(&text.value))))
}

/// The meaning of a pattern. Two patterns with the same meaning collide.
fn meaning(pattern: &Pattern) -> String {
    match pattern {
        Pattern::Keys(text) => format!("key {}", text.value),
        Pattern::Phrase { text, above } => format!("phrase {} {above:?}", words::normalise(&text.value)),
        Pattern::Outcome { .. } | Pattern::EndedBy(_) | Pattern::Rust { .. } => pattern.to_string(),
    }
}

fn twice(one: Placed<'_>, other: Placed<'_>) -> Diagnostic {
    let (first, second) = (one.pattern, other.pattern);
    let message = match (first, second) {
        (Pattern::Keys(key), Pattern::Phrase { text, .. }) => {
            format!(
                "\"{}\" is the key `{}` to the telephone, which already has an arm",
                text.value, key.value
            )
        }
        (Pattern::Phrase { text, .. }, Pattern::Keys(key)) => {
            format!("`{}` is \"{}\" to the telephone, which already has an arm", key.value, text.value)
        }
        (_, Pattern::Keys(text)) => format!("the key `{}` already has an arm", text.value),
        (Pattern::Phrase { text: first, .. }, Pattern::Phrase { text, .. }) if first.value != text.value => {
            format!("\"{}\" and \"{}\" are the same words to the telephone", first.value, text.value)
        }
        (_, Pattern::Phrase { text, .. }) => format!("the phrase \"{}\" already has an arm", text.value),
        (_, Pattern::Outcome { .. } | Pattern::EndedBy(_) | Pattern::Rust { .. }) => {
            format!("`{second}` already has an arm")
        }
    };
    Diagnostic::new("duplicate_arm", second.span(), message).help(help(one, other))
}

fn help(one: Placed<'_>, other: Placed<'_>) -> String {
    match (one.condition, other.condition) {
        (Some(first), None) => {
            format!("the first is conditional: write `{} if {}`", other.pattern, first.opposite())
        }
        (Some(first), Some(second)) if first != second => {
            "both can apply at once: give them opposite conditions, such as `if open` and `if !open`"
                .to_owned()
        }
        (None, _) | (Some(_), Some(_)) => "only the first can ever be taken: remove one of them".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn one_key_for_two_states() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                state Menu { gather key { say "Press one."; } match { 1 => end, 1 => Hours, silence | _ => end } }
//~                                                                             ^ the key `1` already has an arm
//~                                                                             help: only the first can ever be taken: remove one of them
                state Hours { hangup; }
            }
            "#,
        );
    }

    #[test]
    fn phrases_that_sound_the_same() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                state Menu { gather speech { say "Say yes."; } match { "Oui !" => end, "oui" => Hours, silence | _ => end } }
//~                                                                                    ^^^^^ "Oui !" and "oui" are the same words to the telephone
//~                                                                                    help: only the first can ever be taken: remove one of them
                state Hours { hangup; }
            }
            "#,
        );
    }

    #[test]
    fn a_compound_with_a_blank_and_without() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                state Menu { gather speech { say "Say Wi-Fi."; } match { "Wi-Fi" => end, "wifi" => Hours, silence | _ => end } }
//~                                                                                      ^^^^^^ "Wi-Fi" and "wifi" are the same words to the telephone
//~                                                                                      help: only the first can ever be taken: remove one of them
                state Hours { gather speech { say "Say oui."; } match { "oui" => Menu, "ou i" => end, "can't" | "cant" => Menu, silence | _ => end } }
            }
            "#,
        );
    }

    #[test]
    fn the_same_key_in_two_states_is_fine() {
        check_legal(
            r#"
            pub tree Line {
                start Menu;
                everywhere { 0 | silence | _ => end }
                state Menu { gather key { say "Press one or zero."; } match { 1 => Hours, 0 => Hours } }
                state Hours { gather key { say "Press one."; } match { 1 => end } }
            }
            "#,
        );
    }

    #[test]
    fn a_key_and_its_word_for_two_states() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                state Menu { gather key or speech { say "Press one."; } match { 1 | "one" => end, 2 => end, "two" => Hours, "three" => end, 3 => Hours, silence | _ => end } }
//~                                                                                                         ^^^^^ "two" is the key `2` to the telephone, which already has an arm
//~                                                                                                         help: only the first can ever be taken: remove one of them
//~                                                                                                                                         ^ `3` is "three" to the telephone, which already has an arm
//~                                                                                                                                         help: only the first can ever be taken: remove one of them
                state Hours { hangup; }
            }
            "#,
        );
    }

    #[test]
    fn twice_the_same_for_all_states() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                everywhere { silence => end, silence | _ => Hours }
//~                                          ^^^^^^^ `silence` already has an arm
//~                                          help: only the first can ever be taken: remove one of them
                state Menu { gather key { say "Press one."; } match { 1 => Hours } }
                state Hours { hangup; }
            }
            "#,
        );
    }

    #[test]
    fn a_key_and_its_word_in_one_of_the_languages() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                language en-US, fr-FR;
                everywhere { silence | _ => { language fr-FR; } then Hours }
                state Menu { gather key or speech { say { en-US: "Press one or two.", fr-FR: "Tapez un ou deux." } } match { 1 | "one" => end, 2 => end, "deux" => Hours } }
//~                                                                                                                                                      ^^^^^^ "deux" is the key `2` to the telephone, which already has an arm
//~                                                                                                                                                      help: only the first can ever be taken: remove one of them
                state Hours { gather key or speech, language en-US { say en-US: "One or two?"; } match { 1 => end, 2 => end, "deux" => Menu, silence | _ => end } }
            }
            "#,
        );
    }

    #[test]
    fn the_same_key_twice_under_conditions_that_can_hold_together() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                data { open: bool = true, vip: bool = true }
                everywhere { 0 if open => end, 0 if !open => end, 0 if vip => end, silence | _ => end }
//~                                                               ^ the key `0` already has an arm
//~                                                               help: both can apply at once: give them opposite conditions, such as `if open` and `if !open`
                state Menu {
                    gather key or speech { say "Press one, two or three. Or say “sales”."; } match {
                        1 if open => end, 1 if open => end,
//~                                       ^ the key `1` already has an arm
//~                                       help: only the first can ever be taken: remove one of them
                        2 if vip => end, 2 => end,
//~                                      ^ the key `2` already has an arm
//~                                      help: the first is conditional: write `2 if !vip`
                        3 | "sales" if open => end, "sales" if vip => end,
//~                                                 ^^^^^^^ the phrase "sales" already has an arm
//~                                                 help: both can apply at once: give them opposite conditions, such as `if open` and `if !open`
                    }
                }
            }
            "#,
        );
    }

    #[test]
    fn the_same_key_under_opposite_conditions() {
        check_legal(
            r#"
            pub tree Line {
                start Menu;
                data { open: bool = true }
                everywhere { 0 => end, silence | _ => end }
                state Menu {
                    gather key or speech { if open { say "For sales, press one."; } else { say "For messages, press one."; } } match {
                        1 | "sales" if open => end,
                        1 | "sales" if !open => Menu,
                        hidden 0 if open => Menu,
                    }
                }
            }
            "#,
        );
    }
}
