//! # bad_language
//!
//! Twilio does not speak the language, or does not recognize speech in it. The caller would hear nothing, or Twilio
//! would misunderstand what the caller says.
//!
//! ```text
//! language en-UK;
//! state Menu { say "Hello."; hangup; }
//! ```
//!
//! Write the tag that Twilio uses:
//!
//! ```text
//! language en-GB;
//! state Menu { say "Hello."; hangup; }
//! ```
//!
//! If Twilio speaks a language but does not recognize it, the error is reported at the first `gather` that accepts
//! speech. Recognize a similar language there, such as `gather speech, language de-DE` in a tree with
//! `language de-AT`. Twilio adds languages: if the language is newer than this list, waive the rule and give that as
//! the reason.

use proc_macro2::Span;

use crate::{
    diagnostics::{Diagnostic, Diagnostics, nearest},
    model::{Graph, State, StateId, Verb, Written},
    syntax::{Tag, Texts},
};

use super::languages::{HEARD, SPOKEN};

const RULE: &str = "bad_language";

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    // In a tree of several languages, `language_without_region` reports a tag without a region.
    let several = graph.languages.several();
    for tag in graph.languages.all().filter(|tag| !several || tag.value.contains('-')) {
        diagnostics.extend(unspoken(graph, tag));
    }
    if graph.by_language {
        for Written { step, state, .. } in graph.steps() {
            if let Some(Texts::Fixed { language, .. }) = step.texts()
                && !graph.languages.knows(&language.value)
            {
                diagnostics.extend(unspoken(graph, language).map(|diagnostic| diagnostic.within(state)));
            }
        }
    }
    for (id, state) in graph.states.iter().enumerate() {
        if let Verb::Gather(gather) = &state.verb
            && let Some(language) =
                gather.language.as_ref().filter(|tag| !HEARD.contains(&tag.value.as_str()))
        {
            let message = format!("Twilio does not recognise speech in `{}`", language.value);
            diagnostics.push(unknown(graph, language, message, &HEARD).within(id));
        }
    }
    let is_deaf = |tag: &&Tag| SPOKEN.contains(&tag.value.as_str()) && !HEARD.contains(&tag.value.as_str());
    for tag in graph.languages.all().filter(is_deaf) {
        deaf(graph, &tag.value, diagnostics);
    }
}

fn unspoken(graph: &Graph, tag: &Tag) -> Option<Diagnostic> {
    let message = || format!("Twilio does not speak `{}`", tag.value);
    (!SPOKEN.contains(&tag.value.as_str())).then(|| unknown(graph, tag, message(), &SPOKEN))
}

/// Reports a language that Twilio speaks but does not recognize, at the first gather that accepts speech in it.
fn deaf(graph: &Graph, language: &str, diagnostics: &mut Diagnostics) {
    let hears = |(id, state): (StateId, &State)| match &state.verb {
        Verb::Gather(gather) if gather.language.is_none() => gather.speech.map(|speech| (id, speech)),
        _ => None,
    };
    let deaf: Vec<(StateId, Span)> = graph.states.iter().enumerate().filter_map(hears).collect();
    if let Some((id, speech)) = deaf.first() {
        let message = format!("Twilio speaks `{language}` but does not recognise it");
        let diagnostic = Diagnostic::new(RULE, *speech, message).within(*id);
        let diagnostic = match deaf.len() {
            1 => diagnostic,
            2 => diagnostic.note("it is also missing in one more state"),
            more => diagnostic.note(format!("it is also missing in {} more states", more - 1)),
        };
        let neighbour = neighbour(language, &HEARD).unwrap_or("en-US");
        diagnostics.push(
            diagnostic
                .help(format!("write the language of the speech: `gather speech, language {neighbour}`")),
        );
    }
}

fn unknown(graph: &Graph, tag: &Tag, message: String, known: &'static [&'static str]) -> Diagnostic {
    let diagnostic = Diagnostic::new(RULE, tag.span, message).to(tag.end);
    match graph.languages.alike(&tag.value, known).or_else(|| meant(&tag.value, known)) {
        Some(meant) => diagnostic.help(format!("did you mean `{meant}`?")),
        None => diagnostic.help("write a language and a country, such as `en-US`"),
    }
}

/// Languages by their names.
const NAMES: [(&[&str], &str); 30] = [
    (&["english", "american", "us", "usa"], "en-US"),
    (&["british", "uk"], "en-GB"),
    (&["french", "français", "francais"], "fr-FR"),
    (&["spanish", "español", "espanol"], "es-ES"),
    (&["german", "deutsch"], "de-DE"),
    (&["italian", "italiano"], "it-IT"),
    (&["portuguese", "português", "portugues"], "pt-PT"),
    (&["brazilian"], "pt-BR"),
    (&["dutch", "nederlands"], "nl-NL"),
    (&["japanese"], "ja-JP"),
    (&["polish", "polski"], "pl-PL"),
    (&["swedish", "svenska"], "sv-SE"),
    (&["arabic"], "ar-AE"),
    (&["catalan", "català"], "ca-ES"),
    (&["chinese", "mandarin"], "zh-CN"),
    (&["cantonese"], "yue-HK"),
    (&["czech", "čeština"], "cs-CZ"),
    (&["danish", "dansk"], "da-DK"),
    (&["finnish", "suomi"], "fi-FI"),
    (&["greek"], "el-GR"),
    (&["hebrew"], "he-IL"),
    (&["hindi"], "hi-IN"),
    (&["hungarian", "magyar"], "hu-HU"),
    (&["korean"], "ko-KR"),
    (&["norwegian", "norsk"], "nb-NO"),
    (&["romanian", "română"], "ro-RO"),
    (&["russian"], "ru-RU"),
    (&["turkish", "türkçe"], "tr-TR"),
    (&["ukrainian"], "uk-UA"),
    (&["vietnamese"], "vi-VN"),
];

