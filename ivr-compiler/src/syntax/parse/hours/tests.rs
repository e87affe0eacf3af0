//! Schedules as they are written, and as people write them elsewhere.

use crate::check::tests::{check_diagnostics, check_legal};

/// A tree with these hours, which its state asks for.
fn tree(hours: &str) -> String {
    format!(
        r#"
            pub tree Line {{
                start Menu;
{hours}
                state Menu {{ match hours office {{ open => end, closed => end }} }}
            }}
            "#
    )
}

#[test]
fn hours_in_the_forms_of_the_language() {
    check_legal(&tree(
        r#"
                hours office, zone "Europe/Paris" {
                    mon..=fri 9:00-12:30, 14:00-18:00;
                    sat, sun 10:00-13:00;
                    closed "12-25", "2026-05-01";
                    open 10:00-16:00 on "2026-12-24";
                }
            "#,
    ));
    check_legal(&tree(
        r#"hours office, zone "Europe/Paris" { sat..=mon 08:00-09:30; wed, fri 9:00-10:00; }"#,
    ));
}

#[test]
fn clocks_and_days_of_other_countries() {
    check_diagnostics(&tree(
        r#"
                hours office, zone "Europe/Paris" {
                    mon-fri 9:00-18:00;
//~                    ^ a range of days is written with `..=`
//~                    help: write `..=`
                    Saturday 10:00-13:30;
//~                 ^^^^^^^^ `Saturday` is written `sat` here
//~                 help: write `sat`
                    tue      10am-1:30 pm;
//~                          ^^^^^^^^^^^^ hours must be written on the 24-hour clock, with minutes
//~                          help: write `10:00-13:30`
                    sun 9h30 to 12.45;
//~                     ^^^^^^^^^^^^^ hours must be written on the 24-hour clock, with minutes
//~                     help: write `9:30-12:45`
                    open "10:00-16:00" on "12-24";
//~                      ^^^^^^^^^^^^^ hours must not be in quotes
//~                      help: write `10:00-16:00`
                    open 10:00-16:00   on 12-31;
//~                                       ^^^^^ a date must be in double quotes
//~                                       help: write `"12-31"`
                }
            "#,
    ));
}

#[test]
fn a_line_that_cannot_be_read_leaves_the_others() {
    check_diagnostics(&tree(
        r#"
                hours office, zone "Europe/Paris" {
                    mon..=fri;
//~                       ^^^ the hours are missing after this
//~                       help: write `9:00-18:00` after it
                    holiday 9:00-10:00;
//~                 ^^^^^^^ `holiday` is not a day of the week
//~                 help: the days are `mon`, `tue`, `wed`, `thu`, `fri`, `sat` and `sun`
                    sun closed;
//~                 ^^^ a day without hours is closed
//~                 help: remove the line
                    closed sun;
//~                        ^^^ a weekday without hours is already closed; `closed` takes a date
//~                        help: write `closed "12-25"`, or remove the line
                    sat 9:00-25:00;
//~                     ^^^^^^^^^^ no clock shows 25:00
//~                     help: a day is from `0:00` to `24:00`
                }
            "#,
    ));
}

#[test]
fn hours_have_a_name_and_a_zone() {
    check_diagnostics(&tree(
        r#"
                hours office { mon 9:00-10:00; }
//~                   ^^^^^^ hours `office` have no time zone
//~                   help: write `office, zone "Europe/Paris"`
            "#,
    ));
    check_diagnostics(&tree(
        r#"
                hours { mon 9:00-10:00; }
//~             ^^^^^ `hours` needs a name
//~             help: write `hours office, zone "Europe/Paris" { … }`
            "#,
    ));
    check_diagnostics(&tree(
        r#"
                schedule office, zone "Europe/Paris" { mon 9:00-10:00; }
//~             ^^^^^^^^ `schedule` is called `hours` here
//~             help: write `hours`
            "#,
    ));
    check_diagnostics(&tree(
        r#"
                hours office, timezone "Europe/Paris" { mon 9:00-10:00; }
//~                           ^^^^^^^^ unknown clause `timezone` of `hours`
//~                           help: write `zone`
            "#,
    ));
}

#[test]
fn an_hour_without_an_outcome_and_an_outcome_by_another_name() {
    let tree = |state: &str| {
        format!(
            r#"
            pub tree Line {{
                start Menu;
                hours office, zone "Europe/Paris" {{ mon..=fri 9:00-18:00; }}
{state}
            }}
            "#
        )
    };
    check_diagnostics(&tree(
        r#"
                state Menu { match hours office { open => end } }
//~                          ^^^^^ state `Menu` does not handle `closed`
//~                          help: add the arm `closed => end`
            "#,
    ));
    check_diagnostics(&tree(
        r#"
                state Menu { match hours office { yes => end, closed => end } }
//~                                               ^^^ `yes` is called `open` here
//~                                               help: write `open`
            "#,
    ));
    check_diagnostics(&tree(
        r#"
                state Menu { match hours office { open => end, closed => end, busy => end } }
//~                                                                           ^^^^ `match hours` never has the outcome `busy`
//~                                                                           help: it has the outcomes `open` and `closed`
            "#,
    ));
    check_diagnostics(&tree(
        r#"
                state Menu { match hours { open => end, closed => end } }
//~                                ^^^^^ `match hours` needs the name of a schedule
//~                                help: write `match hours office`, with the name that `hours` declares
            "#,
    ));
    check_legal(&tree(
        "state Menu { match hours office { open => end, _ => { say \"We are closed.\"; } then end } }",
    ));
    check_legal(&tree(
        r#"state Menu { match hours office { open => Desk, closed => reject busy } } state Desk { say "Hello."; hangup; }
           scenario "by night" { [closed] => end; [open] => Desk; }"#,
    ));
}
