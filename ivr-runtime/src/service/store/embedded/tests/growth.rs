//! What a step costs while the store holds few calls and many. Run with
//!
//! ```text
//! cargo test --release -p ivr-runtime --lib calls_in_flight -- --ignored --nocapture
//! ```

use std::{env, time::Instant};

use super::*;
use crate::service::store::records::StoredRecord;

/// As long as the record of a call with a few fields.
const RECORD: usize = 443;

/// Steps that are measured, and how many callers make them at once.
const STEPS: usize = 32_000;
const CALLERS: usize = 64;

fn call(number: usize) -> String {
    // Random, like the ids of calls.
    let mixed = (number as u128 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835);
    format!("CA{mixed:032x}")
}

/// Puts records of this many calls, as many as fit into one transaction at a time.
async fn fill(store: &EmbeddedStore, calls: usize) {
    for first in (0..calls).step_by(10_000) {
        let put = store.writer.ask(move |calls_in| {
            (first..calls.min(first + 10_000)).try_for_each(|number| {
                calls_in.put(&call(number), StoredRecord { at: 1_000_000, record: vec![0; RECORD] })
            })
        });
        assert_eq!(put.await, Ok(()));
    }
}

/// Steps of calls here and there: each loads the record and stores another one. Answers how long each took.
async fn steps(store: Arc<EmbeddedStore>, caller: usize, calls: usize) -> Vec<Duration> {
    let mut took = Vec::new();
    for step in 0..STEPS / CALLERS {
        // No other task uses the same call.
        let number = (step * 7919 * CALLERS) % calls.max(CALLERS * 10) / CALLERS * CALLERS + caller;
        let (call, begun) = (call(number), Instant::now());
        let before = store.load(&call).await.unwrap();
        let after = vec![1; RECORD];
        assert_eq!(store.save(&call, before.as_deref(), after).await, Ok(Saved::Done));
        took.push(begun.elapsed());
    }
    took
}

/// Memory of this process in MiB, on Linux.
fn resident() -> usize {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0) / 1024
}

#[test]
#[ignore = "measures; takes a minute"]
fn calls_in_flight() {
    let most = env::var("IVR_CALLS").map_or(1_000_000, |most| most.parse().unwrap());
    println!(
        "| calls in flight | opened in | p50 of a step | p99 | memory | file |\n|--:|--:|--:|--:|--:|--:|"
    );
    for calls in [0, 10_000, 100_000, 1_000_000].into_iter().filter(|calls| *calls <= most) {
        let folder = Folder::new();
        let limits = Limits { calls: 2 * most, ..Limits::default() };
        let (clock, _) = Clock::by_hand();
        let store = folder.open(limits, clock.clone());
        run(fill(&store, calls));
        drop(store);
        let begun = Instant::now();
        let store = Arc::new(folder.open(limits, clock));
        let opened = begun.elapsed();
        let mut took = run(async {
            let callers: Vec<_> =
                (0..CALLERS).map(|caller| tokio::spawn(steps(Arc::clone(&store), caller, calls))).collect();
            let mut took = Vec::new();
            for caller in callers {
                took.extend(caller.await.unwrap());
            }
            took
        });
        took.sort_unstable();
        let at = |percent: usize| took[took.len() * percent / 100 - 1].as_secs_f64() * 1e3;
        let file = fs::metadata(folder.path()).unwrap().len() >> 20;
        println!(
            "| {calls} | {:.1} s | {:.1} ms | {:.1} ms | {} MiB | {file} MiB |",
            opened.as_secs_f64(),
            at(50),
            at(99),
            resident(),
        );
    }
}
