//! # prompt_key_mismatch
//!
//! A prompt announces a key that has no arm, or a key has an arm that no prompt announces. In the first case the
//! caller hears that the key was wrong. In the second case the caller never learns of the option.
//!
//! ```text
//! state Menu {
//!     gather key { say "For sales, press one. For support, press two."; } match {
//!         1 => Sales, 3 => Support, silence | _ => end,
//!     }
//! }
//! ```
//!
//! Announce the keys of the arms:
//!
//! ```text
//! state Menu {
//!     gather key { say "For sales, press one. For support, press three."; } match {
//!         1 => Sales, 3 => Support, silence | _ => end,
//!     }
//! }
//! ```
//!
//! In a tree with one language, a text in another language names that language, so that the announcement is
//! recognized:
//!
//! ```text
//! state Menu {
//!     gather key { say "For English, press one."; say es-US: "Para español, oprima dos."; } match {
//!         1 => English, 2 => Spanish, silence | _ => end,
//!     }
//! }
//! ```
//!
//! Texts and arms with conditions are compared for each combination of the conditions. Announce a key under the
//! condition of its arm:
//!
//! ```text
//! data { member: bool = false }
//! state Menu {
//!     gather key { if member { say "For your bonus, press one."; } say "For support, press two."; } match {
//!         1 if member => Bonus, 2 => Support, silence | _ => end,
//!     }
//! }
//! ```
//!
//! - A key for callers who know it is `hidden 7 => Test`. Entries of three or more keys are treated as codes and need
//!   no announcement.
//! - Arms of `everywhere`, and options whose phrase is announced, need no announcement.
//! - “Any other key” announces `_`, and a range announces every number in it.
//! - Announcements are recognized in English, French, Spanish, German, Italian and Portuguese. Recordings without
//!   words are not checked.
//! - A text that can be switched off does not count as an announcement.
//!
//! If a prompt is misread, waive the rule and give the reason.

// The conditions under which prompts and arms differ.
mod conditions;

use std::{collections::BTreeSet, rc::Rc};

use ivr_core::{condition::Conditions, event::Outcome};

use crate::{
    check::survey::Survey,
    diagnostics::{Diagnostic, Diagnostics},
    model::{Arm, Gather, Graph, Prompted, Spoken},
    prompt_file::{self, Options, SpokenText, Taken, is_read},
    syntax::{Pattern, Text, in_arm, parse::list},
    words::{Announced, names_key},
};

pub(crate) fn check(graph: &Survey<'_>, diagnostics: &mut Diagnostics) {
    // Without the languages of the tree, announcements cannot be recognized.
    if graph.languages.broken || !graph.languages.all().any(|tag| is_read(&tag.value)) {
        return;
    }
    let prompted = graph.prompted();
    // The conditions and languages of one `gather` are adjacent.
    for of_state in prompted.chunk_by(|one, next| one.state == next.state) {
        if of_state.iter().any(|prompted| prompted.gather.arms.broken) {
            continue;
        }
        let each = of_state.chunk_by(|one, next| one.held() == next.held());
        let each: Vec<Vec<Difference<'_>>> =
            each.map(|same| same.iter().filter_map(difference).collect()).collect();
        let languages = graph.languages.all().count();
        for found in conditions::distinct(each) {
            of_gather(graph, &found, languages, diagnostics);
        }
    }
}

