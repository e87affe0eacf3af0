//! # any_key
//!
//! The caller is told to press any key, but only some keys do something. A caller who presses another key hears that
//! it was wrong.
//!
//! ```text
//! state Menu {
//!     gather key { say "Press any key to go on."; } match {
//!         1 => Hours, silence | _ => retry 2 { say "Sorry?"; } then end,
//!     }
//! }
//! ```
//!
//! Use `_` for every other key:
//!
//! ```text
//! state Menu { gather key { say "Press any key to go on."; } match { _ => Hours, silence => end } }
//! ```

use super::once_a_state;
use crate::{
    check::survey::Survey,
    diagnostics::{Diagnostic, Diagnostics},
    model::{Arm, Graph, Prompted, Target},
    syntax::Text,
    words::{Announced, normalise},
};
use ivr_core::event::Outcome;

pub(crate) fn check(graph: &Survey<'_>, diagnostics: &mut Diagnostics) {
    once_a_state(graph, diagnostics, |prompted| diagnostic(graph, prompted));
}

fn diagnostic(graph: &Graph, prompted: &Prompted<'_>) -> Option<Diagnostic> {
    let text = prompted.texts.iter().find_map(|spoken| {
        let found = spoken.announced();
        let any = |range: &std::ops::Range<usize>| {
            spoken.text.value.get(range.clone()).is_some_and(|key| !is_other(key))
        };
        let found = found.iter().any(|one| one.kind == Announced::AnyOther && any(&one.range));
        found.then_some(spoken.text)
    })?;
    let arms = &prompted.gather.arms;
    let other = arms.list.iter().find(|arm| arm.has(Outcome::Else))?;
    if arms.broken || !graph.asks_again(&other.target) {
        return None;
    }
    let keys: Vec<&Arm> = prompted.arms().filter(|arm| arm.keys().next().is_some()).collect();
    Some(told(graph, prompted, text, &keys))
}

/// "Any other key", in the languages that are recognized.
fn is_other(key: &str) -> bool {
    let said = normalise(key);
    ["other", "autre", "otra", "otro", "andere", "altro", "altra", "outra", "outro"]
        .iter()
        .any(|other| said.split(' ').any(|word| word.starts_with(other)))
}

fn told(graph: &Graph, prompted: &Prompted<'_>, text: &Text, keys: &[&Arm]) -> Diagnostic {
    let name = graph.name_of(prompted.state);
    let only =
        keys.iter().flat_map(|arm| arm.keys()).map(|key| format!("`{}`", key.value)).collect::<Vec<_>>();
    let wrong = match &only[..] {
        [] => "every key is a wrong one".to_owned(),
        only => format!("every key but {} is a wrong one", only.join(", ")),
    };
    let diagnostic = Diagnostic::new(
        "any_key",
        text.span,
        format!("the caller of `{name}` is asked to press any key, but {wrong}"),
    );
    match keys.first().map(|arm| &arm.target) {
        Some(Target::Go(jump) | Target::Wait(jump)) => {
            diagnostic.help(format!("add the arm `_ => {}`", jump.name))
        }
        _ => diagnostic.help("add an arm `_ => …` for it"),
    }
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn any_key_that_is_one_key() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                everywhere { silence | _ => retry 2 { say "Sorry?"; } then end }
                state Menu { gather key { say "Press any key to go on."; } match { 1 => Hours } }
//~                                           ^^^^^^^^^^^^^^^^^^^^^^^^^ the caller of `Menu` is asked to press any key, but every key but `1` is a wrong one
//~                                           help: add the arm `_ => Hours`
                state Hours { hangup; }
            }
            "#,
        );
    }

    #[test]
    fn any_key_that_goes_on_and_any_other_key() {
        check_legal(
            r#"
            pub tree Line {
                start Menu;
                everywhere { silence => retry 2 { say "Sorry?"; } then end, _ => retry 1 { say "Sorry?"; } then end }
                state Menu { gather key { say "Press any key to go on."; } match { _ => Hours } }
                state Hours { gather key { say "Nine to five. Press one, or any other key to try again."; } match { 1 => end } }
            }
            "#,
        );
    }
}
