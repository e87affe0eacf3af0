//! Amounts of money, and how they are spoken.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Currency, language::Language, plural::is_one};

/// Speaks an amount; see [the table](super).
///
/// The country of a currency is named if its name alone is ambiguous: "12 Canadian dollars", but "12 dollars" in
/// `en-CA`. For other common currencies the smallest units are a fraction, "7.5 Swedish kronor". The code of a
/// currency without a name here is spelled.
///
/// ```
/// use ivr_runtime::speak::{Currency, Money, money};
/// let fee = Money::new(12_50, Currency::EUR);
/// assert_eq!(money(fee, "en-US"), "12 euros and 50 cents");
/// assert_eq!(money(fee, "fr-FR"), "12 euros et 50 centimes");
/// assert_eq!(money(fee, "nl-NL"), "12.50 EUR");
/// assert_eq!(money(Money::new(125_000_000, "INR".parse().unwrap()), "en-IN"), "1250000 Indian rupees");
/// ```
#[must_use]
pub fn money(amount: impl Into<Money>, language: &str) -> String {
    let amount = amount.into();
    let Some(known) = Language::of(language) else { return amount.to_string() };
    let Some(names) = amount.currency.names(known, language) else { return amount.decimal(known, language) };
    let (units, minor) = amount.parts();
    let counted = |count: u64, [one, many]: [&str; 2]| {
        let name = if is_one(count, language) { one } else { many };
        format!("{count} {}{name}", of_millions(known, count, name))
    };
    let words = Words::of(known);
    let minus = if amount.minor < 0 { words.minus } else { "" };
    match (units, minor) {
        (_, 0) => format!("{minus}{}", counted(units, names.unit)),
        (0, _) => format!("{minus}{}", counted(minor, names.minor)),
        _ => format!("{minus}{} {} {}", counted(units, names.unit), words.and, counted(minor, names.minor)),
    }
}

/// Returns the word between whole millions and their unit: "1000000 d'euros", "un millón de euros".
fn of_millions(known: Language, count: u64, name: &str) -> &'static str {
    if count == 0 || !count.is_multiple_of(1_000_000) {
        return "";
    }
    let vowel = name.starts_with(['a', 'e', 'i', 'o', 'u', 'y', 'h', 'é']);
    match known {
        Language::English | Language::German => "",
        Language::French if vowel => "d'",
        Language::French | Language::Spanish | Language::Portuguese => "de ",
        Language::Italian => "di ",
    }
}

/// The words around the numbers.
struct Words {
    minus: &'static str,
    and: &'static str,
    point: char,
}

impl Words {
    fn of(language: Language) -> Self {
        let (minus, and, point) = match language {
            Language::English => ("minus ", "and", '.'),
            Language::French => ("moins ", "et", ','),
            Language::Spanish => ("menos ", "con", ','),
            Language::German => ("minus ", "und", ','),
            Language::Italian => ("meno ", "e", ','),
            Language::Portuguese => ("menos ", "e", ','),
        };
        Self { minus, and, point }
    }
}

/// An exact amount of money: a number of the smallest units of its currency.
///
/// ```
/// use ivr_runtime::speak::{Currency, Money};
/// assert_eq!(Money::new(12_50, Currency::EUR).to_string(), "12.50 EUR");
/// assert_eq!(Money::new(1250, Currency::JPY).to_string(), "1250 JPY");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Money {
    /// The number of smallest units: cents, or yen.
    pub minor: i64,
    /// The currency.
    pub currency: Currency,
}

impl Money {
    /// Creates an amount from the number of cents, or yen.
    ///
    /// ```
    /// use ivr_runtime::speak::{Currency, Money};
    /// assert_eq!(Money::new(-99, Currency::USD).to_string(), "-0.99 USD");
    /// ```
    #[must_use]
    pub const fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// Returns the whole units and the remaining smallest units, without the sign.
    fn parts(self) -> (u64, u64) {
        let whole = 10_u64.pow(self.currency.places());
        (self.minor.unsigned_abs() / whole, self.minor.unsigned_abs() % whole)
    }

