//! Currencies: their codes, their decimal places, and their names in six languages.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::{
    ParseError,
    language::{Language, is_in},
};

/// A currency, by its ISO 4217 code.
///
/// ```
/// use ivr_runtime::speak::Currency;
/// assert_eq!("EUR".parse(), Ok(Currency::EUR));
/// assert!("eur".parse::<Currency>().is_err());
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Currency([u8; 3]);

impl Currency {
    /// The Australian dollar.
    pub const AUD: Self = Self(*b"AUD");
    /// The Brazilian real.
    pub const BRL: Self = Self(*b"BRL");
    /// The Canadian dollar.
    pub const CAD: Self = Self(*b"CAD");
    /// The Swiss franc.
    pub const CHF: Self = Self(*b"CHF");
    /// The euro.
    pub const EUR: Self = Self(*b"EUR");
    /// The pound sterling.
    pub const GBP: Self = Self(*b"GBP");
    /// The yen.
    pub const JPY: Self = Self(*b"JPY");
    /// The Mexican peso.
    pub const MXN: Self = Self(*b"MXN");
    /// The dollar of the United States.
    pub const USD: Self = Self(*b"USD");
    /// No currency.
    pub const NONE: Self = Self(*b"XXX");

    /// Returns the three letters.
    ///
    /// ```
    /// assert_eq!(ivr_runtime::speak::Currency::EUR.as_str(), "EUR");
    /// ```
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// Returns the singular and plural name in a language, for a currency whose smallest unit has no name here.
    pub(super) fn common_names(self, known: Language) -> Option<[&'static str; 2]> {
        let row = COMMON.lines().find_map(|row| row.strip_prefix(self.as_str())?.strip_prefix('\t'))?;
        let place = match known {
            Language::English => 0,
            Language::French => 2,
            Language::Spanish => 4,
            Language::German => 6,
            Language::Italian => 8,
            Language::Portuguese => 10,
        };
        let mut names = row.split('\t').skip(place);
        Some([names.next()?, names.next()?])
    }

    /// Returns the number of decimal places (ISO 4217).
    pub(super) fn places(self) -> u32 {
        match &self.0 {
            b"BIF" | b"CLP" | b"DJF" | b"GNF" | b"ISK" | b"JPY" | b"KMF" | b"KRW" | b"PYG" | b"RWF"
            | b"UGX" | b"UYI" | b"VND" | b"VUV" | b"XAF" | b"XOF" | b"XPF" => 0,
            b"BHD" | b"IQD" | b"JOD" | b"KWD" | b"LYD" | b"OMR" | b"TND" => 3,
            b"CLF" | b"UYW" => 4,
            _ => 2,
        }
    }

    /// Returns its names in a language, or `None` if it has no name here.
    pub(super) fn names(self, known: Language, language: &str) -> Option<Names> {
        let rows = match known {
            Language::English => &ENGLISH,
            Language::French => &FRENCH,
            Language::Spanish => &SPANISH,
            Language::German => &GERMAN,
            Language::Italian => &ITALIAN,
            Language::Portuguese => &PORTUGUESE,
        };
        let (_, plain, full, minor) = rows.iter().find(|(currency, ..)| *currency == self)?;
        let unit = if self.is_at_home(language) { plain } else { full };
        Some(Names { unit: *unit, minor: *minor })
    }

    /// Returns whether the plain name, "dollar", is unambiguous in the region of the language.
    fn is_at_home(self, language: &str) -> bool {
        match self {
            Self::USD => !["AU", "CA", "HK", "NZ", "SG"].iter().any(|region| is_in(language, region)),
            // The first two letters of a currency code are the country.
            _ => is_in(language, self.as_str().get(..2).unwrap_or_default()),
        }
    }
}

/// Names from CLDR, one currency per line.
const COMMON: &str = include_str!("currencies.txt");

