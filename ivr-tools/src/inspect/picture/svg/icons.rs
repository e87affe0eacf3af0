//! A small icon for the verb of a state, drawn in a square of 14 pixels.

use ivr_runtime::{description::Verb, twiml::xml::Xml};

/// Asks again.
pub(super) const AGAIN: &str = "M11.7 5A5 5 0 1 0 12 7.6M12 2v3.2H8.8";
/// Something to be remarked.
pub(super) const REMARK: &str = "M7 2 12.6 12H1.4ZM7 6v2.6M7 10.2v.3";
/// A promise that holds.
pub(super) const PROVED: &str = "M2 7.5 5.4 11 12 3.5";
/// A call comes in.
pub(super) const CALL: &str = HANDSET;
/// A call ends.
pub(super) const END: &str = SQUARE;

const HANDSET: &str = "M3 1.6 5 1.9 5.8 4.6 4.6 5.8A8.6 8.6 0 0 0 8.2 9.4L9.4 8.2 12.1 9 12.4 11A1.5 1.5 0 0 1 11 12.5 \
                       9.6 9.6 0 0 1 1.5 3 1.5 1.5 0 0 1 3 1.6Z";
const KEYPAD: &str =
    "M2.5 2.5h.1M7 2.5h.1M11.5 2.5h.1M2.5 7h.1M7 7h.1M11.5 7h.1M2.5 11.5h.1M7 11.5h.1M11.5 11.5h.1";
const REEL: &str = "M7 1.8a5.2 5.2 0 1 0 .1 0M7 5.2a1.8 1.8 0 1 0 .1 0";
const QUEUE: &str = "M2 3.5h10M2 7h10M2 10.5h5";
const ONWARD: &str = "M1.5 7h10.5M8.2 3.2 12 7 8.2 10.8";
const SQUARE: &str = "M3 3h8v8H3Z";
const CROSS: &str = "M3 3 11 11M11 3 3 11";
const AWAY: &str = "M8 2h4v4M12 2 6.5 7.5M10 9v3H2V4h3";
const DOOR: &str = "M6 2H2v10h4M6 7h6.5M9.7 4.2 12.5 7 9.7 9.8";
const CLOCK: &str = "M7 1.8a5.2 5.2 0 1 0 .1 0M7 4v3l2.4 1.4";
const BRACES: &str = "M5 2C2.8 2 4.2 5.8 2 7c2.2 1.2.8 5 3 5M9 2c2.2 0 .8 3.8 3 5-2.2 1.2-.8 5-3 5";

/// The sign of a verb.
pub(super) const fn of(verb: &Verb) -> &'static str {
    match verb {
        Verb::Gather(_) => KEYPAD,
        Verb::Dial(_) | Verb::Connect(_) => HANDSET,
        Verb::Record(_) => REEL,
        Verb::Enqueue(_) => QUEUE,
        Verb::Goto(_) => ONWARD,
        Verb::Hangup => SQUARE,
        Verb::Reject { .. } => CROSS,
        Verb::Redirect { .. } => AWAY,
        Verb::Leave => DOOR,
        Verb::Match(_) => BRACES,
        Verb::Hours(_) => CLOCK,
    }
}

/// Draws an icon with its top left at a point; `scale` 1 is its own size.
pub(super) fn draw(xml: &mut Xml, class: &str, path: &str, (x, y): (f64, f64), scale: f64) {
    let place = format!("translate({x:.1} {y:.1}) scale({scale})");
    xml.element("path").with("class", class).with("transform", place).with("d", path).empty();
}
