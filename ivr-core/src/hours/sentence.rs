//! Opening hours as a sentence, for callers who do not hear a prompt of the tree.

use super::{MINUTES_PER_DAY, Schedule, Span};

/// The words with which a language states opening hours.
struct Phrases {
    tag: &'static str,
    /// The text before and after everything.
    around: (&'static str, &'static str),
    /// From Monday to Sunday.
    days: [&'static str; 7],
    /// The words before the first and before the last of several days, and before a single day.
    range: (&'static str, &'static str),
    alone: &'static str,
    /// The words before the first and before the second time.
    from_to: (&'static str, &'static str),
    and: &'static str,
    time: fn(u16) -> String,
}

const PHRASES: [Phrases; 6] = [
    Phrases {
        tag: "en",
        around: ("We are open ", "."),
        days: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
        range: ("", " through "),
        alone: "",
        from_to: (" from ", " to "),
        and: " and",
        time: |minute| match (minute / 60 % 24, minute % 60) {
            (0, 0) => "midnight".to_owned(),
            (hour, minute) => {
                let half = if hour < 12 { "AM" } else { "PM" };
                let hour = (hour + 11) % 12 + 1;
                if minute == 0 { format!("{hour} {half}") } else { format!("{hour}:{minute:02} {half}") }
            }
        },
    },
    Phrases {
        tag: "fr",
        around: ("Nous sommes ouverts ", "."),
        days: ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
        range: ("du ", " au "),
        alone: "le ",
        from_to: (" de ", " à "),
        and: " et",
        time: |minute| on_24_hours(minute, " h", " h "),
    },
    Phrases {
        tag: "es",
        around: ("Abrimos ", "."),
        days: ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"],
        range: ("de ", " a "),
        alone: "el ",
        from_to: (" de ", " a "),
        and: " y",
        time: |minute| on_24_hours(minute, ":00", ":"),
    },
    Phrases {
        tag: "de",
        around: ("Wir sind ", " geöffnet."),
        days: ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"],
        range: ("", " bis "),
        alone: "",
        from_to: (" von ", " bis "),
        and: " und",
        time: |minute| on_24_hours(minute, " Uhr", " Uhr "),
    },
    Phrases {
        tag: "it",
        around: ("Siamo aperti ", "."),
        days: ["lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica"],
        range: ("da ", " a "),
        alone: "",
        from_to: (" dalle ", " alle "),
        and: " e",
        time: |minute| on_24_hours(minute, ":00", ":"),
    },
    Phrases {
        tag: "pt",
        around: ("Estamos abertos ", "."),
        days: [
            "segunda-feira",
            "terça-feira",
            "quarta-feira",
            "quinta-feira",
            "sexta-feira",
            "sábado",
            "domingo",
        ],
        range: ("de ", " a "),
        alone: "",
        from_to: (" das ", " às "),
        and: " e",
        time: |minute| on_24_hours(minute, "h", "h"),
    },
];

/// Returns a sentence with the hours of an ordinary week in the language of this tag, or `None` for an unknown
/// language and for a schedule that never opens or never closes.
///
/// ```
/// use ivr_core::hours::{Schedule, Span, opening_sentence};
/// let mut schedule = Schedule::default();
/// schedule.week[..5].fill(vec![Span::new((9, 0), (18, 0)).unwrap()]);
/// let said = opening_sentence(&schedule, "en-US");
/// assert_eq!(said.as_deref(), Some("We are open Monday through Friday from 9 AM to 6 PM."));
/// assert_eq!(opening_sentence(&schedule, "nl-NL"), None);
/// ```
#[must_use]
pub fn opening_sentence(schedule: &Schedule, language: &str) -> Option<String> {
    let spoken = language.split('-').next().unwrap_or_default();
    let phrases = PHRASES.iter().find(|phrases| phrases.tag.eq_ignore_ascii_case(spoken))?;
    let groups = groups(schedule);
    if groups.is_empty() || schedule.constant().is_some() {
        return None;
    }
    let groups: Vec<String> = groups.iter().map(|group| phrases.group(group)).collect();
    let (before, behind) = phrases.around;
    let said = match groups.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{},{} {last}", others.join(", "), phrases.and),
        _ => groups.concat(),
    };
    Some(format!("{before}{said}{behind}"))
}

