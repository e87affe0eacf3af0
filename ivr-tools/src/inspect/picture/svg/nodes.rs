//! Draws the nodes: boxes with a row for each arm, and pills for starts and endings.

use super::{
    super::{
        layout::Point,
        scene::{Arrow, Node, Scene},
    },
    icons,
    measure::{self, fit},
    plan::{FOOT, PADDING, Plan, ROW, WIDTH},
};
use crate::inspect::graph::{Cause, Kind, describe};
use ivr_runtime::twiml::xml::Xml;

/// The space for the label of a row if the target is long.
const LABEL: f64 = 110.0;
/// The width of a chip in addition to its keys.
const CHIP: f64 = 10.0;

/// Draws a node with its top left at a point. Rows in `left` have their port on the left side.
pub(super) fn draw(xml: &mut Xml, scene: &Scene<'_>, plan: &Plan<'_, '_>, at: Point, left: &[bool]) {
    let group = xml.element("g").with("id", plan.node.id('-')).with("class", plan.class());
    let group = group
        .with("role", "graphics-symbol")
        .with("transform", format!("translate({:.1} {:.1})", at.x, at.y));
    group.content(|xml| {
        xml.element("title").text(plan.title());
        if plan.is_box() {
            frame(xml, plan);
            for (row, arrow) in plan.rows.iter().enumerate() {
                let is_left = left.get(row).copied().unwrap_or(false);
                draw_row(xml, plan, arrow, row, (plan.goal(scene, arrow), is_left));
            }
            feet(xml, plan);
        } else {
            pill(xml, plan);
        }
    });
}

/// Draws the box, its name, its verb and what is said in it.
fn frame(xml: &mut Xml, plan: &Plan<'_, '_>) {
    rectangle(xml, "box", (WIDTH, plan.height()), 8.0);
    let (sign, verb) = match plan.node {
        Node::State { state, .. } => (Some(icons::of(&state.verb)), describe::does(&state.verb)),
        _ => (None, ""),
    };
    let indent = if sign.is_some() { PADDING + 22.0 } else { PADDING };
    if let Some(sign) = sign {
        icons::draw(xml, "icon sign", sign, (PADDING, 10.5), 1.0);
    }
    let room = WIDTH - indent - PADDING - measure::width(verb, 11.0) - 10.0;
    text(xml, "name", (indent, 22.0), &fit(plan.node.name(), 14.0 * 1.08, room));
    text(xml, "small quiet end", (WIDTH - PADDING, 21.5), verb);
    if !plan.excerpt.is_empty() {
        text(xml, "said quiet", (PADDING, 42.0), &fit(&plan.excerpt, 12.0, WIDTH - 2.0 * PADDING));
    }
    if !plan.rows.is_empty() {
        rule(xml, plan.head());
    }
}

fn draw_row(
    xml: &mut Xml,
    plan: &Plan<'_, '_>,
    arrow: &Arrow<'_>,
    row: usize,
    (goal, is_left): (String, bool),
) {
    let middle = plan.row(row);
    let unused = if arrow.taken == Some(0) { " unused" } else { "" };
    let group = xml.element("g").with("class", format!("arm {}{unused}", class(arrow)));
    group.content(|xml| {
        xml.element("title").text(&arrow.title);
        let goal = fit(&goal, 11.0, WIDTH - 2.0 * PADDING - LABEL);
        let goal_width = measure::width(&goal, 11.0);
        text(xml, "small quiet end", (WIDTH - PADDING, middle + 4.0), &goal);
        let right = badge(xml, arrow, WIDTH - PADDING - goal_width, middle);
        label(xml, arrow, right - PADDING, middle);
        if !arrow.is_loop() {
            let x = if is_left { 0.0 } else { WIDTH };
            xml.element("circle").with("class", "port").with("cx", x).with("cy", middle).with("r", 3).empty();
        }
    });
}

