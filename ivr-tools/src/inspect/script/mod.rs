//! The prompts of a tree, state by state, for the voice talent and for reviewers of the texts.
//!
//! Each line has a cue (`Menu.2`) that identifies it in a studio. The script does not say where a call goes; the
//! picture does.

mod reached;
mod sheet;

// The existing recordings.
mod audio_files;

pub(crate) use audio_files::AudioFiles;
use sheet::Sheet;

use crate::{
    inspect::graph::{self, Destination, Edge, Retry, describe},
    inspect::hours,
    inspect::picture::advice,
    inspect::spoken,
};
use ivr_runtime::description::{Description, Dial, State, Verb};

/// Returns everything that is said in `tree`, in the order of its states, as plain text in Markdown.
///
/// ```
/// # let tree: ivr_runtime::description::Description = serde_json::from_str(
/// #   r#"{"name":"Bye","language":"en-US","starts":[{"state":"A"}],
/// #       "states":[{"name":"A","lines":[{"say":{"text":"Goodbye."}}],"verb":"hangup"}]}"#).unwrap();
/// let script = ivr_tools::inspect::script::script(&tree);
/// assert!(script.contains("- A.1: Goodbye.\n"));
/// ```
#[must_use]
pub fn script(tree: &Description) -> String {
    render(tree, &AudioFiles::default()).text
}

/// A script, and whether all recordings are available.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Page {
    pub(crate) text: String,
    /// No file is missing.
    pub(crate) is_complete: bool,
}

/// Returns the script with a mark at every file that is not in `audio_files`.
pub(crate) fn render(tree: &Description, audio_files: &AudioFiles) -> Page {
    let edges = graph::edges(tree);
    let shared = graph::shared(&edges);
    let remarks = advice::remarks(tree, &edges);
    let mut sheet = Sheet::of(tree, audio_files);
    head(&mut sheet, tree);
    for (index, (state, remarks)) in tree.states.iter().zip(remarks).enumerate() {
        sheet.section(&state.name);
        sheet.text(state.docs.as_deref().unwrap_or_default());
        sheet.text(&reached::sentence(tree, &edges, &shared, state));
        sheet.text(&works(state));
        sheet.part();
        sheet.lines(&[], &state.lines);
        sheet.lines(&[], spoken::prompts(&state.verb));
        screen(&mut sheet, &state.verb);
        let is_shared = |edge: &Edge<'_>| shared.iter().any(|one| graph::same_arm(one, edge));
        edges
            .iter()
            .filter(|edge| edge.from == index && !is_shared(edge))
            .for_each(|edge| arm(&mut sheet, edge));
        sheet.part();
        remarks.iter().for_each(|remark| sheet.text(&format!("Note: {remark}.")));
    }
    rest(&mut sheet, tree, &shared);
    sheet.section("In all");
    sheet.totals();
    sheet.into_page()
}

/// Adds what a callee hears.
fn screen(sheet: &mut Sheet<'_>, verb: &Verb) {
    let Verb::Dial(Dial { screen: Some(screen), .. }) = verb else { return };
    if let Some(unless) = &screen.unless {
        sheet.lines(&[format!("to the called party, when `{}`", unless.source)], &unless.lines);
    }
    sheet.lines(&["to the called party".to_owned()], &screen.lines);
}

fn head(sheet: &mut Sheet<'_>, tree: &Description) {
    sheet.text(&format!("# {}", tree.name));
    sheet.part();
    sheet.text(tree.docs.as_deref().unwrap_or_default());
    let voice = tree.voice.iter().map(|voice| format!(", voice {voice}"));
    let audio = tree.audio.iter().map(|audio| format!(", files under {audio}"));
    let more: String = voice.chain(audio).collect();
    sheet.text(&format!("Language {}{more}.", tree.language));
    for other in &tree.languages {
        let voice = other.voice.iter().map(|voice| format!(", voice {voice}"));
        let audio = other.audio.iter().map(|audio| format!(", files under {audio}"));
        sheet.text(&format!("Language {}{}.", other.tag, voice.chain(audio).collect::<String>()));
    }
    for one in &tree.hours {
        let lines = hours::lines(one).join("; ");
        sheet.text(&format!("Hours {} in {}: {lines}.", one.name, one.zone));
    }
}

