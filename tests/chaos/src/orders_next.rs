//! The version after `orders`: one more question, kept in a field of its own.

mod depot;

use std::process::ExitCode;

use ivr::speak::Digits;

use self::depot::Depot;

ivr::phone_tree! {
    /// Takes an order of boxes for a customer, and asks how soon.
    pub tree Orders for Depot {
        start Customer;
        language en-US;

        data { customer: Digits, boxes: u32 = 0, price: u32 = 0, express: bool = false }

        everywhere { silence | _ => retry 2 { say "Sorry?"; } then Clerk }
        on_error { say "Something went wrong."; } then Clerk

        state Customer {
            gather 4 keys, into customer { say "Enter your four-digit customer number."; } match {
                entered => Boxes,
            }
        }

        state Boxes {
            gather key { say "You have {boxes} boxes. For one more, press one. To order, press two."; } match {
                1 => {
                    set boxes = call.boxes + 1;
                    run app.counted(&call.step_id, call.customer.as_str(), call.boxes).await;
                } then Boxes,
                2 => Price,
            }
        }

        state Price {
            match app.price(call.boxes).await within 5s {
                Some(price) => { set price = price; } then Express,
                None        => Clerk,
                late        => Clerk,
            }
        }

        state Express {
            gather key { say "Should it be there tomorrow? For yes, press one. For no, press two."; } match {
                1 => { set express = true; } then Confirm,
                2 => { set express = false; } then Confirm,
            }
        }

        state Confirm {
            gather key { say "Customer {customer:digits} pays {price}. To confirm, press one. To change it, press two."; }
            match {
                1 => {
                    run app.charge(&call.step_id, call.customer.as_str(), call.boxes).await;
                    run app.ship(&call.step_id, call.customer.as_str(), call.boxes).await, at_least_once;
                } then Done,
                2 => Boxes,
            }
        }

        state Done { say "Thank you for {boxes} boxes."; hangup; }

        state Clerk { dial "+12345678900" match { _ => end } }
    }
}

fn main() -> ExitCode {
    ivr::run::<Orders>(Depot::from_env())
}
