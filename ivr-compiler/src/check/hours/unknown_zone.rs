//! # unknown_zone
//!
//! No time zone has this name, so the server could not tell when callers reach somebody.
//!
//! ```text
//! hours office, zone "Europe/Pairs" { mon..=fri 9:00-18:00; }
//! state Greeting { match hours office { open => Menu, closed => Closed } }
//! ```
//!
//! Write the name from the IANA database, an area and a city:
//!
//! ```text
//! hours office, zone "Europe/Paris" { mon..=fri 9:00-18:00; }
//! state Greeting { match hours office { open => Menu, closed => Closed } }
//! ```
//!
//! The zone of a city includes daylight saving time. An abbreviation such as `EST` or an offset does not, so it is
//! refused. `UTC` is a zone.

use ivr_core::hours::{is_zone, zones};

use crate::{
    diagnostics::{Diagnostic, Diagnostics, nearest},
    model::Graph,
    syntax::Text,
};

/// Abbreviations in the database, and offsets: they are not places.
const WITHOUT_PLACE: [&str; 11] =
    ["EST", "MST", "HST", "CET", "MET", "EET", "WET", "EST5EDT", "CST6CDT", "MST7MDT", "PST8PDT"];

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    for hours in &graph.hours {
        let zone = hours.zone.value.as_str();
        if WITHOUT_PLACE.contains(&zone) || is_offset(zone) {
            diagnostics.push(without_place(&hours.zone));
        } else if !is_zone(zone) {
            diagnostics.push(unknown(&hours.zone));
        }
    }
}

/// Returns whether it is an offset: `UTC+1`, `GMT-5`, `+01:00`, `Etc/GMT-1`.
fn is_offset(zone: &str) -> bool {
    let zone =
        zone.trim_start_matches("Etc/").trim_start_matches("UTC").trim_start_matches("GMT").trim_start();
    zone.starts_with(['+', '-']) && zone.bytes().skip(1).all(|byte| byte.is_ascii_digit() || byte == b':')
}

fn without_place(zone: &Text) -> Diagnostic {
    let message = format!("`{}` names no place, so it has no daylight saving time", zone.value);
    Diagnostic::new("unknown_zone", zone.span, message)
        .help("write the zone of a city, such as `\"America/New_York\"`")
}

fn unknown(zone: &Text) -> Diagnostic {
    let diagnostic =
        Diagnostic::new("unknown_zone", zone.span, format!("time zone `{}` is unknown", zone.value));
    let names: Vec<String> = zones().collect();
    let folded = zone.value.replace([' ', '-'], "_");
    let same = names.iter().find(|name| name.eq_ignore_ascii_case(&folded));
    let city = || {
        names
            .iter()
            .find(|name| name.rsplit('/').next().is_some_and(|city| city.eq_ignore_ascii_case(&folded)))
    };
    let near = || nearest(&zone.value, names.iter().map(String::as_str));
    match same.or_else(city).map(String::as_str).or_else(near) {
        Some(meant) => diagnostic.help(format!("did you mean `\"{meant}\"`?")),
        None => diagnostic.help("write an area and a city, such as `\"Europe/Paris\"`"),
    }
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    fn tree(zone: &str) -> String {
        format!(
            r#"
            pub tree Line {{
                start Menu;
                hours office, zone {zone} {{ mon..=fri 9:00-18:00; }}
{{}}
                state Menu {{ match hours office {{ open => end, closed => end }} }}
            }}
            "#
        )
    }

    fn refused(zone: &str, report: &str) {
        check_diagnostics(&tree(zone).replace("{}", report.trim_start_matches('\n')));
    }

    #[test]
    fn a_zone_that_is_spelt_otherwise() {
        refused(
            r#""Europe/Pairs""#,
            r#"
//~                                ^^^^^^^^^^^^^^ time zone `Europe/Pairs` is unknown
//~                                help: did you mean `"Europe/Paris"`?"#,
        );
        refused(
            r#""europe/paris""#,
            r#"
//~                                ^^^^^^^^^^^^^^ time zone `europe/paris` is unknown
//~                                help: did you mean `"Europe/Paris"`?"#,
        );
        refused(
            r#""New York""#,
            r#"
//~                                ^^^^^^^^^^ time zone `New York` is unknown
//~                                help: did you mean `"America/New_York"`?"#,
        );
        refused(
            r#""Central European Time""#,
            r#"
//~                                ^^^^^^^^^^^^^^^^^^^^^^^ time zone `Central European Time` is unknown
//~                                help: write an area and a city, such as `"Europe/Paris"`"#,
        );
    }

    #[test]
    fn an_abbreviation_and_an_offset_have_no_daylight_saving_time() {
        refused(
            r#""EST""#,
            r#"
//~                                ^^^^^ `EST` names no place, so it has no daylight saving time
//~                                help: write the zone of a city, such as `"America/New_York"`"#,
        );
        refused(
            r#""Etc/GMT-2""#,
            r#"
//~                                ^^^^^^^^^^^ `Etc/GMT-2` names no place, so it has no daylight saving time
//~                                help: write the zone of a city, such as `"America/New_York"`"#,
        );
    }

    #[test]
    fn zones_of_the_database() {
        for zone in ["Europe/Paris", "America/Argentina/Ushuaia", "UTC", "Asia/Kathmandu"] {
            check_legal(&tree(&format!("\"{zone}\"")).replace("{}", ""));
        }
    }
}