/// Adds texts that do not belong to a single state.
fn rest(sheet: &mut Sheet<'_>, tree: &Description, shared: &[Edge<'_>]) {
    if !shared.is_empty() {
        sheet.section("Everywhere");
        sheet.text("Applies to each state that has no arm of its own for it.");
        sheet.part();
        shared.iter().for_each(|edge| arm(sheet, edge));
    }
    if let Some(on_error) = &tree.on_error {
        sheet.section("On error");
        sheet.text("Said when the server fails.");
        sheet.part();
        sheet.lines(&[], &on_error.lines);
    }
    if !tree.after.is_empty() {
        sheet.section("After the call");
        sheet.text("Runs when nobody is on the line any more; nothing is said.");
        sheet.part();
        tree.after.iter().for_each(|after| sheet.text(&format!("- {}", describe::hook(after))));
    }
}

/// Adds everything that an arm says.
fn arm(sheet: &mut Sheet<'_>, edge: &Edge<'_>) {
    let cause = edge.causes.iter().find(|cause| !cause.goes_without_saying());
    let after: Vec<String> =
        cause.map(|_| format!("after {}", describe::of_edge(edge))).into_iter().collect();
    for retry in &edge.route.retries {
        for (block, lines) in retry.blocks.iter().enumerate() {
            sheet.lines(&[after.clone(), vec![attempt(retry, block)]].concat(), lines);
        }
    }
    let on_the_way = match edge.route.to {
        Destination::State(state) => format!("on the way to {state}"),
        Destination::Again => "before it asks again".to_owned(),
        Destination::End(_) => "before the call ends".to_owned(),
    };
    sheet.lines(&[after, vec![on_the_way]].concat(), edge.route.said);
}

/// Returns which attempt a block of a retry belongs to: the last block is for all remaining attempts.
fn attempt(retry: &Retry<'_>, block: usize) -> String {
    let again = retry.at.map_or("asked again".to_owned(), |state| format!("{state} asked again"));
    let is_last = block + 1 == retry.blocks.len();
    let time = describe::ordinal(block + 1);
    match (is_last, usize::from(retry.times) > block + 1) {
        (true, _) if block == 0 => again,
        (true, true) => format!("{again}, from the {time} time on"),
        _ => format!("{again}, the {time} time"),
    }
}

