//! Parses the output of callgrind: the instructions of a run, and how often a function was called.

use std::collections::HashMap;

/// What counts as an allocation.
const ALLOCATORS: [&str; 5] = ["malloc", "calloc", "realloc", "posix_memalign", "aligned_alloc"];

/// One run.
#[derive(Debug)]
pub(crate) struct Profile {
    pub(crate) instructions: u64,
    pub(crate) allocations: u64,
}

impl Profile {
    /// Reads a profile; `None` when it has no total. A name stands behind its number once, and later the number alone.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let mut names: HashMap<&str, &str> = HashMap::new();
        let (mut instructions, mut allocations, mut called) = (None, 0, "");
        for line in text.lines() {
            if let Some(name) = line.strip_prefix("cfn=").or_else(|| line.strip_prefix("fn=")) {
                let (number, name) = name.split_once(' ').unwrap_or((name, ""));
                if !name.is_empty() {
                    names.insert(number, name);
                }
                if line.starts_with('c') {
                    called = names.get(number).copied().unwrap_or_default();
                }
            } else if let Some(calls) = line.strip_prefix("calls=") {
                let count: u64 = calls.split(' ').next()?.parse().ok()?;
                if ALLOCATORS.contains(&called) {
                    allocations += count;
                }
            } else if let Some(total) = line.strip_prefix("totals: ") {
                instructions = total.trim().parse().ok();
            }
        }
        Some(Self { instructions: instructions?, allocations })
    }
}

#[cfg(test)]
mod tests {
    use super::Profile;

    #[test]
    fn calls_of_allocators_are_counted_by_name_and_by_number() {
        let text = "fn=(1) main\n1 7\ncfn=(2) malloc\ncalls=3 0\n1 30\ncfn=(3) free\ncalls=3 0\n1 9\n\
                    fn=(4) other\ncfn=(2)\ncalls=2 0\n1 20\ntotals: 66\n";
        let profile = Profile::read(text).unwrap();
        assert_eq!((profile.instructions, profile.allocations), (66, 5));
    }
}
