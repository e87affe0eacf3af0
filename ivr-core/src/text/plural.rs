//! The plural categories of whole numbers by language: the cardinal rules of CLDR 46 (`supplemental/plurals.json`)
//! for numbers without a fraction.

/// A plural category of CLDR, in the order in which the forms of a word are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Category {
    Zero,
    One,
    Two,
    Few,
    Many,
    Other,
}

use Category::{Few, Many, One, Other, Two, Zero};

/// The rule of a language.
struct Rule {
    /// Every category, in order.
    all: &'static [Category],
    /// Categories that no whole number, or none below a million, has. Their forms may be omitted.
    rare: &'static [Category],
    of: fn(u128) -> Category,
}

/// Returns the plural categories in which a language needs a form, in order.
///
/// ```
/// assert_eq!(ivr_core::text::plural_categories("ru-RU"), ["one", "few", "many"]);
/// ```
#[must_use]
pub fn plural_categories(language: &str) -> Vec<&'static str> {
    rule(language).needed().map(Category::name).collect()
}

/// Returns whether a language accepts this number of plural forms: one for each category that it needs, or one for
/// each category of CLDR.
#[must_use]
pub fn takes_plural_forms(language: &str, forms: usize) -> bool {
    let rule = rule(language);
    forms == rule.all.len() || forms == rule.needed().count()
}

/// Returns the index of the plural form for a number.
///
/// If there are too few forms, it is the last one.
#[must_use]
pub fn plural_form(count: u128, language: &str, forms: usize) -> usize {
    let rule = rule(language);
    let category = (rule.of)(count);
    let place = if forms == rule.all.len() {
        rule.all.iter().position(|other| *other == category)
    } else {
        rule.needed().position(|other| other == category)
    };
    place.unwrap_or(usize::MAX).min(forms.saturating_sub(1))
}

impl Rule {
    fn needed(&self) -> impl Iterator<Item = Category> {
        self.all.iter().copied().filter(|category| !self.rare.contains(category))
    }
}

impl Category {
    fn name(self) -> &'static str {
        match self {
            Zero => "zero",
            One => "one",
            Two => "two",
            Few => "few",
            Many => "many",
            Other => "other",
        }
    }
}

const ENGLISH: Rule = Rule { all: &[One, Other], rare: &[], of: |n| if n == 1 { One } else { Other } };
const NOTHING_IS_ONE: Rule = Rule { all: &[One, Other], rare: &[], of: |n| if n <= 1 { One } else { Other } };
/// `many` applies to whole millions only.
const MILLIONS: &[Category] = &[One, Many, Other];
/// `many` applies to fractions only.
const FRACTIONS: &[Category] = &[One, Few, Many, Other];

fn millions(n: u128) -> Category {
    if n != 0 && n.is_multiple_of(1_000_000) { Many } else { Other }
}

/// Returns whether `one` applies: 1, 21, 31…, but not 11, as in most Slavic languages.
fn is_slavic_one(n: u128) -> bool {
    n % 10 == 1 && n % 100 != 11
}

/// Returns whether `few` applies: 2 to 4, 22 to 24…, but not 12 to 14.
fn is_slavic_few(n: u128) -> bool {
    matches!(n % 10, 2..=4) && !matches!(n % 100, 12..=14)
}

/// Returns the rule for a BCP 47 tag, or the English rule for an unknown language.
fn rule(tag: &str) -> Rule {
    let mut parts = tag.split(['-', '_']);
    let language = parts.next().unwrap_or_default().to_ascii_lowercase();
    let portugal = parts.any(|part| part.eq_ignore_ascii_case("PT"));
    match language.as_str() {
        "bm" | "bo" | "cmn" | "dz" | "hnj" | "id" | "ig" | "ii" | "ja" | "jbo" | "jv" | "jw" | "kde"
        | "kea" | "km" | "ko" | "lkt" | "lo" | "ms" | "my" | "nqo" | "osa" | "sah" | "ses" | "sg" | "su"
        | "th" | "to" | "tpi" | "vi" | "wo" | "yo" | "yue" | "zh" => {
            Rule { all: &[Other], rare: &[], of: |_| Other }
        }
        "ak" | "am" | "as" | "bho" | "bn" | "csw" | "doi" | "fa" | "ff" | "gu" | "guw" | "hi" | "hy"
        | "kab" | "kn" | "ln" | "mg" | "nso" | "pa" | "pcm" | "si" | "ti" | "wa" | "zu" => NOTHING_IS_ONE,
        "fr" => Rule { all: MILLIONS, rare: &[Many], of: |n| if n <= 1 { One } else { millions(n) } },
        "pt" if !portugal => {
            Rule { all: MILLIONS, rare: &[Many], of: |n| if n <= 1 { One } else { millions(n) } }
        }
        "ca" | "es" | "it" | "lld" | "pt" | "scn" | "vec" => {
            Rule { all: MILLIONS, rare: &[Many], of: |n| if n == 1 { One } else { millions(n) } }
        }
        "is" | "mk" => {
            Rule { all: &[One, Other], rare: &[], of: |n| if is_slavic_one(n) { One } else { Other } }
        }
        "ceb" | "fil" | "tl" => Rule {
            all: &[One, Other],
            rare: &[],
            of: |n| if matches!(n % 10, 4 | 6 | 9) { Other } else { One },
        },
        "tzm" => Rule {
            all: &[One, Other],
            rare: &[],
            of: |n| if matches!(n, 0 | 1 | 11..=99) { One } else { Other },
        },
        _ => of_many_forms(&language),
    }
}

