//! The language and the attempts of a call, as parts of its position.

/// A language of a tree, by index. The transitions of a tree are the same in all languages; only what is said and
/// recognized differs.
///
/// ```
/// use ivr_core::position::Language;
/// assert_eq!(Language::default(), Language::FIRST);
/// assert_eq!(Language::nth(1).place(), 1);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Language(u8);

impl Language {
    /// The language in which every call begins.
    pub const FIRST: Self = Self(0);

    /// Returns the language at this index, counted from 0.
    #[must_use]
    pub const fn nth(place: u8) -> Self {
        Self(place)
    }

    /// Returns its index among the languages of the tree, counted from 0.
    #[must_use]
    pub const fn place(self) -> usize {
        self.0 as usize
    }
}

/// Sixteen counters of four bits. Counter 0 belongs to the visit of the state. The others belong to states that other
/// states ask again.
///
/// ```
/// use ivr_core::position::Counters;
/// let counters = Counters::ZERO.with(0, 2).with(3, 15);
/// assert_eq!((counters.get(0), counters.get(3), counters.get(1)), (2, 15, 0));
/// assert_eq!(Counters::parse(&counters.to_string()), Some(counters));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Counters(u64);

impl Counters {
    /// All counters are zero.
    pub const ZERO: Self = Self(0);

    /// Returns the count in `slot`, 0 to 15.
    #[must_use]
    pub const fn get(self, slot: u8) -> u8 {
        (self.0 >> (slot as u32 % 16 * 4) & 0xf) as u8
    }

    /// Returns the counters with `count` in `slot`; both are 0 to 15.
    #[must_use]
    pub const fn with(self, slot: u8, count: u8) -> Self {
        let shift = slot as u32 % 16 * 4;
        Self(self.0 & !(0xf << shift) | ((count & 0xf) as u64) << shift)
    }

    /// Returns the highest count.
    ///
    /// ```
    /// use ivr_core::position::Counters;
    /// assert_eq!(Counters::ZERO.with(0, 1).with(15, 3).highest(), 3);
    /// ```
    #[must_use]
    pub const fn highest(self) -> u8 {
        let (mut rest, mut highest) = (self.0, 0);
        while rest != 0 {
            let count = (rest & 0xf) as u8;
            if count > highest {
                highest = count;
            }
            rest >>= 4;
        }
        highest
    }

    /// Parses the output of `Display`: hexadecimal, without leading zeros.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let plain = text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        if text.is_empty() || !plain || (text.len() > 1 && text.starts_with('0')) {
            return None;
        }
        u64::from_str_radix(text, 16).ok().map(Self)
    }
}

impl std::fmt::Display for Counters {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:x}", self.0)
    }
}