/// A difference in every language is one error, of the arms and not of a text.
fn of_gather(graph: &Graph, found: &[Difference<'_>], languages: usize, diagnostics: &mut Diagnostics) {
    let alike = |one: &Difference<'_>| found.first().is_some_and(|first| first.is_like(one));
    if let (Some(first), true) = (found.first(), found.len() == languages && found.iter().all(alike)) {
        diagnostics.push(first.diagnostic(graph, ""));
        return;
    }
    diagnostics
        .extend(found.iter().map(|one| one.diagnostic(graph, &graph.languages.named(one.prompted.language))));
}

/// A difference between prompts and arms. It is one error, however many keys differ.
#[derive(Clone)]
struct Difference<'g> {
    prompted: &'g Prompted<'g>,
    /// The text that announces the first of the keys, or the key in its arm.
    at: &'g Text,
    /// The keys that are announced and have no arm.
    unhandled: BTreeSet<String>,
    /// The keys that have an arm and are not announced.
    unheard: BTreeSet<String>,
    /// Each of these keys with the text or the arm that it concerns.
    places: Vec<(&'g Text, String)>,
    /// The conditions under which they differ; empty if conditions do not matter.
    when: Vec<String>,
}

fn difference<'g>(prompted: &'g Prompted<'g>) -> Option<Difference<'g>> {
    let (gather, texts) = (prompted.gather, &prompted.texts);
    let heard: Vec<SpokenText<'_>> = texts
        .iter()
        .map(|spoken| SpokenText {
            text: &spoken.text.value,
            language: spoken.language,
            optional: spoken.optional,
        })
        .collect();
    let announced = |index: usize, _: &SpokenText<'_>| {
        texts.get(index).map_or_else(Rc::default, crate::model::Spoken::announced)
    };
    let found =
        prompt_file::difference(&heard, prompted.unknown, &options(gather, prompted.held()), announced);
    let told = found.unhandled.into_iter().filter_map(|(text, key)| Some((texts.get(text)?.text, key)));
    let mut told: Vec<(&Text, String)> = told.collect();
    let quiet = found.unheard.into_iter().filter_map(|(arm, key)| {
        let arm = prompted.arms().nth(arm)?;
        Some((arm.keys().find(|own| own.value == key)?, key))
    });
    let quiet: Vec<(&Text, String)> = quiet.collect();
    if told.is_empty() && quiet.is_empty() {
        told.push((told_to_finish(prompted)?, "#".to_owned()));
    }
    let keys = |found: &[(&Text, String)]| found.iter().map(|(_, key)| key.clone()).collect();
    let (unhandled, unheard) = (keys(&told), keys(&quiet));
    let places = [told, quiet].concat();
    let at = places.first().map(|(at, _)| *at)?;
    Some(Difference { prompted, at, unhandled, unheard, places, when: Vec::new() })
}

/// Returns the text that names `#` although no key finishes the entry of several keys.
fn told_to_finish<'g>(prompted: &Prompted<'g>) -> Option<&'g Text> {
    let gather = prompted.gather;
    let several = gather.keys.is_some_and(|keys| keys.max != Some(1));
    if !several || gather.finish_on_key.is_some() {
        return None;
    }
    if prompted.arms().flat_map(Arm::keys).any(|key| key.value == "#") {
        return None;
    }
    let names = |spoken: &&Spoken<'_>| names_key(&spoken.text.value, "#", spoken.language) == Some(true);
    let found = prompted.texts.iter().find(names)?;
    Some(found.text)
}

pub(super) fn options(gather: &Gather, held: Conditions) -> Options<'_> {
    let mut arms = Vec::with_capacity(gather.arms.list.len());
    for arm in gather.arms_while(held) {
        arms.push(taken(arm));
    }
    Options {
        keys: gather.keys.map(|keys| (keys.min, keys.max)),
        finish: gather.finish_on_key.as_ref().map(|finish| finish.value.as_str()),
        arms,
    }
}

/// Returns what an arm takes.
fn taken(arm: &Arm) -> Taken<'_> {
    let (inherited, announced) = (arm.inherited, !arm.inherited && !arm.hidden);
    let mut taken = Taken { keys: Vec::new(), phrases: Vec::new(), entered: false, inherited, announced };
    for pattern in &arm.patterns {
        match pattern {
            Pattern::Keys(key) | Pattern::EndedBy(key) => taken.keys.push(&key.value),
            Pattern::Phrase { text, .. } => taken.phrases.push(&text.value),
            Pattern::Outcome { outcome, .. } => taken.entered |= *outcome == Outcome::Entered,
            Pattern::Rust { .. } => {}
        }
    }
    taken
}

