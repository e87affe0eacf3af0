//! Pseudorandom numbers from a seed: SplitMix64, with its published constants.

/// What decides instead of a caller.
#[derive(Clone, Debug)]
pub(super) struct Rng(u64);

impl Rng {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Returns a number from 0 to `end`, exclusive; 0 if `end` is 0.
    pub(super) fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) as usize).checked_rem(end).unwrap_or(0)
    }

    /// Returns whether something happens with a probability of 1 in `times`.
    pub(super) fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    /// Returns one of them, or `None` if there are none.
    pub(super) fn one<'a, V>(&mut self, of: &'a [V]) -> Option<&'a V> {
        of.get(self.below(of.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_numbers_and_all_of_them_come() {
        let rolls = |seed| {
            let mut rng = Rng::new(seed);
            (0..200).map(|_| rng.below(6)).collect::<Vec<_>>()
        };
        assert_eq!(rolls(7), rolls(7));
        assert_ne!(rolls(7), rolls(8));
        assert!((0..6).all(|face| rolls(7).contains(&face)));
        assert_eq!(Rng::new(7).one::<u8>(&[]), None);
    }
}
