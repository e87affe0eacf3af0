//! Parses a document to its verbs: checks well-formedness, the root, and the schema.

use roxmltree::{Node, ParsingOptions};

use super::{Document, verbs, vocabulary::Element};
use crate::simulator::alert::Alert;

/// The maximum size of a document at Twilio.
pub(crate) const MAX_DOCUMENT_LENGTH: usize = 64 * 1024;

/// The maximum depth of elements, far more than a real document has.
const DEEPEST: usize = 64;

/// Parses a document.
///
/// Fails like Twilio: 11750 for a document that is too long, 12100 if it is not XML, 12102 for another root.
/// Everything else is a warning, and the wrong part is skipped or has its default.
pub(crate) fn parse(text: &str) -> Result<Document, Alert> {
    if text.len() > MAX_DOCUMENT_LENGTH {
        return Err(Alert::fatal(11750, format!("the document has {} bytes, more than 64 kB", text.len())));
    }
    prolog(text)?;
    let options = ParsingOptions { nodes_limit: MAX_DOCUMENT_LENGTH as u32, ..ParsingOptions::default() };
    let xml = roxmltree::Document::parse_with_options(text, options)
        .map_err(|error| Alert::fatal(12100, format!("the document is not XML: {error}")))?;
    let root = xml.root_element();
    if !root.has_tag_name("Response") {
        let name = root.tag_name().name();
        return Err(Alert::fatal(12102, format!("the root is `<{name}>`, not `<Response>`")));
    }
    if xml.descendants().any(|node| node.ancestors().nth(DEEPEST).is_some()) {
        return Err(Alert::fatal(12100, format!("the document is nested more than {DEEPEST} deep")));
    }
    let mut document = Document::default();
    check(root, &mut document.warnings);
    for child in root.children().filter(Node::is_element) {
        // An element that the schema does not allow here has been reported and is not executed.
        if let Some(element) = allowed(root, child) {
            document.verbs.push(verbs::verb(child, element.name, &mut document.warnings));
        }
    }
    Ok(document)
}

/// Checks that nothing precedes the XML declaration: Twilio's error 12100 names a blank line as its first cause.
fn prolog(text: &str) -> Result<(), Alert> {
    let before = |what: &str| Err(Alert::fatal(12100, format!("{what} precedes the document")));
    if text.starts_with('\u{feff}') {
        return before("a byte order mark");
    }
    match text.find("<?xml ") {
        Some(at) if at > 0 && text.get(..at).is_some_and(|blank| blank.trim().is_empty()) => {
            before("a space or an empty line")
        }
        _ => Ok(()),
    }
}

fn allowed(parent: Node<'_, '_>, child: Node<'_, '_>) -> Option<&'static Element> {
    let name = child.tag_name().name();
    let parent = Element::named(parent.tag_name().name())?;
    Element::named(name).filter(|_| parent.may_contain(name))
}

/// Reports what the schema does not allow in `node` and below.
fn check(node: Node<'_, '_>, warnings: &mut Vec<Alert>) {
    let name = node.tag_name().name();
    let Some(element) = Element::named(name) else { return };
    for attribute in node.attributes().filter(|attribute| !element.has_attribute(attribute.name())) {
        warnings.push(Alert::warning(12200, format!("`<{name}>` has no attribute `{}`", attribute.name())));
    }
    for attribute in node.attributes().filter(|attribute| is_passed_over(name, attribute.name())) {
        let text = format!("`{}` of `<{name}>` is not requested by this phone", attribute.name());
        warnings.push(Alert::remark(text));
    }
    for child in node.children() {
        if child.is_element() && allowed(node, child).is_none() {
            warnings.push(misplaced(name, child.tag_name().name()));
        } else if child.is_element() {
            check(child, warnings);
        } else if !element.text && child.is_text() && child.text().is_some_and(|text| !text.trim().is_empty())
        {
            warnings.push(Alert::warning(12200, format!("`<{name}>` must not contain text")));
        }
    }
}

/// Returns whether the attribute names a URL that Twilio requests outside of the call and this simulator does not:
/// documents for callees or waiting callers, and reports of events.
fn is_passed_over(element: &str, attribute: &str) -> bool {
    match attribute {
        "recordingStatusCallback" => !matches!(element, "Record" | "Dial"),
        "transcribeCallback" => element != "Record",
        "statusCallback"
        | "amdStatusCallback"
        | "eventCallbackUrl"
        | "partialResultCallback"
        | "referUrl" => true,
        "url" => matches!(element, "Client" | "Sip" | "Queue" | "WhatsApp" | "Application"),
        _ => false,
    }
}

