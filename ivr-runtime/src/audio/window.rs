//! How long the URL of a recording stays the same, and how long it is valid.
//!
//! Time is divided into windows. All URLs of a window are signed at its start, so that documents do not change within
//! a window and Twilio's cache is effective. A URL is valid until the longest call that could have received it in its
//! window has ended.

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;

/// The length of a window.
const LENGTH: u64 = 6 * HOUR;

/// The longest call that Twilio allows: 4 h by default, and 24 h on request.
const MAX_CALL_LENGTH: u64 = 24 * HOUR;

/// How long the documents of a window may be used after its end, while those of the next window are rendered.
const LATE: u64 = HOUR;

/// The maximum difference between the clock of this machine and that of the store.
const SKEW: u64 = 15 * MINUTE;

/// A time window, in seconds since 1970.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Window {
    start: u64,
}

impl Window {
    /// How many hours URLs stay the same.
    #[cfg(feature = "serve")]
    pub(crate) const LENGTH_HOURS: u64 = LENGTH / HOUR;

    /// How many full hours URLs are valid.
    #[cfg(feature = "serve")]
    pub(crate) const HOLDS_HOURS: u64 = Self::holds() / HOUR;

    /// Returns the window that contains `now`.
    pub(crate) fn at(now: u64) -> Self {
        Self { start: now / LENGTH * LENGTH }
    }

    /// Returns whether its URLs may be used at `now`, including after a wrong clock was set back.
    pub(crate) fn serves_at(self, now: u64) -> bool {
        now < self.start + LENGTH + LATE && now + SKEW >= self.start
    }

    /// Returns when its URLs are signed.
    #[cfg(any(feature = "s3", test))]
    pub(super) fn signed(self) -> u64 {
        self.start.saturating_sub(SKEW)
    }

    /// Returns how many seconds its URLs are valid.
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
            // A document of one window may be sent for a while after the window has ended.
            let window = Window::at(begins);
            let answered = begins + late;
            prop_assert!(window.serves_at(begins));
            prop_assume!(window.serves_at(answered));
            // The clock of the store may be ahead or behind.
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
