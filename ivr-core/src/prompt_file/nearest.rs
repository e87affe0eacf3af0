//! "Did you mean": finds the known name that is nearest to a misspelt one.

/// Returns the name among `known` that `typed` was probably meant to be.
pub fn nearest<'a>(typed: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let typed = typed.to_lowercase();
    let letters = typed.chars().count();
    // One difference in a short word, and none in words of one or two letters, which all resemble each other.
    let allowed = if letters < 3 { 0 } else { (letters + 1) / 3 };
    known
        .filter(|name| name.chars().count().abs_diff(letters) <= allowed)
        .map(|name| (distance(&typed, &name.to_lowercase()), name))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// Returns the number of edits (insert, delete, replace, swap of neighbors) from one word to the other.
fn distance(a: &str, b: &str) -> usize {
    let a: Vec<char> = a.chars().collect();
    let b: Vec<char> = b.chars().collect();
    let at = |row: &[usize], index: usize| row.get(index).copied().unwrap_or(usize::MAX / 2);
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let replaced = at(&last, j) + usize::from(x != y);
            let mut best = replaced.min(at(&last, j + 1) + 1).min(at(&row, j) + 1);
            let swapped = i > 0 && j > 0 && a.get(i - 1) == Some(y) && b.get(j - 1) == Some(x);
            if swapped {
                best = best.min(at(&before, j - 1) + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut last, row);
    }
    at(&last, b.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_finger_finds_its_name() {
        let states = ["Sales", "Support", "Hours", "Reception"];
        for (typed, meant) in
            [("Slaes", "Sales"), ("Suport", "Support"), ("sales", "Sales"), ("Receptoin", "Reception")]
        {
            assert_eq!(nearest(typed, states.into_iter()), Some(meant), "{typed}");
        }
        assert_eq!(nearest("Billing", states.into_iter()), None);
        assert_eq!(nearest("", states.into_iter()), None);
        assert_eq!(nearest("A", ["_", "B"].into_iter()), None, "any letter is near to any other");
        assert_eq!(nearest("return", ["run"].into_iter()), None);
    }
}
