//! Rules about opening hours: times, dates and zones must exist, and schedules must make sense.

mod bad_date;
mod bad_hours;
mod closed_anyway;
mod overlapping_hours;
mod spoken_hours;
mod unknown_zone;
mod unused_hours;

pub(super) use bad_date::check as bad_date;
pub(super) use bad_hours::check as bad_hours;
pub(super) use closed_anyway::check as closed_anyway;
pub(super) use overlapping_hours::check as overlapping_hours;
pub(super) use spoken_hours::check as spoken_hours;
pub(super) use unknown_zone::check as unknown_zone;
pub(super) use unused_hours::check as unused_hours;

#[cfg(test)]
mod tests {
    /// Returns a tree whose schedule has these lines.
    pub(super) fn office(lines: &str) -> String {
        format!(
            r#"
            pub tree Line {{
                start Menu;
                hours office, zone "Europe/Paris" {{
{lines}
                }}
                state Menu {{ match hours office {{ open => end, closed => end }} }}
            }}
            "#
        )
    }

    /// Returns the same tree, open from Monday to Friday.
    pub(super) fn weekdays(lines: &str) -> String {
        office(&format!("mon..=fri 9:00-18:00;\n{lines}"))
    }
}
