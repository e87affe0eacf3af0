//! The pages: the embedded files with the data of the tree inserted.

use ivr_runtime::description::Description;

/// Returns the page with the phone, which links to the live view if it is enabled.
pub(super) fn phone(tree: &Description, has_watch: bool) -> String {
    let link = if has_watch { include_str!("assets/watch-link.html") } else { "" };
    let page = filled(include_str!("assets/phone.html"), tree);
    page.replace("{{starts}}", &starts(tree)).replace("{{watch}}", link.trim_end())
}

/// Returns the choice of a start, if the tree has several, with the fields of each request.
fn starts(tree: &Description) -> String {
    if tree.starts.len() < 2 {
        return String::new();
    }
    let names = tree.starts.iter().map(|start| start.name.as_deref());
    let options = names.map(|name| match name {
        None => "<option value=\"\">An incoming call</option>".to_owned(),
        Some(name) => format!("<option>{}</option>", escaped(name)),
    });
    let options: String = options.collect();
    let fields = tree.starts.iter().flat_map(|start| start.with.iter().map(move |field| (start, field)));
    let fields = fields.map(|(start, field)| {
        let (start, name) = (escaped(start.name.as_deref().unwrap_or_default()), escaped(&field.field));
        format!(
            "<label hidden data-start=\"{start}\">{name} <input type=\"text\" data-field=\"{name}\"></label>"
        )
    });
    let fields: String = fields.collect();
    format!(
        "<div class=\"starts\"><label>Start <select id=\"start\">{options}</select></label>{fields}</div>"
    )
}

/// Returns the live view.
pub(super) fn watch(tree: &Description) -> String {
    filled(include_str!("assets/watch.html"), tree)
}

fn filled(page: &str, tree: &Description) -> String {
    let about =
        tree.docs.iter().flat_map(|docs| docs.split("\n\n")).next().unwrap_or_default().replace('`', "");
    page.replace("{{name}}", &escaped(&tree.name))
        .replace("{{language}}", &escaped(&tree.language))
        .replace("{{about}}", &escaped(&about))
}

/// Escapes a text for HTML, for use between tags and in attributes.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::Acme;
    use ivr_runtime::tree::PhoneTree;

    #[test]
    fn a_page_names_its_tree_and_nothing_in_it_becomes_markup() {
        let mut tree: Description = serde_json::from_str(Acme::DESCRIPTION).unwrap();
        assert!(phone(&tree, false).contains("The front desk of ACME, Inc."));
        tree.docs = Some("<script>\"&".to_owned());
        for page in [phone(&tree, true), watch(&tree)] {
            assert!(page.contains("&lt;script&gt;&quot;&amp;") && page.contains("Acme"), "{page}");
            assert!(!page.contains("{{"), "{page}");
        }
    }

    #[test]
    fn every_start_is_offered_with_its_fields() {
        let mut tree: Description = serde_json::from_str(Acme::DESCRIPTION).unwrap();
        assert!(!phone(&tree, false).contains("<select"));
        tree.starts.push(
            serde_json::from_str(r#"{"name":"outbound","state":"Menu","with":[{"field":"campaign"}]}"#)
                .unwrap(),
        );
        let page = phone(&tree, false);
        assert!(page.contains("<option>outbound</option>"), "{page}");
        assert!(page.contains("data-start=\"outbound\">campaign <input"), "{page}");
    }

    #[test]
    fn the_live_view_is_linked_where_there_is_one() {
        let tree = serde_json::from_str(Acme::DESCRIPTION).unwrap();
        assert!(phone(&tree, true).contains("href=\"watch\""));
        assert!(!phone(&tree, false).contains("href=\"watch\""));
    }
}
