//! The position of a call as the end of a URL: its language if it is not the first, its state, its attempts.

use super::Dialog;
use crate::dialog::tree::{Counters, Language, PhoneTree, Position};
use ivr_core::condition::Conditions;

impl<T: PhoneTree> Dialog<T> {
    /// Returns the last part of the URL for a position: `Menu`; `Menu/2` after two attempts; `en-US/Menu/2` in a
    /// language other than the first; `Menu.open/2` if the condition `open` held when the state asked.
    #[must_use]
    pub fn path(&self, at: Position<T>) -> String {
        let mut path = String::new();
        if at.language != Language::FIRST {
            path.push_str(self.tag(at.language));
            path.push('/');
        }
        path.push_str(at.state.name());
        for (place, name) in self.condition_names(at.state).iter().enumerate() {
            if at.conditions.has(place) {
                path.push('.');
                path.push_str(name);
            }
        }
        if at.counters != Counters::ZERO {
            path.push_str(&format!("/{}", at.counters));
        }
        path
    }

    /// Parses the output of [`path`](Self::path). Returns `None` for an unknown state. An unknown language becomes
    /// the first language, and an unknown condition is ignored.
    #[must_use]
    pub fn locate(&self, path: &str) -> Option<Position<T>> {
        let (name, counters) = match without_language(path).1.split_once('/') {
            Some((name, counters)) => (name, Counters::parse(counters)?),
            None => (without_language(path).1, Counters::ZERO),
        };
        let mut parts = name.split('.');
        let state = self.named(parts.next()?)?;
        let names = self.condition_names(state);
        let conditions = parts.filter_map(|part| names.iter().position(|name| name == part));
        let conditions = conditions.fold(Conditions::NONE, |held, place| held.with(place, true));
        Some(Position { state, counters, language: self.language_of(path), conditions })
    }

    /// Returns whether the tree has the language in a path, if there is one.
    pub(crate) fn speaks(&self, path: &str) -> bool {
        without_language(path).0.is_none_or(|tag| self.language(tag).is_some())
    }

    /// Returns the language of a call with this path, even if the state is unknown.
    pub(crate) fn language_of(&self, path: &str) -> Language {
        without_language(path).0.and_then(|tag| self.language(tag)).unwrap_or_default()
    }
}

/// Splits a path into its language and the rest. A language tag contains a hyphen, and a name of a state cannot.
pub fn without_language(path: &str) -> (Option<&str>, &str) {
    // The fast path: most paths have no language, so their first segment has no hyphen.
    let has_hyphen = path.bytes().take_while(|byte| *byte != b'/').any(|byte| byte == b'-');
    match has_hyphen.then(|| path.split_once('/')).flatten() {
        Some((tag, rest)) => (Some(tag), rest),
        None => (None, path),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{Acme, Hotel};

    #[test]
    fn a_place_reads_back_from_its_path() {
        let dialog = Dialog::<Acme>::new().unwrap();
        let asked = Position { counters: Counters::ZERO.with(0, 3), ..Position::fresh(Acme::Hours) };
        for (at, path) in [(Position::fresh(Acme::Menu), "Menu"), (asked, "Hours/3")] {
            assert_eq!(dialog.path(at), path);
            assert_eq!(dialog.locate(path), Some(at));
        }
        for path in ["menu", "Nowhere", "Menu/", "Menu/01", "Menu/x", "Menu/2/3", "", "-", "en-US", "-/"] {
            assert_eq!(dialog.locate(path), None, "{path}");
        }
    }

    #[test]
    fn another_language_than_the_first_stands_before_the_state() {
        let dialog = Dialog::<Hotel>::new().unwrap();
        let [french, english, _] = dialog.languages().collect::<Vec<_>>()[..] else { panic!() };
        let asked = Position { counters: Counters::ZERO.with(0, 2), ..Position::fresh(Hotel::Menu) };
        for (at, path) in [
            (asked.speaking(french), "Menu/2"),
            (asked.speaking(english), "en-US/Menu/2"),
            (Position::fresh(Hotel::Menu).speaking(english), "en-US/Menu"),
        ] {
            assert_eq!(dialog.path(at), path);
            assert_eq!(dialog.locate(path), Some(at));
        }
        assert_eq!(dialog.locate("fr-FR/Menu/2"), Some(asked), "the first language may be named");
    }

    #[test]
    fn in_a_language_that_this_version_does_not_have_a_call_goes_on_in_the_first() {
        let dialog = Dialog::<Hotel>::new().unwrap();
        for tag in ["nl-NL", "EN-us", "-", "--", "en-US-", "é-\u{0}"] {
            assert_eq!(dialog.locate(&format!("{tag}/Menu")), Some(Position::fresh(Hotel::Menu)), "{tag}");
        }
        // The URL of a call that began when the tree still had several languages.
        assert_eq!(Dialog::<Acme>::new().unwrap().locate("fr-FR/Menu"), Some(Position::fresh(Acme::Menu)));
        for path in ["en/Menu", "Menu/en-US", "en-US/en-US/Menu", "en-US/", "en-US/Nowhere"] {
            assert_eq!(dialog.locate(path), None, "{path}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_path_is_too_odd_to_be_read(path in "(\\PC{0,6}-?/?){0,5}") {
            let dialog = Dialog::<Hotel>::new().unwrap();
            if let Some(at) = dialog.locate(&path) {
                proptest::prop_assert_eq!(dialog.locate(&dialog.path(at)), Some(at));
            }
        }
    }
}
