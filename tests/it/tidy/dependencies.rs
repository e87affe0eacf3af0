//! The crates that a program compiles, by its features.

use std::process::Command;

/// Returns the crates that `ivr` depends on with only these features.
fn dependencies(features: &str) -> Vec<String> {
    let run = Command::new(env!("CARGO"))
        .args(["tree", "--package=ivr", "--edges=normal", "--prefix=none", "--format={lib}"])
        .args(["--no-default-features", "--features", features, "--locked", "--offline"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let mut found: Vec<_> =
        String::from_utf8_lossy(&run.stdout).split_whitespace().map(str::to_owned).collect();
    found.sort();
    found.dedup();
    found
}

#[test]
fn a_tree_alone_depends_on_nothing_that_serves_it() {
    let alone = dependencies("");
    assert!(alone.contains(&"ivr_compiler".to_owned()), "{alone:?}");
    for served in ["axum", "bytes", "hmac", "http", "prometheus_client", "tokio", "tracing"] {
        assert!(!alone.contains(&served.to_owned()), "{served} in {alone:?}");
    }
}

#[test]
fn the_router_depends_on_axum_and_not_on_the_program_around_it() {
    let router = dependencies("router");
    assert!(router.contains(&"axum".to_owned()), "{router:?}");
    for program in ["clap", "ivr_tools", "jiff", "redb", "redis", "tokio_rustls", "tracing_subscriber"] {
        assert!(!router.contains(&program.to_owned()), "{program} in {router:?}");
    }
}
