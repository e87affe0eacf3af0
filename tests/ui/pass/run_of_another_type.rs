//! A `run` that is repeated until it is done comes back with `()` or a `Result`; one that is begun once with anything.

pub struct App;

impl App {
    async fn told(&self, _: &str) {}

    async fn paged(&self) -> Result<u8, String> {
        Ok(2)
    }
}

ivr::phone_tree! {
    pub tree Line for App {
        start Menu;
        state Menu {
            run app.told(&call.step_id).await, at_least_once;
            run app.paged().await, at_least_once;
            run { let _ = app.paged().await; };
            hangup;
        }
    }
}

#[test]
fn runs() {
    assert_eq!(<Line as ivr::tree::PhoneTree>::AT_LEAST_ONCE.len(), 2);
    let _app = App;
}
