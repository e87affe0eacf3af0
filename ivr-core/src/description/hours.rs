//! Opening hours.

use super::{
    Arm, Description,
    json::{WriteJson, Writer, write_json},
};
use crate::hours::{Day, Exception, Schedule, Span};

/// `hours office, zone "Europe/Paris" { … }`.
///
/// ```
/// let hours: ivr_core::description::Hours = serde_json::from_str(
///     r#"{"name":"office","zone":"Europe/Paris","schedule":{"week":[[{"from":540,"to":1080}],[],[],[],[],[],[]]}}"#,
/// ).unwrap();
/// assert_eq!(hours.schedule.week[0][0].to_string(), "9:00-18:00");
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(deny_unknown_fields))]
pub struct Hours {
    /// `office`.
    pub name: String,
    /// The name of its time zone in the IANA database.
    pub zone: String,
    /// When it is open.
    pub schedule: Schedule,
}

/// `match hours office { … }`.
///
/// ```
/// let asked: ivr_core::description::MatchHours = serde_json::from_str(
///     r#"{"name":"office","arms":[{"outcomes":["open"],"to":{"go":"Menu"}},{"outcomes":["closed"],"to":{"end":"hangup"}}]}"#,
/// ).unwrap();
/// assert_eq!(asked.name, "office");
/// ```
#[derive(Clone, PartialEq, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(deny_unknown_fields))]
pub struct MatchHours {
    /// The name of the schedule, one of [`Description::hours`].
    pub name: String,
    /// The arms for the results.
    #[cfg_attr(feature = "serde", serde(default))]
    pub arms: Vec<Arm>,
}

impl Description {
    /// Returns the index of the hours with this name.
    #[must_use]
    pub fn place_of_hours(&self, name: &str) -> Option<usize> {
        self.hours.iter().position(|hours| hours.name == name)
    }
}

write_json! {
    Hours { name, zone, schedule }
    MatchHours { name, arms }
    Schedule { week, exceptions }
    Exception { day, spans }
    Span { from, to }
}

impl WriteJson for Day {
    fn write(&self, json: &mut Writer) {
        json.string(&self.to_string());
    }
}
