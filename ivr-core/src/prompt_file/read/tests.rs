//! The reader against a reader of all of TOML: whatever ours takes, the other reads to the same.

use proptest::prelude::*;

use super::*;

/// What is read, as the other reader would write it: an entry of its own text, or of lines by name.
fn ours(entries: &[Entry]) -> toml::Table {
    let value = |value: &Value| match value {
        Value::Text(text) => toml::Value::String(text.clone()),
        Value::Switch(on) => toml::Value::Boolean(*on),
    };
    let mut file = toml::Table::new();
    for entry in entries {
        let whole = match entry.items.as_slice() {
            [Item { name: None, value: said, .. }] => value(said),
            items => {
                let line = |item: &Item| (item.name.clone().unwrap(), value(&item.value));
                toml::Value::Table(items.iter().map(line).collect())
            }
        };
        assert_eq!(file.insert(entry.name.clone(), whole), None, "{} twice", entry.name);
    }
    file
}

/// Both agree on a text that ours takes.
fn agree(source: &str) -> bool {
    let Ok(entries) = read(source) else { return false };
    let theirs: toml::Table = toml::from_str(source).unwrap_or_else(|error| panic!("{source:?}: {error}"));
    assert_eq!(ours(&entries), theirs, "{source:?}");
    true
}

fn told(source: &str) -> Vec<String> {
    read(source).expect_err(source).iter().map(PromptError::to_string).collect()
}

const FILE: &str = r##"# What callers hear. Save, and the line says it from the next answer on.
[welcome]
fr-FR = "Bonjour.\nVous êtes \"chez\" nous \u00e0 \U0001F44B."   # a comment
en-US = 'Hello, C:\line.'

[announcement]
on = false
fr-FR = """
Nos bureaux \
    sont fermés ""aujourd'hui""."""
en-US = '''Our 'offices'
are closed.'''

[ "sorry" ]
"fr-FR"="Pardon ?"
	'en-US'	=	""
"##;

#[test]
fn a_file_of_words_is_read_as_every_reader_of_toml_reads_it() {
    assert!(agree(FILE));
    let entries = read(FILE).unwrap();
    let names: Vec<_> = entries.iter().map(|entry| (entry.name.as_str(), entry.place.line)).collect();
    assert_eq!(names, [("welcome", 2), ("announcement", 6), ("sorry", 14)]);
    let offices = &entries[1].items[1];
    assert_eq!(offices.value, Value::Text("Nos bureaux sont fermés \"\"aujourd'hui\"\".".into()));
    assert_eq!(offices.place, Location { line: 8, column: 1 });
}

#[test]
fn every_form_that_words_need_is_taken() {
    for source in [
        "",
        "# nothing but a comment",
        "\u{feff}a = \"b\"\n",
        "welcome = \"Hello.\"",
        "welcome.en-US = \"Hello.\"\nbye.en-US = \"Bye.\"\nwelcome . \"fr-FR\" = 'Bonjour.'",
        "a = \"b\"\r\n\r\n[c]\r\nd = \"\"\"\r\none\r\ntwo\"\"\"\r\n",
        "a = \"\"\"\"quoted\"\"\"\"\"",
        "a = ''''quoted'''''",
        "a = \"\"\"\\\n\n   joined \\   \n  lines\\\n\"\"\"",
        "1 = 'figures'\n-_- = true\n\"\" = 'no name'",
        "a = \"\\b\\t\\n\\f\\r\\\"\\\\\\u0041\"",
        "a = \"tab\there\"\t# and\there\n",
        "[a]\n[b]\n[c]",
        "a = '\u{80}\u{2028}\u{feff}'",
    ] {
        assert!(agree(source), "{source:?}: {:?}", read(source));
    }
}