/// Draws a round arrow if the state asks again, with the number of attempts. Returns where the space to its left
/// ends.
fn badge(xml: &mut Xml, arrow: &Arrow<'_>, right: f64, middle: f64) -> f64 {
    if arrow.attempts == 0 && !arrow.is_loop() {
        return right - 8.0;
    }
    let times = if arrow.attempts == 0 { String::new() } else { format!("{}×", arrow.attempts) };
    let text_right = right - 8.0;
    if !times.is_empty() {
        text(xml, "small quiet end", (text_right, middle + 4.0), &times);
    }
    let left = text_right - measure::width(&times, 11.0) - 15.0;
    icons::draw(xml, "icon", icons::AGAIN, (left, middle - 6.0), 0.85);
    left - 6.0
}

/// Draws keys in chips, then the other inputs of the arm.
fn label(xml: &mut Xml, arrow: &Arrow<'_>, right: f64, middle: f64) {
    let mut x = PADDING;
    let keys = arrow
        .causes
        .iter()
        .filter_map(|cause| if let Cause::Keys(keys) = cause { Some(*keys) } else { None });
    let mut rest: Vec<String> = Vec::new();
    for keys in keys {
        let width = measure::bold(keys, 12.0) + CHIP;
        if x + width > right {
            rest.push(keys.to_owned());
            continue;
        }
        let chip = xml.element("rect").with("class", "chip").with("x", x).with("y", middle - 8.5);
        chip.with("width", format!("{width:.1}")).with("height", 17).with("rx", 4).empty();
        text(xml, "chip-text", (x + width / 2.0, middle + 4.2), keys);
        x += width + 5.0;
    }
    let others =
        arrow.causes.iter().filter(|cause| !matches!(cause, Cause::Keys(_)) && !cause.goes_without_saying());
    rest.extend(others.map(|cause| describe::label(*cause)));
    rest.extend(arrow.note.clone());
    if arrow.causes.iter().all(|cause| cause.goes_without_saying()) && rest.is_empty() {
        rest.push("then".to_owned());
    }
    text(xml, "said", (x, middle + 4.0), &fit(&rest.join(", "), 12.0, right - x));
}

fn feet(xml: &mut Xml, plan: &Plan<'_, '_>) {
    let top = plan.head() + ROW * plan.rows.len() as f64 + 5.0;
    if !plan.feet.is_empty() {
        rule(xml, top);
    }
    for (line, (foot, is_remark)) in plan.feet.iter().enumerate() {
        let bottom = top + FOOT * (line as f64 + 1.0) - 3.0;
        let (class, x) = if *is_remark { ("small remark", PADDING + 17.0) } else { ("small quiet", PADDING) };
        if *is_remark {
            icons::draw(xml, "icon remark", icons::REMARK, (PADDING, bottom - 10.0), 0.85);
        }
        text(xml, class, (x, bottom), &fit(foot, 11.0, WIDTH - PADDING - x));
    }
}

fn pill(xml: &mut Xml, plan: &Plan<'_, '_>) {
    let (width, height) = (plan.width(), plan.height());
    rectangle(xml, "pill", (width, height), height / 2.0);
    let sign = match plan.node {
        Node::Start(_) => icons::CALL,
        Node::OnError => icons::REMARK,
        _ => icons::END,
    };
    icons::draw(xml, "icon", sign, (11.0, 8.0), 0.85);
    text(xml, "said", (29.0, height / 2.0 + 4.0), plan.node.name());
}

/// Returns the class of an arm and of its line.
pub(super) const fn class(arrow: &Arrow<'_>) -> &'static str {
    match arrow.kind {
        Kind::Chosen => "chosen",
        Kind::Automatic => "automatic",
        Kind::Failure => "failure",
    }
}

fn rectangle(xml: &mut Xml, class: &str, (width, height): (f64, f64), radius: f64) {
    let tag = xml.element("rect").with("class", class).with("width", format!("{width:.1}"));
    tag.with("height", height).with("rx", radius).empty();
}

fn rule(xml: &mut Xml, y: f64) {
    xml.element("path").with("class", "rule").with("d", format!("M0 {y}H{WIDTH}")).empty();
}

/// Draws a line of text with the start, or the end, of its baseline at a point.
pub(super) fn text(xml: &mut Xml, class: &str, (x, y): (f64, f64), text: &str) {
    if !text.is_empty() {
        let tag = xml.element("text").with("class", class);
        tag.with("x", format!("{x:.1}")).with("y", format!("{y:.1}")).text(text);
    }
}