/// The singular and plural names of a currency and of its hundredth part.
#[derive(Clone, Copy)]
pub(super) struct Names {
    pub(super) unit: [&'static str; 2],
    pub(super) minor: [&'static str; 2],
}

/// A currency, its name at home, its name elsewhere, and the name of its hundredth part.
type Row = (Currency, [&'static str; 2], [&'static str; 2], [&'static str; 2]);

const ENGLISH: [Row; 9] = [
    (Currency::AUD, ["dollar", "dollars"], ["Australian dollar", "Australian dollars"], ["cent", "cents"]),
    (Currency::BRL, ["real", "reais"], ["real", "reais"], ["centavo", "centavos"]),
    (Currency::CAD, ["dollar", "dollars"], ["Canadian dollar", "Canadian dollars"], ["cent", "cents"]),
    (Currency::CHF, ["franc", "francs"], ["Swiss franc", "Swiss francs"], ["centime", "centimes"]),
    (Currency::EUR, ["euro", "euros"], ["euro", "euros"], ["cent", "cents"]),
    (Currency::GBP, ["pound", "pounds"], ["pound", "pounds"], ["penny", "pence"]),
    (Currency::JPY, ["yen", "yen"], ["yen", "yen"], ["", ""]),
    (Currency::MXN, ["peso", "pesos"], ["Mexican peso", "Mexican pesos"], ["centavo", "centavos"]),
    (Currency::USD, ["dollar", "dollars"], ["US dollar", "US dollars"], ["cent", "cents"]),
];

const FRENCH: [Row; 9] = [
    (Currency::AUD, ["dollar", "dollars"], ["dollar australien", "dollars australiens"], ["cent", "cents"]),
    (Currency::BRL, ["réal", "réals"], ["réal", "réals"], ["centavo", "centavos"]),
    (Currency::CAD, ["dollar", "dollars"], ["dollar canadien", "dollars canadiens"], ["cent", "cents"]),
    (Currency::CHF, ["franc", "francs"], ["franc suisse", "francs suisses"], ["centime", "centimes"]),
    (Currency::EUR, ["euro", "euros"], ["euro", "euros"], ["centime", "centimes"]),
    (Currency::GBP, ["livre", "livres"], ["livre sterling", "livres sterling"], ["penny", "pence"]),
    (Currency::JPY, ["yen", "yens"], ["yen", "yens"], ["", ""]),
    (Currency::MXN, ["peso", "pesos"], ["peso mexicain", "pesos mexicains"], ["centavo", "centavos"]),
    (Currency::USD, ["dollar", "dollars"], ["dollar américain", "dollars américains"], ["cent", "cents"]),
];

const SPANISH: [Row; 9] = [
    (
        Currency::AUD,
        ["dólar", "dólares"],
        ["dólar australiano", "dólares australianos"],
        ["centavo", "centavos"],
    ),
    (Currency::BRL, ["real", "reales"], ["real", "reales"], ["centavo", "centavos"]),
    (
        Currency::CAD,
        ["dólar", "dólares"],
        ["dólar canadiense", "dólares canadienses"],
        ["centavo", "centavos"],
    ),
    (Currency::CHF, ["franco", "francos"], ["franco suizo", "francos suizos"], ["céntimo", "céntimos"]),
    (Currency::EUR, ["euro", "euros"], ["euro", "euros"], ["céntimo", "céntimos"]),
    (Currency::GBP, ["libra", "libras"], ["libra esterlina", "libras esterlinas"], ["penique", "peniques"]),
    (Currency::JPY, ["yen", "yenes"], ["yen", "yenes"], ["", ""]),
    (Currency::MXN, ["peso", "pesos"], ["peso mexicano", "pesos mexicanos"], ["centavo", "centavos"]),
    (
        Currency::USD,
        ["dólar", "dólares"],
        ["dólar estadounidense", "dólares estadounidenses"],
        ["centavo", "centavos"],
    ),
];

const GERMAN: [Row; 9] = [
    (Currency::AUD, ["Dollar", "Dollar"], ["australischer Dollar", "australische Dollar"], ["Cent", "Cent"]),
    (Currency::BRL, ["Real", "Real"], ["Real", "Real"], ["Centavo", "Centavos"]),
    (Currency::CAD, ["Dollar", "Dollar"], ["kanadischer Dollar", "kanadische Dollar"], ["Cent", "Cent"]),
    (Currency::CHF, ["Franken", "Franken"], ["Schweizer Franken", "Schweizer Franken"], ["Rappen", "Rappen"]),
    (Currency::EUR, ["Euro", "Euro"], ["Euro", "Euro"], ["Cent", "Cent"]),
    (Currency::GBP, ["Pfund", "Pfund"], ["Pfund Sterling", "Pfund Sterling"], ["Penny", "Pence"]),
    (Currency::JPY, ["Yen", "Yen"], ["Yen", "Yen"], ["", ""]),
    (Currency::MXN, ["Peso", "Pesos"], ["mexikanischer Peso", "mexikanische Pesos"], ["Centavo", "Centavos"]),
    (Currency::USD, ["Dollar", "Dollar"], ["US-Dollar", "US-Dollar"], ["Cent", "Cent"]),
];

const ITALIAN: [Row; 9] = [
    (
        Currency::AUD,
        ["dollaro", "dollari"],
        ["dollaro australiano", "dollari australiani"],
        ["centesimo", "centesimi"],
    ),
    (Currency::BRL, ["real", "real"], ["real", "real"], ["centavo", "centavos"]),
    (
        Currency::CAD,
        ["dollaro", "dollari"],
        ["dollaro canadese", "dollari canadesi"],
        ["centesimo", "centesimi"],
    ),
    (
        Currency::CHF,
        ["franco", "franchi"],
        ["franco svizzero", "franchi svizzeri"],
        ["centesimo", "centesimi"],
    ),
    (Currency::EUR, ["euro", "euro"], ["euro", "euro"], ["centesimo", "centesimi"]),
    (Currency::GBP, ["sterlina", "sterline"], ["sterlina", "sterline"], ["penny", "pence"]),
    (Currency::JPY, ["yen", "yen"], ["yen", "yen"], ["", ""]),
    (Currency::MXN, ["peso", "pesi"], ["peso messicano", "pesi messicani"], ["centavo", "centavos"]),
    (
        Currency::USD,
        ["dollaro", "dollari"],
        ["dollaro americano", "dollari americani"],
        ["centesimo", "centesimi"],
    ),
];

const PORTUGUESE: [Row; 9] = [
    (
        Currency::AUD,
        ["dólar", "dólares"],
        ["dólar australiano", "dólares australianos"],
        ["centavo", "centavos"],
    ),
    (Currency::BRL, ["real", "reais"], ["real", "reais"], ["centavo", "centavos"]),
    (Currency::CAD, ["dólar", "dólares"], ["dólar canadense", "dólares canadenses"], ["centavo", "centavos"]),
    (Currency::CHF, ["franco", "francos"], ["franco suíço", "francos suíços"], ["cêntimo", "cêntimos"]),
    (Currency::EUR, ["euro", "euros"], ["euro", "euros"], ["cêntimo", "cêntimos"]),
    (Currency::GBP, ["libra", "libras"], ["libra esterlina", "libras esterlinas"], ["penny", "pence"]),
    (Currency::JPY, ["iene", "ienes"], ["iene", "ienes"], ["", ""]),
    (Currency::MXN, ["peso", "pesos"], ["peso mexicano", "pesos mexicanos"], ["centavo", "centavos"]),
    (Currency::USD, ["dólar", "dólares"], ["dólar americano", "dólares americanos"], ["centavo", "centavos"]),
];

/// No currency, the initial value of a field.
impl Default for Currency {
    fn default() -> Self {
        Self::NONE
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Currency {
    type Err = ParseError;

    fn from_str(code: &str) -> Result<Self, ParseError> {
        let letters: [u8; 3] = code.as_bytes().try_into().map_err(|_| NO_CURRENCY)?;
        if letters.iter().all(u8::is_ascii_uppercase) { Ok(Self(letters)) } else { Err(NO_CURRENCY) }
    }
}

impl TryFrom<String> for Currency {
    type Error = ParseError;

    fn try_from(code: String) -> Result<Self, ParseError> {
        code.parse()
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> Self {
        currency.as_str().to_owned()
    }
}

/// The error for a text with another format.
const NO_CURRENCY: ParseError = ParseError("a currency is three capital letters, such as EUR");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_currency_is_three_capital_letters() {
        for code in ["", "EU", "EURO", "eur", "EU1", "E R", "ÉU"] {
            assert_eq!(code.parse::<Currency>(), Err(NO_CURRENCY), "{code}");
        }
        assert_eq!("SEK".parse::<Currency>().unwrap().to_string(), "SEK");
    }

    #[test]
    fn every_common_currency_has_a_name_for_one_and_for_many_in_every_language() {
        let rows: Vec<&str> = COMMON.lines().filter(|row| !row.starts_with('#')).collect();
        assert!(rows.len() > 60);
        for row in rows {
            let cells: Vec<&str> = row.split('\t').collect();
            assert_eq!(cells.len(), 13, "{row}");
            assert!(cells.iter().all(|cell| !cell.is_empty() && !cell.contains(['(', '/'])), "{row}");
            let currency: Currency = cells[0].parse().unwrap();
            assert!(currency.names(Language::English, "en-US").is_none(), "{currency} has two names");
        }
    }

    #[test]
    fn places_are_those_of_the_smallest_coin_in_the_books() {
        for (code, places) in [("EUR", 2), ("JPY", 0), ("KWD", 3), ("SEK", 2), ("CLF", 4), ("XOF", 0)] {
            assert_eq!(code.parse::<Currency>().unwrap().places(), places, "{code}");
        }
    }
}
