//! Properties of every document of every tree: complete, correctly nested, under its base URL, and small enough.

use std::collections::HashSet;

use bytes::Bytes;
use roxmltree::{Document, Node};

use super::{Documents, clinic::Clinic, walk};
use crate::{
    dialog::{call::Dialog, tree::PhoneTree},
    fixture::{Acme, Hotel},
};
use ivr_core::hours::OpenSet;

/// The elements that each element may contain.
const CONTENT: [(&str, &[&str]); 13] = [
    (
        "Response",
        &[
            "Say", "Play", "Pause", "Gather", "Dial", "Record", "Enqueue", "Redirect", "Hangup", "Reject",
            "Leave",
        ],
    ),
    ("Gather", &["Say", "Play", "Pause"]),
    ("Dial", &["Number"]),
    ("Number", &[]),
    ("Say", &["break", "emphasis", "lang", "p", "phoneme", "prosody", "s", "say-as", "sub", "w"]),
    ("Play", &[]),
    ("Pause", &[]),
    ("Record", &[]),
    ("Enqueue", &[]),
    ("Redirect", &[]),
    ("Hangup", &[]),
    ("Reject", &[]),
    ("Leave", &[]),
];

/// Returns every distinct document of a tree.
fn all<T: PhoneTree>(base: &str) -> HashSet<Bytes> {
    let dialog = Dialog::<T>::new().unwrap();
    let documents = Documents::new(&dialog, base).unwrap();
    let times: Vec<OpenSet> = (0..1 << dialog.description().hours.len()).map(OpenSet::from_bits).collect();
    let at = |open: OpenSet| {
        let replies = walk::replies(&dialog, &times).map(|reply| documents.reply(&dialog, reply, open));
        let on_error = dialog.languages().map(|language| documents.on_error(&dialog, language, open));
        replies.chain(on_error).chain([documents.answer(&dialog, open)]).collect::<Vec<_>>()
    };
    times.iter().flat_map(|open| at(*open)).collect()
}

fn check(document: &[u8], base: &str) {
    assert!(document.len() <= 64_000);
    let text = std::str::from_utf8(document).unwrap();
    let parsed = Document::parse(text).unwrap();
    let response = parsed.root_element();
    assert!(response.has_tag_name("Response"), "{text}");
    assert!(!text.contains("> <") && !text.contains('\n'), "no space between elements: {text}");
    for node in response.descendants().filter(Node::is_element) {
        let name = node.tag_name().name();
        let (_, content) = CONTENT.iter().find(|(parent, _)| *parent == name).unwrap();
        let children = node.children().filter(Node::is_element);
        for child in children {
            assert!(content.contains(&child.tag_name().name()), "{child:?} in {name}: {text}");
        }
        complete(node, base);
    }
    let verbs: Vec<_> = response.children().map(|verb| verb.tag_name().name()).collect();
    let last = verbs.last().copied().unwrap();
    assert!(["Redirect", "Hangup", "Reject", "Leave", "Dial", "Enqueue"].contains(&last), "{text}");
    assert!(last != "Reject" || verbs.len() == 1, "a rejected call hears nothing: {text}");
}

/// Checks that a verb that returns has an action, and that one that listens is followed by what happens on silence.
fn complete(verb: Node<'_, '_>, base: &str) {
    let action = verb.attribute("action");
    match verb.tag_name().name() {
        "Gather" | "Record" => {
            let after = verb.next_sibling().unwrap();
            assert!(after.has_tag_name("Redirect") && after.text() == action, "{after:?}");
            assert!(verb.has_attribute("finishOnKey"));
        }
        "Dial" | "Enqueue" => assert!(verb.next_sibling().is_none()),
        "Say" => {
            assert!(verb.has_attribute("language"));
            return;
        }
        _ => return,
    }
    assert!(action.unwrap().starts_with(&format!("{base}/")), "{action:?}");
    assert_eq!(verb.attribute("method"), Some("POST"));
}

#[test]
fn every_document_of_acme_is_complete() {
    let documents = all::<Acme>("https://example.com/acme");
    // Greeting with menu, menu, hours, sales, thanks, support, reception; four repeated questions; `on_error`; the end.
    assert_eq!(documents.len(), 13);
    for document in documents {
        check(&document, "https://example.com/acme");
    }
}

#[test]
fn every_document_of_the_hotel_is_complete() {
    for document in all::<Hotel>("/hotel") {
        check(&document, "/hotel");
    }
}

#[test]
fn every_document_of_the_clinic_is_complete() {
    for document in all::<Clinic>("/clinic") {
        check(&document, "/clinic");
    }
}
