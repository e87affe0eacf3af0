//! What holds for every file of the project, whoever wrote it.

mod directions;
mod sizes;
mod texts;

use std::{
    fs,
    path::{Path, PathBuf},
};

/// A text file of the project.
struct File {
    /// From the root of the project, with `/`.
    path: String,
    text: String,
}

impl File {
    /// The lines that are part of the product: all before the file's own tests.
    fn production(&self) -> impl Iterator<Item = &str> {
        let product = !self.path.ends_with("/tests.rs") && !self.path.contains("/tests/");
        self.text.lines().take_while(move |line| product && line.trim() != "#[cfg(test)]")
    }
}

/// Every file with one of these extensions, in the order of their paths. What is generated is left out.
fn files(extensions: &[&str]) -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let entry = entry.unwrap();
            let (path, kind) = (entry.path(), entry.file_type().unwrap());
            let hidden =
                entry.file_name().to_str().is_some_and(|name| name.starts_with('.') && name != ".ci");
            // A link leads to files that are there anyway.
            if hidden || kind.is_symlink() || entry.file_name() == "target" {
                continue;
            }
            if kind.is_dir() {
                folders.push(path);
            } else if extension(&path).is_some_and(|extension| extensions.contains(&extension)) {
                found.push(path);
            }
        }
    }
    found.sort();
    assert!(found.len() > extensions.len(), "the project has files");
    found.iter().map(|path| read(root, path)).collect()
}

/// The extension, or the name of a file that has none.
fn extension(path: &Path) -> Option<&str> {
    path.extension().or(path.file_name())?.to_str()
}

fn read(root: &Path, path: &PathBuf) -> File {
    let text = fs::read_to_string(path).unwrap();
    let path = path.strip_prefix(root).unwrap().components().map(|part| part.as_os_str().to_str().unwrap());
    File { path: path.collect::<Vec<_>>().join("/"), text }
}
