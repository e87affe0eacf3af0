//! Whatever stands between the braces of `phone_tree!`, the compiler answers: random words of the language, and a
//! good tree with some of its tokens lost, doubled, moved or changed.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use proptest::{collection::vec, prelude::*, sample::select};

use crate::compile::{self, compile};

/// Words and marks of the language, and some that are in it nowhere.
const TOKENS: &str = r##"
    tree Line pub for App start language voice prompts audio_files audio data everywhere on_error state scenario promise under say play
    pause uninterrupted first set run goto gather dial record enqueue match hangup reject busy redirect leave key keys
    speech or timeout speech_timeout finish_on_key hints into caller_id short max_length silence transcribe within meanwhile late then retry
    at again back end hidden above entered answered no_answer failed canceled recorded bridged full left every option
    before of from secret allow warn deny reason en fr US FR Menu Sales Hours self fn await
    0 1 2 12 007 5s 2min 1h 0.6 999999999999 1e9 'x' '#' '*' "" "sales" "Press\x20one." "{field}" "{" "+12345678900"
    , ; : :: | => = - ..= .. # ! ? . _ < > & @
"##;

const TREES: [&str; 2] = [ONE_LANGUAGE, TWO_LANGUAGES];

const ONE_LANGUAGE: &str = r#"
    /// A line.
    #[warn(blaming_words)] #[deny(warnings)]
    pub tree Line for App {
        start Menu;
        start night Closed;
        language en-US;
        voice "Polly.Joanna";
        audio "https://audio.example/";
        data { zip: Digits = Digits::default(), secret pin: Digits = Digits::default(), count: u32 = 0 }
        everywhere { 0 | "operator" => Desk, '*' => back, silence | _ => retry 2 { say "Sorry?"; } then Desk }
        on_error { say "Sorry."; } then Desk
        promise Desk within 3 keys of every state;
        promise Menu before Sales;
        state Menu {
            uninterrupted { say "Welcome."; play "hello.mp3", say "Hello."; }
            gather key or speech, timeout 5s, hints ["sales"] {
                first { say "Our menu has changed."; pause 1s; }
                say "For sales, press one. For a code, press two. For a question, press three.";
            } match { 1 | "sales" above 0.5 => Sales, 2 => Code, hidden 7 => again, 3 => { say "Wait."; } then Ask }
        }
        state Code under Menu {
            gather 4..=8 keys, finish_on_key '#', into zip { say "Your zip code, then hash."; } match { entered => Ask }
        }
        state Ask { set count = call.count + 1; match app.find(&call.zip).await within 5s { Some(_) => Sales, None => Menu, late => Desk } }
        state Sales { say "Please leave a message."; record, max_length 2min, timeout 5s match { recorded => Desk, silence => end } }
        state Desk { dial ["+12345678900", "+12345678901"], timeout 20s match { answered => end, busy => retry 1 { say "Busy."; } then Queue, _ => Queue } }
        state Queue { enqueue "people" match { bridged | left => end, _ => Closed } }
        state Closed { say "Goodbye."; hangup; }
        scenario "calls" { 2 1234 [Some(_)] => Sales; silence silence silence => Desk; }
    }
"#;

const TWO_LANGUAGES: &str = r#"
    /// A line.
    #[warn(blaming_words)] #[deny(warnings)]
    pub tree Line for App {
        start Menu;
        language fr-FR, en-US;
        voice { fr-FR: "Polly.Lea", en-US: "Polly.Joanna" }
        audio { fr-FR: "https://audio.example/fr/", en-US: "https://audio.example/en/" }
        data { zip: Digits = Digits::default(), count: u32 = 0 }
        everywhere { 0 | "operator" => Desk, silence | _ => retry 2 { say { fr-FR: "Pardon ?", en-US: "Sorry?" } } then Desk }
        on_error { say { fr-FR: "Pardon.", en-US: "Sorry." } } then Desk
        promise first option within 20s;
        promise silence ends within 10min;
        state Menu {
            play { fr-FR: "bonjour.mp3" }, say { fr-FR: "Bonjour.", en-US: "Hello." }
            play "hello.mp3", say { fr-FR: "Bonjour.", en-US: "Hello." }
            gather key or speech {
                say fr-FR: "Pour le français, tapez un.";
                say en-US: "For English, press two.";
            } match { 1 | "français" => Code, 2 | "English" => { language en-US; } then Code }
        }
        state Code {
            gather 5 keys or speech, into zip {
                first { play { fr-FR: "code.mp3", en-US: "code.mp3" } say { fr-FR: "{zip:digits} {count:plural jour|jours}.", en-US: "{count:plural day|days}, {zip}." } }
                say { fr-FR: "Votre code.", en-US: "Your code." }
            } match { entered => Ask }
        }
        state Ask { match app.find(&call.zip) { true => { language fr-FR; say { fr-FR: "Oui.", en-US: "Yes." } } then Desk, false => Desk } }
        state Desk { language fr-FR; dial "+12345678900" match { answered => end, _ => { say { fr-FR: "Personne.", en-US: "Nobody." } } then end } }
        scenario "calls" { 2 12345 [true] => Desk; silence silence silence => Desk; }
    }
"#;

fn token() -> impl Strategy<Value = String> {
    select(TOKENS.split_whitespace().collect::<Vec<_>>()).prop_map(str::to_owned)
}

