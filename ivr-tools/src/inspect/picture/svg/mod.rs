//! A tree as a self-contained SVG with its own layout, in light and dark, with a title on every element that can be
//! pointed at.
//!
//! The scene determines what is shown, and the layout where.

mod edges;
mod icons;
mod measure;
mod nodes;
mod path;
mod plan;

use plan::Plan;

use super::{
    layout::{self, Layout, Link},
    scene::{Arrow, Scene},
    traffic::Traffic,
};
use crate::inspect::graph::{Kind, describe};
use ivr_runtime::{description::Description, twiml::xml::Xml};

/// The room around the picture.
const MARGIN: f64 = 28.0;
/// The space above it for the name of the tree, and below it for the legend.
const HEADING: f64 = 64.0;
const LEGEND: f64 = 44.0;
/// The height of a promise below the name.
const PROMISE: f64 = 19.0;
/// The minimum width, so that the heading and the legend have space.
const LEAST: f64 = 640.0;

/// Returns the tree as an SVG document, which may also be embedded in a page.
///
/// A state is the element `state-Name`, and a line has the classes `from-state-Name` and `to-state-Other`; the class
/// `lit` highlights either. The class `without-failures` on the root, or the fragment `#without-failures`, hides the
/// lines of silence and failure.
///
/// ```
/// # let tree: ivr_runtime::description::Description = serde_json::from_str(
/// #   r#"{"name":"Bye","language":"en-US","starts":[{"state":"A"}],"states":[{"name":"A","verb":"hangup"}]}"#).unwrap();
/// let picture = ivr_tools::inspect::picture::svg(&tree);
/// assert!(picture.starts_with("<svg "));
/// assert!(picture.contains(r#"id="state-A""#));
/// ```
#[must_use]
pub fn svg(tree: &Description) -> String {
    drawn(&Scene::of(tree), None)
}

/// Returns the SVG with counts of calls: the line of an arm is wider the more calls took it, and has the class
/// `unused` if none did.
pub(crate) fn svg_with(tree: &Description, traffic: &dyn Traffic) -> String {
    drawn(&Scene::with(tree, Some(traffic)), Some(traffic))
}

fn drawn(scene: &Scene<'_>, traffic: Option<&dyn Traffic>) -> String {
    let plans: Vec<Plan<'_, '_>> =
        scene.nodes.iter().enumerate().map(|(place, node)| Plan::of(scene, place, node)).collect();
    let lines = lines(&plans);
    let blocks: Vec<_> = plans.iter().map(Plan::block).collect();
    let links: Vec<Link> = lines.iter().map(Line::link).collect();
    let layout = layout::lay_out(&blocks, &links);
    Xml::fragment(|xml| draw(xml, (scene, traffic), &plans, &lines, &layout))
}

/// An arrow that is drawn as a line, with the row it leaves.
struct Line<'s, 'd> {
    arrow: &'s Arrow<'d>,
    row: usize,
    port: f64,
}

impl Line<'_, '_> {
    const fn link(&self) -> Link {
        Link {
            from: self.arrow.from,
            port: self.port,
            to: self.arrow.to,
            is_quiet: matches!(self.arrow.kind, Kind::Failure),
            weight: match self.arrow.kind {
                Kind::Chosen => 4.0,
                Kind::Automatic => 0.4,
                Kind::Failure => 0.2,
            },
        }
    }
}

fn lines<'s, 'd>(plans: &[Plan<'s, 'd>]) -> Vec<Line<'s, 'd>> {
    let rows = plans.iter().flat_map(|plan| {
        plan.rows.iter().enumerate().map(|(row, arrow)| Line { arrow, row, port: plan.row(row) })
    });
    rows.filter(|line| !line.arrow.is_loop()).collect()
}

