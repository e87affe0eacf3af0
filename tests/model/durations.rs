//! The lints of the compiler, `paths`, `script` and the simulated phone estimate the same time for the same text.

#![expect(deprecated, reason = "the tree has a lint on purpose, which is a use of a deprecated item")]

use ivr_runtime::call::Dialog;
use ivr_tools::inspect::{paths, script};

/// A tree, and its source.
macro_rules! tree_with_source {
    ($($tree:tt)*) => {
        ivr::phone_tree! { $($tree)* }

        const SOURCE: &str = stringify!($($tree)*);
    };
}

tree_with_source! {
    /// Sixty-six words of French are 30.5 seconds at 130 words a minute.
    pub tree Mairie {
        start Accueil;
        language fr-FR;

        /// What takes long to say.
        state Accueil {
            gather key {
                say "Bonjour et bienvenue à la mairie de notre très belle commune, où une équipe dévouée vous accueille du lundi au vendredi, de neuf heures à midi et de quatorze heures à dix-sept heures, ainsi que le samedi matin de neuf heures à midi, sauf les jours fériés. Pour les documents et les titres, tapez un. Pour les écoles et la cantine de vos enfants, tapez deux.";
            } match { 1 => Personne, 2 => Personne, silence | _ => Personne }
        }

        /// Somebody who knows.
        state Personne { dial "+33123456789" match { _ => end } }
    }
}

#[test]
fn a_french_prompt_takes_as_long_for_the_compiler_as_for_paths_and_script() {
    let dialog = Dialog::<Mairie>::new().unwrap();
    let compiled = ivr_compiler::compile(SOURCE.parse().unwrap()).to_string();
    assert!(compiled.contains("the prompts of `Accueil` take about 31 s"), "{compiled}");
    let script = script::script(dialog.description());
    assert!(script.contains("an instruction of 31 s; callers listen for 20 s"), "{script}");
    let paths = paths::paths(dialog.description(), paths::MAX_PATHS);
    // Half a minute of text and half a minute of ringing, rounded up like all durations.
    assert!(paths.contains("1    61 s  Personne hangs up  1 [_]"), "{paths}");
}
