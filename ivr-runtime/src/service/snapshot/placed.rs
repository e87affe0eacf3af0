//! The recordings of a tree under its settings: their locations, and what signs their URLs.

use crate::{
    audio::Audio,
    dialog::{call::Dialog, tree::PhoneTree},
    service::config::{Base, Recordings, SettingError, SettingErrors},
};

/// Returns the tree with the locations from the settings and what makes the URLs, or all errors.
pub(crate) fn placed<T: PhoneTree>(
    dialog: Dialog<T>,
    settings: &Recordings,
) -> Result<(Dialog<T>, Audio), SettingErrors> {
    let dialog = moved(dialog, &settings.bases)?;
    if settings.rehearsed {
        return Ok((dialog, Audio::default()));
    }
    match Audio::of(dialog.description(), &settings.s3) {
        Ok(audio) => Ok((dialog, audio)),
        Err(faults) => Err(faults.into_iter().map(|why| SettingError::new("audio", why)).collect()),
    }
}

fn moved<T: PhoneTree>(dialog: Dialog<T>, bases: &[Base]) -> Result<Dialog<T>, SettingError> {
    let mut dialog = dialog;
    for Base { language, url } in bases {
        let tree = dialog.description();
        let tags: Vec<&str> = tree.tags().collect();
        let why = match language {
            Some(tag) if !tags.contains(&tag.as_str()) => {
                format!("`{tag}={url}`: the tree does not speak {tag}, but {}", tags.join(", "))
            }
            None if tree.parts_recordings() => format!(
                "`{url}` names no language, but each language has its own URL: write {}",
                tags.iter().map(|tag| format!("{tag}=URL")).collect::<Vec<_>>().join(" ")
            ),
            _ => {
                dialog = dialog.under(language.as_deref(), url);
                continue;
            }
        };
        return Err(SettingError::new("audio", why));
    }
    Ok(dialog)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{fixture::Acme, service::config::S3};

    /// A tree that plays `file` under `audio`.
    fn playing(audio: Option<&str>, file: &str) -> Dialog<Acme> {
        let dialog = Dialog::<Acme>::new().unwrap();
        let mut tree = dialog.description().clone();
        tree.states[0].lines = serde_json::from_value(serde_json::json!([{"play": {"url": file}}])).unwrap();
        tree.audio = audio.map(str::to_owned);
        dialog.with(tree)
    }

    fn base(language: Option<&str>, url: &str) -> Base {
        Base { language: language.map(str::to_owned), url: url.to_owned() }
    }

    fn errors(dialog: Dialog<Acme>, settings: &Recordings) -> Vec<String> {
        placed(dialog, settings)
            .map(drop)
            .err()
            .iter()
            .flat_map(SettingErrors::iter)
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn an_address_of_the_settings_stands_in_for_that_of_the_tree() {
        let bases = vec![base(None, "https://staging.example/")];
        let settings = Recordings { bases, ..Recordings::default() };
        let (dialog, audio) = placed(playing(Some("s3://prompts/"), "a.mp3"), &settings).unwrap();
        assert_eq!(dialog.description().audio.as_deref(), Some("https://staging.example/"));
        assert!(!audio.signs());
    }

    #[test]
    fn an_address_for_a_language_that_the_tree_does_not_speak_is_a_mistake() {
        let settings =
            |tag| Recordings { bases: vec![base(Some(tag), "https://a.example/")], ..Recordings::default() };
        assert_eq!(errors(playing(None, "a.mp3"), &settings("en-US")), Vec::<String>::new());
        let wrong = errors(playing(None, "a.mp3"), &settings("fr-FR"));
        assert_eq!(wrong, ["audio: `fr-FR=https://a.example/`: the tree does not speak fr-FR, but en-US"]);
    }

    #[test]
    fn one_address_does_not_stand_in_for_those_of_several_languages() {
        let mut tree = playing(Some("https://a.example/en/"), "a.mp3").description().clone();
        tree.languages =
            serde_json::from_str(r#"[{"tag":"fr-FR","audio":"https://a.example/fr/"},{"tag":"de-DE"}]"#)
                .unwrap();
        let dialog = Dialog::<Acme>::new().unwrap().with(tree);
        let settings = |bases: Vec<Base>| Recordings { bases, ..Recordings::default() };
        let wrong = errors(dialog.clone(), &settings(vec![base(None, "https://b.example/")]));
        assert!(wrong[0].ends_with("write en-US=URL fr-FR=URL de-DE=URL"), "{wrong:?}");

        let bases =
            vec![base(Some("fr-FR"), "https://b.example/fr/"), base(Some("en-US"), "https://b.example/en/")];
        let (moved, _) = placed(dialog, &settings(bases)).unwrap();
        let under = |tag| moved.description().audio_of(tag).unwrap();
        assert_eq!(under("en-US"), "https://b.example/en/");
        assert_eq!(under("fr-FR"), "https://b.example/fr/");
        assert_eq!(under("de-DE"), "https://a.example/en/", "what nobody moved stays");
    }

    #[test]
    fn public_recordings_need_no_keys_and_wrong_ones_do_not_matter() {
        let s3 = S3::new("not a key", "", "nowhere at all");
        let settings = Recordings { s3, ..Recordings::default() };
        let (_, audio) = placed(playing(Some("https://a.example/"), "a.mp3"), &settings).unwrap();
        assert!(!audio.signs());
    }

    #[test]
    fn a_rehearsal_needs_no_keys() {
        let settings = Recordings { rehearsed: true, ..Recordings::default() };
        assert!(placed(playing(Some("s3://prompts/"), "a.mp3"), &settings).is_ok());
    }

    #[cfg(feature = "s3")]
    #[test]
    fn everything_that_keeps_a_private_recording_from_being_heard_is_told_at_once() {
        let wrong = errors(playing(Some("s3://prompts/../x/"), "a.mp3"), &Recordings::default());
        assert_eq!(wrong.len(), 4, "{wrong:?}");
        for (error, why) in
            wrong.iter().zip(["`..`", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION"])
        {
            assert!(error.contains(why), "{error}");
        }
        let s3 = S3::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG", "eu-west-3");
        let settings = Recordings { s3, ..Recordings::default() };
        assert_eq!(errors(playing(Some("s3://prompts/x/"), "a.mp3"), &settings), Vec::<String>::new());
    }

    #[cfg(not(feature = "s3"))]
    #[test]
    fn a_program_that_cannot_sign_says_how_to_build_one_that_can() {
        let wrong = errors(playing(Some("s3://prompts/"), "a.mp3"), &Recordings::default());
        assert_eq!(wrong.len(), 1, "{wrong:?}");
        assert!(wrong[0].contains("`prompts`") && wrong[0].contains("feature `s3`"), "{wrong:?}");
    }
}
