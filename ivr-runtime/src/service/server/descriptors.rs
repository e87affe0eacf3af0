//! File descriptors: how many the process may open, and how many connections they allow.

/// Descriptors for everything except connections: the runtime, the store, files of the tree, the log.
const RESERVED: u64 = 64;

/// Descriptors for a connection, and for what its answer may open: a file or a connection of the app.
const PER_CONNECTION: u64 = 2;

/// The minimum number of connections for a useful server.
const MIN_CONNECTIONS: usize = 8;

/// Returns how many of `max_connections` have file descriptors. The soft limit of the process is raised towards its
/// hard limit if necessary.
pub(crate) fn fitting_connections(max_connections: usize) -> usize {
    let wanted = RESERVED + PER_CONNECTION * max_connections as u64;
    let Some(available) = raise_limit(wanted) else { return max_connections };
    let fitting = fitting(max_connections, available);
    if fitting < max_connections {
        tracing::warn!(
            "{fitting} connections instead of {max_connections}: the process may open {available} files \
             (ulimit -n, LimitNOFILE), but needs {wanted}"
        );
    }
    fitting
}

fn fitting(max_connections: usize, available: u64) -> usize {
    let room = available.saturating_sub(RESERVED) / PER_CONNECTION;
    usize::try_from(room).unwrap_or(usize::MAX).max(MIN_CONNECTIONS).min(max_connections)
}

/// Raises the soft limit to `wanted` if it is lower. Returns the resulting limit, or `None` without a limit.
#[cfg(unix)]
fn raise_limit(wanted: u64) -> Option<u64> {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    let current = current?;
    let raised = maximum.map_or(wanted, |maximum| maximum.min(wanted));
    if current >= raised {
        return Some(current);
    }
    match setrlimit(Resource::Nofile, Rlimit { current: Some(raised), maximum }) {
        Ok(()) => Some(raised),
        Err(_) => Some(current),
    }
}

/// Returns `None`: this system does not count sockets as files.
#[cfg(not(unix))]
fn raise_limit(_wanted: u64) -> Option<u64> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_connection_has_room_for_what_its_answer_opens() {
        for (available, fit) in
            [(0, 8), (64, 8), (256, 96), (1024, 480), (2111, 1023), (2112, 1024), (u64::MAX, 1024)]
        {
            assert_eq!(fitting(1024, available), fit, "{available}");
        }
        assert_eq!(fitting(4, 0), 4);
    }
}
