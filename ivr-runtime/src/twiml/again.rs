//! Requests the same URL again, because another server may answer it.

use bytes::Bytes;

use super::{Documents, xml::Xml};
use crate::dialog::tree::PhoneTree;

/// The pause before the request is repeated, in seconds.
const PAUSE: u8 = 1;

impl<T: PhoneTree> Documents<T> {
    /// Returns a document that requests the URL that ends in `target` again, with or without a pause.
    pub(crate) fn again(&self, target: &str, is_paused: bool) -> Bytes {
        let text = Xml::document("Response", |xml| {
            if is_paused {
                xml.element("Pause").with("length", PAUSE).empty();
            }
            xml.element("Redirect").with("method", "POST").text(format_args!("{}{target}", self.base));
        });
        Bytes::from(text)
    }
}

#[cfg(test)]
mod tests {
    use crate::{dialog::call::Dialog, fixture::Acme, twiml::Documents};

    #[test]
    fn the_query_is_escaped_and_the_pause_stands_first() {
        let documents = Documents::new(&Dialog::<Acme>::new().unwrap(), "https://a.example/acme").unwrap();
        let again = documents.again("/Menu?Digits=1&ivr-retry=2", true);
        let text = String::from_utf8(again.to_vec()).unwrap();
        let expected = "<Response><Pause length=\"1\"/><Redirect method=\"POST\">\
                        https://a.example/acme/Menu?Digits=1&amp;ivr-retry=2</Redirect></Response>";
        assert!(text.ends_with(expected), "{text}");
        let first = documents.again("/Menu?ivr-retry=1", false);
        assert!(!String::from_utf8(first.to_vec()).unwrap().contains("Pause"));
    }
}
