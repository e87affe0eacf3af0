//! Where a call is, as the end of a URL: its language where that is not the first, its state, its attempts.

use super::Dialog;
use crate::dialog::tree::{Counters, Language, PhoneTree, Position};
use ivr_core::condition::Conditions;

impl<T: PhoneTree> Dialog<T> {
    /// Where a call is, as the last part of a URL: `Menu`, `Menu/2` after two attempts, `en-US/Menu/2` in another
    /// language than the first, `Menu.open/2` where the condition `open` held when the state asked.
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

    /// Reads what [`path`](Self::path) writes; `None` for a state that this tree does not have. In a language that
    /// it does not have, a call is in the first; a condition that the state does not have means nothing.
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

    /// Whether the tree has the language that a path names, if it names one.
    pub(crate) fn speaks(&self, path: &str) -> bool {
        without_language(path).0.is_none_or(|tag| self.language(tag).is_some())
    }

    /// What a call at this path speaks, whether or not there is such a state.
    pub(crate) fn language_of(&self, path: &str) -> Language {
        without_language(path).0.and_then(|tag| self.language(tag)).unwrap_or_default()
    }
}

/// The language that a path names, and the rest of it. A tag has a hyphen in it, and no name of a state has one.
pub fn without_language(path: &str) -> (Option<&str>, &str) {
    // Most paths name none, which their first segment tells.
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
        // A tree that lost its other languages is a tree of one.
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