/// Returns the rules of Slavic and Baltic languages.
fn of_many_forms(language: &str) -> Rule {
    match language {
        "be" | "ru" | "uk" => Rule {
            all: FRACTIONS,
            rare: &[Other],
            of: |n| match n {
                n if is_slavic_one(n) => One,
                n if is_slavic_few(n) => Few,
                _ => Many,
            },
        },
        "pl" => Rule {
            all: FRACTIONS,
            rare: &[Other],
            of: |n| match n {
                1 => One,
                n if is_slavic_few(n) => Few,
                _ => Many,
            },
        },
        "bs" | "hr" | "sh" | "sr" => Rule {
            all: &[One, Few, Other],
            rare: &[],
            of: |n| match n {
                n if is_slavic_one(n) => One,
                n if is_slavic_few(n) => Few,
                _ => Other,
            },
        },
        "cs" | "sk" => Rule {
            all: FRACTIONS,
            rare: &[Many],
            of: |n| match n {
                1 => One,
                2..=4 => Few,
                _ => Other,
            },
        },
        "lt" => Rule {
            all: FRACTIONS,
            rare: &[Many],
            of: |n| match (n % 10, n % 100) {
                (_, 11..=19) | (0, _) => Other,
                (1, _) => One,
                _ => Few,
            },
        },
        "lv" | "prg" => Rule {
            all: &[Zero, One, Other],
            rare: &[],
            of: |n| match (n % 10, n % 100) {
                (_, 11..=19) | (0, _) => Zero,
                (1, _) => One,
                _ => Other,
            },
        },
        _ => of_some_forms(language),
    }
}

/// Returns the rules of Romanian, Slovenian, and languages with a form for two or for none.
fn of_some_forms(language: &str) -> Rule {
    match language {
        "mo" | "ro" => Rule {
            all: &[One, Few, Other],
            rare: &[],
            of: |n| match n {
                1 => One,
                n if n == 0 || matches!(n % 100, 1..=19) => Few,
                _ => Other,
            },
        },
        "dsb" | "hsb" | "sl" => Rule {
            all: &[One, Two, Few, Other],
            rare: &[],
            of: |n| match n % 100 {
                1 => One,
                2 => Two,
                3 | 4 => Few,
                _ => Other,
            },
        },
        "he" | "iu" | "iw" | "naq" | "sat" | "se" | "sma" | "smi" | "smj" | "smn" | "sms" => Rule {
            all: &[One, Two, Other],
            rare: &[],
            of: |n| match n {
                1 => One,
                2 => Two,
                _ => Other,
            },
        },
        "blo" | "ksh" | "lag" => Rule {
            all: &[Zero, One, Other],
            rare: &[],
            of: |n| match n {
                0 => Zero,
                1 => One,
                _ => Other,
            },
        },
        "shi" => Rule {
            all: &[One, Few, Other],
            rare: &[],
            of: |n| match n {
                0 | 1 => One,
                2..=10 => Few,
                _ => Other,
            },
        },
        _ => of_most_forms(language),
    }
}

fn of_most_forms(language: &str) -> Rule {
    match language {
        "ar" | "arb" | "ars" => Rule {
            all: &[Zero, One, Two, Few, Many, Other],
            rare: &[],
            of: |n| match (n, n % 100) {
                (0, _) => Zero,
                (1, _) => One,
                (2, _) => Two,
                (_, 3..=10) => Few,
                (_, 11..=99) => Many,
                _ => Other,
            },
        },
        "mt" => Rule {
            all: &[One, Two, Few, Many, Other],
            rare: &[],
            of: |n| match (n, n % 100) {
                (1, _) => One,
                (2, _) => Two,
                (0, _) | (_, 3..=10) => Few,
                (_, 11..=19) => Many,
                _ => Other,
            },
        },
        _ => of_celtic_forms(language),
    }
}

