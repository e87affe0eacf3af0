//! SSML from the tree to the caller: what is spoken, what is sent to Twilio, and values that stay text.

use ivr::{
    phone::{Caller, call, every_path},
    tree::PhoneTree as _,
};
use ivr_runtime::description::Description;
use ivr_tools::inspect::{diff::Diff, script::script};

ivr::phone_tree! {
    /// A kiosk that reads a name back.
    tree Kiosk {
        start Welcome;
        language en-US, fr-FR;
        voice { en-US: "Polly.Joanna", fr-FR: "Polly.Lea" }

        data { name: String = "<break time='9s'/> & Co".to_owned(), tickets: u32 = 2 }

        everywhere { silence | _ => retry 1 { ssml { en-US: "<emphasis>Pardon?</emphasis>", fr-FR: "<emphasis>Pardon ?</emphasis>" } } then { say { en-US: "Goodbye.", fr-FR: "Au revoir." } } then Bye }

        state Welcome {
            ssml {
                en-US: "Hello <prosody rate='slow'>{name}</prosody>, you have {tickets:plural ticket|tickets}.<break time='2s'/>",
                fr-FR: "Bonjour <prosody rate='slow'>{name}</prosody>, {tickets:plural billet|billets}.<break time='2s'/>",
            }
            gather key {
                ssml en-US: "Pour le français, <emphasis level='strong'>press one</emphasis>. To hear it again, press two.";
            } match { 1 => French, 2 => Welcome }
        }
        state French { language fr-FR; goto Welcome; }
        state Bye { hangup; }
    }
}

fn rings() -> Caller {
    call::<Kiosk>()
}

#[test]
fn a_caller_hears_the_words_without_their_tags_and_a_value_as_it_is() {
    rings()
        .hears("Hello <break time='9s'/> & Co, you have 2 tickets.")
        .hears("Pour le français, press one.")
        .press('1')
        .hears("Bonjour <break time='9s'/> & Co, 2 billets.")
        .silence()
        .hears("Pardon ?");
}

#[test]
fn every_path_is_answered_with_documents_that_the_provider_takes() {
    assert!(every_path::<Kiosk>().left_out.is_empty());
}

#[test]
fn script_and_paths_show_the_words_and_diff_shows_the_markup() {
    let tree: Description = serde_json::from_str(Kiosk::DESCRIPTION).unwrap();
    let page = script(&tree);
    assert!(page.contains("Pour le français, press one.") && !page.contains("<emphasis"), "{page}");
    let slower: Description =
        serde_json::from_str(&Kiosk::DESCRIPTION.replace("level='strong'", "level='reduced'")).unwrap();
    let told = Diff::between(&tree, &slower).to_string();
    assert!(told.contains("level='reduced'"), "{told}");
}
