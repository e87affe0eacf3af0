//! The thread that makes the requests of a call, so that its user needs no async runtime and may have one.

use std::{
    sync::mpsc,
    thread::{self, JoinHandle},
};

use tokio::sync::mpsc as orders;

use super::{Kept, Line, fetch};
use crate::simulator::{
    alert::Alert,
    request::{Request, Response},
};
use ivr_runtime::signature::Key;

/// How often background work of a response may run before the response is returned.
const YIELDS: u32 = 16;

/// A line and the thread that serves it.
#[derive(Debug)]
pub(crate) struct Exchange {
    /// `None` only while it is dropped: that ends the thread.
    orders: Option<orders::UnboundedSender<Order>>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Debug)]
struct Order {
    request: Request,
    key: Option<Key>,
    answer: mpsc::Sender<Result<Response, Alert>>,
}

impl Exchange {
    /// Serves `line`.
    pub(crate) fn new(line: impl Line + 'static) -> Self {
        let (orders, taken) = orders::unbounded_channel();
        let thread = thread::spawn(move || serve(line, taken));
        Self { orders: Some(orders), thread: Some(thread) }
    }

    /// Makes a request, signed if there is a key, and waits for its response.
    pub(crate) fn fetch(&self, request: &Request, key: Option<&Key>) -> Result<Response, Alert> {
        let (answer, answers) = mpsc::channel();
        if let Some(orders) = &self.orders {
            // An error means that the thread has ended, so no answer arrives either.
            let _ = orders.send(Order { request: request.clone(), key: key.cloned(), answer });
        }
        let dead = || Alert::fatal(11205, format!("`{}` broke off: the application panicked", request.url));
        answers.recv().unwrap_or_else(|_| Err(dead()))
    }
}

impl Drop for Exchange {
    fn drop(&mut self) {
        self.orders = None;
        if let Some(thread) = self.thread.take() {
            // If the thread panicked, this was reported as an error of the call.
            let _ = thread.join();
        }
    }
}

fn serve(mut line: impl Line, mut orders: orders::UnboundedReceiver<Order>) {
    let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() else { return };
    let mut kept = Kept::default();
    runtime.block_on(async {
        while let Some(order) = orders.recv().await {
            let answer = fetch(&mut line, &order.request, order.key.as_ref(), &mut kept).await;
            // Work that the application does after its answer ends before the call continues, so that a story can
            // check its results.
            for _ in 0..YIELDS {
                if runtime.metrics().num_alive_tasks() == 0 {
                    break;
                }
                tokio::task::yield_now().await;
            }
            // An error means that the call was dropped.
            let _ = order.answer.send(answer);
        }
    });
}