fn misplaced(parent: &str, child: &str) -> Alert {
    if Element::named(child).is_none() {
        return Alert::warning(12200, format!("`<{child}>` is not an element of TwiML"));
    }
    let code = match parent {
        "Gather" => 13320,
        "Dial" => 13215,
        _ => 12200,
    };
    Alert::warning(code, format!("`<{child}>` is not allowed in `<{parent}>`"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulator::{
        request::Method,
        twiml::{Gather, Prompt, Sound, Verb},
    };

    fn read(inner: &str) -> Document {
        parse(&format!("<Response>{inner}</Response>")).unwrap()
    }

    fn codes(inner: &str) -> Vec<u16> {
        read(inner).warnings.iter().filter_map(Alert::code).collect()
    }

    fn gather(inner: &str) -> Gather {
        match read(inner).verbs.remove(0) {
            Verb::Gather(gather) => gather,
            other => panic!("{other:?}"),
        }
    }

    fn fatal(text: &str) -> Option<u16> {
        let alert = parse(text).unwrap_err();
        assert!(alert.is_fatal());
        alert.code()
    }

    #[test]
    fn what_is_no_document_is_fatal() {
        assert_eq!(fatal(""), Some(12100));
        assert_eq!(fatal("<Response><Say></Response>"), Some(12100));
        assert_eq!(fatal("<!DOCTYPE x [<!ENTITY a 'b'>]><Response>&a;</Response>"), Some(12100));
        let declared = "<?xml version='1.0' encoding='UTF-8'?><Response/>";
        assert!(parse(declared).is_ok());
        for before in [" ", "\n", "\r\n\t", "\u{feff}", "Warning: headers already sent\n"] {
            assert_eq!(fatal(&format!("{before}{declared}")), Some(12100), "{before:?}");
        }
        // Without a declaration, XML may begin and end with white space.
        assert!(parse("\n <Response/>\n").is_ok());
        assert_eq!(fatal("<Response/>x"), Some(12100));
        assert_eq!(fatal("<Response/><Response/>"), Some(12100));
        assert_eq!(fatal("{}"), Some(12100));
        assert_eq!(fatal("<html/>"), Some(12102));
        assert_eq!(fatal("<response/>"), Some(12102));
        assert_eq!(fatal(&format!("<Response><Say>{}</Say></Response>", "a".repeat(65536))), Some(11750));
    }

    #[test]
    fn a_document_without_a_bottom_is_refused() {
        let nested = |levels: usize| {
            let (open, close) = ("<lang>".repeat(levels), "</lang>".repeat(levels));
            parse(&format!("<Response><Say>{open}Hi{close}</Say></Response>"))
        };
        assert!(nested(60).is_ok());
        assert_eq!(nested(5_000).unwrap_err().code(), Some(12100));
    }

    #[test]
    fn verbs_keep_their_order() {
        let verbs = read("<Pause/><!-- comment --><Leave/><Hangup/><Echo/>").verbs;
        let pause = Verb::Prompt(Prompt { sound: Sound::Pause { seconds: 1 }, times: 1 });
        assert_eq!(verbs, [pause, Verb::Leave, Verb::Hangup, Verb::Other("Echo")]);
    }

    #[test]
    fn what_the_schema_does_not_allow_is_noted_and_passed_over() {
        assert_eq!(codes("<Saay>Hi</Saay>"), [12200]);
        assert_eq!(codes("<say>Hi</say>"), [12200]);
        assert_eq!(codes("<Say Voice='man'>Hi</Say>"), [12200]);
        assert_eq!(codes("<Number>+15551234567</Number>"), [12200]);
        assert_eq!(codes("<Gather><Redirect>x</Redirect></Gather>"), [13320]);
        assert_eq!(codes("<Gather><Play digits='9'/></Gather><Play digits='9'/>"), [13320]);
        assert_eq!(codes("<Dial>+15551234567<Say>Hi</Say></Dial>"), [13215]);
        assert_eq!(codes("<Gather>Press one</Gather>"), [12200]);
        assert!(read("<Saay>Hi</Saay>").verbs.is_empty());
    }

    #[test]
    fn urls_that_are_not_requested_are_named() {
        for (document, named) in [
            ("<Dial><Client statusCallback='/x'>jo</Client></Dial>", "`statusCallback` of `<Client>`"),
            (
                "<Dial><Conference recordingStatusCallback='/x'>weekly</Conference></Dial>",
                "`recordingStatusCallback` of `<Conference>`",
            ),
            ("<Gather partialResultCallback='/x'/>", "`partialResultCallback` of `<Gather>`"),
        ] {
            let warnings = read(document).warnings;
            let said = format!("warning: {named} is not requested by this phone");
            assert_eq!(warnings.iter().map(Alert::to_string).collect::<Vec<_>>(), [said], "{document}");
        }
        assert_eq!(read("<Record recordingStatusCallback='/b'/>").warnings, []);
        assert_eq!(read("<Enqueue waitUrl='/x'>desk</Enqueue>").warnings, []);
    }

    #[test]
    fn a_bare_gather_has_the_documented_defaults() {
        let bare = gather("<Gather/>");
        assert_eq!((bare.keys, bare.words, bare.timeout, bare.num_digits), (true, false, 5, None));
        assert_eq!((bare.finish, bare.reports_silence), (Some('#'), false));
        assert_eq!((bare.action.url, bare.action.method), (None, Method::Post));
    }

    #[test]
    fn an_empty_finish_key_means_that_none_finishes() {
        assert_eq!(gather("<Gather finishOnKey=''/>").finish, None);
        assert_eq!(gather("<Gather finishOnKey='*'/>").finish, Some('*'));
    }

    #[test]
    fn bad_values_have_their_codes_and_leave_the_default() {
        let cases: &[(&str, u16)] = &[
            ("<Gather finishOnKey='x'/>", 13310),
            ("<Gather finishOnKey='12'/>", 13311),
            ("<Gather method='PUT'/>", 13312),
            ("<Gather timeout='0'/>", 13313),
            ("<Gather numDigits='one'/>", 13314),
            ("<Gather input='voice'/>", 13326),
            ("<Gather actionOnEmptyResult='yes'/>", 13338),
            ("<Gather><Say voice='nobody'>Hi</Say></Gather>", 13321),
            ("<Gather><Say loop='-1'>Hi</Say></Gather>", 13322),
            ("<Say voice='nobody'>Hi</Say>", 13511),
            ("<Say loop='-1'>Hi</Say>", 13510),
            ("<Say/>", 13520),
            ("<Play loop='x'>a.mp3</Play>", 13410),
            ("<Play>caf\u{e9}.mp3</Play>", 11100),
            ("<Play digits='12x'/>", 13430),
            ("<Pause length='0'/>", 13910),
            ("<Record method='PUT'/>", 13610),
            ("<Record timeout='0'/>", 13611),
            ("<Record maxLength='1'/>", 13612),
            ("<Record maxLength='86401'/>", 13612),
            ("<Record finishOnKey='x'/>", 13613),
            ("<Redirect method='PUT'>/x</Redirect>", 13710),
            ("<Reject reason='tired'/>", 13810),
            ("<Enqueue/>", 14204),
            ("<Dial timeout='soon'>+15551234567</Dial>", 13212),
            ("<Dial timeout='4'>+15551234567</Dial>", 13212),
            ("<Dial timeout='601'>+15551234567</Dial>", 13212),
            ("<Dial timeLimit='0'>+15551234567</Dial>", 13216),
            ("<Dial/>", 13223),
            ("<Dial><Number>reception</Number></Dial>", 13223),
            ("<Dial><Number sendDigits='x'>+15551234567</Number></Dial>", 13222),
            ("<Dial><Conference>a</Conference><Number>+15551234567</Number></Dial>", 13000),
        ];
        for (document, code) in cases {
            assert_eq!(codes(document), [*code], "{document}");
        }
        assert_eq!(gather("<Gather timeout='0' finishOnKey='12'/>"), gather("<Gather/>"));
    }

    #[test]
    fn a_loop_of_nought_is_a_thousand_times() {
        let Verb::Prompt(prompt) = &read("<Say loop='0'>Hi</Say>").verbs[0] else { panic!() };
        assert_eq!(prompt.times, 1000);
    }

    #[test]
    fn a_recording_that_is_transcribed_is_two_minutes_by_default() {
        let length = |inner| match &read(inner).verbs[0] {
            Verb::Record(record) => record.max_length,
            other => panic!("{other:?}"),
        };
        assert_eq!((length("<Record/>"), length("<Record transcribe='true'/>")), (3600, 120));
    }

    #[test]
    fn who_is_dialled_is_read_from_every_noun() {
        let parties = |inner| match read(inner).verbs.remove(0) {
            Verb::Dial(dial) => dial.parties,
            other => panic!("{other:?}"),
        };
        assert_eq!(parties("<Dial> 415-123-4567 </Dial>"), ["415-123-4567"]);
        assert_eq!(
            parties("<Dial><Number>+15551234567</Number><Client><Identity>jo</Identity></Client></Dial>"),
            ["+15551234567", "jo"]
        );
        assert!(parties("<Dial>nobody</Dial>").is_empty());
    }
}
