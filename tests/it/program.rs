//! The triage line as a program, which some tests start as a process of its own.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

/// The example, as `cargo test` has built it beside this test.
pub(crate) fn triage() -> PathBuf {
    let test = env::current_exe().unwrap();
    let target = test.parent().and_then(Path::parent).unwrap();
    let program = target.join("examples").join(format!("triage{}", env::consts::EXE_SUFFIX));
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/triage.rs");
    let written = |path: &Path| fs::metadata(path).and_then(|file| file.modified());
    let is_new = written(&program).is_ok_and(|built| built >= written(Path::new(source)).unwrap());
    assert!(is_new, "the example is not built: run `cargo build --example triage`, or all of `cargo test`");
    program
}
