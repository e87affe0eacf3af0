//! Compares an entry of a prompt file with the languages of the tree.

use super::{
    Key, Location, Prompt, PromptError, nearest,
    read::{Entry, Item, Value},
    text::{self, Spoken},
};

/// The key that switches an entry on and off.
const ON: &str = "on";

/// Returns the texts of the entry in each language, or `None` after reporting errors.
pub(super) fn prompt(
    entry: &Entry,
    key: &Key<'_>,
    languages: &[(&str, usize)],
    errors: &mut Vec<PromptError>,
) -> Option<Prompt> {
    let before = errors.len();
    let on = switch(entry, key, errors);
    let texts = texts(entry, key.ssml, languages, errors);
    if errors.len() == before {
        let spoken: Vec<_> = languages
            .iter()
            .zip(&texts)
            .map(|((tag, _), (text, place))| (*tag, text.as_str(), *place))
            .collect();
        errors.extend(differing(key, &spoken));
    }
    (errors.len() == before).then(|| Prompt { key: entry.name.clone(), on, texts })
}

/// Returns whether the entry is said.
fn switch(entry: &Entry, key: &Key<'_>, errors: &mut Vec<PromptError>) -> bool {
    let name = key.name;
    let error = |place, message: String| PromptError::new("bad_switch", place, message).of(name);
    let item = entry.items.iter().find(|item| item.name.as_deref() == Some(ON));
    match (item.map(|item| (&item.value, item.place)), key.optional) {
        (None, false) => {}
        (Some((Value::Switch(on), _)), true) => return *on,
        (Some((Value::Text(_), place)), true) => {
            let message = "`on` is `true` or `false`, without quotes".to_owned();
            errors.push(error(place, message).help("write `on = true` or `on = false`"));
        }
        (Some((_, place)), false) => {
            let message = format!("`{name}` is always said");
            let help = format!("remove `on`, or write `say {name}, optional;` in the tree");
            errors.push(error(place, message).help(help));
        }
        (None, true) => {
            let message = format!("`{name}` needs `on`");
            errors.push(error(entry.place, message).help("write `on = true` or `on = false`"));
        }
    }
    true
}

/// Returns the texts in the order of the languages. Texts with errors are missing.
fn texts(
    entry: &Entry,
    ssml: bool,
    languages: &[(&str, usize)],
    errors: &mut Vec<PromptError>,
) -> Vec<(String, Location)> {
    let name = &entry.name;
    if let [Item { name: None, place, value }] = entry.items.as_slice() {
        return match (value, languages) {
            (Value::Text(said), [(tag, most)]) => {
                taken(name, Spoken { tag, most: *most, ssml }, said, *place, errors).into_iter().collect()
            }
            (Value::Text(_), _) => {
                let message = format!("`{name}` has one text, but the tree speaks {}", listed(languages));
                let (first, _) = languages.first().copied().unwrap_or_default();
                let help = format!("write `[{name}]`, and below it `{first} = \"…\"` for each of them");
                errors.push(PromptError::new("missing_language", *place, message).of(name).help(help));
                Vec::new()
            }
            (Value::Switch(_), _) => {
                errors.push(no_text(name, *place));
                Vec::new()
            }
        };
    }
    let mut missing: Vec<&str> = Vec::new();
    let mut found = Vec::new();
    for (tag, most) in languages {
        let item = entry.items.iter().find(|item| item.name.as_deref() == Some(*tag));
        match item.map(|item| (&item.value, item.place)) {
            Some((Value::Text(said), place)) => {
                found.extend(taken(name, Spoken { tag, most: *most, ssml }, said, place, errors));
            }
            Some((Value::Switch(_), place)) => errors.push(no_text(name, place)),
            None => missing.push(tag),
        }
    }
    for item in &entry.items {
        let Some(other) = item.name.as_deref().filter(|other| *other != ON) else { continue };
        if !languages.iter().any(|(tag, _)| *tag == other) {
            let meant = nearest(other, missing.iter().copied());
            missing.retain(|tag| Some(*tag) != meant);
            errors.push(unknown(name, other, item.place, meant, languages));
        }
    }
    for tag in missing {
        let message = format!("`{name}` has no text in `{tag}`");
        let error = PromptError::new("missing_language", entry.place, message).of(name);
        errors.push(error.help(format!("write `{tag} = \"…\"` below it")));
    }
    found
}

