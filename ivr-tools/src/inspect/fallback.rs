//! The documents that callers hear while no server answers, and instructions for them.

use std::fmt::Write as _;

use ivr_runtime::{
    call::Dialog,
    router::root,
    tree::PhoneTree,
    twiml::{self, Fallback},
};

/// A file and its content.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct File {
    /// `acme.xml`.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// Returns a document for each start of the tree, and a page with instructions.
///
/// ```
/// # use ivr_runtime::{call::Dialog, tree::*};
/// # #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)] enum Bye { Goodbye }
/// # impl PhoneTree for Bye { type App = (); type Data = (); const NAME: &'static str = "Bye";
/// #   const DESCRIPTION: &'static str = r#"{"name":"Bye","language":"en-US","starts":[{"state":"Goodbye"}],"states":[{"name":"Goodbye","lines":[{"say":{"text":"Goodbye."}}],"verb":"hangup"}]}"#;
/// #   const ACTIONS: &'static [Action<Self>] = &[];
/// #   fn states() -> &'static [Self] { &[Bye::Goodbye] }
/// #   fn index(self) -> usize { 0 } fn name(self) -> &'static str { "Goodbye" }
/// #   fn next(self, _: Event) -> Transition<Self> { Transition::End(Ending::Hangup) } }
/// let files = ivr_tools::inspect::fallback::files(&Dialog::<Bye>::new().unwrap());
/// assert_eq!(files.iter().map(|file| &*file.name).collect::<Vec<_>>(), ["bye.xml", "README.md"]);
/// ```
#[must_use]
pub fn files<T: PhoneTree>(dialog: &Dialog<T>) -> Vec<File> {
    let root = root::<T>();
    let tree = root.trim_start_matches('/');
    let starts = dialog.description().starts.iter().enumerate();
    let documents: Vec<(String, String, Fallback)> = starts
        .map(|(place, start)| {
            let (name, path) = match &start.name {
                None => (format!("{tree}.xml"), root.clone()),
                Some(start) => (format!("{tree}-{start}.xml"), format!("{root}/{start}")),
            };
            (name, path, twiml::fallback(dialog, place))
        })
        .collect();
    let readme = File { name: "README.md".to_owned(), text: readme::<T>(&documents) };
    let documents =
        documents.into_iter().map(|(name, _, fallback)| File { name, text: fallback.document + "\n" });
    documents.chain([readme]).collect()
}

fn readme<T: PhoneTree>(documents: &[(String, String, Fallback)]) -> String {
    let mut rows = String::new();
    for (name, path, fallback) in documents {
        let calls = match fallback.state {
            Some(state) => format!("{}, as state `{state}` does", fallback.numbers.join(", ")),
            None => "nobody; callers are asked to call again".to_owned(),
        };
        // Writing into a `String` cannot fail.
        let _ = writeln!(rows, "| `{name}` | `{path}` | {calls} |");
    }
    format!(
        "# While no server of {tree} answers\n\n\
         Callers hear these documents while no server answers. A document leads to no server of the tree and stores no data.\n\n\
         | document | for calls that begin at | calls |\n|---|---|---|\n{rows}\n\
         1. Host each document on a machine without any of the servers: in a TwiML Bin of Twilio, or on a static file host that \
         serves it as `text/xml`.\n\
         2. In Twilio's console, on the page of the number, under Voice, set “Primary handler fails” to the URL of its document, \
         HTTP GET. A TwiML Bin accepts GET and POST; a static file host usually accepts only GET.\n\
         3. Stop the servers, and call the number.\n\n\
         Twilio requests the document when a request of a call fails, also in the middle of a call. The caller then hears it from \
         its beginning, and the call ends after it. The numbers are called without `screen`, and no outcome is reported.\n\n\
         `fallback --overwrite` writes these files again after the tree has changed.\n",
        tree = T::NAME,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        fixture::Acme,
        simulator::twiml::{Verb, parse},
    };

    #[test]
    fn a_document_has_no_address_of_ours_and_nothing_that_twilio_warns_of() {
        let files = files(&Dialog::<Acme>::new().unwrap());
        let document = parse(&files[0].text).unwrap();
        assert_eq!(document.warnings, []);
        assert!(matches!(document.verbs.last(), Some(Verb::Hangup)));
        let dials = document.verbs.iter().filter(|verb| matches!(verb, Verb::Dial(_)));
        assert_eq!(dials.count(), 1);
        for ours in ["/acme", "action", "Redirect"] {
            assert!(!files[0].text.contains(ours), "{ours}: {}", files[0].text);
        }
        assert!(files[1].text.contains("| `acme.xml` | `/acme` | +12345678900, as state `Reception` does |"));
    }
}
