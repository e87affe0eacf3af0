//! The rules and tests that the audit names exist, and every row has a test or a reason.

use std::{collections::HashSet, path::Path};

use super::texts::document;

/// A row of a table: its number and its other cells.
struct Row {
    number: String,
    cells: Vec<String>,
}

/// The rows below the heading.
fn rows(page: &str, heading: &str) -> Vec<Row> {
    let (_, below) = page.split_once(&format!("\n## {heading}\n")).unwrap_or_else(|| panic!("no {heading}"));
    let section = below.split("\n## ").next().unwrap();
    let lines = section.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| |"));
    let rows = lines.map(|line| {
        let line = line.replace("\\|", "¦");
        let mut cells = line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned());
        Row { number: cells.next().unwrap(), cells: cells.collect() }
    });
    rows.collect()
}

/// What stands between backticks.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// Whether `fn name` follows the attribute of a test in the file; a property stands in `proptest!`.
fn is_test(path: &str, name: &str) -> bool {
    if !Path::new(env!("CARGO_MANIFEST_DIR")).join(path).is_file() {
        return false;
    }
    let source = document(path);
    let mut attributes: Vec<&str> = Vec::new();
    for line in source.lines().map(str::trim) {
        if line.starts_with("#[") {
            attributes.push(line);
        } else if line.contains(&format!("fn {name}(")) {
            return attributes.iter().any(|line| line.contains("test]") || line.contains("test("));
        } else {
            attributes.clear();
        }
    }
    false
}

#[test]
fn every_test_and_every_rule_of_the_audit_exists() {
    let (page, index) = (document("docs/audit.md"), document("docs/errors.md"));
    let mut wrong = Vec::new();
    let mut tests = HashSet::new();
    for name in quoted(&page).filter(|name| name.contains(".rs")) {
        let found = match name.split_once("::") {
            Some((path, test)) => is_test(path, test),
            // The output of rustc is recorded, and there is a near miss of the same name.
            None => ["rs", "stderr"].iter().all(|end| {
                let path = name.replace(".rs", &format!(".{end}"));
                name.starts_with("tests/ui/fail/")
                    && Path::new(env!("CARGO_MANIFEST_DIR")).join(path).is_file()
            }),
        };
        tests.insert(name);
        if !found {
            wrong.push(format!("there is no test {name}"));
        }
    }
    for link in page.split("](errors.md#").skip(1) {
        let rule = link.split(')').next().unwrap();
        if !index.contains(&format!("\n## {rule}\n")) {
            wrong.push(format!("there is no rule {rule}"));
        }
    }
    assert!(tests.len() > 60, "the audit names tests: {}", tests.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_subject_of_the_audit_has_a_test_or_a_reason() {
    let page = document("docs/audit.md");
    let count = |from: &str, to: usize| (1..=to).map(|number| format!("{from}{number}")).collect::<Vec<_>>();
    let subjects = [
        ("Twenty defects that were found", count("", 20)),
        ("What is peculiar to TwiML", count("T", 10)),
        ("What published guidance asks for", count("", 31)),
        ("What people complain of", count("", 25)),
    ];
    for (heading, numbers) in subjects {
        let rows = rows(&page, heading);
        assert_eq!(rows.iter().map(|row| row.number.clone()).collect::<Vec<_>>(), numbers, "{heading}");
        for row in rows {
            let [subject, here, shown] = &row.cells[..] else {
                panic!("{heading}, {}: {:?}", row.number, row.cells)
            };
            let reason = here.starts_with("no: ") || here.starts_with("not yet: ");
            assert!(
                quoted(shown).next().is_some() || reason,
                "{heading}: {subject} has neither test nor reason"
            );
        }
    }
}
