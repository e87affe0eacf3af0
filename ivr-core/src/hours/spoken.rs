//! Recognizes opening hours in a prompt, such as "Monday through Friday from 9 AM to 6 PM", in six languages. Only
//! whole weekdays with both times are recognized; everything else is ignored, because it could mean many things.

use super::{Span, Weekday};
use crate::text::normalise;

/// The hours that a prompt gives for some weekdays.
///
/// ```
/// use ivr_core::hours::{Weekday, spoken_hours};
/// let said = spoken_hours("We are open on Saturday from 10 AM to 1 PM.", "en-US");
/// assert_eq!(said[0].days, [Weekday::Saturday]);
/// assert_eq!(said[0].spans[0].to_string(), "10:00-13:00");
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SpokenHours {
    /// The days, in the order of the prompt.
    pub days: Vec<Weekday>,
    /// The hours on each of them.
    pub spans: Vec<Span>,
}

/// The words for days and times in a language, in normal form.
struct Words {
    tag: &'static str,
    /// From Monday to Sunday, each with its variants.
    days: [&'static str; 7],
    /// Words for "to", between days or times.
    to: &'static str,
    and: &'static str,
    /// Words that may separate days and times.
    filler: &'static str,
    /// Words after an hour.
    unit: &'static str,
    /// Words after an hour in the afternoon.
    afternoon: &'static [&'static str],
    /// Words after an hour in the morning.
    morning: &'static [&'static str],
    /// Whether an hour requires a word for morning or afternoon.
    is_12_hour: bool,
}

/// Stands for a dash, which means "to" in every language.
const DASH: &str = "zzto";

const WORDS: [Words; 6] = [
    Words {
        tag: "en",
        days: [
            "monday mondays",
            "tuesday tuesdays",
            "wednesday wednesdays",
            "thursday thursdays",
            "friday fridays",
            "saturday saturdays",
            "sunday sundays",
        ],
        to: "to through thru until till zzto",
        and: "and",
        filler: "from between we are open is on at the hours of",
        unit: "o clock",
        afternoon: &["pm", "p m", "in the afternoon", "in the evening"],
        morning: &["am", "a m", "in the morning"],
        is_12_hour: true,
    },
    Words {
        tag: "fr",
        days: [
            "lundi lundis",
            "mardi mardis",
            "mercredi mercredis",
            "jeudi jeudis",
            "vendredi vendredis",
            "samedi samedis",
            "dimanche dimanches",
        ],
        to: "a au zzto jusqu",
        and: "et puis",
        filler: "de du le les entre nous sommes ouverts ouvert des",
        unit: "h heure heures",
        afternoon: &["de l apres midi", "du soir"],
        morning: &["du matin"],
        is_12_hour: false,
    },
    Words {
        tag: "es",
        days: ["lunes", "martes", "miercoles", "jueves", "viernes", "sabado sabados", "domingo domingos"],
        to: "a al hasta zzto",
        and: "y e",
        filler: "de del el los desde las la entre abrimos horario",
        unit: "h hora horas",
        afternoon: &["de la tarde", "de la noche", "pm", "p m"],
        morning: &["de la manana", "am", "a m"],
        is_12_hour: false,
    },
    Words {
        tag: "de",
        days: [
            "montag montags",
            "dienstag dienstags",
            "mittwoch mittwochs",
            "donnerstag donnerstags",
            "freitag freitags",
            "samstag samstags sonnabend",
            "sonntag sonntags",
        ],
        to: "bis zzto",
        and: "und sowie",
        filler: "von zwischen am den der sind wir uhr geoffnet jeweils",
        unit: "uhr h",
        afternoon: &["uhr nachmittags", "uhr abends"],
        morning: &["uhr morgens", "uhr fruh"],
        is_12_hour: false,
    },
    Words {
        tag: "it",
        days: ["lunedi", "martedi", "mercoledi", "giovedi", "venerdi", "sabato", "domenica"],
        to: "a al alle zzto fino",
        and: "e",
        filler: "da dal dalle il la tra siamo aperti ore le",
        unit: "h ore",
        afternoon: &["del pomeriggio", "di sera"],
        morning: &["del mattino", "di mattina"],
        is_12_hour: false,
    },
    Words {
        tag: "pt",
        days: [
            "segunda segundas",
            "terca tercas",
            "quarta quartas",
            "quinta quintas",
            "sexta sextas",
            "sabado sabados",
            "domingo domingos",
        ],
        to: "a as ao ate zzto",
        and: "e",
        filler: "de da do das na no aos entre estamos abertos feira feiras",
        unit: "h hora horas",
        afternoon: &["da tarde", "da noite"],
        morning: &["da manha"],
        is_12_hour: false,
    },
];

