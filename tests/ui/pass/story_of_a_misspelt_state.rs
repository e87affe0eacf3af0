//! A story that names its states.

ivr::phone_tree! {
    pub tree Line {
        start Welcome;
        state Welcome { say "Welcome."; goto Menu; }
        state Menu { gather key { say "To end, press one."; } match { 1 | silence | _ => { say "Goodbye."; } then end } }
    }
}

#[test]
fn runs() {
    ivr::phone::call::<Line>().hears("welcome").at(Line::Menu).silence().hears("goodbye").ended();
}
