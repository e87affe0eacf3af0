//! A line that takes orders: fields that are counted, Rust that is asked, `run`s that are done at most once and at least
//! once. Each effect is a line of the file that `CHAOS_LEDGER` names.

use std::{
    env,
    fs::OpenOptions,
    io::{self, Write as _},
    path::PathBuf,
    process::ExitCode,
    time::Duration,
};

use ivr::{Call, speak::Digits};

ivr::phone_tree! {
    /// Takes an order of boxes for a customer.
    pub tree Orders for Depot {
        start Customer;
        language en-US;

        data { customer: Digits, boxes: u32 = 0, price: u32 = 0 }

        everywhere { silence | _ => retry 2 { say "Sorry?"; } then Clerk }
        on_error { say "Something went wrong."; } then Clerk

        state Customer {
            gather 4 keys, into customer { say "Enter your four-digit customer number."; } match {
                entered => Boxes,
            }
        }

        state Boxes {
            gather key { say "You have {boxes} boxes. For one more, press one. To order, press two."; } match {
                1 => { set boxes = call.boxes + 1; run app.counted(call).await; } then Boxes,
                2 => Price,
            }
        }

        state Price {
            match app.price(call.boxes).await within 5s {
                Some(price) => { set price = price; } then Confirm,
                None        => Clerk,
                late        => Clerk,
            }
        }

        state Confirm {
            gather key { say "Customer {customer:digits} pays {price}. To confirm, press one. To change it, press two."; }
            match {
                1 => { run app.charge(call).await; run app.ship(call).await, at_least_once; } then Done,
                2 => Boxes,
            }
        }

        state Done { say "Thank you for {boxes} boxes."; hangup; }

        state Clerk { dial "+12345678900" match { _ => end } }
    }
}

/// How long a parcel takes to be handed over: long enough for a server to be killed meanwhile.
const SHIPMENT: Duration = Duration::from_millis(300);

/// Where effects are counted.
#[derive(Debug)]
pub struct Depot {
    ledger: PathBuf,
}

impl Depot {
    async fn price(&self, boxes: u32) -> Option<u32> {
        tokio::time::sleep(Duration::from_millis(5)).await;
        (boxes < 100).then_some(boxes * 7)
    }

    async fn counted(&self, call: &Call<OrdersData>) {
        self.log("counted", call);
    }

    async fn charge(&self, call: &Call<OrdersData>) {
        self.log("charged", call);
    }

    async fn ship(&self, call: &Call<OrdersData>) -> io::Result<()> {
        tokio::time::sleep(SHIPMENT).await;
        self.write("shipped", call)
    }

    fn log(&self, effect: &str, call: &Call<OrdersData>) {
        if let Err(error) = self.write(effect, call) {
            eprintln!("the ledger is lost: {error}");
        }
    }

    /// One line, which no other process comes into.
    fn write(&self, effect: &str, call: &Call<OrdersData>) -> io::Result<()> {
        let (name, customer, boxes) = (&call.step_id, call.customer.as_str(), call.boxes);
        let line = format!("{name} {effect} customer={customer} boxes={boxes}\n");
        OpenOptions::new().create(true).append(true).open(&self.ledger)?.write_all(line.as_bytes())
    }
}

fn main() -> ExitCode {
    let ledger = env::var_os("CHAOS_LEDGER").map_or_else(|| PathBuf::from("ledger"), PathBuf::from);
    ivr::run::<Orders>(Depot { ledger })
}
