//! The processor time and memory of a process and its children, as Linux reports them.

use std::{fs, path::PathBuf, time::Duration};

/// The process and what it started.
fn family(process: u32) -> Vec<u32> {
    let tasks = fs::read_dir(format!("/proc/{process}/task")).into_iter().flatten().flatten();
    let children = tasks.filter_map(|task| fs::read_to_string(task.path().join("children")).ok());
    let children: Vec<u32> = children
        .flat_map(|ids| ids.split(' ').filter_map(|id| id.parse().ok()).collect::<Vec<_>>())
        .collect();
    std::iter::once(process).chain(children.into_iter().flat_map(family)).collect()
}

/// The processor time that they have used, in user mode and in the kernel.
pub(crate) fn processor_time(process: u32) -> Duration {
    let of_task = |path: PathBuf| {
        let text = fs::read_to_string(path.join("schedstat")).ok()?;
        text.split(' ').next()?.parse::<u64>().ok()
    };
    let of_process = |process: u32| {
        let tasks = fs::read_dir(format!("/proc/{process}/task")).into_iter().flatten().flatten();
        tasks.filter_map(|task| of_task(task.path())).sum::<u64>()
    };
    Duration::from_nanos(family(process).into_iter().map(of_process).sum())
}

/// The memory that they hold, in MiB.
pub(crate) fn resident(process: u32) -> f64 {
    let kilobytes = |process: u32| {
        let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        line.trim().strip_suffix(" kB")?.trim().parse::<f64>().ok()
    };
    family(process).into_iter().filter_map(kilobytes).sum::<f64>() / 1024.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_process_has_used_time_and_memory() {
        let id = std::process::id();
        let before = processor_time(id);
        let mut sum = 0u64;
        while processor_time(id) < before + Duration::from_millis(20) {
            sum = (0..1_000_000u64).fold(sum, |sum, number| sum.wrapping_mul(31).wrapping_add(number));
        }
        assert!(resident(id) > 0.1, "{sum}");
    }
}
