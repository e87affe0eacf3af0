//! Finds better positions for single elements in a row, from the cost of one before another.

/// Moves an element to where it costs least. Returns whether it was moved. With equal cost it stays.
pub(super) fn sift<T>(row: &mut Vec<T>, from: usize, cost: impl Fn(&T, &T) -> f64) -> bool {
    if from >= row.len() {
        return false;
    }
    let one = row.remove(from);
    // Starts in front of all others. Each step exchanges it with the next item.
    let mut costs = vec![0.0];
    let mut here = 0.0;
    for other in row.iter() {
        here += cost(other, &one) - cost(&one, other);
        costs.push(here);
    }
    let mut best = from;
    for (place, cost) in costs.iter().enumerate() {
        if costs.get(best).is_some_and(|least| cost < least) {
            best = place;
        }
    }
    row.insert(best, one);
    best != from
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Costs as much as a sorted row would differ.
    fn unsorted(one: &i32, other: &i32) -> f64 {
        if one > other { 1.0 } else { 0.0 }
    }

    #[test]
    fn a_thing_goes_to_its_best_place_at_once() {
        let mut row = vec![9, 1, 3, 5, 7];
        assert!(sift(&mut row, 0, unsorted));
        assert_eq!(row, [1, 3, 5, 7, 9]);
    }

    #[test]
    fn nothing_moves_without_gain() {
        let mut row = vec![2, 2, 2];
        assert!(!sift(&mut row, 1, unsorted));
        assert!(!sift(&mut row, 7, unsorted));
    }
}
