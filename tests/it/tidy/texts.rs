//! What must not stand in any file, and what the documents must name.

use super::files;

#[test]
fn no_file_knows_the_machine_it_was_written_on() {
    let paths =
        [["/ho", "me/"].concat(), ["/ro", "ot/"].concat(), ["/Us", "ers/"].concat(), ["/wo", "rk/"].concat()];
    let mut found = Vec::new();
    for file in files(&["rs", "md", "toml", "lock", "stderr", "json", "run"]) {
        for (number, line) in file.text.lines().enumerate() {
            if paths.iter().any(|path| line.contains(path.as_str())) {
                found.push(format!("{}:{}: {line}", file.path, number + 1));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}
