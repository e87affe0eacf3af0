//! Draws the lines between the nodes, and their arrow heads.

use super::{
    super::{
        layout::Point,
        scene::{Arrow, Scene},
    },
    nodes, path,
};
use ivr_runtime::twiml::xml::Xml;

/// The length of an arrow head, which the line leaves free.
const HEAD: f64 = 4.0;

/// The kinds of lines in drawing order: the last are on top.
pub(super) const KINDS: [&str; 3] = ["failure", "automatic", "chosen"];

/// Draws an arrow head for each kind of line. Lines are drawn from their end, so that the dashes of lines with a
/// shared part coincide; their heads point backwards.
pub(super) fn heads(xml: &mut Xml) {
    xml.element("defs").content(|xml| {
        for kind in KINDS {
            let marker = xml.element("marker").with("id", format!("head-{kind}")).with("orient", "auto");
            let marker = marker.with("markerUnits", "userSpaceOnUse").with("refX", HEAD).with("refY", 4);
            marker.with("markerWidth", 8).with("markerHeight", 8).content(|xml| {
                xml.element("path").with("class", format!("head-{kind}")).with("d", "M0 4 8 .5V7.5Z").empty();
            });
        }
    });
}

/// The width of a line that no call took, and how much wider it becomes.
const THIN: f64 = 1.0;
const WIDER: f64 = 5.0;

/// Draws a line. If calls are counted, the arm that `most` took is the widest.
pub(super) fn draw(xml: &mut Xml, scene: &Scene<'_>, (arrow, most): (&Arrow<'_>, u64), route: &[Point]) {
    let name = |node: usize| scene.nodes.get(node).map_or(String::new(), |node| node.id('-'));
    let kind = nodes::class(arrow);
    let unused = if arrow.taken == Some(0) { " unused" } else { "" };
    let class = format!("edge {kind}{unused} from-{} to-{}", name(arrow.from), name(arrow.to));
    xml.element("g").with("class", class).content(|xml| {
        xml.element("title").text(&arrow.title);
        let line = xml.element("path").with("class", "line").with("d", path::backwards(route, HEAD));
        let line = line.with("marker-start", format!("url(#head-{kind})"));
        match arrow.taken {
            Some(taken) if most > 0 => {
                let width = THIN + WIDER * (taken as f64 / most as f64).sqrt();
                line.with("style", format!("stroke-width:{width:.1}")).empty();
            }
            Some(_) | None => line.empty(),
        }
    });
}
