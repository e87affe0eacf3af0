//! The diagram as a browser would read it: well-formed, nothing outside of it, every text readable.

use std::collections::HashSet;

use roxmltree::Document;

use super::{
    super::{layout::Point, scene::Node},
    *,
};
use crate::{fixture::Acme, inspect::picture::grown};
use ivr_runtime::{description::Verb, heard::Event, tree::PhoneTree};

fn acme() -> Description {
    serde_json::from_str(Acme::DESCRIPTION).unwrap()
}

/// Trees of all sizes that a picture has to bear.
fn trees() -> [Description; 4] {
    [acme(), grown::grow(20), grown::grow(80), grown::grow(150)]
}

/// The boxes as left, top, right and bottom, and the lines with what they lead to.
struct Placed {
    boxes: Vec<[f64; 4]>,
    lines: Vec<(String, Vec<Point>)>,
    size: (f64, f64),
}

fn placed(tree: &Description) -> Placed {
    let scene = Scene::of(tree);
    let plans: Vec<_> =
        scene.nodes.iter().enumerate().map(|(place, node)| Plan::of(&scene, place, node)).collect();
    let lines = lines(&plans);
    let blocks: Vec<_> = plans.iter().map(Plan::block).collect();
    let links: Vec<_> = lines.iter().map(Line::link).collect();
    let layout = layout::lay_out(&blocks, &links);
    let boxes = blocks.iter().zip(&layout.blocks);
    let boxes = boxes.map(|(block, at)| [at.x, at.y, at.x + block.width, at.y + block.height]).collect();
    let ends =
        links.iter().zip(&layout.is_back).map(|(link, back)| format!("{} {} {back}", link.to, link.is_quiet));
    let lines = ends.zip(layout.routes).collect();
    Placed { boxes, lines, size: (layout.width, layout.height) }
}

/// The straight pieces of a line as left, top, right and bottom.
fn pieces(route: &[Point]) -> Vec<[f64; 4]> {
    let piece = |pair: &[Point]| {
        let (one, other) = (pair[0], pair[1]);
        [one.x.min(other.x), one.y.min(other.y), one.x.max(other.x), one.y.max(other.y)]
    };
    route.windows(2).map(piece).collect()
}

/// Whether two rectangles have more in common than a border of `border` pixels.
fn overlap(one: [f64; 4], other: [f64; 4], border: f64) -> bool {
    one[0] + border < other[2]
        && other[0] + border < one[2]
        && one[1] + border < other[3]
        && other[1] + border < one[3]
}

#[test]
fn no_two_boxes_overlap() {
    for tree in trees() {
        let boxes = placed(&tree).boxes;
        for (place, one) in boxes.iter().enumerate() {
            let over = boxes.iter().skip(place + 1).find(|other| overlap(*one, **other, 0.0));
            assert_eq!(over, None, "{one:?} in a tree of {}", tree.states.len());
        }
    }
}

#[test]
fn no_line_runs_through_a_box() {
    for tree in trees() {
        let Placed { boxes, lines, .. } = placed(&tree);
        for piece in lines.iter().flat_map(|(_, route)| pieces(route)) {
            let through = boxes.iter().find(|one| overlap(**one, piece, 0.5));
            assert_eq!(through, None, "{piece:?} in a tree of {}", tree.states.len());
        }
    }
}

#[test]
fn lines_that_lead_to_different_states_are_never_drawn_as_one() {
    for tree in trees() {
        let Placed { lines, .. } = placed(&tree);
        let pieces: Vec<(&str, [f64; 4])> = lines
            .iter()
            .flat_map(|(to, route)| pieces(route).into_iter().map(move |piece| (to.as_str(), piece)))
            .collect();
        for (place, (to, one)) in pieces.iter().enumerate() {
            let same = pieces
                .iter()
                .skip(place + 1)
                .find(|(other_to, other)| to != other_to && run_together(*one, *other));
            assert_eq!(same, None, "{one:?} in a tree of {}", tree.states.len());
        }
    }
}

/// Whether two straight pieces run along each other for more than the length of a corner.
fn run_together(one: [f64; 4], other: [f64; 4]) -> bool {
    let common = |low: usize, high: usize| one[high].min(other[high]) - one[low].max(other[low]);
    let apart = |side: usize| (one[side] - other[side]).abs().max((one[side + 2] - other[side + 2]).abs());
    (common(0, 2) > 8.0 && apart(1) < 2.0) || (common(1, 3) > 8.0 && apart(0) < 2.0)
}

#[test]
fn everything_lies_inside_the_picture() {
    for tree in trees() {
        let Placed { boxes, lines, size } = placed(&tree);
        let points =
            lines.iter().flat_map(|(_, route)| route).map(|point| [point.x, point.y, point.x, point.y]);
        for [left, top, right, bottom] in boxes.into_iter().chain(points) {
            assert!(
                left >= 0.0 && top >= 0.0 && right <= size.0 + 0.1 && bottom <= size.1 + 0.1,
                "{left} {top}"
            );
        }
    }
}

