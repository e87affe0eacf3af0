//! Where orders go. Each effect is a line of the file that `CHAOS_LEDGER` names.

use std::{
    env,
    fs::OpenOptions,
    io::{self, Write as _},
    path::PathBuf,
    time::Duration,
};

/// How long a parcel takes to be handed over: long enough for a server to be killed meanwhile.
const SHIPMENT: Duration = Duration::from_millis(300);

/// Where effects are counted.
#[derive(Debug)]
pub struct Depot {
    ledger: PathBuf,
}

impl Depot {
    pub(crate) fn from_env() -> Self {
        Self { ledger: env::var_os("CHAOS_LEDGER").map_or_else(|| PathBuf::from("ledger"), PathBuf::from) }
    }

    pub(crate) async fn price(&self, boxes: u32) -> Option<u32> {
        tokio::time::sleep(Duration::from_millis(5)).await;
        (boxes < 100).then_some(boxes * 7)
    }

    pub(crate) async fn counted(&self, name: &str, customer: &str, boxes: u32) {
        self.log(name, "counted", customer, boxes);
    }

    pub(crate) async fn charge(&self, name: &str, customer: &str, boxes: u32) {
        self.log(name, "charged", customer, boxes);
    }

    pub(crate) async fn ship(&self, name: &str, customer: &str, boxes: u32) -> io::Result<()> {
        tokio::time::sleep(SHIPMENT).await;
        self.write(name, "shipped", customer, boxes)
    }

    fn log(&self, name: &str, effect: &str, customer: &str, boxes: u32) {
        if let Err(error) = self.write(name, effect, customer, boxes) {
            eprintln!("the ledger is lost: {error}");
        }
    }

    /// One line, which no other process comes into.
    fn write(&self, name: &str, effect: &str, customer: &str, boxes: u32) -> io::Result<()> {
        let line = format!("{name} {effect} customer={customer} boxes={boxes}\n");
        OpenOptions::new().create(true).append(true).open(&self.ledger)?.write_all(line.as_bytes())
    }
}