fn meant(tag: &str, known: &'static [&'static str]) -> Option<&'static str> {
    // The region of British English is GB, not UK.
    if tag.eq_ignore_ascii_case("en-UK") {
        return Some("en-GB");
    }
    if let Some(meant) = named(tag) {
        return Some(meant);
    }
    let same = known.iter().find(|name| name.eq_ignore_ascii_case(tag)).copied();
    same.or_else(|| neighbour(tag, known)).or_else(|| nearest(tag, known.iter().copied()))
}

/// Returns the language with this name.
fn named(name: &str) -> Option<&'static str> {
    let name = name.to_lowercase();
    NAMES.iter().find(|(names, _)| names.contains(&name.as_str())).map(|(_, meant)| *meant)
}

/// Returns the same language in its best known country.
fn neighbour(tag: &str, known: &'static [&'static str]) -> Option<&'static str> {
    let language = tag.split(['-', '_']).next()?.to_lowercase();
    let at_home = match language.as_str() {
        "en" => "en-US".to_owned(),
        "zh" | "cmn" => "zh-TW".to_owned(),
        home => format!("{home}-{}", home.to_uppercase()),
    };
    let first = |name: &&str| name.split('-').next() == Some(language.as_str());
    known.iter().find(|name| **name == at_home).or_else(|| known.iter().find(|name| first(name))).copied()
}

/// Returns the language with the region of its best known country.
pub(crate) fn in_a_region(language: &str) -> Option<&'static str> {
    named(language).or_else(|| neighbour(language, &SPOKEN)).filter(|tag| tag.contains('-'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn a_language_that_nobody_speaks() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                language en-UK;
//~                      ^^^^^ Twilio does not speak `en-UK`
//~                      help: did you mean `en-GB`?
                state Menu { gather speech, language fr-DE { say "Oui ?"; } match { "oui" => end, silence | _ => end } }
//~                                                  ^^^^^ Twilio does not recognise speech in `fr-DE`
//~                                                help: did you mean `fr-FR`?
            }
            "#,
        );
    }

    #[test]
    fn a_language_that_is_only_spoken() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                language de-AT;
                everywhere { silence | _ => end }
                state Menu { gather key or speech { say "Ja?"; } match { 1 | "ja" => More } }
//~                                        ^^^^^^ Twilio speaks `de-AT` but does not recognise it
//~                                        note: it is also missing in one more state
//~                                        help: write the language of the speech: `gather speech, language de-DE`
                state More { gather speech { say "Wirklich?"; } match { "ja" => Sure } }
                state Sure { gather speech, language de-DE { say "Sicher?"; } match { "ja" => end } }
            }
            "#,
        );
    }

    #[test]
    fn each_tag_is_told_its_neighbour() {
        for (tag, right) in
            [("en", "en-US"), ("FR-fr", "fr-FR"), ("de", "de-DE"), ("ja", "ja-JP"), ("en-ZZ", "en-US")]
        {
            assert_eq!(meant(tag, &SPOKEN), Some(right), "{tag}");
        }
        assert_eq!(meant("klingon", &SPOKEN), None);
    }

    #[test]
    fn a_language_newer_than_the_list_is_waived() {
        check_legal(
            r#"
            #[allow(bad_language, reason = "in beta since May, and it works")]
            pub tree Line { start Menu; language eo-EO; state Menu { hangup; } }
            "#,
        );
    }

    #[test]
    fn each_of_several_languages_is_spoken_and_listened_in() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                language de-AT, en-UK, fr-FR;
//~                             ^^^^^ Twilio does not speak `en-UK`
//~                             help: did you mean `en-GB`?
                everywhere { silence | _ => { language fr-FR; } then Bye }
                state Menu {
                    say it-CH: "Ciao.";
//~                     ^^^^^ Twilio does not speak `it-CH`
//~                     help: did you mean `it-IT`?
                    gather key or speech { say { de-AT: "Eins?", en-UK: "One?", fr-FR: "Un ?" } } match { 1 => Bye }
//~                               ^^^^^^ Twilio speaks `de-AT` but does not recognise it
//~                               help: write the language of the speech: `gather speech, language de-DE`
                }
                state Bye { language en-UK; hangup; }
            }
            "#,
        );
    }
}