impl Difference<'_> {
    /// Returns whether the same keys differ.
    fn is_like(&self, other: &Self) -> bool {
        self.unhandled == other.unhandled && self.unheard == other.unheard
    }

    /// `named` is the language, if it is ambiguous.
    fn diagnostic(&self, graph: &Graph, named: &str) -> Diagnostic {
        let Self { prompted, unhandled, unheard, .. } = self;
        let diagnostic = |message: String| {
            Diagnostic::new("prompt_key_mismatch", self.at.span, message).within(prompted.state)
        };
        let (name, quiet) = (graph.name_of(prompted.state), names(unheard));
        if let Some(diagnostic) = self.finish() {
            return diagnostic.within(prompted.state);
        }
        if !unhandled.is_empty() {
            let keys = names(unhandled);
            let have = if keys.contains(' ') { "have no arm" } else { "has no arm" };
            let when = self.when();
            let message =
                format!("the caller of `{name}` is asked{named} to press {keys}, which {have}{when}");
            let diagnostic = diagnostic(message);
            if let Some(condition) = self.condition_of(unhandled) {
                return diagnostic
                    .help(format!("write it under the condition of its arm: `if {condition} {{ … }}`"));
            }
            return match unheard.len() {
                0 if unhandled.len() == 1 => {
                    let key = unhandled.iter().next().map_or_else(String::new, |key| in_arm(key));
                    diagnostic.help(format!("add the arm `{key} => …`, or do not announce it"))
                }
                0 => diagnostic.help("add an arm for each, or do not announce it"),
                1 => diagnostic.help(format!("no prompt announces {quiet}: is that the intended key?")),
                _ => diagnostic.help(format!("no prompt announces {quiet}: are those the intended keys?")),
            };
        }
        let when = self.when();
        let diagnostic = diagnostic(format!("the prompts of `{name}` do not announce {quiet}{named}{when}"));
        if let Some(condition) = self.said_under(unheard) {
            let key = in_arm(&self.at.value);
            return diagnostic.help(format!("write `{key} if {condition}`, or announce it always"));
        }
        if let Some(language) = self.other_language() {
            return diagnostic.help(format!("write it in its own language: `say {language}: \"…\";`"));
        }
        diagnostic
            .help(format!("write `hidden {}`", in_arm(&self.at.value)))
            .help("or announce it in the prompts")
    }
}

impl Difference<'_> {
    /// Returns the other language in which the prompts announce the keys: "Para español, oprima dos" in an English
    /// text.
    fn other_language(&self) -> Option<&'static str> {
        const READ: [&str; 6] = ["es-US", "fr-FR", "en-US", "de-DE", "it-IT", "pt-BR"];
        let own = self.prompted.language.split('-').next()?;
        READ.into_iter().filter(|tag| !tag.starts_with(own)).find(|tag| {
            let announces = |spoken: &Spoken<'_>| {
                let found = spoken.text.announced(tag);
                found.iter().any(|one| matches!(&one.kind, Announced::Key(key) if self.unheard.contains(key)))
            };
            self.prompted.texts.iter().any(announces)
        })
    }

    /// Reports "then press pound" if no such key ends the entry.
    fn finish(&self) -> Option<Diagnostic> {
        let gather = self.prompted.gather;
        let keys = gather.keys.filter(|keys| keys.max != Some(1))?;
        let [key] = &self.unhandled.iter().collect::<Vec<_>>()[..] else { return None };
        if *key != "#" && !(*key == "*" && gather.finish_on_key.is_some()) {
            return None;
        }
        let diagnostic = |what: String| {
            let message = format!("the prompts announce `{key}` as the finish key, but {what}");
            Diagnostic::new("prompt_key_mismatch", self.at.span, message)
        };
        Some(match &gather.finish_on_key {
            Some(finish) => diagnostic(format!("the finish key is `{}`", finish.value))
                .help(format!("change `finish_on_key '{}'` to `finish_on_key '{key}'`", finish.value)),
            None => diagnostic("`gather` has no finish key".to_owned())
                .help(format!("change `gather {keys}` to `gather {keys}, finish_on_key '{key}'`")),
        })
    }
}

