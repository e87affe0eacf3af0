//! A `run` that is repeated until it is done has to say whether it is.

pub struct App;

impl App {
    async fn pages(&self) -> u8 {
        2
    }
}

ivr::phone_tree! {
    pub tree Line for App {
        start Menu;
        state Menu { run app.pages().await, at_least_once; hangup; }
    }
}

fn main() {
    let _app = App;
}