    /// Returns the amount with a decimal fraction, for a currency whose smallest unit has no name here.
    fn decimal(self, known: Language, language: &str) -> String {
        let words = Words::of(known);
        let minus = if self.minor < 0 { words.minus } else { "" };
        let (units, minor) = self.parts();
        if minor == 0 {
            return format!("{minus}{units}{}", self.unit(known, units, is_one(units, language)));
        }
        // By CLDR, 1.5 is singular in French and Brazilian Portuguese.
        let is_one = is_one(0, language) && units <= 1;
        let figures = self.figures(words.point);
        let figures = figures.trim_end_matches('0');
        format!("{minus}{figures}{}", self.unit(known, 0, is_one))
    }

    /// Returns a blank and the name of the currency, or its code spelled, or nothing without a currency.
    fn unit(self, known: Language, units: u64, is_one: bool) -> String {
        if self.currency == Currency::NONE {
            return String::new();
        }
        match self.currency.common_names(known) {
            Some([one, many]) => {
                let name = if is_one { one } else { many };
                format!(" {}{name}", of_millions(known, units, name))
            }
            None => self.currency.as_str().chars().map(|letter| format!(" {letter}")).collect(),
        }
    }

    fn figures(self, point: char) -> String {
        let (units, minor) = self.parts();
        match usize::try_from(self.currency.places()) {
            Ok(places @ 1..) => format!("{units}{point}{minor:0places$}"),
            _ => units.to_string(),
        }
    }
}