/// Formats `1`, `2` and `#`; of many keys only the first.
fn names(keys: &BTreeSet<String>) -> String {
    let names: Vec<&str> = keys.iter().map(String::as_str).take(4).collect();
    match keys.len() - names.len() {
        0 => list(&names),
        more => format!(
            "{} and {more} more",
            names.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ")
        ),
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        check::tests::{check_diagnostics, check_legal},
        compile,
        prompts::tests::with_prompts,
    };

    #[test]
    fn a_key_that_is_announced_and_another_that_has_the_arm() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                everywhere { silence | _ => end }
                state Menu { gather key { say "For sales, press one. For support, press two."; } match { 1 => Sales, 3 => Sales } }
//~                                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the caller of `Menu` is asked to press `2`, which has no arm
//~                                           help: no prompt announces `3`: is that the intended key?
                state Sales { hangup; }
            }
            "#,
        );
    }

    #[test]
    fn keys_that_are_announced_before_the_gather_and_taken_nowhere() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Greeting;
                language fr-FR;
                everywhere { silence | _ => end }
                state Greeting { say "Bienvenue. À tout moment, tapez étoile pour revenir."; goto Menu; }
//~                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the caller of `Menu` is asked to press `*` and `3`, which have no arm
//~                                  help: add an arm for each, or do not announce it
                state Menu { gather key { say "Tapez un pour les ventes, 2 pour le support ou 3."; } match { 1 => end, 2 => end } }
            }
            "#,
        );
    }

    #[test]
    fn a_prompt_that_only_a_call_knows() {
        let line = |prompt: &str| {
            format!(
                r#"
                pub tree Line {{
                    start Menu;
                    data {{ menu: String = String::new() }}
                    everywhere {{ silence | _ => end }}
                    state Menu {{ gather key {{ {prompt} }} match {{ 1 => end, 2 => end }} }}
                }}
                "#
            )
        };
        check_legal(&line("say \"{menu}\";"));
        check_legal(&line("say \"{menu}.\";"));
        check_legal(&line("play (call.menu.clone());"));
        let words = line("say \"Your choice, {menu}?\";");
        let told: Vec<_> = compile::diagnostics(words.parse().unwrap())
            .into_iter()
            .map(|diagnostic| diagnostic.message)
            .collect();
        assert_eq!(told.len(), 1, "{told:?}");
    }

    #[test]
    fn arms_that_nobody_hears_of() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                everywhere { silence | _ => end }
                state Menu { gather key or speech { say "For sales, press one. Or say support."; } match { 1 => end, 2 | "support" => end, 7 => Test, '#' => Test } }
//~                                                                                                                                        ^ the prompts of `Menu` do not announce `#` and `7`
//~                                                                                                                                        help: write `hidden 7`
//~                                                                                                                                        help: or announce it in the prompts
                state Test { hangup; }
            }
            "#,
        );
    }

    #[test]
    fn a_range_of_which_a_part_is_taken() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Rate;
                everywhere { silence | _ => end }
                state Rate { gather key { say "Please rate us from one to five."; } match { 1 | 2 | 3 => end, 4 => end } }
//~                                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the caller of `Rate` is asked to press `5`, which has no arm
//~                                           help: add the arm `5 => …`, or do not announce it
            }
            "#,
        );
    }

    #[test]
    fn two_languages_in_one_text() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                everywhere { silence | _ => end }
                state Menu { gather key { say "For English, press one. Para español, oprima dos."; } match { 1 => end, 2 => More } }
