//! What a file must be for a tree of two languages, and for one of a single language.

use super::*;

fn key(name: &str) -> Key<'_> {
    Key { name, optional: false, ssml: false, built: None }
}

fn told_of(source: &str, keys: Vec<Key<'_>>) -> Vec<String> {
    let asked = Asked { languages: vec![("fr-FR", 3000), ("en-US", 60)], keys };
    read_prompts(source, &asked).expect_err(source).iter().map(PromptError::to_string).collect()
}

fn told(source: &str) -> Vec<String> {
    let news = Key { name: "news", optional: true, ssml: false, built: None };
    told_of(&format!("{source}\n[news]\non = false\nfr-FR = 'A'\nen-US = 'B'"), vec![key("welcome"), news])
}

#[test]
fn every_key_has_its_texts_in_the_order_of_the_languages() {
    let source = "[news]\nen-US = 'B'\non = false\nfr-FR = \"\"\"\nDeux\n lignes \"\"\"\n[welcome]\nfr-FR = '{n:digits}'\nen-US = '{ n : digits }!'";
    let news = Key { name: "news", optional: true, ssml: false, built: None };
    let asked = Asked { languages: vec![("fr-FR", 30), ("en-US", 30)], keys: vec![key("welcome"), news] };
    let found = read_prompts(source, &asked).unwrap();
    let texts: Vec<_> =
        found.iter().map(|prompt| (prompt.on, prompt.texts[0].0.as_str(), prompt.texts[1].1.line)).collect();
    assert_eq!(texts, [(true, "{n:digits}", 9), (false, "Deux lignes", 2)]);
}

#[test]
fn a_tree_of_one_language_needs_no_table() {
    let asked = Asked { languages: vec![("en-US", 30)], keys: vec![key("welcome"), key("bye")] };
    let found = read_prompts("welcome = 'Hello.'\n[bye]\nen-US = 'Goodbye.'", &asked).unwrap();
    assert_eq!(found[0].texts[0].0, "Hello.");
    assert_eq!(found[1].texts[0].0, "Goodbye.");
    assert_eq!(
        told_of("welcome = 'Hello.'", vec![key("welcome")]),
        [
            "line 1, column 1: `welcome` has one text, but the tree speaks `fr-FR` and `en-US` (write `[welcome]`, and below it `fr-FR = \"…\"` for each of them)"
        ]
    );
}

#[test]
fn a_key_that_is_missing_or_misspelt_is_told_once() {
    let spelt = "fr-FR = 'A'\nen-US = 'B'";
    assert_eq!(
        told(&format!("[welcom]\n{spelt}")),
        ["line 1, column 2: entry `welcome` is missing, and `welcom` is never used (did you mean `welcom`?)"]
    );
    // In a program that is already built, the file is wrong.
    let built = Key { name: "welcome", optional: false, ssml: false, built: Some(Vec::new()) };
    assert_eq!(
        told_of(&format!("[welcom]\n{spelt}"), vec![built]),
        ["line 1, column 2: `welcom` is never used, and `welcome` is missing (did you mean `welcome`?)"]
    );
    assert_eq!(told(""), ["entry `welcome` is missing (write `[welcome]` and its texts)"]);
    assert_eq!(
        told(&format!("[welcome]\n{spelt}\n[goodbye]\n{spelt}")),
        ["line 4, column 2: `goodbye` is never used (remove it, or use it in the tree)"]
    );
    assert_eq!(told_of(" \n# nothing", vec![key("a")]), ["it is empty (every prompt has an entry `[name]`)"]);
}

#[test]
fn a_language_that_is_missing_or_misspelt_is_told_once() {
    for (lines, message) in [
        (
            "fr-FR = 'A'",
            "line 1, column 2: `welcome` has no text in `en-US` (write `en-US = \"…\"` below it)",
        ),
        (
            "fr-FR = 'A'\nen-UK = 'B'",
            "line 3, column 1: the tree does not speak `en-UK` (did you mean `en-US`?)",
        ),
        (
            "fr-FR = 'A'\nen-US = 'B'\nde-DE = 'C'",
            "line 4, column 1: the tree does not speak `de-DE` (it speaks `fr-FR` and `en-US`)",
        ),
        (
            "fr-FR = 'A'\nen-US = true",
            "line 3, column 1: `welcome` has no text here (a text must be in quotes)",
        ),
        (
            "fr-FR = ' '\nen-US = 'B'",
            "line 2, column 1: `welcome` has no text here (write the words, or remove the line)",
        ),
    ] {
        assert_eq!(told(&format!("[welcome]\n{lines}")), [message]);
    }
}

#[test]
fn only_what_is_optional_has_a_switch_and_it_says_which() {
    let texts = "fr-FR = 'A'\nen-US = 'B'";
    assert_eq!(
        told(&format!("[welcome]\n{texts}\non = false")),
        [
            "line 4, column 1: `welcome` is always said (remove `on`, or write `say welcome, optional;` in the tree)"
        ]
    );
    let optional = || vec![Key { name: "news", optional: true, ssml: false, built: None }];
    assert_eq!(
        told_of(&format!("[news]\n{texts}"), optional()),
        ["line 1, column 2: `news` needs `on` (write `on = true` or `on = false`)"]
    );
    assert_eq!(
        told_of(&format!("[news]\n{texts}\non = 'false'"), optional()),
        ["line 4, column 1: `on` is `true` or `false`, without quotes (write `on = true` or `on = false`)"]
    );
}

