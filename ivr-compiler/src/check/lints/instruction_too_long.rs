//! # instruction_too_long
//!
//! The prompts of a menu take more than 20 seconds. Callers press a key before they have heard the option that they
//! need.
//!
//! ```text
//! state Menu {
//!     gather key {
//!         say "Thank you for calling ACME, the leading maker of everything that anybody has ever wanted to build, \
//!              repair, paint, lift, move, cut or throw. If you would like to speak to somebody in our award winning \
//!              sales department about a new order, press one. If you would like to speak to somebody about an order \
//!              that you have placed already, press two.";
//!     } match { 1 => Sales, 2 => Support, silence | _ => Support }
//! }
//! ```
//!
//! Shorten the prompts to the options:
//!
//! ```text
//! state Menu {
//!     gather key { say "For a new order, press one. For an order you have placed, press two."; } match {
//!         1 => Sales, 2 => Support, silence | _ => Support,
//!     }
//! }
//! ```
//!
//! The time is an estimate. Speech is timed at 150 words a minute in English, 145 in Spanish, 130 in French and
//! Dutch, 125 in Italian, and 120 in German, Portuguese and all other languages. A recording takes as long as its
//! words, or 5 seconds without words. A state with fewer than two options is not checked, because its prompts inform
//! and do not instruct.

use ivr_core::guidance::{MAX_INSTRUCTION_TIME, is_too_long};

use crate::{
    check::time,
    diagnostics::{Diagnostic, Diagnostics},
    model::{Graph, Verb},
};

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    for (id, state) in graph.states.iter().enumerate() {
        let Verb::Gather(gather) = &state.verb else { continue };
        let (takes, language) = time::longest(graph, |language| time::of_prompts(gather, language, true));
        if is_too_long(takes, state.options().count()) {
            let (takes, most) = (time::spelled(takes), time::spelled(MAX_INSTRUCTION_TIME));
            let named = graph.languages.named(language);
            let message = format!(
                "the prompts of `{}` take about {takes}{named}, and callers listen for {most}",
                state.name
            );
            let diagnostic = Diagnostic::new("instruction_too_long", state.name.span(), message).within(id);
            diagnostics
                .push(diagnostic.help("shorten the prompts, or move some options to a menu of their own"));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::tests::check_warnings;

    #[test]
    fn sixty_words_of_english_take_longer_than_twenty_seconds() {
        let text = |count| "word ".repeat(count);
        for (count, options, warned) in [(60, "2 => end,", true), (47, "2 => end,", false), (60, "", false)] {
            let warning =
                "//~              ^^^^ the prompts of `Menu` take about 25 s, and callers listen for 20 s
//~              help: shorten the prompts, or move some options to a menu of their own";
            let source = format!(
                "pub tree Line {{ start Menu;
           state Menu {{ gather key {{ say \"{}\"; say \"One, two.\"; }} match {{ 1 => end, {options} silence | _ => end }} }}
{}
                }}",
                text(count),
                if warned { warning } else { "" }
            );
            check_warnings("instruction_too_long", &source);
        }
    }

    #[test]
    fn the_language_that_takes_longest_counts() {
        let source = |words: usize| {
            format!(
                r#"
            pub tree Line {{
                start Menu;
                language en-US, de-DE;
                state Menu {{ language de-DE; gather key {{ say {{ en-US: "One, two.", de-DE: "{} Eins, zwei." }} }} match {{ 1 => end, 2 => end, silence | _ => end }} }}
{}
            }}
            "#,
                "Wort ".repeat(words),
                match words > 40 {
                    true => {
                        "//~                   ^^^^ the prompts of `Menu` take about 22 s in `de-DE`, and callers listen for 20 s
//~                   help: shorten the prompts, or move some options to a menu of their own"
                    }
                    false => "",
                }
            )
        };
        check_warnings("instruction_too_long", &source(41));
        check_warnings("instruction_too_long", &source(38));
    }
}