fn draw(
    xml: &mut Xml,
    (scene, traffic): (&Scene<'_>, Option<&dyn Traffic>),
    plans: &[Plan<'_, '_>],
    lines: &[Line<'_, '_>],
    layout: &Layout,
) {
    let most = traffic.map_or(0, Traffic::most);
    let width = layout.width.max(LEAST) + 2.0 * MARGIN;
    let top = MARGIN + HEADING + PROMISE * scene.tree.promises.len() as f64;
    let height = top + layout.height + LEGEND + MARGIN;
    let root = xml.element("svg").with("xmlns", "http://www.w3.org/2000/svg").with("id", "without-failures");
    let root = root.with("class", "phone-tree").with("role", "graphics-document");
    let root = root.with("viewBox", format!("0 0 {width:.0} {height:.0}"));
    let root = root.with("width", format!("{width:.0}")).with("height", format!("{height:.0}"));
    root.content(|xml| {
        xml.element("title").text(format!("The phone tree {}", scene.tree.name));
        xml.element("style").text(include_str!("style.css"));
        edges::heads(xml);
        xml.element("rect").with("class", "paper").with("width", "100%").with("height", "100%").empty();
        heading(xml, scene.tree, traffic, width);
        let place = format!("translate({MARGIN} {top})");
        xml.element("g").with("transform", place).content(|xml| {
            for kind in edges::KINDS {
                for (line, route) in lines.iter().zip(&layout.routes) {
                    if nodes::class(line.arrow) == kind {
                        edges::draw(xml, scene, (line.arrow, most), route);
                    }
                }
            }
            for (plan, at) in plans.iter().zip(&layout.blocks) {
                nodes::draw(xml, scene, plan, *at, &on_the_left(plan, lines, layout));
            }
        });
        legend(xml, height - MARGIN);
    });
}

/// Returns for each row of a node whether its line leaves to the left.
fn on_the_left(plan: &Plan<'_, '_>, lines: &[Line<'_, '_>], layout: &Layout) -> Vec<bool> {
    let mut left = vec![false; plan.rows.len()];
    for (line, is_back) in lines.iter().zip(&layout.is_back).filter(|(line, _)| line.arrow.from == plan.place)
    {
        if let Some(left) = left.get_mut(line.row) {
            *left = *is_back;
        }
    }
    left
}

/// Draws the name of the tree, its purpose, and what was proved about it.
fn heading(xml: &mut Xml, tree: &Description, traffic: Option<&dyn Traffic>, width: f64) {
    nodes::text(xml, "heading", (MARGIN, MARGIN + 18.0), &tree.name);
    let states = describe::count(tree.states.len(), "state");
    // SVG text has no markup for code.
    let about = describe::one_line(tree.docs.as_deref().unwrap_or_default()).replace('`', "");
    let about = match traffic {
        Some(traffic) => traffic.heading(),
        None if about.is_empty() => states,
        None => format!("{about} {states}."),
    };
    let room = width - 2.0 * MARGIN;
    nodes::text(xml, "said quiet", (MARGIN, MARGIN + 40.0), &measure::fit(&about, 12.0, room));
    for (place, promise) in tree.promises.iter().enumerate() {
        let y = MARGIN + 40.0 + PROMISE * (place as f64 + 1.0);
        icons::draw(xml, "icon promise", icons::PROVED, (MARGIN, y - 10.0), 0.85);
        nodes::text(xml, "said", (MARGIN + 18.0, y), &measure::fit(promise, 12.0, room - 18.0));
    }
}

fn legend(xml: &mut Xml, bottom: f64) {
    let mut x = MARGIN;
    for (kind, meaning) in [
        ("chosen", "chosen by the caller"),
        ("automatic", "goes on by itself"),
        ("failure", "silence and failure"),
    ] {
        xml.element("g").with("class", format!("key {kind}")).content(|xml| {
            let line = format!("M{x:.1} {:.1}h28", bottom - 4.0);
            xml.element("path").with("class", "line").with("d", line).empty();
            nodes::text(xml, "small quiet", (x + 36.0, bottom), meaning);
        });
        x += 36.0 + measure::width(meaning, 11.0) + 24.0;
    }
    icons::draw(xml, "icon", icons::AGAIN, (x, bottom - 10.0), 0.85);
    nodes::text(xml, "small quiet", (x + 18.0, bottom), "asks again");
}

#[cfg(test)]
mod tests;