/// `Listens: 1 key or words, waits 5 s.`
fn works(state: &State) -> String {
    let (does, object) = (describe::does(&state.verb), describe::object(&state.verb));
    let sentence = if object.is_empty() { format!("{does}.") } else { format!("{does}: {object}.") };
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        fixture::{Acme, Hotel},
        inspect::picture::grown,
    };
    use ivr_core::condition::Condition;
    use ivr_runtime::{
        description::{Line, Scope, Verb},
        tree::PhoneTree,
    };

    fn acme() -> Description {
        serde_json::from_str(Acme::DESCRIPTION).unwrap()
    }

    fn section<'s>(script: &'s str, name: &str) -> &'s str {
        let start = script.find(&format!("## {name}\n")).unwrap();
        let rest = &script[start..];
        rest[3..].find("## ").map_or(rest, |end| &rest[..end + 3])
    }

    #[test]
    fn a_menu_tells_where_it_is_reached_from_and_all_that_it_may_say() {
        let script = script(&acme());
        assert_eq!(
            section(&script, "Menu"),
            "## Menu\n\n\
             What the caller can choose.\n\
             Reached from Greeting; itself on 9; Hours on silence, anything else.\n\
             Listens: 1 key or words, waits 5 s.\n\n\
             - Menu.1 (the first time only): Listen to the following menu options.\n\
             - Menu.2: For sales, press one. For support, press two. For our business hours, press three. \
             To repeat these options, press nine. To speak with the receptionist, press zero.\n\
             - Menu.3 (after silence, asked again): Sorry, I did not hear you.\n\
             - Menu.4 (after anything else, asked again): The option that you selected is invalid.\n\n"
        );
    }

    #[test]
    fn what_whoever_is_called_hears_is_spoken_too() {
        let mut tree = acme();
        let screen = serde_json::json!({"key": "1", "lines": [{"say": {"text": "Press one."}}],
            "unless": {"question": 0, "source": "app.taken()", "within": 2, "lines": [{"say": {"text": "Taken."}}]}});
        let dial = serde_json::json!({"dial": {"numbers": ["+1"], "timeout": 5, "screen": screen}});
        tree.states[0].verb = serde_json::from_value(dial).unwrap();
        let script = script(&tree);
        let greeting = section(&script, "Greeting");
        assert!(greeting.contains("(to the called party): Press one."), "{greeting}");
        assert!(greeting.contains("(to the called party, when `app.taken()`): Taken."), "{greeting}");
    }

    #[test]
    fn every_language_stands_under_the_cue_of_the_line() {
        let script = script(&serde_json::from_str(Hotel::DESCRIPTION).unwrap());
        let head = "Language fr-FR, voice Polly.Lea, files under https://p.example/fr/.\n\
                    Language en-US, voice Polly.Joanna, files under https://p.example/en/.\nLanguage es-ES.\n";
        assert!(script.contains(head), "{script}");
        let room = "- Room.1 (fr-FR): Quelle chambre ?\n- Room.1 (en-US): Which room?\n\
                    - Room.1 (es-ES): ¿Qué habitación?\n- Room.2 (after anything else, asked again, fr-FR): Non.\n";
        assert!(script.contains(room), "{script}");
        let greeting = "- file: beep.mp3\n- file accueil.mp3 (fr-FR): Bonjour.\n- Greeting.1 (en-US): Hello.\n\
                        - file hola.mp3 (es-ES): Hola.\n";
        assert!(script.contains(greeting), "{script}");
        assert!(script.contains("- Menu.2 (en-US): For English, press two.\n"), "{script}");
    }

    #[test]
    fn what_is_said_under_conditions_says_so() {
        let mut tree = acme();
        let Verb::Gather(menu) = &mut tree.states[1].verb else { panic!() };
        menu.conditions = vec!["open".to_owned()];
        menu.arms[0].condition = Some(Condition::from("!open".to_owned()));
        let lines = std::mem::take(&mut menu.prompts);
        menu.prompts = vec![Line::Scoped { scope: Scope::If(Condition::from("open".to_owned())), lines }];
        let script = script(&tree);
        let said = "- Menu.1 (the first time only, if open): Listen to the following menu options.\n- Menu.2 (if open): For sales";
        assert!(script.contains(said), "{script}");
        assert!(section(&script, "Sales").contains("Reached from Menu on 1, “sales” if !open"), "{script}");
    }

    #[test]
    fn totals_state_their_rate_and_count_a_repeated_line_once() {
        let mut tree = acme();
        let before = section(&script(&tree), "In all").to_owned();
        assert!(before.contains("11 lines to speak and 0 files to play"), "{before}");
        assert!(before.contains("minutes of speech"), "{before}");
        tree.states[3].lines = tree.states[4].lines.clone();
        let after = script(&tree);
        assert!(after.contains("- Thanks.1 (the same as Sales.1): Thank you. Goodbye.\n"), "{after}");
        assert!(after.contains("10 lines to speak"), "{after}");
    }

    #[test]
    fn what_every_menu_inherits_is_spoken_once() {
        let script = script(&grown::grow(20));
        assert_eq!(script.matches("Sorry, I did not hear you.").count(), 1);
        assert!(
            section(&script, "Everywhere").contains("- Everywhere.1 (after silence, asked again): Sorry")
        );
        assert!(section(&script, "Reception").contains("everywhere on 0; everywhere on silence"));
    }

    #[test]
    fn tapering_blocks_say_which_attempt_they_are_for() {
        let blocks = vec![Vec::new(), Vec::new()];
        let retry = |times, blocks| Retry { times, at: None, blocks };
        assert_eq!(attempt(&retry(3, &blocks), 0), "asked again, the first time");
        assert_eq!(attempt(&retry(3, &blocks), 1), "asked again, from the second time on");
        assert_eq!(attempt(&retry(2, &blocks), 1), "asked again, the second time");
        assert_eq!(attempt(&retry(2, &blocks[..1]), 0), "asked again");
    }

    #[test]
    fn files_pauses_and_other_voices_are_marked() {
        let mut tree = acme();
        tree.audio = Some("https://prompts.example/".to_owned());
        tree.states[4].lines = serde_json::from_str(
            r#"[{"play":{"url":"bye.mp3"}},{"pause":{"seconds":2}},
                {"uninterrupted":{"lines":[{"say":{"text":"Au revoir.","language":"fr-FR"}}]}}]"#,
        )
        .unwrap();
        let script = script(&tree);
        assert!(script.contains("files under https://prompts.example/."), "{script}");
        assert!(script.contains("- file: bye.mp3\n- pause: 2 s\n"), "{script}");
        assert!(script.contains("- Thanks.1 (cannot be interrupted, fr-FR): Au revoir.\n"), "{script}");
    }

    #[test]
    fn the_words_of_a_recording_stand_beside_its_file_and_count() {
        let mut tree = acme();
        let play = r#"[{"play":{"url":"bye.mp3","text":"Thank you. Goodbye."}}]"#;
        tree.states[4].lines = serde_json::from_str(play).unwrap();
        let script = script(&tree);
        assert!(script.contains("- file bye.mp3: Thank you. Goodbye.\n"), "{script}");
        let totals = section(&script, "In all");
        assert!(totals.contains("10 lines to speak and 1 file to play"), "{totals}");
        assert!(totals.contains("102 words"), "{totals}");
    }

    fn hotel() -> Description {
        serde_json::from_str(Hotel::DESCRIPTION).unwrap()
    }

    #[test]
    fn a_file_without_words_is_told_once() {
        let script = script(&hotel());
        assert!(section(&script, "In all").contains("Without words: beep.mp3.\n"), "{script}");
    }

    #[test]
    fn what_is_not_at_hand_is_missing_in_its_language() {
        let french = AudioFiles::default().with(Some("fr-FR"), &["accueil.mp3", "beep.mp3", "old.mp3"]);
        let page = render(&hotel(), &french);
        assert!(page.is_complete, "nobody looked for the others");
        assert!(section(&page.text, "In all").contains("Recorded: 2 of 2 files.\n"), "{}", page.text);
        let page = render(&hotel(), &french.with(Some("es-ES"), &["beep.mp3"]));
        assert!(!page.is_complete);
        assert!(page.text.contains("- file hola.mp3 (es-ES, missing): Hola.\n"), "{}", page.text);
        let totals = "Recorded: 3 of 4 files. Missing: hola.mp3 in es-ES.\n";
        assert!(section(&page.text, "In all").contains(totals), "{}", page.text);
    }

    #[test]
    fn one_folder_is_for_all_languages_and_what_lies_elsewhere_is_not_looked_for() {
        let mut tree = hotel();
        let play =
            r#"[{"play":{"url":"https://b.example/beep.mp3"}},{"play":{"url":"/two%20words.mp3?v=2"}}]"#;
        tree.states[0].lines = serde_json::from_str(play).unwrap();
        let one = AudioFiles::default().with(None, &["two words.mp3"]);
        let page = render(&tree.in_language("fr-FR"), &one);
        assert!(page.is_complete, "{}", page.text);
        let none = one.with(Some("fr-FR"), &[]);
        let page = render(&tree.in_language("fr-FR"), &none);
        assert!(page.text.contains("Missing: /two%20words.mp3?v=2.\n"), "{}", page.text);
    }
}
