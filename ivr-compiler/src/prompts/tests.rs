//! Trees whose words stand in a file: what is told of both.

use std::cell::RefCell;

thread_local! {
    /// A file that is not there, for a test that reads it.
    static PRETENDED: RefCell<Option<(String, String)>> = const { RefCell::new(None) };
}

/// Lets `test` find this text where it looks for `prompts.toml`.
pub(crate) fn with_prompts<R>(text: &str, test: impl FnOnce() -> R) -> R {
    PRETENDED.set(Some(("prompts.toml".to_owned(), text.to_owned())));
    let result = test();
    PRETENDED.set(None);
    result
}

pub(super) fn pretended(file: &str) -> Option<String> {
    PRETENDED.with_borrow(|pretended| {
        pretended.as_ref().filter(|(name, _)| name == file).map(|(_, text)| text.clone())
    })
}
