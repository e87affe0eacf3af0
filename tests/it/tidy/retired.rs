//! Names that were replaced: `docs/glossary.md` has the ones in use.

use super::files;

/// Identifiers, and phrases of the prose. `docs/design.md` and `CHANGELOG.md` tell the history, and the parser answers
/// words of earlier versions with the new ones.
const IDENTIFIERS: [&str; 33] = [
    "Heard",
    "Wording",
    "wording",
    "Trouble",
    "in_trouble",
    "UnknownHeard",
    "WAYS",
    "KEEPS",
    "LIVE",
    "Ear",
    "Edition",
    "Editions",
    "Errands",
    "Footing",
    "Hangups",
    "Hole",
    "BadField",
    "BadAddress",
    "BadSsml",
    "Whims",
    "Scrutiny",
    "Objection",
    "Sayings",
    "Manner",
    "Repertoire",
    "Misfit",
    "PATIENCE",
    "TROUBLED_PATIENCE",
    "LONGEST",
    "MOST",
    "refutation",
    "catalogue",
    "errands",
];
const PHRASES: [&str; 11] = [
    "the provider",
    "words for trouble",
    "in trouble",
    "comes true",
    "is no UTF-8",
    "in the place of",
    "Result as Written",
    "At::take",
    "says `listen`",
    "the telephone's words",
    "ivr_words_",
];

#[test]
fn retired_names_are_gone() {
    let mut found = Vec::new();
    for file in files(&["rs", "md", "txt", "stderr", "html", "js"]) {
        if ["tests/it/tidy/retired.rs", "docs/design.md", "CHANGELOG.md"].contains(&file.path.as_str()) {
            continue;
        }
        for (number, line) in file.text.lines().enumerate() {
            let words = line.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
            let mut retired = words.filter(|word| file.path.ends_with(".rs") && IDENTIFIERS.contains(word));
            let phrase = PHRASES.into_iter().find(|phrase| line.contains(phrase));
            if let Some(name) = retired.next().or(phrase) {
                found.push(format!("{}:{}: `{name}`", file.path, number + 1));
            }
        }
    }
    assert!(found.is_empty(), "docs/glossary.md has the names in use:\n{}", found.join("\n"));
}
