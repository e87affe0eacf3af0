//! # silent_gap
//!
//! The caller hears nothing for more than three seconds and believes that the line is dead.
//!
//! ```text
//! state Hold { say "One moment, please."; pause 8s; dial "+12345678900" match { _ => end } }
//! ```
//!
//! Play something meanwhile, or shorten the pause:
//!
//! ```text
//! state Hold { say "One moment, please."; play "https://audio.example/waltz.mp3"; dial "+12345678900" match { _ => end } }
//! ```

use crate::{
    check::survey::Survey,
    diagnostics::{Diagnostic, Diagnostics},
    model::Written,
    syntax::Step,
};

/// What published guidance allows, in seconds.
const MAX_SECONDS: u32 = 3;

pub(crate) fn check(graph: &Survey<'_>, diagnostics: &mut Diagnostics) {
    for &Written { step, state, .. } in graph.steps() {
        let Step::Pause(pause) = step else { continue };
        if pause.value > MAX_SECONDS {
            let message = format!("a line that is silent for {MAX_SECONDS} s seems dead");
            let diagnostic = Diagnostic::new("silent_gap", pause.span, message).within(state);
            diagnostics.push(diagnostic.help("play something meanwhile, or write `pause 3s`"));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::tests::check_warnings;

    #[test]
    fn four_seconds_without_a_sound() {
        check_warnings(
            "silent_gap",
            r#"
            pub tree Line {
                start Menu;
                everywhere { silence => { pause 1min; } then end }
//~                                             ^^^^ a line that is silent for 3 s seems dead
//~                                             help: play something meanwhile, or write `pause 3s`
                state Menu { pause 4s; say "Hello."; pause 3s; gather key { say "One?"; } match { 1 | _ => end } }
//~                                ^^ a line that is silent for 3 s seems dead
//~                                help: play something meanwhile, or write `pause 3s`
            }
            "#,
        );
    }
}
