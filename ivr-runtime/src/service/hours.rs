//! The schedules of a tree that are open at a given time.

#[cfg(feature = "hours")]
mod zoned;

#[cfg(feature = "hours")]
use std::time::{SystemTime, UNIX_EPOCH};

use crate::{description::Description, service::config::SettingError};
use ivr_core::hours::{LocalTime, OpenSet};

#[cfg(feature = "hours")]
use zoned::Zoned;

/// The clock that decides about opening hours.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Clock {
    /// The clock of the machine.
    #[default]
    System,
    /// No clock: these schedules are always open.
    Open(OpenSet),
    /// A time of day.
    At {
        /// When the call began, in the zone of the first hours of the tree.
        began: LocalTime,
        /// The number of seconds since then.
        passed: u64,
    },
}

/// The schedules of a tree.
#[derive(Debug)]
pub(crate) struct Schedules {
    #[cfg(feature = "hours")]
    zoned: Zoned,
    is_empty: bool,
}

impl Schedules {
    /// Looks up the zones of a tree.
    pub(crate) fn new(tree: &Description) -> Result<Self, SettingError> {
        let is_empty = tree.hours.is_empty();
        #[cfg(feature = "hours")]
        return Ok(Self { zoned: Zoned::new(&tree.hours)?, is_empty });
        #[cfg(not(feature = "hours"))]
        if is_empty {
            return Ok(Self { is_empty });
        }
        #[cfg(not(feature = "hours"))]
        Err(SettingError::new(
            "tree",
            "it has `hours`, and the program was built without the feature `hours`",
        ))
    }

    /// Returns the schedules that are open by this clock.
    pub(crate) fn open(&self, clock: &Clock) -> OpenSet {
        if self.is_empty {
            return OpenSet::NONE;
        }
        match clock {
            Clock::Open(open) => *open,
            #[cfg(feature = "hours")]
            Clock::System => self.zoned.open_at(now()),
            #[cfg(feature = "hours")]
            Clock::At { began, passed } => self.zoned.open_after(*began, *passed),
            // Without the feature, a tree with hours does not compile.
            #[cfg(not(feature = "hours"))]
            Clock::System | Clock::At { .. } => OpenSet::NONE,
        }
    }

    /// Returns the time in the zone of the first schedule, or `None` without schedules.
    pub(super) fn local_time(&self) -> Option<LocalTime> {
        #[cfg(feature = "hours")]
        return self.zoned.local_time(now());
        #[cfg(not(feature = "hours"))]
        None
    }
}

#[cfg(feature = "hours")]
/// Returns the seconds since 1970.
fn now() -> i64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(now.as_secs()).unwrap_or(i64::MAX)
}