#[test]
fn what_toml_knows_and_words_do_not_need_is_refused_in_plain_words() {
    for (source, message) in [
        ("a = 12", "the value must be a text, not a number or a date"),
        ("a = 1979-05-27", "the value must be a text, not a number or a date"),
        ("a = nan", "the value must be a text, not a number or a date"),
        ("a = [\"b\"]", "lists are not supported: write each text in a line of its own"),
        ("a = { b = \"c\" }", "inline tables are not supported: write each text in a line of its own"),
    ] {
        let valid = toml::from_str::<toml::Table>(source);
        assert!(valid.is_ok(), "{source:?}: {valid:?}");
        assert_eq!(told(source), [format!("line 1, column 5: {message} (write the text as `\"…\"`)")]);
    }
    for (source, message) in [
        ("[[a]]", "line 1, column 2: an entry has one bracket on each side (write `[name]`)"),
        ("[a.b]", "line 1, column 2: the name of an entry has no parts (write a name without a dot)"),
        (
            "[a]\nb.c = 'd'",
            "line 2, column 1: this name has too many parts (below `[name]` a line begins with a language, and a dot is not a part of it)",
        ),
    ] {
        assert!(toml::from_str::<toml::Table>(source).is_ok(), "{source:?}");
        assert_eq!(told(source), [message]);
    }
}

#[test]
fn a_slip_is_told_with_its_line_and_column() {
    let quote = "write a quote inside a text as `\\\"`; a comment begins with `#`";
    let unclosed = "it ends with `\"` in the same line; a text of several lines is written between `\"\"\"`";
    let names = "names are letters from a to z, figures, `_` and `-`; a comment begins with `#`";
    for (source, message) in [
        ("\n\na = \"b", format!("line 3, column 5: this text has no closing `\"` ({unclosed})")),
        (
            "a = \"\"\"b\n\n\"\"",
            "line 1, column 5: this text has no closing `\"\"\"` (it ends with `\"\"\"`)".to_owned(),
        ),
        ("a = \"say \"hi\"\"", format!("line 1, column 11: extra text after the value ({quote})")),
        (
            "a = “hi”",
            "line 1, column 5: `“` is not a quote (write the text as `\"…\"`)".to_owned(),
        ),
        ("a = hello", "line 1, column 5: a text must be in quotes (write the text as `\"…\"`)".to_owned()),
        ("a = ", "line 1, column 5: the value after `=` is missing (write the text as `\"…\"`)".to_owned()),
        ("a = True", "line 1, column 5: `True` is neither `true` nor `false` (write `true`, or a text as `\"True\"`)".to_owned()),
        ("a = off", "line 1, column 5: `off` is neither `true` nor `false` (write `false`, or a text as `\"off\"`)".to_owned()),
        (
            "a: \"hi\"",
            "line 1, column 2: `=` is missing after the name (a line is `fr-FR = \"…\"`; a comment begins with `#`)".to_owned(),
        ),
        ("é = 'a'", format!("line 1, column 1: a name cannot begin with `é` ({names})")),
        ("= 'a'", format!("line 1, column 1: a name cannot begin with `=` ({names})")),
        ("[a\nb = 'c'", "line 1, column 3: the name of an entry ends with `]` (write `[name]`)".to_owned()),
        ("[]", format!("line 1, column 2: a name cannot begin with `]` ({names})")),
        ("[a]b = 'c'", "line 1, column 4: extra text after the name of the entry (write its texts in lines of their own)".to_owned()),
        ("a = \"\\d\"", "line 1, column 6: `\\d` is not an escape sequence (write a backslash as `\\\\` and a quote as `\\\"`)".to_owned()),
        (
            "a = \"\\ud800\"",
            "line 1, column 6: a character by its number has 4 hexadecimal digits, and must exist (write the character itself)".to_owned(),
        ),
        ("a = 'b\u{7}'", "line 1, column 7: the character U+0007 is not allowed in a text (remove it)".to_owned()),
        ("# b\u{7}", "line 1, column 4: the character U+0007 is not allowed in a comment (remove it)".to_owned()),
        ("\"\"\"a\"\"\" = 'b'", "line 1, column 1: a name must be in one line (write it without quotes)".to_owned()),
    ] {
        assert_eq!(told(source), [message], "{source:?}");
        assert!(toml::from_str::<toml::Table>(source).is_err(), "{source:?} is not valid TOML");
    }
}

#[test]
fn what_is_there_twice_is_told_with_the_line_of_the_first() {
    for (source, message) in [
        ("[a]\nb = 'c'\n[a]\nd = 'e'", "line 3, column 2: `a` is already in line 1 (keep one of the two)"),
        ("[a]\nb = 'c'\nb = 'd'", "line 3, column 1: `b` is already in line 2 (keep one of the two)"),
        ("a = 'b'\n[a]", "line 2, column 2: `a` is already in line 1 (keep one of the two)"),
        ("a.b = 'c'\n[a]", "line 2, column 2: `a` is already in line 1 (keep one of the two)"),
        ("a = 'b'\na.c = 'd'", "line 2, column 3: `c` is already in line 1 (keep one of the two)"),
        ("a.c = 'd'\na = 'b'", "line 2, column 1: `a` is already in line 1 (keep one of the two)"),
    ] {
        assert_eq!(told(source), [message], "{source:?}");
        assert!(toml::from_str::<toml::Table>(source).is_err(), "{source:?} is not valid TOML");
    }
}

