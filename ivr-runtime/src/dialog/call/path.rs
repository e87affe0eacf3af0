//! Where a call is, as the end of a URL: its language where that is not the first, its state, its attempts.

use super::Flow;
use crate::dialog::tree::{At, Counters, Language, PhoneTree};

impl<T: PhoneTree> Flow<T> {
    /// Where a call is, as the last part of a URL: `Menu`, `Menu/2` after two attempts, `en-US/Menu/2` in another
    /// language than the first.
    #[must_use]
    pub fn path(&self, at: At<T>) -> String {
        let mut path = String::new();
        if at.language != Language::FIRST {
            path.push_str(self.tag(at.language));
            path.push('/');
        }
        path.push_str(at.state.name());
        if at.counters != Counters::ZERO {
            path.push_str(&format!("/{}", at.counters));
        }
        path
    }

    /// Reads what [`path`](Self::path) writes; `None` for a state that this tree does not have. In a language that
    /// it does not have, a call is in the first.
    #[must_use]
    pub fn locate(&self, path: &str) -> Option<At<T>> {
        let (name, counters) = match without_language(path).1.split_once('/') {
            Some((name, counters)) => (name, Counters::parse(counters)?),
            None => (without_language(path).1, Counters::ZERO),
        };
        self.named(name).map(|state| At { state, counters, language: self.language_of(path) })
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
    match path.split_once('/') {
        Some((tag, rest)) if tag.contains('-') => (Some(tag), rest),
        _ => (None, path),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{Acme, Hotel};

    #[test]
    fn a_place_reads_back_from_its_path() {
        let flow = Flow::<Acme>::new().unwrap();
        let asked = At { counters: Counters::ZERO.with(0, 3), ..At::fresh(Acme::Hours) };
        for (at, path) in [(At::fresh(Acme::Menu), "Menu"), (asked, "Hours/3")] {
            assert_eq!(flow.path(at), path);
            assert_eq!(flow.locate(path), Some(at));
        }
        for path in ["menu", "Nowhere", "Menu/", "Menu/01", "Menu/x", "Menu/2/3", "", "-", "en-US", "-/"] {
            assert_eq!(flow.locate(path), None, "{path}");
        }
    }

    #[test]
    fn another_language_than_the_first_stands_before_the_state() {
        let flow = Flow::<Hotel>::new().unwrap();
        let [french, english, _] = flow.languages().collect::<Vec<_>>()[..] else { panic!() };
        let asked = At { counters: Counters::ZERO.with(0, 2), ..At::fresh(Hotel::Menu) };
        for (at, path) in [
            (asked.speaking(french), "Menu/2"),
            (asked.speaking(english), "en-US/Menu/2"),
            (At::fresh(Hotel::Menu).speaking(english), "en-US/Menu"),
        ] {
            assert_eq!(flow.path(at), path);
            assert_eq!(flow.locate(path), Some(at));
        }
        assert_eq!(flow.locate("fr-FR/Menu/2"), Some(asked), "the first language may be named");
    }

    #[test]
    fn in_a_language_that_this_version_does_not_have_a_call_goes_on_in_the_first() {
        let flow = Flow::<Hotel>::new().unwrap();
        for tag in ["nl-NL", "EN-us", "-", "--", "en-US-", "é-\u{0}"] {
            assert_eq!(flow.locate(&format!("{tag}/Menu")), Some(At::fresh(Hotel::Menu)), "{tag}");
        }
        // A tree that lost its other languages is a tree of one.
        assert_eq!(Flow::<Acme>::new().unwrap().locate("fr-FR/Menu"), Some(At::fresh(Acme::Menu)));
        for path in ["en/Menu", "Menu/en-US", "en-US/en-US/Menu", "en-US/", "en-US/Nowhere"] {
            assert_eq!(flow.locate(path), None, "{path}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_path_is_too_odd_to_be_read(path in "(\\PC{0,6}-?/?){0,5}") {
            let flow = Flow::<Hotel>::new().unwrap();
            if let Some(at) = flow.locate(&path) {
                proptest::prop_assert_eq!(flow.locate(&flow.path(at)), Some(at));
            }
        }
    }
}
