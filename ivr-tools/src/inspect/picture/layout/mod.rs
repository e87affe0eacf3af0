//! Places boxes in layers from left to right and routes the links between them, after Sugiyama: break cycles, assign
//! layers, order each layer for few crossings, compute vertical positions, route the lines.
//!
//! The module knows only rectangles. Links to one target share their line as soon as they can, so that a target of
//! many links has one line. The same input gives the same picture.

mod cycles;
mod grid;
mod heights;
mod layers;
mod order;
mod routes;
mod sift;
mod tracks;

use grid::Grid;

/// A point, in pixels from the top left.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Point {
    pub(super) x: f64,
    pub(super) y: f64,
}

/// A rectangle to be placed.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Block {
    pub(super) width: f64,
    pub(super) height: f64,
    /// Where links arrive, from its top.
    pub(super) entry: f64,
    /// Whether it is in the first layer.
    pub(super) is_first: bool,
}

/// A line from one block to another.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Link {
    pub(super) from: usize,
    /// Where the link leaves, from the top of its block.
    pub(super) port: f64,
    pub(super) to: usize,
    /// Whether the link is quiet. Quiet links give way to the others, and share no line with them.
    pub(super) is_quiet: bool,
    /// How important it is that the link is short, straight and uncrossed.
    pub(super) weight: f64,
}

/// Where everything is.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Layout {
    /// The top left of each block.
    pub(super) blocks: Vec<Point>,
    /// The corners of each link, from its start to its end.
    pub(super) routes: Vec<Vec<Point>>,
    /// Whether a link leads back, from the left of its block to the right of the other.
    pub(super) is_back: Vec<bool>,
    pub(super) width: f64,
    pub(super) height: f64,
}

/// Lays out blocks and the links between different ones.
pub(super) fn lay_out(blocks: &[Block], links: &[Link]) -> Layout {
    let is_back = cycles::backward(blocks.len(), links);
    let layers = layers::assign(blocks, links, &is_back);
    let mut grid = Grid::new(blocks, links, &is_back, &layers);
    order::arrange(&mut grid);
    let tops = heights::settle(&grid);
    let tracks = tracks::assign(&grid, &tops);
    routes::lead(&grid, &tops, &tracks, is_back)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(from: usize, to: usize, port: f64) -> Link {
        Link { from, port, to, is_quiet: false, weight: 1.0 }
    }

    fn row(blocks: usize) -> Vec<Block> {
        (0..blocks)
            .map(|place| Block { width: 50.0, height: 40.0, entry: 10.0, is_first: place == 0 })
            .collect()
    }

    #[test]
    fn a_line_begins_at_its_port_and_ends_at_the_entry() {
        let layout = lay_out(&row(2), &[link(0, 1, 30.0)]);
        let (start, end) = (layout.routes[0].first().unwrap(), layout.routes[0].last().unwrap());
        assert_eq!((start.x, start.y), (50.0, layout.blocks[0].y + 30.0));
        assert_eq!((end.x, end.y), (layout.blocks[1].x, layout.blocks[1].y + 10.0));
    }

    #[test]
    fn a_way_back_runs_from_the_left_of_its_block_to_the_right_of_the_other() {
        let layout = lay_out(&row(3), &[link(0, 1, 30.0), link(1, 2, 30.0), link(2, 1, 35.0)]);
        assert_eq!(layout.is_back, [false, false, true]);
        let (start, end) = (layout.routes[2].first().unwrap(), layout.routes[2].last().unwrap());
        assert_eq!((start.x, end.x), (layout.blocks[2].x, layout.blocks[1].x + 50.0));
    }

    #[test]
    fn two_lines_to_one_block_share_the_rest_of_their_way() {
        let links =
            [link(0, 1, 20.0), link(0, 1, 30.0), link(1, 2, 20.0), link(0, 2, 35.0), link(1, 2, 35.0)];
        let routes = lay_out(&row(3), &links).routes;
        let last = |route: &[Point]| route[route.len() - 2..].to_vec();
        assert_eq!(last(&routes[2])[1], last(&routes[4])[1]);
        assert_eq!(last(&routes[2])[1], last(&routes[3])[1]);
    }

    #[test]
    fn a_straight_chain_is_drawn_straight() {
        let layout = lay_out(&row(4), &[link(0, 1, 10.0), link(1, 2, 10.0), link(2, 3, 10.0)]);
        assert!(layout.routes.iter().all(|route| route.len() == 2), "{:?}", layout.routes);
    }

    #[test]
    fn nothing_is_laid_out_as_nothing() {
        let layout = lay_out(&[], &[]);
        assert_eq!((layout.width, layout.height), (0.0, 0.0));
    }
}
