//! Checks on all files of the project.

mod audit;
mod dependencies;
mod directions;
mod features;
mod retired;
mod sizes;
mod surface;
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
    /// It is compiled for tests alone.
    only_tests: bool,
}

impl File {
    /// The lines that are part of the product: all but what only tests compile.
    fn production(&self) -> Vec<&str> {
        let mut found = Vec::new();
        let mut lines = self.text.lines().take_while(|_| !self.only_tests);
        while let Some(line) = lines.next() {
            if line.trim() != "#[cfg(test)]" {
                found.push(line);
                continue;
            }
            // Skips the item: one line, or all lines up to the closing brace.
            if lines.next().is_some_and(|item| !item.ends_with(';')) {
                let end = line.replace("#[cfg(test)]", "}");
                let _body = lines.find(|line| **line == end);
            }
        }
        found
    }

    /// The files that `#[cfg(test)] mod name;` in this one declares, as the beginnings of their paths.
    fn test_modules(&self) -> Vec<String> {
        let (folder, name) = self.path.rsplit_once('/').unwrap_or(("", &self.path));
        let folder = match name {
            "mod.rs" | "lib.rs" | "main.rs" => folder.to_owned(),
            _ => format!("{folder}/{}", name.trim_end_matches(".rs")),
        };
        let lines: Vec<&str> = self.text.lines().map(str::trim).collect();
        let declared = lines.windows(2).filter(|pair| pair[0] == "#[cfg(test)]").filter_map(|pair| {
            let (_, module) = pair[1].strip_suffix(';')?.rsplit_once("mod ")?;
            Some(format!("{folder}/{module}"))
        });
        declared.collect()
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
            assert!(
                !kind.is_symlink(),
                "{} is a symbolic link, which not every checkout keeps",
                path.display()
            );
            if hidden || entry.file_name() == "target" || entry.file_name() == "node_modules" {
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
    let mut files: Vec<File> = found.iter().map(|path| read(root, path)).collect();
    let tests: Vec<String> = files.iter().flat_map(File::test_modules).collect();
    for file in &mut files {
        let inside =
            |test: &String| [".rs", "/"].iter().any(|end| file.path.starts_with(&format!("{test}{end}")));
        file.only_tests = tests.iter().any(inside);
    }
    files
}

/// The extension, or the name of a file that has none.
fn extension(path: &Path) -> Option<&str> {
    path.extension().or(path.file_name())?.to_str()
}

fn read(root: &Path, path: &PathBuf) -> File {
    let text = fs::read_to_string(path).unwrap();
    let path = path.strip_prefix(root).unwrap().components().map(|part| part.as_os_str().to_str().unwrap());
    File { path: path.collect::<Vec<_>>().join("/"), text, only_tests: false }
}
