//! A story cannot assert a misspelt state: it is not a variant.

ivr::phone_tree! {
    pub tree Line {
        start Welcome;
        state Welcome { say "Welcome."; goto Menu; }
        state Menu { gather key { say "To end, press one."; } match { 1 | silence | _ => { say "Goodbye."; } then end } }
    }
}

fn main() {
    ivr::phone::call::<Line>().hears("welcome").at(Line::Meun).silence().hears("goodbye").ended();
}