/// Returns the hours that the prompt gives, with their weekdays. The result is empty for an unsupported language.
#[must_use]
pub fn spoken_hours(prompt: &str, language: &str) -> Vec<SpokenHours> {
    let tag = language.split('-').next().unwrap_or_default();
    let Some(words) = WORDS.iter().find(|words| words.tag.eq_ignore_ascii_case(tag)) else {
        return Vec::new();
    };
    let said = normalise(&dashes(prompt));
    let said: Vec<&str> = said.split(' ').filter(|word| !word.is_empty()).collect();
    let (mut found, mut at) = (Vec::new(), Reader { words, said: &said });
    while !at.said.is_empty() {
        match at.hours() {
            Some(hours) => found.push(hours),
            None => at.skip(),
        }
    }
    found
}

/// Replaces dashes with a word: in `9–12`, `9 - 12` and `Monday – Friday`, but not in `segunda-feira`.
fn dashes(prompt: &str) -> String {
    let mut text = String::with_capacity(prompt.len());
    for letter in prompt.chars() {
        let is_range = matches!(letter, '–' | '—')
            || letter == '-' && text.trim_end().ends_with(|before: char| before.is_ascii_digit());
        match is_range {
            true => text.extend([" ", DASH, " "]),
            false => text.push(letter),
        }
    }
    text
}

/// Reads words from left to right.
#[derive(Clone, Copy)]
struct Reader<'a> {
    words: &'static Words,
    said: &'a [&'a str],
}

fn has(list: &str, word: &str) -> bool {
    list.split(' ').any(|one| one == word)
}

impl<'a> Reader<'a> {
    fn skip(&mut self) {
        self.said = self.said.get(1..).unwrap_or_default();
    }

    /// Takes the next word if it is in the list.
    fn take(&mut self, list: &str) -> bool {
        let is_there = self.said.first().is_some_and(|word| has(list, word));
        if is_there {
            self.skip();
        }
        is_there
    }

    fn fill(&mut self) {
        while self.take(self.words.filler) {}
    }

    /// Reads days and their times.
    fn hours(&mut self) -> Option<SpokenHours> {
        let mut at = *self;
        let days = at.days()?;
        at.fill();
        let mut spans = vec![at.span()?];
        loop {
            let mut next = at;
            next.take(self.words.and);
            next.fill();
            let Some(span) = next.span() else { break };
            spans.push(span);
            at = next;
        }
        *self = at;
        Some(SpokenHours { days, spans })
    }

    fn days(&mut self) -> Option<Vec<Weekday>> {
        let mut days = vec![self.day()?];
        loop {
            let mut next = *self;
            next.fill();
            let (is_range, _) = (next.take(self.words.to), next.take(self.words.and));
            next.fill();
            let Some(day) = next.day() else { return Some(days) };
            let from = days.last().map_or(0, |day| *day as usize);
            let between =
                (from + 1..).map(|place| place % 7).take_while(|place| is_range && *place != day as usize);
            days.extend(between.take(6).filter_map(|place| Weekday::ALL.get(place).copied()));
            days.push(day);
            *self = next;
        }
    }

    fn day(&mut self) -> Option<Weekday> {
        let word = self.said.first()?;
        let place = self.words.days.iter().position(|forms| has(forms, word))?;
        self.skip();
        while self.take("feira feiras") {}
        Weekday::ALL.get(place).copied()
    }

    /// Reads a span of two times.
    fn span(&mut self) -> Option<Span> {
        let mut at = *self;
        let (from, from_half) = at.time()?;
        let is_joined = at.take(self.words.to) || at.take(self.words.and);
        at.fill();
        let (to, to_half) = is_joined.then(|| at.time()).flatten()?;
        if self.words.is_12_hour && (from_half.is_none() || to_half.is_none()) {
            return None;
        }
        let span = Span::new(on_24_hours(from, from_half), on_24_hours(to, to_half))?;
        *self = at;
        (!span.is_past_midnight()).then_some(span)
    }

    /// Reads an hour with its minutes, and whether it is in the afternoon.
    fn time(&mut self) -> Option<((u16, u16), Option<bool>)> {
        let word = self.said.first()?;
        let (hour, rest) = number(word)?;
        self.skip();
        let mut minute = 0;
        let mut half = None;
        match rest.strip_prefix('h').unwrap_or(rest) {
            "" if rest.is_empty() => minute = self.minutes(),
            "" => {}
            "am" if self.words.is_12_hour => half = Some(false),
            "pm" if self.words.is_12_hour => half = Some(true),
            minutes => minute = minutes.parse().ok().filter(|minute| *minute < 60)?,
        }
        half = half.or_else(|| self.half());
        if self.take(self.words.unit) && minute == 0 {
            minute = self.minutes();
        }
        half = half.or_else(|| self.half());
        (hour <= 24).then_some(((hour, minute), half))
    }