fn of_celtic_forms(language: &str) -> Rule {
    match language {
        "cy" => Rule {
            all: &[Zero, One, Two, Few, Many, Other],
            rare: &[],
            of: |n| match n {
                0 => Zero,
                1 => One,
                2 => Two,
                3 => Few,
                6 => Many,
                _ => Other,
            },
        },
        "ga" => Rule {
            all: &[One, Two, Few, Many, Other],
            rare: &[],
            of: |n| match n {
                1 => One,
                2 => Two,
                3..=6 => Few,
                7..=10 => Many,
                _ => Other,
            },
        },
        "gd" => Rule {
            all: &[One, Two, Few, Other],
            rare: &[],
            of: |n| match n {
                1 | 11 => One,
                2 | 12 => Two,
                3..=19 => Few,
                _ => Other,
            },
        },
        "br" => Rule {
            all: &[One, Two, Few, Many, Other],
            rare: &[],
            of: |n| match (n % 10, n % 100) {
                (1, tens) if !matches!(tens, 11 | 71 | 91) => One,
                (2, tens) if !matches!(tens, 12 | 72 | 92) => Two,
                (3 | 4 | 9, tens) if !matches!(tens, 10..=19 | 70..=79 | 90..=99) => Few,
                _ => millions(n),
            },
        },
        _ => ENGLISH,
    }
}

#[cfg(test)]
mod tests {
    use super::{plural_categories, rule, takes_plural_forms};
    use crate::text::plural_form;

    /// The samples of CLDR 46.1 for whole numbers: `language: category numbers; …`, a range written `2~16`.
    const SAMPLES: &str = include_str!("plural/samples.txt");

    /// The numbers of a list of samples; those in compact notation (`1c6`) are left out.
    fn numbers(list: &str) -> impl Iterator<Item = u128> {
        list.split([' ', ',']).filter(|part| !part.is_empty() && !part.contains(['c', '…'])).flat_map(
            |part| {
                let (from, to) = part.split_once('~').unwrap_or((part, part));
                from.parse().unwrap()..=to.parse::<u128>().unwrap()
            },
        )
    }

    #[test]
    fn every_sample_of_cldr_takes_its_form() {
        let mut compared = 0;
        for line in SAMPLES.lines().filter(|line| !line.starts_with('#')) {
            let (language, samples) = line.split_once(": ").unwrap();
            let categories: Vec<(&str, &str)> =
                samples.split("; ").map(|part| part.split_once(' ').unwrap_or((part, ""))).collect();
            for (category, list) in &categories {
                for count in numbers(list) {
                    let place = plural_form(count, language, categories.len());
                    assert_eq!(categories[place].0, *category, "{count} in {language}");
                    compared += 1;
                }
            }
            let written: Vec<&str> = rule(language).all.iter().map(|category| category.name()).collect();
            assert_eq!(written, categories.iter().map(|(name, _)| *name).collect::<Vec<_>>(), "{language}");
        }
        assert!(compared > 3000, "{compared}");
    }

    #[test]
    fn the_forms_that_are_written_most_often_are_enough() {
        for (language, forms, found) in [
            ("en-US", &["message", "messages"][..], ["messages", "message", "messages", "messages"]),
            ("fr-FR", &["message", "messages"], ["message", "message", "messages", "messages"]),
            ("pt-PT", &["dia", "dias"], ["dias", "dia", "dias", "dias"]),
            (
                "ru-RU",
                &["сообщение", "сообщения", "сообщений"],
                ["сообщений", "сообщение", "сообщения", "сообщение"],
            ),
            ("pl-PL", &["dzień", "dni", "dni"], ["dni", "dzień", "dni", "dni"]),
            ("cs-CZ", &["den", "dny", "dní"], ["dní", "den", "dny", "dní"]),
            ("ja-JP", &["件"], ["件", "件", "件", "件"]),
        ] {
            assert!(takes_plural_forms(language, forms.len()), "{language}");
            let told = [0, 1, 2, 21].map(|count| forms[plural_form(count, language, forms.len())]);
            assert_eq!(told, found, "{language}");
        }
    }

    #[test]
    fn other_numbers_of_forms_are_not_those_of_the_language() {
        for (language, wrong) in
            [("en-US", 3), ("ru-RU", 2), ("ja-JP", 2), ("ar-AE", 2), ("fr-FR", 1), ("he-IL", 2)]
        {
            assert!(!takes_plural_forms(language, wrong), "{language}");
        }
        assert!(takes_plural_forms("fr-FR", 3) && takes_plural_forms("ru-RU", 4));
        assert_eq!(plural_categories("ar-AE"), ["zero", "one", "two", "few", "many", "other"]);
    }
}