//~                                                                                                                    ^ the prompts of `Menu` do not announce `2`
//~                                                                                                                    help: write it in its own language: `say es-US: "…";`
                state More { hangup; }
            }
            "#,
        );
    }

    #[test]
    fn a_key_where_only_words_are_heard() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                state Menu { gather speech { say "Say yes, or press one."; } match { "yes" => end, silence | _ => end } }
//~                                              ^^^^^^^^^^^^^^^^^^^^^^^^ the caller of `Menu` is asked to press `1`, which has no arm
//~                                              help: add the arm `1 => …`, or do not announce it
            }
            "#,
        );
    }

    #[test]
    fn a_key_that_steps_announce_under_a_condition() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                data { member: bool = false }
                everywhere { silence | _ => end }
                state Menu {
                    if member { say "Press two for your bills."; } else { say "Press four."; }
//~                                                                           ^^^^^^^^^^^^^ the caller of `Menu` is asked to press `4`, which has no arm
//~                                                                           help: no prompt announces `2`: is that the intended key?
                    gather key { say "For sales, press one."; } match { 1 => end, 2 => end }
                }
            }
            "#,
        );
        check_legal(
            r#"
            pub tree Line {
                start Menu;
                data { member: bool = false }
                everywhere { silence | _ => end }
                state Menu {
                    if member { say "Welcome back. You can press one at any time."; } else { say "Welcome."; }
                    gather key { say "For sales, press one."; } match { 1 => { if !member { say "One moment."; } } then Sales }
                }
                state Sales { dial "+12345678900" match { _ => end } }
            }
            "#,
        );
    }

    #[test]
    fn a_key_of_everywhere_that_an_entry_swallows() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Account;
                everywhere { 9 => Help, silence | _ => retry 1 { say "Sorry?"; } then end }
                state Account { gather 1..=3 keys, finish_on_key '#' { say "Enter your number, then press pound. For help, press nine."; } match { entered => Help } }