    /// Reads two digits after an hour.
    fn minutes(&mut self) -> u16 {
        let minute = self.said.first().filter(|word| word.len() == 2).and_then(|word| word.parse().ok());
        match minute.filter(|minute| *minute < 60) {
            Some(minute) => {
                self.skip();
                minute
            }
            None => 0,
        }
    }

    fn half(&mut self) -> Option<bool> {
        let said = self.said;
        let begins =
            |phrase: &&&str| phrase.split(' ').eq(said.iter().copied().take(phrase.split(' ').count()));
        let (phrase, half) = match self.words.afternoon.iter().find(begins) {
            Some(phrase) => (phrase, true),
            None => (self.words.morning.iter().find(begins)?, false),
        };
        self.said = said.get(phrase.split(' ').count()..).unwrap_or_default();
        Some(half)
    }
}

/// Returns the number at the beginning of a word, and the rest of the word.
fn number(word: &str) -> Option<(u16, &str)> {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let (figures, rest) = word.split_at_checked(digits)?;
    Some((figures.parse().ok()?, rest))
}

fn on_24_hours((hour, minute): (u16, u16), is_afternoon: Option<bool>) -> (u16, u16) {
    match is_afternoon {
        Some(true) if hour < 12 => (hour + 12, minute),
        Some(false) if hour == 12 => (0, minute),
        _ => (hour, minute),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(prompt: &str, language: &str) -> String {
        let said = spoken_hours(prompt, language);
        let each = said.iter().map(|hours| {
            let days: Vec<&str> = hours.days.iter().map(|day| day.as_str()).collect();
            let spans: Vec<String> = hours.spans.iter().map(Span::to_string).collect();
            format!("{} {}", days.join(" "), spans.join(" "))
        });
        each.collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn hours_are_read_in_six_languages() {
        let week = "mon tue wed thu fri";
        for (language, prompt, expected) in [
            (
                "en-US",
                "We are open Monday through Friday from 9 AM to 6 PM, and Saturday from 10 AM to 1 PM. We are closed on Sunday.",
                format!("{week} 9:00-18:00; sat 10:00-13:00"),
            ),
            (
                "en-GB",
                "Monday to Friday, 9:30 a.m. to 12 p.m. and 1 p.m. until 5:30 p.m.",
                format!("{week} 9:30-12:00 13:00-17:30"),
            ),
            ("en-US", "Tuesdays and Thursdays between 9am and 5pm", "tue thu 9:00-17:00".to_owned()),
            (
                "fr-FR",
                "Nous sommes ouverts du lundi au vendredi de 9 h à 12 h 30 et de 14h à 18h30, le samedi de 10 heures à 13 heures.",
                format!("{week} 9:00-12:30 14:00-18:30; sat 10:00-13:00"),
            ),
            (
                "es-ES",
                "De lunes a viernes de 9:00 a 18:00 horas y los sábados de 10 de la mañana a 1 de la tarde.",
                format!("{week} 9:00-18:00; sat 10:00-13:00"),
            ),
            (
                "de-DE",
                "Montag bis Freitag von 9 bis 18 Uhr, samstags von 10 Uhr bis 13.30 Uhr.",
                format!("{week} 9:00-18:00; sat 10:00-13:30"),
            ),
            (
                "it-IT",
                "Dal lunedì al venerdì dalle 9 alle 18, il sabato dalle ore 10 alle ore 13.",
                format!("{week} 9:00-18:00; sat 10:00-13:00"),
            ),
            (
                "pt-BR",
                "De segunda a sexta-feira das 9h às 18h, aos sábados das 10 às 13 horas.",
                format!("{week} 9:00-18:00; sat 10:00-13:00"),
            ),
            ("de-DE", "Montag – Mittwoch 8–12 Uhr", "mon tue wed 8:00-12:00".to_owned()),
        ] {
            assert_eq!(read(prompt, language), expected, "{prompt}");
        }
    }

    #[test]
    fn what_is_not_said_of_whole_days_with_both_times_is_left_alone() {
        for (language, prompt) in [
            ("en-US", "We are open Monday through Friday from nine to five."),
            ("en-US", "We are open from 9 to 5 on Monday."),
            ("en-US", "Monday from 9 to 5."),
            ("en-US", "Your appointment is on Monday at 9 AM."),
            ("en-US", "Call us on Monday after 9 AM."),
            ("en-US", "For Monday, press one. For Friday, press two."),
            ("en-US", "We are closed on Monday, May 1."),
            ("fr-FR", "Le lundi, appelez le 15."),
            ("de-DE", "Am Montag rufen wir zurück."),
            ("es-ES", "El lunes 4 de mayo cerramos."),
            ("it-IT", "Lunedì 6 gennaio siamo chiusi."),
            ("pt-PT", "Na segunda 3 de maio."),
            ("nl-NL", "Maandag van 9 tot 17 uur."),
        ] {
            assert_eq!(read(prompt, language), "", "{prompt}");
        }
    }
}