impl From<&Money> for Money {
    fn from(money: &Money) -> Self {
        *money
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.minor < 0 { "-" } else { "" };
        write!(f, "{sign}{} {}", self.figures('.'), self.currency)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LANGUAGES: [&str; 6] = ["en-US", "fr-FR", "es-ES", "de-DE", "it-IT", "pt-BR"];

    #[test]
    #[expect(clippy::too_many_lines, reason = "a table: an amount in each language")]
    fn an_amount_is_spoken_as_in_its_language() {
        let table = [
            (
                Money::new(12_50, Currency::EUR),
                [
                    "12 euros and 50 cents",
                    "12 euros et 50 centimes",
                    "12 euros con 50 céntimos",
                    "12 Euro und 50 Cent",
                    "12 euro e 50 centesimi",
                    "12 euros e 50 cêntimos",
                ],
            ),
            (
                Money::new(1_01, Currency::USD),
                [
                    "1 dollar and 1 cent",
                    "1 dollar et 1 cent",
                    "1 dólar con 1 centavo",
                    "1 Dollar und 1 Cent",
                    "1 dollaro e 1 centesimo",
                    "1 dólar e 1 centavo",
                ],
            ),
            (Money::new(0, Currency::EUR), ["0 euros", "0 euro", "0 euros", "0 Euro", "0 euro", "0 euro"]),
            (
                Money::new(-99, Currency::GBP),
                [
                    "minus 99 pence",
                    "moins 99 pence",
                    "menos 99 peniques",
                    "minus 99 Pence",
                    "meno 99 pence",
                    "menos 99 pence",
                ],
            ),
            (
                Money::new(1000, Currency::JPY),
                ["1000 yen", "1000 yens", "1000 yenes", "1000 Yen", "1000 yen", "1000 ienes"],
            ),
            (
                Money::new(-7_05, "SEK".parse().unwrap()),
                [
                    "minus 7.05 Swedish kronor",
                    "moins 7,05 couronnes suédoises",
                    "menos 7,05 coronas suecas",
                    "minus 7,05 Schwedische Kronen",
                    "meno 7,05 corone svedesi",
                    "menos 7,05 coroas suecas",
                ],
            ),
            (
                Money::new(125_000_000, "INR".parse().unwrap()),
                [
                    "1250000 Indian rupees",
                    "1250000 roupies indiennes",
                    "1250000 rupias indias",
                    "1250000 Indische Rupien",
                    "1250000 rupie indiane",
                    "1250000 rupias indianas",
                ],
            ),
            (
                Money::new(1_50, "INR".parse().unwrap()),
                [
                    "1.5 Indian rupees",
                    "1,5 roupie indienne",
                    "1,5 rupias indias",
                    "1,5 Indische Rupien",
                    "1,5 rupie indiane",
                    "1,5 rupia indiana",
                ],
            ),
            (
                Money::new(2_000_000, "KRW".parse().unwrap()),
                [
                    "2000000 South Korean won",
                    "2000000 de wons sud-coréens",
                    "2000000 de wons surcoreanos",
                    "2000000 Südkoreanische Won",
                    "2000000 di won sudcoreani",
                    "2000000 de wons sul-coreanos",
                ],
            ),
            (
                Money::new(100_000_000, Currency::EUR),
                [
                    "1000000 euros",
                    "1000000 d'euros",
                    "1000000 de euros",
                    "1000000 Euro",
                    "1000000 di euro",
                    "1000000 de euros",
                ],
            ),
            (
                Money::new(1_234, "KWD".parse().unwrap()),
                [
                    "1.234 Kuwaiti dinars",
                    "1,234 dinar koweïtien",
                    "1,234 dinares kuwaitíes",
                    "1,234 Kuwait-Dinar",
                    "1,234 dinari kuwaitiani",
                    "1,234 dinar kuwaitiano",
                ],
            ),
            (
                Money::new(2_00, "ZZZ".parse().unwrap()),
                ["2 Z Z Z", "2 Z Z Z", "2 Z Z Z", "2 Z Z Z", "2 Z Z Z", "2 Z Z Z"],
            ),
        ];
        for (amount, spoken) in &table {
            for (language, spoken) in LANGUAGES.into_iter().zip(spoken) {
                assert_eq!(money(amount, language), *spoken, "{amount} in {language}");
            }
        }
    }

    #[test]
    fn a_country_is_named_where_the_name_alone_could_mean_another() {
        for (currency, language, spoken) in [
            (Currency::CAD, "en-US", "2 Canadian dollars"),
            (Currency::CAD, "en-CA", "2 dollars"),
            (Currency::CAD, "fr-CA", "2 dollars"),
            (Currency::USD, "en-CA", "2 US dollars"),
            (Currency::USD, "en-GB", "2 dollars"),
            (Currency::AUD, "en-AU", "2 dollars"),
            (Currency::CHF, "fr-FR", "2 francs suisses"),
            (Currency::CHF, "de-CH", "2 Franken"),
            (Currency::MXN, "es-MX", "2 pesos"),
            (Currency::MXN, "es-AR", "2 pesos mexicanos"),
            (Currency::GBP, "de-DE", "2 Pfund Sterling"),
            (Currency::BRL, "pt-PT", "2 reais"),
        ] {
            assert_eq!(money(Money::new(2_00, currency), language), spoken, "{currency} in {language}");
        }
    }

    #[test]
    fn every_language_names_the_same_currencies() {
        for currency in ["AUD", "BRL", "CAD", "CHF", "EUR", "GBP", "JPY", "MXN", "USD"] {
            let currency: Currency = currency.parse().unwrap();
            for tag in LANGUAGES {
                assert!(currency.names(Language::of(tag).unwrap(), tag).is_some(), "{currency} in {tag}");
            }
        }
    }

    #[test]
    fn amounts_have_the_places_of_their_currency() {
        for (minor, currency, written) in [
            (5, "EUR", "0.05 EUR"),
            (-5, "EUR", "-0.05 EUR"),
            (1234, "KWD", "1.234 KWD"),
            (1234, "KRW", "1234 KRW"),
            (i64::MIN, "EUR", "-92233720368547758.08 EUR"),
            (i64::MAX, "JPY", "9223372036854775807 JPY"),
        ] {
            let amount = Money::new(minor, currency.parse().unwrap());
            assert_eq!(amount.to_string(), written);
            assert_eq!(money(amount, "sv-SE"), written);
        }
        assert_eq!(money(Money::default(), "en-US"), "0");
    }

    #[test]
    fn a_stored_amount_is_read_back() {
        let amount = Money::new(-12_50, Currency::EUR);
        let stored = serde_json::to_string(&amount).unwrap();
        assert_eq!(stored, r#"{"minor":-1250,"currency":"EUR"}"#);
        assert_eq!(serde_json::from_str::<Money>(&stored).unwrap(), amount);
        assert!(serde_json::from_str::<Money>(r#"{"minor":1,"currency":"euro"}"#).is_err());
    }
}
