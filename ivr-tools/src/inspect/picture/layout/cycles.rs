//! Selects the links that lead back, so that all others lead from left to right.

use std::collections::VecDeque;

use super::Link;

/// Returns for each link whether it leads back. Links on a shortest path from the roots come first, then the loud
/// ones, then the quiet ones; a link that would close a cycle leads back.
pub(super) fn backward(blocks: usize, links: &[Link]) -> Vec<bool> {
    let is_tree = shortest(blocks, links);
    let rank = |link: &usize| {
        let is_quiet = links.get(*link).is_some_and(|link| link.is_quiet);
        (!is_tree.get(*link).copied().unwrap_or(false), is_quiet)
    };
    let mut order: Vec<usize> = (0..links.len()).collect();
    order.sort_by_key(rank);

    let mut next: Vec<Vec<usize>> = vec![Vec::new(); blocks];
    let mut is_back = vec![false; links.len()];
    for place in order {
        let (Some(link), Some(back)) = (links.get(place), is_back.get_mut(place)) else { continue };
        *back = reaches(&next, link.to, link.from);
        let (from, to) = if *back { (link.to, link.from) } else { (link.from, link.to) };
        if let Some(next) = next.get_mut(from) {
            next.push(to);
        }
    }
    is_back
}

/// Returns the loud links by which each block is first reached from the roots.
fn shortest(blocks: usize, links: &[Link]) -> Vec<bool> {
    let mut is_tree = vec![false; links.len()];
    let mut is_reached: Vec<bool> =
        (0..blocks).map(|block| !links.iter().any(|link| link.to == block)).collect();
    let roots = is_reached.iter().enumerate().filter(|(_, is_root)| **is_root);
    let mut open: VecDeque<usize> = roots.map(|(block, _)| block).collect();
    while let Some(from) = open.pop_front() {
        for (link, tree) in
            links.iter().zip(&mut is_tree).filter(|(link, _)| link.from == from && !link.is_quiet)
        {
            if let Some(reached @ false) = is_reached.get_mut(link.to) {
                (*reached, *tree) = (true, true);
                open.push_back(link.to);
            }
        }
    }
    is_tree
}

fn reaches(next: &[Vec<usize>], from: usize, to: usize) -> bool {
    let mut is_seen = vec![false; next.len()];
    let mut open = vec![from];
    while let Some(block) = open.pop() {
        if block == to {
            return true;
        }
        if let Some(seen @ false) = is_seen.get_mut(block) {
            *seen = true;
            open.extend(next.get(block).into_iter().flatten());
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links(pairs: &[(usize, usize, bool)]) -> Vec<Link> {
        pairs
            .iter()
            .map(|(from, to, is_quiet)| Link {
                from: *from,
                to: *to,
                port: 0.0,
                is_quiet: *is_quiet,
                weight: 1.0,
            })
            .collect()
    }

    #[test]
    fn a_way_back_to_the_menu_leads_back() {
        let links = links(&[(0, 1, false), (1, 2, false), (2, 1, false)]);
        assert_eq!(backward(3, &links), [false, false, true]);
    }

    #[test]
    fn a_quiet_link_gives_way_whatever_its_place() {
        let links = links(&[(2, 1, true), (0, 1, false), (1, 2, false)]);
        assert_eq!(backward(3, &links), [true, false, false]);
    }

    #[test]
    fn a_cycle_without_a_root_is_broken_once() {
        let links = links(&[(0, 1, false), (1, 0, false)]);
        assert_eq!(backward(2, &links), [false, true]);
    }
}
