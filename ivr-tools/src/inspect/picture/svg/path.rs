//! A line with corners as an SVG path: corners are rounded, and a small step is a gentle slope.

use std::fmt::Write as _;

use super::super::layout::Point;

/// The radius of a corner, if there is space for it.
const RADIUS: f64 = 7.0;
/// A smaller step is drawn as a slope.
const STEP: f64 = 14.0;
/// How far from its middle a slope begins.
const SLOPE: f64 = 16.0;

/// Returns the path from the end of a route to its start; the first `left_free` pixels are not drawn.
pub(super) fn backwards(route: &[Point], left_free: f64) -> String {
    let mut points: Vec<Point> = route.iter().rev().copied().collect();
    if let [end, before, ..] = points.as_mut_slice() {
        *end = towards(end, before, left_free);
    }
    let mut path = points.first().map_or(String::new(), |point| format!("M{}", shown(point)));
    let mut place = 1;
    while let [before, point, after, beyond @ ..] = points.get(place - 1..).unwrap_or_default() {
        let beyond = beyond.first().filter(|_| distance(point, after) < STEP);
        // Writing to a `String` cannot fail.
        let _ = if let Some(beyond) = beyond {
            place += 2;
            let (from, to) = (towards(point, before, SLOPE), towards(after, beyond, SLOPE));
            write!(path, "L{}C{} {} {}", shown(&from), shown(point), shown(after), shown(&to))
        } else {
            place += 1;
            let radius = RADIUS.min(distance(point, after) / 2.0);
            let (from, to) = (towards(point, before, radius), towards(point, after, radius));
            write!(path, "L{}Q{} {}", shown(&from), shown(point), shown(&to))
        };
    }
    if let [_, .., last] = points.as_slice() {
        path.push_str(&format!("L{}", shown(last)));
    }
    path
}

fn shown(point: &Point) -> String {
    format!("{:.1} {:.1}", point.x, point.y)
}

fn distance(one: &Point, other: &Point) -> f64 {
    (one.x - other.x).hypot(one.y - other.y)
}

/// Returns the point at distance `far` from `from` towards `to`, but not beyond the middle.
fn towards(from: &Point, to: &Point, far: f64) -> Point {
    let share = (far / distance(from, to).max(f64::MIN_POSITIVE)).min(0.5);
    Point { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(corners: &[(f64, f64)]) -> String {
        let route: Vec<Point> = corners.iter().rev().map(|(x, y)| Point { x: *x, y: *y }).collect();
        backwards(&route, 0.0)
    }

    #[test]
    fn a_straight_line_has_no_corner() {
        assert_eq!(path(&[(0.0, 5.0), (90.0, 5.0)]), "M0.0 5.0L90.0 5.0");
    }

    #[test]
    fn corners_are_round_and_a_small_step_is_a_slope() {
        let corners = path(&[(0.0, 0.0), (40.0, 0.0), (40.0, 60.0), (90.0, 60.0)]);
        assert_eq!(corners, "M0.0 0.0L33.0 0.0Q40.0 0.0 40.0 7.0L40.0 53.0Q40.0 60.0 47.0 60.0L90.0 60.0");
        let step = path(&[(0.0, 0.0), (40.0, 0.0), (40.0, 4.0), (90.0, 4.0)]);
        assert_eq!(step, "M0.0 0.0L24.0 0.0C40.0 0.0 40.0 4.0 56.0 4.0L90.0 4.0");
    }

    #[test]
    fn room_for_an_arrow_head_is_left_at_the_end_of_the_route() {
        let route = [Point { x: 0.0, y: 0.0 }, Point { x: 50.0, y: 0.0 }];
        assert_eq!(backwards(&route, 4.0), "M46.0 0.0L0.0 0.0");
    }
}