/// Tokens, some of them in brackets, down to some depth.
fn tokens() -> impl Strategy<Value = String> {
    let flat = vec(token(), 0..12).prop_map(|tokens| tokens.join(" "));
    flat.prop_recursive(4, 60, 6, |inner| {
        let group = (select(vec![("{", "}"), ("[", "]"), ("(", ")")]), inner.clone());
        let grouped = group.prop_map(|((open, close), inside)| format!("{open} {inside} {close}"));
        vec(prop_oneof![grouped, token(), inner], 1..6).prop_map(|parts| parts.join(" "))
    })
}

/// One change of a tree.
#[derive(Clone, Debug)]
enum Change {
    Remove,
    Double,
    Swap,
    Put(String),
    Empty,
}

fn change() -> impl Strategy<Value = (prop::sample::Index, Change)> {
    let change = prop_oneof![
        Just(Change::Remove),
        Just(Change::Double),
        Just(Change::Swap),
        token().prop_map(Change::Put),
        Just(Change::Empty),
    ];
    (any::<prop::sample::Index>(), change)
}

/// How many tokens there are, those in brackets included.
fn count(tokens: &TokenStream) -> usize {
    tokens
        .clone()
        .into_iter()
        .map(|token| if let TokenTree::Group(group) = token { 1 + count(&group.stream()) } else { 1 })
        .sum()
}

/// The same tokens with a change at one place, counted through all brackets.
fn changed(tokens: TokenStream, place: &mut usize, change: &Change) -> TokenStream {
    let mut out: Vec<TokenTree> = Vec::new();
    let mut rest = tokens.into_iter();
    while let Some(token) = rest.next() {
        let here = *place == 0;
        *place = place.wrapping_sub(1);
        match (token, here.then_some(change)) {
            (_, Some(Change::Remove)) => {}
            (token, Some(Change::Double)) => out.extend([token.clone(), token]),
            (token, Some(Change::Swap)) => out.extend(rest.next().into_iter().chain([token])),
            (_, Some(Change::Put(text))) => out.extend(text.parse::<TokenStream>().unwrap()),
            (TokenTree::Group(group), Some(Change::Empty)) => {
                out.push(Group::new(group.delimiter(), TokenStream::new()).into());
            }
            (TokenTree::Group(group), _) => {
                let mut inner = Group::new(group.delimiter(), changed(group.stream(), place, change));
                inner.set_span(group.span());
                out.push(inner.into());
            }
            (token, _) => out.push(token),
        }
    }
    out.into_iter().collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_words_are_answered(items in tokens(), whole in any::<bool>()) {
        let source = if whole { items } else { format!("tree Line {{ start Menu; {items} }}") };
        let _answer = compile(source.parse().unwrap());
    }

    #[test]
    fn a_state_of_random_words_is_answered(body in tokens(), arms in tokens()) {
        let source = format!(
            "tree Line {{ start Menu; everywhere {{ {arms} }} state Menu {{ {body} }} \
             state More {{ gather key {{ {body} }} match {{ {arms} }} }} }}"
        );
        let _answer = compile(source.parse().unwrap());
    }

    #[test]
    fn a_tree_with_some_tokens_changed_is_answered_and_its_enum_is_there(source in select(&TREES[..]), changes in vec(change(), 1..4)) {
        let mut tree: TokenStream = source.parse().unwrap();
        for (place, change) in &changes {
            tree = changed(tree.clone(), &mut place.index(count(&tree)), change);
        }
        let told = compile::diagnostics(tree.clone());
        let items = compile(tree.clone());
        prop_assert!(told.len() < 40, "{} changes are told {} times: {tree}", changes.len(), told.len());
        // After a change before the braces of the tree, there may be no name left.
        let head = |tree: &TokenStream| tree.to_string().split('{').next().map(str::to_owned);
        let named = head(&tree) == head(&source.parse().unwrap());
        prop_assert!(!named || items.to_string().contains("enum Line"), "{tree}");
    }
}

#[test]
fn brackets_in_one_another_are_told_and_crash_nothing() {
    let nested = |open: &str, close: &str, inside: &str| {
        format!("{}{inside}{}", open.repeat(2_000), close.repeat(2_000))
    };
    for body in [
        format!("{} hangup;", nested("uninterrupted {", "}", "say \"x\";")),
        format!("gather key match {{ _ => {} end }}", "{ say \"x\"; } then ".repeat(2_000)),
        format!("match {} {{ true => end, false => end }}", nested("(", ")", "true")),
        format!("set n = {}; hangup;", nested("{", "}", "1")),
    ] {
        let tree = format!("tree Line {{ start Menu; state Menu {{ {body} }} }}");
        let answered = std::thread::Builder::new().stack_size(8 << 20).spawn(move || {
            let told = compile::diagnostics(tree.parse().unwrap());
            told.iter().filter(|diagnostic| diagnostic.message.starts_with("more than ")).count()
        });
        assert_eq!(answered.unwrap().join().expect("nothing overflows"), 1);
    }
}

#[test]
fn the_trees_that_are_changed_are_good_ones() {
    for source in TREES {
        let tree: TokenStream = source.parse().unwrap();
        let told: Vec<String> =
            compile::diagnostics(tree.clone()).iter().map(crate::diagnostics::Diagnostic::text).collect();
        assert_eq!(told, [""; 0]);
        let groups = tree.into_iter().filter(
            |token| matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace),
        );
        assert_eq!(groups.count(), 1, "its braces stand last");
    }
}
