//! A tree whose recordings are in a folder at compile time, and elsewhere at run time.

use ivr::phone;

ivr::phone_tree! {
    /// Greets with a recording, and says goodbye in words where there is none.
    #[deny(warnings)]
    pub tree Greeter {
        start Greeting;
        audio { fr-FR: "s3://prompts/fr/", en-US: "https://prompts.example/en/" }
        language fr-FR, en-US;
        audio_files { fr-FR: "tests/recordings/fr", en-US: "tests/recordings/en" }

        state Greeting {
            play { fr-FR: "bon%20accueil.wav" }, say { fr-FR: "Bonjour.", en-US: "Hello." }
            language en-US;
            goto Goodbye;
        }

        state Goodbye {
            play { fr-FR: "au-revoir.wav", en-US: "goodbye.wav" }
            hangup;
        }
    }
}

#[test]
fn a_private_recording_is_named_in_a_test_and_nobody_needs_a_key() {
    phone::call::<Greeter>().hears("s3://prompts/fr/bon accueil.wav").ended();
}
