//! SSML that Twilio takes, and SSML that it does not.

use super::*;

#[track_caller]
fn told(text: &str) -> String {
    let error = ssml(text).unwrap_err();
    match error.help {
        Some(help) => format!("{} ({help})", error.message),
        None => error.message,
    }
}

#[test]
fn the_words_are_spoken_without_their_tags() {
    for (text, spoken, milliseconds) in [
        ("Hello.", "Hello.", 0),
        ("One<break time='1s'/>two", "One two", 1000),
        ("<break strength=\"x-strong\"/>One <break/> two<break time = '1.5s' ></break>", "One two", 3100),
        ("<s>One.</s><s>Two &amp; three.</s>", "One. Two & three.", 0),
        ("the <sub alias='World Wide Web'>WWW</sub>", "the World Wide Web", 0),
        (
            "<say-as interpret-as='telephone' format='d'>{zip:digits}</say-as> {n:plural a|b}",
            "{zip:digits} {n:plural a|b}",
            0,
        ),
        ("<prosody rate='90%' volume='+6dB' pitch='low'><w role='amazon:VBD'>read</w></prosody>", "read", 0),
        ("<lang xml:lang='fr-FR'><p><emphasis level='strong'>Oui</emphasis></p></lang>", "Oui", 0),
        ("<phoneme alphabet='ipa' ph='pɪˈkɑːn'>pecan</phoneme>", "pecan", 0),
        ("a &lt; b &#x41; &#123;name&#125;", "a < b A {{name}}", 0),
    ] {
        let found = ssml(text).unwrap_or_else(|error| panic!("{text}: {error:?}"));
        assert_eq!((found.spoken.as_str(), found.pause.as_millis()), (spoken, milliseconds), "{text}");
    }
}

#[test]
fn what_is_not_well_formed_is_refused() {
    for (text, message) in [
        ("<emphasis>Now", "`<emphasis>` is not closed (write `</emphasis>` after its words)"),
        (
            "Now</emphasis>",
            "`</emphasis>` has no opening tag (remove it, or write `<emphasis>` before its words)",
        ),
        (
            "<s><emphasis>Now</s></emphasis>",
            "expected `</emphasis>`, found `</s>` (close `<emphasis>` first)",
        ),
        (
            "<break time=1s/>",
            "the value of `time` in `<break>` must be in quotes (write it with its value: `time='1s'`)",
        ),
        ("<break time/>", "`time` of `<break>` has no value (write it with its value: `time='…'`)"),
        ("<break time='1s'", "`<break` is not closed by `>`"),
        (
            "<break time='1s",
            "the value of `time` in `<break>` has no closing quote (write it with its value: `time='1s'`)",
        ),
        ("<break time='1s'strength='weak'/>", "`<break` is not closed by `>`"),
        ("<break time='1s' time='2s'/>", "`<break>` has `time` twice"),
        ("1 < 2", "a `<` that begins no tag (write a spoken `<` as `&lt;`)"),
        ("Tom & Jerry", "an `&` must begin an entity (write a spoken `&` as `&amp;`)"),
        ("&nbsp;", "an `&` must begin an entity (write a spoken `&` as `&amp;`)"),
        ("&#0;", "an `&` must begin an entity (write a spoken `&` as `&amp;`)"),
        (
            "<!-- aside -->",
            "comments, CDATA and declarations are not allowed in SSML (write the words and the tags alone)",
        ),
        (
            "<break time='{n}s'/>",
            "a placeholder is not allowed in `time` of `<break>` (write the placeholder between the tags)",
        ),
    ] {
        assert_eq!(told(text), message, "{text}");
    }
}

#[test]
fn elements_attributes_and_values_are_those_of_the_provider() {
    for (text, message) in [
        ("<brake time='1s'/>", "Twilio has no element `<brake>` (did you mean `<break>`?)"),
        ("<break tim='1s'/>", "`<break>` has no attribute `tim` (did you mean `time`?)"),
        (
            "<break time='soon'/>",
            "`time` of `<break>` cannot be `soon` (write `500ms` or `2s`, at most 10 seconds)",
        ),
        (
            "<break time='11s'/>",
            "`time` of `<break>` cannot be `11s` (write `500ms` or `2s`, at most 10 seconds)",
        ),
        (
            "<break time='-1s'/>",
            "`time` of `<break>` cannot be `-1s` (write `500ms` or `2s`, at most 10 seconds)",
        ),
        ("<break strength='stong'/>", "`strength` of `<break>` cannot be `stong` (did you mean `strong`?)"),
        ("<say-as>1</say-as>", "`<say-as>` needs `interpret-as` (write `<say-as interpret-as='…'>`)"),
        (
            "<say-as interpret-as='telefone'>1</say-as>",
            "`interpret-as` of `<say-as>` cannot be `telefone` (did you mean `telephone`?)",
        ),
        (
            "<say-as interpret-as='digits'/>",
            "`<say-as>` has no words (write `<say-as interpret-as='digits'>…</say-as>`)",
        ),
        (
            "<say-as interpret-as='digits'><break/></say-as>",
            "`<break>` is not allowed in `<say-as>` (write `</say-as>` before it)",
        ),
        ("<s><p>One</p></s>", "`<p>` is not allowed in `<s>` (write `</s>` before it)"),
        (
            "<say-as interpret-as='digits'> </say-as>",
            "`<say-as>` has no words (write the words before `</say-as>`)",
        ),
        (
            "<prosody rate='300%'>Fast</prosody>",
            "`rate` of `<prosody>` cannot be `300%` (write `x-slow`, `slow`, `medium`, `fast`, `x-fast`, or `20%` to `200%`)",
        ),
        (
            "<lang xml:lang='en-UK'>Hi</lang>",
            "`xml:lang` of `<lang>` cannot be `en-UK` (did you mean `en-US`?)",
        ),
        (
            "<audio src='a.mp3'/>",
            "Twilio has no element `<audio>` (remove the tag: the step `play \"…\";` plays a file)",
        ),
        (
            "<mark name='a'/>",
            "Twilio has no element `<mark>` (it has `break`, `emphasis`, `lang`, `p`, `phoneme`, `prosody`, `s`, `say-as`, `sub`, `w`)",
        ),
        ("<Break/>", "Twilio has no element `<Break>` (did you mean `<break>`?)"),
        ("<speak>Hi</speak>", "Twilio writes `<speak>` itself (remove it)"),
    ] {
        assert_eq!(told(text), message, "{text}");
    }
}

#[test]
fn a_break_ends_in_its_tag() {
    for (text, tag) in [
        ("<break>Now</break>", "<break/>"),
        ("Now <break time='2s'> or later", "<break time='2s'/>"),
        ("Now <break strength='weak'>", "<break strength='weak'/>"),
        ("Now <break><s>or later</s></break>", "<break/>"),
    ] {
        let message = format!("`<break>` holds no words and must end with `/>` (write the tag as `{tag}`)");
        assert_eq!(told(text), message, "{text}");
    }
    assert!(ssml("Now <break></break> or later").is_ok());
}
