//! A number that is not a secret is repeated.

use ivr::speak::Digits;

ivr::phone_tree! {
    pub tree Bank {
        start Pin;

        data { account: Digits, secret pin: Digits }

        everywhere { silence | _ => retry 1 { say "Sorry?"; } then Nobody }

        state Pin     { gather 4 keys, into pin { say "Enter your pin."; } match { entered => Account } }
        state Account { gather 8 keys, into account { say "Enter your account."; } match { entered => Repeat } }
        state Repeat  { say "You entered {account:digits}."; hangup; }
        state Nobody  { say "Sorry."; hangup; }
    }
}

// The data is there all the same: what uses it is not a second error.
#[test]
fn runs() {
    assert_ne!(BankData::default().pin, "4711");
}
