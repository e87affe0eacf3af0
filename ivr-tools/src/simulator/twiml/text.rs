//! The spoken text of a `<Say>`, without SSML.

use std::time::Duration;

use roxmltree::Node;

use ivr_core::prompt_file::break_time;

/// Returns the text, with single spaces. `<sub>` is replaced with its alias, as a voice does.
pub(super) fn spoken(node: Node<'_, '_>) -> String {
    let mut text = String::new();
    collect(node, &mut text);
    one_line(&text)
}

/// Returns the total duration of the breaks in a text.
pub(super) fn pause(node: Node<'_, '_>) -> Duration {
    let breaks = node.descendants().filter(|node| node.has_tag_name("break"));
    breaks.map(|node| break_time(node.attribute("strength"), node.attribute("time"))).sum()
}

/// Returns the text directly inside an element, without the white space of pretty-printing.
pub(super) fn plain(node: Node<'_, '_>) -> String {
    let pieces: String = node.children().filter(Node::is_text).filter_map(|piece| piece.text()).collect();
    one_line(&pieces)
}

fn collect(node: Node<'_, '_>, text: &mut String) {
    for child in node.children() {
        match (child.is_element(), child.tag_name().name()) {
            (true, "sub") => text.push_str(child.attribute("alias").unwrap_or_default()),
            (true, "break") => text.push(' '),
            // A pause separates sentences and paragraphs, even if there is no space between them.
            (true, "p" | "s") => {
                text.push(' ');
                collect(child, text);
                text.push(' ');
            }
            (true, _) => collect(child, text),
            (false, _) if child.is_text() => text.push_str(child.text().unwrap_or_default()),
            (false, _) => {}
        }
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn say(inner: &str) -> String {
        let xml = format!("<Say>{inner}</Say>");
        spoken(roxmltree::Document::parse(&xml).unwrap().root_element())
    }

    #[test]
    fn ssml_leaves_its_words() {
        assert_eq!(say("Hi <emphasis level='strong'>you</emphasis>, <break time='1s'/>bye"), "Hi you, bye");
        assert_eq!(say("<s>One.</s><s>Two.</s>"), "One. Two.");
        assert_eq!(say("<prosody rate='slow'><w role='x'>read</w></prosody>"), "read");
    }

    #[test]
    fn an_alias_is_what_is_heard() {
        assert_eq!(say("the <sub alias='World Wide Web'>WWW</sub>"), "the World Wide Web");
    }

    #[test]
    fn comments_and_line_breaks_are_not_heard() {
        assert_eq!(say("\n  Hello,\n  <!-- aside --> world\n"), "Hello, world");
    }

    #[test]
    fn plain_text_leaves_the_nouns_out() {
        let document = roxmltree::Document::parse("<Dial> +1555 <Number>2</Number></Dial>").unwrap();
        assert_eq!(plain(document.root_element()), "+1555");
    }
}
