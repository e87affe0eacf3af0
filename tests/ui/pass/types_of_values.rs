//! Values of the types that are asked for.

use ivr::speak::Digits;

ivr::phone_tree! {
    /// Values that fit.
    pub tree Values {
        start Menu;
        start outbound Code with { order: Digits, name: Option<String> };
        data { n: u32 = 0, code: Digits, list: String = String::new(), maybe: Digits, number: String = String::new() }
        everywhere { silence | _ => end }
        state Menu { set n = 1; say "You have {list}."; goto Code; }
        state Code { gather 5 keys, into code { say "Your code?"; } match { entered => Desk } }
        state Desk { dial (call.number) match { answered => end, _ => end } }
    }
}

#[test]
fn runs() {
    assert_eq!(<Values as ivr::tree::PhoneTree>::states().len(), 3);
}