/// Consecutive days with the same hours: the first, the last, and the hours.
type Group<'a> = (usize, usize, &'a [Span]);

fn groups(schedule: &Schedule) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for (day, spans) in schedule.week.iter().enumerate().filter(|(_, spans)| !spans.is_empty()) {
        match groups.last_mut() {
            Some((_, last, same)) if *last + 1 == day && *same == spans.as_slice() => *last = day,
            _ => groups.push((day, day, spans)),
        }
    }
    groups
}

impl Phrases {
    fn group(&self, (first, last, spans): &Group<'_>) -> String {
        let day = |place: &usize| self.days.get(*place).copied().unwrap_or_default();
        let days = match first == last {
            true => format!("{}{}", self.alone, day(first)),
            false => format!("{}{}{}{}", self.range.0, day(first), self.range.1, day(last)),
        };
        let span = |span: &Span| {
            let (from, to) = ((self.time)(span.from), (self.time)(span.to));
            format!("{}{from}{}{to}", self.from_to.0, self.from_to.1)
        };
        let spans: Vec<String> = spans.iter().map(span).collect();
        format!("{days}{}", spans.join(self.and))
    }
}

/// Writes `9 h` or `9 h 30`. The arguments are the text after a full hour, and the text between hour and minutes.
fn on_24_hours(minute: u16, full: &str, between: &str) -> String {
    let minute = if minute > MINUTES_PER_DAY { minute - MINUTES_PER_DAY } else { minute };
    match (minute / 60, minute % 60) {
        (hour, 0) => format!("{hour}{full}"),
        (hour, minute) => format!("{hour}{between}{minute:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hours::{Weekday, spoken_hours};

    fn span(from: (u16, u16), to: (u16, u16)) -> Span {
        Span::new(from, to).unwrap()
    }

    fn week(days: [&[Span]; 7]) -> Schedule {
        Schedule { week: days.map(<[Span]>::to_vec), exceptions: Vec::new() }
    }

    #[test]
    fn what_is_said_is_read_as_the_same_hours_in_six_languages() {
        let office: &[Span] = &[span((9, 0), (12, 30)), span((13, 0), (17, 45))];
        let short: &[Span] = &[span((10, 0), (13, 0))];
        let none: &[Span] = &[];
        for schedule in [
            week([office, office, office, office, office, short, none]),
            week([none, short, none, short, short, none, office]),
            week([short; 7]),
        ] {
            for language in ["en-US", "fr-FR", "es-ES", "de-DE", "it-IT", "pt-BR"] {
                let said = opening_sentence(&schedule, language).unwrap_or_default();
                let mut read = Schedule::default();
                for hours in spoken_hours(&said, language) {
                    hours.days.iter().for_each(|day| read.week[*day as usize].clone_from(&hours.spans));
                }
                // A schedule that is the same every day is also parsed.
                assert_eq!(read, schedule, "{said}");
            }
        }
    }

    #[test]
    fn midnight_and_the_hours_behind_it_are_said() {
        let mut schedule = Schedule::default();
        schedule.week[Weekday::Friday as usize].push(span((18, 0), (24, 0)));
        schedule.week[Weekday::Saturday as usize].push(span((22, 0), (2, 30)));
        let said = |language| opening_sentence(&schedule, language).unwrap();
        assert_eq!(
            said("en-GB"),
            "We are open Friday from 6 PM to midnight, and Saturday from 10 PM to 2:30 AM."
        );
        assert_eq!(
            said("fr-CA"),
            "Nous sommes ouverts le vendredi de 18 h à 24 h, et le samedi de 22 h à 2 h 30."
        );
    }

    #[test]
    fn what_never_opens_or_never_closes_is_not_said() {
        assert_eq!(opening_sentence(&Schedule::default(), "en-US"), None);
        let always = [span((0, 0), (24, 0))];
        assert_eq!(opening_sentence(&week([&always; 7]), "en-US"), None);
    }
}
