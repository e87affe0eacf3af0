//! A crate to compile: generated below this package's target folder, with one target folder for all of them.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

/// A library that compiles state machines, and how a crate depends on it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Library {
    Ours,
    Hand,
    Smlang,
    RustFsm,
    Statig,
    StateMachines,
}

impl Library {
    pub fn name(self) -> &'static str {
        match self {
            Self::Ours => "phone_tree!",
            Self::Hand => "by hand",
            Self::Smlang => "smlang",
            Self::RustFsm => "rust-fsm",
            Self::Statig => "statig",
            Self::StateMachines => "state-machines",
        }
    }

    fn dependency(self) -> String {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        match self {
            Self::Ours => format!("ivr = {{ path = {:?}, default-features = false }}", root),
            Self::Hand => String::new(),
            Self::Smlang => "smlang = \"=0.8.0\"".into(),
            Self::RustFsm => "rust-fsm = \"=0.8.0\"".into(),
            Self::Statig => "statig = \"=0.4.1\"".into(),
            Self::StateMachines => "state-machines = \"=0.21.1\"".into(),
        }
    }
}

/// Writes a crate of this name with this source.
pub fn write(library: Library, name: &str, source: &str) -> Result<PathBuf, String> {
    let folder = root().join(name);
    let manifest = format!(
        "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n{}\n\n[workspace]\n",
        library.dependency()
    );
    // All crates share their dependencies.
    let config = format!("[build]\ntarget-dir = {:?}\n", root().join("target"));
    let files =
        [("Cargo.toml", manifest.as_str()), ("src/lib.rs", source), (".cargo/config.toml", config.as_str())];
    for (file, text) in files {
        let path = folder.join(file);
        let parent = path.parent().unwrap_or(&folder);
        fs::create_dir_all(parent)
            .and_then(|()| fs::write(&path, text))
            .map_err(|error| format!("{}: {error}", path.display()))?;
    }
    Ok(folder)
}

/// Makes cargo compile the crate again, and only it.
pub fn touch(folder: &Path) -> Result<(), String> {
    let file = folder.join("src/lib.rs");
    let text = fs::read(&file).map_err(|error| error.to_string())?;
    fs::write(&file, text).map_err(|error| error.to_string())
}

/// Checks the crate and answers all that was printed.
pub fn check(folder: &Path) -> Result<Output, String> {
    Command::new("cargo")
        .args(["check", "--quiet"])
        .current_dir(folder)
        .output()
        .map_err(|error| error.to_string())
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("target/crates")
}
