//! # screen_without_key
//!
//! `screen` asks the called party to press a key, but its text does not announce that key. Nobody could accept the
//! call, and the caller would not be connected.
//!
//! ```text
//! state Connect {
//!     dial "+12345678900", screen 1 { say "A call from the helpline."; }
//!     match { answered => end, declined => end, _ => end }
//! }
//! ```
//!
//! Announce the key that accepts the call:
//!
//! ```text
//! state Connect {
//!     dial "+12345678900", screen 1 { say "A call from the helpline. To take it, press one."; }
//!     match { answered => end, declined => end, _ => end }
//! }
//! ```
//!
//! Recordings without words, and languages in which announcements are not recognized, are not checked.

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::{Graph, Verb},
    prompt_file::is_read,
    syntax::{Scope, Screen, Step, in_arm},
    words::{Announced, announced},
};

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    for (id, state) in graph.states.iter().enumerate() {
        let Verb::Dial(dial) = &state.verb else { continue };
        let Some(screen) = &dial.clauses.screen else { continue };
        for tag in graph.languages.all().filter(|tag| is_read(&tag.value)) {
            let keys = keys(screen, &tag.value);
            let Some(keys) = keys.filter(|keys| !keys.contains(&screen.key.value)) else { continue };
            let language = graph.languages.several().then_some(tag.value.as_str());
            diagnostics.push(unannounced(screen, &keys, language).within(id));
            break;
        }
    }
}

fn unannounced(screen: &Screen, announced: &[String], language: Option<&str>) -> Diagnostic {
    let key = &screen.key.value;
    let place = language.map(|tag| format!(" in `{tag}`")).unwrap_or_default();
    let error = |message: String| Diagnostic::new("screen_without_key", screen.key.span, message);
    match announced {
        [other] => {
            let message = format!("the prompts of `screen` announce the key `{other}`{place}, not `{key}`");
            match language {
                // The key of the other languages stays.
                Some(tag) => error(message).help(format!("announce `{key}` in `{tag}`")),
                None => error(message)
                    .help(format!("write `{}`", in_arm(other)))
                    .help(format!("or announce `{key}`")),
            }
        }
        _ => error(format!("the prompts of `screen` do not announce the key `{key}`{place}"))
            .help(format!("announce it: `To take the call, press {key}.`")),
    }
}

/// Returns the keys that are named in this language, or `None` if something is heard whose words are not known.
fn keys(screen: &Screen, language: &str) -> Option<Vec<String>> {
    // Other rules report `first` and `once` here.
    let is_misplaced =
        |step: &Step| matches!(step, Step::First { .. } | Step::Scoped { scope: Scope::Once(_), .. });
    let mut keys = Vec::new();
    for step in &screen.steps {
        let Some(texts) = step.texts() else {
            if step.is_unknown() || is_misplaced(step) {
                return None;
            }
            continue;
        };
        let Some((spoken, text)) = texts.heard_in(language) else { continue };
        keys.extend(announced(&text.value, spoken).into_iter().filter_map(|found| match found.kind {
            Announced::Key(key) => Some(key),
            Announced::Range(..) | Announced::AnyOther => None,
        }));
    }
    Some(keys)
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn a_screen_that_does_not_name_its_key() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Connect;
                state Connect {
                    dial "+12345678900", screen 1 { say "A call. To take it, press two."; } match { answered => end, _ => end }
//~                                             ^ the prompts of `screen` announce the key `2`, not `1`
//~                                             help: write `2`
//~                                             help: or announce `1`
                }
            }
            "#,
        );
    }

    #[test]
    fn declined_exists_only_with_a_screen() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Connect;
                state Connect { dial "+12345678900" match { answered => end, declined => end, _ => end } }
//~                                                                          ^^^^^^^^ this call cannot be declined: the `dial` has no `screen`
//~                                                                          help: add `screen 1 { say "To take the call, press one."; }`
            }
            "#,
        );
    }

    #[test]
    fn with_a_screen_declining_needs_an_arm() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Connect;
                state Connect {
                    dial "+12345678900", screen 1 { say "To take the call, press one."; }
                    match { answered => end, busy | no_answer | failed | canceled => end }
//~                 ^^^^^ state `Connect` does not handle `declined`
//~                 help: add the arm `declined => end`
                }
            }
            "#,
        );
        check_legal(
            r#"
            pub tree Line for App {
                start Connect;
                state Connect {
                    dial "+12345678900", timeout 15s, screen '*' {
                        unless app.taken(call).await within 2s { say "Somebody else has taken it."; }
                        say "A call from the helpline. To take it, press star.";
                    }
                    match { answered => end, declined | busy | no_answer | failed | canceled => end }
                }
            }
            "#,
        );
    }
}
