//! Runs the code of `docs/testing.md` as it is printed.

mod every_answer;
mod every_call;
mod stories;

#[test]
fn the_page_shows_what_is_run() {
    let page = include_str!("../../../docs/testing.md");
    let shown: Vec<&str> =
        page.split("```rust\n").skip(1).filter_map(|rest| rest.split("```\n").next()).collect();
    let run = [include_str!("stories.rs"), include_str!("every_call.rs"), include_str!("every_answer.rs")];
    let run = run.map(|file| file.split_once("\n\n").expect("a head comment, then the code").1);
    assert_eq!(shown, run);
}
