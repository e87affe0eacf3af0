//! Tasks whose futures are boxed.
//!
//! tokio compiles the code of a task once for each type of future and scheduler. The futures of a tree have types of
//! their own, so that code would be compiled again for every tree, in the crate of the tree. Boxed, they have one type.

use std::pin::Pin;

use tokio::task::JoinHandle;
use tokio_util::task::TaskTracker;

type Work = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Spawns a task, as `tokio::spawn` does.
pub(crate) fn spawn(work: impl Future<Output = ()> + Send + 'static) -> JoinHandle<()> {
    spawn_boxed(Box::pin(work))
}

/// Spawns a task that `tracker` waits for.
pub(crate) fn spawn_tracked(
    tracker: &TaskTracker,
    work: impl Future<Output = ()> + Send + 'static,
) -> JoinHandle<()> {
    spawn_boxed_tracked(tracker, Box::pin(work))
}

fn spawn_boxed(work: Work) -> JoinHandle<()> {
    tokio::spawn(work)
}

fn spawn_boxed_tracked(tracker: &TaskTracker, work: Work) -> JoinHandle<()> {
    tracker.spawn(work)
}