#[test]
fn a_text_is_one_that_a_document_carries_and_a_voice_takes() {
    for (line, message) in [
        ("en-US = \"a\\u0008b\"", "no document can carry the character U+0008 (remove it)".to_owned()),
        (
            "en-US = 'This is by far too long a text to be said at once, so nobody hears it.'",
            "this has 70 characters, but the voice takes at most 60 at once (use fewer words)".to_owned(),
        ),
        (
            "en-US = 'Zip {zip'",
            "a `{` without its `}` (write `{field}`, or `{field:format}` with one of `digits`, `money`, `date`, `time`, `plural one|other`, `plural_word one|other`; a brace that is spoken is `{{`)".to_owned(),
        ),
    ] {
        assert_eq!(told(&format!("[welcome]\nfr-FR = 'A'\n{line}")), [format!("line 3, column 1: {message}")]);
    }
}

#[test]
fn languages_speak_the_same_values() {
    for (french, english, message) in [
        ("{a} {b}", "{b}", Some("`{a}` is spoken in `fr-FR`, and not in `en-US`")),
        ("{a}", "{b:digits} {a}", Some("`{b}` is spoken in `en-US`, and not in `fr-FR`")),
        ("{a:plural x|y} {b}", "{b} {a:plural u|v} {b}", None),
    ] {
        let source = format!("[welcome]\nfr-FR = '{french}'\nen-US = '{english}'");
        let asked = Asked { languages: vec![("fr-FR", 30), ("en-US", 30)], keys: vec![key("welcome")] };
        let told = read_prompts(&source, &asked).err().map(|errors| errors[0].message.clone());
        assert_eq!(told.as_deref(), message, "{source}");
    }
}

#[test]
fn a_program_speaks_the_values_it_was_built_with() {
    let built = || {
        let kept = |language, written| Kept { language, written };
        let built = vec![kept("fr-FR", "{n:plural a|b}"), kept("en-US", "{n:plural c|d}")];
        vec![Key { name: "welcome", optional: false, ssml: false, built: Some(built) }]
    };
    let told = |french: &str, english: &str| {
        let asked = Asked { languages: vec![("fr-FR", 50), ("en-US", 50)], keys: built() };
        let found = read_prompts(&format!("[welcome]\nfr-FR='{french}'\nen-US='{english}'"), &asked);
        found.err().map(|errors| errors.iter().map(PromptError::to_string).collect::<Vec<_>>())
    };
    assert_eq!(told("Deux {n:plural a|b} et {n: plural a | b}", "{n:plural c|d}"), None);
    assert_eq!(
        told("{n:plural a|c}", "Nothing"),
        Some(vec![
            "line 2, column 1: `{n:plural a|c}` is not a value of `welcome` (it has `{n:plural a|b}`)".to_owned(),
            "line 3, column 1: `welcome` must say `{n:plural c|d}` (write `{n:plural c|d}` where the value is spoken)".to_owned(),
        ])
    );
}

#[test]
fn a_file_that_is_cut_off_anywhere_is_refused_or_says_the_same() {
    let source =
        "[welcome]\nfr-FR = 'A'\nen-US = 'B'\n\n[news]\nfr-FR = 'A'\nen-US = 'B'\non = false\n# the end\n";
    let asked = || {
        let news = Key { name: "news", optional: true, ssml: false, built: None };
        Asked { languages: vec![("fr-FR", 30), ("en-US", 30)], keys: vec![key("welcome"), news] }
    };
    let whole = read_prompts(source, &asked()).unwrap();
    let mut refused = 0;
    for length in 0..source.len() {
        match read_prompts(&source[..length], &asked()) {
            Ok(part) => assert_eq!(part, whole, "{length}"),
            Err(_) => refused += 1,
        }
    }
    assert!(refused > source.len() * 3 / 4, "{refused} of {}", source.len());
}

/// What stands between the first fences of this kind in the page for whoever edits the file.
fn page(kind: &str) -> String {
    let page = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/words.md"));
    let fence = format!("```{kind}\n");
    page.split(&fence).nth(1).unwrap().split("```").next().unwrap().to_owned()
}

#[test]
fn the_page_for_who_edits_the_file_shows_one_that_is_taken_and_a_mistake_as_it_is_told() {
    let keys = || {
        let announcement = Key { name: "announcement", optional: true, ssml: false, built: None };
        vec![key("welcome"), announcement, key("menu")]
    };
    let file = page("toml");
    let asked = Asked { languages: vec![("fr-FR", 3000), ("en-US", 3000)], keys: keys() };
    let found = read_prompts(&file, &asked).unwrap();
    assert!(!found[1].on && found[2].texts[0].0.ends_with("tapez un. Pour une personne, tapez zéro."));
    let told = told_of(&file.replace("en-US = \"Our offices are closed today.\"", ""), keys());
    assert!(page("text").replace('\n', " ").contains(&told[0]), "{told:?}");
}
