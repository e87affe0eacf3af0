//! Opening hours in words, for scripts and diffs.

use ivr_core::hours::{Exception, Span, Weekday};
use ivr_runtime::description::Hours;

/// Returns the lines of a schedule as a tree writes them: `mon..=fri 9:00-18:00`, `closed 12-25`.
pub(crate) fn lines(hours: &Hours) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut days = Weekday::ALL.into_iter().peekable();
    while let Some(first) = days.next() {
        let spans = hours.schedule.of_weekday(first);
        let mut last = first;
        while let Some(next) = days.next_if(|next| hours.schedule.of_weekday(*next) == spans) {
            last = next;
        }
        let named = match first == last {
            true => first.as_str().to_owned(),
            false => format!("{}..={}", first.as_str(), last.as_str()),
        };
        found.extend((!spans.is_empty()).then(|| format!("{named} {}", joined(spans))));
    }
    found.extend(hours.schedule.exceptions.iter().map(exception));
    found
}

fn exception(exception: &Exception) -> String {
    match exception.spans.is_empty() {
        true => format!("closed {}", exception.day),
        false => format!("open {} on {}", joined(&exception.spans), exception.day),
    }
}

fn joined(spans: &[Span]) -> String {
    spans.iter().map(Span::to_string).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_read_as_they_were_written() {
        let day = r#"[{"from":540,"to":750},{"from":840,"to":1080}]"#;
        let week = format!(r#"{day},{day},[],{day},{day},[{{"from":1320,"to":1560}}],[]"#);
        let hours: Hours = serde_json::from_str(&format!(
            r#"{{"name":"office","zone":"Europe/Paris","schedule":{{"week":[{week}],"exceptions":[
                {{"day":"12-25"}},{{"day":"2026-12-24","spans":[{{"from":600,"to":960}}]}}]}}}}"#
        ))
        .unwrap();
        let expected = [
            "mon..=tue 9:00-12:30, 14:00-18:00",
            "thu..=fri 9:00-12:30, 14:00-18:00",
            "sat 22:00-2:00",
            "closed 12-25",
            "open 10:00-16:00 on 2026-12-24",
        ];
        assert_eq!(lines(&hours), expected);
    }
}