#[test]
fn every_state_every_arm_and_every_line_is_there_with_its_title() {
    for tree in trees() {
        let picture = svg(&tree);
        let document = Document::parse(&picture).unwrap();
        let ids: HashSet<&str> = document.descendants().filter_map(|node| node.attribute("id")).collect();
        for state in &tree.states {
            assert!(ids.contains(format!("state-{}", state.name).as_str()), "{}", state.name);
        }
        let titled = |class: &str| {
            let nodes = document.descendants().filter(|node| {
                let classes = node.attribute("class").unwrap_or_default();
                classes.split(' ').next() == Some(class)
            });
            nodes
                .map(|node| node.first_element_child().unwrap().text().unwrap().to_owned())
                .collect::<Vec<_>>()
        };
        let scene = Scene::of(&tree);
        let lines = scene.arrows.iter().filter(|arrow| !arrow.is_loop()).count();
        assert_eq!(titled("edge").len(), lines);
        let boxed = scene
            .arrows
            .iter()
            .filter(|arrow| matches!(scene.nodes[arrow.from], Node::State { .. } | Node::Everywhere));
        let mut rows = titled("arm");
        rows.sort();
        let mut arms: Vec<String> = boxed.map(|arrow| arrow.title.clone()).collect();
        arms.sort();
        assert_eq!(rows, arms);
    }
}

#[test]
fn texts_end_inside_their_box_however_long_they_are() {
    let mut tree = acme();
    tree.states[1].name = "TheMenuThatHasTheLongestNameOfAllMenus".to_owned();
    let Verb::Gather(menu) = &mut tree.states[1].verb else { panic!() };
    menu.arms[0].keys = (0..30).map(|key| format!("{key:03}")).collect();
    menu.arms[1].phrases[0].text = "would you please connect me with somebody who knows".to_owned();
    menu.arms[2].outcomes = vec![Event::Entered];
    let picture = svg(&tree);
    let document = Document::parse(&picture).unwrap();
    let state = document.descendants().find(|node| node.attribute("class") == Some("state listens")).unwrap();
    for text in state.descendants().filter(|node| node.has_tag_name("text")) {
        let (class, size) = (
            text.attribute("class").unwrap(),
            if text.attribute("class") == Some("name") { 15.1 } else { 12.0 },
        );
        let x: f64 = text.attribute("x").unwrap().parse().unwrap();
        let width = measure::width(text.text().unwrap(), if class.contains("small") { 11.0 } else { size });
        let (left, right) = match class {
            _ if class.ends_with(" end") => (x - width, x),
            "chip-text" => (x - width / 2.0, x + width / 2.0),
            _ => (x, x + width),
        };
        assert!(left >= 0.0 && right <= plan::WIDTH, "{class}: {}", text.text().unwrap());
    }
}

#[test]
fn words_of_the_author_stay_words() {
    let mut tree = acme();
    tree.docs = Some("</text><script>alert(1)</script> & \"more\"".to_owned());
    let picture = svg(&tree);
    let document = Document::parse(&picture).unwrap();
    assert!(!document.descendants().any(|node| node.has_tag_name("script")));
    assert!(
        document
            .descendants()
            .any(|node| node.text().is_some_and(|text| text.starts_with("</text><script>")))
    );
}

#[test]
fn a_picture_shows_no_backticks_of_a_documentation_comment() {
    let mut tree = acme();
    tree.docs = Some("Looks up a `zip` code.".to_owned());
    let picture = svg(&tree);
    assert!(picture.contains("Looks up a zip code.") && !picture.contains('`'), "{picture}");
}

#[test]
fn promises_stand_above_the_picture() {
    let mut tree = acme();
    tree.promises = vec!["Reception within 2 keys of every state".to_owned()];
    let picture = svg(&tree);
    let document = Document::parse(&picture).unwrap();
    assert!(document.descendants().any(|node| node.text() == Some("Reception within 2 keys of every state")));
}

#[test]
fn the_same_tree_gives_the_same_picture() {
    let tree = grown::grow(80);
    assert_eq!(svg(&tree), svg(&tree));
}

#[test]
fn choices_stand_in_the_order_of_their_keys() {
    let tree = acme();
    let tops = placed(&tree).boxes;
    let scene = Scene::of(&tree);
    let top = |name: &str| {
        let place = scene.nodes.iter().position(|node| node.name() == name).unwrap();
        tops[place][1]
    };
    assert!(
        top("Sales") < top("Support") && top("Support") < top("Hours") && top("Hours") < top("Reception")
    );
}

#[test]
fn a_tree_of_one_state_is_a_picture_too() {
    let tree: Description = serde_json::from_str(
        r#"{"name":"Bye","language":"en-US","starts":[{"state":"A"}],"states":[{"name":"A","verb":"hangup"}]}"#,
    )
    .unwrap();
    assert!(Document::parse(&svg(&tree)).is_ok());
}