#[test]
fn every_mistake_of_a_file_is_told_at_once() {
    let source = "a = 1\nb = \"ok\"\nc = \"\\q \\w\"\n[d\ne = \"\"\"\n\\x\n\"\"\"\nf = no\n";
    let places: Vec<_> = read(source).unwrap_err().iter().map(|error| error.place.unwrap().line).collect();
    assert_eq!(places, [1, 3, 3, 4, 6, 8]);
}

/// Pieces of which files are made; most of what they make is wrong.
fn piece() -> impl Strategy<Value = String> {
    let plain = [
        "a",
        "b-c",
        "fr-FR",
        ".",
        "=",
        " = ",
        "[",
        "]",
        "[a]",
        "[d]\n",
        "\"",
        "'",
        "\"\"\"",
        "'''",
        "\\",
        "\\n",
        "\\u00e9",
        "\\\n",
        "#",
        " ",
        "\t",
        "\n",
        "\n\n",
        "\r\n",
        "\r",
        "é",
        "👋",
        "true",
        "false",
        "1",
        "{",
        "\"x\"",
        "'y'",
        "\u{7}",
        "\n[a]\n",
        "\nb = 'c'\n",
        "\u{feff}",
    ];
    prop_oneof![8 => prop::sample::select(plain.to_vec()).prop_map(str::to_owned), 1 => "\\PC{0,3}"]
}

/// Files that look like words, so that many are right.
fn likely() -> impl Strategy<Value = String> {
    let name = || prop::sample::select(vec!["a", "b", "c", "fr-FR", "\"d e\"", "'f'", " g "]);
    let value = prop_oneof![
        "\"[a-zé '{}#\\t]{0,6}\"",
        "'[a-zé \"\\\\]{0,6}'",
        "\"\"\"\n?[a-z \n'\"]{0,8}x\"{0,2}\"\"\"",
        "'''\r?\n?[a-z\n\\\\\"]{0,8}'''",
        "\"(\\\\[btnfr\"\\\\]|\\\\u00[0-9a-f]{2}|x){0,4}\"",
        "\"\"\"(x|\\\\[ \t]*\r?\n[ \n]*|\\\\t){0,4}\"\"\"",
        Just("true".to_owned()),
        Just("false # comment".to_owned()),
    ];
    let line = prop_oneof![
        6 => (name(), value).prop_map(|(name, value)| format!("{name} = {value}")),
        1 => (name(), name()).prop_map(|(a, b)| format!("{a}.{b}='z'")),
        2 => name().prop_map(|name| format!("[{name}]")),
        1 => Just(" # [x] = \"".to_owned()),
    ];
    let end = prop::sample::select(vec!["\n", "\n\n", "\r\n"]);
    prop::collection::vec((line, end).prop_map(|(line, end)| line + end), 0..6)
        .prop_map(|lines| lines.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_taken_means_the_same_to_another_reader(pieces in prop::collection::vec(piece(), 0..14)) {
        agree(&pieces.concat());
    }

    #[test]
    fn files_that_look_right_mean_the_same_to_another_reader(source in likely()) {
        agree(&source);
    }

    #[test]
    fn a_text_comes_back_as_it_was(text in "\\PC{0,40}") {
        let file = toml::Table::from_iter([("a".to_owned(), toml::Value::String(text.clone()))]);
        let entries = read(&format!("a = {}", file["a"])).unwrap();
        prop_assert_eq!(&entries[0].items[0].value, &Value::Text(text));
    }
}

#[test]
fn many_of_the_files_that_look_right_are_taken() {
    use proptest::{strategy::ValueTree, test_runner::TestRunner};
    let mut runner = TestRunner::deterministic();
    let taken = (0..1000).filter(|_| agree(&likely().new_tree(&mut runner).unwrap().current())).count();
    assert!(taken > 200, "only {taken} of 1000");
}
