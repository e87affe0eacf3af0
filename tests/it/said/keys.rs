//! Spoken keys: alone, in groups, in a sentence, in a language without spaces.

use ivr::{phone::call, speak::Digits};

ivr::phone_tree! {
    /// Asks for a zip code and offers three things.
    tree Zip {
        start Ask;
        data { zip: Digits, note: String }
        everywhere { silence | _ => retry 2 { say "Pardon?"; } then Bye }

        state Ask {
            gather 5 keys or speech, into zip { say "What is your five-digit zip code?"; } match { entered => Menu }
        }
        state Menu {
            say "You entered {zip:digits}.";
            gather key or speech {
                say "For sales, press one. For voicemail, press two. For a note, press three.";
            } match { 1 | "sales" => Bye, 2 | "voicemail" => Voicemail, 3 => Note }
        }
        state Note {
            gather 4 keys or speech, into note { say "Enter the number, or say what it is about."; } match {
                entered => Noted,
            }
        }
        state Noted     { say "Noted: {note}."; hangup; }
        state Voicemail { say "You have no messages."; hangup; }
        state Bye       { say "Goodbye."; hangup; }
    }
}

ivr::phone_tree! {
    /// A menu in Chinese.
    #[allow(unread_language, reason = "the test says both keys")]
    tree Invoices {
        start Menu;
        language zh-TW;
        everywhere { silence | _ => retry 2 { say "请再说一遍。"; } then Bye }

        state Menu {
            gather key or speech { say "查询账单请按一，开发票请按二。"; } match { 1 | "账单" => Bill, 2 | "发票" => Invoice }
        }
        state Bill    { say "账单。"; hangup; }
        state Invoice { say "好的。"; hangup; }
        state Bye     { say "再见。"; hangup; }
    }
}

#[test]
fn an_entry_is_heard_however_it_is_said() {
    for said in [
        "06457",
        "oh six four five seven",
        "My zip code is 06457.",
        "I live in Middletown and the zip is 06457.",
        "Oh, 06457.",
    ] {
        call::<Zip>().says(said).hears("You entered 0 6 4 5 7.");
    }
    for other in ["I do not know.", "06457, no, 06458.", "It costs 06457 dollars."] {
        call::<Zip>().says(other).hears("Pardon?");
    }
}

#[test]
fn an_option_is_named_by_its_place() {
    let menu = || call::<Zip>().press("06457").hears("For sales");
    menu().says("The second one, please.").hears("no messages");
    menu().says("voice mail").hears("no messages");
    menu().says("the fourth one").hears("Pardon?");
    menu().says("This is the second time I call.").hears("Pardon?");
}

#[test]
fn a_text_takes_the_keys_or_the_words() {
    let note = || call::<Zip>().press("06457").press("3").hears("what it is about");
    note().says("It is fourteen twenty-three.").hears("Noted: 1423.");
    note().says("A broken window.").hears("Noted: A broken window.");
}

#[test]
fn words_are_found_where_there_are_no_blanks() {
    call::<Invoices>().says("我需要开发票").hears("好的");
    call::<Invoices>().says("请按２").hears("好的");
    call::<Invoices>().says("第一个").hears("账单");
    call::<Invoices>().says("发生了什么").hears("请再说一遍");
}