//~                                                                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the caller of `Account` is asked to press `9`, which has no arm
//~                                                                        help: add the arm `9 => …`, or do not announce it
                state Help { dial "+12345678900" match { _ => end } }
            }
            "#,
        );
        // Legal: one key is gathered, or the entry is longer.
        check_legal(
            r#"
            pub tree Line {
                start Account;
                everywhere { 9 => Help, silence | _ => retry 1 { say "Sorry?"; } then end }
                state Account { gather key { say "How many are you? For help, press nine."; } match { entered => Zip } }
                state Zip { gather 5 keys { say "Enter your zip code. For help, press nine."; } match { entered => Help } }
                state Help { dial "+12345678900" match { _ => end } }
            }
            "#,
        );
    }

    #[test]
    fn what_prompts_and_arms_may_leave_to_each_other() {
        check_legal(
            r#"
            pub tree Line {
                start Menu;
                everywhere { 0 => end, silence | _ => end }
                // An inherited key, a hidden one, a phrase; every other key.
                state Menu { gather key or speech { first { say "For sales, one."; } say "Say sales or support, or any other key."; } match { 1 | "sales" => Rate, 2 | "support" => Zip, hidden 9 => Code } }
                // A range of entries, a finish key.
                state Rate { gather 1..=2 keys, finish_on_key '#' { say "Enter a number between 1 and 10, then press pound."; } match { entered => Zip } }
                // One entry and a way out.
                state Zip { gather 5 keys { say "Enter your zip code, or press star for a person."; } match { '*' => end, entered => Code } }
                // A key that is named in a way that nobody foresaw, and one that an earlier state announces.
                state Code { say "Four is for help."; goto Help; }
                state Help { gather key { say "Your choice of one?"; } match { 4 => end, 1 => Played } }
                // The words of a recording are unknown.
                state Played { gather key { play "https://audio.example/menu.mp3"; } match { 1 => end, 2 => end } }
            }
            "#,
        );
    }

    #[test]
    fn what_may_be_switched_off_announces_no_key_and_must_name_none_that_does_nothing() {
        let file = "[news]\non = true\nen-US = 'For the news, press one.'\n[more]\non = false\nen-US = 'For more, press two.'";
        with_prompts(file, || {
            check_diagnostics(
                r#"
            pub tree Line {
                start Menu;
                prompts "prompts.toml";
                everywhere { silence | _ => end }
                state Menu { gather key { say news, optional; say "Or press zero."; } match { 0 => More, 1 => end } }
//~                                                                                                      ^ the prompts of `Menu` do not announce `1`
//~                                                                                                      help: write `hidden 1`
//~                                                                                                      help: or announce it in the prompts
                state More { gather key { say more, optional; say "Or press zero."; } match { 0 => end } }
//~                                           ^^^^ the caller of `More` is asked to press `2`, which has no arm
//~                                           help: add the arm `2 => …`, or do not announce it
            }
            "#,
            );
        });
        with_prompts(file, || {
            check_legal(
                r#"
            pub tree Line {
                start Menu;
                prompts "prompts.toml";
                everywhere { silence | _ => end }
                state Menu { gather key { say news, optional; say "Press one or zero."; } match { 0 => More, 1 => end } }
                state More { gather key { say more, optional; say "Or press zero."; } match { 0 => end, hidden 2 => end } }
            }
            "#,
            );
        });
    }

    #[test]
    fn other_languages_are_left_alone() {
        check_legal(
            r#"
            pub tree Line {
                start Menu;
                language sv-SE;
                state Menu { gather key { say "Tryck 1."; } match { 2 => end, silence | _ => end } }
            }
            "#,
        );
    }

    #[test]
    fn a_menu_in_which_each_language_announces_itself() {
        check_legal(
            r#"
            pub tree Line {
                start Choice;
                language fr-FR, en-US;
                everywhere { silence | _ => end }
                state Choice {
                    gather key { say fr-FR: "Pour le français, tapez un."; say en-US: "For English, press two."; } match {
                        1 => Menu,
                        2 => { language en-US; } then Menu,
                    }
                }
                state Menu { gather key { say { fr-FR: "Pour les ventes, tapez un.", en-US: "For sales, press one." } } match { 1 => end } }
            }
            "#,
        );
    }

    #[test]
    fn a_key_that_one_language_announces_otherwise() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                language fr-FR, en-US;
                everywhere { silence | _ => { language en-US; } then end }
                state Menu {
                    gather key {
                        say {
                            en-US: "For sales, press one. For support, press three.",
//~                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the caller of `Menu` is asked in `en-US` to press `3`, which has no arm
//~                                help: no prompt announces `2`: is that the intended key?
                            fr-FR: "Pour les ventes, tapez un. Pour le support, tapez deux.",
                        }
                    } match { 1 => end, 2 => end }
                }
            }
            "#,
        );
    }

    #[test]
    fn an_arm_that_is_wrong_in_every_language_is_one_mistake() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                language fr-FR, en-US;
                everywhere { silence | _ => { language en-US; } then end }
                state Menu { gather key { say { fr-FR: "Tapez un ou deux.", en-US: "Press one or two." } } match { 1 => end, 3 => end } }
//~                                                    ^^^^^^^^^^^^^^^^^^^ the caller of `Menu` is asked to press `2`, which has no arm
//~                                                    help: no prompt announces `3`: is that the intended key?
            }
            "#,
        );
    }

    #[test]
    fn a_key_that_nobody_hears_of_in_one_language() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                language fr-FR, en-US, sv-SE;
                everywhere { silence | _ => { language en-US; } then Bye }
                state Menu {
                    gather key {
                        say { fr-FR: "Tapez un ou deux.", en-US: "Press one.", sv-SE: "Tryck 1." }
                    } match { 1 => end, 2 => end }
//~                                     ^ the prompts of `Menu` do not announce `2` in `en-US`
//~                                     help: write `hidden 2`
//~                                     help: or announce it in the prompts
                }
                state Bye { language sv-SE; hangup; }
            }
            "#,
        );
    }

    #[test]
    fn a_text_that_is_missing_in_a_language_is_not_also_misread() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                language fr-FR, en-US;
                everywhere { silence | _ => { language en-US; } then end }
                state Menu { gather key { say { fr-FR: "Tapez un." } } match { 1 => end } }
