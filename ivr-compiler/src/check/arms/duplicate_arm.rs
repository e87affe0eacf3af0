//! # duplicate_arm
//!
//! Two arms of one `match` are for the same key, phrase or outcome: only the first could ever be taken.
//!
//! ```text
//! state Menu {
//!     gather key { say "Sales, one. Support, two."; } match { 1 => Sales, 2 => Support, 1 => Hours, silence | _ => end }
//! }
//! ```
//!
//! Give the second one its own key:
//!
//! ```text
//! state Menu {
//!     gather key { say "Sales, one. Support, two. Hours, three."; } match {
//!         1 => Sales, 2 => Support, 3 => Hours, silence | _ => end,
//!     }
//! }
//! ```

use std::collections::HashMap;

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::{Graph, Verb},
    syntax::Pattern,
    words,
};

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    for (id, state) in graph.states.iter().enumerate() {
        // Whether two patterns of Rust overlap is for rustc to say.
        if !matches!(state.verb, Verb::Match(_) | Verb::Connect(_)) {
            let arms = state.own_arms().map(|arm| arm.patterns.as_slice());
            diagnostics
                .extend(colliding(arms, spoken(graph, &state.verb)).map(|diagnostic| diagnostic.within(id)));
        }
    }
    diagnostics.extend(colliding(graph.everywhere.iter().map(|arm| arm.patterns.as_slice()), Vec::new()));
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

/// A fault for every pattern whose meaning another arm, or the same, has already.
fn colliding<'g>(
    arms: impl Iterator<Item = &'g [Pattern]>,
    spoken: Vec<&'g str>,
) -> impl Iterator<Item = Diagnostic> {
    let mut seen: HashMap<String, (&Pattern, usize)> = HashMap::new();
    let mut said: HashMap<String, (&Pattern, usize)> = HashMap::new();
    let each =
        arms.enumerate().flat_map(|(arm, patterns)| patterns.iter().map(move |pattern| (arm, pattern)));
    each.filter_map(move |(arm, pattern)| {
        let meaning = meaning(pattern);
        let elsewhere = |(_, other): &(&Pattern, usize)| *other != arm;
        // "two" and the key 2 are the same answer.
        let mut alike = said.get(&meaning).copied();
        for key in spoken.iter().filter_map(|language| spoken_key(pattern, language)) {
            alike = alike.or_else(|| seen.get(&key).copied());
            said.insert(key, (pattern, arm));
        }
        // So are "wi-fi" and "wifi"; one arm may list both.
        if let Some(words) = compound(pattern) {
            alike = alike.or_else(|| said.get(&words).copied());
            said.entry(words).or_insert((pattern, arm));
        }
        let alike = alike.filter(elsewhere);
        let same = seen.insert(meaning, (pattern, arm));
        same.or(alike).map(|(first, _)| twice(first, pattern))
    })
}

/// The key that a phrase speaks, as the meaning of that key.
fn spoken_key(pattern: &Pattern, language: &str) -> Option<String> {
    let Pattern::Phrase { text, .. } = pattern else { return None };
    words::spoken_keys(&words::normalise(&text.value), language).map(|keys| format!("key {keys}"))
}

/// What a phrase has in common with those that differ from it in their blanks.
fn compound(pattern: &Pattern) -> Option<String> {
    let Pattern::Phrase { text, above } = pattern else { return None };
    Some(format!("compound {} {above:?}", words::same_words(&words::normalise(&text.value))))
}

/// What a pattern is for: two with the same meaning collide.
fn meaning(pattern: &Pattern) -> String {
    match pattern {
        Pattern::Keys(text) => format!("key {}", text.value),
        Pattern::Phrase { text, above } => format!("phrase {} {above:?}", words::normalise(&text.value)),
        Pattern::Outcome { .. } | Pattern::EndedBy(_) | Pattern::Rust { .. } => pattern.to_string(),
    }
}

fn twice(first: &Pattern, second: &Pattern) -> Diagnostic {
    let message = match (first, second) {
        (Pattern::Keys(key), Pattern::Phrase { text, .. }) => {
            format!(
                "\"{}\" is the key `{}` to the telephone, which has an arm already",
                text.value, key.value
            )
        }
        (Pattern::Phrase { text, .. }, Pattern::Keys(key)) => {
            format!("`{}` is \"{}\" to the telephone, which has an arm already", key.value, text.value)
        }
        (_, Pattern::Keys(text)) => format!("the key `{}` has an arm already", text.value),
        (Pattern::Phrase { text: first, .. }, Pattern::Phrase { text, .. }) if first.value != text.value => {
            format!("\"{}\" and \"{}\" are the same words to the telephone", first.value, text.value)
        }
        (_, Pattern::Phrase { text, .. }) => format!("the phrase \"{}\" has an arm already", text.value),
        (_, Pattern::Outcome { .. } | Pattern::EndedBy(_) | Pattern::Rust { .. }) => {
            format!("`{second}` has an arm already")
        }
    };
    Diagnostic::new("duplicate_arm", second.span(), message)
        .help("only the first can ever be taken: remove one of them")
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
//~                                                                             ^ the key `1` has an arm already
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
//~                                                                                                         ^^^^^ "two" is the key `2` to the telephone, which has an arm already
//~                                                                                                         help: only the first can ever be taken: remove one of them
//~                                                                                                                                         ^ `3` is "three" to the telephone, which has an arm already
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
//~                                          ^^^^^^^ `silence` has an arm already
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
//~                                                                                                                                                      ^^^^^^ "deux" is the key `2` to the telephone, which has an arm already
//~                                                                                                                                                      help: only the first can ever be taken: remove one of them
                state Hours { gather key or speech, language en-US { say en-US: "One or two?"; } match { 1 => end, 2 => end, "deux" => Menu, silence | _ => end } }
            }
            "#,
        );
    }
}