fn taken(
    key: &str,
    spoken: Spoken<'_>,
    said: &str,
    place: Location,
    errors: &mut Vec<PromptError>,
) -> Option<(String, Location)> {
    let said = text::folded(said);
    let error = text::errors(key, spoken, &said, place);
    let sound = error.is_none();
    errors.extend(error);
    sound.then_some((said, place))
}

fn no_text(name: &str, place: Location) -> PromptError {
    let error = PromptError::new("missing_language", place, format!("`{name}` has no text here"));
    error.of(name).help("a text must be in quotes")
}

fn unknown(
    key: &str,
    name: &str,
    place: Location,
    meant: Option<&str>,
    languages: &[(&str, usize)],
) -> PromptError {
    let error =
        PromptError::new("unknown_language", place, format!("the tree does not speak `{name}`")).of(key);
    match meant.or_else(|| nearest(name, [ON].into_iter())) {
        Some(meant) => error.help(format!("did you mean `{meant}`?")),
        None => error.help(format!("it speaks {}", listed(languages))),
    }
}

fn listed(languages: &[(&str, usize)]) -> String {
    let tags: Vec<String> = languages.iter().map(|(tag, _)| format!("`{tag}`")).collect();
    match tags.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => tags.concat(),
    }
}

/// Checks that the languages have the same placeholders, and that they are those of the program.
fn differing(key: &Key<'_>, texts: &[(&str, &str, Location)]) -> Vec<PromptError> {
    match &key.built {
        Some(built) => {
            let wanted = |tag: &str| -> Vec<String> {
                let mut written: Vec<String> = built
                    .iter()
                    .filter(|kept| kept.language == tag)
                    .map(|kept| kept.written.to_owned())
                    .collect();
                written.sort();
                written
            };
            texts
                .iter()
                .filter_map(|(tag, text, place)| as_built(key.name, text, &wanted(tag), *place))
                .collect()
        }
        None => {
            let Some(((first, text, _), others)) = texts.split_first() else { return Vec::new() };
            let names = |text: &str| -> Vec<String> {
                let mut names: Vec<String> =
                    text::placeholders(text).into_iter().map(|(name, _)| name).collect();
                names.dedup();
                names
            };
            let wanted = names(text);
            let differs = others.iter().filter(|(_, text, _)| names(text) != wanted);
            differs
                .map(|(tag, text, place)| unlike(key.name, (first, &wanted), (tag, &names(text)), *place))
                .collect()
        }
    }
}

fn as_built(key: &str, text: &str, wanted: &[String], place: Location) -> Option<PromptError> {
    let said: Vec<String> = text::placeholders(text).into_iter().map(|(_, written)| written).collect();
    let error = |message: String| PromptError::new("placeholder_differs", place, message).of(key);
    if let Some(new) = said.iter().find(|written| !wanted.contains(written)) {
        let error = error(format!("`{new}` is not a value of `{key}`"));
        return Some(match wanted {
            [] => error.help("it has none; a brace that is spoken is `{{`"),
            _ => error.help(format!("it has `{}`", wanted.join("`, `"))),
        });
    }
    let lost = wanted.iter().find(|written| !said.contains(written))?;
    Some(
        error(format!("`{key}` must say `{lost}`")).help(format!("write `{lost}` where the value is spoken")),
    )
}

fn unlike(key: &str, first: (&str, &[String]), other: (&str, &[String]), place: Location) -> PromptError {
    let (lost, by, not) = match first.1.iter().find(|name| !other.1.contains(name)) {
        Some(lost) => (lost.as_str(), first.0, other.0),
        None => {
            let more = other.1.iter().find(|name| !first.1.contains(name));
            (more.map_or("", String::as_str), other.0, first.0)
        }
    };
    let message = format!("`{{{lost}}}` is spoken in `{by}`, and not in `{not}`");
    PromptError::new("placeholder_differs", place, message)
        .of(key)
        .help("speak the same values in every language, in whatever order")
}