//~                                       ^^^ the text is missing in `en-US`
//~                                       help: add `en-US: "…"`
            }
            "#,
        );
    }

    #[test]
    fn what_is_said_always_and_taken_under_a_condition() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                data { open: bool = true, vip: bool = true }
                everywhere { silence | _ => end }
                state Menu { gather key { say "For sales, press three. For support, press two."; } match { 3 if open => end, 2 => Other } }
//~                                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the caller of `Menu` is asked to press `3`, which has no arm when `!open`
//~                                           help: write it under the condition of its arm: `if open { … }`
                state Other { gather key { if vip { say "For sales, press three."; } say "Or press two."; } match { 3 if open => end, 2 => More } }
//~                                                     ^^^^^^^^^^^^^^^^^^^^^^^^^ the caller of `Other` is asked to press `3`, which has no arm when `vip` and `!open`
//~                                                     help: write it under the condition of its arm: `if open { … }`
                state More { gather key { if open { say "Press one."; } else { say "Press one or two."; } } match { 1 => end, 2 if open => end } }
//~                                                                                ^^^^^^^^^^^^^^^^^^^ the caller of `More` is asked to press `2`, which has no arm when `!open`
//~                                                                                help: write it under the condition of its arm: `if open { … }`
            }
            "#,
        );
    }

    #[test]
    fn what_is_said_under_a_condition_and_taken_always() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                data { open: bool = true }
                everywhere { silence | _ => end }
                state Menu { gather key { if open { say "For sales, press three."; } say "For support, press two."; } match { 2 => Other, 3 => end } }
//~                                                                                                                                       ^ the prompts of `Menu` do not announce `3` when `!open`
//~                                                                                                                                       help: write `3 if open`, or announce it always
                state Other { gather key { say "For support, press two."; } match { 2 => end, 3 if !open => end } }
//~                                                                                           ^ the prompts of `Other` do not announce `3` when `!open`
//~                                                                                           help: write `hidden 3`
//~                                                                                           help: or announce it in the prompts
            }
            "#,
        );
    }

    #[test]
    fn what_is_wrong_whatever_holds_is_said_without_a_condition() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                language fr-FR, en-US;
                data { open: bool = true }
                everywhere { silence | _ => { language en-US; } then end }
                state Menu {
                    gather key { if open { say { fr-FR: "Tapez un.", en-US: "Press one." } } say { fr-FR: "Tapez deux.", en-US: "Press two." } } match {
//~                                                                                                       ^^^^^^^^^^^^^ the caller of `Menu` is asked to press `2`, which has no arm
//~                                                                                                       help: add the arm `2 => …`, or do not announce it
                        1 if open => end,
                    }
                }
            }
            "#,
        );
    }

    #[test]
    fn what_is_said_and_taken_under_the_same_condition() {
        check_legal(
            r#"
            pub tree Line {
                start Menu;
                data { open: bool = true, vip: bool = true }
                everywhere { 0 if open => end, silence | _ => end }
                state Menu {
                    say "At any time, press zero.";
                    gather key {
                        first { if open { say "For sales, press three."; } }
                        if open { say "For sales, press three."; if vip { say "Press four."; } } else { say "Press five."; }
                        if !vip { say "For support, press six."; }
                    } match {
                        3 if open => end, hidden 4 if vip => end, 5 if !open => end, 6 if !vip => end, hidden 0 if !open => end,
                    }
                }
            }
            "#,
        );
    }
}
