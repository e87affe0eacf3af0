//! For how long the URL of a recording stays the same, and for how long it holds.
//!
//! The time is cut into windows. All URLs of a window are signed as at its start, so that documents stay the same
//! and Twilio's cache is of use. A URL holds until the longest call is over that could have been told of it in
//! its window.

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;

/// For how long URLs stay as they are.
const LENGTH: u64 = 6 * HOUR;

/// The longest call that Twilio allows: 4 h, and 24 h where that was asked for.
const MAX_CALL_LENGTH: u64 = 24 * HOUR;

/// For how long the documents of a window may still be given out when it is over: those of the next one are made
/// meanwhile.
const LATE: u64 = HOUR;

/// How far the clock of this machine may be from that of the store, either way.
const SKEW: u64 = 15 * MINUTE;

/// A stretch of time, in seconds since 1970.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Window {
    start: u64,
}

impl Window {
    /// For how many hours URLs stay as they are.
    #[cfg(feature = "serve")]
    pub(crate) const LENGTH_HOURS: u64 = LENGTH / HOUR;

    /// For how many full hours they hold.
    #[cfg(feature = "serve")]
    pub(crate) const HOLDS_HOURS: u64 = Self::holds() / HOUR;

    /// The window that `now` is in.
    pub(crate) fn at(now: u64) -> Self {
        Self { start: now / LENGTH * LENGTH }
    }

    /// Whether its URLs may be given out at `now`; also when a clock that was wrong is set back.
    pub(crate) fn serves_at(self, now: u64) -> bool {
        now < self.start + LENGTH + LATE && now + SKEW >= self.start
    }

    /// When its URLs are signed.
    #[cfg(any(feature = "s3", test))]
    pub(super) fn signed(self) -> u64 {
        self.start.saturating_sub(SKEW)
    }

    /// For how many seconds they hold then.
    pub(super) const fn holds() -> u64 {
        SKEW + LENGTH + LATE + MAX_CALL_LENGTH + SKEW
    }
}

// No signature holds for more than a week.
const _: () = assert!(Window::holds() <= 7 * 24 * HOUR);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_url_holds_for_the_longest_call_at_any_moment_it_can_be_given_out(
            begins in SKEW..4_000_000_000_u64, late in 0..=LATE, skew in 0..=2 * SKEW, within in 0..=MAX_CALL_LENGTH,
        ) {
            // A document made in one window is given out a while into the next one.
            let window = Window::at(begins);
            let answered = begins + late;
            prop_assert!(window.serves_at(begins));
            prop_assume!(window.serves_at(answered));
            // The clock of the store is ahead, or behind.
            let fetched = answered + within + skew - SKEW;
            prop_assert!(window.signed() <= fetched, "it is not valid yet");
            prop_assert!(fetched <= window.signed() + Window::holds(), "it is not valid any more");
        }

        #[test]
        fn within_a_window_everything_is_signed_alike(now in 0..4_000_000_000_u64, later in 0..LENGTH) {
            let (window, then) = (Window::at(now), Window::at(now + later));
            prop_assert!(then == window || then.start == window.start + LENGTH);
            prop_assert!(window.start <= now && now < window.start + LENGTH);
        }
    }

    #[test]
    fn a_window_of_yesterday_or_of_a_wrong_clock_is_not_given_out() {
        let window = Window::at(1_800_000_000);
        let (last, first) = (window.start + LENGTH + LATE - 1, window.start - SKEW);
        assert!(window.serves_at(last) && !window.serves_at(last + 1));
        assert!(window.serves_at(first) && !window.serves_at(first - 1));
    }
}
