//! Prompt files from outside: a tree with data and one without, reloaded by a router, and by a program while calls are
//! in progress.

#[path = "../../../examples/pharmacy.rs"]
#[expect(dead_code, reason = "its `main` is for people")]
mod pharmacy;

// In this process.
mod followed;

// As a program, with its signals and its commands.
#[cfg(unix)]
mod program;

use std::{env, fs, path::PathBuf, process};

/// A file of its own for a test, taken away with it.
struct Words(PathBuf);

impl Words {
    fn new(test: &str, text: &str) -> Self {
        let path = env::temp_dir().join(format!("ivr-prompts-{test}-{}.toml", process::id()));
        fs::write(&path, text).unwrap();
        Self(path)
    }

    fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }

    fn write(&self, text: &str) {
        fs::write(&self.0, text).unwrap();
    }
}

impl Drop for Words {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

/// The file of the pharmacy, and the same with its notice switched on.
const PHARMACY: &str = include_str!("../../../examples/pharmacy.toml");

fn with_notice() -> String {
    PHARMACY.replace("on = false\nen-US", "on = true\nen-US")
}
