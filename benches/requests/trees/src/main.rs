//! Serves the tree that `TREE` names: `small` and `large` are rings of 7 and of 10,000 menus, `kept` is a menu that counts
//! its keys in a field, `plain` the same menu without.

use std::{env, process::ExitCode};

mod small {
    include!(concat!(env!("OUT_DIR"), "/small.rs"));
}

mod large {
    include!(concat!(env!("OUT_DIR"), "/large.rs"));
}

ivr::phone_tree! {
    pub tree Kept {
        start Menu;
        data { keys: u32 = 0 }
        everywhere { silence | _ => retry 2 { say "Sorry?"; } then Bye }

        state Menu {
            gather key { say "To go on, press one. To leave, press two."; }
            match { 1 => { set keys = call.keys + 1; } then Menu, 2 => Bye }
        }
        state Bye { say "Goodbye."; hangup; }
    }
}

ivr::phone_tree! {
    pub tree Plain {
        start Menu;
        everywhere { silence | _ => retry 2 { say "Sorry?"; } then Bye }

        state Menu {
            gather key { say "To go on, press one. To leave, press two."; }
            match { 1 => Menu, 2 => Bye }
        }
        state Bye { say "Goodbye."; hangup; }
    }
}

fn main() -> ExitCode {
    match env::var("TREE").as_deref() {
        Ok("small") => ivr::serve::<small::Ring>(),
        Ok("large") => ivr::serve::<large::Ring>(),
        Ok("kept") => ivr::serve::<Kept>(),
        Ok("plain") => ivr::serve::<Plain>(),
        _ => {
            eprintln!("TREE is small, large, kept or plain");
            ExitCode::FAILURE
        }
    }
}
